#pragma once
// Decodes Anthropic's messages, streamed (events named by their "type") or whole.
#include "providers/reply_decoder.h"

#include <map>
#include <nlohmann/json.hpp>

namespace rlmscope {

class AnthropicDecoder final : public ReplyDecoder {
public:
    explicit AnthropicDecoder(Delta delta, std::optional<Price> price = {}) : ReplyDecoder(std::move(delta)), m_price(std::move(price)) {}

    void event(std::string_view data) override;
    void whole(std::string_view body) override;
    ModelReply reply() const override;

private:
    void message(const nlohmann::json& value);
    void blockStart(std::size_t index, const nlohmann::json& block);
    void blockDelta(std::size_t index, const nlohmann::json& delta);
    void ending(const nlohmann::json& from);
    void usage(const nlohmann::json* value, bool final);
    void addHourSurcharge(ModelReply& reply) const;

    const std::optional<Price> m_price;
    std::map<std::size_t, nlohmann::json> m_thoughts; ///< thinking blocks by index, as they are to be returned
    nlohmann::json m_usage = nlohmann::json::object();
    bool m_usageFinal = false, m_hasTools = false;
    std::string m_id, m_model, m_stop, m_stopSequence;
};

/// A usage object with Anthropic's counting (input_tokens leaves out what the cache read or wrote) as ours. Nothing
/// when it holds no counts.
std::optional<Usage> anthropicUsage(const nlohmann::json& value);

/// What `tokens` cost more that a cache keeps for an hour instead of five minutes: Anthropic asks twice the input rate.
PicoUsd hourSurcharge(const Price& price, const Usage& usage, Tokens tokens);

} // namespace rlmscope
