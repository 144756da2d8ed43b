#pragma once
// The call tree as a flame: one row per level, a bar as wide as everything below it weighs. Bars of a level are in tree
// order, so a child lies under its parent.
#include "insight/bars.h"

#include <stop_token>

namespace rlmscope::insight {

enum class FlameBy : std::uint8_t {
    Time,   ///< time of calls and of Python; what ran at once is added up, so the whole is longer than the run
    Cost,   ///< pico-USD
    Tokens, ///< in and out
};

struct Flame : BarRows {
    std::int64_t total = 0;
    std::uint32_t weightless = 0; ///< nodes without a bar
    std::vector<std::uint8_t> kinds; ///< by row: a bit for every NodeKind in it
    bool isOnly(std::uint32_t row, NodeKind kind) const { return kinds[row] == 1u << static_cast<unsigned>(kind); }
};

Flame flameOf(const SpansAt& run, FlameBy by, const std::stop_token& stop = {});

} // namespace rlmscope::insight
