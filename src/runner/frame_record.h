#pragma once
// What a trace knows about the REPL of one frame: a journal for each of its lives, and where each cell of the frame lies
// in them. A trace is untrusted input: sizes are bounded, and what is missing is an error or a remark that names it.
#include "engine/journal.h"
#include "trace/run_tree.h"
#include "trace/trace_reader.h"

#include <optional>
#include <string>
#include <vector>

namespace rlmscope {

struct RecordedCell {
    NodeId node;
    int turn = 0, number = 0; ///< as in TurnStarted and CellStarted
    std::size_t life = 0;     ///< which REPL of the frame: one that died is followed by a new one
    ReplPoint before = 0;     ///< cells that this REPL had run before
    bool ran = true;          ///< false: cancelled before it began
    bool ended = false;
    bool replAlive = true;    ///< after it
    std::shared_ptr<const JournalCell> cell;

    ReplPoint after() const { return before + (ran ? 1 : 0); }
};

struct FrameRecord {
    NodeId node;
    FrameStarted started;
    std::optional<std::string> status; ///< of its end; absent: it has none
    std::vector<std::vector<std::shared_ptr<const JournalCell>>> lives; ///< cells that ran and ended
    std::vector<RecordedCell> cells; ///< all, in order
    std::vector<std::string> remarks; ///< what is not certain: a damaged part of the trace, output that is missing
};

/// Reads a frame, with `until` only up to the end of that cell (a null one: not even the first). Errors: no such frame; texts that are not in the trace;
/// more than anybody can want to run again.
Result<FrameRecord> readFrame(TraceReader& reader, const RunTree& tree, NodeId frame, std::optional<NodeId> until = {});

/// The frame with this path ("" = the first root). Reads the start of every frame until it is found.
Result<NodeId> frameByPath(TraceReader& reader, const RunTree& tree, const std::string& path);

} // namespace rlmscope
