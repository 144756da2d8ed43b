#include "engine/gate.h"

#include <utility>

namespace rlmscope {
namespace {

std::string nameOf(RunState state) {
    switch (state) {
    case RunState::Running: return "running";
    case RunState::Pausing: return "pausing";
    case RunState::Paused: return "paused";
    case RunState::Stopping:
    case RunState::Ended: return "stopping";
    }
    return {};
}

} // namespace

Gate::Gate(const Clock& clock, std::function<void(GateChanged)> changed)
    : m_clock(clock)
    , m_changed(std::move(changed))
    , m_started(clock.steady()) {}

Gate::Decision Gate::decide(const GatePoint&) const {
    switch (m_state) {
    case RunState::Running: return Decision::Pass;
    case RunState::Pausing:
    case RunState::Paused: return Decision::Hold;
    case RunState::Stopping:
    case RunState::Ended: return Decision::Stop;
    }
    return Decision::Stop;
}

void Gate::change(RunState state) {
    m_state = state;
    m_changed(GateChanged{nameOf(state), m_inFlight, closed() ? m_reason : std::string()});
    m_wake.notify_all();
}

bool Gate::send(const GatePoint& point, const std::function<void()>& start) {
    const std::lock_guard lock(m_mutex);
    if (decide(point) != Decision::Pass) return false;
    ++m_inFlight;
    start();
    return true;
}

void Gate::landed() {
    const std::lock_guard lock(m_mutex);
    --m_inFlight;
    if (m_state == RunState::Pausing && m_inFlight == 0) change(RunState::Paused);
}

Status Gate::pass(const GatePoint& point, const CancelToken& cancel) {
    // Declared before the lock: its destructor may wait for the callback, which takes the lock.
    const CancelToken::Callback wake(cancel, [this] {
        const std::lock_guard lock(m_mutex);
        m_wake.notify_all();
    });
    std::unique_lock lock(m_mutex);
    for (;;) {
        if (cancel.cancelled()) return makeError(ErrorKind::Cancelled, "The run was stopped.");
        switch (decide(point)) {
        case Decision::Pass: return {};
        case Decision::Hold: m_wake.wait(lock); break;
        case Decision::Stop: return makeError(ErrorKind::Cancelled, "The run was stopped.");
        }
    }
}

void Gate::close(const std::string& reason) {
    if (m_state != RunState::Running) return;
    m_pausedSince = m_clock.steady();
    m_reason = reason;
    change(RunState::Pausing);
    if (m_inFlight == 0) change(RunState::Paused);
}

bool Gate::openAgain() {
    if (!closed()) return false;
    if (m_holds == 0 && !m_userPaused) {
        m_paused += m_clock.steady() - m_pausedSince;
        change(RunState::Running);
        return true;
    }
    // The last question is answered, and the user has paused as well.
    if (m_holds == 0 && !std::exchange(m_reason, {}).empty()) change(m_state);
    return false;
}

void Gate::pause() {
    const std::lock_guard lock(m_mutex);
    if (m_state == RunState::Stopping || m_state == RunState::Ended) return;
    m_userPaused = true;
    close({});
}

void Gate::resume() {
    {
        const std::lock_guard lock(m_mutex);
        m_userPaused = false;
        if (!openAgain()) return;
    }
    if (m_open) m_open();
}

void Gate::hold(const std::string& reason) {
    const std::lock_guard lock(m_mutex);
    ++m_holds;
    close(reason);
}

void Gate::unhold() {
    {
        const std::lock_guard lock(m_mutex);
        --m_holds;
        if (!openAgain()) return;
    }
    if (m_open) m_open();
}

void Gate::stop() {
    const std::lock_guard lock(m_mutex);
    if (m_state == RunState::Stopping || m_state == RunState::Ended) return;
    if (closed()) m_paused += m_clock.steady() - m_pausedSince;
    change(RunState::Stopping);
}

void Gate::end() {
    const std::lock_guard lock(m_mutex);
    if (closed()) m_paused += m_clock.steady() - m_pausedSince;
    m_state = RunState::Ended;
    m_ended = m_clock.steady();
}

RunState Gate::state() const {
    const std::lock_guard lock(m_mutex);
    return m_state;
}

int Gate::inFlight() const {
    const std::lock_guard lock(m_mutex);
    return m_inFlight;
}

Nanos Gate::activeAt(Nanos now) const {
    return (m_ended ? m_ended : closed() ? m_pausedSince : now) - m_started - m_paused;
}

Nanos Gate::active() const {
    const std::lock_guard lock(m_mutex);
    return activeAt(m_clock.steady());
}

} // namespace rlmscope
