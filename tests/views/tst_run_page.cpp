// The page of a run over a real trace file, and over a live run that grows.
#include "itemmodels/call_tree_model.h"
#include "itemmodels/run_document.h"
#include "itemmodels/run_control.h"
#include "itemmodels/runs_model.h"
#include "support/event_script.h"
#include "support/live_trace.h"
#include "trace/trace_writer.h"
#include "views/call_tree_view.h"
#include "views/code_view.h"
#include "views/inspector.h"
#include "views/line_view.h"
#include "views/log_view.h"
#include "views/run_lists.h"
#include "views/run_page.h"
#include "views/tab_overflow.h"
#include "views/theme.h"
#include "views/variables_panel.h"
#include "views/widgets.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPaintEvent>
#include <QPushButton>
#include <QScopeGuard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QtTest/QTest>

using namespace rlmscope;
using rlmscope::test::EventScript;

namespace {

struct Nodes {
    NodeId root, turn, call, cell;
};

Nodes script(EventScript& s) {
    Nodes n;
    s.begin("How many lines?", 1);
    n.root = s.frame();
    n.turn = s.turn(n.root, 1);
    n.call = s.call(n.turn);
    s.attempt(n.call);
    s.reply(n.call, "I will count the lines.");
    n.cell = s.cell(n.turn, 1, "n = len(context.splitlines())\nprint(n)");
    s.output(n.cell, "5000\n");
    return n;
}

void finish(EventScript& s, const Nodes& n) {
    s.endCell(n.cell);
    s.endTurn(n.turn);
    s.endFrame(n.root, "five thousand");
    s.end("five thousand");
}

/// Which small parts of a view are painted by themselves.
class RingWatch : public QObject {
public:
    explicit RingWatch(QWidget* widget) { widget->installEventFilter(this); }
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() != QEvent::Paint) return false;
        const QRegion region = static_cast<QPaintEvent*>(event)->region();
        int area = 0;
        for (const QRect& rect : region) area += rect.width() * rect.height();
        if (area < 4 * 24 * 24) {
            ++times;
            rings = region;
        }
        return false;
    }
    QRegion rings;
    int times = 0;
};

} // namespace

class TestRunPage : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    RunId m_run = RunId::random();
    std::filesystem::path m_path;

    static bool shows(const QWidget& page, const QString& text) {
        for (const auto* label : page.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(text))
                return true;
        return false;
    }

