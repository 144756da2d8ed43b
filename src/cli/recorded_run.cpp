#include "cli/recorded_run.h"

namespace rlmscope::cli {

std::string RecordedRun::status() const {
    if (const auto* ended = tree->ended()) return ended->status;
    return live ? "running" : "interrupted";
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
