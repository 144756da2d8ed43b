#include "trace/run_tree.h"

#include "base/text.h"
#include "trace/event_fields.h"

#include <algorithm>
#include <queue>

namespace rlmscope {
namespace {

using sums::addTo;
using sums::makeRoom;
constexpr std::size_t SettleAt = 4096; // pending changes
constexpr std::size_t LabelWords = 48; // code points; a UTF-8 text of them fits a length byte

/// Times and numbers of a stranger's trace must not overflow.
Nanos addTimes(Nanos a, Nanos b) {
    Nanos sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}
std::uint16_t clamp16(std::int64_t n) {
    return static_cast<std::uint16_t>(std::clamp<std::int64_t>(n, 0, UINT16_MAX));
}

NodeStatus statusFromWord(std::string_view word) {
    if (word == "ok" || word == "answered" || word == "forced") return NodeStatus::Ok;
    if (word == "cancelled" || word == "interrupted") return NodeStatus::Cancelled;
    return NodeStatus::Error; // failed, refused, limit, raised, killed, died, and words of newer versions
}

/// Of a reply. One that begins with code says what the code says; its fence takes no room.
std::string wordsOf(const Text& reply) {
    auto words = reply.firstWords(LabelWords);
    return words.starts_with("```") ? oneLine(withoutFence(reply.firstWords()), LabelWords) : words;
}

} // namespace

// What each kind of event does to the tree. What it does to the sums of the run is a fact that the log takes.
struct RunTree::Folder {
    RunTree& tree;
    const Event& event;
    Nanos time;
    RunFact fact{};

    TreeNode& node(NodeIndex i) { return tree.m_nodes[i]; }
    void take() { tree.m_log.take(fact, tree.m_nodes, tree.m_state); }

    void changed(NodeIndex i, const Delta& delta = {}) {
        tree.m_pending.emplace_back(i, delta);
        tree.touch(i, fact.seq);
    }
    /// The node the event is about, or NoNode and an oddity.
    NodeIndex subject(NodeKind kind) {
        const auto i = tree.find(event.node);
        const bool fits = i != NoNode && (node(i).kind == kind || (kind == NodeKind::ModelCall && node(i).kind == NodeKind::SubCall));
        if (!fits) fact.odd = true;
        return fits ? i : NoNode;
    }

    NodeIndex start(NodeKind kind) {
        const auto index = static_cast<NodeIndex>(tree.m_nodes.size());
        makeRoom(tree.m_nodes, 1);
        TreeNode n;
        n.id = {event.seq};
        n.kind = kind;
        n.start = n.end = time;
        n.parent = tree.find(event.parent);
        const bool wantsParent = kind != NodeKind::Frame || event.parent.seq != 0;
        if (wantsParent && n.parent == NoNode) fact.odd = true;
        tree.m_nodes.push_back(n);
        if (n.parent == NoNode) {
            tree.m_roots.push_back(index);
        } else {
            auto& parent = node(n.parent);
            if (parent.children == 0 && isCall(parent.kind)) tree.keepOwn(n.parent);
            if (parent.lastChild == NoNode) parent.firstChild = index;
            else node(parent.lastChild).nextSibling = index, tree.touch(parent.lastChild, event.seq);
            parent.lastChild = index;
            ++parent.children;
            node(index).depth = parent.depth;
            tree.touch(n.parent, event.seq);
        }
        tree.m_open.push_back(index);
        fact.kind = RunFact::Kind::Start;
        fact.node = index;
        return index;
    }
    void started(NodeIndex i, std::uint32_t calls = 0) {
        Delta delta;
        delta.self = 1;
        delta.calls = calls;
        changed(i, delta);
    }
    /// The first end counts; a later one is odd, except after an interruption that was only assumed.
    bool end(NodeIndex i, NodeStatus status, Delta delta = {}) {
        auto& n = node(i);
        if (n.endSeq != 0) {
            fact.odd = true;
            return false;
        }
        n.endSeq = event.seq;
        n.end = time;
        n.status = status;
        if (status == NodeStatus::Error) ++delta.errors;
        fact.kind = RunFact::Kind::Ended;
        fact.node = i;
        fact.error = status == NodeStatus::Error;
        changed(i, delta);
        return true;
    }
    void spend(NodeIndex i, Delta& delta, const Usage& usage, PicoUsd cost) {
        if (node(i).children > 0) {
            auto& own = tree.m_own[i];
            addTo(own.usage, usage);
            addTo(own.cost.value, cost.value);
        }
        delta.usage = usage;
        delta.cost = cost;
    }
    void unknownCost(NodeIndex i, Delta& delta) {
        fact.unknownCost = true;
        node(i).ownCostUnknown = true;
        delta.costUnknown = true;
    }
    /// The attempt on the wire, if any, is over.
    void land(OpenCall& call) {
        fact.wasOnWire = std::exchange(call.onTheWire, false);
        fact.landed = call.reserved;
    }
    void closeCall(NodeIndex i) {
        const auto open = tree.m_openCalls.find(i);
        if (open == tree.m_openCalls.end()) return;
        fact.wasOpen = true;
        land(open->second);
        tree.m_openCalls.erase(open);
    }
    /// What is open now has lost the process that could end it.
    void interruptOpen(Seq seq, Nanos now) {
        const auto before = std::exchange(fact, RunFact{});
        tree.m_log.add(RunLog::Interruption{seq, now});
        for (const auto i : tree.m_open) {
            if (node(i).endSeq != 0 || node(i).status == NodeStatus::Interrupted) continue;
            node(i).status = NodeStatus::Interrupted;
            node(i).end = std::max(node(i).start, now);
            fact = RunFact{};
            fact.kind = RunFact::Kind::Interrupted;
            fact.seq = seq;
            fact.node = i;
            closeCall(i);
            changed(i);
            take();
        }
        tree.m_open.clear();
        fact = before;
    }
    template<typename T>
    void rare(T body) {
        fact.rare = tree.m_log.add(RunLog::Rare{event.seq, event.node, std::move(body)});
    }

