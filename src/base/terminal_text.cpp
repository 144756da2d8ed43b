#include "base/terminal_text.h"

#include <algorithm>
#include <array>

namespace rlmscope {
namespace {

constexpr char Esc = '\x1b';

TerminalEscape controlSequence(std::string_view bytes, std::size_t at, std::size_t limit, bool ends) {
    std::size_t i = at + 2;
    while (i < limit && bytes[i] >= 0x30 && bytes[i] <= 0x3f) ++i;
    const bool isPrivate = i > at + 2 && bytes[at + 2] >= 0x3c;
    const std::size_t intermediate = i;
    while (i < limit && bytes[i] >= 0x20 && bytes[i] <= 0x2f) ++i;
    if (i >= limit) return {ends ? TerminalEscape::Kind::Invalid : TerminalEscape::Kind::Incomplete, 1};
    const char last = bytes[i];
    if (last < 0x40 || last > 0x7e) return {};
    auto kind = TerminalEscape::Kind::Other;
    if (last == 'm' && !isPrivate && i == intermediate) kind = TerminalEscape::Kind::Style;
    else if (last == 'm' || last == 'K' || last == 'J' || ((last == 'h' || last == 'l') && isPrivate)) kind = TerminalEscape::Kind::Harmless;
    return {kind, i + 1 - at};
}

/// Titles, links, clipboards: until BEL or ESC \. A line break or another ESC in it means that it never was one.
TerminalEscape stringSequence(std::string_view bytes, std::size_t at, std::size_t limit, bool ends) {
    for (std::size_t i = at + 2; i < limit; ++i) {
        if (bytes[i] == '\a') return {TerminalEscape::Kind::Other, i + 1 - at};
        if (bytes[i] == '\n' || bytes[i] == '\r') return {};
        if (bytes[i] != Esc) continue;
        if (i + 1 < limit) return bytes[i + 1] == '\\' ? TerminalEscape{TerminalEscape::Kind::Other, i + 2 - at} : TerminalEscape{};
        break;
    }
    return {ends ? TerminalEscape::Kind::Invalid : TerminalEscape::Kind::Incomplete, 1};
}

/// The numbers of "38;2;1;2;3" or "38:2::1:2:3"; at most 32 count. An empty one is 0.
struct Numbers {
    std::array<int, 32> n{};
    std::size_t count = 0;

    explicit Numbers(std::string_view text) {
        n[0] = 0;
        count = 1;
        for (const char c : text) {
            if (c >= '0' && c <= '9') {
                if (n[count - 1] < 100'000) n[count - 1] = n[count - 1] * 10 + (c - '0');
            } else if (c == ';' || c == ':') {
                if (count == n.size()) return;
                n[count++] = 0;
            }
        }
    }
};

/// 38;5;n and 38;2;r;g;b. Returns how many numbers it took besides the first.
std::size_t extendedColor(const Numbers& numbers, std::size_t i, TerminalColor& color) {
    const auto byte = [&](std::size_t k) { return static_cast<std::uint8_t>(std::min(255, numbers.n[k])); };
    if (i + 2 < numbers.count && numbers.n[i + 1] == 5) {
        color = {TerminalColor::Kind::Palette, byte(i + 2), 0, 0};
        return 2;
    }
    if (i + 4 < numbers.count && numbers.n[i + 1] == 2) {
        color = {TerminalColor::Kind::Rgb, byte(i + 2), byte(i + 3), byte(i + 4)};
        return 4;
    }
    return numbers.count - i - 1; // not understood: nothing after it can be trusted
}

/// Bidirectional controls and invisible characters by name: text must not look like other text.
const char* hiddenName(std::uint32_t c) {
    switch (c) {
    case 0x061c: return "ALM";
    case 0x200b: return "ZWSP";
    case 0x200e: return "LRM";
    case 0x200f: return "RLM";
    case 0x2028: return "LS";
    case 0x2029: return "PS";
    case 0x202a: return "LRE";
    case 0x202b: return "RLE";
    case 0x202c: return "PDF";
    case 0x202d: return "LRO";
    case 0x202e: return "RLO";
    case 0x2066: return "LRI";
    case 0x2067: return "RLI";
    case 0x2068: return "FSI";
    case 0x2069: return "PDI";
    case 0xfeff: return "BOM";
    default: return nullptr;
    }
}

/// One code point from possibly bad UTF-8; bad bytes come as U+FFFD one at a time.
std::uint32_t decode(std::string_view bytes, std::size_t at, std::size_t& length) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    const std::uint8_t first = byte(at);
    length = 1;
    if (first < 0x80) return first;
    const std::size_t wanted = first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
    if (wanted == 0 || first > 0xf4 || at + wanted > bytes.size()) return 0xfffd;
    std::uint32_t c = first & (0x7fU >> wanted);
    for (std::size_t i = 1; i < wanted; ++i) {
        if ((byte(at + i) & 0xc0) != 0x80) return 0xfffd;
        c = c << 6 | (byte(at + i) & 0x3f);
    }
    const bool overlong = (wanted == 3 && c < 0x800) || (wanted == 4 && (c < 0x10000 || c > 0x10ffff));
    if (overlong || (c >= 0xd800 && c <= 0xdfff)) return 0xfffd;
    length = wanted;
    return c;
}

class RowBuilder {
public:
    RowBuilder(std::string_view bytes, TerminalStyle style, int tabWidth) : m_bytes(bytes), m_style(style), m_tab(std::max(1, tabWidth)) {
        m_row.text.reserve(bytes.size());
        m_row.at.reserve(bytes.size() + 1);
    }

