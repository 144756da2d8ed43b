#pragma once
// Live numbers move four times a second, and once where a run has waited for two seconds without an event: a window that
// waits for a model costs less than a hundredth of a processor.
#include <cstdint>

namespace rlmscope {

class LivePace {
public:
    static constexpr int Milliseconds = 250;
    /// Asked once in that time. `newest`: the newest event.
    bool isDue(std::uint64_t newest) {
        m_quiet = newest == m_newest ? m_quiet + 1 : 0;
        m_newest = newest;
        return m_quiet <= 8 || m_quiet % 4 == 0;
    }

private:
    std::uint64_t m_newest = 0;
    int m_quiet = 0; ///< times nothing had come
};

} // namespace rlmscope
