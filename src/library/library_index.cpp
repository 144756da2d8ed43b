#include "library/library_index.h"

#include "base/json.h"
#include "base/text.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

namespace rlmscope::library {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int ApplicationId = 0x524C4D49; // "RLMI"
// Raise it whenever a digest says something more or something else: then all are made anew.
constexpr int Version = 1;

constexpr const char* Files = "CREATE TABLE files(path BLOB PRIMARY KEY, modified INTEGER, size INTEGER, log_modified INTEGER, log_size INTEGER, "
                              "written INTEGER, error TEXT) WITHOUT ROWID";
constexpr const char* Runs =
    "CREATE TABLE runs(path BLOB, run BLOB, wall INTEGER, duration INTEGER, status TEXT, stop_reason TEXT, title TEXT, question TEXT, answer TEXT, "
    "error TEXT, source TEXT, strategy TEXT, depth INTEGER, models TEXT, simulated INTEGER, hidden INTEGER, cost INTEGER, saved INTEGER, "
    "cost_unknown INTEGER, fresh INTEGER, cache_read INTEGER, cache_write INTEGER, output INTEGER, reasoning INTEGER, calls INTEGER, "
    "sub_calls INTEGER, frames INTEGER, turns INTEGER, cells INTEGER, errors INTEGER, warnings INTEGER, events INTEGER, scores TEXT, tags TEXT, "
    "relations TEXT, import_format TEXT, import_remarks INTEGER, damage TEXT, PRIMARY KEY(path, run)) WITHOUT ROWID";
constexpr int RunColumns = 38;

// Lists are JSON: rows are read by nobody but us, and each has a handful.
std::string words(const std::vector<std::string>& list) {
    return list.empty() ? std::string() : dumpJson(json(list));
}
std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> list;
    if (text.empty()) return list;
    const auto parsed = parseJson(text);
    if (parsed.is_array())
        for (const auto& item : parsed)
            if (item.is_string()) list.push_back(item.get<std::string>());
    return list;
}
std::string scoresText(const std::vector<Score>& scores) {
    if (scores.empty()) return {};
    auto out = json::array();
    for (const auto& score : scores) out.push_back({score.name, score.value});
    return dumpJson(out);
}
std::vector<Score> scoresFrom(const std::string& text) {
    std::vector<Score> scores;
    if (text.empty()) return scores;
    const auto parsed = parseJson(text);
    if (parsed.is_array())
        for (const auto& item : parsed)
            if (item.is_array() && item.size() == 2 && item[0].is_string() && item[1].is_number()) scores.push_back({item[0], item[1]});
    return scores;
}
std::string relationsText(const std::vector<RunRelation>& relations) {
    if (relations.empty()) return {};
    auto out = json::array();
    for (const auto& r : relations) out.push_back({r.type, r.run.text(), r.node.seq});
    return dumpJson(out);
}
std::vector<RunRelation> relationsFrom(const std::string& text) {
    std::vector<RunRelation> relations;
    if (text.empty()) return relations;
    const auto parsed = parseJson(text);
    if (!parsed.is_array()) return relations;
    for (const auto& item : parsed) {
        if (!item.is_array() || item.size() != 3 || !item[0].is_string() || !item[1].is_string() || !item[2].is_number_unsigned()) continue;
        if (const auto run = RunId::parse(item[1].get<std::string>())) relations.push_back({item[0], *run, {item[2].get<Seq>()}});
    }
    return relations;
}

class Binder {
public:
    explicit Binder(SQLite::Statement& statement) : m_statement(statement) {}
    Binder& operator<<(std::int64_t n) { return m_statement.bind(++m_at, n), *this; }
    Binder& operator<<(const std::string& text) { return m_statement.bind(++m_at, text), *this; }
    Binder& blob(const void* bytes, std::size_t size) { return m_statement.bind(++m_at, bytes, static_cast<int>(size)), *this; }

private:
    SQLite::Statement& m_statement;
    int m_at = 0;
};

class Columns {
public:
    Columns(SQLite::Statement& statement, int from) : m_statement(statement), m_at(from) {}
    std::int64_t number() { return m_statement.getColumn(m_at++).getInt64(); }
    std::string text() { return m_statement.getColumn(m_at++).getString(); }

private:
    SQLite::Statement& m_statement;
    int m_at;
};

