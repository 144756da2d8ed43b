#include "insight/random_run.h"
#include "insight/reprice.h"
#include "trace/run_tree.h"

#include <QTest>

using namespace rlmscope;
using namespace rlmscope::insight;
using test::EventScript;
using test::RandomRun;

namespace {

Date day(const char* text) { return *Date::parse(text); }

/// Two models: "big" at 10 and 20 pico-USD per token, twice that above 1,000 tokens and half of it from 2026-06-01 on;
/// "small" at 1 and 2, cached tokens at a tenth.
PriceTable table() {
    const auto model = [](const char* id, std::int64_t in, std::int64_t out) {
        ModelEntry entry;
        entry.provider = "openai";
        entry.id = id;
        PriceInterval price;
        price.rates.input = in;
        price.rates.output = out;
        entry.prices = {price};
        return entry;
    };
    auto big = model("big", 10, 20);
    RateTier tier;
    tier.above = 1000;
    tier.rates.input = 20;
    tier.rates.output = 40;
    big.prices[0].tiers = {tier};
    big.prices.push_back(big.prices[0]);
    big.prices[1].from = day("2026-06-01");
    big.prices[1].rates = {5, 10, {}, {}, {}};
    big.prices[1].tiers.clear();
    auto small = model("small", 100, 200);
    small.prices[0].rates.cacheRead = 10;
    return *PriceTable::of({big, small});
}

class Calls {
public:
    explicit Calls(const char* on) {
        Nanos wall = 0;
        while (Date::ofWall(wall) < day(on)) wall += Nanos(86'400) * 1'000'000'000;
        s.add(SegmentStarted{wall, 1});
        RunStarted started;
        started.models = R"([{"spec":"root","resolved":"openai:big"},{"spec":"openai:small"},7])";
        s.add(started);
        turn = s.turn(s.frame(), 1);
    }
    NodeId start(const char* model, int depth = 0) {
        ModelCallStarted body;
        body.model = model;
        body.depth = depth;
        const auto call = s.add(body, {}, turn).node;
        s.attempt(call);
        return call;
    }
    void end(NodeId call, const Usage& usage, std::int64_t recorded, bool known = true) {
        ModelCallEnded body;
        body.status = "ok";
        body.usage = usage;
        body.usageKnown = known;
        body.cost = {recorded};
        body.costSource = CostSource::Computed;
        s.add(body, call);
    }
    RepriceResult priced(const RepriceOptions& options = {}, bool keepOthers = false) const {
        static const PriceTable prices = table();
        Repricing repricing(prices, options, keepOthers);
        for (const auto& event : s.events) repricing.apply(event);
        return repricing.result();
    }
    EventScript s;
    NodeId turn;
};

} // namespace

class InsightRepriceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pricesOfItsOwnDay();
    void tiersOfEachAttempt();
    void anotherModel();
    void aliases();
    void othersStayAsRecorded();
    void unknownStaysUnknown();
    void repliesFromARecordCostNothing();
    void randomRunsAddUp();
    void nonsense();
};

void InsightRepriceTest::pricesOfItsOwnDay() {
    for (const auto& [on, expected] : {std::pair("2026-05-31", 100 * 10 + 7 * 20), std::pair("2026-06-01", 100 * 5 + 7 * 10)}) {
        Calls calls(on);
        calls.end(calls.start("openai:big"), {100, 0, 0, 7, 0}, 999);
        const auto result = calls.priced();
        QCOMPARE(result.total.repriced.value, std::int64_t(expected));
        QCOMPARE(result.total.recorded.value, std::int64_t(999));
        QCOMPARE(result.total.priced, std::uint64_t(1));
        QVERIFY(!result.estimated && result.unknown.empty());
    }
    Calls calls("2026-05-31");
    calls.end(calls.start("openai:big"), {100, 0, 0, 7, 0}, 999);
    RepriceOptions today;
    today.onDay = day("2026-11-20");
    QCOMPARE(calls.priced(today).total.repriced.value, std::int64_t(570));
}

