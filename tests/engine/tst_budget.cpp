// Budgets over whole runs. Random trees are in tst_budget_trees.cpp.
#include <QTest>

#ifndef Q_MOC_RUN
#include "engine/engine_fixture.h"
#endif

using namespace rlmscope;

namespace {

const Price Cheap = Price::perMillion({1'000'000'000'000}, {4'000'000'000'000});

} // namespace

class TestBudget : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void limitOfNCallsAllowsN_data() {
        QTest::addColumn<int>("calls");
        for (const int n : {1, 2, 3, 5, 9, 20}) QTest::addRow("%d", n) << n;
    }
    void limitOfNCallsAllowsN() {
        QFETCH(int, calls);
        EngineFixture f;
        f.spec.depth = 2;
        f.spec.limits.calls = calls;
        const auto model = f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Final) return FakeReply{okReply("best guess"), 0, {}};
            if (r.role == CallRole::Sub) return FakeReply{okReply("s"), 0, {}};
            return FakeReply{okReply(r.turn % 2 ? cell("llm_batch a|b|c") : cell("rlm_batch a|b")), 0, {}};
        });
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "answered");
        QCOMPARE(ended.stopReason, "calls");
        QCOMPARE(std::string(ended.answerText.view()), "best guess");
        QCOMPARE(model->count(), static_cast<std::size_t>(calls));
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void refusedSlotsFailInTheirSlot() {
        EngineFixture f;
        f.spec.limits.calls = 5;
        f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Frame) return FakeReply{okReply(r.turn == 1 ? cell("llm_batch a|b|c|d|e") : cell("final x")), 0, {}};
            return FakeReply{okReply("s"), 0, {}};
        });
        QCOMPARE(f.run().stopReason, "calls");
        // one for the root's turn, one kept for the forced answer
        const std::string visible(f.sink->all<CellEnded>()[0].visible.view());
        QVERIFY2(visible.starts_with("-> s\n-> s\n-> s\n!! The run's limit on calls"), visible.c_str());
        int refused = 0;
        for (const auto& call : f.sink->all<ModelCallEnded>()) refused += call.status == "refused";
        QCOMPARE(refused, 3); // two slots and the root's second turn
    }
    void waitingIsNotRefused() {
        EngineFixture f;
        f.spec.limits.tokens = 100'000; // room for a few reservations at a time, and for all calls as they settle
        f.spec.prompts["rlm"] = "short";
        f.spec.limits.frameOutputCap = 1'000;
        f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Frame) {
                std::string items = "llm_batch a";
                for (int i = 0; i < 99; ++i) items += "|a";
                return FakeReply{okReply(r.turn == 1 ? cell(items) : cell("final x")), 0, {}};
            }
            return FakeReply{okReply("s"), 1, {}};
        });
        f.spec.limits.inFlight = 100;
        const RunEnded ended = f.run();
        QCOMPARE(ended.stopReason, "answer");
        bool waited = false;
        for (const auto& event : f.sink->all<LedgerEvent>()) {
            waited = waited || event.op == "waited";
            QVERIFY(event.op != "refused");
        }
        QVERIFY(waited);
    }
    void overrunStopsTheRun() {
        EngineFixture f;
        f.spec.depth = 1;
        f.spec.prices["fake"] = Cheap;
        f.spec.limits.usd = PicoUsd{1'000'000'000'000};
        f.model([](const ModelRequest& r) {
            if (r.role == CallRole::Sub) return FakeReply{okReply("s", Usage{.freshInput = 1'000'000, .output = 5}), 0, {}};
            return FakeReply{okReply(cell("llm_batch a|b|c")), 0, {}};
        });
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "limit");
        QCOMPARE(ended.stopReason, "overrun");
        QVERIFY(ended.error->message.find("no longer guaranteed") != std::string::npos);
        bool said = false;
        for (const auto& event : f.sink->all<LedgerEvent>()) said = said || event.op == "overrun";
        QVERIFY(said);
        QCOMPARE(malformed(f.sink->events()), "");
    }
    void overrunKeepsAnAnswerThatWasPaid() {
        EngineFixture f;
        f.spec.strategy = "direct";
        f.spec.limits.tokens = 50'000;
        f.model([](const ModelRequest&) { return FakeReply{okReply("x", Usage{.freshInput = 100'000, .output = 5}), 0, {}}; });
        const RunEnded ended = f.run();
        QCOMPARE(ended.status, "answered");
        QCOMPARE(ended.stopReason, "overrun");
        QVERIFY(ended.error);
    }
    void warnsAtFourFifths() {
        EngineFixture f;
        f.spec.limits.calls = 5;
        f.model({cell("print a"), cell("print b"), cell("print c"), cell("final x")});
        QCOMPARE(f.run().stopReason, "answer");
        int warnings = 0;
        for (const auto& event : f.sink->all<LedgerEvent>()) warnings += event.op == "warning" && event.limit == "calls";
        QCOMPARE(warnings, 1);
    }
    void providerReportedCostCounts() {
        EngineFixture f;
        f.spec.strategy = "direct";
        f.spec.prices["fake"] = Cheap;
        f.model([](const ModelRequest&) {
            ModelReply reply = okReply("x");
            reply.reportedCost = PicoUsd{123};
            return FakeReply{reply, 0, {}};
        });
        QCOMPARE(f.run().status, "answered");
        QCOMPARE(f.sink->all<ModelCallEnded>()[0].cost.value, 123);
        QVERIFY(f.sink->all<ModelCallEnded>()[0].costSource == CostSource::ProviderReported);
    }
};

QTEST_GUILESS_MAIN(TestBudget)
#include "tst_budget.moc"
