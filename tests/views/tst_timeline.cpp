// The timeline as a person uses it: bars are clicked, keys zoom and pan, a drag selects a range; and as a screen reader does.
#include "itemmodels/focus.h"
#include "itemmodels/timeline.h"
#include "support/big_tree.h"
#include "support/event_script.h"
#include "views/english.h"
#include "views/fan_out_strip.h"
#include "views/run_drawer.h"
#include "views/theme.h"
#include "views/timeline_counters.h"
#include "views/timeline_panel.h"
#include "views/timeline_view.h"

#include <QAccessible>
#include <QApplication>
#include <QScreen>
#include <QScrollBar>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest/QTest>

using namespace rlmscope;

/// How often a widget was painted since the axis last grew, and where the present was the last time.
class PaintWatch : public QObject {
public:
    explicit PaintWatch(const TimelineCanvas* canvas) : m_canvas(canvas) {}
    int pieces = -1, now = 0;

    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() != QEvent::Paint) return false;
        pieces = std::exchange(m_end, m_canvas->scale().to) == m_canvas->scale().to ? pieces + 1 : 0;
        now = m_canvas->nowX();
        return false;
    }

private:
    const TimelineCanvas* m_canvas;
    double m_end = 0;
};

class TestTimeline : public QObject {
    Q_OBJECT
    std::unique_ptr<RunDocument> m_document;
    std::unique_ptr<FocusHolder> m_focus;
    std::unique_ptr<Timeline> m_timeline;
    std::unique_ptr<TimelineView> m_view;
    TimelineCanvas* m_canvas = nullptr;

