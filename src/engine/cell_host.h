#pragma once
// The host side of one running cell: takes its output and answers its calls. The Repl calls it from its I/O thread.
#include "engine/cell_output.h"
#include "engine/child_frames.h"
#include "engine/frame.h"
#include "engine/repl.h"
#include "engine/run_core.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace rlmscope {

/// Where a cell is, and whom its calls ask.
struct CellPlace {
    NodeId node;
    std::string framePath, frameModel;
    int depth = 0, turn = 0, cell = 0;
    bool canQuery = false, canRecurse = false;
    CancelToken cancel; ///< of the frame
};

class CellHost : public std::enable_shared_from_this<CellHost> {
public:
    CellHost(RunCore& run, CellPlace place, ChildFrames& children, std::shared_ptr<OpenCalls> open);

    CellObserver observer(); ///< keeps this alive
    CellOutputCollector& output() { return *m_output; }

private:
    /// One batched call (or a single one): what its items have in common.
    struct Batch {
        HostCall call;
        std::shared_ptr<HostReply> reply;
        std::string model; ///< SPEC
        std::int64_t number = 0;
        /// Cancelled with the frame, or when nobody waits for the replies any more.
        CancelSource cancel;
        CancelToken::Callback unwanted;
    };
    using BatchPtr = std::shared_ptr<Batch>;

    void hostCall(HostCall call, std::unique_ptr<HostReply> reply);
    Result<std::string> modelFor(const HostCall& call) const;
    CallKey keyOf(const Batch& batch, std::size_t item);
    void query(const BatchPtr& batch, bool depthLimited);
    void recurse(const BatchPtr& batch);

    RunCore& m_run;
    const CellPlace m_place;
    ChildFrames& m_children;
    const std::shared_ptr<OpenCalls> m_open;
    const std::shared_ptr<CellOutputCollector> m_output;
    std::mutex m_mutex;
    std::map<std::pair<std::string, BlobId>, int> m_occurrences; // guarded by m_mutex
};

} // namespace rlmscope
