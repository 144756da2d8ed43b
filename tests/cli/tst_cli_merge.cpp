// `merge` and `split` on the real program.
#include "cli/cli_process.h"

#include <QDir>

using namespace rlmscope::test;

namespace {

QByteArray log(int n) {
    return R"log({"type":"metadata","timestamp":"2026-01-02T03:04:05","root_model":"m-big","max_depth":1,"max_iterations":4,"backend":"openai"}
{"type":"iteration","iteration":1,"timestamp":"2026-01-02T03:04:09","prompt":[{"role":"user","content":"Turn 1/4:"}],"response":"r","code_blocks":[],"final_answer":"answer )log" +
           QByteArray::number(n) + "\",\"iteration_time\":2}\n";
}

} // namespace

class TestCliMerge : public QObject {
    Q_OBJECT

    Workshop m_shop;

private Q_SLOTS:
    void togetherAndApart() {
        const auto a = m_shop.path("a.rlmscope"), b = m_shop.path("b.rlmscope"), all = m_shop.path("all.rlmscope");
        QCOMPARE(cli({"import", m_shop.write("a.jsonl", log(1)), "-o", a}).code, 0);
        QCOMPARE(cli({"import", m_shop.write("b.jsonl", log(2)), "-o", b}).code, 0);
        const auto merged = cli({"merge", a, b, "-o", all});
        QVERIFY2(merged.code == 0, merged.all());
        QVERIFY2(merged.out.contains("2 runs"), merged.all());
        QCOMPARE(cli({"show", all, "--json"}).json()["runs"].toArray().size(), 2);
        const auto again = cli({"merge", a, b, "-o", all});
        QVERIFY2(again.code == 2 && again.err.contains("exists already"), again.all());
        QVERIFY(QDir().mkpath(m_shop.path("parts")));
        const auto split = cli({"split", all, "--to", m_shop.path("parts")});
        QVERIFY2(split.code == 0, split.all());
        const auto files = split.out.trimmed().split('\n');
        QCOMPARE(files.size(), 2);
        for (const auto& file : files) QCOMPARE(cli({"show", QString::fromUtf8(file), "--json"}).json()["runs"].toArray().size(), 1);
    }
    void refusals() {
        const auto bad = m_shop.write("bad.rlmscope", "not a trace");
        const auto merged = cli({"merge", bad, "-o", m_shop.path("x.rlmscope")});
        QVERIFY2(merged.code == 3 && merged.err.contains("bad.rlmscope"), merged.all());
        QVERIFY(!QFile::exists(m_shop.path("x.rlmscope")));
        QVERIFY(cli({"split", bad}).code != 0);
    }
};

QTEST_GUILESS_MAIN(TestCliMerge)
#include "tst_cli_merge.moc"
