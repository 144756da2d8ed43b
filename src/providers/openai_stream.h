#pragma once
// Decodes chat completions, streamed (one JSON object per server-sent event) or whole, into text, usage and an ending.
#include "engine/language_model.h"
#include "providers/provider_error.h"

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace rlmscope {

/// The state of one reply. Not thread-safe. Foreign bytes: anything that does not fit is ignored or an error, never a
/// crash.
class ChatDecoder {
public:
    using Delta = std::function<void(PartKind, std::string_view)>;
    explicit ChatDecoder(Delta delta, bool reportsCost = false)
        : m_delta(std::move(delta))
        , m_reportsCost(reportsCost) {}

    /// The data of one event: "[DONE]", a chunk, or an error object.
    void event(std::string_view data);
    /// A whole response, from a server that does not stream.
    void whole(std::string_view body);

    bool done() const { return m_done; }                     ///< [DONE] was seen
    bool finished() const { return m_done || m_hasFinish; }  ///< the text is complete
    bool malformed() const { return m_malformed; }           ///< an event was not JSON
    const std::optional<ProviderError>& error() const { return m_error; }

    const std::string& text() const { return m_text; }
    const std::string& reasoning() const { return m_reasoning; }

    /// The reply so far; whether it is complete is for the caller to judge.
    ModelReply reply() const;

private:
    void object(const nlohmann::json& value);
    void choice(const nlohmann::json& value);
    void content(const nlohmann::json& delta);
    void add(PartKind kind, std::string& to, std::string_view piece);
    void usage(const nlohmann::json& value);
    void timings(const nlohmann::json& value);

    Delta m_delta;
    bool m_reportsCost;
    bool m_done = false, m_hasFinish = false, m_malformed = false, m_refused = false, m_hasTools = false;
    std::optional<ProviderError> m_error;
    std::string m_text, m_reasoning, m_finish, m_id, m_model, m_rawUsage, m_rawExtra;
    Usage m_usage;
    bool m_usageKnown = false;
    std::optional<PicoUsd> m_cost;
};

/// "stop", "length", "tool_calls", "content_filter", ... ; unknown words are Unknown.
FinishReason finishReasonFrom(std::string_view word);

/// A usage object with OpenAI's counting (prompt_tokens includes what came from the cache) as ours. Nothing when it
/// holds no counts.
std::optional<Usage> usageFrom(const nlohmann::json& value);

} // namespace rlmscope
