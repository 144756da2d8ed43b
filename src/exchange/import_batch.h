#pragma once
// Many logs at once, a trace for each in one folder. A trace gets its name from its log and the id of its first run, so a log
// that was imported before is found there and not read again. It appears whole or not at all: it is written under another name
// and linked into place when it is done.
#include "exchange/import.h"

#include <functional>

namespace rlmscope {

struct ImportProgress {
    std::size_t files = 0, done = 0, failed = 0;
    std::uint64_t bytes = 0, read = 0;
    std::string current; ///< name of a file that is being read
};

struct ImportBatchOptions {
    unsigned threads = 2;
    CancelToken cancel;
    std::function<void(const ImportProgress&)> progress; ///< at most 20 times a second, from any of the threads, never two at once
};

/// The trace that a log gets in a folder.
std::filesystem::path importedTracePath(const std::filesystem::path& folder, const std::filesystem::path& log, RunId first);

/// Calls `take` once for each file, in order, one at a time, from any of its threads. Blocks until all are done; after a
/// cancel the files that were not imported have the error Cancelled, and nothing half read stays.
void importEach(const std::vector<std::filesystem::path>& files, const std::filesystem::path& folder, const ImportBatchOptions& options,
                const std::function<void(ImportedFile)>& take);

} // namespace rlmscope
