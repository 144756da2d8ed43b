// What a model signed goes back to it byte for byte, turn after turn, through a whole run: thinking blocks of Anthropic,
// signed parts of Gemini, reasoning_details of OpenRouter.
#include "providers/openai_chat.h"
#include "providers/openai_stream.h"
#include "providers/sse.h"

#include <QTest>

#ifndef Q_MOC_RUN
#include "engine/engine_fixture.h"
#include "providers/family.h"
#include "support/json.h"
#endif

using namespace rlmscope;
using namespace rlmscope::test;

class TestOpaqueHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRunReturnsWhatWasSigned_data();
    void aRunReturnsWhatWasSigned();
    void detailsInPieces();
    void detailsSplitAnywhere();
    void detailsThatAreNotWanted();
    void othersGetNoDetails();
};

namespace {
using nlohmann::json;

/// Awkward on purpose: quotes, slashes, characters outside ASCII and the plane, base64 with its padding.
std::string signatureOf(int turn) {
    return "EqQB/" + std::to_string(turn) + "+\"q\"\\u" + std::string("ü𝄞") + "==";
}

/// The events of turn `turn`, and the JSON that must come back.
struct Signed {
    std::vector<std::string> events;
    json block;
};

Signed anthropicTurn(int turn, const std::string& text) {
    Signed out;
    const auto add = [&](const json& data) { out.events.push_back("event: " + data["type"].get<std::string>() + "\ndata: " + test::dumped(data) + "\n\n"); };
    const std::string thought = "thought " + std::to_string(turn) + "\n  <b>&amp;</b>";
    add({{"type", "message_start"}, {"message", {{"id", "m"}, {"model", "c"}, {"usage", {{"input_tokens", 5}, {"output_tokens", 1}}}}}});
    add({{"type", "content_block_start"}, {"index", 0}, {"content_block", {{"type", "thinking"}, {"thinking", ""}, {"signature", ""}}}});
    for (const std::string& piece : inPieces(thought, 3))
        add({{"type", "content_block_delta"}, {"index", 0}, {"delta", {{"type", "thinking_delta"}, {"thinking", piece}}}});
    add({{"type", "content_block_delta"}, {"index", 0}, {"delta", {{"type", "signature_delta"}, {"signature", signatureOf(turn)}}}});
    add({{"type", "content_block_start"}, {"index", 1}, {"content_block", {{"type", "redacted_thinking"}, {"data", signatureOf(turn + 100)}}}});
    add({{"type", "content_block_start"}, {"index", 2}, {"content_block", {{"type", "text"}, {"text", ""}}}});
    add({{"type", "content_block_delta"}, {"index", 2}, {"delta", {{"type", "text_delta"}, {"text", text}}}});
    add({{"type", "message_delta"}, {"delta", {{"stop_reason", "end_turn"}}}, {"usage", {{"output_tokens", 9}}}});
    add({{"type", "message_stop"}});
    out.block = json::array({{{"type", "thinking"}, {"thinking", thought}, {"signature", signatureOf(turn)}},
                             {{"type", "redacted_thinking"}, {"data", signatureOf(turn + 100)}}});
    return out;
}

Signed geminiTurn(int turn, const std::string& text) {
    const json part = {{"text", text}, {"thoughtSignature", signatureOf(turn)}};
    const json data = {{"candidates", json::array({{{"index", 0}, {"finishReason", "STOP"},
                           {"content", {{"role", "model"}, {"parts", json::array({{{"text", "thinking"}, {"thought", true}}, part})}}}}})},
                       {"usageMetadata", {{"promptTokenCount", 5}, {"candidatesTokenCount", 3}}}, {"modelVersion", "g"}};
    return {{"data: " + test::dumped(data) + "\n\n"}, json::array({part})};
}

Signed openRouterTurn(int turn, const std::string& text) {
    Signed out;
    const auto add = [&](json delta, json finish = nullptr) {
        const json data = {{"id", "g"}, {"model", "o"}, {"choices", json::array({{{"index", 0}, {"delta", std::move(delta)}, {"finish_reason", finish}}})}};
        out.events.push_back("data: " + test::dumped(data) + "\n\n");
    };
    const std::string thought = "thought " + std::to_string(turn) + " ü";
    for (const std::string& piece : inPieces(thought, 3))
        add({{"content", ""}, {"reasoning", piece},
             {"reasoning_details", json::array({{{"type", "reasoning.text"}, {"text", piece}, {"format", "anthropic-claude-v1"}, {"index", 0}}})}});
    add({{"reasoning_details", json::array({{{"type", "reasoning.text"}, {"signature", signatureOf(turn)}, {"format", "anthropic-claude-v1"}, {"index", 0}}})}});
    add({{"reasoning_details", json::array({{{"type", "reasoning.encrypted"}, {"data", signatureOf(turn + 100)}, {"id", "rs_1"}, {"index", 1}}})}});
    add({{"content", text}}, "stop");
    out.events.push_back("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,\"cost\":0.001}}\n\n");
    out.events.push_back("data: [DONE]\n\n");
    out.block = json::array({{{"type", "reasoning.text"}, {"text", thought}, {"signature", signatureOf(turn)}, {"format", "anthropic-claude-v1"}, {"index", 0}},
                             {{"type", "reasoning.encrypted"}, {"data", signatureOf(turn + 100)}, {"id", "rs_1"}, {"index", 1}}});
    return out;
}

/// What request number `request` sent of the signed parts of the answer to turn `turn`.
json returned(const std::string& family, const json& body, int turn) {
    int seen = 0;
    for (const json& message : family == "gemini" ? body["contents"] : body["messages"]) {
        if (message["role"] != "assistant" && message["role"] != "model") continue;
        if (++seen != turn) continue;
        if (family == "openrouter") return message.value("reasoning_details", json());
        if (family == "gemini") return message["parts"];
        json blocks = json::array();
        for (const json& block : message["content"])
            if (block["type"] != "text") blocks.push_back(block);
        return blocks;
    }
    return nullptr;
}
} // namespace

