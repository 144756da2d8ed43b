#include "trace/store.h"

#include "trace/compression.h"
#include "trace/event_line.h"
#include "trace/schema.h"
#include "trace/statement.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope {
namespace {

constexpr std::size_t RawText = 512; // shorter ones gain nothing by compression on their own
constexpr std::size_t BigText = 256 << 10;
constexpr int QuickLevel = 1; // while a run goes on; packing compresses better

Status syncFolder(const std::filesystem::path& file) {
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return {}; // searchable but not readable: the file exists, only a power loss now could take its name
    const int failed = fsync(fd) != 0 && errno != EINVAL ? errno : 0;
    close(fd);
    if (failed) return makeError(ErrorKind::Io, schema::shown(folder) + " cannot be written: " + std::strerror(failed));
    return {};
}

} // namespace

void bindId(SQLite::Statement& statement, int index, const BlobId& id) {
    unsigned char bytes[16];
    for (int i = 0; i < 8; ++i) {
        bytes[i] = static_cast<unsigned char>(id.high >> (56 - 8 * i));
        bytes[8 + i] = static_cast<unsigned char>(id.low >> (56 - 8 * i));
    }
    statement.bind(index, bytes, 16);
}

Status Store::createFile(const std::filesystem::path& path) {
    const auto fresh = schema::withSuffix(path, ".new"); // ours: the lock is held
    unlink(fresh.c_str());
    try {
        SQLite::Database db(fresh.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLITE_OPEN_NOFOLLOW);
        db.exec("PRAGMA journal_mode = MEMORY");
        db.exec("PRAGMA auto_vacuum = INCREMENTAL");
        db.exec("PRAGMA synchronous = FULL");
        SQLite::Transaction transaction(db);
        schema::create(db);
        transaction.commit();
    } catch (const SQLite::Exception& exception) {
        unlink(fresh.c_str());
        return schema::errorFrom(exception, path);
    }
    // link, not rename: it never replaces a file that somebody else put there.
    const int failed = link(fresh.c_str(), path.c_str()) != 0 ? errno : 0;
    if (failed && failed != EEXIST && rename(fresh.c_str(), path.c_str()) == 0) return syncFolder(path); // no hard links here
    unlink(fresh.c_str());
    if (failed) return makeError(ErrorKind::Io, schema::shown(path) + " cannot be created: " + std::strerror(failed));
    return syncFolder(path);
}

Store::Store(std::filesystem::path path)
    : m_path(std::move(path)), m_db(m_path.string(), SQLite::OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, BusyMilliseconds) {
    struct stat info {};
    if (stat(m_path.c_str(), &info) == 0) {
        m_device = info.st_dev;
        m_inode = info.st_ino;
    }
    schema::harden(m_db);
}

// Nothing is written, and no table is used, before this.
Status Store::prepare() {
    if (auto tables = schema::checkTables(m_db, m_path); !tables) return tables;
    m_db.exec("PRAGMA synchronous = NORMAL");
    useLog();
    const auto newest = m_db.execAndGet("SELECT coalesce(max(n), 0) FROM packs").getInt64();
    m_nextPack = std::clamp<std::int64_t>(newest, 0, std::numeric_limits<std::int64_t>::max() / 2) + 1;
    return {};
}

// Changing the mode touches the first page. With the journal in memory no journal file can be left behind, which a
// reader would have to play back; the page is written in one piece.
void Store::useLog() {
    if (m_logMode) return;
    // A trace that a killed program left has its log already; leaving the mode would need every reader gone.
    std::string mode = m_db.execAndGet("PRAGMA journal_mode").getString();
    if (mode != "wal") {
        m_db.exec("PRAGMA journal_mode = MEMORY");
        mode = m_db.execAndGet("PRAGMA journal_mode = WAL").getString();
    }
    if (mode != "wal") throw SQLite::Exception("the file system does not support a write-ahead log", SQLITE_IOERR);
    // Checkpoints are made when nobody waits for a commit.
    sqlite3_wal_hook(
        m_db.getHandle(),
        [](void* self, sqlite3*, const char*, int pages) {
            static_cast<Store*>(self)->m_logPages = pages;
            return SQLITE_OK;
        },
        this);
    m_logMode = true;
}

