#include "base/folders.h"

#include <cstdlib>

namespace rlmscope {

namespace fs = std::filesystem;

namespace {

fs::path absoluteFromEnvironment(const char* name) {
    const char* value = std::getenv(name);
    if (!value || *value != '/') return {};
    return fs::path(value);
}

fs::path folder(const char* variable, const char* belowHome) {
    if (auto given = absoluteFromEnvironment(variable); !given.empty()) return given / "rlmscope";
    if (auto home = absoluteFromEnvironment("HOME"); !home.empty()) return home / belowHome / "rlmscope";
    return fs::temp_directory_path() / "rlmscope";
}

} // namespace

fs::path dataFolder() { return folder("XDG_DATA_HOME", ".local/share"); }
fs::path cacheFolder() { return folder("XDG_CACHE_HOME", ".cache"); }
fs::path libraryFolder() { return dataFolder() / "library"; }

bool isInLibrary(const fs::path& trace) {
    std::error_code code;
    const auto file = fs::canonical(trace, code);
    const auto library = code ? fs::path() : fs::canonical(libraryFolder(), code);
    return !code && file.parent_path() == library;
}

} // namespace rlmscope
