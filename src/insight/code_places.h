#pragma once
// Where in the context a look in code goes: its characters, lines and words as bytes of the strip.
#include "insight/code_reads.h"
#include "insight/context_text.h"
#include "insight/coverage.h"

namespace rlmscope::insight {

/// Of a search the places of its words (the first MostHits), of a scan whole documents. `size` > 0: the frame's `context` is
/// the passage [base, base + size) of the strip, not the whole context.
std::vector<CoverageRange> placesOf(const CodeRead& read, const ContextText& context, std::uint64_t base = 0, std::uint64_t size = 0);

inline constexpr std::size_t MostHits = 5000;

} // namespace rlmscope::insight
