#include "insight/text_index.h"

#include "base/folders.h"
#include "base/text.h"
#include "insight/text_scan.h"
#include "trace/annotations.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <map>
#include <set>
#include <sqlite3.h>
#include <sys/stat.h>

namespace rlmscope {
namespace {

namespace fs = std::filesystem;

constexpr int ApplicationId = 0x524C4D54; // "RLMT"
constexpr int Version = 1;                // raised when something else is indexed: then it is made anew
constexpr std::int64_t CommitEvery = 4000; // texts

const char* const Tables =
    "CREATE TABLE files(id INTEGER PRIMARY KEY, path BLOB UNIQUE, changed INTEGER, size INTEGER);"
    "CREATE TABLE runs(id INTEGER PRIMARY KEY, file INTEGER, run BLOB, last INTEGER, bytes INTEGER, cut INTEGER, hidden INTEGER, title TEXT, wall INTEGER, UNIQUE(file, run));"
    "CREATE TABLE texts(id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER, node INTEGER, seq INTEGER, scope INTEGER);"
    "CREATE VIRTUAL TABLE words USING fts5(body, content='', tokenize=\"unicode61 remove_diacritics 2 tokenchars '_'\");";

Error errorOf(const SQLite::Exception& exception) {
    return makeError(ErrorKind::Io, std::string("The index of the library cannot be used: ") + exception.what(), "It is made again when the program starts the next time.");
}

/// Calls stop() now and then while SQLite works.
class Interruptible {
public:
    Interruptible(SQLite::Database& db, const std::function<bool()>& stop) : m_db(db) {
        sqlite3_progress_handler(m_db.getHandle(), 10'000, [](void* asked) { return (*static_cast<const std::function<bool()>*>(asked))() ? 1 : 0; },
                                 const_cast<std::function<bool()>*>(&stop));
    }
    ~Interruptible() { sqlite3_progress_handler(m_db.getHandle(), 0, nullptr, nullptr); }
    Interruptible(const Interruptible&) = delete;
    Interruptible& operator=(const Interruptible&) = delete;

private:
    SQLite::Database& m_db;
};

void bindPath(SQLite::Statement& statement, int at, const fs::path& path) {
    statement.bind(at, path.native().data(), static_cast<int>(path.native().size()));
}

std::string blobOf(const SQLite::Column& column) { return {static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())}; }

std::unique_ptr<SQLite::Database> openAt(const fs::path& file) {
    auto db = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 5'000);
    db->exec("PRAGMA journal_mode = WAL");
    db->exec("PRAGMA synchronous = OFF"); // made again when lost
    const auto id = db->execAndGet("PRAGMA application_id").getInt();
    const auto version = db->execAndGet("PRAGMA user_version").getInt();
    if (id == ApplicationId && version == Version) {
        db->execAndGet("SELECT count(*) FROM files").getInt64();
        return db;
    }
    if (id != 0 || version != 0) return nullptr;
    SQLite::Transaction transaction(*db);
    db->exec(Tables);
    db->exec("PRAGMA application_id = " + std::to_string(ApplicationId));
    db->exec("PRAGMA user_version = " + std::to_string(Version));
    transaction.commit();
    return db;
}

bool isWordByte(char c) {
    const auto b = static_cast<unsigned char>(c);
    return b >= 0x80 || (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
}

/// Words and phrases of what somebody typed.
struct SearchWord {
    std::string text;
    bool phrase = false;
};
std::vector<SearchWord> searchWords(std::string_view typed) {
    std::vector<SearchWord> all;
    for (std::size_t at = 0; at < typed.size() && all.size() < 20;) {
        if (typed[at] == ' ' || typed[at] == '\t' || typed[at] == '\n') {
            ++at;
            continue;
        }
        const bool phrase = typed[at] == '"';
        const auto begin = phrase ? at + 1 : at;
        const auto end = std::min(typed.find_first_of(phrase ? "\"" : " \t\n\"", begin), typed.size());
        const auto word = typed.substr(begin, end - begin);
        if (std::any_of(word.begin(), word.end(), isWordByte)) all.push_back({std::string(word), phrase});
        at = end + (phrase ? 1 : 0);
    }
    return all;
}

} // namespace

std::string ftsQuery(std::string_view typed) {
    const auto words = searchWords(toValidUtf8(typed));
    std::string query;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) query += " AND ";
        query += '"';
        for (const char c : words[i].text)
            if (c != '\0') query += c;
        query += '"';
        if (i + 1 == words.size() && !words[i].phrase) query += " *";
    }
    return query;
}

