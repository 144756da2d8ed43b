#include "providers/timers.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

namespace rlmscope {
namespace {
using SteadyTime = std::chrono::steady_clock::time_point;
} // namespace

struct Timers::State {
    struct Entry {
        SteadyTime due;
        std::uint64_t order = 0;
        std::function<void()> function;
    };
    struct Later {
        bool operator()(const Entry& a, const Entry& b) const {
            return a.due != b.due ? a.due > b.due : a.order > b.order;
        }
    };
    std::mutex mutex;
    std::condition_variable changed;
    std::priority_queue<Entry, std::vector<Entry>, Later> entries; // guarded by mutex
    std::uint64_t posted = 0;                                      // guarded by mutex
    bool stopping = false;                                         // guarded by mutex
    std::thread thread;                                            // guarded by mutex until stopping

    void run();
};

void Timers::State::run() {
    std::unique_lock lock(mutex);
    while (!stopping) {
        if (entries.empty()) {
            changed.wait(lock);
            continue;
        }
        const SteadyTime due = entries.top().due;
        if (std::chrono::steady_clock::now() < due) {
            changed.wait_until(lock, due);
            continue;
        }
        // top() is const only to protect the order, and the entry leaves the queue right away.
        auto function = std::move(const_cast<Entry&>(entries.top()).function);
        entries.pop();
        lock.unlock();
        function();
        function = nullptr; // what it captured is released outside the lock
        lock.lock();
    }
}

Timers::Timers() : m_state(std::make_unique<State>()) {}

Timers::~Timers() {
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->stopping = true;
    }
    m_state->changed.notify_all();
    if (m_state->thread.joinable()) m_state->thread.join();
}

void Timers::post(Nanos delay, std::function<void()> function) {
    const SteadyTime due = std::chrono::steady_clock::now() + std::chrono::nanoseconds(std::max<Nanos>(delay, 0));
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->stopping) return;
        if (!m_state->thread.joinable()) m_state->thread = std::thread([state = m_state.get()] { state->run(); });
        m_state->entries.push(State::Entry{due, m_state->posted++, std::move(function)});
    }
    m_state->changed.notify_one();
}

Timers& Timers::shared() {
    static Timers timers;
    return timers;
}

} // namespace rlmscope
