#include "support/family_servers.h"

#include "base/json.h"
#include "base/text.h"
#include "support/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace rlmscope::test {
namespace {

using nlohmann::json;

std::string sse(const ChatReply& reply, const json& data, bool named) {
    const std::string& end = reply.lineEnd;
    std::string text = reply.comments ? ": keep-alive" + end + end : std::string();
    if (named) text += "event: " + data.value("type", "message") + end;
    return text + "data: " + dumped(data) + end + end;
}

/// Puts the reply's error event where it belongs, or cuts the events off.
void applyFault(const ChatReply& reply, std::vector<std::string>& events, const std::string& error) {
    const bool faulty = reply.cutAfterEvents >= 0 || !reply.errorEvent.empty();
    if (!faulty) return;
    if (reply.cutAfterEvents >= 0) events.resize(std::min(events.size(), static_cast<std::size_t>(reply.cutAfterEvents)));
    if (!reply.errorEvent.empty()) events.push_back(error);
}

std::string header(const HttpCall& call, std::string_view name) {
    return std::string(call.headers.find(name).value_or(""));
}

std::string responseFor(ApiFamily family, int http, const std::string& message, const HeaderList& headers = {}) {
    return httpResponse(http, familyError(family, http, message), "application/json", headers);
}

} // namespace

std::string naturalFinish(ApiFamily family) {
    if (family == ApiFamily::Anthropic) return "end_turn";
    return family == ApiFamily::Gemini ? "STOP" : "stop";
}

std::string familyError(ApiFamily family, int http, const std::string& message) {
    static const std::map<int, std::string> anthropic{{400, "invalid_request_error"}, {401, "authentication_error"},
                                                      {402, "billing_error"}, {404, "not_found_error"},
                                                      {413, "request_too_large"}, {429, "rate_limit_error"},
                                                      {500, "api_error"}, {504, "timeout_error"}, {529, "overloaded_error"}};
    static const std::map<int, std::string> google{{400, "INVALID_ARGUMENT"}, {403, "PERMISSION_DENIED"}, {404, "NOT_FOUND"},
                                                   {429, "RESOURCE_EXHAUSTED"}, {500, "INTERNAL"}, {503, "UNAVAILABLE"}};
    const auto word = [http](const auto& table) {
        const auto it = table.find(http);
        return it == table.end() ? std::string("unknown") : it->second;
    };
    switch (family) {
    case ApiFamily::Anthropic:
        return dumped(json{{"type", "error"}, {"error", {{"type", word(anthropic)}, {"message", message}}}, {"request_id", "req_test"}});
    case ApiFamily::Gemini: return dumped(json{{"error", {{"code", http}, {"message", message}, {"status", word(google)}}}});
    case ApiFamily::Ollama: return dumped(json{{"error", message}});
    default: return dumped(json{{"error", {{"message", message}, {"type", "error"}, {"param", nullptr}, {"code", nullptr}}}});
    }
}

std::vector<std::string> anthropicEvents(const ChatReply& reply) {
    const Usage usage = reply.usage.value_or(Usage{});
    std::vector<json> data;
    json message = {{"id", "msg_test"}, {"type", "message"}, {"role", "assistant"}, {"model", reply.model},
                    {"content", json::array()}, {"stop_reason", nullptr}, {"stop_sequence", nullptr}};
    if (reply.usage)
        message["usage"] = {{"input_tokens", usage.freshInput}, {"cache_creation_input_tokens", usage.cacheWrite},
                            {"cache_read_input_tokens", usage.cacheRead}, {"output_tokens", 1}, {"service_tier", "standard"}};
    data.push_back({{"type", "message_start"}, {"message", message}});
    data.push_back({{"type", "ping"}});
    int index = 0;
    const auto block = [&](const json& start, const char* deltaType, const char* field, const std::string& text) {
        data.push_back({{"type", "content_block_start"}, {"index", index}, {"content_block", start}});
        for (const std::string& piece : inPieces(text, reply.pieces))
            data.push_back({{"type", "content_block_delta"}, {"index", index}, {"delta", {{"type", deltaType}, {field, piece}}}});
    };
    const auto stop = [&] { data.push_back({{"type", "content_block_stop"}, {"index", index++}}); };
    if (!reply.reasoning.empty()) {
        block({{"type", "thinking"}, {"thinking", ""}, {"signature", ""}}, "thinking_delta", "thinking", reply.reasoning);
        data.push_back({{"type", "content_block_delta"}, {"index", index}, {"delta", {{"type", "signature_delta"}, {"signature", "c2lnbmVk"}}}});
        stop();
    }
    block({{"type", "text"}, {"text", ""}}, "text_delta", "text", reply.text);
    stop();
    json delta = {{"type", "message_delta"}, {"delta", {{"stop_sequence", nullptr}}}};
    if (!reply.finish.empty()) delta["delta"]["stop_reason"] = reply.finish;
    if (reply.usage)
        delta["usage"] = {{"output_tokens", usage.output}, {"output_tokens_details", {{"thinking_tokens", usage.reasoning}}}};
    data.push_back(delta);
    if (reply.done) data.push_back({{"type", "message_stop"}});
    std::vector<std::string> events;
    for (const json& each : data) events.push_back(sse(reply, each, true));
    json error = parseJson(reply.errorEvent);
    applyFault(reply, events, error.is_object() ? sse(reply, error, true) : std::string());
    return events;
}

