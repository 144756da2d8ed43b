#include "app/model_setup.h"

#include "base/clock.h"
#include "catalog/cost.h"
#include "catalog/providers.h"
#include "catalog/user_prices.h"
#include "itemmodels/utf8.h"
#include "providers/http_model.h"
#include "providers/model_check.h"
#include "providers/model_settings.h"

#include <QCollator>

#include <algorithm>

namespace rlmscope {
namespace {

QString familyName(ApiFamily family) {
    switch (family) {
    case ApiFamily::OpenAiChat: return ModelSetup::tr("chat completions");
    case ApiFamily::Azure: return ModelSetup::tr("chat completions, Azure deployments");
    case ApiFamily::Anthropic: return ModelSetup::tr("Anthropic messages");
    case ApiFamily::Gemini: return ModelSetup::tr("Gemini generateContent");
    case ApiFamily::Ollama: return ModelSetup::tr("Ollama chat");
    }
    return {};
}

QString newestSource(const PriceTable& table) {
    std::optional<Date> newest;
    for (const auto& model : table.models())
        for (const auto& price : model.prices)
            if (price.source.date && (!newest || *newest < *price.source.date)) newest = price.source.date;
    return newest ? fromUtf8(newest->text()) : QString();
}

bool isSimulated(std::string_view spec) { return spec == "sim" || spec.rfind("sim:", 0) == 0; }
bool isScripted(std::string_view spec) { return spec.rfind("script:", 0) == 0; }

} // namespace

Date today() { return Date::ofWall(Clock::system().wall()); }

QString said(const Error& error) {
    // Hints speak about the command line where they name it; in a window its own controls are the way out.
    const bool shell = error.hint.find("rlmscope-cli") != std::string::npos || error.hint.find("--") != std::string::npos;
    return fromUtf8(shell ? error.message : error.text());
}

std::string ModelSetup::Place::specPrefix() const {
    return entry ? word + ":" : server ? server->baseUrl + "#" : word + ":";
}

ModelSetup::ModelSetup(QObject* parent) : ModelSource(parent), m_tableDate(newestSource(PriceTable::builtIn())) { reload(); }

ModelSetup::~ModelSetup() {
    m_cancel.cancel();
    m_updateCancel.cancel();
    m_checks.clear(); // each cancels and waits
    for (auto& thread : m_threads) thread.join();
}

void ModelSetup::run(std::function<void()> work) { m_threads.emplace_back(std::move(work)); }

void ModelSetup::later(std::function<void()> done) { QMetaObject::invokeMethod(this, std::move(done), Qt::QueuedConnection); }

// A broken file is shown, never written over; what was read from it before stays in use.
void ModelSetup::reload() {
    if (auto registry = loadModelRegistry()) {
        m_registry = std::move(*registry);
        m_registryProblem.clear();
    } else {
        m_registryProblem = said(registry.error());
    }
    m_pricesProblem.clear();
    if (auto user = loadUserPrices(userPricesPath())) m_user = std::move(*user);
    else m_pricesProblem = said(user.error());
    auto table = effectivePrices(PriceTable::builtIn(), m_user);
    if (!table) m_pricesProblem = said(table.error());
    m_prices = std::make_shared<const PriceTable>(table ? std::move(*table) : PriceTable::builtIn());
}

// ---- providers ------------------------------------------------------------------------------------------------

bool ModelSetup::isOwn(const std::string& word) const {
    const auto& own = m_registry.providers();
    return std::any_of(own.begin(), own.end(), [&](const auto& each) { return each.entry.prefix == word; });
}

std::vector<ModelSetup::Place> ModelSetup::places() const {
    std::vector<Place> own, usual, local, cloud;
    const auto isUsual = [](std::string_view word) { return word == "openai" || word == "anthropic" || word == "gemini" || word == "openrouter"; };
    for (const auto* entry : m_registry.allProviders()) {
        Place place{entry->prefix, entry->name, {}, entry, nullptr};
        if (const auto url = providerBaseUrl(*entry)) place.origin = originOf(*url);
        for (const auto& server : m_servers)
            if (server.answers && !place.origin.empty() && originOf(server.baseUrl) == place.origin) place.server = &server;
        (isOwn(entry->prefix) ? own : entry->local() ? local : isUsual(entry->prefix) ? usual : cloud).push_back(std::move(place));
    }
    const auto known = [&](const std::string& origin) {
        for (const auto* list : {&own, &usual, &local, &cloud})
            for (const auto& place : *list)
                if (place.origin == origin) return true;
        return false;
    };
    for (const auto& server : m_servers)
        if (server.answers && !known(originOf(server.baseUrl))) local.push_back({server.baseUrl, server.name, originOf(server.baseUrl), nullptr, &server});
    for (auto* list : {&usual, &local, &cloud}) own.insert(own.end(), list->begin(), list->end());
    return own;
}

void ModelSetup::addKeyState(ProviderItem& item, const ProviderEntry& entry) const {
    const auto state = keyState(entry, *machineKeys());
    item.address = fromUtf8(state.baseUrl);
    item.keyName = fromUtf8(state.name);
    item.key = state.place == KeyPlace::Keychain ? KeyHeld::Keychain
               : state.place == KeyPlace::Environment ? KeyHeld::Environment
               : state.needed ? KeyHeld::None : KeyHeld::NotNeeded;
    if (state.ready()) item.state = ProviderItem::State::Ready;
    else item.state = state.problem.empty() || state.baseUrl.empty() ? ProviderItem::State::NoKey : ProviderItem::State::Broken;
    if (!state.problem.empty()) item.problem = fromUtf8(state.problem);
}

ProviderItem ModelSetup::itemOf(const Place& place) const {
    ProviderItem item;
    item.word = fromUtf8(place.word);
    item.name = fromUtf8(place.name);
    item.origin = fromUtf8(place.origin);
    item.own = isOwn(place.word);
    using State = ProviderItem::State;
    if (place.entry) {
        item.about = familyName(place.entry->family);
        item.example = fromUtf8(place.entry->example);
        addKeyState(item, *place.entry);
    } else {
        item.about = tr("chat completions");
        item.address = fromUtf8(place.server->baseUrl);
    }
    const std::string host(withoutPort(authorityOf(place.origin)));
    item.local = !place.origin.empty() && isLoopbackHost(host);
    // The probes send no key, so a server that wants one is as silent to them as none.
    const bool answered = place.server || m_tests.value(item.word).step == ModelTest::Step::Ok;
    if (item.local && item.state == State::Ready && item.key == KeyHeld::NotNeeded)
        item.state = answered ? State::Found : m_looked ? State::NotFound : State::Looking;
    item.testFailed = item.state == State::Ready && m_tests.value(item.word).step == ModelTest::Step::Failed;
    if (place.server) item.listed = true;
    item.modelCount = place.server ? static_cast<int>(place.server->models.size()) : 0;
    if (const auto listed = m_listed.find(place.word); !place.server && listed != m_listed.end()) item.modelCount = static_cast<int>(listed->second.models.size());
    return item;
}

QVector<ProviderItem> ModelSetup::providers() const {
    ProviderItem sim;
    sim.word = QStringLiteral("sim");
    sim.name = tr("Simulated");
    sim.about = tr("plays every part by plain text processing: no network, no key");
    QVector<ProviderItem> items{sim};
    for (const auto& place : places()) items.push_back(itemOf(place));
    return items;
}

QVector<ProviderTemplateItem> ModelSetup::templates() const {
    QVector<ProviderTemplateItem> items;
    for (const auto& each : providerTemplates())
        items.push_back({fromUtf8(each.id), fromUtf8(each.name), fromUtf8(each.baseUrl), fromUtf8(each.hint), fromUtf8(each.example), each.needsKey, each.family == ApiFamily::Azure});
    return items;
}

// ---- models ---------------------------------------------------------------------------------------------------

void ModelSetup::addPrice(ModelItem& item, const std::string& spec) const {
    if (isSimulated(spec) || isScripted(spec)) { // they say it themselves; neither reaches a network
        const auto model = StandardModels().find(spec);
        if (!model) {
            item.unknown = said(model.error());
            return;
        }
        const auto& info = (*model)->info();
        item.window = info.window;
        if (!info.price) return;
        item.rates = TokenRates{info.price->input, info.price->output, {}, {}, {}};
        item.origin = PriceOrigin::Simulated;
        return;
    }
    std::string bare(withoutSettings(spec));
    auto lookup = m_prices->priceOf(bare, today());
    // A provider of one's own at a host that the table knows: as the directory prices it.
    const auto place = placeOf(spec);
    if (!lookup.match.model && place && place->entry)
        if (const auto* known = providerOfHost(withoutPort(authorityOf(place->origin))))
            lookup = m_prices->priceOf(known->id + ":" + bare.substr(place->specPrefix().size()), today());
    if (const auto* known = lookup.match.model) {
        item.window = known->maxInput;
        item.maxOutput = known->maxOutput;
        item.retired = known->retired && *known->retired <= today();
    }
    if (!lookup.price) {
        item.unknown = lookup.match.model ? fromUtf8(lookup.unknown) : tr("Nobody has said what it costs.");
        return;
    }
    item.rates = lookup.price->rates;
    item.tiers = lookup.price->tiers;
    item.source = fromUtf8(lookup.price->source.page);
    if (lookup.price->source.date) item.date = fromUtf8(lookup.price->source.date->text());
    const auto& known = *lookup.match.model;
    const auto by = [&](const PriceTable& table) {
        const auto match = table.find(known.provider, known.id);
        const auto* price = match ? match->model->priceOn(today()) : nullptr;
        return price && price->samePrice(*lookup.price);
    };
    item.origin = by(m_user.overrides) ? PriceOrigin::Own : by(m_user.updates) ? PriceOrigin::Update : PriceOrigin::Table;
}

ModelItem ModelSetup::modelOf(const std::string& spec, const std::string& id) const {
    ModelItem item;
    item.spec = fromUtf8(spec);
    item.id = fromUtf8(id);
    addPrice(item, spec);
    const auto& favourites = m_registry.favourites();
    item.favourite = std::find(favourites.begin(), favourites.end(), spec) != favourites.end();
    for (const auto& [name, target] : m_registry.aliases())
        if (target == spec) item.aliases << fromUtf8(name);
    return item;
}

QVector<ModelItem> ModelSetup::models(const QString& provider) const {
    const std::string word = provider.toStdString();
    if (word == "sim") return {modelOf("sim", "sim")};
    const auto all = places();
    const auto place = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.word == word; });
    if (place == all.end()) return {};
    const std::string prefix = place->specPrefix();
    std::vector<std::string> used, known, listed;
    const auto add = [&](std::vector<std::string>& to, const std::string& id) {
        for (const auto* list : {&used, &known, &listed})
            if (std::find(list->begin(), list->end(), id) != list->end()) return;
        to.push_back(id);
    };
    const auto addUsed = [&](const std::string& spec) {
        if (spec.rfind(prefix, 0) == 0 && spec.size() > prefix.size()) add(used, spec.substr(prefix.size()));
    };
    for (const auto& spec : m_registry.favourites()) addUsed(spec);
    for (const auto& [name, spec] : m_registry.aliases()) addUsed(spec);
    if (const auto* priced = place->entry ? providerOfHost(withoutPort(authorityOf(place->origin))) : nullptr)
        for (const auto& model : m_prices->models())
            if (model.provider == priced->id) add(known, model.id);
    for (const auto& model : m_prices->models())
        if (model.provider == SpecProvider) addUsed(model.id);
    if (place->server)
        for (const auto& id : place->server->models) add(listed, id);
    const auto said = m_listed.find(word);
    if (said != m_listed.end())
        for (const auto& model : said->second.models) add(listed, model.id);

    QCollator order;
    order.setNumericMode(true);
    std::sort(known.begin(), known.end(), [&](const auto& a, const auto& b) { return order.compare(fromUtf8(a), fromUtf8(b)) > 0; }); // newest first, mostly
    QVector<ModelItem> items;
    for (const auto* list : {&used, &known, &listed})
        for (const auto& id : *list) {
            auto item = modelOf(prefix + id, id);
            if (said != m_listed.end())
                for (const auto& model : said->second.models)
                    if (model.id == id) {
                        if (!item.window) item.window = model.window;
                        if (!item.maxOutput) item.maxOutput = model.maxOutput;
                    }
            items.push_back(std::move(item));
        }
    std::stable_partition(items.begin(), items.end(), [](const auto& item) { return !item.retired; });
    return items;
}

