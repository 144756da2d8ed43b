#include "insight/random_run.h"
#include "insight/spend.h"

#include <QTest>

using namespace rlmscope;
using namespace rlmscope::insight;
using test::EventScript;
using test::RandomRun;

namespace {

/// What the model calls have cost, added up by hand, event by event.
SpendSums byHand(const std::vector<Event>& events) {
    SpendSums s;
    for (const auto& event : events) {
        if (std::holds_alternative<ModelCallStarted>(event.body)) ++s.calls;
        else if (std::holds_alternative<AttemptStarted>(event.body)) ++s.attempts;
        else if (const auto* failed = std::get_if<AttemptFailed>(&event.body)) {
            ++s.failedAttempts;
            s.usage += failed->usage;
            s.cost += failed->cost;
            s.failedCost += failed->cost;
            if (!failed->usageKnown && failed->cost.value != 0) {
                ++s.estimated;
                s.estimatedCost += failed->cost;
            }
        } else if (const auto* ended = std::get_if<ModelCallEnded>(&event.body)) {
            ++s.ended;
            if (ended->costSource == CostSource::Simulated) ++s.simulated;
            if (ended->source != ReplySource::Model) {
                ++(ended->source == ReplySource::Cache ? s.cached : s.recorded);
                s.savedUsage += ended->usage;
                s.saved += ended->recordedCost;
                continue;
            }
            s.usage += ended->usage;
            s.cost += ended->cost;
            if (ended->status == "ok" && !ended->usageKnown && (ended->usage != Usage{} || ended->cost.value != 0)) {
                ++s.estimated;
                s.estimatedCost += ended->cost;
            }
        }
    }
    return s;
}

template<typename Groups>
SpendSums summed(const Groups& groups) {
    SpendSums sum;
    for (const auto& group : groups) add(sum, group.sums);
    return sum;
}

} // namespace

class InsightSpendTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRunByModelDepthAndRole();
    void sumsEqualTheTotals();
    void liveAndRecordedAreEqual();
    void repliesFromARecordAreSaved();
    void interruptedRequestsAreCounted();
    void cachedShares();
    void nothingOverflows();
    void manyRowsOfAStranger();
};

void InsightSpendTest::aRunByModelDepthAndRole() {
    EventScript s;
    s.begin();
    const auto frame = s.frame(), turn = s.turn(frame, 1);
    const auto started = [&](const char* model, CallRole role, int depth, NodeId parent) {
        ModelCallStarted body;
        body.model = model;
        body.role = role;
        body.depth = depth;
        const auto call = s.add(body, {}, parent).node;
        s.attempt(call);
        return call;
    };
    s.reply(started("big", CallRole::Frame, 0, turn), "r", 700);
    const auto cell = s.cell(turn, 1);
    for (int i = 0; i < 3; ++i) s.reply(started("small", CallRole::Sub, 1, cell), "r", 100);
    s.reply(started("big", CallRole::Final, 0, turn), "r", 200);

    RunTree tree;
    for (const auto& event : s.events) tree.apply(event);
    const auto spend = spendOf(tree);
    QCOMPARE(spend.models.size(), std::size_t(2));
    QCOMPARE(spend.models[0].key, std::string("big"));
    QCOMPARE(spend.models[0].sums.cost.value, std::int64_t(900));
    QCOMPARE(spend.models[1].sums.calls, std::uint64_t(3));
    QCOMPARE(spend.models[1].sums.usage.input(), Tokens(120));
    QCOMPARE(spend.depths.size(), std::size_t(2));
    QCOMPARE(spend.depths[1].key, 1);
    QCOMPARE(spend.depths[1].sums.cost.value, std::int64_t(300));
    QCOMPARE(spend.roles.size(), std::size_t(3));
    QVERIFY(spend.roles[2].key == CallRole::Final);
    QCOMPARE(spend.roles[2].sums.cost.value, std::int64_t(200));
    QCOMPARE(spend.rows.size(), std::size_t(3));
    QCOMPARE(spend.rows[2].model, std::string("small"));
    QCOMPARE(spend.total.cost.value, std::int64_t(1200));
    QVERIFY(!isUnknown(spend.total) && !isEstimated(spend.total) && !isSimulated(spend.total));
}

void InsightSpendTest::sumsEqualTheTotals() {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        RandomRun run(seed);
        RunTree tree;
        for (const auto& event : run.script.events) tree.apply(event);
        const auto spend = spendOf(tree);
        const auto& totals = tree.totals();
        QVERIFY(spend.total.usage == totals.usage);
        QCOMPARE(spend.total.cost.value, totals.cost.value);
        QCOMPARE(spend.total.calls, totals.modelCalls);
        QCOMPARE(isUnknown(spend.total), totals.costUnknown);
        QCOMPARE(isSimulated(spend.total), totals.simulated);
        QCOMPARE(spend.total.failedAttempts, totals.failedAttempts);
        QCOMPARE(spend.total.failedCost.value, totals.failedCost.value);
        QCOMPARE(spend.total.saved.value, totals.saved.value);
        QCOMPARE(spend.total.cached, totals.cached);
        QCOMPARE(spend.total.recorded, totals.recorded);
        QVERIFY(summed(spend.models) == spend.total);
        QVERIFY(summed(spend.depths) == spend.total);
        QVERIFY(summed(spend.roles) == spend.total);
        SpendSums rows;
        for (const auto& row : spend.rows) add(rows, row);
        QVERIFY(rows == spend.total);
        auto expected = byHand(run.script.events);
        expected.unknown = spend.total.unknown; // what the tree knows about open attempts is tested with the tree
        QVERIFY(spend.total == expected);
        PicoUsd nodes;
        for (NodeIndex i = 0; i < tree.size(); ++i) nodes += tree.own(i).cost;
        QCOMPARE(nodes.value, spend.total.cost.value);
    }
}

