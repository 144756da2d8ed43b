#include "views/timeline_rows.h"

#include "views/theme.h"

#include <algorithm>

namespace rlmscope {

namespace {

constexpr std::uint32_t NotShown = UINT32_MAX;

struct Heights {
    int frame, main, gap, band;
    int mostCalls; ///< all sub-call lanes of a band together
    int leastCall, mostCall;
};

Heights heightsFor(const insight::Lanes& lanes, bool compact) {
    const Theme& theme = Theme::instance();
    if (compact) return {0, theme.px(12), 2, theme.px(5), theme.px(46), 2, theme.px(4)};
    if (lanes.bands.size() > insight::MaxOwnBands) return {theme.px(6), theme.px(14), 3, theme.px(6), theme.px(90), 3, theme.px(7)};
    return {theme.px(8), theme.px(20), theme.px(6), theme.px(14), theme.px(160), 3, theme.px(11)};
}

} // namespace

TimelineRows TimelineRows::ofLanes(const insight::Lanes& lanes, bool compact) {
    TimelineRows out;
    const Heights h = heightsFor(lanes, compact);
    out.shownAs.assign(lanes.rows.size(), NotShown);
    out.rows.reserve(lanes.rows.size());
    int y = h.gap + 2;
    std::uint32_t b = 0;
    for (const auto& band : lanes.bands) {
        if (b > 0 && band.depth == 1 && lanes.bands[b - 1].depth == 0) out.separators.push_back(y - h.band / 2);
        const auto callsFrom = band.firstRow + band.rows - band.callRows;
        const int call = band.callRows ? std::clamp(h.mostCalls / static_cast<int>(band.callRows), h.leastCall, h.mostCall) : 0;
        bool named = false;
        for (auto r = band.firstRow; r < band.firstRow + band.rows; ++r) {
            const bool frame = lanes.rows[r].kind == insight::RowKind::Frame;
            const bool calls = r >= callsFrom;
            if (frame && h.frame == 0) continue;
            if (r == callsFrom) {
                y += h.gap;
                if (compact && band.depth > 0) y -= 1;
                else out.labels.push_back({y, std::max(call * static_cast<int>(band.callRows), Theme::instance().px(11)), b, true});
            }
            const int height = frame ? h.frame : calls ? call : h.main;
            if (!frame && !calls && !std::exchange(named, true)) out.labels.push_back({y, height, b, false});
            out.shownAs[r] = static_cast<std::uint32_t>(out.rows.size());
            out.rows.push_back({y, height, r});
            y += height;
        }
        // One lane of calls is lower than the word beside it.
        if (band.callRows && !(compact && band.depth > 0)) y = std::max(y, out.labels.back().y + out.labels.back().height);
        y += h.band;
        ++b;
    }
    out.height = y;
    return out;
}

TimelineRows TimelineRows::ofFlame(const insight::Flame& flame) {
    TimelineRows out;
    const int height = Theme::instance().px(19);
    out.shownAs.resize(flame.rows.size());
    int y = 6;
    for (std::uint32_t r = 0; r < flame.rows.size(); ++r) {
        out.shownAs[r] = r;
        out.rows.push_back({y, height, r});
        out.labels.push_back({y, height, r, false});
        y += height + 1;
    }
    out.height = y + 6;
    return out;
}

std::size_t TimelineRows::firstAt(int y) const {
    return static_cast<std::size_t>(
        std::partition_point(rows.begin(), rows.end(), [y](const TimelineRow& r) { return r.y + r.height <= y; }) - rows.begin());
}

std::int64_t roundStep(double least) {
    for (double unit = 1; unit < 9e18; unit *= 10)
        for (const double factor : {1.0, 2.0, 5.0})
            if (unit * factor >= least) return static_cast<std::int64_t>(std::min(unit * factor, 9e18));
    return std::int64_t{9'000'000'000'000'000'000};
}

} // namespace rlmscope
