#pragma once
// Built-in word lists: what people say when they mean a category, and words that mean nearly the same. Cues are
// beginnings of words, or phrases. A label that is not listed has its own words as cues, so that nothing is a dead end.
#include "providers/simulated/text_tools.h"

namespace rlmscope::sim {

/// What items of this label usually say; never empty.
Strings labelCues(std::string_view label);
/// Words for the same thing, in lower case; may be empty.
Strings relatedWords(std::string_view word);
/// How strongly a text speaks for a label: matched cues, phrases and longer words count more. `described` are words
/// that the prompt itself gives for the label.
double labelScore(std::string_view text, std::string_view label, const Strings& described = {});
/// The best of the labels for a text; "other", "none" or the last one when nothing speaks for any.
std::size_t bestLabel(std::string_view text, const Strings& labels, const std::vector<Strings>& described = {});

} // namespace rlmscope::sim
