// The contract of `rlmscope-cli run` with scripts, on the real program: every option, every exit code, every field.
#include "cli/cli_process.h"

#include "trace/run_tree.h"
#include "trace/trace_reader.h"

#include <QDir>

using namespace rlmscope::test;

namespace {

// A root that asks the sub-model about every word in one batch and adds the numbers up.
QJsonArray summing() {
    return {rule({{"role", "frame"}},
                 cell("replies = llm_query_batched([\"number in: \" + word for word in context.split()])\n" +
                      answering("str(sum(int(r) for r in replies))")),
                 usage(200, 30)),
            rule({{"role", "sub"}}, "7", usage(10, 1))};
}

const QJsonObject Priced{{"price", QJsonObject{{"input", 1.0}, {"output", 4.0}}}};

} // namespace

class TestCliRun : public QObject {
    Q_OBJECT

    Workshop m_shop;
    QString m_text;

    QStringList run(const QString& model, const QStringList& more = {}) const {
        return QStringList{"run", "--context", m_text, "--question", "What is it?", "--model", model} + more;
    }
    QString answerScript() const { return m_shop.script("answer.json", {answerRule("forty-two")}); }

private Q_SLOTS:
    void initTestCase() { m_text = m_shop.write("context.txt", "a b c d\n"); }

    void answerGoesToStandardOutput() {
        const auto result = cli(run(answerScript()));
        QVERIFY2(result.code == 0, result.all());
        QCOMPARE(result.out, QByteArray("forty-two\n"));
        QVERIFY2(result.err.contains("Trace: "), result.all());
    }

    void quietSaysNothingElse() {
        const auto result = cli(run(answerScript(), {"--quiet"}));
        QVERIFY2(result.code == 0, result.all());
        QCOMPARE(result.out, QByteArray("forty-two\n"));
        QCOMPARE(result.err, QByteArray());
    }

    void jsonHasExactlyTheFields() {
        const auto trace = m_shop.path("fields.rlmscope");
        const auto result = cli(run(m_shop.script("sum.json", summing(), Priced), {"--json", "--trace", trace}));
        QVERIFY2(result.code == 0, result.all());
        const auto json = result.json();
        auto keys = json.keys();
        keys.sort();
        QCOMPARE(keys, (QStringList{"answer", "cells", "cost_usd", "frames", "model_calls", "seconds", "status", "stop_reason",
                                    "trace", "turns", "usage"}));
        QCOMPARE(json["status"].toString(), QString("answered"));
        QCOMPARE(json["stop_reason"].toString(), QString("answer"));
        QCOMPARE(json["answer"].toString(), QString("28"));
        QCOMPARE(json["model_calls"].toInt(), 5);
        QCOMPARE(json["frames"].toInt(), 1);
        QCOMPARE(json["turns"].toInt(), 1);
        QCOMPARE(json["cells"].toInt(), 1);
        QCOMPARE(json["usage"].toObject().keys().size(), 3);
        QCOMPARE(json["usage"]["input_tokens"].toInt(), 240);
        QCOMPARE(json["usage"]["output_tokens"].toInt(), 34);
        QCOMPARE(json["usage"]["cached_tokens"].toInt(), 0);
        // 240 tokens at 1 USD and 34 at 4 USD per million, to the last digit.
        QCOMPARE(json["cost_usd"].toDouble(), 0.000376);
        QVERIFY(json["seconds"].toDouble() > 0);
        QCOMPARE(json["trace"].toString(), trace);
        QVERIFY(QFile::exists(trace));
        QVERIFY2(!QFile::exists(trace + "-wal"), "the trace is packed into one file");
    }

    void unknownPriceIsNull() {
        const auto result = cli(run(answerScript(), {"--json"}));
        QVERIFY2(result.code == 0, result.all());
        QVERIFY(result.json().contains("cost_usd"));
        QVERIFY2(result.json()["cost_usd"].isNull(), result.all());
    }

