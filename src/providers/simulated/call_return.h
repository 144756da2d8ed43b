#pragma once
// The simulated model in the two roles without a REPL: the whole text in the prompt (direct), and dividing it by
// <call> and <return> (call-return).
#include "engine/language_model.h"
#include "providers/simulated/sub.h"

namespace rlmscope::sim {

std::string directReply(const ModelRequest& request, Rot& rot);
std::string callReturnReply(const ModelRequest& request, Rot& rot);

} // namespace rlmscope::sim
