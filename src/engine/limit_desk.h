#pragma once
// What happens where a limit of the whole run refuses something: it fails (and the root is asked for its best answer), the run
// ends, or its user is asked. Also keeps the limits that are not the ledger's: frames, and turns of each frame.
// Thread-safe.
#include "base/cancel.h"
#include "engine/ledger.h"
#include "engine/questions.h"
#include "trace/event_sink.h"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace rlmscope {

/// What becomes of something that a limit of the run refuses.
enum class AtRefusal : std::uint8_t {
    Fails,   ///< it does not happen
    Waits,   ///< a question is open: it is tried again when the gate opens
    EndsRun, ///< it does not happen, nothing else leaves, and when nothing is in flight any more the run ends
};

class LimitDesk {
public:
    struct Hooks {
        std::function<void(LimitKind)> endRun;       ///< the user has chosen to stop here
        std::function<void(double seconds)> seconds; ///< the limit on seconds was raised
        std::function<void()> raised;                ///< limits were raised, before the gate opens
    };
    struct Parts {
        Gate& gate;
        Ledger& ledger;
        EventSink& sink;
        Questions& questions;
    };
    /// `canAsk`: somebody is there to ask; else AtLimit::Ask is Finish.
    LimitDesk(const RunLimits& limits, bool canAsk, Parts parts, Hooks hooks);

    /// A limit of the run refuses a call.
    AtRefusal refused(NodeId call, LimitKind limit, const Ask& ask);
    /// The seconds are used up.
    AtRefusal secondsUsedUp(double limit);
    /// Whoever waited for this node needs no answer any more.
    void gone(NodeId node);

    /// Counts one frame more. Blocks while the user is asked. Errors: Budget, Cancelled.
    Status admitFrame(NodeId asker, const CancelToken& cancel);
    /// A frame has used up its turns: blocks while the user is asked; true: there may be more now.
    bool moreTurns(NodeId frame, int limit, const CancelToken& cancel);
    int turns() const { return m_turns; } ///< of each frame

    /// Whether a last answer may be asked for when a limit of the run was reached.
    bool wantsLastAnswer() const { return m_limits.atLimit != AtLimit::Stop; }
    std::optional<LimitState> frames() const; ///< absent: not limited
    std::int64_t framesStarted() const;

private:
    struct Open {
        std::int64_t question = 0;
        NodeId node;
    };
    bool asks() const { return m_limits.atLimit == AtLimit::Ask && m_canAsk && !m_finish; }
    AtRefusal reached(PendingDecision what, std::function<bool(const RaisedLimits&)> fits);
    bool hasRoom(const PendingDecision& what, const std::function<bool(const RaisedLimits&)>& fits) const; // m_mutex held
    Status allowed(const PendingDecision& what, Verdict verdict, const RaisedLimits& raised,
                   const std::function<bool(const RaisedLimits&)>& fits) const;
    void decided(const PendingDecision& what, Verdict verdict, const RaisedLimits& raised);
    void raise(const RaisedLimits& raised);
    bool takeFrame(NodeId asker);

    const RunLimits m_limits;
    const bool m_canAsk;
    const Parts m_parts;
    const Hooks m_hooks;
    std::atomic<bool> m_finish = false; ///< the user has chosen to finish or to stop: nothing is asked any more
    std::atomic<int> m_turns;
    mutable std::mutex m_mutex;
    std::map<LimitKind, Open> m_open;           // guarded by m_mutex
    std::optional<std::int64_t> m_frameLimit;   // guarded by m_mutex
    std::optional<double> m_seconds;            // guarded by m_mutex
    std::int64_t m_frames = 0;                  // guarded by m_mutex
    bool m_framesWarned = false;                // guarded by m_mutex
};

/// "$0.0341": rounded up where it has more digits than anybody reads.
std::string dollars(PicoUsd amount);
/// "input tokens", "USD": how people call what a limit counts.
std::string_view wordsFor(LimitKind limit);

} // namespace rlmscope
