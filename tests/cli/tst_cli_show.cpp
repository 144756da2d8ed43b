// `show`, `doctor` and `demo` on the real program: everything comes from the trace alone.
#include "cli/cli_process.h"

using namespace rlmscope::test;

namespace {

QJsonArray recursing() {
    return {rule({{"role", "frame"}, {"depth", 0}},
                 cell("parts = rlm_query_batched([\"part\"] * 2, contexts=[\"abc\", \"de\"])\n"
                      "votes = llm_query_batched([str(i) for i in range(12)])\nprint(parts, len(votes))\n" + answering("\"+\".join(parts)")),
                 usage(300, 40)),
            rule({{"role", "frame"}, {"depth", 1}}, cell(answering("str(len(context))")), usage(50, 10)),
            rule({{"role", "sub"}}, "yes", usage(5, 1))};
}

} // namespace

class TestCliShow : public QObject {
    Q_OBJECT

    Workshop m_shop;
    QString m_trace;
    QJsonObject m_run; // what run --json said

private Q_SLOTS:
    void initTestCase() {
        m_trace = m_shop.path("run.rlmscope");
        const auto model = m_shop.script("model.json", recursing(), {{"price", QJsonObject{{"input", 1.0}, {"output", 4.0}}}});
        const auto context = m_shop.write("context.txt", "x");
        const auto result = cli({"run", "--context", context, "--question", "How long?", "--model", model, "--depth", "2",
                                 "--trace", m_trace, "--json"});
        QVERIFY2(result.code == 0, result.all());
        m_run = result.json();
        // The trace alone: nothing else is left.
        QFile::remove(m_shop.path("model.json"));
        QFile::remove(context);
    }

    void jsonReproducesTheTree() {
        const auto shown = cli({"show", m_trace, "--json"});
        QVERIFY2(shown.code == 0, shown.all());
        QVERIFY2(shown.err.isEmpty(), shown.all());
        const auto run = shown.json()["runs"][0].toObject();
        QCOMPARE(run["status"].toString(), QString("answered"));
        QCOMPARE(run["answer"].toString(), m_run["answer"].toString());
        QCOMPARE(run["usage"].toObject(), m_run["usage"].toObject());
        QCOMPARE(run["cost_usd"].toDouble(), m_run["cost_usd"].toDouble());
        for (const auto* field : {"model_calls", "frames", "turns", "cells"}) QCOMPARE(run[field].toInt(), m_run[field].toInt());

        const auto nodes = shown.json()["nodes"].toArray();
        QMap<QString, int> kinds;
        QMap<qint64, QJsonObject> byId;
        qint64 last = 0;
        for (const auto& value : nodes) {
            const auto node = value.toObject();
            for (const auto* field : {"id", "parent", "run", "kind", "status", "depth", "model", "times", "usage", "cost_usd"})
                QVERIFY2(node.contains(field), field);
            QVERIFY2(node["id"].toInteger() > last, "start order");
            last = node["id"].toInteger();
            byId[last] = node;
            ++kinds[node["kind"].toString()];
            if (node["parent"].isNull()) QCOMPARE(node["kind"].toString(), QString("frame"));
            else QVERIFY(byId.contains(node["parent"].toInteger()));
            QCOMPARE(node["status"].toString(), QString("ok"));
            QVERIFY(node["times"]["end"].toDouble() >= node["times"]["start"].toDouble());
        }
        QCOMPARE(kinds, (QMap<QString, int>{{"frame", 3}, {"turn", 3}, {"cell", 3}, {"model_call", 15}}));
        const auto root = nodes[0].toObject();
        QCOMPARE(root["total_cost_usd"].toDouble(), m_run["cost_usd"].toDouble());
        QCOMPARE(root["question"].toString(), QString("How long?"));
        QCOMPARE(root["answer"].toString(), QString("3+2"));
    }

    void textsAreWhole() {
        const auto shown = cli({"show", m_trace, "--jsonl"});
        QVERIFY2(shown.code == 0, shown.all());
        bool code = false, output = false, prompt = false, reply = false;
        for (const auto& line : shown.out.trimmed().split('\n')) {
            const auto node = QJsonDocument::fromJson(line).object();
            QVERIFY2(!node.isEmpty(), line);
            code = code || node["code"].toString().contains("rlm_query_batched([\"part\"] * 2");
            output = output || node["output"].toString().contains("['3', '2'] 12");
            prompt = prompt || (node["kind"] == "model_call" && node["prompt"].toString().contains("How long?"));
            reply = reply || node["reply"].toString() == "yes";
        }
        QVERIFY(code);
        QVERIFY(output);
        QVERIFY(prompt);
        QVERIFY(reply);
    }

