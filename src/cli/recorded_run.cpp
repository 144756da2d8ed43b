#include "cli/recorded_run.h"

namespace rlmscope::cli {

std::string RecordedRun::status() const {
    if (const auto* ended = tree->ended()) return ended->status;
    return live ? "running" : "interrupted";
}

Result<std::vector<RunSummary>> chosenRuns(TraceReader& reader, const std::string& wanted) {
    auto runs = reader.runs();
    if (!runs || wanted.empty()) return runs;
    std::vector<RunSummary> chosen;
    for (const auto& run : *runs)
        if (run.id.text().rfind(wanted, 0) == 0) chosen.push_back(run);
    if (chosen.size() == 1) return chosen;
    std::string known;
    for (const auto& run : *runs) known += (known.empty() ? "" : ", ") + run.id.text();
    return makeError(ErrorKind::BadInput, reader.path().string() + " has " + (chosen.empty() ? "no run " : "more than one run ") +
                     wanted + ".", "Its runs: " + known);
}

RecordedRun readRun(TraceReader& reader, const RunSummary& summary) {
    RecordedRun run;
    run.summary = summary;
    run.tree = std::make_unique<RunTree>(summary.id);
    const auto status = reader.forEachEvent(summary.id, 1, [&run](const Event& event) {
        run.tree->apply(event);
        if (const auto* failed = std::get_if<AttemptFailed>(&event.body))
            run.failedAttempts[event.node.seq].push_back(*failed);
        else if (std::holds_alternative<CellOutput>(event.body))
            run.openOutput[event.node.seq].push_back(event.seq);
        else if (std::holds_alternative<CellEnded>(event.body))
            run.openOutput.erase(event.node.seq);
        else if (const auto* note = std::get_if<Note>(&event.body))
            run.notes.push_back(*note);
        else if (const auto* custom = std::get_if<Custom>(&event.body); custom && custom->kind == "import" && !event.node)
            run.import = noteFrom(custom->data);
        return true;
    });
    if (!status) run.damage = status.error();
    run.live = reader.beingWritten() && !run.tree->ended();
    if (!run.live) run.tree->markInterrupted();
    return run;
}

std::string textOf(TraceReader& reader, const Text& text) {
    if (text.loaded()) return std::string(text.view());
    auto loaded = reader.load(text);
    return loaded ? std::move(*loaded) : "[" + loaded.error().message + "]";
}

std::string textOf(TraceReader& reader, const std::vector<Part>& parts) {
    std::string out;
    for (const auto& part : parts)
        if (part.kind == PartKind::Text) out += textOf(reader, part.text);
    return out;
}

} // namespace rlmscope::cli
