#include "support/openai_server.h"

#include "base/ids.h"
#include "base/json.h"
#include "base/text.h"
#include "support/json.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace rlmscope::test {
namespace {

using nlohmann::json;

json usageJson(const Usage& usage) {
    return {{"prompt_tokens", usage.input()},
            {"completion_tokens", usage.output},
            {"total_tokens", usage.input() + usage.output},
            {"prompt_tokens_details", {{"cached_tokens", usage.cacheRead}}},
            {"completion_tokens_details", {{"reasoning_tokens", usage.reasoning}}}};
}

json streamChunk(const ChatReply& reply, json delta, const json& finish = nullptr) {
    return {{"id", "chatcmpl-test"}, {"object", "chat.completion.chunk"}, {"created", 1}, {"model", reply.model},
            {"choices", json::array({{{"index", 0}, {"delta", std::move(delta)}, {"finish_reason", finish}}})}};
}

std::vector<std::string> eventTexts(const ChatReply& reply, bool includeUsage) {
    std::vector<std::string> data;
    data.push_back(dumped(streamChunk(reply, {{"role", "assistant"}, {"content", ""}})));
    for (const std::string& piece : inPieces(reply.reasoning, reply.pieces))
        data.push_back(dumped(streamChunk(reply, {{"reasoning_content", piece}})));
    for (const std::string& piece : inPieces(reply.text, reply.pieces))
        data.push_back(dumped(streamChunk(reply, {{"content", piece}})));
    if (!reply.finish.empty()) data.push_back(dumped(streamChunk(reply, json::object(), reply.finish)));
    if (reply.usage && (includeUsage || reply.usageAlways))
        data.push_back(dumped(json{{"id", "chatcmpl-test"}, {"object", "chat.completion.chunk"}, {"model", reply.model},
                            {"choices", json::array()}, {"usage", usageJson(*reply.usage)}}));
    if (!reply.errorEvent.empty()) {
        const std::size_t at = reply.cutAfterEvents < 0 ? data.size() : std::min(data.size(), static_cast<std::size_t>(reply.cutAfterEvents));
        data.resize(at);
        data.push_back(reply.errorEvent);
    }
    if (reply.done) data.push_back("[DONE]");
    std::vector<std::string> events;
    for (const std::string& each : data)
        events.push_back((reply.comments ? ": keep-alive" + reply.lineEnd + reply.lineEnd : "") + "data: " + each +
                         reply.lineEnd + reply.lineEnd);
    if (reply.cutAfterEvents >= 0 && reply.errorEvent.empty())
        events.resize(std::min(events.size(), static_cast<std::size_t>(reply.cutAfterEvents)));
    return events;
}

std::string errorBody(const std::string& message, const std::string& type, const json& code) {
    return dumped(json{{"error", {{"message", message}, {"type", type}, {"param", nullptr}, {"code", code}}}});
}

/// A number in [0, 1) from a text.
double drawn(const std::string& from) {
    return static_cast<double>(BlobId::of(from).high >> 11) / 9007199254740992.0;
}

} // namespace

std::vector<std::string> inPieces(const std::string& text, int pieces) {
    std::vector<std::string> out;
    const std::size_t size = std::max<std::size_t>(1, (text.size() + static_cast<std::size_t>(pieces) - 1) / static_cast<std::size_t>(std::max(1, pieces)));
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t end = std::min(text.size(), at + size);
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
        out.push_back(text.substr(at, end - at));
        at = end;
    }
    return out;
}

std::string chatStream(const ChatReply& reply, bool includeUsage) {
    std::string stream;
    for (const std::string& event : eventTexts(reply, includeUsage)) stream += event;
    return stream;
}

HttpPlan chatPlan(const ChatReply& reply, bool stream, bool includeUsage) {
    HttpPlan plan;
    if (!stream) {
        json body = {{"id", "chatcmpl-test"}, {"object", "chat.completion"}, {"model", reply.model},
                     {"choices", json::array({{{"index", 0}, {"message", {{"role", "assistant"}, {"content", reply.text}}},
                                               {"finish_reason", reply.finish}}})}};
        if (!reply.reasoning.empty()) body["choices"][0]["message"]["reasoning_content"] = reply.reasoning;
        if (reply.usage) body["usage"] = usageJson(*reply.usage);
        plan.steps.push_back({reply.firstByteMs, httpResponse(200, dumped(body))});
        return plan;
    }
    return streamPlan(eventTexts(reply, includeUsage), reply);
}