QVector<AliasItem> ModelSetup::aliases() const {
    const auto purpose = [](std::string_view name) {
        if (name == "root") return tr("Drives the run: writes the code and the answer.");
        if (name == "sub") return tr("Answers sub-calls, drives child frames.");
        if (name == "sub2") return tr("The same, one level deeper.");
        if (name == "compaction") return tr("Shortens histories that grow too long.");
        if (name == "judge") return tr("Scores answers.");
        return QString();
    };
    QVector<AliasItem> items;
    for (const auto& role : roleAliases()) {
        const auto set = m_registry.aliases().find(std::string(role.name));
        items.push_back({fromUtf8(role.name), purpose(role.name), set == m_registry.aliases().end() ? QString() : fromUtf8(set->second), fromUtf8(role.fallback)});
    }
    for (const auto& [name, spec] : m_registry.aliases())
        if (!roleOf(name)) items.push_back({fromUtf8(name), tr("An alias of your own."), fromUtf8(spec), {}});
    return items;
}

// ---- choosers -------------------------------------------------------------------------------------------------

std::optional<ModelSetup::Place> ModelSetup::placeOf(const std::string& spec) const {
    for (const auto& place : places())
        if (spec.rfind(place.specPrefix(), 0) == 0) return place;
    return std::nullopt;
}

