#pragma once
// The gate in front of every model request and around every cell of a run: open or closed. It is closed while the user
// pauses the run, and while a question to the user is open; each of them keeps it closed without the other.
// Step and breakpoints will be decisions about a GatePoint: decide() is the one place.
#include "base/cancel.h"
#include "base/clock.h"
#include "base/result.h"
#include "engine/run.h"
#include "trace/event.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>

namespace rlmscope {

/// Where something wants to pass.
struct GatePoint {
    enum class Kind : std::uint8_t { Request, CellStart, CellEnd };
    Kind kind = Kind::Request;
    NodeId node; ///< the call or cell; CellStart: the turn
    int depth = 0, turn = 0;
    CallRole role = CallRole::Frame;
};

/// Thread-safe. Also the clock of run seconds, because only it knows the pauses.
class Gate {
public:
    /// `changed` writes the event; it is called under the gate's lock, so that changes are written in their order.
    Gate(const Clock& clock, std::function<void(GateChanged)> changed);

    /// Runs `start` and counts a request in flight, or returns false when the point must hold. `start` runs under the
    /// lock: after pause() has returned no request can leave any more. It must be short and not use the gate.
    bool send(const GatePoint& point, const std::function<void()>& start);
    /// A request that was sent has come back.
    void landed();
    /// Blocks until the point may pass. Cancelled when the token is, or when the run stops.
    Status pass(const GatePoint& point, const CancelToken& cancel);

    void pause();  ///< by the user
    void resume(); ///< by the user; answers no question
    /// A question is open; counted. `reason`: GateChanged::reason.
    void hold(const std::string& reason);
    void unhold();
    void stop(); ///< for good: nothing passes any more
    void end();  ///< the run has ended: the gate changes no more and writes no more events
    /// Called, outside the lock, when the gate opens again. Set once, before the run starts.
    void onOpen(std::function<void()> open) { m_open = std::move(open); }

    RunState state() const;
    int inFlight() const;
    Nanos active() const; ///< since construction, without pauses

private:
    enum class Decision : std::uint8_t { Pass, Hold, Stop };
    // With m_mutex held:
    Decision decide(const GatePoint& point) const;
    void change(RunState state);
    void close(const std::string& reason);
    bool openAgain(); ///< false: something keeps it closed, or it was not closed
    bool closed() const { return m_state == RunState::Pausing || m_state == RunState::Paused; }
    Nanos activeAt(Nanos now) const;

    const Clock& m_clock;
    const std::function<void(GateChanged)> m_changed;
    std::function<void()> m_open;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    RunState m_state = RunState::Running; // guarded by m_mutex
    bool m_userPaused = false;            // guarded by m_mutex
    int m_holds = 0;                      // guarded by m_mutex
    std::string m_reason;                 // guarded by m_mutex: why it is closed; empty = the user
    int m_inFlight = 0;                   // guarded by m_mutex
    const Nanos m_started;
    Nanos m_ended = 0;       // guarded by m_mutex; 0 = not yet
    Nanos m_paused = 0;      // guarded by m_mutex: length of the pauses that are over
    Nanos m_pausedSince = 0; // guarded by m_mutex: of the pause that is on
};

} // namespace rlmscope
