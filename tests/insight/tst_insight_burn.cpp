#include "insight/burn.h"
#include "insight/random_run.h"
#include "trace/run_tree.h"

#include <QTest>

using namespace rlmscope;
using namespace rlmscope::insight;
using test::EventScript;
using test::RandomRun;
using State = Projection::State;

namespace {

/// One call after another, each `every` long and `pico` dear; events of the script take a millisecond each.
class Spender {
public:
    Spender() {
        script.begin();
        turn = script.turn(script.frame(), 1);
    }
    void calls(int n, Nanos every, std::int64_t pico = 1000) {
        for (int i = 0; i < n; ++i) {
            const auto call = script.call(turn);
            script.attempt(call);
            script.pass(every - 3'000'000);
            script.reply(call, "r", pico);
        }
        feed();
    }
    void gate(const char* state) {
        script.add(GateChanged{state, 0});
        feed();
    }
    void feed() {
        for (const auto& event : script.take()) {
            burn.apply(event);
            tree.apply(event);
        }
    }
    EventScript script;
    NodeId turn;
    Burn burn;
    RunTree tree;
};

Projection one(const Burn& burn, LimitState limit, Nanos age = 0) {
    const auto all = project(burn, {limit}, age);
    return all.empty() ? Projection{} : all.front();
}

bool near(double a, double b, double share = 0.05) { return std::abs(a - b) <= share * std::abs(b); }

} // namespace

class InsightBurnTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theLastPointIsTheTotal();
    void aBoundedNumberOfPoints();
    void pointsNeverFall();
    void pausesDoNotExist();
    void segmentsFollowEachOther();
    void nonsenseTimes();
    void tooEarlyToSay();
    void paceOfTheRecentPast();
    void everyKindOfLimit();
    void unknownPrices();
    void limitsOfASpecification();
    void keptAndReached();
};

void InsightBurnTest::theLastPointIsTheTotal() {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        RandomRun run(seed);
        Burn burn;
        RunTree tree;
        for (const auto& event : run.script.events) {
            burn.apply(event);
            burn.apply(event); // twice is once
            tree.apply(event);
        }
        const auto& totals = tree.totals();
        QVERIFY(burn.points().back() == burn.now());
        QCOMPARE(burn.now().usd.value, totals.cost.value);
        QCOMPARE(burn.now().input, totals.usage.input());
        QCOMPARE(burn.now().output, totals.usage.output);
        QCOMPARE(burn.now().frames, std::int64_t(totals.frames));
        QCOMPARE(burn.costUnknown(), totals.costUnknown);
        QCOMPARE(burn.active(), tree.now());
    }
}

void InsightBurnTest::aBoundedNumberOfPoints() {
    Spender s;
    for (int round = 0; round < 40; ++round) {
        s.calls(50, Second << (round / 4));
        QVERIFY(s.burn.points().size() <= Burn::MaxPoints);
        QVERIFY(round < 4 || s.burn.points().size() >= Burn::MaxPoints / 2);
        QCOMPARE(s.burn.now().calls, std::int64_t(50) * (round + 1));
        // Any age is answered to the step.
        Nanos exact = 0;
        const auto half = s.burn.at(s.burn.active() / 2, &exact);
        QVERIFY(exact <= s.burn.active() / 2 && s.burn.active() / 2 - exact < s.burn.step());
        QVERIFY(half.calls <= s.burn.now().calls);
    }
    Nanos exact = 0;
    QVERIFY(s.burn.at(0, &exact) == Burned{} && exact == 0);
    QVERIFY(s.burn.at(INT64_MAX, &exact) == s.burn.now());
}

void InsightBurnTest::pointsNeverFall() {
    Spender s;
    for (int i = 0; i < 3000; ++i) {
        s.calls(1, 4'000'000 + (i % 7) * 900'000'000LL, i);
        const auto& points = s.burn.points();
        if (i % 300) continue;
        for (std::size_t k = 1; k < points.size(); ++k) QVERIFY(points[k - 1].usd <= points[k].usd && points[k - 1].calls <= points[k].calls);
    }
}

