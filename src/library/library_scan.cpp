#include "library/library_scan.h"

#include "trace/trace_lock.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace rlmscope::library {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t BatchFiles = 64;
constexpr auto BatchTime = std::chrono::milliseconds(150);

bool stopped(const std::function<bool()>& stop) { return stop && stop(); }

void findBelow(const fs::path& folder, std::set<fs::path>& found, const std::function<bool()>& stop) {
    std::error_code code;
    fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, code);
    for (; !code && at != fs::recursive_directory_iterator(); at.increment(code)) {
        if (stopped(stop)) return;
        if (at.depth() >= MostDepth) at.disable_recursion_pending();
        std::error_code ignored;
        if (at->path().extension() == ".rlmscope" && at->is_regular_file(ignored)) found.insert(at->path());
    }
}

/// Reads files on some threads and hands them over on the caller's, in batches.
class Readers {
public:
    Readers(const std::vector<fs::path>& files, const ScanEvents& events) : m_files(files), m_events(events) {}

    void run() {
        const auto threads = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
        std::vector<std::jthread> readers;
        for (std::size_t i = 0; i < std::min(threads, m_files.size()); ++i) readers.emplace_back([this] { read(); });
        std::size_t handed = 0;
        while (handed < m_files.size() && !stopped(m_events.stop)) {
            auto batch = take(m_files.size() - handed);
            if (batch.empty()) continue;
            handed += batch.size();
            m_events.read(std::move(batch));
            if (m_events.progress) m_events.progress(handed, m_files.size());
        }
        m_stop = true;
    }

private:
    void read() {
        for (;;) {
            const auto i = m_next.fetch_add(1);
            if (i >= m_files.size() || m_stop) return;
            auto digest = digestFile(m_files[i], [this] { return m_stop.load(); });
            const std::lock_guard lock(m_mutex);
            m_done.push_back(std::move(digest));
            if (m_done.size() >= BatchFiles || i + 1 == m_files.size()) m_ready.notify_one();
        }
    }
    std::vector<FileDigest> take(std::size_t missing) {
        std::unique_lock lock(m_mutex);
        m_ready.wait_for(lock, BatchTime, [&] { return m_done.size() >= std::min(BatchFiles, missing); });
        return std::exchange(m_done, {});
    }

    const std::vector<fs::path>& m_files;
    const ScanEvents& m_events;
    std::atomic<std::size_t> m_next{0};
    std::atomic<bool> m_stop{false};
    std::mutex m_mutex;
    std::condition_variable m_ready;
    std::vector<FileDigest> m_done;
};

} // namespace

std::vector<fs::path> findTraces(const LibraryFolders& folders, const std::function<bool()>& stop) {
    std::set<fs::path> found;
    const auto look = [&](const fs::path& place) {
        std::error_code ignored;
        if (fs::is_directory(place, ignored)) findBelow(place, found, stop);
        else if (fs::is_regular_file(place, ignored)) found.insert(place);
    };
    if (!folders.own.empty()) look(folders.own);
    for (const auto& other : folders.others) look(other);
    return {found.begin(), found.end()};
}

void scan(const LibraryFolders& folders, KnownFiles& known, const ScanEvents& events) {
    const auto files = findTraces(folders, events.stop);
    if (stopped(events.stop)) return; // an incomplete list would look as if files had gone
    std::vector<fs::path> gone, changed;
    for (const auto& [file, was] : known)
        if (!std::binary_search(files.begin(), files.end(), file)) gone.push_back(file);
    for (const auto& file : gone) known.erase(file);
    if (!gone.empty() && events.gone) events.gone(gone);
    for (const auto& file : files) {
        const auto stamp = FileStamp::of(file);
        if (!stamp) continue; // gone in between
        const auto was = known.find(file);
        // A writer that died leaves the file as it was: only the lock tells.
        if (was == known.end() || was->second.stamp != *stamp || (was->second.beingWritten && !TraceLock::isHeld(file))) changed.push_back(file);
    }
    // Newest first: that is what a person is likely to look for.
    std::stable_sort(changed.begin(), changed.end(), [](const auto& a, const auto& b) { return a.filename() > b.filename(); });
    ScanEvents noting = events;
    noting.read = [&](std::vector<FileDigest> batch) {
        for (const auto& digest : batch) known[digest.file] = {digest.stamp, digest.beingWritten};
        events.read(std::move(batch));
    };
    Readers(changed, noting).run();
}

} // namespace rlmscope::library
