// Model calls: concurrency, retries, cancelling, durability.
#include <QTest>

#ifndef Q_MOC_RUN
#include "engine/engine_fixture.h"
#include "support/fake_clock.h"
#endif

using namespace rlmscope;

namespace {

std::string batchOf(int n) {
    std::string items = "llm_batch q0";
    for (int i = 1; i < n; ++i) items += "|q" + std::to_string(i);
    return cell(items);
}
/// The root starts a batch in its first turn and finishes in its second; sub-calls get `sub`.
FakeModel::Answer batchRoot(int n, FakeModel::Answer sub) {
    return [n, sub = std::move(sub)](const ModelRequest& r) {
        if (r.role == CallRole::Sub) return sub(r);
        return FakeReply{okReply(r.turn == 1 ? batchOf(n) : cell("final done")), 0, {}};
    };
}

} // namespace

class TestCalls : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void inFlightIsKeptAndUsed() {
        EngineFixture f;
        f.spec.limits.inFlight = 7;
        const auto model = f.model(batchRoot(50, [](const ModelRequest&) { return FakeReply{okReply("a"), 2, {}}; }));
        QCOMPARE(f.run().status, "answered");
        QCOMPARE(model->peak(), 7);
        QCOMPARE(model->count(), 52u);
    }
    void aThousandAtOnce() {
        EngineFixture f;
        f.spec.limits.inFlight = 1'000;
        const auto model = f.model(batchRoot(1'000, [](const ModelRequest&) { return FakeReply{okReply("a"), 0, {}}; }));
        model->hold(true);
        auto run = f.start();
        QVERIFY(waitFor([&] { return model->count() == 1; }));
        model->hold(false);
        QVERIFY(waitFor([&] { return model->count() >= 1'001 || (*run)->state() == RunState::Ended; }));
        QCOMPARE((*run)->wait().status, "answered");
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void retriesAreAttempts() {
        EngineFixture f;
        f.model(batchRoot(1, [](const ModelRequest& r) {
            if (r.attempt == 1) return FakeReply{httpFailure(429, true, 0), 0, {}};
            if (r.attempt == 2) {
                ModelFailure cut = httpFailure(0, true, 0);
                cut.partial = "half an ans";
                return FakeReply{std::move(cut), 0, {"half", " an ans"}};
            }
            return FakeReply{okReply("whole"), 0, {"whole"}};
        }));
        QCOMPARE(f.run().status, "answered");
        QCOMPARE(std::string(f.sink->all<CellEnded>()[0].visible.view()), "-> whole\n");
        const auto failures = f.sink->all<AttemptFailed>();
        QCOMPARE(failures.size(), 2u);
        QCOMPARE(failures[0].http, 429);
        QCOMPARE(failures[0].usage, Usage{}); // turned away: not billed
        QCOMPARE(std::string(failures[1].partial.view()), "half an ans");
        QVERIFY(failures[1].usage.output > 0); // may be billed: settled at the reservation
        QVERIFY(!failures[1].usageKnown);
        QCOMPARE(f.sink->all<AttemptStarted>().size(), 5u);
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void givesUpAfterFiveAttempts() {
        EngineFixture f;
        const auto model = f.model([](const ModelRequest&) { return FakeReply{httpFailure(503, true, 0), 0, {}}; });
        QCOMPARE(f.run().status, "failed");
        QCOMPARE(model->count(), 5u);
        QCOMPARE(f.sink->all<AttemptFailed>().back().wait, 0);
    }
    void waitsGrowAndAreSeeded() {
        std::vector<std::vector<Nanos>> waits;
        for (int round = 0; round < 2; ++round) {
            EngineFixture f;
            FakeClock clock;
            f.clock = &clock;
            f.model([](const ModelRequest&) { return FakeReply{httpFailure(503, true), 0, {}}; });
            auto run = f.start();
            for (std::size_t i = 1; i <= 4; ++i) {
                QVERIFY(waitFor([&] { return f.sink->all<AttemptFailed>().size() == i && clock.nextDue() != Clock::Never; }));
                clock.advance(clock.nextDue());
            }
            QCOMPARE((*run)->wait().status, "failed");
            waits.emplace_back();
            for (const auto& failure : f.sink->all<AttemptFailed>()) waits.back().push_back(failure.wait);
        }
        QCOMPARE(waits[0], waits[1]);
        for (int i = 0; i < 4; ++i) {
            const Nanos base = 500'000'000LL << i;
            QVERIFY(waits[0][static_cast<std::size_t>(i)] >= base / 2 && waits[0][static_cast<std::size_t>(i)] <= base);
        }
        QCOMPARE(waits[0][4], 0);
    }
    void retryAfterIsHonoured() {
        EngineFixture f;
        FakeClock clock;
        f.clock = &clock;
        const auto model = f.model([](const ModelRequest& r) {
            return r.attempt == 1 ? FakeReply{httpFailure(429, true, 7'000'000'000), 0, {}} : FakeReply{okReply(cell("final x")), 0, {}};
        });
        auto run = f.start();
        QVERIFY(waitFor([&] { return clock.nextDue() == 7'000'000'000; }));
        clock.advance(6'999'999'999);
        QTest::qWait(20);
        QCOMPARE(model->count(), 1u);
        clock.advance(1);
        QCOMPARE((*run)->wait().status, "answered");
    }
    void absurdRetryAfterFails() {
        EngineFixture f;
        const auto model = f.model([](const ModelRequest&) { return FakeReply{httpFailure(429, true, 3'600'000'000'000), 0, {}}; });
        QCOMPARE(f.run().status, "failed");
        QCOMPARE(model->count(), 1u);
    }
    void deltasAreLiveAndTimed() {
        EngineFixture f;
        f.spec.strategy = "direct";
        f.model([](const ModelRequest&) { return FakeReply{okReply("ab"), 0, {"a", "b"}}; });
        QCOMPARE(f.run().status, "answered");
        const auto deltas = f.sink->deltas();
        QCOMPARE(deltas.size(), 2u);
        QCOMPARE(deltas[1].text, "b");
        QVERIFY(f.sink->all<ModelCallEnded>()[0].firstToken > 0);
    }
    void replyWaitsUntilItIsDurable() {
        struct SlowSink final : EventSink {
            MemorySink inner;
            std::mutex mutex;
            std::vector<std::pair<Durable, std::string>> waiting;
            Seq append(NodeId node, NodeId parent, EventBody body, Durable durable = {}) override {
                const std::string kind(kindName(body));
                const Seq seq = inner.append(node, parent, std::move(body));
                if (durable) {
                    const std::lock_guard lock(mutex);
                    waiting.emplace_back(std::move(durable), kind);
                }
                return seq;
            }
            Status flush() override { return {}; }
            Nanos now() const override { return inner.now(); }
            bool commit(const Status& status) {
                std::vector<std::pair<Durable, std::string>> ready;
                {
                    const std::lock_guard lock(mutex);
                    ready.swap(waiting);
                }
                for (auto& [durable, kind] : ready) durable(status);
                return !ready.empty();
            }
        };
        for (const bool diskFull : {false, true}) {
            const auto sink = std::make_shared<SlowSink>();
            const auto model = std::make_shared<FakeModel>(std::vector<std::string>{cell("print a"), cell("final b")});
            RunSpec spec;
            spec.question = "q";
            spec.models = {"fake"};
            RunParts parts;
            parts.context = std::make_shared<const Context>(Context::ofText("x"));
            parts.models = std::make_shared<FakeDirectory>(std::map<std::string, std::shared_ptr<LanguageModel>>{{"fake", model}});
            parts.repls = std::make_shared<FakeReplFactory>();
            parts.sink = sink;
            auto run = Run::start(spec, parts);
            QVERIFY(waitFor([&] { return !sink->inner.all<ModelCallEnded>().empty(); }));
            QTest::qWait(20);
            QCOMPARE(sink->inner.all<CellStarted>().size(), 0u); // nobody has acted on the reply
            QCOMPARE(sink->inner.all<RunEnded>().size(), 0u);
            const Status status = diskFull ? Status(makeError(ErrorKind::Io, "The disk is full.")) : Status();
            QVERIFY(waitFor([&] {
                sink->commit(status);
                return (*run)->state() == RunState::Ended;
            }));
            QCOMPARE((*run)->wait().status, diskFull ? "failed" : "answered");
            if (diskFull) QCOMPARE((*run)->wait().stopReason, "trace");
            QCOMPARE(sink->inner.all<CellStarted>().size(), diskFull ? 0u : 2u);
            QCOMPARE(malformed(sink->inner.events()), "");
        }
    }
    void unknownUsageIsSaid() {
        EngineFixture f;
        f.spec.strategy = "direct";
        f.spec.prices["fake"] = Price::perMillion({1'000'000'000'000}, {4'000'000'000'000});
        f.model([](const ModelRequest&) { return FakeReply{okReply("x", {}), 0, {}}; });
        QCOMPARE(f.run().status, "answered");
        const auto ended = f.sink->all<ModelCallEnded>()[0];
        QVERIFY(!ended.usageKnown);
        QCOMPARE(ended.cost, f.sink->all<AttemptStarted>()[0].reserved);
        QVERIFY(ended.costSource == CostSource::Computed);
    }
};

QTEST_GUILESS_MAIN(TestCalls)
#include "tst_calls.moc"
