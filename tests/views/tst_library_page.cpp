// The library page used as a person uses it: with the keyboard and the mouse.
#include "itemmodels/library_model.h"
#include "library/library_files.h"
#include "views/compared_model.h"
#include "views/library_compare.h"
#include "views/library_page.h"
#include "views/library_table.h"
#include "views/widgets.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

namespace fs = std::filesystem;
constexpr int Patience = 20'000;

} // namespace

class LibraryPageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void filters();
    void opens();
    void renames();
    void tagsAndDeletes();
    void compares();
    void remembersItsColumns();
    void anEmptyOneOffersWaysOn();
    void nameAndAnswerShareTheRoom();
    void everythingHasAName();

private:
    fs::path file(int n) const { return fs::path(m_dir->path().toStdString()) / "rlmscope/library" / ("t" + std::to_string(n) + ".rlmscope"); }
    QModelIndex name(int row) const { return m_page->model()->index(row, LibraryModel::NameColumn); }
    void choose(int row) { m_page->table()->setCurrentIndex(name(row)); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Library> m_library;
    std::unique_ptr<LibraryPage> m_page;
};

void LibraryPageTest::init() {
    m_dir = std::make_unique<QTemporaryDir>();
    qputenv("XDG_DATA_HOME", m_dir->path().toUtf8());
    fs::create_directories(file(1).parent_path());
    for (int n = 1; n <= 4; ++n) {
        MadeRun made;
        made.run = runId(n);
        made.title = "run " + std::to_string(n);
        made.wall += n * 60'000'000'000LL;
        made.scores = {{"f1", 0.2 * n}};
        made.pico = n * 1'000'000'000LL;
        if (n == 2) made.status = "failed";
        if (n == 4) made.code = "chunks = pieces(lines, 200)", made.relations = {{"fork_of", runId(3), {}}};
        QVERIFY(write(file(n), made));
    }
    m_library = std::make_unique<Library>();
    m_page = std::make_unique<LibraryPage>(m_library.get());
    m_page->resize(1380, 800);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_library->open({file(1).parent_path(), {}}, fs::path(m_dir->path().toStdString()) / "index.sqlite");
    QTRY_COMPARE_WITH_TIMEOUT(m_page->model()->rowCount(), 4, Patience);
    m_page->table()->setFocus();
}

void LibraryPageTest::cleanup() {
    m_page.reset();
    m_library.reset();
    m_dir.reset();
}

void LibraryPageTest::nameAndAnswerShareTheRoom() {
    auto* table = m_page->table();
    const int name = table->columnWidth(LibraryModel::NameColumn), answer = table->columnWidth(LibraryModel::AnswerColumn);
    m_page->resize(2000, 800);
    QTRY_VERIFY(table->columnWidth(LibraryModel::NameColumn) > name);
    QVERIFY(table->columnWidth(LibraryModel::AnswerColumn) > answer);
    // What the user gives to one is taken from the other.
    const int both = table->columnWidth(LibraryModel::NameColumn) + table->columnWidth(LibraryModel::AnswerColumn);
    table->setColumnWidth(LibraryModel::AnswerColumn, 200);
    QVERIFY(std::abs(table->columnWidth(LibraryModel::AnswerColumn) - 200) <= 2);
    QCOMPARE(table->columnWidth(LibraryModel::NameColumn) + table->columnWidth(LibraryModel::AnswerColumn), both);
}

