#pragma once
// A language model behind any server that speaks OpenAI's chat completions over HTTP, streamed.
#include "engine/language_model.h"
#include "providers/transport.h"

#include <memory>
#include <optional>
#include <string>

namespace rlmscope {

struct OpenAiChatOptions {
    std::string spec;        ///< what info().spec says
    std::string baseUrl;     ///< "https://api.openai.com/v1", without a slash at the end
    std::string model;       ///< as the server calls it
    std::string key;         ///< empty = none; never leaves this object but in the Authorization header
    std::string keyVariable; ///< where the key comes from or should come from, for messages
    std::optional<Price> price;
    Tokens window = 0;
    HttpTimeouts timeouts;
    bool allowPlainKey = false; ///< the key may go over plain http to another computer
};

/// Single attempts, as language_model.h says. Three things happen inside an attempt because the server rejects the
/// request before any work that could be billed, and they are remembered for the next ones:
///   - the field for the output cap is exchanged when a 400 names it (max_tokens, max_completion_tokens);
///   - stream_options is left out when a 400 names it: usage is then unknown unless the server sends it anyway;
///   - the reply is asked for whole when a 400 says that this model cannot stream.
/// The cap itself is always sent.
///
/// A reply is complete with [DONE], or with a finish reason; anything else is Interrupted: a failure that keeps the
/// partial text, of unknown usage. A connection that was refused is worth a retry only when the server has answered
/// before in this process: otherwise it is simply not running.
class OpenAiChat final : public LanguageModel {
public:
    /// `transport` must outlive the model's attempts.
    explicit OpenAiChat(OpenAiChatOptions options, Transport& transport = Transport::shared());
    ~OpenAiChat() override;

    const ModelInfo& info() const override { return m_info; }
    void start(ModelRequest request, CancelToken cancel, AttemptListener listener) override;

private:
    class Attempt;
    struct Shared;
    ModelInfo m_info;
    std::shared_ptr<Shared> m_shared; ///< options and what was learned about the server; kept by attempts
};

} // namespace rlmscope
