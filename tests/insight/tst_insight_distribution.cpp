// How the members of a fan-out are spread.
#include "insight/distribution.h"
#include "support/event_script.h"

#include <QtTest/QTest>

using namespace rlmscope;
using namespace rlmscope::insight;

class TestDistribution : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKindOfMemberIsCounted() {
        test::EventScript s;
        s.begin();
        const auto cell = s.cell(s.turn(s.frame(), 1), 1);
        std::vector<NodeId> calls;
        for (int i = 0; i < 6; ++i) calls.push_back(s.sub(cell, 1, i, 6));
        for (int i = 0; i < 5; ++i) s.attempt(calls[static_cast<std::size_t>(i)]);
        s.pass(100'000'000);
        s.reply(calls[0], "a", 10);
        s.pass(100'000'000);
        s.reply(calls[1], "b", 30);
        s.pass(100'000'000);
        s.attempt(calls[2], 2);
        s.reply(calls[2], "c", 20);
        ModelCallEnded failed;
        failed.status = "failed";
        s.pass(5'000'000);
        s.add(failed, calls[3]);
        RunTree tree;
        for (const auto& event : s.take()) tree.apply(event);
        std::vector<NodeIndex> members{999'999}; // the tree does not have it
        for (const auto call : calls) members.push_back(tree.find(call));
        const auto d = distributionOf(tree, members);
        QCOMPARE(d.members, 6U);
        QCOMPARE(d.ok, 3U);
        QCOMPARE(d.failed, 1U);
        QCOMPARE(d.running, 1U);
        QCOMPARE(d.queued, 1U);
        QCOMPARE(d.retried, 1U);
        QCOMPARE(d.timed, 4U);
        QVERIFY(d.shortest < d.median && d.median < d.longest);
        QCOMPARE(d.inFlightMost, 5U);
        QCOMPARE(d.slowest, members[4]); // it left before the one that still runs
        QVERIFY(d.priced >= 3);
        QCOMPARE(d.dearest.value, std::int64_t{30});
        QCOMPARE(d.cost.value, std::int64_t{60});
    }

    void nothingIsNothing() {
        const auto d = distributionOf(RunTree(), {});
        QCOMPARE(d.members, 0U);
        QCOMPARE(d.slowest, NoNode);
        QCOMPARE(d.inFlightMost, 0U);
    }
};

QTEST_APPLESS_MAIN(TestDistribution)
#include "tst_insight_distribution.moc"
