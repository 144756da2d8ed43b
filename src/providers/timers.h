#pragma once
// Real timers on one thread, shared by the models that answer without a network (scripted, simulated).
#include "base/clock.h"

#include <functional>
#include <memory>

namespace rlmscope {

/// Thread-safe. Functions run on the timer thread, in order of their due time and then of their posting; they must not
/// block. The thread starts with the first post. Destruction drops what is not yet due.
class Timers {
public:
    Timers();
    ~Timers();
    Timers(const Timers&) = delete;
    Timers& operator=(const Timers&) = delete;

    /// Runs `function` once, `delay` nanoseconds from now (0 or less: as soon as possible), never inside post().
    void post(Nanos delay, std::function<void()> function);

    /// The one of the process.
    static Timers& shared();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace rlmscope
