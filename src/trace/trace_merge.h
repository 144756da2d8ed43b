#pragma once
// Makes a trace out of runs of other traces: several files into one family, one file into several, a file without some of
// its runs. Event lines are copied as they stand, byte for byte, whatever kinds they are of; ids stay; every text is
// there once. What is copied is what the chosen runs mention, and nothing else.
#include "base/result.h"
#include "base/ids.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace rlmscope {

struct MergeSource {
    std::filesystem::path file;
    std::vector<RunId> runs; ///< empty = all of them
};

struct MergeReport {
    std::uint64_t runs = 0, events = 0, blobs = 0;
    /// Runs that were there more than once: the copy with the most events was taken. Sentences for people.
    std::vector<std::string> remarks;
    std::uint64_t missing = 0; ///< texts that runs mention and no source has (a context that was not stored, damage)
};

struct MergeOptions {
    std::function<void(std::uint64_t done, std::uint64_t total)> progress; ///< bytes of the sources, about
    std::function<bool()> stop;
    /// Damage in what is copied is an error. Without: what can be read is copied, remarks say what is missing.
    bool strict = false;
};

/// Writes `target`, which must not exist; it appears complete and on the disk, or not at all. Sources stay as they are.
/// Errors: a source is no trace, is being written, `target` exists, no space, stopped (Cancelled).
Result<MergeReport> mergeTraces(const std::vector<MergeSource>& sources, const std::filesystem::path& target, const MergeOptions& options = {});

/// One file for each run of `file`, in `folder`, named "<name>-<first digits of the run>.rlmscope". Returns the files; when
/// one cannot be written, those made before are removed again.
Result<std::vector<std::filesystem::path>> splitTrace(const std::filesystem::path& file, const std::filesystem::path& folder, const MergeOptions& options = {});

/// Rewrites a file without these runs; what only they mention is gone from the disk's point of view too (a new file takes
/// the place of the old one). Refuses while it is written, or damaged, or when no run would be left. A kill at any moment
/// leaves the old file or the new one.
Result<MergeReport> purgeRuns(const std::filesystem::path& file, const std::vector<RunId>& runs, const MergeOptions& options = {});

} // namespace rlmscope
