#pragma once
// Cancellation: a source cancels, tokens see it. Thread-safe. A callback added after cancellation runs at once, in
// the adding thread; otherwise it runs in the cancelling thread. Removing a callback waits until it is not running
// (unless called from inside it), so what it captured may be destroyed right after.
#include <functional>
#include <memory>

namespace rlmscope {

class CancelToken {
public:
    CancelToken() = default; ///< never cancelled
    bool cancelled() const;

    /// Calls back once on cancellation while it lives.
    class Callback {
    public:
        Callback() = default;
        Callback(const CancelToken& token, std::function<void()> function);
        ~Callback();
        Callback(Callback&& other) noexcept;
        Callback& operator=(Callback&& other) noexcept;
        void reset();

    private:
        struct Entry;
        std::shared_ptr<void> m_state;
        std::shared_ptr<Entry> m_entry;
        friend class CancelToken;
        friend class CancelSource;
    };

private:
    struct State;
    std::shared_ptr<State> m_state;
    friend class CancelSource;
};

class CancelSource {
public:
    CancelSource();
    /// A source that is cancelled with its parent, and can be cancelled alone.
    explicit CancelSource(const CancelToken& parent);
    CancelToken token() const;
    void cancel() const;

private:
    std::shared_ptr<CancelToken::State> m_state;
};

} // namespace rlmscope
