#pragma once
// The left column of the Models page: every provider with where its key is and whether it is ready.
#include "views/model_source.h"

#include <QAbstractListModel>
#include <QListView>

namespace rlmscope {

class ProviderListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        WordRole = Qt::UserRole + 1,
        DetailRole,    ///< second line
        StateRole,     ///< word, "ready"
        StateIconRole, ///< icon name; empty = none
        StateTokenRole ///< int Token
    };
    using QAbstractListModel::QAbstractListModel;

    void setProviders(const QVector<ProviderItem>& providers); ///< keeps rows that stay
    const ProviderItem* at(int row) const; ///< null = there is none
    int rowOf(const QString& word) const;  ///< -1 = there is none

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    static QString stateWord(const ProviderItem& provider);
    static QString detail(const ProviderItem& provider);

private:
    QVector<ProviderItem> m_providers;
};

class ProviderListView : public QListView {
    Q_OBJECT
public:
    explicit ProviderListView(ProviderListModel* model, QWidget* parent = nullptr);
};

} // namespace rlmscope
