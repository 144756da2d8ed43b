// What is peculiar to Ollama: the size of its context, and prompts that it cuts without a word.
#include "providers/family.h"
#include "providers/ollama_chat.h"
#include "providers/ollama_stream.h"

using namespace rlmscope;
using namespace rlmscope::test;

class TestOllama : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sendsWhatItShould();
    void theContextOnlyGrows();
    void aFixedContext();
    void theServerKnowsItsWindow();
    void answersAboutTheWindow();
    void aSuspiciousCountIsARemark();
    void aPromptThatWasCutIsAFailure();
    void aServerThatRefusesInstead();
    void aFullContextIsSuspicious();
    void whatNoTokenizerGoesBelow();
    void usage();
    void modelsThatAreNotThere();
    void settingsThatItRejects();
};

namespace {
using nlohmann::json;

std::string words(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "word" + std::to_string(i % 10) + " ";
    return text;
}
FamilyPair makePair(int trained = 0, bool reports = false) {
    FamilyServerOptions options = FamilyPair::optionsOf(ApiFamily::Ollama, hello());
    options.trainedContext = trained;
    options.reportsTruncation = reports;
    return FamilyPair(options);
}
Tokens contextOf(const json& body) {
    return body["options"]["num_ctx"].get<Tokens>();
}
} // namespace

void TestOllama::sendsWhatItShould() {
    FamilyPair pair = makePair();
    pair.endpoint.key = "local-key-1";
    pair.endpoint.settings = splitModelSettings("m?temperature=0&effort=low")->second;
    pair.renew();
    ModelRequest request = ask("q", 321);
    request.messages.insert(request.messages.begin(), Message::text(Role::System, "be brief"));
    QVERIFY(pair.run(request).ok());
    const json body = pair.sent();
    QCOMPARE(pair.call().path, std::string("/api/chat"));
    QCOMPARE(std::string(pair.call().headers.find("authorization").value_or("")), std::string("Bearer local-key-1"));
    QVERIFY(body["stream"].get<bool>() && !body["truncate"].get<bool>() && !body["shift"].get<bool>());
    QCOMPARE(body["options"]["num_predict"].get<int>(), 321);
    QCOMPARE(contextOf(body), Tokens(8192));
    QCOMPARE(body["options"]["temperature"].get<double>(), 0.0);
    QCOMPARE(body["think"].get<std::string>(), std::string("low"));
    QCOMPARE(body["messages"][0]["role"].get<std::string>(), std::string("system"));
    QCOMPARE(body["messages"][1]["content"].get<std::string>(), std::string("q"));
}

