// At a limit of the run: finish, stop, or ask.
#include <QTest>

#ifndef Q_MOC_RUN
#include "engine/engine_fixture.h"
#include "support/fake_clock.h"
#endif

using namespace rlmscope;

namespace {

using Strings = std::vector<std::string>;

/// Turns that print, and a last answer when it is asked for.
FakeModel::Answer talker(int finalTurn = 1'000) {
    return [finalTurn](const ModelRequest& r) {
        if (r.role == CallRole::Final) return FakeReply{okReply("best guess"), 0, {}};
        if (r.role == CallRole::Sub) return FakeReply{okReply("s"), 0, {}};
        return FakeReply{okReply(r.turn >= finalTurn ? cell("final done") : cell("print a")), 0, {}};
    };
}

PendingDecision firstQuestion(Run& run) {
    const bool asked = waitFor([&] { return !run.budget().pending.empty() && run.state() == RunState::Paused; });
    return asked ? run.budget().pending.front() : PendingDecision{};
}

int finals(const FakeModel& model) {
    int n = 0;
    for (const auto& request : model.requests()) n += request.role == CallRole::Final;
    return n;
}

} // namespace

class TestAtLimit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stopEndsWithoutALastAnswer() {
        EngineFixture f;
        f.spec.limits.calls = 3;
        f.spec.limits.atLimit = AtLimit::Stop;
        const auto model = f.model(talker());
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "limit");
        QCOMPARE(ended.stopReason, "calls");
        QCOMPARE(model->count(), 3u); // none is kept for an answer that nobody wants
        QCOMPARE(finals(*model), 0);
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void stopAtTurnsAndSeconds() {
        EngineFixture f;
        f.spec.limits.turns = 2;
        f.spec.limits.atLimit = AtLimit::Stop;
        const auto model = f.model(talker());
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "limit");
        QCOMPARE(ended.stopReason, "turns");
        QCOMPARE(model->count(), 2u);

        EngineFixture g;
        FakeClock clock;
        g.clock = &clock;
        g.spec.limits.seconds = 10;
        g.spec.limits.atLimit = AtLimit::Stop;
        g.model({cell("block")});
        auto run = g.start();
        QVERIFY(waitFor([&] { return g.sink->all<CellStarted>().size() == 1; }));
        clock.advance(9'500'000'000); // nothing is kept for a last answer
        QTest::qWait(20);
        QVERIFY((*run)->state() == RunState::Running);
        clock.advance(500'000'000);
        QCOMPARE((*run)->wait().status, "limit");
        QCOMPARE((*run)->wait().stopReason, "seconds");
    }
    /// What is in flight when the limit refuses a call is paid, so it lands.
    void stopWaitsForWhatIsInFlight() {
        EngineFixture f;
        f.spec.limits.inputTokens = 30'000;
        f.spec.limits.atLimit = AtLimit::Stop;
        f.spec.prompts["rlm"] = "short";
        const std::string big(40'000, 'x'); // fits under no circumstances
        std::atomic<bool> landed = false;
        f.model([&](const ModelRequest& r) {
            if (r.role != CallRole::Sub) return FakeReply{okReply(cell("llm_batch a|b|" + big)), 0, {}};
            if (r.bytes() == 1) landed = true;
            return FakeReply{okReply("s"), 30, {}};
        });
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "limit");
        QCOMPARE(ended.stopReason, "input_tokens");
        QVERIFY(landed);
        int ok = 0;
        for (const auto& call : f.sink->all<ModelCallEnded>()) ok += call.status == "ok";
        QCOMPARE(ok, 3);
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void askAndRaise() {
        EngineFixture f;
        f.canAsk = true;
        f.spec.limits.calls = 3; // two, and one kept
        f.spec.limits.atLimit = AtLimit::Ask;
        const auto model = f.model(talker(5));
        auto run = f.start();
        const PendingDecision question = firstQuestion(**run);
        QVERIFY(question.kind == PendingDecision::Kind::Limit && question.limit == LimitKind::Calls);
        QCOMPARE(question.limitNow, 3);
        QVERIFY2(question.text.find("limit of 3 calls") != std::string::npos, question.text.c_str());
        QCOMPARE(model->count(), 2u);
        QCOMPARE(ledgerOps(f, "asked"), Strings{"calls"});
        QCOMPARE(f.sink->all<GateChanged>()[0].reason, "limit");
        (*run)->resume(); // answers nothing
        QVERIFY((*run)->state() == RunState::Paused);
        RaisedLimits raised;
        QVERIFY(!(*run)->decide(question.id, Verdict::Go, raised));
        raised.calls = 3;
        QVERIFY(!(*run)->decide(question.id, Verdict::Go, raised));
        QVERIFY(!(*run)->decide(question.id, Verdict::Refuse));
        QVERIFY(!(*run)->decide(question.id + 1, Verdict::Stop));
        raised.calls = 20;
        QVERIFY((*run)->decide(question.id, Verdict::Go, raised));
        QVERIFY(!(*run)->decide(question.id, Verdict::Go, raised)); // answered
        const RunEnded ended = (*run)->wait();
        QCOMPARE(ended.status, "answered");
        QCOMPARE(ended.stopReason, "answer");
        QCOMPARE(model->count(), 5u);
        QCOMPARE(ledgerOps(f, "raised"), Strings{"calls"});
        QCOMPARE(ledgerOps(f, "refused"), Strings{});
        QCOMPARE((*run)->budget().limits.at(0).limit, 20);
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void raisedTooLittleAsksAboutTheNextLimit() {
        EngineFixture f;
        f.canAsk = true;
        f.spec.limits.calls = 3;
        f.spec.limits.turns = 4;
        f.spec.limits.atLimit = AtLimit::Ask;
        f.model(talker(6));
        auto run = f.start();
        RaisedLimits raised;
        raised.calls = 50;
        QVERIFY((*run)->decide(firstQuestion(**run).id, Verdict::Go, raised));
        const PendingDecision turns = firstQuestion(**run);
        QVERIFY(turns.limit == LimitKind::Turns);
        QCOMPARE(turns.limitNow, 4);
        raised = {};
        raised.turns = 4;
        QVERIFY(!(*run)->decide(turns.id, Verdict::Go, raised));
        raised.turns = 10;
        QVERIFY((*run)->decide(turns.id, Verdict::Go, raised));
        QCOMPARE((*run)->wait().stopReason, "answer");
        QCOMPARE(ledgerOps(f, "raised"), (Strings{"calls", "turns"}));
    }
    void askAndFinish() {
        EngineFixture f;
        f.canAsk = true;
        f.spec.limits.calls = 3;
        f.spec.limits.atLimit = AtLimit::Ask;
        const auto model = f.model(talker());
        auto run = f.start();
        QVERIFY((*run)->decide(firstQuestion(**run).id, Verdict::Finish));
        const RunEnded ended = (*run)->wait();
        QCOMPARE(ended.status, "answered");
        QCOMPARE(ended.stopReason, "calls");
        QCOMPARE(std::string(ended.answerText.view()), "best guess");
        QCOMPARE(model->count(), 3u);
        QVERIFY((*run)->budget().pending.empty());
    }
    void askAndStop() {
        for (const bool turns : {false, true}) {
            EngineFixture f;
            f.canAsk = true;
            if (turns) f.spec.limits.turns = 2;
            else f.spec.limits.calls = 3;
            f.spec.limits.atLimit = AtLimit::Ask;
            const auto model = f.model(talker());
            auto run = f.start();
            QVERIFY((*run)->decide(firstQuestion(**run).id, Verdict::Stop));
            const RunEnded ended = (*run)->wait();
            QCOMPARE(ended.status, "limit");
            QCOMPARE(ended.stopReason, turns ? "turns" : "calls");
            QCOMPARE(finals(*model), 0);
            QCOMPARE(malformed(f.sink->events()), "");
        }
    }
    void withNobodyToAskItFinishes() {
        EngineFixture f;
        f.spec.limits.calls = 3;
        f.spec.limits.atLimit = AtLimit::Ask;
        f.model(talker());
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "answered");
        QCOMPARE(ended.stopReason, "calls");
        QCOMPARE(ledgerOps(f, "asked"), Strings{});
    }
    void theUsersPauseStays() {
        EngineFixture f;
        f.canAsk = true;
        f.spec.limits.calls = 3;
        f.spec.limits.atLimit = AtLimit::Ask;
        f.model(talker(4));
        auto run = f.start();
        const PendingDecision question = firstQuestion(**run);
        (*run)->pause();
        RaisedLimits raised;
        raised.calls = 9;
        QVERIFY((*run)->decide(question.id, Verdict::Go, raised));
        QTest::qWait(20);
        QVERIFY((*run)->state() == RunState::Paused);
        (*run)->resume();
        QCOMPARE((*run)->wait().stopReason, "answer");
        Strings states;
        for (const auto& change : f.sink->all<GateChanged>()) states.push_back(change.state + (change.reason.empty() ? "" : "/" + change.reason));
        QCOMPARE(states, (Strings{"pausing/limit", "paused/limit", "paused", "running"}));
    }
    void stopWhileAsked() {
        EngineFixture f;
        f.canAsk = true;
        f.spec.limits.calls = 3;
        f.spec.limits.atLimit = AtLimit::Ask;
        f.model(talker());
        auto run = f.start();
        const PendingDecision question = firstQuestion(**run);
        (*run)->stop();
        QCOMPARE((*run)->wait().status, "cancelled");
        QVERIFY((*run)->budget().pending.empty());
        QVERIFY(!(*run)->decide(question.id, Verdict::Finish));
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void secondsAskAndDoNotRunMeanwhile() {
        EngineFixture f;
        FakeClock clock;
        f.clock = &clock;
        f.canAsk = true;
        f.spec.limits.seconds = 10;
        f.spec.limits.atLimit = AtLimit::Ask;
        const auto model = f.model(talker(2));
        model->hold(true);
        auto run = f.start();
        QVERIFY(waitFor([&] { return model->count() == 1; }));
        clock.advance(9'000'000'000);
        QVERIFY(waitFor([&] { return !(*run)->budget().pending.empty(); }));
        const PendingDecision question = (*run)->budget().pending.front();
        QVERIFY(question.limit == LimitKind::Seconds);
        QCOMPARE(question.limitNow, 10'000);
        clock.advance(1'000'000'000'000); // they think about it
        QCOMPARE((*run)->seconds(), 9.0);
        RaisedLimits raised;
        raised.seconds = 100.0;
        QVERIFY((*run)->decide(question.id, Verdict::Go, raised));
        model->hold(false);
        QCOMPARE((*run)->wait().stopReason, "answer");
        QCOMPARE(ledgerOps(f, "raised"), Strings{"seconds"});
    }
    void secondsFinishWhenTheUserSaysSo() {
        EngineFixture f;
        FakeClock clock;
        f.clock = &clock;
        f.canAsk = true;
        f.spec.limits.seconds = 10;
        f.spec.limits.atLimit = AtLimit::Ask;
        f.model([](const ModelRequest& r) {
            return r.role == CallRole::Final ? FakeReply{okReply("in time"), 0, {}} : FakeReply{okReply(cell("block")), 0, {}};
        });
        auto run = f.start();
        QVERIFY(waitFor([&] { return f.sink->all<CellStarted>().size() == 1; }));
        clock.advance(9'000'000'000);
        QVERIFY((*run)->decide(firstQuestion(**run).id, Verdict::Finish));
        QCOMPARE((*run)->wait().stopReason, "seconds");
        QCOMPARE(std::string((*run)->wait().answerText.view()), "in time");
    }
    void framesAreCounted() {
        for (const bool ask : {false, true}) {
            EngineFixture f;
            f.canAsk = ask;
            f.spec.depth = 2;
            f.spec.limits.frames = 3;
            f.spec.limits.atLimit = AtLimit::Ask;
            f.model([](const ModelRequest& r) {
                if (r.depth > 0) return FakeReply{okReply(cell("final c")), 0, {}};
                return FakeReply{okReply(r.turn == 1 ? cell("rlm_batch a|b|c|d") : cell("final x")), 0, {}};
            });
            auto run = f.start();
            if (ask) {
                const PendingDecision question = firstQuestion(**run);
                QVERIFY(question.limit == LimitKind::Frames);
                RaisedLimits raised;
                raised.frames = 5;
                QVERIFY((*run)->decide(question.id, Verdict::Go, raised));
            }
            QCOMPARE((*run)->wait().stopReason, "answer");
            QCOMPARE(f.sink->all<FrameStarted>().size(), ask ? 5u : 3u);
            QCOMPARE(ledgerOps(f, "refused").size(), ask ? 0u : 2u);
            const std::string visible(f.sink->all<CellEnded>().back().visible.view());
            QCOMPARE(ledgerOps(f, "warning"), ask ? (Strings{"frames", "frames"}) : Strings{"frames"});
            const auto limits = (*run)->budget().limits;
            QCOMPARE(limits.at(0), (LimitState{LimitKind::Frames, ask ? 5 : 3, ask ? 5 : 3, 0, 0}));
            QCOMPARE(malformed(f.sink->events()), "");
        }
    }
    void whatWasSpentBeforeCounts() {
        EngineFixture f;
        f.inherited = {.usd = {5}, .inputTokens = 100, .outputTokens = 20, .calls = 7};
        f.spec.limits.calls = 9;
        const auto model = f.model(talker());
        auto run = f.start();
        QCOMPARE((*run)->wait().stopReason, "calls");
        QCOMPARE(model->count(), 2u);
        const BudgetState budget = (*run)->budget();
        QCOMPARE(budget.spentCalls, 9);
        QCOMPARE(budget.inheritedUsd.value, 5);
        QVERIFY(budget.spentTokens > 120);
        const auto events = f.sink->all<LedgerEvent>();
        QCOMPARE(events[0].op, "inherited");
        QCOMPARE(events[0].calls, 7);
        QCOMPARE(events[0].tokens, 120);
    }
};

QTEST_GUILESS_MAIN(TestAtLimit)
#include "tst_at_limit.moc"
