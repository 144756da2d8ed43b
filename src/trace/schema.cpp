#include "trace/schema.h"

#include "base/text.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sqlite3.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace rlmscope::schema {
namespace {

constexpr std::array Tables = {
    // Runs of the family. `wall` and `ended` repeat what events say, so that a list of runs needs no scan.
    "CREATE TABLE runs(run INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, wall INTEGER NOT NULL, "
    "ended INTEGER NOT NULL) STRICT",
    // Events as they arrive, one row each ...
    "CREATE TABLE events(run INTEGER NOT NULL, seq INTEGER NOT NULL, line TEXT NOT NULL, "
    "PRIMARY KEY(run, seq)) STRICT, WITHOUT ROWID",
    // ... and packed when a run has ended.
    "CREATE TABLE pages(n INTEGER PRIMARY KEY, run INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, "
    "bytes INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE(run, first)) STRICT",
    // Blobs as they arrive ...
    "CREATE TABLE texts(n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, form INTEGER NOT NULL, "
    "data BLOB NOT NULL) STRICT",
    // ... and packed: where each lies.
    "CREATE TABLE blobs(id BLOB NOT NULL PRIMARY KEY, size INTEGER NOT NULL, form INTEGER NOT NULL, "
    "pack INTEGER NOT NULL, place INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE packs(n INTEGER PRIMARY KEY, bytes INTEGER NOT NULL, data BLOB NOT NULL) STRICT",
};

std::vector<std::string> tablesOf(SQLite::Database& db) {
    std::vector<std::string> found;
    SQLite::Statement query(db, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY 1, 2");
    while (query.executeStep() && found.size() < 100) {
        std::string row;
        for (int i = 0; i < 4; ++i) row += query.getColumn(i).getString() + '\n';
        found.push_back(std::move(row));
    }
    return found;
}

std::uint32_t bigEndian(const unsigned char* bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

} // namespace

void create(SQLite::Database& db) {
    for (const char* table : Tables) db.exec(table);
    db.exec("PRAGMA application_id = " + std::to_string(ApplicationId));
    db.exec("PRAGMA user_version = " + std::to_string(Version));
}

Status checkHeader(const std::filesystem::path& path) {
    const auto name = shown(path);
    struct stat info {};
    if (stat(path.c_str(), &info) != 0)
        return makeError(errno == ENOENT ? ErrorKind::BadInput : ErrorKind::Io, name + ": " + std::strerror(errno));
    if (!S_ISREG(info.st_mode)) return makeError(ErrorKind::BadInput, name + " is not a file, so it is not an RLMScope trace");
    const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return makeError(ErrorKind::Io, name + " cannot be read: " + std::strerror(errno));
    std::array<unsigned char, 100> header{};
    const auto n = pread(fd, header.data(), header.size(), 0);
    ::close(fd);
    const auto size = static_cast<std::size_t>(std::max<ssize_t>(n, 0));
    if (size == 0) return makeError(ErrorKind::BadInput, name + " is empty, so it is not an RLMScope trace");
    if (size < header.size() || std::memcmp(header.data(), "SQLite format 3", 16) != 0 ||
        bigEndian(&header[68]) != static_cast<std::uint32_t>(ApplicationId))
        return makeError(ErrorKind::BadInput, name + " is not an RLMScope trace");
    const auto version = bigEndian(&header[60]);
    if (version > static_cast<std::uint32_t>(Version))
        return makeError(ErrorKind::Unsupported, name + " was written by a newer version of RLMScope (format " + std::to_string(version) + ")",
                         "Update RLMScope to open it.");
    if (version == 0) return makeError(ErrorKind::Corrupt, name + " has no format version; it is damaged");
    // A rollback journal is never ours, and following a stranger's could delete files.
    if (struct stat journal {}; stat(withSuffix(path, "-journal").c_str(), &journal) == 0 && journal.st_size > 0)
        return makeError(ErrorKind::Corrupt, name + " has a foreign journal file beside it (" + name + "-journal)",
                         "RLMScope never makes one; move it away to open the trace.");
    return {};
}

Status checkTables(SQLite::Database& db, const std::filesystem::path& path) {
    static const auto expected = [] {
        SQLite::Database memory(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        create(memory);
        return tablesOf(memory);
    }();
    if (tablesOf(db) == expected) return {};
    return makeError(ErrorKind::Corrupt, shown(path) + " does not have the tables of an RLMScope trace; it is damaged or was made by something else",
                     "It was not opened, because foreign tables could run code of their own.");
}

void harden(SQLite::Database& db) {
    auto* handle = db.getHandle();
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 512 << 20);
    db.exec("PRAGMA cell_size_check = ON");
    db.exec("PRAGMA mmap_size = 0"); // a file that shrinks under a mapping would kill us
}

Error errorFrom(const SQLite::Exception& exception, const std::filesystem::path& path) {
    const auto name = shown(path);
    const std::string detail = exception.what();
    switch (exception.getErrorCode() & 0xFF) {
    case SQLITE_FULL:
        return makeError(ErrorKind::Io, name + " cannot grow: the disk is full", "Free some space, then run again.");
    case SQLITE_IOERR: return makeError(ErrorKind::Io, name + " cannot be read or written (" + detail + ")");
    case SQLITE_READONLY: return makeError(ErrorKind::Io, name + " is read-only (" + detail + ")");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return makeError(ErrorKind::Io, name + " is locked by another program (" + detail + ")", "Close the other program.");
    case SQLITE_CANTOPEN:
        return makeError(ErrorKind::Io, name + " cannot be opened (" + detail + ")",
                         "A trace that was being written when its program ended needs a folder that can be written.");
    case SQLITE_CORRUPT: return makeError(ErrorKind::Corrupt, name + " is damaged (" + detail + ")");
    case SQLITE_NOTADB: return makeError(ErrorKind::BadInput, name + " is not an RLMScope trace");
    case SQLITE_INTERRUPT:
        return makeError(ErrorKind::Corrupt, name + " takes too long to read: it is damaged or was made to");
    default: return makeError(ErrorKind::Io, name + ": " + detail);
    }
}

std::filesystem::path withSuffix(const std::filesystem::path& path, const char* suffix) {
    auto longer = path;
    longer += suffix;
    return longer;
}

std::string shown(const std::filesystem::path& path) {
    return toValidUtf8(path.filename().empty() ? path.string() : path.filename().string());
}

} // namespace rlmscope::schema
