#pragma once
// Whether two executions of a run are identical: the same calls by key, the same visible output, the same answer. Times,
// costs and the order of arrival do not count.
#include "runner/cassette.h"

namespace rlmscope {

struct RunComparison {
    std::vector<RunDivergence> divergences; ///< in the order of the recorded run; the first ones
    std::uint64_t total = 0;
    std::uint64_t calls = 0, cells = 0, frames = 0, values = 0; ///< compared
    bool identical() const { return total == 0; }
};

/// What the record cut off (calls that were cancelled, cells without an end) is not compared. `first` are divergences that are
/// known already: what lies at the same place is not told again.
RunComparison compareRuns(const RunTape& recorded, TraceReader& recordedTexts, const RunTape& now, TraceReader& nowTexts,
                          std::vector<RunDivergence> first = {});

} // namespace rlmscope