    void operator()(const RunStarted& e) {
        if (tree.m_started) return void(fact.odd = true);
        tree.m_started = std::make_shared<RunStarted>(e);
        rare(RunLog::RunIsStarted{e.context.documents.empty(), e.models});
    }
    void operator()(const SegmentStarted& e) {
        interruptOpen(event.seq, std::max(tree.m_state.now, time));
        tree.m_interrupted = false;
        rare(e);
    }
    void operator()(const ContextStored&) { rare(RunLog::ContextIsStored{}); }
    void operator()(const RunEnded& e) {
        interruptOpen(event.seq, std::max(tree.m_state.now, time));
        rare(std::shared_ptr<const RunEnded>(std::make_shared<RunEnded>(e)));
    }

    void operator()(const FrameStarted& e) {
        const auto i = start(NodeKind::Frame);
        auto& n = node(i);
        n.depth = clamp16(e.depth);
        n.label = tree.store(e.question.firstWords(LabelWords));
        n.model = tree.intern(e.model);
        batch(n, e);
        started(i);
    }
    void operator()(const FrameEnded& e) {
        const auto i = subject(NodeKind::Frame);
        if (i == NoNode || !end(i, statusFromWord(e.status))) return;
        node(i).hint = hint(e.answerText, e.error);
        node(i).forced = e.status == "forced";
    }
    void operator()(const TurnStarted& e) {
        const auto i = start(NodeKind::Turn);
        node(i).number = e.number;
        started(i);
    }
    void operator()(const TurnEnded&) {
        if (const auto i = subject(NodeKind::Turn); i != NoNode) end(i, NodeStatus::Ok);
    }