// A path is bytes.
void bindPath(SQLite::Statement& statement, const fs::path& path) {
    statement.bind(1, path.native().data(), static_cast<int>(path.native().size()));
}
std::string pathAt(SQLite::Statement& statement, int column) {
    const auto value = statement.getColumn(column);
    return {static_cast<const char*>(value.getBlob()), static_cast<std::size_t>(value.getBytes())};
}

void putRun(SQLite::Statement& put, const fs::path& file, const RunDigest& d) {
    Binder to(put);
    to.blob(file.native().data(), file.native().size()).blob(d.run.bytes.data(), 16);
    to << d.wall << d.duration << d.status << d.stopReason << d.title << d.question << d.answer << d.error << d.source << d.strategy << d.depth
       << words(d.models) << d.simulated << d.hidden << d.cost.value << d.saved.value << d.costUnknown << d.usage.freshInput << d.usage.cacheRead
       << d.usage.cacheWrite << d.usage.output << d.usage.reasoning << d.calls << d.subCalls << d.frames << d.turns << d.cells << d.errors
       << d.warnings << d.events << scoresText(d.scores) << words(d.tags) << relationsText(d.relations) << d.importFormat << d.importRemarks
       << d.damage;
    put.exec();
    put.reset();
}

RunDigest runFrom(SQLite::Statement& row) {
    RunDigest d;
    const auto id = row.getColumn(1);
    if (id.getBytes() == 16) std::memcpy(d.run.bytes.data(), id.getBlob(), 16);
    Columns from(row, 2);
    d.wall = from.number(), d.duration = from.number(), d.status = from.text(), d.stopReason = from.text(), d.title = from.text();
    d.question = from.text(), d.answer = from.text(), d.error = from.text(), d.source = from.text(), d.strategy = from.text();
    d.depth = static_cast<int>(from.number()), d.models = words(from.text());
    d.simulated = from.number() != 0, d.hidden = from.number() != 0;
    d.cost.value = from.number(), d.saved.value = from.number(), d.costUnknown = from.number() != 0;
    d.usage.freshInput = from.number(), d.usage.cacheRead = from.number(), d.usage.cacheWrite = from.number();
    d.usage.output = from.number(), d.usage.reasoning = from.number();
    d.calls = from.number(), d.subCalls = from.number(), d.frames = from.number(), d.turns = from.number(), d.cells = from.number();
    d.errors = from.number(), d.warnings = from.number(), d.events = from.number();
    d.scores = scoresFrom(from.text()), d.tags = words(from.text()), d.relations = relationsFrom(from.text());
    d.importFormat = from.text(), d.importRemarks = from.number(), d.damage = from.text();
    return d;
}

Error cannot(const fs::path& file, const char* what) {
    return makeError(ErrorKind::Io, "The index of the library, " + toValidUtf8(file.string()) + ", cannot be kept: " + what,
                     "The library works without it, but looks at every trace again at each start.");
}

} // namespace

LibraryIndex::LibraryIndex(fs::path file) : m_file(std::move(file)) {}
LibraryIndex::~LibraryIndex() = default;

Result<std::unique_ptr<LibraryIndex>> LibraryIndex::open(const fs::path& file) {
    std::error_code ignored;
    fs::create_directories(file.parent_path(), ignored);
    std::unique_ptr<LibraryIndex> index(new LibraryIndex(file));
    try {
        index->connect();
        return index;
    } catch (const SQLite::Exception&) {
        // Damaged, or something else lies there: it is made again below.
    }
    try {
        index->remake();
        return index;
    } catch (const SQLite::Exception& exception) {
        return cannot(file, exception.what());
    }
}

