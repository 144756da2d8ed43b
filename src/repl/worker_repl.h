#pragma once
// The Repl over worker processes: one that lives, the snapshots that were parked on its way, and its journal, from which
// every moment can be rebuilt when there is no snapshot of it.
#include "engine/journal.h"
#include "repl/bases.h"
#include "repl/scratch.h"
#include "repl/snapshots.h"

#include <map>

namespace rlmscope::repl {

/// The folder of a frame: one folder in it for each process, since files are not part of a copy.
class FamilyFolder {
public:
    explicit FamilyFolder(std::string path) : m_path(std::move(path)) {}
    ~FamilyFolder() { removeTree(m_path); }
    FamilyFolder(const FamilyFolder&) = delete;
    FamilyFolder& operator=(const FamilyFolder&) = delete;
    const std::string& path() const { return m_path; }
    Result<std::string> make();
    /// A new folder with the files of another one. Errors: they are too many or too big to be copied.
    Result<std::string> copyOf(const std::string& folder);

private:
    const std::string m_path;
    std::atomic<int> m_next = 1;
};

class WorkerRepl : public Repl {
public:
    struct Parts {
        ReplFactory* factory = nullptr;   ///< outlives its REPLs
        SnapshotKeeper* keeper = nullptr;
        std::shared_ptr<FamilyFolder> family;
        WorkerHost::Settings settings;    ///< of its processes, but for the scratch folder
        std::shared_ptr<Base> base;       ///< null: it loaded its context itself
        std::shared_ptr<const ContextImage> image; ///< held, so that other frames with this context find it
    };
    WorkerRepl(Parts parts, std::shared_ptr<WorkerHost> host, std::string scratch, ReplJournal journal);
    ~WorkerRepl() override;

    CellOutcome run(const std::string& code, const CellLimits& limits, const CellObserver& observer,
                    CancelToken cancel) override;
    Sandbox sandbox() const override { return m_host->sandbox(); }
    std::vector<std::string> notices() const override;
    std::vector<ToolInfo> tools() const override { return m_host->tools(); }
    ReplPoint point() const override { return now().point; }
    SnapshotReport snapshot() override;
    std::vector<ReplPoint> snapshots() const override;
    Result<Restored> restore(ReplPoint point, CancelToken cancel) override;
    Result<ValuePage> read(const ValueRequest& request, std::optional<ReplPoint> point, CancelToken cancel) override;

private:
    /// Point and cell belong together: who saw a new point must not be told that the cell before it runs.
    struct Now {
        ReplPoint point = 0;
        bool running = false; ///< a cell
    };
    struct Copy {
        std::shared_ptr<WorkerHost> host;
        std::string scratch;
    };
    Result<Copy> copyOf(const std::shared_ptr<WorkerHost>& host, const std::string& scratch);
    std::shared_ptr<Snapshot> snapshotAt(ReplPoint point) const;
    Result<Restored> fromSnapshot(const Snapshot& snapshot, ReplPoint point);
    Result<Copy> copyToRead(std::optional<ReplPoint> point, Now now, std::unique_ptr<Repl>& rebuilt, CancelToken cancel);
    Now now() const;

    const Parts m_parts;
    const std::shared_ptr<WorkerHost> m_host;
    const std::string m_scratch;
    JournalRecorder m_recorder;
    mutable std::mutex m_mutex;
    Now m_now;                                                  // guarded by m_mutex
    std::map<ReplPoint, std::shared_ptr<Snapshot>> m_snapshots; // guarded by m_mutex
    std::map<ReplPoint, std::string> m_notHeld;                 // guarded by m_mutex: why
};

} // namespace rlmscope::repl
