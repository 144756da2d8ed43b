#include "providers/gemini_model.h"

#include "base/json.h"
#include "base/text.h"
#include "providers/gemini_stream.h"
#include "providers/json_fields.h"
#include "providers/opaque_part.h"

#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

using nlohmann::json;

constexpr unsigned NoSignatures = 1; // learned: the model does not want its signed parts back

/// The parts of an earlier answer as they came, when they still say what the message says; null else.
json signedParts(const Message& message, const std::string& text) {
    for (const Part& part : message.parts) {
        const json block = opaqueBlock("gemini", part);
        const json* parts = block.is_null() ? nullptr : fields::member(block, "parts");
        if (!parts || !parts->is_array()) continue;
        std::string said;
        for (const json& each : *parts) said += fields::text(each, "text");
        if (said == text) return *parts;
    }
    return nullptr;
}

class GeminiFormat final : public WireFormat {
public:
    explicit GeminiFormat(const GeminiOptions& options)
        : m_url(options.baseUrl + "/models/" + pathPart(options.model) + ":streamGenerateContent?alt=sse")
        , m_model(options.model)
        , m_settings(options.settings) {}

    Result<WireCall> call(const ModelRequest& request, unsigned form, ReplyDecoder::Delta delta) const override;
    std::optional<unsigned> learn(const ProviderError& error, unsigned form) const override {
        const bool about = error.http == 400 && (error.message.find("signature") != std::string::npos ||
                                                 error.message.find("thoughtSignature") != std::string::npos);
        return about && !(form & NoSignatures) ? std::optional(form | NoSignatures) : std::nullopt;
    }
    Expectation expects() const override {
        return {"a reply of Gemini", "Is this the address of a server that speaks Gemini's API? It ends in /v1beta."};
    }
    std::string hint(const ProviderError& error) const override {
        return error.http == 404 ? "Check the model's name." : std::string();
    }
    ErrorBilling errorBilling() const override { return ErrorBilling::Free; } // says so in its billing questions
    std::string_view keyHeader() const override { return "x-goog-api-key"; }
    std::string_view listPath() const override { return "/models?pageSize=1000"; }

private:
    Status addContents(json& body, const ModelRequest& request, unsigned form) const;
    json generationConfig(const ModelRequest& request) const;

    const std::string m_url, m_model;
    const ModelSettings m_settings;
};

Status GeminiFormat::addContents(json& body, const ModelRequest& request, unsigned form) const {
    json system = json::array(), contents = json::array();
    for (const Message& message : request.messages) {
        auto text = onlyText(message, m_model);
        if (!text) return text.error();
        const bool model = message.role == Role::Assistant;
        json parts = model && !(form & NoSignatures) ? signedParts(message, *text) : json(nullptr);
        if (trimmed(*text).empty()) *text = "(empty)"; // a part needs a text
        if (parts.is_null()) parts = json::array({{{"text", std::move(*text)}}});
        if (message.role == Role::System && contents.empty()) {
            for (json& part : parts) system.push_back(std::move(part));
            continue;
        }
        contents.push_back({{"role", model ? "model" : "user"}, {"parts", std::move(parts)}});
    }
    if (contents.empty() && !system.empty()) {
        contents.push_back({{"role", "user"}, {"parts", std::move(system)}});
        system = json::array();
    }
    if (contents.empty()) return makeError(ErrorKind::Internal, "A call to " + m_model + " has no message.");
    if (!system.empty()) body["systemInstruction"] = {{"parts", std::move(system)}};
    body["contents"] = std::move(contents);
    return {};
}

json GeminiFormat::generationConfig(const ModelRequest& request) const {
    json config = {{"maxOutputTokens", request.outputCap}};
    if (m_settings.temperature) config["temperature"] = *m_settings.temperature;
    if (m_settings.effort == "none") config["thinkingConfig"] = {{"thinkingBudget", 0}};
    else if (!m_settings.effort.empty()) config["thinkingConfig"] = {{"thinkingLevel", m_settings.effort}, {"includeThoughts", true}};
    else if (m_settings.thinking > 0) config["thinkingConfig"] = {{"thinkingBudget", m_settings.thinking}, {"includeThoughts", true}};
    return config;
}

Result<WireCall> GeminiFormat::call(const ModelRequest& request, unsigned form, ReplyDecoder::Delta delta) const {
    json body = json::object();
    if (const Status added = addContents(body, request, form); !added) return added.error();
    body["generationConfig"] = generationConfig(request);
    WireCall call;
    call.http.url = m_url;
    call.http.headers = {{"Accept", "text/event-stream"}};
    call.http.body = dumpJson(body);
    call.decoder = std::make_unique<GeminiDecoder>(std::move(delta));
    return call;
}

} // namespace

Status checkGeminiSettings(const std::string& model, const ModelSettings& settings) {
    if (settings.thinking > 0 && !settings.effort.empty())
        return makeError(ErrorKind::Usage, model + " takes an effort or a number of tokens to think with, not both.");
    if (settings.effort == "xhigh" || settings.effort == "max")
        return makeError(ErrorKind::Usage, model + " knows no effort \"" + settings.effort + "\".",
                         "Known: none, minimal, low, medium, high.");
    if (settings.contextTokens > 0)
        return makeError(ErrorKind::Usage, "The size of the context cannot be chosen for " + model + ".",
                         "context= works with ollama:MODEL.");
    return {};
}

GeminiModel::GeminiModel(GeminiOptions options, Transport& transport)
    : HttpModel(options, std::make_shared<GeminiFormat>(options), 0, transport) {}

} // namespace rlmscope
