#pragma once
// Runs written down as times in milliseconds, and runs of random shape.
#include "insight/spans.h"

#include <random>

namespace rlmscope::test {

class SpanScript {
public:
    insight::Spans spans;
    Nanos now = 0;

    static constexpr Nanos Ms = 1'000'000;

    NodeIndex add(NodeKind kind, NodeIndex parent, Nanos start, Nanos end, Nanos sent = -1, std::uint32_t batch = 0) {
        insight::Span span;
        span.kind = kind;
        span.parent = parent;
        span.start = start * Ms;
        span.end = end < 0 ? -1 : end * Ms;
        span.batch = batch;
        span.status = end < 0 ? NodeStatus::Running : NodeStatus::Ok;
        if (parent != NoNode) span.depth = static_cast<std::uint16_t>(spans[parent].depth + (kind == NodeKind::Frame));
        if (span.isCall()) {
            span.sent = (sent < 0 ? start : sent) * Ms;
            span.attempts = 1;
        }
        spans.append(span);
        now = std::max({now, span.start, span.end});
        return spans.size() - 1;
    }
    NodeIndex frame(NodeIndex parent, Nanos start, Nanos end, std::uint32_t batch = 0) { return add(NodeKind::Frame, parent, start, end, -1, batch); }
    NodeIndex turn(NodeIndex parent, Nanos start, Nanos end) { return add(NodeKind::Turn, parent, start, end); }
    NodeIndex call(NodeIndex parent, Nanos start, Nanos end) { return add(NodeKind::ModelCall, parent, start, end); }
    NodeIndex cell(NodeIndex parent, Nanos start, Nanos end) { return add(NodeKind::Cell, parent, start, end); }
    NodeIndex sub(NodeIndex parent, Nanos start, Nanos end, Nanos sent = -1, std::uint32_t batch = 0) { return add(NodeKind::SubCall, parent, start, end, sent, batch); }

    insight::Span& edit(NodeIndex i) { return m_edit = spans[i]; }
    void put(NodeIndex i) { spans.set(i, m_edit); }

    insight::SpansAt at() const { return {spans, spans.size(), now}; }
    insight::SpansAt at(Nanos ms) const {
        NodeIndex count = 0;
        while (count < spans.size() && spans[count].start <= ms * Ms) ++count;
        return {spans, count, ms * Ms};
    }

private:
    insight::Span m_edit;
};

/// Nested frames with cells that start calls and frames, some open, some queued, in the order in which they began.
inline SpanScript randomSpans(std::uint64_t seed, int nodes) {
    std::mt19937_64 random(seed);
    const auto pick = [&](int n) { return static_cast<Nanos>(random() % static_cast<std::uint64_t>(n)); };
    SpanScript script;
    std::vector<NodeIndex> cells;
    Nanos time = 0;
    const auto frame = [&](NodeIndex parent) {
        const auto f = script.frame(parent, time, pick(9) == 0 ? -1 : time + pick(400), parent == NoNode ? 0 : 7);
        const auto t = script.turn(f, time, time + pick(300));
        script.call(t, time, time + pick(60));
        cells.push_back(script.cell(t, time, pick(9) == 0 ? -1 : time + pick(300)));
    };
    frame(NoNode);
    while (static_cast<int>(script.spans.size()) < nodes) {
        time += pick(6);
        const auto cell = cells[static_cast<std::size_t>(pick(static_cast<int>(cells.size())))];
        if (pick(10) == 0) {
            frame(cell);
        } else {
            const Nanos sent = time + (pick(3) == 0 ? pick(40) : 0);
            const auto call = script.sub(cell, time, pick(20) == 0 ? -1 : sent + pick(80), sent, static_cast<std::uint32_t>(pick(3)));
            auto& span = script.edit(call);
            span.cost = pick(1'000'000);
            span.tokensIn = static_cast<std::uint32_t>(pick(5000));
            span.tokensOut = static_cast<std::uint32_t>(pick(500));
            if (pick(15) == 0) span.status = NodeStatus::Error;
            if (span.end < 0 && pick(2) == 0) span.sent = -1, span.status = NodeStatus::Queued, span.attempts = 0;
            script.put(call);
        }
    }
    return script;
}

} // namespace rlmscope::test