void LibraryPageTest::filters() {
    m_page->activateWindow();
    QTest::keyClick(m_page.get(), Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(m_page->filterField(), QStringLiteral("status:error"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->model()->rowCount(), 1, Patience);
    QVERIFY(m_page->summary().contains(QStringLiteral("1 of 4")));
    QTest::keyClick(m_page->filterField(), Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->model()->rowCount(), 4, Patience);
    QTest::keyClicks(m_page->filterField(), QStringLiteral("cost>x"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->filterField()->property("invalid").toBool(), Patience);
    QCOMPARE(m_page->findChild<QLabel*>(QStringLiteral("libraryShown"))->text(), m_page->model()->problem()); // said, not only drawn
}

void LibraryPageTest::opens() {
    QSignalSpy opened(m_page.get(), &LibraryPage::openRequested);
    choose(1);
    QTest::keyClick(m_page->table(), Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened[0][1].toString(), QString::fromStdString(runId(3).text()));
    const auto at = m_page->table()->visualRect(name(2)).center();
    QTest::mouseClick(m_page->table()->viewport(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(m_page->table()->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(opened.count(), 2);
    QCOMPARE(opened[1][0].toString(), QString::fromStdString(file(2).string()));
}

void LibraryPageTest::renames() {
    choose(0);
    QTest::keyClick(m_page->table(), Qt::Key_F2);
    auto* editor = m_page->table()->findChild<QLineEdit*>();
    QVERIFY(editor);
    QCOMPARE(editor->text(), QStringLiteral("run 4"));
    QTest::keyClicks(editor, QStringLiteral("two hundred"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(name(0).data().toString(), QStringLiteral("two hundred"), Patience);
    QTest::keyClick(m_page->table(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(name(0).data().toString(), QStringLiteral("run 4"), Patience);
}

void LibraryPageTest::tagsAndDeletes() {
    choose(0);
    m_library->tag(m_page->table()->selectedRuns(), QStringLiteral("keep"), true);
    QTRY_COMPARE_WITH_TIMEOUT(name(0).data(LibraryModel::TagsRole).toStringList(), QStringList{QStringLiteral("keep")}, Patience);
    QTest::keyClick(m_page->table(), Qt::Key_Delete);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->model()->rowCount(), 3, Patience);
    QVERIFY(m_page->notice()->isVisible());
    const auto ways = m_page->notice()->findChildren<QPushButton*>();
    const auto undo = std::find_if(ways.begin(), ways.end(), [](auto* b) { return b->text() == QLatin1String("Undo"); });
    QVERIFY(undo != ways.end());
    QTest::mouseClick(*undo, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->model()->rowCount(), 4, Patience);
    QVERIFY(!m_page->notice()->isVisible());
    // Purging asks first, with what it takes.
    choose(3);
    QTest::keyClick(m_page->table(), Qt::Key_Delete);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->model()->rowCount(), 3, Patience);
    m_page->askToPurge();
    QTRY_VERIFY_WITH_TIMEOUT(fs::exists(file(1)), Patience);
    const auto buttons = m_page->notice()->findChildren<QPushButton*>();
    const auto purge = std::find_if(buttons.begin(), buttons.end(), [](auto* b) { return b->text().startsWith(QLatin1String("Purge")); });
    QVERIFY(purge != buttons.end());
    QTest::mouseClick(*purge, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!fs::exists(file(1)), Patience);
}

void LibraryPageTest::compares() {
    QVERIFY(!m_page->compare()->isVisible());
    choose(0);
    QTest::keyClick(m_page->table(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(m_page->table()->selectedRuns().size(), 2);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->compare()->isVisible(), Patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->compare()->difference().has_value(), Patience);
    QVERIFY(m_page->compare()->difference()->differs);
    QVERIFY(m_page->compare()->difference()->what == library::RunDifference::What::Code);
    const auto* compared = m_page->compare()->findChild<ComparedModel*>();
    QCOMPARE(compared->columnCount(), 4);
    bool cost = false;
    for (int row = 0; row < compared->rowCount(); ++row)
        if (compared->index(row, 0).data().toString() == QLatin1String("Cost")) cost = compared->index(row, 3).data().toString().startsWith(QLatin1Char('+'));
    QVERIFY(cost);
    QTest::keyClick(m_page->table(), Qt::Key_D, Qt::ControlModifier);
    QVERIFY(!m_page->compare()->isVisible());
}

void LibraryPageTest::remembersItsColumns() {
    auto* table = m_page->table();
    table->setColumnHidden(LibraryModel::DepthColumn, false);
    table->sortByColumn(LibraryModel::CostColumn, Qt::AscendingOrder);
    auto* header = table->horizontalHeader();
    header->resizeSection(LibraryModel::CostColumn, 123); // as a user does
    const int words = table->columnWidth(LibraryModel::StateColumn);
    header->blockSignals(true); // of a language with shorter words
    header->resizeSection(LibraryModel::StateColumn, words / 2);
    header->blockSignals(false);
    const auto state = m_page->saveLayout();
    LibraryPage other(m_library.get());
    other.restoreLayout(state);
    QCOMPARE(other.table()->columnWidth(LibraryModel::CostColumn), 123);
    QCOMPARE(other.table()->columnWidth(LibraryModel::StateColumn), words);
    QVERIFY(!other.table()->isColumnHidden(LibraryModel::DepthColumn));
    QCOMPARE(other.model()->sortColumn(), int(LibraryModel::CostColumn));
    QVERIFY(!other.model()->isDescending());
    for (int size = 0; size < state.size(); size += 7) other.restoreLayout(state.left(size)); // cut anywhere
    other.restoreLayout(QByteArray("garbage"));
    QVERIFY(!other.table()->isColumnHidden(LibraryModel::NameColumn));
}

void LibraryPageTest::anEmptyOneOffersWaysOn() {
    const auto button = [](LibraryPage& page) {
        for (auto* each : page.table()->findChildren<QPushButton*>())
            if (each->text() == QStringLiteral("New run")) return each;
        return static_cast<QPushButton*>(nullptr);
    };
    QVERIFY(button(*m_page) && !button(*m_page)->isVisible());
    QTemporaryDir empty;
    Library none;
    LibraryPage page(&none);
    page.resize(1380, 800);
    page.show();
    none.open({fs::path(empty.path().toStdString()), {}}, fs::path(empty.filePath("index.sqlite").toStdString()));
    QTRY_VERIFY_WITH_TIMEOUT(button(page)->isVisible(), Patience);
    QSignalSpy wanted(&page, &LibraryPage::newRunRequested);
    button(page)->click();
    QCOMPARE(wanted.count(), 1);
}

void LibraryPageTest::everythingHasAName() {
    for (const auto* button : m_page->findChildren<QPushButton*>())
        if (button->isVisible()) QVERIFY(!button->text().isEmpty() || !button->accessibleName().isEmpty());
    for (const auto* field : m_page->findChildren<QLineEdit*>()) QVERIFY(!field->accessibleName().isEmpty() || field->objectName().startsWith(QLatin1String("qt_")));
    QVERIFY(!m_page->table()->accessibleName().isEmpty());
}

QTEST_MAIN(LibraryPageTest)
#include "tst_library_page.moc"
