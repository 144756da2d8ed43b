// The library as a person meets it: rows come and go while files do, what is changed shows at once and is in the files
// afterwards, and everything can be undone.
#include "itemmodels/format.h"
#include "itemmodels/library_model.h"
#include "library/library_files.h"
#include "trace/annotate.h"
#include "trace/trace_reader.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace rlmscope;
using namespace rlmscope::test;

namespace {

namespace fs = std::filesystem;

constexpr int Patience = 20'000;

} // namespace

class LibraryModelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_dir->path().toUtf8()); // annotations of traces that cannot be written lie there
        fs::create_directories(folder());
    }
    void cleanup() { m_dir.reset(); }

    void rowsArriveAndGo();
    void aFolderThatComesLater();
    void filtersSortsAndGroups();
    void filesThatCannotBeRead();
    void whatIsChangedIsInTheFile();
    void deleteAndUndo();
    void aFileThatCannotBeWritten();
    void aRunThatGoesOn();
    void purgeMergeSplit();
    void manyRowsOnAnotherThread();
    void theIndexIsUsedAgain();

private:
    fs::path folder() const { return fs::path(m_dir->path().toStdString()) / "rlmscope" / "library"; }
    fs::path file(const std::string& name) const { return folder() / (name + ".rlmscope"); }
    void add(int n, const std::function<void(MadeRun&)>& change = {}) {
        MadeRun made;
        made.run = runId(n);
        made.question = "question " + std::to_string(n);
        made.wall += n * 60'000'000'000LL;
        if (change) change(made);
        QVERIFY(write(file("t" + std::to_string(n)), made));
    }
    void open(Library& library) { library.open({folder(), {}}, fs::path(m_dir->path().toStdString()) / "index.sqlite"); }
    RunRef ref(int n) const { return {file("t" + std::to_string(n)), runId(n)}; }
    /// The numbers of the runs in the order of the table.
    QStringList order(const LibraryModel& model) const {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row) names << model.index(row, LibraryModel::NameColumn).data().toString().section(QLatin1Char(' '), -1);
        return names;
    }
    /// As the trace says it, read anew.
    library::RunDigest stored(int n) const { return library::digestFile(file("t" + std::to_string(n))).runs.at(0); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void LibraryModelTest::rowsArriveAndGo() {
    Library library;
    LibraryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLibrary(&library);
    add(1);
    add(2);
    open(library);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2, Patience);
    QCOMPARE(order(model), (QStringList{QStringLiteral("2"), QStringLiteral("1")}));
    const QPersistentModelIndex kept = model.index(1, LibraryModel::NameColumn);
    add(3); // seen without being told
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 3, Patience);
    QCOMPARE(kept.row(), 2);
    std::ofstream(file("broken")) << "not a trace";
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 4, Patience);
    fs::remove(file("t2"));
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 3, Patience);
    QVERIFY(kept.isValid());
    QCOMPARE(kept.data().toString(), QStringLiteral("question 1"));
    QTRY_VERIFY_WITH_TIMEOUT(!library.isScanning(), Patience);
}

void LibraryModelTest::aFolderThatComesLater() {
    fs::remove_all(folder().parent_path());
    Library library;
    LibraryModel model;
    model.setLibrary(&library);
    open(library);
    QTRY_VERIFY_WITH_TIMEOUT(library.isLoaded() && !library.isScanning(), Patience);
    QCOMPARE(model.rowCount(), 0);
    fs::create_directories(folder());
    add(1);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 1, Patience);
    QTest::qWait(600); // its own folder is watched by now
    add(2);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2, Patience);
}

