#include "providers/attempt.h"
#include "providers/openai_chat.h"
#include "providers/openai_stream.h"
#include "support/json.h"
#include "support/openai_server.h"

#include <QTest>
#include <thread>

using namespace rlmscope;
using namespace rlmscope::test;

class TestOpenAiChat : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void chunksThatAreAlike();
    void streamsAReply();
    void sendsWhatItShould();
    void everyDressOfAStream_data();
    void everyDressOfAStream();
    void usageIsNormalised();
    void aServerThatDoesNotStream();
    void cutStreamsAreInterrupted_data();
    void cutStreamsAreInterrupted();
    void errorsInsideAStream();
    void statusErrors();
    void rejectedFieldsAreExchanged();
    void timeouts();
    void cancelling();
    void nobodyListens();
    void aDeadKeepAliveConnectionIsAFailureNotASecondRequest();
    void theKeyGoesNowhereElse();
    void notAChatServer();
    void partsThatCannotBeSent();
    void aThousandAtOnce();
    void faultsAddUp();
};

namespace {

/// A server whose every reply is the same plan, or the handler's.
struct Fixed {
    HttpServer server;
    OpenAiChatOptions options;
    std::unique_ptr<OpenAiChat> model;

    explicit Fixed(HttpServer::Handler handler) : server(std::move(handler)) {
        server.record(true);
        options.baseUrl = server.url() + "/v1";
        options.spec = options.baseUrl + "#m";
        options.model = "m";
        renew();
    }
    explicit Fixed(const ChatReply& reply)
        : Fixed([reply](const HttpCall& call) { return chatPlan(reply, call.body.find("\"stream\":true") != std::string::npos, true); }) {}
    explicit Fixed(std::string response) : Fixed([response](const HttpCall&) { return answerWith(response); }) {}
    void renew() { model = std::make_unique<OpenAiChat>(options); }
    Heard run(std::string prompt = "hello") { return test::run(*model, ask(std::move(prompt))); }
    nlohmann::json sentBody(std::size_t i = 0) { return test::parsed(server.recorded().at(i).body); }
};

ChatReply hello() {
    ChatReply reply;
    reply.text = "Hällo, wörld 𝄞!";
    reply.usage = Usage{};
    reply.usage->freshInput = 7;
    reply.usage->output = 3;
    return reply;
}

bool contains(const std::string& text, const std::string& what) {
    if (text.find(what) != std::string::npos) return true;
    qWarning("\"%s\" is not in \"%s\"", what.c_str(), text.c_str());
    return false;
}

} // namespace

void TestOpenAiChat::streamsAReply() {
    ChatReply reply = hello();
    reply.reasoning = "thinking";
    Fixed fixed(reply);
    const Heard heard = fixed.run();
    QCOMPARE(heard.replyText(), reply.text);
    QCOMPARE(heard.text, reply.text);
    QCOMPARE(heard.reasoning, std::string("thinking"));
    QVERIFY(heard.deltas >= 4);
    QCOMPARE(heard.ends, 1);
    QVERIFY(heard.reply().finish == FinishReason::Stop);
    QCOMPARE(heard.reply().finishRaw, std::string("stop"));
    QVERIFY(heard.reply().usageKnown && heard.reply().usage == *reply.usage);
    QCOMPARE(heard.reply().modelReported, std::string("test-model"));
    QCOMPARE(heard.reply().requestId, std::string("chatcmpl-test"));
    QVERIFY(!heard.reply().reportedCost);
    QVERIFY(!fixed.model->info().simulated && !fixed.model->info().price);
}

void TestOpenAiChat::sendsWhatItShould() {
    Fixed fixed(hello());
    ModelRequest request = ask("question with \"quotes\" and \n lines", 321);
    request.messages.insert(request.messages.begin(), Message::text(Role::System, "be brief"));
    request.messages.push_back(Message::text(Role::Assistant, "before"));
    auto& parts = request.messages.ownLast().parts;
    parts.insert(parts.begin(), Part{PartKind::Reasoning, Text("secret thought"), {}});
    QVERIFY(run(*fixed.model, request).ok());
    const nlohmann::json body = fixed.sentBody();
    QCOMPARE(body["model"].get<std::string>(), std::string("m"));
    QCOMPARE(body["messages"].size(), std::size_t(3));
    QCOMPARE(body["messages"][0]["role"].get<std::string>(), std::string("system"));
    QCOMPARE(body["messages"][1]["content"].get<std::string>(), std::string("question with \"quotes\" and \n lines"));
    QCOMPARE(body["messages"][2]["content"].get<std::string>(), std::string("before"));
    QCOMPARE(body["max_tokens"].get<int>(), 321);
    QVERIFY(!body.contains("max_completion_tokens"));
    QVERIFY(body["stream"].get<bool>() && body["stream_options"]["include_usage"].get<bool>());
    const HttpCall call = fixed.server.recorded().at(0);
    QCOMPARE(call.path, std::string("/v1/chat/completions"));
    QVERIFY(!call.headers.find("authorization") && !call.headers.find("expect"));
}

