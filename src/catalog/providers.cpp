#include "catalog/providers.h"

#include "base/resources.h"
#include "catalog/table_json.h"

#include <algorithm>
#include <cassert>

namespace rlmscope {

const std::vector<CatalogProvider>& knownProviders() {
    static const std::vector<CatalogProvider> providers = [] {
        const auto text = embeddedResource("prices/providers.json");
        assert(text);
        auto read = readProviders(text.value_or("{}"), "The built-in list of providers");
        assert(read.ok()); // a test reads it
        return read.valueOr({});
    }();
    return providers;
}

const CatalogProvider* providerById(std::string_view id) {
    for (const CatalogProvider& provider : knownProviders())
        if (provider.id == id || std::find(provider.aliases.begin(), provider.aliases.end(), id) != provider.aliases.end())
            return &provider;
    return nullptr;
}

const CatalogProvider* providerOfHost(std::string_view host) {
    for (const CatalogProvider& provider : knownProviders())
        for (const std::string& known : provider.hosts) {
            const bool suffix = known.front() == '.' && host.size() > known.size() &&
                                host.substr(host.size() - known.size()) == known;
            if (suffix || host == known) return &provider;
        }
    return nullptr;
}

namespace {

/// Settings behind a model ("?effort=low") do not change its price.
std::optional<SpecParts> named(const CatalogProvider* provider, std::string_view model) {
    model = model.substr(0, model.find('?'));
    return provider && !model.empty() ? std::optional(SpecParts{provider, model}) : std::nullopt;
}

} // namespace

std::optional<SpecParts> splitSpec(std::string_view spec) {
    if (const auto scheme = spec.find("://"); scheme != std::string_view::npos) {
        const auto hash = spec.find('#');
        if (hash == std::string_view::npos || hash < scheme || hash + 1 == spec.size()) return {};
        auto host = spec.substr(scheme + 3, hash - scheme - 3);
        host = host.substr(0, host.find_first_of("/?"));
        if (host.find('@') != std::string_view::npos) return {}; // a SPEC never carries a password
        host = host.substr(0, host.rfind(':'));
        return named(providerOfHost(host), spec.substr(hash + 1));
    }
    const auto colon = spec.find(':');
    if (colon == std::string_view::npos || colon + 1 == spec.size()) return {};
    return named(providerById(spec.substr(0, colon)), spec.substr(colon + 1));
}

} // namespace rlmscope
