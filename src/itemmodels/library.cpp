#include "itemmodels/library.h"

#include "itemmodels/serial_worker.h"
#include "itemmodels/utf8.h"
#include "library/library_index.h"
#include "trace/annotate.h"

#include <QFileSystemWatcher>
#include <QMetaObject>
#include <QUndoCommand>

#include <algorithm>
#include <future>

namespace rlmscope {
namespace {

namespace fs = std::filesystem;
using namespace library;

constexpr int RefreshDelay = 250, RebuildDelay = 60, PollEvery = 2'000; // ms
constexpr int MostWatchedFolders = 64;

/// A folder that is not there yet cannot be watched; the one that it will appear in can.
fs::path standing(fs::path folder) {
    std::error_code ignored;
    while (folder.has_relative_path() && !fs::is_directory(folder, ignored)) folder = folder.parent_path();
    return folder;
}

/// What is kept beside traces that cannot be written now, by run; and what may go into its trace by now goes there.
std::map<RunId, std::vector<Annotation>> readBeside(const std::map<RunId, fs::path>& traces) {
    std::map<RunId, std::vector<Annotation>> beside;
    std::error_code code;
    for (fs::directory_iterator at(annotationSidecar({}).parent_path(), code); !code && at != fs::directory_iterator(); at.increment(code)) {
        if (at->path().extension() != ".jsonl") continue;
        const auto run = RunId::parse(at->path().stem().string());
        const auto trace = run ? traces.find(*run) : traces.end();
        if (trace == traces.end()) continue;
        (void)settleAnnotations(trace->second, *run); // where it fails it waits on
        if (auto said = annotationsBeside(*run); !said.empty()) beside.emplace(*run, std::move(said));
    }
    return beside;
}

} // namespace

struct Library::Scanner {
    fs::path indexFile;
    std::unique_ptr<LibraryIndex> index;
    KnownFiles known;
    std::map<fs::path, std::vector<RunId>> runs; ///< of the files that are known
};

/// Changes of some runs, undone together.
class MarkCommand : public QUndoCommand {
public:
    MarkCommand(Library& library, const QString& text, const QVector<std::pair<RunRef, RunMarks>>& changes, QVector<std::pair<RunRef, RunMarks>> undo)
        : QUndoCommand(text), m_library(library), m_changes(changes), m_undo(std::move(undo)) {}
    void redo() override { apply(m_changes); }
    void undo() override { apply(m_undo); }

private:
    void apply(const QVector<std::pair<RunRef, RunMarks>>& changes) {
        for (const auto& [run, marks] : changes) m_library.mark(run, marks);
    }
    Library& m_library;
    QVector<std::pair<RunRef, RunMarks>> m_changes, m_undo;
};

Library::Library(QObject* parent)
    : QObject(parent)
    , m_watcher(new QFileSystemWatcher(this))
    , m_scanner(std::make_shared<Scanner>())
    , m_scanWorker(std::make_unique<SerialWorker>())
    , m_writer(std::make_unique<SerialWorker>()) {
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(RefreshDelay);
    m_rebuild.setSingleShot(true);
    m_rebuild.setInterval(RebuildDelay);
    m_poll.setInterval(PollEvery);
    connect(&m_refresh, &QTimer::timeout, this, &Library::scanNow);
    connect(&m_rebuild, &QTimer::timeout, this, &Library::rebuild);
    connect(&m_poll, &QTimer::timeout, this, [this] {
        const auto going = [](const RowPointer& row) { return row->state == RunState::Running; };
        if (std::any_of(m_rows->begin(), m_rows->end(), going)) refresh();
    });
    connect(m_watcher, &QFileSystemWatcher::directoryChanged, this, &Library::refresh);
}

// What a person has changed is written before the program ends: those jobs take milliseconds.
Library::~Library() {
    *m_stopWork = true;
    std::promise<void> written;
    m_writer->post([&written](const std::stop_token&) { written.set_value(); });
    written.get_future().wait();
    m_scanWorker.reset();
    m_writer.reset();
}

void Library::open(const LibraryFolders& folders, const fs::path& index) {
    m_folders = folders;
    m_scanner->indexFile = index;
    m_scanWorker->post([this, scanner = m_scanner](const std::stop_token&) {
        auto opened = LibraryIndex::open(scanner->indexFile);
        if (!opened) { // it works without one
            QMetaObject::invokeMethod(this, [this, error = opened.error()] {
                Q_EMIT notice(QString::fromStdString(error.message), QString::fromStdString(error.hint), false);
            });
            return;
        }
        scanner->index = std::move(*opened);
        auto files = std::make_shared<std::vector<FileDigest>>(scanner->index->load());
        for (const auto& file : *files) {
            scanner->known[file.file] = {file.stamp, file.beingWritten};
            for (const auto& run : file.runs) scanner->runs[file.file].push_back(run.run);
        }
        QMetaObject::invokeMethod(this, [this, files] {
            m_loaded = m_loaded || !files->empty();
            put(std::move(*files));
        });
    });
    scanNow();
}

void Library::setOtherFolders(const std::vector<fs::path>& folders) {
    if (m_folders.others == folders) return;
    m_folders.others = folders;
    refresh();
}

void Library::refresh() {
    if (!m_refresh.isActive()) m_refresh.start();
}

void Library::setWatched(bool watched) {
    if (m_watched == watched) return;
    m_watched = watched;
    if (watched) {
        m_poll.start();
        refresh();
    } else {
        m_poll.stop();
    }
}

// ---- looking at the files --------------------------------------------------------------------------------------

void Library::scanNow() {
    if (m_scanning) {
        m_again = true;
        return;
    }
    m_scanning = true;
    m_again = false;
    watchFolders(); // before they are read, so that what comes meanwhile is not missed
    const int turn = ++m_turn;
    m_scanWorker->post([this, turn, scanner = m_scanner, folders = m_folders](const std::stop_token& stop) {
        QElapsedTimer timer;
        timer.start();
        ScanEvents events;
        events.stop = [&stop] { return stop.stop_requested(); };
        events.read = [&](std::vector<FileDigest> batch) {
            if (scanner->index)
                if (!scanner->index->put(batch)) scanner->index.reset();
            for (const auto& file : batch) {
                auto& runs = scanner->runs[file.file];
                runs.clear();
                for (const auto& run : file.runs) runs.push_back(run.run);
            }
            auto shared = std::make_shared<std::vector<FileDigest>>(std::move(batch));
            QMetaObject::invokeMethod(this, [this, shared] { put(std::move(*shared)); });
        };
        events.gone = [&](const std::vector<fs::path>& gone) {
            if (scanner->index) (void)scanner->index->remove(gone);
            for (const auto& file : gone) scanner->runs.erase(file);
            QMetaObject::invokeMethod(this, [this, gone] {
                for (const auto& file : gone) m_files.erase(file);
                rebuildSoon();
            });
        };
        events.progress = [&](std::size_t done, std::size_t total) {
            QMetaObject::invokeMethod(this, [this, done, total] { Q_EMIT scanProgress(static_cast<int>(done), static_cast<int>(total)); });
        };
        scan(folders, scanner->known, events);
        if (stop.stop_requested()) return;
        std::map<RunId, fs::path> traces;
        for (const auto& [file, runs] : scanner->runs)
            for (const auto& run : runs) traces.emplace(run, file);
        auto beside = std::make_shared<std::map<RunId, std::vector<Annotation>>>(readBeside(traces));
        QMetaObject::invokeMethod(this, [this, turn, beside, took = timer.elapsed()] { scanEnded(turn, took, std::move(*beside)); });
    });
}

void Library::scanEnded(int turn, qint64 took, std::map<RunId, std::vector<Annotation>> beside) {
    m_scanning = false;
    m_poll.setInterval(std::max<int>(PollEvery, static_cast<int>(took) * 5));
    const bool marked = !m_beside.empty() || !beside.empty() || !m_pending.empty();
    m_beside = std::move(beside);
    for (auto at = m_pending.begin(); at != m_pending.end();)
        at = at->second.unwritten == 0 && at->second.settledBy >= 0 && at->second.settledBy <= turn ? m_pending.erase(at) : std::next(at);
    if (marked) {
        for (auto& [file, entry] : m_files) dress(entry);
        m_dirty = true;
    }
    watchFolders();
    if (m_dirty || !m_loaded) rebuild();
    m_loaded = true;
    Q_EMIT scanProgress(0, 0);
    if (m_again) scanNow();
}

void Library::watchFolders() {
    QStringList wanted;
    const auto add = [&](const fs::path& folder) {
        std::error_code ignored;
        const auto name = fromPath(folder);
        if (wanted.size() < MostWatchedFolders && !wanted.contains(name) && fs::is_directory(folder, ignored)) wanted << name;
    };
    add(standing(m_folders.own));
    for (const auto& folder : m_folders.others) add(folder);
    for (const auto& [file, entry] : m_files) {
        if (wanted.size() >= MostWatchedFolders) break;
        if (file.parent_path() != m_folders.own) add(file.parent_path());
    }
    const auto watched = m_watcher->directories();
    for (const auto& folder : watched)
        if (!wanted.contains(folder)) m_watcher->removePath(folder);
    for (const auto& folder : wanted)
        if (!watched.contains(folder)) m_watcher->addPath(folder);
}

void Library::put(std::vector<FileDigest> batch) {
    for (auto& file : batch) {
        auto& entry = m_files[file.file];
        entry.base = rowsOf(file);
        dress(entry);
    }
    rebuildSoon();
}

void Library::dress(Entry& entry) const {
    entry.shown = entry.base;
    for (auto& row : entry.shown) {
        const auto beside = m_beside.find(row->run.run);
        const auto pending = m_pending.find(row->run.run);
        if (row->run.run.isNull() || (beside == m_beside.end() && pending == m_pending.end())) continue;
        auto digest = row->run;
        if (beside != m_beside.end()) applyMarks(beside->second, digest);
        if (pending != m_pending.end()) applyMarks(pending->second.marks, digest);
        if (!(digest == row->run)) row = withDigest(*row, std::move(digest));
    }
}

void Library::rebuild() {
    m_rebuild.stop();
    m_dirty = false;
    auto rows = std::make_shared<Rows>();
    m_bytes = 0;
    for (const auto& [file, entry] : m_files) {
        if (!entry.shown.empty()) m_bytes += entry.shown.front()->fileSize;
        rows->insert(rows->end(), entry.shown.begin(), entry.shown.end());
    }
    m_rows = std::move(rows);
    Q_EMIT rowsChanged();
}

RowPointer Library::find(const RunRef& run) const {
    const auto file = m_files.find(run.file);
    if (file == m_files.end()) return {};
    for (const auto& row : file->second.shown)
        if (row->run.run == run.run) return row;
    return {};
}

// ---- what a person changes -------------------------------------------------------------------------------------

void Library::push(const QString& text, const QVector<std::pair<RunRef, RunMarks>>& changes) {
    QVector<std::pair<RunRef, RunMarks>> todo, undo;
    for (const auto& [run, marks] : changes) {
        const auto row = find(run);
        if (!row || run.run.isNull()) continue;
        auto back = inverse(marks, row->run);
        if (back.empty()) continue;
        todo.push_back({run, marks});
        undo.push_back({run, std::move(back)});
    }
    if (!todo.isEmpty()) m_undo.push(new MarkCommand(*this, text, todo, undo));
}

void Library::rename(const RunRef& run, const QString& title) {
    RunMarks marks;
    marks.title = title.simplified().left(200).toStdString();
    push(tr("Rename"), {{run, marks}});
}

void Library::tag(const QVector<RunRef>& runs, const QString& name, bool on) {
    const auto tag = tagName(name.toStdString());
    if (tag.empty()) return;
    QVector<std::pair<RunRef, RunMarks>> changes;
    RunMarks marks;
    marks.tags[tag] = on;
    for (const auto& run : runs) changes.push_back({run, marks});
    push(on ? tr("Tag") : tr("Remove tag"), changes);
}

void Library::setHidden(const QVector<RunRef>& runs, bool hidden) {
    QVector<std::pair<RunRef, RunMarks>> changes;
    int going = 0;
    RunMarks marks;
    marks.hidden = hidden;
    for (const auto& run : runs) {
        const auto row = find(run);
        if (hidden && row && row->state == RunState::Running) ++going;
        else changes.push_back({run, marks});
    }
    if (going > 0) Q_EMIT notice(tr("%n run(s) still going, kept.", nullptr, going), tr("Stop first, then delete."), false);
    const int before = m_undo.index();
    push(hidden ? tr("Delete") : tr("Restore"), changes);
    if (m_undo.index() == before) return;
    const auto n = static_cast<int>(changes.size());
    if (hidden) Q_EMIT hiddenNotice(tr("%n run(s) deleted from the library. Nothing leaves the files until you purge.", nullptr, n));
}

void Library::mark(const RunRef& run, const RunMarks& marks) {
    auto& pending = m_pending[run.run];
    ++pending.unwritten;
    pending.settledBy = -1;
    if (marks.title) pending.marks.title = marks.title;
    if (marks.hidden) pending.marks.hidden = marks.hidden;
    for (const auto& [tag, on] : marks.tags) pending.marks.tags[tag] = on;
    dressRun(run.run);
    rebuildSoon();
    m_writer->post([this, run, marks](const std::stop_token&) {
        const auto kept = keepAnnotations(run.file, run.run, annotationsOf(marks, Clock::system().wall()));
        Result<QString> result = QString();
        if (!kept) result = kept.error();
        QMetaObject::invokeMethod(this, [this, run, result] { markWritten(run, result); });
    });
}

void Library::dressRun(RunId run) {
    for (auto& [file, entry] : m_files)
        if (std::any_of(entry.base.begin(), entry.base.end(), [&](const RowPointer& row) { return row->run.run == run; })) dress(entry);
}

void Library::markWritten(const RunRef& run, const Result<QString>& result) {
    const auto pending = m_pending.find(run.run);
    if (pending == m_pending.end()) return;
    if (!result) { // shown as it is in the file again
        m_pending.erase(pending);
        dressRun(run.run);
        rebuildSoon();
        Q_EMIT notice(QString::fromStdString(result.error().message), QString::fromStdString(result.error().hint), true);
        return;
    }
    if (--pending->second.unwritten == 0) pending->second.settledBy = m_turn + 1; // a scan that begins from now on
    refresh();
}

} // namespace rlmscope
