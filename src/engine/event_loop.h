#pragma once
// One thread that runs tasks in order and timers when due: where the calls of a run live, so that thousands of them
// need no thread and no lock each. Tasks must not block.
#include "base/clock.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace rlmscope {

class EventLoop {
public:
    using Task = std::function<void()>;
    /// Names a timer; (due, number) so that equal times fire in the order they were set.
    using Timer = std::pair<Nanos, std::uint64_t>;

    explicit EventLoop(const Clock& clock);
    ~EventLoop();

    /// Runs what was posted before, drops timers, joins. What is posted later never runs.
    void finish();

    void post(Task task);                  ///< thread-safe
    Timer after(Nanos delay, Task task);   ///< thread-safe
    Nanos now() const { return m_clock.steady(); }
    bool cancel(const Timer& timer);       ///< thread-safe; false when it has fired or is firing

private:
    void work();

    const Clock& m_clock;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Task> m_tasks;        // guarded by m_mutex
    std::map<Timer, Task> m_timers;   // guarded by m_mutex
    std::uint64_t m_nextTimer = 0;    // guarded by m_mutex
    bool m_ending = false;            // guarded by m_mutex
    std::thread m_thread;
};

} // namespace rlmscope
