#pragma once
// The REPL I/O thread: one epoll loop for all workers of a factory. It also starts the workers, because a worker dies
// with the thread that started it (PR_SET_PDEATHSIG), and this one lives as long as the factory.
#include "base/clock.h"
#include "repl/unique_fd.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace rlmscope::repl {

Nanos monotonicNow();

/// All functions are thread-safe; everything handed in is called in the loop's thread and must not block. A handler
/// may still be called once after unwatch() by another thread, so it captures weak pointers.
class IoLoop {
public:
    using Handler = std::function<void(std::uint32_t epollEvents)>;
    using WatchId = std::uint64_t;

    IoLoop();
    ~IoLoop(); ///< ends the thread; what was posted and not begun is dropped
    IoLoop(const IoLoop&) = delete;
    IoLoop& operator=(const IoLoop&) = delete;

    void post(std::function<void()> task);
    /// At or soon after this monotonic time. Cannot be taken back: the task checks whether it still applies.
    void at(Nanos when, std::function<void()> task);

    /// In a second thread, one after the other: for what takes longer than the loop may. What is not begun when the loop
    /// ends is dropped.
    void aside(std::function<void()> task);

    /// Level-triggered. 0 when the system refuses.
    WatchId watch(int fd, std::uint32_t epollEvents, Handler handler);
    void change(WatchId id, int fd, std::uint32_t epollEvents);
    void unwatch(WatchId id, int fd);

    bool inLoopThread() const { return std::this_thread::get_id() == m_thread.get_id(); }

private:
    void work();
    void workAside();
    int runDue(); ///< runs posted and due tasks; milliseconds until the next timer, -1 = none
    void wake();

    UniqueFd m_epoll, m_event;
    std::mutex m_mutex; // guards everything below
    bool m_stop = false;
    std::vector<std::function<void()>> m_posted;
    std::multimap<Nanos, std::function<void()>> m_timers;
    std::unordered_map<WatchId, std::shared_ptr<Handler>> m_handlers;
    WatchId m_nextId = 1;
    std::deque<std::function<void()>> m_aside;
    std::condition_variable m_asideChanged;
    std::thread m_asideThread; ///< started when first needed
    std::thread m_thread; // last: it uses all of the above
};

} // namespace rlmscope::repl
