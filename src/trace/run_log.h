#pragma once
// What the events of a run did to its sums, kept so that it can be done again: the state of a run at any moment is a
// checkpoint before it and the facts in between. A few bytes an event; texts are not here.
//
// A part of RunTree. Node indices are its; what a fact shares with its node (times, kind, status) is read from the node.
#include "trace/event.h"
#include "trace/run_totals.h"
#include "trace/spend_row.h"

#include <cstdint>
#include <memory>
#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace rlmscope {

struct TreeNode;

/// What one event did.
struct RunFact {
    enum class Kind : std::uint8_t {
        Start,       ///< a node
        Sent,        ///< the first attempt of a call
        Again,       ///< a later attempt
        Failed,      ///< an attempt
        CallEnded,
        Ended,       ///< a frame, turn or cell
        Interrupted, ///< a node that lost its process; one for each, with the event that tells
        Tool,        ///< a call of a trusted tool came back
        Other,       ///< changes no sums; `rare` may say what it was
    };
    Kind kind = Kind::Other;
    bool odd = false, remark = false;
    bool wasOpen = false, wasOnWire = false; ///< the call had not ended; its attempt was on the wire and no longer is
    bool priceKnown = false, usageKnown = false, ok = false, error = false, partial = false;
    bool unknownCost = false;
    CostSource costSource = CostSource::Unknown;
    ReplySource source = ReplySource::Model;
    Seq seq = 0;
    Nanos time = 0; ///< on the run clock
    std::uint32_t node = UINT32_MAX;
    Usage usage;
    PicoUsd cost, saved;
    PicoUsd reserved; ///< by this attempt
    PicoUsd landed;   ///< what the attempt that is over had reserved
    std::uint32_t rare = UINT32_MAX; ///< index into RunLog::rares() or attempts()
};

/// The run beside its nodes, after some event.
struct RunMoment {
    RunTotals totals;
    std::vector<SpendRow> spend;
    std::string gate = "running";
    std::shared_ptr<const RunEnded> ended;
    bool started = false, contextStored = false;
    Nanos wallStart = 0, now = 0, segmentBase = 0;
    Seq lastSeq = 0;
    std::uint64_t oddities = 0;
    std::size_t remarks = 0;
};

class RunLog {
public:
    /// A further attempt, or a failed one: facts that few calls have.
    struct Attempt {
        Seq seq = 0;
        Nanos time = 0;
        std::uint32_t call = 0;
        bool failed = false;
        int number = 0;
        // failed
        Usage usage;
        PicoUsd cost;
        bool usageKnown = false, partial = false, unknownCost = false;
        bool firstUnknown = false, firstEstimated = false; ///< its call was neither before
        Nanos wait = 0;
        int http = 0;
        std::string message;
    };
    struct ContextIsStored {};
    struct RunIsStarted {
        bool contextStored = false;
        JsonText models;
    };
    /// An event that is about the run, or that says something in words.
    struct Rare {
        Seq seq = 0;
        NodeId node;
        std::variant<ContextIsStored, RunIsStarted, SegmentStarted, std::shared_ptr<const RunEnded>, GateChanged, LedgerEvent> body;
    };
    struct Tool {
        Seq seq = 0;
        std::uint32_t cell = 0;
        bool failed = false;
    };
    /// All that was open then has lost its process.
    struct Interruption {
        Seq seq = 0;
        Nanos now = 0;
    };

    std::uint32_t add(Attempt attempt) { return m_attempts.push_back(std::move(attempt)), static_cast<std::uint32_t>(m_attempts.size() - 1); }
    std::uint32_t add(Rare rare) { return m_rares.push_back(std::move(rare)), static_cast<std::uint32_t>(m_rares.size() - 1); }
    void add(Tool tool) { m_tools.push_back(tool); }
    void add(Interruption interruption) { m_interruptions.push_back(interruption); }
    const std::vector<Attempt>& attempts() const { return m_attempts; }
    const std::vector<Rare>& rares() const { return m_rares; }
    const std::vector<Tool>& tools() const { return m_tools; }
    const std::vector<Interruption>& interruptions() const { return m_interruptions; }
    const std::vector<Seq>& errors() const { return m_errors; } ///< ends of nodes that failed

