#include "engine/ledger.h"

#include <algorithm>
#include <limits>

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

PicoUsd inputCost(const Ask& ask) {
    return {ask.price ? times(ask.inputTokens(), ask.price->dearestInput(ask.inputTokens())) : 0};
}

std::int64_t outputRate(const Ask& ask) {
    return ask.price->dearestOutput(ask.inputTokens());
}

} // namespace

Tokens Ask::inputTokens() const {
    const std::uint64_t largest = Unlimited / 2;
    return static_cast<Tokens>(std::min(largest, bytes + 32 * static_cast<std::uint64_t>(messages)));
}

/// The largest output cap that fits the room left (or the room there would be if everything in flight cost nothing),
/// and the limit that decides it. Negative: not even the input fits.
Ledger::Fit Ledger::fit(const Ask& ask, bool flightLanded) const {
    Fit fit{Unlimited, LimitKind::Usd};
    const auto tighten = [&](std::int64_t cap, LimitKind limit) {
        if (cap < fit.cap) fit = {cap, limit};
    };
    if (m_limits.calls) {
        const auto kept = ask.final ? 0 : m_totals.keptCalls;
        const auto flying = flightLanded ? 0 : m_totals.inFlight;
        if (*m_limits.calls - m_totals.spentCalls - flying - kept < 1) tighten(-1, LimitKind::Calls);
    }
    if (m_limits.tokens) {
        const auto kept = ask.final ? 0 : m_totals.keptTokens;
        const auto flying = flightLanded ? 0 : m_totals.reservedTokens;
        const auto room = *m_limits.tokens - m_totals.spentTokens - flying - kept;
        tighten(room < ask.inputTokens() ? -1 : room - ask.inputTokens(), LimitKind::Token);
    }
    if (m_limits.usd && ask.price) {
        const auto kept = ask.final ? 0 : m_totals.keptUsd.value;
        const auto flying = flightLanded ? 0 : m_totals.reservedUsd.value;
        const auto room = m_limits.usd->value - m_totals.spentUsd.value - flying - kept;
        const auto left = room < inputCost(ask).value ? -1 : room - inputCost(ask).value;
        if (left < 0 || outputRate(ask) > 0)
            tighten(left < 0 ? -1 : left / outputRate(ask), LimitKind::Usd);
    }
    return fit;
}

Admission Ledger::reserve(const Ask& ask) {
    const std::lock_guard lock(m_mutex);
    Admission admission;
    const std::int64_t least = std::min(MinimumCap, ask.outputCap);
    // While requests are in flight, waiting for them beats an answer cut to a stump; with none, a short one beats none.
    const std::int64_t wanted = m_totals.inFlight > 0 ? std::max<std::int64_t>(least, ask.outputCap / 4) : least;
    const Fit now = fit(ask, false);
    if (now.cap < wanted) {
        const bool hopeless = m_totals.inFlight == 0 || fit(ask, true).cap < least;
        admission.outcome = hopeless ? Admission::Outcome::Refused : Admission::Outcome::Wait;
        admission.limit = now.limit;
        return admission;
    }
    Reservation& r = admission.reservation;
    r.outputCap = static_cast<int>(std::min<std::int64_t>(now.cap, ask.outputCap));
    r.input = ask.inputTokens();
    r.price = ask.price;
    r.usd.value = ask.price ? plus(inputCost(ask).value, times(r.outputCap, outputRate(ask))) : 0;
    if (ask.final) m_totals.keptUsd = {}, m_totals.keptTokens = 0, m_totals.keptCalls = 0;
    m_totals.inFlight += 1;
    m_totals.reservedTokens += r.tokens();
    m_totals.reservedUsd += r.usd;
    admission.outcome = Admission::Outcome::Granted;
    return admission;
}

void Ledger::release(const Reservation& r) {
    const std::lock_guard lock(m_mutex);
    m_totals.inFlight -= 1;
    m_totals.reservedTokens -= r.tokens();
    m_totals.reservedUsd -= r.usd;
}

Settlement Ledger::settle(const Reservation& r, const std::optional<Usage>& usage,
                          std::optional<PicoUsd> reportedCost) {
    release(r);
    Settlement s;
    s.usage = usage.value_or(Usage{.freshInput = r.input, .output = r.outputCap});
    s.reported = reportedCost.has_value();
    s.costKnown = s.reported || r.price;
    if (reportedCost) s.cost = *reportedCost;
    else if (r.price) s.cost = usage ? r.price->cost(*usage) : r.usd;

    const std::lock_guard lock(m_mutex);
    const Tokens tokens = s.usage.input() + s.usage.output;
    m_totals.spentCalls += 1;
    m_totals.spentTokens += tokens;
    m_totals.spentUsd += s.cost;
    if (m_limits.usd && s.cost > r.usd) s.overrun = LimitKind::Usd;
    else if (m_limits.tokens && tokens > r.tokens()) s.overrun = LimitKind::Token;
    if (s.overrun) m_totals.guaranteed = false;
    s.warnings = takeWarnings();
    return s;
}

std::vector<LimitKind> Ledger::takeWarnings() {
    std::vector<LimitKind> warnings;
    const auto check = [&](std::int64_t spent, std::optional<std::int64_t> limit, LimitKind kind) {
        bool& warned = m_warned[static_cast<int>(kind)];
        // spent >= 80 % of limit, without overflow and without rounding in favour of the spender
        if (!limit || warned || spent < *limit - *limit / 5) return;
        warned = true;
        warnings.push_back(kind);
    };
    check(m_totals.spentUsd.value, m_limits.usd ? std::optional(m_limits.usd->value) : std::nullopt, LimitKind::Usd);
    check(m_totals.spentCalls, m_limits.calls, LimitKind::Calls);
    check(m_totals.spentTokens, m_limits.tokens, LimitKind::Token);
    return warnings;
}

void Ledger::keepForFinal(const Ask& ask) {
    const std::lock_guard lock(m_mutex);
    const auto room = [](std::int64_t limit, std::int64_t used) { return std::max<std::int64_t>(0, limit - used); };
    if (m_limits.calls)
        m_totals.keptCalls = std::min<std::int64_t>(1, room(*m_limits.calls, m_totals.spentCalls + m_totals.inFlight));
    if (m_limits.tokens)
        m_totals.keptTokens = std::min(plus(ask.inputTokens(), ask.outputCap),
                                       room(*m_limits.tokens, m_totals.spentTokens + m_totals.reservedTokens));
    if (m_limits.usd && ask.price)
        m_totals.keptUsd.value =
            std::min(plus(inputCost(ask).value, times(ask.outputCap, outputRate(ask))),
                     room(m_limits.usd->value, (m_totals.spentUsd + m_totals.reservedUsd).value));
}

Ledger::Totals Ledger::totals() const {
    const std::lock_guard lock(m_mutex);
    return m_totals;
}

} // namespace rlmscope
