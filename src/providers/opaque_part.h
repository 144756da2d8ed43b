#pragma once
// Parts that only their provider understands: kept in the history, returned to that provider unchanged, and left out
// for every other.
#include "trace/messages.h"

#include <nlohmann/json_fwd.hpp>

namespace rlmscope {

Part opaquePart(const char* provider, const nlohmann::json& block);
/// The block of such a part; null when the part is none or another provider's.
nlohmann::json opaqueBlock(const char* provider, const Part& part);

} // namespace rlmscope
