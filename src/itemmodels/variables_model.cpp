#include "itemmodels/variables_model.h"

#include "itemmodels/format.h"

#include <algorithm>

namespace rlmscope {

void VariablesModel::setVariables(std::vector<Variable> variables) {
    std::stable_sort(variables.begin(), variables.end(), [](const Variable& a, const Variable& b) {
        return a.changed != b.changed ? a.changed : a.name < b.name;
    });
    if (variables == m_variables) return;
    beginResetModel();
    m_variables = std::move(variables);
    endResetModel();
}

int VariablesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_variables.size());
}

int VariablesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant VariablesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case NameColumn: return tr("Name");
    case TypeColumn: return tr("Type");
    case SizeColumn: return tr("Size");
    case PreviewColumn: return tr("Value");
    default: return {};
    }
}

QVariant VariablesModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto& v = m_variables[static_cast<std::size_t>(index.row())];
    if (role == ChangedRole) return v.changed;
    if (role == Qt::TextAlignmentRole && index.column() == SizeColumn)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::AccessibleTextRole && index.column() == NameColumn && v.changed)
        return tr("%1, changed by this cell").arg(QString::fromStdString(v.name));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
    case NameColumn: return QString::fromStdString(v.name);
    case TypeColumn: return QString::fromStdString(v.type);
    case SizeColumn: return v.size < 0 ? QString() : format::count(v.size);
    case PreviewColumn: return QString::fromStdString(v.preview);
    default: return {};
    }
}

} // namespace rlmscope