std::vector<std::string> geminiEvents(const ChatReply& reply) {
    std::vector<json> data;
    const auto chunk = [&](json part, bool last) {
        json candidate = {{"index", 0}, {"content", {{"role", "model"}, {"parts", json::array({std::move(part)})}}}};
        if (last && !reply.finish.empty()) candidate["finishReason"] = reply.finish;
        json object = {{"candidates", json::array({candidate})}, {"modelVersion", reply.model}, {"responseId", "resp_test"}};
        if (reply.usage) {
            const Usage& usage = *reply.usage;
            object["usageMetadata"] = {{"promptTokenCount", usage.input()}, {"totalTokenCount", usage.input() + usage.output}};
            if (usage.cacheRead > 0) object["usageMetadata"]["cachedContentTokenCount"] = usage.cacheRead;
            // Before the end it counts what has come so far.
            object["usageMetadata"]["candidatesTokenCount"] = last ? usage.output - usage.reasoning : 1;
            if (usage.reasoning > 0) object["usageMetadata"]["thoughtsTokenCount"] = usage.reasoning;
        }
        data.push_back(std::move(object));
    };
    for (const std::string& piece : inPieces(reply.reasoning, reply.pieces)) chunk({{"text", piece}, {"thought", true}}, false);
    const std::vector<std::string> pieces = inPieces(reply.text, reply.pieces);
    for (const std::string& piece : pieces) chunk({{"text", piece}}, false);
    chunk({{"text", ""}}, true);
    std::vector<std::string> events;
    for (const json& each : data) events.push_back(sse(reply, each, false));
    json error = parseJson(reply.errorEvent);
    applyFault(reply, events, error.is_object() ? sse(reply, error, false) : std::string());
    return events;
}

std::vector<std::string> ollamaLines(const ChatReply& reply) {
    std::vector<std::string> lines;
    const std::string end = reply.lineEnd == "\r" ? "\n" : reply.lineEnd; // a bare CR ends no line there
    const auto line = [&](const json& message) {
        lines.push_back(dumped(json{{"model", reply.model}, {"created_at", "2026-01-01T00:00:00Z"}, {"message", message}, {"done", false}}) + end);
    };
    for (const std::string& piece : inPieces(reply.reasoning, reply.pieces)) line({{"role", "assistant"}, {"content", ""}, {"thinking", piece}});
    for (const std::string& piece : inPieces(reply.text, reply.pieces)) line({{"role", "assistant"}, {"content", piece}});
    json last = {{"model", reply.model}, {"created_at", "2026-01-01T00:00:00Z"}, {"message", {{"role", "assistant"}, {"content", ""}}},
                 {"done", true}, {"total_duration", 5'000'000}, {"load_duration", 1'000'000}};
    if (!reply.finish.empty()) last["done_reason"] = reply.finish;
    if (reply.usage) {
        last["prompt_eval_count"] = reply.usage->input();
        last["eval_count"] = reply.usage->output;
    }
    if (reply.done) lines.push_back(dumped(last) + end);
    applyFault(reply, lines, reply.errorEvent + end);
    return lines;
}

