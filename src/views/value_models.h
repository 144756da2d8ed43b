#pragma once
// Pages of a value as tables: the rows of an array or data frame, the items of a list or dict, and what a variable was
// after each cell.
#include "itemmodels/value_source.h"
#include "itemmodels/variable_history.h"

#include <QAbstractTableModel>

namespace rlmscope {

/// One page of rows; the vertical header has their labels.
class ValueGridModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setPage(const ValueItems& items);
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_items.rows.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_items.columns.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    ValueItems m_items;
};

/// One page of items: key, type, size, value.
class ValueItemsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { KeyColumn, TypeColumn, SizeColumn, PreviewColumn, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    void setPage(const ValueItems& items);
    const ValueItems& page() const { return m_items; }
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_items.items.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    ValueItems m_items;
};

/// Which cells made, wrote and removed a variable.
class ValueStepsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { CellColumn, ChangeColumn, SizeColumn, PreviewColumn, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    struct Row {
        NodeIndex cell = NoNode;
        QString name;
        VariableHistory::Step step;
    };
    void setSteps(QVector<Row> rows);
    NodeIndex cellAt(int row) const { return row >= 0 && row < m_rows.size() ? m_rows.at(row).cell : NoNode; }
    int rowOf(NodeIndex cell) const; ///< the last one at or before that cell
    const QVector<Row>& rows() const { return m_rows; }
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVector<Row> m_rows;
};

} // namespace rlmscope
