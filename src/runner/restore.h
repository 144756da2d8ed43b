#pragma once
// Rebuilds the REPL of any frame of a recorded run at any of its cells, from its trace alone: the cells are run again with
// the recorded answers, no model is asked. Also what a fork inside recursion needs: the frames above, each before the
// cell that leads down.
//
// Running the code of a trace that came from somebody else is for the caller to ask about; the sandbox level that is
// demanded is checked before any of it runs.
#include "engine/replay.h"
#include "runner/frame_record.h"

namespace rlmscope {

struct RestoreOptions {
    SandboxLevel requiredSandbox = SandboxLevel::Limits; ///< at least; the run may have demanded more
    std::vector<std::string> packageFolders; ///< extra Python packages; a trace knows only their names
};

struct RestoredFrame {
    Restored restored;
    ReplJournal journal; ///< of the restored REPL
    std::optional<RecordedCell> after; ///< the last cell that counts; absent: before the first
    std::vector<std::string> remarks;  ///< for people
};

/// A frame above a restored one. It stands before the cell that is to be run again with rerunCell(): every call gets its
/// recorded answer but `down`, which gets that of the frame below.
struct FrameAbove {
    NodeId frame;
    RestoredFrame before;
    RecordedCell current; ///< may have no recorded end
    CellCall down;
};

struct RestoredChain {
    RestoredFrame frame;
    std::vector<FrameAbove> above; ///< the parent first, the root last
};

/// One thread at a time. `reader` must outlive it.
class RunRestorer {
public:
    /// Reads the tree of the run. Errors: no such run, no beginning.
    static Result<std::unique_ptr<RunRestorer>> open(TraceReader& reader, RunId run, RestoreOptions options = {});

    const RunTree& tree() const { return m_tree; }
    Result<NodeId> frameByPath(const std::string& path) { return rlmscope::frameByPath(m_reader, m_tree, path); }
    Result<FrameRecord> record(NodeId frame) { return readFrame(m_reader, m_tree, frame); }
    /// The REPL that a frame gets: context and settings, all from the trace.
    Result<ReplSpec> specOf(const FrameStarted& frame);

    /// The REPL of `frame` after `cell`; without one, before its first. A cell in which the run was cut off gives the state
    /// after the last one that ended, with a remark. Errors: no such frame or cell; the cell ended the REPL; something
    /// is not in the trace; as replay().
    Result<RestoredFrame> restoreFrame(NodeId frame, std::optional<NodeId> cell, ReplFactory& factory, CancelToken cancel);
    /// The frame, and all above it. Errors: as restoreFrame(); a frame was not started by a cell.
    Result<RestoredChain> restoreChain(NodeId frame, std::optional<NodeId> cell, ReplFactory& factory, CancelToken cancel);

private:
    RunRestorer(TraceReader& reader, RunId run, RestoreOptions options)
        : m_reader(reader), m_options(std::move(options)), m_tree(run) {}

    Result<RestoredFrame> restoreAt(const FrameRecord& record, std::size_t life, ReplPoint point, ReplFactory& factory,
                                    const CancelToken& cancel);
    Result<RestoredFrame> restoreBefore(NodeId frame, NodeId cell, RecordedCell& current, ReplFactory& factory,
                                        const CancelToken& cancel);

    TraceReader& m_reader;
    const RestoreOptions m_options;
    RunTree m_tree;
    std::shared_ptr<const Context> m_context; ///< of the run; read when it is needed first
};

} // namespace rlmscope
