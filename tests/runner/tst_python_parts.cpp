// The Python parts of a request: read from this machine, kept in a spec without it, allowed once, checked before a start.
#include "runner/live_run.h"
#include "support/fake_model.h"
#include "support/fake_repl.h"

#include <QTemporaryDir>
#include <QTest>

using namespace rlmscope;

class TestPythonParts : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string write(const char* name, const QByteArray& bytes) const {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write %s", name);
        return file.fileName().toStdString();
    }
    RunRequest request() const {
        RunRequest out;
        out.spec.question = "What?";
        out.spec.models = {"fake"};
        out.context.sources = {ContextSource::ofText("some text", "pasted")};
        out.models = std::make_shared<FakeDirectory>(std::map<std::string, std::shared_ptr<LanguageModel>>{
            {"fake", std::make_shared<FakeModel>(std::vector<std::string>{})}});
        out.repls = std::make_shared<FakeReplFactory>();
        return out;
    }
    static std::string problems(const RunRequest& request) {
        std::string all;
        for (const auto& problem : checkRequest(request)) all += problem.field + ": " + problem.error.text() + "\n";
        return all;
    }

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_CONFIG_HOME", m_folder.filePath("config").toUtf8()); }

    void approvalsAreOfOneText() {
        const auto path = write("trusted.py", "def fetch(url, days=3):\n    'Fetches it.'\n");
        auto file = readTrustedTools(path);
        QVERIFY2(file.ok(), file ? "" : file.error().text().c_str());
        QCOMPARE(file->tools, (std::vector<ToolInfo>{{"fetch", "(url, days=3)", "Fetches it."}}));
        QVERIFY(!isApproved(*file));
        const auto question = approvalQuestion(*file);
        QVERIFY(question.find("OUTSIDE the sandbox") != std::string::npos && question.find("fetch(url, days=3)") != std::string::npos);

        auto asked = request();
        asked.trustedTools = *file;
        QVERIFY2(problems(asked).find("trusted_tools: " + file->path) == 0, problems(asked).c_str());
        asked.allowTrustedTools = true;
        QCOMPARE(problems(asked), std::string());
        asked.allowTrustedTools = false;
        QVERIFY(approve(*file).ok());
        QVERIFY(isApproved(*file));
        QCOMPARE(problems(asked), std::string());
        auto changed = *file;
        changed.source += "# more\n";
        QVERIFY(!isApproved(changed));
    }
    void aSpecFromATraceNeedsItsPartsAgain() {
        auto recorded = request();
        recorded.spec.trustedTools = {{"fetch", "(url)", ""}};
        recorded.spec.packages = {"ml-libs"};
        const auto said = problems(recorded);
        QVERIFY2(said.find("trusted_tools: The run had trusted tools (fetch)") != std::string::npos, said.c_str());
        QVERIFY2(said.find("packages: The run had folders of packages (ml-libs)") != std::string::npos, said.c_str());
    }
    void theSpecIsFilledWithoutPaths() {
        QVERIFY(QDir(m_folder.path()).mkpath("libs"));
        auto filled = request();
        const auto folder = packageFolder(m_folder.filePath("libs").toStdString());
        QVERIFY(folder.ok());
        filled.packageFolders = {*folder};
        filled.trustedTools = TrustedToolsFile{"/home/somebody/t.py", "def f(): pass\n", {{"f", "()", ""}}};
        const auto spec = completed(filled).spec;
        QCOMPARE(spec.packages, std::vector<std::string>{"libs"});
        QCOMPARE(spec.trustedTools.size(), std::size_t(1));
        filled.packageFolders = {m_folder.filePath("gone").toStdString()};
        QVERIFY(problems(filled).find("packages: ") != std::string::npos);
        QVERIFY(!packageFolder("/dev/null"));
    }
    void toolsFilesAreChecked() {
        auto good = request();
        good.spec.tools = {"mine.py", "def one\n"}; // in the language of the fake
        QCOMPARE(problems(good), std::string());
        auto nothing = request();
        nothing.spec.tools = {"mine.py", "x = 1\n"};
        QVERIFY(problems(nothing).find("tools: mine.py defines no function") == 0);
        QVERIFY(!readTools(write("empty.py", " \n")).ok());
        QVERIFY(!readTools(write("bytes.py", "\xff")).ok());
        QVERIFY(!readTools(m_folder.path().toStdString()).ok());
        QCOMPARE(readTools(write("mine.py", "def f(): pass\n"))->name, std::string("mine.py"));
    }
    void aRealMachineSaysItsSandbox() {
        const auto sandbox = probeSandbox();
        QVERIFY2(sandbox.ok(), sandbox ? "" : sandbox.error().text().c_str());
        QVERIFY(knownSandbox().has_value());
        auto wanting = request();
        wanting.repls = nullptr;
        wanting.spec.requiredSandbox = SandboxLevel::Full;
        const bool weak = sandbox->level < SandboxLevel::Full;
        QCOMPARE(problems(wanting).find("required_sandbox: The run wants the sandbox level full") == 0, weak);
        const auto error = weakSandbox({SandboxLevel::Limits, {"no file rules"}}, SandboxLevel::Partial);
        QCOMPARE(error.message, std::string("The run wants the sandbox level partial; this computer offers limits: no file rules."));
    }
};

QTEST_GUILESS_MAIN(TestPythonParts)
#include "tst_python_parts.moc"
