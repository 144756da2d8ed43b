// What a person does with the money of a run: reaches limits, answers what is asked, in the real window over real runs.
#include "app/live_run_control.h"
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "itemmodels/call_tree_model.h"
#include "itemmodels/run_control.h"
#include "itemmodels/run_document.h"
#include "views/call_tree_view.h"
#include "views/decision_bar.h"
#include "views/resume_bar.h"
#include "views/run_drawer.h"
#include "views/run_page.h"
#include "views/widgets.h"

#include <QCheckBox>
#include <QElapsedTimer>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace rlmscope;

namespace {
constexpr std::int64_t Dollar = 1'000'000'000'000;
}

class TestRunMoney : public QObject {
    Q_OBJECT
    std::unique_ptr<MainWindow> m_window;

    RunDocument* start(const std::function<void(RunSpec&)>& change) {
        auto form = m_window->launcher()->exampleForm(QStringLiteral("support"));
        if (!form) return nullptr;
        form->spec.models = {"sim:latency=1ms,token=0ms,price=2.5/10"};
        form->spec.limits = {};
        change(form->spec);
        m_window->newRunFrom(*form);
        Q_EMIT m_window->newRunDialog()->runRequested(*form);
        return m_window->current();
    }
    DecisionBar* decisions() const { return m_window->runPage()->decisions(); }
    QPushButton* answer(const QString& text) const {
        for (auto* button : decisions()->findChildren<QPushButton*>())
            if (button->isVisible() && button->text().contains(text)) return button;
        return nullptr;
    }
    static bool ended(const RunDocument* run) { return run->tree().ended() && !run->isLive(); }

private Q_SLOTS:
    void initTestCase() { Theme::install(*qApp, ThemeChoice::Light); }
    void init() {
        m_window = std::make_unique<MainWindow>(makeRunLauncher());
        m_window->show();
    }
    void cleanup() {
        m_window.reset();
        LiveRunControl::waitForAll();
    }

    void aLimitAsksAndIsRaised() {
        auto* run = start([](RunSpec& spec) {
            spec.limits.usd = PicoUsd{Dollar / 4};
            spec.limits.atLimit = AtLimit::Ask;
        });
        QVERIFY(run);
        QTRY_VERIFY_WITH_TIMEOUT(decisions()->isAsking(), 60000);
        QVERIFY(decisions()->isVisible());
        QCOMPARE(decisions()->question().kind, PendingDecision::Kind::Limit);
        QVERIFY(!m_window->runPage()->notice()->isVisible()); // not "paused" twice
        QVERIFY(decisions()->question().estimate.value > 0);
        QVERIFY2(decisions()->accessibleDescription().contains("next call = $") && decisions()->accessibleDescription().endsWith("of $0.25"),
                 qPrintable(decisions()->accessibleDescription()));
        auto* edit = decisions()->findChild<QLineEdit*>();
        QVERIFY(edit && !edit->accessibleName().isEmpty());
        const QString suggested = edit->text();
        edit->setText(QStringLiteral("0.1")); // less than it was
        QVERIFY(answer("Raise and go on"));
        answer("Raise and go on")->click();
        QVERIFY(decisions()->isAsking());
        edit->setText(suggested);
        QTest::keyClick(edit, Qt::Key_Return);
        const auto first = decisions()->question().id;
        QTRY_VERIFY_WITH_TIMEOUT(decisions()->question().id != first, 30000);
        // Whatever it asks next is raised a lot.
        QElapsedTimer timer;
        timer.start();
        while (!ended(run) && timer.elapsed() < 90000) {
            if (auto* more = decisions()->isAsking() ? decisions()->findChild<QLineEdit*>() : nullptr; more && more->isEnabled()) {
                more->setText(QStringLiteral("50"));
                QTest::keyClick(more, Qt::Key_Return);
            }
            QTest::qWait(50);
        }
        QVERIFY(ended(run));
        QCOMPARE(QString::fromStdString(run->tree().ended()->status), QString("answered"));
        QVERIFY(run->limits().usd->value > Dollar / 4); // the trace tells that it was raised
        QVERIFY(run->budget().guaranteed);
        QVERIFY(!decisions()->isVisible());
    }

