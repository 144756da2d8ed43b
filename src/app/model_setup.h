#pragma once
// ModelSource over the registry of this person, the price table, the keychain and the network. Files are small and read in
// the GUI thread; whatever asks a server, a keychain or an address does so on a thread of its own and hands its result to
// the GUI thread.
#include "base/cancel.h"
#include "catalog/table_json.h"
#include "providers/local_servers.h"
#include "providers/model_list.h"
#include "providers/model_registry.h"
#include "runner/machine_models.h"
#include "views/model_source.h"

#include <QHash>

#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <vector>

namespace rlmscope {

class ModelCheck;

class ModelSetup final : public ModelSource {
    Q_OBJECT
public:
    explicit ModelSetup(QObject* parent = nullptr);
    ~ModelSetup() override;

    QVector<ProviderItem> providers() const override;
    QVector<ModelItem> models(const QString& provider) const override;
    QVector<AliasItem> aliases() const override;
    QVector<ProviderTemplateItem> templates() const override;
    QVector<ModelChoice> choices() const override;
    ModelChoice describe(const QString& spec) const override;
    void look() override;
    bool looking() const override { return m_looking; }
    QString setupProblem() const override { return m_registryProblem; }

    QString addProvider(const NewProviderItem& provider) override;
    QString removeProvider(const QString& word) override;
    QString setAlias(const QString& name, const QString& spec) override;
    QString setFavourite(const QString& spec, bool favourite) override;
    QString setPrice(const QString& spec, const std::optional<TokenRates>& rates) override;
    QString undoText() const override { return m_undoText; }
    QString undo() override;

    QString keychain() const override { return m_keychain; }
    QString keychainProblem() const override { return m_keychainProblem; }
    void storeKey(const QString& provider, const QString& key) override;
    void deleteKey(const QString& provider) override;

    void startTest(const QString& provider, const QString& spec) override;
    void cancelTest(const QString& provider) override;
    ModelTest test(const QString& provider) const override { return m_tests.value(provider); }

    PriceTableInfo prices() const override;
    void readPriceUpdate(const QString& fileOrUrl) override;
    void cancelPriceUpdate() override;
    PriceUpdateItem priceUpdate() const override { return m_update; }
    QString applyPriceUpdate() override;

    /// Where to look for servers besides where the providers are; for tests.
    void setLocalServers(std::vector<LocalServer> servers) { m_usual = std::move(servers); }

private:
    /// A provider as this page counts them: one of the registry, or a server that was found and is none's.
    struct Place {
        std::string word, name, origin;
        const ProviderEntry* entry = nullptr; ///< null = only found
        const LocalServer* server = nullptr;  ///< that answers there; null = none does, or nobody has looked
        std::string specPrefix() const;       ///< "ollama:", "http://127.0.0.1:9931/v1#"
    };
    std::vector<Place> places() const;
    ProviderItem itemOf(const Place& place) const;
    void addKeyState(ProviderItem& item, const ProviderEntry& entry) const;
    ModelItem modelOf(const std::string& spec, const std::string& id) const;
    void addPrice(ModelItem& item, const std::string& spec) const;
    std::optional<Place> placeOf(const std::string& spec) const;
    ModelChoice choiceOf(const std::string& spec) const; ///< resolved
    bool isOwn(const std::string& word) const;

    void reload();
    QString changeRegistry(const std::function<Status(ModelRegistry&)>& change);
    QString savePrices(UserTables tables);
    void setUndo(const QString& text, std::function<QString()> undo);
    void run(std::function<void()> work);           ///< on a thread; joined before this dies
    void later(std::function<void()> done);         ///< from a thread: in the GUI thread, unless this is gone
    void finishTest(const QString& provider, const struct ModelCheckReport& report);
    void showUpdate(const std::string& text, const QString& source);

    ModelRegistry m_registry;
    QString m_registryProblem;
    UserTables m_user;
    std::shared_ptr<const PriceTable> m_prices;
    QString m_pricesProblem;
    QString m_tableDate;

    std::vector<LocalServer> m_usual = usualLocalServers();
    std::vector<LocalServer> m_servers; ///< as they were found
    bool m_looked = false, m_looking = false;
    std::map<std::string, ModelList> m_listed; ///< by provider's word: what it said in a test
    QString m_keychain, m_keychainProblem;

    QHash<QString, ModelTest> m_tests;
    std::map<QString, std::unique_ptr<ModelCheck>> m_checks;

    PriceUpdateItem m_update;
    std::optional<UserTables> m_updated; ///< what applying it would write
    CancelSource m_updateCancel;

    QString m_undoText;
    std::function<QString()> m_undo;
    CancelSource m_cancel;
    std::vector<std::thread> m_threads;
};

/// Error and way out as one text, without the ways of the command line.
QString said(const Error& error);
Date today(); ///< UTC, by the clock of this computer

} // namespace rlmscope
