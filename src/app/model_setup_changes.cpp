// The half of ModelSetup that changes things: the registry, prices, keys; tests and looking around.
#include "app/model_setup.h"
#include "itemmodels/format.h"
#include "itemmodels/utf8.h"

#include "catalog/litellm.h"
#include "catalog/user_prices.h"
#include "providers/model_check.h"
#include "providers/model_settings.h"

#include <QDate>
#include <QDateTime>
#include <QFile>

#include <algorithm>

namespace rlmscope {
namespace {

NewProvider asTyped(const RegisteredProvider& provider) {
    const auto& entry = provider.entry;
    NewProvider typed;
    typed.templateId = provider.templateId;
    typed.word = entry.prefix;
    typed.name = entry.name;
    typed.baseUrl = entry.baseUrl;
    typed.keyName = entry.keyNames.empty() ? std::string() : entry.keyNames.front();
    typed.needsKey = entry.needsKey;
    typed.apiVersion = entry.apiVersion;
    typed.allowPlainKey = entry.allowPlainKey;
    typed.headers = entry.headers;
    typed.keyHeaders = entry.keyHeaders;
    return typed;
}

} // namespace

// ---- the registry ---------------------------------------------------------------------------------------------

QString ModelSetup::changeRegistry(const std::function<Status(ModelRegistry&)>& change) {
    const auto changedIt = changeModelRegistry(change);
    reload(); // also what another process has written meanwhile
    Q_EMIT changed();
    return changedIt ? QString() : said(changedIt.error());
}

void ModelSetup::setUndo(const QString& undoText, std::function<QString()> undo) {
    m_undoText = undoText;
    m_undo = std::move(undo);
}

QString ModelSetup::undo() {
    if (!m_undo) return {};
    const auto undo = std::exchange(m_undo, {});
    m_undoText.clear();
    return undo();
}

QString ModelSetup::addProvider(const NewProviderItem& item) {
    NewProvider typed;
    typed.templateId = item.templateId.toStdString();
    typed.word = item.word.toStdString();
    typed.name = item.name.toStdString();
    typed.baseUrl = item.address.toStdString();
    typed.keyName = item.keyName.toStdString();
    typed.needsKey = item.needsKey;
    typed.allowPlainKey = item.allowPlainKey;
    typed.apiVersion = item.apiVersion.toStdString();
    const auto error = changeRegistry([&](ModelRegistry& registry) -> Status {
        auto added = registry.add(typed);
        return added ? Status() : Status(added.error());
    });
    if (!error.isEmpty()) return error;
    setUndo(tr("add %1").arg(item.word), [this, word = item.word] { return removeProvider(word); });
    look(); // a new server on this computer is looked for as well
    return {};
}

QString ModelSetup::removeProvider(const QString& word) {
    const std::string name = word.toStdString();
    const auto& own = m_registry.providers();
    const auto at = std::find_if(own.begin(), own.end(), [&](const auto& each) { return each.entry.prefix == name; });
    const auto removed = at == own.end() ? std::nullopt : std::optional(asTyped(*at));
    const auto error = changeRegistry([&](ModelRegistry& registry) { return registry.removeProvider(name); });
    if (!error.isEmpty() || !removed) return error;
    m_tests.remove(word);
    setUndo(tr("remove %1").arg(word), [this, typed = *removed] {
        return changeRegistry([&](ModelRegistry& registry) -> Status {
            auto added = registry.add(typed);
            return added ? Status() : Status(added.error());
        });
    });
    return {};
}

QString ModelSetup::setAlias(const QString& name, const QString& spec) {
    const std::string before = m_registry.aliases().count(name.toStdString()) ? m_registry.aliases().at(name.toStdString()) : std::string();
    if (before == spec.toStdString()) return {};
    const auto set = [this, name = name.toStdString()](const std::string& target) {
        return changeRegistry([&](ModelRegistry& registry) { return registry.setAlias(name, target); });
    };
    const auto error = set(spec.trimmed().toStdString());
    if (error.isEmpty()) setUndo(tr("model of %1").arg(name), [set, before] { return set(before); });
    return error;
}

QString ModelSetup::setFavourite(const QString& spec, bool favourite) {
    return changeRegistry([&](ModelRegistry& registry) { return registry.setFavourite(spec.toStdString(), favourite); });
}

// ---- prices ---------------------------------------------------------------------------------------------------

QString ModelSetup::savePrices(UserTables tables) {
    if (!m_pricesProblem.isEmpty()) return m_pricesProblem; // a file that cannot be read is not written over
    if (auto table = effectivePrices(PriceTable::builtIn(), tables); !table) return said(table.error());
    const auto before = m_user;
    const auto saved = saveUserPrices(userPricesPath(), tables);
    reload();
    Q_EMIT changed();
    if (!saved) return said(saved.error());
    setUndo(tr("prices"), [this, before] {
        const auto error = savePrices(before);
        m_undo = {};
        m_undoText.clear();
        return error;
    });
    return {};
}

QString ModelSetup::setPrice(const QString& spec, const std::optional<TokenRates>& rates) {
    const std::string bare(withoutSettings(spec.toStdString()));
    ModelEntry entry;
    entry.provider = std::string(SpecProvider);
    entry.id = bare;
    // A model that the table knows is overridden under its own name, so that its other names mean the same.
    if (const auto match = m_prices->findSpec(bare)) {
        entry.provider = match->model->provider;
        entry.id = match->model->id;
    }
    std::vector<ModelEntry> overrides;
    for (const auto& each : m_user.overrides.models())
        if (each.provider != entry.provider || each.id != entry.id) overrides.push_back(each);
    if (rates) {
        PriceInterval price;
        price.rates = *rates;
        price.source.date = today();
        price.source.note = "entered by hand";
        entry.prices = {price};
        overrides.push_back(std::move(entry));
    }
    auto table = PriceTable::of(std::move(overrides));
    if (!table) return said(table.error());
    return savePrices({m_user.updates, std::move(*table)});
}

PriceTableInfo ModelSetup::prices() const {
    PriceTableInfo info;
    info.date = m_tableDate;
    info.models = static_cast<int>(m_prices->models().size());
    info.updates = static_cast<int>(m_user.updates.models().size());
    info.overrides = static_cast<int>(m_user.overrides.models().size());
    std::optional<Date> newest;
    for (const auto& model : m_user.updates.models())
        for (const auto& price : model.prices)
            if (price.source.date && (!newest || *newest < *price.source.date)) newest = price.source.date;
    if (newest) info.updated = fromUtf8(newest->text());
    info.hash = fromUtf8(m_prices->hash()).left(8);
    info.problem = m_pricesProblem;
    return info;
}

void ModelSetup::cancelPriceUpdate() {
    m_updateCancel.cancel();
    m_update = {};
    m_updated.reset();
    Q_EMIT priceUpdateChanged();
}

// ---- looking around -------------------------------------------------------------------------------------------

void ModelSetup::look() {
    reload();
    if (m_looking) return;
    m_looking = true;
    auto servers = m_usual;
    for (const auto& place : places()) { // providers on this computer that are somewhere else than usual
        if (!place.entry || place.origin.empty() || !itemOf(place).local) continue;
        const auto at = [&](const auto& server) { return originOf(server.baseUrl) == place.origin; };
        if (std::any_of(servers.begin(), servers.end(), at)) continue;
        LocalServer server;
        server.name = place.name;
        server.baseUrl = place.entry->family == ApiFamily::Ollama ? place.origin + "/v1" : itemOf(place).address.toStdString();
        servers.push_back(std::move(server));
    }
    run([this, servers = std::move(servers), token = m_cancel.token()] {
        auto found = probeLocalServers(700'000'000, servers, token);
        if (token.cancelled()) return;
        const auto store = machineKeyStore();
        const auto service = store ? store->service() : Result<std::string>(makeError(ErrorKind::Unsupported, "This program was built without access to a keychain."));
        later([this, found = std::move(found), service]() mutable {
            m_servers = std::move(found);
            m_looking = false;
            m_looked = true;
            m_keychain = service ? fromUtf8(*service) : QString();
            m_keychainProblem = service ? QString() : fromUtf8(service.error().message);
            Q_EMIT changed();
        });
    });
    Q_EMIT changed();
}

// ---- keys -----------------------------------------------------------------------------------------------------

void ModelSetup::storeKey(const QString& provider, const QString& key) {
    const auto* entry = m_registry.provider(provider.toStdString());
    if (!entry) return Q_EMIT keyAnswered(provider, tr("There is no provider \"%1\".").arg(provider));
    run([this, provider, entry = *entry, key = key.toStdString()]() mutable {
        const auto stored = storeMachineKey(entry, key);
        std::fill(key.begin(), key.end(), '\0');
        later([this, provider, error = stored ? QString() : said(stored.error())] {
            reload();
            Q_EMIT keyAnswered(provider, error);
            Q_EMIT changed();
        });
    });
}

void ModelSetup::deleteKey(const QString& provider) {
    const auto* entry = m_registry.provider(provider.toStdString());
    if (!entry) return Q_EMIT keyAnswered(provider, tr("There is no provider \"%1\".").arg(provider));
    run([this, provider, entry = *entry] {
        const auto removed = forgetMachineKey(entry);
        later([this, provider, error = removed ? QString() : said(removed.error())] {
            reload();
            Q_EMIT keyAnswered(provider, error);
            Q_EMIT changed();
        });
    });
}

// ---- tests ----------------------------------------------------------------------------------------------------

void ModelSetup::startTest(const QString& provider, const QString& spec) {
    ModelTest test;
    test.spec = spec;
    test.step = ModelTest::Step::Listing;
    m_tests[provider] = test;
    ModelCheckOptions options;
    options.step = [this, provider](CheckStep step) {
        later([this, provider, step] {
            auto& now = m_tests[provider];
            if (!now.running()) return;
            now.step = step == CheckStep::Calling ? ModelTest::Step::Asking : ModelTest::Step::Listing;
            Q_EMIT testChanged(provider);
        });
    };
    auto directory = std::make_shared<StandardModels>(machineModels());
    m_checks[provider] = std::make_unique<ModelCheck>(std::move(directory), spec.toStdString(), std::move(options), [this, provider](ModelCheckReport report) {
        later([this, provider, report = std::move(report)] { finishTest(provider, report); });
    });
    Q_EMIT testChanged(provider);
}

void ModelSetup::cancelTest(const QString& provider) {
    const auto found = m_checks.find(provider);
    if (found != m_checks.end()) found->second->cancel();
}

void ModelSetup::finishTest(const QString& provider, const ModelCheckReport& report) {
    if (report.listed) m_listed[provider.toStdString()] = report.list;
    auto& test = m_tests[provider];
    test.step = report.works() ? ModelTest::Step::Ok : report.verdict == CheckVerdict::Cancelled ? ModelTest::Step::Cancelled : ModelTest::Step::Failed;
    test.listed = report.listed ? static_cast<int>(report.list.models.size()) : -1;
    test.offered = !report.listed || report.inList;
    if (report.works()) {
        if (report.firstToken > 0) test.firstToken = report.firstToken;
        test.total = report.total;
        test.cost = report.cost;
        test.input = report.usageKnown ? report.usage.input() : 0;
        test.output = report.usageKnown ? report.usage.output : 0;
    } else if (report.error) {
        test.error = fromUtf8(report.error->message);
        const auto way = said(*report.error);
        test.hint = way.size() > test.error.size() ? way.mid(test.error.size()).trimmed() : QString();
        if (!report.near.empty()) {
            QStringList names;
            for (const auto& name : report.near) names << fromUtf8(name);
            test.hint = tr("It lists %1.").arg(names.join(format::comma())) + (test.hint.isEmpty() ? QString() : QLatin1Char(' ') + test.hint);
        }
    }
    test.at = QDateTime::currentDateTime();
    Q_EMIT testChanged(provider);
    Q_EMIT changed(); // it may have more models now, or be there after all
}

} // namespace rlmscope
