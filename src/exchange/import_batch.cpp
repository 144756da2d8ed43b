#include "exchange/import_batch.h"

#include "base/folders.h"
#include "exchange/log_files.h"
#include "trace/trace_reader.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <map>
#include <mutex>
#include <thread>
#include <unistd.h>

namespace rlmscope {
namespace {

namespace fs = std::filesystem;

/// A trace that got nothing is not left behind.
void discard(const fs::path& trace) {
    std::error_code ignored;
    for (const auto* ending : {"", "-wal", "-shm", ".lock"}) fs::remove(trace.string() + ending, ignored);
}

/// What earlier imports left that were killed.
void sweep(const fs::path& folder) {
    std::error_code code;
    const auto old = fs::file_time_type::clock::now() - std::chrono::hours(24);
    for (auto it = fs::directory_iterator(folder, code); !code && it != fs::directory_iterator(); it.increment(code)) {
        std::error_code ignored;
        if (it->path().extension() == ".importing" && fs::last_write_time(it->path(), ignored) < old && !ignored) discard(it->path());
    }
}

class Batch {
public:
    Batch(const std::vector<fs::path>& files, const fs::path& folder, const ImportBatchOptions& options, const std::function<void(ImportedFile)>& take)
        : m_files(files), m_folder(folder), m_options(options), m_take(take), m_sizes(files.size()), m_inFile(std::max(1U, options.threads)) {}

    void run() {
        std::error_code code;
        fs::create_directories(m_folder, code);
        if (code) m_noFolder = makeError(ErrorKind::Io, "The folder " + m_folder.string() + " cannot be made: " + code.message() + ".");
        else sweep(m_folder);
        m_progress.files = m_files.size();
        for (std::size_t i = 0; i < m_files.size(); ++i) {
            const auto size = fs::file_size(m_files[i], code);
            m_sizes[i] = code ? 0 : size;
            m_progress.bytes += m_sizes[i];
        }
        const auto count = static_cast<unsigned>(std::min<std::size_t>(m_inFile.size(), m_files.size()));
        std::vector<std::thread> threads;
        for (unsigned t = 1; t < count; ++t) threads.emplace_back([this, t] { work(t); });
        if (count > 0) work(0);
        for (auto& thread : threads) thread.join();
    }

private:
    void work(unsigned self) {
        for (std::size_t i; (i = m_next++) < m_files.size();) {
            tell(self, i, 0, true);
            auto imported = one(self, i);
            const std::lock_guard lock(m_mutex);
            ++m_progress.done;
            m_progress.failed += imported.error.has_value();
            m_read += m_sizes[i];
            m_inFile[self] = 0;
            m_ready.emplace(i, std::move(imported));
            for (auto first = m_ready.find(m_taken); first != m_ready.end(); first = m_ready.find(m_taken)) {
                m_take(std::move(first->second));
                m_ready.erase(first);
                ++m_taken;
            }
        }
    }

    ImportedFile one(unsigned self, std::size_t i) {
        ImportedFile out;
        out.file = m_files[i];
        const auto failed = [&](Error error) {
            out.error = std::move(error);
            return out;
        };
        if (m_noFolder) return failed(*m_noFolder);
        if (m_options.cancel.cancelled()) return failed(makeError(ErrorKind::Cancelled, "The import was cancelled."));
        const auto identity = identifyLog(m_files[i], m_options.cancel);
        if (!identity) return failed(identity.error());
        out.format = identity->format;
        const auto target = importedTracePath(m_folder, m_files[i], identity->run(0));
        if (already(target, identity->run(0), out)) return out;
        const auto made = m_folder / ("." + std::to_string(::getpid()) + "-" + std::to_string(m_serial++) + ".importing");
        auto importer = TraceImporter::open(made);
        if (!importer) return failed(importer.error());
        out = (*importer)->add(m_files[i], m_options.cancel, [&](std::uint64_t read, std::uint64_t) { tell(self, i, read, false); });
        const auto finished = (*importer)->finish();
        importer->reset();
        const bool cancelled = out.error && out.error->kind == ErrorKind::Cancelled;
        if (out.runs.empty() || cancelled || !finished) {
            discard(made);
            out.runs.clear();
            out.trace.clear();
            if (!finished && !out.error) out.error = finished.error();
            return out;
        }
        if (::link(made.c_str(), target.c_str()) != 0) {
            const int why = errno;
            if (why == EEXIST && already(target, identity->run(0), out)) { // the same log twice in this batch
                discard(made);
                return out;
            }
            out.runs.clear();
            out.trace.clear();
            out.error = makeError(ErrorKind::Io, target.string() + " cannot be written: " + std::strerror(why) + ".");
        } else {
            out.trace = target;
        }
        discard(made);
        return out;
    }

    /// Whether the trace is there with that run; fills `out` with the ids of its runs.
    static bool already(const fs::path& target, RunId first, ImportedFile& out) {
        std::error_code code;
        if (!fs::exists(target, code)) return false;
        auto reader = TraceReader::open(target);
        const auto runs = reader ? (*reader)->runs() : Result<std::vector<RunSummary>>(reader.error());
        if (!runs) return false;
        const bool has = std::any_of(runs->begin(), runs->end(), [&](const RunSummary& run) { return run.id == first; });
        if (!has) return false;
        out.runs.clear();
        for (const auto& run : *runs) {
            ImportedRun known;
            known.id = run.id;
            known.already = true;
            known.ended = run.ended;
            out.runs.push_back(std::move(known));
        }
        out.trace = target;
        out.error.reset();
        return true;
    }

    void tell(unsigned self, std::size_t i, std::uint64_t read, bool begins) {
        if (!m_options.progress) return;
        m_inFile[self] = std::min(read, m_sizes[i]);
        const auto now = std::chrono::steady_clock::now();
        const std::unique_lock lock(m_mutex, std::try_to_lock);
        if (!lock || (!begins && now - m_told < std::chrono::milliseconds(50))) return;
        if (begins && now - m_told < std::chrono::milliseconds(50) && m_progress.done > 0) return;
        m_told = now;
        m_progress.read = m_read;
        for (const auto& part : m_inFile) m_progress.read += part;
        m_progress.current = m_files[i].filename().string();
        m_options.progress(m_progress);
    }

    const std::vector<fs::path>& m_files;
    const fs::path& m_folder;
    const ImportBatchOptions& m_options;
    const std::function<void(ImportedFile)>& m_take;
    std::vector<std::uint64_t> m_sizes;
    std::vector<std::atomic<std::uint64_t>> m_inFile; ///< by thread
    std::atomic<std::size_t> m_next{0}, m_serial{0};
    std::optional<Error> m_noFolder;
    std::mutex m_mutex; ///< guards what follows
    ImportProgress m_progress;
    std::uint64_t m_read = 0; ///< of files that are done
    std::map<std::size_t, ImportedFile> m_ready;
    std::size_t m_taken = 0;
    std::chrono::steady_clock::time_point m_told;
};

} // namespace

fs::path importedTracePath(const fs::path& folder, const fs::path& log, RunId first) {
    return folder / (slug(log.stem().string()) + "-" + first.text().substr(0, 12) + ".rlmscope");
}

void importEach(const std::vector<fs::path>& files, const fs::path& folder, const ImportBatchOptions& options, const std::function<void(ImportedFile)>& take) {
    Batch(files, folder, options, take).run();
}

} // namespace rlmscope
