#pragma once
// The library of this user: all runs of all traces in its folders, kept up to date, and everything that may be done to
// them. Lives in the GUI thread; reading and writing files happens on two threads of its own, so that renaming a run
// does not wait for a scan. What a person changes shows at once, and is undone with undoStack().
#include "base/result.h"
#include "library/library_row.h"
#include "library/library_scan.h"
#include "library/run_marks.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <QUndoStack>
#include <QVector>

#include <atomic>
#include <map>
#include <memory>

class QFileSystemWatcher;

namespace rlmscope {

class SerialWorker;

/// A run in a file: the same run may be in two.
struct RunRef {
    std::filesystem::path file;
    RunId run;
    auto operator<=>(const RunRef&) const = default;
};

class Library : public QObject {
    Q_OBJECT
public:
    explicit Library(QObject* parent = nullptr);
    ~Library() override;

    /// Shows what the index knows, then looks at the folders and goes on doing so. `index`: a file in the cache folder.
    void open(const library::LibraryFolders& folders, const std::filesystem::path& index);
    void setOtherFolders(const std::vector<std::filesystem::path>& folders);
    const library::LibraryFolders& folders() const { return m_folders; }
    /// Looks again soon; many calls are one.
    void refresh();
    /// While somebody looks, runs that go on are read again every few seconds.
    void setWatched(bool watched);

    std::shared_ptr<const library::Rows> rows() const { return m_rows; }
    library::RowPointer find(const RunRef& run) const;
    std::int64_t bytes() const { return m_bytes; } ///< of all files
    bool isScanning() const { return m_scanning; }
    bool isLoaded() const { return m_loaded; } ///< the index was read, or the first scan has ended

    QUndoStack* undoStack() { return &m_undo; }
    void rename(const RunRef& run, const QString& title); ///< empty = the run's own name again
    void tag(const QVector<RunRef>& runs, const QString& name, bool on);
    void setHidden(const QVector<RunRef>& runs, bool hidden);

    /// Files that a window has open are not rewritten.
    void setOpenFiles(const std::vector<std::filesystem::path>& files);
    /// What purging would do, in words for the question, or why not.
    struct PurgePlan {
        QVector<RunRef> runs;
        std::vector<std::filesystem::path> rewritten, trashed;
        std::int64_t bytes = 0; ///< of the files that go away
        QString refusal;        ///< not empty: these cannot be purged now
    };
    PurgePlan purgePlan(const QVector<RunRef>& runs) const;
    void purge(const PurgePlan& plan);
    /// One family file of these runs. Source files that have become superfluous go to the trash.
    void merge(const QVector<RunRef>& runs);
    void split(const std::filesystem::path& file);
    /// A file that cannot be read, to the trash of the desktop.
    void trash(const std::filesystem::path& file);
    void cancelWork(); ///< purge, merge, split
    bool isWorking() const { return m_working; }

Q_SIGNALS:
    void rowsChanged();
    void scanProgress(int done, int total); ///< done == total: nothing is left to read
    void workProgress(const QString& what, double part); ///< part < 0: it has ended
    void notice(const QString& title, const QString& detail, bool isError);
    /// Runs went out of sight; "Undo" belongs beside this sentence.
    void hiddenNotice(const QString& title);

private:
    friend class MarkCommand;
    struct Entry {
        library::Rows base;  ///< as the traces say it
        library::Rows shown; ///< with what waits beside them or to be written
    };
    struct Pending {
        library::RunMarks marks;
        int unwritten = 0;  ///< writes on their way
        int settledBy = -1; ///< the scan after which the trace says it itself
    };
    void put(std::vector<library::FileDigest> batch);
    void dress(Entry& entry) const;
    void dressRun(RunId run);
    void rebuildSoon() {
        m_dirty = true;
        if (!m_rebuild.isActive()) m_rebuild.start();
    }
    void rebuild();
    void scanNow();
    void scanEnded(int turn, qint64 took, std::map<RunId, std::vector<Annotation>> beside);
    void watchFolders();
    void mark(const RunRef& run, const library::RunMarks& marks); ///< shows it and writes it
    void push(const QString& text, const QVector<std::pair<RunRef, library::RunMarks>>& changes);
    void markWritten(const RunRef& run, const Result<QString>& result);
    void startWork(const QString& what, std::function<void(const std::function<void(double)>&, const std::function<bool()>&)> job);
    QVector<RunRef> others(const RunRef& run) const;

    library::LibraryFolders m_folders;
    std::map<std::filesystem::path, Entry> m_files;
    std::map<RunId, std::vector<Annotation>> m_beside;
    std::map<RunId, Pending> m_pending;
    std::shared_ptr<const library::Rows> m_rows = std::make_shared<library::Rows>();
    std::int64_t m_bytes = 0;
    std::vector<std::filesystem::path> m_open;
    QUndoStack m_undo;
    QFileSystemWatcher* m_watcher;
    QTimer m_refresh, m_rebuild, m_poll;
    bool m_scanning = false, m_again = false, m_watched = false, m_loaded = false, m_working = false, m_dirty = false;
    int m_turn = 0; ///< of scans
    std::shared_ptr<std::atomic<bool>> m_stopWork = std::make_shared<std::atomic<bool>>(false);
    struct Scanner; ///< index and what is known of the files; of the scan thread
    std::shared_ptr<Scanner> m_scanner;
    std::unique_ptr<SerialWorker> m_scanWorker, m_writer; ///< last: they end first
};

} // namespace rlmscope
