// What is peculiar to Anthropic's messages: the shape of a request, the marked prefix, thinking blocks, its usage.
#include "providers/anthropic_messages.h"
#include "providers/anthropic_stream.h"
#include "providers/opaque_part.h"
#include "providers/family.h"
#include "support/json.h"

using namespace rlmscope;
using namespace rlmscope::test;

class TestAnthropic : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sendsWhatItShould();
    void theStablePrefixIsMarked();
    void thinkingBlocksComeBackUnchanged();
    void thoughtsOfOthersAreLeftOut();
    void settings();
    void usageIsCumulative();
    void anHourInTheCacheIsDearer();
    void settingsThatItRejects();
    void modelsThatThinkAsTheySeeFit();
};

namespace {
using nlohmann::json;

Message said(Role role, const std::string& text) {
    return Message::text(role, text);
}

FamilyPair makePair(const ChatReply& reply = hello()) {
    return FamilyPair(ApiFamily::Anthropic, reply);
}

int marks(const json& value) {
    int found = 0;
    if (value.is_object() && value.contains("cache_control")) ++found;
    if (value.is_structured())
        for (const json& each : value) found += marks(each);
    return found;
}
bool marked(const json& message) {
    return message["content"].back().contains("cache_control");
}
} // namespace

void TestAnthropic::sendsWhatItShould() {
    FamilyServerOptions options = FamilyPair::optionsOf(ApiFamily::Anthropic, hello());
    options.key = "key-1234";
    FamilyPair pair(options);
    ModelRequest request = ask("question with \"quotes\" and \n lines", 321);
    request.messages.insert(request.messages.begin(), {said(Role::System, "be brief"), said(Role::System, "be kind")});
    request.messages.push_back(said(Role::Assistant, " \n"));
    request.messages.push_back(said(Role::System, "in between"));
    request.messages.push_back(said(Role::User, "and now?"));
    QVERIFY(pair.run(request).ok());
    const json body = pair.sent();
    QCOMPARE(body["max_tokens"].get<int>(), 321);
    QVERIFY(body["stream"].get<bool>());
    QCOMPARE(body["model"].get<std::string>(), std::string("m"));
    QCOMPARE(body["system"].size(), std::size_t(2));
    QCOMPARE(body["system"][1]["text"].get<std::string>(), std::string("be kind"));
    QCOMPARE(body["messages"].size(), std::size_t(4));
    QCOMPARE(body["messages"][0]["content"][0]["text"].get<std::string>(), std::string("question with \"quotes\" and \n lines"));
    QCOMPARE(body["messages"][1]["content"][0]["text"].get<std::string>(), std::string("(empty)"));
    QCOMPARE(body["messages"][2]["role"].get<std::string>(), std::string("user"));
    for (const char* never : {"temperature", "thinking", "output_config", "tools"}) QVERIFY(!body.contains(never));
    const HttpCall call = pair.call();
    QCOMPARE(call.path, std::string("/v1/messages"));
    QCOMPARE(std::string(call.headers.find("x-api-key").value_or("")), std::string("key-1234"));
    QCOMPARE(std::string(call.headers.find("anthropic-version").value_or("")), std::string("2023-06-01"));
    QVERIFY(!call.headers.find("authorization"));
    // Only a system text: it is the question.
    request.messages = {said(Role::System, "alone")};
    QVERIFY(pair.run(request).ok());
    QVERIFY(!pair.sent(1).contains("system"));
    QCOMPARE(pair.sent(1)["messages"][0]["role"].get<std::string>(), std::string("user"));
}

void TestAnthropic::theStablePrefixIsMarked() {
    FamilyPair pair = makePair();
    ModelRequest request = ask("first");
    request.messages.insert(request.messages.begin(), said(Role::System, "be brief"));
    request.role = CallRole::Sub;
    QVERIFY(pair.run(request).ok());
    QCOMPARE(marks(pair.sent(0)), 0); // asked once: writing to the cache would only cost more

    request.role = CallRole::Frame;
    QVERIFY(pair.run(request).ok());
    QCOMPARE(marks(pair.sent(1)), 2);
    QVERIFY(pair.sent(1)["system"][0].contains("cache_control") && marked(pair.sent(1)["messages"][0]));

    for (int turn = 0; turn < 3; ++turn) {
        request.messages.push_back(said(Role::Assistant, "answer"));
        request.messages.push_back(said(Role::User, "more"));
    }
    QVERIFY(pair.run(request).ok());
    const json third = pair.sent(2);
    QCOMPARE(marks(third), 3); // of four that are allowed
    const std::size_t last = third["messages"].size() - 1;
    QVERIFY(marked(third["messages"][last]) && marked(third["messages"][last - 2]));
    QCOMPARE(third["messages"][last]["content"][0]["cache_control"]["type"].get<std::string>(), std::string("ephemeral"));

    // The last answer reads what the turn before has written, and writes nothing.
    request.role = CallRole::Final;
    QVERIFY(pair.run(request).ok());
    QCOMPARE(marks(pair.sent(3)), 2);
    QVERIFY(!marked(pair.sent(3)["messages"][last]) && marked(pair.sent(3)["messages"][last - 2]));

    // Apart from the marks, a longer history begins with the same bytes.
    const auto bare = [](json messages) {
        for (json& message : messages)
            for (json& block : message["content"]) block.erase("cache_control");
        return messages;
    };
    const json shorter = bare(pair.sent(1)["messages"]), longer = bare(third["messages"]);
    for (std::size_t i = 0; i < shorter.size(); ++i) QCOMPARE(test::dumped(shorter[i]), test::dumped(longer[i]));
}

