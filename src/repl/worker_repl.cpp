#include "repl/worker_repl.h"

#include "engine/replay.h"

namespace rlmscope::repl {
namespace {

constexpr double CopySeconds = 10; // until a copy must be there; a gigabyte of heap takes 20 ms, hooks of cells run too

double secondsSince(Nanos start) { return static_cast<double>(monotonicNow() - start) / 1e9; }

} // namespace

Result<std::string> FamilyFolder::make() {
    std::string path = m_path + "/" + std::to_string(m_next++);
    if (auto made = makePrivateFolder(path); !made) return made.error();
    return path;
}

Result<std::string> FamilyFolder::copyOf(const std::string& folder) {
    auto path = make();
    if (!path) return path;
    if (auto copied = copyFiles(folder, *path); !copied) {
        removeTree(*path);
        return copied.error();
    }
    return path;
}

WorkerRepl::WorkerRepl(Parts parts, std::shared_ptr<WorkerHost> host, std::string scratch, ReplJournal journal)
    : m_parts(std::move(parts))
    , m_host(std::move(host))
    , m_scratch(std::move(scratch))
    , m_recorder(std::move(journal))
    , m_now{m_host->cellsRun(), false} {}

WorkerRepl::~WorkerRepl() {
    m_host->shutdown();
    m_snapshots.clear();
}

CellOutcome WorkerRepl::run(const std::string& code, const CellLimits& limits, const CellObserver& observer,
                            CancelToken cancel) {
    const CellObserver recording = m_recorder.begin(code, limits, observer);
    {
        const std::lock_guard lock(m_mutex);
        m_now.running = true;
    }
    CellOutcome outcome = m_host->run(code, limits, recording, cancel);
    m_recorder.end(outcome);
    const std::lock_guard lock(m_mutex);
    m_now = {m_host->cellsRun(), false};
    return outcome;
}

WorkerRepl::Now WorkerRepl::now() const {
    const std::lock_guard lock(m_mutex);
    return m_now;
}

std::vector<std::string> WorkerRepl::notices() const {
    std::vector<std::string> all = m_host->notices();
    if (!m_parts.image->notice().empty()) all.push_back(m_parts.image->notice());
    return all;
}

// ---- snapshots -------------------------------------------------------------------------------------------------

/// The files first: while the process is copied nothing runs in it, and before that nothing did either.
Result<WorkerRepl::Copy> WorkerRepl::copyOf(const std::shared_ptr<WorkerHost>& host, const std::string& scratch) {
    auto folder = m_parts.family->copyOf(scratch);
    if (!folder) return folder.error();
    WorkerHost::Settings settings = m_parts.settings;
    settings.scratch = *folder;
    auto copy = host->fork(std::move(settings), CopySeconds);
    if (copy) return Copy{*std::move(copy), *std::move(folder)};
    removeTree(*folder);
    return copy.error();
}

SnapshotReport WorkerRepl::snapshot() {
    const Nanos start = monotonicNow();
    SnapshotReport report;
    report.point = point();
    if (const auto held = snapshotAt(report.point); held && held->held()) {
        report.held = true;
        return report;
    }
    auto copy = copyOf(m_host, m_scratch);
    report.seconds = secondsSince(start);
    report.held = copy.ok();
    const std::lock_guard lock(m_mutex);
    if (copy) {
        const auto snapshot = std::make_shared<Snapshot>(std::move(copy->host), std::move(copy->scratch));
        m_snapshots[report.point] = snapshot;
        m_parts.keeper->add(snapshot);
    } else {
        report.reason = copy.error().message;
        m_notHeld[report.point] = report.reason;
    }
    return report;
}

std::shared_ptr<Snapshot> WorkerRepl::snapshotAt(ReplPoint point) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_snapshots.find(point);
    return found == m_snapshots.end() ? nullptr : found->second;
}

std::vector<ReplPoint> WorkerRepl::snapshots() const {
    const std::lock_guard lock(m_mutex);
    std::vector<ReplPoint> points;
    for (const auto& [point, snapshot] : m_snapshots)
        if (snapshot->held()) points.push_back(point);
    return points;
}

// ---- going back ------------------------------------------------------------------------------------------------

Result<Restored> WorkerRepl::fromSnapshot(const Snapshot& snapshot, ReplPoint point) {
    const auto host = snapshot.host();
    if (!host) return makeError(ErrorKind::Unsupported, "it was dropped to free memory");
    auto copy = copyOf(host, snapshot.scratch());
    if (!copy) return copy.error();
    auto repl = std::make_unique<WorkerRepl>(m_parts, copy->host, copy->scratch, m_recorder.journal().upTo(point));
    {
        const std::lock_guard lock(m_mutex);
        repl->m_snapshots.insert(m_snapshots.begin(), m_snapshots.upper_bound(point));
        repl->m_notHeld.insert(m_notHeld.begin(), m_notHeld.upper_bound(point));
    }
    Restored restored;
    restored.repl = std::move(repl);
    return restored;
}

Result<Restored> WorkerRepl::restore(ReplPoint point, CancelToken cancel) {
    const Nanos start = monotonicNow();
    std::string why = "no snapshot was made";
    if (const auto snapshot = snapshotAt(point)) {
        auto restored = fromSnapshot(*snapshot, point);
        if (restored) {
            restored->seconds = secondsSince(start);
            return restored;
        }
        why = restored.error().message;
    } else {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_notHeld.find(point); found != m_notHeld.end()) why = found->second;
    }
    auto rebuilt = replay(*m_parts.factory, m_recorder.journal(), point, cancel);
    if (rebuilt) rebuilt->why = why;
    return rebuilt;
}

// ---- values ----------------------------------------------------------------------------------------------------

/// A process to read in: a copy of the living one, of a snapshot, or of one that is rebuilt for it.
Result<WorkerRepl::Copy> WorkerRepl::copyToRead(std::optional<ReplPoint> point, Now now, std::unique_ptr<Repl>& rebuilt,
                                                CancelToken cancel) {
    const ReplPoint wanted = point.value_or(now.point);
    if (wanted == now.point && !now.running) return copyOf(m_host, m_scratch);
    if (const auto snapshot = snapshotAt(wanted))
        if (const auto host = snapshot->host()) return copyOf(host, snapshot->scratch());
    if (!point)
        return makeError(ErrorKind::Unsupported, "A cell is running, and no copy from before it is held.",
                         "Wait until the cell has ended.");
    auto restored = restore(wanted, cancel);
    if (!restored) return restored.error();
    rebuilt = std::move(restored->repl);
    auto* repl = dynamic_cast<WorkerRepl*>(rebuilt.get());
    if (!repl) return makeError(ErrorKind::Internal, "a REPL of another kind was rebuilt");
    return Copy{repl->m_host, {}};
}

Result<ValuePage> WorkerRepl::read(const ValueRequest& request, std::optional<ReplPoint> point, CancelToken cancel) {
    const Now now = this->now();
    const ReplPoint wanted = point.value_or(now.point);
    std::unique_ptr<Repl> rebuilt;
    auto copy = copyToRead(point, now, rebuilt, cancel);
    if (!copy) {
        // Threads of a cell live, or it holds files open. What can be seen without running code is shown all the same.
        if (copy.error().kind != ErrorKind::Unsupported || wanted != now.point || now.running) return copy.error();
        auto page = m_host->read(request, true, cancel);
        if (page) page->point = wanted;
        return page;
    }
    auto page = copy->host->read(request, false, cancel);
    copy->host->shutdown();
    if (!copy->scratch.empty()) removeTree(copy->scratch);
    if (page) page->point = wanted;
    return page;
}

} // namespace rlmscope::repl
