#include "engine/ledger.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace rlmscope {
namespace {

constexpr std::int64_t Unlimited = std::numeric_limits<std::int64_t>::max();

/// A product that does not fit is larger than any limit.
std::int64_t times(std::int64_t a, std::int64_t b) {
    std::int64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? Unlimited : product;
}
std::int64_t plus(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? Unlimited : sum;
}

std::int64_t inputCost(const Ask& ask) {
    return ask.price ? times(ask.inputTokens(), ask.price->dearestInput(ask.inputTokens())) : 0;
}

std::int64_t outputRate(const Ask& ask) {
    return ask.price ? ask.price->dearestOutput(ask.inputTokens()) : 0;
}

/// The limits in the order in which they are checked and shown.
constexpr LimitKind Kinds[] = {LimitKind::Usd, LimitKind::Calls, LimitKind::Token, LimitKind::InputToken, LimitKind::OutputToken};
constexpr int KindCount = 5;

std::optional<std::int64_t> limitOf(const LedgerLimits& limits, LimitKind kind) {
    switch (kind) {
    case LimitKind::Usd: return limits.usd ? std::optional(limits.usd->value) : std::nullopt;
    case LimitKind::Calls: return limits.calls;
    case LimitKind::Token: return limits.tokens;
    case LimitKind::InputToken: return limits.inputTokens;
    case LimitKind::OutputToken: return limits.outputTokens;
    default: return {};
    }
}

LimitState stateOf(const Ledger::Totals& t, LimitKind kind, std::int64_t limit) {
    switch (kind) {
    case LimitKind::Usd: return {kind, limit, t.spentUsd.value, t.reservedUsd.value, t.keptUsd.value};
    case LimitKind::Calls: return {kind, limit, t.spentCalls, t.inFlight, t.keptCalls};
    case LimitKind::Token: return {kind, limit, t.spentTokens(), t.reservedTokens(), t.keptTokens()};
    case LimitKind::InputToken: return {kind, limit, t.spentInput, t.reservedInput, t.keptInput};
    case LimitKind::OutputToken: return {kind, limit, t.spentOutput, t.reservedOutput, t.keptOutput};
    default: return {};
    }
}

/// The largest output cap that `room` allows of this kind. Negative: not even the input fits.
std::int64_t capIn(std::int64_t room, LimitKind kind, const Ask& ask) {
    const auto after = [&](std::int64_t fixed) { return room < fixed ? -1 : room - fixed; };
    switch (kind) {
    case LimitKind::Usd: {
        const auto left = after(inputCost(ask));
        return left < 0 || outputRate(ask) == 0 ? (left < 0 ? -1 : Unlimited) : left / outputRate(ask);
    }
    case LimitKind::Calls: return room < 1 ? -1 : Unlimited;
    case LimitKind::Token: return after(ask.inputTokens());
    case LimitKind::InputToken: return after(ask.inputTokens()) < 0 ? -1 : Unlimited;
    default: return room;
    }
}

std::int64_t leastCap(const Ask& ask) {
    return std::min(Ledger::MinimumCap, ask.outputCap);
}

} // namespace

class LedgerAccount {
public:
    LedgerAccount(AccountPtr parentAccount, const LedgerLimits& accountLimits)
        : parent(std::move(parentAccount)), limits(accountLimits) {}
    // A chain of ten thousand must not be taken down by recursion.
    ~LedgerAccount() {
        for (AccountPtr next = std::move(parent); next && next.use_count() == 1;) next = std::move(next->parent);
    }

    AccountPtr parent; ///< null: the run's
    LedgerLimits limits;
    Ledger::Totals totals;
    bool warned[KindCount] = {};

    /// The largest output cap that fits the room of a kind, now or when everything in flight has come back for nothing.
    std::int64_t cap(LimitKind kind, std::int64_t limit, const Ask& ask, bool final, bool landed) const {
        const LimitState s = stateOf(totals, kind, limit);
        return capIn(limit - s.spent - (landed ? 0 : s.reserved) - (final ? 0 : s.kept), kind, ask);
    }
};

Tokens Ask::inputTokens() const {
    const std::uint64_t largest = Unlimited / 2;
    return static_cast<Tokens>(std::min(largest, bytes + 32 * static_cast<std::uint64_t>(messages)));
}

PicoUsd Ask::most() const {
    return {price ? plus(inputCost(*this), times(outputCap, outputRate(*this))) : 0};
}

