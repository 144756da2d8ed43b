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

    void wait(std::unique_lock<std::mutex>& lock, std::condition_variable& condition, Nanos until) const override;
    void advance(Nanos by);
    /// Nanoseconds until the next waiter with a time is due; Never when nobody waits for a time.
    Nanos nextDue() const;

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
