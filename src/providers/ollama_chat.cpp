#include "providers/ollama_chat.h"

#include "providers/ollama_stream.h"

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

using nlohmann::json;

constexpr unsigned Twice = 1;           // the text has more tokens than its bytes suggest
constexpr Tokens LeastContext = 8'192;
constexpr Tokens MostContext = 1 << 24; // beyond any model; keeps the doubling from overflowing

/// Tokens that a request may need, on the high side: too small a context would cut it.
Tokens needOf(const ModelRequest& request) {
    return static_cast<Tokens>(request.bytes() / 3 + 32 * request.messages.size()) + request.outputCap + 64;
}

class OllamaFormat final : public WireFormat {
public:
    explicit OllamaFormat(const OllamaOptions& options)
        : m_url(options.baseUrl + "/api/chat")
        , m_host(authorityOf(options.baseUrl))
        , m_model(options.model)
        , m_window(options.window)
        , m_settings(options.settings) {}

    Framing framing() const override { return Framing::Lines; }
    Result<WireCall> call(const ModelRequest& request, unsigned form, ReplyDecoder::Delta delta) const override;
    std::optional<unsigned> learn(const ProviderError& error, unsigned form) const override {
        const bool tooLong = error.http == 400 && error.message.find("context length") != std::string::npos;
        const bool canGrow = m_settings.contextTokens == 0 && !(form & Twice) && (m_window == 0 || m_context < m_window);
        return tooLong && canGrow ? std::optional(form | Twice) : std::nullopt;
    }
    std::string_view listPath() const override { return "/api/tags"; }
    Expectation expects() const override {
        return {"a chat reply of Ollama", "Is this the address of an Ollama server, without /v1 at the end?"};
    }
    std::string hint(const ProviderError& error) const override {
        return error.http == 404 ? "Fetch the model with: ollama pull " + m_model : std::string();
    }

private:
    Tokens contextFor(const ModelRequest& request, unsigned form) const;

    const std::string m_url, m_host, m_model;
    const Tokens m_window;
    const ModelSettings m_settings;
    mutable std::atomic<Tokens> m_context{LeastContext}; ///< only grows
};

Tokens OllamaFormat::contextFor(const ModelRequest& request, unsigned form) const {
    if (m_settings.contextTokens > 0) return m_settings.contextTokens;
    const Tokens need = std::min(MostContext, needOf(request) * (form & Twice ? 2 : 1));
    Tokens context = m_context;
    for (;;) {
        Tokens wanted = context;
        while (wanted < need) wanted *= 2;
        if (m_window > 0) wanted = std::min(wanted, std::max(context, m_window));
        if (wanted == context || m_context.compare_exchange_weak(context, wanted)) return wanted;
    }
}

Result<WireCall> OllamaFormat::call(const ModelRequest& request, unsigned form, ReplyDecoder::Delta delta) const {
    json messages = json::array();
    OllamaSent sent{m_model, m_host, contextFor(request, form), 0, request.outputCap};
    for (const Message& message : request.messages) {
        auto content = onlyText(message, m_model);
        if (!content) return content.error();
        // Templates may leave thoughts out of earlier answers, so those prove nothing.
        if (message.role != Role::Assistant) sent.leastTokens += leastTokensOf(*content);
        messages.push_back({{"role", std::string(toString(message.role))}, {"content", std::move(*content)}});
    }
    json body = {{"model", m_model}, {"messages", std::move(messages)}, {"stream", true}, {"truncate", false}, {"shift", false}};
    body["options"] = {{"num_ctx", sent.context}, {"num_predict", request.outputCap}};
    if (m_settings.temperature) body["options"]["temperature"] = *m_settings.temperature;
    if (m_settings.effort == "none") body["think"] = false;
    else if (!m_settings.effort.empty()) body["think"] = m_settings.effort;
    WireCall call;
    call.http.url = m_url;
    call.http.headers = {{"Accept", "application/x-ndjson"}};
    call.http.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    call.decoder = std::make_unique<OllamaDecoder>(std::move(delta), std::move(sent));
    return call;
}

} // namespace

Status checkOllamaSettings(const std::string& model, const ModelSettings& settings) {
    if (settings.thinking > 0)
        return makeError(ErrorKind::Usage, "A number of tokens to think with cannot be sent to " + model + ".",
                         "Say effort=none, low, medium, high or max instead of thinking=.");
    if (settings.effort == "minimal" || settings.effort == "xhigh")
        return makeError(ErrorKind::Usage, "Ollama knows no effort \"" + settings.effort + "\".",
                         "Known: none, low, medium, high, max.");
    return {};
}

OllamaChat::OllamaChat(OllamaOptions options, Transport& transport)
    : HttpModel(options, std::make_shared<OllamaFormat>(options), 0, transport) {}

} // namespace rlmscope