void InsightBurnTest::pausesDoNotExist() {
    Spender with, without;
    with.calls(10, Second);
    without.calls(10, Second);
    with.gate("pausing");
    const auto age = with.burn.active();
    with.script.pass(30 * Second);
    with.gate("paused");
    with.script.pass(3600 * Second);
    QCOMPARE(with.burn.activeAt(with.tree.now() + 999 * Second), age);
    with.gate("running");
    QCOMPARE(with.burn.active(), age);
    QCOMPARE(with.burn.activeAt(with.tree.now() + 5 * Second), age + 5 * Second);
    with.calls(10, Second);
    without.calls(10, Second);
    QVERIFY(with.burn.active() - without.burn.active() < Second);
    QCOMPARE(with.burn.now().usd.value, without.burn.now().usd.value);
    QCOMPARE(with.burn.step(), without.burn.step());
}

void InsightBurnTest::segmentsFollowEachOther() {
    Burn burn;
    Event event;
    const auto add = [&](EventBody body, Nanos time) {
        ++event.seq;
        event.time = time;
        event.body = std::move(body);
        burn.apply(event);
    };
    add(SegmentStarted{1, 1}, 0);
    add(Note{}, 4 * Second);
    add(GateChanged{"paused", 0}, 5 * Second);
    add(Note{}, 50 * Second); // and dies in its pause
    add(SegmentStarted{900 * Second, 2}, 0);
    add(Note{}, 2 * Second);
    QCOMPARE(burn.active(), 7 * Second);
}

void InsightBurnTest::nonsenseTimes() {
    EventScript s;
    s.begin();
    const auto turn = s.turn(s.frame(), 1);
    Burn burn;
    for (const auto time : {INT64_MAX, INT64_MIN, std::int64_t(5), INT64_MAX - 1}) {
        const auto call = s.call(turn);
        s.attempt(call);
        s.reply(call);
        s.add(SegmentStarted{});
        for (auto& event : s.take()) {
            event.time = time;
            burn.apply(event);
        }
    }
    QVERIFY(burn.points().size() <= Burn::MaxPoints);
    QCOMPARE(burn.now().calls, std::int64_t(4));
    (void)project(burn, {{LimitKind::Usd, INT64_MAX, INT64_MIN, 0, INT64_MAX}}, INT64_MAX);
}

void InsightBurnTest::tooEarlyToSay() {
    Spender s;
    const LimitState limit{LimitKind::Usd, 1'000'000, 0, 0, 0};
    QVERIFY(one(s.burn, limit).state == State::TooEarly);
    s.calls(2, 20 * Second);
    QVERIFY(one(s.burn, limit).state == State::TooEarly); // two replies are no pace
    s.calls(1, Second);
    QVERIFY(one(s.burn, limit).state == State::Ahead);
    Spender quick;
    quick.calls(100, 4'000'000);
    QVERIFY(one(quick.burn, limit).state == State::TooEarly); // nor is half a second
    QCOMPARE(one(quick.burn, limit).perSecond, 0.0);
}

