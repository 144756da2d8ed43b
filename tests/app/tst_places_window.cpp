// Going places in the window, by keyboard: omnibox, commands, filter, history, links, notes, the library.
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "base/folders.h"
#include "itemmodels/call_tree_model.h"
#include "itemmodels/focus.h"
#include "itemmodels/focus_history.h"
#include "itemmodels/library_search.h"
#include "itemmodels/node_link.h"
#include "itemmodels/omnibox_model.h"
#include "itemmodels/run_annotations.h"
#include "itemmodels/run_document.h"
#include "trace/store_support.h"
#include "views/call_tree_view.h"
#include "views/command_list.h"
#include "views/filter_bar.h"
#include "views/inspector.h"
#include "views/omnibox.h"
#include "views/run_page.h"
#include "views/shortcut_sheet.h"
#include "views/widgets.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace rlmscope;
namespace fs = std::filesystem;

class TestPlacesWindow : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<MainWindow> m_window;
    RunId m_a, m_b;

    RunPage* page() const { return m_window->runPage(); }
    CallTreeView* tree() const { return page()->tree(); }
    Omnibox* omnibox() const { return m_window->omnibox(); }
    OmniboxModel* answers() const { return omnibox()->model(); }
    RunId write(const char* name, const QString& question) {
        const auto run = RunId::random();
        auto writer = TraceWriter::open(libraryFolder() / name);
        auto sink = (*writer)->beginRun(run);
        teststore::writeRun(**sink, 4, question.toStdString());
        if (!(*writer)->finish()) qFatal("finish");
        return run;
    }
    void open(const char* name) {
        m_window->openTrace(QString::fromStdString((libraryFolder() / name).string()));
        QTRY_VERIFY(!m_window->current()->isLoading());
        QTRY_VERIFY(page()->currentNode() != NoNode);
    }
    void type(const QString& text) {
        for (const QChar c : text) QTest::keyClick(omnibox(), c.toLatin1());
    }
    QStringList titles() const {
        QStringList all;
        for (int row = 0; row < answers()->rowCount(); ++row) all << answers()->index(row).data(OmniboxModel::TitleRole).toString();
        return all;
    }
    QString focusName() const { return page()->focusText(); }

