#pragma once
// How runs of the library look in lists: the state as icon and word, the fork graph.
#include "library/lanes.h"
#include "library/library_row.h"
#include "views/paint.h"

namespace rlmscope {

StatusLook stateLook(library::RunState state);
/// Disc filled = recorded live; hollow = simulated, replayed, imported or interrupted.
bool hasFilledDisc(const library::LibraryRow& row);

namespace paint {

inline constexpr double LaneWidth = 14;
/// Lines and disc of one row, from the left edge of `rect`, over its whole height.
void lanes(QPainter& p, const QRectF& rect, const library::LaneRow& lane, bool withLines, bool filled, const QColor& line, const QColor& disc,
           const QColor& background);

} // namespace paint
} // namespace rlmscope