void LibraryModelTest::filtersSortsAndGroups() {
    for (int n = 1; n <= 6; ++n) add(n, [n](MadeRun& made) {
        made.pico = (7 - n) * 1'000'000'000LL;
        if (n == 3) made.status = "failed";
        if (n == 4) made.relations = {{"fork_of", runId(2), {}}};
        if (n > 4) made.strategy = "direct";
    });
    Library library;
    LibraryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLibrary(&library);
    open(library);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 6, Patience);
    model.sort(LibraryModel::CostColumn, Qt::AscendingOrder);
    QCOMPARE(order(model).first(), QStringLiteral("6"));
    model.setQuery(QStringLiteral("status:error"));
    QCOMPARE(order(model), QStringList{QStringLiteral("3")});
    QCOMPARE(model.shown(), 1);
    QCOMPARE(model.total(), 6);
    model.setQuery(QStringLiteral("cost>abc"));
    QVERIFY(!model.problem().isEmpty());
    model.setQuery({});
    QCOMPARE(model.rowCount(), 6);
    model.sort(LibraryModel::NumberColumn, Qt::DescendingOrder);
    QCOMPARE(model.index(2, LibraryModel::NameColumn).data(LibraryModel::RelationRole).toString(), QStringLiteral("fork of #2"));
    QVERIFY(model.line(2)->hasLane);
    model.setGroup(library::GroupBy::Strategy);
    QCOMPARE(model.rowCount(), 8);
    QVERIFY(model.groupOf(0));
    QCOMPARE(model.groupOf(0)->rows, 2);
    model.setFolded(0, true);
    QCOMPARE(model.rowCount(), 6);
    model.setFolded(0, false);
    for (const auto group : {library::GroupBy::Question, library::GroupBy::Day, library::GroupBy::Family, library::GroupBy::Model, library::GroupBy::None}) model.setGroup(group);
    QCOMPARE(model.rowCount(), 6);
    for (int column = 0; column < LibraryModel::ColumnCount; ++column) {
        model.sort(column, Qt::AscendingOrder);
        QCOMPARE(model.rowCount(), 6);
        for (int row = 0; row < 6; ++row)
            for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)}) (void)model.index(row, column).data(role);
    }
}

void LibraryModelTest::filesThatCannotBeRead() {
    add(1);
    std::ofstream(file("broken")) << "not a trace";
    Library library;
    LibraryModel model;
    model.setLibrary(&library);
    open(library);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2, Patience);
    model.setGroup(library::GroupBy::Family);
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row) {
        if (!model.groupOf(row)) continue;
        names << model.index(row, LibraryModel::NameColumn).data().toString();
        const bool read = names.last() == QStringLiteral("Runs without relatives");
        QCOMPARE(model.index(row, LibraryModel::TokensColumn).data().toString() == format::unknown(), !read); // not 0
    }
    names.sort();
    QCOMPARE(names, (QStringList{QStringLiteral("Not readable"), QStringLiteral("Runs without relatives")}));
}

void LibraryModelTest::whatIsChangedIsInTheFile() {
    add(1);
    add(2);
    Library library;
    LibraryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLibrary(&library);
    open(library);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2, Patience);
    const int row = model.rowOf(ref(1));
    QVERIFY(model.setData(model.index(row, LibraryModel::NameColumn), QStringLiteral("  my  name "), Qt::EditRole));
    library.tag({ref(1), ref(2)}, QStringLiteral("lesson"), true);
    const auto nameOf = [&](int n) { return model.index(model.rowOf(ref(n)), LibraryModel::NameColumn).data().toString(); };
    QTRY_COMPARE_WITH_TIMEOUT(nameOf(1), QStringLiteral("my name"), Patience);
    QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(stored(1).title), QStringLiteral("my name"), Patience);
    QTRY_COMPARE_WITH_TIMEOUT(stored(2).tags, std::vector<std::string>{"lesson"}, Patience);
    QTRY_VERIFY_WITH_TIMEOUT(!library.isScanning(), Patience);
    QCOMPARE(nameOf(1), QStringLiteral("my name")); // a scan does not take it back
    model.setQuery(QStringLiteral("tag:lesson"));
    QCOMPARE(model.rowCount(), 2);
    library.undoStack()->undo();
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 0, Patience);
    library.undoStack()->undo();
    model.setQuery({});
    QTRY_COMPARE_WITH_TIMEOUT(nameOf(1), QStringLiteral("question 1"), Patience);
    QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(stored(1).title), QString(), Patience);
    QTRY_VERIFY_WITH_TIMEOUT(stored(2).tags.empty(), Patience);
    library.undoStack()->redo();
    QTRY_COMPARE_WITH_TIMEOUT(nameOf(1), QStringLiteral("my name"), Patience);
    // What changes nothing is nothing to undo.
    const int before = library.undoStack()->count();
    library.rename(ref(1), QStringLiteral("my name"));
    library.tag({ref(1)}, QStringLiteral(" , "), true);
    QCOMPARE(library.undoStack()->count(), before);
}

