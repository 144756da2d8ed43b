// `rlmscope-cli models`: what can be used now, what is missing for the rest, and what it costs.
#include "base/json.h"
#include "base/text.h"
#include "catalog/providers.h"
#include "cli/format.h"
#include "cli/models_commands.h"
#include "providers/http_model.h"
#include "providers/local_servers.h"
#include "runner/machine_models.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace rlmscope::cli {
namespace {

using nlohmann::ordered_json;

struct ProviderRow {
    const ProviderEntry* entry = nullptr;
    KeyState key;
    bool own = false;
    const LocalServer* server = nullptr; ///< what answers at its address, for those on this computer
    /// Of an own server on this computer nobody knows whether it would answer: it may want its key first.
    bool ready() const { return key.ready() && (!entry->local() || server || own); }
};

struct ModelRow {
    std::string spec;
    const ModelEntry* entry = nullptr; ///< null = in no table
    const PriceInterval* price = nullptr;
    bool ready = false, favourite = false, local = false;
};

struct Overview {
    std::shared_ptr<const ModelRegistry> registry = std::make_shared<const ModelRegistry>();
    std::optional<Error> registryProblem, pricesProblem;
    std::shared_ptr<const PriceTable> prices;
    std::vector<LocalServer> servers;
    std::vector<ProviderRow> providers;
    std::vector<ModelRow> models;
};

/// The word that stands for a server found here: "ollama" for the Ollama at the address that the word means.
const ProviderRow* rowOf(const Overview& all, const LocalServer& server) {
    for (const ProviderRow& row : all.providers)
        if (!row.key.baseUrl.empty() && originOf(row.key.baseUrl) == originOf(server.baseUrl)) return &row;
    return nullptr;
}

bool isFavourite(const ModelRegistry& registry, const std::string& spec) {
    const auto& all = registry.favourites();
    return std::find(all.begin(), all.end(), spec) != all.end();
}

void addModels(Overview& all) {
    const Date today = Date::ofWall(Clock::system().wall());
    const auto add = [&](ModelRow row) {
        for (const ModelRow& each : all.models)
            if (each.spec == row.spec) return;
        if (const auto known = all.prices ? all.prices->findSpec(row.spec) : std::nullopt; known && !row.entry) row.entry = known->model;
        if (row.entry && !row.price) row.price = row.entry->priceOn(today);
        row.favourite = isFavourite(*all.registry, row.spec);
        all.models.push_back(std::move(row));
    };
    for (const LocalServer& server : all.servers)
        for (const std::string& id : server.answers ? server.models : std::vector<std::string>()) {
            const ProviderRow* row = rowOf(all, server);
            add({row ? row->entry->prefix + ":" + id : server.baseUrl + "#" + id, nullptr, nullptr, true, false, true});
        }
    for (const std::string& spec : all.registry->favourites()) {
        bool ready = true; // an address, a script, an alias: nothing says that it is not
        for (const ProviderRow& row : all.providers)
            if (spec.rfind(row.entry->prefix + ":", 0) == 0) ready = row.ready();
        add({spec, nullptr, nullptr, ready, true, false});
    }
    if (!all.prices) return;
    for (const ModelEntry& entry : all.prices->models()) {
        if (entry.provider == SpecProvider) {
            add({entry.id, &entry, nullptr, true, false, false});
            continue;
        }
        // A model that its provider no longer offers is only of use for old traces.
        if (entry.retired && *entry.retired <= today) continue;
        for (const ProviderRow& row : all.providers)
            if (row.entry->prefix == entry.provider) add({entry.provider + ":" + entry.id, &entry, nullptr, row.ready(), false, false});
    }
}

/// The usual ports, and where a person says that something runs on this computer.
std::vector<LocalServer> placesToLook(const Overview& all) {
    std::vector<LocalServer> places = usualLocalServers();
    for (const ProviderRow& row : all.providers) {
        if (row.key.baseUrl.empty() || (!row.own && !row.entry->local())) continue;
        const std::string origin = originOf(row.key.baseUrl);
        const bool known = std::any_of(places.begin(), places.end(), [&](const LocalServer& each) { return originOf(each.baseUrl) == origin; });
        if (known || !isLoopbackHost(withoutPort(authorityOf(origin)))) continue;
        LocalServer place;
        place.name = row.entry->name;
        place.baseUrl = row.key.baseUrl + (row.entry->family == ApiFamily::Ollama ? "/v1" : "");
        places.push_back(std::move(place));
    }
    return places;
}

Overview look() {
    Overview all;
    if (auto registry = machineRegistry()) all.registry = std::move(*registry);
    else all.registryProblem = registry.error();
    if (auto prices = standardPrices()) all.prices = std::move(*prices);
    else all.pricesProblem = prices.error();
    const auto keys = machineKeys();
    for (const ProviderEntry* entry : all.registry->allProviders())
        all.providers.push_back({entry, keyState(*entry, *keys), !builtInProvider(entry->prefix), nullptr});
    all.servers = probeLocalServers(700'000'000, placesToLook(all));
    for (ProviderRow& row : all.providers)
        for (const LocalServer& server : all.servers)
            if (server.answers && !row.key.baseUrl.empty() && originOf(row.key.baseUrl) == originOf(server.baseUrl)) row.server = &server;
    addModels(all);
    return all;
}

// ---- JSON -----------------------------------------------------------------------------------------------------

const char* placeWord(const KeyState& key) {
    switch (key.place) {
    case KeyPlace::Keychain: return "keychain";
    case KeyPlace::Environment: return "environment";
    case KeyPlace::None: break;
    }
    return key.needed ? "missing" : "not needed";
}

ordered_json ratesJson(const TokenRates& rates) {
    ordered_json json{{"input", perMillion(rates.input)}, {"output", perMillion(rates.output)}};
    if (rates.cacheRead) json["cache_read"] = perMillion(*rates.cacheRead);
    if (rates.cacheWrite) json["cache_write"] = perMillion(*rates.cacheWrite);
    return json;
}

ordered_json modelJson(const ModelRow& row) {
    ordered_json json{{"spec", row.spec}, {"ready", row.ready}, {"favourite", row.favourite}, {"on_this_computer", row.local}};
    json["name"] = row.entry && !row.entry->name.empty() ? ordered_json(row.entry->name) : ordered_json();
    json["window"] = row.entry && row.entry->maxInput ? ordered_json(row.entry->maxInput) : ordered_json();
    json["max_output"] = row.entry && row.entry->maxOutput ? ordered_json(row.entry->maxOutput) : ordered_json();
    json["usd_per_million"] = ordered_json();
    if (const PriceInterval* price = row.price) {
        ordered_json usd = ratesJson(price->rates);
        for (const RateTier& tier : price->tiers) {
            ordered_json higher = ratesJson(tier.rates);
            higher["above"] = tier.above;
            usd["tiers"].push_back(std::move(higher));
        }
        usd["from"] = price->from ? ordered_json(price->from->text()) : ordered_json();
        usd["source"] = price->source.page;
        usd["read_on"] = price->source.date ? ordered_json(price->source.date->text()) : ordered_json();
        json["usd_per_million"] = std::move(usd);
    }
    return json;
}

ordered_json overviewJson(const Overview& all, const std::vector<const ModelRow*>& models) {
    ordered_json json{{"registry", modelRegistryPath().string()}, {"problems", ordered_json::array()}, {"providers", ordered_json::array()}, {"aliases", ordered_json::object()},
              {"favourites", all.registry->favourites()}, {"servers", ordered_json::array()}, {"models", ordered_json::array()}};
    for (const auto& problem : {all.registryProblem, all.pricesProblem})
        if (problem) json["problems"].push_back(problem->text());
    for (const ProviderRow& row : all.providers)
        json["providers"].push_back({{"word", row.entry->prefix}, {"name", row.entry->name}, {"ready", row.ready()}, {"own", row.own},
                                     {"url", row.key.baseUrl.empty() ? ordered_json() : ordered_json(row.key.baseUrl)}, {"key", placeWord(row.key)},
                                     {"key_name", row.key.name}, {"problem", row.key.problem.empty() ? ordered_json() : ordered_json(row.key.problem)}});
    const auto alias = [&](const std::string& name) {
        const auto set = all.registry->aliases().find(name);
        const auto meant = all.registry->resolved(name);
        json["aliases"][name] = {{"spec", set == all.registry->aliases().end() ? ordered_json() : ordered_json(set->second)}, {"resolved", meant ? ordered_json(*meant) : ordered_json()}};
    };
    for (const RoleAlias& role : roleAliases()) alias(std::string(role.name));
    for (const auto& [name, spec] : all.registry->aliases()) alias(name);
    for (const LocalServer& server : all.servers)
        if (server.answers) json["servers"].push_back({{"name", server.name}, {"url", server.baseUrl}, {"models", server.models}});
    for (const ModelRow* row : models) json["models"].push_back(modelJson(*row));
    return json;
}

// ---- for people -----------------------------------------------------------------------------------------------

std::string readyText(const ProviderRow& row) {
    std::string text = row.own ? row.entry->name + " at " + row.key.baseUrl : row.entry->name;
    if (row.server) text += ", answers at " + row.key.baseUrl;
    else if (!row.own && row.key.baseUrl != row.entry->baseUrl) text += " at " + row.key.baseUrl;
    if (row.key.place == KeyPlace::Keychain) text += ", key in the keychain";
    else if (row.key.place == KeyPlace::Environment) text += ", key from " + row.key.name;
    else text += ", no key needed";
    return text;
}

std::string missingText(const ProviderRow& row) {
    if (!row.key.problem.empty()) return row.key.problem;
    if (row.key.ready()) return "nothing answers at " + row.key.baseUrl;
    return "no key: set " + row.key.name + ", or rlmscope-cli models key " + row.entry->prefix;
}

void printLine(const std::string& left, const std::string& right, int width = 14) { std::printf("  %s %s\n", padded(left, width).c_str(), right.c_str()); }

void printProviders(const Overview& all) {
    std::printf("Can be used now:\n");
    printLine("sim", "the simulated model, offline");
    for (const ProviderRow& row : all.providers)
        if (row.ready()) printLine(row.entry->prefix, readyText(row));
    for (const LocalServer& server : all.servers)
        if (server.answers && !rowOf(all, server)) printLine(server.name, "answers; use " + server.baseUrl + "#MODEL");
    std::printf("\nMissing something:\n");
    for (const ProviderRow& row : all.providers)
        if (!row.ready()) printLine(row.entry->prefix, missingText(row));
}

void printAliases(const Overview& all) {
    std::printf("\nAliases:\n");
    for (const RoleAlias& role : roleAliases()) {
        const auto set = all.registry->aliases().find(std::string(role.name));
        std::string text = set != all.registry->aliases().end() ? set->second : role.fallback.empty() ? "not set" : "as " + std::string(role.fallback);
        printLine(std::string(role.name), padded(text, 28) + " " + std::string(role.purpose));
    }
    for (const auto& [name, spec] : all.registry->aliases())
        if (!roleOf(name)) printLine(name, spec);
    if (!all.registry->favourites().empty()) std::printf("\nFavourites:\n");
    for (const std::string& spec : all.registry->favourites()) printLine(spec, "");
}

std::string priceText(const ModelRow& row) {
    if (!row.price) return row.local ? "runs here" : "price unknown";
    const TokenRates& rates = row.price->rates;
    std::string text = "$" + perMillion(rates.input) + " in";
    if (rates.cacheRead) text += " ($" + perMillion(*rates.cacheRead) + " cached)";
    text += ", $" + perMillion(rates.output) + " out";
    for (const RateTier& tier : row.price->tiers)
        text += "; above " + tokens(tier.above) + ": $" + perMillion(tier.rates.input) + ", $" + perMillion(tier.rates.output);
    // Where the price is from, without the address's beginning that all of them share.
    std::string source = row.price->source.page;
    if (const auto scheme = source.find("://"); scheme != std::string::npos) source = source.substr(scheme + 3, source.find('/', scheme + 3) - scheme - 3);
    text += " [" + source + (row.price->source.date ? " " + row.price->source.date->text() : "") + "]";
    return text;
}

void printModels(const std::vector<const ModelRow*>& models, std::size_t known, bool all) {
    std::printf("\nModels (USD per million tokens):\n");
    int width = 20;
    for (const ModelRow* row : models) width = std::max(width, std::min(44, columns(row->spec)));
    for (const ModelRow* row : models) {
        const std::string window = row->entry && row->entry->maxInput ? tokens(row->entry->maxInput) : "?";
        const std::string most = row->entry && row->entry->maxOutput ? tokens(row->entry->maxOutput) : "?";
        std::printf(" %s%s  %s in, %s out  %s\n", row->favourite ? "*" : " ", padded(row->spec, width).c_str(), paddedLeft(window, 6).c_str(),
                    paddedLeft(most, 6).c_str(), priceText(*row).c_str());
    }
    if (models.empty()) std::printf("  none that can be used now\n");
    if (!all && models.size() < known) std::printf("%zu of %zu known models; --all lists the others too.\n", models.size(), known);
}

} // namespace

Exit modelsCommand(const ModelsOptions& options) {
    const Overview all = look();
    if (!options.provider.empty() && !all.registry->provider(options.provider)) {
        std::fprintf(stderr, "rlmscope-cli: There is no provider \"%s\".\n", oneLine(options.provider, 80).c_str());
        return Exit::Usage;
    }
    std::vector<const ModelRow*> models;
    for (const ModelRow& row : all.models) {
        const bool wanted = options.provider.empty() || row.spec.rfind(options.provider + ":", 0) == 0;
        if (wanted && (row.ready || row.favourite || options.all || options.json || !options.provider.empty())) models.push_back(&row);
    }
    const bool broken = all.registryProblem || all.pricesProblem;
    if (options.json) {
        std::printf("%s\n", dumpJson(overviewJson(all, models)).c_str());
    } else {
        if (options.provider.empty()) {
            printProviders(all);
            printAliases(all);
        }
        printModels(models, all.models.size(), options.all || !options.provider.empty());
    }
    for (const auto& problem : {all.registryProblem, all.pricesProblem})
        if (problem) std::fprintf(stderr, "rlmscope-cli: %s\n", problem->text().c_str());
    return broken ? Exit::BadInput : Exit::Answered;
}

} // namespace rlmscope::cli