private Q_SLOTS:
    void initTestCase() { Theme::install(*qApp, ThemeChoice::Light); }
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_dir->path().toUtf8());
        qputenv("XDG_CACHE_HOME", (m_dir->path() + "/cache").toUtf8());
        fs::create_directories(libraryFolder());
        m_a = write("a.rlmscope", "How many elephants?");
        m_b = write("b.rlmscope", "How many giraffes?");
        m_window = std::make_unique<MainWindow>(makeRunLauncher());
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        open("a.rlmscope");
        tree()->setFocus();
    }
    void cleanup() {
        m_window.reset();
        m_dir.reset();
    }

    void goesToANode() {
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier);
        QVERIFY(omnibox()->hasFocus());
        type("turn 3");
        QTRY_VERIFY(titles().value(0).startsWith("Turn 3"));
        QVERIFY(omnibox()->isOpen());
        QVERIFY(answers()->summary().contains("of"));
        QTest::keyClick(omnibox(), Qt::Key_Return);
        QTRY_VERIFY2(focusName().endsWith("Turn 3"), qPrintable(focusName()));
        QVERIFY(!omnibox()->isOpen() && omnibox()->text().isEmpty());
        QVERIFY(tree()->hasFocus()); // given back
        QCOMPARE(tree()->currentNode(), page()->currentNode());
    }

    void escapeGivesTheFocusBack() {
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier);
        type("cell");
        QTRY_VERIFY(answers()->rowCount() > 2);
        QTest::keyClick(omnibox(), Qt::Key_Down);
        QTest::keyClick(omnibox(), Qt::Key_Down);
        QCOMPARE(omnibox()->list()->currentIndex().row(), 2);
        QTest::keyClick(omnibox(), Qt::Key_Up);
        QCOMPARE(omnibox()->list()->currentIndex().row(), 1);
        const auto before = page()->currentNode();
        QTest::keyClick(omnibox(), Qt::Key_Escape);
        QVERIFY(!omnibox()->isOpen() && tree()->hasFocus());
        QCOMPARE(page()->currentNode(), before);
        QCOMPARE(answers()->rowCount(), 0);
    }

    void findsEveryCommand() {
        auto* late = new QAction("Frobnicate the &window…", m_window.get()); // any part may add one
        QSignalSpy triggered(late, &QAction::triggered);
        m_window->addAction(late);
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(omnibox()->text(), QString(">"));
        type("frob");
        QTRY_COMPARE(titles().value(0), QString("Frobnicate the window"));
        QTest::keyClick(omnibox(), Qt::Key_Return);
        QTRY_COMPARE(triggered.size(), 1);
        QStringList all;
        for (const auto& command : commandsOf(m_window.get(), true)) all << command.text;
        for (const char* wanted : {"New run", "Open a trace", "Back", "Filter the tree", "Next row", "Light", "Reset layout"})
            QVERIFY2(all.contains(wanted), wanted);
        QStringList twice;
        for (const auto& name : all) // traces opened lately are called by their questions
            if (all.count(name) > 1 && name != m_window->current()->title()) twice << name;
        QVERIFY2(twice.isEmpty(), qPrintable(twice.join(QStringLiteral(", "))));
    }

    void completesAndAsks() {
        omnibox()->open("?");
        type("kin");
        QTRY_COMPARE(answers()->index(answers()->rowCount() - 1).data(OmniboxModel::TitleRole).toString().isEmpty(), false);
        QTRY_VERIFY(titles().contains("kind:"));
        QTest::keyClick(omnibox(), Qt::Key_Tab);
        QCOMPARE(omnibox()->text(), QString("?kind:"));
        type("ce");
        QTRY_VERIFY(titles().contains("cell"));
        QTest::keyClick(omnibox(), Qt::Key_Tab);
        QCOMPARE(omnibox()->text(), QString("?kind:cell "));
        QTRY_COMPARE(titles().value(0), QString("Filter the tree"));
        QTRY_VERIFY(answers()->index(0).data(OmniboxModel::DetailRole).toString().startsWith("4 of "));
        QTest::keyClick(omnibox(), Qt::Key_Return);
        QTRY_COMPARE(tree()->model()->rowCount(), 1 + 4 + 4); // root, turns, cells
        QVERIFY(page()->filterBar()->isVisible());
        QTest::keyClick(tree(), Qt::Key_F3);
        QVERIFY2(focusName().endsWith("Cell 1"), qPrintable(focusName()));
        QTest::keyClick(tree(), Qt::Key_Escape);
        QTRY_VERIFY(tree()->model()->rowCount() > 9);
        QVERIFY(!page()->filterBar()->isVisible());
        QVERIFY2(focusName().endsWith("Cell 1"), qPrintable(focusName())); // the focus stayed
    }

    void saysWhatIsWrong() {
        omnibox()->open("?kind:cel");
        QTRY_VERIFY(titles().value(0).contains("Did you mean cell?"));
        QVERIFY(!answers()->isSelectable(0));
        QTest::keyClick(omnibox(), Qt::Key_Escape);
    }

    void filtersByKeyboardAlone() {
        QTest::keyClick(tree(), Qt::Key_F, Qt::ControlModifier);
        auto* field = page()->filterBar()->findChild<QLineEdit*>();
        QVERIFY(field && field->hasFocus());
        const auto focus = page()->currentNode();
        QTest::keyClicks(field, "number:4 kind:turn");
        QTRY_COMPARE(tree()->model()->rowCount(), 2);
        QCOMPARE(page()->currentNode(), focus); // typing moves nothing
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY2(focusName().endsWith("Turn 4"), qPrintable(focusName()));
        field->selectAll();
        QTest::keyClicks(field, "cost>100");
        QTRY_COMPARE(tree()->model()->rowCount(), 0);
        QTest::keyClick(field, Qt::Key_Escape);
        QTRY_VERIFY(tree()->model()->rowCount() > 10);
        QVERIFY(tree()->hasFocus());
    }

    void lettersAreKeysOnlyInTheTree() {
        const int row = tree()->currentIndex().row();
        QTest::keyClick(tree(), Qt::Key_J);
        QCOMPARE(tree()->currentIndex().row(), row + 1);
        QTest::keyClick(tree(), Qt::Key_K);
        QCOMPARE(tree()->currentIndex().row(), row);
        QTest::keyClick(tree(), Qt::Key_N);
        auto* note = page()->inspector()->findChild<QPlainTextEdit*>();
        for (auto* edit : page()->inspector()->findChildren<QPlainTextEdit*>())
            if (edit->hasFocus()) note = edit;
        QVERIFY(note && note->hasFocus());
        QTest::keyClicks(note, "just a note");
        QCOMPARE(tree()->currentIndex().row(), row);
        QTest::keyClick(note, Qt::Key_Escape);
        QVERIFY(tree()->hasFocus());
        const auto id = m_window->current()->tree().node(page()->currentNode()).id;
        QCOMPARE(m_window->current()->annotations()->all().note(id), std::string("just a note"));
        QTest::keyClick(tree(), Qt::Key_B, Qt::ControlModifier);
        QVERIFY(m_window->current()->annotations()->all().isBookmarked(id));
        QVERIFY(tree()->currentIndex().siblingAtColumn(0).data(CallTreeModel::BookmarkRole).toBool());
        QVERIFY(tree()->currentIndex().siblingAtColumn(0).data(Qt::AccessibleTextRole).toString().contains("just a note"));
    }

    void backAndForward() {
        page()->goTo(m_window->current()->tree().node(2).id);
        page()->goTo(m_window->current()->tree().node(5).id);
        open("b.rlmscope");
        QTest::qWait(FocusHistory::BrowsingMs + 50);
        page()->goTo(m_window->current()->tree().node(4).id);
        auto* second = m_window->current();
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
        QVERIFY(m_window->current() != second);
        QCOMPARE(page()->currentNode(), 5U);
        QTest::mouseClick(tree()->viewport(), Qt::BackButton);
        QCOMPARE(page()->currentNode(), 2U);
        QTest::mouseClick(tree()->viewport(), Qt::ForwardButton);
        QCOMPARE(page()->currentNode(), 5U);
        QTest::keyClick(m_window.get(), Qt::Key_Right, Qt::AltModifier);
        QTest::keyClick(m_window.get(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(m_window->current(), second);
        QCOMPARE(page()->currentNode(), 4U);
    }

    void linksOpenRuns() {
        page()->goTo(m_window->current()->tree().node(3).id);
        QTest::keyClick(m_window.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        const auto copied = linkFromText(QApplication::clipboard()->text());
        QVERIFY(copied);
        QCOMPARE(copied->run, m_a);
        QCOMPARE(copied->event, m_window->current()->tree().node(3).id.seq);
        // Of a run that is not open: found in the library, by what it is called or not.
        const auto event = m_window->current()->tree().node(6).id.seq; // both runs have the same shape
        omnibox()->open({});
        omnibox()->setText(linkText({m_b, event, 0, {}}));
        answers()->setText(omnibox()->text());
        QTRY_COMPARE(titles().value(0), QString("Go to this link"));
        QTest::keyClick(omnibox(), Qt::Key_Return);
        QTRY_VERIFY(m_window->current() && m_window->current()->tree().run() == m_b);
        QTRY_COMPARE(page()->currentNode(), 6U);
        // And back to the open one, at once.
        m_window->openLink(linkText(*copied));
        QCOMPARE(m_window->current()->tree().run(), m_a);
        QCOMPARE(page()->currentNode(), 3U);
        m_window->openLink(linkText({RunId::random(), 3, 0, {}}));
        QTRY_VERIFY(m_window->notice()->isVisible()); // says that it is nowhere
        m_window->openLink("rlmscope://nonsense");
        QCOMPARE(m_window->current()->tree().run(), m_a);
    }

    void searchesTheLibrary() {
        m_window->librarySearch()->update();
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->librarySearch()->isIndexing(), 20'000);
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier);
        type("giraffes");
        QTRY_VERIFY(titles().filter("Search the library").size() == 1);
        const int row = static_cast<int>(titles().indexOf(titles().filter("Search the library").first()));
        omnibox()->list()->setCurrentIndex(answers()->index(row));
        QTest::keyClick(omnibox(), Qt::Key_Return);
        QVERIFY(omnibox()->text().startsWith("library:"));
        QTRY_VERIFY_WITH_TIMEOUT(answers()->rowCount() >= 2, 20'000);
        QCOMPARE(answers()->index(0).data(OmniboxModel::RowRole).toInt(), static_cast<int>(OmniboxModel::Row::Heading));
        QCOMPARE(titles().value(0), QString("How many giraffes?"));
        QTRY_COMPARE(omnibox()->list()->currentIndex().row(), 1); // not the heading
        QTest::keyClick(omnibox(), Qt::Key_Return);
        QTRY_VERIFY(m_window->current() && m_window->current()->tree().run() == m_b);
        QTRY_VERIFY(page()->currentNode() != NoNode);
    }

    void theSheetKnowsAllKeys() {
        const auto rows = shortcutsOf(m_window.get());
        const auto has = [&](const char* keys, const char* what) {
            return std::any_of(rows.begin(), rows.end(), [&](const ShortcutRow& row) { return row.keys.contains(keys) && row.what.contains(what); });
        };
        QVERIFY(has("Ctrl+P", "node") && has("J", "Next row") && has("F3", "match") && has("← →", "Fold") && has("Space", "Select") && has("F1", "shortcuts") && has("Alt+Left", "Back"));
        ShortcutSheet sheet(m_window.get());
        sheet.show();
        auto* find = sheet.findChild<QLineEdit*>();
        QTest::keyClicks(find, "bookmark");
        QVERIFY(sheet.findChildren<ThemedLabel*>().size() >= 2);
        QTest::keyClicks(find, "zzz");
        QCOMPARE(sheet.findChildren<ThemedLabel*>().size(), 1);
    }
};

QTEST_MAIN(TestPlacesWindow)
#include "tst_places_window.moc"