    void aLimitAsksAndTheRunFinishes() {
        auto* run = start([](RunSpec& spec) {
            spec.limits.calls = 20;
            spec.limits.atLimit = AtLimit::Ask;
        });
        QTRY_VERIFY_WITH_TIMEOUT(answer("Finish with the best answer"), 60000);
        answer("Finish with the best answer")->click();
        QTRY_VERIFY_WITH_TIMEOUT(ended(run), 60000);
        QVERIFY2(!run->answer().isEmpty(), qPrintable(run->statusText()));
        QVERIFY2(run->statusText().contains("20 calls"), qPrintable(run->statusText()));
    }

    void aLimitAsksAndTheRunStops() {
        auto* run = start([](RunSpec& spec) {
            spec.limits.calls = 20;
            spec.limits.atLimit = AtLimit::Ask;
        });
        QTRY_VERIFY_WITH_TIMEOUT(answer("Stop here"), 60000);
        answer("Stop here")->click();
        QTRY_VERIFY_WITH_TIMEOUT(ended(run), 60000);
        QVERIFY(run->answer().isEmpty());
        QCOMPARE(run->statusText(), QString("Stopped by the limit of 20 calls"));
        QVERIFY2(!m_window->notice()->isVisible(), qPrintable(m_window->notice()->accessibleName())); // not that it is near the limit
    }

    void aLimitStopsOrFinishesWithoutAsking() {
        for (const AtLimit choice : {AtLimit::Stop, AtLimit::Finish}) {
            auto* run = start([&](RunSpec& spec) {
                spec.limits.usd = PicoUsd{Dollar / 4};
                spec.limits.atLimit = choice;
            });
            QTRY_VERIFY_WITH_TIMEOUT(ended(run), 60000);
            QCOMPARE(run->answer().isEmpty(), choice == AtLimit::Stop);
            QVERIFY2(run->statusText().contains("$0.25"), qPrintable(run->statusText()));
            QVERIFY(run->tree().totals().cost.value <= Dollar / 4);
        }
    }

    void aFanOutIsApproved() {
        auto* run = start([](RunSpec& spec) { spec.limits.approveCalls = 50; });
        QTRY_VERIFY_WITH_TIMEOUT(answer("Send 100 calls"), 60000);
        QCOMPARE(decisions()->question().calls, std::int64_t{100});
        const auto asked = run->tree().totals().subCalls;
        QCOMPARE(asked, std::uint64_t{0}); // nothing has left
        // The link shows the cell that asks.
        auto* who = answer("Cell");
        QVERIFY(who);
        who->click();
        QCOMPARE(m_window->runPage()->currentNode(), run->tree().find(decisions()->question().node));
        answer("Send 100 calls")->click();
        QElapsedTimer timer;
        timer.start();
        while (!ended(run) && timer.elapsed() < 90000) {
            if (auto* more = answer("Send"); more && more->isEnabled()) more->click();
            QTest::qWait(50);
        }
        QVERIFY(ended(run));
        QVERIFY(run->tree().totals().subCalls >= 100);
        QVERIFY2(run->answer().contains("delivery"), qPrintable(run->answer()));
    }

    void aFanOutIsRefused() {
        auto* run = start([](RunSpec& spec) {
            spec.limits.approveCalls = 2;
            spec.limits.turns = 6;
        });
        QTRY_VERIFY_WITH_TIMEOUT(answer("Refuse these calls"), 60000);
        QElapsedTimer timer;
        timer.start();
        while (!ended(run) && timer.elapsed() < 90000) {
            if (auto* refuse = answer("Refuse these calls"); refuse && refuse->isEnabled()) refuse->click();
            QTest::qWait(50);
        }
        QVERIFY(ended(run));
        QVERIFY(run->money().newest("denied"));
    }

