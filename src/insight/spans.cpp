#include "insight/spans.h"

#include <algorithm>
#include <atomic>
#include <limits>

namespace rlmscope::insight {
namespace {

std::uint32_t narrow(Tokens n) {
    return static_cast<std::uint32_t>(std::clamp<Tokens>(n, 0, std::numeric_limits<std::uint32_t>::max()));
}

} // namespace

Span spanOf(const RunTree& tree, NodeIndex node) {
    const TreeNode& n = tree.node(node);
    Span span;
    span.start = std::max<Nanos>(0, n.start);
    if (n.endSeq != 0 || n.status == NodeStatus::Interrupted) span.end = std::max(span.start, n.end);
    const Nanos last = span.end < 0 ? std::numeric_limits<Nanos>::max() : span.end;
    if (n.attempts > 0) span.sent = std::clamp(n.sent, span.start, last);
    if (n.firstToken > 0) span.firstToken = std::clamp(n.firstToken, std::max(span.start, span.sent), last);
    const OwnSpend own = tree.own(node);
    span.cost = own.cost.value;
    span.tokensIn = narrow(own.usage.input());
    span.tokensOut = narrow(own.usage.output);
    span.parent = n.parent;
    span.batch = n.batch;
    span.depth = n.kind == NodeKind::SubCall && n.parent != NoNode ? tree.node(n.parent).depth : n.depth;
    span.attempts = n.attempts;
    span.kind = n.kind;
    span.status = n.status;
    span.known = n.source != ReplySource::Model || n.replayed;
    return span;
}

Spans::Chunk& Spans::own(std::size_t chunk) {
    auto& shared = m_chunks[chunk];
    if (shared.use_count() > 1) {
        auto copy = std::make_shared<Chunk>();
        copy->reserve(Mask + 1);
        *copy = *shared;
        shared = std::move(copy);
    } else {
        std::atomic_thread_fence(std::memory_order_acquire); // what the last reader read came before what we write
    }
    return *shared;
}

void Spans::append(const Span& span) {
    if ((m_size & Mask) == 0) {
        m_chunks.push_back(std::make_shared<Chunk>());
        m_chunks.back()->reserve(m_size == 0 ? 64 : Mask + 1);
    }
    own(m_chunks.size() - 1).push_back(span);
    ++m_size;
}

void Spans::set(NodeIndex i, const Span& span) { own(i >> Bits)[i & Mask] = span; }

void Spans::clear() {
    m_chunks.clear();
    m_size = 0;
}

Children::Children(const SpansAt& run) : m_first(static_cast<std::size_t>(run.count) + 2, 0), m_items(run.count) {
    for (NodeIndex i = 0; i < run.count; ++i) ++m_first[slot(run[i].parent) + 1];
    for (std::size_t k = 1; k < m_first.size(); ++k) m_first[k] += m_first[k - 1];
    auto next = m_first;
    for (NodeIndex i = 0; i < run.count; ++i) m_items[next[slot(run[i].parent)]++] = i;
}

} // namespace rlmscope::insight
