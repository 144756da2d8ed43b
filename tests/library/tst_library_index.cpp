// The index of the library: it says what the traces say, after each change, and comes back whatever happens to it.
#include "library/library_index.h"
#include "library/library_row.h"
#include "library/library_scan.h"
#include "library_files.h"
#include "trace/schema.h"

#include <QTemporaryDir>
#include <QTest>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fstream>
#include <sqlite3.h>

using namespace rlmscope;
using namespace rlmscope::library;
using namespace rlmscope::test;

namespace {

namespace fs = std::filesystem;

struct Seen {
    std::map<fs::path, FileDigest> files;
    std::vector<fs::path> gone;
    std::size_t reads = 0, batches = 0;
};

Seen look(const LibraryFolders& folders, KnownFiles& known) {
    Seen seen;
    ScanEvents events;
    events.read = [&](std::vector<FileDigest> batch) {
        ++seen.batches;
        seen.reads += batch.size();
        for (auto& file : batch) seen.files[file.file] = std::move(file);
    };
    events.gone = [&](std::vector<fs::path> gone) { seen.gone = std::move(gone); };
    scan(folders, known, events);
    return seen;
}

} // namespace

class LibraryIndexTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void digestSaysWhatTheTraceSays();
    void onlyWhatChangedIsRead();
    void damagedAndHostileFilesAreRows();
    void aRunThatIsBeingWritten();
    void theIndexKeepsEverything();
    void aDamagedIndexIsMadeAnew_data();
    void aDamagedIndexIsMadeAnew();
    void foldersAndLinks();
    void stopsWhenAsked();