std::vector<std::string> familyEvents(ApiFamily family, const ChatReply& reply) {
    switch (family) {
    case ApiFamily::Anthropic: return anthropicEvents(reply);
    case ApiFamily::Gemini: return geminiEvents(reply);
    case ApiFamily::Ollama: return ollamaLines(reply);
    default: return {chatStream(reply)};
    }
}

FamilyServer::FamilyServer(FamilyServerOptions options)
    : m_options(std::move(options))
    , m_reply(m_options.reply)
    , m_first(m_options.first)
    , m_server(std::make_unique<HttpServer>([this](const HttpCall& call) { return handle(call); })) {
    m_server->record(true);
}

std::string FamilyServer::baseUrl() const {
    switch (m_options.family) {
    case ApiFamily::Gemini: return m_server->url() + "/v1beta";
    case ApiFamily::Ollama:
    case ApiFamily::Azure: return m_server->url();
    default: return m_server->url() + "/v1";
    }
}

void FamilyServer::set(ChatReply reply) {
    const std::lock_guard lock(m_mutex);
    m_reply = std::move(reply);
}

void FamilyServer::first(std::vector<std::string> responses) {
    const std::lock_guard lock(m_mutex);
    m_first = std::move(responses);
}

HttpPlan FamilyServer::handle(const HttpCall& call) {
    if (m_options.family == ApiFamily::Ollama && call.path == "/api/show") {
        if (m_options.shownContext == 0) return answerWith(httpResponse(404, "404 page not found", "text/plain"));
        return answerWith(httpResponse(200, dumped(json{{"details", {{"family", "qwen3"}}}, {"parameters", "num_ctx 4096"}, {"capabilities", {"completion"}},
            {"model_info", {{"general.architecture", "qwen3"}, {"qwen3.context_length", m_options.shownContext}, {"qwen3.block_count", 36}}}})));
    }
    ChatReply reply;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_first.empty()) {
            HttpPlan plan = answerWith(m_first.front());
            m_first.erase(m_first.begin());
            return plan;
        }
        reply = m_reply;
    }
    if (auto plan = list(call)) return std::move(*plan);
    if (auto plan = objection(call)) return std::move(*plan);
    if (reply.finish.empty()) reply.finish = naturalFinish(m_options.family);
    return answer(call, std::move(reply));
}

std::string familyListPath(ApiFamily family) {
    switch (family) {
    case ApiFamily::Anthropic: return "/v1/models?limit=1000";
    case ApiFamily::Gemini: return "/v1beta/models?pageSize=1000";
    case ApiFamily::Ollama: return "/api/tags";
    default: return "/v1/models";
    }
}

