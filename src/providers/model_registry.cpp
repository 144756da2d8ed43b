#include "providers/model_registry.h"

#include "base/ascii.h"
#include "base/text.h"
#include "base/text_file.h"
#include "catalog/strict_json.h"
#include "providers/model_settings.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace rlmscope {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t LargestFile = 4u << 20;
constexpr std::size_t LongestText = 4000;
using Pairs = std::vector<std::pair<std::string, std::string>>;

Error wrong(std::string message, std::string hint = {}) { return makeError(ErrorKind::Usage, std::move(message), std::move(hint)); }

std::string quoted(const std::string& text) { return "\"" + oneLine(toValidUtf8(text), 80) + "\""; }

bool isLower(char c) { return c >= 'a' && c <= 'z'; }
bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }

/// Small letters, digits and - _ after a letter: a provider's word, an alias.
bool isWord(std::string_view word) {
    if (word.empty() || word.size() > 40 || !isLower(word.front())) return false;
    return std::all_of(word.begin(), word.end(), [](char c) { return isLower(c) || isDigit(c) || c == '-' || c == '_'; });
}

bool isReserved(std::string_view word) { return word == "sim" || word == "script" || word == "http" || word == "https"; }

bool isKeyName(std::string_view name) {
    if (name.empty() || name.size() > 100 || isDigit(name.front())) return false;
    return std::all_of(name.begin(), name.end(), [](char c) { return isLower(c) || isUpper(c) || isDigit(c) || c == '_'; });
}

