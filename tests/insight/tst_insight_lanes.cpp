// Lanes, flames and counters: what is drawn must be what happened.
#include "insight/counters.h"
#include "insight/flame.h"
#include "insight/lanes.h"
#include "span_script.h"

#include <QtTest/QTest>

using namespace rlmscope;
using namespace rlmscope::insight;
using test::SpanScript;

namespace {

constexpr Nanos Ms = SpanScript::Ms;

void checkRows(const BarRows& rows, const SpansAt& run) {
    std::uint32_t next = 0;
    for (std::uint32_t r = 0; r < rows.rows.size(); ++r) {
        const auto& row = rows.rows[r];
        QCOMPARE(row.first, next);
        next += row.count;
        for (auto i = row.first; i < row.first + row.count; ++i) {
            QVERIFY(rows.bars[i].from <= rows.bars[i].to);
            if (i > row.first) QVERIFY2(rows.bars[i - 1].to <= rows.bars[i].from, "bars of a lane overlap");
            QCOMPARE(rows.rowOfBar(i), r);
        }
        for (auto m = row.firstMark; m < row.firstMark + row.marks; ++m) {
            QVERIFY(rows.marks[m] >= row.first && rows.marks[m] < row.first + row.count);
            QVERIFY(mustBeSeen(run[rows.bars[rows.marks[m]].node]));
        }
    }
    QCOMPARE(std::size_t{next}, rows.bars.size());
}

/// Most calls of the cells of one frame that were on the wire at once.
std::size_t mostAtOnce(const SpansAt& run, NodeIndex frame, const std::vector<NodeIndex>& frameOf) {
    std::vector<std::pair<Nanos, int>> changes;
    for (NodeIndex i = 0; i < run.count; ++i) {
        if (run[i].kind != NodeKind::SubCall || frameOf[i] != frame || (run.isOpen(i) && !run.wasSent(i))) continue;
        const Nanos from = run.wasSent(i) ? run[i].sent : run[i].start;
        changes.emplace_back(from, 1);
        if (!run.isOpen(i)) changes.emplace_back(std::max(run[i].end, from + 1), -1); // one without a length needs a place too
    }
    std::sort(changes.begin(), changes.end());
    int now = 0, most = 0;
    for (const auto& change : changes) most = std::max(most, now += change.second);
    return static_cast<std::size_t>(most);
}

} // namespace

