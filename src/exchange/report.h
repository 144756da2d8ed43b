#pragma once
// The report of a run: what a person needs to understand it without RLMScope, as one JSON object. The report page
// (resources/web) shows exactly this object; `export --format json` prints it, `export --format html` puts it into the page.
// The same trace gives the same bytes: nothing of the machine, of today or of the trace's folder enters.
//
// Fields (all always there unless "only" is said; a later version adds, never renames):
//   format "rlmscope-report", version 1, language (of the page), program (who made the report), trace (file name without folder)
//   run      {id, title, question: TEXT, status, stop_reason, live, started (ISO, UTC; null when unknown), seconds, program,
//             strategy, depth, protocol, models: [SPEC], seed, simulated, relations: [{type, run (null: not a run), node}], error: ERROR|null}
//   answer   {text: TEXT, json: bool (not a plain text)} or null
//   figures  {cost: COST, saved_usd (replies not paid for again), usage: USAGE, model_calls, frames, turns, cells, sub_calls,
//             tool_calls, errors, deepest, estimated_calls, unknown_cost_calls, replayed_calls}
//   limits   [{name, limit, used: number|decimal string|null, unit: "usd"|"tokens"|"seconds"|""}], what was set for the run
//   context  {source, shape, documents, bytes, characters, lines, skipped, stored, list: [{path, bytes, characters, text: TEXT
//             only when asked for}], listed}
//   models   [{model, depth, role: "frame"|"sub", calls, errors, usage, cost, simulated, estimated}] in order of depth
//   spend    [[seconds, decimal string, tokens]]: what had been spent by then, at most 400 points
//   timeline {seconds, frames: [{id, label, depth, model, spans: [{kind: "model"|"cell", start, first, end, open}]}], frames_of,
//             sub_calls: {lanes: [[[start, end]]], drawn, of}}
//   rows     the call tree in the order it reads, flat: {level, kind, ...}, see report_rows.h
//   rows_shown, rows_of: nodes in it, nodes of the run
//   notes    [{severity, text, seconds}], notes_of
//   tags [text], scores [{name, value}]
//   integrity [{severity: "info"|"warning"|"error", text}]: what is missing, estimated, simulated or damaged
//   context_text (bool): texts of the context and prompts were asked for
// TEXT  = {text, bytes, cut}: valid UTF-8; when cut, the beginning of `bytes` bytes
// COST  = {usd: decimal string, unknown: bool}; unknown: the amount is not all
// USAGE = {input, cached, output, reasoning}
// ERROR = {kind, message, hint}
#include "trace/trace_reader.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rlmscope {

struct ReportImage {
    std::string mime; ///< "image/png", "image/jpeg" or "image/webp"; anything else is refused
    std::string bytes;
};

struct ReportOptions {
    bool contextText = false;            ///< texts of the context's documents, and the prompts of calls, which quote them
    std::size_t nodes = 2'000;           ///< of the call tree
    std::size_t textBytes = 8'000'000;   ///< of all texts together; past it only their first words
    std::string program = "rlmscope";    ///< who makes the report, with its version
    std::string language = "en";         ///< of the page: "en", "de" or "zh_CN". The JSON itself is English, as its sentences are keys
    /// Decodes a picture of the trace and encodes it anew, so that no byte of a stranger reaches a browser's decoder. Without
    /// it (or when it gives nothing) the report says that there was a picture and of which size.
    std::function<std::optional<ReportImage>(std::string_view mime, std::string_view bytes)> reencode;
};

/// The newest run for an empty id; else the one whose id begins so. Errors name the runs there are.
Result<RunId> reportRun(TraceReader& reader, const std::string& wanted);

/// One JSON object in one line. A damaged trace gives a report of what is readable that says so; the error is for a trace
/// without the run.
Result<std::string> reportJson(TraceReader& reader, RunId run, const ReportOptions& options = {});

/// False when the programs were built without Node.js: then there is no page to put a report into.
bool hasReportPage();
/// One self-contained page, from what reportJson() gave. Unsupported without a page.
Result<std::string> reportHtml(std::string_view json);
/// Names, versions and licences of what the page bundles; empty without a page.
std::string_view reportNotices();

} // namespace rlmscope
