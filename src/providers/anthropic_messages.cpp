#include "providers/anthropic_messages.h"

#include "base/json.h"
#include "base/text.h"
#include "providers/anthropic_stream.h"
#include "providers/opaque_part.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

using nlohmann::json;

// What was learned about the model.
constexpr unsigned Adaptive = 1;       // it takes no budget for its thoughts
constexpr unsigned NoThoughtsBack = 2; // it does not want its thinking blocks back

constexpr int LeastThinking = 1'024; // of the API
constexpr int LeastAnswer = 256;     // tokens kept for the text when it thinks

void mark(json& message) {
    message["content"].back()["cache_control"] = {{"type", "ephemeral"}};
}

/// Marks the prefixes that the next call of the frame will read, or that this one reads.
void markStablePrefix(json& body, const ModelRequest& request) {
    if (request.role == CallRole::Sub) return;
    if (body.contains("system")) body["system"].back()["cache_control"] = {{"type", "ephemeral"}};
    json& messages = body["messages"];
    const std::size_t count = messages.size();
    // The end of the previous turn's request: before its answer and what came of it.
    for (std::size_t i = count; i-- > 0;)
        if (messages[i]["role"] == "assistant") {
            if (i > 0) mark(messages[i - 1]);
            break;
        }
    if (request.role == CallRole::Frame) mark(messages[count - 1]); // after the last answer nothing will be read
}

class AnthropicFormat final : public WireFormat {
public:
    explicit AnthropicFormat(const AnthropicOptions& options)
        : m_url(options.baseUrl + "/messages")
        , m_model(options.model)
        , m_settings(options.settings)
        , m_price(options.price) {}

    Result<WireCall> call(const ModelRequest& request, unsigned form, ReplyDecoder::Delta delta) const override;
    std::optional<unsigned> learn(const ProviderError& error, unsigned form) const override;
    Expectation expects() const override {
        return {"a message of Claude", "Is this the address of a server that speaks Anthropic's messages API?"};
    }
    std::string hint(const ProviderError& error) const override {
        return error.http == 404 ? "Check the model's name." : std::string();
    }
    std::string_view keyHeader() const override { return "x-api-key"; }
    std::string_view listPath() const override { return "/models?limit=1000"; }
    std::vector<std::pair<std::string, std::string>> listHeaders() const override { return {{"anthropic-version", "2023-06-01"}}; }

private:
    Status addMessages(json& body, const ModelRequest& request, unsigned form) const;
    Result<json> content(const Message& message, unsigned form) const;
    void addSettings(json& body, const ModelRequest& request, unsigned form) const;

    const std::string m_url, m_model;
    const ModelSettings m_settings;
    const std::optional<Price> m_price;
};

Result<json> AnthropicFormat::content(const Message& message, unsigned form) const {
    auto text = onlyText(message, m_model);
    if (!text) return text.error();
    json blocks = json::array();
    if (message.role == Role::Assistant && !(form & NoThoughtsBack))
        for (const Part& part : message.parts)
            if (json block = opaqueBlock("anthropic", part); !block.is_null()) blocks.push_back(std::move(block));
    // The API rejects a text without a visible character.
    if (trimmed(*text).empty()) *text = "(empty)";
    blocks.push_back({{"type", "text"}, {"text", std::move(*text)}});
    return blocks;
}

Status AnthropicFormat::addMessages(json& body, const ModelRequest& request, unsigned form) const {
    json system = json::array(), messages = json::array();
    for (const Message& message : request.messages) {
        auto blocks = content(message, form);
        if (!blocks) return blocks.error();
        const bool leading = message.role == Role::System && messages.empty();
        if (leading) {
            for (json& block : *blocks) system.push_back(std::move(block));
            continue;
        }
        // A later system message has no place of its own there.
        const char* role = message.role == Role::Assistant ? "assistant" : "user";
        messages.push_back({{"role", role}, {"content", std::move(*blocks)}});
    }
    if (messages.empty() && !system.empty()) {
        messages.push_back({{"role", "user"}, {"content", std::move(system)}});
        system = json::array();
    }
    if (messages.empty()) return makeError(ErrorKind::Internal, "A call to " + m_model + " has no message.");
    if (!system.empty()) body["system"] = std::move(system);
    body["messages"] = std::move(messages);
    return {};
}

void AnthropicFormat::addSettings(json& body, const ModelRequest& request, unsigned form) const {
    if (m_settings.temperature) body["temperature"] = *m_settings.temperature;
    if (m_settings.effort == "none") body["thinking"] = {{"type", "disabled"}};
    else if (!m_settings.effort.empty()) body["output_config"] = {{"effort", m_settings.effort}};
    const int budget = std::min(m_settings.thinking, request.outputCap - LeastAnswer);
    if (m_settings.thinking > 0 && form & Adaptive) body["thinking"] = {{"type", "adaptive"}};
    else if (budget >= LeastThinking) body["thinking"] = {{"type", "enabled"}, {"budget_tokens", budget}};
}

Result<WireCall> AnthropicFormat::call(const ModelRequest& request, unsigned form, ReplyDecoder::Delta delta) const {
    json body = {{"model", m_model}, {"max_tokens", request.outputCap}, {"stream", true}};
    if (const Status added = addMessages(body, request, form); !added) return added.error();
    markStablePrefix(body, request);
    addSettings(body, request, form);
    WireCall call;
    call.http.url = m_url;
    call.http.headers = {{"Accept", "text/event-stream"}, {"anthropic-version", "2023-06-01"}};
    call.http.body = dumpJson(body);
    call.decoder = std::make_unique<AnthropicDecoder>(std::move(delta), m_price);
    return call;
}

std::optional<unsigned> AnthropicFormat::learn(const ProviderError& error, unsigned form) const {
    if (error.http != 400) return std::nullopt;
    const auto says = [&error](std::string_view words) { return error.message.find(words) != std::string::npos; };
    if (m_settings.thinking > 0 && !(form & Adaptive) && (says("thinking.type") || says("adaptive") || says("budget_tokens")))
        return form | Adaptive;
    if (!(form & NoThoughtsBack) && says("thinking") && says("messages.")) return form | NoThoughtsBack;
    return std::nullopt;
}

} // namespace

Status checkAnthropicSettings(const std::string& model, const ModelSettings& settings) {
    if (settings.temperature && *settings.temperature > 1)
        return makeError(ErrorKind::Usage, model + " takes a temperature from 0 to 1.");
    if (settings.temperature && settings.thinking > 0)
        return makeError(ErrorKind::Usage, model + " takes no temperature while it thinks.", "Leave temperature= or thinking= away.");
    if (settings.thinking > 0 && settings.thinking < LeastThinking)
        return makeError(ErrorKind::Usage, model + " thinks with at least 1,024 tokens.", "Say thinking=1024 or more.");
    if (settings.effort == "minimal")
        return makeError(ErrorKind::Usage, model + " knows no effort \"minimal\".", "Known: none, low, medium, high, xhigh, max.");
    if (settings.contextTokens > 0)
        return makeError(ErrorKind::Usage, "The size of the context cannot be chosen for " + model + ".",
                         "context= works with ollama:MODEL.");
    return {};
}

AnthropicMessages::AnthropicMessages(AnthropicOptions options, Transport& transport)
    : HttpModel(options, std::make_shared<AnthropicFormat>(options), 0, transport) {}

} // namespace rlmscope
