#include "providers/provider_table.h"

#include "base/text.h"
#include "providers/http_model.h"
#include "providers/transport.h"

#include <cstdlib>
#include <curl/curl.h>
#include <memory>

namespace rlmscope {
namespace {

constexpr auto Chat = ApiFamily::OpenAiChat;

/// A part of an URL; empty when it has none.
std::string part(CURLU* url, CURLUPart what) {
    char* text = nullptr;
    std::string out;
    if (curl_url_get(url, what, &text, 0) == CURLUE_OK && text) out = text;
    curl_free(text);
    return out;
}

std::string variable(const std::string& name) {
    const char* value = name.empty() ? nullptr : std::getenv(name.c_str());
    return std::string(value ? trimmed(value) : std::string_view());
}

bool cutEnd(std::string& path, std::string_view end) {
    if (path.size() < end.size() || path.compare(path.size() - end.size(), end.size(), end) != 0) return false;
    path.resize(path.size() - end.size());
    return true;
}

/// An address as typed, `path` when it has none of its own.
Result<std::string> normalized(const std::string& text, std::string_view defaultPath) {
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
    const std::string typed(trimmed(text));
    // Without its credentials and query: they may be secrets.
    const std::string shown = oneLine(typed.substr(0, typed.find_first_of("@?")), 200);
    if (!url || curl_url_set(url.get(), CURLUPART_URL, typed.c_str(), 0) != CURLUE_OK)
        return makeError(ErrorKind::Usage, "\"" + shown + "\" is not an address of a model server.",
                         "It looks like http://localhost:8080/v1 or https://host/v1.");
    const std::string scheme = part(url.get(), CURLUPART_SCHEME);
    if (scheme != "http" && scheme != "https")
        return makeError(ErrorKind::Usage, "\"" + shown + "\" is neither an http nor an https address.");
    if (!part(url.get(), CURLUPART_USER).empty() || !part(url.get(), CURLUPART_PASSWORD).empty() ||
        !part(url.get(), CURLUPART_QUERY).empty())
        return makeError(ErrorKind::Usage, "The address of a model server must not carry a user name, a password or a query.",
                         "Put the key into an environment variable and name it with --key-env.");
    std::string path = part(url.get(), CURLUPART_PATH);
    while (!path.empty() && path.back() == '/') path.pop_back();
    if (!cutEnd(path, "/chat/completions") && path.empty()) path = defaultPath;
    const std::string port = part(url.get(), CURLUPART_PORT);
    return scheme + "://" + part(url.get(), CURLUPART_HOST) + (port.empty() ? "" : ":" + port) + path;
}

/// OLLAMA_HOST is what the server listens on: "0.0.0.0", ":11434", "box:11434", or an address.
std::string ollamaAddress(std::string host) {
    if (host.find("://") != std::string::npos) return host;
    if (host.front() == ':') host.insert(0, "127.0.0.1");
    if (host.find(':') == std::string::npos) host += ":11434";
    if (host.rfind("0.0.0.0:", 0) == 0) host.replace(0, 7, "127.0.0.1");
    return "http://" + host;
}

std::string_view defaultPath(ApiFamily family) {
    switch (family) {
    case ApiFamily::Gemini: return "/v1beta";
    case ApiFamily::Ollama:
    case ApiFamily::Azure: return "";
    default: return "/v1";
    }
}

} // namespace

bool ProviderEntry::local() const {
    return isLoopbackHost(withoutPort(authorityOf(baseUrl)));
}

const std::vector<ProviderEntry>& builtInProviders() {
    static const std::vector<ProviderEntry> table{
        {"openai", "OpenAI", Chat, "https://api.openai.com/v1", "OPENAI_BASE_URL", {"OPENAI_API_KEY"}, true, "gpt-5", {}},
        {"anthropic", "Anthropic", ApiFamily::Anthropic, "https://api.anthropic.com/v1", "ANTHROPIC_BASE_URL",
         {"ANTHROPIC_API_KEY"}, true, "claude-sonnet-4-5", {}},
        {"gemini", "Gemini", ApiFamily::Gemini, "https://generativelanguage.googleapis.com/v1beta", "GOOGLE_GEMINI_BASE_URL",
         {"GEMINI_API_KEY", "GOOGLE_API_KEY"}, true, "gemini-2.5-flash", {}},
        {"openrouter", "OpenRouter", Chat, "https://openrouter.ai/api/v1", "OPENROUTER_BASE_URL", {"OPENROUTER_API_KEY"},
         true, "qwen/qwen3-coder", {}},
        {"azure", "Azure OpenAI", ApiFamily::Azure, "", "AZURE_OPENAI_ENDPOINT", {"AZURE_OPENAI_API_KEY"}, true, "my-deployment", {}},
        {"groq", "Groq", Chat, "https://api.groq.com/openai/v1", "", {"GROQ_API_KEY"}, true, "openai/gpt-oss-120b", {}},
        {"mistral", "Mistral", Chat, "https://api.mistral.ai/v1", "", {"MISTRAL_API_KEY"}, true, "mistral-large-latest", {}},
        {"deepseek", "DeepSeek", Chat, "https://api.deepseek.com/v1", "", {"DEEPSEEK_API_KEY"}, true, "deepseek-chat", {}},
        {"together", "Together", Chat, "https://api.together.xyz/v1", "", {"TOGETHER_API_KEY"}, true, "Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8", {}},
        {"fireworks", "Fireworks", Chat, "https://api.fireworks.ai/inference/v1", "", {"FIREWORKS_API_KEY"}, true,
         "accounts/fireworks/models/qwen3-8b", {}},
        {"xai", "xAI", Chat, "https://api.x.ai/v1", "", {"XAI_API_KEY"}, true, "grok-4", {}},
        {"dashscope", "Alibaba DashScope", Chat, "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_BASE_URL",
         {"DASHSCOPE_API_KEY"}, true, "qwen3-coder-plus", {}},
        {"ollama", "Ollama", ApiFamily::Ollama, "http://127.0.0.1:11434", "OLLAMA_HOST", {"OLLAMA_API_KEY"}, false, "qwen3:8b", {}},
        {"lmstudio", "LM Studio", Chat, "http://127.0.0.1:1234/v1", "LMSTUDIO_BASE_URL", {"LMSTUDIO_API_KEY"}, false, "qwen3-8b", {}},
        {"llamacpp", "llama.cpp", Chat, "http://127.0.0.1:8080/v1", "LLAMACPP_BASE_URL", {"LLAMACPP_API_KEY"}, false, "default", {}},
        {"vllm", "vLLM", Chat, "http://127.0.0.1:8000/v1", "VLLM_BASE_URL", {"VLLM_API_KEY"}, false, "Qwen/Qwen3-8B", {}},
    };
    return table;
}

const ProviderEntry* builtInProvider(std::string_view word) {
    for (const ProviderEntry& each : builtInProviders())
        if (each.prefix == word) return &each;
    return nullptr;
}

Result<std::string> normalizedBaseUrl(const std::string& text) {
    return normalized(text, "/v1");
}

Result<std::string> normalizedBaseUrl(const std::string& text, ApiFamily family) {
    auto url = normalized(family == ApiFamily::Ollama && !trimmed(text).empty() ? ollamaAddress(std::string(trimmed(text))) : text,
                          defaultPath(family));
    // Anthropic's own tools write this address without the version.
    if (url && family == ApiFamily::Anthropic && url->find("/v1", originOf(*url).size()) == std::string::npos) *url += "/v1";
    return url;
}

std::string originOf(const std::string& baseUrl) {
    return baseUrl.substr(0, baseUrl.find('/', baseUrl.find("://") + 3));
}

Result<std::string> providerBaseUrl(const ProviderEntry& provider) {
    std::string typed = variable(provider.baseUrlVariable);
    if (typed.empty() && provider.baseUrl.empty())
        return makeError(ErrorKind::Usage, "Where " + provider.name + " is, is not known: " + provider.baseUrlVariable + " is not set.",
                         "Set it to the address of your resource, https://NAME.openai.azure.com for example.");
    if (typed.empty()) return provider.baseUrl;
    auto url = normalizedBaseUrl(typed, provider.family);
    if (!url) return makeError(url.error().kind, provider.baseUrlVariable + ": " + url.error().message, url.error().hint);
    return url;
}

ProviderKey providerKey(const ProviderEntry& provider, const std::string& baseUrl, KeySource& keys) {
    ProviderKey key;
    if (!provider.keyNames.empty()) key.name = provider.keyNames.front();
    const std::string origin = originOf(baseUrl);
    if (provider.family == ApiFamily::Ollama && origin != "https://ollama.com") return key;
    for (const std::string& name : provider.keyNames)
        if (auto value = keys.keyFor(name, origin)) {
            key.name = name;
            key.value = std::move(*value);
            break;
        }
    return key;
}

} // namespace rlmscope
