#pragma once
// What a live run says about its money and its requests, and what it asks its user. Plain values: the engine makes them,
// views and the command line show them. Nothing of it is stored: the facts behind it are events.
#include "base/clock.h"
#include "base/ids.h"
#include "base/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

enum class LimitKind : std::uint8_t { Usd, Calls, Token, Seconds, Turns, Errors, Overrun, InputToken, OutputToken, Frames };
std::string_view toString(LimitKind kind); ///< "usd", "calls", ...: RunEnded::stopReason and LedgerEvent::limit

/// One limit of the whole run. Units: pico-USD, calls, tokens, frames, milliseconds.
struct LimitState {
    LimitKind kind = LimitKind::Usd;
    std::int64_t limit = 0;
    std::int64_t spent = 0;
    std::int64_t reserved = 0; ///< by requests in flight; 0 for frames and seconds
    std::int64_t kept = 0;     ///< for the forced last answer
    bool operator==(const LimitState&) const = default;
};

/// The requests of one model.
struct LaneState {
    std::string model; ///< SPEC
    int queued = 0, inFlight = 0;
    int retrying = 0;         ///< waiting for their next attempt
    Nanos wait = 0;           ///< until the next one may leave, because the provider said so; 0 = now
    std::string reason;       ///< for people, why they wait: "50 requests a minute"
    bool operator==(const LaneState&) const = default;
};

/// Something that waits for the user. The whole run is paused until all of them are decided.
struct PendingDecision {
    enum class Kind : std::uint8_t {
        FanOut, ///< many calls that want to leave together
        Limit,  ///< a limit that refuses a call
    };
    std::int64_t id = 0;
    Kind kind = Kind::FanOut;
    NodeId node;          ///< the cell that asks for the calls, or the call that is refused
    LimitKind limit = LimitKind::Usd; ///< Limit
    std::int64_t limitNow = 0; ///< Limit: its value, in the units of LimitState; Turns: the turns of each frame
    std::int64_t calls = 0; ///< FanOut
    std::string model;      ///< FanOut: SPEC
    bool frames = false;    ///< FanOut: child frames, counted as one call each
    Tokens tokens = 0;      ///< FanOut: at most: input (a token a byte) and the output caps
    PicoUsd estimate;       ///< at most, as the ledger would reserve it; Limit: the call that is refused, of money
    bool priceKnown = true;
    std::string text;       ///< for people, in English
    bool operator==(const PendingDecision&) const = default;
};

enum class Verdict : std::uint8_t {
    Go,     ///< FanOut: let them leave. Limit: go on, with the limit raised.
    Refuse, ///< FanOut: these calls fail, the cell goes on. Not for Limit.
    Finish, ///< ask for the best answer from what is known
    Stop,   ///< end the run without a last answer
};

struct BudgetState {
    std::vector<LimitState> limits;  ///< those that are set
    PicoUsd spentUsd, reservedUsd, inheritedUsd; ///< inherited: spent by the run that this one resumes; part of spentUsd
    Tokens spentTokens = 0, reservedTokens = 0;
    std::int64_t spentCalls = 0;
    bool guaranteed = true;   ///< false after an overrun
    bool bestEffort = false;  ///< a provider ignores output caps
    std::vector<LaneState> lanes; ///< of models that have been asked
    std::vector<PendingDecision> pending; ///< oldest first
    bool operator==(const BudgetState&) const = default;
};

/// New values for limits of a run; absent = as it is.
struct RaisedLimits {
    std::optional<PicoUsd> usd;
    std::optional<std::int64_t> calls;
    std::optional<Tokens> tokens, inputTokens, outputTokens;
    std::optional<std::int64_t> frames;
    std::optional<double> seconds;
    std::optional<int> turns; ///< of each frame
};

} // namespace rlmscope
