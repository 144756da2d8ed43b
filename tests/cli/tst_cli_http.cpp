// An RLM run over real HTTP with 500 sub-calls, some answered 429, some 500, some cut in mid-stream: right totals, nothing
// lost, every attempt in the trace.
#include "cli/cli_process.h"
#include "support/openai_server.h"

#include <set>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

constexpr int SubCalls = 500;

Script rootAndEcho() {
    const QJsonObject script{{"rules", QJsonArray{
        rule({{"role", "frame"}}, cell("prompts = [\"item %d\" % i for i in range(" + QString::number(SubCalls) + ")]\n"
                                       "replies = llm_query_batched(prompts)\n" +
                                       answering("str(sum(a == b for a, b in zip(prompts, replies)))"))),
        rule({{"role", "sub"}}, "{{last}}", {{"template", true}})}}};
    auto parsed = parseScript(QJsonDocument(script).toJson().toStdString(), "test");
    if (!parsed) qFatal("%s", parsed.error().text().c_str());
    return std::move(*parsed);
}

} // namespace

class TestCliHttp : public QObject {
    Q_OBJECT

    Workshop m_shop;

private Q_SLOTS:
    void fiveHundredSubCalls_data() {
        QTest::addColumn<bool>("faulty");
        QTest::newRow("a good server") << false;
        QTest::newRow("a bad day") << true;
    }
    void fiveHundredSubCalls() {
        QFETCH(bool, faulty);
        OpenAiServerOptions options;
        options.script = rootAndEcho();
        if (faulty) {
            options.faults.tooMany = 0.15;
            options.faults.serverError = 0.05;
            options.faults.cut = 0.1;
            options.faults.drop = 0.03;
            options.faults.retryAfterMs = 20;
        }
        OpenAiServer server(std::move(options));
        const auto trace = m_shop.path(faulty ? "faulty.rlmscope" : "good.rlmscope");
        const auto result = cli({"run", "--context", m_shop.write("c.txt", "x"), "--question", "q", "--model",
                                 QString::fromStdString(server.spec()), "--price", "1,4", "--trace", trace, "--json"});
        QVERIFY2(result.code == 0, result.all());
        const auto json = result.json();
        QCOMPARE(json["answer"].toString(), QString::number(SubCalls));
        QCOMPARE(json["model_calls"].toInt(), SubCalls + 1);

        const auto shown = cli({"show", trace, "--json"});
        QVERIFY2(shown.code == 0, shown.err);
        const auto totals = server.totals();
        std::set<QString> prompts;
        std::uint64_t attempts = 0, failures = 0;
        qint64 input = 0, output = 0;
        qint64 settledInput = 0, settledOutput = 0; // of attempts whose usage nobody reported: at their reservation
        double failedCost = 0;
        for (const auto& value : shown.json()["nodes"].toArray()) {
            const auto node = value.toObject();
            if (node["kind"] != "model_call") continue;
            QCOMPARE(node["status"].toString(), QString("ok"));
            const auto failed = node["failed_attempts"].toArray();
            QCOMPARE(node["attempts"].toInt(), failed.size() + 1);
            attempts += static_cast<std::uint64_t>(node["attempts"].toInt());
            failures += static_cast<std::uint64_t>(failed.size());
            for (const auto& attempt : failed) {
                QVERIFY2(attempt.toObject()["retryable"].toBool(), shown.out);
                failedCost += attempt.toObject()["cost_usd"].toDouble();
                settledInput += attempt.toObject()["usage"].toObject()["input_tokens"].toInteger();
                settledOutput += attempt.toObject()["usage"].toObject()["output_tokens"].toInteger();
            }
            input += node["usage"]["input_tokens"].toInteger();
            output += node["usage"]["output_tokens"].toInteger();
            if (node["role"] == "sub") {
                QCOMPARE(node["reply"].toString(), node["prompt"].toString());
                prompts.insert(node["prompt"].toString());
            }
        }
        QCOMPARE(prompts.size(), std::size_t(SubCalls));
        QCOMPARE(attempts, totals.requests);
        QCOMPARE(failures, totals.faults);
        QVERIFY(faulty == (failures > 0));
        // What complete replies reported is counted exactly; a cut one may have been billed, so it counts at its reservation.
        QCOMPARE(input - settledInput, qint64(totals.input));
        QCOMPARE(output - settledOutput, qint64(totals.output));
        QVERIFY(faulty == (settledInput > 0));
        QCOMPARE(json["usage"]["input_tokens"].toInteger(), input);
        QCOMPARE(json["usage"]["output_tokens"].toInteger(), output);
        const double expected = static_cast<double>(totals.input) / 1e6 + 4 * static_cast<double>(totals.output) / 1e6 + failedCost;
        QVERIFY2(std::abs(json["cost_usd"].toDouble() - expected) < 1e-9, result.all());
    }

    void keyGoesToTheServerAndNowhereElse() {
        OpenAiServerOptions options;
        options.key = "sk-very-secret-0123456789";
        OpenAiServer server(std::move(options));
        const auto trace = m_shop.path("key.rlmscope");
        const QStringList arguments{"run", "--context", m_shop.write("c.txt", "x"), "--question", "q", "--strategy", "direct", "--model",
                                    QString::fromStdString(server.spec()), "--key-env", "RLMSCOPE_TEST_KEY", "--json", "--trace", trace};
        const auto good = cli(arguments, {}, {"RLMSCOPE_TEST_KEY=sk-very-secret-0123456789"});
        QVERIFY2(good.code == 0, good.all());
        const auto bad = cli(arguments, {}, {"RLMSCOPE_TEST_KEY=sk-wrong-9876543210"});
        QVERIFY2(bad.code == 5, bad.all());
        QFile file(trace);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto everything = file.readAll() + good.all() + bad.all() + cli({"show", trace, "--json"}).out;
        QVERIFY(!everything.contains("very-secret"));
        QVERIFY(!everything.contains("sk-wrong"));
    }

    void allAttemptsFail() {
        OpenAiServerOptions options;
        options.faults.serverError = 1;
        options.faults.mostPerRequest = 1000;
        OpenAiServer server(std::move(options));
        const auto result = cli({"run", "--context", m_shop.write("c.txt", "x"), "--question", "q", "--strategy", "direct", "--model",
                                 QString::fromStdString(server.spec()), "--json"});
        QVERIFY2(result.code == 5, result.all());
        QCOMPARE(result.json()["stop_reason"].toString(), QString("model_error"));
    }
};

QTEST_GUILESS_MAIN(TestCliHttp)
#include "tst_cli_http.moc"