void LibraryModelTest::deleteAndUndo() {
    for (int n = 1; n <= 3; ++n) add(n);
    Library library;
    LibraryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLibrary(&library);
    open(library);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 3, Patience);
    QSignalSpy told(&library, &Library::hiddenNotice);
    library.setHidden({ref(1), ref(3)}, true);
    QCOMPARE(told.count(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(order(model), QStringList{QStringLiteral("2")}, Patience);
    QCOMPARE(model.hidden(), 2);
    QCOMPARE(model.index(0, LibraryModel::NumberColumn).data().toString(), QStringLiteral("2")); // numbers stay
    QTRY_VERIFY_WITH_TIMEOUT(stored(1).hidden && stored(3).hidden, Patience);
    model.setShowHidden(true);
    QCOMPARE(model.rowCount(), 3);
    model.setShowHidden(false);
    library.undoStack()->undo();
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 3, Patience);
    QTRY_VERIFY_WITH_TIMEOUT(!stored(1).hidden && !stored(3).hidden, Patience);
}

void LibraryModelTest::aFileThatCannotBeWritten() {
    add(1);
    // Not in the library folder of this user: what is said about it stays beside it.
    QTemporaryDir elsewhere;
    const auto foreign = fs::path(elsewhere.path().toStdString()) / "f.rlmscope";
    MadeRun made;
    made.run = runId(50);
    QVERIFY(write(foreign, made));
    const RunRef run{foreign, runId(50)};
    {
        Library library;
        LibraryModel model;
        model.setLibrary(&library);
        library.open({folder(), {foreign}}, fs::path(m_dir->path().toStdString()) / "index.sqlite");
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2, Patience);
        library.rename(run, QStringLiteral("theirs"));
        QTRY_VERIFY_WITH_TIMEOUT(fs::exists(annotationSidecar(runId(50))), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(model.index(model.rowOf(run), LibraryModel::NameColumn).data().toString(), QStringLiteral("theirs"), Patience);
    }
    QVERIFY(library::digestFile(foreign).runs.at(0).title.empty());
    Library library;
    LibraryModel model;
    model.setLibrary(&library);
    library.open({folder(), {foreign}}, fs::path(m_dir->path().toStdString()) / "index.sqlite");
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(model.index(model.rowOf(run), LibraryModel::NameColumn).data().toString(), QStringLiteral("theirs"), Patience);
}

void LibraryModelTest::aRunThatGoesOn() {
    auto writer = TraceWriter::open(file("t1")).value();
    auto sink = writer->beginRun(runId(1)).value();
    RunStarted started;
    started.spec.question = "question 1";
    sink->append({}, {}, started);
    QVERIFY(sink->flush());
    Library library;
    LibraryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLibrary(&library);
    open(library);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 1, Patience);
    QCOMPARE(model.index(0, 0).data(LibraryModel::RunningRole).toBool(), true);
    QSignalSpy told(&library, &Library::notice);
    library.setHidden({ref(1)}, true);
    QCOMPARE(told.count(), 1);
    library.rename(ref(1), QStringLiteral("later")); // waits beside it
    QTRY_VERIFY_WITH_TIMEOUT(fs::exists(annotationSidecar(runId(1))), Patience);
    RunEnded ended;
    ended.status = "answered";
    sink->append({}, {}, ended);
    QVERIFY(writer->finish());
    sink.reset();
    writer.reset();
    QTRY_COMPARE_WITH_TIMEOUT(model.index(0, LibraryModel::StateColumn).data().toString(), QStringLiteral("ok"), Patience);
    library.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(stored(1).title), QStringLiteral("later"), Patience);
    QTRY_COMPARE_WITH_TIMEOUT(model.index(0, LibraryModel::NameColumn).data().toString(), QStringLiteral("later"), Patience);
}

