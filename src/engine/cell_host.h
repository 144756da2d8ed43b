#pragma once
// The host side of one running cell: takes its output and answers its calls. The Repl calls it from its I/O thread.
#include "engine/cell_output.h"
#include "engine/child_frames.h"
#include "engine/fan_out.h"
#include "engine/repl.h"
#include "engine/request_hash.h"
#include "engine/run_core.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

namespace rlmscope {

/// Calls that have been started and not been answered. Shared with their callbacks, which may still be returning when
/// the cell is gone.
class OpenCalls {
public:
    /// False when it is shut: nothing may start any more.
    bool opened(std::size_t n);
    void closed();
    void shutAndWait();

private:
    std::mutex m_mutex;
    std::condition_variable m_none;
    std::size_t m_open = 0; // guarded by m_mutex
    bool m_shut = false;    // guarded by m_mutex
};

/// Where a cell is, and whom its calls ask.
struct CellPlace {
    NodeId node;
    std::string framePath, frameModel;
    int depth = 0, turn = 0, cell = 0;
    int turns = 0; ///< that the frame has
    bool canQuery = false, canRecurse = false;
    AccountPtr account;  ///< who pays its calls
    CancelToken cancel; ///< of the frame
};

class CellHost : public std::enable_shared_from_this<CellHost> {
public:
    CellHost(RunCore& run, CellPlace place, ChildFrames& children);

    CellObserver observer(); ///< keeps this alive
    CellOutputCollector& output() { return *m_output; }
    /// The cell has ended: what it started and did not wait for (in threads of its own, or because it was interrupted)
    /// is cancelled, and has ended when this returns.
    void close();

private:
    /// One batched call (or a single one): what its items have in common.
    struct Batch {
        HostCall call;
        std::vector<CallKey> keys; ///< of its items
        std::shared_ptr<HostReply> reply;
        std::string model; ///< SPEC
        std::int64_t number = 0;
        /// Cancelled with the cell, or when nobody waits for the replies any more.
        CancelSource cancel;
        CancelToken::Callback unwanted;
        CancelToken::Callback withdrawn; ///< while its approval is asked for
    };
    using BatchPtr = std::shared_ptr<Batch>;

    void hostCall(HostCall call, std::unique_ptr<HostReply> reply);
    Result<std::string> modelFor(const HostCall& call) const;
    std::vector<CallKey> keysOf(const HostCall& call);
    void refuse(const Batch& batch, const Error& error);
    void refuseOpened(const Batch& batch, const Error& error);
    void query(const BatchPtr& batch, bool depthLimited);
    std::vector<CallRequest> requestsOf(const BatchPtr& batch, bool depthLimited);
    void recurse(const BatchPtr& batch);
    void startChildren(const BatchPtr& batch);
    void whenApproved(const BatchPtr& batch, FanOut fanOut, std::function<void()> go);
    std::optional<Result<std::string>> decidedThen(const Batch& batch) const;
    void recordDecision(const Batch& batch, const std::optional<Error>& refused);
    void askApproval(const BatchPtr& batch, const FanOut& fanOut, std::function<void()> go);
    void callTool(const BatchPtr& batch);
    void tellBudget(const BatchPtr& batch);

    RunCore& m_run;
    const CellPlace m_place;
    ChildFrames& m_children;
    const CancelSource m_cancel; ///< of everything the cell started
    const std::shared_ptr<OpenCalls> m_open = std::make_shared<OpenCalls>();
    const std::shared_ptr<CellOutputCollector> m_output;
    CellCallNames m_names;
};

} // namespace rlmscope
