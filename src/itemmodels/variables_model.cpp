#include "itemmodels/variables_model.h"

#include "itemmodels/format.h"

#include <algorithm>

namespace rlmscope {
namespace {

QString arrow(const QString& before, const QString& now) {
    return before.isEmpty() || before == now ? now : before + QStringLiteral(" → ") + now;
}

} // namespace

void VariablesModel::setRows(std::vector<VariableRow> rows) {
    if (rows == m_rows) return;
    const bool sameNames = rows.size() == m_rows.size() && std::equal(rows.begin(), rows.end(), m_rows.begin(), [](const VariableRow& a, const VariableRow& b) { return a.now.name == b.now.name; });
    if (sameNames) { // the rows stand where they stood: only what they say is another
        m_rows = std::move(rows);
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int VariablesModel::rowOf(const QString& name) const {
    const std::string wanted = name.toStdString();
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const VariableRow& row) { return row.now.name == wanted; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int VariablesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
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

QString VariablesModel::sizeText(const Variable& v) {
    if (!v.shape.empty()) return QString::fromStdString(v.shape).replace(QStringLiteral(" x "), QStringLiteral(" × "));
    return v.size < 0 ? QString() : format::count(v.size);
}

QString VariablesModel::accessible(const VariableRow& row) const {
    const QString name = QString::fromStdString(row.now.name);
    switch (row.change) {
    case VariableChange::Added: return tr("%1, added").arg(name);
    case VariableChange::Changed: return tr("%1, changed").arg(name);
    case VariableChange::Removed: return tr("%1, removed").arg(name);
    case VariableChange::None: break;
    }
    return name;
}

QVariant VariablesModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    const Variable& v = row.now;
    const bool compared = row.change == VariableChange::Changed && !row.before.name.empty();
    switch (role) {
    case ChangedRole: return row.change != VariableChange::None;
    case ChangeRole: return static_cast<int>(row.change);
    case NameRole: return QString::fromStdString(v.name);
    case BeforeRole: return compared ? QString::fromStdString(row.before.preview) : QString();
    case Qt::TextAlignmentRole: return index.column() == SizeColumn ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case Qt::AccessibleTextRole: return index.column() == NameColumn ? accessible(row) : data(index, Qt::DisplayRole);
    case Qt::ToolTipRole:
        if (index.column() == PreviewColumn && compared && row.before.preview != v.preview)
            return tr("Before: %1\nNow: %2").arg(QString::fromStdString(row.before.preview), QString::fromStdString(v.preview));
        return index.column() == NameColumn ? accessible(row) : data(index, Qt::DisplayRole);
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (index.column()) {
    case NameColumn: return QString::fromStdString(v.name);
    case TypeColumn: return arrow(compared ? QString::fromStdString(row.before.type) : QString(), QString::fromStdString(v.type));
    case SizeColumn: return arrow(compared ? sizeText(row.before) : QString(), sizeText(v));
    case PreviewColumn: return QString::fromStdString(v.preview);
    default: return {};
    }
}

} // namespace rlmscope
