#include "runner/machine_models.h"

#include "base/text.h"
#include "catalog/user_prices.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace rlmscope {

namespace fs = std::filesystem;

namespace {

/// The keys that the registry says are in the keychain, fetched when they are first needed and then kept in memory
/// until the registry's file changes: whoever stores a key anew writes that file, also from another program.
class KeychainKeys final : public KeySource {
public:
    std::optional<std::string> key(const std::string&) override { return std::nullopt; } // a key is for one address

    std::optional<std::string> keyFor(const std::string& name, const std::string& origin) override {
        if (placeOf(name, origin) == KeyPlace::None) return std::nullopt;
        std::unique_lock lock(m_mutex);
        const Name asked{name, origin};
        if (const auto known = m_keys.find(asked); known != m_keys.end()) return known->second;
        m_trouble.clear();
        if (!m_store) {
            m_trouble = "This program was built without access to a keychain.";
            return std::nullopt;
        }
        const auto fetch = this->fetch(asked);
        const auto done = [&] { return fetch->answer.has_value(); };
        if (m_patience == 0) m_changed.wait(lock, done);
        else if (!m_changed.wait_for(lock, std::chrono::nanoseconds(m_patience), done)) {
            m_trouble = "The keychain has not answered yet: it may be waiting for its password.";
            return std::nullopt;
        }
        const auto& found = *fetch->answer;
        if (!found) m_trouble = found.error().message;
        else if (!*found) m_trouble = "The keychain no longer has the key that was stored for " + origin + ".";
        return found ? *found : std::nullopt;
    }

    KeyPlace placeOf(const std::string& name, const std::string& origin) override {
        const std::lock_guard lock(m_mutex);
        refresh();
        return m_registry.isStored({name, origin}) ? KeyPlace::Keychain : KeyPlace::None;
    }

    std::string trouble() override {
        const std::lock_guard lock(m_mutex);
        return m_trouble;
    }

    void setStore(std::shared_ptr<KeyStore> store, Nanos patience) {
        const std::lock_guard lock(m_mutex);
        m_store = std::move(store);
        m_patience = patience;
        m_fetches.clear();
        m_keys.clear();
        m_trouble.clear();
    }
    std::shared_ptr<KeyStore> store() {
        const std::lock_guard lock(m_mutex);
        return m_store;
    }

private:
    using Name = std::pair<std::string, std::string>;

    struct Fetch {
        std::optional<Result<std::optional<std::string>>> answer; // guarded by m_mutex
    };

    // With m_mutex held: whoever needs the same key meanwhile waits for the same answer. The thread may outlast its
    // askers, as a person who looks for a password does; the key is then there for the next one.
    std::shared_ptr<Fetch> fetch(const Name& name) {
        auto& fetch = m_fetches[name];
        if (fetch && !fetch->answer) return fetch;
        fetch = std::make_shared<Fetch>();
        std::thread([this, fetch = fetch, store = m_store, name] {
            auto answer = store->read(name.first, name.second);
            const std::lock_guard lock(m_mutex);
            if (answer && *answer && m_store == store) m_keys[name] = **answer;
            fetch->answer = std::move(answer);
            m_changed.notify_all();
        }).detach();
        return fetch;
    }

