#pragma once
// `show --json` and `--jsonl`: the runs of a trace and all their nodes as JSON, written node by node, so that a trace of
// any size needs little memory. The fields are a contract with scripts: add, never rename.
#include "cli/recorded_run.h"

#include <functional>
#include <string>
#include <vector>

namespace rlmscope::cli {

using Output = std::function<bool(const std::string&)>; ///< false = nobody reads any more

/// {"runs":[...],"nodes":[...]}
bool writeJson(TraceReader& reader, const std::vector<RecordedRun>& runs, const Output& out);
/// One node a line.
bool writeJsonLines(TraceReader& reader, const std::vector<RecordedRun>& runs, const Output& out);

} // namespace rlmscope::cli
