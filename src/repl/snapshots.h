#pragma once
// Parked copies of REPLs. They cost little when they are made and more the further their REPL goes on, so their memory is
// measured now and then, and the oldest go when together they take too much.
#include "repl/worker_host.h"

#include <condition_variable>
#include <list>
#include <thread>

namespace rlmscope::repl {

/// One parked copy and its scratch folder. Shared by the REPLs that may go back to it.
class Snapshot {
public:
    Snapshot(std::shared_ptr<WorkerHost> host, std::string scratch) : m_host(std::move(host)), m_scratch(std::move(scratch)) {}
    ~Snapshot() { drop(); }

    std::shared_ptr<WorkerHost> host() const; ///< null when it was dropped
    bool held() const { return host() != nullptr; }
    const std::string& scratch() const { return m_scratch; }
    void drop(); ///< ends the process

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<WorkerHost> m_host; // guarded by m_mutex
    const std::string m_scratch;
};

/// Watches over the snapshots of a factory, in a thread of its own (reading what a process uses takes milliseconds).
class SnapshotKeeper {
public:
    struct Limits {
        std::uint64_t bytes = 0; ///< of all snapshots; 0 = a quarter of what the machine has
        std::size_t count = 200; ///< processes
    };
    explicit SnapshotKeeper(Limits limits);
    ~SnapshotKeeper();

    void add(const std::shared_ptr<Snapshot>& snapshot);
    std::uint64_t bytes() const; ///< when last measured

private:
    struct Kept {
        std::weak_ptr<Snapshot> snapshot;
        std::uint64_t bytes = 0;
    };
    void work();
    void measure(std::unique_lock<std::mutex>& lock);
    void evict(std::unique_lock<std::mutex>& lock);

    const Limits m_limits;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::list<Kept> m_kept; // guarded by m_mutex, oldest first
    bool m_stop = false, m_news = false; // guarded by m_mutex
    std::thread m_thread; // last
};

} // namespace rlmscope::repl
