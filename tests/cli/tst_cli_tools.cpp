// Tools, trusted tools, packages and the wanted sandbox at the command line, on the real programs.
#include "cli/at_terminal.h"

#include "trace/trace_reader.h"

#include <QDir>
#include <nlohmann/json.hpp>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

const char* const Tools = "import math\n\ndef square(x):\n    \"\"\"The square of a number.\n\n    Works for floats.\n    \"\"\"\n    return x * x\n\ndef _hidden(): pass\n";
const char* const Trusted = "import os\nprint('loaded')\ndef pid_and_home(tag='x'):\n    'Says where it runs.'\n    print('called with', tag)\n"
                            "    return {'home': os.environ.get('HOME'), 'secret': os.environ.get('MY_SECRET_KEY'), 'tag': tag}\n"
                            "def fail(): raise ValueError('no such city')\n";

QByteArray readAll(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

TerminalAnswer atTerminal(const QStringList& arguments, const QString& config, const QByteArray& typed, const QByteArray& until) {
    return atTerminal(arguments, QList<Typed>{{until, typed}}, config);
}

} // namespace

class TestCliTools : public QObject {
    Q_OBJECT

    Workshop m_shop;
    QString m_text;

    QStringList run(const QString& model, const QStringList& more = {}) const {
        return QStringList{"run", "--context", m_text, "--question", "What is it?", "--model", model} + more;
    }
    QString script(const QString& expression) const {
        return m_shop.script("script.json", {rule({{"role", "frame"}}, cell(answering(expression)), usage(10, 10))});
    }
    static QStringList config(const QString& folder) { return {"XDG_CONFIG_HOME=" + folder}; }

private Q_SLOTS:
    void initTestCase() { m_text = m_shop.write("context.txt", "a b c d\n"); }

