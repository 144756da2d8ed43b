#include "itemmodels/timeline_words.h"

#include "itemmodels/format.h"
#include "itemmodels/node_names.h"
#include "itemmodels/utf8.h"

#include <QCoreApplication>

namespace rlmscope::words {
namespace {

struct Timeline {
    Q_DECLARE_TR_FUNCTIONS(rlmscope::Timeline)
};

QString statusWord(NodeStatus status) {
    switch (status) {
    case NodeStatus::Queued: return Timeline::tr("queued");
    case NodeStatus::Running: return Timeline::tr("running");
    case NodeStatus::Ok: return Timeline::tr("ok");
    case NodeStatus::Error: return Timeline::tr("failed");
    case NodeStatus::Cancelled: return Timeline::tr("stopped");
    case NodeStatus::Interrupted: return Timeline::tr("interrupted");
    }
    return {};
}

bool isOpen(const TreeNode& n) { return n.status == NodeStatus::Queued || n.status == NodeStatus::Running; }

Nanos waitedOf(const RunTree& tree, const TreeNode& n) {
    if (n.attempts > 0) return std::max<Nanos>(0, n.sent - n.start);
    if (n.status == NodeStatus::Queued) return std::max<Nanos>(0, tree.now() - n.start);
    return 0;
}

/// A point in time, not a length: the beginning is 0 s.
QString moment(Nanos time) { return time < 1'000'000 ? format::clockTime(0) : format::duration(time); }

QString costOf(const TreeNode& n) {
    if (n.costUnknown) return n.totalCost.value == 0 ? Timeline::tr("unknown") : QStringLiteral("≥ ") + format::money(n.totalCost);
    return format::money(n.totalCost);
}

} // namespace

QVector<Fact> nodeFacts(const RunDocument& document, NodeIndex node) {
    const auto& tree = document.tree();
    if (node >= tree.nodes().size()) return {};
    const auto& n = tree.node(node);
    const bool call = isCall(n.kind);
    QVector<Fact> facts;
    facts.append({Timeline::tr("Started"), moment(n.start)});
    if (const Nanos waited = waitedOf(tree, n); waited >= 1'000'000) facts.append({Timeline::tr("Waited to be sent"), format::duration(waited)});
    if (call && n.firstToken > 0) facts.append({Timeline::tr("First token after"), format::duration(n.firstToken - std::max(n.sent, n.start))});
    if (n.status != NodeStatus::Queued) {
        const Nanos from = n.attempts > 0 ? n.sent : n.start;
        facts.append({Timeline::tr("Time"), format::duration((isOpen(n) ? tree.now() : n.end) - from)});
    }
    if (n.status != NodeStatus::Ok) facts.append({Timeline::tr("State"), statusWord(n.status)});
    if (call && n.attempts > 1) facts.append({Timeline::tr("Attempts"), format::count(n.attempts)});
    if (n.calls > 0 && n.status != NodeStatus::Queued) {
        facts.append({Timeline::tr("Cost"), costOf(n)});
        const auto& usage = n.totalUsage;
        facts.append({Timeline::tr("Tokens"), Timeline::tr("%1 in, %2 out").arg(format::tokens(usage.input()), format::tokens(usage.output))});
    }
    if (!call && n.calls > 0) facts.append({Timeline::tr("Calls"), n.errors > 0 ? Timeline::tr("%1, %2 failed below").arg(format::count(n.calls), format::count(n.errors))
                                                                                : Timeline::tr("%1, all ok").arg(format::count(n.calls))});
    return facts;
}

QString nodeToolTip(const RunDocument& document, NodeIndex node) {
    const auto& tree = document.tree();
    if (node >= tree.nodes().size()) return {};
    QStringList lines{QStringLiteral("<b>%1</b>").arg(nodePath(tree, node).toHtmlEscaped())};
    const QString hint = fromUtf8(tree.hint(node).empty() ? tree.label(node) : tree.hint(node)).left(120);
    if (!hint.isEmpty()) lines << hint.toHtmlEscaped();
    for (const auto& [name, value] : nodeFacts(document, node)) lines << QStringLiteral("%1: %2").arg(name, value).toHtmlEscaped();
    return lines.join(QStringLiteral("<br>"));
}

QString nodeSentence(const RunDocument& document, NodeIndex node) {
    const auto& tree = document.tree();
    if (node >= tree.nodes().size()) return {};
    const auto& n = tree.node(node);
    const QString to = isOpen(n) ? statusWord(n.status) : Timeline::tr("to %1").arg(format::duration(n.end));
    QStringList parts{nodeName(tree, node), Timeline::tr("from %1").arg(moment(n.start)), to};
    if (!isOpen(n)) parts << statusWord(n.status);
    return parts.join(format::comma());
}

QString pathKind(insight::PathKind kind) {
    switch (kind) {
    case insight::PathKind::RootModel: return Timeline::tr("Root model");
    case insight::PathKind::RootCalls: return Timeline::tr("Sub-calls of root");
    case insight::PathKind::ChildModel: return Timeline::tr("Child models");
    case insight::PathKind::ChildCalls: return Timeline::tr("Child sub-calls");
    case insight::PathKind::Python: return Timeline::tr("Cells");
    case insight::PathKind::Wait: return Timeline::tr("Waits");
    case insight::PathKind::Gap: return Timeline::tr("Gaps");
    }
    return {};
}

QString pathKindWhat(insight::PathKind kind) {
    switch (kind) {
    case insight::PathKind::RootModel: return Timeline::tr("Model calls of the root frame that everything else waited for.");
    case insight::PathKind::RootCalls: return Timeline::tr("Sub-calls from cells of the root frame that held up their cell.");
    case insight::PathKind::ChildModel: return Timeline::tr("Model calls of child frames that their parents waited for.");
    case insight::PathKind::ChildCalls: return Timeline::tr("Sub-calls from cells of child frames that held up their cell.");
    case insight::PathKind::Python: return Timeline::tr("Python of cells, while nothing they had started was waited for.");
    case insight::PathKind::Wait: return Timeline::tr("Calls and frames that had been asked for and could not begin: other frames had the places, a rate limit, a retry, approval.");
    case insight::PathKind::Gap: return Timeline::tr("Between the parts of a turn, a frame or the run.");
    }
    return {};
}

QString estimate(const insight::Estimate& e) {
    switch (e.kind) {
    case insight::Estimate::Kind::MoreCalls: return Timeline::tr("%1 calls in flight, not %2").arg(format::count(e.to), format::count(e.from));
    case insight::Estimate::Kind::MoreFrames: return Timeline::tr("%1 child frames at once, not %2").arg(format::count(e.to), format::count(e.from));
    case insight::Estimate::Kind::NoWaits: return Timeline::tr("No queueing, at best");
    case insight::Estimate::Kind::Together: return Timeline::tr("%n call(s) in one batch, not in a loop", nullptr, static_cast<int>(e.count));
    }
    return {};
}

QString estimateWhy(const RunDocument& document, const insight::Estimate& e) {
    const QString where = nodePath(document.tree(), e.node);
    const QString common = Timeline::tr("Estimated: every call and frame keeps the time it took, only when it begins changes.");
    switch (e.kind) {
    case insight::Estimate::Kind::MoreCalls:
        return Timeline::tr("%n fan-out(s) on the critical path had to queue, most of all in %1.", nullptr, static_cast<int>(e.count)).arg(where) + QLatin1Char('\n') + common;
    case insight::Estimate::Kind::MoreFrames:
        return Timeline::tr("Child frames waited for a place, most of all in %1.").arg(where) + QLatin1Char('\n') + common;
    case insight::Estimate::Kind::NoWaits:
        return Timeline::tr("%n wait(s) on the critical path, the longest before %1. At most: something else is waited for then.", nullptr, static_cast<int>(e.count)).arg(where);
    case insight::Estimate::Kind::Together:
        return Timeline::tr("%1 made them one after another. If none needs the reply of the one before, one batch would run %2 at once.").arg(where, format::count(e.to)) + QLatin1Char('\n') + common;
    }
    return {};
}

QVector<Fact> rangeFacts(const insight::RangeSums& s, bool costUnknown) {
    QVector<Fact> facts;
    facts.append({Timeline::tr("From"), moment(s.from)});
    facts.append({Timeline::tr("To"), format::duration(s.to)});
    facts.append({Timeline::tr("Time"), format::duration(s.to - s.from)});
    facts.append({Timeline::tr("Calls ended"), s.failed > 0 ? Timeline::tr("%1, %2 failed").arg(format::count(s.calls), format::count(s.failed)) : format::count(s.calls)});
    facts.append({Timeline::tr("Cost"), costUnknown && s.calls > 0 ? (s.cost == 0 ? Timeline::tr("unknown") : QStringLiteral("≥ ") + format::money(PicoUsd{s.cost})) : format::money(PicoUsd{s.cost})});
    facts.append({Timeline::tr("Tokens"), Timeline::tr("%1 in, %2 out").arg(format::tokens(s.tokensIn), format::tokens(s.tokensOut))});
    facts.append({Timeline::tr("In flight at most"), format::count(s.inFlightMost)});
    if (s.queuedMost > 0) facts.append({Timeline::tr("Queued at most"), format::count(s.queuedMost)});
    return facts;
}

} // namespace rlmscope::words