Ledger::Ledger(const LedgerLimits& limits, const BudgetInherited& inherited)
    : m_run(std::make_shared<LedgerAccount>(nullptr, limits)) {
    m_run->totals.spentUsd = inherited.usd;
    m_run->totals.spentInput = inherited.inputTokens;
    m_run->totals.spentOutput = inherited.outputTokens;
    m_run->totals.spentCalls = inherited.calls;
}

Ledger::~Ledger() = default;

AccountPtr Ledger::open(const AccountPtr& parent, const LedgerLimits& limits) {
    return std::make_shared<LedgerAccount>(parent ? parent : m_run, limits);
}

AccountPtr Ledger::above(const AccountPtr& account) {
    return account ? account->parent : nullptr; // set once
}

Admission Ledger::reserve(const Ask& ask) {
    const std::lock_guard lock(m_mutex);
    Admission admission;
    const AccountPtr own = ask.account ? ask.account : m_run;
    const std::int64_t least = leastCap(ask);
    // While requests are in flight, waiting for them beats an answer cut to a stump; with none, a short one beats none.
    const std::int64_t patient = std::max<std::int64_t>(least, ask.outputCap / 4);
    std::int64_t cap = ask.outputCap;
    bool wait = false;
    for (AccountPtr account = own; account; account = account->parent) {
        const bool final = ask.final && account == own;
        for (const LimitKind kind : Kinds) {
            const auto limit = limitOf(account->limits, kind);
            if (!limit || (kind == LimitKind::Usd && !ask.price)) continue;
            const auto now = account->cap(kind, *limit, ask, final, false);
            cap = std::min(cap, now);
            const bool hopeless = account->cap(kind, *limit, ask, final, true) < least;
            if (!hopeless && (wait || now >= (account->totals.inFlight > 0 ? patient : least))) continue;
            // Waiting in one account is in vain when another one refuses.
            admission.limit = kind;
            admission.account = account;
            admission.ofRun = account == m_run;
            if (hopeless) return admission;
            wait = true;
        }
    }
    if (wait) {
        admission.outcome = Admission::Outcome::Wait;
        return admission;
    }
    Reservation& r = admission.reservation;
    r.outputCap = static_cast<int>(cap);
    r.input = ask.inputTokens();
    r.price = ask.price;
    r.account = own;
    r.usd.value = ask.price ? plus(inputCost(ask), times(r.outputCap, outputRate(ask))) : 0;
    if (ask.final) {
        Totals& t = own->totals;
        t.keptUsd = {}, t.keptInput = t.keptOutput = 0, t.keptCalls = 0;
    }
    for (LedgerAccount* account = own.get(); account; account = account->parent.get()) {
        Totals& t = account->totals;
        t.inFlight += 1;
        t.reservedInput = plus(t.reservedInput, r.input);
        t.reservedOutput += r.outputCap;
        t.reservedUsd += r.usd;
    }
    admission.outcome = Admission::Outcome::Granted;
    return admission;
}

void Ledger::giveBack(const Reservation& r) {
    for (LedgerAccount* account = r.account.get(); account; account = account->parent.get()) {
        Totals& t = account->totals;
        t.inFlight -= 1;
        t.reservedInput -= r.input;
        t.reservedOutput -= r.outputCap;
        t.reservedUsd -= r.usd;
    }
}

void Ledger::release(const Reservation& r) {
    const std::lock_guard lock(m_mutex);
    giveBack(r);
}

Settlement Ledger::settle(const Reservation& r, const std::optional<Usage>& usage,
                          std::optional<PicoUsd> reportedCost) {
    Settlement s;
    s.usage = usage.value_or(Usage{.freshInput = r.input, .output = r.outputCap});
    s.reported = reportedCost.has_value();
    s.costKnown = s.reported || r.price;
    if (reportedCost) s.cost = *reportedCost;
    else if (r.price) s.cost = usage ? r.price->cost(*usage) : r.usd;

    const std::lock_guard lock(m_mutex);
    giveBack(r);
    const Tokens input = s.usage.input(), output = s.usage.output;
    for (LedgerAccount* account = r.account.get(); account; account = account->parent.get()) {
        Totals& t = account->totals;
        const LedgerLimits& limits = account->limits;
        t.spentCalls += 1;
        t.spentInput += input;
        t.spentOutput += output;
        t.spentUsd += s.cost;
        if (s.overrun) {
        } else if (limits.usd && s.cost > r.usd) s.overrun = LimitKind::Usd;
        else if (limits.tokens && input + output > r.tokens()) s.overrun = LimitKind::Token;
        else if (limits.inputTokens && input > r.input) s.overrun = LimitKind::InputToken;
        else if (limits.outputTokens && output > r.outputCap) s.overrun = LimitKind::OutputToken;
        for (int i = 0; i < KindCount; ++i) {
            const auto limit = limitOf(limits, Kinds[i]);
            // spent >= 80 % of limit, without overflow and without rounding in favour of the spender
            if (!limit || account->warned[i] || stateOf(t, Kinds[i], *limit).spent < *limit - *limit / 5) continue;
            account->warned[i] = true;
            s.warnings.push_back({Kinds[i], !account->parent});
        }
    }
    if (s.overrun) m_guaranteed = false;
    return s;
}

