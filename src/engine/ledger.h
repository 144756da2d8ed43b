#pragma once
// The budget accounts of one run, shared by all its frames: reserve before a request leaves, settle after it came back.
// Pure integer arithmetic under a lock; no clock, no input or output. There is one account for the run, and one for each
// child frame that has limits of its own, below the account of the frame that started it. A request is paid from an account
// and from all above it at the same moment. What must stay true in every account:
//   spent + reserved + kept for the forced last answer <= limit, for USD, calls, tokens, tokens in and tokens out,
// unless a provider bills more than a reservation could foresee. That is an overrun, and it is reported.
#include "base/units.h"
#include "trace/budget_state.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace rlmscope {

struct LedgerLimits {
    std::optional<PicoUsd> usd = {};
    std::optional<std::int64_t> calls = {};
    std::optional<Tokens> tokens = {};
    std::optional<Tokens> inputTokens = {}, outputTokens = {};
    bool any() const { return usd || calls || tokens || inputTokens || outputTokens; }
};

/// Spent before this run began, by the run that it resumes: counts as spent.
struct BudgetInherited {
    PicoUsd usd;
    Tokens inputTokens = 0, outputTokens = 0;
    std::int64_t calls = 0;
    double seconds = 0; ///< run seconds
    bool any() const { return usd.value > 0 || inputTokens > 0 || outputTokens > 0 || calls > 0 || seconds > 0; }
};

/// One account. Only its Ledger looks into it.
class LedgerAccount;
using AccountPtr = std::shared_ptr<LedgerAccount>;

/// What an attempt needs at most. UTF-8 bytes are the upper bound of tokens (no tokenizer makes more tokens than bytes);
/// 32 per message cover what a chat template adds.
struct Ask {
    std::uint64_t bytes = 0;
    std::size_t messages = 1;
    int outputCap = 0;
    std::optional<Price> price; ///< absent = unknown; then USD is not counted (a USD limit was refused at the start)
    bool final = false;         ///< the forced last answer of the account's frame: may use what was kept for it
    AccountPtr account = {};    ///< null = the run's
    Tokens inputTokens() const;
    /// What a reservation with the whole cap would take.
    PicoUsd most() const;
};

/// Room taken for one attempt. Given back exactly once, by settle() or release().
struct Reservation {
    int outputCap = 0; ///< what the request may ask for
    Tokens input = 0;
    PicoUsd usd;
    std::optional<Price> price;
    AccountPtr account;
    Tokens tokens() const { return input + outputCap; }
};

struct Admission {
    enum class Outcome : std::uint8_t {
        Granted,
        Wait,    ///< what is in flight under the account in the way may free enough room
        Refused, ///< nothing can free enough room
    };
    Outcome outcome = Outcome::Refused;
    Reservation reservation; ///< Granted only
    LimitKind limit = LimitKind::Usd; ///< Wait, Refused: the limit in the way
    AccountPtr account;               ///< Wait, Refused: whose limit it is
    bool ofRun = true;                ///< Wait, Refused: it is the run's
};

struct Settlement {
    struct Warning {
        LimitKind limit = LimitKind::Usd;
        bool ofRun = true; ///< else of a child frame
    };
    Usage usage;  ///< as reported, or the reservation when nothing was reported
    PicoUsd cost; ///< 0 with costKnown == false: unknown, not free
    bool costKnown = false;
    bool reported = false; ///< the provider's own figure
    std::optional<LimitKind> overrun; ///< the limit that is no longer guaranteed
    std::vector<Warning> warnings;    ///< limits that passed 80 % just now
};

/// Thread-safe.
class Ledger {
public:
    static constexpr int MinimumCap = 256;

    explicit Ledger(const LedgerLimits& limits, const BudgetInherited& inherited = {});
    ~Ledger();

    const AccountPtr& run() const { return m_run; }
    /// An account below `parent` (null = the run's). Lives as long as somebody holds it.
    AccountPtr open(const AccountPtr& parent, const LedgerLimits& limits);
    /// The accounts that a call of `account` is paid from, from itself up to the run's.
    static AccountPtr above(const AccountPtr& account);

    Admission reserve(const Ask& ask);
    /// The attempt came back. Without usage it settles at the reservation.
    Settlement settle(const Reservation& reservation, const std::optional<Usage>& usage,
                      std::optional<PicoUsd> reportedCost = {});
    /// The attempt cannot have been billed: it never left, or was turned away.
    void release(const Reservation& reservation);

    /// Keeps room for the forced last answer of the frame that owns `ask.account`, as far as there is room; replaces what was
    /// kept before. Called again as its history grows.
    void keepForFinal(const Ask& ask);

    /// New limits of the run. What is absent stays; a limit that was not set is not set by this.
    void raise(const RaisedLimits& raised);
    /// Whether the call would fit the run's limits after raise(raised), once what is in flight has come back.
    bool wouldFit(const Ask& ask, const RaisedLimits& raised) const;

    struct Totals {
        PicoUsd spentUsd, reservedUsd, keptUsd;
        Tokens spentInput = 0, reservedInput = 0, keptInput = 0;
        Tokens spentOutput = 0, reservedOutput = 0, keptOutput = 0;
        std::int64_t spentCalls = 0, inFlight = 0, keptCalls = 0;
        bool guaranteed = true; ///< false after an overrun
        Tokens spentTokens() const { return spentInput + spentOutput; }
        Tokens reservedTokens() const { return reservedInput + reservedOutput; }
        Tokens keptTokens() const { return keptInput + keptOutput; }
    };
    Totals totals(const AccountPtr& account = {}) const; ///< null = the run's
    LedgerLimits limits(const AccountPtr& account = {}) const;
    /// The limits that are set, as numbers: usd, calls, tokens, tokens in, tokens out.
    std::vector<LimitState> states(const AccountPtr& account = {}) const;

private:
    void giveBack(const Reservation& reservation); // m_mutex held

    mutable std::mutex m_mutex;
    const AccountPtr m_run; // what is in the accounts is guarded by m_mutex
    bool m_guaranteed = true; // guarded by m_mutex
};

} // namespace rlmscope
