#include "providers/rate_limiter.h"

#include "base/clock.h"
#include "base/ids.h"

#include <algorithm>
#include <cmath>

namespace rlmscope {
namespace {

constexpr Nanos AskAgain = 250 * Millisecond; ///< when only an answer can change anything, which wakes whoever waits
constexpr Nanos FirstPause = 500 * Millisecond, LongestGuess = 30 * Second;
constexpr Nanos CapForgotten = 300 * Second;
constexpr double Faster = 1.02;     ///< the pace after each request that was served
constexpr double Remembered = 16;   ///< requests that the share of those turned away looks back at
constexpr double SmallShare = 0.3;
constexpr double Margin = 1.02;     ///< what is left is said in whole requests
constexpr std::size_t MostLimiters = 1'000;
constexpr const char* Names[RateKinds] = {"requests", "tokens", "input tokens", "output tokens"};

std::string grouped(std::int64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
    return text;
}

} // namespace

std::size_t RateLimiter::inFlightSince(Ticket ticket) const {
    return static_cast<std::size_t>(std::distance(m_flights.upper_bound(ticket), m_flights.end()));
}

RateLimiter::Need RateLimiter::need(std::size_t kind, Tokens tokens) const {
    const double share = kind == std::size_t(RateOf::InputTokens) ? m_inShare : kind == std::size_t(RateOf::OutputTokens) ? m_outShare : 1;
    const bool counted = kind == std::size_t(RateOf::Requests);
    Need need{counted ? 1.0 : static_cast<double>(tokens) * share, 0};
    for (auto it = m_flights.upper_bound(m_seen); it != m_flights.end(); ++it)
        if (!it->second.answered) need.taken += counted ? 1.0 : static_cast<double>(it->second.tokens) * share;
    return need;
}

/// What is left of a limit by now, but for requests that the reading has not seen.
double RateLimiter::Known::left(Nanos now) const {
    const double since = static_cast<double>(now - at), limit = static_cast<double>(reading.limit);
    if (since >= static_cast<double>(reading.reset)) return limit;
    const double remaining = static_cast<double>(reading.remaining);
    return window ? remaining : remaining + (limit - remaining) * since / static_cast<double>(reading.reset);
}

Readiness RateLimiter::waitFor(std::size_t kind, Tokens tokens, Nanos now) const {
    const auto& known = m_known[kind];
    if (!known) return {};
    const double limit = static_cast<double>(known->reading.limit);
    Need wanted = need(kind, tokens);
    wanted.amount = std::min(wanted.amount, 0.9 * limit); // more than there can ever be leaves when it is nearly full
    const double there = known->left(now) - wanted.taken, missing = wanted.amount - there;
    if (missing <= 1e-6) return {};
    const double rate = (limit - static_cast<double>(known->reading.remaining)) / std::max(1.0, static_cast<double>(known->reading.reset));
    double wait = static_cast<double>(known->at + known->reading.reset - now);
    if (wait <= 0 || (!known->window && rate <= 0)) wait = static_cast<double>(AskAgain);
    else if (!known->window) wait = Margin * missing / rate;
    return {static_cast<Nanos>(std::clamp(wait, 1.0, static_cast<double>(LongestPause))),
            "rate limit of the provider: " + grouped(static_cast<std::int64_t>(std::max(0.0, there))) + " of " +
                grouped(known->reading.limit) + " " + Names[kind] + " left"};
}

/// How many may be in flight.
Readiness RateLimiter::crowd(Nanos now) const {
    const std::size_t flying = m_flights.size();
    if (m_unknown && flying >= FirstCrowd) return {AskAgain, "the first answers of the provider tell how many requests it takes"};
    if (m_strikes > 0) {
        if (now < m_blockedUntil)
            return {m_blockedUntil - now, m_asked ? "the provider asked to wait" : "the provider has turned requests away"};
        // One that finds out; as many as may be when the provider itself named the time, or turns away a few at random.
        const bool several = m_strikes == 1 && m_cap && (m_asked || m_share < SmallShare);
        const std::size_t most = several ? static_cast<std::size_t>(*m_cap) : 1;
        if (inFlightSince(m_crowd) >= std::max<std::size_t>(1, most)) return {AskAgain, "one request finds out whether the provider serves again"};
    }
    if (m_perSecond && now - m_lastStrike <= CapForgotten)
        if (const Nanos next = m_lastLeft + static_cast<Nanos>(1e9 / *m_perSecond); next > now)
            return {std::min(next - now, LongestPause), "the pace at which the provider has served so far"};
    if (!m_cap || now - m_lastStrike > CapForgotten || static_cast<double>(flying) < std::max(1.0, std::floor(*m_cap))) return {};
    return {AskAgain, grouped(static_cast<std::int64_t>(*m_cap)) + " requests at a time, because the provider has turned some away"};
}

Readiness RateLimiter::ready(Tokens tokens) const {
    const std::lock_guard lock(m_mutex);
    const Nanos now = m_clock.steady();
    Readiness longest = crowd(now);
    const bool asked = m_strikes > 0 && m_asked && now < m_blockedUntil;
    if (!asked && m_flights.empty() && m_lastLeft != 0 && now - m_lastLeft >= LongestPause) return {};
    for (std::size_t kind = 0; kind < RateKinds; ++kind)
        if (Readiness each = waitFor(kind, tokens, now); each.wait > longest.wait) longest = std::move(each);
    return longest;
}

RateLimiter::Ticket RateLimiter::left(Tokens tokens) {
    const std::lock_guard lock(m_mutex);
    m_lastLeft = m_clock.steady();
    m_flights.emplace(++m_last, Flight{tokens, false});
    return m_last;
}

void RateLimiter::observe(std::size_t kind, RateReading reading, bool newest, Nanos now) {
    auto& known = m_known[kind];
    if (!known || known->reading.limit != reading.limit) {
        if (newest || !known) known = Known{reading, now, known && known->window};
        return;
    }
    const RateReading before = known->reading;
    const double moved = static_cast<double>((now + reading.reset) - (known->at + before.reset));
    if (newest && before.remaining > reading.remaining && before.limit > before.remaining && before.reset > 0) {
        const double rate = static_cast<double>(before.limit - before.remaining) / static_cast<double>(before.reset);
        const double expected = static_cast<double>(before.remaining - reading.remaining) / rate + static_cast<double>(now - known->at);
        // Some say whole seconds only, so a small step tells nothing.
        if (expected >= 2.0 * Second) known->window = moved < 0.3 * expected;
    }
    // Responses overtake each other. There cannot be more than was left before, so a reading that says so is older.
    const bool anew = newest && known->window && moved >= 2.0 * Second;
    const auto most = static_cast<std::int64_t>(std::ceil(known->left(now)));
    if (anew || (newest && reading.remaining <= most)) {
        known = Known{reading, now, known->window};
    } else if (!newest && reading.remaining < most) {
        known->reading = {reading.limit, reading.remaining, std::max(reading.reset, known->at + before.reset - now)};
        known->at = now;
    }
}

void RateLimiter::accepted(Ticket ticket, Nanos now) {
    ++m_served;
    m_share -= m_share / Remembered;
    if (m_strikes > 0 && ticket > m_crowd) {
        m_usual = now - m_firstStrike;
        m_strikes = 0;
    }
    if (m_cap && now - m_lastStrike > CapForgotten) {
        m_cap.reset();
        m_perSecond.reset();
    }
    if (m_cap) *m_cap += 1 / *m_cap;
    if (m_perSecond && m_strikes == 0) *m_perSecond *= Faster;
}

void RateLimiter::head(Ticket ticket, int status, const RateReadings& readings) {
    const std::lock_guard lock(m_mutex);
    const Nanos now = m_clock.steady();
    m_unknown = false;
    if (const auto flight = m_flights.find(ticket); flight != m_flights.end()) flight->second.answered = true;
    const bool newest = ticket >= m_seen;
    for (std::size_t kind = 0; kind < RateKinds; ++kind)
        if (readings.of[kind]) observe(kind, *readings.of[kind], newest, now);
    if (newest && readings.any()) m_seen = ticket;
    if (status == 200) accepted(ticket, now);
}

void RateLimiter::ended(Ticket ticket, const std::optional<Usage>& usage) {
    const std::lock_guard lock(m_mutex);
    const auto flight = m_flights.find(ticket);
    if (flight == m_flights.end()) return;
    const double tokens = static_cast<double>(flight->second.tokens);
    m_flights.erase(flight);
    if (!usage || tokens <= 0) return;
    m_learned = std::min(m_learned + 1, 10);
    const auto learn = [&](double& share, Tokens really) {
        const double seen = std::clamp(static_cast<double>(really) / tokens, 0.001, 2.0);
        share += (seen - share) / m_learned;
    };
    learn(m_inShare, usage->freshInput + usage->cacheWrite); // what comes from a cache does not count
    learn(m_outShare, usage->output);
}

/// The pause after a crowd was turned away without a word about how long.
Nanos RateLimiter::pause(Nanos now) {
    if (m_strikes == 1) m_firstStrike = now;
    if (m_usual > 2 * FirstPause) { // it will take about as long as the last time
        const double part = m_strikes == 1 ? 0.6 : 0.2;
        return std::clamp(static_cast<Nanos>(static_cast<double>(m_usual) * part), FirstPause, LongestGuess);
    }
    if (m_strikes == 1) return static_cast<Nanos>(static_cast<double>(FirstPause) * std::max(0.1, m_share));
    return std::min(LongestGuess, FirstPause << std::min(m_strikes - 1, 10));
}

/// The pace at which requests were served since the last lesson, when nothing else says how many there may be.
void RateLimiter::slowDown(Nanos now) {
    if (std::any_of(m_known.begin(), m_known.end(), [](const auto& each) { return each.has_value(); })) return;
    if (m_measuredSince != 0 && m_served == 0) return; // still turned away: the same lesson
    // Where the pace is the cause, keeping to it lets many through before the next lesson.
    m_soon = m_perSecond && m_served < 8 ? m_soon + 1 : 0;
    if (m_soon >= 3) {
        m_perSecond.reset();
        m_unpacedUntil = now + CapForgotten;
        m_soon = 0;
    } else if (m_measuredSince != 0 && now >= m_unpacedUntil) {
        m_perSecond = static_cast<double>(m_served) * 1e9 / static_cast<double>(std::max(Millisecond, now - m_measuredSince));
    }
    m_measuredSince = now;
    m_served = 0;
}

void RateLimiter::turnedAway(Ticket ticket, std::optional<Nanos> retryAfter) {
    const std::lock_guard lock(m_mutex);
    const Nanos now = m_clock.steady();
    m_unknown = false;
    const std::size_t crowdSize = m_flights.size();
    m_flights.erase(ticket);
    m_share += (1 - m_share) / Remembered;
    if (retryAfter && *retryAfter > LongestAsked) return;
    if (ticket > m_crowd) { // the others of the same crowd tell nothing new
        m_crowd = m_last;
        m_lastStrike = now;
        ++m_strikes;
        const double before = std::max(1.0, static_cast<double>(crowdSize));
        m_cap = std::max(1.0, std::min(m_cap.value_or(before), before) * (1 - m_share / 2));
        m_asked = false;
        m_blockedUntil = now + pause(now);
        slowDown(now);
    }
    if (!retryAfter) return;
    m_blockedUntil = m_asked ? std::max(m_blockedUntil, now + *retryAfter) : now + *retryAfter;
    m_asked = true;
}

std::optional<int> RateLimiter::atATime() const {
    const std::lock_guard lock(m_mutex);
    if (!m_cap || m_clock.steady() - m_lastStrike > CapForgotten) return std::nullopt;
    return static_cast<int>(std::max(1.0, std::floor(*m_cap)));
}

std::shared_ptr<RateLimiter> sharedRateLimiter(const std::string& origin, const std::string& key, const std::string& model, bool remote) {
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<RateLimiter>> all;
    const std::lock_guard lock(mutex);
    // The key itself is kept nowhere.
    std::shared_ptr<RateLimiter>& found = all[origin + "\n" + model + "\n" + BlobId::of(key).text()];
    if (!found) found = std::make_shared<RateLimiter>(remote);
    auto kept = found;
    if (all.size() > MostLimiters)
        for (auto it = all.begin(); it != all.end();) it = it->second.use_count() == 1 ? all.erase(it) : std::next(it);
    return kept;
}

} // namespace rlmscope
