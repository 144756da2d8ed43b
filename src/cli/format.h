#pragma once
// Numbers as text for a person at a terminal, and texts cut to the width of one. Plain ASCII digits and points, so that
// what is printed looks the same everywhere.
#include "base/clock.h"
#include "base/units.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace rlmscope::cli {

std::string count(std::uint64_t n);    ///< 5,000
std::string tokens(Tokens n);          ///< 812, 12.3k, 1.21M
std::string money(PicoUsd amount);     ///< $0.0041 below a dollar, $1.73 above
std::string perMillion(std::int64_t picoPerToken); ///< exact USD for a million tokens, without their sign: 0.25
std::string duration(Nanos elapsed);   ///< 46 ms, 4.28 s, 1 m 52 s
std::string bytes(std::uint64_t n);    ///< 512 B, 18.4 MB

/// Columns that a UTF-8 text takes on a terminal: wide characters take two, combining ones none.
int columns(std::string_view utf8);
/// Cut to at most `width` columns, with an ellipsis when something was cut.
std::string fitted(std::string_view utf8, int width, bool unicode = true);
std::string padded(std::string text, int width);      ///< with spaces on the right
std::string paddedLeft(std::string text, int width); ///< with spaces on the left

} // namespace rlmscope::cli
