#pragma once
// Claude behind Anthropic's messages API, streamed.
#include "providers/http_model.h"

namespace rlmscope {

struct AnthropicOptions : ModelEndpoint {};

/// - The stable prefix is marked for the cache (cache_control, 5 minutes): the system text, the last message of the
///   previous turn, and the last message of a frame's call, which the next turn will read. Sub-calls are asked once and
///   are not marked: writing to the cache costs more than reading fresh.
/// - Thinking blocks come back as opaque parts and are returned unchanged, signatures included.
/// - Usage is complete only with message_delta, whose counts replace those of message_start.
/// - Settings: temperature, effort, thinking (at least 1,024 tokens and less than the output cap, else not sent; a model
///   that takes no budget is asked to think as it sees fit).
class AnthropicMessages final : public HttpModel {
public:
    explicit AnthropicMessages(AnthropicOptions options, Transport& transport = Transport::shared());
};

/// Errors (Usage): settings that Claude is known to reject.
Status checkAnthropicSettings(const std::string& model, const ModelSettings& settings);

} // namespace rlmscope