class TestLanes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aFrameIsABracketItsOwnLaneAndItsCalls() {
        SpanScript s;
        const auto root = s.frame(NoNode, 0, 100);
        const auto turn = s.turn(root, 0, 100);
        const auto call = s.call(turn, 0, 20);
        const auto cell = s.cell(turn, 20, 100);
        const auto a = s.sub(cell, 30, 60);
        const auto b = s.sub(cell, 30, 40);
        const auto c = s.sub(cell, 30, 80, 40); // queued until b came back
        const auto lanes = layOutLanes(s.at());
        checkRows(lanes, s.at());
        QCOMPARE(lanes.bands.size(), std::size_t{1});
        QCOMPARE(lanes.rows.size(), std::size_t{4});
        QCOMPARE(lanes.bands[0].callRows, 2U);
        QCOMPARE(lanes.bands[0].calls, 3U);
        const std::vector<Bar> expected{{0, 100 * Ms, root, BarKind::Frame},
                                        {0, 20 * Ms, call, BarKind::Call},
                                        {20 * Ms, 30 * Ms, cell, BarKind::Python},
                                        {30 * Ms, 80 * Ms, cell, BarKind::Waiting},
                                        {80 * Ms, 100 * Ms, cell, BarKind::Python},
                                        {30 * Ms, 60 * Ms, a, BarKind::Call},
                                        {30 * Ms, 40 * Ms, b, BarKind::Call},
                                        {40 * Ms, 80 * Ms, c, BarKind::Call}};
        QCOMPARE(lanes.bars.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) QVERIFY2(lanes.bars[i] == expected[i], qPrintable(QString::number(i)));
    }

    void childFramesComeBelowTheirParentInTreeOrder() {
        SpanScript s;
        const auto root = s.frame(NoNode, 0, 100);
        const auto cell = s.cell(s.turn(root, 0, 100), 0, 100);
        const auto one = s.frame(cell, 10, 40, 1);
        const auto two = s.frame(cell, 10, 50, 1);
        const auto three = s.frame(cell, 40, 90, 1);
        const auto deep = s.frame(s.cell(s.turn(one, 10, 40), 10, 40), 41, 45);
        const auto lanes = layOutLanes(s.at());
        checkRows(lanes, s.at());
        std::vector<NodeIndex> order;
        for (const auto& band : lanes.bands) order.push_back(band.frame);
        QCOMPARE(order, (std::vector<NodeIndex>{root, one, deep, two, three}));
        const auto run = s.at();
        QCOMPARE(waitedForPlace(run, three), 30 * Ms);
        QCOMPARE(waitedForPlace(run, one), Nanos{0});
        QCOMPARE(lanes.bands[4].waited, 30 * Ms);
    }

    void manyFramesShareBands() {
        SpanScript s;
        const auto cell = s.cell(s.turn(s.frame(NoNode, 0, 10'000), 0, 10'000), 0, 10'000);
        for (int i = 0; i < 200; ++i) s.frame(cell, i * 10, i * 10 + 25); // three at a time
        const auto lanes = layOutLanes(s.at());
        checkRows(lanes, s.at());
        QVERIFY(lanes.shared);
        QCOMPARE(lanes.bands.size(), std::size_t{4}); // root, and three
        QCOMPARE(lanes.bands[1].frames + lanes.bands[2].frames + lanes.bands[3].frames, 200U);
    }

    void queuedCallsHaveNoBarAndOpenOnesNoEnd() {
        SpanScript s;
        const auto cell = s.cell(s.turn(s.frame(NoNode, 0, -1), 0, -1), 0, -1);
        const auto open = s.sub(cell, 10, -1);
        const auto queued = s.sub(cell, 10, 90, 70);
        const auto lanes = layOutLanes(s.at(50));
        checkRows(lanes, s.at(50));
        QVERIFY(lanes.barOfNode(open) != NoBar);
        QCOMPARE(lanes.bars[lanes.barOfNode(open)].to, OpenEnd);
        QCOMPARE(lanes.barOfNode(queued), NoBar);
        // Later it has one: on a lane beside the open call.
        const auto later = layOutLanes(s.at());
        QCOMPARE(later.bands[0].callRows, 2U);
        QVERIFY(later.barOfNode(queued) != NoBar);
    }

    void lanesAreAsManyAsOverlap_data() {
        QTest::addColumn<int>("nodes");
        for (const int n : {1, 5, 60, 400, 3000}) QTest::addRow("%d", n) << n;
    }
    void lanesAreAsManyAsOverlap() {
        QFETCH(int, nodes);
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            const auto script = test::randomSpans(seed, nodes);
            for (const auto& run : {script.at(), script.at(script.now / Ms / 2)}) {
                const auto lanes = layOutLanes(run);
                checkRows(lanes, run);
                std::vector<NodeIndex> frameOf(run.count, NoNode);
                for (NodeIndex i = 0; i < run.count; ++i)
                    frameOf[i] = run[i].kind == NodeKind::Frame ? i : run[i].parent == NoNode ? NoNode : frameOf[run[i].parent];
                std::size_t bars = 0;
                for (NodeIndex i = 0; i < run.count; ++i) bars += run[i].kind != NodeKind::Turn && lanes.barOfNode(i) != NoBar;
                std::size_t wanted = 0;
                for (NodeIndex i = 0; i < run.count; ++i)
                    wanted += run[i].kind != NodeKind::Turn && (run[i].kind != NodeKind::SubCall || run.wasSent(i) || !run.isOpen(i));
                QCOMPARE(bars, wanted);
                if (!lanes.shared)
                    for (const auto& band : lanes.bands)
                        QVERIFY(band.callRows <= std::max<std::size_t>(1, mostAtOnce(run, band.frame, frameOf)) || band.calls == 0);
            }
        }
    }

    void depthIsANumber() {
        SpanScript s;
        NodeIndex parent = NoNode;
        for (int d = 0; d < 10'000; ++d) parent = s.cell(s.turn(s.frame(parent, d, 40'000 - d), d, 40'000 - d), d, 40'000 - d);
        const auto lanes = layOutLanes(s.at());
        checkRows(lanes, s.at());
        QCOMPARE(lanes.bands.size(), std::size_t{10'000});
        const auto flame = flameOf(s.at(), FlameBy::Time);
        checkRows(flame, s.at());
        QCOMPARE(flame.rows.size(), std::size_t{30'000});
    }

    void aFlameIsAsWideAsItWeighs() {
        for (const auto by : {FlameBy::Time, FlameBy::Cost, FlameBy::Tokens}) {
            for (std::uint64_t seed = 1; seed <= 6; ++seed) {
                const auto script = test::randomSpans(seed, 800);
                const auto run = script.at();
                const auto flame = flameOf(run, by);
                checkRows(flame, run);
                std::int64_t sum = 0;
                for (NodeIndex i = 0; i < run.count; ++i) {
                    if (by == FlameBy::Cost) sum += run[i].cost;
                    if (by == FlameBy::Tokens) sum += run[i].tokensIn + run[i].tokensOut;
                    const auto bar = flame.barOfNode(i);
                    const auto parent = run[i].parent;
                    if (bar == NoBar || parent == NoNode) continue;
                    const auto& mine = flame.bars[bar];
                    const auto& above = flame.bars[flame.barOfNode(parent)];
                    QVERIFY(mine.from >= above.from && mine.to <= above.to); // under its parent
                }
                if (by != FlameBy::Time) QCOMPARE(flame.total, sum);
                std::int64_t top = 0;
                for (auto i = flame.rows[0].first; i < flame.rows[0].first + flame.rows[0].count; ++i) top += flame.bars[i].to - flame.bars[i].from;
                QCOMPARE(top, flame.total);
                QCOMPARE(flame.bars.size() + flame.weightless, std::size_t{run.count});
            }
        }
    }

    void countersTellWhatACountWould() {
        const auto script = test::randomSpans(11, 2000);
        const auto run = script.at();
        const auto counters = countersOf(run);
        for (Nanos t = 0; t <= run.now; t += run.now / 97 + 1) {
            std::int64_t spent = 0, flight = 0, ended = 0;
            for (NodeIndex i = 0; i < run.count; ++i) {
                if (!run[i].isCall()) continue;
                if (run.endOf(i) <= t) spent += run[i].cost;
                if (!run.isOpen(i) && run[i].end <= t) ++ended;
                const bool back = !run.isOpen(i) && run[i].end <= t;
                if (run.wasSent(i) && run[i].sent <= t && !back) ++flight;
            }
            QCOMPARE(counters.spent.at(t), spent);
            QCOMPARE(counters.ended.at(t), ended);
            QCOMPARE(counters.inFlight.at(t), flight);
        }
        const auto sums = sumsOf(counters, run.now / 2, run.now / 4); // either way round
        QCOMPARE(sums.calls, counters.ended.at(run.now / 2) - counters.ended.at(run.now / 4));
        std::int64_t most = 0;
        for (Nanos t = run.now / 4; t <= run.now / 2; t += Ms) most = std::max(most, counters.inFlight.at(t));
        QVERIFY(sums.inFlightMost >= most);
        QVERIFY(sums.inFlightMost <= most + 3); // steps between two milliseconds
        QCOMPARE(counters.rate.at(run.now + Ms), std::int64_t{0}); // every stream ends
    }

    void aSnapshotStaysWhatItWas() {
        SpanScript s;
        for (int i = 0; i < 10'000; ++i) s.frame(NoNode, i, i + 1);
        const Spans before = s.spans;
        auto& span = s.edit(9'000);
        span.cost = 77;
        s.put(9'000);
        s.frame(NoNode, 10'001, 10'002);
        QCOMPARE(before[9'000].cost, std::int64_t{0});
        QCOMPARE(s.spans[9'000].cost, std::int64_t{77});
        QCOMPARE(before.size(), 10'000U);
        QCOMPARE(s.spans[10'000].start, 10'001 * Ms);
    }
};

QTEST_APPLESS_MAIN(TestLanes)
#include "tst_insight_lanes.moc"
