#pragma once
// The system calls that a worker needs. Everything else does not exist for it.
#include <vector>

namespace rlmscope::repl {

/// A compiled seccomp filter; empty when there is none for this system. `supervised`: calls that make a process or send
/// a signal are put to the host; otherwise they are refused.
std::vector<char> compileFilter(bool supervised);

} // namespace rlmscope::repl
