#pragma once
// What the model calls of one kind have cost: same model, same depth, same role. RunTree keeps one row for each; the sum
// over all rows is RunTotals, exactly. insight/spend.h groups them.
#include "base/units.h"
#include "trace/event.h"

#include <cstdint>
#include <string>

namespace rlmscope {

struct SpendSums {
    std::uint64_t calls = 0;          ///< started, whatever became of them
    std::uint64_t ended = 0;
    std::uint64_t attempts = 0;       ///< requests that left
    std::uint64_t failedAttempts = 0;
    std::uint64_t interrupted = 0;    ///< requests on the wire when their process died: perhaps billed, not in `cost`

    Usage usage;                      ///< paid for: failed attempts included, replies from a record not
    PicoUsd cost;
    PicoUsd failedCost;               ///< part of `cost`: of failed attempts
    PicoUsd estimatedCost;            ///< part of `cost`: settled at the reservation because no usage was reported
    std::uint64_t estimated = 0;      ///< attempts of which no usage was reported
    std::uint64_t unknown = 0;        ///< attempts that were billed at a price that is not known: `cost` is at least so much
    std::uint64_t simulated = 0;      ///< replies of a simulated model, at a made-up price

    std::uint64_t recorded = 0, cached = 0; ///< replies that were not asked for: of a record, of the cache
    Usage savedUsage;                       ///< of those
    PicoUsd saved;                          ///< what they cost when they were made

    bool operator==(const SpendSums&) const = default;
};

struct SpendRow : SpendSums {
    std::string model; ///< SPEC; empty when the trace does not say
    int depth = 0;     ///< of the call: a frame's own calls have the frame's depth, its plain sub-calls one more
    CallRole role = CallRole::Frame;
};

} // namespace rlmscope
