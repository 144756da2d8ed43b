// `import` on the real program.
#include "cli/cli_process.h"

#include <QDir>

using namespace rlmscope::test;

namespace {

const QByteArray Log = R"log({"type":"metadata","timestamp":"2026-01-02T03:04:05","root_model":"m-big","max_depth":1,"max_iterations":4,"backend":"openai"}
{"type":"iteration","iteration":1,"timestamp":"2026-01-02T03:04:09","prompt":[{"role":"user","content":"Turn 1/4:"}],"response":"r","code_blocks":[{"code":"print(1)","result":{"stdout":"1\n","stderr":"","locals":{"context":"abc"},"execution_time":0.5,"rlm_calls":[{"root_model":"m-sub","prompt":"p","response":"q","execution_time":0.25,"usage_summary":{"model_usage_summaries":{"m-sub":{"total_input_tokens":40,"total_output_tokens":9}},"total_cost":0.125}}]}}],"final_answer":"one","iteration_time":2}
)log";

} // namespace

class TestCliImport : public QObject {
    Q_OBJECT

    Workshop m_shop;

private Q_SLOTS:
    void intoOneTrace() {
        const auto trace = m_shop.path("all.rlmscope"), good = m_shop.write("good.jsonl", Log), bad = m_shop.write("bad.jsonl", "nothing\n");
        const auto result = cli({"import", good, bad, m_shop.path("absent.jsonl"), good, "-o", trace, "--json"});
        QVERIFY2(result.code == 3 && result.err.isEmpty(), result.all());
        const auto files = result.json()["files"].toArray();
        QCOMPARE(files.size(), 4);
        const auto first = files[0].toObject();
        QCOMPARE(first["format"].toString(), QString("rlm"));
        QCOMPARE(first["trace"].toString(), trace);
        QVERIFY(first["error"].isNull());
        const auto run = first["runs"].toArray()[0].toObject();
        QCOMPARE(run["answer"].toString(), QString("one"));
        const auto nodes = run["nodes"].toObject(), tokens = run["usage"].toObject();
        QCOMPARE(nodes["model_call"].toInt(), 2);
        QCOMPARE(nodes["sub_call"].toInt(), 1);
        QCOMPARE(tokens["input_tokens"].toInt(), 40);
        QVERIFY(run["cost_usd"].isNull());
        QCOMPARE(run["known_cost_usd"].toDouble(), 0.125);
        QVERIFY(!first["report"].toArray().isEmpty());
        const auto second = files[1].toObject(), again = files[3].toObject();
        QVERIFY(second["runs"].toArray().isEmpty() && second["error"].toObject()["message"].toString().contains("bad.jsonl"));
        QVERIFY(again["runs"].toArray()[0].toObject()["already_imported"].toBool());

        const auto shown = cli({"show", trace, "--json"});
        QVERIFY2(shown.code == 0, shown.all());
        QCOMPARE(shown.json()["runs"].toArray().size(), 1);
        const auto priced = cli({"cost", trace, "--json"});
        QVERIFY2(priced.code == 0, priced.all());
    }
    void whatALogDoesNotSayIsUnknown() {
        const auto log = m_shop.write("tree.json", R"json({"session_id":"s","session_start":1768459809.0,"tree_structure":{},"nodes":{"root":{"node_id":"root","parent_id":null,"depth":0,"max_depth":1,"start_time":1768459809.0,"end_time":1768459812.0,
            "iterations":[{"prompt":"Q?","response":"FINAL(x)","timestamp":1768459809.5,"code_executions":[]}],"final_answer":"x","status":"completed"}}})json");
        const auto result = cli({"import", log, "-o", m_shop.path("tree.rlmscope")});
        QVERIFY2(result.code == 0 && result.out.contains("1 turn,") && result.out.contains("tokens unknown, cost unknown"), result.all());
        const auto shown = cli({"show", m_shop.path("tree.rlmscope")});
        QVERIFY2(shown.out.contains("Imported: from a JSON tree, tree.json") && shown.out.contains("absent     The models") && shown.out.contains("tokens unknown"), shown.all());
        const auto json = cli({"show", m_shop.path("tree.rlmscope"), "--json"}).json()["runs"].toArray()[0].toObject()["import"].toObject();
        QCOMPARE(json["format"].toString(), QString("tree-json"));
        QVERIFY(json["remarks"].toArray().size() > 3);
        const auto again = cli({"import", log, "-o", m_shop.path("tree2.rlmscope"), "--json"});
        QVERIFY2(again.json()["files"].toArray()[0].toObject()["runs"].toArray()[0].toObject()["usage"].isNull(), again.all());
    }
    void foldersAndThingsThatAreThere() {
        QVERIFY(QDir().mkpath(m_shop.path("many")));
        m_shop.write("many/a.jsonl", Log);
        m_shop.write("many/b.jsonl", QByteArray(Log).replace("\"one\"", "\"two\""));
        m_shop.write("many/c.json", "{}");
        m_shop.write("many/LICENSE", "MIT");
        const QStringList where{"XDG_DATA_HOME=" + m_shop.path("home")};
        const auto first = cli({"import", m_shop.path("many")}, {}, where);
        QVERIFY2(first.code == 3 && first.out.contains("2 of 3 files imported, 1 not: see above.") && first.err.contains("c.json"), first.all());
        const auto again = cli({"import", m_shop.path("many/a.jsonl"), m_shop.path("many/b.jsonl")}, {}, where);
        QVERIFY2(again.code == 0 && again.out.contains("0 of 2 files imported, 2 were there already.") && again.out.contains("has this run already"), again.all());
    }
    void intoTheLibrary() {
        const auto result = cli({"import", m_shop.write("good.jsonl", Log), "--json"}, {}, {"XDG_DATA_HOME=" + m_shop.path("data")});
        QVERIFY2(result.code == 0, result.all());
        const auto first = result.json()["files"].toArray()[0].toObject();
        QVERIFY2(first["trace"].toString().startsWith(m_shop.path("data")) && QFile::exists(first["trace"].toString()), result.all());
        const auto text = cli({"import", m_shop.path("good.jsonl")}, {}, {"XDG_DATA_HOME=" + m_shop.path("data")});
        QVERIFY2(text.code == 0 && text.out.contains("has this run already"), text.all()); // known again by its bytes
    }
    void nothingIsLeftOfNothing() {
        const auto trace = m_shop.path("none.rlmscope");
        const auto result = cli({"import", m_shop.write("bad.jsonl", "nothing\n"), "-o", trace});
        QVERIFY2(result.code == 3 && result.err.contains("is not JSON"), result.all());
        QVERIFY(!QFile::exists(trace) && !QFile::exists(trace + ".lock"));
        QCOMPARE(cli({"import"}).code, 2);
        const auto other = cli({"import", m_shop.path("good.jsonl"), "-o", m_shop.path("bad.jsonl")});
        QVERIFY2(other.code == 3 && QFile(m_shop.path("bad.jsonl")).size() == 8, other.all()); // no trace: left alone
    }
};

QTEST_APPLESS_MAIN(TestCliImport)
#include "tst_cli_import.moc"
