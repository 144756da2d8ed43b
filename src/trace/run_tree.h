#pragma once
// The tree of a run, folded from its events one at a time: the index that `show`, the item models and the reports
// read. Live and recorded traces build it the same way. Holds structure and numbers; texts stay in the trace and are
// fetched by event (TraceReader::event). Below 300 bytes per node.
//
// A second tree can be the first one at an earlier moment (moveTo): it shares the nodes that have not changed since and
// holds those that have.
//
// Thread safety: none; one owner. Copying is not offered; the GUI thread owns its own tree.
#include "trace/event.h"
#include "trace/run_log.h"
#include "trace/run_totals.h"
#include "trace/spend_row.h"

#include <array>
#include <cstdint>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rlmscope {

enum class NodeKind : std::uint8_t { Frame, Turn, ModelCall, Cell, SubCall };
inline bool isCall(NodeKind kind) { return kind == NodeKind::ModelCall || kind == NodeKind::SubCall; }
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
    Usage totalUsage;                         ///< with everything below; RunTree::own() without
    PicoUsd totalCost;
    std::uint32_t calls = 0;                  ///< model calls in the subtree, itself included
    std::uint32_t errors = 0;                 ///< failed nodes in the subtree, itself included
    std::uint32_t label = 0, hint = 0, model = 0; ///< indices into the string table
    std::int32_t number = 0;                  ///< turn or cell number; index in its batch for sub-calls
    std::uint32_t batch = 0;                  ///< 0 = none; same for siblings of one batched call
    std::uint16_t depth = 0;                  ///< of the frame it belongs to
    std::uint16_t attempts = 0;
    std::uint32_t lines = 0;                  ///< cells: lines of code
    std::uint32_t spendRow = 0;               ///< model calls: index into RunTree::spend()
    std::uint32_t sentAfter = 0;              ///< events from its start to its first attempt; 0 = none
    NodeKind kind = NodeKind::Frame;
    NodeStatus status = NodeStatus::Running;
    bool ownCostUnknown : 1 = false, ownSimulated : 1 = false; ///< without what is below
    bool costUnknown : 1 = false;             ///< something in the subtree has no known cost
    bool simulated : 1 = false;
    bool forced : 1 = false;
    bool replayed : 1 = false;
    bool usageEstimated : 1 = false;          ///< settled at the reservation because no usage was reported
    ReplySource source = ReplySource::Model;  ///< model calls that ended; usage and cost are 0 unless Model
};

/// What a model call itself took, all attempts. Nothing for other nodes.
struct OwnSpend {
    Usage usage;
    PicoUsd cost;
};

class RunTree;
/// The nodes of a tree by index; as light as a reference. Nodes stay where they are until the next apply() or moveTo().
class NodeList {
public:
    class Iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = TreeNode;
        using difference_type = std::ptrdiff_t;
        using pointer = const TreeNode*;
        using reference = const TreeNode&;
        Iterator() = default;
        Iterator(const RunTree* tree, NodeIndex at) : m_tree(tree), m_at(at) {}
        inline const TreeNode& operator*() const;
        const TreeNode* operator->() const { return &**this; }
        Iterator& operator++() { return ++m_at, *this; }
        Iterator operator++(int) { auto before = *this; return ++m_at, before; }
        bool operator==(const Iterator& other) const { return m_at == other.m_at; }

    private:
        const RunTree* m_tree = nullptr;
        NodeIndex m_at = 0;
    };
    explicit NodeList(const RunTree& tree) : m_tree(&tree) {}
    inline std::size_t size() const;
    bool empty() const { return size() == 0; }
    inline const TreeNode& operator[](std::size_t index) const;
    const TreeNode& front() const { return (*this)[0]; }
    const TreeNode& back() const { return (*this)[size() - 1]; }
    Iterator begin() const { return {m_tree, 0}; }
    Iterator end() const { return {m_tree, static_cast<NodeIndex>(size())}; }

private:
    const RunTree* m_tree;
};

