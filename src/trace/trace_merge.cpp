#include "trace/trace_merge.h"

#include "trace/blob_copy.h"
#include "trace/event_reader.h"
#include "trace/schema.h"
#include "trace/store.h"
#include "trace/trace_lock.h"
#include "trace/trace_reader.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <set>
#include <sqlite3.h>
#include <unistd.h>

namespace rlmscope {
namespace {

namespace fs = std::filesystem;

Error stoppedError() { return makeError(ErrorKind::Cancelled, "Stopped; nothing was changed."); }

Error inTarget(const Error& error, const fs::path& target) {
    return makeError(error.kind, schema::shown(target) + " was not written: " + error.message, error.hint);
}

/// A source, opened like a stranger's file. The reader checks it and keeps it open; events and blobs are read below it.
struct Source {
    fs::path path;
    std::unique_ptr<SQLite::Database> db;
    std::unique_ptr<EventReader> events;
    std::map<RunId, std::int64_t> rows;
    std::map<RunId, Seq> lastSeq;
    std::uint64_t size = 0;
};

/// `ours`: we hold its lock ourselves.
Result<Source> openSource(const fs::path& path, bool ours = false) {
    auto checked = TraceReader::open(path); // all that a reader refuses is refused here
    if (!checked) return checked.error();
    if (!ours && (*checked)->beingWritten())
        return makeError(ErrorKind::Io, schema::shown(path) + " is being written.", "Wait until its run has ended.");
    auto runs = (*checked)->runs();
    if (!runs) return runs.error();
    Source source;
    source.path = path;
    std::error_code ignored;
    source.size = fs::file_size(path, ignored);
    try {
        source.db = std::make_unique<SQLite::Database>(path.string(), SQLite::OPEN_READONLY | SQLITE_OPEN_EXRESCODE, 10'000);
        schema::harden(*source.db);
        if (auto tables = schema::checkTables(*source.db, path); !tables) return tables.error();
        source.db->exec("BEGIN"); // one view of the file, whatever happens to it
        source.events = std::make_unique<EventReader>(*source.db);
        SQLite::Statement query(*source.db, "SELECT run, id FROM runs ORDER BY run");
        while (query.executeStep()) {
            RunId id;
            const auto column = query.getColumn(1);
            if (column.getBytes() != 16) return makeError(ErrorKind::Corrupt, schema::shown(path) + " has a damaged list of runs");
            std::memcpy(id.bytes.data(), column.getBlob(), 16);
            source.rows[id] = query.getColumn(0).getInt64();
        }
    } catch (const SQLite::Exception& exception) {
        return schema::errorFrom(exception, path);
    }
    for (const auto& run : *runs) source.lastSeq[run.id] = run.lastSeq;
    return source;
}

class Merger {
public:
    Merger(std::vector<Source>& sources, const std::vector<MergeSource>& wanted, Store& target, const MergeOptions& options)
        : m_sources(sources), m_wanted(wanted), m_target(target), m_options(options) {}

    Result<MergeReport> run() {
        if (auto chosen = choose(); !chosen) return chosen.error();
        for (std::size_t s = 0; s < m_sources.size(); ++s) {
            BlobCopy blobs(*m_sources[s].db, m_target);
            for (const auto& run : m_chosen[s])
                if (auto copied = copyRun(m_sources[s], run, blobs); !copied) return copied.error();
            const auto copied = blobs.copy(m_options.stop, [&](double part) { tell(s, part); });
            if (!copied) return copied.error();
            m_report.blobs += copied->copied;
            m_report.missing += copied->missing;
            if (copied->damaged) {
                if (m_options.strict) return *copied->damaged;
                m_report.remarks.push_back(schema::shown(m_sources[s].path) + ": " + copied->damaged->message);
            }
            m_done += m_sources[s].size;
        }
        m_target.pack();
        m_target.tidy();
        return std::move(m_report);
    }

private:
    // Which source gives which run: of copies the one that has the most events.
    Status choose() {
        std::map<RunId, std::size_t> best;
        std::map<RunId, int> copies;
        for (std::size_t s = 0; s < m_sources.size(); ++s) {
            auto wanted = m_wanted[s].runs;
            if (wanted.empty())
                for (const auto& [run, row] : m_sources[s].rows) wanted.push_back(run);
            for (const auto& run : wanted) {
                if (!m_sources[s].rows.count(run))
                    return makeError(ErrorKind::Usage, schema::shown(m_sources[s].path) + " has no run " + run.text());
                const auto [known, fresh] = best.emplace(run, s);
                ++copies[run];
                if (!fresh && m_sources[s].lastSeq[run] > m_sources[known->second].lastSeq[run]) known->second = s;
            }
            m_total += m_sources[s].size;
        }
        m_chosen.resize(m_sources.size());
        for (const auto& [run, s] : best) {
            m_chosen[s].push_back(run);
            if (copies[run] > 1)
                m_report.remarks.push_back("Run " + run.text().substr(0, 8) + " was there " + std::to_string(copies[run]) + " times; the copy of " +
                                           schema::shown(m_sources[s].path) + " was taken.");
        }
        return {};
    }

    Status copyRun(Source& source, const RunId& run, BlobCopy& blobs) {
        const auto row = source.rows.at(run);
        m_target.begin(false);
        const auto to = m_target.openRun(run).row;
        SQLite::Statement mark(m_target.database(), "UPDATE runs SET wall = ?, ended = ? WHERE run = ?");
        SQLite::Statement was(*source.db, "SELECT wall, ended FROM runs WHERE run = ?");
        was.bind(1, row);
        if (was.executeStep()) {
            mark.bind(1, was.getColumn(0).getInt64());
            mark.bind(2, was.getColumn(1).getInt64());
            mark.bind(3, to);
            mark.exec();
        }
        SQLite::Statement put(m_target.database(), "INSERT OR IGNORE INTO events(run, seq, line) VALUES(?, ?, ?)");
        std::size_t open = 0;
        for (Seq from = 1; from != 0;) {
            if (m_options.stop && m_options.stop()) return stoppedError();
            const auto batch = source.events->read(row, from);
            Seq next = batch ? batch->next : source.events->afterDamage();
            if (!batch) {
                const auto error = makeError(ErrorKind::Corrupt, schema::shown(source.path) + ", run " + run.text().substr(0, 8) + ": " + batch.error().message,
                                             "What can be read of it stays in the file.");
                if (m_options.strict) return error;
                m_report.remarks.push_back(error.message);
            } else {
                for (const auto& line : batch->lines) {
                    blobs.mention(line.text);
                    put.bind(1, to);
                    put.bind(2, static_cast<std::int64_t>(line.seq));
                    const std::string text(line.text); // as text, not as a blob
                    put.bindNoCopy(3, text);
                    put.exec();
                    put.reset();
                    ++m_report.events;
                    open += line.text.size();
                }
            }
            if (open > (8 << 20)) {
                m_target.commit();
                m_target.checkpointBeyond(16'000);
                m_target.begin(false);
                open = 0;
            }
            from = next <= from ? 0 : next;
        }
        m_target.commit();
        ++m_report.runs;
        return {};
    }

    void tell(std::size_t source, double part) const {
        if (m_options.progress) m_options.progress(m_done + static_cast<std::uint64_t>(static_cast<double>(m_sources[source].size) * part), m_total);
    }

    std::vector<Source>& m_sources;
    const std::vector<MergeSource>& m_wanted;
    Store& m_target;
    const MergeOptions& m_options;
    std::vector<std::vector<RunId>> m_chosen;
    MergeReport m_report;
    std::uint64_t m_done = 0, m_total = 0;
};

void removeTrace(const fs::path& file) {
    std::error_code ignored;
    for (const char* ending : {"", "-wal", "-shm", ".new"}) fs::remove(schema::withSuffix(file, ending), ignored);
}

Status syncFile(const fs::path& file, int flags) {
    const int fd = open(file.c_str(), flags | O_CLOEXEC);
    if (fd < 0) return flags & O_DIRECTORY ? Status() : Status(makeError(ErrorKind::Io, std::strerror(errno)));
    const int failed = fsync(fd) != 0 && errno != EINVAL ? errno : 0;
    close(fd);
    return failed ? Status(makeError(ErrorKind::Io, schema::shown(file) + " cannot be written: " + std::strerror(failed))) : Status();
}

fs::path folderOf(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

/// Builds the new trace under another name beside `target`, on the disk when it is done.
Result<MergeReport> buildPart(const std::vector<MergeSource>& wanted, const fs::path& part, const MergeOptions& options, bool ours = false) {
    std::vector<Source> sources;
    for (const auto& one : wanted) {
        auto source = openSource(one.file, ours);
        if (!source) return source.error();
        sources.push_back(std::move(*source));
    }
    removeTrace(part);
    if (auto created = Store::createFile(part); !created) return created.error();
    try {
        Store target(part);
        if (auto prepared = target.prepare(); !prepared) return prepared.error();
        auto merged = Merger(sources, wanted, target, options).run();
        if (!merged) return merged.error();
        // Still a log? Somebody else has opened a file that nobody can know of: do not go on with half of it.
        if (sqlite3_wal_checkpoint_v2(target.database().getHandle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr) != SQLITE_OK)
            return makeError(ErrorKind::Io, schema::shown(part) + " is in use by another program");
        if (auto synced = syncFile(part, O_RDONLY); !synced) return synced.error();
        return merged;
    } catch (const SQLite::Exception& exception) {
        return schema::errorFrom(exception, part);
    }
}

fs::path partName(const fs::path& target) { return schema::withSuffix(target, (".part" + std::to_string(getpid())).c_str()); }

} // namespace

Result<MergeReport> mergeTraces(const std::vector<MergeSource>& sources, const fs::path& target, const MergeOptions& options) {
    std::error_code ignored;
    if (sources.empty()) return makeError(ErrorKind::Usage, "There is nothing to merge.");
    if (fs::exists(target, ignored)) return makeError(ErrorKind::Usage, schema::shown(target) + " exists already", "Choose another name.");
    auto lock = TraceLock::acquire(target);
    if (!lock) return lock.error();
    const auto part = partName(target);
    auto report = buildPart(sources, part, options);
    if (report && link(part.c_str(), target.c_str()) != 0) { // link, not rename: it never replaces somebody's file
        const int reason = errno;
        if (reason == EEXIST || rename(part.c_str(), target.c_str()) != 0)
            report = makeError(ErrorKind::Io, schema::shown(target) + " cannot be written: " + std::strerror(reason));
    }
    removeTrace(part);
    if (!report) return report.error().kind == ErrorKind::Io ? inTarget(report.error(), target) : report.error();
    if (auto synced = syncFile(folderOf(target), O_RDONLY | O_DIRECTORY); !synced) return synced.error();
    return report;
}

Result<std::vector<fs::path>> splitTrace(const fs::path& file, const fs::path& folder, const MergeOptions& options) {
    auto source = openSource(file);
    if (!source) return source.error();
    if (source->rows.size() < 2) return makeError(ErrorKind::Usage, schema::shown(file) + " holds one run; there is nothing to split.");
    std::vector<fs::path> made;
    for (const auto& [run, row] : source->rows) {
        const auto target = folder / (file.stem().string() + "-" + run.text().substr(0, 8) + ".rlmscope");
        const auto report = mergeTraces({{file, {run}}}, target, options);
        if (!report) {
            for (const auto& one : made) removeTrace(one);
            return report.error();
        }
        made.push_back(target);
    }
    return made;
}

Result<MergeReport> purgeRuns(const fs::path& given, const std::vector<RunId>& runs, const MergeOptions& options) {
    std::error_code failed;
    auto file = fs::canonical(given, failed); // one lock for all names of a file; a link stays one
    if (failed) return makeError(ErrorKind::BadInput, schema::shown(given) + ": " + failed.message());
    if (auto header = schema::checkHeader(file); !header) return header.error();
    std::vector<RunId> kept;
    {
        auto source = openSource(file);
        if (!source) return source.error();
        const std::set<RunId> gone(runs.begin(), runs.end());
        for (const auto& [run, row] : source->rows)
            if (!gone.count(run)) kept.push_back(run);
        if (kept.size() == source->rows.size()) return makeError(ErrorKind::Usage, schema::shown(file) + " has none of these runs.");
    }
    if (kept.empty()) return makeError(ErrorKind::Usage, "No run of " + schema::shown(file) + " would be left.", "Delete the file instead.");
    auto lock = TraceLock::acquire(file);
    if (!lock) return lock.error();
    // A log beside the file would be taken for one of the new file: it must be in the old one, and nobody may add to it.
    try {
        Store store(file);
        if (auto prepared = store.prepare(); !prepared) return prepared.error();
        store.tidy();
        if (store.database().execAndGet("PRAGMA journal_mode").getString() == "wal")
            return makeError(ErrorKind::Io, schema::shown(file) + " is open elsewhere.", "Close it there, then purge again.");
    } catch (const SQLite::Exception& exception) {
        return schema::errorFrom(exception, file);
    }
    MergeOptions strict = options;
    strict.strict = true;
    const auto part = partName(file);
    std::vector<MergeSource> sources{{file, kept}};
    auto report = buildPart(sources, part, strict, true);
    if (report) {
        fs::permissions(part, fs::status(file).permissions(), failed);
        if (rename(part.c_str(), file.c_str()) != 0) report = makeError(ErrorKind::Io, schema::shown(file) + " cannot be replaced: " + std::strerror(errno));
    }
    removeTrace(part);
    if (!report) return report;
    if (auto synced = syncFile(folderOf(file), O_RDONLY | O_DIRECTORY); !synced) return synced.error();
    return report;
}

} // namespace rlmscope
