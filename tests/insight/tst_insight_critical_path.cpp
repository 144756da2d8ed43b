// The critical path of runs whose answer is known, and its properties for any run.
#include "insight/critical_path.h"
#include "insight/faster.h"
#include "span_script.h"

#include <QtTest/QTest>

using namespace rlmscope;
using namespace rlmscope::insight;
using test::SpanScript;

namespace {

constexpr Nanos Ms = SpanScript::Ms;

QString text(const CriticalPath& path) {
    static const char* const names[] = {"model", "calls", "child-model", "child-calls", "python", "wait", "gap"};
    QStringList steps;
    for (const auto& s : path.steps)
        steps << QStringLiteral("%1:%2-%3").arg(QLatin1String(names[static_cast<int>(s.kind)])).arg(s.from / Ms).arg(s.to / Ms);
    return steps.join(QLatin1Char(' '));
}

void check(const CriticalPath& path, const SpansAt& run) {
    Nanos at = 0, sum = 0;
    for (const auto& step : path.steps) {
        QCOMPARE(step.from, at); // no gap, no overlap
        QVERIFY(step.to > step.from);
        at = step.to;
    }
    QCOMPARE(at, run.now);
    QCOMPARE(path.total, run.now);
    for (const auto total : path.totals) sum += total;
    QCOMPARE(sum, run.now);
}

} // namespace

