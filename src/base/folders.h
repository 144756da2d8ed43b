#pragma once
// Where this user's files lie. XDG says: a relative path in these variables is invalid and ignored.
#include <filesystem>

namespace rlmscope {

std::filesystem::path dataFolder();    ///< $XDG_DATA_HOME/rlmscope, else ~/.local/share/rlmscope
std::filesystem::path cacheFolder();   ///< $XDG_CACHE_HOME/rlmscope, else ~/.cache/rlmscope: what can be made again
std::filesystem::path libraryFolder(); ///< dataFolder()/library: where traces live when nobody says otherwise
/// What counts as ours: a trace anywhere else is somebody's until the user says otherwise. Where it is decides, links
/// resolved, nothing inside it; so one that was copied into the folder counts too.
bool isInLibrary(const std::filesystem::path& trace);

} // namespace rlmscope