ModelChoice ModelSetup::choiceOf(const std::string& spec) const {
    ModelChoice choice;
    choice.spec = choice.label = fromUtf8(spec);
    ModelItem item;
    addPrice(item, spec);
    choice.window = item.window;
    if (item.rates) {
        PriceInterval interval;
        interval.rates = *item.rates;
        interval.tiers = item.tiers;
        choice.price = enginePrice(interval);
        choice.price->simulated = item.origin == PriceOrigin::Simulated;
    }
    if (isSimulated(spec) || isScripted(spec)) {
        if (spec == "sim") choice.label = tr("Simulated");
        choice.group = ModelChoice::Group::Simulated;
        choice.problem = item.unknown;
        return choice;
    }
    const auto place = placeOf(spec);
    if (!place) {
        const auto colon = spec.find(':');
        if (spec.find("://") != std::string::npos) {
            if (spec.find('#') == std::string::npos) choice.problem = tr("An address needs the name of a model after it: URL#MODEL.");
        } else if (colon == std::string::npos) {
            choice.problem = tr("\"%1\" is no model: write PROVIDER:MODEL, URL#MODEL, sim or an alias.").arg(choice.spec);
        } else {
            choice.problem = tr("There is no provider \"%1\".").arg(fromUtf8(spec.substr(0, colon)));
        }
        return choice;
    }
    const auto provider = itemOf(*place);
    choice.label = provider.name + QLatin1Char(' ') + fromUtf8(spec.substr(place->specPrefix().size()));
    choice.local = provider.local;
    if (provider.state == ProviderItem::State::Found) choice.group = ModelChoice::Group::Found;
    if (provider.key == KeyHeld::Keychain) choice.key = tr("%1 from the keychain, sent to %2 only").arg(provider.keyName, provider.origin);
    if (provider.key == KeyHeld::Environment) choice.key = tr("%1 from the environment, sent to %2 only").arg(provider.keyName, provider.origin);
    if (provider.state == ProviderItem::State::NoKey)
        choice.problem = provider.address.isEmpty() ? tr("%1 has no address yet.").arg(provider.name) : tr("%1 has no key yet.").arg(provider.name);
    else if (provider.state == ProviderItem::State::NotFound) choice.problem = tr("Nothing answers at %1.").arg(provider.origin);
    else if (provider.state == ProviderItem::State::Broken) choice.problem = provider.problem;
    if (!item.window)
        if (const auto listed = m_listed.find(place->word); listed != m_listed.end())
            for (const auto& model : listed->second.models)
                if (place->specPrefix() + model.id == spec) choice.window = model.window;
    return choice;
}

