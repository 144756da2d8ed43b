// Frames rebuilt from trace files: real workers, real traces, a model that is a function.
#include "repl/worker_factory.h"
#include "runner/examples.h"
#include "runner/live_run.h"
#include "runner/python_parts.h"
#include "runner/restore.h"
#include "runner/standard_parts.h"
#include "support/fake_model.h"
#include "support/json.h"
#include "trace/random_event.h"
#include "trace/trace_writer.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace rlmscope;
using std::chrono::milliseconds;

#define COMPARE_STR(actual, expected) QCOMPARE(QString::fromStdString(actual), QString::fromStdString(expected))
#define VERIFY_HAS(text, part) QVERIFY2((text).find(part) != std::string::npos, ("not in: " + (text)).c_str())

namespace {

std::string cellOf(const std::string& code) {
    return "```repl\n" + code + "\n```";
}

std::string told(const std::vector<Divergence>& divergences) {
    std::string out;
    for (const auto& d : divergences)
        out += std::to_string(d.cell) + " " + d.what + " [" + d.before + "] [" + d.now + "]\n";
    return out;
}

/// Variables as a text; what depends on who looked when is left out.
std::string text(std::vector<Variable> variables) {
    std::sort(variables.begin(), variables.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    std::string out;
    for (const auto& v : variables)
        out += v.name + " " + v.type + " " + std::to_string(v.size) + " " + v.shape + " " +
               (v.preview.find(" at 0x") == std::string::npos ? v.preview : "...") + "\n";
    return out;
}

/// Runs code in a restored REPL; calls are answered by `answer`.
CellOutcome runIn(Repl& repl, const std::string& code, std::string* out = nullptr) {
    CellObserver observer;
    observer.output = [&](OutputStream, std::string_view piece, bool) {
        if (out) *out += piece;
    };
    return repl.run(code, {60}, observer, {});
}
std::string says(Repl& repl, const std::string& code) {
    std::string out;
    runIn(repl, code, &out);
    return out;
}

ValueRequest asking(std::string expression) {
    ValueRequest request;
    request.expression = std::move(expression);
    return request;
}

/// A recorded run, open for restoring.
struct Opened {
    std::unique_ptr<TraceReader> reader;
    std::unique_ptr<RunRestorer> restorer;

    std::vector<NodeId> of(NodeKind kind, NodeId below = {}) const {
        std::vector<NodeId> found;
        for (const TreeNode& node : restorer->tree().nodes())
            if (node.kind == kind && (!below || isBelow(node, below))) found.push_back(node.id);
        return found;
    }
    /// Whether the frame of a node is `frame`.
    bool isBelow(const TreeNode& node, NodeId frame) const {
        for (NodeIndex up = node.parent; up != NoNode; up = restorer->tree().node(up).parent)
            if (restorer->tree().node(up).kind == NodeKind::Frame) return restorer->tree().node(up).id == frame;
        return false;
    }
    std::vector<Variable> variables(NodeId cell) const {
        std::vector<Variable> found;
        (void)reader->forEachEvent(restorer->tree().run(), cell.seq, [&](const Event& event) {
            const auto* body = std::get_if<VariablesChanged>(&event.body);
            if (body && event.node == cell) found = body->variables;
            return !(body && event.node == cell);
        });
        return found;
    }
};

} // namespace

class TestRestore : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<ReplFactory> m_repls;
    int m_traces = 0;

    std::string newTrace() { return m_folder.filePath(QString::number(++m_traces) + ".rlmscope").toStdString(); }