// Throws when the file is not an index of this version.
void LibraryIndex::connect() {
    m_db = std::make_unique<SQLite::Database>(m_file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLITE_OPEN_NOFOLLOW, 5'000);
    m_db->exec("PRAGMA journal_mode = WAL");
    m_db->exec("PRAGMA synchronous = OFF"); // what a power cut takes is read from the traces again
    const bool empty = m_db->execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
    if (empty) {
        SQLite::Transaction make(*m_db);
        m_db->exec(Files);
        m_db->exec(Runs);
        m_db->exec("PRAGMA application_id = " + std::to_string(ApplicationId));
        m_db->exec("PRAGMA user_version = " + std::to_string(Version));
        make.commit();
        m_fresh = true;
        return;
    }
    const bool ours = m_db->execAndGet("PRAGMA application_id").getInt() == ApplicationId &&
                      m_db->execAndGet("PRAGMA user_version").getInt() == Version;
    if (!ours) throw SQLite::Exception("an index of another version", SQLITE_MISMATCH);
}

void LibraryIndex::remake() {
    m_db.reset();
    std::error_code ignored;
    for (const char* ending : {"", "-wal", "-shm", "-journal"}) fs::remove(m_file.string() + ending, ignored);
    connect();
    m_fresh = true;
}

std::vector<FileDigest> LibraryIndex::load() {
    std::vector<FileDigest> found;
    try {
        std::map<std::string, std::size_t> places;
        SQLite::Statement files(*m_db, "SELECT path, modified, size, log_modified, log_size, written, error FROM files");
        while (files.executeStep()) {
            FileDigest digest;
            digest.file = pathAt(files, 0);
            Columns from(files, 1);
            digest.stamp.modified = from.number(), digest.stamp.size = from.number();
            digest.stamp.logModified = from.number(), digest.stamp.logSize = from.number();
            digest.beingWritten = from.number() != 0, digest.error = from.text();
            places.emplace(digest.file.native(), found.size());
            found.push_back(std::move(digest));
        }
        SQLite::Statement runs(*m_db, "SELECT * FROM runs");
        if (runs.getColumnCount() != RunColumns) throw SQLite::Exception("an index with other columns", SQLITE_MISMATCH);
        while (runs.executeStep())
            if (const auto place = places.find(pathAt(runs, 0)); place != places.end()) found[place->second].runs.push_back(runFrom(runs));
        return found;
    } catch (const SQLite::Exception&) {
        try {
            remake();
        } catch (const SQLite::Exception&) {
            m_db.reset(); // put() says so
        }
        return {};
    }
}

Status LibraryIndex::put(const std::vector<FileDigest>& files) {
    if (!m_db) return cannot(m_file, "it is damaged");
    try {
        SQLite::Transaction transaction(*m_db, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement drop(*m_db, "DELETE FROM runs WHERE path = ?");
        SQLite::Statement putFile(*m_db, "INSERT OR REPLACE INTO files VALUES(?, ?, ?, ?, ?, ?, ?)");
        std::string marks = "?";
        for (int i = 1; i < RunColumns; ++i) marks += ", ?";
        SQLite::Statement put(*m_db, "INSERT OR REPLACE INTO runs VALUES(" + marks + ")");
        for (const auto& file : files) {
            bindPath(drop, file.file);
            drop.exec();
            drop.reset();
            Binder to(putFile);
            to.blob(file.file.native().data(), file.file.native().size());
            to << file.stamp.modified << file.stamp.size << file.stamp.logModified << file.stamp.logSize << file.beingWritten << file.error;
            putFile.exec();
            putFile.reset();
            for (const auto& run : file.runs) putRun(put, file.file, run);
        }
        transaction.commit();
        return {};
    } catch (const SQLite::Exception& exception) {
        return cannot(m_file, exception.what());
    }
}

Status LibraryIndex::remove(const std::vector<fs::path>& files) {
    if (!m_db) return cannot(m_file, "it is damaged");
    try {
        SQLite::Transaction transaction(*m_db, SQLite::TransactionBehavior::IMMEDIATE);
        for (const char* sql : {"DELETE FROM runs WHERE path = ?", "DELETE FROM files WHERE path = ?"}) {
            SQLite::Statement drop(*m_db, sql);
            for (const auto& file : files) {
                bindPath(drop, file);
                drop.exec();
                drop.reset();
            }
        }
        transaction.commit();
        return {};
    } catch (const SQLite::Exception& exception) {
        return cannot(m_file, exception.what());
    }
}

} // namespace rlmscope::library
