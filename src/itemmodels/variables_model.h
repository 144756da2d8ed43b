#pragma once
// The variables of a frame after a cell, as a table: name, type, size, value; with what changed, by the cell or since another.
#include "itemmodels/variable_history.h"

#include <QAbstractTableModel>

namespace rlmscope {

class VariablesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, TypeColumn, SizeColumn, PreviewColumn, ColumnCount };
    enum Role {
        ChangedRole = Qt::UserRole + 1, ///< bool
        ChangeRole,                     ///< VariableChange
        NameRole,
        BeforeRole,                     ///< value before, of a changed one when it is known
    };

    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::vector<VariableRow> rows);
    void setVariables(std::vector<Variable> variables) { setRows(variableRows(variables)); }
    const std::vector<VariableRow>& rows() const { return m_rows; }
    int rowOf(const QString& name) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString sizeText(const Variable& variable); ///< "100 x 5", "5,000", empty

private:
    QString accessible(const VariableRow& row) const;
    std::vector<VariableRow> m_rows;
};

} // namespace rlmscope
