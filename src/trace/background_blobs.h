#pragma once
// Compresses blobs on a thread of its own and hands finished packs to the writer's thread, a few at a time, so that a
// long context neither delays events nor fills the memory.
#include "trace/store.h"
#include "trace/trace_writer.h"

#include <chrono>
#include <functional>
#include <future>
#include <thread>

namespace rlmscope {

class BackgroundBlobs {
public:
    /// Runs a step with the store on the writer's thread and waits for it; an error ends the work.
    using OnWriter = std::function<Status(const std::function<void(Store&)>&)>;

    BackgroundBlobs(std::vector<BlobSource> blobs, OnWriter onWriter, std::function<void(const Status&)> done);
    ~BackgroundBlobs(); ///< waits; OnWriter must fail when nobody serves it any more
    void wait() const { m_ended.wait(); }
    bool finished() const { return m_ended.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }

private:
    void work();
    Status store();
    Status storeGroup(std::vector<BlobSource>& small);
    Status storeLong(const BlobSource& blob);

    std::vector<BlobSource> m_blobs;
    OnWriter m_onWriter;
    std::function<void(const Status&)> m_done;
    std::promise<void> m_end;
    std::shared_future<void> m_ended = m_end.get_future().share();
    std::thread m_thread;
};

} // namespace rlmscope
