// A tree at an earlier moment. Most nodes that had ended then are the same now: only those are held that have changed
// since, and what lies above them. Which these may be is told by the blocks of nodes that were touched later.
#include "trace/run_tree.h"

#include <algorithm>

namespace rlmscope {

using sums::addTo;

struct RunTree::Rewinder {
    const RunTree& whole;
    RunTree& tree;
    Seq moment;

    /// Nothing of the node itself, nor of what it hangs on, has changed since. Late attempts are looked for elsewhere.
    bool isSame(const TreeNode& n) const {
        const bool links = (n.lastChild == NoNode || n.lastChild < tree.m_count) && (n.nextSibling == NoNode || n.nextSibling < tree.m_count);
        return links && n.endSeq != 0 && n.endSeq <= moment;
    }

    void mark(NodeIndex node, std::vector<NodeIndex>& above) {
        if (tree.m_heldAt[node]) return;
        tree.m_heldAt[node] = 1;
        tree.m_heldNodes.push_back(node);
        for (auto up = whole.m_nodes[node].parent; up != NoNode && !tree.m_heldAt[up]; up = whole.m_nodes[up].parent) {
            tree.m_heldAt[up] = 1;
            above.push_back(up);
        }
    }

    /// In start order.
    void collect() {
        auto& held = tree.m_heldNodes;
        std::vector<NodeIndex> above;
        const auto& nodes = whole.m_nodes;
        for (std::size_t block = 0; block < whole.m_touched.size() && block * TouchBlock < tree.m_count; ++block) {
            if (whole.m_touched[block] <= moment) continue;
            const auto last = std::min<NodeIndex>(tree.m_count, static_cast<NodeIndex>(block + 1) * TouchBlock);
            for (auto i = static_cast<NodeIndex>(block) * TouchBlock; i < last; ++i)
                if (!isSame(nodes[i])) mark(i, above);
        }
        const auto& attempts = whole.m_log.attempts();
        for (auto it = attempts.rbegin(); it != attempts.rend() && it->seq > moment; ++it)
            if (it->call < tree.m_count) mark(it->call, above);
        held.insert(held.end(), above.begin(), above.end());
        std::sort(held.begin(), held.end());
    }

    void rewindOpen(TreeNode& n, OwnSpend& own) const {
        n.endSeq = 0;
        n.end = n.start;
        n.firstToken = 0;
        n.hint = 0;
        n.source = ReplySource::Model;
        n.ownSimulated = false;
        if (n.kind == NodeKind::Frame) n.forced = false;
        const bool call = isCall(n.kind);
        n.status = call ? NodeStatus::Queued : NodeStatus::Running;
        if (call) {
            own = {};
            n.ownCostUnknown = n.usageEstimated = false;
            const bool sent = n.sentAfter != 0 && n.id.seq + n.sentAfter <= moment;
            if (sent) n.status = NodeStatus::Running;
            else n.sent = 0, n.sentAfter = 0;
            n.attempts = sent ? 1 : 0;
        }
        const auto& cuts = whole.m_log.interruptions();
        const auto cut = std::upper_bound(cuts.begin(), cuts.end(), n.id.seq, [](Seq s, const RunLog::Interruption& i) { return s < i.seq; });
        if (cut == cuts.end() || cut->seq > moment) return;
        n.status = NodeStatus::Interrupted;
        n.end = std::max(n.start, cut->now);
    }

