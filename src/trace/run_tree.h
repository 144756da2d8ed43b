#pragma once
// The tree of a run, folded from its events one at a time: the index that `show`, the item models and the reports
// read. Live and recorded traces build it the same way. Holds structure and numbers; texts stay in the trace and are
// fetched by event (TraceReader::event). Below 300 bytes per node.
//
// Thread safety: none; one owner. Copying is not offered; the GUI thread owns its own tree.
#include "trace/event.h"
#include "trace/spend_row.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rlmscope {

enum class NodeKind : std::uint8_t { Frame, Turn, ModelCall, Cell, SubCall };
enum class NodeStatus : std::uint8_t {
    Queued,      ///< a call that has not left yet
    Running,
    Ok,
    Error,       ///< failed, raised, refused
    Cancelled,
    Interrupted, ///< open when the trace ended without a run_ended of its segment
};

/// Position in RunTree::nodes(), in start order. Stable while the tree only grows.
using NodeIndex = std::uint32_t;
inline constexpr NodeIndex NoNode = UINT32_MAX;

struct TreeNode {
    NodeId id;
    Seq endSeq = 0; ///< sequence number of its end event; 0 = open
    NodeIndex parent = NoNode, firstChild = NoNode, lastChild = NoNode, nextSibling = NoNode;
    std::uint32_t children = 0;
    std::uint32_t descendants = 0;
    Nanos start = 0, end = 0, firstToken = 0; ///< run clock: segments follow each other without the time between
    Nanos sent = 0;                           ///< first attempt left
    Usage usage, totalUsage;                  ///< own (all attempts), and with everything below
    PicoUsd cost, totalCost;
    std::uint32_t calls = 0;                  ///< model calls in the subtree, itself included
    std::uint32_t errors = 0;                 ///< failed nodes in the subtree, itself included
    std::uint32_t label = 0, hint = 0, model = 0; ///< indices into the string table
    std::int32_t number = 0;                  ///< turn or cell number; index in its batch for sub-calls
    std::uint32_t batch = 0;                  ///< 0 = none; same for siblings of one batched call
    std::uint16_t depth = 0;                  ///< of the frame it belongs to
    std::uint16_t attempts = 0;
    std::uint32_t lines = 0;                  ///< cells: lines of code
    std::uint32_t spendRow = 0;               ///< model calls: index into RunTree::spend()
    NodeKind kind = NodeKind::Frame;
    NodeStatus status = NodeStatus::Running;
    bool costUnknown = false;                 ///< something in the subtree has no known cost
    bool simulated = false;
    bool forced = false;
    bool replayed = false;
    bool usageEstimated = false;              ///< settled at the reservation because no usage was reported
    ReplySource source = ReplySource::Model;  ///< model calls that ended; usage and cost are 0 unless Model
};

/// Totals of a run; equal to the sum over its root frames.
struct RunTotals {
    Usage usage;
    PicoUsd cost;
    bool costUnknown = false;
    bool simulated = false; ///< at least one model was simulated
    std::uint64_t modelCalls = 0, frames = 0, turns = 0, cells = 0, subCalls = 0, toolCalls = 0, errors = 0;
    std::uint32_t inFlight = 0, queued = 0;
    PicoUsd reserved; ///< of attempts on the wire
    std::uint64_t failedAttempts = 0;
    PicoUsd failedCost; ///< part of cost: of failed attempts
    std::uint64_t recorded = 0, cached = 0; ///< replies that were not asked for: of a record, of the cache
    PicoUsd saved;      ///< what those cost when they were made
};

class RunTree {
public:
    explicit RunTree(RunId run = {});

    /// Folds one event. Events come in sequence order; a duplicate or an older one is ignored. Never fails: an event
    /// that makes no sense is counted in oddities().
    void apply(const Event& event);
    /// Call when no more events will come and the run has not ended: open nodes become Interrupted.
    void markInterrupted();

    RunId run() const { return m_run; }
    /// References stay valid until the next apply(); what lies above a changed node is summed up on the next access.
    const std::vector<TreeNode>& nodes() const { return settled(), m_nodes; }
    const TreeNode& node(NodeIndex index) const { return settled(), m_nodes[index]; }
    NodeIndex find(NodeId id) const; ///< NoNode when absent
    const std::vector<NodeIndex>& roots() const { return m_roots; }
    /// One line each, valid until the next apply(). The same for a live and a recorded run.
    std::string_view label(NodeIndex index) const { return string(m_nodes[index].label); } ///< frames and sub-calls: first words of the question; cells: of the code
    std::string_view hint(NodeIndex index) const { return string(m_nodes[index].hint); }   ///< first words of the reply, answer or visible output; of the error when failed
    std::string_view model(NodeIndex index) const { return string(m_nodes[index].model); }

