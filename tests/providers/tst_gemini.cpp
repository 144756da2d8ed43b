// What is peculiar to Gemini: the shape of a request, thoughts and signatures, blocked prompts, its usage.
#include "providers/family.h"
#include "providers/gemini_model.h"
#include "providers/gemini_stream.h"
#include "providers/opaque_part.h"
#include "support/json.h"

using namespace rlmscope;
using namespace rlmscope::test;

class TestGemini : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sendsWhatItShould();
    void signedPartsComeBackUnchanged();
    void blocksAreFiltersNotAnswers();
    void usageIsNormalised();
    void anArrayInsteadOfEvents();
    void settings();
    void settingsThatItRejects();
};

namespace {
using nlohmann::json;

ModelReply decoded(const std::vector<std::string>& events) {
    GeminiDecoder decoder(nullptr);
    for (const std::string& event : events) decoder.event(event);
    return decoder.reply();
}
std::string textOf(const json& content) {
    return content["parts"][0]["text"].get<std::string>();
}
} // namespace

void TestGemini::sendsWhatItShould() {
    FamilyServerOptions options = FamilyPair::optionsOf(ApiFamily::Gemini, hello());
    options.key = "AIza-key-1";
    FamilyPair pair(options);
    ModelRequest request = ask("question", 321);
    request.messages.insert(request.messages.begin(), Message::text(Role::System, "be brief"));
    request.messages.push_back(Message::text(Role::Assistant, ""));
    request.messages.push_back(Message::text(Role::User, "and now?"));
    QVERIFY(pair.run(request).ok());
    const HttpCall call = pair.call();
    QCOMPARE(call.path, std::string("/v1beta/models/m:streamGenerateContent?alt=sse"));
    QCOMPARE(std::string(call.headers.find("x-goog-api-key").value_or("")), options.key);
    QVERIFY(!call.headers.find("authorization") && call.body.find(options.key) == std::string::npos);
    const json body = pair.sent();
    QCOMPARE(textOf(body["systemInstruction"]), std::string("be brief"));
    QCOMPARE(body["contents"].size(), std::size_t(3));
    QCOMPARE(body["contents"][1]["role"].get<std::string>(), std::string("model"));
    QCOMPARE(textOf(body["contents"][1]), std::string("(empty)"));
    QCOMPARE(textOf(body["contents"][2]), std::string("and now?"));
    QVERIFY(body["generationConfig"] == json({{"maxOutputTokens", 321}}));
    // A name cannot leave its place in the address.
    pair.endpoint.model = "a/../b?key=1";
    pair.renew();
    pair.run();
    QCOMPARE(pair.call(1).path, std::string("/v1beta/models/a%2F..%2Fb%3Fkey%3D1:streamGenerateContent?alt=sse"));
}

void TestGemini::signedPartsComeBackUnchanged() {
    const ModelReply reply = decoded({R"({"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"Hel"}]}}]})",
                                      R"({"candidates":[{"content":{"parts":[{"text":"lo","thoughtSignature":"c2ln"}]},"finishReason":"STOP"}]})"});
    QCOMPARE(reply.parts.size(), std::size_t(3));
    QVERIFY(reply.parts[0].kind == PartKind::Opaque);
    FamilyPair pair(ApiFamily::Gemini, hello());
    ModelRequest next = ask("q");
    next.messages.push_back({Role::Assistant, reply.parts});
    next.messages.push_back(Message::text(Role::User, "go on"));
    QVERIFY(pair.run(next).ok());
    QVERIFY(pair.sent(0)["contents"][1]["parts"] == test::parsed(R"([{"text":"Hel"},{"text":"lo","thoughtSignature":"c2ln"}])"));
    // An answer that somebody edited is sent as it is now, without the signature of another text.
    next.messages.own(1).parts.back().text = "Hello there";
    QVERIFY(pair.run(next).ok());
    QVERIFY(pair.sent(1)["contents"][1]["parts"] == test::parsed(R"([{"text":"Hello there"}])"));
    // Another provider's part is left out; a model that objects is asked without.
    next.messages.own(1).parts[0] = opaquePart("anthropic", {{"type", "thinking"}});
    QVERIFY(pair.run(next).ok());
    QCOMPARE(pair.sent(2)["contents"][1]["parts"].size(), std::size_t(1));
    next.messages.own(1).parts = reply.parts;
    pair.server.first({httpResponse(400, familyError(ApiFamily::Gemini, 400, "Invalid thought signature."))});
    QVERIFY(pair.run(next).ok());
    QCOMPARE(pair.sent(4)["contents"][1]["parts"].size(), std::size_t(1));
}

