#pragma once
// The user's trusted tools: Python functions that cells may call and that run outside the sandbox. Implemented by a
// process of its own (repl/tool_process.h); by a fake in engine tests.
#include "base/cancel.h"
#include "base/result.h"
#include "engine/repl.h"

#include <functional>
#include <string>
#include <vector>

namespace rlmscope {

/// Thread-safe. One per run.
class ToolHost {
public:
    using Done = std::function<void(Result<std::string>)>;

    virtual ~ToolHost() = default; ///< answers what is still open, then ends what runs
    /// The functions that the file really gave. Does not change.
    virtual const std::vector<ToolInfo>& tools() const = 0;
    /// `arguments` is {"args": [...], "kwargs": {...}} as JSON text and comes from a sandbox: anything may be in it.
    /// `done` gets the result as JSON text, or an error (Code: the function raised; Worker: its process died), once, soon
    /// after a cancellation, from a thread of the host and never inside call(), which does not block.
    virtual void call(const std::string& name, std::string arguments, CancelToken cancel, Done done) = 0;
    /// What the file prints, line by line, from a thread of the host. An empty function ends it: when that has returned,
    /// none is running.
    virtual void onOutput(std::function<void(std::string line)> output) = 0;
};

} // namespace rlmscope