void TestOpaqueHistory::aRunReturnsWhatWasSigned_data() {
    QTest::addColumn<QString>("family");
    for (const char* family : {"anthropic", "gemini", "openrouter"}) QTest::newRow(family) << QString(family);
}

void TestOpaqueHistory::aRunReturnsWhatWasSigned() {
    QFETCH(QString, family);
    const std::string name = family.toStdString();
    constexpr int Turns = 5;
    std::vector<Signed> turns;
    for (int turn = 1; turn <= Turns; ++turn) {
        const std::string text = "Step " + std::to_string(turn) + "\n" + cell(turn < Turns ? "print seen" : "final done");
        turns.push_back(name == "anthropic" ? anthropicTurn(turn, text) : name == "gemini" ? geminiTurn(turn, text) : openRouterTurn(turn, text));
    }
    std::atomic<std::size_t> next = 0;
    HttpServer server([&](const HttpCall&) {
        ChatReply shape;
        return streamPlan(turns.at(std::min(next++, turns.size() - 1)).events, shape);
    });
    server.record(true);

    ModelEndpoint endpoint;
    endpoint.spec = "fake";
    endpoint.model = "m";
    endpoint.baseUrl = server.url() + (name == "gemini" ? "/v1beta" : "/v1");
    if (name == "openrouter") endpoint.dialect = "OpenRouter";
    const ApiFamily api = name == "anthropic" ? ApiFamily::Anthropic : name == "gemini" ? ApiFamily::Gemini : ApiFamily::OpenAiChat;
    EngineFixture fixture;
    fixture.models["fake"] = *makeHttpModel(api, endpoint);
    const RunEnded ended = fixture.run();
    QCOMPARE(ended.status, std::string("answered"));

    const auto calls = server.recorded();
    QCOMPARE(calls.size(), std::size_t(Turns));
    for (int request = 1; request <= Turns; ++request) {
        const std::string& bytes = calls[static_cast<std::size_t>(request - 1)].body;
        const json body = test::parsed(bytes);
        for (int turn = 1; turn < request; ++turn) {
            const json& block = turns[static_cast<std::size_t>(turn - 1)].block;
            const json back = returned(name, body, turn);
            QVERIFY2(back == block, ("request " + std::to_string(request) + " returned " + test::dumped(back)).c_str());
            QVERIFY(bytes.find(test::dumped(json(signatureOf(turn)))) != std::string::npos);
        }
    }
}

namespace {
ModelReply chatReply(const std::vector<json>& deltas) {
    ChatDecoder decoder(nullptr, true);
    for (const json& delta : deltas) decoder.event(test::dumped(json{{"choices", json::array({{{"index", 0}, {"delta", delta}}})}}));
    return decoder.reply();
}
json detailsOf(const ModelReply& reply) {
    for (const Part& part : reply.parts)
        if (part.kind == PartKind::Opaque) return test::parsed(part.text.view())["openrouter"]["reasoning_details"];
    return nullptr;
}
json delta(json details) {
    return {{"reasoning_details", std::move(details)}};
}
} // namespace

