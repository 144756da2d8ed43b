#pragma once
// The tables of a trace file and how a file is recognised. FORMAT.md explains them.
#include "base/result.h"

#include <cstdint>
#include <filesystem>

namespace SQLite {
class Database;
class Exception;
} // namespace SQLite

namespace rlmscope::schema {

inline constexpr std::int32_t ApplicationId = 0x524C4D53; ///< "RLMS"
inline constexpr std::int32_t Version = 1;

// Limits of what a reader accepts; a writer stays far below them.
inline constexpr std::uint64_t ChunkBytes = 4ULL << 20;  ///< of a long blob
inline constexpr std::uint64_t PackLimit = 16ULL << 20;  ///< inflated size of a pack (group or chunk)
inline constexpr std::uint64_t PageLimit = 256ULL << 20; ///< inflated size of a page of events

/// How the bytes of a blob lie in the file.
enum class Form : int {
    Raw = 0,    ///< in the row of `texts`
    Zstd = 1,   ///< in the row of `texts`, compressed
    Chunks = 2, ///< `blobs`: in consecutive packs of ChunkBytes each
    Group = 3,  ///< `blobs`: inside one pack, at an offset
    Slices = 4, ///< `blobs`: a recipe inside one pack: pieces of other blobs and of the recipe itself
};

/// Makes the tables in an empty database. Throws SQLite::Exception.
void create(SQLite::Database& db);
/// Reads the first bytes of the file without SQLite: is it a trace that this version understands?
Status checkHeader(const std::filesystem::path& path);
/// Exactly our tables: no view, no trigger, no virtual table, nothing more and nothing less.
Status checkTables(SQLite::Database& db, const std::filesystem::path& path);
/// Makes a connection safe for a file from a stranger. Throws SQLite::Exception.
void harden(SQLite::Database& db);

std::filesystem::path withSuffix(const std::filesystem::path& path, const char* suffix);
/// What SQLite reported, as a sentence about this file.
Error errorFrom(const SQLite::Exception& exception, const std::filesystem::path& path);
/// "notes.rlmscope" in messages.
std::string shown(const std::filesystem::path& path);

} // namespace rlmscope::schema
