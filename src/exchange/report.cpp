#include "exchange/report.h"

#include "base/json.h"
#include "base/text.h"
#include "exchange/import_note.h"
#include "exchange/report_charts.h"
#include "exchange/report_rows.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace rlmscope {

using namespace report;

namespace {

constexpr std::size_t QuestionBytes = 20'000, AnswerBytes = 1'000'000, ListedDocuments = 200, DocumentBytes = 2'000'000;

std::string clean(std::string_view text, std::size_t codePoints = 500) { return toValidUtf8(oneLine(toValidUtf8(text), codePoints)); }

Json utc(Nanos wall) {
    if (wall <= 0) return nullptr;
    const auto whole = static_cast<std::time_t>(wall / 1'000'000'000);
    std::tm time{};
    ::gmtime_r(&whole, &time);
    std::array<char, 40> buffer{};
    const auto length = std::strftime(buffer.data(), buffer.size(), "%Y-%m-%dT%H:%M:%SZ", &time);
    return std::string(buffer.data(), length);
}

Json runPart(const Run& run, Texts& texts) {
    const auto& tree = *run.tree;
    const auto* started = tree.started();
    const auto* ended = tree.ended();
    const RunSpec spec = started ? started->spec : RunSpec();
    auto models = Json::array();
    for (const auto& model : spec.models) models.push_back(clean(model));
    auto relations = Json::array();
    if (started)
        for (const auto& relation : started->relations)
            relations.push_back({{"type", clean(relation.type)}, {"run", relation.run.isNull() ? Json(nullptr) : Json(relation.run.text())},
                                 {"node", relation.node ? Json(relation.node.seq) : Json(nullptr)}});
    return {{"id", run.summary.id.text()}, {"title", clean(spec.title, 300)}, {"question", texts(Text(spec.question), QuestionBytes)},
            {"status", clean(run.status())}, {"stop_reason", ended ? clean(ended->stopReason) : ""}, {"live", run.live},
            {"started", utc(tree.wallStart() ? tree.wallStart() : run.summary.wallStart)}, {"seconds", seconds(tree.now())},
            {"program", started ? clean(started->program) : ""}, {"strategy", started ? clean(spec.strategy) : ""}, {"depth", spec.depth},
            {"protocol", toString(spec.protocol)}, {"models", models}, {"seed", spec.seed}, {"simulated", tree.totals().simulated},
            {"relations", relations}, {"error", ended ? errorJson(ended->error) : Json(nullptr)}};
}

Json answerPart(const Run& run, Texts& texts) {
    const auto* ended = run.tree->ended();
    if (!ended || (ended->answer.empty() && ended->answerText.empty())) return nullptr;
    // An answer that is a JSON string is text; so is one that only has its text.
    const auto first = trimmed(ended->answer).substr(0, 1);
    const bool json = !first.empty() && first != "\"";
    return {{"text", texts(ended->answerText.empty() ? Text(ended->answer) : ended->answerText, AnswerBytes)}, {"json", json}};
}

struct Counts {
    std::uint64_t estimated = 0, unknown = 0, replayed = 0;
    int deepest = 0;
};
Counts countsOf(const RunTree& tree) {
    Counts counts;
    for (const auto& node : tree.nodes()) {
        counts.deepest = std::max(counts.deepest, depthOf(tree, node));
        if (node.kind != NodeKind::ModelCall && node.kind != NodeKind::SubCall) continue;
        counts.estimated += node.usageEstimated;
        counts.unknown += node.costUnknown;
        counts.replayed += node.replayed;
    }
    return counts;
}

Json figuresPart(const Run& run, const Counts& counts) {
    const auto& totals = run.tree->totals();
    return {{"cost", costJson(totals.cost, totals.costUnknown)}, {"saved_usd", run.saved.exact()}, {"usage", usageJson(totals.usage)},
            {"model_calls", totals.modelCalls}, {"frames", totals.frames}, {"turns", totals.turns}, {"cells", totals.cells},
            {"sub_calls", totals.subCalls}, {"tool_calls", totals.toolCalls}, {"errors", totals.errors}, {"deepest", counts.deepest},
            {"estimated_calls", counts.estimated}, {"unknown_cost_calls", counts.unknown},
            {"replayed_calls", std::max(counts.replayed, run.notPaid)}};
}

Json limitsPart(const Run& run) {
    auto out = Json::array();
    const auto* started = run.tree->started();
    if (!started || (run.import && run.import->format != "rlm")) return out; // logs that do not say their limits
    const auto& limits = started->spec.limits;
    const auto& totals = run.tree->totals();
    const auto add = [&out](const char* name, Json limit, Json used, const char* unit) {
        out.push_back({{"name", name}, {"limit", std::move(limit)}, {"used", std::move(used)}, {"unit", unit}});
    };
    if (limits.usd) add("Spend of the run", limits.usd->exact(), totals.cost.exact(), "usd");
    if (limits.tokens) add("Tokens in and out", *limits.tokens, totals.usage.input() + totals.usage.output, "tokens");
    if (limits.inputTokens) add("Tokens in", *limits.inputTokens, totals.usage.input(), "tokens");
    if (limits.outputTokens) add("Tokens out", *limits.outputTokens, totals.usage.output, "tokens");
    if (limits.calls) add("Model calls", *limits.calls, totals.modelCalls, "");
    if (limits.frames) add("Frames", *limits.frames, totals.frames, "");
    if (limits.seconds) add("Run time", *limits.seconds, seconds(run.tree->now()), "seconds");
    std::int32_t turns = 0;
    for (const auto& node : run.tree->nodes())
        if (node.kind == NodeKind::Turn) turns = std::max(turns, node.number);
    add("Turns of a frame", limits.turns, turns, "");
    if (limits.child.usd) add("Spend of a child frame", limits.child.usd->exact(), nullptr, "usd");
    if (limits.child.tokens) add("Tokens of a child frame", *limits.child.tokens, nullptr, "tokens");
    if (limits.child.calls) add("Model calls of a child frame", *limits.child.calls, nullptr, "");
    add("Output of a cell that the model sees, characters", limits.visibleOutput, nullptr, "");
    return out;
}

Json contextPart(const Run& run, Texts& texts, bool withText) {
    const ContextInfo none;
    const auto& context = run.tree->started() ? run.tree->started()->context : none;
    auto list = Json::array();
    const auto listed = std::min(context.documents.size(), ListedDocuments);
    for (std::size_t i = 0; i < listed; ++i) {
        const auto& document = context.documents[i];
        Json entry{{"path", clean(document.path)}, {"bytes", document.text.size}, {"characters", document.characters}};
        if (withText) entry["text"] = texts(document.text, DocumentBytes);
        list.push_back(std::move(entry));
    }
    return {{"source", clean(context.source)}, {"shape", clean(context.shape)}, {"documents", context.documents.size()},
            {"bytes", context.bytes}, {"characters", context.characters}, {"lines", context.lines}, {"skipped", context.skipped},
            {"stored", run.tree->contextStored()}, {"list", std::move(list)}, {"listed", listed}};
}

std::string counted(std::uint64_t n, const char* one, const char* many) {
    return std::to_string(n) + " " + (n == 1 ? one : many);
}

// What a reader must know before believing the rest.
Json integrityPart(const Run& run, const Counts& counts) {
    auto out = Json::array();
    const auto say = [&out](const char* severity, std::string text) { out.push_back({{"severity", severity}, {"text", toValidUtf8(text)}}); };
    const auto& tree = *run.tree;
    if (run.damage) say("error", "The trace is damaged, and this report holds what could be read: " + run.damage->message);
    if (!tree.started()) say("error", "The trace does not hold how the run was started.");
    if (run.live) say("warning", "The run was still going on when this report was made.");
    else if (!tree.ended()) say("warning", "The run was cut short: its end was never recorded.");
    if (tree.totals().simulated) say("info", "Simulated models took part: their replies come from text processing and their prices are made up.");
    if (counts.unknown) say("warning", "The cost of " + counted(counts.unknown, "call is", "calls is") + " not known; sums are of the known ones.");
    if (counts.estimated)
        say("warning", run.import ? "The usage of " + counted(counts.estimated, "call is", "calls is") + " estimated; see below."
                                  : "The provider did not report the usage of " + counted(counts.estimated, "call", "calls") +
                                        "; it is estimated, at the most that had been reserved.");
    if (run.notPaid) say("info", counted(run.notPaid, "reply comes", "replies come") + " from an earlier run and cost nothing again.");
    const auto* started = tree.started();
    if (started && started->context.bytes > 0 && !tree.contextStored())
        say("warning", "The context was not stored to its end; its texts are incomplete in the trace.");
    if (started && started->context.skipped > 0)
        say("info", counted(started->context.skipped, "file was", "files were") + " left out of the context.");
    if (tree.oddities()) say("warning", counted(tree.oddities(), "event makes no sense where it stands and was passed over.", "events make no sense where they stand and were passed over."));
    const bool imported = started && std::any_of(started->relations.begin(), started->relations.end(), [](const auto& r) { return r.type == "imported_from"; });
    if (run.import) {
        say("info", "Imported from " + std::string(formatTitle(run.import->format)) + (run.import->file.empty() ? "." : ", " + run.import->file + "."));
        for (const auto& remark : run.import->report.remarks) {
            const auto kind = toString(remark.kind);
            std::string text(kind);
            text.front() = static_cast<char>(text.front() - 'a' + 'A');
            say(remark.kind == ImportRemark::Kind::Damaged ? "warning" : "info", text + ": " + remark.text + (remark.count > 1 ? " (" + std::to_string(remark.count) + " times)" : ""));
        }
    } else if (imported) {
        say("info", "The run was imported from another tool's file.");
    }
    return out;
}

Json notesPart(const Run& run) {
    auto out = Json::array();
    for (const auto& remark : run.remarks)
        out.push_back({{"severity", clean(remark.severity)}, {"text", toValidUtf8(headBytes(remark.text, 2'000))}, {"seconds", seconds(remark.time)}});
    return out;
}

} // namespace

Result<RunId> reportRun(TraceReader& reader, const std::string& wanted) {
    const auto runs = reader.runs();
    if (!runs) return runs.error();
    const auto file = reader.path().string();
    if (runs->empty()) return makeError(ErrorKind::BadInput, file + " holds no run.");
    std::vector<RunId> chosen;
    std::string known;
    const RunSummary* newest = &runs->front();
    for (const auto& run : *runs) {
        if (run.id.text().rfind(wanted, 0) == 0) chosen.push_back(run.id);
        known += (known.empty() ? "" : ", ") + run.id.text();
        if (run.wallStart >= newest->wallStart) newest = &run;
    }
    if (wanted.empty()) return newest->id;
    if (chosen.size() == 1) return chosen.front();
    return makeError(ErrorKind::BadInput, file + " has " + (chosen.empty() ? "no run " : "more than one run ") + wanted + ".",
                     "Its runs: " + known);
}

Result<std::string> reportJson(TraceReader& reader, RunId id, const ReportOptions& options) {
    const auto runs = reader.runs();
    if (!runs) return runs.error();
    const auto found = std::find_if(runs->begin(), runs->end(), [&](const RunSummary& run) { return run.id == id; });
    if (found == runs->end()) return makeError(ErrorKind::BadInput, reader.path().string() + " has no run " + id.text() + ".");
    const auto run = readRun(reader, *found);
    Texts texts(reader, options.textBytes);
    const auto counts = countsOf(*run.tree);

    Json out{{"format", "rlmscope-report"}, {"version", 1}, {"language", options.language}, {"program", options.program}, {"trace", clean(reader.path().filename().string())}};
    out["run"] = runPart(run, texts);
    out["answer"] = answerPart(run, texts);
    out["figures"] = figuresPart(run, counts);
    out["limits"] = limitsPart(run);
    auto rows = rowsOf(run, texts, options); // before the context, whose texts may take all the room
    out["context"] = contextPart(run, texts, options.contextText);
    out["models"] = modelsOf(run);
    out["spend"] = spendOf(run);
    out["timeline"] = timelineOf(run);
    out["rows"] = std::move(rows.rows);
    out["rows_shown"] = rows.shown;
    out["rows_of"] = run.tree->nodes().size();
    out["notes"] = notesPart(run);
    out["notes_of"] = run.remarkCount;
    auto tags = Json::array();
    for (const auto& tag : run.tags) tags.push_back(clean(tag));
    out["tags"] = std::move(tags);
    auto scores = Json::array();
    for (const auto& score : run.scores) scores.push_back({{"name", clean(score.name)}, {"value", score.value}});
    out["scores"] = std::move(scores);
    out["integrity"] = integrityPart(run, counts);
    if (runs->size() > 1)
        out["integrity"].push_back({{"severity", "info"}, {"text", "The trace holds " + std::to_string(runs->size()) + " runs; this is one of them."}});
    out["context_text"] = options.contextText;
    return dumpJson(out);
}

} // namespace rlmscope