void TestAnthropic::thinkingBlocksComeBackUnchanged() {
    ChatReply reply = hello();
    reply.reasoning = "Let me see… 𝄞";
    FamilyPair pair = makePair(reply);
    const Heard heard = pair.run();
    QCOMPARE(heard.reply().parts.size(), std::size_t(3));
    QVERIFY(heard.reply().parts[0].kind == PartKind::Opaque && heard.reply().parts[1].kind == PartKind::Reasoning);
    ModelRequest next = ask("q");
    next.messages.push_back({Role::Assistant, heard.reply().parts});
    next.messages.push_back(said(Role::User, "go on"));
    QVERIFY(pair.run(next).ok());
    const json content = pair.sent(1)["messages"][1]["content"];
    QCOMPARE(content.size(), std::size_t(2));
    QVERIFY(content[0] == json({{"type", "thinking"}, {"thinking", reply.reasoning}, {"signature", "c2lnbmVk"}}));
    QCOMPARE(content[1]["text"].get<std::string>(), reply.text);
    // A model that does not want them back is asked without, and that is remembered.
    pair.server.first({httpResponse(400, familyError(ApiFamily::Anthropic, 400, "messages.1.content.0: `thinking` blocks are not allowed here"))});
    QVERIFY(pair.run(next).ok());
    QCOMPARE(pair.sent(3)["messages"][1]["content"].size(), std::size_t(1));
    QVERIFY(pair.run(next).ok());
    QCOMPARE(pair.server.http().calls(), std::uint64_t(5));
    QCOMPARE(pair.sent(4)["messages"][1]["content"].size(), std::size_t(1));
}

void TestAnthropic::thoughtsOfOthersAreLeftOut() {
    FamilyPair pair = makePair();
    ModelRequest request = ask("q");
    Message answer = said(Role::Assistant, "text");
    answer.parts.insert(answer.parts.begin(), opaquePart("gemini", {{"thoughtSignature", "x"}}));
    answer.parts.insert(answer.parts.begin(), Part{PartKind::Opaque, Text("not json"), {}});
    answer.parts.insert(answer.parts.begin(), Part{PartKind::Reasoning, Text("secret thought"), {}});
    request.messages.push_back(answer);
    request.messages.push_back(said(Role::User, "more"));
    QVERIFY(pair.run(request).ok());
    QCOMPARE(test::dumped(pair.sent()["messages"][1]["content"]), std::string(R"([{"text":"text","type":"text"}])"));
}

