#include "insight/flame.h"

#include <algorithm>

namespace rlmscope::insight {
namespace {

std::vector<std::int64_t> ownWeights(const SpansAt& run, FlameBy by) {
    std::vector<std::int64_t> own(run.count, 0);
    const CellWaits waits(by == FlameBy::Time ? run : SpansAt{});
    for (NodeIndex i = 0; i < run.count; ++i) {
        const auto& span = run[i];
        const bool settled = !run.isOpen(i) || span.end < 0;
        switch (by) {
        case FlameBy::Cost: own[i] = settled ? std::max<std::int64_t>(0, span.cost) : 0; break;
        case FlameBy::Tokens: own[i] = settled ? std::int64_t{span.tokensIn} + span.tokensOut : 0; break;
        case FlameBy::Time:
            if (span.kind == NodeKind::Cell) own[i] = waits.pythonTime(run, i);
            else if (span.isCall() && (run.wasSent(i) || !run.isOpen(i))) own[i] = run.endOf(i) - (run.wasSent(i) ? span.sent : span.start);
            break;
        }
    }
    return own;
}

} // namespace

Flame flameOf(const SpansAt& run, FlameBy by, const std::stop_token& stop) {
    Flame flame;
    const auto n = run.count;
    auto total = ownWeights(run, by);
    if (stop.stop_requested()) return {};
    for (NodeIndex i = n; i-- > 0;) // children have higher numbers
        if (const auto parent = run[i].parent; parent != NoNode) total[parent] += total[i];
    std::vector<std::uint32_t> level(n, 0);
    std::vector<std::uint32_t> perLevel; // bars
    for (NodeIndex i = 0; i < n; ++i) {
        const auto parent = run[i].parent;
        level[i] = parent == NoNode ? 0 : level[parent] + 1;
        if (total[i] == 0) {
            ++flame.weightless;
            continue;
        }
        if (level[i] >= perLevel.size()) perLevel.resize(level[i] + 1, 0);
        ++perLevel[level[i]];
    }
    flame.rows.resize(perLevel.size());
    std::uint32_t first = 0;
    for (std::uint32_t l = 0; l < perLevel.size(); ++l) {
        flame.rows[l].kind = RowKind::Flame;
        flame.rows[l].band = l;
        flame.rows[l].first = first;
        first += perLevel[l];
    }
    flame.bars.resize(first);
    flame.kinds.resize(flame.rows.size(), 0);
    if (stop.stop_requested()) return {};
    std::vector<std::int64_t> next(n, 0); // where the next child of a node begins
    for (NodeIndex i = 0; i < n; ++i) {
        const auto parent = run[i].parent;
        auto& at = parent == NoNode ? flame.total : next[parent];
        next[i] = at;
        if (total[i] != 0) {
            auto& row = flame.rows[level[i]];
            flame.bars[row.first + row.count++] = {at, at + total[i], i, BarKind::Part};
            flame.kinds[level[i]] |= static_cast<std::uint8_t>(1u << static_cast<unsigned>(run[i].kind));
        }
        at += total[i];
    }
    for (const auto& row : flame.rows) {
        const auto begin = flame.bars.begin() + row.first, end = begin + row.count;
        const auto earlier = [](const Bar& a, const Bar& b) { return a.from < b.from; };
        if (!std::is_sorted(begin, end, earlier)) std::sort(begin, end, earlier);
        if (stop.stop_requested()) return {};
    }
    flame.index(run);
    return flame;
}

} // namespace rlmscope::insight
