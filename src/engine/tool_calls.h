#pragma once
// Calls of trusted tools on their way from a cell to the tool host: through the gate like any request that leaves the
// program, recorded, and answered when the record is durable, because what a tool did outside cannot be done again.
#include "engine/gate.h"
#include "engine/reply_source.h"
#include "engine/tool_host.h"
#include "trace/call_key.h"
#include "trace/event_sink.h"

#include <list>
#include <memory>
#include <mutex>

namespace rlmscope {

/// Thread-safe. One per run; the host may be null (then there are no tools to call).
class ToolCalls {
public:
    struct Request {
        NodeId cell;
        CallKey key;
        int depth = 0, turn = 0;
        std::string name, arguments;
        CancelToken cancel;
        ToolHost::Done done; ///< once, always
    };

    /// `replies`: asked first; null = none.
    ToolCalls(Gate& gate, EventSink& sink, std::shared_ptr<ToolHost> host, std::shared_ptr<Replies> replies = {});

    void submit(Request request);
    void wake(); ///< the gate has opened

private:
    struct Call;
    using CallPtr = std::shared_ptr<Call>;

    void cancelled(const CallPtr& call);
    void finish(const CallPtr& call, Result<std::string> result);

    Gate& m_gate;
    EventSink& m_sink;
    const std::shared_ptr<ToolHost> m_host;
    const std::shared_ptr<Replies> m_replies;
    std::mutex m_mutex;
    std::list<CallPtr> m_held; // guarded by m_mutex: not sent yet, in order
};

/// The names that can be imported from a folder of packages, sorted, at most `most`. Empty when it cannot be read.
std::vector<std::string> importableNames(const std::string& folder, std::size_t most);
/// The list of a prompt: "- `fetch(url)`: what its docstring says".
std::string describeTools(const std::vector<ToolInfo>& tools);

} // namespace rlmscope