void LibraryModelTest::purgeMergeSplit() {
    for (int n = 1; n <= 3; ++n) add(n);
    Library library;
    LibraryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLibrary(&library);
    open(library);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 3, Patience);
    library.merge({ref(1), ref(2)});
    const auto family = file("t1-family");
    QTRY_VERIFY_WITH_TIMEOUT(!library.isWorking(), Patience);
    QVERIFY(fs::exists(family));
    QTRY_VERIFY_WITH_TIMEOUT(model.rowOf({family, runId(2)}) >= 0 && model.rowCount() == 3, Patience);
    QVERIFY(!fs::exists(file("t1"))); // in the trash
    // An open file is not rewritten.
    library.setOpenFiles({family});
    QVERIFY(!library.purgePlan({{family, runId(1)}}).refusal.isEmpty());
    library.setOpenFiles({});
    const auto plan = library.purgePlan({{family, runId(1)}, ref(3)});
    QVERIFY(plan.refusal.isEmpty());
    QCOMPARE(plan.rewritten, std::vector<fs::path>{family});
    QCOMPARE(plan.trashed, std::vector<fs::path>{file("t3")});
    library.purge(plan);
    QTRY_VERIFY_WITH_TIMEOUT(!library.isWorking(), Patience);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 1, Patience);
    QCOMPARE(TraceReader::open(family).value()->runs()->size(), std::size_t{1});
    add(4, [&](MadeRun&) {});
    MadeRun other;
    other.run = runId(60);
    QVERIFY(write(file("t4"), other));
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 3, Patience);
    library.split(file("t4"));
    QTRY_VERIFY_WITH_TIMEOUT(!library.isWorking(), Patience);
    QTRY_VERIFY_WITH_TIMEOUT(!fs::exists(file("t4")) && model.rowCount() == 3, Patience);
}

void LibraryModelTest::manyRowsOnAnotherThread() {
    // More runs than are arranged in the GUI thread, in a handful of files.
    constexpr int Files = 5, Each = 500;
    for (int f = 0; f < Files; ++f) {
        const auto writer = TraceWriter::open(file("many" + std::to_string(f))).value();
        for (int i = 0; i < Each; ++i) {
            const auto sink = writer->beginRun(runId(f * Each + i)).value();
            RunStarted started;
            started.spec.question = "question " + std::to_string(i);
            sink->append({}, {}, started);
            sink->append({}, {}, RunEnded{"answered", "answer", {}, {}, {}});
        }
        QVERIFY(writer->finish());
    }
    Library library;
    LibraryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLibrary(&library);
    open(library);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), Files * Each, Patience);
    model.setQuery(QStringLiteral("\"question 49\"")); // 49 and 490 to 499
    QVERIFY(!model.isSettled());
    QTRY_VERIFY_WITH_TIMEOUT(model.isSettled(), Patience);
    QCOMPARE(model.rowCount(), Files * 11);
    model.setQuery(QStringLiteral("nothing like it"));
    model.setQuery(QStringLiteral("\"question 499\"")); // the newest question wins
    QTRY_VERIFY_WITH_TIMEOUT(model.isSettled(), Patience);
    QCOMPARE(model.rowCount(), Files);
}

void LibraryModelTest::theIndexIsUsedAgain() {
    add(1);
    const auto index = fs::path(m_dir->path().toStdString()) / "index.sqlite";
    {
        Library library;
        open(library);
        QTRY_COMPARE_WITH_TIMEOUT(library.rows()->size(), std::size_t{1}, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(!library.isScanning(), Patience);
    }
    QVERIFY(fs::exists(index));
    fs::remove(index);
    std::ofstream(index) << "garbage";
    Library library;
    open(library);
    QTRY_COMPARE_WITH_TIMEOUT(library.rows()->size(), std::size_t{1}, Patience);
}

QTEST_GUILESS_MAIN(LibraryModelTest)
#include "tst_library_model.moc"
