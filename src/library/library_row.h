#pragma once
// One row of the library: a run of a trace, or a file that cannot be read, with its reason. Immutable and shared, so that a
// list of a hundred thousand is copied in a moment and sorted on another thread.
#include "library/run_digest.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope::library {

/// What a person is told first about a run. Ended well: how it came about is said instead of "ok".
enum class RunState : std::uint8_t { Running, Ok, Warnings, Limit, Error, Stopped, Interrupted, Damaged, Replayed, Imported, Simulated };
std::string_view toString(RunState state); ///< "running", "ok", ...: the words of a query

struct LibraryRow {
    std::filesystem::path file;
    std::int64_t fileSize = 0;
    std::size_t runsInFile = 1;
    RunDigest run;         ///< without an id when the file cannot be read
    std::string fileError; ///< why it cannot be read
    RunState state = RunState::Ok;
    std::string text;      ///< folded(): what words of a query are looked for in

    const std::string& name() const; ///< title, else question, else the file's name
    std::string fileName;            ///< of the file, valid UTF-8
    /// Cost is a figure that can be compared: known, or a part of it is.
    bool costKnown() const { return !run.run.isNull() && !(run.costUnknown && run.cost.value == 0); }
    /// The score that the library shows: that of the first name; nothing = none.
    const Score* score() const { return run.scores.empty() ? nullptr : &run.scores.front(); }
    /// The relation to another run, "imported_from" aside; null = none.
    const RunRelation* relation() const;
};
using RowPointer = std::shared_ptr<const LibraryRow>;
using Rows = std::vector<RowPointer>;

/// Makes the rows of a file.
Rows rowsOf(const FileDigest& file);
/// A row with another digest, state and text derived anew.
RowPointer withDigest(const LibraryRow& row, RunDigest digest);

/// Lower case for comparison: ASCII and the letters of Western Europe.
std::string folded(std::string_view text);

} // namespace rlmscope::library