class RunTree {
public:
    explicit RunTree(RunId run = {});

    /// Folds one event. Events come in sequence order; a duplicate or an older one is ignored. Never fails: an event
    /// that makes no sense is counted in oddities().
    void apply(const Event& event);
    /// Call when no more events will come and the run has not ended: open nodes become Interrupted.
    void markInterrupted();

    /// Becomes what `whole` was after this event, to the last sum. Looks at what has changed since, not at everything.
    /// `whole` stays where it is and, when it has grown, this is called again before anything else is asked.
    void moveTo(const RunTree& whole, Seq moment);

    RunId run() const { return m_run; }
    /// References stay valid until the next apply(); what lies above a changed node is summed up on the next access.
    NodeList nodes() const { return settled(), NodeList(*this); }
    const TreeNode& node(NodeIndex index) const { return settled(), m_base ? past(index) : m_nodes[index]; }
    std::size_t size() const { return m_base ? m_count : m_nodes.size(); }
    NodeIndex find(NodeId id) const; ///< NoNode when absent
    OwnSpend own(NodeIndex index) const;
    NodeIndex frameOf(NodeIndex index) const; ///< the frame that it is in, or is; NoNode when none is above it
    const std::vector<NodeIndex>& roots() const { return m_roots; }
    /// One line each, valid until the next apply(). The same for a live and a recorded run.
    std::string_view label(NodeIndex index) const { return string(node(index).label); } ///< frames and sub-calls: first words of the question; cells: of the code
    std::string_view hint(NodeIndex index) const { return string(node(index).hint); }   ///< first words of the reply, answer or visible output; of the error when failed
    std::string_view model(NodeIndex index) const { return string(node(index).model); }

    /// Calls of trusted tools that a cell made and that came back.
    struct ToolUse {
        std::uint32_t calls = 0, failed = 0;
    };
    ToolUse toolUse(NodeIndex cell) const;

    /// The run itself.
    const RunStarted* started() const { return m_state.started ? m_started.get() : nullptr; }
    const RunEnded* ended() const { return m_state.ended.get(); }
    const std::string& gateState() const { return m_state.gate; } ///< "running", "pausing", "paused", "stopping"
    bool contextStored() const { return m_state.contextStored; }
    bool interrupted() const { return m_interrupted; }
    Nanos wallStart() const { return m_state.wallStart; } ///< 1970 based
    Nanos now() const { return m_state.now; }             ///< time of the newest event on the run clock
    /// Where the newest segment begins on the run clock: add it to an EventSink's now().
    Nanos segmentStart() const { return m_state.segmentBase; }
    Seq lastSeq() const { return m_state.lastSeq; }
    const RunTotals& totals() const { return m_state.totals; }
    /// The totals by model, depth and role, in the order of their first calls.
    const std::vector<SpendRow>& spend() const { return m_state.spend; }
    std::uint64_t oddities() const { return m_state.oddities; }
    /// Notes, errors and ledger events of the run, newest last: (seq, node).
    const std::vector<std::pair<Seq, NodeId>>& remarks() const { return m_remarks; }

    /// Nodes that apply() touched since the last call, ancestors included, each once, in start order; and clears the
    /// list.
    std::vector<NodeIndex> takeChanged();

    /// What happened after a checkpoint up to a moment, as events without their texts, in order: for sums beside these.
    /// Checkpoints are made now and then as the tree grows; 0 is before the first event.
    std::size_t checkpoints() const { return m_log.checkpoints(); }
    std::size_t checkpointBefore(Seq moment) const { return m_log.checkpointBefore(moment); }
    void replay(std::size_t checkpoint, Seq moment, const std::function<void(const Event&, Nanos now)>& visit) const;

    /// One event as far as the tree knows it. Nodes are those of the whole tree.
    RunFact factAt(Seq moment) const { return m_log.factAt(moment, m_nodes); } ///< the newest that is not after the moment
    RunFact factAfter(Seq moment) const { return m_log.factAfter(moment, m_nodes); } ///< the next one; seq 0 = none
    Seq seqAt(Nanos time) const { return m_log.seqAt(time, m_nodes); } ///< the newest event until this time of the run clock

