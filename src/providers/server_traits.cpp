#include "providers/server_traits.h"

#include <array>

namespace rlmscope {
namespace {

constexpr std::string_view Old = "max_tokens", New = "max_completion_tokens";
constexpr ReasoningField Effort = ReasoningField::Effort, Object = ReasoningField::Object;
constexpr ErrorBilling Careful = ErrorBilling::Careful, Free = ErrorBilling::Free, Processed = ErrorBilling::Processed;

// OpenAI's reasoning models reject max_tokens; Ollama ignores max_completion_tokens without a word, which would lift
// the cap. Everybody else takes max_tokens.
// Errors: Azure says that what was processed is billed, a prompt that its filter rejects with 400 too ("Manage costs");
// OpenRouter says that a failed attempt is not.
constexpr std::array Servers = {
    //            host                      name            cap  cost   usage  own    reasoning key header  errors
    ServerTraits{"api.openai.com",         "OpenAI",       New, false, true,  true,  Effort,   {},         Careful},
    ServerTraits{".openai.azure.com",      "Azure OpenAI", New, false, true,  false, Effort,   "api-key",  Processed},
    ServerTraits{".services.ai.azure.com", "Azure AI",     New, false, true,  false, Effort,   "api-key",  Processed},
    ServerTraits{"openrouter.ai",          "OpenRouter",   Old, true,  true,  false, Object,   {},         Free},
    ServerTraits{"api.groq.com",           "Groq",         New, false, true,  false, Effort,   {},         Careful},
    ServerTraits{"api.mistral.ai",         "Mistral",      Old, false, true,  false, Effort,   {},         Careful},
    ServerTraits{"api.deepseek.com",       "DeepSeek",     Old, false, true,  false, Effort,   {},         Careful},
    ServerTraits{"api.together.xyz",       "Together",     Old, false, true,  false, Effort,   {},         Careful},
    ServerTraits{"api.fireworks.ai",       "Fireworks",    Old, false, true,  false, Effort,   {},         Careful},
    ServerTraits{"api.x.ai",               "xAI",          New, false, true,  false, Effort,   {},         Careful},
};
constexpr ServerTraits UnknownServer{"", "", Old, false, true, false, Effort, {}, Careful};

// Reasoning models of OpenAI refuse a temperature, wherever they are served.
constexpr std::array Models = {
    ModelTraits{"gpt-5-chat*", true, New},
    ModelTraits{"gpt-5*", false, New},
    ModelTraits{"o1*", false, New},
    ModelTraits{"o3*", false, New},
    ModelTraits{"o4*", false, New},
};
constexpr ModelTraits UnknownModel{"", true, {}};

} // namespace

const ServerTraits& serverTraits(std::string_view host) {
    for (const ServerTraits& row : Servers) {
        const bool suffix = row.host.front() == '.' && host.size() > row.host.size() &&
                            host.substr(host.size() - row.host.size()) == row.host;
        if (suffix || host == row.host) return row;
    }
    return UnknownServer;
}

const ServerTraits& serverTraitsNamed(std::string_view name) {
    for (const ServerTraits& row : Servers)
        if (row.name == name) return row;
    return UnknownServer;
}

const ModelTraits& modelTraits(std::string_view model) {
    if (const std::size_t slash = model.rfind('/'); slash != std::string_view::npos) model.remove_prefix(slash + 1);
    for (const ModelTraits& row : Models) {
        const bool prefix = row.pattern.back() == '*';
        const std::string_view word = row.pattern.substr(0, row.pattern.size() - (prefix ? 1 : 0));
        if (prefix ? model.substr(0, word.size()) == word : model == word) return row;
    }
    return UnknownModel;
}

} // namespace rlmscope
