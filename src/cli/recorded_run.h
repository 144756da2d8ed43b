#pragma once
// A run of a trace file, folded: its tree, and what the tree does not hold but `show` prints.
#include "exchange/import_note.h"
#include "trace/run_tree.h"
#include "trace/trace_reader.h"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace rlmscope::cli {

struct RecordedRun {
    RunSummary summary;
    std::unique_ptr<RunTree> tree;
    bool live = false; ///< a process is still writing it
    std::optional<Error> damage; ///< the events could not be read to their end
    /// Failed attempts by the sequence number of their model call.
    std::unordered_map<Seq, std::vector<AttemptFailed>> failedAttempts;
    /// Output of cells that have no end: positions of the events.
    std::unordered_map<Seq, std::vector<Seq>> openOutput;
    std::vector<Note> notes;
    std::optional<ImportNote> import; ///< of a run of another tool

    /// "answered", "limit", ... of a run that ended; else "running" or "interrupted".
    std::string status() const;
};

/// All runs of a trace, or the one whose id begins so.
Result<std::vector<RunSummary>> chosenRuns(TraceReader& reader, const std::string& wanted);
RecordedRun readRun(TraceReader& reader, const RunSummary& summary);

/// A text with its bytes; what cannot be loaded says why in brackets.
std::string textOf(TraceReader& reader, const Text& text);
std::string textOf(TraceReader& reader, const std::vector<Part>& parts);

} // namespace rlmscope::cli
