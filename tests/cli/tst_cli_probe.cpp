// `rlmscope-cli probe` on the real program: every moment of a recorded run, its variables and values, and who is asked
// before somebody else's code runs.
#include "cli/cli_process.h"

#include <QDir>

using namespace rlmscope::test;

class TestCliProbe : public QObject {
    Q_OBJECT

    Workshop m_shop;
    QString m_trace; ///< in the library

    QJsonObject probed(const QStringList& more, int code = 0) {
        const auto result = cli(QStringList{"probe", m_trace, "--json"} + more);
        if (result.code != code) qFatal("%s", result.all().constData());
        return result.json();
    }
    static QString names(const QJsonObject& json) {
        QStringList out;
        for (const auto& v : json["variables"].toArray()) out << v.toObject()["name"].toString() + "=" + v.toObject()["preview"].toString();
        return out.join(' ');
    }

private Q_SLOTS:
    void initTestCase() {
        const auto script = m_shop.script("probe.json", {
            rule({{"depth", 0}, {"turn", 1}}, cell("x = [1, 2, 3]\nprint('one')"), usage(10, 1)),
            rule({{"depth", 0}, {"turn", 2}}, cell("text = 'abc' * 1000\nx.append(rlm_query('child', context='ccc'))\nimport time\nt = time.time_ns()"), usage(10, 1)),
            rule({{"depth", 0}, {"turn", 3}}, cell("x.append('last')\n" + answering("'done'")), usage(10, 1)),
            rule({{"depth", 1}}, cell("n = len(context)\n" + answering("str(n)")), usage(10, 1)),
        });
        const auto ran = cli({"run", "--context", m_shop.write("context.txt", "hello\n"), "--question", "?", "--model", script, "--depth", "2", "--json"});
        QVERIFY2(ran.code == 0, ran.all());
        m_trace = ran.json()["trace"].toString();
        QVERIFY(!m_trace.isEmpty());
    }

    void everyMomentHasItsVariables() {
        QCOMPARE(names(probed({"--cell", "0"})).contains("x="), false);
        QVERIFY2(names(probed({"--cell", "1"})).contains("x=[1, 2, 3]"), qPrintable(names(probed({"--cell", "1"}))));
        QVERIFY2(names(probed({"--cell", "2"})).contains("x=[1, 2, 3, '3']"), qPrintable(names(probed({"--cell", "2"}))));
        QVERIFY2(names(probed({"--cell", "3"})).contains("x=[1, 2, 3, '3', 'last']"), qPrintable(names(probed({"--cell", "3"}))));
        const auto last = probed({});
        QCOMPARE(last["method"].toString(), QString("replay"));
        QCOMPARE(last["cell"].toObject()["turn"].toInt(), 3);
        QVERIFY(last["seconds"].toDouble() > 0);
        // The clock is told.
        QCOMPARE(last["divergences"].toArray().size(), 1);
        QVERIFY(last["divergences"].toArray()[0].toObject()["what"].toString().contains("left other values in t"));
    }
    void childFramesByPathAndNumber() {
        const auto shown = cli({"show", m_trace, "--jsonl"});
        QJsonObject child;
        for (const auto& line : shown.out.split('\n')) {
            const auto node = QJsonDocument::fromJson(line).object();
            if (node["kind"].toString() == "frame" && node["depth"].toInt() == 1) child = node;
        }
        QVERIFY2(!child.isEmpty(), shown.all());
        const QStringList wanted{QString::number(child["id"].toInt()), child["path"].toString()};
        for (const auto& frame : wanted) {
            const auto json = probed({"--frame", frame});
            QVERIFY2(names(json).contains("n=3"), qPrintable(names(json)));
        }
    }
    void expressionsArePaged() {
        auto value = probed({"text", "--first", "1", "--count", "5"})["value"].toObject();
        QCOMPARE(value["text"].toString(), QString("bcabc"));
        QCOMPARE(value["size"].toInt(), 3'000);
        value = probed({"[i * i for i in range(500)]", "--first", "-2"})["value"].toObject();
        QCOMPARE(value["items"].toArray().size(), 2);
        QCOMPARE(value["items"].toArray()[1].toObject()["preview"].toString(), QString("249001"));
        value = probed({"text", "--search", "cab"})["value"].toObject();
        QCOMPARE(value["matches_total"].toInt(), 999);
        const auto people = cli({"probe", m_trace, "len(text)", "--cell", "2"});
        QVERIFY2(people.code == 0, people.all());
        QCOMPARE(people.out, QByteArray("3000\n"));
        QVERIFY2(people.err.contains("After cell 1 of turn 2: rebuilt by replay in"), people.all());
        const auto raised = cli({"probe", m_trace, "1/0"});
        QCOMPARE(raised.code, 3);
        QVERIFY2(raised.err.contains("ZeroDivisionError"), raised.all());
    }
    void wrongPlacesAreExplained() {
        auto result = cli({"probe", m_trace, "--cell", "9"});
        QCOMPARE(result.code, 2);
        QVERIFY2(result.err.contains("3 cells; there is no cell 9"), result.all());
        result = cli({"probe", m_trace, "--frame", "1"});
        QCOMPARE(result.code, 2);
        QVERIFY2(result.err.contains("Its frames: ") && result.err.contains("(root)"), result.all());
        result = cli({"probe", m_trace, "--run", "zz"});
        QCOMPARE(result.code, 3);
        result = cli({"probe", m_shop.path("nothing.rlmscope")});
        QCOMPARE(result.code, 3);
    }
    void aForeignTraceIsAskedAbout() {
        const auto foreign = m_shop.path("foreign.rlmscope");
        QVERIFY(QFile::copy(m_trace, foreign));
        auto result = cli({"probe", foreign});
        QCOMPARE(result.code, 2);
        QVERIFY2(result.err.contains("not from your library") && result.err.contains("andbox"), result.all());
        QCOMPARE(result.out, QByteArray());
        result = cli({"probe", foreign, "--yes", "--allow-weak-sandbox", "x"});
        QVERIFY2(result.code == 0, result.all());
        QVERIFY2(result.out.contains("last"), result.all());
    }
};

QTEST_GUILESS_MAIN(TestCliProbe)
#include "tst_cli_probe.moc"