ModelChoice ModelSetup::describe(const QString& spec) const {
    const std::string asked = spec.trimmed().toStdString();
    const auto resolved = m_registry.resolved(asked);
    if (!resolved) {
        ModelChoice choice;
        choice.spec = choice.label = fromUtf8(asked);
        choice.problem = looksLikeAlias(asked) ? tr("The role %1 has no model yet: choose one on the Models page.").arg(choice.spec) : said(resolved.error());
        return choice;
    }
    auto choice = choiceOf(*resolved);
    const auto& favourites = m_registry.favourites();
    if (*resolved != asked) {
        choice.meant = choice.spec;
        choice.spec = choice.label = fromUtf8(asked);
        choice.group = ModelChoice::Group::Alias;
    } else if (std::find(favourites.begin(), favourites.end(), asked) != favourites.end()) {
        choice.group = ModelChoice::Group::Favourite;
    }
    return choice;
}

QVector<ModelChoice> ModelSetup::choices() const {
    using Group = ModelChoice::Group;
    QVector<ModelChoice> all;
    const auto add = [&](const QString& spec, std::optional<Group> only = std::nullopt) {
        if (std::any_of(all.begin(), all.end(), [&](const auto& c) { return c.spec == spec; })) return;
        auto choice = describe(spec);
        if (!only || choice.group == *only) all.push_back(std::move(choice));
    };
    for (const auto& alias : aliases())
        if (m_registry.resolved(alias.name.toStdString())) add(alias.name);
    for (const auto& spec : m_registry.favourites()) add(fromUtf8(spec));
    for (const auto& place : places())
        if (place.server)
            for (const auto& id : place.server->models) add(fromUtf8(place.specPrefix() + id), Group::Found);
    add(QStringLiteral("sim"));
    for (const auto& place : places()) {
        if (!place.entry || itemOf(place).state != ProviderItem::State::Ready) continue;
        for (const auto& model : models(fromUtf8(place.word)))
            if (!model.retired) add(model.spec, Group::Other);
    }
    return all;
}

} // namespace rlmscope
