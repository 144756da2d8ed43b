#pragma once
// Trusted tools run outside the sandbox, so a person says yes to each file once, before it runs.
#include "runner/live_run.h"

#include <optional>

namespace rlmscope::cli {

/// Allows the request's trusted tools: because there are none, because this very file was allowed before, because of
/// --yes (for this run), or because the person at the terminal says so (remembered). Else the reason why it may not run.
std::optional<RequestProblem> allowTrustedTools(RunRequest& request, bool yes);

} // namespace rlmscope::cli
