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
    auto made = make(spec);
    if (made) m_models.emplace(spec, *made);
    return made;
}

Result<Model> StandardModels::make(const std::string& spec) {
    if (spec == "sim" || startsWith(spec, "sim:")) return makeSimulated(spec);
    if (startsWith(spec, "script:")) return makeScripted(spec);
    if (spec.find("://") != std::string::npos) return makeCompatible(spec);
    if (const ProviderEntry* named = provider(spec)) return makeProvided(*named, spec);
    std::string words;
    for (const ProviderEntry& each : builtInProviders()) words += (words.empty() ? "" : ", ") + each.prefix;
    return makeError(ErrorKind::Usage, "\"" + oneLine(spec, 120) + "\" does not name a model.",
                     "Known forms: sim, script:FILE, URL#MODEL and PROVIDER:MODEL, where PROVIDER is one of " + words + ".");
}

const ProviderEntry* StandardModels::provider(const std::string& spec) const {
    const std::size_t colon = spec.find(':');
    if (colon == std::string::npos) return nullptr;
    const std::string_view word = std::string_view(spec).substr(0, colon);
    for (const auto* table : {&m_options.providers, &builtInProviders()})
        for (const ProviderEntry& each : *table)
            if (each.prefix == word) return &each;
    return nullptr;
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
    if (key.value.empty() && provider.needsKey && usual)
        return makeError(ErrorKind::Auth, "No key for " + spec + ": " + key.name + " is not set.",
                         "Set it, or use the model sim, which needs no key.");
    endpoint->baseUrl = std::move(*url);
    endpoint->key = std::move(key.value);
    endpoint->keyVariable = std::move(key.name);
    endpoint->headers = provider.headers;
    if (usual) endpoint->provider = provider.name;
    // OPENAI_BASE_URL is set to servers of every kind; the other addresses stand for the same kind elsewhere.
    if (usual || provider.prefix != "openai") endpoint->dialect = provider.name;
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
            if (endpoint->key.empty())
                return makeError(ErrorKind::Auth, "No key for " + base + ": " + m_options.keyEnv + " is not set.",
                                 "Set it, or leave --key-env away when the server needs no key.");
        }
    }
    if (auto added = addKnown(*endpoint); !added) return added.error();
    return makeHttpModel(ApiFamily::OpenAiChat, std::move(*endpoint), m_transport);
}

} // namespace rlmscope
