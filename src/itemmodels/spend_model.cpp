#include "itemmodels/spend_model.h"

#include "itemmodels/format.h"

#include <QHash>

namespace rlmscope {

namespace {

QString roleName(CallRole role) {
    switch (role) {
    case CallRole::Frame: return SpendModel::tr("Calls of frames");
    case CallRole::Sub: return SpendModel::tr("Sub-calls");
    case CallRole::Final: break;
    }
    return SpendModel::tr("Forced last answers");
}

QString moneyOf(const SpendSums& sums) {
    if (!insight::isUnknown(sums)) return format::money(sums.cost);
    return sums.cost.value ? QStringLiteral("≥ ") + format::money(sums.cost) : SpendModel::tr("unknown");
}

QString tokensOr(Tokens n) { return n ? format::tokens(n) : format::unknown(); }

} // namespace

std::vector<SpendModel::Row> SpendModel::rowsOf(const insight::Spend& spend) {
    std::vector<Row> rows;
    if (spend.rows.empty()) return rows;
    const auto row = [&](RowKind kind, const QString& name, const SpendSums& sums, const QString& whole = {}, CallRole role = {}) {
        rows.push_back({kind, name, whole.isEmpty() ? name : whole, sums, role});
    };
    row(AllRow, tr("All calls"), spend.total);
    row(SectionRow, tr("By model"), {});
    QHash<QString, int> names;
    for (const auto& group : spend.models) ++names[format::shortModel(group.key)];
    for (const auto& group : spend.models) {
        const QString whole = QString::fromStdString(group.key), name = format::shortModel(group.key);
        row(ModelRow, whole.isEmpty() ? tr("model not recorded") : names.value(name) > 1 ? whole : name, group.sums, whole);
    }
    row(SectionRow, tr("By depth"), {});
    for (const auto& group : spend.depths) row(DepthRow, group.key == 0 ? tr("Depth 0, root") : tr("Depth %1").arg(group.key), group.sums);
    row(SectionRow, tr("By kind of call"), {});
    for (const auto& group : spend.roles) row(RoleRow, roleName(group.key), group.sums, {}, group.key);
    return rows;
}

void SpendModel::setSpend(const insight::Spend& spend) {
    auto rows = rowsOf(spend);
    const auto same = [](const Row& a, const Row& b) { return a.kind == b.kind && a.name == b.name; };
    if (!std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(), same)) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    if (rows == m_rows) return;
    m_rows = std::move(rows);
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1)); // shares are of the sum
}

bool SpendModel::isUseful(int column) const {
    if (m_rows.empty()) return true;
    const SpendSums& all = m_rows.front().sums;
    switch (column) {
    case CachedColumn: return all.usage.cacheRead > 0;
    case ReasoningColumn: return all.usage.reasoning > 0;
    case SavedColumn: return all.recorded + all.cached > 0;
    case FailedColumn: return all.failedAttempts > 0;
    default: return true;
    }
}

QString SpendModel::remarks() const {
    if (m_rows.empty()) return {};
    const SpendSums& all = m_rows.front().sums;
    const auto n = [](std::uint64_t value) { return static_cast<int>(std::min<std::uint64_t>(value, INT32_MAX)); };
    QStringList lines;
    if (insight::isSimulated(all))
        lines << (all.simulated >= all.ended - all.recorded - all.cached ? tr("Simulated models at made-up prices: nothing of it is paid.")
                                                                         : tr("%n answer(s) are of simulated models at made-up prices: that part is not paid.", nullptr, n(all.simulated)));
    if (const auto share = insight::cachedShare(all.usage); share && all.usage.cacheRead > 0)
        lines << tr("%1 of the input tokens came from the provider's cache.").arg(format::percent(*share));
    if (all.recorded + all.cached > 0) {
        QStringList parts;
        if (all.recorded) parts << tr("%n answer(s) came from the record", nullptr, n(all.recorded));
        if (all.cached) parts << tr("%n answer(s) came from the cache of earlier runs", nullptr, n(all.cached));
        lines << tr("%1: %2 saved.").arg(parts.join(tr(" and ")), format::money(all.saved));
    }
    if (all.failedAttempts > 0)
        lines << tr("%n attempt(s) failed and cost %1.", nullptr, n(all.failedAttempts)).arg(all.failedCost.value ? format::money(all.failedCost) : tr("nothing"));
    if (insight::isEstimated(all))
        lines << tr("%n attempt(s) reported no usage: %1 of the cost is what was reserved, an upper bound.", nullptr, n(all.estimated)).arg(format::money(all.estimatedCost));
    if (insight::isUnknown(all)) lines << tr("%n attempt(s) have no known price: the cost is at least so much.", nullptr, n(all.unknown));
    if (all.interrupted > 0)
        lines << tr("%n request(s) were in flight when their process ended: perhaps billed, not counted.", nullptr, n(all.interrupted));
    return lines.join(QLatin1Char('\n'));
}

