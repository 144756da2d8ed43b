// The window end to end: a run from the first page with real workers, its trace opened again, wrong files.
#include "app/live_run_control.h"
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "app/settings.h"
#include "itemmodels/call_tree_model.h"
#include "itemmodels/run_control.h"
#include "itemmodels/run_document.h"
#include "views/call_tree_view.h"
#include "views/home_page.h"
#include "views/omnibox.h"
#include "views/resume_bar.h"
#include "views/run_page.h"
#include "views/widgets.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace rlmscope;

namespace {

QStringList rowsOf(const CallTreeView* view) {
    QStringList rows;
    for (int row = 0; row < view->model()->rowCount(); ++row) {
        const auto index = view->model()->index(row, 0);
        rows << QString(index.data(CallTreeModel::LevelRole).toInt(), QLatin1Char('>')) + index.data(CallTreeModel::NameRole).toString() +
                    QStringLiteral("|") + index.siblingAtColumn(CallTreeModel::CostColumn).data().toString();
    }
    return rows;
}

NewRunForm smallRun(const QString& folder, const char* model) {
    NewRunForm form;
    form.paths = {folder};
    form.spec.question = "Which file defines the function read_tide?";
    form.spec.depth = 1;
    form.spec.models = {model};
    return form;
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT
    std::unique_ptr<MainWindow> m_window;
    QTemporaryDir m_folder;

    void start(const NewRunForm& form) {
        m_window->newRunFrom(form);
        Q_EMIT m_window->newRunDialog()->runRequested(form);
    }
    bool ended() const { return m_window->current() && m_window->current()->tree().ended(); }
    NoticeBar* notice() const { // the window's, not a page's
        for (auto* bar : m_window->findChildren<NoticeBar*>())
            if (bar->parentWidget() && !m_window->runPage()->isAncestorOf(bar)) return bar;
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase() {
        Theme::install(*qApp, ThemeChoice::Light);
        QVERIFY(m_folder.isValid());
        QFile file(m_folder.filePath("tides.py"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("import math\n\n\ndef read_tide(hour):\n    return math.sin(hour)\n");
        QDir().mkdir(m_folder.filePath("docs"));
        QFile notes(m_folder.filePath("docs/notes.txt"));
        QVERIFY(notes.open(QIODevice::WriteOnly));
        notes.write("The tide comes twice a day.\n");
    }
    void init() {
        m_window = std::make_unique<MainWindow>(makeRunLauncher());
        m_window->show();
    }
    void cleanup() {
        m_window.reset();
        LiveRunControl::waitForAll();
    }

    void runsAndOpensAgain() {
        start(smallRun(m_folder.path(), "sim:latency=0"));
        QVERIFY(m_window->current());
        QTRY_VERIFY_WITH_TIMEOUT(ended(), 60000);
        auto* live = m_window->current();
        QTRY_VERIFY_WITH_TIMEOUT(!live->isLive(), 30000);
        QVERIFY2(live->answer().contains("tides.py"), qPrintable(live->answer()));
        const auto path = live->path();
        QVERIFY2(!QFile::exists(path + "-wal"), "a finished trace is one file");
        auto* tree = m_window->runPage()->tree();
        QAbstractItemModelTester tester(tree->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto rows = rowsOf(tree);
        QVERIFY(rows.size() > 4);
        const auto title = live->title();
        const auto sandbox = live->details(live->tree().roots().front()).sandbox; // whatever this machine offers
        QVERIFY2(sandboxLevelFromString(sandbox.toStdString()), qPrintable(sandbox));

        // Another window, the next day: the same rows from the file alone.
        m_window = std::make_unique<MainWindow>(makeRunLauncher());
        m_window->show();
        m_window->openTrace(path);
        QTRY_VERIFY_WITH_TIMEOUT(ended(), 20000);
        QCOMPARE(m_window->current()->title(), title);
        QCOMPARE(rowsOf(m_window->runPage()->tree()), rows);
        QVERIFY(m_window->current()->answer().contains("tides.py"));

        // Run again with changes: the context comes from the trace, its files are not asked for.
        Q_EMIT m_window->runPage()->runAgainRequested(m_window->current());
        auto form = m_window->newRunDialog()->form();
        QVERIFY(form.paths.isEmpty());
        QCOMPARE(form.contextTrace, path);
        form.spec.seed = 7;
        Q_EMIT m_window->newRunDialog()->runRequested(form);
        QVERIFY(m_window->current()->path() != path);
        QTRY_VERIFY_WITH_TIMEOUT(ended(), 60000);
        QVERIFY(m_window->current()->answer().contains("tides.py"));
        QCOMPARE(m_window->current()->tree().started()->spec.seed, std::uint64_t{7});
    }

    // The run page is made when a run is shown first; until then nothing of it is missed or lost.
    void theRunPageCanWait() {
        const auto hasPage = [this] { return m_window->findChild<RunPage*>() != nullptr; };
        QVERIFY(!hasPage());
        QAction *filter = nullptr, *reset = nullptr;
        for (auto* action : m_window->findChildren<QAction*>()) {
            if (action->shortcut() == QKeySequence(Qt::CTRL | Qt::Key_F)) filter = action;
            if (action->text() == QLatin1String("Reset &layout")) reset = action;
        }
        QVERIFY(filter && reset); // the menu says its key
        QVERIFY(!filter->isEnabled());
        Settings settings;
        settings.setFollowLive(false);
        settings.setLayout("kept");
        m_window = std::make_unique<MainWindow>(makeRunLauncher());
        m_window->show();
        m_window->close();
        QVERIFY(!hasPage());
        QCOMPARE(settings.layout(), QByteArray("kept"));
        QVERIFY(!settings.followLive());
        settings.setLayout({});

        m_window = std::make_unique<MainWindow>(makeRunLauncher());
        m_window->show();
        m_window->openTrace(m_folder.filePath("not there.rlmscope"));
        QVERIFY(hasPage());
        QVERIFY(!m_window->runPage()->tree()->followsLive());
        QStringList keys;
        for (auto* action : m_window->runPage()->tree()->actions()) keys << action->shortcut().toString(QKeySequence::PortableText);
        keys.sort();
        QCOMPARE(keys, (QStringList{"?", "Esc", "J", "K", "N", "[", "]"}));
        settings.setFollowLive(true);
    }

    void theListOfCommandsIsComplete() {
        m_window->omnibox()->open(QStringLiteral(">"));
        const auto commands = [this] {
            QStringList texts;
            for (auto* action : m_window->findChildren<QAction*>())
                if (action->property("group").toString() == QLatin1String("Tree")) texts << action->text();
            return texts;
        };
        QVERIFY(commands().contains(QStringLiteral("Next row")));
        QTest::keyClick(m_window->omnibox(), Qt::Key_Escape);
    }

    void pausesAndStops() {
        start(smallRun(m_folder.path(), "sim:latency=400ms"));
        auto* document = m_window->current();
        QVERIFY(document && document->control());
        QTRY_VERIFY_WITH_TIMEOUT(document->tree().totals().inFlight > 0, 30000);
        document->control()->pause();
        QTRY_COMPARE_WITH_TIMEOUT(document->control()->state(), RunControl::State::Paused, 10000);
        const auto calls = document->tree().totals().modelCalls;
        QTest::qWait(700);
        QCOMPARE(document->tree().totals().inFlight, 0U);
        QVERIFY(document->tree().totals().modelCalls <= calls + 1); // a call may queue, none may leave
        document->control()->resume();
        QTRY_VERIFY_WITH_TIMEOUT(document->tree().totals().inFlight > 0 || document->tree().ended(), 10000);
        document->control()->stop();
        QTRY_VERIFY_WITH_TIMEOUT(document->tree().ended(), 10000);
        QTRY_COMPARE_WITH_TIMEOUT(document->control()->state(), RunControl::State::Ended, 20000);
    }

    void closingTheWindowEndsItsRuns() {
        start(smallRun(m_folder.path(), "sim:latency=2s"));
        auto* document = m_window->current();
        QTRY_VERIFY_WITH_TIMEOUT(document->tree().totals().inFlight > 0, 30000);
        m_window.reset();
        LiveRunControl::waitForAll(); // returns: nothing is left running
    }

    void aWrongFileSaysWhy() {
        const auto path = m_folder.filePath("tides.py");
        m_window->openTrace(path);
        QTRY_VERIFY_WITH_TIMEOUT(notice() && notice()->isVisible(), 10000);
        QVERIFY(!m_window->current() || m_window->current()->path() != path);
        m_window->openTrace(m_folder.filePath("absent.rlmscope"));
        QTest::qWait(200);
        QVERIFY(notice()->isVisible());
    }

    void aDeadServerIsAFailedRun() {
        start(smallRun(m_folder.path(), "http://127.0.0.1:9/v1#nobody"));
        QVERIFY(m_window->current());
        QTRY_VERIFY_WITH_TIMEOUT(ended(), 30000);
        QCOMPARE(m_window->current()->status(), NodeStatus::Error);
        // Said once, by the page, with the ways on: there is nothing to replay.
        auto* bar = m_window->runPage()->resumeBar();
        QTRY_VERIFY(bar->isVisible());
        QVERIFY(!notice()->isVisible());
        QVERIFY2(bar->accessibleDescription().contains("127.0.0.1:9"), qPrintable(bar->accessibleDescription()));
        QStringList ways;
        for (const auto* button : bar->findChildren<QPushButton*>())
            if (button->isVisible()) ways << button->text();
        QCOMPARE(ways, (QStringList{"Resume", "Run again with changes…", "Not now"}));
    }

    void wrongFieldsStartNothing() {
        auto form = smallRun(m_folder.path(), "nonsense:");
        form.spec.question.clear();
        form.spec.depth = 7;
        start(form);
        QVERIFY(!m_window->current());
        QVERIFY(m_window->newRunDialog()->isVisible());
        m_window->newRunDialog()->reject();
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