    /// Attempts that few calls have: up to the moment when the call was open then, else without those that came late.
    void rewindAttempts(NodeIndex node, TreeNode& n, OwnSpend& own, bool wasOpen) const {
        const auto found = whole.m_attempts.find(node);
        if (found == whole.m_attempts.end()) return;
        for (const auto index : found->second) {
            const auto& attempt = whole.m_log.attempts()[index];
            if (wasOpen && attempt.seq <= moment) {
                if (!attempt.failed) {
                    if (n.attempts < UINT16_MAX) ++n.attempts;
                    continue;
                }
                addTo(own.usage, attempt.usage);
                addTo(own.cost.value, attempt.cost.value);
                n.ownCostUnknown |= attempt.unknownCost;
                n.usageEstimated |= !attempt.usageKnown && attempt.cost.value != 0;
            } else if (!wasOpen && attempt.seq > moment && attempt.failed) {
                addTo(own.usage.freshInput, -attempt.usage.freshInput);
                addTo(own.usage.cacheRead, -attempt.usage.cacheRead);
                addTo(own.usage.cacheWrite, -attempt.usage.cacheWrite);
                addTo(own.usage.output, -attempt.usage.output);
                addTo(own.usage.reasoning, -attempt.usage.reasoning);
                addTo(own.cost.value, -attempt.cost.value);
                if (attempt.firstUnknown) n.ownCostUnknown = false;
                if (attempt.firstEstimated) n.usageEstimated = false;
            }
        }
    }

    /// Children are later than their parents: those that are held have been summed up already.
    void sum(TreeNode& n, const OwnSpend& own) const {
        n.totalUsage = own.usage;
        n.totalCost = own.cost;
        n.costUnknown = n.ownCostUnknown;
        n.simulated = n.ownSimulated;
        n.calls = isCall(n.kind) ? 1 : 0;
        n.errors = n.endSeq != 0 && n.status == NodeStatus::Error ? 1 : 0;
        n.children = n.descendants = 0;
        n.lastChild = NoNode;
        if (n.firstChild != NoNode && n.firstChild >= tree.m_count) n.firstChild = NoNode;
        if (n.nextSibling != NoNode && n.nextSibling >= tree.m_count) n.nextSibling = NoNode;
        for (auto child = n.firstChild; child != NoNode && child < tree.m_count; child = whole.m_nodes[child].nextSibling) {
            const TreeNode& c = tree.past(child);
            n.lastChild = child;
            ++n.children;
            n.descendants += c.descendants + 1;
            n.calls += c.calls;
            n.errors += c.errors;
            n.costUnknown |= c.costUnknown;
            n.simulated |= c.simulated;
            addTo(n.totalUsage, c.totalUsage);
            addTo(n.totalCost.value, c.totalCost.value);
        }
    }

