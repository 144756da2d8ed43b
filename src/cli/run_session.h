#pragma once
// One run at the command line from its start to its exit code: shows it, listens to Ctrl-C, prints the answer.
#include "cli/exit_code.h"
#include "runner/live_run.h"

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace rlmscope::cli {

struct SessionOptions {
    bool json = false;  ///< one object on standard output instead of the answer
    bool quiet = false; ///< nothing on standard error but errors
    std::function<void(nlohmann::ordered_json&)> more = {}; ///< adds to the object
};

struct SessionOutcome {
    Exit exit = Exit::Internal;
    std::filesystem::path trace; ///< empty when there is none
};

/// `extra` are problems that were found before there was a request; they are told together with the request's own.
SessionOutcome runSession(RunRequest request, const SessionOptions& options, std::vector<RequestProblem> extra = {});

} // namespace rlmscope::cli
