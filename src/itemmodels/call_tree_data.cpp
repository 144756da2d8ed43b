// What each row of the call tree says. The structure is in call_tree_model.cpp.
#include "itemmodels/call_tree_group.h"
#include "itemmodels/call_tree_model.h"
#include "itemmodels/format.h"
#include "itemmodels/money_words.h"
#include "itemmodels/run_annotations.h"
#include "itemmodels/run_document.h"
#include "itemmodels/utf8.h"

namespace rlmscope {
namespace {

bool isOpenStatus(NodeStatus status) {
    return status == NodeStatus::Running || status == NodeStatus::Queued;
}

Nanos durationOf(const TreeNode& n, Nanos now) {
    if (n.status == NodeStatus::Queued) return -1;
    const Nanos from = n.sent ? n.sent : n.start;
    return std::max<Nanos>((isOpenStatus(n.status) ? now : n.end) - from, 0);
}

QString statusWord(NodeStatus status) {
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

QString costToolTip(const TreeNode& n, PicoUsd own) {
    QStringList lines{n.costUnknown ? CallTreeModel::tr("At least %1; some prices are unknown").arg(format::moneyExact(n.totalCost)) : format::moneyExact(n.totalCost)};
    if (n.source != ReplySource::Model) lines << CallTreeModel::tr("This reply was known: nothing was paid for it.");
    if (n.usageEstimated) lines << CallTreeModel::tr("Estimated: no usage was reported, this is what was reserved.");
    if (n.totalCost != own) lines << CallTreeModel::tr("%1 of it by the node itself").arg(format::moneyExact(own));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

QString CallTreeModel::nameOf(NodeIndex node) const {
    const auto& tree = m_document->tree();
    const auto& n = tree.node(node);
    switch (n.kind) {
    case NodeKind::Frame: return n.parent == NoNode ? tr("root") : tr("rlm_query");
    case NodeKind::Turn: return tr("Turn %1").arg(n.number);
    case NodeKind::Cell: return tr("Cell %1").arg(n.number);
    case NodeKind::SubCall: return tr("llm_query");
    case NodeKind::ModelCall: return format::shortModel(tree.model(node));
    }
    return {};
}

QString CallTreeModel::hintOf(NodeIndex node) const {
    const auto& tree = m_document->tree();
    const auto& n = tree.node(node);
    switch (n.kind) {
    case NodeKind::Frame:
        if (n.parent == NoNode) {
            QString strategy = fromUtf8(tree.started() ? tree.started()->spec.strategy : "");
            if (strategy == QLatin1String("rlm")) strategy = tr("RLM, depth %1").arg(tree.started()->spec.depth);
            return strategy + QStringLiteral(" · ") + format::shortModel(tree.model(node));
        }
        return fromUtf8(tree.label(node));
    case NodeKind::Cell: return tr("%n line(s)", nullptr, static_cast<int>(n.lines));
    case NodeKind::ModelCall:
        if (isOpenStatus(n.status))
            if (const CallWait* wait = m_document->money().waitOf(n.id)) return words::wait(*wait, m_document->clock());
        return n.forced ? tr("last answer, forced") + QStringLiteral(" · ") + fromUtf8(tree.hint(node)) : fromUtf8(tree.hint(node));
    case NodeKind::SubCall:
        if (isOpenStatus(n.status))
            if (const CallWait* wait = m_document->money().waitOf(n.id)) return words::wait(*wait, m_document->clock());
        return fromUtf8(tree.hint(node).empty() ? tree.label(node) : tree.hint(node));
    case NodeKind::Turn: return {};
    }
    return {};
}

/// For screen readers: what the row's marks say.
QString CallTreeModel::saidOf(NodeIndex node) const {
    const auto& marks = m_document->annotations()->all().at(m_document->tree().node(node).id);
    QString said;
    if (marks.bookmarked) said += format::comma() + tr("bookmarked");
    if (!marks.note.empty()) said += format::comma() + tr("note: %1").arg(fromUtf8(marks.note));
    if (node < m_match.size() && m_match[node]) said += format::comma() + tr("matches");
    return said;
}

QVariant CallTreeModel::numbersText(int column, const Numbers& v) const {
    const QString none = format::unknown(), about = v.estimated ? QStringLiteral("≈ ") : QString();
    switch (column) {
    case CostColumn:
        if (v.calls == 0 || v.open < 0) return none;
        if (v.costUnknown) return v.cost.value ? QStringLiteral("≥ ") + format::money(v.cost) : tr("unknown");
        if (v.cost.value == 0 && v.open > 0) return none;
        return about + format::money(v.cost);
    case TokensColumn: return v.tokens ? about + format::tokens(v.tokens) : none;
    case TimeColumn: return v.duration < 0 ? none : format::duration(v.duration);
    default: return {};
    }
}

QVariant CallTreeModel::nodeData(NodeIndex node, int column, int role) const {
    const auto& tree = m_document->tree();
    const auto& n = tree.node(node);
    const bool open = isOpenStatus(n.status);
    switch (role) {
    case Qt::DisplayRole:
        if (column == NameColumn) return nameOf(node);
        if (column > TimeColumn) return nodeColumn(node, column);
        if (m_showsOwn && column != TimeColumn) {
            const bool call = isCall(n.kind);
            const OwnSpend own = tree.own(node);
            return numbersText(column, {own.cost, own.usage.input() + own.usage.output, 0, call ? 1 : 0, call && n.costUnknown, open ? 1 : 0, n.usageEstimated});
        }
        return numbersText(column, {n.totalCost, n.totalUsage.input() + n.totalUsage.output, durationOf(n, tree.now()),
                                    static_cast<int>(n.calls), n.costUnknown, open ? 1 : 0, n.usageEstimated});
    case Qt::ToolTipRole:
        if (column == CostColumn && n.calls > 0)
            return costToolTip(n, tree.own(node).cost);
        if (column == TokensColumn && n.calls > 0)
            return tr("%1 in, %2 out, %3 cached").arg(format::count(n.totalUsage.input()), format::count(n.totalUsage.output),
                                                     format::count(n.totalUsage.cacheRead));
        if (column == NameColumn) return hintOf(node);
        return {};
    case Qt::AccessibleTextRole:
        if (column != NameColumn) return {};
        return QStringLiteral("%1, %2, %3").arg(nameOf(node), open && m_document->isPaused() ? tr("paused") : statusWord(n.status), hintOf(node)) + saidOf(node);
    case KindRole:
        switch (n.kind) {
        case NodeKind::Frame: return FrameRow;
        case NodeKind::Turn: return TurnRow;
        case NodeKind::ModelCall: return ModelRow;
        case NodeKind::Cell: return CellRow;
        case NodeKind::SubCall: return SubCallRow;
        }
        return {};
    case NodeRole: return node;
    case RailsRole: return railsOf(n.kind == NodeKind::Frame ? n.parent : node);
    case ExpandableRole: return n.firstChild != NoNode;
    case NameRole: return nameOf(node);
    case HintRole: return hintOf(node);
    case HintBadgeRole: return false;
    case StatusRole: return static_cast<int>(n.status);
    case PausedRole: return open && m_document->isPaused();
    case ShowsStatusRole:
        if (n.status == NodeStatus::Ok) return false;
        if (n.status != NodeStatus::Running) return n.status != NodeStatus::Error || n.kind != NodeKind::Turn;
        return n.parent == NoNode || !hasOpenChild(node);
    case BadgeRole:
        if (n.source == ReplySource::Recorded) return tr("recorded");
        if (n.source == ReplySource::Cache) return tr("cached");
        if (n.kind == NodeKind::Cell && n.replayed) return tr("replayed");
        if (n.attempts > 1) return tr("%n attempt(s)", nullptr, n.attempts);
        if (n.kind != NodeKind::Cell && n.status != NodeStatus::Error && n.errors > 0 && !isOpen(node))
            return tr("%n failed", nullptr, static_cast<int>(n.errors));
        return {};
    case BadgeQuietRole: return n.source != ReplySource::Model || (n.kind == NodeKind::Cell && n.replayed);
    case BadgeErrorRole: return n.attempts <= 1;
    case StartRole: return static_cast<qint64>(n.sent ? n.sent : n.start);
    case FirstTokenRole: return n.firstToken ? static_cast<qint64>(n.firstToken) : qint64{-1};
    case EndRole: return open ? qint64{-1} : static_cast<qint64>(n.end);
    case CostRole: return static_cast<qint64>(n.totalCost.value);
    case CostUnknownRole: return n.costUnknown;
    case TokensRole: return static_cast<qint64>(n.totalUsage.input() + n.totalUsage.output);
    case DurationRole: return static_cast<qint64>(durationOf(n, tree.now()));
    case SimulatedRole: return n.simulated;
    case CallsRole: return static_cast<int>(n.calls);
    case DepthRole: return static_cast<int>(n.depth);
    default: return {};
    }
}

QVariant CallTreeModel::groupData(const Group& g, int column, int role) const {
    const auto& tree = m_document->tree();
    const int total = g.total;
    const QString name = QStringLiteral("%1 × %2").arg(format::count(total),
                            g.kind == NodeKind::Frame ? QStringLiteral("rlm_query") : QStringLiteral("llm_query"));
    const bool open = g.running + g.queued > 0;
    const auto duration = g.start < 0 ? Nanos{-1} : (g.end < 0 ? tree.now() : g.end) - g.start;
    QString hint = open ? tr("%1 of %2").arg(format::count(g.ok), format::count(total)) : tr("%1 ok").arg(format::count(g.ok));
    if (open && g.running > 0) hint += format::comma() + tr("%1 running").arg(format::count(g.running));
    switch (role) {
    case Qt::DisplayRole:
        if (column == NameColumn) return name;
        if (column > TimeColumn) return groupColumn(g, column);
        if (m_showsOwn && g.kind == NodeKind::Frame && column != TimeColumn) return format::unknown(); // calls are below
        return numbersText(column, {g.cost, g.tokens, duration, g.calls, g.costUnknown, open ? 1 : 0});
    case Qt::ToolTipRole:
        return distributionText(g);
    case Qt::AccessibleTextRole: return column == NameColumn ? QVariant(name + format::comma() + hint) : QVariant();
    case KindRole: return GroupRow;
    case NodeRole: return g.members.front();
    case RailsRole: return railsOf(g.parent);
    case ExpandableRole: return true;
    case NameRole: return name;
    case HintRole: return hint;
    case HintBadgeRole: return false;
    case StatusRole: return static_cast<int>(g.status());
    case PausedRole: return open && m_document->isPaused();
    case ShowsStatusRole: return g.status() != NodeStatus::Ok && g.status() != NodeStatus::Error;
    case BadgeRole:
        if (g.failed > 0) return tr("%n failed", nullptr, g.failed);
        if (g.retried > 0) return tr("%n retried", nullptr, g.retried);
        return {};
    case BadgeErrorRole: return g.failed > 0;
    case StartRole: return static_cast<qint64>(g.start);
    case FirstTokenRole: return qint64{-1};
    case EndRole: return static_cast<qint64>(g.end);
    case CostRole: return static_cast<qint64>(g.cost.value);
    case CostUnknownRole: return g.costUnknown;
    case TokensRole: return static_cast<qint64>(g.tokens);
    case DurationRole: return static_cast<qint64>(duration);
    case SimulatedRole: return g.simulated;
    case CallsRole: return g.calls;
    case DepthRole: return static_cast<int>(tree.node(g.members.front()).depth);
    default: return {};
    }
}

// Frames that enclose a node, its own frame included.
int CallTreeModel::railsOf(NodeIndex node) const {
    return node == NoNode ? 0 : m_document->tree().node(node).depth + 1;
}

bool CallTreeModel::hasOpenChild(NodeIndex node) const {
    // Children that still run are among the newest; a fan-out's row answers for all its members.
    const auto& tree = m_document->tree();
    const auto last = tree.node(node).lastChild;
    if (last == NoNode) return false;
    if (isOpenStatus(tree.node(last).status)) return true;
    const auto group = m_groupOf[last];
    if (group == 0) return false;
    m_groups[group - 1].count(tree);
    return m_groups[group - 1].running + m_groups[group - 1].queued > 0;
}

} // namespace rlmscope
