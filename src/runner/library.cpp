#include "runner/library.h"

#include "base/text.h"

#include <ctime>

namespace rlmscope {

namespace fs = std::filesystem;

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

fs::path newTracePath(std::string_view title, RunId run, Nanos wall) {
    const std::time_t seconds = static_cast<std::time_t>(wall / 1'000'000'000);
    std::tm local{};
    localtime_r(&seconds, &local);
    char date[16] = {};
    std::strftime(date, sizeof date, "%Y-%m-%d", &local);
    return libraryFolder() / (std::string(date) + "-" + slug(title) + "-" + run.text().substr(0, 8) + ".rlmscope");
}

} // namespace rlmscope
