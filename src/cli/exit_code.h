#pragma once
// The exit codes that scripts rely on.
#include "base/result.h"
#include "trace/event.h"

namespace rlmscope::cli {

enum class Exit {
    Answered = 0,
    Internal = 1,  ///< a promise of ours was broken, or the answer could not be printed
    Usage = 2,
    BadInput = 3,
    Limit = 4,     ///< stopped by a limit without an answer
    Failure = 5,   ///< model or network failure
    Cancelled = 6,
    Diverged = 7,  ///< a replay came out differently
};

/// Of a run that did not start.
Exit exitFor(const Error& error);
/// Of a run that ended.
Exit exitFor(const RunEnded& ended);

} // namespace rlmscope::cli