    RunRequest request(FakeModel::Answer answer, int depth) {
        RunRequest out;
        out.spec.question = "What?";
        out.spec.models = {"fake"};
        out.spec.depth = depth;
        out.loaded = std::make_shared<const Context>(Context::ofDict({{"a.txt", "alpha ä"}, {"b.txt", "beta 😀"}}, "two files"));
        out.trace = newTrace();
        const auto model = std::make_shared<FakeModel>(std::move(answer));
        out.models = std::make_shared<FakeDirectory>(std::map<std::string, std::shared_ptr<LanguageModel>>{{"fake", model}});
        out.repls = m_repls;
        return out;
    }
    static Opened opened(const std::filesystem::path& trace) {
        Opened out;
        auto reader = TraceReader::open(trace);
        if (!reader) qFatal("%s", reader.error().text().c_str());
        out.reader = std::move(*reader);
        const auto runs = out.reader->runs();
        auto restorer = RunRestorer::open(*out.reader, runs->at(0).id);
        if (!restorer) qFatal("%s", restorer.error().text().c_str());
        out.restorer = std::move(*restorer);
        return out;
    }
    /// Runs to the end and opens the trace.
    Opened recorded(RunRequest request, std::string status = "answered") {
        const auto trace = request.trace;
        auto run = startRun(std::move(request));
        if (!run) qFatal("%s", run.error().text().c_str());
        (*run)->wait();
        const auto result = (*run)->result();
        if (!result || result->status != status) qFatal("the run ended as %s", result ? result->status.c_str() : "nothing");
        run = makeError(ErrorKind::Internal, "released");
        return opened(trace);
    }
    Opened recorded(FakeModel::Answer answer, int depth = 1) { return recorded(request(std::move(answer), depth)); }

    /// Every cell of every frame comes back with the variables that were recorded.
    void checkEverywhere(Opened& run, const QString& name) {
        int checked = 0;
        for (const NodeId frame : run.of(NodeKind::Frame)) {
            for (const NodeId cell : run.of(NodeKind::Cell, frame)) {
                auto restored = run.restorer->restoreFrame(frame, cell, *m_repls, {});
                QVERIFY2(restored.ok(), restored.ok() ? "" : restored.error().text().c_str());
                COMPARE_STR(told(restored->restored.divergences), "");
                QVERIFY(restored->remarks.empty());
                QCOMPARE(restored->after->node, cell);
                // Looked at by a cell that does nothing.
                COMPARE_STR(text(runIn(*restored->restored.repl, "pass").variables), text(run.variables(cell)));
                ++checked;
            }
        }
        QVERIFY2(checked > 0, qPrintable(name));
    }

private Q_SLOTS:
    void initTestCase() {
        auto repls = standardRepls();
        if (!repls) qFatal("%s", repls.error().text().c_str());
        m_repls = *repls;
    }

    void everyExampleAtEveryCell_data() {
        QTest::addColumn<QString>("name");
        const auto all = examples();
        QVERIFY(all.ok());
        for (const auto& example : *all) QTest::addRow("%s", example.name.c_str()) << QString::fromStdString(example.name);
    }
    void everyExampleAtEveryCell() {
        QFETCH(QString, name);
        const auto example = findExample(name.toStdString());
        QVERIFY(example.ok());
        if (example->spec.strategy != "rlm") QSKIP("a strategy without a REPL");
        RunRequest wanted;
        wanted.spec = example->spec;
        const auto files = unpackExample(*example);
        QVERIFY(files.ok());
        for (const auto& path : *files) wanted.context.sources.push_back(ContextSource::ofPath(path.string()));
        wanted.trace = newTrace();
        wanted.repls = m_repls;
        auto run = recorded(std::move(wanted));
        checkEverywhere(run, name);
    }

