#include "base/cancel.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace rlmscope {

struct CancelToken::Callback::Entry {
    std::function<void()> function;
    bool running = false;
    std::thread::id runner;
};

struct CancelToken::State {
    std::mutex mutex;
    std::condition_variable idle;
    bool cancelled = false;                                  // guarded by mutex
    std::vector<std::shared_ptr<Callback::Entry>> callbacks; // guarded by mutex
    Callback parent; // links this state to the one above it
};

bool CancelToken::cancelled() const {
    if (!m_state) return false;
    const std::lock_guard lock(m_state->mutex);
    return m_state->cancelled;
}

CancelToken::Callback::Callback(const CancelToken& token, std::function<void()> function) {
    if (!token.m_state) return;
    {
        const std::lock_guard lock(token.m_state->mutex);
        if (!token.m_state->cancelled) {
            m_entry = std::make_shared<Entry>(Entry{std::move(function), false, {}});
            m_state = token.m_state;
            token.m_state->callbacks.push_back(m_entry);
            return;
        }
    }
    function();
}

CancelToken::Callback::Callback(Callback&& other) noexcept
    : m_state(std::move(other.m_state))
    , m_entry(std::move(other.m_entry)) {}

CancelToken::Callback& CancelToken::Callback::operator=(Callback&& other) noexcept {
    if (this != &other) {
        reset();
        m_state = std::move(other.m_state);
        m_entry = std::move(other.m_entry);
    }
    return *this;
}

CancelToken::Callback::~Callback() {
    reset();
}

void CancelToken::Callback::reset() {
    if (!m_entry) return;
    const auto state = std::static_pointer_cast<State>(m_state);
    {
        std::unique_lock lock(state->mutex);
        std::erase(state->callbacks, m_entry);
        if (m_entry->running && m_entry->runner != std::this_thread::get_id())
            state->idle.wait(lock, [&] { return !m_entry->running; });
    }
    m_entry.reset();
    m_state.reset();
}

CancelSource::CancelSource() : m_state(std::make_shared<CancelToken::State>()) {}

CancelSource::CancelSource(const CancelToken& parent) : CancelSource() {
    // Weak, or parent and child would keep each other alive.
    m_state->parent = CancelToken::Callback(parent, [weak = std::weak_ptr(m_state)] {
        if (const auto state = weak.lock()) {
            CancelSource source;
            source.m_state = state;
            source.cancel();
        }
    });
}

CancelToken CancelSource::token() const {
    CancelToken token;
    token.m_state = m_state;
    return token;
}

void CancelSource::cancel() const {
    std::unique_lock lock(m_state->mutex);
    m_state->cancelled = true;
    while (!m_state->callbacks.empty()) {
        const auto entry = m_state->callbacks.back();
        m_state->callbacks.pop_back();
        entry->running = true;
        entry->runner = std::this_thread::get_id();
        lock.unlock();
        entry->function();
        lock.lock();
        entry->running = false;
        m_state->idle.notify_all();
    }
}

} // namespace rlmscope
