#pragma once
// Many calls that want to leave together: what they cost at most, and whether the user is asked first.
#include "base/units.h"
#include "engine/ledger.h"
#include "trace/event.h"
#include "trace/run_spec.h"

#include <cstdint>
#include <string>

namespace rlmscope {

struct FanOut {
    std::int64_t calls = 0;
    Tokens tokens = 0; ///< at most: as the ledger would reserve them
    PicoUsd most;      ///< the same
    bool priceKnown = true;
    bool frames = false; ///< child frames: counted as one call each, because what they do then is not known
    std::string model;   ///< SPEC

    void add(const Ask& ask);
    std::string text() const; ///< for people
    LedgerEvent event(std::string op) const;
};

/// Whether a fan-out of this size waits for the user. What is of unknown price may cost anything.
bool needsApproval(const FanOut& fanOut, const RunLimits& limits);

Error refusedByUser(const FanOut& fanOut);
Error nobodyToAsk(const FanOut& fanOut);

} // namespace rlmscope