    void childrenGetTheirOwnContext() {
        auto run = recorded([](const ModelRequest& r) {
            if (r.depth == 0)
                return FakeReply{okReply(cellOf("r = [rlm_query('just a prompt ü'), rlm_query('q', context='a text'), rlm_query('q', context=['x', 'y']),\n"
                                                "     rlm_query('q', context={'k': 'v', 'back\\\\slash': 'w'})]\n"
                                                "answer['content'] = '|'.join(r); answer['ready'] = True")), 0, {}};
            return FakeReply{okReply(cellOf("answer['content'] = repr(context); answer['ready'] = True")), 0, {}};
        }, 2);
        checkEverywhere(run, "contexts");
        const auto root = run.of(NodeKind::Frame)[0];
        auto restored = run.restorer->restoreFrame(root, run.of(NodeKind::Cell, root)[0], *m_repls, {});
        QVERIFY(restored.ok());
        COMPARE_STR(says(*restored->restored.repl, "print(answer['content'], context)"),
                    "'just a prompt ü'|'a text'|['x', 'y']|{'k': 'v', 'back\\\\slash': 'w'} {'a.txt': 'alpha ä', 'b.txt': 'beta 😀'}\n");
        const auto path = run.restorer->record(run.of(NodeKind::Frame)[2])->started.path;
        QVERIFY(!path.empty());
        QCOMPARE(*run.restorer->frameByPath(path), run.of(NodeKind::Frame)[2]);
        QCOMPARE(*run.restorer->frameByPath(""), root);
        QVERIFY(!run.restorer->frameByPath("/t9").ok());
    }

    void whatWasRefusedIsRefusedAgain() {
        auto run = recorded([](const ModelRequest& r) {
            if (r.role == CallRole::Sub) return FakeReply{okReply("fine"), 0, {}};
            if (r.turn == 1)
                return FakeReply{okReply(cellOf("try:\n    llm_query('a', model='nobody')\nexcept SubCallError as e:\n    print(e.kind, e.message)\n"
                                                "b = llm_query_batched(['x', 'y'], model='nobody')\nprint(b[0].kind)\nprint(llm_query('z'))")), 0, {}};
            return FakeReply{okReply(cellOf("answer['content'] = 'done'; answer['ready'] = True")), 0, {}};
        });
        checkEverywhere(run, "refused");
    }

    /// What a cell was told about its budget then, it is told again, whatever is left now.
    void theBudgetIsAsItWasThen() {
        auto run = recorded([](const ModelRequest& r) {
            if (r.turn == 1) return FakeReply{okReply(cellOf("b = budget()\nc = budget()\nprint(b['calls'], b['seconds']['spent'] <= c['seconds']['spent'])")), 0, {}};
            if (r.turn == 2) return FakeReply{okReply(cellOf("d = await budget()\nbudget = d['calls']['spent']\nprint(budget)")), 0, {}};
            return FakeReply{okReply(cellOf("answer['content'] = str(budget); answer['ready'] = True")), 0, {}};
        });
        checkEverywhere(run, "budget");
        const auto record = run.restorer->record(run.of(NodeKind::Frame)[0]);
        QVERIFY(record.ok());
        QCOMPARE(record->cells[0].cell->calls.size(), std::size_t(2));
        COMPARE_STR(record->cells[0].cell->calls.begin()->second.asked, "budget()");
    }

