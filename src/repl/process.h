#pragma once
// A worker process as the host holds it, and how it is started. Today every worker is a program of its own
// (spawnWorker); a fork from a warm zygote will fill in the same struct.
#include "base/clock.h"
#include "base/result.h"
#include "repl/unique_fd.h"

#include <string>
#include <sys/types.h>

namespace rlmscope::repl {

struct Process {
    pid_t pid = -1;
    UniqueFd pidfd;   ///< readable when the process has ended
    UniqueFd control; ///< our end of the socketpair, non-blocking
    UniqueFd out, err; ///< reading ends of its stdout and stderr, non-blocking

    void interrupt() const; ///< SIGINT to the process
    void kill() const;      ///< SIGKILL to its process group
    Nanos cpu() const;      ///< processor time used so far; 0 when not known
    /// After it has ended: collects it and says how it ended ("exited with code 3 (os._exit)"). The group is killed
    /// first, while the zombie still keeps its number from being used again.
    std::string reap(const std::string& memoryText, bool& outOfMemory);
};

/// Starts the program with `scratch` as its working directory, an empty environment and no descriptors of ours. Call it
/// from a thread that lives as long as the worker may. Blocks for about a millisecond.
Result<Process> spawnWorker(const std::string& program, const std::string& scratch);

/// Path of rlmscope-worker: $RLMSCOPE_WORKER, beside the running program, ../libexec/rlmscope.
Result<std::string> findWorker();

} // namespace rlmscope::repl
