#include "repl/snapshots.h"

#include <algorithm>
#include <chrono>

namespace rlmscope::repl {

std::shared_ptr<WorkerHost> Snapshot::host() const {
    const std::lock_guard lock(m_mutex);
    return m_host && m_host->alive() ? m_host : nullptr;
}

void Snapshot::drop() {
    std::shared_ptr<WorkerHost> host;
    {
        const std::lock_guard lock(m_mutex);
        host.swap(m_host);
    }
    if (host) host->shutdown();
}

SnapshotKeeper::SnapshotKeeper(Limits limits) : m_limits([&] {
    if (limits.bytes == 0) limits.bytes = machineMemory().total / 4;
    return limits;
}()), m_thread([this] { work(); }) {}

SnapshotKeeper::~SnapshotKeeper() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void SnapshotKeeper::add(const std::shared_ptr<Snapshot>& snapshot) {
    {
        const std::lock_guard lock(m_mutex);
        m_kept.push_back({snapshot, 0});
        m_news = true;
    }
    m_changed.notify_all();
}

std::uint64_t SnapshotKeeper::bytes() const {
    const std::lock_guard lock(m_mutex);
    std::uint64_t sum = 0;
    for (const Kept& kept : m_kept) sum += kept.bytes;
    return sum;
}

void SnapshotKeeper::work() {
    std::unique_lock lock(m_mutex);
    while (!m_stop) {
        // A snapshot grows while its REPL goes on, so look again now and then; without snapshots there is nothing to do.
        if (m_kept.empty()) m_changed.wait(lock, [this] { return m_stop || m_news; });
        else m_changed.wait_for(lock, std::chrono::seconds(2), [this] { return m_stop || m_news; });
        if (m_stop) return;
        m_news = false;
        measure(lock);
        evict(lock);
        // Many may come one after the other: they are looked at together.
        m_changed.wait_for(lock, std::chrono::milliseconds(100), [this] { return m_stop; });
    }
}

void SnapshotKeeper::measure(std::unique_lock<std::mutex>& lock) {
    for (auto it = m_kept.begin(); it != m_kept.end() && !m_stop;) {
        const auto snapshot = it->snapshot.lock();
        const auto host = snapshot ? snapshot->host() : nullptr;
        if (!host) {
            it = m_kept.erase(it);
            continue;
        }
        lock.unlock(); // only this thread erases
        const std::uint64_t bytes = host->memory();
        lock.lock();
        it->bytes = bytes;
        ++it;
    }
}

void SnapshotKeeper::evict(std::unique_lock<std::mutex>& lock) {
    std::uint64_t sum = 0;
    for (const Kept& kept : m_kept) sum += kept.bytes;
    const MachineMemory machine = machineMemory();
    std::uint64_t short_ = machine.total > 0 && machine.available < machine.total / 10 ? machine.total / 10 - machine.available : 0;
    std::vector<std::shared_ptr<Snapshot>> dropped;
    while (!m_kept.empty() && (sum > m_limits.bytes || m_kept.size() > m_limits.count || short_ > 0)) {
        sum -= std::min(sum, m_kept.front().bytes);
        short_ -= std::min(short_, std::max<std::uint64_t>(m_kept.front().bytes, 1));
        if (auto snapshot = m_kept.front().snapshot.lock()) dropped.push_back(std::move(snapshot));
        m_kept.pop_front();
    }
    lock.unlock();
    for (const auto& snapshot : dropped) snapshot->drop();
    dropped.clear();
    lock.lock();
}

} // namespace rlmscope::repl