    void lastAnswersAndFailedCellsComeBack() {
        auto run = recorded([](const ModelRequest& r) {
            if (r.role == CallRole::Sub && plainText(r.messages.back().parts) == "bad") return FakeReply{httpFailure(400, false), 0, {}};
            if (r.role == CallRole::Sub) return FakeReply{okReply("re"), 0, {}};
            switch (r.turn) {
            case 1: return FakeReply{okReply(cellOf("x = {3, 1, 2}\n1/0")), 0, {}};
            case 2: return FakeReply{okReply(cellOf("import random\ny = random.random()\nprint(y)") + "\n" + cellOf("z = llm_query_batched(['ok', 'bad', 'ok'])\nprint(repr(z))")), 0, {}};
            case 3: return FakeReply{okReply(cellOf("import os\nos._exit(1)")), 0, {}};
            case 4: return FakeReply{okReply(cellOf("print('x' in globals(), random if 'random' in globals() else None)\nn = 1")), 0, {}};
            default: return FakeReply{okReply(cellOf("answer['content'] = str(n); answer['ready'] = True")), 0, {}};
            }
        });
        const auto root = run.of(NodeKind::Frame)[0];
        const auto cells = run.of(NodeKind::Cell, root);
        QCOMPARE(cells.size(), std::size_t(6));
        const auto record = run.restorer->record(root);
        QVERIFY(record.ok());
        QCOMPARE(record->lives.size(), std::size_t(2));
        QCOMPARE(record->lives[0].size(), std::size_t(4));
        QCOMPARE(record->lives[1].size(), std::size_t(2));
        QCOMPARE(record->cells[4].before, 0);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto restored = run.restorer->restoreFrame(root, cells[i], *m_repls, {});
            if (i == 3) {
                QVERIFY(!restored.ok());
                VERIFY_HAS(restored.error().message, "The REPL ended in cell 1 of turn 3");
                continue;
            }
            QVERIFY2(restored.ok(), restored.ok() ? "" : restored.error().text().c_str());
            COMPARE_STR(told(restored->restored.divergences), "");
            COMPARE_STR(text(runIn(*restored->restored.repl, "pass").variables), text(run.variables(cells[i])));
        }
    }

    /// A root that asks three children, of which the second is forked at its second turn.
    void aChildIsForkedAndItsParentGoesOn() {
        auto run = recorded([](const ModelRequest& r) {
            if (r.depth == 0 && r.turn == 1) return FakeReply{okReply(cellOf("names = ['one', 'two', 'three']\nprint(len(names))")), 0, {}};
            if (r.depth == 0)
                return FakeReply{okReply(cellOf("print('asking')\nparts = rlm_query_batched(names, contexts=['aa', 'bbb', 'cccc'])\n"
                                                "answer['content'] = '+'.join(parts); answer['ready'] = True")), 0, {}};
            if (r.turn == 1) return FakeReply{okReply(cellOf("n = len(context)\nprint(n)")), 0, {}};
            return FakeReply{okReply(cellOf("answer['content'] = f'{n}'; answer['ready'] = True")), 0, {}};
        }, 2);
        NodeId second;
        for (const NodeId frame : run.of(NodeKind::Frame))
            if (run.restorer->record(frame)->started.question.view() == "two") second = frame;
        QVERIFY(second);
        auto chain = run.restorer->restoreChain(second, run.of(NodeKind::Cell, second)[0], *m_repls, {});
        QVERIFY2(chain.ok(), chain.ok() ? "" : chain.error().text().c_str());
        QCOMPARE(chain->above.size(), std::size_t(1));

        // Its second turn goes another way.
        const auto child = runIn(*chain->frame.restored.repl, "answer['content'] = f'new{n * 2}'; answer['ready'] = True");
        QVERIFY(child.final.has_value());
        COMPARE_STR(child.final->text, "new6");
        // Its parent runs its cell again with that.
        FrameAbove& root = chain->above[0];
        COMPARE_STR(told(root.before.restored.divergences), "");
        QCOMPARE(root.before.after->turn, 1);
        QCOMPARE(root.current.turn, 2);
        int asked = 0;
        CellObserver observer;
        observer.hostCall = [&](HostCall call, std::unique_ptr<HostReply> reply) {
            asked += static_cast<int>(call.items.size());
            reply->answer(0, child.final->text);
        };
        const auto rerun = rerunCell(*root.before.restored.repl, *root.current.cell, root.down, observer, {});
        COMPARE_STR(told(rerun.divergences), "");
        QCOMPARE(asked, 1);
        QVERIFY(rerun.outcome.final.has_value());
        COMPARE_STR(rerun.outcome.final->text, "2+new6+4");
    }

    void threeLevelsDeep() {
        auto run = recorded([](const ModelRequest& r) {
            if (r.role == CallRole::Sub) return FakeReply{okReply("S"), 0, {}};
            const std::string before = "base" + std::to_string(r.depth) + " = " + std::to_string(r.depth);
            if (r.turn == 1) return FakeReply{okReply(cellOf(before)), 0, {}};
            if (r.depth < 2)
                return FakeReply{okReply(cellOf("side = llm_query('side')\nkids = rlm_query_batched(['l', 'r'])\n"
                                                "answer['content'] = '(' + side + ' ' + ' '.join(kids) + str(base" + std::to_string(r.depth) +
                                                ") + ')'; answer['ready'] = True")), 0, {}};
            return FakeReply{okReply(cellOf("answer['content'] = context + str(base2); answer['ready'] = True")), 0, {}};
        }, 3);
        checkEverywhere(run, "three levels");
        NodeId deep;
        for (const NodeId frame : run.of(NodeKind::Frame)) {
            const auto record = run.restorer->record(frame);
            if (record->started.depth == 2 && record->cells.size() == 2) deep = frame; // the last one
        }
        auto chain = run.restorer->restoreChain(deep, run.of(NodeKind::Cell, deep)[0], *m_repls, {});
        QVERIFY2(chain.ok(), chain.ok() ? "" : chain.error().text().c_str());
        QCOMPARE(chain->above.size(), std::size_t(2));
        auto final = runIn(*chain->frame.restored.repl, "answer['content'] = f'NEW{base2}'; answer['ready'] = True").final;
        for (FrameAbove& above : chain->above) {
            QVERIFY(final.has_value());
            CellObserver observer;
            observer.hostCall = [&](HostCall, std::unique_ptr<HostReply> reply) { reply->answer(0, final->text); };
            auto rerun = rerunCell(*above.before.restored.repl, *above.current.cell, above.down, observer, {});
            COMPARE_STR(told(rerun.divergences), "");
            final = std::move(rerun.outcome.final);
        }
        QVERIFY(final.has_value());
        // Any of the four, as the frames happened to start; exactly one.
        const auto as = [&](const char* what) { return QString::fromStdString(final->text).replace("NEW2", what); };
        const QString before = "(S (S l2 r21) (S l2 r21)0)";
        QCOMPARE(as("NEW2").count("NEW2"), 1);
        QVERIFY2(as("l2") == before || as("r2") == before, final->text.c_str());
    }

    void aRunThatWasCutOffGivesItsLastFinishedCell() {
        auto model = request([](const ModelRequest& r) {
            if (r.role == CallRole::Sub) return FakeReply{okReply("never"), 600'000, {}};
            return FakeReply{okReply(r.turn == 1 ? cellOf("x = 41") : cellOf("y = llm_query('wait')")), 0, {}};
        }, 1);
        const auto trace = model.trace;
        auto live = startRun(std::move(model));
        QVERIFY(live.ok());
        QVERIFY((*live)->waitFor(LivePhase::Running, milliseconds(60'000)));
        // A reader of a run that is still going sees what a kill would leave.
        std::vector<NodeId> cells;
        QVERIFY(QTest::qWaitFor([&] {
            const auto reader = TraceReader::open(trace);
            const auto runs = reader ? (*reader)->runs() : reader.error();
            if (!runs || runs->empty() || runs->at(0).lastSeq < 10) return false;
            const auto run = opened(trace);
            cells = run.of(NodeKind::Cell);
            return run.of(NodeKind::SubCall).size() == 1 && run.restorer->tree().contextStored();
        }, 60'000));
        auto run = opened(trace);
        const auto root = run.of(NodeKind::Frame)[0];
        QCOMPARE(cells.size(), std::size_t(2));
        auto restored = run.restorer->restoreFrame(root, cells[1], *m_repls, {});
        QVERIFY2(restored.ok(), restored.ok() ? "" : restored.error().text().c_str());
        QCOMPARE(restored->after->node, cells[0]);
        VERIFY_HAS(restored->remarks.at(0), "cut off in cell 1 of turn 2");
        COMPARE_STR(says(*restored->restored.repl, "print(x, 'y' in globals())"), "41 False\n");
        (*live)->stopNow();
        (*live)->wait();
        // Stopped, the same cell has an end: it was interrupted while it waited.
        live = makeError(ErrorKind::Internal, "released");
        auto stopped = opened(trace);
        restored = stopped.restorer->restoreFrame(root, cells[1], *m_repls, {});
        QVERIFY2(restored.ok(), restored.ok() ? "" : restored.error().text().c_str());
        COMPARE_STR(told(restored->restored.divergences), "");
        COMPARE_STR(says(*restored->restored.repl, "print(x, 'y' in globals())"), "41 False\n");
    }

    void toolsAnswerFromTheRecord() {
        auto wanted = request([](const ModelRequest& r) {
            return FakeReply{okReply(cellOf(r.turn == 1 ? "a = [ask('x'), ask('x'), ask(n=3)]\ntry:\n    ask('fail')\nexcept Exception as e:\n    print(e)\nprint(a, shout('b'))"
                                                        : "answer['content'] = str(a); answer['ready'] = True")), 0, {}};
        }, 1);
        wanted.spec.tools.source = "def shout(text):\n    'Louder.'\n    return text.upper()\n";
        wanted.spec.tools.name = "tools.py";
        const auto called = m_folder.filePath("called").toStdString();
        TrustedToolsFile file;
        file.path = m_folder.filePath("trusted.py").toStdString();
        file.source = "count = 0\ndef ask(q=None, n=0):\n    'Asks.'\n    global count\n    count += 1\n    open(" + test::dumped(nlohmann::json(called)) +
                      ", 'a').write('.')\n    if q == 'fail': raise ValueError('refused')\n    return [q, n, count]\n";
        std::ofstream(file.path) << file.source;
        auto read = readTrustedTools(file.path);
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().text().c_str());
        wanted.trustedTools = *read;
        wanted.allowTrustedTools = true;
        auto run = recorded(std::move(wanted));
        const auto calls = QFileInfo(QString::fromStdString(called)).size();
        QCOMPARE(calls, 4);
        checkEverywhere(run, "tools");
        QCOMPARE(QFileInfo(QString::fromStdString(called)).size(), calls); // what a tool did outside is not done again
    }

    void aLiveFrameIsLookedInto() {
        auto wanted = request([](const ModelRequest& r) {
            if (r.turn == 1) return FakeReply{okReply(cellOf("x = [1]\nbig = 'ab' * 5000")), 0, {}};
            if (r.turn == 2) return FakeReply{okReply(cellOf("x.append(2)")), 0, {}};
            return FakeReply{okReply(cellOf("answer['content'] = 'x'; answer['ready'] = True")), 600'000, {}};
        }, 1);
        wanted.snapshots = true;
        const auto trace = wanted.trace;
        auto live = startRun(std::move(wanted));
        QVERIFY(live.ok());
        std::shared_ptr<Repl> repl;
        QVERIFY(QTest::qWaitFor([&] {
            for (Seq seq = 1; seq < 20 && !repl; ++seq) repl = (*live)->repl(NodeId{seq});
            return repl && repl->point() == 2;
        }, 60'000));
        const auto now = repl->read(asking("x"), {}, {});
        QVERIFY2(now.ok(), now.ok() ? "" : now.error().text().c_str());
        QCOMPARE(now->items.size(), std::size_t(2));
        const auto before = repl->read(asking("x"), 1, {});
        QVERIFY(before.ok());
        QCOMPARE(before->items.size(), std::size_t(1));
        auto restored = repl->restore(1, {});
        QVERIFY(restored.ok());
        COMPARE_STR(says(*restored->repl, "x.append('other')\nprint(x, len(big))"), "[1, 'other'] 10000\n");
        const auto after = repl->read(asking("x[-1]"), {}, {});
        QVERIFY(after.ok());
        COMPARE_STR(after->text, "2"); // the live one goes on unharmed
        restored = makeError(ErrorKind::Internal, "released");
        repl.reset();
        (*live)->stop();
        (*live)->wait();
    }

    void framesWithoutCells() {
        auto wanted = request([](const ModelRequest&) { return FakeReply{okReply("<return>x</return>"), 0, {}}; }, 1);
        wanted.spec.strategy = "call-return";
        auto run = recorded(std::move(wanted));
        const auto root = run.of(NodeKind::Frame)[0];
        auto restored = run.restorer->restoreFrame(root, {}, *m_repls, {});
        QVERIFY(restored.ok());
        COMPARE_STR(says(*restored->restored.repl, "print(context['a.txt'])"), "alpha ä\n");
        QVERIFY(!run.restorer->restoreFrame(root, NodeId{1'000'000}, *m_repls, {}).ok());
        QVERIFY(!run.restorer->restoreFrame(NodeId{1}, {}, *m_repls, {}).ok());
        QVERIFY(!run.restorer->restoreFrame(NodeId{}, {}, *m_repls, {}).ok());
    }

    void contextThatIsNotThereIsNamed() {
        const auto trace = newTrace();
        const RunId id = RunId::random();
        NodeId frame, cell;
        {
            auto writer = TraceWriter::open(trace);
            QVERIFY(writer.ok());
            auto sink = (*writer)->beginRun(id);
            RunStarted started;
            started.context.shape = "text";
            started.context.documents = {{"", Text::stored(BlobId::of("nowhere"), 7), 7}};
            (*sink)->append({}, {}, started);
            frame = NodeId{(*sink)->append({}, {}, FrameStarted{})};
            const NodeId turn{(*sink)->append({}, frame, TurnStarted{1})};
            cell = NodeId{(*sink)->append({}, turn, CellStarted{1, Text::stored(BlobId::of("no code"), 5'000)})};
            CellEnded ended;
            ended.status = "ok";
            (*sink)->append(cell, {}, ended);
            QVERIFY((*sink)->flush().ok());
        }
        auto run = opened(trace);
        auto restored = run.restorer->restoreFrame(frame, {}, *m_repls, {});
        QVERIFY(!restored.ok());
        VERIFY_HAS(restored.error().message, "The context of this run is not in its trace");
        restored = run.restorer->restoreFrame(frame, cell, *m_repls, {});
        QVERIFY(!restored.ok());
        VERIFY_HAS(restored.error().message, "The code of cell 1 of turn 1");
    }

    void senselessTracesAreReadWithoutHarm() {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            RandomEvents random(seed);
            const auto trace = newTrace();
            {
                auto writer = TraceWriter::open(trace);
                QVERIFY(writer.ok());
                auto sink = (*writer)->beginRun(RunId::random());
                (*sink)->append({}, {}, RunStarted{});
                Seq last = 1;
                for (int i = 0; i < 300; ++i) {
                    // Mostly what a REPL is made of, about nodes that exist.
                    EventBody body = random.body();
                    if (random.pick(3) == 0) body = Custom{random.pick(2) ? "tool_call" : "call_refused", R"({"key":"/t1.c1.tool.00000000000000000000000000000000.0","keys":[1,"x","/t1.c1.tool.00000000000000000000000000000000.1"],"error":{"kind":5},"result":7})"};
                    const NodeId some{1 + random.pick(last)}, other{1 + random.pick(last)};
                    last = (*sink)->append(startsNode(body) ? NodeId{} : some, startsNode(body) ? other : NodeId{}, std::move(body));
                }
                QVERIFY((*sink)->flush().ok());
            }
            auto run = opened(trace);
            for (const NodeId frame : run.of(NodeKind::Frame)) {
                const auto record = run.restorer->record(frame);
                if (!record) QVERIFY(!record.error().message.empty());
                for (const NodeId cell : run.of(NodeKind::Cell, frame)) (void)readFrame(*run.reader, run.restorer->tree(), frame, cell);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestRestore)
#include "tst_restore.moc"
