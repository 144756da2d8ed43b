#include "providers/ollama_chat.h"

#include "base/json.h"
#include "base/text.h"
#include "providers/json_fields.h"
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
        , m_show(options.baseUrl + "/api/show")
        , m_model(options.model)
        , m_settings(options.settings)
        , m_window(options.window) {}

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
    ErrorBilling errorBilling() const override { return ErrorBilling::Free; } // a computer of one's own
    std::optional<HttpRequest> question() const override;
    void answer(std::string_view body) const override;
    std::string hint(const ProviderError& error) const override {
        return error.http == 404 ? "Fetch the model with: ollama pull " + m_model : std::string();
    }

private:
    Tokens contextFor(const ModelRequest& request, unsigned form) const;

    Status fits(Tokens leastTokens, Tokens context) const;

    const std::string m_url, m_host, m_show, m_model;
    const ModelSettings m_settings;
    mutable std::atomic<Tokens> m_window; ///< what the model was trained for; 0 = not known. The server lowers num_ctx to it
    mutable std::atomic<Tokens> m_context{LeastContext}; ///< only grows
};

std::optional<HttpRequest> OllamaFormat::question() const {
    if (m_window > 0) return std::nullopt;
    HttpRequest http;
    http.url = m_show;
    http.headers = {{"Accept", "application/json"}};
    http.body = dumpJson(json{{"model", m_model}});
    return http;
}

void OllamaFormat::answer(std::string_view body) const {
    if (const Tokens window = ollamaWindow(body); window > 0) m_window = window;
}

/// A prompt that cannot fit is not sent: older servers cut it without a word.
Status OllamaFormat::fits(Tokens leastTokens, Tokens context) const {
    const Tokens window = m_window;
    const Tokens room = window > 0 ? std::min(window, context) : context;
    if (leastTokens <= room) return {};
    return makeError(ErrorKind::Context,
                     "The prompt has at least " + std::to_string(leastTokens) + " tokens; " + m_model + " at " + m_host + " reads " +
                         std::to_string(room) + (room == window ? ", which is all that the model can." : "."),
                     room == window ? "Send less text in one call, or choose a model with a larger window."
                                    : "Send less text in one call, or say a larger context=.");
}

Tokens OllamaFormat::contextFor(const ModelRequest& request, unsigned form) const {
    const Tokens window = m_window;
    if (m_settings.contextTokens > 0) return window > 0 ? std::min<Tokens>(window, m_settings.contextTokens) : m_settings.contextTokens;
    const Tokens need = std::min(MostContext, needOf(request) * (form & Twice ? 2 : 1));
    Tokens context = m_context;
    for (;;) {
        Tokens wanted = context;
        while (wanted < need) wanted *= 2;
        if (window > 0) wanted = std::min(wanted, window);
        if (wanted == context || m_context.compare_exchange_weak(context, wanted)) return wanted;
    }
}

Result<WireCall> OllamaFormat::call(const ModelRequest& request, unsigned form, ReplyDecoder::Delta delta) const {
    json messages = json::array();
    OllamaSent sent{m_model, m_host, contextFor(request, form), 0, request.outputCap, 0};
    for (const Message& message : request.messages) {
        auto content = onlyText(message, m_model);
        if (!content) return content.error();
        // Templates may leave thoughts out of earlier answers, so those prove nothing.
        if (message.role != Role::Assistant) {
            sent.leastTokens += leastTokensOf(*content);
            sent.likelyTokens += estimateTokens(*content);
        }
        messages.push_back({{"role", std::string(toString(message.role))}, {"content", std::move(*content)}});
    }
    if (const Status room = fits(sent.leastTokens, sent.context); !room) return room.error();
    json body = {{"model", m_model}, {"messages", std::move(messages)}, {"stream", true}, {"truncate", false}, {"shift", false}};
    body["options"] = {{"num_ctx", sent.context}, {"num_predict", request.outputCap}};
    if (m_settings.temperature) body["options"]["temperature"] = *m_settings.temperature;
    if (m_settings.effort == "none") body["think"] = false;
    else if (!m_settings.effort.empty()) body["think"] = m_settings.effort;
    WireCall call;
    call.http.url = m_url;
    call.http.headers = {{"Accept", "application/x-ndjson"}};
    call.http.body = dumpJson(body);
    call.decoder = std::make_unique<OllamaDecoder>(std::move(delta), std::move(sent));
    return call;
}

} // namespace

Tokens ollamaWindow(std::string_view body) {
    const json value = fields::parsed(body);
    const json* info = value.is_object() ? fields::member(value, "model_info") : nullptr;
    if (!info || !info->is_object()) return 0;
    const std::string architecture = fields::text(*info, "general.architecture");
    const std::string name = architecture + ".context_length";
    return std::min(MostContext, fields::count(info, name.c_str()).value_or(0));
}

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
