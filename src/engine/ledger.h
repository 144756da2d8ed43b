#pragma once
// The budget account of one run, shared by all its frames: reserve before a request leaves, settle after it came back.
// Pure integer arithmetic under a lock; no clock, no input or output. What must stay true:
//   spent + reserved + kept for the forced last answer <= limit, for USD, calls and tokens,
// unless a provider bills more than a reservation could foresee. That is an overrun, and it is reported.
#include "base/units.h"
#include "trace/budget_state.h"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace rlmscope {

struct LedgerLimits {
    std::optional<PicoUsd> usd = {};
    std::optional<std::int64_t> calls = {};
    std::optional<Tokens> tokens = {};
};

/// What an attempt needs at most. UTF-8 bytes are the upper bound of tokens (no tokenizer makes more tokens than bytes);
/// 32 per message cover what a chat template adds.
struct Ask {
    std::uint64_t bytes = 0;
    std::size_t messages = 1;
    int outputCap = 0;
    std::optional<Price> price; ///< absent = unknown; then USD is not counted (a USD limit was refused at the start)
    bool final = false;         ///< the root's forced last answer: may use what was kept for it
    Tokens inputTokens() const;
};

/// Room taken for one attempt. Given back exactly once, by settle() or release().
struct Reservation {
    int outputCap = 0; ///< what the request may ask for
    Tokens input = 0;
    PicoUsd usd;
    std::optional<Price> price;
    Tokens tokens() const { return input + outputCap; }
};

struct Admission {
    enum class Outcome : std::uint8_t {
        Granted,
        Wait,    ///< what is in flight may free enough room
        Refused, ///< nothing can free enough room
    };
    Outcome outcome = Outcome::Refused;
    Reservation reservation; ///< Granted only
    LimitKind limit = LimitKind::Usd; ///< Wait, Refused: the limit in the way
};

struct Settlement {
    Usage usage;  ///< as reported, or the reservation when nothing was reported
    PicoUsd cost; ///< 0 with costKnown == false: unknown, not free
    bool costKnown = false;
    bool reported = false; ///< the provider's own figure
    std::optional<LimitKind> overrun; ///< the limit that is no longer guaranteed
    std::vector<LimitKind> warnings;  ///< limits that passed 80 % just now
};

class Ledger {
public:
    static constexpr int MinimumCap = 256;

    explicit Ledger(LedgerLimits limits) : m_limits(limits) {}

    Admission reserve(const Ask& ask);
    /// The attempt came back. Without usage it settles at the reservation.
    Settlement settle(const Reservation& reservation, const std::optional<Usage>& usage,
                      std::optional<PicoUsd> reportedCost = {});
    /// The attempt cannot have been billed: it never left, or was turned away.
    void release(const Reservation& reservation);

    /// Keeps room for the forced last answer of the root, as far as there is room; replaces what was kept before.
    /// Called again as the root's history grows.
    void keepForFinal(const Ask& ask);

    struct Totals {
        PicoUsd spentUsd, reservedUsd, keptUsd;
        Tokens spentTokens = 0, reservedTokens = 0, keptTokens = 0;
        std::int64_t spentCalls = 0, inFlight = 0, keptCalls = 0;
        bool guaranteed = true; ///< false after an overrun
    };
    Totals totals() const;
    const LedgerLimits& limits() const { return m_limits; }

private:
    struct Fit {
        std::int64_t cap = 0;
        LimitKind limit = LimitKind::Usd;
    };
    Fit fit(const Ask& ask, bool flightLanded) const;
    std::vector<LimitKind> takeWarnings();

    const LedgerLimits m_limits;
    mutable std::mutex m_mutex;
    Totals m_totals;          // guarded by m_mutex
    bool m_warned[3] = {};    // guarded by m_mutex: Usd, Calls, Token
};

} // namespace rlmscope
