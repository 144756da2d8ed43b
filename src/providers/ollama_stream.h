#pragma once
// Decodes Ollama's chat replies: lines of JSON, the last one with "done": true.
#include "providers/reply_decoder.h"

#include <nlohmann/json.hpp>

namespace rlmscope {

/// What was sent, to find out whether it was read.
struct OllamaSent {
    std::string model, host;
    Tokens context = 0;      ///< num_ctx
    Tokens leastTokens = 0;  ///< the prompt cannot have fewer
    int outputCap = 0;       ///< num_predict
    Tokens likelyTokens = 0; ///< the usual estimate of the prompt
};

class OllamaDecoder final : public ReplyDecoder {
public:
    OllamaDecoder(Delta delta, OllamaSent sent) : ReplyDecoder(std::move(delta)), m_sent(std::move(sent)) {}

    void event(std::string_view data) override;
    void whole(std::string_view body) override;
    ModelReply reply() const override;
    std::optional<Error> objection() const override;

private:
    void object(const nlohmann::json& value);

    const OllamaSent m_sent;
    nlohmann::json m_last = nlohmann::json::object(); ///< the line that was the end
    std::string m_model;
    bool m_hasTools = false;
};

/// A number of tokens that no tokenizer goes below: no token spans two words, none holds more than four characters
/// outside ASCII.
Tokens leastTokensOf(std::string_view utf8);

} // namespace rlmscope
