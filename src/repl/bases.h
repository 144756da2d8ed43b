#pragma once
// Bases: processes that hold a context which cannot be mapped (many small texts, JSON that Python has parsed), for several
// frames. Each frame is a copy of the base, and they share its memory until they write to it.
#include "repl/context_image.h"
#include "repl/zygotes.h"

namespace rlmscope::repl {

/// Held by the frames that came from it; ends with the last of them.
class Base {
public:
    explicit Base(std::shared_ptr<WorkerHost> host) : m_host(std::move(host)) {}
    ~Base() { m_host->shutdown(); }
    Base(const Base&) = delete;
    Base& operator=(const Base&) = delete;
    const std::shared_ptr<WorkerHost>& host() const { return m_host; }

private:
    const std::shared_ptr<WorkerHost> m_host;
};

/// Thread-safe: of frames that start at the same time one makes the base, the others wait for it.
class Bases {
public:
    /// From this much decoded text on a base is worth a process.
    static constexpr std::uint64_t From = 2'000'000;

    Result<std::shared_ptr<Base>> of(const ZygoteProfile& profile, const std::shared_ptr<const ContextImage>& image, bool map,
                                     Zygotes& zygotes, WorkerHost::Settings settings, double seconds, const CancelToken& cancel);

private:
    struct Entry {
        std::mutex making;
        std::weak_ptr<Base> base;
    };
    using Key = std::pair<const ContextImage*, ZygoteProfile>; // a base holds its image, so the address stays its own
    std::mutex m_mutex;
    std::map<Key, std::shared_ptr<Entry>> m_entries;
};

} // namespace rlmscope::repl
