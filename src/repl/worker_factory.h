#pragma once
// REPLs in worker processes: each frame gets a process of its own with an embedded Python. PROTOCOL.md describes how
// host and worker talk, and what a worker can and cannot do to the host.
#include "engine/repl.h"

#include <memory>
#include <string>

namespace rlmscope {

struct WorkerOptions {
    std::string program;      ///< empty: $RLMSCOPE_WORKER, beside the running program, ../libexec/rlmscope
    double startSeconds = 60; ///< until a worker must be ready, on top of a second per 20 MB of context
    double killAfter = 1;     ///< seconds between the interrupt of a cell and the kill
    bool mapContext = true;   ///< false: every worker copies its context, as where mapping does not work; for tests
    std::uint64_t snapshotBytes = 0; ///< memory of all snapshots together; 0 = a quarter of the machine's
    std::size_t snapshotCount = 200; ///< processes
};

/// Owns one I/O thread. Destroy it after all its REPLs and from another thread.
Result<std::unique_ptr<ReplFactory>> makeWorkerReplFactory(const WorkerOptions& options = {});

} // namespace rlmscope
