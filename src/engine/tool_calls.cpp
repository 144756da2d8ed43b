#include "engine/tool_calls.h"

#include "base/json.h"
#include "base/text.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

namespace rlmscope {

struct ToolCalls::Call {
    Request request;
    Nanos sent = 0; ///< event time; 0 = not sent
    bool recorded = false; ///< answered by the record
    CancelToken::Callback whenCancelled;
};

ToolCalls::ToolCalls(Gate& gate, EventSink& sink, std::shared_ptr<ToolHost> host, std::shared_ptr<Replies> replies)
    : m_gate(gate)
    , m_sink(sink)
    , m_host(std::move(host))
    , m_replies(std::move(replies)) {}

void ToolCalls::submit(Request request) {
    const auto call = std::make_shared<Call>();
    call->request = std::move(request);
    if (m_replies) {
        auto known = m_replies->told(call->request.key, call->request.arguments);
        if (!known) return finish(call, known.error());
        if (*known) {
            call->recorded = true;
            return finish(call, std::move(**known));
        }
    }
    {
        const std::lock_guard lock(m_mutex);
        m_held.push_back(call);
    }
    call->whenCancelled = CancelToken::Callback(call->request.cancel, [this, weak = std::weak_ptr(call)] {
        if (const auto held = weak.lock()) cancelled(held);
    });
    wake();
}

void ToolCalls::wake() {
    for (;;) {
        CallPtr call;
        bool left = false;
        {
            const std::lock_guard lock(m_mutex);
            if (m_held.empty()) return;
            call = m_held.front();
            const Request& request = call->request;
            if (m_host) {
                const GatePoint point{GatePoint::Kind::Request, request.cell, request.depth, request.turn, CallRole::Sub};
                left = m_gate.send(point, [&] {
                    call->sent = std::max<Nanos>(m_sink.now(), 1);
                    m_host->call(request.name, request.arguments, request.cancel, [this, call](Result<std::string> result) {
                        m_gate.landed();
                        finish(call, std::move(result));
                    });
                });
                if (!left) return;
            }
            m_held.pop_front();
        }
        if (!left) finish(call, makeError(ErrorKind::Usage, "This run has no trusted tools."));
    }
}

/// What has left is cancelled by the host.
void ToolCalls::cancelled(const CallPtr& call) {
    {
        const std::lock_guard lock(m_mutex);
        const auto held = std::find(m_held.begin(), m_held.end(), call);
        if (held == m_held.end()) return;
        m_held.erase(held);
    }
    finish(call, makeError(ErrorKind::Cancelled, "The call was cancelled before it was made."));
}

void ToolCalls::finish(const CallPtr& call, Result<std::string> result) {
    const Request& request = call->request;
    nlohmann::json record{{"key", request.key.text()}, {"name", request.name}, {"arguments", request.arguments}};
    // As text: a number of a hundred digits must come back from a trace as it went in.
    if (result) record["result"] = *result;
    else record["error"] = {{"kind", toString(result.error().kind)}, {"message", result.error().message}, {"hint", result.error().hint}};
    record["seconds"] = call->sent ? static_cast<double>(m_sink.now() - call->sent) / 1e9 : 0.0;
    if (call->recorded) record["recorded"] = true;
    m_sink.append(request.cell, {}, Custom{"tool_call", dumpJson(record)},
                  [call, result = std::move(result)](const Status& durable) mutable {
                      call->request.done(durable ? std::move(result) : Result<std::string>(durable.error()));
                  });
}

std::vector<std::string> importableNames(const std::string& folder, std::size_t most) {
    namespace fs = std::filesystem;
    std::set<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error), end;
         !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        std::string name = entry->path().filename().string();
        const bool package = entry->is_directory(ignored);
        if (package && !fs::exists(entry->path() / "__init__.py", ignored)) continue;
        // "fast.cpython-311-x86_64-linux-gnu.so" is imported as fast
        const bool module = name.ends_with(".py") || name.ends_with(".so");
        if (!package && !module) continue;
        if (module) name.resize(name.find('.'));
        if (!name.starts_with('_') && toolNameProblem(name).empty()) names.insert(std::move(name));
    }
    std::vector<std::string> list(names.begin(), names.end());
    if (list.size() > most) list.resize(most);
    return list;
}

std::string describeTools(const std::vector<ToolInfo>& tools) {
    std::string text;
    for (const ToolInfo& tool : tools) {
        text += (text.empty() ? "- `" : "\n- `") + tool.name + tool.signature + "`";
        const std::string_view doc = trimmed(tool.doc);
        if (!doc.empty()) text += ": ";
        for (const char c : doc) {
            text += c;
            if (c == '\n') text += "  "; // stays part of its item
        }
    }
    return text;
}

} // namespace rlmscope
