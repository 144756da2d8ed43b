#pragma once
// Text compared without regard to case. Folds Latin, Greek and Cyrillic letters one to one, so that folded text has the
// same number of characters; other scripts stay as they are.
#include <string>
#include <string_view>

namespace rlmscope {

std::string foldCase(std::string_view utf8);
/// `folded` comes from foldCase(); empty is in everything.
bool containsFolded(std::string_view text, std::string_view folded);

/// How well a text answers what somebody types, letter by letter in order ("tn3" finds "Turn 3"): 0 = not at all, more is
/// better. Starts of words and letters that lie together count most. Both are folded.
int fuzzyScore(std::string_view text, std::string_view typed);

} // namespace rlmscope
