#include "providers/model_directory.h"

#include "base/text.h"
#include "providers/openai_chat.h"
#include "providers/scripted_model.h"
#include "providers/simulated_model.h"

#include <cstdlib>
#include <curl/curl.h>

namespace rlmscope {
namespace {

using Model = std::shared_ptr<LanguageModel>;

constexpr std::string_view Forms = "Known forms: sim, script:FILE, openai:MODEL, URL#MODEL.";

bool startsWith(std::string_view text, std::string_view head) {
    return text.substr(0, head.size()) == head;
}

/// A part of an URL; empty when it has none.
std::string part(CURLU* url, CURLUPart what) {
    char* text = nullptr;
    std::string out;
    if (curl_url_get(url, what, &text, 0) == CURLUE_OK && text) out = text;
    curl_free(text);
    return out;
}

/// Scheme, host and port: what a key is bound to.
std::string origin(const std::string& baseUrl) {
    return baseUrl.substr(0, baseUrl.find('/', baseUrl.find("://") + 3));
}

} // namespace

Result<std::string> normalizedBaseUrl(const std::string& text) {
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
    constexpr std::string_view Endpoint = "/chat/completions";
    while (!path.empty() && path.back() == '/') path.pop_back();
    if (path.size() >= Endpoint.size() && path.compare(path.size() - Endpoint.size(), Endpoint.size(), Endpoint) == 0)
        path.resize(path.size() - Endpoint.size());
    else if (path.empty()) path = "/v1";
    const std::string port = part(url.get(), CURLUPART_PORT);
    return scheme + "://" + part(url.get(), CURLUPART_HOST) + (port.empty() ? "" : ":" + port) + path;
}

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
    if (startsWith(spec, "openai:")) return makeOpenAi(spec);
    if (spec.find("://") != std::string::npos) return makeCompatible(spec);
    return makeError(ErrorKind::Usage, "\"" + oneLine(spec, 120) + "\" does not name a model.", std::string(Forms));
}

std::optional<Price> StandardModels::price(const std::string& spec) const {
    const auto it = m_options.prices.find(spec);
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

Result<Model> StandardModels::makeOpenAi(const std::string& spec) const {
    OpenAiChatOptions options;
    options.spec = spec;
    options.model = spec.substr(std::string_view("openai:").size());
    if (options.model.empty()) return makeError(ErrorKind::Usage, "openai: needs the name of a model.", "For example openai:gpt-5.");
    const char* other = std::getenv("OPENAI_BASE_URL");
    const bool elsewhere = other && !trimmed(other).empty();
    auto url = normalizedBaseUrl(elsewhere ? other : "https://api.openai.com/v1");
    if (!url) return makeError(url.error().kind, "OPENAI_BASE_URL: " + url.error().message, url.error().hint);
    options.baseUrl = std::move(*url);
    options.keyVariable = "OPENAI_API_KEY";
    options.key = m_options.keys->key(options.keyVariable).value_or("");
    if (options.key.empty() && !elsewhere)
        return makeError(ErrorKind::Auth, "No key for " + spec + ": OPENAI_API_KEY is not set.",
                         "Set it, or use the model sim, which needs no key.");
    options.price = price(spec);
    options.timeouts = m_options.timeouts;
    options.allowPlainKey = m_options.allowPlainKey;
    return Model(std::make_shared<OpenAiChat>(std::move(options), m_transport));
}

Result<Model> StandardModels::makeCompatible(const std::string& spec) {
    const std::size_t hash = spec.find('#');
    OpenAiChatOptions options;
    options.spec = spec;
    options.model = hash == std::string::npos ? std::string() : std::string(trimmed(spec.substr(hash + 1)));
    auto url = normalizedBaseUrl(spec.substr(0, hash));
    if (!url) return url.error();
    options.baseUrl = std::move(*url);
    if (options.model.empty())
        return makeError(ErrorKind::Usage, "The address " + options.baseUrl + " needs a model's name after it.",
                         "Write it as " + options.baseUrl + "#MODEL; the server lists its models at " + options.baseUrl + "/models.");
    if (!m_options.keyEnv.empty()) {
        if (m_keyHost.empty()) m_keyHost = origin(options.baseUrl);
        if (m_keyHost == origin(options.baseUrl)) {
            options.keyVariable = m_options.keyEnv;
            options.key = m_options.keys->key(m_options.keyEnv).value_or("");
            if (options.key.empty())
                return makeError(ErrorKind::Auth, "No key for " + options.baseUrl + ": " + m_options.keyEnv + " is not set.",
                                 "Set it, or leave --key-env away when the server needs no key.");
        }
    }
    options.price = price(spec);
    options.timeouts = m_options.timeouts;
    options.allowPlainKey = m_options.allowPlainKey;
    return Model(std::make_shared<OpenAiChat>(std::move(options), m_transport));
}

} // namespace rlmscope
