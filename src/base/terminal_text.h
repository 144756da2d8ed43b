#pragma once
// Text that a program wrote for a terminal, made safe and readable: colours become styles, everything else that would act
// on a terminal becomes nothing or a visible mark. Pure functions over UTF-8 of any quality.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

struct TerminalColor {
    enum class Kind : std::uint8_t { Default, Palette, Rgb };
    Kind kind = Kind::Default;
    std::uint8_t r = 0, g = 0, b = 0; ///< Palette: `r` is the index, 0 to 255
    bool operator==(const TerminalColor&) const = default;
};

/// As set by ESC [ ... m (SGR). The default value is plain text.
struct TerminalStyle {
    TerminalColor text, ground;
    bool bold = false, faint = false, italic = false, underline = false, inverse = false, struck = false;
    bool operator==(const TerminalStyle&) const = default;
};

/// A sequence that begins with ESC.
struct TerminalEscape {
    enum class Kind : std::uint8_t {
        Style,      ///< colours and the like
        Harmless,   ///< erases, shows or hides the cursor: nothing to tell a reader
        Other,      ///< moves the cursor, sets titles, links...: dropped, a mark stays
        Invalid,    ///< no sequence: the ESC alone is shown as a mark
        Incomplete, ///< may become one when more bytes come
    };
    Kind kind = Kind::Invalid;
    std::size_t length = 1;
};
/// No sequence is longer; what would be is none.
inline constexpr std::size_t LongestEscape = 2048;
/// `bytes[at]` is ESC. Never reads more than LongestEscape bytes. `end`: no more bytes will come, so nothing is Incomplete.
TerminalEscape terminalEscape(std::string_view bytes, std::size_t at, bool end);
/// `sequence` is a whole one of kind Style.
void applyTerminalStyle(std::string_view sequence, TerminalStyle& style);

/// One row of text as it is shown.
struct TerminalRow {
    struct Span {
        std::uint32_t begin = 0, end = 0; ///< units of `text`
        TerminalStyle style;
        bool mark = false; ///< stands for something that cannot be shown: a control character, a hidden direction change
        bool operator==(const Span&) const = default;
    };
    std::u16string text;
    std::vector<std::uint32_t> at; ///< of each unit the byte that it comes from, and one more: the size of the bytes
    std::vector<Span> spans;       ///< in order, cover all of `text`
    bool plain = true;             ///< nothing but printable ASCII: one unit is one column
};
/// Shows `bytes`, which hold no line break. Tabs become spaces, control characters and bidirectional overrides marks.
TerminalRow terminalRow(std::string_view bytes, TerminalStyle style, int tabWidth = 8);

/// The text alone, as a copy should have it: no escapes, no marks; other control characters but tab and line feed go.
std::string withoutEscapes(std::string_view bytes);

} // namespace rlmscope