void InsightSpendTest::liveAndRecordedAreEqual() {
    // What a live view has seen so far is what a reader of the same events sees.
    RandomRun run(7);
    const auto& events = run.script.events;
    RunTree live;
    for (std::size_t i = 0; i < events.size(); ++i) {
        live.apply(events[i]);
        if (i % 97 != 0) continue;
        RunTree recorded;
        for (std::size_t k = 0; k <= i; ++k) recorded.apply(events[k]);
        QVERIFY(spendOf(live).total == spendOf(recorded).total);
        QCOMPARE(spendOf(live).rows.size(), spendOf(recorded).rows.size());
    }
}

void InsightSpendTest::repliesFromARecordAreSaved() {
    EventScript s;
    s.begin();
    const auto cell = s.cell(s.turn(s.frame(), 1), 1);
    for (const auto source : {ReplySource::Recorded, ReplySource::Cache, ReplySource::Cache}) {
        ModelCallEnded ended;
        ended.status = "ok";
        ended.usage = {40, 0, 0, 10, 0};
        ended.usageKnown = true;
        ended.costSource = CostSource::Computed;
        ended.source = source;
        ended.recordedCost = {500};
        s.add(ended, s.sub(cell));
    }
    RunTree tree;
    for (const auto& event : s.events) tree.apply(event);
    const auto total = spendOf(tree).total;
    QCOMPARE(total.cost.value, std::int64_t(0));
    QVERIFY(total.usage == Usage{});
    QCOMPARE(total.saved.value, std::int64_t(1500));
    QCOMPARE(total.savedUsage.input(), Tokens(120));
    QCOMPARE(total.recorded, std::uint64_t(1));
    QCOMPARE(total.cached, std::uint64_t(2));
    QCOMPARE(total.attempts, std::uint64_t(0));
    QVERIFY(!tree.totals().costUnknown);
    QVERIFY(tree.nodes().back().source == ReplySource::Cache);
}

void InsightSpendTest::interruptedRequestsAreCounted() {
    EventScript s;
    s.begin();
    const auto cell = s.cell(s.turn(s.frame(), 1), 1);
    s.attempt(s.sub(cell));
    s.sub(cell); // never left
    RunTree tree;
    for (const auto& event : s.events) tree.apply(event);
    QCOMPARE(spendOf(tree).total.interrupted, std::uint64_t(0));
    tree.markInterrupted();
    tree.markInterrupted();
    QCOMPARE(spendOf(tree).total.interrupted, std::uint64_t(1));
    QCOMPARE(spendOf(tree).total.calls, std::uint64_t(2));
    QCOMPARE(spendOf(tree).total.ended, std::uint64_t(0));
}

void InsightSpendTest::cachedShares() {
    QVERIFY(!cachedShare({}));
    QCOMPARE(*cachedShare({25, 75, 0, 9, 0}), 0.75);
    QCOMPARE(*cachedShare({0, 0, 10, 0, 0}), 0.0);
    QVERIFY(cachedShare({INT64_MAX, INT64_MAX, INT64_MAX, 0, 0}));
    QVERIFY(!cachedShare({-5, 2, 0, 0, 0}));
}

void InsightSpendTest::nothingOverflows() {
    EventScript s;
    s.begin();
    const auto turn = s.turn(s.frame(), 1);
    for (int i = 0; i < 3; ++i) {
        ModelCallEnded ended;
        ended.status = "ok";
        ended.cost = {INT64_MAX};
        ended.usage = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX};
        s.add(ended, s.call(turn));
    }
    RunTree tree;
    for (const auto& event : s.events) tree.apply(event);
    const auto spend = spendOf(tree);
    QCOMPARE(spend.total.cost.value, INT64_MAX);
    QVERIFY(spend.total.usage == tree.totals().usage);
}

void InsightSpendTest::manyRowsOfAStranger() {
    EventScript s;
    s.begin();
    const auto turn = s.turn(s.frame(), 1);
    for (int i = 0; i < 5000; ++i) {
        ModelCallStarted body;
        body.model = "m" + std::to_string(i);
        body.depth = i * 100 - 1000;
        s.reply(s.add(body, {}, turn).node);
    }
    RunTree tree;
    for (const auto& event : s.events) tree.apply(event);
    const auto spend = spendOf(tree);
    QCOMPARE(spend.rows.size(), std::size_t(5000));
    QCOMPARE(spend.total.cost.value, std::int64_t(2'500'000));
    QCOMPARE(spend.depths.front().key, 0);
    QCOMPARE(spend.depths.back().key, int(UINT16_MAX));
}

QTEST_APPLESS_MAIN(InsightSpendTest)
#include "tst_insight_spend.moc"