void Store::begin(bool full) {
    useLog();
    if (full != m_full) m_db.exec(full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    m_full = full;
    m_db.exec("BEGIN IMMEDIATE");
    m_open = true;
    m_added.clear();
}

void Store::commit() {
    m_db.exec("COMMIT");
    m_open = false;
    m_known.insert(m_added.begin(), m_added.end());
}

void Store::touch() {
    m_db.exec("PRAGMA user_version = " + std::to_string(schema::Version));
}

void Store::rollback() noexcept {
    if (!m_open) return;
    m_open = false;
    // Some errors have rolled back already.
    if (sqlite3_get_autocommit(m_db.getHandle()) == 0) sqlite3_exec(m_db.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Status Store::checkPresence() const {
    struct stat info {};
    if (stat(m_path.c_str(), &info) == 0 && info.st_ino == m_inode && info.st_dev == m_device) return {};
    return makeError(ErrorKind::Io, schema::shown(m_path) + " was deleted, moved or replaced while it was being written",
                     "What the run did from then on is not in any file.");
}

Store::RunRow Store::openRun(const RunId& id) {
    RunRow run;
    SQLite::Statement find(m_db, "SELECT run FROM runs WHERE id = ?");
    find.bind(1, id.bytes.data(), 16);
    if (!find.executeStep()) {
        SQLite::Statement add(m_db, "INSERT INTO runs(id, wall, ended) VALUES(?, 0, 0)");
        add.bind(1, id.bytes.data(), 16);
        add.exec();
        run.row = m_db.getLastInsertRowid();
        return run;
    }
    run.row = find.getColumn(0).getInt64();
    const auto segmentOf = [&run](std::string_view line) {
        if (const auto event = eventFromLine(line)) {
            run.lastSeq = std::max(run.lastSeq, event->seq);
            run.lastSegment = std::max(run.lastSegment, event->segment);
        }
    };
    SQLite::Statement hot(m_db, "SELECT seq, line FROM events WHERE run = ? ORDER BY seq DESC LIMIT 1");
    hot.bind(1, run.row);
    if (hot.executeStep()) {
        run.lastSeq = static_cast<Seq>(std::max<std::int64_t>(hot.getColumn(0).getInt64(), 0));
        segmentOf(hot.getColumn(1).getString());
    }
    SQLite::Statement packed(m_db, "SELECT last, bytes, data FROM pages WHERE run = ? ORDER BY first DESC LIMIT 1");
    packed.bind(1, run.row);
    if (packed.executeStep()) {
        run.lastSeq = std::max(run.lastSeq, static_cast<Seq>(std::max<std::int64_t>(packed.getColumn(0).getInt64(), 0)));
        const auto data = packed.getColumn(2);
        const auto page = inflate(bytesOf(data), static_cast<std::uint64_t>(packed.getColumn(1).getInt64()), schema::PageLimit);
        if (page) segmentOf(std::string_view(*page).substr(page->rfind('\n', page->size() - 2) + 1));
    }
    return run;
}

void Store::putEvent(std::int64_t run, const Event& event) {
    std::vector<Text> texts;
    const auto line = eventToLine(event, &texts);
    for (const auto& text : texts) putText(text);
    if (!m_putEvent) m_putEvent = std::make_unique<SQLite::Statement>(m_db, "INSERT INTO events(run, seq, line) VALUES(?, ?, ?)");
    m_putEvent->bind(1, run);
    m_putEvent->bind(2, static_cast<std::int64_t>(event.seq));
    m_putEvent->bindNoCopy(3, line);
    m_putEvent->exec();
    m_putEvent->reset();
    const auto* segment = std::get_if<SegmentStarted>(&event.body);
    if (!segment && !std::holds_alternative<RunEnded>(event.body)) return;
    SQLite::Statement mark(m_db, "UPDATE runs SET ended = ?, wall = CASE wall WHEN 0 THEN ? ELSE wall END WHERE run = ?");
    mark.bind(1, segment ? 0 : 1);
    mark.bind(2, segment ? segment->wall : 0);
    mark.bind(3, run);
    mark.exec();
}

bool Store::hasBlob(const BlobId& id) {
    if (m_known.count(id) != 0) return true;
    if (!m_hasText) {
        m_hasText = std::make_unique<SQLite::Statement>(m_db, "SELECT 1 FROM texts WHERE id = ?");
        m_hasBlob = std::make_unique<SQLite::Statement>(m_db, "SELECT 1 FROM blobs WHERE id = ?");
    }
    for (auto* query : {m_hasText.get(), m_hasBlob.get()}) {
        bindId(*query, 1, id);
        const bool found = query->executeStep();
        query->reset();
        if (found) return true;
    }
    return false;
}

void Store::putText(const Text& text) {
    if (hasBlob(text.id)) return;
    const auto bytes = text.view();
    if (bytes.size() > BigText) {
        const auto chunks = (bytes.size() + schema::ChunkBytes - 1) / schema::ChunkBytes;
        const auto first = reservePacks(static_cast<std::int64_t>(chunks));
        for (std::size_t i = 0; i < chunks; ++i) {
            const auto chunk = bytes.substr(i * schema::ChunkBytes, schema::ChunkBytes);
            putPack(first + static_cast<std::int64_t>(i), chunk.size(), compress(chunk, QuickLevel));
        }
        putBlob(text.id, bytes.size(), static_cast<int>(schema::Form::Chunks), first, 0);
        return;
    }
    std::string smaller;
    if (bytes.size() >= RawText) smaller = compress(bytes, QuickLevel);
    const bool zstd = !smaller.empty() && smaller.size() < bytes.size();
    if (!m_putText)
        m_putText = std::make_unique<SQLite::Statement>(m_db, "INSERT INTO texts(id, size, form, data) VALUES(?, ?, ?, ?)");
    const auto stored = zstd ? std::string_view(smaller) : bytes;
    bindId(*m_putText, 1, text.id);
    m_putText->bind(2, static_cast<std::int64_t>(bytes.size()));
    m_putText->bind(3, static_cast<int>(zstd ? schema::Form::Zstd : schema::Form::Raw));
    m_putText->bindNoCopy(4, stored.data(), static_cast<int>(stored.size()));
    m_putText->exec();
    m_putText->reset();
    m_added.push_back(text.id);
}

void Store::putPack(std::int64_t n, std::uint64_t bytes, std::string_view compressed) {
    if (!m_putPack) m_putPack = std::make_unique<SQLite::Statement>(m_db, "INSERT INTO packs(n, bytes, data) VALUES(?, ?, ?)");
    m_putPack->bind(1, n);
    m_putPack->bind(2, static_cast<std::int64_t>(bytes));
    m_putPack->bindNoCopy(3, compressed.data(), static_cast<int>(compressed.size()));
    m_putPack->exec();
    m_putPack->reset();
}

void Store::putBlob(const BlobId& id, std::uint64_t size, int form, std::int64_t pack, std::uint64_t place) {
    if (!m_putBlob)
        m_putBlob = std::make_unique<SQLite::Statement>(
            m_db, "INSERT OR IGNORE INTO blobs(id, size, form, pack, place) VALUES(?, ?, ?, ?, ?)");
    bindId(*m_putBlob, 1, id);
    m_putBlob->bind(2, static_cast<std::int64_t>(size));
    m_putBlob->bind(3, form);
    m_putBlob->bind(4, pack);
    m_putBlob->bind(5, static_cast<std::int64_t>(place));
    m_putBlob->exec();
    m_putBlob->reset();
    m_added.push_back(id);
}

void Store::checkpointBeyond(int pages) {
    if (m_logPages <= pages) return;
    sqlite3_wal_checkpoint_v2(m_db.getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    m_logPages = 0;
}

} // namespace rlmscope