    void toolsRunInTheSandbox() {
        const auto file = m_shop.write("mine.py", Tools), trace = m_shop.path("tools.rlmscope");
        const auto result = cli(run(script("square(12)"), {"--tools", file, "--trace", trace}));
        QVERIFY2(result.code == 0, result.all());
        QCOMPARE(result.out, QByteArray("144\n"));
        const auto bytes = readAll(trace);
        QVERIFY(!bytes.contains(QDir(m_shop.path("")).path().toLocal8Bit() + "/mine.py")); // the name, never the path
        auto reader = TraceReader::open(trace.toStdString());
        QVERIFY(reader.ok());
        const auto shown = cli({"show", "--json", trace});
        QVERIFY2(shown.out.contains("The square of a number.") || shown.out.contains("square"), shown.all());
    }
    void brokenToolsAreToldBeforeTheRun_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("syntax") << QByteArray("x = 1\ndef f(:\n") << QByteArray("mine.py, line 2: SyntaxError");
        QTest::newRow("raises") << QByteArray("\n\ny = 1 / 0\n") << QByteArray("mine.py, line 3: ZeroDivisionError");
        QTest::newRow("taken") << QByteArray("def llm_query(p): return p\n") << QByteArray("llm_query");
        QTest::newRow("nothing") << QByteArray("x = 1\n") << QByteArray("defines no function");
        QTest::newRow("empty") << QByteArray("  \n") << QByteArray("is empty");
        QTest::newRow("bytes") << QByteArray("\xff\xfe") << QByteArray("is not UTF-8");
    }
    void brokenToolsAreToldBeforeTheRun() {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, message);
        const auto result = cli(run(script("1"), {"--tools", m_shop.write("mine.py", source), "--trace", m_shop.path("never.rlmscope")}));
        QCOMPARE(result.code, 3);
        QVERIFY2(result.err.contains(message), result.all());
        QVERIFY(!QFile::exists(m_shop.path("never.rlmscope")));
    }
    void wrongFilesAndFolders() {
        struct Case {
            QStringList options;
            QByteArray message;
            int code;
        };
        const auto text = m_shop.write("a.txt", "x");
        const Case cases[] = {{{"--tools", m_shop.path("gone.py")}, "gone.py: No such file", 3},
                              {{"--tools", m_shop.path("")}, "is a folder", 3},
                              {{"--tools", "/dev/null"}, "is not a file", 3},
                              {{"--trusted-tools", m_shop.path("gone.py")}, "gone.py: No such file", 3},
                              {{"--trusted-tools", m_shop.write("b.py", "\ndef f(:\n")}, "b.py, line 2: SyntaxError", 3},
                              {{"--trusted-tools", m_shop.write("c.py", "x = 1\n")}, "c.py defines no function", 3},
                              {{"--packages", text}, "a.txt: is not a folder", 3},
                              {{"--packages", m_shop.path("nowhere")}, "nowhere: No such folder", 3},
                              {{"--require-sandbox", "much"}, "--require-sandbox much is no level", 2},
                              {{"--strategy", "direct", "--tools", m_shop.write("d.py", Tools)}, "runs no Python", 2}};
        for (const auto& c : cases) {
            const auto result = cli(run(script("1"), c.options));
            QVERIFY2(result.code == c.code, result.all());
            QVERIFY2(result.err.contains(c.message), result.all());
        }
    }
    void theSameNameTwice() {
        const auto mine = m_shop.write("mine.py", "def fail(): pass\n"), trusted = m_shop.write("trusted.py", Trusted);
        const auto result = cli(run(script("1"), {"--tools", mine, "--trusted-tools", trusted, "--yes"}));
        QCOMPARE(result.code, 3);
        QVERIFY2(result.err.contains("fail"), result.all());
    }
    void trustedToolsNeedAYes() {
        const auto file = m_shop.write("trusted.py", Trusted), home = m_shop.path("config1"), trace = m_shop.path("trusted.rlmscope");
        const auto expression = script("pid_and_home('hello')[\"tag\"]");
        const auto refused = cli(run(expression, {"--trusted-tools", file}), {}, config(home));
        QCOMPARE(refused.code, 2);
        QVERIFY2(refused.err.contains("pid_and_home(tag='x')") && refused.err.contains("OUTSIDE the sandbox"), refused.all());
        QVERIFY2(refused.err.contains("--yes"), refused.all());
        const auto allowed = cli(run(expression, {"--trusted-tools", file, "--yes", "--trace", trace}), {}, config(home));
        QVERIFY2(allowed.code == 0, allowed.all());
        QCOMPARE(allowed.out, QByteArray("hello\n"));
        // --yes is for this run.
        QCOMPARE(cli(run(expression, {"--trusted-tools", file}), {}, config(home)).code, 2);
        // What entered the trace: descriptions, the call and its answer; never the file or where it was.
        const auto shown = cli({"show", "--json", trace});
        QVERIFY2(shown.out.contains("tool_call") || shown.out.contains("pid_and_home"), shown.all());
        const auto bytes = readAll(trace);
        QVERIFY(!bytes.contains("trusted.py"));
        QVERIFY(!bytes.contains("no such city")); // its source
    }
    void keysStayOutside() {
        const auto file = m_shop.write("trusted.py", Trusted);
        auto environment = config(m_shop.path("config2"));
        environment << "MY_SECRET_KEY=sk-very-secret";
        const auto result = cli(run(script("repr(pid_and_home()['secret'])"), {"--trusted-tools", file, "--yes", "--key-env", "MY_SECRET_KEY"}), {}, environment);
        QVERIFY2(result.code == 0, result.all());
        QCOMPARE(result.out, QByteArray("None\n"));
    }
    void aPersonIsAskedOnce() {
        const auto file = m_shop.write("trusted.py", Trusted), home = m_shop.path("config3");
        const auto command = run(script("pid_and_home('asked')[\"tag\"]"), {"--trusted-tools", file});
        const auto no = atTerminal(command, home, "n\n", "[y/N]");
        QCOMPARE(no.code, 6);
        QVERIFY2(no.shown.contains("Not allowed"), no.shown);
        QVERIFY2(!no.shown.contains("loaded"), no.shown);
        const auto yes = atTerminal(command, home, "y\n", "[y/N]");
        QVERIFY2(yes.code == 0 && yes.shown.contains("asked"), yes.shown);
        const auto again = cli(command, {}, config(home)); // remembered, also without a terminal
        QVERIFY2(again.code == 0, again.all());
        QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
        m_shop.write("trusted.py", QByteArray(Trusted) + "# changed\n");
        QCOMPARE(cli(command, {}, config(home)).code, 2); // another text
        const auto info = QFileInfo(home + "/rlmscope/approved-tools");
        QVERIFY(info.isDir());
        QCOMPARE(info.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther), QFile::Permissions());
        // A forged copy under the right name does not help: texts are compared.
        const auto copies = QDir(info.filePath()).entryInfoList(QDir::Files);
        QCOMPARE(copies.size(), 1);
        m_shop.write("trusted.py", Trusted);
        QFile forged(copies[0].filePath());
        QVERIFY(forged.open(QIODevice::WriteOnly) && forged.write("something else") > 0);
        forged.close();
        QCOMPARE(cli(command, {}, config(home)).code, 2);
    }
    void nobodyIsAskedAboutARunThatCannotStart() {
        const auto file = m_shop.write("trusted.py", Trusted);
        const auto result = atTerminal(run("script:/nowhere.json", {"--trusted-tools", file}), m_shop.path("config4"), "y\n", "[y/N]");
        QCOMPARE(result.code, 3);
        QVERIFY2(!result.shown.contains("[y/N]"), result.shown);
    }
    void aFailingToolRaisesInTheCell() {
        const auto file = m_shop.write("trusted.py", Trusted);
        const auto model = m_shop.script("fail.json", {rule({{"role", "frame"}},
            cell("try:\n    fail()\nexcept Exception as e:\n    answer['content'] = str(e)\n    answer['ready'] = True"), usage(10, 10))});
        const auto result = cli(run(model, {"--trusted-tools", file, "--yes"}), {}, config(m_shop.path("config5")));
        QVERIFY2(result.code == 0, result.all());
        QVERIFY2(result.out.contains("ValueError: no such city (trusted.py, line 7)"), result.all());
    }
    void packagesCanBeImported() {
        QDir(m_shop.path("")).mkpath("libs/my_package");
        m_shop.write("libs/my_package/__init__.py", "VALUE = 41\n");
        const auto trace = m_shop.path("packages.rlmscope");
        const auto model = m_shop.script("import.json", {rule({{"role", "frame"}}, cell("import my_package\n" + answering("my_package.VALUE + 1")), usage(1, 1))});
        const auto result = cli(run(model, {"--packages", m_shop.path("libs"), "--trace", trace}));
        QVERIFY2(result.code == 0, result.all());
        QCOMPARE(result.out, QByteArray("42\n"));
        QVERIFY(!readAll(trace).contains(m_shop.path("libs").toLocal8Bit()));
    }
    void theWantedSandbox() {
        const auto doctor = cli({"doctor", "--json"}).json();
        QString level;
        for (const auto& check : doctor["checks"].toArray())
            if (check.toObject()["name"] == "sandbox") level = check.toObject()["data"].toObject()["level"].toString();
        QVERIFY2(!level.isEmpty(), QJsonDocument(doctor).toJson());
        const auto result = cli(run(script("1"), {"--require-sandbox", "full", "--trace", m_shop.path("full.rlmscope")}));
        if (level == "full") {
            QVERIFY2(result.code == 0, result.all());
        } else {
            QCOMPARE(result.code, 2);
            QVERIFY2(result.err.contains("The run wants the sandbox level full; this computer offers " + level.toUtf8()), result.all());
            QVERIFY(!QFile::exists(m_shop.path("full.rlmscope")));
        }
        QCOMPARE(cli(run(script("1"), {"--require-sandbox", "limits"})).code, 0);
    }
};

QTEST_GUILESS_MAIN(TestCliTools)
#include "tst_cli_tools.moc"