private Q_SLOTS:
    void initTestCase() {
        Theme::install(*qApp, ThemeChoice::Light);
        m_path = m_dir.filePath("run.rlmscope").toStdString();
        EventScript s;
        finish(s, script(s));
        auto writer = TraceWriter::open(m_path);
        QVERIFY2(writer.ok(), writer.ok() ? "" : writer.error().text().c_str());
        auto sink = (*writer)->beginRun(m_run);
        QVERIFY(sink.ok());
        for (const Event& event : s.take())
            if (!std::holds_alternative<SegmentStarted>(event.body)) // the writer's own first event
                QCOMPARE((*sink)->append(startsNode(event.body) ? NodeId{} : event.node, event.parent, event.body), event.seq);
        QVERIFY((*sink)->flush().ok());
        QVERIFY((*writer)->finish().ok());
    }

    void aRecordedRunShowsItsTreeTextsAndAnswer() {
        RunsModel runs;
        RunDocument document;
        runs.add(&document);
        RunPage page(&runs);
        page.resize(1440, 900);
        page.show();
        page.setDocument(&document);
        QSignalSpy ready(&document, &RunDocument::reset);
        document.open(m_path, m_run);
        QVERIFY(ready.wait());
        CallTreeView& tree = *page.tree();
        QCOMPARE(tree.model()->rowCount(), 4); // root, turn, call, cell
        QCOMPARE(tree.currentIndex().row(), 0);
        QVERIFY(shows(page, "How many lines?"));
        QCOMPARE(page.answerPanel()->answer(), QStringLiteral("five thousand"));
        QVERIFY(page.answerPanel()->isVisible());

        QCOMPARE(page.variables()->table()->emptyText(), QStringLiteral("No variables are recorded of this frame.")); // though it ran a cell
        tree.selectRow(3);
        QCOMPARE(page.inspector()->currentTab(), InspectorPanel::CellTab);
        const auto* code = page.inspector()->findChild<CodeView*>();
        QVERIFY(code->code().contains("splitlines"));
        page.inspector()->copyOutput();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("5000\n"));
        page.inspector()->copyCode();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("n = len(context.splitlines())\nprint(n)"));

        tree.selectRow(2);
        QCOMPARE(page.inspector()->currentTab(), InspectorPanel::MessagesTab);
        page.inspector()->copyReply();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("I will count the lines."));
        page.inspector()->copyPrompt();
        QVERIFY(QApplication::clipboard()->text().contains("hello"));
        QCOMPARE(page.focusText(), QStringLiteral("root / Turn 1 / sim"));
        QCOMPARE(page.shownText(), QStringLiteral("4 of 4 rows shown"));
    }

    void copyingTheAnswerLeavesTheFocus() {
        RunsModel runs;
        RunDocument document;
        RunPage page(&runs);
        page.setDocument(&document);
        QSignalSpy ready(&document, &RunDocument::reset);
        document.open(m_path, m_run);
        QVERIFY(ready.wait());
        page.tree()->selectRow(3);
        const NodeIndex before = page.currentNode();
        Q_EMIT page.answerPanel()->copyRequested();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("five thousand"));
        QCOMPARE(page.currentNode(), before);
        QCOMPARE(page.inspector()->node(), before);
    }

    void aLiveRunGrowsUnderTheEyes() {
        RunsModel runs;
        RunDocument document;
        runs.add(&document);
        RunPage page(&runs);
        page.resize(1440, 900);
        page.show();
        test::LiveTrace trace(m_dir.filePath("live.rlmscope").toStdString());
        document.beginLive(trace.path(), trace.run());
        page.setDocument(&document);
        EventScript s;
        const Nodes n = script(s);
        QVERIFY(trace.write(s, &document));
        CallTreeView& tree = *page.tree();
        QCOMPARE(tree.model()->rowCount(), 4);
        QCOMPARE(tree.currentIndex().row(), 0);
        tree.selectRow(3);
        QVERIFY(!page.answerPanel()->isVisible());
        LineView* output = nullptr;
        for (auto* view : page.inspector()->findChildren<LineView*>())
            if (view->isVisible()) output = view;
        QVERIFY(output);
        QCOMPARE(output->textOfRow(0), QStringLiteral("5000"));
        s.output(n.cell, "and more\n");
        QVERIFY(trace.write(s, &document));
        QTRY_COMPARE(output->textOfRow(1), QStringLiteral("and more"));
        finish(s, n);
        QVERIFY(trace.write(s, &document));
        document.endLive();
        QTRY_VERIFY(page.answerPanel()->isVisible());
        QCOMPARE(tree.currentIndex().row(), 3); // nothing moved by itself
    }

    // Between two events only rings are painted, without the texts of their rows; the picture is the one that is painted at once.
    void ringsTurnWithoutTheirRows() {
        Theme::instance().setReduceMotion(true); // each picture shows the same step
        const auto turnAgain = qScopeGuard([] { Theme::instance().setReduceMotion(false); });
        RunsModel runs;
        RunDocument document;
        runs.add(&document);
        RunPage page(&runs);
        page.resize(1440, 900);
        document.beginLive(m_dir.filePath("none.rlmscope").toStdString(), RunId::random());
        EventScript s;
        script(s);
        document.append(s.take());
        page.setDocument(&document);
        page.show();
        QTRY_COMPARE(page.tree()->model()->rowCount(), 4);
        for (QAbstractItemView* view : {static_cast<QAbstractItemView*>(page.tree()), static_cast<QAbstractItemView*>(page.runsList())}) {
            RingWatch watch(view->viewport());
            QTRY_VERIFY_WITH_TIMEOUT(watch.times > 2, 20'000);
            QVERIFY(watch.rings.rectCount() >= 1);
            const QImage whole = view->viewport()->grab().toImage();
            for (const QRect& ring : watch.rings) {
                const QImage part = view->viewport()->grab(ring).toImage();
                QCOMPARE(part, whole.copy(QRect(ring.topLeft() * part.devicePixelRatio(), part.size())));
                QRgb background = part.pixel(0, 0);
                bool drawn = false;
                for (int y = 0; y < part.height(); ++y)
                    for (int x = 0; x < part.width(); ++x) drawn = drawn || part.pixel(x, y) != background;
                QVERIFY2(drawn, "there is no ring");
            }
        }
    }

    void aPausedRunSaysSoAndOffersTheWaysOn() {
        class Control : public RunControl {
        public:
            State now = State::Running;
            int resumed = 0;
            State state() const override { return now; }
            QString loadingText() const override { return {}; }
            double seconds() const override { return 1.5; }
            BudgetState spend;
            const BudgetState& budget() const override { return spend; }
            void decide(qint64, Verdict, const RaisedLimits&) override {}
            void pause() override { now = State::Paused; }
            void resume() override { now = State::Running; ++resumed; }
            void stop() override { now = State::Stopping; }
        };
        RunsModel runs;
        RunDocument document;
        RunPage page(&runs);
        page.show();
        document.beginLive(m_dir.filePath("none.rlmscope").toStdString(), RunId::random());
        auto* control = new Control;
        document.setControl(control);
        page.setDocument(&document);
        EventScript s;
        script(s);
        document.append(s.take());
        QVERIFY(!page.notice()->isVisible());
        const QModelIndex root = page.tree()->model()->index(0, 0);
        QVERIFY(!root.data(CallTreeModel::PausedRole).toBool());
        control->pause();
        Q_EMIT control->stateChanged(control->now);
        QTRY_VERIFY(page.notice()->isVisible());
        QVERIFY(root.data(CallTreeModel::PausedRole).toBool()); // nothing turns where nothing moves
        QTRY_VERIFY(page.inspector()->page().paused);
        auto* on = page.notice()->findChild<QPushButton*>();
        QVERIFY(on);
        on->click();
        QCOMPARE(control->resumed, 1);
        QTRY_VERIFY(!page.notice()->isVisible());
        QVERIFY(!root.data(CallTreeModel::PausedRole).toBool());
    }

    void closingTheDocumentEmptiesThePage() {
        RunsModel runs;
        RunPage page(&runs);
        auto document = std::make_unique<RunDocument>();
        document->beginLive(m_dir.filePath("none.rlmscope").toStdString(), RunId::random());
        page.setDocument(document.get());
        EventScript s;
        script(s);
        document->append(s.take());
        QCOMPARE(page.tree()->model()->rowCount(), 4);
        document.reset();
        QCOMPARE(page.document(), nullptr);
        QCOMPARE(page.tree()->model()->rowCount(), 0);
        QVERIFY(page.focusText().isEmpty());
    }

    void layoutSurvivesARoundTrip() {
        RunsModel runs;
        RunPage a(&runs), b(&runs);
        QVERIFY(b.restoreLayout(a.saveLayout()));
        QVERIFY(!b.restoreLayout("nonsense"));
    }

    void hugeLinesAreBrokenAndSaid() {
        LogView view;
        view.setLog(QString(1'000'000, QLatin1Char('x')));
        QCOMPARE(view.blockCount(), 1'000'000 / LogView::MaxLine);
        QVERIFY(view.remark().isEmpty());
        view.setLog("abc", 18'400'000);
        QCOMPARE(view.remark(), QStringLiteral("showing the first 3 B of 18.4 MB"));
        view.setLog({});
        for (int i = 0; i < 50; ++i)
            view.appendLog(QStringLiteral("line\n").repeated(1000));
        QVERIFY(view.blockCount() <= LogView::MaxLines);
        QVERIFY2(view.remark().startsWith("showing the last"), qPrintable(view.remark()));
    }

    void piecesAreBrokenWhereTheWholeWouldBe() {
        const QString text = QString(9'999, QLatin1Char('a')) + QLatin1Char('\n') + QString(5, QLatin1Char('b'));
        LogView whole, pieces;
        whole.setLog(text);
        pieces.setLog({});
        for (qsizetype i = 0; i < text.size(); i += 7)
            pieces.appendLog(text.mid(i, 7));
        QCOMPARE(pieces.toPlainText(), whole.toPlainText());
    }

    void aTextInAStackScrollsWithTheStack() {
        QWidget box;
        box.resize(400, 300);
        LogView view(&box);
        view.setProse(true);
        view.setFitsText(1);
        view.resize(300, view.height());
        box.show();
        view.setLog(QStringLiteral("one line\n") + QStringLiteral("many words ").repeated(300) + QStringLiteral("\nthe last line"));
        QTRY_VERIFY(view.height() > 800);
        QTRY_COMPARE(view.verticalScrollBar()->maximum(), 0);
        view.setLog(QStringLiteral("short"));
        QTRY_VERIFY(view.height() < 60);
    }

    void tabsWithoutRoomAreInAMenu() {
        QWidget row;
        auto* layout = new QHBoxLayout(&row);
        auto* bar = new QTabBar(&row);
        auto* more = new TabOverflow(bar, &row);
        bar->setExpanding(false);
        bar->setFocusPolicy(Qt::NoFocus);
        layout->addWidget(bar);
        layout->addWidget(more);
        layout->addStretch(1);
        for (int i = 0; i < 8; ++i) bar->addTab(QStringLiteral("Tab number %1").arg(i));
        row.resize(1400, 40);
        row.show();
        QTRY_VERIFY(bar->isVisible());
        QTRY_VERIFY(!more->isVisible());
        QTRY_VERIFY(bar->mask().isEmpty());
        const QImage all = bar->grab().toImage();
        row.resize(300, 40);
        QTRY_VERIFY(more->isVisible());
        // No tab is cut: each is shown as a whole, or not at all.
        const auto shown = [&] { return bar->mask().isEmpty() ? bar->rect() : bar->mask().boundingRect(); };
        const auto noneIsCut = [&] {
            for (int i = 0; i < 8; ++i)
                if (const QRect tab = bar->tabRect(i); shown().intersects(tab) && !shown().contains(tab)) return false;
            return !bar->mask().isEmpty() && shown().contains(bar->tabRect(bar->currentIndex()));
        };
        QTRY_VERIFY(noneIsCut());
        for (int width = 300; width > 240; width -= 7) { // and of one that is shown nothing is missing
            row.resize(width, 40);
            const auto nothingIsMissing = [&] {
                const QRect whole = bar->mask().boundingRect();
                return noneIsCut() && whole.left() == 0 && bar->rect().contains(whole) && bar->grab().toImage().copy(whole) == all.copy(whole);
            };
            QTRY_VERIFY(nothingIsMissing());
        }
        row.resize(300, 40);
        QTRY_VERIFY(noneIsCut());
        QTest::mouseClick(more, Qt::LeftButton);
        auto* menu = more->findChild<QMenu*>();
        QVERIFY(menu && menu->actions().size() >= 5 && menu->actions().size() < 8);
        QCOMPARE(menu->actions().last()->text(), QStringLiteral("Tab number 7"));
        menu->actions().last()->trigger();
        QCOMPARE(bar->currentIndex(), 7);
        QTRY_VERIFY(bar->rect().contains(bar->tabRect(7).center())); // it is in sight now
        menu->close();
        QTRY_VERIFY(noneIsCut()); // at the left edge now
        bar->setTabVisible(7, false);
        bar->setCurrentIndex(0);
        QTRY_VERIFY(noneIsCut());
        bar->setTabVisible(7, true); // one that comes and is chosen at once
        bar->setCurrentIndex(7);
        QTRY_VERIFY(noneIsCut());
        row.resize(1400, 40);
        QTRY_VERIFY(!more->isVisible());
        QTRY_VERIFY(bar->mask().isEmpty());
    }
};

QTEST_MAIN(TestRunPage)
#include "tst_run_page.moc"
