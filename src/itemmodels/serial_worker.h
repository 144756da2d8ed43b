#pragma once
// One thread that runs jobs one after another. Jobs are stopped and waited for when it is destroyed; they hand results to
// the GUI thread themselves (QMetaObject::invokeMethod on an object that outlives the worker).
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace rlmscope {

class SerialWorker {
public:
    using Job = std::function<void(const std::stop_token&)>;
    SerialWorker();
    ~SerialWorker();
    void post(Job job);
    /// Forgets jobs that have not begun.
    void clear();

private:
    void work(const std::stop_token& stop);
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Job> m_jobs;
    std::jthread m_thread; ///< last: ends first
};

} // namespace rlmscope
