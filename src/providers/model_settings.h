#pragma once
// What a SPEC may ask of a model, written behind its name: "openai:gpt-4.1?temperature=0", "anthropic:M?thinking=4096",
// "ollama:M?context=32k", "openai:gpt-5?effort=low". Nothing is sent that was not asked for.
#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rlmscope {

struct ModelSettings {
    std::optional<double> temperature;
    std::string effort;    ///< of reasoning: "none", "minimal", "low", "medium", "high", "xhigh", "max"; empty = not sent
    int thinking = 0;      ///< most tokens to think with; 0 = not sent
    int contextTokens = 0; ///< window to reserve at a server that asks for one (Ollama's num_ctx); 0 = as needed
    bool operator==(const ModelSettings&) const = default;
};

/// "gpt-5?effort=low" -> "gpt-5" and its settings. Errors (Usage) name the setting.
Result<std::pair<std::string, ModelSettings>> splitModelSettings(std::string_view modelAndSettings);

/// A SPEC without its settings: what prices and capabilities are known by.
std::string_view withoutSettings(std::string_view spec);

} // namespace rlmscope
