#include "insight/critical_path.h"

#include <algorithm>
#include <unordered_map>

namespace rlmscope::insight {
namespace {

PathKind kindOf(const Span& span) {
    switch (span.kind) {
    case NodeKind::ModelCall: return span.depth == 0 ? PathKind::RootModel : PathKind::ChildModel;
    case NodeKind::SubCall: return span.depth == 0 ? PathKind::RootCalls : PathKind::ChildCalls;
    case NodeKind::Cell: return PathKind::Python;
    default: return PathKind::Gap;
    }
}

// A node whose time is being explained, from its end backwards: everything after `t` is.
struct Level {
    NodeIndex node;
    Nanos from, t;
    std::size_t first, left; ///< its children by end: Walk::m_ends[first, left) are still to be looked at
    /// The newest child began at `t` but had been asked for at `askedAt`.
    NodeIndex waiting = NoNode;
    Nanos askedAt = 0;
};

class Walk {
public:
    Walk(const SpansAt& run, const Children& children, CriticalPath& path) : m_run(run), m_children(children), m_path(path) {}

    bool go(const std::stop_token& stop) {
        if (m_run.now <= 0) return true;
        push(NoNode, 0, m_run.now);
        std::uint32_t rounds = 0;
        while (!m_levels.empty()) {
            if ((++rounds & 0xFFFFU) == 0 && stop.stop_requested()) return false;
            step();
        }
        std::reverse(m_path.steps.begin(), m_path.steps.end());
        std::reverse(m_path.frames.begin(), m_path.frames.end());
        return true;
    }

private:
    struct End {
        Nanos end, from;
        NodeIndex node;
    };

    // What began last among those that ended together comes first in the list: the walk takes from the back, and of two
    // that ended together the longer one explains more.
    void push(NodeIndex node, Nanos from, Nanos to) {
        Level level{node, from, to, m_ends.size(), 0};
        for (auto child = m_children.begin(node); child != m_children.end(node); ++child) {
            const Nanos began = beginOf(*child);
            const Nanos end = std::min(m_run.endOf(*child), to); // what outlives its parent was not waited for longer
            if (end > from && end > began) m_ends.push_back({end, began, *child});
        }
        level.left = m_ends.size();
        const auto first = m_ends.begin() + static_cast<std::ptrdiff_t>(level.first);
        const auto earlier = [](const End& a, const End& b) {
            return a.end != b.end ? a.end < b.end : a.from != b.from ? a.from > b.from : a.node < b.node;
        };
        if (!std::is_sorted(first, m_ends.end(), earlier)) std::sort(first, m_ends.end(), earlier);
        m_levels.push_back(level);
        if (node != NoNode) m_path.onPath[node] = true;
    }

    /// When it really began: a call that has not left yet only waits.
    Nanos beginOf(NodeIndex i) const {
        const auto& span = m_run[i];
        if (!span.isCall()) return span.start;
        if (m_run.wasSent(i)) return span.sent;
        return m_run.isOpen(i) ? m_run.now : span.start;
    }

    void step() {
        Level& level = m_levels.back();
        while (level.left > level.first && m_ends[level.left - 1].end > level.t) --level.left; // ran beside what explains more
        if (level.left == level.first) {
            own(level, level.from);
            m_ends.resize(level.first);
            m_levels.pop_back();
            return;
        }
        const End child = m_ends[--level.left];
        if (child.end <= level.from) {
            level.left = level.first;
            return;
        }
        own(level, child.end);
        const Nanos from = std::max(level.from, child.from);
        const auto& span = m_run[child.node];
        level.t = from;
        level.waiting = NoNode;
        const Nanos asked = askedAt(child.node);
        if (asked < from) {
            level.waiting = child.node;
            level.askedAt = std::max(level.from, asked);
        }
        if (span.kind == NodeKind::Frame && span.parent != NoNode) m_path.frames.push_back(child.node);
        if (m_children.count(child.node) == 0) {
            add(from, child.end, child.node, kindOf(span));
            m_path.onPath[child.node] = true;
        } else {
            push(child.node, from, child.end); // `level` is gone
        }
    }

    Nanos askedAt(NodeIndex i) {
        const auto& span = m_run[i];
        if (span.kind != NodeKind::Frame || span.batch == 0 || span.parent == NoNode) return span.start;
        if (m_batchesOf != span.parent) { // the frames of a cell come one after another, so this is looked at once a cell
            m_batchesOf = span.parent;
            m_batchStart.clear();
            for (auto child = m_children.begin(span.parent); child != m_children.end(span.parent); ++child)
                if (m_run[*child].kind == NodeKind::Frame && m_run[*child].batch != 0)
                    m_batchStart.try_emplace(m_run[*child].batch, m_run[*child].start);
        }
        return std::min(span.start, m_batchStart[span.batch]);
    }

    // The time of a level between `from` and what is explained already.
    void own(Level& level, Nanos from) {
        if (level.waiting != NoNode && level.askedAt < level.t) {
            const Nanos waited = std::max(from, level.askedAt);
            add(waited, level.t, level.waiting, PathKind::Wait);
            level.t = waited;
        }
        add(from, level.t, level.node, level.node == NoNode ? PathKind::Gap : kindOf(m_run[level.node]));
        level.t = from;
        level.waiting = NoNode;
    }

    void add(Nanos from, Nanos to, NodeIndex node, PathKind kind) {
        if (to <= from) return;
        const auto k = static_cast<std::size_t>(kind);
        m_path.totals[k] += to - from;
        m_path.total += to - from;
        if (!m_path.steps.empty() && m_path.steps.back().node == node && m_path.steps.back().kind == kind && m_path.steps.back().from == to) {
            m_path.steps.back().from = from;
            return;
        }
        ++m_path.counts[k];
        m_path.steps.push_back({from, to, node, kind});
    }

    const SpansAt& m_run;
    const Children& m_children;
    CriticalPath& m_path;
    std::vector<Level> m_levels; ///< an explicit stack: depth 10,000 is a number
    std::vector<End> m_ends;
    NodeIndex m_batchesOf = NoNode;
    std::unordered_map<std::uint32_t, Nanos> m_batchStart;
};

} // namespace

bool CriticalPath::contains(NodeIndex node) const { return node < onPath.size() && onPath[node]; }

CriticalPath criticalPath(const SpansAt& run, const Children& children, const std::stop_token& stop) {
    CriticalPath path;
    path.onPath.assign(run.count, false);
    if (!Walk(run, children, path).go(stop)) return {};
    return path;
}

CriticalPath criticalPath(const SpansAt& run, const std::stop_token& stop) { return criticalPath(run, Children(run), stop); }

} // namespace rlmscope::insight