class TestCriticalPath : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void turnsOneAfterAnother() {
        SpanScript s;
        const auto root = s.frame(NoNode, 0, 100);
        const auto one = s.turn(root, 0, 50);
        s.call(one, 0, 30);
        s.cell(one, 30, 50);
        const auto two = s.turn(root, 52, 100);
        s.call(two, 52, 90);
        s.cell(two, 90, 98);
        const auto path = criticalPath(s.at());
        check(path, s.at());
        QCOMPARE(text(path), QStringLiteral("model:0-30 python:30-50 gap:50-52 model:52-90 python:90-98 gap:98-100"));
        QCOMPARE(path.totals[static_cast<int>(PathKind::RootModel)], 68 * Ms);
    }

    void aFanOutIsAsLongAsTheChainThatHeldItUp() {
        SpanScript s;
        const auto root = s.frame(NoNode, 0, 100);
        const auto turn = s.turn(root, 0, 100);
        const auto cell = s.cell(turn, 0, 100);
        s.sub(cell, 5, 40, 5, 1);
        const auto b = s.sub(cell, 5, 30, 5, 1);
        const auto c = s.sub(cell, 5, 90, 30, 1); // took b's place
        s.sub(cell, 5, 70, 40, 1);
        const auto path = criticalPath(s.at());
        check(path, s.at());
        QCOMPARE(text(path), QStringLiteral("python:0-5 calls:5-30 calls:30-90 python:90-100"));
        QCOMPARE(path.steps[1].node, b);
        QCOMPARE(path.steps[2].node, c);
        QVERIFY(path.contains(root) && path.contains(cell) && path.contains(c));
        QVERIFY(!path.contains(c + 1));
    }

    void waitingForNobodyIsAWait() {
        SpanScript s;
        const auto cell = s.cell(s.turn(s.frame(NoNode, 0, 100), 0, 100), 0, 100);
        s.sub(cell, 0, 20);
        s.sub(cell, 25, 90, 60); // a rate limit: nothing else was going on
        const auto path = criticalPath(s.at());
        check(path, s.at());
        QCOMPARE(text(path), QStringLiteral("calls:0-20 python:20-25 wait:25-60 calls:60-90 python:90-100"));
    }

    void throughChildFrames() {
        SpanScript s;
        const auto root = s.frame(NoNode, 0, 100);
        const auto turn = s.turn(root, 0, 100);
        s.call(turn, 0, 10);
        const auto cell = s.cell(turn, 10, 95);
        const auto first = s.frame(cell, 12, 40, 3);
        s.call(s.turn(first, 12, 40), 12, 40);
        const auto second = s.frame(cell, 12, 60, 3);
        s.call(s.turn(second, 12, 60), 12, 60);
        const auto third = s.frame(cell, 40, 90, 3); // a place was free when the first was done
        const auto t = s.turn(third, 40, 90);
        s.call(t, 40, 70);
        const auto inner = s.cell(t, 70, 90);
        s.sub(inner, 72, 88);
        const auto path = criticalPath(s.at());
        check(path, s.at());
        QCOMPARE(text(path), QStringLiteral("model:0-10 python:10-12 child-model:12-40 child-model:40-70 python:70-72 child-calls:72-88 "
                                            "python:88-90 python:90-95 gap:95-100"));
        QCOMPARE(path.frames, (std::vector<NodeIndex>{first, third}));
        QVERIFY(!path.contains(second));
    }

    void atAMomentInTheMiddle() {
        SpanScript s;
        const auto turn = s.turn(s.frame(NoNode, 0, 100), 0, 100);
        s.call(turn, 0, 30);
        const auto cell = s.cell(turn, 30, 100);
        s.sub(cell, 40, 80);
        const auto path = criticalPath(s.at(60));
        check(path, s.at(60));
        QCOMPARE(text(path), QStringLiteral("model:0-30 python:30-40 calls:40-60"));
    }

    void nothingHasHappenedYet() {
        const auto path = criticalPath(SpansAt{});
        QVERIFY(path.steps.empty());
        QCOMPARE(path.total, Nanos{0});
    }

    void theSumIsTheRunTimeWhateverTheRun() {
        for (std::uint64_t seed = 1; seed <= 40; ++seed) {
            const auto script = test::randomSpans(seed, 20 + static_cast<int>(seed) * 30);
            for (const auto& run : {script.at(), script.at(script.now / Ms / 3), script.at(1)}) {
                const auto path = criticalPath(run);
                check(path, run);
                for (const auto& step : path.steps) {
                    if (step.node == NoNode) continue;
                    QVERIFY(path.contains(step.node) || step.kind == PathKind::Wait);
                    QVERIFY(step.to <= run.endOf(step.node));
                }
            }
        }
    }

    void depthAndWidthAreNumbers() {
        SpanScript s;
        NodeIndex parent = NoNode;
        for (int d = 0; d < 10'000; ++d) parent = s.cell(s.turn(s.frame(parent, d, 50'000 - d), d, 50'000 - d), d, 50'000 - d);
        s.sub(parent, 12'000, 30'000);
        auto path = criticalPath(s.at());
        check(path, s.at());
        QCOMPARE(path.totals[static_cast<int>(PathKind::ChildCalls)], 18'000 * Ms);
        SpanScript wide;
        const auto cell = wide.cell(wide.turn(wide.frame(NoNode, 0, 200'000), 0, 200'000), 0, 200'000);
        for (int i = 0; i < 100'000; ++i) wide.sub(cell, i, i + 7);
        check(criticalPath(wide.at()), wide.at());
    }

    // ---- what would be faster ------------------------------------------------------------------------------------

    void makespans() {
        QCOMPARE(makespan({}, 4), Nanos{0});
        QCOMPARE(makespan({10, 10, 10, 10}, 2), Nanos{20});
        QCOMPARE(makespan({10, 2, 2, 2}, 2), Nanos{10});
        QCOMPARE(makespan({10, 2}, 0), Nanos{12}); // no place at all is one
    }

    void twiceTheCallsInFlight() {
        SpanScript s;
        const auto cell = s.cell(s.turn(s.frame(NoNode, 0, 1000), 0, 1000), 0, 1000);
        for (int i = 0; i < 8; ++i) s.sub(cell, 0, 100 + i / 2 * 100, i / 2 * 100, 1); // two at a time, 100 ms each
        const auto run = s.at();
        const Children children(run);
        const auto found = whatWouldBeFaster(run, children, criticalPath(run, children));
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0].kind, Estimate::Kind::MoreCalls);
        QCOMPARE(found[0].from, 2U);
        QCOMPARE(found[0].to, 4U);
        QCOMPARE(found[0].node, cell);
        QCOMPARE(found[0].saved, 200 * Ms);
    }

    void neverMoreThanUntilSomethingElseIsWaitedFor() {
        SpanScript s;
        const auto cell = s.cell(s.turn(s.frame(NoNode, 0, 1000), 0, 1000), 0, 1000);
        for (int i = 0; i < 8; ++i) s.sub(cell, 0, 100 + i / 2 * 100, i / 2 * 100, 1);
        s.sub(cell, 0, 350, 0, 2); // beside the fan-out, which ends at 400
        const auto run = s.at();
        const Children children(run);
        const auto found = whatWouldBeFaster(run, children, criticalPath(run, children));
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0].saved, 50 * Ms);
    }

    void moreFramesAndOneBatchInsteadOfALoop() {
        SpanScript s;
        const auto turn = s.turn(s.frame(NoNode, 0, 2000), 0, 2000);
        const auto cell = s.cell(turn, 0, 600);
        s.frame(cell, 0, 300, 1);
        s.frame(cell, 0, 290, 1);
        s.frame(cell, 300, 600, 1);
        const auto loop = s.cell(turn, 600, 2000);
        for (int i = 0; i < 10; ++i) s.sub(loop, 600 + i * 100, 700 + i * 100);
        const auto run = s.at();
        const Children children(run);
        const auto found = whatWouldBeFaster(run, children, criticalPath(run, children));
        QCOMPARE(found.size(), std::size_t{2});
        QCOMPARE(found[0].kind, Estimate::Kind::Together);
        QCOMPARE(found[0].node, loop);
        QCOMPARE(found[0].count, 10U);
        QCOMPARE(found[0].saved, 900 * Ms);
        QCOMPARE(found[1].kind, Estimate::Kind::MoreFrames);
        QCOMPARE(found[1].to, 3U);
        QCOMPARE(found[1].saved, 290 * Ms); // two places would have been taken up 10 ms earlier
    }

    void estimatesNeverPromiseMoreThanTheRun() {
        for (std::uint64_t seed = 50; seed < 80; ++seed) {
            const auto script = test::randomSpans(seed, 600);
            const auto run = script.at();
            const Children children(run);
            for (const auto& e : whatWouldBeFaster(run, children, criticalPath(run, children))) QVERIFY(e.saved > 0 && e.saved <= run.now);
        }
    }
};

QTEST_APPLESS_MAIN(TestCriticalPath)
#include "tst_insight_critical_path.moc"
