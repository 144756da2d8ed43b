#include "engine/run_core.h"

#include <algorithm>
#include <cmath>

namespace rlmscope {
namespace {

Nanos nanosOf(std::optional<double> seconds) {
    if (!seconds || *seconds > 1e9) return Clock::Never;
    return static_cast<Nanos>(std::llround(*seconds * 1e9));
}

LedgerLimits ledgerLimits(const RunLimits& limits) {
    return {limits.usd, limits.calls, limits.tokens, limits.inputTokens, limits.outputTokens};
}

} // namespace

RunCore::RunCore(RunSpec runSpec, RunParts runParts, Models runModels, bool forcesLastAnswer)
    : spec(std::move(runSpec))
    , parts(std::move(runParts))
    , models(std::move(runModels))
    , sink(*parts.sink)
    , ledger(ledgerLimits(spec.limits), parts.inherited)
    , gate(*parts.clock, [this](GateChanged change) { sink.append({}, {}, std::move(change)); })
    , questions(gate)
    , desk(spec.limits, parts.canAsk, {gate, ledger, sink, questions},
           {[this](LimitKind limit) { dispatcher.endRun(limit); },
            [this](double seconds) {
                m_end = nanosOf(seconds);
                m_warned = false;
            },
            [this] { dispatcher.roomEverywhere(); }})
    , dispatcher(loop, gate, ledger, sink, {.inFlight = spec.limits.inFlight, .seed = spec.seed, .replies = parts.replies},
                 {.overrun = [this](LimitKind, std::string detail) {
                      halt("limit", "overrun", makeError(ErrorKind::Budget, std::move(detail)));
                  },
                  .lost = [this](Error error) { halt("failed", "trace", std::move(error)); },
                  .refused = [this](NodeId call, LimitKind limit, const Ask& ask) { return desk.refused(call, limit, ask); },
                  .gone = [this](NodeId call) { desk.gone(call); },
                  .drained = [this](LimitKind limit) {
                      halt("limit", std::string(toString(limit)),
                           makeError(ErrorKind::Budget, "The run has stopped at its limit on " + std::string(wordsFor(limit)) + ".",
                                     "Resume it, or run again, with a higher limit."));
                  }})
    , tools(gate, sink, parts.tools, parts.replies)
    , m_forces(forcesLastAnswer && desk.wantsLastAnswer())
    , m_usedBefore(nanosOf(parts.inherited.seconds))
    , m_end(nanosOf(spec.limits.seconds))
    , loop(*parts.clock) {
    gate.onOpen([this] {
        dispatcher.wake();
        tools.wake();
        watchSeconds();
    });
    if (m_forces) ledger.keepForFinal({}); // the call; its size is not known yet
}

BudgetState RunCore::budget() const {
    const Ledger::Totals totals = ledger.totals();
    BudgetState state;
    state.spentUsd = totals.spentUsd;
    state.reservedUsd = totals.reservedUsd;
    state.inheritedUsd = parts.inherited.usd;
    state.spentTokens = totals.spentTokens();
    state.reservedTokens = totals.reservedTokens();
    state.spentCalls = totals.spentCalls;
    state.guaranteed = totals.guaranteed;
    for (const auto& [name, resolved] : models) state.bestEffort |= resolved.model->info().ignoresCaps;
    state.limits = ledger.states();
    for (const LimitState& limit : timeAndFrames()) state.limits.push_back(limit);
    state.lanes = dispatcher.lanes();
    state.pending = questions.pending();
    return state;
}

std::vector<LimitState> RunCore::timeAndFrames() const {
    std::vector<LimitState> states;
    if (const auto frames = desk.frames()) states.push_back(*frames);
    if (m_end != Clock::Never) states.push_back({LimitKind::Seconds, m_end / 1'000'000, milliseconds(), 0, 0});
    return states;
}

void RunCore::halt(std::string status, std::string reason, std::optional<Error> error) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_halt) {
            m_halt.emplace();
            m_halt->status = std::move(status);
            m_halt->stopReason = std::move(reason);
            m_halt->error = std::move(error);
        }
    }
    questions.shut();
    gate.stop();
    stopped.cancel();
}

std::optional<RunEnded> RunCore::haltReason() const {
    const std::lock_guard lock(m_mutex);
    return m_halt;
}

void RunCore::watchSeconds() {
    if (m_end == Clock::Never) return;
    loop.post([this] { secondsPassed(); });
}

void RunCore::expire() {
    if (m_expired.exchange(true)) return;
    sink.append({}, {}, LedgerEvent{"refused", "seconds", "The run's seconds are used up; nothing new starts.", {}});
    dispatcher.refuseAll(LimitKind::Seconds);
    work.cancel();
}

/// A tenth of the seconds, at most 20, belongs to the forced last answer.
Nanos RunCore::softEnd() const {
    const Nanos end = m_end;
    return m_forces ? end - std::min<Nanos>(end / 10, 20'000'000'000) : end;
}

void RunCore::secondsPassed() {
    const Nanos now = used(), end = m_end, soft = softEnd();
    const auto warnAt = end - end / 5;
    if (now >= warnAt && !m_warned.exchange(true))
        sink.append({}, {}, LedgerEvent{"warning", "seconds", "80 % of the run's seconds are used up.", {}});
    if (now >= soft && !m_expired) {
        // A raised limit or another choice comes back here when the gate opens.
        if (desk.secondsUsedUp(static_cast<double>(end) / 1e9) == AtRefusal::Waits) return;
        expire();
    }
    if (now >= end)
        return halt("limit", "seconds", makeError(ErrorKind::Budget, "The run's limit on seconds was reached."));
    // A pause stops the clock, and its end comes back here.
    const auto state = gate.state();
    if (state != RunState::Running) return;
    const Nanos next = now < warnAt ? warnAt : now < soft ? soft : end;
    loop.after(next - now, [this] { secondsPassed(); });
}

} // namespace rlmscope
