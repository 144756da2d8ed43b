#pragma once
// Figures of some runs side by side, one figure a row; of two runs also what changed from the first to the second.
#include "library/library_row.h"

#include <QAbstractTableModel>
#include <QStringList>

namespace rlmscope {

class ComparedModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setRuns(const library::Rows& runs, const QStringList& names);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override; ///< figure, runs, and the change of two
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString name;
        QStringList values;
        QString change;
    };
    QVector<Row> m_rows;
    QStringList m_names;
};

} // namespace rlmscope
