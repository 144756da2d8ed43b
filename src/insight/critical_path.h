#pragma once
// The chain of waits that set the run time. Going back from the end: what ended last is what was waited for; before it
// began, whatever ended last before that; inside a frame, turn or cell the same again. What nothing below explains is the
// node's own. The steps follow each other without a gap, so their sum is the run time.
//
// A call that waited before it left waited for a place, which the call that ended just then gave back: the chain goes on
// with that one. If nothing ended just then, the time is a wait of its own (rate limit, retry, approval).
#include "insight/spans.h"

#include <array>
#include <cstdint>
#include <stop_token>
#include <vector>

namespace rlmscope::insight {

enum class PathKind : std::uint8_t {
    RootModel,  ///< model calls of a root frame
    RootCalls,  ///< sub-calls of its cells
    ChildModel, ///< the same of child frames
    ChildCalls,
    Python,     ///< cells while nothing they started explains the time
    Wait,       ///< a call or a frame that had not begun though it was asked for
    Gap,        ///< between the parts of a turn, a frame or the run
};
inline constexpr std::size_t PathKinds = 7;

struct PathStep {
    Nanos from = 0, to = 0;
    NodeIndex node = NoNode; ///< whose time it is; NoNode = of the run
    PathKind kind = PathKind::Gap;
    bool operator==(const PathStep&) const = default;
};

struct CriticalPath {
    std::vector<PathStep> steps; ///< in order of time, none empty
    std::array<Nanos, PathKinds> totals{};
    std::array<std::uint32_t, PathKinds> counts{}; ///< steps of each kind
    std::vector<NodeIndex> frames; ///< child frames the chain goes through, in order of time
    Nanos total = 0;               ///< sum of all steps: the age of the run at the moment

    /// The part of a node's own time that is on the path.
    bool contains(NodeIndex node) const; ///< after index()
    std::vector<bool> onPath;            ///< by node, those above included
};

/// Without recursion; 0 steps when it was told to stop or nothing has happened.
CriticalPath criticalPath(const SpansAt& run, const std::stop_token& stop = {});
/// The same with the children that were found before.
CriticalPath criticalPath(const SpansAt& run, const Children& children, const std::stop_token& stop = {});

} // namespace rlmscope::insight
