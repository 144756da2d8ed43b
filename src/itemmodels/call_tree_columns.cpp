// Columns of the call tree that are not shown unless somebody wants them, and what a fan-out says about its members.
#include "insight/distribution.h"
#include "itemmodels/call_tree_group.h"
#include "itemmodels/call_tree_model.h"
#include "itemmodels/format.h"

namespace rlmscope {
namespace {

QString count(std::int64_t n) { return n ? format::count(n) : format::unknown(); }
QString tokens(Tokens n) { return n ? format::tokens(n) : format::unknown(); }
QString moment(Nanos time) { return time < 1'000'000 ? format::clockTime(0) : format::duration(time); }

QString statusText(NodeStatus status) {
    switch (status) {
    case NodeStatus::Queued: return CallTreeModel::tr("queued");
    case NodeStatus::Running: return CallTreeModel::tr("running");
    case NodeStatus::Ok: return CallTreeModel::tr("ok");
    case NodeStatus::Error: return CallTreeModel::tr("failed");
    case NodeStatus::Cancelled: return CallTreeModel::tr("stopped");
    case NodeStatus::Interrupted: return CallTreeModel::tr("interrupted");
    }
    return {};
}

} // namespace

QString CallTreeModel::columnTitle(int column) {
    switch (column) {
    case NameColumn: return tr("Call tree");
    case BarColumn: return tr("Timeline");
    case CostColumn: return tr("Cost");
    case TokensColumn: return tr("Tokens");
    case TimeColumn: return tr("Time");
    case StartColumn: return tr("Start");
    case TokensInColumn: return tr("In");
    case TokensOutColumn: return tr("Out");
    case CachedColumn: return tr("Cached");
    case CallsColumn: return tr("Calls");
    case AttemptsColumn: return tr("Attempts");
    case ModelColumn: return tr("Model");
    case StatusColumn: return tr("State");
    default: return {};
    }
}

QString CallTreeModel::nodeColumn(NodeIndex node, int column) const {
    const auto& tree = m_document->tree();
    const auto& n = tree.node(node);
    const Usage usage = m_showsOwn ? tree.own(node).usage : n.totalUsage;
    switch (column) {
    case StartColumn: return moment(n.start);
    case TokensInColumn: return tokens(usage.input());
    case TokensOutColumn: return tokens(usage.output);
    case CachedColumn: return tokens(usage.cacheRead);
    case CallsColumn: return count(n.calls);
    case AttemptsColumn: return count(n.attempts);
    case ModelColumn: return tree.model(node).empty() ? format::unknown() : format::shortModel(tree.model(node));
    case StatusColumn: return statusText(n.status);
    default: return {};
    }
}

QString CallTreeModel::groupColumn(const Group& group, int column) const {
    const auto& tree = m_document->tree();
    Usage usage;
    std::int64_t attempts = 0;
    const bool sums = column == TokensInColumn || column == TokensOutColumn || column == CachedColumn || column == AttemptsColumn;
    for (const auto member : group.members) {
        if (!sums || member >= tree.nodes().size()) break;
        usage += m_showsOwn ? tree.own(member).usage : tree.node(member).totalUsage;
        attempts += tree.node(member).attempts;
    }
    switch (column) {
    case StartColumn: return group.start < 0 ? format::unknown() : moment(group.start);
    case TokensInColumn: return tokens(usage.input());
    case TokensOutColumn: return tokens(usage.output);
    case CachedColumn: return tokens(usage.cacheRead);
    case CallsColumn: return count(group.calls);
    case AttemptsColumn: return count(attempts);
    case ModelColumn: {
        const auto first = tree.model(group.members.front());
        return first.empty() ? format::unknown() : format::shortModel(first);
    }
    case StatusColumn: return statusText(group.status());
    default: return {};
    }
}

std::vector<NodeIndex> CallTreeModel::membersAt(int row) const {
    return isGroup(row) ? m_groups[m_rows.at(row) & ~GroupBit].members : std::vector<NodeIndex>{};
}

QString CallTreeModel::distributionText(const Group& group) const {
    const auto d = insight::distributionOf(m_document->tree(), group.members);
    QStringList lines{tr("%1 ok, %2 failed, %3 running, %4 queued").arg(format::count(d.ok), format::count(d.failed), format::count(d.running), format::count(d.queued))};
    if (d.retried > 0) lines << tr("%n tried again", nullptr, static_cast<int>(d.retried));
    if (d.timed > 0)
        lines << tr("Time: %1 to %2, median %3").arg(format::duration(d.shortest), format::duration(d.longest), format::duration(d.median));
    if (d.priced > 0)
        lines << tr("Cost: %1 to %2, median %3, together %4").arg(format::money(d.cheapest), format::money(d.dearest), format::money(d.medianCost), (d.costUnknown ? QStringLiteral("≥ ") : QString()) + format::money(d.cost));
    if (d.inFlightMost > 0) lines << tr("%n at once at most", nullptr, static_cast<int>(d.inFlightMost));
    return lines.join(QLatin1Char('\n'));
}

} // namespace rlmscope
