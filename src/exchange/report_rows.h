#pragma once
// The call tree of a report: a bounded choice of the nodes in the order they read. Private to exchange.
//
// Chosen level by level, so that a run too big for a report shows its upper levels whole. Siblings past 8 that are alike
// (a fan-out) become one row with their distribution and a few of them: failed ones first, then the first ones.
//
// A row: {level (0 = root), kind: "frame"|"turn"|"model"|"cell"|"sub"|"group"|"more", ...}
//   nodes:  id, number, label, hint, model, depth, status, start, seconds (null while open), calls, usage, cost, errors,
//           and only when so: attempts (> 1), forced, replayed, simulated, estimated, failed_attempts [{number, http, error, wait}]
//   frame:  + strategy, path, question: TEXT, answer: TEXT|null, frame_status, error
//   turn:   + did: {text, code}: the first words of its reply, or of its code when there are none
//   model, sub: + role, reply: TEXT, reasoning: TEXT only when there is any, finish, error, depth_limited only when true,
//           prompt: TEXT only with contextText, images: [{mime, bytes, data (base64) only when encoded anew}] only when any
//   cell:   + code: TEXT, output: TEXT (what the model was shown), cell_status, exception, cause, stdout_bytes, stderr_bytes,
//           dropped_bytes, output_truncated, python_seconds
//   group:  of: kind of its members, count, shown, by_status {status: n}, calls, usage, cost, start, seconds (first start
//           to last end), each_seconds [min, median, max], each_usd [min, median, max], errors, model
//   more:   count: nodes below the parent that this report leaves out
#include "exchange/report.h"
#include "exchange/report_run.h"
#include "exchange/report_text.h"

namespace rlmscope::report {

struct Rows {
    Json rows = Json::array();
    std::size_t shown = 0; ///< nodes among them
};
Rows rowsOf(const Run& run, Texts& texts, const ReportOptions& options);

std::string_view statusWord(NodeStatus status);
std::string base64(std::string_view bytes);

} // namespace rlmscope::report