    void operator()(const ModelCallStarted& e) {
        const auto i = start(e.role == CallRole::Sub ? NodeKind::SubCall : NodeKind::ModelCall);
        auto& n = node(i);
        n.status = NodeStatus::Queued;
        if (n.parent == NoNode) n.depth = clamp16(e.depth);
        n.model = tree.intern(e.model);
        n.spendRow = tree.spendRow(e, n.model);
        n.forced = e.role == CallRole::Final;
        if (e.role == CallRole::Sub && !e.added.empty())
            for (const auto& part : e.added.back().parts)
                if (part.kind == PartKind::Text && n.label == 0) n.label = tree.store(part.text.firstWords(LabelWords));
        batch(n, e);
        tree.m_openCalls.emplace(i, OpenCall{});
        started(i, 1);
    }
    void operator()(const AttemptStarted& e) {
        const auto i = subject(NodeKind::ModelCall);
        const auto open = i == NoNode ? tree.m_openCalls.end() : tree.m_openCalls.find(i);
        if (open == tree.m_openCalls.end()) return void(fact.odd = true);
        land(open->second);
        open->second = {e.reserved, true, e.priceKnown};
        auto& n = node(i);
        fact.kind = n.attempts == 0 ? RunFact::Kind::Sent : RunFact::Kind::Again;
        fact.node = i;
        fact.reserved = e.reserved;
        fact.priceKnown = e.priceKnown;
        if (n.attempts == 0) {
            n.sent = time;
            n.sentAfter = static_cast<std::uint32_t>(std::min<Seq>(event.seq - n.id.seq, UINT32_MAX));
        } else {
            RunLog::Attempt again;
            again.number = e.number;
            attempt(i, std::move(again));
        }
        n.attempts = clamp16(n.attempts + 1);
        n.status = NodeStatus::Running;
        changed(i);
    }
    void attempt(NodeIndex i, RunLog::Attempt attempt) {
        attempt.seq = event.seq;
        attempt.time = time;
        attempt.call = i;
        fact.rare = tree.m_log.add(std::move(attempt));
        tree.m_attempts[i].push_back(fact.rare);
    }
    void operator()(const AttemptFailed& e) {
        const auto i = subject(NodeKind::ModelCall);
        if (i == NoNode) return;
        Delta delta;
        const bool wasUnknown = node(i).ownCostUnknown, wasEstimated = node(i).usageEstimated;
        const auto open = tree.m_openCalls.find(i);
        if (open != tree.m_openCalls.end()) {
            land(open->second);
            const bool billed = e.usageKnown ? e.usage != Usage{} : !e.partial.empty();
            if (billed && !open->second.priceKnown && e.cost.value == 0) unknownCost(i, delta);
        }
        if (!e.usageKnown && e.cost.value != 0) node(i).usageEstimated = true;
        spend(i, delta, e.usage, e.cost);
        RunLog::Attempt failed;
        failed.failed = true;
        failed.number = e.number;
        failed.usage = fact.usage = e.usage;
        failed.cost = fact.cost = e.cost;
        failed.usageKnown = fact.usageKnown = e.usageKnown;
        failed.partial = fact.partial = !e.partial.empty();
        failed.unknownCost = fact.unknownCost;
        failed.firstUnknown = !wasUnknown && node(i).ownCostUnknown;
        failed.firstEstimated = !wasEstimated && node(i).usageEstimated;
        failed.wait = e.wait;
        failed.http = e.http;
        failed.message = e.error.message;
        attempt(i, std::move(failed));
        fact.kind = RunFact::Kind::Failed;
        fact.node = i;
        changed(i, delta);
    }
    void operator()(const ModelCallEnded& e) {
        const auto i = subject(NodeKind::ModelCall);
        if (i == NoNode) return;
        Delta delta;
        if (node(i).endSeq != 0) return void(fact.odd = true);
        auto& n = node(i);
        const bool asked = e.source == ReplySource::Model, ok = e.status == "ok";
        if (asked) spend(i, delta, e.usage, e.cost);
        else n.source = e.source;
        if (ok && asked && e.costSource == CostSource::Unknown) unknownCost(i, delta);
        n.ownSimulated = delta.simulated = e.costSource == CostSource::Simulated;
        if (ok && asked && !e.usageKnown && (e.usage != Usage{} || e.cost.value != 0)) n.usageEstimated = true;
        if (e.firstToken > 0) n.firstToken = addTimes(tree.m_state.segmentBase, e.firstToken);
        std::string words;
        for (const auto& part : e.reply)
            if (part.kind == PartKind::Text && words.empty()) words = wordsOf(part.text);
        n.hint = tree.store(words.empty() && e.error ? oneLine(e.error->message, LabelWords) : words);
        closeCall(i);
        end(i, statusFromWord(e.status), delta);
        fact.kind = RunFact::Kind::CallEnded;
        fact.ok = ok;
        fact.usage = e.usage;
        fact.usageKnown = e.usageKnown;
        fact.cost = e.cost;
        fact.saved = e.recordedCost;
        fact.costSource = e.costSource;
        fact.source = e.source;
    }

    void operator()(const CellStarted& e) {
        const auto i = start(NodeKind::Cell);
        auto& n = node(i);
        n.number = e.number;
        n.replayed = e.replayed;
        n.lines = e.code.bytes ? jsonio::countLines(e.code.view()) : e.lines;
        n.label = tree.store(e.code.firstWords(LabelWords));
        started(i);
    }
    void operator()(const CellEnded& e) {
        const auto i = subject(NodeKind::Cell);
        if (i == NoNode || !end(i, statusFromWord(e.status))) return;
        const bool named = e.status != "ok" && !(e.cause.empty() && e.exception.empty());
        node(i).hint = named ? tree.store(oneLine(e.cause.empty() ? e.exception : e.cause, LabelWords))
                             : tree.store(e.visible.firstWords(LabelWords));
    }

