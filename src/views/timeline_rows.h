#pragma once
// Where the rows of a timeline stand, in pixels from the top of its content; and the axis across them.
#include "insight/flame.h"
#include "insight/lanes.h"

#include <QString>

#include <vector>

namespace rlmscope {

enum class TimelineMode { Lanes, FlameTime, FlameCost, FlameTokens };
inline bool isFlame(TimelineMode mode) { return mode != TimelineMode::Lanes; }

struct TimelineRow {
    int y = 0, height = 0;
    std::uint32_t row = 0; ///< in BarRows::rows
};

struct TimelineLabel {
    int y = 0, height = 0;
    std::uint32_t band = 0; ///< lanes: the band; flame: the level
    bool calls = false;     ///< names the sub-calls of the band
};

struct TimelineRows {
    std::vector<TimelineRow> rows; ///< by y; rows that are not shown are left out
    std::vector<TimelineLabel> labels;
    std::vector<int> separators; ///< y of hairlines
    std::vector<std::uint32_t> shownAs; ///< by BarRows row: index into rows; UINT32_MAX = left out
    int height = 0;

    static TimelineRows ofLanes(const insight::Lanes& lanes, bool compact);
    static TimelineRows ofFlame(const insight::Flame& flame);
    /// The row at y, or the next one below it; rows.size() = none.
    std::size_t firstAt(int y) const;
};

/// Run time, or the unit of a flame, <-> x.
struct TimelineScale {
    double from = 0, to = 1;
    double left = 0, width = 1;
    double x(double at) const { return left + width * (at - from) / (to - from); }
    double at(double x) const { return from + (to - from) * (x - left) / width; }
    double perPixel() const { return (to - from) / width; }
};

/// A step of 1, 2 or 5 x 10^n units, at least so many.
std::int64_t roundStep(double least);

} // namespace rlmscope