std::string familyList(ApiFamily family, const std::vector<std::string>& models) {
    json list = json::array();
    for (const std::string& id : models) {
        if (family == ApiFamily::Anthropic) list.push_back({{"type", "model"}, {"id", id}, {"display_name", "The " + id}, {"created_at", "2025-01-01T00:00:00Z"}});
        else if (family == ApiFamily::Gemini)
            list.push_back({{"name", "models/" + id}, {"displayName", "The " + id}, {"inputTokenLimit", 1'048'576}, {"outputTokenLimit", 65'536},
                            {"supportedGenerationMethods", {"generateContent", "countTokens"}}});
        else if (family == ApiFamily::Ollama) list.push_back({{"name", id}, {"model", id}, {"size", 5'000'000'000}, {"details", {{"family", "qwen3"}}}});
        else list.push_back({{"id", id}, {"object", "model"}, {"created", 1}, {"owned_by", "test"}});
    }
    json body;
    if (family == ApiFamily::Gemini || family == ApiFamily::Ollama) body["models"] = list;
    else body = {{"object", "list"}, {"data", list}};
    if (family == ApiFamily::Gemini) list.push_back({{"name", "models/embedding-001"}, {"supportedGenerationMethods", {"embedContent"}}}), body["models"] = list;
    if (family == ApiFamily::Anthropic) body = {{"data", list}, {"has_more", false}, {"first_id", nullptr}, {"last_id", nullptr}};
    return dumped(body);
}

std::optional<HttpPlan> FamilyServer::list(const HttpCall& call) const {
    const ApiFamily family = m_options.family;
    if (call.method != "GET" || call.path != familyListPath(family)) return std::nullopt;
    const std::string sent = family == ApiFamily::Anthropic  ? header(call, "x-api-key")
                             : family == ApiFamily::Gemini   ? header(call, "x-goog-api-key")
                                                             : header(call, "authorization");
    const bool right = m_options.key.empty() || sent == m_options.key || sent == "Bearer " + m_options.key;
    if (!right) return answerWith(responseFor(family, 401, "invalid key"));
    if (family == ApiFamily::Anthropic && header(call, "anthropic-version") != "2023-06-01")
        return answerWith(responseFor(family, 400, "anthropic-version: header is required"));
    return answerWith(httpResponse(200, familyList(family, m_options.models)));
}

std::optional<HttpPlan> FamilyServer::objection(const HttpCall& call) const {
    const ApiFamily family = m_options.family;
    const auto say = [family](int http, const std::string& message) { return answerWith(responseFor(family, http, message)); };
    const json body = parseJson(call.body);
    if (call.method != "POST" || !body.is_object()) return say(400, "not a JSON request");
    if (family == ApiFamily::Anthropic) {
        if (call.path != "/v1/messages") return say(404, "no such path " + call.path);
        if (!m_options.key.empty() && header(call, "x-api-key") != m_options.key) return say(401, "invalid x-api-key");
        if (header(call, "anthropic-version") != "2023-06-01") return say(400, "anthropic-version: header is required");
        if (!body.contains("max_tokens")) return say(400, "max_tokens: Field required");
        for (const json& message : body.value("messages", json::array())) {
            if (message["role"] != "user" && message["role"] != "assistant") return say(400, "messages: Unexpected role");
            for (const json& block : message["content"])
                if (block["type"] == "text" && trimmed(block["text"].get<std::string>()).empty())
                    return say(400, "messages: text content blocks must be non-empty");
        }
    } else if (family == ApiFamily::Gemini) {
        if (call.path.rfind("/v1beta/models/", 0) != 0) return say(404, "no such path " + call.path);
        if (!m_options.key.empty() && header(call, "x-goog-api-key") != m_options.key)
            return answerWith(httpResponse(400, R"({"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com"}]}})"));
        for (const json& content : body.value("contents", json::array()))
            if (content["role"] != "user" && content["role"] != "model") return say(400, "Please use a valid role: user, model.");
        if (body.value("contents", json::array()).empty()) return say(400, "contents is not specified");
    } else if (family == ApiFamily::Ollama) {
        if (call.path != "/api/chat") return answerWith(httpResponse(404, "404 page not found", "text/plain"));
        if (body.value("model", "") == "missing") return say(404, "model 'missing' not found");
    }
    return std::nullopt;
}

HttpPlan FamilyServer::answer(const HttpCall& call, ChatReply reply) const {
    const json body = parsed(call.body);
    if (m_options.family == ApiFamily::Ollama && m_options.trainedContext > 0 && reply.usage) {
        const Tokens window = std::min<Tokens>(m_options.trainedContext, body["options"].value("num_ctx", 4096));
        Tokens words = 0; // one token per word, as a tokenizer never does better
        for (const json& message : body["messages"]) words += std::count(message["content"].get_ref<const std::string&>().begin(), message["content"].get_ref<const std::string&>().end(), ' ') + 1;
        if (words > window && m_options.reportsTruncation && !body.value("truncate", true))
            return answerWith(responseFor(ApiFamily::Ollama, 400, "the input length exceeds the context length"));
        reply.usage->freshInput = std::min(words, window);
    }
    if (m_options.family == ApiFamily::Gemini && call.path.find("alt=sse") == std::string::npos) {
        std::string array; // one growing array, as the real one sends without alt=sse
        for (const std::string& event : geminiEvents(reply)) {
            const std::size_t data = event.find("data: ");
            array += (array.empty() ? "[" : ",") + std::string(trimmed(std::string_view(event).substr(data + 6)));
        }
        return answerWith(httpResponse(200, array + "]"));
    }
    const char* type = m_options.family == ApiFamily::Ollama ? "application/x-ndjson" : "text/event-stream";
    return streamPlan(familyEvents(m_options.family, reply), reply, type);
}

} // namespace rlmscope::test
