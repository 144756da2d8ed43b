// Limits of child frames: each with all below it has an account of its own.
#include <QtTest>

#ifndef Q_MOC_RUN
#include "engine/engine_fixture.h"
#endif

using namespace rlmscope;

namespace {

int sent(const FakeModel& model, int depth) {
    int n = 0;
    for (const auto& request : model.requests()) n += request.depth == depth;
    return n;
}

} // namespace

class TestChildBudget : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// A child that has used up its calls gives its own last answer, and its parent goes on.
    void aChildFinishesInItsAccount() {
        EngineFixture f;
        f.spec.depth = 2;
        f.spec.limits.child.calls = 4;
        const auto model = f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Final) return FakeReply{okReply("guess"), 0, {}};
            if (r.role == CallRole::Sub) return FakeReply{okReply("s"), 0, {}};
            if (r.depth > 0) return FakeReply{okReply(cell("llm_batch a|b|c|d")), 0, {}};
            return FakeReply{okReply(r.turn == 1 ? cell("rlm_batch q|r") : cell("final x")), 0, {}};
        });
        const RunEnded ended = f.run();
        QCOMPARE(ended.stopReason, "answer");
        // Each child: one turn, two of its four sub-calls, its last answer.
        QCOMPARE(model->count(), 2u + 2 * 4);
        int forced = 0;
        for (const auto& frame : f.sink->all<FrameEnded>()) forced += frame.status == "forced";
        QCOMPARE(forced, 2);
        bool said = false;
        for (const auto& call : f.sink->all<ModelCallEnded>())
            said = said || (call.error && call.error->message.starts_with("The limit of this child frame on calls"));
        QVERIFY(said);
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void noRoomForALastAnswerIsAFailureInItsSlot() {
        EngineFixture f;
        f.spec.depth = 2;
        f.spec.limits.child.tokens = 300; // not even its prompt
        f.model([](const ModelRequest& r) {
            if (r.depth > 0) return FakeReply{okReply("never"), 0, {}};
            return FakeReply{okReply(r.turn == 1 ? cell("rlm_batch q|r") : cell("final x")), 0, {}};
        });
        QCOMPARE(f.run().stopReason, "answer");
        const std::string shown(f.sink->all<CellEnded>()[0].visible.view());
        QVERIFY2(shown.starts_with("!! The limit of this child frame on tokens"), shown.c_str());
        int limited = 0;
        for (const auto& frame : f.sink->all<FrameEnded>()) limited += frame.status == "limit";
        QCOMPARE(limited, 2);
    }
    /// What a grandchild spends, its parent's account spends too.
    void accountsAreNested() {
        EngineFixture f;
        f.spec.depth = 3;
        f.spec.limits.child.calls = 5;
        const auto model = f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Final) return FakeReply{okReply("guess"), 0, {}};
            if (r.role == CallRole::Sub) return FakeReply{okReply("s"), 0, {}};
            if (r.depth == 2) return FakeReply{okReply(cell("llm one")), 0, {}};
            if (r.depth == 1) return FakeReply{okReply(cell("rlm_batch a|b|c")), 0, {}};
            return FakeReply{okReply(r.turn == 1 ? cell("rlm q") : cell("final x")), 0, {}};
        });
        QCOMPARE(f.run().stopReason, "answer");
        QCOMPARE(sent(*model, 0), 2);
        QCOMPARE(static_cast<int>(model->count()) - sent(*model, 0), 5); // the child and all below it
        QCOMPARE(malformed(f.sink->events()), "");
    }
    /// A child whose calls wait for room in its account does not hold up the others, nor the calls behind it.
    void aWaitingChildHoldsUpNobody() {
        EngineFixture f;
        f.spec.depth = 2;
        f.spec.prompts["rlm"] = "short";
        f.spec.limits.child.tokens = 15'000;
        f.spec.limits.frameOutputCap = 1'000;
        f.spec.limits.inFlight = 32;
        auto held = std::make_shared<FakeModel>([](const ModelRequest&) { return FakeReply{okReply("late"), 0, {}}; });
        f.models["slow"] = held;
        held->hold(true);
        f.spec.models = {"fake", "fake", "slow"};
        const auto model = f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Sub) return FakeReply{okReply("s"), 0, {}};
            const bool second = r.messages[1].plainText().find("beta") != std::string::npos;
            if (r.depth == 0) return FakeReply{okReply(r.turn == 1 ? cell("rlm_batch alpha => x|beta => y") : cell("final x")), 0, {}};
            if (r.turn > 1) return FakeReply{okReply(cell("final c")), 0, {}};
            // Reservations of 4,096 each: three fit at a time.
            return FakeReply{okReply(second ? cell("llm@fake p") : cell("llm_batch a|b|c|d|e|f|g|h")), 0, {}};
        });
        auto run = f.start();
        // The child that asks the fast model ends while the other one waits.
        QVERIFY(waitFor([&] {
            int frames = 0;
            for (const auto& frame : f.sink->all<FrameEnded>()) frames += frame.status == "answered";
            return frames >= 1;
        }));
        QVERIFY(waitFor([&] { return !ledgerOps(f, "waited").empty(); }));
        QVERIFY(held->count() > 0 && held->count() < 8);
        held->hold(false);
        QCOMPARE((*run)->wait().stopReason, "answer");
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void aChildBudgetInUsdNeedsAPrice() {
        EngineFixture f;
        f.spec.limits.child.usd = PicoUsd{1'000'000'000};
        f.model({cell("final x")});
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "not started");
        QVERIFY(ended.error->message.find("price of the model fake is not known") != std::string::npos);
    }
    /// A limit of a child never asks: only limits of the run do.
    void childrenDoNotAsk() {
        EngineFixture f;
        f.canAsk = true;
        f.spec.depth = 2;
        f.spec.limits.atLimit = AtLimit::Ask;
        f.spec.limits.child.calls = 2;
        f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Final) return FakeReply{okReply("guess"), 0, {}};
            if (r.depth > 0) return FakeReply{okReply(cell("print a")), 0, {}};
            return FakeReply{okReply(r.turn == 1 ? cell("rlm q") : cell("final x")), 0, {}};
        });
        QCOMPARE(f.run().stopReason, "answer");
        QCOMPARE(ledgerOps(f, "asked").size(), 0u);
        QCOMPARE(std::string(f.sink->all<CellEnded>().at(1).visible.view()), "-> guess\n");
    }
};

QTEST_GUILESS_MAIN(TestChildBudget)
#include "tst_child_budget.moc"
