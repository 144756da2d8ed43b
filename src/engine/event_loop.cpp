#include "engine/event_loop.h"

#include <algorithm>

namespace rlmscope {

EventLoop::EventLoop(const Clock& clock) : m_clock(clock), m_thread([this] { work(); }) {}

EventLoop::~EventLoop() {
    finish();
}

void EventLoop::finish() {
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
        m_wake.notify_one();
    }
    if (m_thread.joinable()) m_thread.join();
}

// Notified under the lock: once it is released the task may run, end the run and with it this loop.
void EventLoop::post(Task task) {
    const std::lock_guard lock(m_mutex);
    const bool wake = m_tasks.empty();
    m_tasks.push_back(std::move(task));
    if (wake) m_wake.notify_one();
}

EventLoop::Timer EventLoop::after(Nanos delay, Task task) {
    const std::lock_guard lock(m_mutex);
    const Timer timer{m_clock.steady() + std::max<Nanos>(0, delay), ++m_nextTimer};
    const bool first = m_timers.empty() || timer < m_timers.begin()->first;
    m_timers.emplace(timer, std::move(task));
    if (first) m_wake.notify_one();
    return timer;
}

bool EventLoop::cancel(const Timer& timer) {
    const std::lock_guard lock(m_mutex);
    return m_timers.erase(timer) > 0;
}

void EventLoop::work() {
    std::vector<Task> tasks;
    std::unique_lock lock(m_mutex);
    for (;;) {
        tasks.clear();
        tasks.swap(m_tasks);
        const Nanos now = m_clock.steady();
        while (!m_timers.empty() && m_timers.begin()->first.first <= now) {
            tasks.push_back(std::move(m_timers.begin()->second));
            m_timers.erase(m_timers.begin());
        }
        if (tasks.empty()) {
            if (m_ending) return;
            m_clock.wait(lock, m_wake, m_timers.empty() ? Clock::Never : m_timers.begin()->first.first);
            continue;
        }
        lock.unlock();
        for (auto& task : tasks) {
            task();
            task = nullptr; // what it holds ends here, not at the end of the batch
        }
        lock.lock();
    }
}

} // namespace rlmscope