void TestOpaqueHistory::detailsInPieces() {
    // Summaries grow like texts; another index or type is another detail; encrypted data is whole.
    QVERIFY(detailsOf(chatReply({delta({{{"type", "reasoning.summary"}, {"summary", "a"}, {"id", nullptr}}}),
                                 delta({{{"type", "reasoning.summary"}, {"summary", "b"}, {"id", "x"}}})})) ==
            json({{{"type", "reasoning.summary"}, {"summary", "ab"}, {"id", "x"}}}));
    QCOMPARE(detailsOf(chatReply({delta({{{"type", "reasoning.text"}, {"text", "a"}, {"index", 0}}}),
                                  delta({{{"type", "reasoning.text"}, {"text", "b"}, {"index", 1}}})})).size(), std::size_t(2));
    QCOMPARE(detailsOf(chatReply({delta({{{"type", "reasoning.encrypted"}, {"data", "a"}}}), delta({{{"type", "reasoning.encrypted"}, {"data", "b"}}})})).size(),
             std::size_t(2));
    // Whatever else comes does no harm.
    for (const json& odd : {json(), json(7), json("text"), json::object(), json({1, nullptr, "x"}), json({json::array()})})
        QVERIFY(detailsOf(chatReply({delta(odd)})).is_null());
    QVERIFY(detailsOf(chatReply({delta({json::object(), {{"type", 3}}})})).size() == 2);
    QVERIFY(detailsOf(chatReply({delta({{{"type", "reasoning.text"}, {"text", 5}}}), delta({{{"type", "reasoning.text"}, {"text", "b"}}})})).size() == 1);
}

void TestOpaqueHistory::detailsSplitAnywhere() {
    const Signed turn = openRouterTurn(1, "x");
    std::string stream;
    for (const std::string& event : turn.events) stream += event;
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        ChatDecoder decoder(nullptr, true);
        SseParser parser([&](const SseEvent& event) { decoder.event(event.data); });
        parser.push(std::string_view(stream).substr(0, cut));
        parser.push(std::string_view(stream).substr(cut));
        parser.finish();
        QVERIFY(detailsOf(decoder.reply()) == turn.block);
    }
}

void TestOpaqueHistory::detailsThatAreNotWanted() {
    const std::string refusal = httpResponse(400, R"({"error":{"message":"Invalid reasoning_details in messages.1","code":400}})");
    std::atomic<int> calls = 0;
    HttpServer server([&](const HttpCall& call) {
        ++calls;
        if (call.body.find("reasoning_details") != std::string::npos) return answerWith(refusal);
        return chatPlan(hello(), true, true);
    });
    server.record(true);
    OpenAiChatOptions options;
    options.model = "m";
    options.baseUrl = server.url() + "/v1";
    options.dialect = "OpenRouter";
    OpenAiChat model(options);
    ModelRequest request = ask("q");
    Message assistant = Message::text(Role::Assistant, "before");
    assistant.parts.push_back(Part{PartKind::Opaque, Text(test::dumped(json{{"openrouter", {{"reasoning_details", json::array({{{"type", "x"}}})}}}})), {}});
    request.messages.push_back(assistant);
    request.messages.push_back(Message::text(Role::User, "more"));
    QVERIFY(run(model, request).ok());
    QCOMPARE(calls.load(), 2); // once with them, once without, which is remembered
    QVERIFY(run(model, request).ok());
    QCOMPARE(calls.load(), 3);
}

void TestOpaqueHistory::othersGetNoDetails() {
    HttpServer server([&](const HttpCall&) { return chatPlan(hello(), true, true); });
    server.record(true);
    OpenAiChatOptions options;
    options.model = "m";
    options.baseUrl = server.url() + "/v1";
    OpenAiChat model(options);
    ModelRequest request = ask("q");
    Message assistant = Message::text(Role::Assistant, "before");
    assistant.parts.push_back(Part{PartKind::Opaque, Text(test::dumped(json{{"openrouter", {{"reasoning_details", json::array({{{"type", "x"}}})}}}})), {}});
    request.messages.push_back(assistant);
    QVERIFY(run(model, request).ok());
    QVERIFY(server.recorded()[0].body.find("reasoning_details") == std::string::npos);
}

QTEST_GUILESS_MAIN(TestOpaqueHistory)
#include "tst_opaque_history.moc"
