#include "providers/attempt.h"
#include "providers/scripted_model.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {
Script script(const std::string& json) {
    auto read = parseScript(json, "test.json");
    if (!read) qFatal("%s", read.error().text().c_str());
    return std::move(*read);
}
std::string problem(const std::string& json) {
    const auto read = parseScript(json, "test.json");
    return read ? "none" : read.error().text();
}
ModelRequest frameCall(int depth, int turn, std::string prompt = "go") {
    ModelRequest request = ask(std::move(prompt));
    request.messages.insert(request.messages.begin(), Message::text(Role::System, "You are a test."));
    request.role = CallRole::Frame;
    request.depth = depth;
    request.turn = turn;
    return request;
}
} // namespace

class TestScriptedModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFirstRuleThatHoldsAnswers() {
        ScriptedModel model("script:t", script(R"({"rules":[
            {"when":{"depth":0,"turn":1,"role":"frame"},"reply":"first"},
            {"when":{"depth":0,"turn":2,"role":"frame"},"reply":"second"},
            {"when":{"role":"final"},"reply":"forced"},
            {"when":{"role":"sub","contains":"apple"},"reply":"fruit"},
            {"when":{"role":"sub","last_contains":"carrot"},"reply":"root"},
            {"when":{"contains":"a test"},"reply":"system seen"},
            {"reply":"else"}]})"));
        QCOMPARE(run(model, frameCall(0, 1)).replyText(), std::string("first"));
        QCOMPARE(run(model, frameCall(0, 2)).replyText(), std::string("second"));
        QCOMPARE(run(model, frameCall(1, 1)).replyText(), std::string("system seen"));
        ModelRequest forced = frameCall(0, 31);
        forced.role = CallRole::Final;
        QCOMPARE(run(model, forced).replyText(), std::string("forced"));
        forced.turn = 2; // the forced last answer is a frame's own call too
        QCOMPARE(run(model, forced).replyText(), std::string("second"));
        QCOMPARE(run(model, ask("an apple")).replyText(), std::string("fruit"));
        QCOMPARE(run(model, ask("a carrot")).replyText(), std::string("root"));
        QCOMPARE(run(model, ask("stone")).replyText(), std::string("else"));
    }

    void aTurnNeverMatchesASubCall() {
        ScriptedModel model("script:t", script(R"({"rules":[{"when":{"turn":1},"reply":"x"}]})"));
        const Heard heard = run(model, ask("hello there"));
        QVERIFY(!heard.ok());
        QCOMPARE(heard.failure().sent, false);
        QCOMPARE(heard.failure().retryable, false);
        const std::string text = heard.failure().error.text();
        QVERIFY2(text.find("depth 1, role sub") != std::string::npos && text.find("hello there") != std::string::npos, text.c_str());
    }

    void aRuleIsUsedUp() {
        ScriptedModel model("script:t", script(R"({"rules":[{"reply":"once","times":1},{"reply":"twice","times":2}]})"));
        QCOMPARE(run(model, ask("q")).replyText(), std::string("once"));
        QCOMPARE(run(model, ask("q")).replyText(), std::string("twice"));
        QCOMPARE(run(model, ask("q")).replyText(), std::string("twice"));
        QVERIFY(!run(model, ask("q")).ok());
    }

    void manyThreadsUseARuleExactlyAsOftenAsItSays() {
        ScriptedModel model("script:t", script(R"({"rules":[{"reply":"a","times":50,"delay_ms":1},{"reply":"b"}]})"));
        std::vector<Waiter> waiters(200);
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                for (std::size_t i = static_cast<std::size_t>(t); i < waiters.size(); i += 4) model.start(ask("q"), {}, waiters[i].listener());
            });
        for (auto& thread : threads) thread.join();
        int first = 0;
        for (Waiter& waiter : waiters) {
            const Heard heard = waiter.wait();
            QCOMPARE(heard.ends, 1);
            first += heard.replyText() == "a";
        }
        QCOMPARE(first, 50);
    }

    void usageIsWhatTheRuleSays() {
        ScriptedModel model("script:t", script(R"({"rules":[
            {"when":{"contains":"given"},"reply":"ok","usage":{"input_tokens":10,"output_tokens":5,"cached_tokens":4,"reasoning_tokens":2}},
            {"when":{"contains":"silent"},"reply":"ok","usage":null},
            {"reply":"12345678"}],"price":{"input":1.0,"output":4.25}})"));
        Usage expected;
        expected.freshInput = 6, expected.cacheRead = 4, expected.output = 5, expected.reasoning = 2;
        const Heard given = run(model, ask("given"));
        QVERIFY(given.reply().usage == expected && given.reply().usageKnown);
        QVERIFY(!run(model, ask("silent")).reply().usageKnown);
        const Heard estimated = run(model, ask("four"));
        QCOMPARE(estimated.reply().usage.input(), Tokens(1));
        QCOMPARE(estimated.reply().usage.output, Tokens(2));
        QVERIFY(estimated.reply().usageKnown);
        QVERIFY(estimated.reply().raw.find("usage_estimated") != std::string::npos);
        QVERIFY(model.info().simulated && model.info().price && model.info().price->simulated);
        QCOMPARE(model.info().price->input, std::int64_t(1'000'000));
        QCOMPARE(model.info().price->output, std::int64_t(4'250'000));
        QVERIFY(!ScriptedModel("s", script(R"({"rules":[]})")).info().price);
    }

    void theOutputCapHolds() {
        ScriptedModel model("script:t", script(R"({"rules":[{"when":{"contains":"over"},"reply":"aaaaaaaaaaaa","usage":{"output_tokens":9}},
                                                            {"reply":"aaaäaaaaaaaaaaaaaa"}]})"));
        const Heard cut = run(model, ask("q", 1));
        QCOMPARE(cut.replyText(), std::string("aaa")); // four bytes would split the umlaut
        QVERIFY(cut.reply().finish == FinishReason::Length);
        QVERIFY(cut.reply().usage.output <= 1);
        QCOMPARE(cut.text, cut.replyText());
        QCOMPARE(run(model, ask("over", 1)).reply().usage.output, Tokens(9)); // an overrun can be played
    }

    void errorsAreThoseOfAServer() {
        ScriptedModel model("script:t", script(R"({"rules":[
            {"when":{"contains":"busy"},"error":{"http":429,"message":"Slow down","retry_after_ms":1500}},
            {"when":{"contains":"poor"},"error":{"http":429,"message":"Pay","code":"insufficient_quota"}},
            {"when":{"contains":"broken"},"error":{"http":500}},
            {"when":{"contains":"wrong"},"error":{"http":400,"message":"Bad"}},
            {"when":{"contains":"locked"},"error":{"http":401}},
            {"when":{"contains":"cut"},"reply":"half of it","error":{"after_bytes":4}}]})"));
        const Heard busy = run(model, ask("busy"));
        QCOMPARE(busy.failure().http, 429);
        QVERIFY(busy.failure().retryable && busy.failure().usageKnown);
        QVERIFY(busy.failure().error.kind == ErrorKind::RateLimit);
        QCOMPARE(*busy.failure().retryAfter, Nanos(1'500'000'000));
        QVERIFY(busy.failure().error.message.find("Slow down") != std::string::npos);
        QVERIFY(!run(model, ask("poor")).failure().retryable);
        QVERIFY(run(model, ask("broken")).failure().retryable);
        QVERIFY(!run(model, ask("wrong")).failure().retryable);
        QVERIFY(run(model, ask("locked")).failure().error.kind == ErrorKind::Auth);
        const Heard cut = run(model, ask("cut"));
        QCOMPARE(cut.failure().partial, std::string("half"));
        QCOMPARE(cut.text, std::string("half"));
        QVERIFY(cut.failure().retryable && !cut.failure().usageKnown);
        QVERIFY(cut.failure().error.kind == ErrorKind::Network);
    }

    void streamsInWholeCharacters() {
        ScriptedModel model("script:t", script(R"({"rules":[{"reply":"äöüäöüäöü€𝄞","reasoning":"hm","stream_ms":100}]})"));
        const Heard heard = run(model, ask("q"));
        QVERIFY(heard.deltas > 2);
        QCOMPARE(heard.text, std::string("äöüäöüäöü€𝄞"));
        QCOMPARE(heard.reasoning, std::string("hm"));
        QCOMPARE(heard.reply().parts.size(), std::size_t(2));
    }

    void cancellingEndsADelayAtOnce() {
        ScriptedModel model("script:t", script(R"({"rules":[{"reply":"late","delay_ms":3600000}]})"));
        CancelSource source;
        Waiter waiter;
        model.start(ask("q"), source.token(), waiter.listener());
        QVERIFY(!waiter.ended());
        source.cancel();
        const Heard heard = waiter.wait();
        QVERIFY(heard.failure().error.kind == ErrorKind::Cancelled);
        QVERIFY(run(model, ask("q"), source.token()).failure().error.kind == ErrorKind::Cancelled);
    }

    void templatesAndLines() {
        ScriptedModel model("script:t", script(R"({"rules":[{"when":{"contains":"t:"},"template":true,"reply":["<{{last}}>","{{last}}"]},
                                                            {"reply":["a","","b"]}]})"));
        QCOMPARE(run(model, ask("t:{{last}}")).replyText(), std::string("<t:{{last}}>\nt:{{last}}"));
        QCOMPARE(run(model, ask("q")).replyText(), std::string("a\n\nb"));
    }

    void problemsNameTheRule_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("says");
        QTest::newRow("not json") << "{" << "not valid JSON";
        QTest::newRow("no rules") << "{}" << "needs a list \"rules\"";
        QTest::newRow("list") << "[]" << "must be an object";
        QTest::newRow("typing mistake") << R"({"rules":[{"reply":"a"},{"replay":"b"}]})" << "rule 2 has an unknown key \"replay\"";
        QTest::newRow("typing mistake in when") << R"({"rules":[{"when":{"dept":1},"reply":"a"}]})" << "rule 1, \"when\" has an unknown key \"dept\"";
        QTest::newRow("top") << R"({"rule":[],"rules":[]})" << "unknown key \"rule\"";
        QTest::newRow("neither") << R"({"rules":[{"times":1}]})" << "rule 1 has neither";
        QTest::newRow("role") << R"({"rules":[{"when":{"role":"root"},"reply":"a"}]})" << "\"role\" must be";
        QTest::newRow("times") << R"({"rules":[{"times":-1,"reply":"a"}]})" << "\"times\" must be a whole number";
        QTest::newRow("huge") << R"({"rules":[{"times":18446744073709551615,"reply":"a"}]})" << "\"times\" must be";
        QTest::newRow("delay") << R"({"rules":[{"delay_ms":"5","reply":"a"}]})" << "\"delay_ms\" must be";
        QTest::newRow("usage") << R"({"rules":[{"usage":{"input_tokens":1.5},"reply":"a"}]})" << "\"input_tokens\" must be";
        QTest::newRow("cached") << R"({"rules":[{"usage":{"input_tokens":1,"cached_tokens":2},"reply":"a"}]})" << "cannot be more";
        QTest::newRow("error") << R"({"rules":[{"error":{"http":200}}]})" << "\"http\" must be";
        QTest::newRow("rule type") << R"({"rules":[5]})" << "rule 1 must be an object";
        QTest::newRow("price") << R"({"rules":[],"price":{"input":1}})" << "needs \"input\" and \"output\"";
        QTest::newRow("price sign") << R"({"rules":[],"price":{"input":-1,"output":1}})" << "at least 0";
        QTest::newRow("bytes") << QString::fromLatin1("\xff\xfe{") << "not valid JSON";
    }
    void problemsNameTheRule() {
        QFETCH(QString, json);
        QFETCH(QString, says);
        const std::string text = problem(json.toStdString());
        QVERIFY2(QString::fromStdString(text).contains(says), text.c_str());
        QVERIFY(QString::fromStdString(text).startsWith("test.json"));
    }

    void everyPrefixOfAScriptIsAnErrorOrAScript() {
        const std::string whole = R"({"rules":[{"when":{"depth":0},"reply":["a"],"usage":null,"error":{"http":429}}],"price":{"input":1,"output":2}})";
        for (std::size_t n = 0; n < whole.size(); ++n) QVERIFY(!parseScript(whole.substr(0, n), "t"));
        QVERIFY(parseScript(whole, "t").ok());
    }

    void filesThatCannotBeRead() {
        QTemporaryDir folder;
        const std::string missing = folder.filePath("missing.json").toStdString();
        QVERIFY(readScript(missing).error().text().find("missing.json cannot be read: No such file") != std::string::npos);
        QVERIFY(!readScript(folder.path().toStdString()));
        const std::string empty = folder.filePath("empty.json").toStdString();
        std::ofstream(empty).close();
        QVERIFY(readScript(empty).error().text().find("empty") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestScriptedModel)
#include "tst_scripted_model.moc"
