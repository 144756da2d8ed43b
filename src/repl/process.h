#pragma once
// A worker process as the host holds it, and how the first of them, the zygote, is started. All others are copies.
#include "base/clock.h"
#include "base/result.h"
#include "repl/unique_fd.h"

#include <cstdint>
#include <string>
#include <sys/types.h>

namespace rlmscope::repl {

/// What connects us with one process.
struct Ends {
    UniqueFd control;  ///< our end of the socketpair, non-blocking
    UniqueFd out, err; ///< reading ends of its stdout and stderr, non-blocking
    UniqueFd theirControl, theirOut, theirErr;
    static Result<Ends> make();
};

struct Process {
    pid_t pid = -1;
    UniqueFd pidfd;   ///< readable when the process has ended
    UniqueFd control, out, err;
    /// It may have children (nothing filters its system calls): they are in its group and end with it.
    bool leadsGroup = true;

    void interrupt() const; ///< SIGINT to the process
    void kill() const;      ///< SIGKILL, also to its children
    int threads() const;    ///< 0 when not known
    Nanos cpu() const;      ///< processor time used so far; 0 when not known
    /// After it has ended: collects it and says how it ended ("exited with code 3 (os._exit)"). The group is killed
    /// first, while the zombie still keeps its number from being used again.
    std::string reap(const std::string& memoryText, bool& outOfMemory);
};

/// Starts the program with `scratch` as its working directory, an empty environment and no descriptors of ours. Call it
/// from a thread that lives as long as the worker may. Blocks for about a millisecond.
Result<Process> spawnWorker(const std::string& program, const std::string& scratch);

/// Descriptor of a child of ours. The number is safe to use: it is not given away before we collect the child.
UniqueFd openPid(pid_t pid);
/// The parent of a process; -1 when there is no such process.
pid_t parentOf(pid_t pid);

/// The process that a thread belongs to; -1 when there is no such thread.
pid_t processOf(pid_t thread);

/// Memory that only this process uses, or its fair share of what several use, with its page tables. 0 when not known.
std::uint64_t memoryOf(pid_t pid);
/// Of the machine: what programs may still take, and all.
struct MachineMemory {
    std::uint64_t available = 0, total = 0;
};
MachineMemory machineMemory();

/// Path of rlmscope-worker: $RLMSCOPE_WORKER, beside the running program, ../libexec/rlmscope.
Result<std::string> findWorker();

} // namespace rlmscope::repl