private:
    fs::path file(const std::string& name) const { return fs::path(m_dir->path().toStdString()) / name; }
    LibraryFolders folders() const { return {m_dir->path().toStdString(), {}}; }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void LibraryIndexTest::digestSaysWhatTheTraceSays() {
    MadeRun made;
    made.run = runId(1);
    made.title = "given title";
    made.tags = {"lesson", "keep"};
    made.scores = {{"f1", 0.5}, {"f1", 0.91}};
    made.relations = {{"fork_of", runId(7), {12}}};
    made.answer = "1,131\nand a second line";
    QVERIFY(write(file("a.rlmscope"), made));
    const auto digest = digestFile(file("a.rlmscope"));
    QVERIFY(digest.error.empty());
    QCOMPARE(digest.runs.size(), std::size_t{1});
    const auto& run = digest.runs.front();
    QCOMPARE(run.run, runId(1));
    QCOMPARE(run.status, std::string("answered"));
    QCOMPARE(run.title, std::string("given title"));
    QCOMPARE(run.question, std::string("How many?"));
    QCOMPARE(run.answer, std::string("1,131 and a second line"));
    QCOMPARE(run.calls, std::int64_t{8});
    QCOMPARE(run.subCalls, std::int64_t{6});
    QCOMPARE(run.cost.value, std::int64_t{8 * 1'500'000'000LL});
    QCOMPARE(run.usage.input(), Tokens{32'000});
    QCOMPARE(run.usage.output, Tokens{2'800});
    QCOMPARE(run.models, (std::vector<std::string>{"openai:gpt-5", "openai:gpt-5-mini"}));
    QCOMPARE(run.tags, (std::vector<std::string>{"lesson", "keep"}));
    QCOMPARE(run.scores.size(), std::size_t{1});
    QCOMPARE(run.scores.front().value, 0.91);
    QCOMPARE(run.relations.front().type, std::string("fork_of"));
    QCOMPARE(run.wall, made.wall);
    QCOMPARE(run.duration, made.lasts);
    QVERIFY(!run.hidden && !run.simulated && !run.costUnknown);
    QVERIFY(rowsOf(digest).front()->state == RunState::Ok);
}

void LibraryIndexTest::onlyWhatChangedIsRead() {
    for (int i = 1; i <= 5; ++i) QVERIFY(write(file("t" + std::to_string(i) + ".rlmscope"), {runId(i)}));
    KnownFiles known;
    QCOMPARE(look(folders(), known).reads, std::size_t{5});
    QCOMPARE(look(folders(), known).reads, std::size_t{0});
    MadeRun more;
    more.run = runId(20);
    QVERIFY(write(file("t2.rlmscope"), more));
    fs::remove(file("t4.rlmscope"));
    QVERIFY(write(file("new.rlmscope"), {runId(21)}));
    const auto seen = look(folders(), known);
    QCOMPARE(seen.reads, std::size_t{2});
    QCOMPARE(seen.files.at(file("t2.rlmscope")).runs.size(), std::size_t{2});
    QCOMPARE(seen.gone, std::vector<fs::path>{file("t4.rlmscope")});
    QCOMPARE(known.size(), std::size_t{5});
}

void LibraryIndexTest::damagedAndHostileFilesAreRows() {
    std::ofstream(file("text.rlmscope")) << "not a trace";
    std::ofstream(file("empty.rlmscope")).flush();
    for (const char* name : {"view", "trigger", "bomb", "pages", "future"}) QVERIFY(write(file(std::string(name) + ".rlmscope"), {runId(3)}));
    const auto change = [&](const char* name, const std::string& sql) {
        SQLite::Database db(file(name).string(), SQLite::OPEN_READWRITE);
        db.exec(sql);
    };
    change("view.rlmscope", "CREATE VIEW v AS SELECT * FROM events");
    change("trigger.rlmscope", "CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM runs; END");
    change("bomb.rlmscope", "UPDATE pages SET bytes = 1000000000000");
    change("pages.rlmscope", "UPDATE pages SET data = x'28b52ffd00'");
    change("future.rlmscope", "PRAGMA user_version = 99");
    QVERIFY(write(file("good.rlmscope"), {runId(4)}));
    KnownFiles known;
    const auto seen = look(folders(), known);
    QCOMPARE(seen.files.size(), std::size_t{8});
    for (const char* name : {"text", "empty", "view", "trigger", "future"}) {
        const auto& digest = seen.files.at(file(std::string(name) + ".rlmscope"));
        QVERIFY2(!digest.error.empty(), name);
        const auto rows = rowsOf(digest);
        QCOMPARE(rows.size(), std::size_t{1});
        QVERIFY(rows.front()->state == RunState::Damaged);
        QVERIFY(rows.front()->name().find(name) != std::string::npos);
        QVERIFY(rows.front()->run.wall > 0);
    }
    for (const char* name : {"bomb", "pages"}) {
        const auto rows = rowsOf(seen.files.at(file(std::string(name) + ".rlmscope")));
        QCOMPARE(rows.size(), std::size_t{1});
        QVERIFY2(!rows.front()->run.damage.empty(), name);
    }
    QVERIFY(rowsOf(seen.files.at(file("good.rlmscope"))).front()->state == RunState::Ok);
}

void LibraryIndexTest::aRunThatIsBeingWritten() {
    auto writer = TraceWriter::open(file("live.rlmscope")).value();
    auto sink = writer->beginRun(runId(1)).value();
    sink->append({}, {}, RunStarted{});
    QVERIFY(sink->flush());
    KnownFiles known;
    QCOMPARE(look(folders(), known).files.at(file("live.rlmscope")).runs.front().status, std::string("running"));
    // Its process dies: the file stays as it is, only the lock goes.
    sink.reset();
    writer.reset();
    const auto seen = look(folders(), known);
    QCOMPARE(seen.reads, std::size_t{1});
    QCOMPARE(seen.files.at(file("live.rlmscope")).runs.front().status, std::string("interrupted"));
    QCOMPARE(look(folders(), known).reads, std::size_t{0});
}

void LibraryIndexTest::theIndexKeepsEverything() {
    MadeRun made;
    made.run = runId(1);
    made.tags = {"a, b", "ü"};
    made.scores = {{"f1", 0.1}, {"em", 1}};
    made.relations = {{"fork_of", runId(7), {12}}, {"imported_from", runId(8), {}}};
    made.imported = "rlm";
    made.warning = "careful";
    made.costUnknown = true;
    QVERIFY(write(file("a.rlmscope"), made));
    std::ofstream(file("b\xFF.rlmscope")) << "not a trace, and not a name";
    KnownFiles known;
    const auto seen = look(folders(), known);
    QCOMPARE(seen.files.size(), std::size_t{2});
    const auto path = file("index.sqlite");
    {
        const auto index = LibraryIndex::open(path);
        QVERIFY(index);
        QVERIFY((*index)->isFresh());
        std::vector<FileDigest> all;
        for (const auto& [name, digest] : seen.files) all.push_back(digest);
        QVERIFY((*index)->put(all));
        QVERIFY((*index)->put(all)); // again is the same
    }
    const auto index = LibraryIndex::open(path);
    QVERIFY(index);
    QVERIFY(!(*index)->isFresh());
    const auto loaded = (*index)->load();
    QCOMPARE(loaded.size(), std::size_t{2});
    for (const auto& digest : loaded) {
        const auto& was = seen.files.at(digest.file);
        QVERIFY(digest.stamp == was.stamp);
        QCOMPARE(digest.error, was.error);
        QVERIFY(digest.runs == was.runs);
    }
    QVERIFY((*index)->remove({file("a.rlmscope")}));
    QCOMPARE((*index)->load().size(), std::size_t{1});
}

void LibraryIndexTest::aDamagedIndexIsMadeAnew_data() {
    QTest::addColumn<int>("how");
    for (int how = 0; how < 5; ++how) QTest::addRow("%d", how) << how;
}

void LibraryIndexTest::aDamagedIndexIsMadeAnew() {
    QFETCH(int, how);
    QVERIFY(write(file("a.rlmscope"), {runId(1)}));
    const auto path = file("index.sqlite");
    {
        const auto index = LibraryIndex::open(path).value();
        QVERIFY(index->put({digestFile(file("a.rlmscope"))}));
    }
    if (how == 0) std::ofstream(path) << "garbage";
    else if (how == 1) fs::resize_file(path, 5000);
    else if (how == 2) std::ofstream(path, std::ios::trunc).flush();
    else if (how == 3) SQLite::Database(path.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 12345");
    else SQLite::Database(path.string(), SQLite::OPEN_READWRITE).exec("DROP TABLE runs; CREATE TABLE runs(x)");
    const auto index = LibraryIndex::open(path);
    QVERIFY(index);
    const auto loaded = (*index)->load();
    QVERIFY(loaded.empty() || how == 1); // a cut file may still hold the first pages
    QVERIFY((*index)->put({digestFile(file("a.rlmscope"))}));
    QCOMPARE((*index)->load().size(), std::size_t{1});
}

void LibraryIndexTest::foldersAndLinks() {
    fs::create_directories(file("deep/er"));
    QVERIFY(write(file("deep/er/a.rlmscope"), {runId(1)}));
    QTemporaryDir other;
    const fs::path otherFolder = other.path().toStdString();
    QVERIFY(write(otherFolder / "b.rlmscope", {runId(2)}));
    QVERIFY(write(otherFolder / "c.rlmscope", {runId(3)}));
    fs::create_directory_symlink(otherFolder, file("link"));
    fs::create_directory_symlink(m_dir->path().toStdString(), file("deep/circle"));
    QCOMPARE(findTraces(folders()).size(), std::size_t{1});
    QCOMPARE(findTraces({m_dir->path().toStdString(), {otherFolder / "b.rlmscope"}}).size(), std::size_t{2});
    QCOMPARE(findTraces({m_dir->path().toStdString(), {otherFolder}}).size(), std::size_t{3});
    QVERIFY(findTraces({"/nowhere/at/all", {}}).empty());
}

void LibraryIndexTest::stopsWhenAsked() {
    for (int i = 1; i <= 20; ++i) QVERIFY(write(file("t" + std::to_string(i) + ".rlmscope"), {runId(i)}));
    KnownFiles known;
    ScanEvents events;
    std::size_t read = 0;
    events.read = [&](std::vector<FileDigest> batch) { read += batch.size(); };
    events.stop = [] { return true; };
    scan(folders(), known, events);
    QCOMPARE(read, std::size_t{0});
    QVERIFY(known.empty());
    QCOMPARE(look(folders(), known).reads, std::size_t{20});
}

QTEST_GUILESS_MAIN(LibraryIndexTest)
#include "tst_library_index.moc"