    /// Calls of trusted tools that a cell made and that came back.
    struct ToolUse {
        std::uint32_t calls = 0, failed = 0;
    };
    ToolUse toolUse(NodeIndex cell) const {
        const auto found = m_toolUse.find(cell);
        return found == m_toolUse.end() ? ToolUse() : found->second;
    }

    /// The run itself.
    const RunStarted* started() const { return m_started.get(); }
    const RunEnded* ended() const { return m_ended.get(); }
    const std::string& gateState() const { return m_gate; } ///< "running", "pausing", "paused", "stopping"
    bool contextStored() const { return m_contextStored; }
    bool interrupted() const { return m_interrupted; }
    Nanos wallStart() const { return m_wallStart; } ///< 1970 based
    Nanos now() const { return m_now; }             ///< time of the newest event on the run clock
    /// Where the newest segment begins on the run clock: add it to an EventSink's now().
    Nanos segmentStart() const { return m_segmentBase; }
    Seq lastSeq() const { return m_lastSeq; }
    const RunTotals& totals() const { return m_totals; }
    /// The totals by model, depth and role, in the order of their first calls.
    const std::vector<SpendRow>& spend() const { return m_spend; }
    std::uint64_t oddities() const { return m_oddities; }
    /// Notes, errors and ledger events of the run, newest last: (seq, node).
    const std::vector<std::pair<Seq, NodeId>>& remarks() const { return m_remarks; }

    /// Nodes that apply() touched since the last call, ancestors included, each once, in start order; and clears the
    /// list.
    std::vector<NodeIndex> takeChanged();

    /// Bytes held, for measurements.
    std::size_t memory() const;

private:
    struct Folder;
    friend struct Folder;
    /// What a change adds to every node above.
    struct Delta {
        Usage usage;
        PicoUsd cost;
        std::uint32_t self = 0, descendants = 0, calls = 0, errors = 0;
        bool costUnknown = false, simulated = false;
    };
    /// A model call that has not ended.
    struct OpenCall {
        PicoUsd reserved;
        bool onTheWire = false, priceKnown = false;
    };
    std::string_view string(std::uint32_t offset) const;
    std::uint32_t store(std::string_view text);
    std::uint32_t intern(std::string_view text);
    std::uint32_t spendRow(const ModelCallStarted& call, std::uint32_t model);
    void settle() const;
    void settled() const {
        if (!m_pending.empty()) settle();
    }

    RunId m_run;
    mutable std::vector<TreeNode> m_nodes; ///< by id, which is start order
    std::vector<NodeIndex> m_roots;
    std::string m_strings = std::string(1, '\0'); ///< each a length byte and its text; offset 0 is the empty one
    std::array<std::uint32_t, 512> m_recent{}; ///< strings stored lately, by hash
    std::unordered_map<std::string, std::uint32_t> m_interned;
    std::unordered_map<NodeIndex, OpenCall> m_openCalls;
    std::unordered_map<NodeIndex, ToolUse> m_toolUse; ///< of the cells that called any
    std::vector<NodeIndex> m_open; ///< nodes without an end, oldest first; ended ones are removed now and then
    std::size_t m_openLimit = 64;
    std::unique_ptr<RunStarted> m_started;
    std::unique_ptr<RunEnded> m_ended;
    std::string m_gate = "running";
    bool m_contextStored = false, m_interrupted = false;
    Nanos m_wallStart = 0, m_now = 0, m_segmentBase = 0;
    Seq m_lastSeq = 0;
    RunTotals m_totals;
    std::vector<SpendRow> m_spend;
    std::unordered_map<std::uint64_t, std::uint32_t> m_spendRows; ///< by model, depth and role
    std::uint64_t m_oddities = 0;
    std::vector<std::pair<Seq, NodeId>> m_remarks;
    /// Changes not yet added to the nodes above. Adding each at once would cost the depth per event.
    mutable std::vector<std::pair<NodeIndex, Delta>> m_pending;
    mutable std::vector<NodeIndex> m_changed;
    mutable std::vector<bool> m_isChanged;
};

static_assert(sizeof(TreeNode) <= 232, "the index must stay below 300 bytes per node, strings and slack included");

} // namespace rlmscope