void TestOpenAiChat::everyDressOfAStream_data() {
    QTest::addColumn<QString>("dress");
    for (const char* dress : {"crlf", "cr", "comments", "byte chunks", "no done", "no usage", "usage unasked", "slow", "big", "long"})
        QTest::newRow(dress) << dress;
}

void TestOpenAiChat::everyDressOfAStream() {
    QFETCH(QString, dress);
    ChatReply reply = hello();
    if (dress == "crlf") reply.lineEnd = "\r\n";
    if (dress == "cr") reply.lineEnd = "\r";
    if (dress == "comments") reply.comments = true;
    if (dress == "byte chunks") reply.chunkBytes = 1;
    if (dress == "no done") reply.done = false;
    if (dress == "no usage") reply.usage.reset();
    if (dress == "slow") reply.firstByteMs = 120, reply.gapMs = 20;
    if (dress == "big") reply.text = std::string(200'000, 'x') + "ä", reply.pieces = 2;
    if (dress == "long") reply.text = std::string(20'000, 'y'), reply.pieces = 5'000;
    Fixed fixed(reply);
    for (int i = 0; i < 3; ++i) {
        const Heard heard = fixed.run();
        QCOMPARE(heard.replyText(), reply.text);
        QCOMPARE(heard.text, reply.text);
        QCOMPARE(heard.reply().usageKnown, dress != "no usage");
    }
    QCOMPARE(fixed.server.calls(), std::uint64_t(3));
    QVERIFY(fixed.server.peakConnections() <= 3);
}

void TestOpenAiChat::usageIsNormalised() {
    ChatReply reply = hello();
    reply.usage->freshInput = 60, reply.usage->cacheRead = 40, reply.usage->output = 9, reply.usage->reasoning = 5;
    QVERIFY(Fixed(reply).run().reply().usage == *reply.usage);
}

void TestOpenAiChat::aServerThatDoesNotStream() {
    // It ignores "stream": true.
    Fixed fixed([](const HttpCall&) { return chatPlan(hello(), false, true); });
    const Heard heard = fixed.run();
    QCOMPARE(heard.replyText(), hello().text);
    QCOMPARE(heard.text, hello().text);
    QVERIFY(heard.reply().usageKnown);
    // It streams, but says that it is JSON.
    Fixed mislabelled(httpResponse(200, chatStream(hello()), "application/json"));
    QCOMPARE(mislabelled.run().replyText(), hello().text);
}

void TestOpenAiChat::cutStreamsAreInterrupted_data() {
    QTest::addColumn<int>("events");
    QTest::addColumn<int>("end");
    for (int events = 0; events <= 5; ++events)
        for (const PlanEnd end : {PlanEnd::Close, PlanEnd::Reset})
            QTest::addRow("%d %s", events, end == PlanEnd::Close ? "close" : "reset") << events << static_cast<int>(end);
}

void TestOpenAiChat::cutStreamsAreInterrupted() {
    QFETCH(int, events);
    QFETCH(int, end);
    ChatReply reply = hello();
    reply.cutAfterEvents = events;
    reply.cutEnd = static_cast<PlanEnd>(end);
    // After a reset the kernel may throw away what was not read yet, so what arrived is only known to be a beginning.
    const Heard heard = Fixed(reply).run();
    QVERIFY(!heard.ok());
    const ModelFailure& failure = heard.failure();
    QVERIFY(failure.error.kind == ErrorKind::Network);
    QVERIFY(failure.retryable && !failure.usageKnown && failure.sent);
    QCOMPARE(failure.partial, heard.text);
    QVERIFY(reply.text.rfind(failure.partial, 0) == 0);
    if (reply.cutEnd == PlanEnd::Close && events >= 2) QVERIFY(!failure.partial.empty());
    QVERIFY(contains(failure.error.message, "m at 127.0.0.1:"));
}

void TestOpenAiChat::errorsInsideAStream() {
    ChatReply reply = hello();
    reply.cutAfterEvents = 3;
    reply.errorEvent = R"({"error":{"message":"The engine is overloaded","type":"server_error","code":503}})";
    const Heard heard = Fixed(reply).run();
    QVERIFY(!heard.ok());
    QVERIFY(contains(heard.failure().error.message, "The engine is overloaded"));
    QVERIFY(heard.failure().retryable && !heard.failure().usageKnown);
    QVERIFY(!heard.failure().partial.empty());
    QCOMPARE(heard.failure().http, 200);

    reply.errorEvent = R"({"error":{"message":"No credit","code":"insufficient_quota"}})";
    QVERIFY(!Fixed(reply).run().failure().retryable);
    reply.errorEvent = R"({"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error","error":{"code":502,"message":"Upstream"}}]})";
    QVERIFY(contains(Fixed(reply).run().failure().error.message, "Upstream"));
    // An error object instead of a reply, with status 200.
    QVERIFY(contains(Fixed(httpResponse(200, R"({"error":"model not loaded"})")).run().failure().error.message, "model not loaded"));
}

void TestOpenAiChat::statusErrors() {
    const Heard busy = Fixed(httpResponse(429, R"({"error":{"message":"Slow down"}})", "application/json", {{"Retry-After", "7"}})).run();
    QCOMPARE(busy.failure().http, 429);
    QCOMPARE(*busy.failure().retryAfter, Nanos(7'000'000'000));
    QVERIFY(busy.failure().retryable && busy.failure().usageKnown && busy.failure().error.kind == ErrorKind::RateLimit);
    const Heard page = Fixed(httpResponse(503, "<html><title>Sorry</title></html>", "text/html")).run();
    QVERIFY(page.failure().retryable && contains(page.failure().error.message, "Sorry"));
    const Heard huge = Fixed(httpResponse(500, std::string(5'000'000, 'x'), "text/plain")).run();
    QVERIFY(huge.failure().http == 500 && huge.failure().error.message.size() < 2'000);
    const Heard redirect = Fixed(httpResponse(302, "", "text/html", {{"Location", "https://elsewhere.example/v1"}})).run();
    QVERIFY(contains(redirect.failure().error.message, "a redirect to elsewhere.example"));
    QVERIFY(!redirect.failure().retryable);
}

void TestOpenAiChat::rejectedFieldsAreExchanged() {
    const auto reject = [](const std::string& field, const std::string& message) {
        return answerWith(httpResponse(400, test::dumped(nlohmann::json{{"error", {{"message", message}, {"param", field}, {"code", "unsupported_parameter"}}}})));
    };
    Fixed fixed([&](const HttpCall& call) {
        const nlohmann::json body = test::parsed(call.body);
        if (body.contains("max_tokens"))
            return reject("max_tokens", "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.");
        if (body.contains("stream_options")) return reject("stream_options", "Unknown parameter: 'stream_options'.");
        if (body["stream"].get<bool>()) return reject("stream", "Streaming is unsupported for this model.");
        return chatPlan(hello(), false, true);
    });
    QCOMPARE(fixed.run().replyText(), hello().text);
    QCOMPARE(fixed.server.calls(), std::uint64_t(4));
    QCOMPARE(fixed.sentBody(3)["max_completion_tokens"].get<int>(), 1000); // the cap is never dropped
    QCOMPARE(fixed.run().replyText(), hello().text);
    QCOMPARE(fixed.server.calls(), std::uint64_t(5)); // learned
    // A server that rejects both fields is a failure, not a loop.
    Fixed stubborn([&](const HttpCall& call) {
        const bool old = call.body.find("\"max_tokens\"") != std::string::npos;
        return reject(old ? "max_tokens" : "max_completion_tokens", "Unsupported parameter.");
    });
    QCOMPARE(stubborn.run().failure().http, 400);
    QVERIFY(stubborn.server.calls() <= 4);
    // A 400 about the value is not about the field's name.
    Fixed value(httpResponse(400, R"({"error":{"message":"max_tokens is too large: 99999. This model supports at most 4096"}})"));
    QVERIFY(!value.run().ok());
    QCOMPARE(value.server.calls(), std::uint64_t(1));
}

void TestOpenAiChat::timeouts() {
    constexpr Nanos Short = 150'000'000;
    Fixed silent([](const HttpCall&) { HttpPlan plan; plan.end = PlanEnd::Stall; return plan; });
    silent.options.timeouts.firstByte = Short;
    silent.renew();
    const Heard first = silent.run();
    QVERIFY(contains(first.failure().error.message, "did not begin to answer in time"));
    QVERIFY(first.failure().retryable && first.failure().sent && !first.failure().usageKnown);

    ChatReply half = hello();
    half.cutAfterEvents = 3;
    half.cutEnd = PlanEnd::Stall;
    Fixed stalls(half);
    stalls.options.timeouts.betweenBytes = Short;
    stalls.renew();
    const Heard between = stalls.run();
    QVERIFY(contains(between.failure().error.message, "fell silent after"));
    QVERIFY(!between.failure().partial.empty() && between.failure().retryable);

    Fixed slow(half);
    slow.options.timeouts.total = Short;
    slow.renew();
    const Heard total = slow.run();
    QVERIFY(contains(total.failure().error.message, "did not finish within"));
    QVERIFY(!total.failure().retryable);
}

void TestOpenAiChat::cancelling() {
    ChatReply half = hello();
    half.cutAfterEvents = 3;
    half.cutEnd = PlanEnd::Stall;
    Fixed fixed(half);
    CancelSource source;
    Waiter waiter;
    fixed.model->start(ask("q"), source.token(), waiter.listener());
    waiter.waitForDelta();
    source.cancel();
    const Heard heard = waiter.wait();
    QVERIFY(heard.failure().error.kind == ErrorKind::Cancelled);
    QVERIFY(heard.failure().sent && !heard.failure().retryable && !heard.failure().partial.empty());
    QTRY_COMPARE(fixed.server.connections(), 0); // the server sees it too
    const Heard before = run(*fixed.model, ask("q"), source.token());
    QVERIFY(before.failure().error.kind == ErrorKind::Cancelled && !before.failure().sent);
    QCOMPARE(fixed.server.calls(), std::uint64_t(1));
}

void TestOpenAiChat::nobodyListens() {
    std::string url;
    {
        const HttpServer gone([](const HttpCall&) { return HttpPlan(); });
        url = gone.url();
    }
    OpenAiChatOptions options;
    options.baseUrl = url + "/v1";
    options.model = "m";
    OpenAiChat model(options);
    const Heard heard = run(model, ask("q"));
    QVERIFY(heard.failure().error.kind == ErrorKind::Network);
    QVERIFY(!heard.failure().sent && !heard.failure().retryable && heard.failure().http == 0);
    QVERIFY(contains(heard.failure().error.hint, "running"));
    // A server that was there a moment ago may come back.
    auto server = std::make_unique<Fixed>(hello());
    QVERIFY(server->run().ok());
    OpenAiChat& second = *server->model;
    const int port = server->server.port();
    auto kept = std::move(server->model);
    server.reset();
    QVERIFY(port > 0);
    QTRY_VERIFY(run(second, ask("q")).failure().retryable);
}

void TestOpenAiChat::aDeadKeepAliveConnectionIsAFailureNotASecondRequest() {
    // The second request on a connection is taken and the connection closed without a word.
    std::atomic<int> calls{0};
    Fixed fixed([&](const HttpCall&) {
        if (++calls % 2 == 1) return chatPlan(hello(), true, true);
        HttpPlan plan;
        plan.end = PlanEnd::Close;
        return plan;
    });
    QVERIFY(fixed.run().ok());
    const Heard heard = fixed.run();
    QVERIFY(!heard.ok());
    QVERIFY(heard.failure().retryable && heard.failure().sent);
    QCOMPARE(calls.load(), 2); // nothing was sent behind our back
    QVERIFY(fixed.run().ok());
}

void TestOpenAiChat::theKeyGoesNowhereElse() {
    const std::string key = "sk-very-secret-1234567890";
    Fixed fixed([&](const HttpCall& call) {
        // A rude server that sends back whatever it got.
        const std::string sent(call.headers.find("authorization").value_or("none"));
        if (call.body.find("fail") != std::string::npos)
            return answerWith(httpResponse(401, test::dumped(nlohmann::json{{"error", {{"message", "Incorrect key: " + sent}, {"code", sent}}}})));
        ChatReply reply = hello();
        reply.text = "You sent " + sent + "!";
        reply.pieces = 9;
        reply.model = sent;
        reply.finish = sent;
        return chatPlan(reply, true, true);
    });
    fixed.options.key = key;
    fixed.options.keyVariable = "SOME_KEY";
    fixed.renew();
    const Heard heard = fixed.run();
    QCOMPARE(heard.replyText(), std::string("You sent Bearer [key removed]!"));
    QCOMPARE(heard.text, heard.replyText());
    for (const std::string& text : {heard.reply().raw, heard.reply().modelReported, heard.reply().finishRaw, heard.reply().requestId})
        QVERIFY(text.find(key) == std::string::npos);
    const Heard failed = fixed.run("fail");
    QVERIFY(failed.failure().error.kind == ErrorKind::Auth);
    QVERIFY(failed.failure().error.text().find(key) == std::string::npos);
    QVERIFY(contains(failed.failure().error.text(), "SOME_KEY"));

    // Never in the clear to another computer.
    OpenAiChatOptions options = fixed.options;
    options.baseUrl = "http://models.example.com/v1";
    OpenAiChat remote(options);
    const Heard refused = run(remote, ask("q"));
    QVERIFY(refused.failure().error.kind == ErrorKind::Usage && !refused.failure().sent);
    QVERIFY(contains(refused.failure().error.message, "plain http"));
    QVERIFY(refused.failure().error.text().find(key) == std::string::npos);
    // Nor through a key that would smuggle in a header.
    options = fixed.options;
    options.key = "abcd\r\nX-Evil: 1";
    OpenAiChat evil(options);
    QVERIFY(!run(evil, ask("q")).ok());
}

void TestOpenAiChat::notAChatServer() {
    for (const std::string& body : {std::string(), std::string("hello"), std::string("{}"), std::string("[1]"), std::string("null"), std::string("<html><title>Welcome</title></html>")}) {
        const Heard heard = Fixed(httpResponse(200, body, "text/html")).run();
        QVERIFY(!heard.ok());
        QVERIFY(contains(heard.failure().error.text(), "chat completions server"));
    }
    // Garbage in the stream does not end it; what makes sense counts, and an ending is still needed.
    Fixed garbage(httpResponse(200, "data: nonsense\n\ndata: 5\n\ndata: {\"choices\":5}\n\n" + chatStream(hello()), "text/event-stream"));
    QCOMPARE(garbage.run().replyText(), hello().text);
    QVERIFY(!Fixed(httpResponse(200, "data: nonsense\n\n", "text/event-stream")).run().ok());
}

void TestOpenAiChat::partsThatCannotBeSent() {
    Fixed fixed(hello());
    ModelRequest request = ask("q");
    request.messages.own(0).parts.push_back(Part{PartKind::Image, Text("bytes"), "image/png"});
    const Heard heard = run(*fixed.model, request);
    QVERIFY(heard.failure().error.kind == ErrorKind::Unsupported && !heard.failure().sent);
    QCOMPARE(fixed.server.calls(), std::uint64_t(0));
}

void TestOpenAiChat::aThousandAtOnce() {
    ChatReply reply = hello();
    reply.firstByteMs = 100;
    Fixed fixed(reply);
    fixed.server.record(false);
    std::vector<Waiter> waiters(1000);
    for (Waiter& waiter : waiters) fixed.model->start(ask("q"), {}, waiter.listener());
    for (Waiter& waiter : waiters) QCOMPARE(waiter.wait().replyText(), reply.text);
    QCOMPARE(fixed.server.calls(), std::uint64_t(1000));
}

void TestOpenAiChat::faultsAddUp() {
    OpenAiServerOptions options;
    options.faults = {0.1, 0.1, 0.05, 0.1, 0.05, 0, 1, 3, 42};
    OpenAiServer server(options);
    OpenAiChatOptions chat;
    chat.baseUrl = server.baseUrl();
    chat.model = "m";
    OpenAiChat model(chat);
    Usage sum;
    std::uint64_t failures = 0;
    for (int round = 0, left = 300; left > 0 && round < 10; ++round) {
        static std::vector<int> todo;
        if (round == 0) for (int i = 0; i < left; ++i) todo.push_back(i);
        std::vector<Waiter> waiters(todo.size());
        for (std::size_t i = 0; i < todo.size(); ++i) model.start(ask("item " + std::to_string(todo[i])), {}, waiters[i].listener());
        std::vector<int> again;
        for (std::size_t i = 0; i < todo.size(); ++i) {
            const Heard heard = waiters[i].wait();
            if (heard.ok()) {
                QCOMPARE(heard.replyText(), "item " + std::to_string(todo[i]));
                sum += heard.reply().usage;
            } else {
                QVERIFY2(heard.failure().retryable, heard.failure().error.text().c_str());
                ++failures;
                again.push_back(todo[i]);
            }
        }
        todo = again;
        left = static_cast<int>(again.size());
    }
    QTRY_COMPARE(server.totals().complete, std::uint64_t(300));
    QCOMPARE(server.totals().requests, 300 + failures);
    QCOMPARE(server.totals().faults, failures);
    QVERIFY(failures > 50);
    QCOMPARE(server.totals().input, sum.input());
    QCOMPARE(server.totals().output, sum.output);
}

/// A chunk that is like the one before is read a short way; it must say the same as the long one.
void TestOpenAiChat::chunksThatAreAlike() {
    const auto chunk = [](const std::string& content, const std::string& more = "", const std::string& finish = "null", int index = 0) {
        return R"({"id":"c","model":"m","system_fingerprint":"f","choices":[{"index":)" + std::to_string(index) + R"(,"delta":{"content":")" + content + "\"" +
               more + R"(},"finish_reason":)" + finish + "}],\"usage\":null}";
    };
    std::vector<std::string> chunks{chunk("", R"(,"role":"assistant")"), chunk("one "), chunk("two "), chunk("ü𝄞"), chunk(" "), chunk(""), chunk("a\\nb"),
                                    chunk("\\\"q\\\""), chunk("three"), chunk("\\u00e9"), chunk("x", R"(,"reasoning":"why")"), chunk("x", R"(,"reasoning":"why")"),
                                    chunk("four"), chunk("other", "", "null", 1), chunk("other too", "", "null", 1), chunk("five"), chunk("six"),
                                    chunk("content"), chunk("\\\"content\\\":\\\"no\\\""), chunk("seven"), chunk("\xff\xfe"), chunk("a\nb"), chunk("a\",\"b\":\"c"),
                                    chunk("x", R"(,"refusal":"no")"), chunk("x", R"(,"refusal":"no")"), chunk("eight"), chunk("nine", "", "\"stop\""),
                                    chunk("ten", "", "\"stop\""), chunk("eleven"), R"({"choices":[{"delta":{"text":"content","content":"12"}}]})",
                                    R"({"choices":[{"delta":{"text":"content","content":"13"}}]})", R"({"content":"14","choices":[{"delta":{"content":"14"}}]})",
                                    R"({"content":"15","choices":[{"delta":{"content":"15"}}]})", R"({"choices":[{"delta":{"content":"16"}}],"usage":{"prompt_tokens":1}})",
                                    R"({"choices":[{"delta":{"content":"17"}}],"usage":{"prompt_tokens":2}})", R"({"choices":[{"delta":{"content": "18"}}]})",
                                    R"({"choices":[{"delta":{"content": "19"}}]})", R"({"choices":[{"delta":{"content":null}}]})", R"({"choices":[{"delta":{"content":7}}]})"};
    std::string shortDeltas, longDeltas;
    ChatDecoder shortWay([&](PartKind kind, std::string_view text) { shortDeltas += std::string(toString(kind)) + std::string(text) + "|"; });
    ChatDecoder longWay([&](PartKind kind, std::string_view text) { longDeltas += std::string(toString(kind)) + std::string(text) + "|"; });
    for (const std::string& each : chunks) {
        shortWay.event(each);
        longWay.event("{}"); // nothing is like this
        longWay.event(each);
        QCOMPARE(shortDeltas, longDeltas);
        QCOMPARE(shortWay.malformed(), longWay.malformed());
    }
    QCOMPARE(shortWay.text(), longWay.text());
    QCOMPARE(shortWay.reply().raw, longWay.reply().raw);
    QVERIFY(shortWay.reply().usage == longWay.reply().usage);
    QVERIFY(shortWay.text().find("one two ü𝄞") != std::string::npos && shortWay.text().find("other") == std::string::npos);
}

QTEST_GUILESS_MAIN(TestOpenAiChat)
#include "tst_openai_chat.moc"
