#include "trace/run_tree.h"

#include "base/text.h"
#include "trace/event_fields.h"

#include <algorithm>
#include <queue>

namespace rlmscope {
namespace {

constexpr std::size_t SettleAt = 4096; // pending changes
constexpr std::size_t LabelWords = 48; // code points; a UTF-8 text of them fits a length byte

/// Times and numbers of a stranger's trace must not overflow.
Nanos addTimes(Nanos a, Nanos b) {
    Nanos sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}
void addTo(Tokens& sum, Tokens n) {
    if (__builtin_add_overflow(sum, n, &sum)) sum = n > 0 ? INT64_MAX : INT64_MIN;
}
void addTo(Usage& sum, const Usage& u) {
    addTo(sum.freshInput, u.freshInput);
    addTo(sum.cacheRead, u.cacheRead);
    addTo(sum.cacheWrite, u.cacheWrite);
    addTo(sum.output, u.output);
    addTo(sum.reasoning, u.reasoning);
}
/// Vectors that double would waste half of a big index.
template<typename T>
void makeRoom(T& container, std::size_t more) {
    const auto need = container.size() + more, have = container.capacity();
    if (need > have) container.reserve(std::max<std::size_t>(need, have + have / (have < 2'000 ? 4 : 10) + 16));
}
std::uint16_t clamp16(std::int64_t n) {
    return static_cast<std::uint16_t>(std::clamp<std::int64_t>(n, 0, UINT16_MAX));
}

NodeStatus statusFromWord(std::string_view word) {
    if (word == "ok" || word == "answered" || word == "forced") return NodeStatus::Ok;
    if (word == "cancelled" || word == "interrupted") return NodeStatus::Cancelled;
    return NodeStatus::Error; // failed, refused, limit, raised, killed, died, and words of newer versions
}

} // namespace

// What each kind of event does to the tree.
struct RunTree::Folder {
    RunTree& tree;
    const Event& event;
    Nanos time;

    TreeNode& node(NodeIndex i) { return tree.m_nodes[i]; }

    void changed(NodeIndex i, const Delta& delta = {}) { tree.m_pending.emplace_back(i, delta); }
    /// The node the event is about, or NoNode and an oddity.
    NodeIndex subject(NodeKind kind) {
        const auto i = tree.find(event.node);
        const bool fits = i != NoNode && (node(i).kind == kind || (kind == NodeKind::ModelCall && node(i).kind == NodeKind::SubCall));
        if (!fits) ++tree.m_oddities;
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
        if (wantsParent && n.parent == NoNode) ++tree.m_oddities;
        tree.m_nodes.push_back(n);
        if (n.parent == NoNode) {
            tree.m_roots.push_back(index);
        } else {
            auto& parent = node(n.parent);
            if (parent.lastChild == NoNode) parent.firstChild = index;
            else node(parent.lastChild).nextSibling = index;
            parent.lastChild = index;
            ++parent.children;
            node(index).depth = parent.depth;
        }
        tree.m_open.push_back(index);
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
            ++tree.m_oddities;
            return false;
        }
        n.endSeq = event.seq;
        n.end = time;
        n.status = status;
        if (status == NodeStatus::Error) {
            ++delta.errors;
            ++tree.m_totals.errors;
        }
        changed(i, delta);
        return true;
    }
    SpendRow& row(NodeIndex call) { return tree.m_spend[node(call).spendRow]; }
    void spend(NodeIndex i, Delta& delta, const Usage& usage, PicoUsd cost) {
        addTo(row(i).usage, usage);
        addTo(row(i).cost.value, cost.value);
        addTo(node(i).usage, usage);
        addTo(node(i).cost.value, cost.value);
        delta.usage = usage;
        delta.cost = cost;
        addTo(tree.m_totals.usage, usage);
        addTo(tree.m_totals.cost.value, cost.value);
    }
    /// A reply from a record or the cache is nothing that this run pays for.
    void save(NodeIndex i, const ModelCallEnded& e) {
        node(i).source = e.source;
        const bool cached = e.source == ReplySource::Cache;
        ++(cached ? row(i).cached : row(i).recorded);
        ++(cached ? tree.m_totals.cached : tree.m_totals.recorded);
        addTo(row(i).savedUsage, e.usage);
        addTo(row(i).saved.value, e.recordedCost.value);
        addTo(tree.m_totals.saved.value, e.recordedCost.value);
    }
    void estimatedCost(NodeIndex i, PicoUsd cost) {
        node(i).usageEstimated = true;
        ++row(i).estimated;
        addTo(row(i).estimatedCost.value, cost.value);
    }
    void unknownCost(NodeIndex i, Delta& delta) {
        ++row(i).unknown;
        delta.costUnknown = true;
        tree.m_totals.costUnknown = true;
    }
    /// The attempt on the wire, if any, is over.
    void landed(OpenCall& call) {
        if (!call.onTheWire) return;
        call.onTheWire = false;
        --tree.m_totals.inFlight;
        ++tree.m_totals.queued;
        tree.m_totals.reserved.value = std::max<std::int64_t>(0, tree.m_totals.reserved.value - call.reserved.value);
    }
    void closeCall(NodeIndex i) {
        const auto open = tree.m_openCalls.find(i);
        if (open == tree.m_openCalls.end()) return;
        landed(open->second);
        --tree.m_totals.queued;
        tree.m_openCalls.erase(open);
    }
    void interruptCall(NodeIndex i) {
        const auto open = tree.m_openCalls.find(i);
        if (open != tree.m_openCalls.end() && open->second.onTheWire) ++row(i).interrupted;
        closeCall(i);
    }
    /// What is open now has lost the process that could end it.
    void interruptOpen() {
        for (const auto i : tree.m_open) {
            if (node(i).endSeq != 0 || node(i).status == NodeStatus::Interrupted) continue;
            node(i).status = NodeStatus::Interrupted;
            node(i).end = std::max(node(i).start, tree.m_now);
            interruptCall(i);
            changed(i);
        }
        tree.m_open.clear();
    }

    void operator()(const RunStarted& e) {
        if (tree.m_started) return void(++tree.m_oddities);
        tree.m_started = std::make_unique<RunStarted>(e);
        if (e.context.documents.empty()) tree.m_contextStored = true;
    }
    void operator()(const SegmentStarted& e) {
        if (tree.m_wallStart == 0) tree.m_wallStart = e.wall;
        interruptOpen();
        tree.m_interrupted = false;
        tree.m_ended.reset(); // a run that continues has not ended
        tree.m_gate = "running";
    }
    void operator()(const ContextStored&) { tree.m_contextStored = true; }
    void operator()(const RunEnded& e) {
        tree.m_ended = std::make_unique<RunEnded>(e);
        interruptOpen();
    }

    void operator()(const FrameStarted& e) {
        const auto i = start(NodeKind::Frame);
        auto& n = node(i);
        n.depth = clamp16(e.depth);
        n.label = tree.store(e.question.firstWords(LabelWords));
        n.model = tree.intern(e.model);
        batch(n, e);
        ++tree.m_totals.frames;
        if (n.parent != NoNode) ++tree.m_totals.subCalls;
        started(i);
    }
    void operator()(const FrameEnded& e) {
        const auto i = subject(NodeKind::Frame);
        if (i != NoNode && end(i, statusFromWord(e.status))) node(i).hint = hint(e.answerText, e.error);
        if (i != NoNode && e.status == "forced") node(i).forced = true;
    }
    void operator()(const TurnStarted& e) {
        const auto i = start(NodeKind::Turn);
        node(i).number = e.number;
        ++tree.m_totals.turns;
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
        ++row(i).calls;
        n.forced = e.role == CallRole::Final;
        if (e.role == CallRole::Sub && !e.added.empty()) {
            for (const auto& part : e.added.back().parts)
                if (part.kind == PartKind::Text && n.label == 0) n.label = tree.store(part.text.firstWords(LabelWords));
            ++tree.m_totals.subCalls;
        } else if (e.role == CallRole::Sub) {
            ++tree.m_totals.subCalls;
        }
        batch(n, e);
        ++tree.m_totals.modelCalls;
        ++tree.m_totals.queued;
        tree.m_openCalls.emplace(i, OpenCall{});
        started(i, 1);
    }
    void operator()(const AttemptStarted& e) {
        const auto i = subject(NodeKind::ModelCall);
        const auto open = i == NoNode ? tree.m_openCalls.end() : tree.m_openCalls.find(i);
        if (open == tree.m_openCalls.end()) return void(i == NoNode || ++tree.m_oddities);
        landed(open->second);
        open->second = {e.reserved, true, e.priceKnown};
        --tree.m_totals.queued;
        ++tree.m_totals.inFlight;
        addTo(tree.m_totals.reserved.value, e.reserved.value);
        auto& n = node(i);
        if (n.attempts == 0) n.sent = time;
        n.attempts = clamp16(n.attempts + 1);
        ++row(i).attempts;
        n.status = NodeStatus::Running;
        changed(i);
    }
    void operator()(const AttemptFailed& e) {
        const auto i = subject(NodeKind::ModelCall);
        if (i == NoNode) return;
        Delta delta;
        const auto open = tree.m_openCalls.find(i);
        if (open != tree.m_openCalls.end()) {
            landed(open->second);
            const bool billed = e.usageKnown ? e.usage != Usage{} : !e.partial.empty();
            if (billed && !open->second.priceKnown && e.cost.value == 0) unknownCost(i, delta);
        }
        if (!e.usageKnown && e.cost.value != 0) estimatedCost(i, e.cost);
        ++row(i).failedAttempts;
        ++tree.m_totals.failedAttempts;
        addTo(row(i).failedCost.value, e.cost.value);
        addTo(tree.m_totals.failedCost.value, e.cost.value);
        spend(i, delta, e.usage, e.cost);
        changed(i, delta);
    }
    void operator()(const ModelCallEnded& e) {
        const auto i = subject(NodeKind::ModelCall);
        if (i == NoNode) return;
        Delta delta;
        if (node(i).endSeq != 0) return void(++tree.m_oddities);
        ++row(i).ended;
        const bool asked = e.source == ReplySource::Model, ok = e.status == "ok";
        if (asked) spend(i, delta, e.usage, e.cost);
        else save(i, e);
        if (ok && asked && e.costSource == CostSource::Unknown) unknownCost(i, delta);
        if (e.costSource == CostSource::Simulated) {
            ++row(i).simulated;
            delta.simulated = true;
            tree.m_totals.simulated = true;
        }
        auto& n = node(i);
        // Nothing counted at all is unknown, not estimated: a log of another tool that does not say.
        if (ok && asked && !e.usageKnown && (e.usage != Usage{} || e.cost.value != 0)) estimatedCost(i, e.cost);
        if (e.firstToken > 0) n.firstToken = addTimes(tree.m_segmentBase, e.firstToken);
        std::string words;
        for (const auto& part : e.reply)
            if (part.kind == PartKind::Text && words.empty()) words = part.text.firstWords(LabelWords);
        n.hint = tree.store(words.empty() && e.error ? oneLine(e.error->message, LabelWords) : words);
        closeCall(i);
        end(i, statusFromWord(e.status), delta);
    }

    void operator()(const CellStarted& e) {
        const auto i = start(NodeKind::Cell);
        auto& n = node(i);
        n.number = e.number;
        n.replayed = e.replayed;
        n.lines = e.code.bytes ? jsonio::countLines(e.code.view()) : e.lines;
        n.label = tree.store(e.code.firstWords(LabelWords));
        ++tree.m_totals.cells;
        started(i);
    }
    void operator()(const CellEnded& e) {
        const auto i = subject(NodeKind::Cell);
        if (i == NoNode || !end(i, statusFromWord(e.status))) return;
        const bool named = e.status != "ok" && !(e.cause.empty() && e.exception.empty());
        node(i).hint = named ? tree.store(oneLine(e.cause.empty() ? e.exception : e.cause, LabelWords))
                             : tree.store(e.visible.firstWords(LabelWords));
    }

    void operator()(const GateChanged& e) { tree.m_gate = e.state; }
    void operator()(const LedgerEvent&) { remark(); }
    void operator()(const Note&) { remark(); }
    void operator()(const ErrorEvent&) { remark(); }
    void operator()(const Custom& e) {
        const auto i = e.kind == "tool_call" ? tree.find(event.node) : NoNode;
        if (i == NoNode || node(i).kind != NodeKind::Cell) return;
        auto& use = tree.m_toolUse[i];
        ++use.calls;
        ++tree.m_totals.toolCalls;
        if (const auto json = jsonio::parseJson(e.data); json && json->is_object() && json->contains("error")) ++use.failed;
        changed(i);
    }
    template<typename T>
    void operator()(const T&) {} // texts and user additions: fetched from the trace when looked at

    void remark() { tree.m_remarks.emplace_back(event.seq, event.node); }
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
    if (event.seq <= m_lastSeq) return void(++m_oddities);
    m_lastSeq = event.seq;
    if (std::holds_alternative<SegmentStarted>(event.body)) m_segmentBase = m_now;
    const auto time = addTimes(m_segmentBase, std::max<Nanos>(event.time, 0));
    m_now = std::max(m_now, time);
    std::visit(Folder{*this, event, time}, event.body);
    if (m_pending.size() >= SettleAt) settle();
    // Ended nodes leave the list of open ones when they are most of it.
    if (m_open.size() >= m_openLimit) {
        std::erase_if(m_open, [this](NodeIndex i) { return m_nodes[i].endSeq != 0; });
        m_openLimit = 64 + 2 * m_open.size();
    }
}

void RunTree::markInterrupted() {
    if (m_ended) return;
    m_interrupted = true;
    const Event none;
    Folder{*this, none, m_now}.interruptOpen();
}

NodeIndex RunTree::find(NodeId id) const {
    if (!id) return NoNode;
    // Most questions are about the newest nodes: widen from the end, then halve.
    std::size_t high = m_nodes.size(), step = 1;
    while (step < high && m_nodes[high - step].id.seq > id.seq) {
        high -= step;
        step *= 2;
    }
    const std::size_t low = step < high ? high - step : 0;
    const auto first = m_nodes.begin() + static_cast<std::ptrdiff_t>(low);
    const auto last = m_nodes.begin() + static_cast<std::ptrdiff_t>(high);
    const auto found = std::lower_bound(first, last, id.seq, [](const TreeNode& n, Seq seq) { return n.id.seq < seq; });
    return found != m_nodes.end() && found->id == id ? static_cast<NodeIndex>(found - m_nodes.begin()) : NoNode;
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
    const auto length = static_cast<unsigned char>(m_strings[offset]);
    return std::string_view(m_strings).substr(offset + 1, length);
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
    const auto [it, fresh] = m_spendRows.try_emplace(key, static_cast<std::uint32_t>(m_spend.size()));
    if (fresh) {
        m_spend.emplace_back();
        m_spend.back().model = call.model;
        m_spend.back().depth = depth;
        m_spend.back().role = call.role;
    }
    return it->second;
}

std::size_t RunTree::memory() const {
    settled();
    return sizeof *this + m_nodes.capacity() * sizeof(TreeNode) + m_strings.capacity() + m_isChanged.capacity() / 8 +
           (m_roots.capacity() + m_open.capacity() + m_changed.capacity()) * sizeof(NodeIndex) +
           m_remarks.capacity() * sizeof m_remarks[0] + m_interned.size() * 100 + m_openCalls.size() * 64 + m_spend.capacity() * sizeof(SpendRow) + m_spendRows.size() * 32;
}

} // namespace rlmscope
