#include "itemmodels/budget_model.h"

#include "itemmodels/format.h"
#include "itemmodels/money_words.h"

namespace rlmscope {

namespace {

std::int64_t taken(const LimitState& row) { return row.spent + row.reserved + row.kept; }

bool isNear(const LimitState& row) {
    return row.limit > 0 && static_cast<double>(row.spent + row.reserved) >= 0.8 * static_cast<double>(row.limit);
}

} // namespace

void BudgetModel::setState(const BudgetState& state, const Remarks& remarks) {
    std::vector<LimitState> rows = state.limits;
    const bool limited = !rows.empty();
    if (!limited) {
        rows.push_back({LimitKind::Usd, 0, state.spentUsd.value, state.reservedUsd.value, 0});
        rows.push_back({LimitKind::Token, 0, state.spentTokens, state.reservedTokens, 0});
    }
    const auto sameKind = [](const LimitState& a, const LimitState& b) { return a.kind == b.kind; };
    if (limited != m_limited || !std::equal(rows.begin(), rows.end(), m_limits.begin(), m_limits.end(), sameKind)) {
        beginResetModel();
        m_limits = std::move(rows);
        m_remarks = remarks;
        m_limited = limited;
        endResetModel();
        return;
    }
    const bool all = remarks != m_remarks;
    m_remarks = remarks;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i] == m_limits[i] && !all) continue;
        m_limits[i] = rows[i];
        const int row = static_cast<int>(i);
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

int BudgetModel::rowOf(LimitKind kind) const {
    for (std::size_t i = 0; i < m_limits.size(); ++i)
        if (m_limits[i].kind == kind) return static_cast<int>(i);
    return -1;
}

int BudgetModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_limits.size()); }
int BudgetModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString BudgetModel::cellText(const LimitState& row, int column) const {
    const bool unknown = row.kind == LimitKind::Usd && m_remarks.costUnknown;
    switch (column) {
    case NameColumn: return words::limitName(row.kind);
    case SpentColumn:
        if (unknown) return row.spent ? QStringLiteral("≥ ") + words::amount(row.kind, row.spent) : tr("unknown");
        return words::amount(row.kind, row.spent);
    case ReservedColumn: return row.reserved ? words::amount(row.kind, row.reserved) : format::unknown();
    case KeptColumn: return row.kept ? words::amount(row.kind, row.kept) : format::unknown();
    case LeftColumn:
        if (row.limit == 0) return tr("no limit");
        if (unknown) return tr("unknown");
        return tr("%1 of %2").arg(words::amount(row.kind, std::max<std::int64_t>(0, row.limit - taken(row))),
                                  row.kind == LimitKind::Usd ? words::limit(row.kind, row.limit) : words::amount(row.kind, row.limit));
    default: return {};
    }
}

QString BudgetModel::sentence(const LimitState& row) const {
    QStringList parts{tr("%1 spent").arg(words::exactAmount(row.kind, row.spent))};
    if (row.reserved) parts << tr("%1 reserved for requests in flight").arg(words::exactAmount(row.kind, row.reserved));
    if (row.kept) parts << tr("%1 kept for the last answer").arg(words::exactAmount(row.kind, row.kept));
    if (row.limit) parts << tr("of %1").arg(words::exactAmount(row.kind, row.limit));
    if (row.kind == LimitKind::Usd && m_remarks.costUnknown) parts << tr("some prices are unknown: it is at least so much");
    if (row.kind == LimitKind::Usd && m_remarks.simulated) parts << tr("simulated, nothing is paid");
    if (row.limit && row.spent > row.limit) parts << tr("over the limit");
    return parts.join(format::comma());
}

QVariant BudgetModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const LimitState& row = m_limits[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return cellText(row, index.column());
    case Qt::ToolTipRole: return sentence(row);
    case Qt::AccessibleTextRole:
        return index.column() == BarColumn || index.column() == NameColumn ? words::limitName(row.kind) + QStringLiteral(": ") + sentence(row)
                                                                           : cellText(row, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(index.column() <= BarColumn ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter));
    case LimitKindRole: return static_cast<int>(row.kind);
    case LimitRole: return static_cast<qint64>(row.limit);
    case SpentRole: return static_cast<qint64>(row.spent);
    case ReservedRole: return static_cast<qint64>(row.reserved);
    case KeptRole: return static_cast<qint64>(row.kept);
    case NearRole: return isNear(row);
    case ReachedRole: return row.limit > 0 && taken(row) >= row.limit;
    case OverRole: return row.limit > 0 && row.spent > row.limit;
    case SimulatedRole: return row.kind == LimitKind::Usd && m_remarks.simulated;
    case UnknownRole: return row.kind == LimitKind::Usd && m_remarks.costUnknown;
    default: return {};
    }
}

QVariant BudgetModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(section <= BarColumn ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter));
    if (role == Qt::ToolTipRole) {
        if (section == ReservedColumn) return tr("Reserved for requests in flight: the most they can cost");
        if (section == KeptColumn) return tr("Kept for the best answer from what is known, when the limit is reached");
        if (section == LeftColumn) return tr("What new requests may still reserve: neither spent, nor reserved, nor kept");
        return {};
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case NameColumn: return tr("Limit");
    case SpentColumn: return tr("Spent");
    case ReservedColumn: return tr("In flight");
    case KeptColumn: return tr("Kept");
    case LeftColumn: return tr("Available");
    default: return QString();
    }
}

} // namespace rlmscope
