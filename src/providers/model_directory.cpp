#include "providers/model_directory.h"

#include "base/clock.h"
#include "base/text.h"
#include "catalog/cost.h"
#include "catalog/providers.h"
#include "providers/model_families.h"
#include "providers/openai_chat.h"
#include "providers/scripted_model.h"
#include "providers/simulated_model.h"

namespace rlmscope {
namespace {

using Model = std::shared_ptr<LanguageModel>;

bool startsWith(std::string_view text, std::string_view head) {
    return text.substr(0, head.size()) == head;
}

} // namespace

StandardModels::StandardModels(StandardModelsOptions options, Transport& transport)
    : m_options(std::move(options))
    , m_transport(transport) {}

Result<Model> StandardModels::find(const std::string& spec) {
    const std::lock_guard lock(m_mutex);
    if (const auto known = m_models.find(spec); known != m_models.end()) return known->second;
    return looksLikeAlias(spec) ? findAlias(spec) : findMeant(spec);
}

Result<Model> StandardModels::findMeant(const std::string& spec) {
    if (const auto known = m_models.find(spec); known != m_models.end()) return known->second;
    auto made = make(spec);
    if (made) m_models.emplace(spec, *made);
    return made;
}

Result<Model> StandardModels::findAlias(const std::string& spec) {
    auto set = registry();
    if (!set) return set.error();
    const auto meant = (*set)->resolved(spec);
    if (!meant) return meant.error();
    auto found = findMeant(*meant);
    if (!found && *meant != spec) {
        Error error = found.error();
        error.message = "The alias " + std::string(withoutSettings(spec)) + " stands for " + oneLine(*meant, 200) + ". " + error.message;
        return error;
    }
    if (found) m_models.emplace(spec, *found);
    return found;
}

Result<Model> StandardModels::make(const std::string& spec) {
    if (spec == "sim" || startsWith(spec, "sim:")) return makeSimulated(spec);
    if (startsWith(spec, "script:")) return makeScripted(spec);
    if (spec.find("://") != std::string::npos) return makeCompatible(spec);
    const auto named = provider(spec);
    if (!named) return named.error();
    if (*named) return makeProvided(**named, spec);
    std::string words;
    for (const ProviderEntry& each : builtInProviders()) words += (words.empty() ? "" : ", ") + each.prefix;
    if (m_registry && *m_registry)
        for (const RegisteredProvider& each : m_registry->value()->providers()) words += ", " + each.entry.prefix;
    return makeError(ErrorKind::Usage, "\"" + oneLine(spec, 120) + "\" does not name a model.",
                     "Known forms: sim, script:FILE, URL#MODEL, an alias and PROVIDER:MODEL, where PROVIDER is one of " + words + ".");
}

Result<std::shared_ptr<const ModelRegistry>> StandardModels::registry() {
    if (!m_registry) m_registry = m_options.registry ? m_options.registry() : std::make_shared<const ModelRegistry>();
    return *m_registry;
}

Result<const ProviderEntry*> StandardModels::provider(const std::string& spec) {
    const ProviderEntry* none = nullptr;
    const std::size_t colon = spec.find(':');
    if (colon == std::string::npos) return none;
    const std::string_view word = std::string_view(spec).substr(0, colon);
    if (const ProviderEntry* known = builtInProvider(word)) return known;
    auto set = registry();
    if (!set) return set.error();
    return (*set)->provider(word); // lives as long as m_registry
}

std::optional<Price> StandardModels::price(const std::string& spec) const {
    auto it = m_options.prices.find(spec);
    if (it == m_options.prices.end()) it = m_options.prices.find(std::string(withoutSettings(spec)));
    return it == m_options.prices.end() ? std::nullopt : std::optional(it->second);
}

Result<Model> StandardModels::makeSimulated(const std::string& spec) const {
    auto options = parseSimulatedSpec(spec);
    if (!options) return options.error();
    if (const auto given = price(spec)) { // pico-USD per token are 10^-6 USD per million tokens
        options->inputPerMillion = static_cast<double>(given->input) / 1e6;
        options->outputPerMillion = static_cast<double>(given->output) / 1e6;
    }
    return makeSimulatedModel(std::move(*options));
}

Result<Model> StandardModels::makeScripted(const std::string& spec) const {
    auto script = readScript(spec.substr(std::string_view("script:").size()));
    if (!script) return script.error();
    if (const auto given = price(spec)) {
        script->price = given;
        script->price->simulated = true;
    }
    return Model(std::make_shared<ScriptedModel>(spec, std::move(*script)));
}

Status StandardModels::addKnown(ModelEndpoint& endpoint) {
    if (!m_options.priceTable) return {};
    if (!m_priceTable) {
        m_priceTable = m_options.priceTable();
        if (*m_priceTable) m_priceTableHash = m_priceTable->value()->hash();
    }
    if (!*m_priceTable) return m_priceTable->error();
    const PriceTable& table = *m_priceTable->value();
    auto match = table.find(SpecProvider, endpoint.spec);
    if (!match) match = table.find(SpecProvider, withoutSettings(endpoint.spec));
    // A price belongs to a host: the same name at another address is another model.
    const CatalogProvider* provider = providerOfHost(withoutPort(authorityOf(endpoint.baseUrl)));
    if (!match && provider) match = table.find(provider->id, endpoint.model);
    if (!match) return {};
    const ModelEntry& known = *match->model;
    if (!endpoint.window) endpoint.window = known.maxInput;
    if (!endpoint.maxOutput) endpoint.maxOutput = static_cast<int>(known.maxOutput);
    const PriceInterval* price = known.priceOn(Date::ofWall(Clock::system().wall()));
    if (endpoint.price || !price) return {};
    endpoint.price = enginePrice(*price);
    endpoint.priceTable = m_priceTableHash;
    return {};
}

Result<ModelEndpoint> StandardModels::endpoint(const std::string& spec, const std::string& name) const {
    auto split = splitModelSettings(name);
    if (!split) return split.error();
    ModelEndpoint endpoint;
    endpoint.spec = spec;
    endpoint.model = std::move(split->first);
    endpoint.settings = std::move(split->second);
    endpoint.price = price(spec);
    endpoint.timeouts = m_options.timeouts;
    endpoint.allowPlainKey = m_options.allowPlainKey;
    return endpoint;
}

Error StandardModels::noKey(const std::string& spec, const std::string& name, const std::string& word) const {
    const std::string trouble = m_options.keys->trouble();
    if (!trouble.empty()) return makeError(ErrorKind::Auth, "No key for " + spec + ": " + name + " is not set. " + trouble, "Set " + name + " instead.");
    return makeError(ErrorKind::Auth, "No key for " + spec + ": " + name + " is not set.",
                     "Set it, or keep the key in the keychain (rlmscope-cli models key " + word + "), or use the model sim, which needs none.");
}

Result<Model> StandardModels::makeProvided(const ProviderEntry& provider, const std::string& spec) {
    auto endpoint = this->endpoint(spec, spec.substr(provider.prefix.size() + 1));
    if (!endpoint) return endpoint.error();
    if (endpoint->model.empty())
        return makeError(ErrorKind::Usage, provider.prefix + ": needs the name of a model.",
                         "For example " + provider.prefix + ":" + provider.example + ".");
    auto url = providerBaseUrl(provider);
    if (!url) return url.error();
    ProviderKey key = providerKey(provider, *url, *m_options.keys);
    const bool usual = *url == provider.baseUrl || provider.baseUrl.empty();
    if (key.value.empty() && provider.needsKey && usual) return noKey(spec, key.name, provider.prefix);
    endpoint->baseUrl = std::move(*url);
    endpoint->key = std::move(key.value);
    endpoint->keyVariable = std::move(key.name);
    // Nobody is asked where a key is that is not there.
    if (!endpoint->key.empty())
        endpoint->keyFromKeychain = m_options.keys->placeOf(endpoint->keyVariable, originOf(endpoint->baseUrl)) == KeyPlace::Keychain;
    endpoint->headers = provider.headers;
    for (const auto& [header, name] : provider.keyHeaders)
        if (auto value = m_options.keys->keyFor(name, originOf(endpoint->baseUrl))) endpoint->headers.emplace_back(header, std::move(*value));
        else return noKey(spec, name, provider.prefix);
    endpoint->apiVersion = provider.apiVersion;
    endpoint->allowPlainKey = endpoint->allowPlainKey || provider.allowPlainKey;
    if (usual) endpoint->provider = provider.name;
    // OPENAI_BASE_URL is set to servers of every kind; the other addresses stand for the same kind elsewhere.
    const bool builtIn = builtInProvider(provider.prefix) != nullptr;
    if (!builtIn) endpoint->dialect = provider.dialect;
    else if (usual || provider.prefix != "openai") endpoint->dialect = provider.name;
    if (auto added = addKnown(*endpoint); !added) return added.error();
    return makeHttpModel(provider.family, std::move(*endpoint), m_transport);
}

Result<Model> StandardModels::makeCompatible(const std::string& spec) {
    const std::size_t hash = spec.find('#');
    auto endpoint = this->endpoint(spec, hash == std::string::npos ? std::string() : spec.substr(hash + 1));
    if (!endpoint) return endpoint.error();
    auto url = normalizedBaseUrl(spec.substr(0, hash));
    if (!url) return url.error();
    endpoint->baseUrl = std::move(*url);
    const std::string& base = endpoint->baseUrl;
    if (endpoint->model.empty())
        return makeError(ErrorKind::Usage, "The address " + base + " needs a model's name after it.",
                         "Write it as " + base + "#MODEL; the server lists its models at " + base + "/models.");
    if (!m_options.keyEnv.empty()) {
        if (m_keyHost.empty()) m_keyHost = originOf(base);
        if (m_keyHost == originOf(base)) {
            endpoint->keyVariable = m_options.keyEnv;
            endpoint->key = m_options.keys->keyFor(m_options.keyEnv, originOf(base)).value_or("");
            if (!endpoint->key.empty()) endpoint->keyFromKeychain = m_options.keys->placeOf(m_options.keyEnv, m_keyHost) == KeyPlace::Keychain;
            if (endpoint->key.empty())
                return makeError(ErrorKind::Auth, "No key for " + base + ": " + m_options.keyEnv + " is not set.",
                                 "Set it, or leave --key-env away when the server needs no key.");
        }
    }
    if (auto added = addKnown(*endpoint); !added) return added.error();
    return makeHttpModel(ApiFamily::OpenAiChat, std::move(*endpoint), m_transport);
}

} // namespace rlmscope
