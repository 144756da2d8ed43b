// Budgets over whole runs: random trees with parallel children, failures and retries never pass a limit.
#include <QtTest>

#ifndef Q_MOC_RUN
#include "engine/engine_fixture.h"
#include "trace/run_tree.h"

#include <random>
#endif

using namespace rlmscope;

namespace {

const Price Cheap = Price::perMillion({1'000'000'000'000}, {4'000'000'000'000});

/// Draws from the request alone, so that a tree does not depend on what comes first.
class Dice {
public:
    Dice(std::uint64_t seed, const ModelRequest& r) : m_random(BlobId::of(std::to_string(seed) + r.key.text() + std::to_string(r.attempt)).low) {}
    std::uint64_t operator()(std::uint64_t n) { return m_random() % n; }

private:
    std::mt19937_64 m_random;
};

FakeReply randomReply(std::uint64_t seed, const ModelRequest& r) {
    Dice dice(seed, r);
    if (dice(8) == 0) {
        ModelFailure failure = httpFailure(dice(2) ? 429 : 0, dice(3) != 0, 1'000);
        failure.sent = dice(4) != 0;
        if (failure.http == 0 && dice(2)) {
            failure.usageKnown = true;
            failure.usage.freshInput = static_cast<Tokens>(dice(r.bytes() + 1));
            failure.usage.output = static_cast<Tokens>(dice(static_cast<std::uint64_t>(r.outputCap) + 1));
        }
        return {std::move(failure), 0, {}};
    }
    std::string text = "short answer";
    if (r.role == CallRole::Frame) {
        const auto what = r.turn > 3 ? 3 : dice(4);
        const auto items = [&] {
            std::string list = "i0";
            for (auto n = dice(6); n > 0; --n) list += "|i" + std::to_string(n);
            return list;
        };
        text = what == 0 ? cell("llm_batch " + items()) : what == 1 ? cell("rlm_batch " + items())
               : what == 2 ? "no code" : cell("llm one\nfinal " + std::to_string(seed));
    }
    if (dice(10) == 0) return {okReply(text, {}), 0, {}};
    // Up to what may be billed at most: every byte a token, 32 more per message, the cap sent.
    Usage usage{.freshInput = static_cast<Tokens>(dice(r.bytes() + 32 * r.messages.size() + 1)),
                .output = static_cast<Tokens>(dice(static_cast<std::uint64_t>(r.outputCap) + 1))};
    return {okReply(text, usage), 0, {}};
}

struct Spent {
    PicoUsd usd;
    Tokens tokens = 0;
};
Spent spentIn(const std::vector<Event>& events) {
    Spent spent;
    const auto add = [&](const Usage& usage, PicoUsd cost) {
        spent.usd += cost;
        spent.tokens += usage.input() + usage.output;
    };
    for (const Event& event : events) {
        if (const auto* failed = std::get_if<AttemptFailed>(&event.body)) add(failed->usage, failed->cost);
        if (const auto* ended = std::get_if<ModelCallEnded>(&event.body)) add(ended->usage, ended->cost);
    }
    return spent;
}

} // namespace

class TestBudget : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void randomTreesNeverPassALimit() {
        std::mt19937_64 random(3);
        const int rounds = qEnvironmentVariableIntValue("RLMSCOPE_BUDGET_ROUNDS") > 0 ? qEnvironmentVariableIntValue("RLMSCOPE_BUDGET_ROUNDS") : 2'000;
        std::map<std::string, int> reasons;
        for (int round = 0; round < rounds; ++round) {
            EngineFixture f;
            const std::uint64_t seed = random();
            f.model([seed](const ModelRequest& r) { return randomReply(seed, r); });
            f.spec.strategy = round % 10 == 0 ? "direct" : "rlm";
            f.spec.depth = static_cast<int>(random() % 4);
            f.spec.prices["fake"] = Cheap;
            f.spec.limits.turns = 6;
            f.spec.limits.inFlight = 1 + static_cast<int>(random() % 8);
            f.spec.limits.frameOutputCap = 1'000;
            f.spec.limits.subCallOutputCap = 500;
            if (random() % 2) f.spec.limits.usd = PicoUsd{static_cast<std::int64_t>(1 + random() % 60'000'000'000)};
            if (random() % 2) f.spec.limits.calls = static_cast<std::int64_t>(1 + random() % 30);
            if (random() % 2) f.spec.limits.tokens = static_cast<Tokens>(1 + random() % 60'000);
            const RunEnded ended = f.run();
            QVERIFY2(ended.status != "not started", ended.error ? ended.error->message.c_str() : "");
            const auto events = f.sink->events();
            QCOMPARE(malformed(events), "");
            const Spent spent = spentIn(events);
            if (f.spec.limits.usd) QVERIFY(spent.usd <= *f.spec.limits.usd);
            if (f.spec.limits.tokens) QVERIFY(spent.tokens <= *f.spec.limits.tokens);
            if (f.spec.limits.calls) {
                std::int64_t replies = 0;
                for (const auto& call : f.sink->all<ModelCallEnded>()) replies += call.status == "ok";
                QVERIFY(replies <= *f.spec.limits.calls);
            }
            // The leaves add up to the root, exactly.
            RunTree tree;
            for (const Event& event : events) tree.apply(event);
            QCOMPARE(tree.totals().cost, spent.usd);
            QCOMPARE(tree.node(tree.roots().at(0)).totalCost, spent.usd);
            ++reasons[ended.status + "/" + ended.stopReason];
        }
        QVERIFY(reasons["answered/answer"] > 0 && reasons["answered/usd"] + reasons["limit/usd"] > 0);
        QVERIFY(reasons["answered/calls"] > 0 && reasons["answered/tokens"] + reasons["limit/tokens"] > 0);
    }
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
