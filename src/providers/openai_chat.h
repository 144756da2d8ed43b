#pragma once
// A language model behind any server that speaks OpenAI's chat completions over HTTP, streamed. What servers and models
// quarrel about is data: server_traits.h.
#include "providers/http_model.h"
#include "providers/server_traits.h"

namespace rlmscope {

struct OpenAiChatOptions : ModelEndpoint {
    std::string query; ///< of every request: "api-version=2024-10-21"
};

/// What is learned from rejections: the field for the output cap is exchanged when a 400 names it (max_tokens,
/// max_completion_tokens); stream_options is left out when a 400 names it: usage is then unknown unless the server sends
/// it anyway; the reply is asked for whole when a 400 says that this model cannot stream. The cap itself is always sent.
/// OpenRouter's reasoning_details are opaque parts and go back to it unchanged, until a 400 objects to them.
class OpenAiChat final : public HttpModel {
public:
    explicit OpenAiChat(OpenAiChatOptions options, Transport& transport = Transport::shared());
};

/// The row of the endpoint's dialect, else of its host.
const ServerTraits& chatTraits(const ModelEndpoint& endpoint);

/// Errors (Usage): settings that this server or model is known to reject.
Status checkChatSettings(const ServerTraits& traits, const std::string& model, const ModelSettings& settings);

} // namespace rlmscope
