#pragma once
// Where this user's files lie. XDG says: a relative path in these variables is invalid and ignored.
#include <filesystem>
#include <string>
#include <string_view>

namespace rlmscope {

std::filesystem::path dataFolder();    ///< $XDG_DATA_HOME/rlmscope, else ~/.local/share/rlmscope
std::filesystem::path cacheFolder();   ///< $XDG_CACHE_HOME/rlmscope, else ~/.cache/rlmscope: what can be made again
std::filesystem::path libraryFolder(); ///< dataFolder()/library: where traces live when nobody says otherwise
/// What counts as ours: a trace anywhere else is somebody's until the user says otherwise. Where it is decides, links
/// resolved, nothing inside it; so one that was copied into the folder counts too.
bool isInLibrary(const std::filesystem::path& trace);
/// Lower-case words of a title for a file name: letters and digits of any script stay, the rest becomes '-'.
/// At most 40 characters; "run" when nothing is left.
std::string slug(std::string_view title);

} // namespace rlmscope
