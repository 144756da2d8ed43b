#pragma once
// A clock that stands still until a test moves it; whoever waits on it wakes then.
#include "base/clock.h"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace rlmscope {

class FakeClock final : public Clock {
public:
    Nanos steady() const override {
        const std::lock_guard lock(m_mutex);
        return m_now;
    }
    Nanos wall() const override { return 1'700'000'000'000'000'000 + steady(); }

    void wait(std::unique_lock<std::mutex>& lock, std::condition_variable& condition, Nanos until) const override {
        {
            const std::lock_guard own(m_mutex);
            if (until <= m_now) return;
            m_waiters.push_back({lock.mutex(), &condition, until});
        }
        condition.wait(lock);
        const std::lock_guard own(m_mutex);
        std::erase_if(m_waiters, [&](const Waiter& w) { return w.condition == &condition; });
    }

    void advance(Nanos by) {
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
    /// Nanoseconds until the next waiter with a time is due; Never when nobody waits for a time.
    Nanos nextDue() const {
        const std::lock_guard lock(m_mutex);
        Nanos due = Never;
        for (const Waiter& waiter : m_waiters)
            if (waiter.until < due) due = waiter.until;
        return due == Never ? Never : due - m_now;
    }

private:
    struct Waiter {
        std::mutex* mutex;
        std::condition_variable* condition;
        Nanos until;
    };
    mutable std::mutex m_mutex;
    mutable std::vector<Waiter> m_waiters;
    Nanos m_now = 1'000'000'000;
};

} // namespace rlmscope
