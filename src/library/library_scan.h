#pragma once
// Looks which traces there are and reads those that have changed. Blocking; made to run on a thread of its own, reads with
// some threads more.
#include "library/run_digest.h"

#include <cstddef>
#include <functional>
#include <map>
#include <vector>

namespace rlmscope::library {

/// Where traces are looked for.
struct LibraryFolders {
    std::filesystem::path own;                    ///< the library folder: its files, and those of folders in it
    std::vector<std::filesystem::path> others;    ///< folders and single files that the user added
    bool operator==(const LibraryFolders&) const = default;
};

/// All files that end in ".rlmscope", no deeper than MostDepth folders; links to folders are not followed.
std::vector<std::filesystem::path> findTraces(const LibraryFolders& folders, const std::function<bool()>& stop = {});
inline constexpr int MostDepth = 6;

struct ScanEvents {
    /// Files that are new or have changed, in batches, from the calling thread.
    std::function<void(std::vector<FileDigest>)> read;
    std::function<void(std::vector<std::filesystem::path>)> gone;
    std::function<void(std::size_t done, std::size_t total)> progress; ///< of the files to be read
    std::function<bool()> stop;
};

/// What is known of a file: its stamp, and whether it was being written then.
struct KnownFile {
    FileStamp stamp;
    bool beingWritten = false;
};
using KnownFiles = std::map<std::filesystem::path, KnownFile>;

/// Compares the folders with `known` and keeps that up to date.
void scan(const LibraryFolders& folders, KnownFiles& known, const ScanEvents& events);

} // namespace rlmscope::library
