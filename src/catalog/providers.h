#pragma once
// Who offers models over a network, and what their interfaces want: data (resources/prices/providers.json), not code.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

struct ProviderEntry {
    std::string id;   ///< first part of a SPEC: "openai"
    std::string name; ///< for people: "OpenAI"
    std::vector<std::string> aliases; ///< other names of it, as in LiteLLM's table
    std::string api;  ///< "openai-chat", "anthropic", "gemini", "ollama"
    std::vector<std::string> hosts; ///< exact, or ".suffix"
    std::string baseUrl;        ///< may be empty: the user has to say it
    std::string keyVariable;    ///< usual environment variable of the key; empty = needs none
    std::string outputCapField; ///< how a request names the most tokens of a reply
    std::string systemRole;     ///< "system" when not said otherwise
    bool reportsCost = false;   ///< says with every reply what it cost
    bool local = false;         ///< runs on the user's own computer
};

const std::vector<ProviderEntry>& knownProviders();
const ProviderEntry* providerById(std::string_view id);     ///< or by an alias; null = unknown
const ProviderEntry* providerOfHost(std::string_view host); ///< without the port; null = unknown

struct SpecParts {
    const ProviderEntry* provider = nullptr;
    std::string_view model; ///< points into the SPEC
};
/// "openai:gpt-5", "https://api.openai.com/v1#gpt-5". Nothing for simulated and scripted models, unknown providers and
/// unknown hosts.
std::optional<SpecParts> splitSpec(std::string_view spec);

} // namespace rlmscope
