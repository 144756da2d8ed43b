#pragma once
// The providers that a SPEC can name by a word, "anthropic:claude-sonnet-4-5": where they are, which protocol they speak
// and under which names their keys are kept. Data; people add their own rows.
#include "base/result.h"
#include "providers/key_source.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rlmscope {

enum class ApiFamily : std::uint8_t { OpenAiChat, Azure, Anthropic, Gemini, Ollama };

struct ProviderEntry {
    std::string prefix;          ///< of a SPEC: "anthropic"
    std::string name;            ///< for people: "Anthropic"
    ApiFamily family = ApiFamily::OpenAiChat;
    std::string baseUrl;         ///< without a slash at the end; empty = only baseUrlVariable says it
    std::string baseUrlVariable; ///< environment variable with another address; may be empty
    std::vector<std::string> keyNames; ///< the first one that is set is the key; also what a key chain stores it under
    bool needsKey = true;        ///< at `baseUrl`; another address may do without
    std::string example;         ///< a model, for messages
    /// Sent with every request; values may be keys. Only to this provider.
    std::vector<std::pair<std::string, std::string>> headers;
    /// Headers whose values are keys: the header's name and the name that its value is kept under. Left out when it is not set.
    std::vector<std::pair<std::string, std::string>> keyHeaders = {};
    std::string dialect = {};    ///< row of server_traits.h by name; empty = by host, and for built-in ones by `name`
    bool allowPlainKey = false;  ///< its key may go over plain http to another computer: its owner has said so
    std::string apiVersion = {}; ///< Azure's; empty = OPENAI_API_VERSION, else the newest that is known

    bool local() const; ///< on this computer, as far as `baseUrl` goes
};

/// OpenAI, Anthropic, Gemini, OpenRouter, Azure, the usual hosts of open models, and the servers of this computer.
const std::vector<ProviderEntry>& builtInProviders();

/// The row of a word; null = there is none.
const ProviderEntry* builtInProvider(std::string_view word);

/// Where a provider is: the variable's address when it is set. Errors (Usage) name the variable.
Result<std::string> providerBaseUrl(const ProviderEntry& provider);

struct ProviderKey {
    std::string name;  ///< where it comes from, or the first place where it should be
    std::string value; ///< empty = none is set
};
/// The key for requests to `baseUrl`. A key of Ollama's own service does not go to an Ollama of this computer.
ProviderKey providerKey(const ProviderEntry& provider, const std::string& baseUrl, KeySource& keys);

/// "https://host:port/v1" of what a person typed: no slash at the end, "/chat/completions" taken off, "/v1" added when
/// there is no path. Errors (Usage): not http(s), a user name, a password, a query: those may be secrets, and the
/// address is shown and stored.
Result<std::string> normalizedBaseUrl(const std::string& url);
/// The same for a server of another family, whose version is another part of the path or none.
Result<std::string> normalizedBaseUrl(const std::string& url, ApiFamily family);

/// Scheme, host and port of an address: what a key is bound to.
std::string originOf(const std::string& baseUrl);

} // namespace rlmscope
