// The queue: a lane per model, a line per account that makes calls wait.
#include <QTest>

#ifndef Q_MOC_RUN
#include "engine/call_queue.h"
#include "engine/engine_fixture.h"
#include "support/fake_clock.h"

#include <random>
#include <set>
#endif

using namespace rlmscope;

namespace {

using Item = CallQueue::Item;

std::shared_ptr<Item> item(std::string model, CallQueue::Place place, AccountPtr account) {
    auto made = std::make_shared<Item>();
    made->model = std::move(model);
    made->place = place;
    made->account = std::move(account);
    return made;
}

LaneState laneOf(const BudgetState& budget, const std::string& model) {
    for (const LaneState& lane : budget.lanes)
        if (lane.model == model) return lane;
    return {};
}

} // namespace

class TestLanes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aProviderThatWaitsHoldsUpNoOther() {
        EngineFixture f;
        FakeClock clock;
        f.clock = &clock;
        f.spec.models = {"fake", "slow"};
        std::atomic<Nanos> wait = 60'000'000'000;
        auto slow = std::make_shared<FakeModel>([](const ModelRequest&) { return FakeReply{okReply("late"), 0, {}}; });
        slow->readiness = [&](Tokens) { return Readiness{wait, "50 requests a minute"}; };
        f.models["slow"] = slow;
        f.spec.limits.inFlight = 4; // what waits takes no place on the wire
        const auto model = f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Sub) return FakeReply{okReply("s"), 0, {}};
            if (r.depth > 0) return FakeReply{okReply(cell("final c")), 0, {}};
            return FakeReply{okReply(r.turn == 1 ? cell("llm_batch a|b|c|d|e|f|g|h") : cell("final x")), 0, {}};
        });
        auto run = f.start();
        QVERIFY(waitFor([&] { return laneOf((*run)->budget(), "slow").queued == 8 && clock.nextDue() != Clock::Never; }));
        QCOMPARE(slow->count(), 0u);
        const LaneState lane = laneOf((*run)->budget(), "slow");
        QCOMPARE(lane.wait, 60'000'000'000);
        QCOMPARE(lane.reason, "50 requests a minute");
        QCOMPARE(lane.inFlight, 0);
        QCOMPARE(ledgerOps(f, "waited"), std::vector<std::string>{"rate"}); // once, of the call that is next
        clock.advance(59'000'000'000);
        QTest::qWait(20);
        QCOMPARE(slow->count(), 0u);
        wait = 0;
        clock.advance(1'000'000'000);
        QCOMPARE((*run)->wait().stopReason, "answer");
        QCOMPARE(slow->count(), 8u);
        QCOMPARE(laneOf((*run)->budget(), "slow"), (LaneState{"slow", 0, 0, 0, 0, {}}));
        QCOMPARE(laneOf((*run)->budget(), "fake"), (LaneState{"fake", 0, 0, 0, 0, {}}));
        QCOMPARE(malformed(f.sink->events()), "");
    }
    /// While one model has to wait, a batch to another one goes on, though it came later.
    void laterCallsToAnotherModelLeave() {
        EngineFixture f;
        FakeClock clock;
        f.clock = &clock;
        f.spec.depth = 2;
        f.spec.models = {"fake", "fake", "slow"};
        auto slow = std::make_shared<FakeModel>([](const ModelRequest&) { return FakeReply{okReply("late"), 0, {}}; });
        std::atomic<bool> waits = true;
        slow->readiness = [&](Tokens) { return Readiness{waits ? 1'000'000'000'000 : 0, "slow down"}; };
        f.models["slow"] = slow;
        const auto model = f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Sub) return FakeReply{okReply("s"), 0, {}};
            const bool second = r.messages[1].plainText().find("beta") != std::string::npos;
            if (r.depth == 0) return FakeReply{okReply(r.turn == 1 ? cell("rlm_batch alpha => x|beta => y") : cell("final x")), 0, {}};
            if (r.turn > 1) return FakeReply{okReply(cell("final c")), 0, {}};
            return FakeReply{okReply(second ? cell("llm_batch@fake p|q|r") : cell("llm_batch a|b|c")), 0, {}};
        });
        auto run = f.start();
        QVERIFY(waitFor([&] {
            std::size_t ended = 0;
            for (const auto& frame : f.sink->all<FrameEnded>()) ended += frame.status == "answered";
            return ended == 1 && laneOf((*run)->budget(), "slow").queued == 3;
        }));
        QCOMPARE(slow->count(), 0u);
        waits = false;
        clock.advance(1'000'000'000'000);
        QCOMPARE((*run)->wait().stopReason, "answer");
        QCOMPARE(slow->count(), 3u);
    }
    /// "Ask again when a request of the same model has come back": no clock is needed.
    void aLandingAsksAgain() {
        EngineFixture f;
        FakeClock clock;
        f.clock = &clock;
        f.spec.models = {"fake", "narrow"};
        std::atomic<int> flying = 0;
        auto narrow = std::make_shared<FakeModel>([&](const ModelRequest&) {
            --flying;
            return FakeReply{okReply("s"), 1, {}};
        });
        std::atomic<int> peak = 0;
        narrow->readiness = [&](Tokens tokens) {
            if (tokens <= 4'096) peak = 1'000; // input and cap
            if (flying >= 2) return Readiness{Clock::Never, "2 at a time"};
            peak = std::max(peak.load(), ++flying);
            return Readiness{};
        };
        f.models["narrow"] = narrow;
        f.model([](const ModelRequest& r) {
            return FakeReply{okReply(r.turn == 1 ? cell("llm_batch a|b|c|d|e|f|g|h|i|j") : cell("final x")), 0, {}};
        });
        QCOMPARE(f.run().stopReason, "answer");
        QCOMPARE(narrow->count(), 10u);
        QVERIFY(peak >= 1 && peak <= 2); // on a slow machine the first may be back before the second leaves
    }
    void retriesAreShown() {
        EngineFixture f;
        FakeClock clock;
        f.clock = &clock;
        f.model([](const ModelRequest& r) {
            return r.attempt == 1 ? FakeReply{httpFailure(503, true, 5'000'000'000), 0, {}} : FakeReply{okReply(cell("final x")), 0, {}};
        });
        auto run = f.start();
        QVERIFY(waitFor([&] { return laneOf((*run)->budget(), "fake").retrying == 1 && clock.nextDue() != Clock::Never; }));
        QCOMPARE(laneOf((*run)->budget(), "fake"), (LaneState{"fake", 0, 0, 1, 0, {}}));
        clock.advance(5'000'000'000);
        QCOMPARE((*run)->wait().stopReason, "answer");
        QCOMPARE(laneOf((*run)->budget(), "fake").retrying, 0);
    }
    void theSmallestPlaceLeavesFirst() {
        Ledger ledger({});
        CallQueue queue;
        queue.add(item("a", {2, 1}, ledger.run()));
        queue.add(item("b", {1, 3}, ledger.run()));
        queue.add(item("a", {1, 2}, ledger.run()));
        std::vector<CallQueue::Place> order;
        while (const auto next = queue.first(0)) {
            order.push_back(next->place);
            queue.remove(next);
        }
        QCOMPARE(order, (std::vector<CallQueue::Place>{{1, 2}, {1, 3}, {2, 1}}));
    }
    void nothingOvertakesInTheSameAccount() {
        Ledger ledger({});
        const AccountPtr child = ledger.open({}, {.calls = 1}), below = ledger.open(child, {.calls = 1}), other = ledger.open({}, {.calls = 1});
        CallQueue queue;
        const auto first = item("a", {2, 1}, child), second = item("b", {2, 2}, below), third = item("a", {2, 3}, other);
        const auto urgent = item("a", {1, 9}, below);
        for (const auto& each : {first, second, third}) queue.add(each);
        queue.waitIn(first, child);
        QVERIFY(queue.first(0) == second);
        QVERIFY(queue.waitsBehind(second)); // it is below the same account, though of another model
        QVERIFY(queue.first(0) == third);
        QVERIFY(!queue.waitsBehind(third));
        queue.add(urgent);
        QVERIFY(queue.first(0) == urgent);
        QVERIFY(!queue.waitsBehind(urgent)); // comes before those that wait, so it may try
        queue.remove(urgent); // it has left: the line is tried again
        QVERIFY(queue.first(0) == first);
        queue.remove(first);
        QVERIFY(queue.first(0) == second);
        queue.remove(second);
        QVERIFY(queue.first(0) == third);
        QCOMPARE(queue.lanes(0).size(), 2u);
        QCOMPARE(queue.lanes(0)[0].queued, 1);
    }
    void roomOfALineIsNotLostInAClosedLane() {
        Ledger ledger({});
        const AccountPtr child = ledger.open({}, {.calls = 1});
        CallQueue queue;
        const auto a = item("a", {2, 1}, child), b = item("b", {2, 2}, child), early = item("a", {1, 0}, ledger.run());
        for (const auto& each : {a, b, early}) queue.add(each);
        queue.waitIn(a, child);
        QVERIFY(queue.first(0) == early);
        queue.closeLane(early, 100, "wait"); // the lane of a, too: a does not wait for the ledger any more
        QVERIFY(queue.first(0) == b);
        QVERIFY(!queue.waitsBehind(b));
        QCOMPARE(queue.nextOpening(0), 100);
        QCOMPARE(queue.nextOpening(100), Clock::Never);
        QVERIFY(queue.first(100) == early);
        QCOMPARE(queue.lanes(40)[0].wait, 60);
    }
    /// Random operations against a queue that is looked through from end to end.
    void aHundredThousandCalls() {
        Ledger ledger({});
        std::vector<AccountPtr> accounts{ledger.run()};
        std::mt19937 random(5);
        for (int i = 0; i < 50; ++i) accounts.push_back(ledger.open(accounts[random() % accounts.size()], {.calls = 1}));
        CallQueue queue;
        constexpr int N = 100'000;
        std::vector<std::shared_ptr<Item>> items;
        for (int i = 0; i < N; ++i) {
            items.push_back(item("m" + std::to_string(random() % 5), {static_cast<int>(random() % 3), static_cast<std::uint64_t>(i)},
                                 accounts[random() % accounts.size()]));
            queue.add(items.back());
        }
        std::size_t left = 0;
        std::set<Item*> gone;
        Nanos now = 1;
        while (left < items.size()) {
            const auto next = queue.first(now);
            if (!next) { // all lanes are closed, or all wait for the ledger
                now = queue.nextOpening(now) == Clock::Never ? now + 1 : queue.nextOpening(now);
                queue.roomEverywhere();
                continue;
            }
            if (queue.waitsBehind(next)) continue;
            const auto luck = random() % 20;
            if (luck == 0) queue.waitIn(next, next->account);
            else if (luck == 1) queue.closeLane(next, now + 10, "r");
            else {
                QVERIFY(gone.insert(next.get()).second);
                queue.remove(next);
                ++left;
            }
            if (luck < 5) queue.roomIn(next->account);
        }
        QVERIFY(!queue.first(Clock::Never - 1));
        for (const auto& lane : queue.lanes(now)) QCOMPARE(lane.queued, 0);
        QVERIFY(queue.takeAll().empty());
    }
};

QTEST_GUILESS_MAIN(TestLanes)
#include "tst_lanes.moc"
