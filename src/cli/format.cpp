#include "cli/format.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace rlmscope::cli {

namespace {

std::string printed(const char* format, double value) {
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), format, value);
    return buffer.data();
}

// Three significant digits: 1.21, 12.3, 123.
std::string threeDigits(double value) { return printed(value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f", value); }

struct Decoded {
    char32_t character;
    std::size_t length;
};
Decoded decode(std::string_view utf8, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
    const unsigned char first = byte(at);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 1 || at + length > utf8.size()) return {first, 1};
    char32_t character = first & (0xFF >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) character = (character << 6) | (byte(at + i) & 0x3F);
    return {character, length};
}

// wcwidth() of the C library knows nothing beyond ASCII in the C locale, so the few ranges that matter stand here.
int columnsOf(char32_t c) {
    if (c == 0 || c == 0x200B || c == 0x200D || c == 0xFEFF) return 0;
    if ((c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x20D0 && c <= 0x20FF) ||
        (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F))
        return 0;
    if ((c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0x303E) || (c >= 0x3041 && c <= 0xA4CF) ||
        (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) ||
        (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1F64F) ||
        (c >= 0x1F680 && c <= 0x1F6FF) || (c >= 0x1F900 && c <= 0x1F9FF) || (c >= 0x20000 && c <= 0x3FFFD))
        return 2;
    return 1;
}

} // namespace

std::string count(std::uint64_t n) {
    std::string digits = std::to_string(n);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), 1, ',');
    return digits;
}

std::string tokens(Tokens n) {
    const auto value = static_cast<double>(n);
    if (n < 1000) return std::to_string(n);
    if (value < 999'500) return threeDigits(value / 1e3) + "k";
    if (value < 999.5e6) return threeDigits(value / 1e6) + "M";
    return threeDigits(value / 1e9) + "G";
}

std::string money(PicoUsd amount) {
    const double usd = amount.usd();
    if (amount.value == 0) return "$0";
    if (usd >= 1) return printed("$%.2f", usd);
    if (usd < 0.00005) return "<$0.0001";
    return printed("$%.4f", usd);
}

std::string perMillion(std::int64_t picoPerToken) { return PicoUsd{picoPerToken * 1'000'000}.exact(); }

std::string duration(Nanos elapsed) {
    const double seconds = static_cast<double>(elapsed) / 1e9;
    if (seconds < 0.001) return "<1 ms";
    if (seconds < 0.9995) return printed("%.0f ms", seconds * 1e3);
    if (seconds < 59.95) return threeDigits(seconds) + " s";
    const auto whole = static_cast<long long>(std::llround(seconds));
    std::array<char, 64> buffer{};
    if (whole < 3600) std::snprintf(buffer.data(), buffer.size(), "%lld m %02lld s", whole / 60, whole % 60);
    else std::snprintf(buffer.data(), buffer.size(), "%lld h %02lld m", whole / 3600, whole / 60 % 60);
    return buffer.data();
}

std::string bytes(std::uint64_t n) {
    if (n < 1000) return std::to_string(n) + " B";
    const auto value = static_cast<double>(n);
    if (value < 999'500) return threeDigits(value / 1e3) + " kB";
    if (value < 999.5e6) return threeDigits(value / 1e6) + " MB";
    return threeDigits(value / 1e9) + " GB";
}

int columns(std::string_view utf8) {
    int sum = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto [character, length] = decode(utf8, at);
        sum += columnsOf(character);
        at += length;
    }
    return sum;
}

std::string fitted(std::string_view utf8, int width, bool unicode) {
    if (width <= 0) return {};
    if (columns(utf8) <= width) return std::string(utf8);
    const std::string_view ellipsis = unicode ? "…" : ".";
    int used = 1;
    std::size_t at = 0;
    while (at < utf8.size()) {
        const auto [character, length] = decode(utf8, at);
        if (used + columnsOf(character) > width) break;
        used += columnsOf(character);
        at += length;
    }
    return std::string(utf8.substr(0, at)) + std::string(ellipsis);
}

std::string padded(std::string text, int width) {
    const int have = columns(text);
    if (have < width) text.append(static_cast<std::size_t>(width - have), ' ');
    return text;
}

std::string paddedLeft(std::string text, int width) {
    const int have = columns(text);
    if (have < width) text.insert(0, static_cast<std::size_t>(width - have), ' ');
    return text;
}

} // namespace rlmscope::cli
