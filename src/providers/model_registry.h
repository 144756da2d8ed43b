#pragma once
// What a person has set up on this computer: providers of their own, what aliases mean, favourites, and for which
// addresses keys lie in the keychain (the keys themselves never: key_source.h). A value, with its file.
//
// An alias is a word without a colon that stands for a SPEC: "root" for "openai:gpt-5". A RunSpec may name aliases, so
// that a saved configuration, also a stranger's, runs with the models of whoever runs it.
#include "base/result.h"
#include "providers/provider_table.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

/// What a new provider is made from: every built-in one, any server that speaks chat completions, an Azure resource.
struct ProviderTemplate {
    std::string id;      ///< "openai", ..., "openai-compatible", "azure"
    std::string name;    ///< for people
    ApiFamily family = ApiFamily::OpenAiChat;
    std::string baseUrl; ///< empty = the person has to say it
    bool needsKey = true;
    std::string dialect; ///< as ProviderEntry::dialect
    std::string example; ///< a model
    std::string hint;    ///< what to type as the address, for people
};
const std::vector<ProviderTemplate>& providerTemplates();
const ProviderTemplate* providerTemplate(std::string_view id); ///< null = there is none

/// What a person types to add one. Empty texts = the template's, or made from the word.
struct NewProvider {
    std::string templateId;
    std::string word;       ///< of SPECs, "work" for "work:gpt-5"
    std::string name;       ///< for people
    std::string baseUrl;    ///< as typed
    std::string keyName;    ///< name of the key; made from the word when empty: WORK_API_KEY
    std::optional<bool> needsKey;
    std::string apiVersion; ///< Azure
    bool allowPlainKey = false; ///< send the key over plain http to another computer, where others may read it
    std::vector<std::pair<std::string, std::string>> headers;    ///< name and value; no secrets
    std::vector<std::pair<std::string, std::string>> keyHeaders; ///< name, and the name of the key that is its value
};

struct RegisteredProvider {
    std::string templateId;
    ProviderEntry entry;
};

/// Where a key in the keychain belongs.
struct StoredKey {
    std::string name, origin; ///< "OPENAI_API_KEY", "https://api.openai.com"
    bool operator==(const StoredKey&) const = default;
};

/// The aliases that a run may rely on, with what each is for. Others are free.
struct RoleAlias {
    std::string_view name;
    std::string_view fallback; ///< alias that is meant when this one is not set; empty = none
    std::string_view purpose;
};
const std::vector<RoleAlias>& roleAliases(); ///< root, sub, sub2, compaction, judge
const RoleAlias* roleOf(std::string_view alias); ///< null = a free one

class ModelRegistry {
public:
    const std::vector<RegisteredProvider>& providers() const { return m_providers; } ///< in the order they were added
    const std::map<std::string, std::string>& aliases() const { return m_aliases; }
    const std::vector<std::string>& favourites() const { return m_favourites; }
    const std::vector<StoredKey>& storedKeys() const { return m_storedKeys; }

    /// The provider of a word: a built-in one or one of these. Null = there is none. Valid until
    /// the registry is changed.
    const ProviderEntry* provider(std::string_view word) const;
    /// Built-in ones, then these.
    std::vector<const ProviderEntry*> allProviders() const;

    /// What a SPEC means here: an alias with settings behind it ("root?effort=low") becomes its SPEC with them, everything
    /// else stays. Errors (Usage): a role that is not set, with the command that sets it; aliases that go in a circle.
    Result<std::string> resolved(const std::string& spec) const;

    // Changes. Errors (Usage) say what is wrong with what was typed, and nothing is changed.
    Result<const ProviderEntry*> add(const NewProvider& provider);
    Status removeProvider(const std::string& word);
    /// An empty SPEC takes the alias away.
    Status setAlias(const std::string& name, const std::string& spec);
    Status setFavourite(const std::string& spec, bool favourite);
    void setStored(const StoredKey& key, bool stored);
    bool isStored(const StoredKey& key) const;

private:
    const std::string* target(const std::string& alias) const;
    bool goesInACircle(const std::string& alias) const;
    friend Result<ModelRegistry> readModelRegistry(std::string_view, const std::string&);
    std::vector<RegisteredProvider> m_providers;
    std::map<std::string, std::string> m_aliases;
    std::vector<std::string> m_favourites;
    std::vector<StoredKey> m_storedKeys;
};

/// A word without a colon that may be an alias: "root", "root?effort=low". Not "sim".
bool looksLikeAlias(std::string_view spec);

/// JSON with what is wrong in it as an error (BadInput) that begins with `source` and names the place. Strict: what is not
/// understood is an error, so that writing back never loses anything.
Result<ModelRegistry> readModelRegistry(std::string_view json, const std::string& source);
std::string writeModelRegistry(const ModelRegistry& registry); ///< indented, ends with a newline

/// models.json in configFolder(); empty when there is none.
std::filesystem::path modelRegistryPath();
/// No file = an empty registry.
Result<ModelRegistry> loadModelRegistry(const std::filesystem::path& path = modelRegistryPath());
/// Reads, changes and writes it while no other process does. A file that cannot be read stays as it is, and so does
/// everything when `change` returns an error.
Status changeModelRegistry(const std::function<Status(ModelRegistry&)>& change,
                           const std::filesystem::path& path = modelRegistryPath());

} // namespace rlmscope
