#pragma once
// What the members of a fan-out have in common: how many ended how, and how their time and cost are spread.
#include "trace/run_tree.h"

#include <vector>

namespace rlmscope::insight {

struct Distribution {
    std::uint32_t members = 0, ok = 0, failed = 0, running = 0, queued = 0, stopped = 0, retried = 0;
    /// Of those that have ended. Medians are of the lower middle, so always a value that occurred.
    std::uint32_t timed = 0;
    Nanos shortest = 0, median = 0, longest = 0;
    NodeIndex slowest = NoNode;
    std::uint32_t priced = 0;
    PicoUsd cheapest, medianCost, dearest, cost; ///< cost: the sum, open ones included
    bool costUnknown = false;
    std::uint32_t inFlightMost = 0; ///< at once, from when they left to when they came back
};

/// From when it left (or began) to its end, or to now.
Nanos timeOf(const RunTree& tree, const TreeNode& node);
/// Members that the tree does not have (yet) are left out.
Distribution distributionOf(const RunTree& tree, const std::vector<NodeIndex>& members);

} // namespace rlmscope::insight
