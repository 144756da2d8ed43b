#include "base/folders.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/format.h"
#include "cli/json_fields.h"
#include "cli/terminal.h"
#include "exchange/import_batch.h"
#include "exchange/log_files.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <unistd.h>
#include <utility>

namespace rlmscope::cli {
namespace {

using nlohmann::ordered_json;

ordered_json runJson(const ImportedRun& run) {
    ordered_json out;
    out["id"] = run.id.text();
    out["already_imported"] = run.already;
    out["ended"] = run.ended;
    out["question"] = run.question.empty() ? ordered_json(nullptr) : ordered_json(run.question);
    out["answer"] = run.answered ? ordered_json(run.answer) : ordered_json(nullptr);
    out["nodes"] = {{"frame", run.frames}, {"turn", run.turns}, {"cell", run.cells}, {"model_call", run.modelCalls}, {"sub_call", run.subCalls}};
    out["usage"] = usageJson(run.usage);
    if (run.usage == Usage() && run.modelCalls > 0) out["usage"] = nullptr; // the log does not say
    out["cost_usd"] = costJson(run.cost, run.costUnknown);
    out["known_cost_usd"] = costJson(run.cost, false);
    return out;
}

ordered_json fileJson(const ImportedFile& file) {
    ordered_json out;
    out["file"] = file.file.string();
    out["format"] = file.format.empty() ? ordered_json(nullptr) : ordered_json(file.format);
    out["trace"] = file.trace.empty() ? ordered_json(nullptr) : ordered_json(file.trace.string());
    out["runs"] = ordered_json::array();
    for (const auto& run : file.runs) out["runs"].push_back(runJson(run));
    out["report"] = ordered_json::array();
    for (const auto& remark : file.report.remarks)
        out["report"].push_back({{"kind", toString(remark.kind)}, {"text", remark.text}, {"count", remark.count}});
    out["error"] = nullptr;
    if (file.error) out["error"] = {{"kind", toString(file.error->kind)}, {"message", file.error->message}};
    return out;
}

std::string text(const ImportedFile& file) {
    std::string out;
    for (const auto& run : file.runs) {
        out += file.file.filename().string() + " (" + file.format + ") -> " + file.trace.string() + ", run " + run.id.text() + "\n";
        if (run.already) {
            out += "  The trace has this run already.\n";
            continue;
        }
        const auto some = [](std::uint64_t n, const char* one, const char* many) { return count(n) + " " + (n == 1 ? one : many); };
        // What a log does not say at all is unknown, not 0.
        const bool counted = run.usage != Usage() || run.modelCalls == 0;
        out += "  " + some(run.frames, "frame, ", "frames, ") + some(run.turns, "turn, ", "turns, ") + some(run.cells, "cell, ", "cells, ") + some(run.modelCalls, "model call", "model calls") + " (" + count(run.subCalls) + " from cells), " +
               (counted ? tokens(run.usage.input()) + " tokens in, " + tokens(run.usage.output) + " out" : "tokens unknown") + ", " +
               (run.costUnknown && run.cost.value == 0 ? "cost unknown" : money(run.cost) + (run.costUnknown ? " + unknown" : "")) + "\n";
        out += run.answered ? "  Answer: " + oneLine(run.answer, 200) + "\n" : "  No answer.\n";
    }
    for (const auto& remark : file.report.remarks)
        out += "  " + padded(std::string(toString(remark.kind)), 9) + "  " + remark.text + (remark.count > 1 ? " (" + count(remark.count) + " times)" : "") + "\n";
    return out;
}

/// A trace that got nothing is not left behind.
void discard(const std::filesystem::path& trace) {
    std::error_code ignored;
    for (const auto* ending : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(trace.string() + ending, ignored);
}

} // namespace

namespace {

/// One line that is written over, on a terminal.
class ProgressLine {
public:
    explicit ProgressLine(bool wanted) : m_shown(wanted && Terminal::of(STDERR_FILENO).redraws) {}
    void show(const ImportProgress& p) {
        if (!m_shown || (p.files < 2 && p.bytes < 20'000'000)) return;
        std::fprintf(stderr, "\r\033[K%s of %s files, %s of %s", count(p.done).c_str(), count(p.files).c_str(), bytes(p.read).c_str(), bytes(p.bytes).c_str());
        m_dirty = true;
    }
    void clear() {
        if (std::exchange(m_dirty, false)) std::fputs("\r\033[K", stderr);
    }

private:
    bool m_shown, m_dirty = false;
};

/// Files as they are; of folders what is called like a log.
std::vector<std::filesystem::path> expanded(const std::vector<std::string>& names) {
    std::vector<std::filesystem::path> out;
    for (const auto& name : names) {
        std::error_code ignored;
        if (!std::filesystem::is_directory(name, ignored)) {
            out.emplace_back(name);
            continue;
        }
        const auto below = logsBelow(name);
        if (below.empty()) out.emplace_back(name); // says why
        out.insert(out.end(), below.begin(), below.end());
    }
    return out;
}

Status intoOne(const std::vector<std::filesystem::path>& files, const std::filesystem::path& trace, const std::function<void(ImportedFile)>& take, ProgressLine& line) {
    const bool existed = std::filesystem::exists(trace);
    auto importer = TraceImporter::open(trace);
    if (!importer) return importer.error();
    ImportProgress progress;
    progress.files = files.size();
    for (const auto& file : files) {
        std::error_code code;
        const auto size = std::filesystem::file_size(file, code);
        progress.bytes += code ? 0 : size;
    }
    bool any = false;
    auto shown = std::chrono::steady_clock::now();
    for (const auto& file : files) {
        const auto before = progress.read;
        auto imported = (*importer)->add(file, {}, [&](std::uint64_t read, std::uint64_t) {
            const auto now = std::chrono::steady_clock::now();
            if (now - shown < std::chrono::milliseconds(100)) return;
            shown = now;
            progress.read = before + read;
            line.show(progress);
        });
        std::error_code code;
        const auto size = std::filesystem::file_size(file, code);
        progress.read = before + (code ? 0 : size);
        ++progress.done;
        any = any || !imported.runs.empty();
        take(std::move(imported));
    }
    const auto finished = (*importer)->finish();
    importer->reset();
    if (!any && !existed) discard(trace);
    return finished;
}

} // namespace

Exit importCommand(const ImportOptions& options) {
    auto exit = Exit::Answered;
    auto list = ordered_json::array();
    std::size_t imported = 0, already = 0, failed = 0;
    ProgressLine line(!options.json);
    const auto take = [&](const ImportedFile& file) {
        line.clear();
        const bool known = !file.runs.empty() && std::all_of(file.runs.begin(), file.runs.end(), [](const auto& run) { return run.already; });
        if (file.error) {
            exit = Exit::BadInput;
            ++failed;
            if (!options.json) tell(*file.error);
        } else {
            ++(known ? already : imported);
        }
        if (options.json) list.push_back(fileJson(file));
        else std::fputs(text(file).c_str(), stdout);
    };
    const auto files = expanded(options.files);
    if (options.out.empty()) {
        ImportBatchOptions batch;
        batch.progress = [&](const ImportProgress& progress) { line.show(progress); };
        importEach(files, libraryFolder(), batch, take);
    } else if (const auto status = intoOne(files, options.out, take, line); !status) {
        tell(status.error());
        return status.error().kind == ErrorKind::Io ? Exit::Internal : Exit::BadInput;
    }
    line.clear();
    if (options.json) std::printf("%s\n", dumpJson(ordered_json{{"files", list}}).c_str());
    else if (files.size() > 1)
        std::printf("%s of %s files imported%s%s.\n", count(imported).c_str(), count(files.size()).c_str(), already ? (", " + count(already) + " were there already").c_str() : "",
                    failed ? (", " + count(failed) + " not: see above").c_str() : "");
    return std::fflush(stdout) == 0 ? exit : Exit::Internal;
}

} // namespace rlmscope::cli
