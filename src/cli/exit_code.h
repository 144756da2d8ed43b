#pragma once
// The exit codes that scripts rely on, and how an error is said that ends a command.
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

/// Says what is wrong and what to do about it, on standard error.
void tell(const Error& error);
/// The same, and the exit code of a run that did not start.
Exit failed(const Error& error);
/// The same for a command that reads files and runs nothing: what is not wrong usage is bad input.
Exit badInput(const Error& error);

} // namespace rlmscope::cli
