// Limits, lanes and totals as tables, and the sentences about them.
#include "itemmodels/budget_model.h"
#include "itemmodels/lanes_model.h"
#include "itemmodels/money_words.h"
#include "itemmodels/run_document.h"
#include "itemmodels/spend_model.h"
#include "support/event_script.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace rlmscope;
using rlmscope::test::EventScript;
using Tester = QAbstractItemModelTester;

namespace {

constexpr std::int64_t Dollar = 1'000'000'000'000;

QString cell(const QAbstractItemModel& model, int row, int column) { return model.index(row, column).data().toString(); }

BudgetState twoLimits() {
    BudgetState state;
    state.limits = {{LimitKind::Usd, Dollar / 2, Dollar / 4, Dollar / 10, Dollar / 100}, {LimitKind::Calls, 200, 72, 13, 1}};
    state.spentUsd = PicoUsd{Dollar / 4};
    return state;
}

} // namespace

class TestBudget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachLimitIsARow() {
        BudgetModel model;
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        model.setState(twoLimits(), {});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(cell(model, 0, BudgetModel::NameColumn), QString("Money"));
        QCOMPARE(cell(model, 0, BudgetModel::SpentColumn), QString("$0.2500"));
        QCOMPARE(cell(model, 0, BudgetModel::ReservedColumn), QString("$0.1000"));
        QCOMPARE(cell(model, 0, BudgetModel::KeptColumn), QString("$0.0100"));
        QCOMPARE(cell(model, 0, BudgetModel::LeftColumn), QString("$0.1400 of $0.50"));
        QCOMPARE(cell(model, 1, BudgetModel::LeftColumn), QString("114 of 200"));
        QCOMPARE(model.index(0, 0).data(BudgetModel::NearRole).toBool(), false);
        // The sum says itself to whoever cannot see the bar.
        QCOMPARE(model.index(0, BudgetModel::BarColumn).data(Qt::AccessibleTextRole).toString(),
                 QString("Money: $0.25 spent, $0.1 reserved for requests in flight, $0.01 kept for the last answer, of $0.5"));
    }

    void nearReachedAndOverAreTold() {
        BudgetModel model;
        BudgetState state = twoLimits();
        const auto has = [&](int role) { return model.index(0, 0).data(role).toBool(); };
        state.limits[0].spent = Dollar * 4 / 10 - Dollar / 10; // 80 % with what is in flight
        model.setState(state, {});
        QVERIFY(has(BudgetModel::NearRole) && !has(BudgetModel::ReachedRole) && !has(BudgetModel::OverRole));
        state.limits[0].spent = Dollar * 39 / 100;
        model.setState(state, {});
        QVERIFY(has(BudgetModel::ReachedRole) && !has(BudgetModel::OverRole));
        QVERIFY(cell(model, 0, BudgetModel::LeftColumn).startsWith("$0 of"));
        state.limits[0].spent = Dollar * 51 / 100;
        model.setState(state, {});
        QVERIFY(has(BudgetModel::OverRole));
    }

    void withoutLimitsMoneyAndTokensAreShown() {
        BudgetModel model;
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        BudgetState state;
        state.spentUsd = PicoUsd{Dollar / 4};
        state.spentTokens = 12'345;
        model.setState(state, {});
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(!model.isLimited());
        QCOMPARE(cell(model, 0, BudgetModel::LeftColumn), QString("no limit"));
        QCOMPARE(cell(model, 1, BudgetModel::SpentColumn), QString("12.3k"));
        model.setState(twoLimits(), {}); // and the other way round
        QVERIFY(model.isLimited());
    }

    void unknownPricesAreNeverZero() {
        BudgetModel model;
        BudgetState state = twoLimits();
        model.setState(state, {false, true});
        QCOMPARE(cell(model, 0, BudgetModel::SpentColumn), QString("≥ $0.2500"));
        QCOMPARE(cell(model, 0, BudgetModel::LeftColumn), QString("unknown"));
        state.limits[0].spent = 0;
        model.setState(state, {false, true});
        QCOMPARE(cell(model, 0, BudgetModel::SpentColumn), QString("unknown"));
        QCOMPARE(cell(model, 1, BudgetModel::SpentColumn), QString("72")); // calls are known
    }

    void newNumbersOfTheSameLimitsKeepTheRows() {
        BudgetModel model;
        model.setState(twoLimits(), {});
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset), changed(&model, &QAbstractItemModel::dataChanged);
        BudgetState state = twoLimits();
        state.limits[1].spent = 73;
        model.setState(state, {});
        model.setState(state, {});
        QCOMPARE(reset.count(), 0);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 1);
    }

    void lanesSayWhoWaitsForWhat() {
        LanesModel model;
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        model.setLanes({{"openai:gpt-5", 7, 13, 2, 1'500'000'000, "50 requests a minute"}, {"sim", 0, 1, 0, 0, ""}});
        QCOMPARE(cell(model, 0, LanesModel::ModelColumn), QString("gpt-5"));
        QCOMPARE(cell(model, 0, LanesModel::RetryingColumn), QString("2"));
        QCOMPARE(cell(model, 0, LanesModel::WhyColumn), QString("50 requests a minute · next in 1.50 s"));
        QCOMPARE(cell(model, 1, LanesModel::QueuedColumn), QString("–"));
        QCOMPARE(model.index(1, 0).data(LanesModel::MostRole).toInt(), 22);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setLanes({{"openai:gpt-5", 0, 1, 0, 0, ""}, {"sim", 0, 1, 0, 0, ""}});
        QCOMPARE(reset.count(), 0);
        model.setLanes({});
        QCOMPARE(model.rowCount(), 0);
    }

    void totalsAddUpAndEmptyColumnsAreSaid() {
        EventScript s;
        s.begin();
        const auto root = s.frame();
        const auto turn = s.turn(root, 1);
        const auto call = s.call(turn);
        s.attempt(call);
        s.reply(call, "x", 3'000'000);
        const auto cellNode = s.cell(turn, 1);
        for (int i = 0; i < 3; ++i) {
            const auto sub = s.sub(cellNode, 1, i, 3);
            s.attempt(sub);
            s.reply(sub, "y", 1'000'000);
        }
        RunDocument document;
        document.beginLive("none.rlmscope", RunId::random());
        document.append(s.take());
        SpendModel model;
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        model.setSpend(insight::spendOf(document.tree()));
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row) names << cell(model, row, SpendModel::NameColumn) + "|" + cell(model, row, SpendModel::ShareColumn);
        QCOMPARE(names, (QStringList{"All calls|100 %", "By model|", "sim|100 %", "By depth|", "Depth 0, root|50 %", "Depth 1|50 %", "By kind of call|",
                                     "Calls of frames|50 %", "Sub-calls|50 %"}));
        QCOMPARE(model.index(0, SpendModel::CostColumn).data(SpendModel::CostRole).toLongLong(), 6'000'000LL);
        QVERIFY(!model.isUseful(SpendModel::FailedColumn) && !model.isUseful(SpendModel::SavedColumn) && !model.isUseful(SpendModel::CachedColumn));
        QVERIFY(!(model.flags(model.index(1, 0)) & Qt::ItemIsSelectable)); // a heading
    }

    void failuresAndSavingsAreSaidWithTheirSums() {
        EventScript s;
        s.begin();
        const auto turn = s.turn(s.frame(), 1);
        const auto call = s.call(turn);
        s.attempt(call);
        AttemptFailed failed;
        failed.number = 1;
        failed.http = 500;
        failed.error = makeError(ErrorKind::Network, "cut");
        failed.usageKnown = true;
        failed.usage.output = 5;
        failed.cost = PicoUsd{Dollar / 1000};
        failed.wait = 1;
        s.add(failed, call);
        s.attempt(call, 2);
        s.reply(call);
        ModelCallEnded known;
        known.status = "ok";
        known.source = ReplySource::Cache;
        known.recordedCost = PicoUsd{Dollar / 50};
        s.add(known, s.call(turn));
        RunDocument document;
        document.beginLive("none.rlmscope", RunId::random());
        document.append(s.take());
        SpendModel model;
        model.setSpend(insight::spendOf(document.tree()));
        QVERIFY(model.isUseful(SpendModel::FailedColumn) && model.isUseful(SpendModel::SavedColumn));
        QCOMPARE(cell(model, 0, SpendModel::FailedColumn), QString("1, $0.0010"));
        QCOMPARE(cell(model, 0, SpendModel::SavedColumn), QString("$0.0200"));
        QVERIFY2(model.remarks().contains("came from the cache of earlier runs: $0.0200 saved."), qPrintable(model.remarks()));
        QVERIFY2(model.remarks().contains("failed and cost $0.0010."), qPrintable(model.remarks()));
    }

    void aRecordedRunTellsItsBudget() {
        EventScript s;
        RunStarted started;
        started.spec.limits.usd = PicoUsd{Dollar};
        started.spec.limits.calls = 4;
        started.models = R"([{"spec":"a","ignores_caps":false},{"spec":"b","ignores_caps":true}])";
        s.add(SegmentStarted{1, 1});
        s.add(started);
        const auto turn = s.turn(s.frame(), 1);
        for (int i = 0; i < 2; ++i) {
            const auto call = s.call(turn);
            s.attempt(call);
            s.reply(call, "x", Dollar / 10);
        }
        LedgerEvent raised{"raised", "usd", "", PicoUsd{2 * Dollar}};
        s.add(raised);
        LedgerEvent inherited{"inherited", "", "", PicoUsd{Dollar / 2}, 3, 100};
        s.add(inherited);
        RunDocument document;
        document.beginLive("none.rlmscope", RunId::random());
        document.append(s.take());
        const BudgetState state = document.budget();
        QCOMPARE(state.limits.size(), std::size_t{2});
        QCOMPARE(state.limits[0], (LimitState{LimitKind::Usd, 2 * Dollar, Dollar * 7 / 10, 0, 0}));
        QCOMPARE(state.limits[1].spent, std::int64_t{5});
        QVERIFY(state.bestEffort && state.guaranteed);
        QCOMPARE(state.inheritedUsd, PicoUsd{Dollar / 2});
        QCOMPARE(document.limits().usd, std::optional(PicoUsd{2 * Dollar}));
        s.add(LedgerEvent{"overrun", "usd", "The call used more than was reserved for it.", PicoUsd{1}});
        document.append(s.take());
        QVERIFY(!document.budget().guaranteed);
    }

    void whyACallWaitsIsKnownWhileItDoes() {
        EventScript s;
        s.begin();
        const auto call = s.call(s.turn(s.frame(), 1));
        RunMoney money;
        RunTree tree;
        const auto feed = [&] {
            for (const Event& event : s.take()) {
                tree.apply(event);
                money.apply(event, tree.now());
            }
        };
        s.attempt(call);
        AttemptFailed failed;
        failed.number = 1;
        failed.http = 429;
        failed.retryable = true;
        failed.wait = 3'000'000'000;
        failed.error = makeError(ErrorKind::Network, "slow down");
        s.add(failed, call);
        feed();
        const CallWait* wait = money.waitOf(call);
        QVERIFY(wait);
        QCOMPARE(words::wait(*wait, tree.now()), QString("attempt 2 in 3.00 s: HTTP 429"));
        QCOMPARE(words::wait(*wait, tree.now() + 4'000'000'000), QString("attempt 2 is next: HTTP 429"));
        s.add(LedgerEvent{"waited", "rate", "50 requests a minute", {}}, call);
        feed();
        QCOMPARE(words::wait(*money.waitOf(call), tree.now()), QString("waits: 50 requests a minute"));
        s.attempt(call, 2);
        feed();
        QVERIFY(!money.waitOf(call));
        s.add(LedgerEvent{"waited", "usd", "", {}}, call);
        feed();
        QCOMPARE(words::wait(*money.waitOf(call), 0), QString("waits for room in the limit on money"));
    }

    void limitsAreRaisedToRoundValuesWithRoom_data() {
        QTest::addColumn<qint64>("limit");
        QTest::addColumn<qint64>("spent");
        QTest::addColumn<qint64>("needed");
        QTest::addColumn<qint64>("suggested");
        QTest::newRow("half as much again") << qint64(Dollar / 2) << qint64(Dollar / 2) << qint64(0) << qint64(Dollar * 8 / 10);
        QTest::newRow("room for what asks") << qint64(Dollar / 4) << qint64(Dollar / 4) << qint64(Dollar) << qint64(Dollar * 3 / 2);
        QTest::newRow("small") << qint64(1) << qint64(1) << qint64(0) << qint64(2);
        QTest::newRow("200 calls") << qint64(200) << qint64(200) << qint64(0) << qint64(300);
    }
    void limitsAreRaisedToRoundValuesWithRoom() {
        QFETCH(qint64, limit);
        QFETCH(qint64, spent);
        QFETCH(qint64, needed);
        QFETCH(qint64, suggested);
        QCOMPARE(qint64(words::suggestedLimit({LimitKind::Usd, limit, spent, 0, 0}, needed)), suggested);
    }

    void whatAPersonTypesComesBackExactly() {
        QCOMPARE(words::editable(LimitKind::Usd, Dollar * 4 / 10), QString("0.40"));
        QCOMPARE(words::fromEditable(LimitKind::Usd, "0.40"), std::optional<std::int64_t>(Dollar * 4 / 10));
        QCOMPARE(words::fromEditable(LimitKind::Usd, " $1.25 "), std::optional<std::int64_t>(Dollar * 5 / 4));
        QCOMPARE(words::fromEditable(LimitKind::Usd, "free"), std::optional<std::int64_t>());
        QCOMPARE(words::fromEditable(LimitKind::Usd, "-1"), std::optional<std::int64_t>());
        QCOMPARE(words::fromEditable(LimitKind::Calls, "1,200"), std::optional<std::int64_t>(1200));
        QCOMPARE(words::fromEditable(LimitKind::Calls, "1.5"), std::optional<std::int64_t>());
        QCOMPARE(words::fromEditable(LimitKind::Seconds, "90.5"), std::optional<std::int64_t>(90'500));
        QCOMPARE(words::raised(LimitKind::Seconds, 90'500).seconds, std::optional(90.5));
        QCOMPARE(words::raised(LimitKind::InputToken, 7).inputTokens, std::optional<Tokens>(7));
    }

    void theFirstLimitToComeIsProjected() {
        using Projection = insight::Projection;
        const std::vector<LimitState> limits{{LimitKind::Usd, Dollar / 2, 0, 0, 0}, {LimitKind::Calls, 200, 0, 0, 0}};
        Projection usd{LimitKind::Usd, Projection::State::Ahead, 1, 118'000'000'000, 0};
        Projection calls{LimitKind::Calls, Projection::State::Ahead, 1, 300'000'000'000, 0};
        QCOMPARE(words::projection({usd, calls}, limits), QString("At this pace the limit of $0.50 is reached in about 2 min (estimated)"));
        usd.state = Projection::State::TooEarly;
        QVERIFY(words::projection({usd, calls}, limits).startsWith("At this pace the limit of 200 call"));
        calls.state = Projection::State::Idle;
        QVERIFY(words::projection({usd, calls}, limits).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestBudget)
#include "tst_budget.moc"