    void rewind() {
        const auto& held = tree.m_heldNodes;
        tree.m_held.resize(held.size());
        for (std::size_t i = 0; i < held.size(); ++i) tree.m_heldAt[held[i]] = static_cast<std::uint32_t>(i + 1);
        for (std::size_t i = held.size(); i-- > 0;) {
            auto& n = tree.m_held[i];
            n = whole.m_nodes[held[i]];
            const bool open = n.endSeq == 0 || n.endSeq > moment;
            OwnSpend own = whole.own(held[i]);
            if (open) rewindOpen(n, own);
            rewindAttempts(held[i], n, own, open);
            sum(n, own);
            if (n.children > 0 && isCall(n.kind)) tree.m_own[held[i]] = own;
        }
    }
};

void RunTree::moveTo(const RunTree& whole, Seq moment) {
    whole.settled();
    m_base = &whole;
    m_run = whole.m_run;
    m_moment = moment;
    m_started = whole.m_started;
    m_state = whole.m_log.stateAt(moment, whole.m_nodes, whole.m_state.spend);
    m_interrupted = whole.m_interrupted && moment > whole.lastSeq();
    for (const auto node : m_heldNodes) m_heldAt[node] = 0;
    m_heldNodes.clear();
    m_own.clear();
    const auto& nodes = whole.m_nodes;
    const auto after = std::upper_bound(nodes.begin(), nodes.end(), moment, [](Seq s, const TreeNode& n) { return s < n.id.seq; });
    m_count = static_cast<NodeIndex>(after - nodes.begin());
    if (m_heldAt.size() < nodes.size()) m_heldAt.resize(nodes.size(), 0);
    Rewinder rewinder{whole, *this, moment};
    rewinder.collect();
    rewinder.rewind();
    m_roots.assign(whole.m_roots.begin(), std::lower_bound(whole.m_roots.begin(), whole.m_roots.end(), m_count));
    m_remarks.assign(whole.m_remarks.begin(), whole.m_remarks.begin() + static_cast<std::ptrdiff_t>(m_state.remarks));
    m_toolUse.clear(); // what came later, to be taken off
    const auto& tools = whole.m_log.tools();
    for (auto it = tools.rbegin(); it != tools.rend() && it->seq > moment; ++it) {
        auto& later = m_toolUse[it->cell];
        ++later.calls;
        later.failed += it->failed ? 1 : 0;
    }
}

RunTree::ToolUse RunTree::toolUse(NodeIndex cell) const {
    const auto& uses = m_base ? m_base->m_toolUse : m_toolUse;
    const auto found = uses.find(cell);
    if (found == uses.end()) return {};
    const auto later = m_base ? m_toolUse.find(cell) : m_toolUse.end();
    if (later == m_toolUse.end()) return found->second;
    return {found->second.calls - later->second.calls, found->second.failed - later->second.failed};
}

void RunTree::replay(std::size_t checkpoint, Seq moment, const std::function<void(const Event&, Nanos)>& visit) const {
    using FactKind = RunFact::Kind;
    Nanos now = m_log.timeOf(checkpoint), segmentBase = m_log.segmentBaseOf(checkpoint);
    m_log.replay(checkpoint, moment, m_nodes, [&](const RunFact& fact) {
        if (fact.kind == FactKind::Interrupted) return; // told by another fact of the same event
        Event event;
        event.seq = fact.seq;
        if (fact.node != NoNode) event.node = m_nodes[fact.node].id;
        const auto* rare = fact.kind == FactKind::Other && fact.rare != UINT32_MAX ? &m_log.rares()[fact.rare] : nullptr;
        event.body = Custom{}; // time goes on
        if (rare && std::holds_alternative<SegmentStarted>(rare->body)) segmentBase = now;
        now = std::max(now, fact.time);
        event.time = fact.time - segmentBase;
        switch (fact.kind) {
        case FactKind::Start:
            if (m_nodes[fact.node].kind == NodeKind::Frame) event.body = FrameStarted{};
            break;
        case FactKind::Sent:
        case FactKind::Again: {
            AttemptStarted sent;
            sent.number = fact.kind == FactKind::Sent ? 1 : m_log.attempts()[fact.rare].number;
            sent.reserved = fact.reserved;
            sent.priceKnown = fact.priceKnown;
            event.body = sent;
            break;
        }
        case FactKind::Failed: {
            const auto& attempt = m_log.attempts()[fact.rare];
            AttemptFailed failed;
            failed.number = attempt.number;
            failed.error.message = attempt.message;
            failed.http = attempt.http;
            failed.wait = attempt.wait;
            if (attempt.partial) failed.partial = Text::stored({}, 1);
            failed.usage = attempt.usage;
            failed.usageKnown = attempt.usageKnown;
            failed.cost = attempt.cost;
            event.body = std::move(failed);
            break;
        }
        case FactKind::CallEnded: {
            ModelCallEnded ended;
            ended.status = fact.ok ? "ok" : "failed";
            ended.usage = fact.usage;
            ended.usageKnown = fact.usageKnown;
            ended.cost = fact.cost;
            ended.costSource = fact.costSource;
            ended.source = fact.source;
            ended.recordedCost = fact.saved;
            event.body = std::move(ended);
            break;
        }
        case FactKind::Other:
            if (!rare) break;
            event.node = rare->node;
            std::visit([&]<typename T>(const T& body) {
                if constexpr (std::is_same_v<T, RunLog::RunIsStarted>) {
                    RunStarted started;
                    started.models = body.models;
                    event.body = std::move(started);
                } else if constexpr (std::is_same_v<T, SegmentStarted> || std::is_same_v<T, GateChanged> || std::is_same_v<T, LedgerEvent>) {
                    event.body = body;
                }
            }, rare->body);
            break;
        default: break;
        }
        visit(event, now);
    });
}

} // namespace rlmscope
