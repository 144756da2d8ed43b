#include "views/value_models.h"

#include "itemmodels/format.h"
#include "itemmodels/variables_model.h"
#include "views/theme.h"

#include <algorithm>

namespace rlmscope {
namespace {

bool isNumber(const QString& text) {
    bool ok = false;
    text.toDouble(&ok);
    return ok;
}

QVariant right() { return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter); }

} // namespace

void ValueGridModel::setPage(const ValueItems& items) {
    beginResetModel();
    m_items = items;
    endResetModel();
}

QVariant ValueGridModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const QString text = m_items.rows.at(index.row()).value(index.column() + 1);
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return text;
    if (role == Qt::TextAlignmentRole && isNumber(text)) return right();
    if (role == Qt::FontRole) return themed(FontRole::MonoColumn);
    return {};
}

QVariant ValueGridModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == Qt::FontRole) return themed(FontRole::MonoColumn);
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal) // as its numbers or words
        return rowCount() > 0 && isNumber(m_items.rows.front().value(section + 1)) ? right() : QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    if (orientation == Qt::Horizontal) return m_items.columns.value(section);
    return section < rowCount() ? m_items.rows.at(section).value(0) : QString();
}

void ValueItemsModel::setPage(const ValueItems& items) {
    beginResetModel();
    m_items = items;
    endResetModel();
}

QVariant ValueItemsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto& item = m_items.items.at(index.row());
    if (role == Qt::TextAlignmentRole) return index.column() == SizeColumn || (index.column() == KeyColumn && isNumber(item.key)) ? right() : QVariant();
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
    case KeyColumn: return item.key;
    case TypeColumn: return item.type;
    case SizeColumn: return item.size < 0 ? QString() : format::count(item.size);
    case PreviewColumn: return item.preview;
    default: return {};
    }
}

QVariant ValueItemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal) return rowCount() > 0 ? data(index(0, section), role) : QVariant();
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    const QString names[] = {tr("Key"), tr("Type"), tr("Size"), tr("Value")};
    return section < ColumnCount ? names[section] : QVariant();
}

void ValueStepsModel::setSteps(QVector<Row> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int ValueStepsModel::rowOf(NodeIndex cell) const {
    int found = -1;
    for (int i = 0; i < m_rows.size() && m_rows.at(i).cell <= cell; ++i) found = i;
    return found;
}

QVariant ValueStepsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Row& row = m_rows.at(index.row());
    if (role == Qt::TextAlignmentRole) return index.column() == SizeColumn ? right() : QVariant();
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    const bool removed = row.step.change == VariableChange::Removed;
    switch (index.column()) {
    case CellColumn: return row.name;
    case ChangeColumn: return removed ? tr("removed") : row.step.change == VariableChange::Added ? tr("made") : tr("written");
    case SizeColumn: return removed ? QString() : VariablesModel::sizeText(row.step.value);
    case PreviewColumn: return removed ? QString() : QString::fromStdString(row.step.value.preview);
    default: return {};
    }
}

QVariant ValueStepsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    const QString names[] = {tr("Cell"), tr("What"), tr("Size"), tr("Value")};
    return section < ColumnCount ? names[section] : QVariant();
}

} // namespace rlmscope
