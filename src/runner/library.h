#pragma once
// Names of new traces in the library (base/folders.h).
#include "base/clock.h"
#include "base/folders.h"
#include "base/ids.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace rlmscope {

/// "2026-11-20-how-many-tickets-3f2a9c01.rlmscope" in the library; the date is local.
std::filesystem::path newTracePath(std::string_view title, RunId run, Nanos wall);

} // namespace rlmscope
