#pragma once
// The table of texts in a `start` frame: where each text of the context lies and in which form. Written by the host, read
// by the worker program, so it needs nothing but the standard library.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope::repl {

enum class TextForm : std::uint32_t {
    Utf8 = 0,   ///< to be decoded
    Ascii = 1,  ///< this and the rest: fixed width, as a Python str keeps them; native byte order
    Latin1 = 2, ///< one byte per character, at least one above 0x7F
    Ucs2 = 3,   ///< two bytes, at least one character above 0xFF
    Ucs4 = 4,   ///< four bytes, at least one character above 0xFFFF
};

/// Bytes per character; 0 for UTF-8.
constexpr unsigned widthOf(TextForm form) {
    switch (form) {
    case TextForm::Utf8: return 0;
    case TextForm::Ascii:
    case TextForm::Latin1: return 1;
    case TextForm::Ucs2: return 2;
    case TextForm::Ucs4: return 4;
    }
    return 0;
}

/// One row: 36 bytes, little endian, in this order; the last number is the form, plus Packed when it is packed.
struct TextRow {
    static constexpr std::size_t Bytes = 36;
    static constexpr std::uint32_t Inline = 0xFFFFFFFFu; ///< as file: the frame's own part
    static constexpr std::uint32_t Packed = 0x100;
    static constexpr std::uint64_t PackedFrom = 64; ///< bytes: below, a str that Python makes takes no more

    std::uint32_t file = Inline; ///< index of the descriptors that came with the frame
    std::uint64_t offset = 0, bytes = 0;
    std::uint64_t chars = 0; ///< fixed width only: bytes / width. Otherwise 0
    std::uint32_t name = 0;  ///< bytes of its name; the names follow each other in the second part
    TextForm form = TextForm::Utf8;
    /// Fixed width, but not at the start of a page: aligned to its width, and a zero character follows it in the file.
    bool packed = false;

    bool operator==(const TextRow&) const = default;
};

void append(std::string& table, const TextRow& row);

/// All rows, or false with `why`: every text lies inside its file or the inline part, every form is known and fits the
/// lengths, the names fill their part exactly. A fixed-width text is in a file; a packed one is of fixed width, aligned to it,
/// not below PackedFrom, and there is room for a zero character behind it.
bool readTable(std::string_view table, std::uint64_t namesBytes, std::uint64_t inlineBytes,
               const std::vector<std::uint64_t>& fileSizes, std::vector<TextRow>& rows, std::string& why);

} // namespace rlmscope::repl
