#pragma once
// What replay and resume are told at the command line about a recorded run.
#include "runner/resume.h"

#include <optional>
#include <string>
#include <vector>

namespace rlmscope::cli {

struct RerunPartsOptions {
    std::vector<std::string> context; ///< files again, when the trace does not hold them
    std::vector<std::string> packages;
    bool allowWeakSandbox = false;
};
Status readParts(const RerunPartsOptions& options, RerunParts& parts);

/// The run whose id begins so; nothing when `wanted` is empty. Errors: not a trace, no such run.
Result<std::optional<RunId>> chosenRun(const std::string& trace, const std::string& wanted);

} // namespace rlmscope::cli
