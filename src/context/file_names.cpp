#include "context/file_names.h"

#include "base/text.h"

#include <filesystem>

namespace rlmscope {

std::string escapedName(std::string_view name) {
    const auto hex = [](unsigned char c) {
        constexpr char Hex[] = "0123456789ABCDEF";
        return std::string("\\x") + Hex[c >> 4] + Hex[c & 15];
    };
    std::string out;
    out.reserve(name.size());
    for (;;) {
        const auto bad = firstInvalidUtf8(name);
        for (const char c : name.substr(0, bad)) {
            if (c == '\\') out += "\\\\";
            else if (c == '\n') out += "\\n";
            else if (c == '\t') out += "\\t";
            else if (c == '\r') out += "\\r";
            else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) out += hex(static_cast<unsigned char>(c));
            else out += c;
        }
        if (bad == std::string_view::npos) return out;
        out += hex(static_cast<unsigned char>(name[bad]));
        name.remove_prefix(bad + 1);
    }
}

std::string absolutePath(const std::string& path) {
    std::error_code error;
    auto full = std::filesystem::absolute(path, error).lexically_normal().native();
    if (error) full = std::filesystem::path(path).lexically_normal().native();
    while (full.size() > 1 && full.back() == '/') full.pop_back();
    return full;
}

std::string parentOf(const std::string& absolute) {
    const auto slash = absolute.rfind('/');
    return slash == std::string::npos || slash == 0 ? "/" : absolute.substr(0, slash);
}

std::string baseName(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos || slash + 1 == path.size() ? path : path.substr(slash + 1);
}

std::string commonFolder(const std::string& a, const std::string& b) {
    const auto inside = [](const std::string& path, const std::string& folder) {
        return folder == "/" || path == folder || path.compare(0, folder.size() + 1, folder + "/") == 0;
    };
    std::string folder = a;
    while (!inside(b, folder)) folder = parentOf(folder);
    return folder;
}

} // namespace rlmscope