void TestAnthropic::settings() {
    FamilyPair pair = makePair();
    const auto sent = [&](const std::string& settings, int cap) {
        pair.endpoint.settings = splitModelSettings("m?" + settings)->second;
        pair.renew();
        const std::uint64_t before = pair.server.http().calls();
        if (!pair.run(ask("q", cap)).ok()) qFatal("no reply");
        return pair.sent(before);
    };
    QVERIFY(sent("thinking=4096", 16'384)["thinking"] == json({{"type", "enabled"}, {"budget_tokens", 4096}}));
    QCOMPARE(sent("thinking=4096", 2'000)["thinking"]["budget_tokens"].get<int>(), 1'744); // less than the cap
    QVERIFY(!sent("thinking=4096", 1'000).contains("thinking"));                          // no room for any
    QCOMPARE(sent("effort=low", 1'000)["output_config"]["effort"].get<std::string>(), std::string("low"));
    QCOMPARE(sent("effort=none", 1'000)["thinking"]["type"].get<std::string>(), std::string("disabled"));
    QCOMPARE(sent("temperature=0", 1'000)["temperature"].get<double>(), 0.0);
}

void TestAnthropic::settingsThatItRejects() {
    for (const char* wrong : {"temperature=1.5", "temperature=0&thinking=2000", "thinking=100", "effort=minimal", "context=4k"}) {
        const ModelSettings settings = splitModelSettings(std::string("m?") + wrong)->second;
        const Status checked = checkAnthropicSettings("m", settings);
        QVERIFY2(!checked && checked.error().kind == ErrorKind::Usage, wrong);
    }
    for (const char* unknown : {"colour=red", "temperature", "temperature=x", "temperature=3", "effort=huge", "thinking=-1", "thinking=99999999999", "=1"})
        QVERIFY2(!splitModelSettings(std::string("m?") + unknown), unknown);
    QCOMPARE(splitModelSettings("a/b:c?effort=low&thinking=2k")->second.thinking, 2048);
    QCOMPARE(splitModelSettings("a/b:c?effort=low")->first, std::string("a/b:c"));
}

void TestAnthropic::modelsThatThinkAsTheySeeFit() {
    FamilyPair pair = makePair();
    pair.endpoint.settings.thinking = 2'000;
    pair.renew();
    pair.server.first({httpResponse(400, familyError(ApiFamily::Anthropic, 400, "thinking.type.enabled: not supported, use adaptive"))});
    QVERIFY(pair.run(ask("q", 8'000)).ok());
    QVERIFY(pair.sent(0)["thinking"].contains("budget_tokens"));
    QVERIFY(pair.sent(1)["thinking"] == json({{"type", "adaptive"}}));
}

void TestAnthropic::usageIsCumulative() {
    AnthropicDecoder decoder(nullptr);
    decoder.event(R"({"type":"message_start","message":{"id":"a","usage":{"input_tokens":10,"cache_creation_input_tokens":100,"cache_read_input_tokens":1000,"output_tokens":3}}})");
    QVERIFY(!decoder.reply().usageKnown); // the output has only begun
    decoder.event(R"({"type":"message_delta","delta":{},"usage":{"output_tokens":20,"input_tokens":null}})");
    decoder.event(R"({"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"output_tokens":50,"output_tokens_details":{"thinking_tokens":70}}})");
    const ModelReply reply = decoder.reply();
    QVERIFY(reply.usageKnown && reply.finish == FinishReason::Length);
    QVERIFY(reply.usage == (Usage{10, 1000, 100, 50, 50}));
    QCOMPARE(reply.usage.input(), Tokens(1110));
}

void TestAnthropic::anHourInTheCacheIsDearer() {
    Price price = Price::perMillion(*PicoUsd::parse("3"), *PicoUsd::parse("15"));
    price.cacheWrite = price.input * 5 / 4;
    price.tiers = {PriceTier{200'000, 2 * price.input, price.output, price.cacheRead, 2 * price.cacheWrite}};
    const auto replyTo = [&](const char* creation, std::optional<Price> known) {
        AnthropicDecoder decoder(nullptr, known);
        decoder.whole(std::string(R"({"id":"a","content":[{"type":"text","text":"x"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"cache_creation_input_tokens":1000,"output_tokens":5)") + creation + "}}");
        return decoder.reply();
    };
    const ModelReply hour = replyTo(R"(,"cache_creation":{"ephemeral_5m_input_tokens":400,"ephemeral_1h_input_tokens":600})", price);
    QVERIFY(hour.usageKnown && hour.usage == (Usage{10, 0, 1000, 5, 0}));
    // 600 at 6 USD per million instead of 3.75.
    QCOMPARE(hour.surcharge.value, std::int64_t(600) * 2'250'000);
    QVERIFY(contains(hour.remark, "600 tokens"));
    QCOMPARE(replyTo(R"(,"cache_creation":{"ephemeral_5m_input_tokens":1000,"ephemeral_1h_input_tokens":0})", price).surcharge.value, std::int64_t(0));
    QCOMPARE(replyTo("", price).surcharge.value, std::int64_t(0));
    QVERIFY(replyTo(R"(,"cache_creation":{"ephemeral_1h_input_tokens":600})", {}).surcharge.value == 0);
    QCOMPARE(hourSurcharge(price, Usage{300'000, 0, 1000, 0, 0}, 600).value, std::int64_t(600) * 4'500'000);
    QCOMPARE(hourSurcharge(price, Usage{10, 0, 100, 0, 0}, 600).value, std::int64_t(100) * 2'250'000); // no more than were written
}

QTEST_GUILESS_MAIN(TestAnthropic)
#include "tst_anthropic.moc"
