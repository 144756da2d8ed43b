#include "support/fake_clock.h"

namespace rlmscope {

void FakeClock::wait(std::unique_lock<std::mutex>& lock, std::condition_variable& condition, Nanos until) const {
    {
        const std::lock_guard own(m_mutex);
        if (until <= m_now) return;
        m_waiters.push_back({lock.mutex(), &condition, until});
    }
    condition.wait(lock);
    const std::lock_guard own(m_mutex);
    std::erase_if(m_waiters, [&](const Waiter& w) { return w.condition == &condition; });
}

void FakeClock::advance(Nanos by) {
    std::vector<Waiter> waiters;
    {
        const std::lock_guard lock(m_mutex);
        m_now += by;
        waiters = m_waiters;
    }
    // A waiter between its look at the time and its wait still holds its mutex.
    for (const Waiter& waiter : waiters) {
        const std::lock_guard lock(*waiter.mutex);
        waiter.condition->notify_all();
    }
}

Nanos FakeClock::nextDue() const {
    const std::lock_guard lock(m_mutex);
    Nanos due = Never;
    for (const Waiter& waiter : m_waiters)
        if (waiter.until < due) due = waiter.until;
    return due == Never ? Never : due - m_now;
}

} // namespace rlmscope