    void operator()(const GateChanged& e) { rare(e); }
    void operator()(const LedgerEvent& e) {
        rare(e);
        remark();
    }
    void operator()(const Note&) { remark(); }
    void operator()(const ErrorEvent&) { remark(); }
    void operator()(const Custom& e) {
        const auto i = e.kind == "tool_call" ? tree.find(event.node) : NoNode;
        if (i == NoNode || node(i).kind != NodeKind::Cell) return;
        auto& use = tree.m_toolUse[i];
        const auto json = jsonio::parseUntrusted(e.data);
        const bool failed = json && json->is_object() && json->contains("error");
        ++use.calls;
        use.failed += failed ? 1 : 0;
        tree.m_log.add(RunLog::Tool{event.seq, i, failed});
        fact.kind = RunFact::Kind::Tool;
        fact.node = i;
        changed(i);
    }
    template<typename T>
    void operator()(const T&) {} // texts and user additions: fetched from the trace when looked at

    void remark() {
        tree.m_remarks.emplace_back(event.seq, event.node);
        fact.remark = true;
    }
    template<typename T>
    static void batch(TreeNode& n, const T& e) {
        n.batch = static_cast<std::uint32_t>(e.batch);
        if (e.batch != 0) n.number = e.batchIndex;
    }
    std::uint32_t hint(const Text& text, const std::optional<Error>& error) {
        const auto words = text.firstWords(LabelWords);
        return tree.store(words.empty() && error ? oneLine(error->message, LabelWords) : words);
    }
};

RunTree::RunTree(RunId run) : m_run(run) {}

void RunTree::apply(const Event& event) {
    if (event.seq <= m_state.lastSeq) return void(++m_state.oddities);
    const bool segment = std::holds_alternative<SegmentStarted>(event.body);
    const auto time = addTimes(segment ? m_state.now : m_state.segmentBase, std::max<Nanos>(event.time, 0));
    Folder folder{*this, event, time};
    folder.fact.seq = event.seq;
    folder.fact.time = time;
    std::visit(folder, event.body);
    folder.take();
    if (m_pending.size() >= SettleAt) settle();
    // Ended nodes leave the list of open ones when they are most of it.
    if (m_open.size() >= m_openLimit) {
        std::erase_if(m_open, [this](NodeIndex i) { return m_nodes[i].endSeq != 0; });
        m_openLimit = 64 + 2 * m_open.size();
    }
}

void RunTree::markInterrupted() {
    if (m_state.ended || m_interrupted) return;
    m_interrupted = true;
    const Event none;
    // After the newest event, before any that may still come.
    Folder{*this, none, m_state.now}.interruptOpen(m_state.lastSeq + 1, m_state.now);
}

NodeIndex RunTree::find(NodeId id) const {
    if (!id) return NoNode;
    const auto& nodes = m_base ? m_base->m_nodes : m_nodes;
    // Most questions are about the newest nodes: widen from the end, then halve.
    const std::size_t all = size();
    std::size_t high = all, step = 1;
    while (step < high && nodes[high - step].id.seq > id.seq) {
        high -= step;
        step *= 2;
    }
    const std::size_t low = step < high ? high - step : 0;
    const auto first = nodes.begin() + static_cast<std::ptrdiff_t>(low);
    const auto last = nodes.begin() + static_cast<std::ptrdiff_t>(high);
    const auto found = std::lower_bound(first, last, id.seq, [](const TreeNode& n, Seq seq) { return n.id.seq < seq; });
    const auto at = static_cast<std::size_t>(found - nodes.begin());
    return at < all && found->id == id ? static_cast<NodeIndex>(at) : NoNode;
}

NodeIndex RunTree::frameOf(NodeIndex index) const {
    while (index != NoNode && node(index).kind != NodeKind::Frame) index = node(index).parent;
    return index;
}

OwnSpend RunTree::own(NodeIndex index) const {
    const auto& n = node(index);
    if (!isCall(n.kind)) return {};
    if (n.children == 0) return {n.totalUsage, n.totalCost};
    const auto& kept = m_base && !m_heldAt[index] ? m_base->m_own : m_own;
    const auto found = kept.find(index);
    return found == kept.end() ? OwnSpend{} : found->second;
}

/// Before something comes below a call: what it has taken by now, of which a part may be pending.
void RunTree::keepOwn(NodeIndex call) {
    OwnSpend own{m_nodes[call].totalUsage, m_nodes[call].totalCost};
    for (const auto& [index, delta] : m_pending) {
        if (index != call) continue;
        addTo(own.usage, delta.usage);
        addTo(own.cost.value, delta.cost.value);
    }
    m_own[call] = own;
}

// Parents have lower numbers than their children: one pass from the highest pending number down adds everything up,
// each node above once, whatever the depth.
void RunTree::settle() const {
    const auto pending = std::exchange(m_pending, {});
    const auto lower = [](const auto& a, const auto& b) { return a.first < b.first; };
    std::priority_queue<std::pair<NodeIndex, Delta>, std::vector<std::pair<NodeIndex, Delta>>, decltype(lower)> heap(lower, pending);
    m_isChanged.resize(m_nodes.size());
    while (!heap.empty()) {
        auto [index, sum] = heap.top();
        heap.pop();
        for (; !heap.empty() && heap.top().first == index; heap.pop()) {
            const auto& more = heap.top().second;
            addTo(sum.usage, more.usage);
            addTo(sum.cost.value, more.cost.value);
            sum.self += more.self;
            sum.descendants += more.descendants;
            sum.calls += more.calls;
            sum.errors += more.errors;
            sum.costUnknown |= more.costUnknown;
            sum.simulated |= more.simulated;
        }
        auto& n = m_nodes[index];
        addTo(n.totalUsage, sum.usage);
        addTo(n.totalCost.value, sum.cost.value);
        n.descendants += sum.descendants;
        n.calls += sum.calls;
        n.errors += sum.errors;
        n.costUnknown |= sum.costUnknown;
        n.simulated |= sum.simulated;
        if (!m_isChanged[index]) {
            m_isChanged[index] = true;
            m_changed.push_back(index);
        }
        sum.descendants += std::exchange(sum.self, 0);
        if (n.parent != NoNode) heap.emplace(n.parent, sum);
    }
}

std::vector<NodeIndex> RunTree::takeChanged() {
    settled();
    auto changed = std::exchange(m_changed, {});
    for (const auto i : changed) m_isChanged[i] = false;
    std::sort(changed.begin(), changed.end());
    return changed;
}

std::string_view RunTree::string(std::uint32_t offset) const {
    const auto& strings = m_base ? m_base->m_strings : m_strings;
    const auto length = static_cast<unsigned char>(strings[offset]);
    return std::string_view(strings).substr(offset + 1, length);
}

std::uint32_t RunTree::store(std::string_view text) {
    if (text.size() > 255) text = headCodePoints(text, 63);
    if (text.empty() || m_strings.size() + text.size() + 1 > UINT32_MAX) return 0;
    // The prompts of a fan-out begin alike, and so do many replies.
    auto& recent = m_recent[std::hash<std::string_view>{}(text) % m_recent.size()];
    if (recent != 0 && string(recent) == text) return recent;
    const auto offset = static_cast<std::uint32_t>(m_strings.size());
    makeRoom(m_strings, text.size() + 1);
    m_strings += static_cast<char>(text.size());
    m_strings += text;
    return recent = offset;
}

std::uint32_t RunTree::intern(std::string_view text) {
    const auto [it, fresh] = m_interned.try_emplace(std::string(text), 0);
    if (fresh) it->second = store(text);
    return it->second;
}

std::uint32_t RunTree::spendRow(const ModelCallStarted& call, std::uint32_t model) {
    const auto depth = clamp16(call.depth);
    const auto key = static_cast<std::uint64_t>(model) << 32 | static_cast<std::uint64_t>(depth) << 8 | static_cast<std::uint64_t>(call.role);
    const auto [it, fresh] = m_spendRows.try_emplace(key, static_cast<std::uint32_t>(m_state.spend.size()));
    if (fresh) {
        m_state.spend.emplace_back();
        m_state.spend.back().model = call.model;
        m_state.spend.back().depth = depth;
        m_state.spend.back().role = call.role;
    }
    return it->second;
}

void RunTree::shrink() {
    settled();
    m_nodes.shrink_to_fit();
    m_strings.shrink_to_fit();
    m_touched.shrink_to_fit();
    m_log.shrink();
}

std::size_t RunTree::memory() const {
    settled();
    return sizeof *this + m_nodes.capacity() * sizeof(TreeNode) + m_strings.capacity() + m_isChanged.capacity() / 8 +
           (m_roots.capacity() + m_open.capacity() + m_changed.capacity()) * sizeof(NodeIndex) + m_touched.capacity() * sizeof(Seq) +
           m_remarks.capacity() * sizeof m_remarks[0] + m_interned.size() * 100 + m_own.size() * 80 + (m_openCalls.size() + m_attempts.size()) * 64 +
           m_state.spend.capacity() * sizeof(SpendRow) + m_spendRows.size() * 32 + m_log.memory() +
           m_held.capacity() * sizeof(TreeNode) + (m_heldAt.capacity() + m_heldNodes.capacity()) * sizeof(NodeIndex);
}

} // namespace rlmscope
