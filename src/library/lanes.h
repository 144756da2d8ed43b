#pragma once
// The fork graph beside a list of runs, as lines between rows: for each row the lane of its disc, the lines that pass, and
// those that bend towards it.
#include <cstdint>
#include <vector>

namespace rlmscope::library {

struct LaneRow {
    static constexpr int Most = 6; ///< lanes that are drawn; a run beyond them has a disc in the last one and no lines
    int lane = 0;                  ///< of the disc
    std::uint8_t passing = 0;      ///< lanes (bits) whose line goes through from above to below
    std::uint8_t joining = 0;      ///< lanes whose line comes from above and ends in the disc
    std::uint8_t leaving = 0;      ///< lanes whose line goes from the disc to below
    bool operator==(const LaneRow&) const = default;
};
struct Lanes {
    std::vector<LaneRow> rows;
    int count = 0; ///< lanes in use
};

/// `parents`: for each row the row that it comes from, which lies below it (newest first), or -1.
Lanes laneGraph(const std::vector<int>& parents);
/// The same for a list with the oldest first: parents lie above.
Lanes laneGraphUpwards(const std::vector<int>& parents);

} // namespace rlmscope::library
