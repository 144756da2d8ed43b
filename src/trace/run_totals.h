#pragma once
// The sums of a run.
#include "base/units.h"

#include <cstdint>

namespace rlmscope {

/// Totals of a run; equal to the sum over its root frames.
struct RunTotals {
    Usage usage;
    PicoUsd cost;
    bool costUnknown = false;
    bool simulated = false; ///< at least one model was simulated
    std::uint64_t modelCalls = 0, frames = 0, turns = 0, cells = 0, subCalls = 0, toolCalls = 0, errors = 0;
    std::uint32_t inFlight = 0, queued = 0;
    PicoUsd reserved; ///< of attempts on the wire
    std::uint64_t failedAttempts = 0;
    PicoUsd failedCost; ///< part of cost: of failed attempts
    std::uint64_t recorded = 0, cached = 0; ///< replies that were not asked for: of a record, of the cache
    PicoUsd saved;      ///< what those cost when they were made
    bool operator==(const RunTotals&) const = default;
};

} // namespace rlmscope
