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
/// Lower-case words of a title for a file name: letters and digits of any script stay, the rest becomes '-'.
/// At most 40 characters; "run" when nothing is left.
std::string slug(std::string_view title);

} // namespace rlmscope
