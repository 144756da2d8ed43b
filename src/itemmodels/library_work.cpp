// What rewrites files of the library: purge, merge, split. One at a time, on the writer's thread.
#include "itemmodels/library.h"
#include "itemmodels/format.h"
#include "itemmodels/serial_worker.h"
#include "itemmodels/utf8.h"
#include "trace/annotate.h"
#include "trace/trace_lock.h"
#include "trace/trace_merge.h"
#include "trace/trace_writer.h"

#include <QFile>
#include <QMetaObject>

#include <algorithm>
#include <set>

namespace rlmscope {

namespace fs = std::filesystem;

namespace {

/// A trace with everything in one file, to the trash of the desktop.
Status moveToTrash(const fs::path& file) {
    if (TraceLock::isHeld(file)) return makeError(ErrorKind::Io, file.filename().string() + " is being written.");
    {
        // What an interrupted run left in the log belongs into the file. A file that is no trace goes as it is.
        const auto writer = TraceWriter::open(file);
        if (writer) (void)(*writer)->finish();
    }
    if (!QFile::moveToTrash(fromPath(file)))
        return makeError(ErrorKind::Io, file.filename().string() + " cannot be moved to the trash.", "Delete it in your file manager.");
    std::error_code ignored;
    for (const char* ending : {"-wal", "-shm"}) fs::remove(fs::path(file) += ending, ignored);
    return {};
}

struct Outcome {
    QString title, detail;
    bool failed = false;
    void add(const Error& error) {
        failed = true;
        title = QString::fromStdString(error.message);
        detail = QString::fromStdString(error.hint);
    }
};

} // namespace

void Library::setOpenFiles(const std::vector<fs::path>& files) { m_open = files; }

Library::PurgePlan Library::purgePlan(const QVector<RunRef>& runs) const {
    PurgePlan plan;
    std::map<fs::path, std::set<RunId>> byFile;
    for (const auto& run : runs) byFile[run.file].insert(run.run);
    for (const auto& [file, gone] : byFile) {
        const auto known = m_files.find(file);
        if (known == m_files.end()) continue;
        const auto name = QString::fromStdString(known->second.base.front()->fileName);
        if (std::find(m_open.begin(), m_open.end(), file) != m_open.end()) {
            plan.refusal = tr("%1 is open. Close its runs first.").arg(name);
            return plan;
        }
        const auto going = [](const library::RowPointer& row) { return row->state == library::RunState::Running; };
        if (std::any_of(known->second.base.begin(), known->second.base.end(), going)) {
            plan.refusal = tr("A run in %1 is still going.").arg(name);
            return plan;
        }
        for (const auto& run : gone) plan.runs.push_back({file, run});
        if (gone.size() < known->second.base.size()) plan.rewritten.push_back(file);
        else plan.trashed.push_back(file), plan.bytes += known->second.base.front()->fileSize;
    }
    return plan;
}

void Library::startWork(const QString& what, std::function<void(const std::function<void(double)>&, const std::function<bool()>&)> job) {
    m_working = true;
    *m_stopWork = false;
    Q_EMIT workProgress(what, 0);
    m_writer->post([this, what, job = std::move(job), stopped = m_stopWork](const std::stop_token& stop) {
        job([this, what](double part) { QMetaObject::invokeMethod(this, [this, what, part] { Q_EMIT workProgress(what, part); }); },
            [&stop, stopped] { return stop.stop_requested() || *stopped; });
        QMetaObject::invokeMethod(this, [this, what] {
            m_working = false;
            Q_EMIT workProgress(what, -1);
            refresh();
        });
    });
}

void Library::cancelWork() { *m_stopWork = true; }

void Library::purge(const PurgePlan& plan) {
    if (plan.runs.isEmpty() || !plan.refusal.isEmpty()) return;
    m_undo.clear(); // what is gone cannot be shown again
    startWork(tr("Purging"), [this, plan](const auto& progress, const auto& stop) {
        Outcome outcome;
        std::size_t done = 0;
        const auto files = plan.rewritten.size() + plan.trashed.size();
        for (const auto& file : plan.rewritten) {
            std::vector<RunId> gone;
            for (const auto& run : plan.runs)
                if (run.file == file) gone.push_back(run.run);
            MergeOptions options;
            options.stop = stop;
            if (const auto purged = purgeRuns(file, gone, options); !purged) {
                outcome.add(purged.error());
                break;
            }
            progress(static_cast<double>(++done) / static_cast<double>(files));
        }
        for (const auto& file : plan.trashed) {
            if (outcome.failed || stop()) break;
            if (const auto moved = moveToTrash(file); !moved) outcome.add(moved.error());
            progress(static_cast<double>(++done) / static_cast<double>(files));
        }
        if (!outcome.failed) {
            std::error_code ignored; // what was said about them beside the traces
            for (const auto& run : plan.runs) fs::remove(annotationSidecar(run.run), ignored);
            outcome.title = tr("%n run(s) purged.", nullptr, static_cast<int>(plan.runs.size()));
            if (!plan.trashed.empty()) outcome.detail = tr("%n file(s) moved to the trash.", nullptr, static_cast<int>(plan.trashed.size()));
        }
        QMetaObject::invokeMethod(this, [this, outcome] { Q_EMIT notice(outcome.title, outcome.detail, outcome.failed); });
    });
}

void Library::trash(const fs::path& file) {
    startWork(tr("Moving to the trash"), [this, file](const auto&, const auto&) {
        Outcome outcome;
        if (const auto moved = moveToTrash(file); !moved) outcome.add(moved.error());
        else outcome.title = tr("%1 moved to the trash.").arg(fromPath(file.filename()));
        QMetaObject::invokeMethod(this, [this, outcome] { Q_EMIT notice(outcome.title, outcome.detail, outcome.failed); });
    });
}

void Library::merge(const QVector<RunRef>& runs) {
    std::map<fs::path, std::set<RunId>> byFile;
    for (const auto& run : runs)
        if (!run.run.isNull()) byFile[run.file].insert(run.run);
    if (byFile.size() < 2) {
        Q_EMIT notice(tr("These runs are in one file already."), {}, false);
        return;
    }
    std::vector<MergeSource> sources;
    std::vector<fs::path> superfluous;
    for (const auto& [file, chosen] : byFile) {
        sources.push_back({file, {chosen.begin(), chosen.end()}});
        const auto known = m_files.find(file);
        const bool whole = known != m_files.end() && known->second.base.size() == chosen.size();
        if (whole && std::find(m_open.begin(), m_open.end(), file) == m_open.end()) superfluous.push_back(file);
    }
    // Beside the first one, under a name that says what it is.
    fs::path target;
    const auto stem = byFile.begin()->first.stem().string();
    for (int n = 1; target.empty() || fs::exists(target); ++n)
        target = m_folders.own / (stem + "-family" + (n > 1 ? "-" + std::to_string(n) : std::string()) + ".rlmscope");
    startWork(tr("Merging"), [this, sources, superfluous, target](const auto& progress, const auto& stop) {
        MergeOptions options;
        options.stop = stop;
        options.progress = [&](std::uint64_t done, std::uint64_t total) { progress(static_cast<double>(done) / static_cast<double>(std::max<std::uint64_t>(total, 1))); };
        const auto merged = mergeTraces(sources, target, options);
        Outcome outcome;
        if (!merged) {
            outcome.add(merged.error());
        } else {
            outcome.title = tr("%n run(s) put together in %1.", nullptr, static_cast<int>(merged->runs)).arg(fromPath(target.filename()));
            // Something was left out or doubled: then nothing is taken away.
            int moved = 0;
            if (merged->remarks.empty() && merged->missing == 0)
                for (const auto& file : superfluous) moved += moveToTrash(file).ok();
            else if (!merged->remarks.empty()) outcome.detail = QString::fromStdString(merged->remarks.front());
            if (moved > 0) outcome.detail = tr("%n file(s) they came from moved to the trash.", nullptr, moved);
        }
        QMetaObject::invokeMethod(this, [this, outcome] { Q_EMIT notice(outcome.title, outcome.detail, outcome.failed); });
    });
}

void Library::split(const fs::path& file) {
    const bool open = std::find(m_open.begin(), m_open.end(), file) != m_open.end();
    startWork(tr("Splitting"), [this, file, open](const auto&, const auto& stop) {
        MergeOptions options;
        options.stop = stop;
        options.strict = true;
        const auto made = splitTrace(file, file.parent_path(), options);
        Outcome outcome;
        if (!made) {
            outcome.add(made.error());
        } else {
            outcome.title = tr("%1 split into %n file(s).", nullptr, static_cast<int>(made->size())).arg(fromPath(file.filename()));
            if (!open && moveToTrash(file)) outcome.detail = tr("The file that held them all is in the trash.");
        }
        QMetaObject::invokeMethod(this, [this, outcome] { Q_EMIT notice(outcome.title, outcome.detail, outcome.failed); });
    });
}

} // namespace rlmscope
