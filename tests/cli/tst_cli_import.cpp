// `import` on the real program.
#include "cli/cli_process.h"

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
    void intoTheLibrary() {
        const auto result = cli({"import", m_shop.write("good.jsonl", Log), "--json"}, {}, {"XDG_DATA_HOME=" + m_shop.path("data")});
        QVERIFY2(result.code == 0, result.all());
        const auto first = result.json()["files"].toArray()[0].toObject();
        QVERIFY2(first["trace"].toString().startsWith(m_shop.path("data")) && QFile::exists(first["trace"].toString()), result.all());
        const auto text = cli({"import", m_shop.path("good.jsonl")}, {}, {"XDG_DATA_HOME=" + m_shop.path("data")});
        QVERIFY2(text.code == 0 && text.out.contains("Answer: one") && text.out.contains("absent"), text.all());
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