    /// The ends of nodes that failed, in order.
    const std::vector<Seq>& errorEnds() const { return m_log.errors(); }

    /// Gives back the room kept for more events: for a run that has been read to its end.
    void shrink();
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
    struct Rewinder;
    friend struct Rewinder;
    const TreeNode& past(NodeIndex index) const {
        const auto held = m_heldAt[index];
        return held ? m_held[held - 1] : m_base->m_nodes[index];
    }
    /// The node, or what it hangs on, changes with the event that is being applied.
    void touch(NodeIndex index, Seq seq) {
        if (index / TouchBlock >= m_touched.size()) m_touched.resize(index / TouchBlock + 1, 0);
        m_touched[index / TouchBlock] = seq;
    }
    std::string_view string(std::uint32_t offset) const;
    std::uint32_t store(std::string_view text);
    std::uint32_t intern(std::string_view text);
    std::uint32_t spendRow(const ModelCallStarted& call, std::uint32_t model);
    void keepOwn(NodeIndex call);
    void settle() const;
    void settled() const {
        if (!m_pending.empty()) settle();
    }

    static constexpr NodeIndex TouchBlock = 64;

    RunId m_run;
    mutable std::vector<TreeNode> m_nodes; ///< by id, which is start order
    std::vector<NodeIndex> m_roots;
    std::string m_strings = std::string(1, '\0'); ///< each a length byte and its text; offset 0 is the empty one
    std::array<std::uint32_t, 512> m_recent{}; ///< strings stored lately, by hash
    std::unordered_map<std::string, std::uint32_t> m_interned;
    std::unordered_map<NodeIndex, OpenCall> m_openCalls;
    /// Of calls with something below them, which is rare: the total of any other is its own.
    std::unordered_map<NodeIndex, OwnSpend> m_own;
    std::unordered_map<NodeIndex, ToolUse> m_toolUse; ///< of the cells that called any
    std::unordered_map<NodeIndex, std::vector<std::uint32_t>> m_attempts; ///< RunLog::attempts() of a call
    std::vector<NodeIndex> m_open; ///< nodes without an end, oldest first; ended ones are removed now and then
    std::size_t m_openLimit = 64;
    std::shared_ptr<const RunStarted> m_started;
    bool m_interrupted = false;
    RunMoment m_state;
    RunLog m_log;
    std::vector<Seq> m_touched; ///< by TouchBlock nodes: the newest event that changed one of them
    std::unordered_map<std::uint64_t, std::uint32_t> m_spendRows; ///< by model, depth and role
    std::vector<std::pair<Seq, NodeId>> m_remarks;
    /// Changes not yet added to the nodes above. Adding each at once would cost the depth per event.
    mutable std::vector<std::pair<NodeIndex, Delta>> m_pending;
    mutable std::vector<NodeIndex> m_changed;
    mutable std::vector<bool> m_isChanged;

    // Of a tree that is another one at an earlier moment.
    const RunTree* m_base = nullptr;
    Seq m_moment = 0;
    NodeIndex m_count = 0;              ///< nodes that had started
    std::vector<TreeNode> m_held;       ///< those that were different
    std::vector<NodeIndex> m_heldNodes; ///< which these are
    std::vector<std::uint32_t> m_heldAt; ///< by node: index into m_held + 1
};

inline const TreeNode& NodeList::Iterator::operator*() const { return m_tree->node(m_at); }
inline std::size_t NodeList::size() const { return m_tree->size(); }
inline const TreeNode& NodeList::operator[](std::size_t index) const { return m_tree->node(static_cast<NodeIndex>(index)); }

static_assert(sizeof(TreeNode) <= 168, "the index must stay below 300 bytes per node, strings and slack included");

} // namespace rlmscope
