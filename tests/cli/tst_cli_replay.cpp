// `rlmscope-cli replay`: runs the code of a trace again on its recorded replies. Every replay here runs under a filter that
// kills the process when it makes a socket for a network or connects anything: what passes has made no connection.
#include "cli/cli_process.h"
#include "runner/examples.h"
#include "runner/live_run.h"
#include "support/openai_server.h"
#include "trace/trace_reader.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <seccomp.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

/// For this process and what it becomes.
void denyConnections() {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool ok = filter != nullptr;
    for (const int family : {AF_INET, AF_INET6, AF_NETLINK, AF_PACKET})
        ok = ok && seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(family))) == 0;
    ok = ok && seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(connect), 0) == 0;
    ok = ok && seccomp_load(filter) == 0;
    if (!ok) std::_Exit(99);
}

CliResult offline(const QStringList& arguments) {
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(), QStringList{"--offline"} + arguments);
    process.closeWriteChannel();
    CliResult result;
    const bool ended = process.waitForFinished(110'000);
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    if (ended && process.exitStatus() == QProcess::NormalExit) result.code = process.exitCode();
    return result;
}

/// Whether the replies of some batch came back in another order than they were asked in.
bool outOfOrder(const QString& trace) {
    auto reader = TraceReader::open(trace.toStdString());
    if (!reader) return false;
    const auto runs = (*reader)->runs();
    Seq last = 0;
    bool other = false;
    std::ignore = (*reader)->forEachEvent(runs->front().id, 1, [&](const Event& event) {
        if (!std::holds_alternative<ModelCallEnded>(event.body)) return true;
        other = other || event.node.seq < last;
        last = event.node.seq;
        return true;
    });
    return other;
}

} // namespace

class TestCliReplay : public QObject {
    Q_OBJECT

    Workshop m_shop;

    QStringList runArguments(const QString& root, const QString& trace, const QStringList& more = {}) const {
        return QStringList{"run", "--context", m_shop.write("c.txt", "one\ntwo\nthree\n"), "--question", "q", "--model", root, "--trace", trace, "--quiet"} + more;
    }
    void verifyIdentical(const QString& trace, const QStringList& more = {}) {
        const auto result = offline(QStringList{"replay", trace, "--yes"} + more);
        QVERIFY2(result.code == 0 && result.out == "identical\n", result.all());
    }
    QString recorded(const QString& name, const QString& code, const QStringList& more = {}) {
        const auto trace = m_shop.path(name + ".rlmscope");
        const auto root = m_shop.script(name + ".json", {rule({{"role", "frame"}, {"turn", 1}}, cell(code), usage(100, 20)),
                                                          rule({{"role", "frame"}, {"turn", 2}}, cell(answering("str(globals().get(\"x\", 0))")), usage(200, 20)),
                                                          rule({{"role", "sub"}}, "a reply", usage(10, 5))});
        const auto run = cli(runArguments(root, trace, more));
        if (run.code != 0) qWarning("%s", run.all().constData());
        return trace;
    }

private Q_SLOTS:
    void theFilterKills() {
        const auto result = offline(runArguments("http://127.0.0.1:9/v1#m", m_shop.path("killed.rlmscope")));
        QCOMPARE(result.code, -1);
    }

    void examplesAreIdentical_data() {
        QTest::addColumn<QString>("name");
        const auto all = examples();
        QVERIFY(all.ok());
        for (const auto& example : *all) QTest::newRow(example.name.c_str()) << QString::fromStdString(example.name);
    }
    void examplesAreIdentical() {
        QFETCH(QString, name);
        const auto example = findExample(name.toStdString());
        QVERIFY(example.ok());
        const auto files = unpackExample(*example);
        QVERIFY(files.ok());
        RunRequest request;
        request.spec = example->spec;
        const bool batches = name == "demo" || name == "support";
        // Give or take 40 %, so that batches finish in any order, also where a busy machine is late by tens of milliseconds.
        request.spec.models = {batches ? "sim:latency=80" : "sim:latency=8"};
        for (const auto& file : *files) request.context.sources.push_back(ContextSource::ofPath(file.string()));
        const auto trace = m_shop.path(name + ".rlmscope");
        request.trace = trace.toStdString();
        const auto run = startRun(std::move(request));
        QVERIFY2(run.ok(), run.ok() ? "" : run.error().text().c_str());
        (*run)->wait();
        QVERIFY((*run)->result() && (*run)->result()->status == "answered");
        if (batches) QVERIFY(outOfOrder(trace)); // a replay answers in the order of asking
        verifyIdentical(trace);
    }

    void nestedFramesAreIdentical_data() {
        QTest::addColumn<int>("depth");
        QTest::newRow("2") << 2;
        QTest::newRow("3") << 3;
    }
    void nestedFramesAreIdentical() {
        QFETCH(int, depth);
        const auto trace = m_shop.path(QString("nested%1.rlmscope").arg(depth));
        const auto child = cell("r = rlm_query_batched([context[:40] + str(i) for i in range(3)]) if len(context) > 45 else llm_query_batched([str(i) for i in range(4)])\n"
                                + answering("str(r)"));
        const auto root = m_shop.script("nested.json", {rule({{"role", "frame"}, {"depth", 0}}, cell("r = rlm_query_batched([\"p%d\" % i + \"x\" * 50 for i in range(3)])\n" + answering("str(r)"))),
                                                        rule({{"role", "frame"}}, child), rule({{"role", "sub"}}, "fine")});
        const auto run = cli(runArguments(root, trace, {"--depth", QString::number(depth)}));
        QVERIFY2(run.code == 0, run.all());
        verifyIdentical(trace);
    }

