// What every API family does alike: streams in every dress, cut streams, errors, waits, time-outs, and keys that stay
// where they belong. What is peculiar to one family is tested beside it.
#include "providers/family.h"

#include <ctime>

using namespace rlmscope;
using namespace rlmscope::test;

class TestFamilies : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void streams_data();
    void streams();
    void cutStreamsAreInterrupted_data() { families(); }
    void cutStreamsAreInterrupted();
    void errorsInsideAStream_data() { families(); }
    void errorsInsideAStream();
    void waitsAndRetries_data() { families(); }
    void waitsAndRetries();
    void timeouts_data() { families(); }
    void timeouts();
    void cancelling_data() { families(); }
    void cancelling();
    void keysGoNowhereElse_data() { families(); }
    void keysGoNowhereElse();
    void redirectsAreNotFollowed_data() { families(); }
    void redirectsAreNotFollowed();
    void plainHttpToAnotherComputerIsRefused_data() { families(); }
    void plainHttpToAnotherComputerIsRefused();
    void somethingElseAnswers_data() { families(); }
    void somethingElseAnswers();
    void partsThatCannotBeSent_data() { families(); }
    void partsThatCannotBeSent();

private:
    static void families();
};

namespace {
struct Named {
    const char* name;
    ApiFamily family;
};
const std::vector<Named> Families{{"anthropic", ApiFamily::Anthropic}, {"ollama", ApiFamily::Ollama}, {"gemini", ApiFamily::Gemini}};
const std::string Key = "sk-planted-0123456789";

ApiFamily current() {
    const QString name = QString::fromLatin1(QTest::currentDataTag()).section(' ', 0, 0);
    for (const Named& each : Families)
        if (name == each.name) return each.family;
    qFatal("no family");
}

HeaderList json() {
    return {};
}
} // namespace

void TestFamilies::families() {
    QTest::addColumn<int>("unused");
    for (const Named& each : Families) QTest::newRow(each.name) << 0;
}

void TestFamilies::streams_data() {
    QTest::addColumn<QString>("dress");
    for (const Named& each : Families)
        for (const char* dress : {"plain", "crlf", "cr", "comments", "byte chunks", "no done", "slow", "big event", "many events"})
            QTest::addRow("%s %s", each.name, dress) << dress;
}

