#pragma once
// Where traces live when nobody says otherwise: $XDG_DATA_HOME/rlmscope/library.
#include "base/clock.h"
#include "base/ids.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace rlmscope {

std::filesystem::path dataFolder();    ///< $XDG_DATA_HOME/rlmscope, else ~/.local/share/rlmscope
std::filesystem::path libraryFolder(); ///< dataFolder()/library
/// What counts as ours: a trace anywhere else is somebody's until the user says otherwise. Where it is decides, links
/// resolved, nothing inside it; so one that was copied into the folder counts too.
bool isInLibrary(const std::filesystem::path& trace);
/// "2026-11-20-how-many-tickets-3f2a9c01.rlmscope" in the library; the date is local.
std::filesystem::path newTracePath(std::string_view title, RunId run, Nanos wall);
/// Lower-case words of a title for a file name: letters and digits of any script stay, the rest becomes '-'.
/// At most 40 characters; "run" when nothing is left.
std::string slug(std::string_view title);

} // namespace rlmscope
