#pragma once
// What a list of runs shows of one run: read once from its trace, kept in the library's index. Derived, never the truth.
// Texts are cut to one line: a digest of a stranger's trace stays small whatever the trace holds.
#include "base/result.h"
#include "base/units.h"
#include "trace/event.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace rlmscope::library {

struct RunDigest {
    RunId run;
    Nanos wall = 0;     ///< start, since 1970; 0 = not known
    Nanos duration = 0; ///< on the run clock
    /// "answered", "limit", "failed", "cancelled", "interrupted", "running"; anything else is of a newer version.
    std::string status;
    std::string stopReason;
    std::string title;    ///< given by a person; empty = none
    std::string question, answer, error, source; ///< one line; source: of the context, as the user gave it
    std::string strategy;
    int depth = 0; ///< paper depth that was asked for
    std::vector<std::string> models; ///< SPECs that were called, root first; those that were asked for when none was
    bool simulated = false, hidden = false;
    PicoUsd cost, saved;
    bool costUnknown = false; ///< the cost is at least this much
    Usage usage;
    std::int64_t calls = 0, subCalls = 0, frames = 0, turns = 0, cells = 0, errors = 0, warnings = 0, events = 0;
    std::vector<Score> scores;     ///< the newest of each name
    std::vector<std::string> tags; ///< as they stand at the end
    std::vector<RunRelation> relations;
    std::string importFormat; ///< "rlm", ...; empty = not imported
    std::int64_t importRemarks = 0;
    std::string damage; ///< why not all of it could be read; empty = nothing is missing

    bool operator==(const RunDigest& o) const;
};

/// How a file stood when it was looked at: what changes when it is written.
struct FileStamp {
    std::int64_t modified = 0, size = 0;       ///< ns since 1970, bytes
    std::int64_t logModified = 0, logSize = 0; ///< of the write-ahead log beside it
    bool operator==(const FileStamp&) const = default;
    static std::optional<FileStamp> of(const std::filesystem::path& file); ///< nothing: there is no such file
};

struct FileDigest {
    std::filesystem::path file;
    FileStamp stamp;
    bool beingWritten = false;
    std::string error; ///< why it cannot be read at all: then there are no runs
    std::vector<RunDigest> runs;
};

/// Reads a file that may be anybody's. Never fails: what is wrong is in the digest. `stop` is asked now and then.
FileDigest digestFile(const std::filesystem::path& file, const std::function<bool()>& stop = {});

} // namespace rlmscope::library
