#pragma once
// What a run has spent over its run time, as a short series for a burn-down, and when its limits will be reached if it
// goes on at its recent pace. Fed with the run's events, live or recorded; holds a bounded number of points whatever the
// number of events. Time is active run time: pauses and the time between a stop and a resume do not exist.
//
// Thread safety: none; one owner.
#include "base/clock.h"
#include "trace/budget_state.h"
#include "trace/event.h"
#include "trace/run_spec.h"

#include <unordered_set>
#include <vector>

namespace rlmscope::insight {

/// Everything spent from the start of the run up to some moment. Attempts that cannot have been billed do not count.
struct Burned {
    PicoUsd usd; ///< at least, when Burn::costUnknown()
    std::int64_t calls = 0;
    Tokens input = 0, output = 0;
    std::int64_t frames = 0;
    bool operator==(const Burned&) const = default;
};

class Burn {
public:
    static constexpr std::size_t MaxPoints = 512;

    /// Events in sequence order; one that came already is ignored. Whatever an event says, it does not fail.
    void apply(const Event& event);

    /// points()[k] is what had been spent when the run was step() * (k + 1) old; the last one is what is spent now. Empty
    /// = no time has passed. The step grows with the run, so that there are never more than MaxPoints.
    const std::vector<Burned>& points() const { return m_points; }
    Nanos step() const { return m_step; }
    const Burned& now() const { return m_now; }

    Nanos active() const { return m_active; } ///< age of the run at its newest event
    /// The age at a moment of the run clock (RunTree::now()) that lies after the newest event: stands still in a pause.
    Nanos activeAt(Nanos runTime) const;
    bool costUnknown() const { return m_costUnknown; }
    std::uint64_t settled() const { return m_settled; } ///< attempts that came back, whatever with

    /// What had been spent at an age, to the step.
    Burned at(Nanos age, Nanos* exactAge) const;

private:
    void advance(Nanos time);
    void spend(const Usage& usage, PicoUsd cost, bool billed);
    void coarsen();

    std::vector<Burned> m_points;
    Nanos m_step = 50'000'000;
    Burned m_now;
    Nanos m_active = 0, m_segmentBase = 0, m_runTime = 0, m_paused = 0;
    bool m_pausing = false, m_costUnknown = false;
    std::uint64_t m_settled = 0;
    Seq m_lastSeq = 0;
    std::unordered_set<Seq> m_unpriced; ///< open calls whose attempt has no known price
};

/// The limits of a specification with what is spent of them, for a run without a live BudgetState.
std::vector<LimitState> limitsOf(const RunLimits& limits, const Burn& burn);

struct Projection {
    enum class State : std::uint8_t {
        TooEarly, ///< not enough has come back to know a pace
        Idle,     ///< nothing of it was spent lately
        Unknown,  ///< prices are not known
        Ahead,    ///< `left` of active run time until the limit, at the recent pace
        Reached,  ///< no room is left
    };
    LimitKind kind = LimitKind::Usd;
    State state = State::TooEarly;
    double perSecond = 0; ///< recent pace, in the unit of LimitState; Ahead and Idle only
    Nanos left = 0;       ///< Ahead only
    Nanos window = 0;     ///< how much of the recent past the pace is from
    bool operator==(const Projection&) const = default;
};

/// One for each limit that a pace makes sense for (money, calls, tokens, frames, seconds), in their order. `age` is the
/// run's active time now (Burn::activeAt); what is kept for the last answer counts as spent. A pace is taken from the last
/// eighth of the run, at least 10 s and at least three replies.
std::vector<Projection> project(const Burn& burn, const std::vector<LimitState>& limits, Nanos age);

} // namespace rlmscope::insight
