#include "base/folders.h"

#include "base/text.h"

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

std::string slug(std::string_view title) {
    const std::string line = oneLine(toValidUtf8(title), 400);
    std::string out;
    bool gap = false;
    for (const char c : line) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        const bool capital = c >= 'A' && c <= 'Z';
        if (!letter && !capital) {
            gap = !out.empty();
            continue;
        }
        if (gap) out += '-';
        gap = false;
        out += capital ? static_cast<char>(c - 'A' + 'a') : c;
    }
    out = headCodePoints(out, 40);
    // File names are limited in bytes, not characters.
    while (out.size() > 120) out = headCodePoints(out, codePoints(out) - 1);
    while (!out.empty() && out.back() == '-') out.pop_back();
    return out.empty() ? "run" : out;
}

} // namespace rlmscope
