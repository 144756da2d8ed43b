// Traces from strangers and from broken disks: whatever the bytes, opening and reading ends with values or errors.
#include "trace/compression.h"
#include "trace/schema.h"
#include "trace/store_support.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <fstream>
#include <random>
#include <sqlite3.h>
#include <sstream>
#include <unistd.h>

using namespace rlmscope;
using namespace rlmscope::teststore;

namespace {

std::string slurp(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}
void spill(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// Every text of an event.
void loadTexts(TraceReader& reader, const Event& event) {
    if (const auto* output = std::get_if<CellOutput>(&event.body)) {
        (void)reader.load(output->text, 1 << 24);
        (void)reader.loadSlice(output->text, 10, 100);
    }
    if (std::holds_alternative<ModelCallStarted>(event.body)) (void)reader.messagesOf(RunId{}, event.node);
}

/// Opens and reads everything there is; the number of events seen.
std::size_t readEverything(const std::filesystem::path& path) {
    const auto opened = TraceReader::open(path);
    if (!opened) return 0;
    auto& reader = **opened;
    const auto runs = reader.runs();
    if (!runs) return 0;
    std::size_t seen = 0;
    for (const auto& run : *runs) {
        const auto status = reader.forEachEvent(run.id, 1, [&](const Event& event) {
            ++seen;
            loadTexts(reader, event);
            if (std::holds_alternative<ModelCallStarted>(event.body)) (void)reader.messagesOf(run.id, event.node);
            return true;
        });
        (void)status;
    }
    return seen;
}

} // namespace

class TraceDamageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        m_run = RunId::random();
        const auto w = TraceWriter::open(file("good")).value();
        auto sink = w->beginRun(m_run).value();
        writeRun(*sink, 3);
        sink->append({}, {}, CellOutput{OutputStream::Stdout, std::string(3000, 'o') + std::string(300, 'p'), false});
        VERIFY_OK(w->finish());
        sink->append({}, {}, CellOutput{OutputStream::Stdout, std::string(900, 'h'), false}); // hot rows too
        VERIFY_OK(sink->flush());
        sink.reset();
    }
    void cleanup() { m_dir.reset(); }

    void cutAnywhere();
    void everyByteFlipped();
    void randomGarbageInside();
    void cutAndFlippedLog();
    void foreignSchemas_data();
    void foreignSchemas();
    void wrongVersions();
    void hostileRows_data();
    void hostileRows();
    void bombs();
    void damagedEventsArePassedOver();
    void foreignJournalIsNotFollowed();

private:
    std::filesystem::path file(const char* name) const { return (m_dir->path() + "/" + name).toStdString(); }
    /// Changes a copy of the good trace with SQL and returns its name.
    std::filesystem::path changed(const std::vector<std::string>& statements) {
        const auto path = file("changed");
        for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(schema::withSuffix(path, suffix));
        spill(path, slurp(file("good")));
        SQLite::Database db(path.string(), SQLite::OPEN_READWRITE);
        for (const auto& statement : statements) db.exec(statement);
        return path;
    }
    std::unique_ptr<QTemporaryDir> m_dir;
    RunId m_run;
};

void TraceDamageTest::cutAnywhere() {
    const auto bytes = slurp(file("good"));
    const auto whole = readEverything(file("good"));
    QVERIFY(whole > 20);
    for (std::size_t length = 0; length < bytes.size(); length += length < 200 ? 1 : 509) {
        spill(file("cut"), std::string_view(bytes).substr(0, length));
        QVERIFY(readEverything(file("cut")) <= whole);
        if (length < 100) QVERIFY(!TraceReader::open(file("cut")).ok());
    }
}

void TraceDamageTest::everyByteFlipped() {
    const auto bytes = slurp(file("good"));
    const auto whole = readEverything(file("good"));
    spill(file("flipped"), bytes);
    const int fd = open(file("flipped").c_str(), O_RDWR | O_CLOEXEC);
    QVERIFY(fd >= 0);
    std::mt19937 random(3);
    std::size_t read = 0, tries = 0;
    // Every byte of the header, and samples of the rest: the file is mostly free space inside pages.
    for (std::size_t i = 0; i < bytes.size(); i += i < 200 ? 1 : i < 4096 ? 3 : 29) {
        const char other = static_cast<char>(bytes[i] ^ static_cast<char>(1U << random() % 8));
        QVERIFY(pwrite(fd, &other, 1, static_cast<off_t>(i)) == 1);
        const auto seen = readEverything(file("flipped"));
        QVERIFY(pwrite(fd, &bytes[i], 1, static_cast<off_t>(i)) == 1);
        QVERIFY(seen <= whole + 1);
        read += seen == whole;
        ++tries;
    }
    close(fd);
    QVERIFY(read > tries / 4); // most flips hit nothing that matters
    QVERIFY(read < tries);
}