TextIndex::TextIndex(std::unique_ptr<SQLite::Database> db) : m_db(std::move(db)) {}
TextIndex::~TextIndex() = default;

fs::path TextIndex::defaultPath() { return cacheFolder() / "text-index.sqlite"; }

Result<std::unique_ptr<TextIndex>> TextIndex::open(const fs::path& file) {
    std::error_code failed;
    fs::create_directories(file.parent_path(), failed);
    for (int attempt = 0; attempt < 2; ++attempt) {
        try {
            if (auto db = openAt(file)) {
                fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, failed);
                return std::unique_ptr<TextIndex>(new TextIndex(std::move(db)));
            }
        } catch (const SQLite::Exception& exception) {
            const int code = exception.getErrorCode() & 0xFF;
            if (attempt > 0 || (code != SQLITE_NOTADB && code != SQLITE_CORRUPT && code != SQLITE_ERROR)) return errorOf(exception);
        }
        for (const char* suffix : {"", "-wal", "-shm", "-journal"}) fs::remove(file.string() + suffix, failed);
    }
    return makeError(ErrorKind::Io, "The index of the library cannot be made in " + file.parent_path().string() + ".");
}

std::size_t TextIndex::traces() {
    try {
        return static_cast<std::size_t>(m_db->execAndGet("SELECT count(*) FROM files").getInt64());
    } catch (const SQLite::Exception&) {
        return 0;
    }
}

/// The words themselves stay in the index without a place (numbers are never used again), until it is made anew: an index without
/// texts cannot take them out.
void TextIndex::forget(std::int64_t file) {
    for (const char* sql : {"DELETE FROM texts WHERE run IN (SELECT id FROM runs WHERE file = ?)", "DELETE FROM runs WHERE file = ?", "DELETE FROM files WHERE id = ?"}) {
        SQLite::Statement statement(*m_db, sql);
        statement.bind(1, file);
        statement.exec();
    }
}

