#pragma once
// One maker per strategy, for the table.
#include "engine/strategy.h"

namespace rlmscope {

std::unique_ptr<Strategy> makeRlm();
std::unique_ptr<Strategy> makeDirect();
std::unique_ptr<Strategy> makeCallReturn();

/// The answer that is a text.
FinalAnswer textAnswer(std::string text);
FrameResult answered(std::string text, bool forced = false);
FrameResult failed(Error error);

/// The turns or a limit of the run are used up: one last call for the best answer, from room kept for it.
FrameResult forceLastAnswer(FrameScope& frame, std::vector<Message> messages, const Error& why);

/// An error when the messages cannot fit the window of the frame's model, by estimate.
Status fitsWindow(const FrameScope& frame, std::uint64_t bytes, std::string_view what);

} // namespace rlmscope
