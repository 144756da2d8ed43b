#pragma once
// Whose prices the table lists, and by which hosts and words they are known: data (resources/prices/providers.json).
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

/// Where it is, which protocol it speaks and which keys it wants is no matter of prices: providers/provider_table.h.
struct CatalogProvider {
    std::string id;   ///< first part of a SPEC: "openai"
    std::string name; ///< for people: "OpenAI"
    std::vector<std::string> aliases; ///< other names of it, as in LiteLLM's table
    std::vector<std::string> hosts;   ///< exact, or ".suffix"
};

const std::vector<CatalogProvider>& knownProviders();
const CatalogProvider* providerById(std::string_view id);     ///< or by an alias; null = unknown
const CatalogProvider* providerOfHost(std::string_view host); ///< without the port; null = unknown

struct SpecParts {
    const CatalogProvider* provider = nullptr;
    std::string_view model; ///< points into the SPEC
};
/// "openai:gpt-5", "openai:gpt-5?effort=low", "https://api.openai.com/v1#gpt-5". Nothing for simulated and scripted models, unknown providers and
/// unknown hosts.
std::optional<SpecParts> splitSpec(std::string_view spec);

} // namespace rlmscope
