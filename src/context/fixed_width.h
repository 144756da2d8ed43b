#pragma once
// UTF-8 to characters of fixed width, the form in which Python keeps its texts.
#include <cstddef>
#include <string_view>

namespace rlmscope {

/// Converts whole, valid UTF-8 whose characters all fit `width` bytes (1, 2 or 4; TextStats::charWidth()) to native byte
/// order and returns the number of characters. `out` is aligned to `width` and has room for utf8.size() + WidenSlack
/// characters: whole blocks are stored, and what lies behind the last character afterwards means nothing.
std::size_t widen(std::string_view utf8, int width, void* out);
constexpr std::size_t WidenSlack = 32;

/// The longest prefix of at most `bytes` bytes that does not cut a character. Never empty for bytes >= 4.
std::string_view wholeCharacters(std::string_view utf8, std::size_t bytes);

} // namespace rlmscope