    void treeIsReadable() {
        const auto shown = cli({"show", m_trace});
        QVERIFY2(shown.code == 0, shown.all());
        for (const auto* part : {"answered", "How long?", "root frame", "turn 1", "cell 1", "rlm_query", "12 x llm_query, 12 ok", "$0.00"})
            QVERIFY2(shown.out.contains(part), shown.all());
        QVERIFY2(!shown.out.contains('\x1b'), "no colours into a pipe");
    }

    void oneRunByItsId() {
        const auto id = cli({"show", m_trace, "--json"}).json()["runs"][0]["id"].toString();
        const auto one = cli({"show", m_trace, "--json", "--run", id.left(8)});
        QVERIFY2(one.code == 0, one.all());
        QCOMPARE(one.json()["runs"].toArray().size(), 1);
        const auto none = cli({"show", m_trace, "--run", "zzzz"});
        QVERIFY2(none.code == 3 && none.err.contains("zzzz") && none.err.contains(id.toUtf8()), none.all());
    }

    void whatIsNoTraceIsRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QFile file(m_trace);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto whole = file.readAll();
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("hello");
        QTest::newRow("header only") << whole.left(100);
        QTest::newRow("half") << whole.left(whole.size() / 2);
        auto scrambled = whole;
        for (int i = 4096; i < scrambled.size(); i += 3) scrambled[i] = static_cast<char>(scrambled[i] ^ 0x5a);
        QTest::newRow("scrambled") << scrambled;
    }
    void whatIsNoTraceIsRefused() {
        QFETCH(QByteArray, bytes);
        const auto path = m_shop.write("damaged.rlmscope", bytes);
        for (const auto* option : {"--json", "--jsonl", "--run="}) {
            const auto shown = cli({"show", path, option});
            QVERIFY2(shown.code == 3 || shown.code == 2, shown.all());
            QVERIFY2(!shown.err.isEmpty(), shown.all());
        }
        const auto plain = cli({"show", path});
        QVERIFY2(plain.code == 3, plain.all());
        QVERIFY2(plain.err.contains("damaged.rlmscope"), plain.all());
    }

    void everyDamageHasAReason() {
        QFile file(m_trace);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto whole = file.readAll();
        for (int at = 0; at < whole.size(); at += whole.size() / 60) {
            auto bytes = whole;
            for (int i = at; i < std::min<qsizetype>(at + 64, bytes.size()); ++i) bytes[i] = static_cast<char>(~bytes[i]);
            const auto shown = cli({"show", m_shop.write("flipped.rlmscope", bytes), "--json"});
            QVERIFY2(shown.code == 0 || shown.code == 3, shown.all());
            if (shown.code == 3) QVERIFY2(shown.err.contains("flipped.rlmscope") || shown.err.size() > 20, shown.all());
        }
    }

    void missingFileIsNamed() {
        const auto shown = cli({"show", m_shop.path("nowhere.rlmscope")});
        QVERIFY2(shown.code == 3 && shown.err.contains("nowhere.rlmscope"), shown.all());
    }

    void doctorFindsPython() {
        const auto result = cli({"doctor", "--json"}, {}, {"OPENAI_API_KEY=sk-secret-of-the-doctor"});
        QVERIFY2(result.code == 0, result.all());
        QVERIFY(result.json()["ok"].toBool());
        QVERIFY2(!result.all().contains("sk-secret"), result.all());
        QStringList names;
        for (const auto& check : result.json()["checks"].toArray()) {
            names << check.toObject()["name"].toString();
            if (names.last() == "python worker") QVERIFY(check.toObject()["data"].toObject()["python"].toString().startsWith("3."));
            if (names.last() == "provider openai") QVERIFY(check.toObject()["ok"].toBool());
        }
        for (const auto* name : {"versions", "python worker", "library folder", "provider openai", "models.json", "keychain", "prices"}) QVERIFY2(names.contains(name), name);
    }

    void doctorSaysWhatIsBroken() {
        const auto result = cli({"doctor"}, {}, {"RLMSCOPE_WORKER=/no/such/program"});
        QVERIFY2(result.code == 1 && result.out.contains("BROKEN"), result.all());
    }

    void demosAreListed() {
        const auto result = cli({"demo", "--list"});
        QVERIFY2(result.code == 0 && result.out.contains("demo"), result.all());
        const auto unknown = cli({"demo", "no-such-example"});
        QVERIFY2(unknown.code != 0 && unknown.err.contains("no-such-example"), unknown.all());
    }

    void oneDemoRuns() {
        const auto result = cli({"demo", "minutes"});
        QVERIFY2(result.code == 0, result.all());
        QVERIFY2(result.out.contains("7-31-94"), result.all());
        QVERIFY2(result.err.contains("simulated") && result.err.contains("Open it in the window"), result.all());
    }
};

QTEST_GUILESS_MAIN(TestCliShow)
#include "tst_cli_show.moc"
