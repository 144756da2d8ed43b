// Pause, resume, stop, and the limit on seconds.
#include <QTest>

#ifndef Q_MOC_RUN
#include "engine/engine_fixture.h"
#include "support/fake_clock.h"

#include <random>
#include <thread>
#endif

using namespace rlmscope;

namespace {

/// A tree with everything in it: batches, child frames, retries, cells that raise.
FakeModel::Answer busyTree(int delayMs) {
    return [delayMs](const ModelRequest& r) {
        if (r.role == CallRole::Sub)
            return r.attempt == 1 && r.key.occurrence % 3 == 2 ? FakeReply{httpFailure(503, true, 100'000), delayMs, {}}
                                                               : FakeReply{okReply("s"), delayMs, {"s"}};
        if (r.role == CallRole::Final || r.turn >= 4) return FakeReply{okReply(cell("final x")), delayMs, {}};
        if (r.turn == 1) return FakeReply{okReply(cell("llm_batch a|a|a|b|c|d")), delayMs, {}};
        if (r.turn == 2) return FakeReply{okReply(cell("rlm_batch a|b|c|d")), delayMs, {}};
        return FakeReply{okReply(cell("raise E x")), delayMs, {}};
    };
}
std::vector<std::string> gateStates(const EngineFixture& f) {
    std::vector<std::string> states;
    for (const auto& change : f.sink->all<GateChanged>()) states.push_back(change.state);
    return states;
}

} // namespace

class TestGate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingLeavesAfterPause() {
        EngineFixture f;
        f.spec.limits.inFlight = 8;
        const auto model = f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Sub) return FakeReply{okReply("s"), 30, {}};
            std::string items = "llm_batch a";
            for (int i = 0; i < 49; ++i) items += "|a";
            return FakeReply{okReply(r.turn == 1 ? cell(items) : cell("final x")), 0, {}};
        });
        auto run = f.start();
        QVERIFY(waitFor([&] { return model->count() > 10; }));
        (*run)->pause();
        const std::size_t sent = model->count();
        QVERIFY(sent < 51);
        QVERIFY(waitFor([&] { return (*run)->state() == RunState::Paused; }));
        QTest::qWait(30);
        QCOMPARE(model->count(), sent);
        QCOMPARE(f.sink->all<GateChanged>()[0].state, "pausing");
        (*run)->resume();
        QCOMPARE((*run)->wait().status, "answered");
        QCOMPARE(gateStates(f), (std::vector<std::string>{"pausing", "paused", "running"}));
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void cellsWaitAtTheGate() {
        EngineFixture f;
        const auto model = f.model({cell("print a"), cell("final x")});
        model->hold(true);
        auto run = f.start();
        QVERIFY(waitFor([&] { return model->count() == 1; }));
        (*run)->pause();
        QVERIFY((*run)->state() == RunState::Pausing); // one is in flight
        QCOMPARE(f.sink->all<GateChanged>()[0].inFlight, 1);
        model->hold(false);
        QVERIFY(waitFor([&] { return (*run)->state() == RunState::Paused; }));
        QTest::qWait(20);
        QCOMPARE(f.sink->all<CellStarted>().size(), 0u);
        (*run)->resume();
        QCOMPARE((*run)->wait().status, "answered");
    }
    void stopWhilePaused() {
        EngineFixture f;
        const auto model = f.model(busyTree(0));
        auto run = f.start();
        (*run)->pause();
        (*run)->stop();
        const RunEnded ended = (*run)->wait();
        QCOMPARE(ended.status, "cancelled");
        QCOMPARE(ended.stopReason, "user");
        QCOMPARE(malformed(f.sink->events()), "");
        (*run)->pause(); // harmless
        (*run)->resume();
        QVERIFY((*run)->state() == RunState::Ended);
    }
    void stopEndsARunningCell() {
        EngineFixture f;
        f.model({cell("block")});
        auto run = f.start();
        QVERIFY(waitFor([&] { return !f.sink->all<CellStarted>().empty(); }));
        (*run)->stop();
        QCOMPARE((*run)->wait().status, "cancelled");
        QCOMPARE(f.sink->all<CellEnded>()[0].status, "cancelled");
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void stopAtRandomMoments() {
        std::mt19937 random(11);
        std::map<std::string, int> statuses;
        for (int i = 0; i < 100; ++i) {
            EngineFixture f;
            f.spec.depth = 3;
            f.spec.limits.inFlight = 5;
            f.model(busyTree(i % 2));
            {
                auto run = f.start();
                const auto stopAt = random() % 400; // counted in events: moments of the run, not of the clock
                (void)waitFor([&] { return f.sink->size() >= stopAt || (*run)->state() == RunState::Ended; });
                if (i % 3 == 0) (*run)->pause();
                if (i % 4 != 0) (*run)->stop(); // else the destructor does
            }
            QCOMPARE(malformed(f.sink->events()), "");
            QCOMPARE(f.repls->alive(), 0);
            ++statuses[f.sink->all<RunEnded>()[0].status];
        }
        QVERIFY(statuses["cancelled"] > 30);
    }
    void pauseAndResumeAtRandomMoments() {
        std::mt19937 random(5);
        for (int i = 0; i < 15; ++i) {
            EngineFixture f;
            f.spec.depth = 2;
            f.model(busyTree(0));
            auto run = f.start();
            while ((*run)->state() != RunState::Ended) {
                (*run)->pause();
                if (random() % 2) std::this_thread::sleep_for(std::chrono::microseconds(random() % 500));
                (*run)->resume();
                std::this_thread::sleep_for(std::chrono::microseconds(random() % 2'000));
            }
            QCOMPARE((*run)->wait().status, "answered");
            QCOMPARE(malformed(f.sink->events()), "");
        }
    }
    void secondsForceAnAnswerInTime() {
        EngineFixture f;
        FakeClock clock;
        f.clock = &clock;
        f.spec.limits.seconds = 10;
        const auto model = f.model([](const ModelRequest& r) {
            return r.role == CallRole::Final ? FakeReply{okReply("in time"), 0, {}} : FakeReply{okReply(cell("block")), 0, {}};
        });
        auto run = f.start();
        QVERIFY(waitFor([&] { return f.sink->all<CellStarted>().size() == 1; }));
        clock.advance(8'000'000'000);
        QVERIFY(waitFor([&] { return f.sink->all<LedgerEvent>().size() == 1; }));
        QCOMPARE(f.sink->all<LedgerEvent>()[0].op, "warning");
        clock.advance(1'000'000'000); // nine tenths: the cell is interrupted, the answer is asked for
        const RunEnded ended = (*run)->wait();
        QCOMPARE(ended.status, "answered");
        QCOMPARE(ended.stopReason, "seconds");
        QCOMPARE(std::string(ended.answerText.view()), "in time");
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void secondsEndTheForcedAnswerToo() {
        EngineFixture f;
        FakeClock clock;
        f.clock = &clock;
        f.spec.limits.seconds = 10;
        const auto model = f.model({cell("block")});
        auto run = f.start();
        QVERIFY(waitFor([&] { return f.sink->all<CellStarted>().size() == 1; }));
        model->hold(true);
        clock.advance(9'500'000'000);
        QVERIFY(waitFor([&] { return model->count() == 2; }));
        clock.advance(500'000'000);
        const RunEnded ended = (*run)->wait();
        QCOMPARE(ended.status, "limit");
        QCOMPARE(ended.stopReason, "seconds");
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void pausesDoNotCountAsSeconds() {
        EngineFixture f;
        FakeClock clock;
        f.clock = &clock;
        f.spec.limits.seconds = 10;
        const auto model = f.model({cell("final x")});
        model->hold(true);
        auto run = f.start();
        QVERIFY(waitFor([&] { return model->count() == 1; }));
        clock.advance(1'000'000'000);
        (*run)->pause();
        clock.advance(1'000'000'000'000);
        (*run)->resume();
        QCOMPARE((*run)->seconds(), 1.0);
        QTest::qWait(20);
        model->hold(false);
        QCOMPARE((*run)->wait().status, "answered");
        QCOMPARE(f.sink->all<LedgerEvent>().size(), 0u);
    }
    void onEndedIsCalledOnce() {
        EngineFixture f;
        f.model({cell("final x")});
        std::atomic<int> before = 0, after = 0;
        auto run = f.start();
        (*run)->onEnded([&](const RunEnded& ended) { before += ended.status == "answered"; });
        (void)(*run)->wait();
        (*run)->onEnded([&](const RunEnded& ended) { after += ended.status == "answered"; });
        run = makeError(ErrorKind::Internal, ""); // destroys it, so the first callback has returned
        QCOMPARE(before.load(), 1);
        QCOMPARE(after.load(), 1);
    }
};

QTEST_GUILESS_MAIN(TestGate)
#include "tst_gate.moc"
