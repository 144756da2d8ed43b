#include "repl/io_loop.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <ctime>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

namespace rlmscope::repl {

Nanos monotonicNow() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * Nanos{1'000'000'000} + now.tv_nsec;
}

IoLoop::IoLoop() : m_epoll(epoll_create1(EPOLL_CLOEXEC)), m_event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = 0;
    epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, m_event.get(), &event);
    // Signals belong to the main thread of the program.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    m_thread = std::thread([this] { work(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    pthread_setname_np(m_thread.native_handle(), "repl-io");
}

IoLoop::~IoLoop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    wake();
    m_asideChanged.notify_all();
    if (m_asideThread.joinable()) m_asideThread.join();
    m_thread.join();
}

void IoLoop::wake() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto n = ::write(m_event.get(), &one, sizeof one);
}

void IoLoop::post(std::function<void()> task) {
    {
        const std::lock_guard lock(m_mutex);
        m_posted.push_back(std::move(task));
    }
    wake();
}

void IoLoop::aside(std::function<void()> task) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stop) return;
        m_aside.push_back(std::move(task));
        if (!m_asideThread.joinable()) {
            sigset_t all, before;
            sigfillset(&all);
            pthread_sigmask(SIG_BLOCK, &all, &before);
            m_asideThread = std::thread([this] { workAside(); });
            pthread_sigmask(SIG_SETMASK, &before, nullptr);
            pthread_setname_np(m_asideThread.native_handle(), "repl-aside");
        }
    }
    m_asideChanged.notify_one();
}

void IoLoop::workAside() {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_asideChanged.wait(lock, [this] { return m_stop || !m_aside.empty(); });
        if (m_stop) return;
        const auto task = std::move(m_aside.front());
        m_aside.pop_front();
        lock.unlock();
        task();
        lock.lock();
    }
}

void IoLoop::at(Nanos when, std::function<void()> task) {
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        first = m_timers.empty() || when < m_timers.begin()->first;
        m_timers.emplace(when, std::move(task));
    }
    if (first && !inLoopThread()) wake();
}

IoLoop::WatchId IoLoop::watch(int fd, std::uint32_t epollEvents, Handler handler) {
    const std::lock_guard lock(m_mutex);
    const WatchId id = m_nextId++;
    epoll_event event{};
    event.events = epollEvents;
    event.data.u64 = id;
    m_handlers.emplace(id, std::make_shared<Handler>(std::move(handler)));
    if (epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, fd, &event) == 0) return id;
    m_handlers.erase(id);
    return 0;
}

void IoLoop::change(WatchId id, int fd, std::uint32_t epollEvents) {
    epoll_event event{};
    event.events = epollEvents;
    event.data.u64 = id;
    epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, fd, &event);
}

void IoLoop::unwatch(WatchId id, int fd) {
    if (id == 0) return;
    const std::lock_guard lock(m_mutex);
    if (m_handlers.erase(id) > 0) epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
}

int IoLoop::runDue() {
    std::unique_lock lock(m_mutex);
    while (!m_posted.empty()) {
        auto tasks = std::exchange(m_posted, {});
        lock.unlock();
        for (auto& task : tasks) task();
        tasks.clear(); // captures may own things that call back into us
        lock.lock();
    }
    while (!m_timers.empty()) {
        const Nanos wait = m_timers.begin()->first - monotonicNow();
        if (wait > 0) return static_cast<int>(std::min<Nanos>(wait / 1'000'000 + 1, 60'000));
        auto task = std::move(m_timers.begin()->second);
        m_timers.erase(m_timers.begin());
        lock.unlock();
        task();
        task = nullptr;
        lock.lock();
    }
    return -1;
}

void IoLoop::work() {
    std::array<epoll_event, 64> events;
    while (true) {
        const int timeout = runDue();
        {
            const std::lock_guard lock(m_mutex);
            if (m_stop) return;
        }
        const int count = epoll_wait(m_epoll.get(), events.data(), static_cast<int>(events.size()), timeout);
        for (int i = 0; i < count; ++i) {
            const auto id = events[static_cast<std::size_t>(i)].data.u64;
            if (id == 0) {
                std::uint64_t n = 0;
                [[maybe_unused]] const auto r = ::read(m_event.get(), &n, sizeof n);
                continue;
            }
            std::shared_ptr<Handler> handler;
            {
                const std::lock_guard lock(m_mutex);
                if (const auto found = m_handlers.find(id); found != m_handlers.end()) handler = found->second;
            }
            if (handler) (*handler)(events[static_cast<std::size_t>(i)].events);
        }
    }
}

} // namespace rlmscope::repl
