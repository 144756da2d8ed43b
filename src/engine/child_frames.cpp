#include "engine/child_frames.h"

#include "engine/frame.h"
#include "engine/strategies/strategies.h"

#include <system_error>

namespace rlmscope {
namespace {

FrameResult failed(ErrorKind kind, std::string message) {
    return failed(makeError(kind, std::move(message)));
}

} // namespace

void ChildFrames::start(FrameStart start, Done done) {
    bool thread = false;
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back({std::move(start), std::move(done)});
        thread = m_threads < m_limit;
        if (thread) ++m_threads;
    }
    if (!thread) return;
    try {
        m_run.threads.start([this] { work(); });
    } catch (const std::system_error&) {
        std::deque<Waiting> stranded;
        {
            const std::lock_guard lock(m_mutex);
            if (--m_threads == 0) stranded.swap(m_queue); // else a living thread takes it
        }
        for (Waiting& child : stranded)
            child.done(failed(ErrorKind::Internal, "A child frame needs a thread, and the system has none left."));
        const std::lock_guard lock(m_mutex);
        m_none.notify_all();
    }
}

void ChildFrames::work() {
    std::unique_lock lock(m_mutex);
    while (!m_queue.empty()) {
        Waiting child = std::move(m_queue.front());
        m_queue.pop_front();
        lock.unlock();
        if (child.start.cancel.cancelled()) {
            child.done(failed(ErrorKind::Cancelled, "The child frame was cancelled before it started."));
        } else if (const auto admitted = m_run.desk.admitFrame(child.start.parent, child.start.cancel); !admitted) {
            child.done(failed(admitted.error()));
        } else {
            FrameResult result = Frame(m_run, std::move(child.start)).run();
            child.done(std::move(result));
        }
        child = {};
        lock.lock();
    }
    --m_threads;
    m_none.notify_all();
}

void ChildFrames::wait() {
    std::unique_lock lock(m_mutex);
    m_none.wait(lock, [this] { return m_threads == 0 && m_queue.empty(); });
}

} // namespace rlmscope
