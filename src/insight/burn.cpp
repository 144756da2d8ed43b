#include "insight/burn.h"

#include "base/clock.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

namespace rlmscope::insight {
namespace {

constexpr Nanos MinimumAge = 2 * Second, MinimumWindow = 10 * Second;
constexpr std::int64_t MinimumReplies = 3;

/// Times and numbers of a stranger's trace must not overflow.
std::int64_t plus(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? (b > 0 ? INT64_MAX : INT64_MIN) : sum;
}

/// In the unit of LimitState.
std::optional<std::int64_t> amount(const Burned& b, LimitKind kind) {
    switch (kind) {
    case LimitKind::Usd: return b.usd.value;
    case LimitKind::Calls: return b.calls;
    case LimitKind::Token: return plus(b.input, b.output);
    case LimitKind::InputToken: return b.input;
    case LimitKind::OutputToken: return b.output;
    case LimitKind::Frames: return b.frames;
    default: return {};
    }
}

} // namespace

void Burn::coarsen() {
    const auto half = (m_points.size() + 1) / 2;
    for (std::size_t k = 0; k < half; ++k) m_points[k] = m_points[std::min(2 * k + 1, m_points.size() - 1)];
    m_points.resize(half);
    m_step *= 2;
}

void Burn::advance(Nanos time) {
    m_runTime = std::max(m_runTime, time);
    if (m_pausing) return;
    m_active = std::max(m_active, m_runTime - m_paused);
    while (m_active / m_step >= static_cast<Nanos>(MaxPoints)) {
        if (m_step > INT64_MAX / 2) return;
        coarsen();
    }
    // Where a step begins, all before it is spent.
    const auto need = static_cast<std::size_t>(m_active / m_step) + 1;
    if (m_points.size() < need) m_points.resize(need, m_now);
}

Nanos Burn::activeAt(Nanos runTime) const {
    return m_pausing ? m_active : std::max(m_active, runTime - m_paused);
}

void Burn::spend(const Usage& usage, PicoUsd cost, bool billed) {
    m_now.usd.value = plus(m_now.usd.value, cost.value);
    m_now.input = plus(m_now.input, plus(usage.freshInput, plus(usage.cacheRead, usage.cacheWrite)));
    m_now.output = plus(m_now.output, usage.output);
    if (billed) ++m_now.calls;
    ++m_settled;
}

void Burn::apply(const Event& event) {
    if (event.seq <= m_lastSeq) return;
    m_lastSeq = event.seq;
    if (std::holds_alternative<SegmentStarted>(event.body)) {
        m_segmentBase = m_runTime;
        if (std::exchange(m_pausing, false)) m_paused = m_runTime - m_active; // what died in a pause goes on after it
    }
    advance(plus(m_segmentBase, std::max<Nanos>(event.time, 0)));
    if (const auto* gate = std::get_if<GateChanged>(&event.body)) {
        const bool pausing = gate->state == "pausing" || gate->state == "paused";
        if (m_pausing && !pausing) m_paused = m_runTime - m_active;
        m_pausing = pausing;
    } else if (std::holds_alternative<FrameStarted>(event.body)) {
        ++m_now.frames;
    } else if (const auto* attempt = std::get_if<AttemptStarted>(&event.body)) {
        if (!attempt->priceKnown) m_unpriced.insert(event.node.seq);
    } else if (const auto* failed = std::get_if<AttemptFailed>(&event.body)) {
        const bool billed = failed->usageKnown ? failed->usage != Usage{} : !failed->partial.empty() || failed->cost.value != 0;
        if (billed && failed->cost.value == 0 && m_unpriced.count(event.node.seq)) m_costUnknown = true;
        spend(failed->usage, failed->cost, billed);
    } else if (const auto* ended = std::get_if<ModelCallEnded>(&event.body)) {
        m_unpriced.erase(event.node.seq);
        if (ended->source == ReplySource::Model) {
            const bool billed = ended->status == "ok" || ended->usage != Usage{} || ended->cost.value != 0;
            if (ended->status == "ok" && ended->costSource == CostSource::Unknown) m_costUnknown = true;
            if (billed) spend(ended->usage, ended->cost, true);
        }
    }
    if (!m_points.empty()) m_points.back() = m_now;
}

Burned Burn::at(Nanos age, Nanos* exactAge) const {
    const auto steps = std::clamp<Nanos>(age / m_step, 0, static_cast<Nanos>(m_points.size()));
    *exactAge = steps * m_step;
    return steps == 0 ? Burned{} : m_points[static_cast<std::size_t>(steps) - 1];
}

std::vector<LimitState> limitsOf(const RunLimits& limits, const Burn& burn) {
    std::vector<LimitState> out;
    const auto add = [&](LimitKind kind, std::optional<std::int64_t> limit) {
        if (limit) out.push_back({kind, *limit, amount(burn.now(), kind).value_or(0), 0, 0});
    };
    if (limits.usd) add(LimitKind::Usd, limits.usd->value);
    add(LimitKind::Calls, limits.calls);
    add(LimitKind::Token, limits.tokens);
    add(LimitKind::InputToken, limits.inputTokens);
    add(LimitKind::OutputToken, limits.outputTokens);
    add(LimitKind::Frames, limits.frames);
    if (limits.seconds && std::isfinite(*limits.seconds)) {
        const auto ms = std::llround(std::clamp(*limits.seconds * 1e3, 0.0, 1e15));
        out.push_back({LimitKind::Seconds, ms, burn.active() / 1'000'000, 0, 0});
    }
    return out;
}

std::vector<Projection> project(const Burn& burn, const std::vector<LimitState>& limits, Nanos age) {
    age = std::max(age, burn.active());
    // The recent past, widened until it holds enough replies to speak of a pace.
    Nanos window = std::min(age, std::max(MinimumWindow, age / 8)), from = 0;
    Burned before = burn.at(age - window, &from);
    while (from > 0 && burn.now().calls - before.calls < MinimumReplies) {
        window = window > age / 2 ? age : 2 * window;
        before = burn.at(age - window, &from);
    }
    const bool early = age < MinimumAge || burn.now().calls < MinimumReplies;
    const double seconds = static_cast<double>(age - from) / static_cast<double>(Second);

    std::vector<Projection> out;
    for (const LimitState& limit : limits) {
        Projection p;
        p.kind = limit.kind;
        const double room = static_cast<double>(limit.limit) - static_cast<double>(limit.spent) - static_cast<double>(limit.kept);
        double perSecond = 0;
        if (limit.kind == LimitKind::Seconds) {
            perSecond = 1000;
        } else {
            const auto now = amount(burn.now(), limit.kind), then = amount(before, limit.kind);
            if (!now) continue; // turns, errors: nothing that flows
            if (!early) perSecond = (static_cast<double>(*now) - static_cast<double>(*then)) / seconds;
            p.window = age - from;
        }
        p.perSecond = perSecond;
        if (room <= 0) p.state = Projection::State::Reached;
        else if (limit.kind == LimitKind::Usd && burn.costUnknown()) p.state = Projection::State::Unknown;
        else if (early && limit.kind != LimitKind::Seconds) p.state = Projection::State::TooEarly;
        else if (perSecond <= 0) p.state = Projection::State::Idle;
        else {
            p.state = Projection::State::Ahead;
            p.left = static_cast<Nanos>(std::min(room / perSecond * 1e9, 9e18));
        }
        if (p.state != Projection::State::Ahead && p.state != Projection::State::Idle) {
            p.perSecond = 0;
            p.window = 0;
        }
        out.push_back(p);
    }
    return out;
}

} // namespace rlmscope::insight