void Ledger::keepForFinal(const Ask& ask) {
    const std::lock_guard lock(m_mutex);
    LedgerAccount& account = *(ask.account ? ask.account : m_run);
    const LedgerLimits& limits = account.limits;
    Totals& t = account.totals;
    t.keptUsd = {}, t.keptInput = t.keptOutput = 0, t.keptCalls = 0;
    const auto room = [&](LimitKind kind) {
        const auto limit = limitOf(limits, kind);
        if (!limit) return Unlimited;
        const LimitState s = stateOf(t, kind, *limit);
        return std::max<std::int64_t>(0, *limit - s.spent - s.reserved);
    };
    if (limits.calls) t.keptCalls = std::min<std::int64_t>(1, room(LimitKind::Calls));
    if (limits.usd && ask.price) t.keptUsd.value = std::min(ask.most().value, room(LimitKind::Usd));
    if (!limits.tokens && !limits.inputTokens && !limits.outputTokens) return;
    const auto all = room(LimitKind::Token);
    t.keptInput = std::min({ask.inputTokens(), all, room(LimitKind::InputToken)});
    t.keptOutput = std::min({static_cast<Tokens>(ask.outputCap), all - t.keptInput, room(LimitKind::OutputToken)});
}

namespace {

LedgerLimits withRaised(LedgerLimits limits, const RaisedLimits& raised) {
    const auto set = [](auto& limit, const auto& value) {
        if (limit && value) limit = *value;
    };
    set(limits.usd, raised.usd);
    set(limits.calls, raised.calls);
    set(limits.tokens, raised.tokens);
    set(limits.inputTokens, raised.inputTokens);
    set(limits.outputTokens, raised.outputTokens);
    return limits;
}

} // namespace

void Ledger::raise(const RaisedLimits& raised) {
    const std::lock_guard lock(m_mutex);
    const LedgerLimits before = std::exchange(m_run->limits, withRaised(m_run->limits, raised));
    for (int i = 0; i < KindCount; ++i)
        if (limitOf(before, Kinds[i]) != limitOf(m_run->limits, Kinds[i])) m_run->warned[i] = false;
}

bool Ledger::wouldFit(const Ask& ask, const RaisedLimits& raised) const {
    const std::lock_guard lock(m_mutex);
    LedgerAccount then(nullptr, withRaised(m_run->limits, raised));
    then.totals = m_run->totals;
    const bool final = ask.final && (!ask.account || ask.account == m_run);
    for (const LimitKind kind : Kinds) {
        const auto limit = limitOf(then.limits, kind);
        if (!limit || (kind == LimitKind::Usd && !ask.price)) continue;
        if (then.cap(kind, *limit, ask, final, true) < leastCap(ask)) return false;
    }
    return true;
}

Ledger::Totals Ledger::totals(const AccountPtr& account) const {
    const std::lock_guard lock(m_mutex);
    Totals totals = (account ? account : m_run)->totals;
    totals.guaranteed = m_guaranteed;
    return totals;
}

LedgerLimits Ledger::limits(const AccountPtr& account) const {
    const std::lock_guard lock(m_mutex);
    return (account ? account : m_run)->limits;
}

std::vector<LimitState> Ledger::states(const AccountPtr& account) const {
    const std::lock_guard lock(m_mutex);
    const LedgerAccount& of = *(account ? account : m_run);
    std::vector<LimitState> states;
    for (const LimitKind kind : Kinds)
        if (const auto limit = limitOf(of.limits, kind)) states.push_back(stateOf(of.totals, kind, *limit));
    return states;
}

} // namespace rlmscope