    TerminalRow build() {
        for (std::size_t i = 0; i < m_bytes.size();) {
            const auto c = static_cast<std::uint8_t>(m_bytes[i]);
            if (c >= 0x20 && c < 0x7f) {
                put(c, i++, false);
            } else if (c == static_cast<std::uint8_t>(Esc)) {
                i += escape(i);
            } else if (c == '\t') {
                do put(' ', i, false);
                while (m_row.text.size() % static_cast<std::size_t>(m_tab));
                ++i;
            } else {
                std::size_t length = 1;
                character(decode(m_bytes, i, length), i);
                i += length;
            }
        }
        m_row.at.push_back(static_cast<std::uint32_t>(m_bytes.size()));
        return std::move(m_row);
    }

private:
    void put(char16_t unit, std::size_t from, bool mark) {
        auto& spans = m_row.spans;
        const auto n = static_cast<std::uint32_t>(m_row.text.size());
        if (spans.empty() || spans.back().mark != mark || !(spans.back().style == m_style)) spans.push_back({n, n, m_style, mark});
        ++spans.back().end;
        m_row.text.push_back(unit);
        m_row.at.push_back(static_cast<std::uint32_t>(from));
    }

    std::size_t escape(std::size_t i) {
        const auto found = terminalEscape(m_bytes, i, true);
        if (found.kind == TerminalEscape::Kind::Style) applyTerminalStyle(m_bytes.substr(i, found.length), m_style);
        else if (found.kind != TerminalEscape::Kind::Harmless) markOf(0x241b, i);
        return found.length;
    }

    void markOf(std::uint32_t c, std::size_t from) {
        put(static_cast<char16_t>(c), from, true);
        m_row.plain = false;
    }

    void character(std::uint32_t c, std::size_t from) {
        m_row.plain = false;
        if (c < 0x20) return put(static_cast<char16_t>(0x2400 + c), from, true);
        if (c == 0x7f) return put(0x2421, from, true);
        if (c >= 0x80 && c < 0xa0) return put(0xfffd, from, true);
        if (const char* name = hiddenName(c)) {
            put(u'[', from, true);
            for (; *name; ++name) put(static_cast<char16_t>(*name), from, true);
            return put(u']', from, true);
        }
        if (c < 0x10000) return put(static_cast<char16_t>(c), from, c == 0xfffd);
        put(static_cast<char16_t>(0xd7c0 + (c >> 10)), from, false);
        put(static_cast<char16_t>(0xdc00 + (c & 0x3ff)), from, false);
    }

    std::string_view m_bytes;
    TerminalStyle m_style;
    int m_tab;
    TerminalRow m_row;
};

} // namespace

TerminalEscape terminalEscape(std::string_view bytes, std::size_t at, bool end) {
    const std::size_t limit = std::min(bytes.size(), at + LongestEscape);
    const bool ends = end || limit < bytes.size() || limit == at + LongestEscape;
    if (at + 1 >= limit) return {ends ? TerminalEscape::Kind::Invalid : TerminalEscape::Kind::Incomplete, 1};
    const char second = bytes[at + 1];
    if (second == '[') return controlSequence(bytes, at, limit, ends);
    if (second == ']' || second == 'P' || second == 'X' || second == '^' || second == '_') return stringSequence(bytes, at, limit, ends);
    std::size_t i = at + 1;
    while (i < limit && bytes[i] >= 0x20 && bytes[i] <= 0x2f) ++i;
    if (i >= limit) return {ends ? TerminalEscape::Kind::Invalid : TerminalEscape::Kind::Incomplete, 1};
    if (bytes[i] >= 0x30 && bytes[i] <= 0x7e) return {TerminalEscape::Kind::Other, i + 1 - at};
    return {};
}

void applyTerminalStyle(std::string_view sequence, TerminalStyle& style) {
    if (sequence.size() < 3) return;
    const Numbers numbers(sequence.substr(2, sequence.size() - 3));
    for (std::size_t i = 0; i < numbers.count; ++i) {
        const int n = numbers.n[i];
        const auto palette = [](int index) { return TerminalColor{TerminalColor::Kind::Palette, static_cast<std::uint8_t>(index), 0, 0}; };
        if (n == 0) style = {};
        else if (n == 1) style.bold = true;
        else if (n == 2) style.faint = true;
        else if (n == 3) style.italic = true;
        else if (n == 4 || n == 21) style.underline = true;
        else if (n == 7) style.inverse = true;
        else if (n == 9) style.struck = true;
        else if (n == 22) style.bold = style.faint = false;
        else if (n == 23) style.italic = false;
        else if (n == 24) style.underline = false;
        else if (n == 27) style.inverse = false;
        else if (n == 29) style.struck = false;
        else if (n >= 30 && n <= 37) style.text = palette(n - 30);
        else if (n == 38) i += extendedColor(numbers, i, style.text);
        else if (n == 39) style.text = {};
        else if (n >= 40 && n <= 47) style.ground = palette(n - 40);
        else if (n == 48) i += extendedColor(numbers, i, style.ground);
        else if (n == 49) style.ground = {};
        else if (n >= 90 && n <= 97) style.text = palette(n - 90 + 8);
        else if (n >= 100 && n <= 107) style.ground = palette(n - 100 + 8);
    }
}

TerminalRow terminalRow(std::string_view bytes, TerminalStyle style, int tabWidth) { return RowBuilder(bytes, style, tabWidth).build(); }

std::string withoutEscapes(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size();) {
        const auto c = static_cast<std::uint8_t>(bytes[i]);
        if (c == static_cast<std::uint8_t>(Esc)) {
            i += terminalEscape(bytes, i, true).length;
            continue;
        }
        if (c >= 0x20 ? c != 0x7f : c == '\t' || c == '\n') out.push_back(bytes[i]);
        ++i;
    }
    return out;
}

} // namespace rlmscope
