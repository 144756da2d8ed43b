#pragma once
// A Gemini model behind Google's own API (streamGenerateContent with alt=sse). The key goes into a header, never into the
// address, which ends up in logs.
#include "providers/http_model.h"

namespace rlmscope {

struct GeminiOptions : ModelEndpoint {};

/// - A blocked prompt is a reply without text that finished with Filter, as is text that a safety rule cut off.
/// - Parts that carry a thought signature come back as an opaque part and are returned unchanged.
/// - Thoughts are asked for only with a setting: thinking= is a budget in tokens, effort= a level ("none" switches them
///   off).
/// - The protocol has no last event: a reply is complete with a finish reason on a connection that ended in order.
class GeminiModel final : public HttpModel {
public:
    explicit GeminiModel(GeminiOptions options, Transport& transport = Transport::shared());
};

/// Errors (Usage): settings that Gemini is known to reject.
Status checkGeminiSettings(const std::string& model, const ModelSettings& settings);

} // namespace rlmscope