bool isPlain(const std::string& text) {
    return text.size() <= LongestText && isValidUtf8(text) &&
           std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

std::string lowered(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

Status checkHeaderName(const std::string& name) {
    const auto token = [](unsigned char c) { return std::isalnum(c) || std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos; };
    if (name.empty() || name.size() > 200 || !std::all_of(name.begin(), name.end(), token))
        return wrong(quoted(name) + " is not the name of a header.", "It looks like X-Team.");
    const std::string word = lowered(name);
    for (const char* ours : {"host", "content-length", "content-type", "transfer-encoding", "connection", "accept"})
        if (word == ours) return wrong("The header " + name + " is set by this program.");
    return {};
}

bool soundsSecret(const std::string& header) {
    const std::string word = lowered(header);
    for (const char* part : {"auth", "key", "token", "secret", "password", "cookie", "credential"})
        if (word.find(part) != std::string::npos) return true;
    return false;
}

Status checkHeaders(const NewProvider& typed) {
    std::set<std::string> seen;
    for (const Pairs* list : {&typed.headers, &typed.keyHeaders})
        for (const auto& [name, value] : *list) {
            if (Status named = checkHeaderName(name); !named) return named;
            if (!seen.insert(lowered(name)).second) return wrong("The header " + name + " is there twice.");
        }
    for (const auto& [name, value] : typed.headers) {
        // What is written down here is a file that people copy and show.
        if (soundsSecret(name) || value.rfind("sk-", 0) == 0 || lowered(value).rfind("bearer ", 0) == 0)
            return wrong("The header " + name + " looks as if it held a key, and keys are not written into this file.",
                         "Name the key that is its value instead (--secret-header " + name + "=NAME).");
        if (value.empty() || !isPlain(value)) return wrong("The value of the header " + name + " is empty or has characters that no header may have.");
    }
    // Not shown: what stands there may be the key itself.
    for (const auto& [name, key] : typed.keyHeaders)
        if (!isKeyName(key)) return wrong("What is given for " + name + " is not a name of a key.", "It looks like the name of an environment variable: WORK_GATEWAY_KEY.");
    return {};
}

std::string keyNameFrom(const std::string& word) {
    std::string name;
    for (const char c : word) name += isLower(c) ? static_cast<char>(c - 'a' + 'A') : isDigit(c) ? c : '_';
    return name + "_API_KEY";
}

std::vector<std::string> keyNamesOf(const ProviderEntry& provider) {
    std::vector<std::string> names = provider.keyNames;
    for (const auto& [header, name] : provider.keyHeaders) names.push_back(name);
    return names;
}

/// A key belongs to one address, so one name of a key does, too.
Status checkKeyNames(const ProviderEntry& mine, const std::vector<const ProviderEntry*>& others) {
    for (const ProviderEntry* other : others) {
        if (other->baseUrl.empty() || originOf(other->baseUrl) == originOf(mine.baseUrl)) continue;
        const auto theirs = keyNamesOf(*other);
        for (const std::string& name : keyNamesOf(mine))
            if (std::find(theirs.begin(), theirs.end(), name) != theirs.end())
                return wrong(name + " is the key of " + other->prefix + " and goes to " + originOf(other->baseUrl) + " only.",
                             "Give this provider's key another name (--key-name " + keyNameFrom(mine.prefix) + ").");
    }
    return {};
}

Status checkWord(const std::string& word) {
    if (!isWord(word) || isReserved(word))
        return wrong(quoted(word) + " cannot be the word of a provider.", "Use small letters, digits and -, beginning with a letter: work, lab-2.");
    if (builtInProvider(word))
        return wrong(word + " is built in already.", "Give yours another word (--name my-" + word + ").");
    return {};
}

Result<RegisteredProvider> made(const NewProvider& typed) {
    const ProviderTemplate* from = providerTemplate(typed.templateId);
    if (!from) {
        std::string known;
        for (const ProviderTemplate& each : providerTemplates()) known += (known.empty() ? "" : ", ") + each.id;
        return wrong(quoted(typed.templateId) + " is not a template.", "There are " + known + ".");
    }
    if (Status word = checkWord(typed.word); !word) return word.error();
    if (typed.baseUrl.empty() && from->baseUrl.empty())
        return wrong("The address of " + typed.word + " is missing.", from->hint);
    auto url = normalizedBaseUrl(typed.baseUrl.empty() ? from->baseUrl : typed.baseUrl, from->family);
    if (!url) return url.error();
    if (!typed.keyName.empty() && !isKeyName(typed.keyName))
        return wrong("What is given as its name is not a name of a key.", "It looks like the name of an environment variable: " + keyNameFrom(typed.word) + ".");
    if (!isPlain(typed.name) || !isPlain(typed.apiVersion)) return wrong("The name or the version of " + typed.word + " has characters that cannot be shown, or is too long.");
    if (!typed.apiVersion.empty() && from->family != ApiFamily::Azure) return wrong("Only Azure deployments have an API version.");
    if (Status headers = checkHeaders(typed); !headers) return headers.error();
    ProviderEntry entry;
    entry.prefix = typed.word;
    entry.name = typed.name.empty() ? typed.word : typed.name;
    entry.family = from->family;
    entry.baseUrl = std::move(*url);
    entry.keyNames = {typed.keyName.empty() ? keyNameFrom(typed.word) : typed.keyName};
    entry.needsKey = typed.needsKey.value_or(from->needsKey);
    entry.example = from->example;
    entry.headers = typed.headers;
    entry.keyHeaders = typed.keyHeaders;
    entry.dialect = from->dialect;
    entry.apiVersion = typed.apiVersion;
    entry.allowPlainKey = typed.allowPlainKey;
    return RegisteredProvider{from->id, std::move(entry)};
}

} // namespace

const std::vector<ProviderTemplate>& providerTemplates() {
    static const std::vector<ProviderTemplate> all = [] {
        std::vector<ProviderTemplate> list{{"openai-compatible", "OpenAI-compatible server", ApiFamily::OpenAiChat, "", false, "", "llama-3.3-70b",
                                            "Type the address of any server that speaks chat completions: http://gpu-box:8000/v1."}};
        for (const ProviderEntry& each : builtInProviders()) {
            const bool azure = each.family == ApiFamily::Azure;
            list.push_back({each.prefix, azure ? "Azure deployment" : each.name, each.family, each.baseUrl, each.needsKey, each.name, each.example,
                            azure ? "Type the address of your resource: https://NAME.openai.azure.com." : "Another account, or another address."});
        }
        return list;
    }();
    return all;
}

const ProviderTemplate* providerTemplate(std::string_view id) {
    for (const ProviderTemplate& each : providerTemplates())
        if (each.id == id) return &each;
    return nullptr;
}

const std::vector<RoleAlias>& roleAliases() {
    static const std::vector<RoleAlias> roles{{"root", "", "the model of the root frame"},
                                              {"sub", "root", "sub-calls and child frames"},
                                              {"sub2", "sub", "sub-calls and frames one level deeper"},
                                              {"compaction", "", "shortens histories"},
                                              {"judge", "", "scores answers"}};
    return roles;
}

const RoleAlias* roleOf(std::string_view alias) {
    for (const RoleAlias& role : roleAliases())
        if (role.name == alias) return &role;
    return nullptr;
}

bool looksLikeAlias(std::string_view spec) {
    const std::string_view word = withoutSettings(spec);
    return isWord(word) && !isReserved(word);
}

const ProviderEntry* ModelRegistry::provider(std::string_view word) const {
    if (const ProviderEntry* known = builtInProvider(word)) return known;
    for (const RegisteredProvider& each : m_providers)
        if (each.entry.prefix == word) return &each.entry;
    return nullptr;
}

std::vector<const ProviderEntry*> ModelRegistry::allProviders() const {
    std::vector<const ProviderEntry*> all;
    for (const ProviderEntry& each : builtInProviders()) all.push_back(&each);
    for (const RegisteredProvider& each : m_providers) all.push_back(&each.entry);
    return all;
}

const std::string* ModelRegistry::target(const std::string& alias) const {
    const auto set = m_aliases.find(alias);
    return set == m_aliases.end() ? nullptr : &set->second;
}

bool ModelRegistry::goesInACircle(const std::string& alias) const {
    std::set<std::string, std::less<>> seen;
    for (std::string now = alias; seen.insert(now).second;) {
        if (const std::string* set = target(now)) now = std::string(withoutSettings(*set));
        else if (const RoleAlias* role = roleOf(now); role && !role->fallback.empty()) now = std::string(role->fallback);
        else return false;
    }
    return true;
}

Result<std::string> ModelRegistry::resolved(const std::string& spec) const {
    if (const std::string name(withoutSettings(spec)); looksLikeAlias(spec) && goesInACircle(name))
        return wrong("The alias " + name + " goes in a circle.", "Set it anew: rlmscope-cli models alias " + name + " SPEC.");
    std::string now = spec;
    while (looksLikeAlias(now)) {
        const std::string name(withoutSettings(now));
        std::string settings = now.substr(name.size()); // with its question mark
        const std::string* set = target(name);
        const RoleAlias* role = set ? nullptr : roleOf(name);
        if (!set && !role) return now; // no alias: told by whoever looks for the model
        if (!set && role->fallback.empty())
            return wrong("The alias " + std::string(withoutSettings(spec)) + " is not set on this computer" +
                             (name == withoutSettings(spec) ? "." : ", nor is " + name + ", which it stands for."),
                         "Say which model it is: rlmscope-cli models alias " + name + " SPEC.");
        now = set ? *set : std::string(role->fallback);
        if (settings.size() < 2) continue;
        if (now.find('?') != std::string::npos) settings.front() = '&';
        now += settings;
    }
    return now;
}

namespace {

/// Whether a SPEC has one of the forms, as far as that can be known without reaching anything.
Status checkForm(const ModelRegistry& registry, const std::string& spec) {
    if (spec.empty() || !isPlain(spec)) return wrong(quoted(spec) + " does not name a model.");
    if (spec == "sim" || spec.rfind("sim:", 0) == 0 || spec.rfind("script:", 0) == 0) return {};
    if (const std::size_t scheme = spec.find("://"); scheme != std::string::npos) {
        const std::size_t hash = spec.find('#');
        auto url = normalizedBaseUrl(spec.substr(0, hash));
        if (!url) return url.error();
        if (hash == std::string::npos || hash + 1 == spec.size()) return wrong("The address " + *url + " needs a model's name after it.", "Write it as " + *url + "#MODEL.");
        return {};
    }
    const std::size_t colon = spec.find(':');
    if (colon == std::string::npos) {
        const std::string name(withoutSettings(spec));
        if (registry.aliases().count(name) || roleOf(name)) return {};
        return wrong(quoted(spec) + " does not name a model.", "Write PROVIDER:MODEL, URL#MODEL, sim or an alias; rlmscope-cli models lists them.");
    }
    if (!registry.provider(spec.substr(0, colon)))
        return wrong("There is no provider " + quoted(spec.substr(0, colon)) + ".", "rlmscope-cli models lists them, rlmscope-cli models add adds one.");
    if (colon + 1 == spec.size() || spec[colon + 1] == '?') return wrong(spec.substr(0, colon + 1) + " needs the name of a model.");
    auto split = splitModelSettings(std::string_view(spec).substr(colon + 1));
    return split ? Status() : Status(split.error());
}

} // namespace

Result<const ProviderEntry*> ModelRegistry::add(const NewProvider& typed) {
    auto provider = made(typed);
    if (!provider) return provider.error();
    if (this->provider(typed.word))
        return wrong(typed.word + " is there already.", "Remove it first: rlmscope-cli models remove " + typed.word + ".");
    if (Status keys = checkKeyNames(provider->entry, allProviders()); !keys) return keys.error();
    m_providers.push_back(std::move(*provider));
    return &m_providers.back().entry;
}

Status ModelRegistry::removeProvider(const std::string& word) {
    const auto at = std::find_if(m_providers.begin(), m_providers.end(), [&](const auto& each) { return each.entry.prefix == word; });
    if (at == m_providers.end())
        return builtInProvider(word) ? wrong(word + " is built in and cannot be removed.", "Its key can: rlmscope-cli models key " + word + " --delete.")
                                     : wrong("There is no provider " + quoted(word) + ".");
    m_providers.erase(at);
    return {};
}

Status ModelRegistry::setAlias(const std::string& name, const std::string& spec) {
    if (!looksLikeAlias(name) || name.find('?') != std::string::npos)
        return wrong(quoted(name) + " cannot be an alias.", "Use small letters, digits and -, beginning with a letter: root, sub, cheap.");
    if (spec.empty()) {
        if (m_aliases.erase(name) == 0) return wrong("The alias " + name + " is not set.");
        return {};
    }
    if (Status form = checkForm(*this, spec); !form) return form;
    ModelRegistry after = *this;
    after.m_aliases[name] = spec;
    if (after.goesInACircle(name)) return wrong("The alias " + name + " would go in a circle: " + spec + " leads back to it.");
    m_aliases = std::move(after.m_aliases);
    return {};
}

Status ModelRegistry::setFavourite(const std::string& spec, bool favourite) {
    const auto at = std::find(m_favourites.begin(), m_favourites.end(), spec);
    if (!favourite) {
        if (at == m_favourites.end()) return wrong(quoted(spec) + " is not among the favourites.");
        m_favourites.erase(at);
        return {};
    }
    if (Status form = checkForm(*this, spec); !form) return form;
    if (at == m_favourites.end()) m_favourites.push_back(spec);
    return {};
}

void ModelRegistry::setStored(const StoredKey& key, bool stored) {
    const auto at = std::find(m_storedKeys.begin(), m_storedKeys.end(), key);
    if (stored && at == m_storedKeys.end()) m_storedKeys.push_back(key);
    else if (!stored && at != m_storedKeys.end()) m_storedKeys.erase(at);
}

bool ModelRegistry::isStored(const StoredKey& key) const {
    return std::find(m_storedKeys.begin(), m_storedKeys.end(), key) != m_storedKeys.end();
}

namespace {

Pairs textMembers(const nlohmann::json& object, const std::string& path, Problems& problems) {
    Pairs pairs;
    if (!object.is_object()) problems.add(path, "must be an object");
    else
        for (const auto& [name, value] : object.items()) {
            if (value.is_string()) pairs.emplace_back(name, value.get<std::string>());
            else problems.add(path + "." + name, "must be a text");
        }
    return pairs;
}

NewProvider readProvider(const nlohmann::json& value, const std::string& path, Problems& problems) {
    ObjectReader in(value, path, problems);
    NewProvider typed;
    typed.word = in.text("word", true);
    typed.templateId = in.text("template", true);
    typed.name = in.text("name", false);
    typed.baseUrl = in.text("base_url", true);
    typed.keyName = in.text("key_name", false);
    typed.needsKey = in.flag("needs_key");
    typed.apiVersion = in.text("api_version", false);
    typed.allowPlainKey = in.flag("allow_plain_key").value_or(false);
    in.object("headers", false, [&](const auto& object, const std::string& at) { typed.headers = textMembers(object, at, problems); });
    in.object("secret_headers", false, [&](const auto& object, const std::string& at) { typed.keyHeaders = textMembers(object, at, problems); });
    in.finish();
    return typed;
}

Json writeProvider(const RegisteredProvider& provider) {
    const ProviderEntry& entry = provider.entry;
    Json out{{"word", entry.prefix}, {"template", provider.templateId}, {"name", entry.name}, {"base_url", entry.baseUrl},
              {"key_name", entry.keyNames.front()}, {"needs_key", entry.needsKey}};
    if (!entry.apiVersion.empty()) out["api_version"] = entry.apiVersion;
    if (entry.allowPlainKey) out["allow_plain_key"] = true;
    for (const auto& [name, value] : entry.headers) out["headers"][name] = value;
    for (const auto& [name, key] : entry.keyHeaders) out["secret_headers"][name] = key;
    return out;
}

} // namespace

Result<ModelRegistry> readModelRegistry(std::string_view text, const std::string& source) {
    auto document = parseDocument(text, source);
    if (!document) return document.error();
    Problems problems(source);
    ObjectReader in(*document, "", problems);
    const auto format = in.whole("format", 1, 1'000'000, true);
    if (format && *format != 1)
        return makeError(ErrorKind::BadInput, source + " was written by a newer version of this program (format " + std::to_string(*format) + ").");
    ModelRegistry registry;
    // What was accepted when it was typed is accepted again, by the same rules.
    in.each("providers", false, [&](const auto& value, const std::string& path) {
        const NewProvider typed = readProvider(value, path, problems);
        if (!problems.none()) return;
        if (auto added = registry.add(typed); !added) problems.add(path, "cannot be used: " + added.error().message.substr(0, added.error().message.size() - 1));
    });
    in.object("aliases", false, [&](const auto& object, const std::string& path) {
        for (const auto& [name, spec] : textMembers(object, path, problems)) {
            if (!looksLikeAlias(name) || name.find('?') != std::string::npos) problems.add(path + "." + name, "is not a name of an alias");
            else if (spec.empty() || !isPlain(spec)) problems.add(path + "." + name, "must be a SPEC");
            else registry.m_aliases[name] = spec;
        }
    });
    registry.m_favourites = in.texts("favourites");
    for (const std::string& spec : registry.m_favourites)
        if (!isPlain(spec)) problems.add("favourites", "must be SPECs");
    in.each("stored_keys", false, [&](const auto& value, const std::string& path) {
        ObjectReader key(value, path, problems);
        StoredKey stored{key.text("name", true), key.text("origin", true)};
        if (!isKeyName(stored.name)) key.wrong("name", "must be a name of a key");
        if (!isPlain(stored.origin)) key.wrong("origin", "must be an address");
        key.finish();
        registry.setStored(stored, true);
    });
    in.finish();
    for (const auto& [name, spec] : registry.m_aliases)
        if (registry.goesInACircle(name)) problems.add("aliases." + name, "goes in a circle");
    if (!problems.none()) return problems.error();
    return registry;
}

std::string writeModelRegistry(const ModelRegistry& registry) {
    Json out{{"format", 1}, {"providers", Json::array()}, {"aliases", Json::object()}, {"favourites", registry.favourites()}, {"stored_keys", Json::array()}};
    for (const RegisteredProvider& each : registry.providers()) out["providers"].push_back(writeProvider(each));
    for (const auto& [name, spec] : registry.aliases()) out["aliases"][name] = spec;
    for (const StoredKey& key : registry.storedKeys()) out["stored_keys"].push_back({{"name", key.name}, {"origin", key.origin}});
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

fs::path modelRegistryPath() {
    const fs::path folder = configFolder();
    return folder.empty() ? folder : folder / "models.json";
}

Result<ModelRegistry> loadModelRegistry(const fs::path& path) {
    if (path.empty()) return ModelRegistry();
    auto text = readTextFile(path, LargestFile);
    if (!text) return text.error();
    if (!*text) return ModelRegistry();
    auto registry = readModelRegistry(**text, path.string());
    if (registry) return registry;
    Error error = registry.error();
    if (error.hint.empty()) error.hint = "Correct the file, or move it away to begin anew; it was not changed.";
    return error;
}

Status changeModelRegistry(const std::function<Status(ModelRegistry&)>& change, const fs::path& path) {
    if (path.empty()) return makeError(ErrorKind::Io, "There is no configuration folder to write models.json to.", "Set HOME or XDG_CONFIG_HOME.");
    return withFileLock(path, [&]() -> Status {
        auto registry = loadModelRegistry(path);
        if (!registry) return registry.error();
        if (Status changed = change(*registry); !changed) return changed;
        const std::string text = writeModelRegistry(*registry);
        // What is written must be readable: else the next start could not use it.
        if (auto again = readModelRegistry(text, path.string()); !again)
            return makeError(ErrorKind::Internal, "The change would make " + again.error().message);
        return replaceTextFile(path, text);
    });
}

} // namespace rlmscope
