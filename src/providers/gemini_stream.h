#pragma once
// Decodes Gemini's replies: one GenerateContentResponse per server-sent event, or an array of them.
#include "providers/reply_decoder.h"

#include <nlohmann/json.hpp>

namespace rlmscope {

class GeminiDecoder final : public ReplyDecoder {
public:
    using ReplyDecoder::ReplyDecoder;

    void event(std::string_view data) override;
    void whole(std::string_view body) override;
    ModelReply reply() const override;
    bool endsWithConnection() const override { return true; }

private:
    void object(const nlohmann::json& value);
    void candidate(const nlohmann::json& value);
    void part(const nlohmann::json& value);

    nlohmann::json m_usage = nlohmann::json::object();
    nlohmann::json m_signed = nlohmann::json::array(); ///< all parts but thoughts, as they came
    bool m_hasSignature = false, m_hasTools = false, m_blocked = false, m_usageFinal = false;
    std::string m_id, m_model, m_finish, m_finishMessage;
};

/// A usageMetadata object with Gemini's counting (promptTokenCount includes what came from the cache,
/// candidatesTokenCount leaves out thoughts) as ours. Nothing when it holds no counts.
std::optional<Usage> geminiUsage(const nlohmann::json& value);

} // namespace rlmscope
