#pragma once
// Decodes chat completions, streamed (one JSON object per server-sent event) or whole, into text, usage and an ending.
#include "providers/reply_decoder.h"

#include <nlohmann/json.hpp>

namespace rlmscope {

/// The state of one reply: [DONE], a chunk or an error object per event.
class ChatDecoder final : public ReplyDecoder {
public:
    explicit ChatDecoder(Delta delta, bool reportsCost = false)
        : ReplyDecoder(std::move(delta))
        , m_reportsCost(reportsCost) {}

    void event(std::string_view data) override;
    void whole(std::string_view body) override;
    ModelReply reply() const override;

private:
    bool likeTheLast(std::string_view body);
    void learnFrom(std::string_view body, const nlohmann::json& value);
    void object(const nlohmann::json& value);
    void choice(const nlohmann::json& value);
    void content(const nlohmann::json& delta);
    void details(const nlohmann::json& list);
    void usage(const nlohmann::json& value);
    void timings(const nlohmann::json& value);
    void keep(const nlohmann::json& from, const char* name);

    bool m_reportsCost;
    bool m_refused = false, m_hasTools = false;
    nlohmann::json m_details = nlohmann::json::array(); ///< reasoning_details, put together as they are to be returned
    std::string m_finish, m_id, m_model;
    std::string m_before, m_after; ///< around the text of the last chunk, when it had nothing else; m_before empty = it had
    nlohmann::json m_rawUsage, m_extra = nlohmann::json::object(); ///< for the reply's raw JSON
    Usage m_usage;
    bool m_usageKnown = false;
    std::optional<PicoUsd> m_cost;
};

/// A usage object with OpenAI's counting (prompt_tokens includes what came from the cache) as ours. Nothing when it
/// holds no counts.
std::optional<Usage> usageFrom(const nlohmann::json& value);

} // namespace rlmscope