void InsightRepriceTest::tiersOfEachAttempt() {
    // 1,000 tokens failed and 1,000 succeeded: two small requests, not a large one.
    Calls calls("2026-01-01");
    const auto call = calls.start("openai:big");
    AttemptFailed failed;
    failed.usage = {1000, 0, 0, 5, 0};
    failed.usageKnown = true;
    failed.cost = {1};
    calls.s.add(failed, call);
    calls.s.attempt(call, 2);
    calls.end(call, {1000, 0, 0, 5, 0}, 1);
    QCOMPARE(calls.priced().total.repriced.value, std::int64_t(2 * (10'000 + 100)));
    QCOMPARE(calls.priced().total.priced, std::uint64_t(2));
    calls.end(calls.start("openai:big"), {900, 101, 0, 5, 0}, 1); // cached input counts for the tier
    QCOMPARE(calls.priced().total.repriced.value, std::int64_t(20'200 + 1001 * 20 + 5 * 40));
}

void InsightRepriceTest::aliases() {
    Calls calls("2026-01-01");
    calls.end(calls.start("root"), {100, 0, 0, 7, 0}, 50);
    const auto own = calls.priced(); // as the model that it stood for, whatever it stands for today
    QCOMPARE(own.total.repriced.value, std::int64_t(100 * 10 + 7 * 20));
    QVERIFY(!own.estimated && own.unknown.empty());
    QCOMPARE(own.rows[0].model + " " + own.rows[0].as, std::string("root openai:big"));
    RepriceOptions other;
    other.asModels["root"] = "openai:small";
    QCOMPARE(calls.priced(other).total.repriced.value, std::int64_t(100 * 100 + 7 * 200));
    QVERIFY(calls.priced(other).estimated);
    RepriceOptions same;
    same.asModel = "openai:big";
    QVERIFY(!calls.priced(same).estimated);
}

void InsightRepriceTest::anotherModel() {
    Calls calls("2026-01-01");
    calls.end(calls.start("openai:big"), {100, 40, 0, 7, 0}, 50);
    calls.end(calls.start("openai:small", 1), {10, 0, 0, 1, 0}, 6);
    RepriceOptions all;
    all.asModel = "openai:small";
    const auto result = calls.priced(all);
    QVERIFY(result.estimated);
    QCOMPARE(result.rows.size(), std::size_t(2));
    QCOMPARE(result.rows[0].as, std::string("openai:small"));
    QCOMPARE(result.rows[0].repriced.value, std::int64_t(100 * 100 + 40 * 10 + 7 * 200));
    QCOMPARE(result.rows[1].repriced.value, std::int64_t(10 * 100 + 200));
    QCOMPARE(result.rows[1].depth, 1);
    QCOMPARE(result.total.repriced, result.rows[0].repriced + result.rows[1].repriced);

    RepriceOptions mapped;
    mapped.asModels["openai:big"] = "openai:small";
    mapped.asModels["openai:small"] = "openai:big";
    const auto swapped = calls.priced(mapped);
    QCOMPARE(swapped.rows[1].repriced.value, std::int64_t(10 * 10 + 20));
    // The same model under its own name is no estimate.
    RepriceOptions same;
    same.asModel = "openai:big";
    Calls one("2026-01-01");
    one.end(one.start("openai:big"), {1, 0, 0, 1, 0}, 1);
    QVERIFY(!one.priced(same).estimated);
}

void InsightRepriceTest::othersStayAsRecorded() {
    Calls calls("2026-01-01");
    calls.end(calls.start("openai:big"), {100, 0, 0, 7, 0}, 50);
    calls.end(calls.start("sim", 1), {10, 0, 0, 1, 0}, 6);
    const auto unpriced = calls.start("http://localhost:1/v1#m", 1);
    ModelCallEnded ended;
    ended.status = "ok";
    ended.usageKnown = true;
    calls.s.add(ended, unpriced);
    RepriceOptions options;
    options.asModels["openai:big"] = "openai:small";
    const auto kept = calls.priced(options, true);
    QCOMPARE(kept.total.repriced.value, std::int64_t(100 * 100 + 7 * 200 + 6));
    QCOMPARE(kept.total.kept, std::uint64_t(1));
    QCOMPARE(kept.total.unknown, std::uint64_t(1)); // was unknown and stays so
    QCOMPARE(calls.priced(options).total.unknown, std::uint64_t(2));
}

void InsightRepriceTest::unknownStaysUnknown() {
    Calls calls("2026-01-01");
    calls.end(calls.start("openai:big"), {100, 0, 0, 7, 0}, 50, false); // settled at the reservation
    calls.end(calls.start("openai:else"), {100, 0, 0, 7, 0}, 50);
    const auto call = calls.start("openai:big");
    AttemptFailed cut;
    cut.partial = "Once upon";
    calls.s.add(cut, call); // billed, nobody knows how much
    calls.s.attempt(call, 2);
    calls.s.add(AttemptFailed{}, call); // turned away: nothing to pay
    const auto result = calls.priced();
    QCOMPARE(result.total.priced, std::uint64_t(0));
    QCOMPARE(result.total.unknown, std::uint64_t(3));
    QCOMPARE(result.total.repriced.value, std::int64_t(0));
    const std::vector<Repriced::Unknown> expected{{"openai:big", "How many tokens it used is not known.", 2},
                                                  {"openai:else", "The price table does not know openai:else.", 1}};
    QVERIFY(result.unknown == expected);
}

void InsightRepriceTest::repliesFromARecordCostNothing() {
    Calls calls("2026-01-01");
    ModelCallEnded ended;
    ended.status = "ok";
    ended.usage = {100, 0, 0, 7, 0};
    ended.usageKnown = true;
    ended.source = ReplySource::Cache;
    ended.recordedCost = {77};
    calls.s.add(ended, calls.start("openai:big"));
    QVERIFY(calls.priced().total == RepriceRow{});
}

void InsightRepriceTest::randomRunsAddUp() {
    const auto prices = table();
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        RandomRun run(seed);
        RunTree tree;
        Repricing repricing(prices, {}), kept(prices, {}, true);
        for (const auto& event : run.script.events) {
            tree.apply(event);
            for (int twice = 0; twice < 2; ++twice) repricing.apply(event), kept.apply(event);
        }
        const auto result = repricing.result(), asRecorded = kept.result();
        QCOMPARE(result.total.recorded.value, tree.totals().cost.value);
        QCOMPARE(asRecorded.total.repriced.value, tree.totals().cost.value);
        QCOMPARE(asRecorded.total.unknown > 0, tree.totals().costUnknown);
        std::int64_t unknown = 0;
        for (const auto& reason : result.unknown) unknown += reason.calls;
        QCOMPARE(std::uint64_t(unknown), result.total.unknown);
    }
}

void InsightRepriceTest::nonsense() {
    Calls calls("2026-01-01");
    for (int i = 0; i < 3; ++i) calls.end(calls.start("openai:small"), {INT64_MAX, INT64_MAX, -7, INT64_MAX, 0}, INT64_MAX);
    for (int i = 0; i < 2; ++i) calls.end(calls.start("openai:small"), {INT64_MAX / 100, 0, 0, 0, 0}, INT64_MAX);
    calls.s.add(ModelCallEnded{}, NodeId{9999});
    calls.s.add(AttemptFailed{}, calls.turn);
    calls.s.add(SegmentStarted{INT64_MAX, 2});
    calls.end(calls.start("openai:small"), {1, 0, 0, 0, 0}, 1);
    const auto result = calls.priced();
    QCOMPARE(result.total.recorded.value, INT64_MAX);
    QCOMPARE(result.total.unknown, std::uint64_t(5)); // a sum past 64 bits is unknown, not wrong
    QCOMPARE(result.total.priced, std::uint64_t(1));
}

QTEST_APPLESS_MAIN(InsightRepriceTest)
#include "tst_insight_reprice.moc"