    void givenPriceCounts() {
        const auto result = cli(run(answerScript(), {"--json", "--price", "2.5,10"}));
        QVERIFY2(result.code == 0, result.all());
        QCOMPARE(result.json()["cost_usd"].toDouble(), 0.00045); // 100 * 2.5 + 20 * 10 per million
    }

    void readsStandardInput() {
        const auto model = m_shop.script("echo.json", {rule({{"role", "frame"}}, cell(answering("context")))});
        const auto result = cli({"run", "--context", "-", "--question", "q", "--model", model}, "piped text äöü");
        QVERIFY2(result.code == 0, result.all());
        QCOMPARE(result.out, QByteArray("piped text äöü\n"));
    }

    void severalPathsMakeOneContext() {
        const auto other = m_shop.write("other.txt", "second");
        const auto model = m_shop.script("keys.json", {rule({}, cell(answering("\",\".join(sorted(context))")))});
        const auto result = cli({"run", "--context", m_text, other, "--question", "q", "--model", model});
        QVERIFY2(result.code == 0, result.all());
        QCOMPARE(result.out, QByteArray("context.txt,other.txt\n"));
    }

    void everyStrategyAnswers_data() {
        QTest::addColumn<QString>("strategy");
        QTest::addColumn<QString>("reply");
        QTest::newRow("direct") << "direct" << "the answer";
        QTest::newRow("rlm") << "rlm" << cell(answering("\"the answer\""));
        QTest::newRow("call-return") << "call-return" << "<return>the answer</return>";
    }
    void everyStrategyAnswers() {
        QFETCH(QString, strategy);
        QFETCH(QString, reply);
        const auto result = cli(run(m_shop.script("strategy.json", {rule({}, reply)}), {"--strategy", strategy}));
        QVERIFY2(result.code == 0, result.all());
        QCOMPARE(result.out, QByteArray("the answer\n"));
    }

    void everyProtocolAnswers_data() {
        QTest::addColumn<QString>("protocol");
        QTest::addColumn<QString>("code");
        QTest::newRow("answer") << "answer" << answering("\"the answer\"");
        QTest::newRow("final") << "final" << "FINAL(\"the answer\")";
        QTest::newRow("final var") << "final" << "x = \"the answer\"\nFINAL_VAR(\"x\")";
        QTest::newRow("submit") << "submit" << "SUBMIT(\"the answer\")";
    }
    void everyProtocolAnswers() {
        QFETCH(QString, protocol);
        QFETCH(QString, code);
        const auto result = cli(run(m_shop.script("protocol.json", {rule({}, cell(code))}), {"--protocol", protocol}));
        QVERIFY2(result.code == 0, result.all());
        QCOMPARE(result.out, QByteArray("the answer\n"));
    }

    void depthTwoStartsChildFrames() {
        const auto model = m_shop.script("child.json",
            {rule({{"role", "frame"}, {"depth", 0}}, cell("r = rlm_query(\"inner\", context=\"xyz\")\n" + answering("\"got \" + r"))),
             rule({{"role", "frame"}, {"depth", 1}}, cell(answering("str(len(context))")))});
        const auto result = cli(run(model, {"--depth", "2", "--json"}));
        QVERIFY2(result.code == 0, result.all());
        QCOMPARE(result.json()["answer"].toString(), QString("got 3"));
        QCOMPARE(result.json()["frames"].toInt(), 2);
    }

    void subModelAnswersSubCalls() {
        const auto root = m_shop.script("root.json", {rule({}, cell(answering("llm_query(\"hello\")")))});
        const auto sub = m_shop.script("sub.json", {rule({{"role", "sub"}}, "from the sub-model")});
        const auto result = cli(run(root, {"--sub-model", sub}));
        QVERIFY2(result.code == 0, result.all());
        QCOMPARE(result.out, QByteArray("from the sub-model\n"));
    }