Status TextIndex::update(const fs::path& folder, const std::function<bool()>& stop, const std::function<void(const Progress&)>& progress,
                         std::vector<Problem>* problems) {
    struct Changed {
        fs::path path;
        std::int64_t changed, size;
    };
    try {
        // More gone than there: time to begin anew.
        const auto newest = m_db->execAndGet("SELECT coalesce(max(seq), 0) FROM sqlite_sequence").getInt64();
        const auto there = m_db->execAndGet("SELECT count(*) FROM texts").getInt64();
        if (newest > 50'000 && there * 2 < newest)
            m_db->exec("DELETE FROM files; DELETE FROM runs; DELETE FROM texts; DELETE FROM sqlite_sequence; INSERT INTO words(words) VALUES('delete-all')");
        std::map<std::string, std::pair<std::int64_t, std::pair<std::int64_t, std::int64_t>>> known;
        {
            SQLite::Statement all(*m_db, "SELECT id, path, changed, size FROM files");
            while (all.executeStep())
                known[blobOf(all.getColumn(1))] = {all.getColumn(0).getInt64(), {all.getColumn(2).getInt64(), all.getColumn(3).getInt64()}};
        }
        std::vector<Changed> changed;
        std::error_code failed;
        for (const auto& entry : fs::directory_iterator(folder, failed)) {
            const auto& path = entry.path();
            struct stat info {};
            if (path.extension() != ".rlmscope" || ::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
            const auto time = static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1'000'000'000 + info.st_mtim.tv_nsec;
            const auto found = known.find(path.native());
            const bool same = found != known.end() && found->second.second == std::pair<std::int64_t, std::int64_t>(time, info.st_size);
            if (found != known.end()) known.erase(found);
            if (!same) changed.push_back({path, time, static_cast<std::int64_t>(info.st_size)});
        }
        for (const auto& [path, gone] : known)
            if (fs::path(path).parent_path() == folder) forget(gone.first);
        std::sort(changed.begin(), changed.end(), [](const auto& a, const auto& b) { return a.changed > b.changed; }); // newest first
        Progress at{0, changed.size()};
        for (const auto& file : changed) {
            if (stop()) return {};
            if (progress) progress(at);
            bool whole = true;
            const auto done = updateFile(file.path, file.changed, file.size, stop, whole);
            if (!done && problems) problems->push_back({file.path, done.error()});
            ++at.done;
        }
        if (progress) progress(at);
        return {};
    } catch (const SQLite::Exception& exception) {
        return errorOf(exception);
    }
}

Status TextIndex::updateFile(const fs::path& trace, std::int64_t changed, std::int64_t size, const std::function<bool()>& stop, bool& whole) {
    auto reader = TraceReader::open(trace);
    if (!reader) return reader.error();
    const auto runs = (*reader)->runs();
    if (!runs) return runs.error();
    std::int64_t id = 0;
    {
        SQLite::Statement find(*m_db, "SELECT id FROM files WHERE path = ?");
        bindPath(find, 1, trace);
        if (find.executeStep()) id = find.getColumn(0).getInt64();
    }
    if (id == 0) {
        SQLite::Statement add(*m_db, "INSERT INTO files(path, changed, size) VALUES(?, 0, 0)");
        bindPath(add, 1, trace);
        add.exec();
        id = m_db->getLastInsertRowid();
    }
    // Another file under the same name: none of its runs may be left from the old one.
    std::set<RunId> there;
    for (const auto& run : *runs) there.insert(run.id);
    {
        SQLite::Statement old(*m_db, "SELECT id, run FROM runs WHERE file = ?");
        old.bind(1, id);
        std::vector<std::int64_t> gone;
        while (old.executeStep()) {
            const auto bytes = blobOf(old.getColumn(1));
            RunId run;
            if (bytes.size() == run.bytes.size()) std::copy(bytes.begin(), bytes.end(), run.bytes.begin());
            if (there.count(run) == 0) gone.push_back(old.getColumn(0).getInt64());
        }
        for (const auto run : gone) m_db->exec("DELETE FROM texts WHERE run = " + std::to_string(run) + "; DELETE FROM runs WHERE id = " + std::to_string(run));
    }
    Status first;
    for (const auto& run : *runs) {
        const auto done = updateRun(**reader, id, run, stop, whole);
        if (!done && first) first = done;
        if (!whole) return first;
    }
    SQLite::Statement mark(*m_db, "UPDATE files SET changed = ?, size = ? WHERE id = ?");
    mark.bind(1, changed);
    mark.bind(2, size);
    mark.bind(3, id);
    mark.exec();
    return first;
}

Status TextIndex::updateRun(TraceReader& reader, std::int64_t file, const RunSummary& run, const std::function<bool()>& stop, bool& whole) {
    std::int64_t id = 0, last = 0, bytes = 0, cut = 0, hidden = 0;
    std::string title;
    SQLite::Statement find(*m_db, "SELECT id, last, bytes, cut, hidden, title FROM runs WHERE file = ? AND run = ?");
    find.bind(1, file);
    find.bind(2, run.id.bytes.data(), 16);
    if (find.executeStep()) {
        id = find.getColumn(0).getInt64();
        last = find.getColumn(1).getInt64();
        bytes = find.getColumn(2).getInt64();
        cut = find.getColumn(3).getInt64();
        hidden = find.getColumn(4).getInt64();
        title = find.getColumn(5).getString();
        if (static_cast<Seq>(last) > run.lastSeq) { // another file under its name
            m_db->exec("DELETE FROM texts WHERE run = " + std::to_string(id));
            last = bytes = cut = 0;
        }
    }
    find.reset();
    if (id == 0) {
        SQLite::Statement add(*m_db, "INSERT INTO runs(file, run, last, bytes, cut, hidden, title, wall) VALUES(?, ?, 0, 0, 0, 0, '', ?)");
        add.bind(1, file);
        add.bind(2, run.id.bytes.data(), 16);
        add.bind(3, run.wallStart);
        add.exec();
        id = m_db->getLastInsertRowid();
    }
    SQLite::Statement place(*m_db, "INSERT INTO texts(run, node, seq, scope) VALUES(?, ?, ?, ?)");
    SQLite::Statement words(*m_db, "INSERT INTO words(rowid, body) VALUES(?, ?)");
    SQLite::Statement mark(*m_db, "UPDATE runs SET last = ?, bytes = ?, cut = ?, hidden = ?, title = ? WHERE id = ?");
    auto transaction = std::make_unique<SQLite::Transaction>(*m_db);
    std::int64_t pending = 0;
    const auto commit = [&] {
        mark.bind(1, last);
        mark.bind(2, bytes);
        mark.bind(3, cut);
        mark.bind(4, hidden);
        mark.bind(5, title);
        mark.bind(6, id);
        mark.exec();
        mark.reset();
        transaction->commit();
        pending = 0;
    };
    const auto put = [&](const ScannedText& text) {
        if (static_cast<std::uint64_t>(bytes) > MostText) {
            cut = 1;
            return;
        }
        cut |= text.cut ? 1 : 0;
        place.bind(1, id);
        place.bind(2, static_cast<std::int64_t>(text.node.seq));
        place.bind(3, static_cast<std::int64_t>(text.seq));
        place.bind(4, static_cast<int>(text.scope));
        place.exec();
        place.reset();
        words.bind(1, m_db->getLastInsertRowid());
        words.bindNoCopy(2, text.text.data(), static_cast<int>(text.text.size()));
        words.exec();
        words.reset();
        bytes += static_cast<std::int64_t>(text.text.size());
        ++pending;
    };
    const ScanLimits limits{LongestText};
    const auto read = reader.forEachEvent(run.id, static_cast<Seq>(last) + 1, [&](const Event& event) {
        if (stop()) return whole = false;
        if (const auto* started = std::get_if<RunStarted>(&event.body))
            title = oneLine(started->spec.title.empty() ? started->spec.question : started->spec.title, 200);
        scanTextsOf(reader, event, limits, [&](const ScannedText& text) {
            put(text);
            return true;
        });
        if (isAnnotation(event.body)) {
            Annotations said;
            said.apply(event);
            if (const auto& note = said.note(event.node); !note.empty()) put({event.node, event.seq, TextScope::Note, note, false});
            if (!said.title().empty()) title = said.title();
            if (const auto* custom = std::get_if<Custom>(&event.body); custom && custom->kind == "run_hidden") hidden = said.hidden() ? 1 : 0;
        }
        last = static_cast<std::int64_t>(event.seq);
        if (pending >= CommitEvery) {
            commit();
            transaction = std::make_unique<SQLite::Transaction>(*m_db);
        }
        return true;
    });
    commit();
    return read;
}

Result<LibraryHits> TextIndex::search(std::string_view typed, std::size_t perRun, std::size_t mostRuns, const std::function<bool()>& stop) {
    LibraryHits result;
    const auto query = ftsQuery(typed);
    if (query.empty()) return result;
    constexpr std::size_t MostCounted = 100'000;
    try {
        const Interruptible guard(*m_db, stop);
        struct Found {
            std::size_t total = 0;
            std::vector<TextHit> hits;
        };
        std::map<std::int64_t, Found> byRun;
        SQLite::Statement match(*m_db, "SELECT t.run, t.node, t.seq, t.scope FROM words JOIN texts t ON t.id = words.rowid WHERE words MATCH ?");
        match.bind(1, query);
        while (match.executeStep()) {
            if (++result.total > MostCounted) {
                result.more = true;
                break;
            }
            auto& found = byRun[match.getColumn(0).getInt64()];
            ++found.total;
            const TextHit hit{{static_cast<Seq>(match.getColumn(1).getInt64())}, static_cast<Seq>(match.getColumn(2).getInt64()),
                              static_cast<TextScope>(match.getColumn(3).getInt())};
            // One line for each node.
            if (found.hits.size() < perRun && (found.hits.empty() || found.hits.back().node != hit.node)) found.hits.push_back(hit);
        }
        SQLite::Statement run(*m_db, "SELECT f.path, r.run, r.title, r.wall, r.cut FROM runs r JOIN files f ON f.id = r.file WHERE r.id = ? AND r.hidden = 0");
        for (auto& [id, found] : byRun) {
            run.bind(1, id);
            if (run.executeStep()) {
                RunHits hits;
                hits.trace = fs::path(blobOf(run.getColumn(0)));
                const auto bytes = blobOf(run.getColumn(1));
                if (bytes.size() == hits.run.bytes.size()) std::copy(bytes.begin(), bytes.end(), hits.run.bytes.begin());
                hits.title = run.getColumn(2).getString();
                hits.wall = run.getColumn(3).getInt64();
                hits.cut = run.getColumn(4).getInt() != 0;
                hits.total = found.total;
                hits.hits = std::move(found.hits);
                result.runs.push_back(std::move(hits));
            } else {
                result.total -= found.total;
            }
            run.reset();
        }
        std::sort(result.runs.begin(), result.runs.end(), [](const auto& a, const auto& b) { return a.wall > b.wall; });
        if (result.runs.size() > mostRuns) {
            result.runs.resize(mostRuns);
            result.more = true;
        }
        return result;
    } catch (const SQLite::Exception& exception) {
        if ((exception.getErrorCode() & 0xFF) == SQLITE_INTERRUPT) return makeError(ErrorKind::Cancelled, "The search was replaced by another one.");
        return errorOf(exception);
    }
}

} // namespace rlmscope