HttpPlan streamPlan(const std::vector<std::string>& events, const ChatReply& reply, std::string_view type) {
    HttpPlan plan;
    const bool cut = reply.cutAfterEvents >= 0 && reply.errorEvent.empty();
    plan.end = cut ? reply.cutEnd : PlanEnd::KeepOpen;
    plan.steps.push_back({reply.firstByteMs, chunkedHead(200, type, reply.headers)});
    if (reply.chunkBytes > 0) {
        std::string all;
        for (const std::string& event : events) all += event;
        for (std::size_t at = 0; at < all.size(); at += reply.chunkBytes)
            plan.steps.push_back({0, chunk(all.substr(at, reply.chunkBytes))});
    } else {
        bool first = true;
        for (const std::string& event : events) {
            plan.steps.push_back({first ? 0 : reply.gapMs, chunk(event)});
            first = false;
        }
    }
    if (!cut) plan.steps.push_back({0, lastChunk()});
    return plan;
}

OpenAiServer::OpenAiServer(OpenAiServerOptions options) : m_options(std::move(options)) {
    if (m_options.script) m_player.emplace(*m_options.script);
    if (!m_options.logPath.empty()) m_log = std::fopen(m_options.logPath.c_str(), "ae");
    m_server = std::make_unique<HttpServer>([this](const HttpCall& call) { return handle(call); }, m_options.port);
}

OpenAiServer::~OpenAiServer() {
    m_server.reset();
    if (m_log) std::fclose(m_log);
}

OpenAiServer::Totals OpenAiServer::totals() const {
    const std::lock_guard lock(m_mutex);
    return m_totals;
}

void OpenAiServer::log(const std::string& line) {
    if (!m_log) return;
    // One write per line, so that a killed server leaves whole lines.
    const std::string text = line + "\n";
    [[maybe_unused]] const auto written = write(fileno(m_log), text.data(), text.size());
}

HttpPlan OpenAiServer::handle(const HttpCall& call) {
    if (!m_options.key.empty()) {
        const auto sent = call.headers.find("authorization");
        if (!sent || *sent != "Bearer " + m_options.key)
            return answerWith(httpResponse(401, errorBody("Incorrect API key provided.", "invalid_request_error", "invalid_api_key")));
    }
    if (call.method == "GET" && call.path == "/v1/models")
        return answerWith(httpResponse(200, dumped(json{{"object", "list"}, {"data", json::array({{{"id", m_options.model}, {"object", "model"}, {"owned_by", "test"}}})}})));
    if (call.method == "POST" && call.path == "/v1/chat/completions") return chat(call);
    return answerWith(httpResponse(404, errorBody("Unknown path " + call.path, "invalid_request_error", nullptr)));
}

HttpPlan OpenAiServer::chat(const HttpCall& call) {
    const json body = parseJson(call.body);
    if (!body.is_object() || !body.contains("messages") || !body["messages"].is_array())
        return answerWith(httpResponse(400, errorBody("The body is not a chat completion request.", "invalid_request_error", nullptr)));
    std::vector<std::string> messages;
    bool hasSystem = false;
    int assistants = 0;
    for (const json& message : body["messages"]) {
        const std::string role = message.value("role", "");
        hasSystem = hasSystem || role == "system" || role == "developer";
        assistants += role == "assistant";
        messages.push_back(message.contains("content") && message["content"].is_string() ? message["content"].get<std::string>() : "");
    }
    const bool stream = body.value("stream", false);
    const bool includeUsage = body.contains("stream_options") && body["stream_options"].value("include_usage", false);

    Usage used;
    for (const std::string& message : messages) used.freshInput += estimateTokens(message);
    HttpPlan plan;
    std::string faultName;
    ChatReply echo;
    echo.text = messages.empty() ? "" : messages.back();
    echo.model = m_options.model;
    echo.pieces = m_options.pieces;
    echo.firstByteMs = m_options.latencyMs;
    echo.gapMs = m_options.gapMs;
    used.output = std::max<Tokens>(1, estimateTokens(echo.text));
    echo.usage = used;
    if (auto broken = fault(call, echo, stream, faultName)) plan = std::move(*broken);
    else if (m_player) plan = fromScript(messages, hasSystem, assistants, stream, includeUsage, used);
    else plan = chatPlan(echo, stream, includeUsage);

    const std::string hash = BlobId::of(call.body).text();
    log(dumped(json{{"event", "request"}, {"n", call.number}, {"hash", hash}, {"bytes", call.body.size()}, {"fault", faultName}}));
    const auto stalled = plan.end == PlanEnd::Stall;
    plan.sent = [this, number = call.number, hash, faultName, used, stalled, end = plan.end](bool complete) {
        const bool whole = complete && faultName.empty() && !stalled && end == PlanEnd::KeepOpen;
        {
            const std::lock_guard lock(m_mutex);
            if (whole) {
                ++m_totals.complete;
                m_totals.input += used.input();
                m_totals.output += used.output;
            }
        }
        log(dumped(json{{"event", "reply"}, {"n", number}, {"hash", hash}, {"complete", whole}, {"fault", faultName},
                 {"input_tokens", used.input()}, {"output_tokens", used.output}}));
    };
    const std::lock_guard lock(m_mutex);
    ++m_totals.requests;
    if (!faultName.empty()) ++m_totals.faults;
    return plan;
}

