#pragma once
// What one model of one provider allows under one key, learned while requests go there, for every run of the process.
//
// Two things are learned. From the heads of responses: how much is left of each limit and when it will be full again,
// which says when the next request fits. Limits that refill steadily (OpenAI, Anthropic) and limits that start anew at
// once are told apart by whether the announced time moves as requests leave. From being turned away (429, 529, overloaded):
// a pause, as long as the provider asks for or else doubling, ended by a single request that finds out; how many
// requests may be in flight, which shrinks with each crowd that is turned away, by half of the share that was, and grows by
// one for each crowd that is not (AIMD: Chiu and Jain, 1989; the share as in DCTCP: Alizadeh et al., 2010); and the pace at which requests were served, which grows by 2 % with each of them.
//
// A provider that says nothing and turns nobody away is not slowed. Nothing waits longer than LongestPause without a
// request that finds out, so that a wrong reading never stalls a run.
#include "base/clock.h"
#include "base/units.h"
#include "engine/language_model.h"
#include "providers/rate_headers.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace rlmscope {

/// Thread-safe.
class RateLimiter {
public:
    using Ticket = std::uint64_t; ///< one request; in the order of leaving
    static constexpr Nanos LongestPause = 60'000'000'000;
    /// A provider that asks for more is not waited for here: its calls fail and say so.
    static constexpr Nanos LongestAsked = 300'000'000'000;
    /// In flight to another computer until its first response tells whether it has limits.
    static constexpr int FirstCrowd = 64;

    /// `remote`: the server is another computer. `clock` must outlive the limiter.
    explicit RateLimiter(bool remote, const Clock& clock = Clock::system()) : m_clock(clock), m_unknown(remote) {}

    /// Whether a request of so many tokens (input and output cap) may leave now.
    Readiness ready(Tokens tokens) const;

    Ticket left(Tokens tokens);
    /// Its response has begun.
    void head(Ticket ticket, int status, const RateReadings& readings);
    /// It has ended, in any way but being turned away. `usage`: when known.
    void ended(Ticket ticket, const std::optional<Usage>& usage = {});
    /// It was not served because there is too much to do, or too much was asked for.
    void turnedAway(Ticket ticket, std::optional<Nanos> retryAfter);

    /// For tests and for people: requests that may be in flight; nothing = any number.
    std::optional<int> atATime() const;

private:
    struct Flight {
        Tokens tokens = 0;
        bool answered = false;
    };
    /// A limit as last read, and whether it starts anew at once.
    struct Known {
        RateReading reading;
        Nanos at = 0;
        bool window = false;
        double left(Nanos now) const;
    };
    struct Need {
        double amount = 0;
        double taken = 0; ///< by requests that the reading has not seen
    };

    Need need(std::size_t kind, Tokens tokens) const;
    Readiness waitFor(std::size_t kind, Tokens tokens, Nanos now) const;
    Readiness crowd(Nanos now) const;
    void observe(std::size_t kind, RateReading reading, bool newest, Nanos now);
    void accepted(Ticket ticket, Nanos now);
    Nanos pause(Nanos now);
    void slowDown(Nanos now);
    std::size_t inFlightSince(Ticket ticket) const;

    const Clock& m_clock;
    mutable std::mutex m_mutex; // guards everything below
    Ticket m_last = 0;
    Ticket m_seen = 0;          ///< the newest request that a reading counts
    Nanos m_lastLeft = 0;
    std::map<Ticket, Flight> m_flights;
    std::array<std::optional<Known>, RateKinds> m_known;
    double m_inShare = 1, m_outShare = 1; ///< of the tokens of a request, what is really read and written
    int m_learned = 0;                    ///< from so many replies, at most ten
    bool m_unknown;             ///< no response has begun yet
    std::optional<double> m_cap;
    double m_share = 1;         ///< of the last requests, those turned away; the worst is assumed at first
    Ticket m_crowd = 0;         ///< the last request that had left when the crowd was turned away
    int m_strikes = 0;          ///< crowds turned away in a row
    bool m_asked = false;       ///< the provider said how long to wait
    Nanos m_blockedUntil = 0, m_firstStrike = 0, m_lastStrike = 0;
    std::optional<double> m_perSecond; ///< requests, when limits are found by being turned away only
    Nanos m_measuredSince = 0;
    std::int64_t m_served = 0;  ///< since then
    int m_soon = 0;             ///< lessons in a row that came soon although the pace was kept
    Nanos m_unpacedUntil = 0;
    Nanos m_usual = 0;          ///< how long it took the last time until a request was served again
};

/// The one of the process for this server, key and model. Keeps what was learned while the process lives.
std::shared_ptr<RateLimiter> sharedRateLimiter(const std::string& origin, const std::string& key, const std::string& model, bool remote);

} // namespace rlmscope
