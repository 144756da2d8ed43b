// Tools: described to the model, called from cells through the gate, recorded.
#include <QFile>
#include <QTest>

#ifndef Q_MOC_RUN
#include "engine/engine_fixture.h"
#include "engine/tool_calls.h"
#include "support/fake_tools.h"
#include "support/json.h"
#endif

#include <QDir>
#include <QTemporaryDir>

using namespace rlmscope;
using nlohmann::json;

namespace {

struct ToolFixture : EngineFixture {
    std::shared_ptr<FakeTools> tools = std::make_shared<FakeTools>();
    std::vector<std::string> folders;

    Result<std::unique_ptr<Run>> begin() {
        RunParts parts = makeParts();
        parts.tools = tools;
        parts.packageFolders = folders;
        return Run::start(spec, std::move(parts));
    }
    RunEnded end() {
        auto live = begin();
        return live ? (*live)->wait() : RunEnded{"not started", {}, {}, {}, live.error()};
    }
    std::vector<json> records() const {
        std::vector<json> found;
        for (const auto& custom : sink->all<Custom>())
            if (custom.kind == "tool_call") found.push_back(test::parsed(custom.data));
        return found;
    }
    std::string systemPrompt() const {
        return plainText(sink->all<ModelCallStarted>().at(0).added.at(0).parts);
    }
};

} // namespace

