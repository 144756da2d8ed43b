#pragma once
// Time comes from a Clock that is handed in, so that tests own it.
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>

namespace rlmscope {

using Nanos = std::int64_t; ///< nanoseconds
inline constexpr Nanos Millisecond = 1'000'000, Second = 1'000 * Millisecond;

class Clock {
public:
    virtual ~Clock() = default;
    virtual Nanos steady() const = 0; ///< monotonic, arbitrary zero
    virtual Nanos wall() const = 0;   ///< since 1970-01-01 UTC
    /// Blocks until `condition` is notified or steady() reaches `until`; may wake early, so call it in a loop. Virtual
    /// so that a test that owns the time owns the waiting too.
    virtual void wait(std::unique_lock<std::mutex>& lock, std::condition_variable& condition, Nanos until) const;
    static constexpr Nanos Never = std::numeric_limits<Nanos>::max();
    static const Clock& system();     ///< the machine's clocks; lives for ever
};

} // namespace rlmscope