    void show(const std::vector<Event>& events) {
        m_document->beginLive("none.rlmscope", RunId::random());
        m_document->append(events);
        m_document->endLive();
        QTRY_VERIFY(m_timeline->isReady() && !m_timeline->isBusy());
        QTRY_COMPARE(static_cast<std::size_t>(m_timeline->facts().whole.count), m_document->tree().nodes().size());
    }
    NodeIndex first(NodeKind kind, int skip = 0) const {
        const auto& nodes = m_document->tree().nodes();
        for (NodeIndex i = 0; i < nodes.size(); ++i)
            if (nodes[i].kind == kind && skip-- == 0) return i;
        return NoNode;
    }
    QPoint middleOf(NodeIndex node) const { return m_canvas->rectOf(m_canvas->bars().barOfNode(node)).center(); }
    double length() const { return m_canvas->scale().to - m_canvas->scale().from; }

private Q_SLOTS:
    void initTestCase() {
        Theme::install(*qApp, ThemeChoice::Light);
        installEnglishPlurals();
    }
    void init() {
        m_document = std::make_unique<RunDocument>();
        m_focus = std::make_unique<FocusHolder>();
        m_timeline = std::make_unique<Timeline>();
        m_view = std::make_unique<TimelineView>(m_timeline.get(), m_focus.get());
        m_canvas = m_view->canvas();
        m_timeline->setDocument(m_document.get());
        m_focus->setDocument(m_document.get());
        m_view->resize(1200, 640);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() {
        m_view.reset();
        m_timeline.reset();
        m_focus.reset();
        m_document.reset();
    }

    void aClickChoosesTheNode() {
        show(test::bigEvents(test::BigShape::mixed(400)));
        QSignalSpy changed(m_focus.get(), &FocusHolder::changed);
        const auto call = first(NodeKind::ModelCall);
        QTest::mouseClick(m_canvas->viewport(), Qt::LeftButton, {}, middleOf(call));
        QCOMPARE(m_focus->node(), call);
        const auto sub = first(NodeKind::SubCall, 3);
        m_canvas->zoom(0.05, m_canvas->rectOf(m_canvas->bars().barOfNode(sub)).center().x());
        QTest::mouseClick(m_canvas->viewport(), Qt::LeftButton, {}, middleOf(sub));
        QCOMPARE(m_focus->node(), sub);
        QCOMPARE(changed.count(), 2);
        // Whoever else moves the focus moves the selection.
        m_focus->setNode(call);
        QCOMPARE(m_canvas->node(), call);
        // A label is its frame.
        m_canvas->fit();
        QTest::mouseClick(m_canvas->viewport(), Qt::LeftButton, {}, QPoint(20, m_canvas->axisHeight() + m_canvas->rows().labels.front().y + 8));
        QCOMPARE(m_focus->node(), first(NodeKind::Frame));
    }

    void keysZoomAndPan() {
        show(test::bigEvents(test::BigShape::mixed(400)));
        m_canvas->setFocus();
        const double all = length();
        QTest::keyClick(m_canvas, Qt::Key_W);
        QTest::keyClick(m_canvas, Qt::Key_W);
        QVERIFY(length() < all * 0.6);
        QVERIFY(!m_canvas->isFitted());
        const double from = m_canvas->scale().from, zoomed = length();
        QTest::keyClick(m_canvas, Qt::Key_D);
        QVERIFY(m_canvas->scale().from > from);
        QTest::keyClick(m_canvas, Qt::Key_A);
        QVERIFY(std::abs(m_canvas->scale().from - from) < zoomed * 1e-6);
        QVERIFY(std::abs(length() - zoomed) < zoomed * 1e-6);
        QTest::keyClick(m_canvas, Qt::Key_S);
        QVERIFY(length() > zoomed);
        QTest::keyClick(m_canvas, Qt::Key_Home);
        QVERIFY(m_canvas->isFitted());
        QCOMPARE(length(), all);
        for (int i = 0; i < 200; ++i) QTest::keyClick(m_canvas, Qt::Key_W); // there is an end to it
        QVERIFY(length() >= 999);
    }

    void fCentresThenFitsThenShowsEverything() {
        show(test::bigEvents(test::BigShape::mixed(400)));
        m_canvas->setFocus();
        const auto call = first(NodeKind::ModelCall, 2);
        m_focus->setNode(call);
        const double all = length();
        QTest::keyClick(m_canvas, Qt::Key_F);
        const auto s = m_canvas->scale();
        QVERIFY(std::abs(middleOf(call).x() - (s.left + s.width / 2)) < 3);
        QVERIFY(std::abs(length() - all) < all * 1e-6);
        QTest::keyClick(m_canvas, Qt::Key_F);
        QVERIFY(length() < all / 4);
        QVERIFY(m_canvas->rectOf(m_canvas->bars().barOfNode(call)).width() > s.width * 0.7);
        QTest::keyClick(m_canvas, Qt::Key_F);
        QVERIFY(m_canvas->isFitted());
    }

    void stepsAlongTheLaneAndBetweenLanes() {
        show(test::bigEvents(test::BigShape::mixed(400)));
        m_canvas->setFocus();
        const auto call = first(NodeKind::ModelCall);
        m_focus->setNode(call);
        QTest::keyClick(m_canvas, Qt::Key_Period);
        QCOMPARE(m_focus->node(), first(NodeKind::Cell)); // the next on the root's lane
        QTest::keyClick(m_canvas, Qt::Key_Comma);
        QCOMPARE(m_focus->node(), call);
        QTest::keyClick(m_canvas, Qt::Key_Comma); // there is nothing before it
        QCOMPARE(m_focus->node(), call);
        QTest::keyClick(m_canvas, Qt::Key_Up);
        QCOMPARE(m_focus->node(), first(NodeKind::Frame));
        QTest::keyClick(m_canvas, Qt::Key_Down);
        QTest::keyClick(m_canvas, Qt::Key_Down);
        QCOMPARE(m_document->tree().node(m_focus->node()).kind, NodeKind::SubCall);
    }

    void aDragSelectsARangeAndItsSums() {
        show(test::bigEvents(test::BigShape::mixed(400)));
        QSignalSpy ranges(m_canvas, &TimelineCanvas::rangeChanged);
        const int y = m_canvas->axisHeight() + 60, x1 = m_canvas->gutter() + 100, x2 = m_canvas->gutter() + 400;
        QTest::mousePress(m_canvas->viewport(), Qt::LeftButton, {}, QPoint(x2, y));
        QTest::mouseMove(m_canvas->viewport(), QPoint(x1 + 40, y));
        QTest::mouseMove(m_canvas->viewport(), QPoint(x1, y));
        QTest::mouseRelease(m_canvas->viewport(), Qt::LeftButton, {}, QPoint(x1, y));
        QVERIFY(ranges.count() >= 1);
        QVERIFY(m_canvas->range());
        const auto range = *m_canvas->range();
        QVERIFY(range.from < range.to); // either way round
        QVERIFY(std::abs(m_canvas->scale().x(static_cast<double>(range.from)) - x1) < 1.5);
        QVERIFY(std::abs(m_canvas->scale().x(static_cast<double>(range.to)) - x2) < 1.5);
        const auto sums = insight::sumsOf(*m_timeline->facts().counters, range.from, range.to);
        std::int64_t calls = 0, cost = 0;
        const auto& tree = m_document->tree();
        for (NodeIndex i = 0; i < tree.size(); ++i)
            if (const auto& n = tree.node(i); (n.kind == NodeKind::ModelCall || n.kind == NodeKind::SubCall) && n.endSeq != 0 && n.end > range.from && n.end <= range.to) {
                ++calls;
                cost += tree.own(i).cost.value;
            }
        QCOMPARE(sums.calls, calls);
        QCOMPARE(sums.cost, cost);
        QCOMPARE(m_focus->node(), NoNode); // a drag is no click
        m_canvas->setFocus();
        QTest::keyClick(m_canvas, Qt::Key_Escape);
        QVERIFY(!m_canvas->range());
        m_focus->setNode(first(NodeKind::Cell));
        QTest::keyClick(m_canvas, Qt::Key_R);
        QVERIFY(m_canvas->range());
        QCOMPARE(m_canvas->range()->from, m_document->tree().node(first(NodeKind::Cell)).start);
    }

    void theWheelZoomsWhereTheMouseIsAndShiftPans() {
        show(test::bigEvents(test::BigShape::mixed(400)));
        const QPointF at(m_canvas->gutter() + 200, 80);
        const double time = m_canvas->scale().at(at.x());
        QWheelEvent in(at, m_canvas->viewport()->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_canvas->viewport(), &in);
        QVERIFY(!m_canvas->isFitted());
        QVERIFY(std::abs(m_canvas->scale().at(at.x()) - time) < m_canvas->scale().perPixel());
        const double from = m_canvas->scale().from;
        QTest::mousePress(m_canvas->viewport(), Qt::LeftButton, Qt::ShiftModifier, QPoint(400, 80));
        QTest::mouseMove(m_canvas->viewport(), QPoint(360, 80));
        QTest::mouseMove(m_canvas->viewport(), QPoint(300, 80));
        QTest::mouseRelease(m_canvas->viewport(), Qt::LeftButton, Qt::ShiftModifier, QPoint(300, 80));
        QVERIFY(m_canvas->scale().from > from);
        QVERIFY(!m_canvas->range());
    }

    void flamesAreAsWideAsTheyCost() {
        show(test::bigEvents(test::BigShape::mixed(400)));
        for (const auto mode : {TimelineMode::FlameCost, TimelineMode::FlameTokens, TimelineMode::FlameTime}) {
            m_view->setMode(mode);
            QTRY_VERIFY(m_timeline->facts().flameBy && !m_timeline->isBusy());
            QTRY_VERIFY(!m_canvas->bars().bars.empty());
            const auto root = m_canvas->bars().barOfNode(first(NodeKind::Frame));
            QVERIFY(m_canvas->rectOf(root).width() > m_canvas->scale().width * 0.95);
            QTest::mouseClick(m_canvas->viewport(), Qt::LeftButton, {}, m_canvas->rectOf(root).center());
            QCOMPARE(m_focus->node(), first(NodeKind::Frame));
        }
        m_view->setMode(TimelineMode::Lanes);
        QCOMPARE(m_canvas->rows().rows.size(), m_timeline->facts().lanes->rows.size());
    }

    void levelsOfAFlameSayWhatIsInThem() {
        test::EventScript script;
        script.begin();
        const auto cell = script.cell(script.turn(script.frame(), 1), 1);
        for (int i = 0; i < 3; ++i) {
            const auto call = script.sub(cell, 0);
            script.attempt(call);
            script.pass(1'000'000'000);
            script.reply(call);
        }
        const auto inner = script.sub(script.cell(script.turn(script.frame(cell), 1), 1), 0);
        script.attempt(inner);
        script.pass(1'000'000'000);
        script.reply(inner);
        script.end();
        show(script.take());
        m_view->setMode(TimelineMode::FlameTime);
        QTRY_VERIFY(m_timeline->facts().flameBy && !m_timeline->isBusy());
        QStringList said;
        for (const auto& label : m_canvas->rows().labels) said << m_canvas->labelOf(label);
        QCOMPARE(said.mid(0, 4), (QStringList{QStringLiteral("1 frame"), QStringLiteral("1 turn"), QStringLiteral("calls, cells"), QStringLiteral("4 calls")})); // three sub-calls and a child frame
        QCOMPARE(said.back(), QStringLiteral("1 sub-call"));
    }

    void anotherRunIsShownWhole() {
        show(test::bigEvents(test::BigShape::mixed(400)));
        m_canvas->zoom(0.01, m_canvas->gutter() + 600);
        m_canvas->setRange(TimelineRange{1, 2});
        QVERIFY(!m_canvas->isFitted());
        RunDocument other;
        other.beginLive("none.rlmscope", RunId::random());
        other.append(test::bigEvents(test::BigShape::mixed(40)));
        other.endLive();
        m_timeline->setDocument(&other);
        QVERIFY(m_canvas->isFitted());
        QVERIFY(!m_canvas->range());
        QCOMPARE(m_canvas->scale().from, 0.0);
        m_timeline->setDocument(m_document.get());
    }

    void aFailedCallIsSeenHoweverSmall() {
        test::EventScript script;
        script.begin();
        const auto turn = script.turn(script.frame(), 1);
        const auto cell = script.cell(turn, 1);
        NodeId failed;
        for (int i = 0; i < 4000; ++i) {
            const auto call = script.sub(cell, 0);
            script.attempt(call);
            if (i == 2000) {
                ModelCallEnded ended;
                ended.status = "failed";
                script.add(ended, call);
                failed = call;
            } else {
                script.reply(call);
            }
        }
        script.endCell(cell);
        script.pass(3'600'000'000'000); // an hour: the calls are below a pixel
        script.end();
        show(script.take());
        const auto bar = m_canvas->bars().barOfNode(m_document->tree().find(failed));
        QVERIFY(bar != insight::NoBar);
        const QRect r = m_canvas->rectOf(bar);
        const QImage image = m_canvas->render();
        bool seen = false;
        for (int x = r.left() - 3; x < r.left() + 7; ++x) seen |= image.pixelColor(x, r.center().y() - m_canvas->axisHeight()) == themed(Token::ErrEdge);
        QVERIFY(seen);
    }

    void aLiveRunGrows() {
        test::EventScript script;
        script.begin();
        const auto frame = script.frame();
        const auto turn = script.turn(frame, 1);
        const auto call = script.call(turn);
        script.attempt(call);
        m_document->beginLive("none.rlmscope", RunId::random());
        m_document->append(script.take());
        QTRY_VERIFY(m_timeline->facts().lanes->barOfNode(2) != insight::NoBar);
        QVERIFY(m_timeline->isLive());
        QCOMPARE(m_timeline->facts().lanes->bars[m_timeline->facts().lanes->barOfNode(2)].to, insight::OpenEnd);
        script.pass(2'000'000'000);
        script.reply(call);
        const auto cell = script.cell(turn, 1);
        for (int i = 0; i < 12; ++i) script.attempt(script.sub(cell, 1, i, 12));
        m_document->append(script.take());
        QTRY_COMPARE(m_timeline->facts().lanes->bands[0].callRows, 12U);
        QVERIFY(m_timeline->facts().lanes->bars[m_timeline->facts().lanes->barOfNode(2)].to != insight::OpenEnd);
        QCOMPARE(m_timeline->facts().counters->inFlight.at(m_timeline->facts().whole.now), std::int64_t{12});
    }

    /// Between two events only what is new of the curves is painted: together it is the picture that is painted at once.
    void curvesOfAWaitingRunHaveNoHoles() {
        test::EventScript script;
        script.begin();
        const auto turn = script.turn(script.frame(), 1);
        script.pass(60'000'000'000);
        const auto cell = script.cell(turn, 1);
        for (int i = 0; i < 12; ++i) script.attempt(script.sub(cell, 1, i, 12));
        m_document->beginLive("none.rlmscope", RunId::random());
        m_document->append(script.take());
        QTRY_VERIFY(m_timeline->isReady() && !m_timeline->isBusy());
        auto* counters = m_view->counters();
        counters->setSeries(TimelineCounters::InFlight);
        QVERIFY(m_canvas->isFitted());
        PaintWatch watch(m_canvas);
        counters->installEventFilter(&watch);
        QTRY_VERIFY_WITH_TIMEOUT(watch.pieces >= 2, 30'000);
        const int end = watch.now - 6; // in front of the present, which is drawn over the curve
        const QRect place(counters->mapTo(m_view.get(), QPoint()), counters->size());
        const QImage pieces = m_view->screen()->grabWindow(m_view->winId()).toImage().copy(place);
        const QImage whole = counters->grab().toImage().convertToFormat(pieces.format());
        const int left = static_cast<int>(m_canvas->scale().left);
        const QRect curve(left, 0, end - left, counters->height());
        QVERIFY(curve.width() > 200);
        QCOMPARE(pieces.copy(curve), whole.copy(curve));
    }

    void aPresentOutOfSightPaintsNothing() {
        test::EventScript script;
        script.begin();
        const auto turn = script.turn(script.frame(), 1);
        script.pass(60'000'000'000);
        script.attempt(script.call(turn));
        m_document->beginLive("none.rlmscope", RunId::random());
        m_document->append(script.take());
        QTRY_VERIFY(m_timeline->isReady() && !m_timeline->isBusy());
        m_canvas->setFocus();
        for (int i = 0; i < 6; ++i) QTest::keyClick(m_canvas, Qt::Key_W);
        QVERIFY(m_canvas->nowX() > m_canvas->viewport()->width());
        QTest::qWait(300); // the zoom is painted
        PaintWatch watch(m_canvas);
        m_view->counters()->installEventFilter(&watch);
        QTest::qWait(700);
        QCOMPARE(watch.pieces, -1);
    }

    void nobodyLooksNobodyWorks() {
        m_view->hide();
        QSignalSpy changed(m_timeline.get(), &Timeline::changed);
        m_document->beginLive("none.rlmscope", RunId::random());
        m_document->append(test::bigEvents(test::BigShape::mixed(200)));
        QTest::qWait(60);
        QVERIFY(!m_timeline->isBusy());
        QVERIFY(!m_timeline->isReady());
        m_view->show();
        QTRY_VERIFY(m_timeline->isReady());
        QTRY_COMPARE(static_cast<std::size_t>(m_timeline->facts().whole.count), m_document->tree().nodes().size());
    }

    void anotherRunWhileOneIsLaidOut() {
        m_document->beginLive("none.rlmscope", RunId::random());
        m_document->append(test::bigEvents(test::BigShape::mixed(30'000)));
        RunDocument other;
        other.beginLive("none.rlmscope", RunId::random());
        other.append(test::bigEvents(test::BigShape::mixed(100)));
        m_timeline->setDocument(&other);
        QTRY_VERIFY(m_timeline->isReady());
        QTRY_COMPARE(static_cast<std::size_t>(m_timeline->facts().whole.count), other.tree().nodes().size());
        m_timeline->setDocument(nullptr);
        QVERIFY(m_timeline->facts().lanes->bars.empty());
        m_canvas->grab();
    }

    void screenReadersWalkLanesAndBars() {
        show(test::bigEvents(test::BigShape::mixed(300)));
        QAccessibleInterface* chart = QAccessible::queryAccessibleInterface(m_canvas);
        QVERIFY(chart);
        QCOMPARE(chart->role(), QAccessible::Chart);
        QCOMPARE(chart->childCount(), static_cast<int>(m_canvas->rows().rows.size()));
        QAccessibleInterface* row = chart->child(1);
        QVERIFY(row && row->isValid());
        QCOMPARE(row->role(), QAccessible::List);
        QCOMPARE(row->parent(), chart);
        QVERIFY2(row->text(QAccessible::Name).startsWith("root: "), qPrintable(row->text(QAccessible::Name)));
        QAccessibleInterface* bar = row->child(0);
        QVERIFY(bar);
        QCOMPARE(bar->role(), QAccessible::ListItem);
        QCOMPARE(bar->parent(), row);
        QCOMPARE(row->indexOfChild(bar), 0);
        QVERIFY2(bar->text(QAccessible::Name).contains("from 0 s"), qPrintable(bar->text(QAccessible::Name)));
        QVERIFY(bar->text(QAccessible::Description).contains("Tokens"));
        bar->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(m_focus->node(), first(NodeKind::ModelCall));
        QVERIFY(bar->state().selected);
        QCOMPARE(chart->focusChild(), bar);
        QVERIFY(!row->child(row->childCount()));
        QVERIFY(!chart->child(chart->childCount()));
    }

    void everyModePaintsInEveryTheme() {
        show(test::bigEvents(test::BigShape::mixed(600)));
        for (const auto choice : {ThemeChoice::Dark, ThemeChoice::HighContrast, ThemeChoice::Light}) {
            Theme::instance().setChoice(choice);
            for (const auto mode : {TimelineMode::FlameTime, TimelineMode::Lanes}) {
                m_view->setMode(mode);
                QTRY_VERIFY(!m_canvas->bars().bars.empty());
                const QImage image = m_canvas->render();
                QSet<QRgb> colours;
                for (int x = m_canvas->gutter(); x < image.width(); x += 3)
                    for (int y = 0; y < image.height(); y += 5) colours.insert(image.pixel(x, y));
                QVERIFY(colours.contains(themed(Token::Model).rgb()));
                QVERIFY(colours.contains(themed(Token::Sub).rgb()));
            }
        }
    }

    void membersOfAFanOutAreBarsToClick() {
        FanOutStrip strip(m_focus.get());
        strip.resize(420, 300);
        strip.show();
        show(test::bigEvents(test::BigShape::mixed(400)));
        const auto sub = first(NodeKind::SubCall);
        const auto cell = m_document->tree().node(sub).parent;
        m_focus->setNode(cell);
        QCOMPARE(strip.bars()->bars().size(), std::size_t{20});
        QCOMPARE(strip.distribution().members, 20U);
        QVERIFY(strip.distribution().inFlightMost > 1 && strip.distribution().inFlightMost <= 12);
        QVERIFY(strip.distribution().median <= strip.distribution().longest);
        const QRectF third = strip.bars()->rectOf(3);
        QTest::mouseClick(strip.bars(), Qt::LeftButton, {}, third.center().toPoint());
        QCOMPARE(m_focus->node(), strip.bars()->bars()[3].node);
        QCOMPARE(strip.bars()->bars().size(), std::size_t{20}); // its siblings stay
        strip.bars()->setFocus();
        QTest::keyClick(strip.bars(), Qt::Key_Right);
        QCOMPARE(m_focus->node(), strip.bars()->bars()[4].node);
        m_focus->setNode(first(NodeKind::ModelCall));
        QVERIFY(strip.bars()->bars().empty());
        // As many as there are pixels to the power of something.
        std::vector<FanOutBars::Bar> many(100'000);
        many[70'000].time = 50;
        many[70'000].status = NodeStatus::Error;
        FanOutBars bars;
        bars.resize(300, 50);
        bars.setBars(many, NoNode);
        QCOMPARE(bars.barAt(bars.rectOf(70'000).left() + 0.2), 70'000); // the slowest of its pixel
        bars.grab();
    }

    void theDrawerTakesMoreTabs() {
        RunDrawer drawer;
        auto* page = new QWidget;
        drawer.addTab("more", "More", page, [] { return 123; }, nullptr, true);
        QCOMPARE(drawer.currentTabId(), QStringLiteral("more"));
        QCOMPARE(drawer.currentTab(), RunDrawer::OtherTab);
        const int wanted = drawer.wantedHeight();
        drawer.showTab(RunDrawer::TotalsTab);
        QCOMPARE(drawer.currentTabId(), QStringLiteral("totals"));
        QCOMPARE(drawer.currentTab(), RunDrawer::TotalsTab);
        drawer.showTab(QStringLiteral("more"));
        QCOMPARE(drawer.wantedHeight(), wanted);
    }
};

QTEST_MAIN(TestTimeline)
#include "tst_timeline.moc"
