#include "providers/server_traits.h"

#include <array>

namespace rlmscope {
namespace {
// OpenAI's reasoning models reject max_tokens; Ollama ignores max_completion_tokens without a word, which would lift
// the cap. Everybody else takes max_tokens.
constexpr std::array Known = {
    ServerTraits{"api.openai.com", "OpenAI", "max_completion_tokens", false},
    ServerTraits{".openai.azure.com", "Azure OpenAI", "max_completion_tokens", false},
    ServerTraits{".services.ai.azure.com", "Azure AI", "max_completion_tokens", false},
    ServerTraits{"openrouter.ai", "OpenRouter", "max_tokens", true},
    ServerTraits{"api.groq.com", "Groq", "max_completion_tokens", false},
    ServerTraits{"api.mistral.ai", "Mistral", "max_tokens", false},
    ServerTraits{"api.deepseek.com", "DeepSeek", "max_tokens", false},
    ServerTraits{"api.together.xyz", "Together", "max_tokens", false},
    ServerTraits{"api.fireworks.ai", "Fireworks", "max_tokens", false},
    ServerTraits{"api.x.ai", "xAI", "max_completion_tokens", false},
};
constexpr ServerTraits Unknown{"", "", "max_tokens", false};
} // namespace

const ServerTraits& serverTraits(std::string_view host) {
    for (const ServerTraits& row : Known) {
        const bool suffix = row.host.front() == '.' && host.size() > row.host.size() &&
                            host.substr(host.size() - row.host.size()) == row.host;
        if (suffix || host == row.host) return row;
    }
    return Unknown;
}

} // namespace rlmscope
