#include "engine/run_core.h"

#include <algorithm>
#include <cmath>

namespace rlmscope {
namespace {

Nanos nanosOf(std::optional<double> seconds) {
    if (!seconds || *seconds > 1e9) return Clock::Never;
    return static_cast<Nanos>(std::llround(*seconds * 1e9));
}

/// A tenth of the seconds, at most 20, belongs to the forced last answer.
Nanos softEndOf(Nanos end, bool forcesLastAnswer) {
    if (end == Clock::Never || !forcesLastAnswer) return end;
    return end - std::min<Nanos>(end / 10, 20'000'000'000);
}

} // namespace

RunCore::RunCore(RunSpec runSpec, RunParts runParts, Models runModels, bool forcesLastAnswer)
    : spec(std::move(runSpec))
    , parts(std::move(runParts))
    , models(std::move(runModels))
    , sink(*parts.sink)
    , ledger({spec.limits.usd, spec.limits.calls, spec.limits.tokens})
    , gate(*parts.clock, [this](GateChanged change) { sink.append({}, {}, std::move(change)); })
    , dispatcher(loop, gate, ledger, sink, {.inFlight = spec.limits.inFlight, .seed = spec.seed, .replies = parts.replies},
                 {[this](LimitKind, std::string detail) {
                      halt("limit", "overrun", makeError(ErrorKind::Budget, std::move(detail)));
                  },
                  [this](Error error) { halt("failed", "trace", std::move(error)); }})
    , tools(gate, sink, parts.tools, parts.replies)
    , m_end(nanosOf(spec.limits.seconds))
    , m_softEnd(softEndOf(m_end, forcesLastAnswer))
    , loop(*parts.clock) {
    gate.onOpen([this] {
        dispatcher.wake();
        tools.wake();
        watchSeconds();
    });
    if (forcesLastAnswer) ledger.keepForFinal({}); // the call; its size is not known yet
}

BudgetState RunCore::budget() const {
    const Ledger::Totals totals = ledger.totals();
    BudgetState state;
    state.spentUsd = totals.spentUsd;
    state.reservedUsd = totals.reservedUsd;
    state.spentTokens = totals.spentTokens;
    state.reservedTokens = totals.reservedTokens;
    state.spentCalls = totals.spentCalls;
    state.guaranteed = totals.guaranteed;
    for (const auto& [name, resolved] : models) state.bestEffort |= resolved.model->info().ignoresCaps;
    const LedgerLimits& limits = ledger.limits();
    if (limits.usd)
        state.limits.push_back({LimitKind::Usd, limits.usd->value, totals.spentUsd.value, totals.reservedUsd.value, totals.keptUsd.value});
    if (limits.calls)
        state.limits.push_back({LimitKind::Calls, *limits.calls, totals.spentCalls, totals.inFlight, totals.keptCalls});
    if (limits.tokens)
        state.limits.push_back({LimitKind::Token, *limits.tokens, totals.spentTokens, totals.reservedTokens, totals.keptTokens});
    if (m_end != Clock::Never) state.limits.push_back({LimitKind::Seconds, m_end / 1'000'000, gate.active() / 1'000'000, 0, 0});
    return state;
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

void RunCore::secondsPassed() {
    const Nanos now = gate.active();
    const auto warnAt = m_end - m_end / 5;
    if (now >= warnAt && !std::exchange(m_warned, true))
        sink.append({}, {}, LedgerEvent{"warning", "seconds", "80 % of the run's seconds are used up.", {}});
    if (now >= m_softEnd) expire();
    if (now >= m_end)
        return halt("limit", "seconds", makeError(ErrorKind::Budget, "The run's limit on seconds was reached."));
    // A pause stops the clock, and its end comes back here.
    const auto state = gate.state();
    if (state != RunState::Running) return;
    const Nanos next = now < warnAt ? warnAt : now < m_softEnd ? m_softEnd : m_end;
    loop.after(next - now, [this] { secondsPassed(); });
}

} // namespace rlmscope
