#include "catalog/providers.h"

#include "base/resources.h"
#include "catalog/table_json.h"

#include <algorithm>
#include <cassert>

namespace rlmscope {

const std::vector<ProviderEntry>& knownProviders() {
    static const std::vector<ProviderEntry> providers = [] {
        const auto text = embeddedResource("prices/providers.json");
        assert(text);
        auto read = readProviders(text.value_or("{}"), "The built-in list of providers");
        assert(read.ok()); // a test reads it
        return read.valueOr({});
    }();
    return providers;
}

const ProviderEntry* providerById(std::string_view id) {
    for (const ProviderEntry& provider : knownProviders())
        if (provider.id == id || std::find(provider.aliases.begin(), provider.aliases.end(), id) != provider.aliases.end())
            return &provider;
    return nullptr;
}

const ProviderEntry* providerOfHost(std::string_view host) {
    for (const ProviderEntry& provider : knownProviders())
        for (const std::string& known : provider.hosts) {
            const bool suffix = known.front() == '.' && host.size() > known.size() &&
                                host.substr(host.size() - known.size()) == known;
            if (suffix || host == known) return &provider;
        }
    return nullptr;
}

std::optional<SpecParts> splitSpec(std::string_view spec) {
    if (const auto scheme = spec.find("://"); scheme != std::string_view::npos) {
        const auto hash = spec.find('#');
        if (hash == std::string_view::npos || hash < scheme || hash + 1 == spec.size()) return {};
        auto host = spec.substr(scheme + 3, hash - scheme - 3);
        host = host.substr(0, host.find_first_of("/?"));
        if (host.find('@') != std::string_view::npos) return {}; // a SPEC never carries a password
        host = host.substr(0, host.rfind(':'));
        const ProviderEntry* provider = providerOfHost(host);
        return provider ? std::optional(SpecParts{provider, spec.substr(hash + 1)}) : std::nullopt;
    }
    const auto colon = spec.find(':');
    if (colon == std::string_view::npos || colon + 1 == spec.size()) return {};
    const ProviderEntry* provider = providerById(spec.substr(0, colon));
    return provider ? std::optional(SpecParts{provider, spec.substr(colon + 1)}) : std::nullopt;
}

} // namespace rlmscope
