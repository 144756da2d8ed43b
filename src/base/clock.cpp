#include "base/clock.h"

namespace rlmscope {
namespace {
class SystemClock final : public Clock {
public:
    Nanos steady() const override {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
            .count();
    }
    Nanos wall() const override {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    }
};
} // namespace

void Clock::wait(std::unique_lock<std::mutex>& lock, std::condition_variable& condition, Nanos until) const {
    if (until == Never) return condition.wait(lock);
    const Nanos left = until - steady();
    if (left > 0) condition.wait_for(lock, std::chrono::nanoseconds(left));
}

const Clock& Clock::system() {
    static const SystemClock clock;
    return clock;
}

} // namespace rlmscope
