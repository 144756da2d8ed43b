#include "trace/run_log.h"

#include "trace/run_tree.h"

#include <algorithm>

namespace rlmscope {
namespace {

using sums::addTo;
using sums::makeRoom;
using Kind = RunFact::Kind;

// The first byte of a fact: its kind and these.
constexpr std::uint8_t KindMask = 0x0F, Odd = 0x10, Remark = 0x20, FlagA = 0x40, FlagB = 0x80;
// A second one of those that have to do with calls.
constexpr std::uint8_t WasOnWire = 1, UsageKnown = 2, Ok = 4, UnknownCost = 8, SourceShift = 4, CostShift = 6;

/// The attempt on the wire, if there was one, is over.
void land(const RunFact& fact, RunTotals& totals) {
    if (!fact.wasOnWire) return;
    --totals.inFlight;
    ++totals.queued;
    totals.reserved.value = std::max<std::int64_t>(0, totals.reserved.value - fact.landed.value);
}

void spend(const RunFact& fact, SpendRow& row, RunTotals& totals) {
    addTo(row.usage, fact.usage);
    addTo(row.cost.value, fact.cost.value);
    addTo(totals.usage, fact.usage);
    addTo(totals.cost.value, fact.cost.value);
    if (!fact.unknownCost) return;
    ++row.unknown;
    totals.costUnknown = true;
}

void estimate(SpendRow& row, PicoUsd cost) {
    ++row.estimated;
    addTo(row.estimatedCost.value, cost.value);
}

void failAttempt(const RunFact& fact, SpendRow& row, RunTotals& totals) {
    land(fact, totals);
    if (!fact.usageKnown && fact.cost.value != 0) estimate(row, fact.cost);
    ++row.failedAttempts;
    ++totals.failedAttempts;
    addTo(row.failedCost.value, fact.cost.value);
    addTo(totals.failedCost.value, fact.cost.value);
    spend(fact, row, totals);
}

void endCall(const RunFact& fact, SpendRow& row, RunTotals& totals) {
    ++row.ended;
    const bool asked = fact.source == ReplySource::Model;
    if (asked) {
        spend(fact, row, totals);
        // Nothing counted at all is unknown, not estimated: a log of another tool that does not say.
        if (fact.ok && !fact.usageKnown && (fact.usage != Usage{} || fact.cost.value != 0)) estimate(row, fact.cost);
    } else { // a reply from a record or the cache is nothing that this run pays for
        const bool cached = fact.source == ReplySource::Cache;
        ++(cached ? row.cached : row.recorded);
        ++(cached ? totals.cached : totals.recorded);
        addTo(row.savedUsage, fact.usage);
        addTo(row.saved.value, fact.saved.value);
        addTo(totals.saved.value, fact.saved.value);
    }
    if (fact.costSource == CostSource::Simulated) {
        ++row.simulated;
        totals.simulated = true;
    }
    if (fact.wasOpen) {
        land(fact, totals);
        --totals.queued;
    }
    if (fact.error) ++totals.errors;
}

void start(const TreeNode& n, RunTotals& totals) {
    switch (n.kind) {
    case NodeKind::Frame:
        ++totals.frames;
        if (n.parent != NoNode) ++totals.subCalls;
        break;
    case NodeKind::Turn: ++totals.turns; break;
    case NodeKind::Cell: ++totals.cells; break;
    case NodeKind::SubCall: ++totals.subCalls; [[fallthrough]];
    case NodeKind::ModelCall:
        ++totals.modelCalls;
        ++totals.queued;
        break;
    }
}

void applyRare(const RunLog::Rare& rare, RunMoment& state) {
    if (const auto* segment = std::get_if<SegmentStarted>(&rare.body)) {
        if (state.wallStart == 0) state.wallStart = segment->wall;
        state.ended.reset(); // a run that continues has not ended
        state.gate = "running";
    } else if (const auto* ended = std::get_if<std::shared_ptr<const RunEnded>>(&rare.body)) {
        state.ended = *ended;
    } else if (const auto* gate = std::get_if<GateChanged>(&rare.body)) {
        state.gate = gate->state;
    } else if (const auto* started = std::get_if<RunLog::RunIsStarted>(&rare.body)) {
        state.started = true;
        state.contextStored |= started->contextStored;
    } else if (std::holds_alternative<RunLog::ContextIsStored>(rare.body)) {
        state.contextStored = true;
    }
}

} // namespace

void RunLog::apply(const RunFact& fact, const std::vector<TreeNode>& nodes, const std::vector<SpendRow>* rows, RunMoment& state) const {
    auto& totals = state.totals;
    if (fact.kind != Kind::Interrupted) state.lastSeq = fact.seq; // that one may only be assumed
    state.oddities += fact.odd ? 1 : 0;
    state.remarks += fact.remark ? 1 : 0;
    if (fact.kind == Kind::Other && fact.rare != UINT32_MAX && std::holds_alternative<SegmentStarted>(m_rares[fact.rare].body))
        state.segmentBase = state.now;
    state.now = std::max(state.now, fact.time);
    const auto row = [&]() -> SpendRow& { return state.spend[nodes[fact.node].spendRow]; };
    switch (fact.kind) {
    case Kind::Start:
        start(nodes[fact.node], totals);
        if (!isCall(nodes[fact.node].kind)) break;
        if (const auto needed = nodes[fact.node].spendRow; needed >= state.spend.size() && rows) {
            state.spend.emplace_back();
            state.spend.back().model = (*rows)[needed].model;
            state.spend.back().depth = (*rows)[needed].depth;
            state.spend.back().role = (*rows)[needed].role;
        }
        ++row().calls;
        break;
    case Kind::Sent:
    case Kind::Again:
        land(fact, totals);
        --totals.queued;
        ++totals.inFlight;
        addTo(totals.reserved.value, fact.reserved.value);
        ++row().attempts;
        break;
    case Kind::Failed: failAttempt(fact, row(), totals); break;
    case Kind::CallEnded: endCall(fact, row(), totals); break;
    case Kind::Ended: totals.errors += fact.error ? 1 : 0; break;
    case Kind::Interrupted:
        if (!fact.wasOpen) break;
        if (fact.wasOnWire) ++row().interrupted;
        land(fact, totals);
        --totals.queued;
        break;
    case Kind::Tool: ++totals.toolCalls; break;
    case Kind::Other:
        if (fact.rare != UINT32_MAX) applyRare(m_rares[fact.rare], state);
        break;
    }
}

void RunLog::take(const RunFact& fact, const std::vector<TreeNode>& nodes, RunMoment& state) {
    apply(fact, nodes, nullptr, state);
    write(fact);
    if (fact.error) m_errors.push_back(fact.seq);
    // A state with many rows is copied less often, so that all copies together grow with the events only.
    if (++m_sinceCheckpoint < FactsPerCheckpoint + 64 * state.spend.size() || fact.kind == Kind::Interrupted) return;
    m_sinceCheckpoint = 0;
    m_checkpoints.push_back({m_seq, m_bytes.size(), m_started, static_cast<std::uint32_t>(m_attempts.size()),
                             static_cast<std::uint32_t>(m_rares.size()), m_time, state});
}

void RunLog::put(std::int64_t number) {
    auto rest = static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
    for (; rest >= 0x80; rest >>= 7) m_bytes.push_back(static_cast<std::uint8_t>(rest | 0x80));
    m_bytes.push_back(static_cast<std::uint8_t>(rest));
}

void RunLog::write(const RunFact& fact) {
    makeRoom(m_bytes, 128);
    std::uint8_t flags = static_cast<std::uint8_t>(fact.kind);
    if (fact.odd) flags |= Odd;
    if (fact.remark) flags |= Remark;
    const auto node = [&] { put(static_cast<std::int64_t>(m_started) - fact.node); };
    const auto begin = [&](std::uint8_t more) {
        m_bytes.push_back(flags | more);
        put(static_cast<std::int64_t>(fact.seq - std::exchange(m_seq, fact.seq)));
    };
    const auto time = [&] { put(fact.time - std::exchange(m_time, fact.time)); };
    switch (fact.kind) {
    case Kind::Start:
        begin(0);
        ++m_started;
        break;
    case Kind::Sent:
        begin((fact.priceKnown ? FlagA : 0));
        node();
        put(fact.reserved.value);
        break;
    case Kind::Again:
        begin((fact.priceKnown ? FlagA : 0) | (fact.wasOnWire ? FlagB : 0));
        put(fact.rare);
        put(fact.reserved.value);
        if (fact.wasOnWire) put(fact.landed.value);
        break;
    case Kind::Failed:
        begin(fact.wasOnWire ? FlagB : 0);
        put(fact.rare);
        if (fact.wasOnWire) put(fact.landed.value);
        break;
    case Kind::CallEnded:
        begin((fact.wasOpen ? FlagA : 0) | (fact.error ? FlagB : 0));
        node();
        m_bytes.push_back(static_cast<std::uint8_t>((fact.wasOnWire ? WasOnWire : 0) | (fact.usageKnown ? UsageKnown : 0) | (fact.ok ? Ok : 0) |
                          (fact.unknownCost ? UnknownCost : 0) | static_cast<int>(fact.source) << SourceShift | static_cast<int>(fact.costSource) << CostShift));
        for (const auto n : {fact.usage.freshInput, fact.usage.cacheRead, fact.usage.cacheWrite, fact.usage.output, fact.usage.reasoning, fact.cost.value}) put(n);
        if (fact.wasOnWire) put(fact.landed.value);
        if (fact.source != ReplySource::Model) put(fact.saved.value);
        break;
    case Kind::Ended:
        begin(fact.error ? FlagB : 0);
        node();
        break;
    case Kind::Interrupted:
        begin((fact.wasOpen ? FlagA : 0) | (fact.wasOnWire ? FlagB : 0));
        node();
        if (fact.wasOnWire) put(fact.landed.value);
        break;
    case Kind::Tool:
        begin(0);
        node();
        time();
        break;
    case Kind::Other:
        begin(fact.rare != UINT32_MAX ? FlagA : 0);
        if (fact.rare != UINT32_MAX) put(fact.rare);
        time();
        break;
    }
}

RunLog::Reader::Reader(const RunLog& log, std::size_t checkpoint, const std::vector<TreeNode>& nodes) : m_log(log), m_nodes(nodes) {
    const auto& from = log.m_checkpoints[checkpoint];
    m_at = from.at;
    m_seq = from.seq;
    m_time = from.time;
    m_started = from.nodes;
}

std::int64_t RunLog::Reader::number() {
    std::uint64_t n = 0;
    int shift = 0;
    std::uint8_t byte = 0;
    do {
        byte = m_log.m_bytes[m_at++];
        n |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
        shift += 7;
    } while (byte & 0x80);
    return static_cast<std::int64_t>(n >> 1) ^ -static_cast<std::int64_t>(n & 1);
}

bool RunLog::Reader::next(RunFact& fact) {
    if (m_at >= m_log.m_bytes.size()) return false;
    fact = RunFact();
    const auto first = m_log.m_bytes[m_at++];
    fact.kind = static_cast<Kind>(first & KindMask);
    fact.odd = (first & Odd) != 0;
    fact.remark = (first & Remark) != 0;
    fact.seq = m_seq += static_cast<Seq>(number());
    const bool a = (first & FlagA) != 0, b = (first & FlagB) != 0;
    const auto node = [&] { fact.node = static_cast<std::uint32_t>(static_cast<std::int64_t>(m_started) - number()); };
    const auto landed = [&] { if (fact.wasOnWire) fact.landed = {number()}; };
    switch (fact.kind) {
    case Kind::Start:
        fact.node = m_started++;
        fact.time = m_nodes[fact.node].start;
        break;
    case Kind::Sent:
        fact.priceKnown = a;
        node();
        fact.reserved = {number()};
        fact.time = m_nodes[fact.node].sent;
        break;
    case Kind::Again:
    case Kind::Failed: {
        fact.rare = static_cast<std::uint32_t>(number());
        const auto& attempt = m_log.m_attempts[fact.rare];
        fact.node = attempt.call;
        fact.time = attempt.time;
        fact.priceKnown = a;
        fact.wasOnWire = b;
        fact.usage = attempt.usage;
        fact.cost = attempt.cost;
        fact.usageKnown = attempt.usageKnown;
        fact.partial = attempt.partial;
        fact.unknownCost = attempt.unknownCost;
        if (fact.kind == Kind::Again) fact.reserved = {number()};
        landed();
        break;
    }
    case Kind::CallEnded: {
        fact.wasOpen = a;
        fact.error = b;
        node();
        fact.time = m_nodes[fact.node].end;
        const auto more = m_log.m_bytes[m_at++];
        fact.wasOnWire = (more & WasOnWire) != 0;
        fact.usageKnown = (more & UsageKnown) != 0;
        fact.ok = (more & Ok) != 0;
        fact.unknownCost = (more & UnknownCost) != 0;
        fact.source = static_cast<ReplySource>(more >> SourceShift & 3);
        fact.costSource = static_cast<CostSource>(more >> CostShift & 3);
        for (auto* n : {&fact.usage.freshInput, &fact.usage.cacheRead, &fact.usage.cacheWrite, &fact.usage.output, &fact.usage.reasoning, &fact.cost.value}) *n = number();
        landed();
        if (fact.source != ReplySource::Model) fact.saved = {number()};
        break;
    }
    case Kind::Ended:
        fact.error = b;
        node();
        fact.time = m_nodes[fact.node].end;
        break;
    case Kind::Interrupted:
        fact.wasOpen = a;
        fact.wasOnWire = b;
        node();
        landed();
        break;
    case Kind::Tool:
        node();
        fact.time = m_time += number();
        break;
    case Kind::Other:
        if (a) fact.rare = static_cast<std::uint32_t>(number());
        fact.time = m_time += number();
        break;
    }
    return true;
}

std::size_t RunLog::checkpointBefore(Seq moment) const {
    const auto after = std::upper_bound(m_checkpoints.begin(), m_checkpoints.end(), moment, [](Seq s, const Checkpoint& c) { return s < c.seq; });
    return static_cast<std::size_t>(after - m_checkpoints.begin()) - 1;
}

RunFact RunLog::factAt(Seq moment, const std::vector<TreeNode>& nodes) const {
    RunFact found;
    // A checkpoint may be just after the event that is asked for.
    auto from = checkpointBefore(moment);
    if (from > 0) --from;
    replay(from, moment, nodes, [&](const RunFact& fact) {
        if (fact.kind != Kind::Interrupted) found = fact;
    });
    return found;
}

Seq RunLog::seqAt(Nanos time, const std::vector<TreeNode>& nodes) const {
    const auto after = std::upper_bound(m_checkpoints.begin(), m_checkpoints.end(), time, [](Nanos t, const Checkpoint& c) { return t < c.state.now; });
    const auto from = static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - m_checkpoints.begin() - 1, 0));
    Seq found = m_checkpoints[from].seq;
    Reader reader(*this, from, nodes);
    // The clock never goes back, even where an event says an earlier time.
    for (RunFact fact; reader.next(fact) && fact.time <= time;) found = fact.seq;
    return found;
}

RunFact RunLog::factAfter(Seq moment, const std::vector<TreeNode>& nodes) const {
    Reader reader(*this, checkpointBefore(moment), nodes);
    for (RunFact fact; reader.next(fact);)
        if (fact.seq > moment && fact.kind != Kind::Interrupted) return fact;
    return {};
}

RunMoment RunLog::stateAt(Seq moment, const std::vector<TreeNode>& nodes, const std::vector<SpendRow>& rows) const {
    const auto from = checkpointBefore(moment);
    RunMoment state = m_checkpoints[from].state;
    replay(from, moment, nodes, [&](const RunFact& fact) { apply(fact, nodes, &rows, state); });
    return state;
}

std::size_t RunLog::memory() const {
    std::size_t bytes = m_bytes.capacity() + m_attempts.capacity() * sizeof(Attempt) + m_rares.capacity() * sizeof(Rare) + m_tools.capacity() * sizeof(Tool);
    for (const auto& checkpoint : m_checkpoints) bytes += sizeof checkpoint + checkpoint.state.spend.capacity() * sizeof(SpendRow);
    return bytes;
}

} // namespace rlmscope
