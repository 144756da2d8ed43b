#include "library/lanes.h"

#include <algorithm>
#include <unordered_map>

namespace rlmscope::library {

Lanes laneGraph(const std::vector<int>& parents) {
    Lanes graph;
    graph.rows.resize(parents.size());
    int waits[LaneRow::Most]; // the row that the line of a lane goes to; -1 = the lane is free
    std::fill(std::begin(waits), std::end(waits), -1);
    for (std::size_t i = 0; i < parents.size(); ++i) {
        auto& row = graph.rows[i];
        const int self = static_cast<int>(i);
        row.lane = -1;
        for (int lane = 0; lane < LaneRow::Most; ++lane) {
            if (waits[lane] != self) continue;
            row.joining = static_cast<std::uint8_t>(row.joining | 1U << lane);
            if (row.lane < 0) row.lane = lane; // the leftmost line goes straight on
            waits[lane] = -1;
        }
        bool drawn = true;
        if (row.lane < 0) {
            const auto* free = std::find(std::begin(waits), std::end(waits), -1);
            drawn = free != std::end(waits);
            row.lane = drawn ? static_cast<int>(free - waits) : LaneRow::Most - 1;
        }
        for (int lane = 0; lane < LaneRow::Most; ++lane)
            if (waits[lane] >= 0) row.passing = static_cast<std::uint8_t>(row.passing | 1U << lane);
        if (drawn && parents[i] > self) {
            waits[row.lane] = parents[i];
            row.leaving = static_cast<std::uint8_t>(1U << row.lane);
        }
        graph.count = std::max(graph.count, row.lane + 1);
    }
    return graph;
}

Lanes laneGraphUpwards(const std::vector<int>& parents) {
    const int last = static_cast<int>(parents.size()) - 1;
    std::vector<int> turned(parents.size());
    for (int i = 0; i <= last; ++i) {
        const int parent = parents[static_cast<std::size_t>(i)];
        turned[static_cast<std::size_t>(last - i)] = parent < 0 || parent >= i ? -1 : last - parent;
    }
    auto graph = laneGraph(turned);
    std::reverse(graph.rows.begin(), graph.rows.end());
    for (auto& row : graph.rows) std::swap(row.joining, row.leaving);
    return graph;
}

} // namespace rlmscope::library
