#pragma once
// What a byte of UTF-8 is, whatever the locale says.

namespace rlmscope {

constexpr bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
/// Neither ASCII nor the first byte of a character.
constexpr bool isContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

} // namespace rlmscope