double SpendModel::share(const Row& row) const {
    const SpendSums& all = m_rows.front().sums;
    if (all.cost.value > 0) return static_cast<double>(row.sums.cost.value) / static_cast<double>(all.cost.value);
    const auto tokens = [](const SpendSums& s) { return static_cast<double>(s.usage.input()) + static_cast<double>(s.usage.output); };
    return tokens(all) > 0 ? tokens(row.sums) / tokens(all) : 0;
}

QString SpendModel::text(const Row& row, int column) const {
    const SpendSums& s = row.sums;
    if (row.kind == SectionRow) return column == NameColumn ? row.name : QString();
    switch (column) {
    case NameColumn: return row.name;
    case CallsColumn: return format::count(static_cast<std::int64_t>(s.calls));
    case InputColumn: return tokensOr(s.usage.input());
    case CachedColumn: return tokensOr(s.usage.cacheRead);
    case OutputColumn: return tokensOr(s.usage.output);
    case ReasoningColumn: return tokensOr(s.usage.reasoning);
    case CostColumn: return moneyOf(s);
    case ShareColumn: return format::percent(share(row));
    case SavedColumn: return s.recorded + s.cached ? format::money(s.saved) : format::unknown();
    case FailedColumn:
        if (s.failedAttempts == 0) return format::unknown();
        return s.failedCost.value ? tr("%1, %2").arg(format::count(static_cast<std::int64_t>(s.failedAttempts)), format::money(s.failedCost))
                                  : format::count(static_cast<std::int64_t>(s.failedAttempts));
    default: return {};
    }
}

QString SpendModel::toolTip(const Row& row, int column) const {
    const SpendSums& s = row.sums;
    if (row.kind == SectionRow) return {};
    switch (column) {
    case NameColumn: return row.whole;
    case CallsColumn:
        return tr("%1 calls, %2 requests, %3 of them failed").arg(format::count(static_cast<std::int64_t>(s.calls)),
                   format::count(static_cast<std::int64_t>(s.attempts)), format::count(static_cast<std::int64_t>(s.failedAttempts)));
    case InputColumn: return tr("%1 tokens").arg(format::count(s.usage.input()));
    case CachedColumn:
        return tr("%1 read from the cache, %2 written to it, %3 of the input").arg(format::count(s.usage.cacheRead), format::count(s.usage.cacheWrite),
                   format::percent(insight::cachedShare(s.usage).value_or(0)));
    case OutputColumn: return tr("%1 tokens, reasoning included").arg(format::count(s.usage.output));
    case ReasoningColumn: return tr("%1 tokens").arg(format::count(s.usage.reasoning));
    case CostColumn: {
        QString text = format::moneyExact(s.cost);
        if (insight::isUnknown(s)) text = tr("at least %1, some prices are unknown").arg(text);
        if (insight::isEstimated(s)) text += tr(", %1 of it estimated").arg(format::moneyExact(s.estimatedCost));
        if (insight::isSimulated(s)) text += tr(", simulated");
        return text;
    }
    case ShareColumn: return m_rows.front().sums.cost.value > 0 ? tr("of the cost") : tr("of the tokens; nothing was paid");
    case SavedColumn: return tr("%1 for %2 replies that were not asked for again").arg(format::moneyExact(s.saved), format::count(static_cast<std::int64_t>(s.recorded + s.cached)));
    case FailedColumn: return tr("%1 attempts, %2").arg(format::count(static_cast<std::int64_t>(s.failedAttempts)), format::moneyExact(s.failedCost));
    default: return {};
    }
}

int SpendModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
int SpendModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant SpendModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return text(row, index.column());
    case Qt::ToolTipRole: return toolTip(row, index.column());
    case Qt::AccessibleTextRole: {
        const QString shown = text(row, index.column());
        return index.column() == NameColumn || shown.isEmpty() ? shown
               : QStringLiteral("%1: %2").arg(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(), shown);
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(index.column() == NameColumn ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter));
    case KindRole: return row.kind;
    case CostRole: return static_cast<qint64>(row.sums.cost.value);
    case ShareRole: return row.kind == SectionRow ? 0.0 : share(row);
    case SubCallsRole: return row.role == CallRole::Sub;
    case SimulatedRole: return insight::isSimulated(row.sums);
    default: return {};
    }
}

QVariant SpendModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(section == NameColumn ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case NameColumn: return QString();
    case CallsColumn: return tr("Calls");
    case InputColumn: return tr("In");
    case CachedColumn: return tr("Cached");
    case OutputColumn: return tr("Out");
    case ReasoningColumn: return tr("Reasoning");
    case CostColumn: return tr("Cost");
    case ShareColumn: return tr("Share");
    case SavedColumn: return tr("Saved");
    case FailedColumn: return tr("Failed");
    default: return {};
    }
}

Qt::ItemFlags SpendModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return QAbstractTableModel::flags(index);
    if (m_rows[static_cast<std::size_t>(index.row())].kind == SectionRow) return Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    return QAbstractTableModel::flags(index) | Qt::ItemNeverHasChildren;
}

} // namespace rlmscope
