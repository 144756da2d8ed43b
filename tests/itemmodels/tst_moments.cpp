// A document and its call tree at earlier moments: what they say is what they said then; what is chosen and folded stays.
#include "insight/random_run.h"
#include "itemmodels/call_tree_model.h"
#include "itemmodels/moment_player.h"
#include "itemmodels/run_document.h"
#include "itemmodels/runs_model.h"
#include "support/big_tree.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

using Items = std::vector<std::pair<NodeIndex, bool>>;

Items itemsOf(const CallTreeModel& model) {
    Items items;
    for (int row = 0; row < model.rowCount(); ++row) items.emplace_back(model.nodeAt(row), model.isGroup(row));
    return items;
}

QString budgetText(const BudgetState& budget) {
    QString text = QStringLiteral("%1 %2 %3 %4").arg(budget.spentUsd.value).arg(budget.reservedUsd.value).arg(budget.spentTokens).arg(budget.spentCalls);
    for (const LimitState& limit : budget.limits) text += QStringLiteral(" | %1 %2 %3").arg(static_cast<int>(limit.kind)).arg(limit.limit).arg(limit.spent);
    return text;
}

void openAll(CallTreeModel& model) {
    for (int row = 0; row < model.rowCount(); ++row) model.setExpanded(row, true);
}

} // namespace

class TestMoments : public QObject {
    Q_OBJECT
    std::unique_ptr<RunDocument> fed(const std::vector<Event>& events, bool ended = true) {
        auto document = std::make_unique<RunDocument>();
        document->beginLive("none.rlmscope", RunId::random());
        document->append(events);
        if (ended) document->endLive();
        return document;
    }

private Q_SLOTS:
    void theDocumentSpeaksOfTheMoment() {
        const auto events = bigEvents(BigShape::mixed(600));
        const auto document = fed(events);
        std::mt19937_64 random(4);
        QSignalSpy moved(document.get(), &RunDocument::momentChanged);
        for (int i = 0; i < 15; ++i) {
            const Seq moment = 1 + random() % (events.size() - 1);
            document->setMoment(moment);
            const auto then = fed({events.begin(), events.begin() + static_cast<std::ptrdiff_t>(moment)}, false);
            QCOMPARE(document->tree().lastSeq(), moment);
            QCOMPARE(document->statusText(), then->statusText());
            QCOMPARE(document->answer(), then->answer());
            QCOMPARE(budgetText(document->budget()), budgetText(then->budget()));
            QCOMPARE(document->clock(), then->whole().now());
            QCOMPARE(document->money().burn().points().size(), then->money().burn().points().size());
            QVERIFY(document->money().burn().now() == then->money().burn().now());
            QCOMPARE(document->money().burn().active(), then->money().burn().active());
            for (NodeIndex node = 0; node < document->tree().size(); node += 37)
                QCOMPARE(document->variablesCell(node), then->variablesCell(node));
            QCOMPARE(document->whole().lastSeq(), events.size());
        }
        QCOMPARE(moved.count(), 15);
        document->setMoment(0);
        QCOMPARE(&document->tree(), &document->whole());
        document->setMoment(events.size()); // the end is now
        QCOMPARE(document->moment(), Seq{0});
        QCOMPARE(moved.count(), 16);
    }

    void limitsThatWereRaisedAreOfTheirTime() {
        EventScript script;
        script.begin();
        script.events.back().body = [&] {
            auto started = std::get<RunStarted>(script.events.back().body);
            started.spec.limits.usd = PicoUsd{1'000'000};
            return started;
        }();
        const auto call = script.call(script.turn(script.frame(), 1));
        LedgerEvent raised;
        raised.op = "raised";
        raised.limit = "usd";
        raised.amount = {9'000'000};
        script.add(raised);
        const Seq before = script.events.back().seq - 1;
        script.reply(call);
        const auto document = fed(script.take(), false);
        QCOMPARE(document->limits().usd->value, 9'000'000);
        document->setMoment(before);
        QCOMPARE(document->limits().usd->value, 1'000'000);
    }

