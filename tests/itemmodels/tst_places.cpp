// Where the user was, what they kept, and links: history, notebook, annotations across reopening.
#include "base/folders.h"
#include "itemmodels/focus_history.h"
#include "itemmodels/node_link.h"
#include "itemmodels/notebook_model.h"
#include "itemmodels/run_annotations.h"
#include "itemmodels/run_document.h"
#include "support/event_script.h"
#include "trace/store_support.h"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace rlmscope;
using rlmscope::test::EventScript;
namespace fs = std::filesystem;

class TestPlaces : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_dir;
    RunId m_run;

    static void pass() { QTest::qWait(FocusHistory::BrowsingMs + 60); }
    fs::path trace() const { return libraryFolder() / "a.rlmscope"; }
    void write() {
        fs::create_directories(libraryFolder());
        auto writer = TraceWriter::open(trace());
        QVERIFY(writer.ok());
        auto sink = (*writer)->beginRun(m_run);
        QVERIFY(sink.ok());
        teststore::writeRun(**sink, 4);
        QVERIFY((*writer)->finish().ok());
    }
    std::unique_ptr<RunDocument> open() {
        auto document = std::make_unique<RunDocument>();
        QSignalSpy ready(document.get(), &RunDocument::reset);
        document->open(trace());
        if (!ready.wait(10'000)) qFatal("the trace does not open");
        return document;
    }
    std::unique_ptr<RunDocument> live(int turns) {
        auto document = std::make_unique<RunDocument>();
        document->beginLive("none.rlmscope", RunId::random());
        EventScript script;
        script.begin();
        const auto root = script.frame();
        for (int t = 1; t <= turns; ++t) script.turn(root, t);
        document->append(script.take());
        return document;
    }

private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_dir->path().toUtf8());
        m_run = RunId::random();
    }
    void cleanup() { m_dir.reset(); }

    void goesBackAndForward() {
        auto document = live(9);
        FocusHolder focus;
        FocusHistory history(&focus);
        QVERIFY(!history.canGoBack() && !history.canGoForward());
        focus.setDocument(document.get());
        for (const NodeIndex node : {0U, 3U, 5U}) {
            focus.setNode(node);
            pass();
        }
        focus.setValue("hits");
        pass();
        QCOMPARE(history.steps().size(), 4);
        history.back();
        QCOMPARE(focus.node(), 5U);
        QVERIFY(focus.focus().value.isEmpty());
        history.back();
        QCOMPARE(focus.node(), 3U);
        history.forward();
        history.forward();
        QCOMPARE(focus.focus().value, QString("hits"));
        QVERIFY(!history.canGoForward());
        history.back();
        history.back();
        focus.setNode(8); // a new way: what was ahead is gone
        QVERIFY(!history.canGoForward());
        history.back();
        QCOMPARE(focus.node(), 3U);
    }

    void browsingIsOneStep() {
        auto document = live(9);
        FocusHolder focus;
        FocusHistory history(&focus);
        focus.setDocument(document.get());
        focus.setNode(0);
        pass();
        for (NodeIndex node = 1; node < 8; ++node) focus.setNode(node); // arrow keys
        QCOMPARE(history.steps().size(), 2);
        history.back();
        QCOMPARE(focus.node(), 0U);
        history.forward();
        QCOMPARE(focus.node(), 7U);
        pass();
        focus.setNode(6);
        focus.setNode(7); // there and back: nothing happened
        QCOMPARE(history.steps().size(), 2);
        history.beginJump();
        focus.setNode(2); // a jump is its own step however soon it comes
        history.beginJump();
        focus.setNode(5);
        QCOMPARE(history.steps().size(), 4);
    }

    void theMomentIsPartOfAStep() {
        auto document = live(9);
        FocusHolder focus;
        FocusHistory history(&focus);
        focus.setDocument(document.get());
        focus.setNode(4);
        pass();
        for (Seq moment = 5; moment < 9; ++moment) document->setMoment(moment); // scrubbing
        QCOMPARE(history.steps().size(), 2);
        history.back();
        QCOMPARE(document->moment(), Seq(0));
        QCOMPARE(focus.node(), 4U);
        history.forward();
        QCOMPARE(document->moment(), Seq(8));
    }

    void closedRunsDropOut() {
        auto a = live(5), b = live(5);
        FocusHolder focus;
        FocusHistory history(&focus);
        QSignalSpy wanted(&history, &FocusHistory::documentWanted);
        for (auto* document : {a.get(), b.get(), a.get()}) {
            focus.setDocument(document);
            focus.setNode(2);
            pass();
        }
        QCOMPARE(history.steps().size(), 3);
        history.back();
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(focus.document(), b.get());
        b.reset();
        QCOMPARE(history.steps().size(), 2);
        for (const auto& step : history.steps()) QCOMPARE(step.document.data(), a.get());
        a.reset();
        QVERIFY(history.steps().isEmpty() && !history.canGoBack() && !history.canGoForward());
        history.back();
    }

    void keepsABoundedHistory() {
        auto document = live(400);
        FocusHolder focus;
        FocusHistory history(&focus);
        focus.setDocument(document.get());
        for (NodeIndex node = 0; node < 300; ++node) {
            history.beginJump();
            focus.setNode(node);
        }
        QCOMPARE(history.steps().size(), FocusHistory::Longest);
        QCOMPARE(history.position(), FocusHistory::Longest - 1);
    }

    void linksRoundTrip() {
        const NodeLink link{m_run, 120, 4711, "my value & ünïcode=?#"};
        QCOMPARE(*linkFromText(linkText(link)), link);
        const NodeLink plain{m_run, 0, 0, {}};
        QCOMPARE(linkText(plain), "rlmscope://run/" + QString::fromStdString(m_run.text()));
        QCOMPARE(*linkFromText("  <" + linkText(plain) + ">.\n"), plain);
        QCOMPARE(*linkFromText(linkText(link).replace("rlmscope", "RLMSCOPE")), link);
        for (const QString& bad : {QString("rlmscope://run/"), QString("rlmscope://run/12"), QString("rlmscope://file/") + m_run.text().c_str(), QString("http://run/1"),
                                   linkText(plain) + "?event=1&moment=-3", QString("rlmscope://run/") + m_run.text().c_str() + "?event=abc", QString()})
            QVERIFY2(!linkFromText(bad), qPrintable(bad));
        QVERIFY(looksLikeLink("rlmscope://whatever") && !looksLikeLink("turn 3"));
    }

    void notebookSurvivesReopening() {
        write();
        std::string id;
        {
            auto document = open();
            NotebookModel model;
            QAbstractItemModelTester tester(&model);
            model.setDocument(document.get());
            QCOMPARE(model.rowCount(), 0);
            const auto& tree = document->tree();
            const auto visit = [&](NodeIndex node, Seq moment = 0) {
                HistoryStep step;
                step.document = document.get();
                step.node = tree.node(node).id;
                step.moment = moment;
                step.name = QString("Node %1").arg(node);
                model.visit(step);
            };
            visit(1);
            visit(2);
            visit(3, 9);
            visit(1); // again: comes to the top
            QCOMPARE(model.rowCount(), 3);
            QCOMPARE(model.index(0).data(NotebookModel::NameRole).toString(), QString("Turn 1")); // as it is called now, not in that step's language
            QVERIFY(!model.index(0).data(NotebookModel::HeadingRole).toString().isEmpty());
            // Words keep an entry, with the trace.
            QVERIFY(model.setData(model.index(2), "here it begins", NotebookModel::TextRole));
            QVERIFY(model.isKept(0));
            QCOMPARE(model.index(0).data(NotebookModel::TextRole).toString(), QString("here it begins"));
            QVERIFY(model.setData(model.index(2), true, NotebookModel::StarredRole));
            QCOMPARE(model.rowCount(), 3);
            QVERIFY(model.isKept(1) && !model.isKept(2));
            QVERIFY(model.canMove(1, -1) && !model.canMove(0, -1) && !model.canMove(1, 1));
            model.move(1, -1);
            QVERIFY(model.index(0).data(NotebookModel::StarredRole).toBool());
            id = model.at(0).id;
            document->annotations()->setNote(tree.node(0).id, "the whole run");
            document->annotations()->flush();
        }
        auto document = open();
        NotebookModel model;
        model.setDocument(document.get());
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.at(0).id, id);
        QCOMPARE(model.index(1).data(NotebookModel::TextRole).toString(), QString("here it begins"));
        QVERIFY(!model.isKept(2)); // the way there stayed on this computer
        QCOMPARE(document->annotations()->all().note(document->tree().node(0).id), std::string("the whole run"));
        QVERIFY(document->tree().ended() && !document->tree().interrupted());
        model.remove(0);
        QCOMPARE(model.rowCount(), 2);
        document->annotations()->flush();
        // Somebody who gets the file sees what was kept, and not where its user was.
        auto reader = TraceReader::open(trace());
        QVERIFY(reader.ok());
        int kept = 0;
        QVERIFY((*reader)->forEachEvent(m_run, 1, [&](const Event& event) {
            const auto* custom = std::get_if<Custom>(&event.body);
            if (custom && custom->kind == "notebook") ++kept;
            return true;
        }).ok());
        QVERIFY(kept >= 2);
        QCOMPARE(document->annotations()->all().notebook().size(), std::size_t(1));
    }

    void recentEntriesAreBounded() {
        auto document = live(200);
        NotebookModel model;
        QAbstractItemModelTester tester(&model);
        model.setDocument(document.get());
        for (NodeIndex node = 0; node < 150; ++node) {
            HistoryStep step;
            step.document = document.get();
            step.node = document->tree().node(node).id;
            model.visit(step);
        }
        QCOMPARE(model.rowCount(), NotebookModel::MostRecent);
        model.clearRecent();
        QCOMPARE(model.rowCount(), 0);
    }

    void aLiveRunTakesThemWhenItHasEnded() {
        fs::create_directories(libraryFolder());
        auto writer = TraceWriter::open(trace());
        QVERIFY(writer.ok());
        RunDocument document;
        document.beginLive(trace(), m_run);
        auto sink = (*writer)->beginRun(m_run);
        teststore::writeRun(**sink, 2);
        QVERIFY((*sink)->flush().ok());
        auto reader = TraceReader::open(trace());
        document.append(teststore::readAll(**reader, m_run));
        const auto node = document.tree().node(1).id;
        document.annotations()->setBookmarked(node, true);
        document.annotations()->flush();
        QCOMPARE(annotationsBeside(m_run).size(), std::size_t(1));
        QVERIFY((*writer)->finish().ok());
        sink->reset();
        writer->reset();
        document.endLive();
        document.annotations()->flush();
        QVERIFY(annotationsBeside(m_run).empty());
        QVERIFY(document.annotations()->all().isBookmarked(node));
        auto again = TraceReader::open(trace());
        QVERIFY(readAnnotations(**again, m_run)->isBookmarked(node));
    }

    void foreignTracesSaySo() {
        write();
        const fs::path foreign = (m_dir->path() + "/sent.rlmscope").toStdString();
        fs::rename(trace(), foreign);
        RunDocument document;
        QSignalSpy ready(&document, &RunDocument::reset), beside(document.annotations(), &RunAnnotations::keptBeside);
        document.open(foreign);
        QVERIFY(ready.wait(10'000));
        document.annotations()->setNote(document.tree().node(1).id, "seen");
        QTRY_COMPARE(beside.size(), 1);
        document.annotations()->setNote(document.tree().node(2).id, "seen too");
        document.annotations()->flush();
        QCoreApplication::processEvents();
        QCOMPARE(beside.size(), 1); // said once
        QCOMPARE(annotationsBeside(m_run).size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(TestPlaces)
#include "tst_places.moc"
