// The scrubber on a run page: by mouse and keys, playing, and live runs that are looked back at while they go on.
#include "itemmodels/call_tree_model.h"
#include "itemmodels/focus.h"
#include "itemmodels/run_annotations.h"
#include "itemmodels/run_document.h"
#include "itemmodels/runs_model.h"
#include "support/big_tree.h"
#include "views/call_tree_view.h"
#include "views/inspector.h"
#include "views/run_page.h"
#include "views/scrubber.h"
#include "views/scrubber_track.h"
#include "views/theme.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QLocale>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

struct Stage {
    RunsModel runs;
    RunPage page{&runs};
    Scrubber* scrubber = new Scrubber;
    RunDocument document;
    std::vector<Event> events;

    explicit Stage(std::uint32_t nodes = 400) : events(bigEvents(BigShape::mixed(nodes))) {
        page.setScrubber(scrubber);
        QObject::connect(page.focus(), &FocusHolder::changed, scrubber, [this](const Focus& now) { scrubber->setDocument(now.document); });
        page.resize(1300, 800);
        document.beginLive("none.rlmscope", RunId::random());
    }
    ~Stage() { page.setDocument(nullptr); }
    void show(std::size_t count, bool ended) {
        document.append({events.begin(), events.begin() + static_cast<std::ptrdiff_t>(count)});
        if (ended) document.endLive();
        runs.add(&document);
        page.setDocument(&document);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
    }
    CallTreeModel* model() { return qobject_cast<CallTreeModel*>(page.tree()->model()); }
    QWidget* track() { return scrubber->track(); }
    Seq position() { return scrubber->player()->position(); }
    bool settled(Seq wanted) {
        return QTest::qWaitFor([&] { return position() == wanted; }, 3000);
    }
};

} // namespace