    void rowsAreThoseThatHadStarted() {
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            const auto events = RandomRun(seed, 120).script.take();
            const auto document = fed(events);
            CallTreeModel model;
            model.setDocument(document.get());
            QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
            openAll(model);
            std::mt19937_64 random(seed);
            for (int i = 0; i < 6; ++i) model.setExpanded(static_cast<int>(random() % static_cast<std::size_t>(model.rowCount())), false);
            const auto all = itemsOf(model);
            for (int i = 0; i < 25; ++i) {
                document->setMoment(1 + random() % (events.size() - 1));
                auto wanted = all;
                std::erase_if(wanted, [&](const auto& item) { return item.first >= document->tree().size(); });
                QCOMPARE(itemsOf(model), wanted);
                for (int row = 0; row < model.rowCount(); ++row) {
                    if (model.isGroup(row)) continue;
                    const auto& n = document->tree().node(model.nodeAt(row));
                    QCOMPARE(model.index(row, 0).data(CallTreeModel::StatusRole).toInt(), static_cast<int>(n.status));
                    QCOMPARE(model.index(row, 0).data(CallTreeModel::CostRole).toLongLong(), n.totalCost.value);
                }
            }
            document->setMoment(0);
            QCOMPARE(itemsOf(model), all);
        }
    }

    void aGroupCountsItsMembersOfTheMoment() {
        EventScript script;
        script.begin();
        const auto cell = script.cell(script.turn(script.frame(), 1), 1);
        std::vector<NodeId> calls;
        for (int i = 0; i < 12; ++i) calls.push_back(script.sub(cell, 7, i, 12));
        for (const auto call : calls) script.attempt(call), script.reply(call);
        const auto document = fed(script.take(), false);
        CallTreeModel model;
        model.setDocument(document.get());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.index(3, 0).data(CallTreeModel::NameRole).toString(), QString("12 × llm_query"));
        document->setMoment(calls[4].seq);
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.index(3, 0).data(CallTreeModel::NameRole).toString(), QString("5 × llm_query"));
        QCOMPARE(model.index(3, 0).data(CallTreeModel::HintRole).toString(), QString("0 of 5"));
        model.setExpanded(3, true);
        QCOMPARE(model.rowCount(), 4 + 5);
        document->setMoment(calls[6].seq);
        QCOMPARE(model.rowCount(), 4 + 7);
        document->setMoment(0);
        QCOMPARE(model.rowCount(), 4 + 12);
        QCOMPARE(model.reveal(document->tree().find(calls.back())), 15);
    }

    void aLiveRunGoesOnBehindAMoment() {
        const auto events = RandomRun(3, 150).script.take();
        const auto half = events.begin() + static_cast<std::ptrdiff_t>(events.size() / 2);
        const auto document = fed({events.begin(), half}, false);
        CallTreeModel model;
        model.setDocument(document.get());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const Seq moment = events.size() / 3;
        document->setMoment(moment);
        const auto rows = itemsOf(model).size();
        QSignalSpy changed(document.get(), &RunDocument::nodesChanged), grew(document.get(), &RunDocument::grew);
        for (auto it = half; it != events.end(); it += std::min<std::ptrdiff_t>(25, events.end() - it)) {
            document->append({it, it + std::min<std::ptrdiff_t>(25, events.end() - it)});
            QCOMPARE(document->tree().lastSeq(), moment);
            QVERIFY(itemsOf(model).size() <= rows); // siblings may have become a group
        }
        QCOMPARE(changed.count(), 0);
        QVERIFY(grew.count() > 2);
        openAll(model);
        document->setMoment(0);
        openAll(model);
        const auto fresh = fed(events, false);
        CallTreeModel other;
        other.setDocument(fresh.get());
        openAll(other);
        QCOMPARE(itemsOf(model), itemsOf(other));
        document->append({});
    }

    void thePlayerStepsByEventsTurnsAndCells() {
        const auto events = bigEvents(BigShape::mixed(200));
        const auto document = fed(events);
        MomentPlayer player;
        player.setDocument(document.get());
        QCOMPARE(player.position(), events.size());
        const auto settled = [&](Seq wanted) { return QTest::qWaitFor([&] { return player.position() == wanted; }, 2000); };
        player.step(MomentPlayer::Unit::Event, -1);
        QVERIFY(settled(events.size() - 1));
        player.step(MomentPlayer::Unit::Event, 1);
        QVERIFY(settled(events.size()));
        QVERIFY(player.isNow());
        player.goTo(1);
        QVERIFY(settled(1));
        player.step(MomentPlayer::Unit::Event, -1); // stays at the end
        Seq turn = 0, cell = 0;
        for (const auto& event : events) {
            if (!turn && std::holds_alternative<TurnStarted>(event.body)) turn = event.seq;
            if (!cell && std::holds_alternative<CellStarted>(event.body)) cell = event.seq;
        }
        player.step(MomentPlayer::Unit::Turn, 1);
        QVERIFY(settled(turn));
        QCOMPARE(player.whatHappens(turn), QString("Turn 1 starts"));
        player.step(MomentPlayer::Unit::Cell, 1);
        QVERIFY(settled(cell));
        player.step(MomentPlayer::Unit::Turn, -1);
        QVERIFY(settled(turn));
    }

    void thePlayerShowsEveryMomentInOrderToTheEnd() {
        const auto events = bigEvents(BigShape::mixed(120));
        const auto document = fed(events);
        MomentPlayer player;
        player.setDocument(document.get());
        player.setSpeed(100);
        std::vector<Seq> seen;
        connect(document.get(), &RunDocument::momentChanged, this, [&] { seen.push_back(player.position()); });
        player.play();
        QVERIFY(player.isPlaying());
        QVERIFY(QTest::qWaitFor([&] { return !player.isPlaying(); }, 30000));
        QVERIFY(player.isNow());
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QVERIFY(seen.size() >= 3);
        // A live run: there is nothing to play at its end.
        const auto live = fed({events.begin(), events.end() - 1}, false);
        player.setDocument(live.get());
        player.play();
        QVERIFY(!player.isPlaying());
        live->setMoment(events.size() - 2);
        player.play();
        QVERIFY(QTest::qWaitFor([&] { return player.isNow(); }, 10000));
        QVERIFY(!player.isPlaying());
    }
};

QTEST_MAIN(TestMoments)
#include "tst_moments.moc"