    void seedAndLimitsReachTheTrace() {
        const auto trace = m_shop.path("spec.rlmscope");
        const auto result = cli(run(answerScript(), {"--seed", "99", "--max-turns", "7", "--max-calls", "50", "--max-tokens",
                                                     "90000", "--max-seconds", "600", "--trace", trace}));
        QVERIFY2(result.code == 0, result.all());
        auto reader = rlmscope::TraceReader::open(trace.toStdString());
        QVERIFY(reader.ok());
        auto runs = (*reader)->runs();
        QVERIFY(runs.ok());
        QCOMPARE(runs->size(), std::size_t(1));
        rlmscope::RunTree tree(runs->front().id);
        const auto read = (*reader)->forEachEvent(runs->front().id, 1, [&](const rlmscope::Event& e) {
            tree.apply(e);
            return true;
        });
        QVERIFY(read.ok());
        const auto& spec = tree.started()->spec;
        QCOMPARE(spec.seed, std::uint64_t(99));
        QCOMPARE(spec.limits.turns, 7);
        QCOMPARE(*spec.limits.calls, std::int64_t(50));
        QCOMPARE(*spec.limits.tokens, rlmscope::Tokens(90000));
        QCOMPARE(*spec.limits.seconds, 600.0);
        QVERIFY(tree.contextStored());
    }

    void existingTraceGetsOneRunMore() {
        const auto trace = m_shop.path("twice.rlmscope");
        const auto arguments = run(answerScript(), {"--trace", trace});
        QCOMPARE(cli(arguments).code, 0);
        const auto second = cli(arguments);
        QVERIFY2(second.code == 0, second.all());
        QCOMPARE(cli({"show", trace, "--json"}).json()["runs"].toArray().size(), 2);
    }

    // ---- exit codes ------------------------------------------------------------------------------------------------