    void toolsAnswerFromTheRecord() {
        const auto mark = m_shop.path("called");
        const auto trusted = m_shop.write("trusted.py", QString("import time\ndef now():\n    open(%1, 'a').write('x')\n    return time.time_ns()\n")
                                                            .arg("\"" + mark + "\"").toUtf8());
        const auto tools = m_shop.write("tools.py", "def double(n):\n    return 2 * n\n");
        const auto trace = recorded("tools", "x = (now(), double(21))\nprint(x)", {"--trusted-tools", trusted, "--tools", tools, "--yes"});
        QFile file(mark);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("x"));
        QVERIFY(QFile::remove(trusted));
        verifyIdentical(trace);
        QVERIFY(file.seek(0));
        QCOMPARE(file.readAll(), QByteArray("x")); // not called again
    }

    void failuresAndForcedAnswersAreRecordedToo() {
        // A sub-call that fails, one that a limit refuses, and a last answer that the limit forces.
        const auto trace = m_shop.path("limits.rlmscope");
        const auto code = "r = llm_query_batched([\"good\", \"bad\"] + [str(i) for i in range(6)])\nprint(r)";
        const auto root = m_shop.script("limits.json", {rule({{"role", "final"}}, "as far as I know", usage(100, 10)), rule({{"role", "frame"}}, cell(code), usage(100, 20)),
                                                        rule({{"contains", "bad"}}, "", {{"error", QJsonObject{{"http", 400}, {"message", "no"}}}}),
                                                        rule({{"role", "sub"}}, "ok", usage(10, 5))});
        const auto run = cli(runArguments(root, trace, {"--max-calls", "6"}));
        QVERIFY2(run.code == 0 && run.out.startsWith("as far as"), run.all());
        verifyIdentical(trace);
    }

    void clocksAndRandomnessAreDivergences_data() {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("kind");
        QTest::newRow("time") << "import time\nx = time.time_ns()\nprint(x)" << "output";
        QTest::newRow("urandom") << "import os\nx = os.urandom(8).hex()\nprint(x)" << "output";
        QTest::newRow("asked") << "import os\nx = llm_query(os.urandom(8).hex())" << "call";
    }
    void clocksAndRandomnessAreDivergences() {
        QFETCH(QString, code);
        QFETCH(QString, kind);
        const auto trace = recorded(QTest::currentDataTag(), code);
        const auto people = offline({"replay", trace, "--yes"});
        QVERIFY2(people.code == 7 && people.out.startsWith("diverged in ") && people.out.contains("/t1.c1"), people.all());
        const auto json = offline({"replay", trace, "--yes", "--json"});
        QCOMPARE(json.code, 7);
        const auto first = json.json()["divergences"].toArray().first().toObject();
        QVERIFY2(json.json()["result"] == "diverged" && !first["place"].toString().isEmpty(), json.all());
        bool found = false;
        for (const auto& each : json.json()["divergences"].toArray()) found = found || each.toObject()["kind"] == kind;
        QVERIFY2(found, json.all());
    }

    void theTraceOfAReplayCanBeKept() {
        const auto trace = recorded("keep", "x = llm_query(\"hello\")\nprint(x)");
        const auto kept = m_shop.path("kept.rlmscope");
        verifyIdentical(trace, {"-o", kept});
        const auto shown = cli({"show", kept, "--json"});
        const auto run = shown.json()["runs"].toArray().first().toObject();
        QVERIFY2(shown.code == 0 && !run.isEmpty(), shown.all());
        verifyIdentical(kept); // holds all that it needs itself
        const auto again = offline({"replay", trace, "--yes", "-o", kept});
        QCOMPARE(again.code, 2); // never over a file
    }

    void whatIsRecordedOfAnInterruptedRunIsRepeated() {
        const auto trace = m_shop.path("cut.rlmscope");
        CliProcess process(runArguments("sim:latency=150", trace, {"--depth", "1"}));
        QTest::qWait(900);
        process.signal(SIGKILL);
        process.finish();
        QVERIFY(QFile::exists(trace));
        verifyIdentical(trace);
    }

    void wrongInputsSaySo() {
        const auto text = m_shop.write("no.rlmscope", "not a trace");
        const auto trace = recorded("wrong", "x = 1");
        QCOMPARE(cli({"replay", m_shop.path("absent.rlmscope")}).code, 3);
        QCOMPARE(cli({"replay", text}).code, 3);
        const auto none = cli({"replay", trace, "--run", "ffffffff"});
        QVERIFY2(none.code == 3 && none.err.contains("no run"), none.all());
        // A stranger's trace runs nothing until somebody says yes.
        const auto asked = cli({"replay", trace});
        QVERIFY2(asked.code == 2 && asked.err.contains("not from your library") && asked.err.contains("--yes"), asked.all());
    }
};

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "--offline") == 0) {
        denyConnections();
        argv[1] = const_cast<char*>("rlmscope-cli");
        ::execv(RLMSCOPE_BIN_DIR "/rlmscope-cli", argv + 1);
        return 98;
    }
    QCoreApplication app(argc, argv);
    TestCliReplay test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_cli_replay.moc"
