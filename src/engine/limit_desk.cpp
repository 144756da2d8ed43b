#include "engine/limit_desk.h"

#include "engine/prompts.h"

namespace rlmscope {
namespace {

std::int64_t milliseconds(double seconds) {
    return static_cast<std::int64_t>(seconds * 1e3);
}

std::string shown(LimitKind kind, std::int64_t value) {
    if (kind == LimitKind::Usd) return dollars({value});
    if (kind == LimitKind::Seconds) return withThousands(static_cast<std::uint64_t>(value / 1'000)) + " seconds";
    return withThousands(static_cast<std::uint64_t>(value)) + " " + std::string(wordsFor(kind));
}

/// The new value of a limit, in the units of LimitState.
std::optional<std::int64_t> valueOf(const RaisedLimits& raised, LimitKind kind) {
    switch (kind) {
    case LimitKind::Usd: return raised.usd ? std::optional(raised.usd->value) : std::nullopt;
    case LimitKind::Calls: return raised.calls;
    case LimitKind::Token: return raised.tokens;
    case LimitKind::InputToken: return raised.inputTokens;
    case LimitKind::OutputToken: return raised.outputTokens;
    case LimitKind::Frames: return raised.frames;
    case LimitKind::Seconds: return raised.seconds ? std::optional(milliseconds(*raised.seconds)) : std::nullopt;
    case LimitKind::Turns: return raised.turns;
    case LimitKind::Errors:
    case LimitKind::Overrun: return {};
    }
    return {};
}

} // namespace

std::string dollars(PicoUsd amount) {
    constexpr std::int64_t Unit = 100'000'000; // a hundredth of a cent
    const bool few = amount.value < Unit || amount.value % Unit == 0 || amount.value > std::numeric_limits<std::int64_t>::max() - Unit;
    return "$" + (few ? amount : PicoUsd{(amount.value / Unit + 1) * Unit}).exact();
}

std::string_view wordsFor(LimitKind limit) {
    switch (limit) {
    case LimitKind::Usd: return "USD";
    case LimitKind::InputToken: return "input tokens";
    case LimitKind::OutputToken: return "output tokens";
    default: return toString(limit);
    }
}

LimitDesk::LimitDesk(const RunLimits& limits, bool canAsk, Parts parts, Hooks hooks)
    : m_limits(limits)
    , m_canAsk(canAsk)
    , m_parts(parts)
    , m_hooks(std::move(hooks))
    , m_turns(limits.turns)
    , m_frameLimit(limits.frames)
    , m_seconds(limits.seconds) {}

AtRefusal LimitDesk::refused(NodeId call, LimitKind limit, const Ask& ask) {
    PendingDecision what;
    what.node = call;
    what.limit = limit;
    for (const LimitState& state : m_parts.ledger.states()) {
        if (state.kind != limit) continue;
        what.limitNow = state.limit;
        what.text = "The run's limit of " + shown(limit, state.limit) + " does not allow the next model call; " +
                    shown(limit, state.spent) + " " + (limit == LimitKind::Calls ? "were made." : "are spent.");
        if (limit == LimitKind::Usd && ask.price) what.estimate = ask.most();
        if (limit == LimitKind::Usd && ask.price) what.text += " The call costs at most " + dollars(ask.most()) + ".";
        if (state.kept > 0) what.text += " Room for a last answer is kept.";
    }
    return reached(std::move(what), [this, ask](const RaisedLimits& raised) { return m_parts.ledger.wouldFit(ask, raised); });
}

AtRefusal LimitDesk::secondsUsedUp(double limit) {
    PendingDecision what;
    what.limit = LimitKind::Seconds;
    what.limitNow = milliseconds(limit);
    what.text = "The run's " + shown(LimitKind::Seconds, what.limitNow) + " are used up, but for the time of a last answer.";
    return reached(std::move(what), {});
}

bool LimitDesk::moreTurns(NodeId frame, int limit, const CancelToken& cancel) {
    while (m_turns <= limit) {
        if (!asks()) return false;
        PendingDecision what;
        what.node = frame;
        what.limit = LimitKind::Turns;
        what.limitNow = limit;
        what.text = "A frame has used up its " + std::to_string(limit) + " turns. A higher limit holds for every frame of the run.";
        if (reached(std::move(what), {}) != AtRefusal::Waits) return false;
        if (m_parts.gate.pass({GatePoint::Kind::Request, frame}, cancel)) continue;
        gone(frame);
        return false;
    }
    return true;
}

bool LimitDesk::takeFrame(NodeId asker) {
    bool warn = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_frameLimit && m_frames >= *m_frameLimit) return false;
        ++m_frames;
        warn = m_frameLimit && !m_framesWarned && m_frames >= *m_frameLimit - *m_frameLimit / 5;
        m_framesWarned |= warn;
    }
    if (warn && m_limits.frames > 1)
        m_parts.sink.append(asker, {}, LedgerEvent{"warning", "frames", "80 % of the run's frames have been started.", {}});
    return true;
}

Status LimitDesk::admitFrame(NodeId asker, const CancelToken& cancel) {
    while (!takeFrame(asker)) {
        PendingDecision what;
        what.node = asker;
        what.limit = LimitKind::Frames;
        what.limitNow = frames()->limit;
        what.text = "The run's limit of " + shown(LimitKind::Frames, what.limitNow) + " does not allow another child frame.";
        const std::string text = what.text;
        if (reached(std::move(what), {}) != AtRefusal::Waits) {
            m_parts.sink.append(asker, {}, LedgerEvent{"refused", "frames", text, {}});
            return makeError(ErrorKind::Budget, text, "Work without further child frames, or run again with a higher limit.");
        }
        if (const auto open = m_parts.gate.pass({GatePoint::Kind::Request, asker}, cancel); !open) {
            gone(asker);
            return open.error();
        }
    }
    return {};
}

std::int64_t LimitDesk::framesStarted() const {
    const std::lock_guard lock(m_mutex);
    return m_frames;
}

std::optional<LimitState> LimitDesk::frames() const {
    const std::lock_guard lock(m_mutex);
    if (!m_frameLimit) return {};
    return LimitState{LimitKind::Frames, *m_frameLimit, m_frames, 0, 0};
}

AtRefusal LimitDesk::reached(PendingDecision what, std::function<bool(const RaisedLimits&)> fits) {
    if (m_limits.atLimit == AtLimit::Stop) {
        // Seconds and turns end what they limit by themselves.
        if (what.limit == LimitKind::Seconds || what.limit == LimitKind::Turns) return AtRefusal::Fails;
        m_hooks.endRun(what.limit);
        return AtRefusal::EndsRun;
    }
    if (!asks()) return AtRefusal::Fails;
    what.kind = PendingDecision::Kind::Limit;
    const std::lock_guard lock(m_mutex);
    // The same answer is for all; and one may have come since.
    if (m_open.contains(what.limit) || hasRoom(what, fits)) return AtRefusal::Waits;
    m_parts.sink.append(what.node, {}, LedgerEvent{"asked", std::string(toString(what.limit)), what.text, {}});
    Questions::Question question;
    question.what = what;
    question.allowed = [this, what, fits = std::move(fits)](Verdict verdict, const RaisedLimits& raised) {
        return allowed(what, verdict, raised, fits);
    };
    question.decided = [this, what](Verdict verdict, const RaisedLimits& raised) { decided(what, verdict, raised); };
    m_open[what.limit] = {m_parts.questions.open(std::move(question), "limit"), what.node};
    return AtRefusal::Waits;
}

bool LimitDesk::hasRoom(const PendingDecision& what, const std::function<bool(const RaisedLimits&)>& fits) const {
    switch (what.limit) {
    case LimitKind::Frames: return m_frames < *m_frameLimit;
    case LimitKind::Turns: return m_turns > what.limitNow;
    case LimitKind::Seconds: return milliseconds(*m_seconds) > what.limitNow;
    default: return fits({});
    }
}

void LimitDesk::gone(NodeId node) {
    std::int64_t question = 0;
    {
        const std::lock_guard lock(m_mutex);
        for (auto open = m_open.begin(); open != m_open.end() && question == 0; ++open) {
            if (open->second.node != node) continue;
            question = open->second.question;
            m_open.erase(open);
            break;
        }
    }
    // Others may have waited for the same answer: they ask again.
    if (question != 0) m_parts.questions.withdraw(question);
}

Status LimitDesk::allowed(const PendingDecision& what, Verdict verdict, const RaisedLimits& raised,
                          const std::function<bool(const RaisedLimits&)>& fits) const {
    if (verdict == Verdict::Refuse)
        return makeError(ErrorKind::Usage, "A limit was reached: raise it, finish or stop.");
    if (verdict != Verdict::Go) return {};
    const auto more = valueOf(raised, what.limit);
    if (!more || *more <= what.limitNow)
        return makeError(ErrorKind::Usage, "To go on, the limit must become higher than " + shown(what.limit, what.limitNow) + ".");
    if (fits && !fits(raised))
        return makeError(ErrorKind::Usage, "The next model call does not fit " + shown(what.limit, *more) + " either.", "Raise the limit further.");
    for (const LimitState& state : m_parts.ledger.states())
        if (const auto value = valueOf(raised, state.kind); value && *value < state.limit)
            return makeError(ErrorKind::Usage, "The limit of " + shown(state.kind, state.limit) + " can be raised, not lowered.");
    return {};
}

void LimitDesk::decided(const PendingDecision& what, Verdict verdict, const RaisedLimits& raised) {
    {
        const std::lock_guard lock(m_mutex);
        m_open.erase(what.limit);
    }
    if (verdict == Verdict::Go) return raise(raised);
    const bool finish = verdict == Verdict::Finish;
    m_parts.sink.append(what.node, {}, LedgerEvent{"denied", std::string(toString(what.limit)),
                                                   finish ? "The user chose to finish with what is known." : "The user chose to stop.", {}});
    m_finish = true;
    if (!finish) m_hooks.endRun(what.limit);
}

void LimitDesk::raise(const RaisedLimits& raised) {
    const auto told = [&](LimitKind kind, std::int64_t before) {
        const auto now = valueOf(raised, kind);
        if (!now || *now == before) return;
        LedgerEvent event{"raised", std::string(toString(kind)), "From " + shown(kind, before) + " to " + shown(kind, *now) + ".", {}};
        if (kind == LimitKind::Usd) event.amount = {*now};
        // Frames and turns are counted as calls are; seconds in milliseconds.
        if (kind == LimitKind::Calls || kind == LimitKind::Frames || kind == LimitKind::Turns || kind == LimitKind::Seconds) event.calls = *now;
        if (kind == LimitKind::Token || kind == LimitKind::InputToken || kind == LimitKind::OutputToken) event.tokens = *now;
        m_parts.sink.append({}, {}, std::move(event));
    };
    for (const LimitState& state : m_parts.ledger.states()) told(state.kind, state.limit);
    m_parts.ledger.raise(raised);
    if (raised.turns && *raised.turns > m_turns) {
        told(LimitKind::Turns, m_turns);
        m_turns = *raised.turns;
    }
    std::optional<double> seconds;
    {
        const std::lock_guard lock(m_mutex);
        if (m_frameLimit && raised.frames && *raised.frames > *m_frameLimit) {
            told(LimitKind::Frames, *m_frameLimit);
            m_frameLimit = raised.frames;
            m_framesWarned = false;
        }
        if (m_seconds && raised.seconds && *raised.seconds > *m_seconds) {
            told(LimitKind::Seconds, milliseconds(*m_seconds));
            seconds = m_seconds = raised.seconds;
        }
    }
    if (seconds) m_hooks.seconds(*seconds);
    m_hooks.raised();
}

} // namespace rlmscope
