#include "insight/fold_case.h"

#include <algorithm>
#include <array>

namespace rlmscope {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// The two-byte letters: U+0080 to U+07FF.
unsigned lowerTwo(unsigned c) {
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F)) return c + 32;
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) || (c >= 0x460 && c <= 0x481)) return c | 1U;
    return c;
}

bool isWordStart(std::string_view text, std::size_t at) {
    if (at == 0) return true;
    const auto before = static_cast<unsigned char>(text[at - 1]);
    const bool letter = before >= 0x80 || (before >= 'a' && before <= 'z');
    const bool digitBefore = before >= '0' && before <= '9', digit = text[at] >= '0' && text[at] <= '9';
    return digit ? !digitBefore : !letter;
}

} // namespace

std::string foldCase(std::string_view utf8) {
    std::string out(utf8);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto byte = static_cast<unsigned char>(out[i]);
        if (byte < 0x80) {
            out[i] = lower(out[i]);
        } else if ((byte & 0xE0U) == 0xC0U && i + 1 < out.size()) {
            const unsigned folded = lowerTwo((byte & 0x1FU) << 6 | (static_cast<unsigned char>(out[i + 1]) & 0x3FU));
            out[i] = static_cast<char>(0xC0U | folded >> 6);
            out[++i] = static_cast<char>(0x80U | (folded & 0x3FU));
        }
    }
    return out;
}

bool containsFolded(std::string_view text, std::string_view folded) {
    if (folded.empty()) return true;
    if (text.size() < folded.size()) return false;
    // Labels and hints are short: fold them where they lie.
    std::array<char, 512> room;
    if (text.size() <= room.size()) {
        bool ascii = true;
        for (std::size_t i = 0; i < text.size(); ++i) {
            ascii &= static_cast<unsigned char>(text[i]) < 0x80;
            room[i] = lower(text[i]);
        }
        if (ascii) return std::string_view(room.data(), text.size()).find(folded) != std::string_view::npos;
    }
    return foldCase(text).find(folded) != std::string::npos;
}

int fuzzyScore(std::string_view text, std::string_view typed) {
    if (typed.empty()) return 1;
    if (const auto whole = text.find(typed); whole != std::string_view::npos) {
        const bool start = isWordStart(text, whole);
        const int tightness = static_cast<int>(std::min<std::size_t>(text.size() - typed.size(), 200));
        return (text.size() == typed.size() ? 4000 : whole == 0 ? 3000 : start ? 2500 : 1500) - tightness;
    }
    int score = 0, run = 0;
    std::size_t at = 0;
    for (const char c : typed) {
        if (c == ' ') {
            run = 0;
            continue;
        }
        // A start of a word is worth skipping letters for, as long as it is not far.
        std::size_t found = text.find(c, at);
        if (found == std::string_view::npos) return 0;
        if (found != at || at == 0)
            for (std::size_t i = found, steps = 0; i < text.size() && steps < 40; ++i, ++steps)
                if (text[i] == c && isWordStart(text, i)) {
                    if (text.find(c, at) == found || i <= found + 24) found = i;
                    break;
                }
        run = found == at && at > 0 ? run + 1 : 0;
        score += 10 + 8 * std::min(run, 6) + (isWordStart(text, found) ? 24 : 0) - static_cast<int>(std::min<std::size_t>(found - at, 20));
        at = found + 1;
    }
    return std::clamp(score, 1, 1400);
}

} // namespace rlmscope