    /// Does to the state what the fact says, and keeps the fact. `nodes` are those of the tree, the fact's included; `row` is
    /// what a call that starts begins a spend row with (only read when it is the first of its row).
    void take(const RunFact& fact, const std::vector<TreeNode>& nodes, RunMoment& state);

    /// The newest event that is not after a moment: of the facts with this sequence number the last one. Kind Other and seq 0
    /// when there is none.
    RunFact factAt(Seq moment, const std::vector<TreeNode>& nodes) const;
    /// The newest event until this time of the run clock; 0 = none.
    Seq seqAt(Nanos time, const std::vector<TreeNode>& nodes) const;
    /// The first event after a moment: what and when; seq 0 = none.
    RunFact factAfter(Seq moment, const std::vector<TreeNode>& nodes) const;

    /// Copies of the state, in order; 0 is the state before the first event.
    std::size_t checkpoints() const { return m_checkpoints.size(); }
    std::size_t checkpointBefore(Seq moment) const; ///< the newest that is not after it
    Nanos timeOf(std::size_t checkpoint) const { return m_checkpoints[checkpoint].state.now; }
    Nanos segmentBaseOf(std::size_t checkpoint) const { return m_checkpoints[checkpoint].state.segmentBase; }
    /// The facts after a checkpoint up to a moment, in order; visit(const RunFact&).
    template<typename F>
    void replay(std::size_t checkpoint, Seq moment, const std::vector<TreeNode>& nodes, F&& visit) const {
        Reader reader(*this, checkpoint, nodes);
        for (RunFact fact; reader.next(fact) && fact.seq <= moment;) visit(std::as_const(fact));
    }
    /// `rows` are those of the newest state: they say which model, depth and role a row is of.
    RunMoment stateAt(Seq moment, const std::vector<TreeNode>& nodes, const std::vector<SpendRow>& rows) const;

    void shrink() { m_bytes.shrink_to_fit(); }
    std::size_t memory() const;

private:
    static constexpr std::size_t FactsPerCheckpoint = 8192;
    struct Checkpoint {
        Seq seq = 0;
        std::size_t at = 0; ///< in the bytes
        std::uint32_t nodes = 0, attempts = 0, rares = 0;
        Nanos time = 0;
        RunMoment state;
    };
    class Reader {
    public:
        Reader(const RunLog& log, std::size_t checkpoint, const std::vector<TreeNode>& nodes);
        bool next(RunFact& fact);

    private:
        std::int64_t number();
        const RunLog& m_log;
        const std::vector<TreeNode>& m_nodes;
        std::size_t m_at = 0;
        Seq m_seq = 0;
        Nanos m_time = 0;
        std::uint32_t m_started = 0;
    };
    void apply(const RunFact& fact, const std::vector<TreeNode>& nodes, const std::vector<SpendRow>* rows, RunMoment& state) const;
    void write(const RunFact& fact);
    void put(std::int64_t number);

    std::vector<std::uint8_t> m_bytes;
    std::vector<Checkpoint> m_checkpoints = std::vector<Checkpoint>(1);
    std::size_t m_sinceCheckpoint = 0;
    Seq m_seq = 0;
    Nanos m_time = 0;
    std::uint32_t m_started = 0; ///< nodes
    std::vector<Attempt> m_attempts;
    std::vector<Rare> m_rares;
    std::vector<Tool> m_tools;
    std::vector<Interruption> m_interruptions;
    std::vector<Seq> m_errors;
};

namespace sums { // for the files of RunTree
/// Sums of a stranger's trace must not overflow.
inline void addTo(Tokens& sum, Tokens n) {
    if (__builtin_add_overflow(sum, n, &sum)) sum = n > 0 ? INT64_MAX : INT64_MIN;
}
inline void addTo(Usage& sum, const Usage& u) {
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
} // namespace sums

} // namespace rlmscope
