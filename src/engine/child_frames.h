#pragma once
// The child frames of one frame: each on a thread, so many at a time, the rest waiting in order. A child that waits
// holds nothing: no thread, no request.
#include "base/cancel.h"
#include "engine/ledger.h"
#include "engine/strategy.h"
#include "trace/call_key.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace rlmscope {

class RunCore;

struct FrameStart {
    NodeId parent;     ///< the cell or turn that starts it; none for the root
    std::string model; ///< SPEC
    int depth = 0;
    CallKey key;
    std::string question;
    std::shared_ptr<const Context> context; ///< null: the frame has none
    bool ownContext = false;                ///< not the run's
    std::int64_t batch = 0;
    int batchIndex = 0, batchSize = 0;
    AccountPtr account; ///< of the frame that starts it; null = the run's
    CancelToken cancel; ///< of whoever waits for it
};

class ChildFrames {
public:
    using Done = std::function<void(FrameResult)>;

    ChildFrames(RunCore& run, int limit) : m_run(run), m_limit(limit) {}

    /// Thread-safe; returns at once. `done` is called from the child's thread, or from here when there is no thread.
    void start(FrameStart start, Done done);
    void wait(); ///< until none is left

private:
    void work();

    struct Waiting {
        FrameStart start;
        Done done;
    };
    RunCore& m_run;
    const int m_limit;
    std::mutex m_mutex;
    std::condition_variable m_none;
    std::deque<Waiting> m_queue; // guarded by m_mutex
    int m_threads = 0;           // guarded by m_mutex
};

} // namespace rlmscope
