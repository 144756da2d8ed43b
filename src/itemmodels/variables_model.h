#pragma once
// The variables of a frame after a cell, as a table: name, type, size, preview.
#include "trace/event.h"

#include <QAbstractTableModel>

namespace rlmscope {

class VariablesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, TypeColumn, SizeColumn, PreviewColumn, ColumnCount };
    enum Role { ChangedRole = Qt::UserRole + 1 }; ///< bool: by the cell shown

    using QAbstractTableModel::QAbstractTableModel;
    void setVariables(std::vector<Variable> variables); ///< changed ones first, each part by name
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Variable> m_variables;
};

} // namespace rlmscope
