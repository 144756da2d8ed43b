#pragma once
// Lets screen readers walk the timeline: rows, and the bars in them. Installed once by the view itself.
namespace rlmscope {

class TimelineCanvas;

void installTimelineAccessibility();
/// The bars are others now: what was handed out is no longer valid.
void forgetTimelineAccessibility(TimelineCanvas* canvas);

} // namespace rlmscope
