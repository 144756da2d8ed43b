// Whole runs of each strategy over a fake model and a fake REPL.
#include <QTest>

#ifndef Q_MOC_RUN
#include "engine/engine_fixture.h"
#include "engine/strategy.h"
#include "support/json.h"

#endif

using namespace rlmscope;

namespace {

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}
std::string lastMessage(const ModelRequest& request) {
    return request.messages.back().plainText();
}

} // namespace

class TestRun : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rlmAnswers() {
        EngineFixture f;
        const auto model = f.model({"First look.\n" + cell("print 3 lines\nset n 3"), cell("print sure\nfinal 3")});
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "answered");
        QCOMPARE(ended.stopReason, "answer");
        QCOMPARE(std::string(ended.answerText.view()), "3");
        QCOMPARE(ended.answer, "\"3\"");
        QCOMPARE(malformed(f.sink->events()), "");
        const auto requests = model->requests();
        QCOMPARE(requests.size(), 2u);
        QCOMPARE(requests[0].messages.size(), 2u);
        const std::string task = requests[0].messages[1].plainText();
        QVERIFY(contains(task, "How many lines?") && contains(task, "14 characters") && task.ends_with("\n\nTurn 1 of 30."));
        QVERIFY(!contains(task, "three")); // never content
        QCOMPARE(requests[1].messages.size(), 4u);
        QCOMPARE(requests[1].messages[2].plainText(), "First look.\n" + cell("print 3 lines\nset n 3"));
        QCOMPARE(lastMessage(requests[1]), "Output:\n3 lines\n\nTurn 2 of 30.");
        // The prefix is the same bytes: the second call keeps all of the first.
        for (std::size_t i = 0; i < 2; ++i) QCOMPARE(requests[0].messages[i].plainText(), requests[1].messages[i].plainText());
        const auto calls = f.sink->all<ModelCallStarted>();
        QCOMPARE(calls[1].kept, 2);
        QCOMPARE(calls[1].added.size(), 2u);
        QVERIFY(calls[1].previous);
        const auto variables = f.sink->all<VariablesChanged>();
        QCOMPARE(variables.size(), 2u);
        QCOMPARE(variables[0].variables[0].name, "n");
        QCOMPARE(f.repls->alive(), 0);
    }
    void systemPromptsHaveNoOpenPlaceholders_data() {
        QTest::addColumn<QString>("strategy");
        for (const auto name : strategyNames()) QTest::newRow(std::string(name).c_str()) << QString::fromStdString(std::string(name));
    }
    void systemPromptsHaveNoOpenPlaceholders() {
        QFETCH(QString, strategy);
        for (const auto protocol : {FinalProtocol::Answer, FinalProtocol::Final, FinalProtocol::Submit})
            for (int depth = 0; depth <= 3; ++depth) {
                EngineFixture f;
                f.spec.strategy = strategy.toStdString();
                f.spec.protocol = protocol;
                f.spec.depth = depth;
                f.spec.limits.turns = 1;
                const auto model = f.model({cell("final x")});
                (void)f.run();
                const std::string prompt = model->requests().at(0).messages.at(0).plainText();
                QVERIFY(prompt.size() > 100);
                for (const char* name : {"{functions}", "{finish}", "{max_turns}", "{visible_output}", "{sub_window}",
                                         "{in_flight}", "{live_children}", "{depth_left}", "{question}", "{context}"})
                    QVERIFY2(!contains(prompt, name), name);
                if (strategy != "rlm") continue;
                QCOMPARE(contains(prompt, "llm_query("), depth >= 1);
                QCOMPARE(contains(prompt, "rlm_query_batched("), depth >= 2);
                QCOMPARE(contains(prompt, "SUBMIT("), protocol == FinalProtocol::Submit);
                QCOMPARE(contains(prompt, "FINAL_VAR("), protocol == FinalProtocol::Final);
            }
    }
    void editedPromptWins() {
        EngineFixture f;
        f.spec.prompts["rlm"] = "Count. {max_turns} turns. {unknown} {question";
        const auto model = f.model({cell("final x")});
        (void)f.run();
        QCOMPARE(model->requests()[0].messages[0].plainText(), "Count. 30 turns. {unknown} {question");
    }
    void noCodeIsTold() {
        EngineFixture f;
        const auto model = f.model({"I think it is 3.", cell("final 3")});
        QCOMPARE(f.run().status, "answered");
        const std::string told = lastMessage(model->requests()[1]);
        QVERIFY(contains(told, "no `repl` block") && told.ends_with("Turn 2 of 30."));
        QVERIFY(!contains(told, "Turn 1"));
    }
    void severalCellsStopAtTheFirstFinal() {
        EngineFixture f;
        f.model({cell("print a") + "\n" + cell("final b") + "\n" + cell("print c")});
        QCOMPARE(std::string(f.run().answerText.view()), "b");
        QCOMPARE(f.sink->all<CellStarted>().size(), 2u);
    }
    void raisedCellShowsItsTraceback() {
        EngineFixture f;
        const auto model = f.model({cell("repeat 30000 x\nraise ValueError no good"), cell("final 1")});
        QCOMPARE(f.run().status, "answered");
        const std::string shown = lastMessage(model->requests()[1]);
        QVERIFY(contains(shown, "ValueError no good"));
        QVERIFY(contains(shown, " of 30,001 characters are shown]"));
        const auto cells = f.sink->all<CellEnded>();
        QCOMPARE(cells[0].status, "raised");
        QVERIFY(cells[0].truncated);
        QVERIFY(cells[0].visible.size < 20'200);
        std::uint64_t kept = 0; // everything is in the trace
        for (const auto& output : f.sink->all<CellOutput>()) kept += output.text.size;
        QCOMPARE(kept, cells[0].stdoutBytes + cells[0].stderrBytes);
    }
    void errorsInARowForceAnAnswer() {
        EngineFixture f;
        f.spec.limits.consecutiveErrors = 3;
        f.model([](const ModelRequest& r) {
            return FakeReply{okReply(r.role == CallRole::Final ? "a guess" : cell("raise E x")), 0, {}};
        });
        const RunEnded ended = f.run();
        QCOMPARE(ended.stopReason, "errors");
        QCOMPARE(std::string(ended.answerText.view()), "a guess");
        QCOMPARE(f.sink->all<CellStarted>().size(), 3u);
    }
    void outOfTurnsForcesAnAnswer() {
        EngineFixture f;
        f.spec.limits.turns = 2;
        const auto model = f.model({cell("print a"), cell("print b"), "The best guess."});
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "answered");
        QCOMPARE(ended.stopReason, "turns");
        QCOMPARE(std::string(ended.answerText.view()), "The best guess.");
        QCOMPARE(f.sink->all<FrameEnded>()[0].status, "forced");
        const auto requests = model->requests();
        QVERIFY(requests[2].role == CallRole::Final);
        QCOMPARE(requests[2].key.text(), "/t2.final");
        QCOMPARE(requests[2].messages.size(), 6u);
        // with the last output, which no turn had shown
        QVERIFY(requests[2].messages[5].plainText().starts_with("Output:\nb\n\nYour turns are used up"));
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void forcedPromptSaysWhichLimit() {
        EngineFixture f;
        f.spec.limits.calls = 2;
        const auto model = f.model({cell("print a"), "A guess."});
        QCOMPARE(f.run().stopReason, "calls");
        QVERIFY(contains(lastMessage(model->requests()[1]), "Turn 2 of 30.\n\nThe run has reached a limit"));
        QVERIFY(contains(lastMessage(model->requests()[1]), "limit on calls"));
    }
    void outputCapRespectsTheModel() {
        EngineFixture f;
        ModelInfo info;
        info.spec = "fake";
        info.maxOutput = 1'000;
        const auto model = f.model([](const ModelRequest& r) {
            return FakeReply{okReply(r.role == CallRole::Sub ? "s" : cell(r.turn == 1 ? "llm q" : "final x")), 0, {}};
        }, info);
        QCOMPARE(f.run().status, "answered");
        for (const auto& request : model->requests()) QCOMPARE(request.outputCap, 1'000);
    }
    void deadReplIsToldAndReplaced() {
        EngineFixture f;
        const auto model = f.model({cell("die segmentation fault"), cell("final ok")});
        QCOMPARE(f.run().status, "answered");
        QVERIFY(contains(lastMessage(model->requests()[1]), "The REPL died: segmentation fault. All variables are lost"));
        QCOMPARE(f.sink->all<CellEnded>()[0].status, "died");
        QCOMPARE(f.repls->specs().size(), 2u);
    }
    void replThatKeepsDyingEndsTheRun() {
        EngineFixture f;
        f.model({cell("die boom")});
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "failed");
        QCOMPARE(ended.stopReason, "worker");
        QCOMPARE(f.repls->specs().size(), 4u);
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void replThatDoesNotStartEndsTheRun() {
        EngineFixture f;
        f.repls->failWith(makeError(ErrorKind::Worker, "The worker program is missing."));
        f.model({cell("print x")});
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "failed");
        QCOMPARE(ended.error->message, "The worker program is missing.");
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void modelFailureEndsTheRun() {
        EngineFixture f;
        f.model([](const ModelRequest&) { return FakeReply{httpFailure(401, false), 0, {}}; });
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "failed");
        QCOMPARE(ended.stopReason, "model_error");
        QCOMPARE(malformed(f.sink->events()), "");
    }

    // ---- sub-calls and depth ----------------------------------------------------------------------------------

    void batchKeepsOrderAndIsolatesFailures() {
        EngineFixture f;
        f.model([](const ModelRequest& r) {
            const std::string text = r.messages.back().plainText();
            if (r.role == CallRole::Frame)
                return FakeReply{okReply(r.turn == 1 ? cell("llm_batch a|b|bad|d") : cell("final done")), 0, {}};
            if (text == "bad") return FakeReply{httpFailure(400, false), 0, {}};
            return FakeReply{okReply("re " + text), text == "a" ? 20 : 0, {}}; // the first comes last
        });
        QCOMPARE(f.run().status, "answered");
        QCOMPARE(std::string(f.sink->all<CellEnded>()[0].visible.view()), "-> re a\n-> re b\n!! HTTP 400\n-> re d\n");
        int batched = 0;
        for (const auto& call : f.sink->all<ModelCallStarted>()) {
            if (call.role != CallRole::Sub) continue;
            QCOMPARE(call.batch, 1);
            QCOMPARE(call.batchIndex, batched++);
            QCOMPARE(call.batchSize, 4);
            QCOMPARE(call.key.kind, "llm_query");
            QCOMPARE(call.added.size(), 1u);
        }
        QCOMPARE(batched, 4);
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void sameRequestsHaveDifferentKeys() {
        EngineFixture f;
        f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Frame) return FakeReply{okReply(r.turn == 1 ? cell("llm_batch a|a|b\nllm a") : cell("final x")), 0, {}};
            return FakeReply{okReply(std::to_string(r.key.occurrence)), 0, {}};
        });
        QCOMPARE(f.run().status, "answered");
        QCOMPARE(std::string(f.sink->all<CellEnded>()[0].visible.view()), "-> 0\n-> 1\n-> 0\n-> 2\n");
    }
    void paperDepths_data() {
        QTest::addColumn<int>("depth");
        QTest::addColumn<int>("frames");
        QTest::addColumn<int>("limited");
        QTest::newRow("0: no sub-calls") << 0 << 1 << 0;
        QTest::newRow("1: rlm_query is llm_query") << 1 << 1 << 1;
        QTest::newRow("2: one level of frames") << 2 << 2 << 1;
        QTest::newRow("3: two levels") << 3 << 3 << 1;
    }
    void paperDepths() {
        QFETCH(int, depth);
        QFETCH(int, frames);
        QFETCH(int, limited);
        EngineFixture f;
        f.spec.depth = depth;
        f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Sub) return FakeReply{okReply("leaf " + std::to_string(r.depth)), 0, {}};
            return FakeReply{okReply(r.turn == 1 ? cell("rlm part => some text") : cell("final f" + std::to_string(r.depth))), 0, {}};
        });
        QCOMPARE(f.run().status, "answered");
        QCOMPARE(f.sink->all<FrameStarted>().size(), static_cast<std::size_t>(frames));
        int seen = 0;
        for (const auto& call : f.sink->all<ModelCallStarted>())
            if (call.depthLimited) {
                ++seen;
                QCOMPARE(call.key.kind, "rlm_query");
                QCOMPARE(call.added[0].plainText(), "part\n\nsome text");
            }
        QCOMPARE(seen, limited);
        const std::string visible(f.sink->all<CellEnded>()[0].visible.view());
        if (depth == 0) QVERIFY(contains(visible, "!! This run has paper depth 0"));
        QCOMPARE(malformed(f.sink->events()), "");
        for (const auto& repl : f.repls->specs()) QCOMPARE(repl.rlmQuery, depth >= 1);
    }
    void childWithoutContextWorksOnItsPrompt() {
        EngineFixture f;
        f.spec.depth = 2;
        f.model([](const ModelRequest& r) {
            if (r.depth == 0) return FakeReply{okReply(r.turn == 1 ? cell("rlm_batch read this|and that => with text") : cell("final x")), 0, {}};
            return FakeReply{okReply(cell("final child")), 0, {}};
        });
        QCOMPARE(f.run().status, "answered");
        const auto frames = f.sink->all<FrameStarted>();
        QCOMPARE(frames.size(), 3u);
        for (const auto& frame : frames) {
            if (frame.depth == 0) continue;
            QCOMPARE(frame.batchSize, 2);
            QCOMPARE(frame.path, frame.key.text());
            QCOMPARE(frame.context.documents.size(), 1u);
            const bool first = frame.batchIndex == 0;
            QCOMPARE(std::string(frame.context.documents[0].text.view()), first ? "read this" : "with text");
            QCOMPARE(std::string(frame.question.view()) == "and that", !first);
        }
        QCOMPARE(std::string(f.sink->all<CellEnded>().back().visible.view()), "");
    }
    void failedChildIsAnErrorInItsSlot() {
        EngineFixture f;
        f.spec.depth = 2;
        f.model([](const ModelRequest& r) {
            if (r.depth == 0) return FakeReply{okReply(r.turn == 1 ? cell("rlm_batch good|bad") : cell("final x")), 0, {}};
            if (contains(r.key.framePath, BlobId::of("").text())) return FakeReply{okReply(""), 0, {}};
            return contains(r.messages[1].plainText(), "4 characters") ? FakeReply{okReply(cell("final fine")), 0, {}}
                                                                       : FakeReply{httpFailure(400, false), 0, {}};
        });
        QCOMPARE(f.run().status, "answered");
        std::string visible;
        for (const auto& ended : f.sink->all<CellEnded>())
            if (ended.visible.size > 0) visible = ended.visible.view();
        QCOMPARE(visible, "-> fine\n!! HTTP 400\n");
    }
    void modelArgument() {
        EngineFixture f;
        const auto named = [](const std::string& name) {
            return std::make_shared<FakeModel>(FakeModel::Answer([name](const ModelRequest& r) {
                if (r.role == CallRole::Frame)
                    return FakeReply{okReply(r.turn == 1 ? cell("llm q\nllm@root q\nllm@sub q\nllm@small q\nllm@gpt-9 q") : cell("final x")), 0, {}};
                return FakeReply{okReply(name), 0, {}};
            }));
        };
        f.models["big"] = named("big");
        f.models["small"] = named("small");
        f.spec.models = {"big", "small"};
        QCOMPARE(f.run().status, "answered");
        const std::string visible(f.sink->all<CellEnded>()[0].visible.view());
        QVERIFY2(visible.starts_with("-> small\n-> big\n-> small\n-> small\n!! model=\"gpt-9\" is not a model of this run."), visible.c_str());
    }
    void childrenAreLimitedWithoutHoldingRequests() {
        EngineFixture f;
        f.spec.depth = 3;
        f.spec.limits.liveChildren = 2;
        f.spec.limits.inFlight = 1; // were waiting frames counted, this would never end
        f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Sub) return FakeReply{okReply("leaf"), 0, {}};
            if (r.turn == 2) return FakeReply{okReply(cell("final up")), 0, {}};
            return FakeReply{okReply(cell(r.depth < 2 ? "rlm_batch a|b|c|d|e" : "llm_batch x|y")), 0, {}};
        });
        QCOMPARE(f.run().status, "answered");
        QCOMPARE(f.sink->all<FrameStarted>().size(), 1u + 5 + 25);
        int open = 0, peak = 0;
        for (const auto& event : f.sink->events()) {
            if (const auto* frame = std::get_if<FrameStarted>(&event.body); frame && frame->depth == 1) peak = std::max(peak, ++open);
            if (std::holds_alternative<FrameEnded>(event.body) && event.node.seq > 0)
                for (const auto& other : f.sink->events())
                    if (other.seq == event.node.seq && std::get<FrameStarted>(other.body).depth == 1) --open;
        }
        QCOMPARE(peak, 2);
        QCOMPARE(malformed(f.sink->events()), "");
    }

    // ---- direct -----------------------------------------------------------------------------------------------

    void directAnswers() {
        EngineFixture f;
        f.spec.strategy = "direct";
        f.context = std::make_shared<const Context>(Context::ofDict({{"a.txt", "alpha\n"}, {"b.txt", "beta {question}"}}));
        const auto model = f.model({"two files"});
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "answered");
        QCOMPARE(std::string(ended.answerText.view()), "two files");
        QCOMPARE(malformed(f.sink->events()), "");
        const std::string prompt = lastMessage(model->requests()[0]);
        QVERIFY(contains(prompt, "How many lines?"));
        QVERIFY(contains(prompt, "=== a.txt ===\nalpha\n\n=== b.txt ===\nbeta {question}"));
        QCOMPARE(f.repls->specs().size(), 0u);
    }
    void directRefusesWhatDoesNotFit() {
        EngineFixture f;
        f.spec.strategy = "direct";
        f.context = std::make_shared<const Context>(Context::ofText(std::string(50'000, 'x')));
        ModelInfo info;
        info.spec = "fake";
        info.window = 1'000;
        const auto model = f.model([](const ModelRequest&) { return FakeReply{okReply("x"), 0, {}}; }, info);
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "failed");
        QCOMPARE(ended.stopReason, "context");
        QVERIFY(contains(ended.error->message, "12,5") && contains(ended.error->message, "1,000"));
        QCOMPARE(model->count(), 0u);
    }
    void directUsesItsOnlyCall() {
        EngineFixture f;
        f.spec.strategy = "direct";
        f.spec.limits.calls = 1;
        f.model({"x"});
        QCOMPARE(f.run().status, "answered");
    }

    // ---- call-return ------------------------------------------------------------------------------------------

    void callReturnKeepsOnlyWhatStays() {
        EngineFixture f;
        f.spec.strategy = "call-return";
        f.spec.depth = 2;
        const auto model = f.model([](const ModelRequest& r) {
            if (r.depth == 1) return FakeReply{okReply("It is <return>4</return> and more"), 0, {}};
            return FakeReply{okReply(r.turn == 1 ? "First half.\n<call>2 + 2</call> imagined <return>9</return>" : "So <return>the sum is 4</return>"), 0, {}};
        });
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "answered");
        QCOMPARE(std::string(ended.answerText.view()), "the sum is 4");
        const auto requests = model->requests();
        QCOMPARE(requests.size(), 3u);
        QCOMPARE(requests[1].messages.size(), 2u); // a fresh context with q alone
        QCOMPARE(requests[1].messages[1].plainText(), "2 + 2");
        QCOMPARE(requests[2].messages.size(), 4u);
        QCOMPARE(requests[2].messages[2].plainText(), "First half.");
        QCOMPARE(requests[2].messages[3].plainText(), "<result>4</result>");
        const auto frames = f.sink->all<FrameStarted>();
        QCOMPARE(frames.size(), 2u);
        QCOMPARE(frames[1].key.kind, "call");
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void callReturnTellsWhatIsWrong_data() {
        QTest::addColumn<QString>("reply");
        QTest::addColumn<QString>("told");
        QTest::newRow("no tag") << "hm" << "neither";
        QTest::newRow("not closed") << "<call>q" << "not closed";
        QTest::newRow("empty call") << "<call> </call>" << "empty";
        QTest::newRow("nested") << "<call>a <call>b</call></call>" << "nested";
        QTest::newRow("return not closed") << "x <return>y" << "not closed";
        QTest::newRow("too deep") << "<call>q</call>" << "No call is possible at this depth";
    }
    void callReturnTellsWhatIsWrong() {
        QFETCH(QString, reply);
        QFETCH(QString, told);
        EngineFixture f;
        f.spec.strategy = "call-return";
        f.spec.depth = 0;
        const auto model = f.model({reply.toStdString(), "<return>ok</return>"});
        QCOMPARE(f.run().status, "answered");
        QVERIFY(contains(lastMessage(model->requests()[1]), told.toStdString()));
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void callReturnFailedChildIsNoResult() {
        EngineFixture f;
        f.spec.strategy = "call-return";
        f.spec.depth = 1;
        const auto model = f.model([](const ModelRequest& r) {
            if (r.depth == 1) return FakeReply{httpFailure(400, false), 0, {}};
            return FakeReply{okReply(r.turn == 1 ? "<call>q</call>" : "<return>alone</return>"), 0, {}};
        });
        QCOMPARE(f.run().status, "answered");
        QCOMPARE(lastMessage(model->requests().back()), "<error>The call failed: HTTP 400</error>");
    }

    // ---- the REPL of a live frame -------------------------------------------------------------------------------

    void snapshotsAreTakenWhenAskedFor() {
        for (const bool asked : {false, true}) {
            EngineFixture f;
            f.snapshots = asked;
            f.model({cell("set a 1"), cell("set a 2"), cell("final x")});
            QCOMPARE(f.run().status, "answered");
            int points = 0;
            for (const auto& custom : f.sink->all<Custom>())
                if (custom.kind == "repl_point") {
                    ++points;
                    const auto data = test::parsed(custom.data);
                    QCOMPARE(data["point"].get<int>(), 1);
                    QCOMPARE(data["reason"].get<std::string>(), "a fake keeps no snapshots");
                }
            QCOMPARE(points, asked ? 1 : 0); // a reason is said once
        }
    }
    void noticesAreSaidOnce() {
        EngineFixture f;
        f.spec.depth = 2;
        f.model([](const ModelRequest& r) {
            return FakeReply{okReply(r.depth == 0 && r.turn == 1 ? cell("rlm_batch a|b|c") : cell("final x")), 0, {}};
        });
        QCOMPARE(f.run().status, "answered");
        int notices = 0;
        for (const auto& note : f.sink->all<Note>()) notices += note.text == "a fake is no Python";
        QCOMPARE(notices, 1);
    }
    void aLiveFrameShowsItsRepl() {
        EngineFixture f;
        const auto model = f.model({cell("set a 1"), cell("final x")});
        auto run = f.start();
        QVERIFY(run.ok());
        (*run)->pause();
        QVERIFY(!(*run)->repl(NodeId{999}));
        (*run)->resume();
        QCOMPARE((*run)->wait().status, "answered");
        for (const auto& event : f.sink->events())
            if (std::holds_alternative<FrameStarted>(event.body)) QVERIFY(!(*run)->repl(event.node)); // it has ended
        QCOMPARE(f.repls->alive(), 0);
        // While it waits for its second turn.
        EngineFixture g;
        const auto held = g.model([](const ModelRequest& r) { return FakeReply{okReply(cell(r.turn == 1 ? "set a 1" : "final x")), r.turn == 1 ? 0 : 300, {}}; });
        auto live = g.start();
        QVERIFY(live.ok());
        QVERIFY(waitFor([&] { return held->count() == 2; }));
        NodeId root;
        for (const auto& event : g.sink->events())
            if (std::holds_alternative<FrameStarted>(event.body)) root = event.node;
        auto repl = (*live)->repl(root);
        QVERIFY(repl != nullptr);
        QCOMPARE(repl->point(), 1);
        repl.reset();
        QCOMPARE((*live)->wait().status, "answered");
    }
    void messagesAreSharedAndCopiedToBeChanged() {
        MessageList a{Message::text(Role::System, "s"), Message::text(Role::User, "u")};
        MessageList b = a;
        QCOMPARE(&std::as_const(a)[1], &std::as_const(b)[1]);
        b.ownLast().parts.push_back(Part{PartKind::Text, Text("more"), {}});
        b.insert(b.begin(), {Message::text(Role::System, "1"), Message::text(Role::System, "2")});
        QCOMPARE(a.size(), 2u);
        QCOMPARE(std::as_const(a)[1].parts.size(), 1u);
        QCOMPARE(b.size(), 4u);
        QCOMPARE(std::as_const(b)[1].plainText(), std::string("2"));
        QCOMPARE(std::as_const(b)[3].parts.size(), 2u);
        QCOMPARE(b.rbegin()->parts.size(), 2u);
        b.truncate(1);
        QCOMPARE(b.end() - b.begin(), 1);
        QCOMPARE(b.begin()->plainText(), std::string("1"));
    }

    // ---- start ------------------------------------------------------------------------------------------------

    void refusesToStart() {
        EngineFixture f;
        f.model({"x"});
        f.spec.depth = 99;
        f.spec.question = "";
        const auto invalid = f.start();
        QVERIFY(!invalid);
        QVERIFY(contains(invalid.error().message, "depth") && contains(invalid.error().message, "question"));
        EngineFixture g;
        const auto unknown = g.start();
        QVERIFY(!unknown && contains(unknown.error().message, "fake"));
        EngineFixture h;
        h.model({cell("final x")});
        h.spec.limits.usd = PicoUsd{1'000'000'000'000};
        const auto priceless = h.start();
        QVERIFY(!priceless && contains(priceless.error().message, "price"));
        h.spec.prices["fake"] = Price::perMillion({1'000'000'000'000}, {1'000'000'000'000});
        QCOMPARE(h.run().status, "answered");
        QCOMPARE(test::parsed(h.sink->all<RunStarted>()[0].models)[0]["price"]["input"].get<int>(), 1'000'000);
    }
    // The run says which price table a price is from, with its tiers; a price given for the run is from no table.
    void theTraceNamesThePriceTable() {
        const auto recorded = [](std::optional<Price> given) {
            EngineFixture f;
            ModelInfo info;
            info.spec = info.name = "fake";
            info.price = Price::perMillion({1'000'000'000'000}, {1'000'000'000'000});
            info.price->tiers = {{200'000, 2'000'000, 3'000'000, 4, 5}};
            info.priceTable = "0123456789abcdef";
            f.models["fake"] = std::make_shared<FakeModel>(std::vector<std::string>{cell("final x")}, info);
            if (given) f.spec.prices["fake"] = *given;
            f.run();
            return test::parsed(f.sink->all<RunStarted>()[0].models)[0];
        };
        const auto table = recorded({});
        QCOMPARE(table["price_table"].get<std::string>(), std::string("0123456789abcdef"));
        QCOMPARE(table["price"]["tiers"][0]["above"].get<int>(), 200'000);
        QCOMPARE(table["price"]["tiers"][0]["cache_write"].get<int>(), 5);
        const auto given = recorded(Price::perMillion({2'000'000'000'000}, {1'000'000'000'000}));
        QVERIFY(!given.contains("price_table"));
        QCOMPARE(given["price"]["input"].get<int>(), 2'000'000);
    }
};

QTEST_GUILESS_MAIN(TestRun)
#include "tst_run.moc"
