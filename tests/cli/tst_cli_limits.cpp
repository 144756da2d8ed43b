// Limits, approvals and questions at the command line, on the real program, with and without a terminal.
#include "cli/at_terminal.h"

#include "cli/budget_questions.h"
#include "trace/run_tree.h"
#include "trace/trace_reader.h"

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

PendingDecision limit(LimitKind kind) {
    PendingDecision question;
    question.kind = PendingDecision::Kind::Limit;
    question.limit = kind;
    return question;
}

} // namespace

class TestCliLimits : public QObject {
    Q_OBJECT

    Workshop m_shop;
    QString m_text;

    QStringList run(const QString& model, const QStringList& more = {}) const {
        return QStringList{"run", "--context", m_text, "--question", "What is it?", "--model", model} + more;
    }
    /// Turns that go on for ever, and a last answer.
    QString endless() const {
        return m_shop.script("endless.json", {rule({{"role", "final"}}, "best guess"), rule({{"role", "frame"}}, cell("x = 1"))});
    }
    /// A batch, and the number of its good replies as the answer.
    QString batch() const {
        return m_shop.script("batch.json", {rule({{"role", "frame"}}, cell("r = llm_query_batched(['a', 'b', 'c'])\n" +
                                                                        answering("str(sum(bool(x) for x in r)) + ' ' + str(r[0] or r[0].message)"))),
                                            rule({{"role", "sub"}}, "yes")});
    }
    std::optional<RunSpec> specOf(const QString& trace) const {
        auto reader = TraceReader::open(trace.toStdString());
        if (!reader) return {};
        auto runs = (*reader)->runs();
        if (!runs || runs->empty()) return {};
        std::optional<RunSpec> spec;
        (void)(*reader)->forEachEvent(runs->front().id, 1, [&](const Event& event) {
            if (const auto* started = std::get_if<RunStarted>(&event.body)) spec = started->spec;
            return !spec;
        });
        return spec;
    }

private Q_SLOTS:
    void initTestCase() { m_text = m_shop.write("context.txt", "a b c d\n"); }

