#include "providers/openai_chat.h"

#include "base/json.h"
#include "providers/openai_stream.h"
#include "providers/opaque_part.h"
#include "providers/provider_error.h"

#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

using nlohmann::json;

// What was learned about a server: the fields that servers quarrel about.
constexpr unsigned NewCapField = 1;   // max_completion_tokens instead of max_tokens
constexpr unsigned NoUsageOption = 2; // without stream_options
constexpr unsigned NoStream = 4;      // the whole reply at once
constexpr unsigned NoDetailsBack = 8; // the model does not want its reasoning_details back

/// What the model thought, as it came: OpenRouter passes it on, signatures included.
void addDetails(json& out, const Message& message) {
    if (message.role != Role::Assistant) return;
    for (const Part& part : message.parts)
        if (json block = opaqueBlock("openrouter", part); block.is_object() && block.contains("reasoning_details"))
            out["reasoning_details"] = std::move(block["reasoning_details"]);
}

class ChatFormat final : public WireFormat {
public:
    ChatFormat(const OpenAiChatOptions& options, const ServerTraits& traits)
        : m_url(options.baseUrl + "/chat/completions" + (options.query.empty() ? "" : "?" + options.query))
        , m_model(options.model)
        , m_settings(options.settings)
        , m_traits(traits)
        , m_lists(options.query.empty()) {}

    Result<WireCall> call(const ModelRequest& request, unsigned form, ReplyDecoder::Delta delta) const override {
        auto text = body(request, form);
        if (!text) return text.error();
        WireCall call;
        call.http.url = m_url;
        call.http.headers = {{"Accept", form & NoStream ? "application/json" : "text/event-stream"}};
        call.http.body = std::move(*text);
        call.decoder = std::make_unique<ChatDecoder>(std::move(delta), m_traits.reportsCost);
        return call;
    }

    std::optional<unsigned> learn(const ProviderError& error, unsigned form) const override;
    Expectation expects() const override {
        return {"a chat completion", "Is this the address of a chat completions server? Most base URLs end in /v1."};
    }
    ErrorBilling errorBilling() const override { return m_traits.errors; }
    std::string_view keyHeader() const override { return m_traits.keyHeader; }
    // A query stands for Azure, which lists no deployments.
    std::string_view listPath() const override { return m_lists ? "/models" : ""; }

private:
    Result<std::string> body(const ModelRequest& request, unsigned form) const;

    const std::string m_url, m_model;
    const ModelSettings m_settings;
    const ServerTraits& m_traits;
    const bool m_lists;
};

Result<std::string> ChatFormat::body(const ModelRequest& request, unsigned form) const {
    json messages = json::array();
    for (const Message& message : request.messages) {
        auto content = onlyText(message, m_model);
        if (!content) return content.error();
        messages.push_back({{"role", std::string(toString(message.role))}, {"content", std::move(*content)}});
        if (m_traits.reasoning == ReasoningField::Object && !(form & NoDetailsBack)) addDetails(messages.back(), message);
    }
    const bool stream = !(form & NoStream);
    json body = {{"model", m_model}, {"messages", std::move(messages)}, {"stream", stream}};
    if (stream && !(form & NoUsageOption)) body["stream_options"] = {{"include_usage", true}};
    body[form & NewCapField ? "max_completion_tokens" : "max_tokens"] = request.outputCap;
    if (m_settings.temperature) body["temperature"] = *m_settings.temperature;
    if (m_traits.reasoning == ReasoningField::Object) {
        if (!m_settings.effort.empty()) body["reasoning"]["effort"] = m_settings.effort;
        if (m_settings.thinking > 0) body["reasoning"]["max_tokens"] = m_settings.thinking;
    } else if (!m_settings.effort.empty()) {
        body["reasoning_effort"] = m_settings.effort;
    }
    return dumpJson(body);
}

std::optional<unsigned> ChatFormat::learn(const ProviderError& error, unsigned form) const {
    if (error.http != 400 && error.http != 422) return std::nullopt;
    const std::string words = error.param + " " + error.code + " " + error.message;
    const auto names = [&words](std::string_view field) { return words.find(field) != std::string::npos; };
    if (!(form & NoDetailsBack) && (names("reasoning_details") || names("signature"))) return form | NoDetailsBack;
    if (!(form & (NoStream | NoUsageOption)) && names("stream_options")) return form | NoUsageOption;
    if (!(form & NoStream) && (error.param == "stream" || (names("stream") && names("unsupported")))) return form | NoStream;
    // "max_tokens" is rejected by name, often with the advice to use the other one.
    const char* field = form & NewCapField ? "max_completion_tokens" : "max_tokens";
    const bool byName = error.param == field || names("nsupported") || names("nknown") || names("nrecognized") ||
                        names("not supported") || names("not permitted") || names("xtra inputs");
    if (!names(field) || !byName) return std::nullopt;
    return form ^ NewCapField;
}

unsigned firstForm(const ServerTraits& traits, const std::string& model) {
    const ModelTraits& known = modelTraits(model);
    const std::string_view field = traits.ownModels && !known.capField.empty() ? known.capField : traits.capField;
    return (field == "max_completion_tokens" ? NewCapField : 0) | (traits.usageOption ? 0 : NoUsageOption);
}

} // namespace

const ServerTraits& chatTraits(const ModelEndpoint& endpoint) {
    if (endpoint.dialect.empty()) return serverTraits(withoutPort(authorityOf(endpoint.baseUrl)));
    return serverTraitsNamed(endpoint.dialect);
}

Status checkChatSettings(const ServerTraits& traits, const std::string& model, const ModelSettings& settings) {
    if (settings.temperature && !modelTraits(model).temperature)
        return makeError(ErrorKind::Usage, model + " takes no temperature.", "Leave temperature= away.");
    if (settings.thinking > 0 && traits.reasoning != ReasoningField::Object)
        return makeError(ErrorKind::Usage, "A number of tokens to think with cannot be sent to " + model + " there.",
                         "Say effort=low, medium or high instead of thinking=.");
    if (settings.contextTokens > 0)
        return makeError(ErrorKind::Usage, "The size of the context cannot be chosen for " + model + " there.",
                         "The server decides; context= works with ollama:MODEL.");
    return {};
}

OpenAiChat::OpenAiChat(OpenAiChatOptions options, Transport& transport)
    : HttpModel(options, std::make_shared<ChatFormat>(options, chatTraits(options)),
                firstForm(chatTraits(options), options.model), transport) {}

} // namespace rlmscope
