#pragma once
// Which files are logs, before any of them is imported.
#include "base/cancel.h"
#include "base/ids.h"
#include "base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace rlmscope {

/// What a log is and which bytes it holds: enough to know the ids of its runs without reading it again.
struct LogIdentity {
    std::string format; ///< "rlm", ...
    BlobId bytes;       ///< of its lines: what differs only in blank lines is the same log
    RunId run(std::uint64_t index) const; ///< the id that its index-th run gets in any trace
};
/// Reads the file once. The error says why it is no log, by name when it is something else that is known ("it is compressed
/// with gzip").
Result<LogIdentity> identifyLog(const std::filesystem::path& file, const CancelToken& cancel = {});

/// By its first megabyte: quick, for deciding what a dropped file is. A yes may still end in an error.
bool looksLikeLog(const std::filesystem::path& file);
/// Starts like a trace of ours.
bool looksLikeTrace(const std::filesystem::path& file);

/// The files of a folder and below, by name, that are called like logs (.jsonl, .json, .ndjson, .log). Links and hidden files
/// are left out; at most `most`.
std::vector<std::filesystem::path> logsBelow(const std::filesystem::path& folder, std::size_t most = 200'000);
/// Whether most of what is called like a log in it looks like one; looks at a few dozen of them.
bool isFolderOfLogs(const std::filesystem::path& folder);

} // namespace rlmscope