void TraceDamageTest::randomGarbageInside() {
    const auto bytes = slurp(file("good"));
    std::mt19937 random(4);
    for (int round = 0; round < 300; ++round) {
        auto damaged = bytes;
        for (int n = 1 + static_cast<int>(random() % 40); n > 0; --n) {
            const auto at = 100 + random() % (damaged.size() - 100);
            const auto length = std::min<std::size_t>(1 + random() % 64, damaged.size() - at);
            for (std::size_t i = 0; i < length; ++i) damaged[at + i] = static_cast<char>(random());
        }
        spill(file("garbage"), damaged);
        (void)readEverything(file("garbage"));
    }
}

// What a crash leaves: the file and its log. The log of a stranger may be anything.
void TraceDamageTest::cutAndFlippedLog() {
    const auto w = TraceWriter::open(file("live")).value();
    auto sink = w->beginRun(RunId::random()).value();
    writeRun(*sink, 3);
    VERIFY_OK(sink->flush());
    const auto base = slurp(file("live")), log = slurp(file("live-wal"));
    QVERIFY(log.size() > 4096);
    std::mt19937 random(5);
    const auto attempt = [&](std::string_view changedLog) {
        std::filesystem::remove(file("dead-shm"));
        spill(file("dead"), base);
        spill(file("dead-wal"), changedLog);
        return readEverything(file("dead"));
    };
    const auto whole = attempt(log);
    QVERIFY(whole > 20);
    for (std::size_t length = 0; length < log.size(); length += 331) QVERIFY(attempt(std::string_view(log).substr(0, length)) <= whole);
    for (int round = 0; round < 200; ++round) {
        auto damaged = log;
        damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
        QVERIFY(attempt(damaged) <= whole + 1);
    }
}

void TraceDamageTest::foreignSchemas_data() {
    QTest::addColumn<QString>("sql");
    QTest::newRow("trigger") << "CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM events; END";
    QTest::newRow("view") << "CREATE VIEW v AS SELECT * FROM runs";
    QTest::newRow("view for a table") << "ALTER TABLE runs RENAME TO hidden; CREATE VIEW runs AS SELECT * FROM hidden";
    QTest::newRow("virtual table") << "CREATE VIRTUAL TABLE f USING fts5(x)";
    QTest::newRow("extra table") << "CREATE TABLE extra(x)";
    QTest::newRow("extra index") << "CREATE INDEX i ON texts(size)";
    QTest::newRow("index on an expression") << "CREATE INDEX i ON texts(abs(size))";
    QTest::newRow("missing table") << "DROP TABLE packs";
    QTest::newRow("other column") << "ALTER TABLE packs ADD COLUMN x TEXT";
    QTest::newRow("statistics") << "ANALYZE";
}

void TraceDamageTest::foreignSchemas() {
    QFETCH(QString, sql);
    const auto path = changed({sql.toStdString()});
    for (const auto& error : {TraceReader::open(path).error(), TraceWriter::open(path).error()}) {
        QVERIFY2(error.kind == ErrorKind::Corrupt, error.message.c_str());
        QVERIFY2(error.message.find("tables") != std::string::npos, error.message.c_str());
    }
}

void TraceDamageTest::wrongVersions() {
    const auto newer = TraceReader::open(changed({"PRAGMA user_version = 2"}));
    QVERIFY(!newer.ok() && newer.error().kind == ErrorKind::Unsupported);
    QVERIFY(newer.error().message.find("newer version") != std::string::npos);
    QVERIFY(!TraceReader::open(changed({"PRAGMA user_version = -1"})).ok());
    QVERIFY(!TraceReader::open(changed({"PRAGMA user_version = 0"})).ok());
    QVERIFY(!TraceReader::open(changed({"PRAGMA application_id = 1"})).ok());
    VERIFY_OK(TraceReader::open(changed({})));
}

void TraceDamageTest::hostileRows_data() {
    QTest::addColumn<QString>("sql");
    QTest::newRow("giant seq") << "INSERT INTO events VALUES(1, 9223372036854775807, '[9223372036854775807,0,0,1,0,\"note\",{}]')";
    QTest::newRow("negative seq") << "INSERT INTO events VALUES(1, -5, '[1,0,0,1,0,\"note\",{}]')";
    QTest::newRow("not JSON") << "INSERT INTO events VALUES(1, 1000, '[[[[')";
    QTest::newRow("deep JSON") << "INSERT INTO events VALUES(1, 1000, '[1000,0,0,1,0,\"x\",' || replace(hex(zeroblob(500000)), '00', '[') || ']')";
    QTest::newRow("empty line") << "INSERT INTO events VALUES(1, 1000, '')";
    QTest::newRow("huge numbers") << "INSERT INTO events VALUES(1, 1000, '[1e999,99999999999999999999,-1,-1,1.5,7,[]]')";
    QTest::newRow("negative sizes") << "UPDATE pages SET bytes = -1";
    QTest::newRow("giant sizes") << "UPDATE pages SET bytes = 9223372036854775807";
    QTest::newRow("page of nothing") << "UPDATE pages SET data = x''";
    QTest::newRow("page upside down") << "UPDATE pages SET first = last, last = first";
    QTest::newRow("endless page") << "UPDATE pages SET last = 9223372036854775807";
    QTest::newRow("overlapping pages") << "INSERT INTO pages(run, first, last, bytes, data) SELECT run, first + 3, last + 9, bytes, data FROM pages";
    QTest::newRow("giant packs") << "UPDATE packs SET bytes = 9223372036854775807";
    QTest::newRow("negative places") << "UPDATE blobs SET place = -1";
    QTest::newRow("far places") << "UPDATE blobs SET place = 1 << 39";
    QTest::newRow("giant blobs") << "UPDATE blobs SET size = 9223372036854775807";
    QTest::newRow("chunks that are none") << "UPDATE blobs SET form = 2, size = 1 << 39";
    QTest::newRow("recipes that are none") << "UPDATE blobs SET form = 4";
    QTest::newRow("unknown form") << "UPDATE blobs SET form = 77";
    QTest::newRow("packs elsewhere") << "UPDATE blobs SET pack = 9223372036854775807";
    QTest::newRow("ids too short") << "UPDATE runs SET id = x'00'";
    QTest::newRow("no runs") << "DELETE FROM runs";
    QTest::newRow("texts too short") << "UPDATE texts SET size = 100000000";
    QTest::newRow("texts in a wrong form") << "UPDATE texts SET form = 1 - form";
}