    void aRunStoppedAtItsLimitGoesOn() {
        auto* run = start([](RunSpec& spec) {
            spec.limits.usd = PicoUsd{Dollar / 4};
            spec.limits.atLimit = AtLimit::Stop;
        });
        QTRY_VERIFY_WITH_TIMEOUT(ended(run), 60000);
        auto* bar = m_window->runPage()->resumeBar();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), 20000);
        QVERIFY2(bar->accessibleName().contains("$0.25"), qPrintable(bar->accessibleName()));
        auto* edit = bar->findChild<QLineEdit*>();
        QVERIFY(edit->isVisible());
        edit->setText(QStringLiteral("0.2"));
        QTest::keyClick(edit, Qt::Key_Return); // lower than it was: said, and nothing starts
        QCOMPARE(m_window->current(), run);
        edit->setText(QStringLiteral("20"));
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->current() != run, 30000);
        auto* more = m_window->current();
        QTRY_VERIFY_WITH_TIMEOUT(ended(more), 90000);
        QVERIFY2(more->answer().contains("delivery"), qPrintable(more->answer() + more->statusText()));
        const RunTotals& totals = more->tree().totals();
        QVERIFY(totals.recorded > 0); // and none of it paid again
        QCOMPARE(more->budget().inheritedUsd, run->tree().totals().cost);
        QCOMPARE(more->budget().spentUsd, run->tree().totals().cost + totals.cost);
    }

    void aFinishedRunIsReplayedWithoutAModel() {
        auto* run = start([](RunSpec&) {});
        QTRY_VERIFY_WITH_TIMEOUT(ended(run), 90000);
        QVERIFY(!m_window->runPage()->resumeBar()->isVisible());
        QSignalSpy compared(m_window->launcher(), &RunLauncher::replayCompared);
        Q_EMIT m_window->runPage()->replayRequested(run, {});
        QTRY_COMPARE_WITH_TIMEOUT(compared.count(), 1, 90000);
        QVERIFY2(compared.at(0).at(1).toBool(), qPrintable(compared.at(0).at(2).toString()));
        const RunTotals& totals = m_window->current()->tree().totals();
        QCOMPARE(totals.cost, PicoUsd{0});
        QCOMPARE(totals.recorded, run->tree().totals().modelCalls);
    }

    void aStrangersTraceNeedsConsent() {
        auto* run = start([](RunSpec& spec) {
            spec.limits.calls = 20;
            spec.limits.atLimit = AtLimit::Stop;
        });
        QTRY_VERIFY_WITH_TIMEOUT(ended(run), 60000);
        QTemporaryDir elsewhere;
        const QString copy = elsewhere.filePath(QStringLiteral("theirs.rlmscope"));
        QVERIFY(QFile::copy(run->path(), copy));
        m_window->openTrace(copy);
        auto* bar = m_window->runPage()->resumeBar();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible() && m_window->current() != run, 20000);
        auto* theirs = m_window->current();
        const auto boxes = bar->findChildren<QCheckBox*>();
        QVERIFY(boxes.front()->isVisible());
        QPushButton* resume = nullptr;
        for (auto* button : bar->findChildren<QPushButton*>())
            if (button->text().contains("Resume")) resume = button;
        QVERIFY(resume && !resume->isEnabled());
        for (auto* box : boxes) box->setChecked(true);
        QVERIFY(resume->isEnabled());
        resume->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->current() != theirs, 30000);
        QTRY_VERIFY_WITH_TIMEOUT(ended(m_window->current()), 90000);
        QVERIFY(m_window->current()->tree().totals().recorded > 0);
    }

    void whoLooksElsewhereIsTold() {
        auto* run = start([](RunSpec& spec) { spec.limits.approveCalls = 50; });
        m_window->showHome();
        NoticeBar* notice = m_window->notice();
        QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible() && notice->accessibleName().contains("approval"), 60000);
        auto* show = notice->findChild<QPushButton*>();
        QVERIFY(show);
        show->click();
        QTRY_VERIFY(decisions()->isVisible());
        QVERIFY(answer("Stop the run"));
        answer("Stop the run")->click();
        QTRY_VERIFY_WITH_TIMEOUT(ended(run), 30000);
        QVERIFY(!decisions()->isVisible());
    }
};

QTEST_MAIN(TestRunMoney)
#include "tst_run_money.moc"