void TestFamilies::streams() {
    QFETCH(QString, dress);
    ChatReply reply = hello();
    reply.reasoning = "Thinking: ä€";
    reply.usage->cacheRead = current() == ApiFamily::Ollama ? 0 : 5;
    reply.usage->output = 30;
    reply.usage->reasoning = current() == ApiFamily::Ollama ? 0 : 20;
    if (dress == "crlf") reply.lineEnd = "\r\n";
    if (dress == "cr") reply.lineEnd = "\r";
    if (dress == "comments") reply.comments = true;
    if (dress == "byte chunks") reply.chunkBytes = 1;
    if (dress == "no done") reply.done = false;
    if (dress == "slow") reply.firstByteMs = 60, reply.gapMs = 10;
    if (dress == "big event") reply.text = std::string(200'000, 'x') + "ä", reply.pieces = 2;
    if (dress == "many events") reply.text = std::string(20'000, 'y'), reply.pieces = 5'000;
    FamilyPair pair(current(), reply);
    for (int i = 0; i < 2; ++i) {
        const Heard heard = pair.run();
        if (current() == ApiFamily::Ollama && dress == "no done") { // its last line is the only ending that it has
            QVERIFY(!heard.ok() && !heard.failure().usageKnown && heard.failure().partial == reply.text);
            continue;
        }
        QCOMPARE(heard.replyText(), reply.text);
        QCOMPARE(heard.text, reply.text);
        QCOMPARE(heard.reasoning, reply.reasoning);
        QCOMPARE(heard.ends, 1);
        QVERIFY(heard.reply().finish == FinishReason::Stop);
        QCOMPARE(heard.reply().finishRaw, naturalFinish(current()));
        QCOMPARE(heard.reply().modelReported, reply.model);
        QVERIFY(heard.reply().usageKnown);
        QVERIFY(heard.reply().usage == *reply.usage);
    }
    QCOMPARE(std::uint64_t(pair.calls().size()), std::uint64_t(2));
}

void TestFamilies::cutStreamsAreInterrupted() {
    ChatReply reply = hello();
    reply.finish = naturalFinish(current());
    const std::size_t events = familyEvents(current(), reply).size();
    for (const PlanEnd end : {PlanEnd::Close, PlanEnd::Reset})
        for (std::size_t after = 0; after < events; ++after) {
            reply.cutAfterEvents = static_cast<int>(after);
            reply.cutEnd = end;
            const Heard heard = FamilyPair(current(), reply).run();
            if (heard.ok()) { // cut so late that the text and its ending were there
                QVERIFY(after + 1 >= events && current() == ApiFamily::Anthropic);
                QCOMPARE(heard.replyText(), reply.text);
                QVERIFY(heard.reply().finish == FinishReason::Stop);
                continue;
            }
            const ModelFailure& failure = heard.failure();
            QVERIFY(failure.error.kind == ErrorKind::Network);
            QVERIFY(failure.retryable && !failure.usageKnown && failure.sent);
            QCOMPARE(failure.partial, heard.text);
            QVERIFY(reply.text.rfind(failure.partial, 0) == 0);
        }
}

void TestFamilies::errorsInsideAStream() {
    ChatReply reply = hello();
    const std::size_t events = familyEvents(current(), reply).size();
    reply.errorEvent = familyError(current(), 500, "The engine fell over");
    for (std::size_t after = 0; after + 1 < events; ++after) {
        reply.cutAfterEvents = static_cast<int>(after);
        const Heard heard = FamilyPair(current(), reply).run();
        QVERIFY(!heard.ok());
        QVERIFY(contains(heard.failure().error.message, "The engine fell over"));
        QVERIFY(heard.failure().retryable && !heard.failure().usageKnown && heard.failure().sent);
        QCOMPARE(heard.failure().http, 200);
        QCOMPARE(heard.failure().partial, heard.text);
    }
    // An error object instead of a reply, with status 200.
    FamilyPair whole(current(), hello());
    whole.server.first({httpResponse(200, familyError(current(), 500, "not loaded"))});
    QVERIFY(contains(whole.run().failure().error.message, "not loaded"));
}

void TestFamilies::waitsAndRetries() {
    FamilyPair pair(current(), hello());
    const auto after = [&](int http, const HeaderList& headers) {
        pair.server.first({httpResponse(http, familyError(current(), http, "later"), "application/json", headers)});
        const Heard heard = pair.run();
        if (heard.ok()) qFatal("an error was taken for a reply");
        return heard.failure();
    };
    ModelFailure failure = after(429, {{"Retry-After", "7"}});
    QVERIFY(failure.error.kind == ErrorKind::RateLimit && failure.retryable && failure.usageKnown && failure.http == 429);
    QCOMPARE(failure.retryAfter.value_or(-1), Nanos(7'000'000'000));
    failure = after(429, {{"retry-after-ms", "250"}, {"retry-after", "1"}});
    QCOMPARE(failure.retryAfter.value_or(-1), Nanos(250'000'000));
    char date[64];
    const std::time_t soon = std::time(nullptr) + 100;
    std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&soon));
    failure = after(429, {{"Retry-After", date}});
    QVERIFY(failure.retryAfter && *failure.retryAfter > Nanos(80'000'000'000) && *failure.retryAfter <= Nanos(101'000'000'000));
    failure = after(429, json());
    QVERIFY(failure.retryable && !failure.retryAfter);
    for (const int http : {500, 503, 529}) {
        failure = after(http, json());
        QVERIFY(failure.retryable && failure.http == http);
        // Turned away is free; after a 500 only some providers say so.
        const bool saysSo = current() == ApiFamily::Gemini || current() == ApiFamily::Ollama;
        QCOMPARE(failure.usageKnown, http != 500 || saysSo);
        QVERIFY(contains(failure.error.message, std::to_string(http) + ": later"));
    }
    for (const int http : {400, 402, 404}) QVERIFY(!after(http, json()).retryable);
    QVERIFY(after(401, json()).error.kind == ErrorKind::Auth);
    QVERIFY(after(413, json()).error.kind == ErrorKind::Context);
    QVERIFY(pair.run().ok());
}

void TestFamilies::timeouts() {
    ChatReply half = hello();
    half.reasoning = "hm";
    half.cutAfterEvents = static_cast<int>(familyEvents(current(), half).size()) - 3;
    half.cutEnd = PlanEnd::Stall;
    FamilyPair pair(current(), half);
    pair.endpoint.timeouts.betweenBytes = 150'000'000;
    pair.renew();
    const Heard heard = pair.run();
    QVERIFY(contains(heard.failure().error.message, "fell silent after"));
    QVERIFY(heard.failure().retryable && !heard.failure().partial.empty() && !heard.failure().usageKnown);

    ChatReply late = hello();
    late.firstByteMs = 60'000;
    FamilyPair silent(current(), late);
    silent.endpoint.timeouts.firstByte = 150'000'000;
    silent.renew();
    QVERIFY(contains(silent.run().failure().error.message, "did not begin to answer in time"));
}

void TestFamilies::cancelling() {
    ChatReply half = hello();
    half.cutAfterEvents = static_cast<int>(familyEvents(current(), half).size()) - 3;
    half.cutEnd = PlanEnd::Stall;
    FamilyPair pair(current(), half);
    CancelSource source;
    Waiter waiter;
    pair.model->start(ask("q"), source.token(), waiter.listener());
    waiter.waitForDelta();
    source.cancel();
    const Heard heard = waiter.wait();
    QVERIFY(heard.failure().error.kind == ErrorKind::Cancelled && heard.failure().sent && !heard.failure().retryable);
    QTRY_COMPARE(pair.server.http().connections(), 0);
}

void TestFamilies::keysGoNowhereElse() {
    FamilyServerOptions options = FamilyPair::optionsOf(current(), hello());
    options.key = Key;
    FamilyPair pair(options);
    pair.endpoint.keyVariable = "SOME_KEY";
    pair.endpoint.headers = {{"X-Team", "team-secret-42"}};
    pair.renew();
    QVERIFY(pair.run().ok());
    const HttpCall call = pair.call();
    QVERIFY(call.path.find(Key) == std::string::npos && call.body.find(Key) == std::string::npos);
    QCOMPARE(std::string(call.headers.find("x-team").value_or("")), std::string("team-secret-42"));

    // A rude server that sends back whatever it got, wherever it can.
    const auto clean = [](const std::string& text) { return text.find("planted") == std::string::npos && text.find("team-secret") == std::string::npos; };
    ChatReply echo = hello();
    echo.text = "You sent " + Key + " and team-secret-42!";
    echo.reasoning = "The key is " + Key;
    echo.pieces = 17;
    echo.model = Key;
    echo.finish = Key;
    echo.headers = {{"x-request-id", Key}, {"request-id", Key}};
    for (const std::size_t chunk : {std::size_t(0), std::size_t(1), std::size_t(5)}) {
        echo.chunkBytes = chunk;
        pair.server.set(echo);
        const Heard heard = pair.run();
        QCOMPARE(heard.replyText(), std::string("You sent [key removed] and [key removed]!"));
        QCOMPARE(heard.text, heard.replyText());
        QVERIFY(clean(heard.reasoning));
        for (const Part& part : heard.reply().parts) QVERIFY(clean(std::string(part.text.view())));
        for (const std::string& text : {heard.reply().raw, heard.reply().modelReported, heard.reply().finishRaw, heard.reply().requestId})
            QVERIFY2(clean(text), text.c_str());
    }
    // Also when the message is shortened in the middle of the key.
    for (std::size_t before = 560; before < 610; before += 7) {
        pair.server.first({httpResponse(400, familyError(current(), 400, std::string(before, 'x') + Key + std::string(100, 'y')))});
        const Heard heard = pair.run();
        QVERIFY2(clean(heard.failure().error.text()), heard.failure().error.text().c_str());
    }
    for (const int http : {302, 400, 401, 429, 500}) {
        pair.server.first({httpResponse(http, familyError(current(), http, "bad key " + Key + " team-secret-42"), "application/json",
                                        {{"Location", "https://" + Key + ".example/" + Key}, {"Retry-After", Key}})});
        const Heard heard = pair.run();
        QVERIFY2(clean(heard.failure().error.text()), heard.failure().error.text().c_str());
    }
    ChatReply broken = echo;
    broken.finish.clear();
    broken.cutAfterEvents = static_cast<int>(familyEvents(current(), broken).size()) - 3;
    pair.server.set(broken);
    const Heard cut = pair.run();
    QVERIFY(!cut.ok() && clean(cut.failure().partial) && clean(cut.text) && clean(cut.failure().error.text()));
    broken.errorEvent = familyError(current(), 500, "with " + Key);
    pair.server.set(broken);
    const Heard told = pair.run();
    QVERIFY(!told.ok() && clean(told.failure().partial) && clean(told.failure().error.text()));

    // A wrong key is told by its name, never by its value.
    pair.endpoint.key = "sk-wrong-planted-999";
    pair.renew();
    const Heard refused = pair.run();
    if (current() != ApiFamily::Ollama) { // asks for none
        QVERIFY(refused.failure().error.kind == ErrorKind::Auth);
        QVERIFY(contains(refused.failure().error.text(), "SOME_KEY") && clean(refused.failure().error.text()));
    }
}

void TestFamilies::redirectsAreNotFollowed() {
    HttpServer elsewhere([](const HttpCall&) { return answerWith(httpResponse(200, "{}")); });
    FamilyServerOptions options = FamilyPair::optionsOf(current(), hello());
    options.key = Key;
    FamilyPair pair(options);
    for (const int http : {301, 302, 303, 307, 308}) {
        pair.server.first({httpResponse(http, "", "text/html", {{"Location", elsewhere.url() + "/v1/messages"}})});
        const Heard heard = pair.run();
        QVERIFY(contains(heard.failure().error.message, "a redirect to 127.0.0.1"));
        QVERIFY(!heard.failure().retryable);
    }
    QCOMPARE(elsewhere.calls(), std::uint64_t(0));
}

void TestFamilies::plainHttpToAnotherComputerIsRefused() {
    FamilyPair pair(current(), hello());
    pair.endpoint.baseUrl = "http://models.example.com/v1";
    pair.endpoint.key = Key;
    pair.renew();
    Heard heard = pair.run();
    QVERIFY(heard.failure().error.kind == ErrorKind::Usage && !heard.failure().sent);
    QVERIFY(contains(heard.failure().error.message, "plain http") && heard.failure().error.text().find(Key) == std::string::npos);
    // A header of one's own may be a key as well.
    pair.endpoint.key.clear();
    pair.endpoint.headers = {{"X-Gateway-Token", Key}};
    pair.renew();
    heard = pair.run();
    QVERIFY(heard.failure().error.kind == ErrorKind::Usage && !heard.failure().sent);
    // A header cannot be smuggled in.
    pair.endpoint.baseUrl = pair.server.baseUrl();
    pair.endpoint.headers = {{"X-A", "b\r\nX-Evil: 1"}};
    pair.renew();
    QVERIFY(!pair.run().ok());
    QCOMPARE(std::uint64_t(pair.calls().size()), std::uint64_t(0));
}

void TestFamilies::somethingElseAnswers() {
    FamilyPair pair(current(), hello());
    for (const std::string& body : {std::string(), std::string("hello"), std::string("{}"), std::string("[1]"), std::string("null"),
                                    std::string("<html><title>Welcome</title></html>")})
        for (const char* type : {"text/html", "application/json", "text/event-stream", "application/x-ndjson"}) {
            pair.server.first({httpResponse(200, body, type)});
            const Heard heard = pair.run();
            QVERIFY(!heard.ok());
            QVERIFY(!heard.failure().error.message.empty() && !heard.failure().usageKnown);
        }
}

void TestFamilies::partsThatCannotBeSent() {
    FamilyPair pair(current(), hello());
    ModelRequest request = ask("q");
    request.messages.own(0).parts.push_back(Part{PartKind::Image, Text("bytes"), "image/png"});
    const Heard heard = pair.run(request);
    QVERIFY(heard.failure().error.kind == ErrorKind::Unsupported && !heard.failure().sent);
    QCOMPARE(std::uint64_t(pair.calls().size()), std::uint64_t(0));
}

QTEST_GUILESS_MAIN(TestFamilies)
#include "tst_families.moc"
