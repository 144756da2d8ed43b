#include "providers/model_families.h"

#include "base/text.h"
#include "providers/anthropic_messages.h"
#include "providers/gemini_model.h"
#include "providers/ollama_chat.h"
#include "providers/openai_chat.h"

#include <cstdlib>

namespace rlmscope {
namespace {

using Model = std::shared_ptr<LanguageModel>;

constexpr std::string_view AzureVersion = "2024-10-21"; // the newest that is no preview, when nobody says another

Result<Model> makeChat(ModelEndpoint endpoint, Transport& transport, std::string query = {}) {
    if (const Status fits = checkChatSettings(chatTraits(endpoint), endpoint.model, endpoint.settings); !fits) return fits.error();
    OpenAiChatOptions options;
    static_cast<ModelEndpoint&>(options) = std::move(endpoint);
    options.query = std::move(query);
    return Model(std::make_shared<OpenAiChat>(std::move(options), transport));
}

Result<Model> makeAzure(ModelEndpoint endpoint, Transport& transport) {
    const char* set = std::getenv("OPENAI_API_VERSION");
    const std::string version = !endpoint.apiVersion.empty() ? endpoint.apiVersion
                                                             : std::string(set && !trimmed(set).empty() ? trimmed(set) : AzureVersion);
    endpoint.baseUrl += "/openai/deployments/" + pathPart(endpoint.model);
    endpoint.dialect = "Azure OpenAI";
    return makeChat(std::move(endpoint), transport, "api-version=" + pathPart(version));
}

Result<Model> makeAnthropic(ModelEndpoint endpoint, Transport& transport) {
    if (const Status fits = checkAnthropicSettings(endpoint.model, endpoint.settings); !fits) return fits.error();
    AnthropicOptions options;
    static_cast<ModelEndpoint&>(options) = std::move(endpoint);
    return Model(std::make_shared<AnthropicMessages>(std::move(options), transport));
}

Result<Model> makeOllama(ModelEndpoint endpoint, Transport& transport) {
    if (const Status fits = checkOllamaSettings(endpoint.model, endpoint.settings); !fits) return fits.error();
    OllamaOptions options;
    static_cast<ModelEndpoint&>(options) = std::move(endpoint);
    return Model(std::make_shared<OllamaChat>(std::move(options), transport));
}

Result<Model> makeGemini(ModelEndpoint endpoint, Transport& transport) {
    if (const Status fits = checkGeminiSettings(endpoint.model, endpoint.settings); !fits) return fits.error();
    GeminiOptions options;
    static_cast<ModelEndpoint&>(options) = std::move(endpoint);
    return Model(std::make_shared<GeminiModel>(std::move(options), transport));
}

} // namespace

Result<Model> makeHttpModel(ApiFamily family, ModelEndpoint endpoint, Transport& transport) {
    switch (family) {
    case ApiFamily::OpenAiChat: return makeChat(std::move(endpoint), transport);
    case ApiFamily::Azure: return makeAzure(std::move(endpoint), transport);
    case ApiFamily::Anthropic: return makeAnthropic(std::move(endpoint), transport);
    case ApiFamily::Ollama: return makeOllama(std::move(endpoint), transport);
    case ApiFamily::Gemini: return makeGemini(std::move(endpoint), transport);
    }
    return makeError(ErrorKind::Internal, "An API family that nobody knows.");
}

} // namespace rlmscope