class TestTools : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void callsAreAnsweredAndRecorded() {
        ToolFixture f;
        f.model({cell("tool echo {\"args\":[1]}\ntool echo {\"args\":[1]}\ntool fail {}\ntool gone {}"), cell("final done")});
        const auto ended = f.end();
        QCOMPARE(ended.status, "answered");
        QCOMPARE(std::string(f.sink->all<CellEnded>()[0].visible.view()),
                 "-> {\"args\":[1]}\n-> {\"args\":[1]}\n!! ValueError: no such thing\n-> {}\n");
        const auto records = f.records();
        QCOMPARE(records.size(), 4u);
        QCOMPARE(records[0]["name"].get<std::string>(), "echo");
        QCOMPARE(records[0]["arguments"].get<std::string>(), "{\"args\":[1]}");
        QCOMPARE(records[0]["result"].get<std::string>(), "{\"args\":[1]}");
        QVERIFY(records[0]["seconds"].is_number());
        QCOMPARE(records[2]["error"]["message"].get<std::string>(), "ValueError: no such thing");
        const auto first = CallKey::parse(records[0]["key"].get<std::string>()), second = CallKey::parse(records[1]["key"].get<std::string>());
        QVERIFY(first && second);
        QCOMPARE(first->kind, "tool");
        QCOMPARE(second->occurrence, 1);
        QVERIFY(first->request == second->request);
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void workAtPaperDepthZero() {
        ToolFixture f;
        f.spec.depth = 0;
        f.model({cell("tool echo {}\nllm hello"), cell("final done")});
        QCOMPARE(f.end().status, "answered");
        const std::string visible(f.sink->all<CellEnded>()[0].visible.view());
        QVERIFY2(visible.starts_with("-> {}\n!! "), visible.c_str());
    }
    void arePartOfThePrompt() {
        ToolFixture f;
        f.spec.tools = {"mine.py", "def local\n"};
        f.model({cell("final done")});
        QCOMPARE(f.end().status, "answered");
        const auto prompt = f.systemPrompt();
        QVERIFY2(prompt.find("## Tools of this run") != std::string::npos, prompt.c_str());
        QVERIFY(prompt.find("- `local(x)`: Does local.\n  And more.") != std::string::npos);
        QVERIFY(prompt.find("- `echo(*args)`: Gives back.\n  All of it.") != std::string::npos);
        QCOMPARE(f.repls->specs().at(0).toolsSource, "def local\n");
        QCOMPARE(f.repls->specs().at(0).trustedTools.size(), 4u);
        const auto spec = f.sink->all<RunStarted>().at(0).spec;
        QCOMPARE(spec.trustedTools.size(), 4u); // as the host describes them
        QCOMPARE(spec.tools.source, "def local\n");
    }
    void withoutToolsThePromptIsAsItWas() {
        EngineFixture f;
        f.model({cell("final done")});
        QCOMPARE(f.run().status, "answered");
        const auto prompt = plainText(f.sink->all<ModelCallStarted>().at(0).added.at(0).parts);
        QVERIFY(prompt.find("Tools of this run") == std::string::npos);
        QVERIFY(prompt.find("More Python packages") == std::string::npos);
        QVERIFY(f.sink->all<Custom>().size() == 1); // repl_started, at the first cell
    }
    void packagesAreNamed() {
        QTemporaryDir folder;
        QDir(folder.path()).mkpath("alpha");
        QDir(folder.path()).mkpath("nopackage");
        for (const char* name : {"alpha/__init__.py", "beta.py", "gamma.cpython-311-x86_64-linux-gnu.so", "_private.py", "readme.txt"}) {
            QFile file(folder.filePath(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        QCOMPARE(importableNames(folder.path().toStdString(), 10), (std::vector<std::string>{"alpha", "beta", "gamma"}));
        QCOMPARE(importableNames(folder.path().toStdString(), 1).size(), 1u);
        QVERIFY(importableNames("/nowhere/at/all", 10).empty());
        ToolFixture f;
        f.spec.packages = {"libs"};
        f.folders = {folder.path().toStdString()};
        f.model({cell("final done")});
        QCOMPARE(f.end().status, "answered");
        QVERIFY(f.systemPrompt().find("imported in this run: `alpha`, `beta`, `gamma`.") != std::string::npos);
        QCOMPARE(f.repls->specs().at(0).packages, f.folders);
        for (const auto& event : f.sink->events()) { // the folder is nobody's business
            const auto text = test::dumped(bodyToJson(event.body, nullptr));
            QVERIFY(text.find(folder.path().toStdString()) == std::string::npos);
        }
    }
    void aSpecThatWasOnlyReadDoesNotStart() {
        ToolFixture f;
        f.model({cell("final done")});
        f.tools.reset();
        f.spec.trustedTools = {{"fetch", "(url)", ""}};
        QVERIFY(f.end().error->message.find("fetch") != std::string::npos);
        f.spec.trustedTools.clear();
        f.spec.packages = {"libs"};
        QVERIFY(f.end().error->message.find("packages") != std::string::npos);
        QVERIFY(f.sink->all<RunStarted>().empty());
    }
    void aWeakSandboxCostsNothing() {
        ToolFixture f;
        const auto model = f.model({cell("final done")});
        f.spec.requiredSandbox = SandboxLevel::Partial;
        const auto ended = f.end();
        QCOMPARE(ended.status, "failed");
        QVERIFY(ended.error->message.find("no sandbox") != std::string::npos);
        QCOMPARE(model->count(), 0u);
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void stopCancelsACall() {
        ToolFixture f;
        f.model({cell("tool hang {}"), cell("final done")});
        auto run = f.begin();
        QVERIFY(waitFor([&] { return f.tools->count() == 1; }));
        (*run)->stop();
        QCOMPARE((*run)->wait().status, "cancelled");
        QCOMPARE(f.records().at(0)["error"]["kind"].get<std::string>(), "cancelled");
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void pauseHoldsCalls() {
        ToolFixture g;
        std::atomic<Run*> live = nullptr;
        g.model([&](const ModelRequest& r) {
            if (r.role == CallRole::Sub) {
                while (!live) std::this_thread::yield();
                live.load()->pause();
                return FakeReply{okReply("sub"), 0, {}};
            }
            return FakeReply{okReply(r.turn == 1 ? cell("llm x\ntool echo {}") : cell("final done")), 0, {}};
        });
        auto second = g.begin();
        live = second->get();
        QVERIFY(waitFor([&] { return (*second)->state() == RunState::Paused; }));
        QTest::qWait(50);
        QCOMPARE(g.tools->count(), 0);
        (*second)->resume();
        QCOMPARE((*second)->wait().status, "answered");
        QCOMPARE(g.tools->count(), 1);
    }
    void whatToolsPrintIsANote() {
        ToolFixture f;
        f.model({cell("tool say {}"), cell("final done")});
        QCOMPARE(f.end().status, "answered");
        bool found = false;
        for (const auto& note : f.sink->all<Note>()) found = found || note.text == "Trusted tools: hello";
        QVERIFY(found);
        f.tools->call("say", "{}", {}, [](const Result<std::string>&) {}); // after the end: written nowhere
        f.tools.reset();
        QCOMPARE(malformed(f.sink->events()), "");
    }
};

QTEST_GUILESS_MAIN(TestTools)
#include "tst_tools.moc"
