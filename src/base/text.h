#pragma once
// UTF-8 text. Positions shown to people and models are code points; storage is bytes.
#include <cstdint>
#include <string>
#include <string_view>

namespace rlmscope {

bool isValidUtf8(std::string_view bytes);
/// Position of the first byte that is not valid UTF-8, or npos.
std::size_t firstInvalidUtf8(std::string_view bytes);
/// Replaces every maximal invalid sequence with U+FFFD.
std::string toValidUtf8(std::string_view bytes);
std::size_t codePoints(std::string_view utf8);
/// The longest prefix of at most n code points.
std::string_view headCodePoints(std::string_view utf8, std::size_t n);
std::string_view tailCodePoints(std::string_view utf8, std::size_t n);
std::string_view trimmed(std::string_view text);
/// One line for labels: control characters and runs of white space become one space, cut at n code points with "…".
std::string oneLine(std::string_view utf8, std::size_t n);
/// A line of oneLine() without the fence and the language that it begins with, and the fence at its end: "```repl x = 1" is "x = 1".
std::string_view withoutFence(std::string_view line);
/// Estimate used before a provider has counted: bytes / 4, rounded up.
std::int64_t estimateTokens(std::string_view utf8);
std::int64_t estimateTokens(std::uint64_t bytes);

/// Decodes a byte stream that may be cut anywhere: whole characters come out at once, a cut one waits for the rest.
/// Invalid bytes become U+FFFD.
class Utf8Stream {
public:
    std::string push(std::string_view bytes);
    std::string finish(); ///< what a cut last character becomes

private:
    std::string m_pending;
};

} // namespace rlmscope