void TraceDamageTest::hostileRows() {
    QFETCH(QString, sql);
    const auto path = changed({sql.toStdString()});
    (void)readEverything(path);
    // A writer must survive it as well.
    if (const auto w = TraceWriter::open(path)) {
        if (const auto sink = (*w)->beginRun(m_run)) (*sink)->append({}, {}, Note{"more", "info"});
        (void)(*w)->finish();
    }
    (void)readEverything(path);
}

void TraceDamageTest::bombs() {
    const auto path = changed({});
    const auto bomb = compress(std::string(300 << 20, '\0'), 1); // a few kilobytes
    QVERIFY(bomb.size() < 100'000);
    {
        SQLite::Database db(path.string(), SQLite::OPEN_READWRITE);
        for (const char* sql : {"UPDATE pages SET data = ?, bytes = 314572800", "UPDATE packs SET data = ?, bytes = 314572800"}) {
            SQLite::Statement update(db, sql);
            update.bind(1, bomb.data(), static_cast<int>(bomb.size()));
            update.exec();
        }
    }
    const auto reader = TraceReader::open(path);
    VERIFY_OK(reader);
    const auto status = (*reader)->forEachEvent(m_run, 1, [](const Event&) { return true; });
    QVERIFY(!status.ok());
    QVERIFY2(status.error().message.find("314572800") != std::string::npos, status.error().message.c_str());
    // The same size, but the frame itself does not tell.
    QVERIFY(!inflate(bomb, 1000, 1 << 20).ok());
    QVERIFY(!inflate(bomb, 1ULL << 60, 1 << 20).ok());
    QVERIFY(!inflate("", 0, 1 << 20).ok());
    QVERIFY(!inflate("garbage", 7, 1 << 20).ok());
    QCOMPARE(*inflate(compress("text", 3), 4, 4), std::string("text"));
    QCOMPARE(*inflate(compress("", 3), 0, 4), std::string());
}

void TraceDamageTest::damagedEventsArePassedOver() {
    const auto w = TraceWriter::open(file("two")).value();
    auto sink = w->beginRun(m_run).value();
    writeRun(*sink, 200);
    VERIFY_OK(w->finish());
    writeRun(*sink, 1);
    VERIFY_OK(sink->flush());
    const auto whole = readEverything(file("two"));
    {
        SQLite::Database db(file("two").string(), SQLite::OPEN_READWRITE);
        QCOMPARE(db.exec("UPDATE pages SET data = x'00' WHERE first = 501"), 1);
        QCOMPARE(db.exec("UPDATE events SET line = '?' WHERE seq = (SELECT min(seq) + 2 FROM events)"), 1);
    }
    auto reader = TraceReader::open(file("two")).value();
    std::size_t seen = 0;
    const auto status = reader->forEachEvent(m_run, 1, [&](const Event&) { return ++seen != 0; });
    QCOMPARE(seen, whole - 500 - 1);
    QVERIFY(!status.ok());
    QVERIFY(status.error().kind == ErrorKind::Corrupt);
    QVERIFY2(status.error().message.find("events 501 to 1000") != std::string::npos, status.error().message.c_str());
    QVERIFY2(status.error().message.find("1 more") != std::string::npos, status.error().message.c_str());
    const auto one = reader->event(m_run, 700);
    QVERIFY(!one.ok());
    QVERIFY2(one.error().message.find(m_run.text()) != std::string::npos, one.error().message.c_str());
    VERIFY_OK(reader->event(m_run, 1001));
}

// SQLite would play back a journal that lies beside a database, and delete the file that the journal names.
void TraceDamageTest::foreignJournalIsNotFollowed() {
    spill(file("good-journal"), "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7 and more");
    const auto reader = TraceReader::open(file("good"));
    QVERIFY(!reader.ok());
    QVERIFY(reader.error().message.find("journal") != std::string::npos);
    QVERIFY(!TraceWriter::open(file("good")).ok());
    QVERIFY(std::filesystem::exists(file("good-journal")));
}

QTEST_GUILESS_MAIN(TraceDamageTest)
#include "tst_trace_damage.moc"