void InsightBurnTest::paceOfTheRecentPast() {
    Spender s;
    s.calls(100, Second, 1'000'000);
    auto p = one(s.burn, {LimitKind::Usd, 200'000'000, s.burn.now().usd.value, 0, 0});
    QVERIFY(p.state == State::Ahead);
    QVERIFY(near(p.perSecond, 1e6));
    QVERIFY(near(static_cast<double>(p.left), 100e9));
    // It gets ten times dearer; the pace follows within the window, not within the run.
    s.calls(20, Second, 10'000'000);
    p = one(s.burn, {LimitKind::Usd, 1'300'000'000, s.burn.now().usd.value, 0, 0});
    QVERIFY2(near(p.perSecond, 10e6, 0.1), qPrintable(QString::number(p.perSecond)));
    QVERIFY(near(static_cast<double>(p.left), 100e9, 0.1));
    // Nothing comes back for a while: the window widens to the last replies and the pace falls.
    const auto later = one(s.burn, {LimitKind::Usd, 1'300'000'000, s.burn.now().usd.value, 0, 0}, s.burn.active() + 60 * Second);
    QVERIFY(later.state == State::Ahead && later.perSecond < p.perSecond / 2 && later.window > 60 * Second);
}

void InsightBurnTest::everyKindOfLimit() {
    Spender s;
    s.calls(60, Second);
    const auto& now = s.burn.now();
    const std::vector<LimitState> limits = {
        {LimitKind::Usd, 120'000, now.usd.value, 0, 0},       {LimitKind::Calls, 120, now.calls, 0, 0},
        {LimitKind::Token, 6000, now.input + now.output, 0, 0}, {LimitKind::InputToken, 4800, now.input, 0, 0},
        {LimitKind::OutputToken, 1200, now.output, 0, 0},      {LimitKind::Frames, 10, now.frames, 0, 0},
        {LimitKind::Seconds, 120'000, s.burn.active() / 1'000'000, 0, 0}, {LimitKind::Errors, 3, 1, 0, 0},
    };
    const auto all = project(s.burn, limits, s.burn.active());
    QCOMPARE(all.size(), std::size_t(7)); // consecutive errors have no pace
    for (const auto& p : all) {
        if (p.kind == LimitKind::Frames) QVERIFY(p.state == State::Idle && p.perSecond == 0); // none lately
        else QVERIFY2(p.state == State::Ahead && near(static_cast<double>(p.left), 60e9, 0.12), toString(p.kind).data());
    }
}

void InsightBurnTest::unknownPrices() {
    Spender s;
    s.calls(10, Second);
    ModelCallEnded ended;
    ended.status = "ok";
    ended.usage.output = 7;
    const auto call = s.script.call(s.turn);
    s.script.add(AttemptStarted{1, 100, {}, false}, call);
    s.script.add(ended, call);
    s.feed();
    QVERIFY(s.burn.costUnknown());
    QVERIFY(one(s.burn, {LimitKind::Usd, 1'000'000, 0, 0, 0}).state == State::Unknown);
    QVERIFY(one(s.burn, {LimitKind::Calls, 100, 11, 0, 0}).state == State::Ahead);
}

void InsightBurnTest::limitsOfASpecification() {
    Spender s;
    s.calls(5, Second, 100);
    RunLimits limits;
    QVERIFY(limitsOf(RunLimits{}, s.burn).empty());
    limits.usd = PicoUsd{1000};
    limits.calls = 10;
    limits.seconds = 60.5;
    const auto states = limitsOf(limits, s.burn);
    QCOMPARE(states.size(), std::size_t(3));
    QVERIFY((states[0] == LimitState{LimitKind::Usd, 1000, 500, 0, 0}));
    QVERIFY((states[1] == LimitState{LimitKind::Calls, 10, 5, 0, 0}));
    QCOMPARE(states[2].limit, std::int64_t(60'500));
    QCOMPARE(states[2].spent, s.burn.active() / 1'000'000);
    limits.seconds = 1e300;
    QCOMPARE(limitsOf(limits, s.burn)[2].limit, std::int64_t(1e15));
}

void InsightBurnTest::keptAndReached() {
    Spender s;
    s.calls(20, Second);
    const auto open = one(s.burn, {LimitKind::Usd, 40'000, 20'000, 0, 0}), kept = one(s.burn, {LimitKind::Usd, 40'000, 20'000, 0, 10'000});
    QVERIFY(kept.left < open.left);
    QVERIFY(near(static_cast<double>(kept.left) * 2, static_cast<double>(open.left)));
    QVERIFY(one(s.burn, {LimitKind::Usd, 40'000, 30'000, 0, 10'000}).state == State::Reached);
    QVERIFY(one(s.burn, {LimitKind::Seconds, 1000, 1000, 0, 0}).state == State::Reached);
}

QTEST_APPLESS_MAIN(InsightBurnTest)
#include "tst_insight_burn.moc"
