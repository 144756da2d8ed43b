#pragma once
// Parts of WorkerHost that its .cpp files share.
#include "repl/worker_host.h"

#include <cstdio>

namespace rlmscope::repl {

/// "0.5 s", "300 s".
inline std::string secondsText(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g s", seconds);
    return text;
}

struct WorkerHost::Cell {
    explicit Cell(const CellObserver& o) : observer(o) {}

    std::uint64_t id = 0;
    std::string message; ///< the frame that starts it
    const CellObserver& observer;
    Nanos limit = 0, cpuLimit = 0; ///< of Python time, of processor time; 0 = none
    std::uint64_t outputLimit = 0;
    bool frameLimit = false, frameCpuLimit = false, frameOutputLimit = false; ///< what is left for the frame is less
    std::uint64_t keptLeft = 0;
    CellOutcome outcome;
    bool begun = false, done = false;

    Nanos python = 0;    ///< Python time up to `mark`
    Nanos mark = 0, cpuMark = 0, cpuStart = 0;
    bool waiting = false; ///< for host calls: only processor time counts
    Nanos interruptAt = 0;
    std::string interruptCause;
};

struct WorkerHost::Call {
    CancelSource cancelled;
    std::size_t items = 0;
};

} // namespace rlmscope::repl