    void optionsReachTheTrace() {
        const auto trace = m_shop.path("spec.rlmscope");
        const auto result = test::cli(run(m_shop.script("answer.json", {answerRule("x")}),
                                    {"--at-limit", "stop", "--approve-calls", "40", "--approve-usd", "0.25", "--max-frames", "9", "--max-input-tokens", "100000",
                                     "--max-output-tokens", "50000", "--child-budget-usd", "0.125", "--child-max-calls", "7", "--child-max-tokens", "60000",
                                     "--budget-line", "--price", "1,4", "--trace", trace}));
        QVERIFY2(result.code == 0, result.all());
        const auto spec = specOf(trace);
        QVERIFY(spec);
        const RunLimits& limits = spec->limits;
        QVERIFY(limits.atLimit == AtLimit::Stop);
        QCOMPARE(*limits.approveCalls, 40);
        QCOMPARE(limits.approveUsd->value, 250'000'000'000);
        QCOMPARE(*limits.frames, 9);
        QCOMPARE(*limits.inputTokens, 100'000);
        QCOMPARE(*limits.outputTokens, 50'000);
        QCOMPARE(limits.child, (SubtreeLimits{PicoUsd{125'000'000'000}, 7, 60'000}));
        QVERIFY(spec->budgetLine);
    }
    void wrongValuesAreNamed() {
        const auto result = test::cli(run(endless(), {"--at-limit", "perhaps", "--approve-usd", "much", "--child-budget-usd", "-", "--max-frames", "0"}));
        QVERIFY2(result.code == 2, result.all());
        for (const char* word : {"--at-limit perhaps", "--approve-usd much", "--child-budget-usd -", "number of frames"})
            QVERIFY2(result.err.contains(word), result.all());
    }
    void stopEndsWithoutAnAnswer() {
        const auto result = test::cli(run(endless(), {"--max-calls", "3", "--at-limit", "stop", "--json"}));
        QVERIFY2(result.code == 4, result.all());
        QCOMPARE(result.json()["stop_reason"].toString(), QString("calls"));
        QCOMPARE(result.json()["model_calls"].toInt(), 4); // the refused one is in the trace, too
        QVERIFY(result.json()["answer"].isNull());
    }
    void withoutATerminalAskIsFinish() {
        const auto result = test::cli(run(endless(), {"--max-calls", "3", "--at-limit", "ask"}));
        QVERIFY2(result.code == 0, result.all());
        QCOMPARE(result.out, QByteArray("best guess\n"));
    }
    void withoutATerminalNothingIsApproved() {
        const auto result = test::cli(run(batch(), {"--approve-calls", "3"}));
        QVERIFY2(result.code == 0, result.all());
        QVERIFY2(result.out.startsWith("0 These 3 calls need the user's approval, and nobody is there to ask."), result.all());
        QVERIFY2(result.err.contains("denied: 3 calls"), result.all());
        QCOMPARE(test::cli(run(batch(), {"--approve-calls", "4"})).out, QByteArray("3 yes\n"));
    }
    void aFanOutIsApprovedAtTheTerminal() {
        const auto answer = atTerminal(run(batch(), {"--approve-calls", "2"}), {{"y = yes", "what\n"}, {"y = yes", "y\n"}});
        QVERIFY2(answer.code == 0, answer.shown);
        QVERIFY2(answer.shown.contains("The run wants to make 3 calls to script:"), answer.shown);
        QVERIFY2(answer.shown.contains("That is no answer to this question."), answer.shown);
        QVERIFY2(answer.shown.contains("3 yes"), answer.shown);
    }
    void aFanOutIsRefusedAtTheTerminal() {
        const auto answer = atTerminal(run(batch(), {"--approve-calls", "2"}), {{"y = yes", "n\n"}});
        QVERIFY2(answer.code == 0, answer.shown);
        QVERIFY2(answer.shown.contains("0 The user refused these 3 calls."), answer.shown);
    }
    void aLimitIsRaisedAtTheTerminal() {
        const auto answer = atTerminal(run(endless(), {"--max-calls", "3", "--at-limit", "ask", "--trace", m_shop.path("raised.rlmscope")}),
                                       {{"A higher limit", "2\n"}, {"A higher limit", "6\n"}, {"A higher limit", "f\n"}});
        QVERIFY2(answer.code == 0, answer.shown);
        QVERIFY2(answer.shown.contains("must become higher than 3 calls"), answer.shown);
        QVERIFY2(answer.shown.contains("best guess"), answer.shown);
        int calls = 0;
        for (const auto& node : test::cli({"show", m_shop.path("raised.rlmscope"), "--json"}).json()["nodes"].toArray())
            if (node.toObject()["kind"] == "model_call") calls += node.toObject()["attempts"].toInt();
        QCOMPARE(calls, 6);
    }
    void aRunIsStoppedAtTheTerminal() {
        const auto answer = atTerminal(run(endless(), {"--max-calls", "3", "--at-limit", "ask"}), {{"A higher limit", "s\n"}});
        QVERIFY2(answer.code == 4, answer.shown);
        const auto interrupted = atTerminal(run(endless(), {"--max-calls", "3", "--at-limit", "ask"}), {{"A higher limit", "\x03"}});
        QVERIFY2(interrupted.code == 6, interrupted.shown);
    }
    void whatIsTypedIsRead() {
        PendingDecision fanOut;
        QVERIFY(cli::readAnswer(fanOut, "y")->verdict == Verdict::Go);
        QVERIFY(cli::readAnswer(fanOut, " no\r")->verdict == Verdict::Refuse);
        QVERIFY(cli::readAnswer(fanOut, "s")->verdict == Verdict::Stop);
        QVERIFY(!cli::readAnswer(fanOut, "f") && !cli::readAnswer(fanOut, "") && !cli::readAnswer(fanOut, "5"));
        QCOMPARE(cli::readAnswer(limit(LimitKind::Usd), "0.75")->raised.usd->value, 750'000'000'000);
        QCOMPARE(*cli::readAnswer(limit(LimitKind::Seconds), "90.5")->raised.seconds, 90.5);
        QCOMPARE(*cli::readAnswer(limit(LimitKind::Turns), "40")->raised.turns, 40);
        QCOMPARE(*cli::readAnswer(limit(LimitKind::InputToken), "9000")->raised.inputTokens, 9'000);
        QVERIFY(cli::readAnswer(limit(LimitKind::Calls), "f")->verdict == Verdict::Finish);
        for (const char* wrong : {"y", "", "4 5", "1e99", "nan", "99999999999999999999", "0x10", "-"})
            QVERIFY2(!cli::readAnswer(limit(LimitKind::Calls), wrong), wrong);
        QVERIFY(!cli::readAnswer(limit(LimitKind::Seconds), "inf") && !cli::readAnswer(limit(LimitKind::Turns), "3000000000"));
    }
};

QTEST_GUILESS_MAIN(TestCliLimits)
#include "tst_cli_limits.moc"