void TestOllama::theContextOnlyGrows() {
    ChatReply reply = hello();
    reply.usage->freshInput = 20'000; // it read everything
    FamilyPair pair(ApiFamily::Ollama, reply);
    QVERIFY(pair.run(words(10'000)).ok());
    const Tokens large = contextOf(pair.sent(0));
    QVERIFY(large >= 20'000 && (large & (large - 1)) == 0);
    pair.server.set(hello());
    QVERIFY(pair.run("short").ok());
    QCOMPARE(contextOf(pair.sent(1)), large); // or the model would be loaded again

    // Never past what the model can hold.
    pair.server.set(reply);
    pair.endpoint.window = 30'000;
    pair.renew();
    QVERIFY(pair.run(words(20'000)).ok());
    QCOMPARE(contextOf(pair.sent(2)), Tokens(30'000));
}

void TestOllama::aFixedContext() {
    FamilyPair pair = makePair();
    pair.endpoint.settings.contextTokens = 4'096;
    pair.renew();
    QVERIFY(pair.run("q").ok());
    QCOMPARE(contextOf(pair.sent()), Tokens(4'096));
    // It cannot fit, so it is not sent.
    const Heard heard = pair.run(words(10'000));
    QVERIFY(heard.failure().error.kind == ErrorKind::Context && !heard.failure().sent && !heard.failure().retryable);
    QVERIFY(contains(heard.failure().error.message, "at least 10000 tokens") && contains(heard.failure().error.message, "reads 4096"));
    QVERIFY(contains(heard.failure().error.hint, "context="));
    QCOMPARE(pair.calls().size(), std::size_t(1));
}

void TestOllama::theServerKnowsItsWindow() {
    FamilyServerOptions options = FamilyPair::optionsOf(ApiFamily::Ollama, hello());
    options.shownContext = 20'000;
    FamilyPair pair(options);
    QVERIFY(pair.run("q").ok());
    QCOMPARE(contextOf(pair.sent(0)), Tokens(8'192));
    const Heard heard = pair.run(words(21'000));
    QVERIFY(heard.failure().error.kind == ErrorKind::Context && !heard.failure().sent);
    QVERIFY(contains(heard.failure().error.message, "reads 20000, which is all that the model can"));
    ChatReply all = hello();
    all.usage->freshInput = 15'000;
    pair.server.set(all);
    QVERIFY(pair.run(words(15'000)).ok());
    QCOMPARE(contextOf(pair.sent(1)), Tokens(20'000)); // not a power of two that the server would lower
    QCOMPARE(pair.server.http().recorded().size(), std::size_t(3)); // asked once
    QCOMPARE(pair.server.http().recorded()[0].path, std::string("/api/show"));

    // The endpoint's own word wins, and nobody is asked.
    FamilyPair known(options);
    known.endpoint.window = 16'384;
    known.renew();
    QVERIFY(known.run("q").ok());
    QCOMPARE(known.server.http().recorded().size(), std::size_t(1));
}

void TestOllama::answersAboutTheWindow() {
    QCOMPARE(ollamaWindow(R"({"model_info":{"general.architecture":"gemma3","gemma3.context_length":131072}})"), Tokens(131'072));
    for (const char* nothing : {"", "{", "[]", "null", "{}", R"({"model_info":null})", R"({"model_info":[1]})", R"({"model_info":{"general.architecture":7}})",
                                R"({"model_info":{"general.architecture":"a"}})", R"({"model_info":{"general.architecture":"a","a.context_length":"big"}})",
                                R"({"model_info":{"general.architecture":"a","a.context_length":-4}})", "\xff\xfe{\"model_info\":{}}"})
        QCOMPARE(ollamaWindow(nothing), Tokens(0));
    QVERIFY(ollamaWindow(R"({"model_info":{"general.architecture":"a","a.context_length":900000000000}})") <= (1 << 24));
}

void TestOllama::aSuspiciousCountIsARemark() {
    ChatReply reply = hello();
    reply.usage->freshInput = 3'200; // of about 13,000, and no fewer than the words
    FamilyPair pair(ApiFamily::Ollama, reply);
    std::string text;
    for (int i = 0; i < 3'000; ++i) text += "internationalisation" + std::string(i % 2 ? " " : "\n");
    const Heard heard = pair.run(text);
    QVERIFY(heard.ok());
    QVERIFY(contains(heard.reply().remark, "read 3200 tokens of a prompt of about 15750"));
    QVERIFY(contains(heard.reply().raw, "\"prompt_estimate\":15750"));
    reply.usage->freshInput = 9'000;
    pair.server.set(reply);
    QVERIFY(pair.run(text).reply().remark.empty());
}

void TestOllama::aPromptThatWasCutIsAFailure() {
    FamilyPair pair = makePair(4'096);
    const Heard heard = pair.run(words(10'000));
    QVERIFY(!heard.ok());
    const ModelFailure& failure = heard.failure();
    QVERIFY(failure.error.kind == ErrorKind::Context && !failure.retryable && failure.sent);
    QVERIFY(contains(failure.error.message, "read only 4096 tokens of a prompt of at least 10000"));
    QVERIFY(contains(failure.error.hint, "Send less text"));
    // What was done is known, and what was said is kept apart from an answer.
    QVERIFY(failure.usageKnown && failure.usage.freshInput == 4'096);
    QCOMPARE(failure.partial, hello().text);
    QVERIFY(pair.run(words(3'000)).ok());
}

void TestOllama::aServerThatRefusesInstead() {
    FamilyPair pair = makePair(4'096, true);
    const Heard heard = pair.run(words(10'000));
    QVERIFY(heard.failure().error.kind == ErrorKind::Context && !heard.failure().retryable);
    QVERIFY(contains(heard.failure().error.message, "exceeds the context length"));
    QCOMPARE(std::uint64_t(pair.calls().size()), std::uint64_t(2)); // once more with twice the room, then it is the model's limit
    QCOMPARE(contextOf(pair.sent(1)), 2 * contextOf(pair.sent(0)));
    const Heard again = pair.run(words(10'000));
    QVERIFY(!again.ok());
    QCOMPARE(std::uint64_t(pair.calls().size()), std::uint64_t(3)); // learned
}

void TestOllama::aFullContextIsSuspicious() {
    // Text without spaces has few words; a context that is full to the last token gives it away.
    ChatReply reply = hello();
    for (const Tokens read : {8'191, 8'192}) {
        reply.usage->freshInput = read;
        QVERIFY(FamilyPair(ApiFamily::Ollama, reply).run("x").failure().error.kind == ErrorKind::Context);
    }
    reply.usage->freshInput = 8'000;
    QVERIFY(FamilyPair(ApiFamily::Ollama, reply).run("x").ok());
}

void TestOllama::whatNoTokenizerGoesBelow() {
    QCOMPARE(leastTokensOf(""), Tokens(0));
    QCOMPARE(leastTokensOf(" \n\t "), Tokens(0));
    QCOMPARE(leastTokensOf("one two\nthree\t four"), Tokens(4));
    QCOMPARE(leastTokensOf(std::string(1'000, '=')), Tokens(1));
    QCOMPARE(leastTokensOf("汉字汉字汉字汉字"), Tokens(2));
    QCOMPARE(leastTokensOf("ä b"), Tokens(2));
}

void TestOllama::usage() {
    const auto reply = [](const char* last, int cap = 100) {
        OllamaDecoder decoder(nullptr, {"m", "h", 8'192, 0, cap});
        decoder.event(R"({"model":"m","message":{"content":"x"},"done":false})");
        decoder.event(last);
        return decoder.reply();
    };
    ModelReply known = reply(R"({"done":true,"done_reason":"length","prompt_eval_count":12,"eval_count":100,"load_duration":5})");
    QVERIFY(known.usageKnown && known.usage == (Usage{12, 0, 0, 100, 0}) && known.finish == FinishReason::Length);
    QVERIFY(contains(known.raw, "\"load_duration\":5") && contains(known.raw, "\"num_ctx\":8192"));
    QVERIFY(reply(R"({"done":true,"prompt_eval_count":12})").usageKnown);    // an empty reply
    QVERIFY(!reply(R"({"done":true,"eval_count":12})").usageKnown);          // a prompt from an old server's cache
    QVERIFY(!reply(R"({"done":true,"prompt_eval_count":-5})").usageKnown);
    QVERIFY(reply(R"({"done":true,"eval_count":100})").finish == FinishReason::Length); // an old server does not say
    QVERIFY(reply(R"({"done":true,"eval_count":99})").finish == FinishReason::Stop);
    QVERIFY(reply(R"({"done":true,"done_reason":"unload"})").finish == FinishReason::Error);
}

void TestOllama::modelsThatAreNotThere() {
    FamilyPair pair = makePair();
    pair.endpoint.model = "missing";
    pair.renew();
    const Heard heard = pair.run();
    QCOMPARE(heard.failure().http, 404);
    QVERIFY(!heard.failure().retryable && contains(heard.failure().error.hint, "ollama pull missing"));
}

void TestOllama::settingsThatItRejects() {
    for (const char* wrong : {"thinking=2000", "effort=minimal", "effort=xhigh"})
        QVERIFY2(!checkOllamaSettings("m", splitModelSettings(std::string("m?") + wrong)->second), wrong);
    QVERIFY(checkOllamaSettings("m", splitModelSettings("m?effort=none&context=16k&temperature=2")->second).ok());
}

QTEST_GUILESS_MAIN(TestOllama)
#include "tst_ollama.moc"
