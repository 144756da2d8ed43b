#include "cli/commands.h"
#include "cli/format.h"
#include "cli/recorded_run.h"
#include "cli/trace_json.h"
#include "cli/tree_printer.h"
#include "trace/resolved_models.h"

#include <cstdio>
#include <ctime>
#include <unistd.h>

namespace rlmscope::cli {

namespace {

bool put(const std::string& text) { return std::fwrite(text.data(), 1, text.size(), stdout) == text.size(); }

std::string localTime(Nanos wall) {
    const auto seconds = static_cast<std::time_t>(wall / 1'000'000'000);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    char buffer[32] = {};
    std::strftime(buffer, sizeof buffer, "%Y-%m-%d %H:%M:%S", &local);
    return buffer;
}

std::string heading(TraceReader& reader, const RecordedRun& run) {
    const auto& tree = *run.tree;
    const auto& totals = tree.totals();
    std::string out = "Run " + run.summary.id.text() + ": " + run.status();
    if (const auto* ended = tree.ended(); ended && !ended->stopReason.empty()) out += " (" + ended->stopReason + ")";
    out += ", " + localTime(run.summary.wallStart) + ", " + duration(tree.now()) + "\n";
    if (const auto* started = tree.started()) {
        const auto& spec = started->spec;
        std::string models;
        const auto resolved = resolvedModels(*started);
        for (const auto& model : spec.models) models += (models.empty() ? "" : ", then ") + modelText(resolved, model);
        out += "Question: " + spec.question + "\n";
        out += "Strategy: " + spec.strategy + ", depth " + std::to_string(spec.depth) + ", model " + models + "\n";
        const auto& context = started->context;
        if (run.import && context.documents.empty()) out += "Context:  not in the log\n";
        else out += "Context:  " + context.source + ", " + count(context.documents.size()) +
               (context.documents.size() == 1 ? " document, " : " documents, ") + bytes(context.bytes) +
               (tree.contextStored() ? "" : " (context incomplete: it was not stored to its end)") + "\n";
    }
    out += "Spent:    " + costText(totals.cost, totals.costUnknown, false) + (totals.simulated ? " (simulated: a made-up price)" : "") + ", " +
           (run.import && totals.usage == Usage() && totals.modelCalls > 0 ? std::string("tokens unknown, ")
                                                                           : tokens(totals.usage.input()) + " tokens in, " + tokens(totals.usage.output) + " out, ") +
           count(totals.modelCalls) + " model calls, " + count(totals.frames) + (totals.frames == 1 ? " frame, " : " frames, ") +
           count(totals.turns) + " turns, " + count(totals.cells) + " cells" +
           (totals.toolCalls ? ", " + count(totals.toolCalls) + (totals.toolCalls == 1 ? " tool call" : " tool calls") : "") +
           (totals.errors ? ", " + count(totals.errors) + " errors" : "") + "\n";
    if (totals.recorded + totals.cached > 0) {
        const auto calls = [](std::uint64_t n, const char* from) { return count(n) + (n == 1 ? " reply " : " replies ") + from; };
        out += "Reused:   " + (totals.recorded ? calls(totals.recorded, "of the recorded run") : std::string()) + (totals.recorded && totals.cached ? ", " : "") +
               (totals.cached ? calls(totals.cached, "from the cache") : std::string()) + "; they had cost " + costText(totals.saved, false, false) + "\n";
    }
    if (run.import) {
        out += "Imported: from " + std::string(formatTitle(run.import->format)) + ", " + run.import->file + "; what the log does not say:\n";
        for (const auto& remark : run.import->report.remarks)
            out += "          " + padded(std::string(toString(remark.kind)), 9) + "  " + remark.text + (remark.count > 1 ? " (" + count(static_cast<std::int64_t>(remark.count)) + " times)" : "") + "\n";
    }
    for (const auto& note : run.notes) out += "Note:     " + note.text + "\n";
    if (const auto* ended = tree.ended()) {
        if (const auto answer = textOf(reader, ended->answerText); !answer.empty()) out += "Answer:   " + answer + "\n";
        if (ended->error) out += "Error:    " + ended->error->text() + "\n";
    } else if (!run.live) {
        out += "The process ended before the run did; what was open is marked interrupted.\n";
    }
    return out;
}

} // namespace

Exit showCommand(const ShowOptions& options) {
    auto reader = TraceReader::open(options.trace);
    if (!reader) {
        tell(reader.error());
        return Exit::BadInput;
    }
    const auto chosen = chosenRuns(**reader, options.run);
    if (!chosen) {
        tell(chosen.error());
        return Exit::BadInput;
    }
    std::vector<RecordedRun> runs;
    for (const auto& summary : *chosen) runs.push_back(readRun(**reader, summary));

    bool written = true;
    if (options.jsonLines) {
        written = writeJsonLines(**reader, runs, put);
    } else if (options.json) {
        written = writeJson(**reader, runs, put);
    } else {
        const auto terminal = Terminal::of(STDOUT_FILENO);
        if (runs.empty()) written = put("This trace holds no run.\n");
        for (const auto& run : runs) {
            std::string out = heading(**reader, run);
            for (const auto& line : treeLines(*run.tree, terminal, run.tree->now())) out += line + "\n";
            written = written && put(out + (&run == &runs.back() ? "" : "\n"));
        }
    }
    written = std::fflush(stdout) == 0 && written;

    // What could be read was shown; a script must still learn that it is not everything.
    auto exit = written ? Exit::Answered : Exit::Internal;
    for (const auto& run : runs) {
        if (!run.damage) continue;
        tell(*run.damage);
        exit = Exit::BadInput;
    }
    return exit;
}

} // namespace rlmscope::cli
