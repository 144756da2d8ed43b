#include "base/text.h"
#include "cli/commands.h"
#include "cli/format.h"
#include "cli/json_fields.h"
#include "exchange/import.h"
#include "runner/library.h"

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace rlmscope::cli {
namespace {

using nlohmann::ordered_json;

void tell(const Error& error) {
    std::fprintf(stderr, "rlmscope-cli: %s\n", error.message.c_str());
    if (!error.hint.empty()) std::fprintf(stderr, "%s\n", error.hint.c_str());
}

ordered_json runJson(const ImportedRun& run) {
    ordered_json out;
    out["id"] = run.id.text();
    out["already_imported"] = run.already;
    out["ended"] = run.ended;
    out["question"] = run.question.empty() ? ordered_json(nullptr) : ordered_json(run.question);
    out["answer"] = run.answered ? ordered_json(run.answer) : ordered_json(nullptr);
    out["nodes"] = {{"frame", run.frames}, {"turn", run.turns}, {"cell", run.cells}, {"model_call", run.modelCalls}, {"sub_call", run.subCalls}};
    out["usage"] = usageJson(run.usage);
    out["cost_usd"] = costJson(run.cost, run.costUnknown);
    out["known_cost_usd"] = costJson(run.cost, false);
    return out;
}

ordered_json fileJson(const ImportedFile& file, const std::filesystem::path& trace) {
    ordered_json out;
    out["file"] = file.file.string();
    out["format"] = file.format.empty() ? ordered_json(nullptr) : ordered_json(file.format);
    out["trace"] = file.runs.empty() ? ordered_json(nullptr) : ordered_json(trace.string());
    out["runs"] = ordered_json::array();
    for (const auto& run : file.runs) out["runs"].push_back(runJson(run));
    out["report"] = ordered_json::array();
    for (const auto& remark : file.report.remarks)
        out["report"].push_back({{"kind", toString(remark.kind)}, {"text", remark.text}, {"count", remark.count}});
    out["error"] = nullptr;
    if (file.error) out["error"] = {{"kind", toString(file.error->kind)}, {"message", file.error->message}};
    return out;
}

std::string text(const ImportedFile& file, const std::filesystem::path& trace) {
    std::string out;
    for (const auto& run : file.runs) {
        out += file.file.filename().string() + " (" + file.format + ") -> " + trace.string() + ", run " + run.id.text() + "\n";
        if (run.already) {
            out += "  The trace has this run already.\n";
            continue;
        }
        out += "  " + count(run.frames) + " frames, " + count(run.turns) + " turns, " + count(run.cells) + " cells, " + count(run.modelCalls) +
               " model calls (" + count(run.subCalls) + " from cells), " + tokens(run.usage.input()) + " tokens in, " + tokens(run.usage.output) +
               " out, " + money(run.cost) + (run.costUnknown ? " + unknown" : "") + "\n";
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

Exit importCommand(const ImportOptions& options) {
    std::filesystem::path trace = options.out;
    const bool existed = !options.out.empty() && std::filesystem::exists(trace);
    std::unique_ptr<TraceImporter> importer;
    auto exit = Exit::Answered;
    bool any = false;
    const auto close = [&] {
        if (!importer) return;
        if (const auto status = importer->finish(); !status) {
            tell(status.error());
            exit = Exit::Internal;
        }
        importer.reset();
        if (!any && !existed) discard(trace);
    };
    auto list = ordered_json::array();
    for (const auto& name : options.files) {
        if (!importer) {
            if (options.out.empty()) trace = newTracePath(std::filesystem::path(name).stem().string(), RunId::random(), Clock::system().wall());
            if (options.out.empty()) {
                std::error_code ignored;
                std::filesystem::create_directories(trace.parent_path(), ignored);
                any = false;
            }
            auto opened = TraceImporter::open(trace);
            if (!opened) {
                tell(opened.error());
                return Exit::BadInput;
            }
            importer = std::move(*opened);
        }
        const auto file = importer->add(name);
        any = any || !file.runs.empty();
        if (file.error) {
            exit = Exit::BadInput;
            if (!options.json) tell(*file.error);
        }
        if (options.json) list.push_back(fileJson(file, trace));
        else std::fputs(text(file, trace).c_str(), stdout);
        if (options.out.empty()) close();
    }
    close();
    if (options.json) std::printf("%s\n", ordered_json{{"files", list}}.dump(-1, ' ', false, ordered_json::error_handler_t::replace).c_str());
    return std::fflush(stdout) == 0 ? exit : Exit::Internal;
}

} // namespace rlmscope::cli