class TestScrubber : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme::install(*qApp, ThemeChoice::Light); }

    // A trace of more events than the first part: rows come before all of it is read, and what was chosen stays.
    void theBeginningOfABigTraceComesFirst() {
        QTemporaryDir folder;
        std::string problem;
        const auto path = bigTrace(BigShape::mixed(12'000), folder.path().toStdString(), &problem);
        QVERIFY2(!path.empty(), problem.c_str());
        RunsModel runs;
        RunPage page{&runs};
        RunDocument document;
        int resets = 0, loads = 0;
        NodeIndex chosen = NoNode;
        std::size_t first = 0;
        connect(&document, &RunDocument::loaded, this, [&] { ++loads; });
        runs.add(&document);
        page.setDocument(&document);
        page.resize(1300, 800);
        page.show();
        connect(&document, &RunDocument::reset, this, [&] { // after the page's own
            if (++resets > 1) return;
            QVERIFY(document.isLoading());
            QCOMPARE(loads, 0);
            QCOMPARE(document.tree().lastSeq(), RunDocument::FirstPart);
            first = document.tree().size();
            QVERIFY(page.tree()->model()->rowCount() > 0);
            QCOMPARE(document.statusText(), QString("Opening"));
            chosen = document.tree().node(document.tree().roots().front()).firstChild;
            page.focus()->setNode(chosen);
            document.annotations()->setBookmarked(document.tree().node(chosen).id, true);
            document.setMoment(5'000);
        });
        document.open(path);
        QTRY_COMPARE_WITH_TIMEOUT(loads, 1, 30000);
        QCOMPARE(resets, 2);
        QVERIFY(!document.isLoading());
        QVERIFY(document.whole().size() > first && document.whole().ended());
        QCOMPARE(document.moment(), Seq{5'000});
        QVERIFY(document.annotations()->all().isBookmarked(document.tree().node(chosen).id));
        document.setMoment(0);
        QCOMPARE(page.currentNode(), chosen);
        QCOMPARE(page.tree()->currentNode(), chosen);
        QVERIFY(document.statusText() != QString("Opening"));
        page.setDocument(nullptr);
    }

    void aClickAndADragMoveEveryView() {
        Stage stage;
        stage.show(stage.events.size(), true);
        QVERIFY(stage.scrubber->player()->isNow());
        const int rows = stage.model()->rowCount();
        auto* track = stage.track();
        QTest::mouseClick(track, Qt::LeftButton, {}, QPoint(track->width() / 2, track->height() / 2));
        QVERIFY(QTest::qWaitFor([&] { return stage.document.moment() != 0; }, 3000));
        const auto half = static_cast<double>(stage.position()) / static_cast<double>(stage.events.size());
        QVERIFY2(half > 0.45 && half < 0.55, QByteArray::number(half));
        QVERIFY(stage.model()->rowCount() < rows);
        QCOMPARE(stage.scrubber->positionText(), QString("event %1").arg(QLocale(QLocale::English).toString(static_cast<qulonglong>(stage.position())) + " of " + QLocale(QLocale::English).toString(static_cast<qulonglong>(stage.events.size()))));
        QTest::mousePress(track, Qt::LeftButton, {}, QPoint(track->width() / 2, 10));
        QTest::mouseMove(track, QPoint(track->width() / 4, 10));
        QVERIFY(QTest::qWaitFor([&] { return stage.position() < stage.events.size() / 3; }, 3000));
        QTest::mouseRelease(track, Qt::LeftButton, {}, QPoint(track->width() - 2, 10)); // let go at the end: now
        QVERIFY(stage.scrubber->player()->isNow());
        QCOMPARE(stage.model()->rowCount(), rows);
    }

    void theKeysStep() {
        Stage stage;
        stage.show(stage.events.size(), true);
        auto* track = stage.track();
        track->setFocus();
        QTest::keyClick(track, Qt::Key_Left);
        QVERIFY(stage.settled(stage.events.size() - 1));
        QTest::keyClick(track, Qt::Key_Home);
        QVERIFY(stage.settled(1));
        QTest::keyClick(track, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(stage.settled(stage.scrubber->player()->turns().front()));
        QTest::keyClick(track, Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(stage.settled(stage.scrubber->player()->cells().front()));
        QTest::keyClick(track, Qt::Key_End);
        QVERIFY(stage.scrubber->player()->isNow());
        QTest::keyClick(track, Qt::Key_Space);
        QVERIFY(stage.scrubber->player()->isPlaying());
        QTest::keyClick(track, Qt::Key_Space);
        QVERIFY(!stage.scrubber->player()->isPlaying());
    }

    void everyActionMovesTheMoment() {
        Stage stage;
        stage.show(stage.events.size(), true);
        QSet<QString> keys;
        for (QAction* action : stage.scrubber->momentActions()) {
            QVERIFY2(!keys.contains(action->shortcut().toString()), qPrintable(action->text()));
            keys << action->shortcut().toString();
            stage.document.setMoment(stage.events.size() / 2);
            QSignalSpy moved(&stage.document, &RunDocument::momentChanged);
            action->trigger();
            QVERIFY2(QTest::qWaitFor([&] { return moved.count() > 0; }, 4000), qPrintable(action->text()));
            stage.scrubber->player()->pause();
        }
    }

    void whatIsChosenStaysChosen() {
        Stage stage;
        stage.show(stage.events.size(), true);
        const auto late = static_cast<NodeIndex>(stage.document.whole().size() - 1);
        stage.page.focus()->setNode(late);
        QCOMPARE(stage.page.tree()->currentNode(), late);
        const Seq start = stage.document.whole().node(late).id.seq;
        stage.document.setMoment(start / 3);
        QCOMPARE(stage.page.currentNode(), late); // the focus is kept
        QVERIFY(stage.page.tree()->currentNode() != late); // its row is not there; what is above it stands for it
        QVERIFY(stage.page.tree()->currentNode() < stage.document.tree().size());
        stage.document.setMoment(start);
        QCOMPARE(stage.page.tree()->currentNode(), late);
        stage.document.setMoment(0);
        QCOMPARE(stage.page.tree()->currentNode(), late);
    }

    void nothingScrollsWhileItMoves() {
        Stage stage(3000);
        stage.show(stage.events.size(), true);
        stage.model()->expandAllBelow(0);
        auto* bar = stage.page.tree()->verticalScrollBar();
        stage.document.setMoment(stage.events.size() / 2);
        bar->setValue(bar->maximum() / 4);
        const auto top = stage.page.tree()->indexAt(QPoint(2, 1)).data(CallTreeModel::NodeRole).toUInt();
        for (const Seq moment : {stage.events.size() / 2 - 40, stage.events.size() / 2 + 300, stage.events.size() - 5, std::size_t{0}}) {
            stage.document.setMoment(moment);
            QCOMPARE(stage.page.tree()->indexAt(QPoint(2, 1)).data(CallTreeModel::NodeRole).toUInt(), top);
        }
    }

    void aLiveRunIsLookedBackAt() {
        Stage stage;
        const auto half = stage.events.size() / 2;
        stage.show(half, false);
        QVERIFY(stage.scrubber->player()->goesOn());
        stage.scrubber->player()->goTo(half / 2);
        QVERIFY(stage.settled(half / 2));
        const int rows = stage.model()->rowCount();
        for (auto at = half; at + 20 < stage.events.size(); at += 20) {
            stage.document.append({stage.events.begin() + static_cast<std::ptrdiff_t>(at), stage.events.begin() + static_cast<std::ptrdiff_t>(at + 20)});
            QCOMPARE(stage.position(), half / 2);
        }
        QVERIFY(stage.model()->rowCount() <= rows);
        QVERIFY(stage.scrubber->player()->last() > half);
        stage.scrubber->player()->toNow();
        QVERIFY(stage.model()->rowCount() > rows);
        QCOMPARE(stage.position(), stage.document.whole().lastSeq());
    }

    void aScreenReaderHearsASlider() {
        Stage stage;
        stage.show(stage.events.size(), true);
        auto* seen = QAccessible::queryAccessibleInterface(stage.track());
        QVERIFY(seen);
        QCOMPARE(seen->role(), QAccessible::Slider);
        QVERIFY(seen->valueInterface());
        QCOMPARE(seen->valueInterface()->maximumValue().toULongLong(), stage.events.size());
        seen->valueInterface()->setCurrentValue(50);
        QVERIFY(stage.settled(50));
        QVERIFY(seen->text(QAccessible::Value).startsWith("event 50 of "));
        for (const auto* button : stage.scrubber->findChildren<QAbstractButton*>()) QVERIFY(!button->accessibleName().isEmpty());
    }
};

QTEST_MAIN(TestScrubber)
#include "tst_scrubber.moc"