    // With m_mutex held.
    void refresh() {
        const fs::path path = modelRegistryPath();
        std::error_code code;
        const auto written = fs::last_write_time(path, code);
        if (path == m_path && written == m_written && !code) return;
        m_path = path;
        m_written = written;
        m_keys.clear();
        m_trouble.clear();
        auto registry = loadModelRegistry(path);
        if (!registry) m_trouble = registry.error().text();
        m_registry = registry.valueOr({});
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::shared_ptr<KeyStore> m_store; // the rest is guarded by m_mutex
    Nanos m_patience = 0;
    std::map<Name, std::string> m_keys;
    std::map<Name, std::shared_ptr<Fetch>> m_fetches;
    std::string m_trouble;
    ModelRegistry m_registry;
    fs::path m_path;
    fs::file_time_type m_written{};
};

KeychainKeys& keychain() {
    static auto* const keys = new KeychainKeys; // never destroyed: a thread that waits for a password may be left
    return *keys;
}

Result<std::string> placeFor(const ProviderEntry& provider) {
    auto url = providerBaseUrl(provider);
    if (!url) return url.error();
    return originOf(*url);
}

Status checkKey(const std::string& key) {
    if (key.empty()) return makeError(ErrorKind::Usage, "No key was given.");
    if (key.size() > 16'384) return makeError(ErrorKind::Usage, "That is too long for a key.");
    for (const unsigned char c : key)
        if (c <= 0x20 || c >= 0x7f)
            return makeError(ErrorKind::Usage, "That is no key: it has spaces, line breaks or characters that no key has.", "Copy the key alone, without its name and without \"Bearer\".");
    return {};
}

std::vector<std::string> keyNamesOf(const ProviderEntry& provider) {
    std::vector<std::string> names = provider.keyNames;
    for (const auto& [header, name] : provider.keyHeaders) names.push_back(name);
    return names;
}

} // namespace

void setMachineKeyStore(std::shared_ptr<KeyStore> store, Nanos patience) { keychain().setStore(std::move(store), patience); }
std::shared_ptr<KeyStore> machineKeyStore() { return keychain().store(); }

std::shared_ptr<KeySource> machineKeys() {
    // The keychain part lives as long as the process.
    static const auto keys = KeySource::chained({std::shared_ptr<KeySource>(std::shared_ptr<void>(), &keychain()), KeySource::environment()});
    return keys;
}

Result<std::shared_ptr<const ModelRegistry>> machineRegistry() {
    auto registry = loadModelRegistry();
    if (!registry) return registry.error();
    return std::make_shared<const ModelRegistry>(std::move(*registry));
}

Result<std::shared_ptr<const PriceTable>> standardPrices() {
    auto user = loadUserPrices(userPricesPath());
    if (!user) return user.error();
    auto table = effectivePrices(PriceTable::builtIn(), *user);
    if (!table) return table.error();
    return std::make_shared<const PriceTable>(std::move(*table));
}

StandardModelsOptions machineModels(const ModelAccess& access) {
    StandardModelsOptions options;
    options.keys = machineKeys();
    options.keyEnv = access.keyEnv;
    options.priceTable = standardPrices;
    options.registry = machineRegistry;
    return options;
}

Status storeMachineKey(const ProviderEntry& provider, const std::string& key) {
    return storeMachineKey(provider, provider.keyNames.empty() ? std::string() : provider.keyNames.front(), key);
}

Status storeMachineKey(const ProviderEntry& provider, const std::string& name, const std::string& typed) {
    const std::string key(trimmed(typed));
    if (Status fits = checkKey(key); !fits) return fits;
    const auto names = keyNamesOf(provider);
    if (std::find(names.begin(), names.end(), name) == names.end())
        return makeError(ErrorKind::Usage, provider.prefix + " has no key called \"" + oneLine(name, 80) + "\".");
    const auto origin = placeFor(provider);
    if (!origin) return origin.error();
    const auto store = machineKeyStore();
    if (!store) return makeError(ErrorKind::Unsupported, "This program was built without access to a keychain.", "Set " + name + " instead.");
    // A registry that cannot be written is found before anything is stored.
    if (Status writable = changeModelRegistry([](ModelRegistry&) { return Status(); }); !writable) return writable;
    if (Status stored = store->store(name, *origin, key); !stored) {
        Error error = stored.error();
        error.hint = "Set " + name + " instead.";
        return error;
    }
    return changeModelRegistry([&](ModelRegistry& registry) {
        registry.setStored({name, *origin}, true);
        return Status();
    });
}

Result<bool> forgetMachineKey(const ProviderEntry& provider) {
    const auto origin = placeFor(provider);
    if (!origin) return origin.error();
    auto registry = loadModelRegistry();
    if (!registry) return registry.error();
    const auto store = machineKeyStore();
    bool any = false;
    for (const std::string& name : keyNamesOf(provider)) {
        if (!registry->isStored({name, *origin})) continue;
        if (!store) return makeError(ErrorKind::Unsupported, "This program was built without access to a keychain.");
        if (Status removed = store->remove(name, *origin); !removed) return removed.error();
        Status noted = changeModelRegistry([&](ModelRegistry& now) {
            now.setStored({name, *origin}, false);
            return Status();
        });
        if (!noted) return noted.error();
        any = true;
    }
    return any;
}

KeyState keyState(const ProviderEntry& provider, KeySource& keys) {
    KeyState state;
    state.needed = provider.needsKey || !provider.keyHeaders.empty();
    if (!provider.keyNames.empty()) state.name = provider.keyNames.front();
    auto url = providerBaseUrl(provider);
    if (!url) {
        state.problem = url.error().message;
        return state;
    }
    state.baseUrl = *url;
    const std::string origin = originOf(*url);
    for (const std::string& name : provider.keyNames)
        if (state.place = keys.placeOf(name, origin); state.place != KeyPlace::None) {
            state.name = name;
            break;
        }
    // Without the value of a header nothing works, whatever else is there.
    for (const auto& [header, name] : provider.keyHeaders)
        if (const KeyPlace place = keys.placeOf(name, origin); place == KeyPlace::None || !provider.needsKey) {
            state.name = name;
            state.place = place;
            if (place == KeyPlace::None) break;
        }
    return state;
}

std::vector<std::string> machineKeyVariables() {
    std::vector<std::string> names;
    const auto add = [&](const ProviderEntry& provider) {
        for (std::string& name : keyNamesOf(provider)) names.push_back(std::move(name));
    };
    for (const ProviderEntry& provider : builtInProviders()) add(provider);
    if (const auto registry = loadModelRegistry())
        for (const RegisteredProvider& each : registry->providers()) add(each.entry);
    return names;
}

} // namespace rlmscope
