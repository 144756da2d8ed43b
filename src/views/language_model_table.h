#pragma once
// The models of one provider as rows: favourite, name with the aliases that mean it, price per million tokens, window.
// What is unknown reads "unknown" and sorts behind everything that is known.
#include "views/model_source.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace rlmscope {

class LanguageModelTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { StarColumn, NameColumn, InputColumn, CachedColumn, OutputColumn, WindowColumn, MostOutputColumn, SourceColumn, ColumnCount };
    enum Role {
        SpecRole = Qt::UserRole + 1,
        SortRole,     ///< number or text; invalid = unknown
        UnknownRole,  ///< bool: the cell is a price that nobody has said
        FavouriteRole,
        AliasesRole,  ///< QStringList
        DimRole,      ///< bool: retired, or nothing is known
        OwnRole       ///< bool: the price is the user's own
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setModels(const QVector<ModelItem>& models); ///< rows that stay keep their place
    const ModelItem* at(int row) const;
    int rowOf(const QString& spec) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override; ///< the star's check state
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// "0.125", "10.00": USD per million tokens, exactly.
    static QString perMillion(std::int64_t picoPerToken);
    /// Every price of a model with its tiers, date and source.
    static QString priceText(const ModelItem& model);

Q_SIGNALS:
    void favouriteRequested(const QString& spec, bool favourite);

private:
    QString text(const ModelItem& model, int column) const;
    QVariant sortKey(const ModelItem& model, int column) const;
    QVector<ModelItem> m_models;
};

/// Filters by words in name, SPEC or alias; "free" means a price of 0, "favourite" a starred one.
class LanguageModelFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit LanguageModelFilter(LanguageModelTable* table, QObject* parent = nullptr);
    void setText(const QString& text);
    void setFavouritesOnly(bool only);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    LanguageModelTable* m_table;
    QStringList m_words;
    bool m_favourites = false;
};

class LanguageModelView : public QTableView {
    Q_OBJECT
public:
    explicit LanguageModelView(QWidget* parent = nullptr);
    void setModel(QAbstractItemModel* model) override;
    void setEmptyText(const QString& text); ///< painted while there are no rows

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override; ///< Space: favourite
    void resizeEvent(QResizeEvent* event) override;

private:
    QString m_empty;
};

} // namespace rlmscope
