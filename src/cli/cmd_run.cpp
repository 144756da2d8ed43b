#include "cli/commands.h"
#include "cli/run_session.h"
#include "cli/tool_approval.h"

namespace rlmscope::cli {

Exit runCommand(const RunOptions& options) {
    auto [request, problems] = requestOf(options);
    // So that a machine that cannot keep the wish says so before a context is read. Without an answer the run will tell.
    if (request.spec.requiredSandbox != SandboxLevel::Limits) (void)probeSandbox();
    if (request.trustedTools && problems.empty()) {
        auto allowed = request;
        allowed.allowTrustedTools = true;
        // Nobody is asked about a run that cannot start anyway.
        if (!checkRequest(allowed).empty()) request = std::move(allowed);
        else if (auto refused = allowTrustedTools(request, options.yes)) problems.push_back(std::move(*refused));
    }
    return runSession(std::move(request), {options.json, options.quiet}, std::move(problems)).exit;
}

} // namespace rlmscope::cli
