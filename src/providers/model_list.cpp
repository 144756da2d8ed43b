#include "providers/model_list.h"

#include "base/text.h"
#include "catalog/model_names.h"
#include "providers/json_fields.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

namespace rlmscope {
namespace {

using nlohmann::json;

constexpr std::size_t MostListed = 5'000;     // OpenRouter, the longest list there is, has some hundreds
constexpr std::uint64_t MostBytes = 16 << 20;
constexpr std::size_t LongestId = 300;

/// The first of the fields that says a count.
Tokens firstCount(const json& model, std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (const auto count = fields::count(&model, name); count && *count > 0) return *count;
    return 0;
}

/// Gemini names what a model can be asked for, others its type. What says nothing may well be a chat model.
bool answersText(const json& model) {
    if (const json* methods = fields::member(model, "supportedGenerationMethods"); methods && methods->is_array())
        return std::any_of(methods->begin(), methods->end(), [](const json& each) { return each == "generateContent"; });
    const std::string type = fields::text(model, "type");
    for (const char* other : {"embedding", "embeddings", "image", "audio", "rerank", "moderation", "transcribe"})
        if (type == other) return false;
    return true;
}

std::optional<ListedModel> readModel(const json& model) {
    if (!model.is_object() || !answersText(model)) return std::nullopt;
    ListedModel listed;
    for (const char* field : {"id", "name", "model"})
        if (listed.id.empty()) listed.id = fields::text(model, field);
    if (listed.id.rfind("models/", 0) == 0) listed.id.erase(0, 7); // Gemini
    // An id with a control character or a space could not be typed as a SPEC, nor shown.
    if (listed.id.empty() || listed.id.size() > LongestId || listed.id != oneLine(listed.id, LongestId)) return std::nullopt;
    for (const char* field : {"display_name", "displayName", "name"})
        if (listed.name.empty()) listed.name = oneLine(fields::text(model, field), 200);
    if (listed.name == listed.id || listed.name == "models/" + listed.id) listed.name.clear();
    listed.window = firstCount(model, {"context_length", "max_model_len", "context_window", "max_context_length", "inputTokenLimit", "max_input_tokens"});
    Tokens most = firstCount(model, {"outputTokenLimit", "max_completion_tokens", "max_output_tokens"});
    if (const json* meta = fields::member(model, "meta"); meta && listed.window == 0) listed.window = firstCount(*meta, {"n_ctx", "n_ctx_train"}); // llama.cpp
    if (const json* top = fields::member(model, "top_provider"); top && most == 0) most = firstCount(*top, {"max_completion_tokens"}); // OpenRouter
    listed.maxOutput = static_cast<int>(std::min<Tokens>(most, std::numeric_limits<int>::max()));
    return listed;
}

/// Of a list that goes on: Anthropic has_more, Gemini nextPageToken.
bool hasMore(const json& body) {
    const json* more = fields::member(body, "has_more");
    return (more && more->is_boolean() && more->get<bool>()) || !fields::text(body, "nextPageToken").empty();
}

struct Listing {
    std::string body;
    int status = 0;
    HttpHeaders headers;
};

Error connectionError(const ModelPlace& place, const HttpEnd& end) {
    const std::string why = end.detail.empty() ? "." : " (" + end.detail + ").";
    switch (end.cause) {
    case HttpEndCause::Refused: return makeError(ErrorKind::Network, "Nothing listens at " + place.host + why, "Is the model server running, and is the address right?");
    case HttpEndCause::NoHost: return makeError(ErrorKind::Network, "The host of " + place.host + " cannot be found" + why, "Check the address and the network connection.");
    case HttpEndCause::Tls: return makeError(ErrorKind::Network, "No secure connection to " + place.host + why, "If the server has its own certificate, name it in SSL_CERT_FILE; if it speaks plain http, write http://.");
    case HttpEndCause::Connect:
    case HttpEndCause::FirstByte:
    case HttpEndCause::Silence:
    case HttpEndCause::Total: return makeError(ErrorKind::Network, place.host + " did not answer in time.", "Check the address and the network connection.");
    case HttpEndCause::Cancelled: return makeError(ErrorKind::Cancelled, "Asking " + place.host + " was cancelled.");
    case HttpEndCause::Invalid:
        return makeError(ErrorKind::Usage, "The request to " + place.host + " cannot be sent" + why,
                         end.detail.find("plain http") == std::string::npos ? "" : "Or add the server as a provider that allows it: rlmscope-cli models add ... --allow-plain-key.");
    case HttpEndCause::TooBig: return makeError(ErrorKind::Provider, place.host + " sent too much for a list of models.");
    default: return makeError(ErrorKind::Network, place.host + " broke the connection" + why);
    }
}

} // namespace

Result<ModelList> readModelList(std::string_view text) {
    const json body = fields::parsed(text);
    const json* list = body.is_array() ? &body : nullptr;
    for (const char* name : {"data", "models"})
        if (const json* found = fields::member(body, name); !list && found && found->is_array()) list = found;
    if (!list) return makeError(ErrorKind::Provider, "That is not a list of models.");
    ModelList models;
    std::set<std::string> seen;
    for (const json& each : *list) {
        auto model = readModel(each);
        if (!model || !seen.insert(model->id).second) continue;
        if (models.models.size() == MostListed) {
            models.complete = false;
            break;
        }
        models.models.push_back(std::move(*model));
    }
    // A page of something else that happens to have "data" in it.
    if (models.models.empty() && !list->empty() && std::none_of(list->begin(), list->end(), [](const json& each) { return each.is_object(); }))
        return makeError(ErrorKind::Provider, "That is not a list of models.");
    models.complete = models.complete && !hasMore(body);
    return models;
}

void listModels(const HttpModel& model, Nanos patience, CancelToken cancel, std::function<void(ListOutcome)> done) {
    HttpRequest request = model.listRequest();
    const ModelPlace place = model.place();
    const auto clean = [info = std::make_shared<Secrets>(model.secrets())](std::string said) { return info->clean(std::move(said)); };
    const bool none = request.url.empty();
    request.timeouts = HttpTimeouts{patience, patience, patience, patience};
    request.mostBytes = MostBytes;
    const auto heard = std::make_shared<Listing>();
    HttpListener listener;
    listener.head = [heard](int status, const HttpHeaders& headers) {
        heard->status = status;
        heard->headers = headers;
    };
    listener.data = [heard](std::string_view bytes) {
        heard->body += bytes;
        return true;
    };
    listener.end = [=, done = std::move(done)](const HttpEnd& end) {
        ListOutcome outcome;
        outcome.http = heard->status;
        outcome.silent = end.cause == HttpEndCause::FirstByte || end.cause == HttpEndCause::Silence || end.cause == HttpEndCause::Total;
        if (none) outcome.list = makeError(ErrorKind::Unsupported, "This kind of server does not list its models.");
        else if (end.cause != HttpEndCause::Done) outcome.list = connectionError(place, end);
        else if (heard->status != 200) outcome.list = failureFrom(place, readErrorBody(heard->status, heard->headers, clean(std::move(heard->body)), Clock::system().wall())).error;
        else outcome.list = readModelList(clean(std::move(heard->body)));
        if (!outcome.list && heard->status == 200 && outcome.list.error().kind == ErrorKind::Provider)
            outcome.list = makeError(ErrorKind::Provider, place.host + " answers, but not with a list of models.", "Is this the address of a model server? Most base URLs end in /v1.");
        done(std::move(outcome));
    };
    model.transport().start(std::move(request), std::move(cancel), std::move(listener));
}

bool isListed(const ModelList& list, std::string_view model) {
    const std::string latest = std::string(model) + ":latest";
    return std::any_of(list.models.begin(), list.models.end(), [&](const ListedModel& each) { return each.id == model || each.id == latest; });
}

std::vector<std::string> nearNames(const ModelList& list, std::string_view model, std::size_t most) {
    std::vector<std::string> ids;
    for (const ListedModel& each : list.models) ids.push_back(each.id);
    return nearNames(model, ids, most);
}

} // namespace rlmscope
