#pragma once
// Time comes from a Clock that is handed in, so that tests own it.
#include <chrono>
#include <cstdint>
#include <memory>

namespace rlmscope {

using Nanos = std::int64_t; ///< nanoseconds

class Clock {
public:
    virtual ~Clock() = default;
    virtual Nanos steady() const = 0; ///< monotonic, arbitrary zero
    virtual Nanos wall() const = 0;   ///< since 1970-01-01 UTC
    static const Clock& system();     ///< the machine's clocks; lives for ever
};

} // namespace rlmscope