HttpPlan OpenAiServer::fromScript(const std::vector<std::string>& messages, bool hasSystem, int assistants, bool stream,
                                  bool includeUsage, Usage& used) {
    // What a server can tell from outside: a frame's own calls carry a system message, and each earlier turn an answer.
    ScriptQuestion question;
    question.role = hasSystem ? CallRole::Frame : CallRole::Sub;
    question.turn = hasSystem ? assistants + 1 : 0;
    question.messages = messages;
    const auto answer = m_player->answer(question);
    if (!answer) return answerWith(httpResponse(400, errorBody(answer.error().text(), "invalid_request_error", nullptr)));
    const ScriptRule& rule = *answer->rule;
    const int delay = static_cast<int>(rule.delay / 1'000'000) + m_options.latencyMs;
    ChatReply reply;
    reply.text = answer->reply;
    reply.reasoning = rule.reasoning;
    reply.finish = rule.finish;
    reply.model = m_options.model;
    reply.firstByteMs = delay;
    reply.pieces = m_options.pieces;
    reply.gapMs = std::max(m_options.gapMs, static_cast<int>(rule.stream / 1'000'000) / std::max(1, m_options.pieces));
    if (rule.usage) used = *rule.usage;
    else used.output = std::max<Tokens>(1, estimateTokens(reply.text));
    reply.usage = rule.usageSilent ? std::nullopt : std::optional(used);
    if (!rule.error) return chatPlan(reply, stream, includeUsage);
    if (rule.error->http == 0) {
        reply.text = reply.text.substr(0, rule.error->afterBytes);
        reply.cutAfterEvents = 1 + static_cast<int>(inPieces(reply.text, reply.pieces).size());
        return chatPlan(reply, true, includeUsage);
    }
    HeaderList headers;
    if (rule.error->retryAfter) headers.emplace_back("retry-after-ms", std::to_string(*rule.error->retryAfter / 1'000'000));
    HttpPlan plan;
    plan.steps.push_back({delay, httpResponse(rule.error->http,
                                              errorBody(rule.error->message, rule.error->type,
                                                        rule.error->code.empty() ? json(nullptr) : json(rule.error->code)),
                                              "application/json", headers)});
    return plan;
}

std::optional<HttpPlan> OpenAiServer::fault(const HttpCall& call, const ChatReply& reply, bool stream, std::string& name) {
    const Faults& faults = m_options.faults;
    const std::string hash = BlobId::of(call.body).text();
    int seen = 0;
    {
        const std::lock_guard lock(m_mutex);
        seen = m_seen[hash]++;
    }
    if (seen >= faults.mostPerRequest) return std::nullopt;
    double chance = drawn(std::to_string(faults.seed) + "/" + hash + "/" + std::to_string(seen));
    const auto strikes = [&chance](double rate) {
        const bool hit = chance >= 0 && chance < rate;
        chance -= rate;
        return hit;
    };
    if (strikes(faults.tooMany)) {
        name = "429";
        // The three ways in which servers say it, in turn.
        const int ms = faults.retryAfterMs;
        const HeaderList headers = seen % 2 == 0 ? HeaderList{{"retry-after-ms", std::to_string(ms)}}
                                                 : HeaderList{{"Retry-After", std::to_string((ms + 999) / 1000)}};
        return answerWith(httpResponse(429, errorBody("Rate limit reached.", "requests", "rate_limit_exceeded"), "application/json", headers));
    }
    if (strikes(faults.serverError)) {
        name = "500";
        return answerWith(httpResponse(500, errorBody("The server had an error.", "server_error", nullptr)));
    }
    if (strikes(faults.unavailable)) {
        name = "503";
        return answerWith(httpResponse(503, "<html><head><title>503 Service Unavailable</title></head></html>", "text/html"));
    }
    if (strikes(faults.cut)) {
        name = "cut";
        ChatReply broken = reply;
        broken.cutAfterEvents = 2;
        if (stream) return chatPlan(broken, true, true);
        HttpPlan plan = chatPlan(broken, false, true);
        plan.steps[0].bytes.resize(plan.steps[0].bytes.size() / 2);
        plan.end = PlanEnd::Reset;
        return plan;
    }
    HttpPlan plan;
    if (strikes(faults.drop)) {
        name = "drop";
        plan.end = PlanEnd::Close;
        return plan;
    }
    if (strikes(faults.stall)) {
        name = "stall";
        plan.end = PlanEnd::Stall;
        return plan;
    }
    return std::nullopt;
}

} // namespace rlmscope::test
