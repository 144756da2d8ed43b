#pragma once
// Trusted tools: a Python file of the user whose functions cells may call, run in a process of its own outside the
// sandbox, with network, files and the user's environment. Whoever starts one has asked the user about this very file
// (runner/trusted_tools.h); a trace never leads here.
#include "engine/tool_host.h"

#include <memory>
#include <string>
#include <vector>

namespace rlmscope {

struct ToolProcessOptions {
    std::string path;   ///< absolute; its folder can be imported from, and tracebacks name it
    std::string source; ///< the text that was approved; the file is not read again
    std::vector<std::string> hidden; ///< environment variables that the process does not get: those with keys
    std::string python;     ///< empty: $RLMSCOPE_TOOLS_PYTHON, else python3
    double startSeconds = 120; ///< for the imports of the file
    double graceSeconds = 1;   ///< for a cancelled call to end by itself, before the process is given up
    int parallel = 16;         ///< calls at the same time
};

/// Blocks until the file has been run. Owns a thread. Errors: no Python (Worker); what the file raised, with file and
/// line (BadInput); cancelled.
/// A call that is cancelled and does not end takes its process with it: the next call gets a new one, which runs the file
/// again; other calls of the old one may finish first. A process that dies fails its calls (Worker).
Result<std::unique_ptr<ToolHost>> startToolProcess(const ToolProcessOptions& options, CancelToken cancel);

/// The functions that a file would give, read without running it. Needs a Python too. Errors as above.
Result<std::vector<ToolInfo>> readToolsFile(const ToolProcessOptions& options, CancelToken cancel);

} // namespace rlmscope
