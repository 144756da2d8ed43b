#pragma once

namespace rlmscope::repl {

/// Exit codes of the worker program, so that the host can name the cause.
constexpr int ExitNoMemory = 97;    ///< our own code in the worker could not allocate
constexpr int ExitLostChannel = 96; ///< the control socket was closed, replaced or carried nonsense

} // namespace rlmscope::repl
