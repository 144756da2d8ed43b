#pragma once
// Threads that end by themselves and are joined when the group is: nothing is ever detached.
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace rlmscope {

class ThreadGroup {
public:
    ~ThreadGroup() { joinAll(); }

    /// Throws std::system_error when the system has no thread left.
    void start(std::function<void()> body) {
        std::vector<std::thread> ended;
        {
            const std::lock_guard lock(m_mutex);
            ended.swap(m_ended);
            m_running.emplace_back();
            const auto self = std::prev(m_running.end());
            try {
                *self = std::thread([this, self, body = std::move(body)] {
                    body();
                    // The creator holds the lock until *self is assigned.
                    const std::lock_guard end(m_mutex);
                    m_ended.push_back(std::move(*self));
                    m_running.erase(self);
                    m_idle.notify_all();
                });
            } catch (...) {
                m_running.erase(self);
                throw;
            }
        }
        for (std::thread& thread : ended) thread.join();
    }

    /// Waits for all, those started meanwhile included.
    void joinAll() {
        std::vector<std::thread> ended;
        {
            std::unique_lock lock(m_mutex);
            m_idle.wait(lock, [this] { return m_running.empty(); });
            ended.swap(m_ended);
        }
        for (std::thread& thread : ended) thread.join();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_idle;
    std::list<std::thread> m_running; // guarded by m_mutex
    std::vector<std::thread> m_ended; // guarded by m_mutex: about to return, to be joined
};

} // namespace rlmscope
