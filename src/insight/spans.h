#pragma once
// What the timeline is computed from: a small record per node, in chunks that are shared until one of them changes. A copy
// costs a pointer per 4,096 nodes, so that a worker thread can go over a snapshot while the GUI thread takes up new events.
//
// Thread safety: a Spans has one owner; its copies may be read by other threads while the owner changes its own.
#include "trace/run_tree.h"

#include <memory>
#include <vector>

namespace rlmscope::insight {

struct Span {
    Nanos start = 0;
    Nanos end = -1;        ///< -1 = open
    Nanos sent = -1;       ///< first attempt left; -1 = has not, or never did
    Nanos firstToken = -1; ///< -1 = none
    std::int64_t cost = 0; ///< own, pico-USD
    std::uint32_t tokensIn = 0, tokensOut = 0; ///< own; what does not fit stays at the largest number
    NodeIndex parent = NoNode; ///< always lower than its own index
    std::uint32_t batch = 0;
    std::uint16_t depth = 0; ///< of the frame it belongs to
    std::uint16_t attempts = 0;
    NodeKind kind = NodeKind::Frame;
    NodeStatus status = NodeStatus::Running;
    bool known = false;    ///< its reply was not asked for: of a record or of the cache
    bool isCall() const { return rlmscope::isCall(kind); }
};

/// Times are put in order: a foreign trace may say that a call ended before it began.
Span spanOf(const RunTree& tree, NodeIndex node);

class Spans {
public:
    NodeIndex size() const { return m_size; }
    const Span& operator[](NodeIndex i) const { return (*m_chunks[i >> Bits])[i & Mask]; }
    void append(const Span& span);
    void set(NodeIndex i, const Span& span);
    void clear();

private:
    static constexpr unsigned Bits = 12;
    static constexpr NodeIndex Mask = (1U << Bits) - 1;
    using Chunk = std::vector<Span>;
    Chunk& own(std::size_t chunk);
    std::vector<std::shared_ptr<Chunk>> m_chunks;
    NodeIndex m_size = 0;
};

/// The run as it was at a moment: nodes that had begun, and those open then.
struct SpansAt {
    Spans spans;
    NodeIndex count = 0; ///< nodes that there were
    Nanos now = 0;
    const Span& operator[](NodeIndex i) const { return spans[i]; }
    bool isOpen(NodeIndex i) const { return spans[i].end < 0 || spans[i].end > now; }
    Nanos endOf(NodeIndex i) const { return isOpen(i) ? std::max(now, spans[i].start) : spans[i].end; }
    bool wasSent(NodeIndex i) const { return spans[i].sent >= 0 && spans[i].sent <= now; }
};

/// Children of every node in start order, as one array. Parents come before their children.
class Children {
public:
    explicit Children(const SpansAt& run);
    const NodeIndex* begin(NodeIndex parent) const { return m_items.data() + m_first[slot(parent)]; }
    const NodeIndex* end(NodeIndex parent) const { return m_items.data() + m_first[slot(parent) + 1]; }
    std::size_t count(NodeIndex parent) const { return m_first[slot(parent) + 1] - m_first[slot(parent)]; }

private:
    /// NoNode, the parent of the roots, comes first.
    static std::size_t slot(NodeIndex parent) { return parent == NoNode ? 0 : static_cast<std::size_t>(parent) + 1; }
    std::vector<std::uint32_t> m_first;
    std::vector<NodeIndex> m_items;
};

} // namespace rlmscope::insight