void TestGemini::blocksAreFiltersNotAnswers() {
    const ModelReply blocked = decoded({R"({"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":9,"totalTokenCount":9}})"});
    QVERIFY(blocked.finish == FinishReason::Filter && plainText(blocked.parts).empty());
    QVERIFY(blocked.usageKnown && blocked.usage == (Usage{9, 0, 0, 0, 0}));
    QVERIFY(contains(blocked.raw, "\"prompt_blocked\":\"PROHIBITED_CONTENT\""));
    for (const char* reason : {"SAFETY", "RECITATION", "BLOCKLIST", "SPII"}) {
        const ModelReply cut = decoded({R"({"candidates":[{"content":{"parts":[{"text":"Well, "}]}}]})",
                                        std::string(R"({"candidates":[{"finishReason":")") + reason + R"(","finishMessage":"no"}]})"});
        QVERIFY(cut.finish == FinishReason::Filter);
        QCOMPARE(cut.finishRaw, std::string(reason));
        QCOMPARE(plainText(cut.parts), std::string("Well, "));
        QVERIFY(contains(cut.raw, "\"finish_message\":\"no\""));
    }
    QVERIFY(decoded({R"({"candidates":[{"finishReason":"LANGUAGE"}]})"}).finish == FinishReason::Refusal);
    QVERIFY(decoded({R"({"candidates":[{"finishReason":"SOMETHING_NEW"}]})"}).finish == FinishReason::Unknown);
    QVERIFY(decoded({R"({"candidates":[{"finishReason":"MAX_TOKENS"}]})"}).finish == FinishReason::Length);
}

void TestGemini::usageIsNormalised() {
    const json counts = test::parsed(R"({"promptTokenCount":1000,"cachedContentTokenCount":600,"candidatesTokenCount":50,"thoughtsTokenCount":70,"toolUsePromptTokenCount":5,"totalTokenCount":1125})");
    QVERIFY(*geminiUsage(counts) == (Usage{405, 600, 0, 120, 70}));
    QVERIFY(!geminiUsage(json::object()) && !geminiUsage(json::array()) && !geminiUsage({{"promptTokenCount", "9"}}));
    // Counts before the end are not the end's.
    const std::string middle = R"({"candidates":[{"content":{"parts":[{"text":"a"}]}}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":1}})";
    QVERIFY(!decoded({middle, R"({"candidates":[{"finishReason":"STOP"}]})"}).usageKnown);
    const ModelReply whole = decoded({middle, R"({"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":7}})"});
    QVERIFY(whole.usageKnown && whole.usage.output == 7);
    QVERIFY(decoded({R"({"candidates":[{"finishReason":"STOP"}]})", middle}).usageKnown);
}

void TestGemini::anArrayInsteadOfEvents() {
    // Without alt=sse, or behind a proxy that drops it, the same comes as one array.
    GeminiDecoder decoder(nullptr);
    decoder.whole(R"([{"candidates":[{"content":{"parts":[{"text":"a"}]}}]},{"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"STOP"}]}])");
    QVERIFY(decoder.finished() && plainText(decoder.reply().parts) == "ab");
    FamilyPair pair(ApiFamily::Gemini, hello());
    pair.server.first({httpResponse(200, R"([{"candidates":[{"content":{"parts":[{"text":"whole"}]},"finishReason":"STOP"}]}])")});
    QCOMPARE(pair.run().replyText(), std::string("whole"));
    pair.server.first({httpResponse(429, R"([{"error":{"code":429,"message":"Quota","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"22s"}]}}])")});
    const Heard heard = pair.run();
    QVERIFY(heard.failure().error.kind == ErrorKind::RateLimit && heard.failure().retryable);
    QCOMPARE(heard.failure().retryAfter.value_or(0), Nanos(22'000'000'000));
}

void TestGemini::settings() {
    FamilyPair pair(ApiFamily::Gemini, hello());
    const auto sent = [&](const std::string& settings) {
        pair.endpoint.settings = splitModelSettings("m?" + settings)->second;
        pair.renew();
        const std::uint64_t before = pair.server.http().calls();
        if (!pair.run().ok()) qFatal("no reply");
        return pair.sent(before)["generationConfig"];
    };
    QVERIFY(sent("thinking=2048")["thinkingConfig"] == json({{"thinkingBudget", 2048}, {"includeThoughts", true}}));
    QVERIFY(sent("effort=low")["thinkingConfig"] == json({{"thinkingLevel", "low"}, {"includeThoughts", true}}));
    QVERIFY(sent("effort=none")["thinkingConfig"] == json({{"thinkingBudget", 0}}));
    QCOMPARE(sent("temperature=0")["temperature"].get<double>(), 0.0);
}

void TestGemini::settingsThatItRejects() {
    for (const char* wrong : {"thinking=2000&effort=low", "effort=max", "effort=xhigh", "context=8k"})
        QVERIFY2(!checkGeminiSettings("m", splitModelSettings(std::string("m?") + wrong)->second), wrong);
}

QTEST_GUILESS_MAIN(TestGemini)
#include "tst_gemini.moc"