    void usageErrorsAreTwo_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        const QStringList whole{"run", "--context", m_text, "--question", "q"};
        QTest::newRow("nothing") << QStringList{} << QByteArray("subcommand");
        QTest::newRow("unknown command") << QStringList{"jump"} << QByteArray("jump");
        QTest::newRow("unknown option") << whole + QStringList{"--colour"} << QByteArray("--colour");
        QTest::newRow("no question") << QStringList{"run", "--context", m_text} << QByteArray("--question");
        QTest::newRow("empty question") << QStringList{"run", "--context", m_text, "--question", ""} << QByteArray("question");
        QTest::newRow("no context") << QStringList{"run", "--question", "q"} << QByteArray("--context");
        QTest::newRow("depth is no number") << whole + QStringList{"--depth", "two"} << QByteArray("two");
        QTest::newRow("depth too big") << whole + QStringList{"--depth", "17"} << QByteArray("17");
        QTest::newRow("strategy") << whole + QStringList{"--strategy", "magic"} << QByteArray("magic");
        QTest::newRow("protocol") << whole + QStringList{"--protocol", "smoke"} << QByteArray("smoke");
        QTest::newRow("price") << whole + QStringList{"--price", "cheap"} << QByteArray("cheap");
        QTest::newRow("price of one") << whole + QStringList{"--price", "1.0"} << QByteArray("1.0");
        QTest::newRow("budget") << whole + QStringList{"--budget-usd", "much"} << QByteArray("much");
        QTest::newRow("model") << whole + QStringList{"--model", "no such form"} << QByteArray("no such form");
        QTest::newRow("key variable") << whole + QStringList{"--key-env", "SURELY_NOT_SET"} << QByteArray("SURELY_NOT_SET");
        QTest::newRow("stdin twice") << QStringList{"run", "--context", "-", "-", "--question", "q"} << QByteArray("once");
        QTest::newRow("json and jsonl") << QStringList{"show", "x", "--json", "--jsonl"} << QByteArray("jsonl");
    }
    void usageErrorsAreTwo() {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, says);
        const auto result = cli(arguments);
        QVERIFY2(result.code == 2, result.all());
        QVERIFY2(result.err.contains(says), result.all());
        QCOMPARE(result.out, QByteArray());
    }

    void allProblemsAreToldAtOnce() {
        const auto result = cli({"run", "--context", "/no/such/file", "--question", "q", "--depth", "17", "--protocol", "smoke",
                                 "--max-turns", "0", "--budget-usd", "much", "--price", "cheap"});
        QVERIFY2(result.code == 2, result.all());
        for (const auto* part : {"17", "smoke", "turn", "much", "cheap", "/no/such/file"})
            QVERIFY2(result.err.contains(part), result.all());
    }

    void unknownPriceWithBudgetIsRefused() {
        const auto result = cli(run(answerScript(), {"--budget-usd", "1"}));
        QVERIFY2(result.code == 2, result.all());
        QVERIFY2(result.err.contains("price"), result.all());
    }

    void badInputIsThreeAndNamesTheFile_data() {
        QTest::addColumn<QString>("what");
        QTest::newRow("missing") << "missing.txt";
        QTest::newRow("folder of binaries") << "binaries";
        QTest::newRow("broken JSON") << "broken.json";
        QTest::newRow("empty file") << "empty.txt";
    }
    void badInputIsThreeAndNamesTheFile() {
        QFETCH(QString, what);
        m_shop.write("broken.json", "{\"a\": [1, 2");
        m_shop.write("empty.txt", "");
        QDir(m_shop.path(".")).mkpath("binaries");
        m_shop.write("binaries/picture.png", QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", 18));
        const auto result = cli({"run", "--context", m_shop.path(what), "--question", "q", "--model", answerScript(), "--json"});
        QVERIFY2(result.code == 3, result.all());
        QVERIFY2(result.err.contains(what.toUtf8()), result.all());
        QCOMPARE(result.json()["status"].toString(), QString("failed"));
        QVERIFY(result.json()["trace"].isNull());
    }

    void badScriptsAndTracesAreThree() {
        m_shop.write("typo.json", "{\"rules\": [{\"replyy\": \"x\"}]}");
        const auto script = cli(run("script:" + m_shop.path("typo.json")));
        QVERIFY2(script.code == 3 && script.err.contains("typo.json"), script.all());
        const auto missing = cli(run("script:" + m_shop.path("nowhere.json")));
        QVERIFY2(missing.code == 3 && missing.err.contains("nowhere.json"), missing.all());
        const auto foreign = m_shop.write("letter.txt", "Dear Sir or Madam,");
        const auto overwritten = cli(run(answerScript(), {"--trace", foreign}));
        QVERIFY2(overwritten.code == 3 && overwritten.err.contains("letter.txt"), overwritten.all());
        QFile letter(foreign);
        QVERIFY(letter.open(QIODevice::ReadOnly));
        QCOMPARE(letter.readAll(), QByteArray("Dear Sir or Madam,"));
    }

    void limitWithoutAnswerIsFour_data() {
        QTest::addColumn<QStringList>("limit");
        QTest::addColumn<QString>("reason");
        QTest::newRow("usd") << QStringList{"--budget-usd", "0.0000001"} << "usd";
        QTest::newRow("tokens") << QStringList{"--max-tokens", "10"} << "tokens";
    }
    void limitWithoutAnswerIsFour() {
        QFETCH(QStringList, limit);
        QFETCH(QString, reason);
        const auto result = cli(run(m_shop.script("priced.json", {answerRule("x")}, Priced), limit + QStringList{"--json"}));
        QVERIFY2(result.code == 4, result.all());
        QCOMPARE(result.json()["status"].toString(), QString("limit"));
        QCOMPARE(result.json()["stop_reason"].toString(), reason);
        QVERIFY(result.json()["answer"].isNull());
        QCOMPARE(result.json()["cost_usd"].toDouble(-1), 0.0);
    }

    void outOfTurnsAsksOnceMore() {
        const auto model = m_shop.script("turns.json", {rule({{"role", "final"}}, "best guess"), rule({{"role", "frame"}}, cell("x = 1"))});
        const auto result = cli(run(model, {"--max-turns", "2", "--json"}));
        QVERIFY2(result.code == 0, result.all());
        QCOMPARE(result.json()["answer"].toString(), QString("best guess"));
        QCOMPARE(result.json()["stop_reason"].toString(), QString("turns"));
        QCOMPARE(result.json()["model_calls"].toInt(), 3);
    }

    void maxCallsIsNeverPassed_data() {
        QTest::addColumn<int>("limit");
        for (const int limit : {1, 2, 3, 7, 20}) QTest::addRow("%d", limit) << limit;
    }
    void maxCallsIsNeverPassed() {
        QFETCH(int, limit);
        const auto model = m_shop.script("many.json",
            {rule({{"role", "final"}}, "gave up"),
             rule({{"role", "frame"}}, cell("llm_query_batched([str(i) for i in range(40)])")), rule({{"role", "sub"}}, "y")});
        const auto result = cli(run(model, {"--max-calls", QString::number(limit), "--json"}));
        QVERIFY2(result.code == 0 || result.code == 4, result.all());
        // A refused call is in the trace, but it never left: count what was sent.
        const auto shown = cli({"show", result.json()["trace"].toString(), "--json"});
        int attempts = 0;
        for (const auto& node : shown.json()["nodes"].toArray())
            if (node.toObject()["kind"] == "model_call") attempts += node.toObject()["attempts"].toInt();
        QVERIFY2(attempts > 0 && attempts <= limit, result.all());
    }

    void budgetIsNeverPassed_data() {
        QTest::addColumn<double>("budget");
        for (const double budget : {0.03, 0.1, 0.3, 1.0}) QTest::addRow("%g", budget) << budget;
    }
    void budgetIsNeverPassed() {
        QFETCH(double, budget);
        const auto model = m_shop.script("many.json",
            {rule({{"role", "final"}}, "gave up", usage(900, 200)),
             rule({{"role", "frame"}, {"depth", 0}},
                  cell("try:\n    rlm_query_batched([str(i) * 50 for i in range(6)])\nexcept Exception as e:\n    print(e)"), usage(800, 100)),
             rule({{"role", "frame"}, {"depth", 1}},
                  cell("try:\n    llm_query_batched([str(i) * 50 for i in range(10)])\nexcept Exception as e:\n    print(e)"), usage(700, 90)),
             rule({{"role", "sub"}}, "y", usage(60, 40))},
            Priced);
        const auto result = cli(run(model, {"--budget-usd", QString::number(budget), "--json", "--max-turns", "3", "--depth", "2"}));
        QVERIFY2(result.code == 0 || result.code == 4, result.all());
        const double cost = result.json()["cost_usd"].toDouble(-1);
        QVERIFY2(cost >= 0 && cost <= budget, result.all());
    }

    void modelFailureIsFive_data() {
        QTest::addColumn<QString>("model");
        const auto failing = [this](const char* name, int http) {
            return m_shop.script(name, {rule({}, {}, {{"error", QJsonObject{{"http", http}, {"message", "no"}}}})});
        };
        QTest::newRow("refused key") << failing("401.json", 401);
        QTest::newRow("no such model") << failing("404.json", 404);
        QTest::newRow("nobody listens") << "http://127.0.0.1:1/v1#some-model";
    }
    void modelFailureIsFive() {
        QFETCH(QString, model);
        const auto result = cli(run(model, {"--json"}));
        QVERIFY2(result.code == 5, result.all());
        QCOMPARE(result.json()["status"].toString(), QString("failed"));
        QVERIFY2(QFile::exists(result.json()["trace"].toString()), result.all());
    }

    // ---- Ctrl-C ----------------------------------------------------------------------------------------------------

    void interruptedOnceFinishesCleanly() {
        const auto trace = m_shop.path("once.rlmscope");
        const auto model = m_shop.script("slow.json", {rule({}, "never", {{"delay_ms", 600000}})});
        CliProcess process(run(model, {"--trace", trace, "--json"}));
        QVERIFY2(process.waitForErr("root frame started"), process.err());
        process.signal(SIGINT);
        const auto result = process.finish();
        QVERIFY2(result.code == 6, result.all());
        QCOMPARE(result.json()["status"].toString(), QString("cancelled"));
        const auto shown = cli({"show", trace, "--json"});
        QVERIFY2(shown.code == 0, shown.all());
        QCOMPARE(shown.json()["runs"][0]["status"].toString(), QString("cancelled"));
        for (const auto& node : shown.json()["nodes"].toArray())
            QVERIFY2(node.toObject()["status"] != "interrupted" && node.toObject()["status"] != "running", shown.all());
    }

    void interruptedTwiceLeavesAtOnce() {
        const auto trace = m_shop.path("two.rlmscope");
        // A cell that swallows interrupts takes its time to be stopped.
        const auto model = m_shop.script("stubborn.json",
            {rule({}, cell("while True:\n    try:\n        while True: pass\n    except BaseException: pass"))});
        CliProcess process(run(model, {"--trace", trace}));
        QVERIFY2(process.waitForErr("model call ok"), process.err());
        process.signal(SIGINT);
        QVERIFY2(process.waitForErr("Ctrl-C again"), process.err());
        process.signal(SIGINT);
        const auto result = process.finish();
        QVERIFY2(result.code == 6, result.all());
        QCOMPARE(result.out, QByteArray());
        const auto shown = cli({"show", trace, "--json"});
        QVERIFY2(shown.code == 0, shown.all());
        QCOMPARE(shown.json()["runs"][0]["model_calls"].toInt(), 1);
    }

    void interruptedWhileReadingStandardInput() {
        CliProcess process({"run", "--context", "-", "--question", "q", "--model", answerScript(), "--json"});
        process.write(QByteArray(200'000, 'x')); // more than a pipe holds: when it is written, somebody reads
        process.signal(SIGINT);
        const auto result = process.finish();
        QVERIFY2(result.code == 6, result.all());
        QCOMPARE(result.json()["status"].toString(), QString("cancelled"));
    }

    // ---- cells that misbehave --------------------------------------------------------------------------------------

    void hostileCellsAreReported_data() {
        QTest::addColumn<QString>("code");
        QTest::newRow("exits") << "import os\nos._exit(3)";
        QTest::newRow("kills itself") << "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)";
        QTest::newRow("raises") << "1/0";
        QTest::newRow("allocates for ever") << "x = []\nwhile True: x.append(bytearray(10**8))";
        QTest::newRow("prints a lot") << "for i in range(200000): print('x' * 100)";
    }
    void hostileCellsAreReported() {
        QFETCH(QString, code);
        const auto model = m_shop.script("hostile.json", {rule({{"turn", 1}}, cell(code)), rule({}, cell(answering("\"alive\"")))});
        const auto result = cli(run(model, {"--json"}));
        QVERIFY2(result.code == 0 || result.code == 5, result.all());
        QVERIFY2(!result.json()["status"].toString().isEmpty(), result.all());
        const auto shown = cli({"show", result.json()["trace"].toString(), "--json"});
        QVERIFY2(shown.code == 0, shown.all());
    }

    void fullStandardOutputIsNotSuccess() {
        const auto program = QStringLiteral(RLMSCOPE_BIN_DIR "/rlmscope-cli");
        QProcess shell;
        shell.start("sh", QStringList{"-c", "exec \"$0\" \"$@\" > /dev/full", program} + run(answerScript()));
        QVERIFY(shell.waitForFinished(60'000));
        QCOMPARE(shell.exitCode(), 1);
    }
};

QTEST_GUILESS_MAIN(TestCliRun)
#include "tst_cli_run.moc"
