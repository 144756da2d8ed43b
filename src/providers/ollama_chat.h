#pragma once
// A model behind Ollama's own API (/api/chat), streamed as lines of JSON. Its imitation of OpenAI's API cannot choose the
// size of the context, and Ollama's default is small: a longer prompt would be cut without a word.
#include "providers/http_model.h"

namespace rlmscope {

struct OllamaOptions : ModelEndpoint {};

/// - num_ctx is always sent: what the longest request so far needs, rounded up to a power of two, at least 8,192 and at
///   most the model's window; `context=` in the SPEC fixes it. It only grows, because every change makes the server
///   load the model again. The window is the endpoint's, else the server is asked once (/api/show).
/// - A prompt that has more words than fit is not sent at all.
/// - The server is told not to cut ("truncate": false). One that cuts all the same is found out by its own count of the
///   prompt: fewer tokens than the prompt has words, or as many as the context holds. Such a reply is a failure of kind
///   Context: an answer to half a question is no answer. A count far below the estimate is a remark.
/// - Settings: temperature, effort (none, low, medium, high, max), context.
class OllamaChat final : public HttpModel {
public:
    explicit OllamaChat(OllamaOptions options, Transport& transport = Transport::shared());
};

/// The trained context of a model, of an answer of /api/show; 0 when it does not say.
Tokens ollamaWindow(std::string_view body);

/// Errors (Usage): settings that Ollama is known to reject.
Status checkOllamaSettings(const std::string& model, const ModelSettings& settings);

} // namespace rlmscope
