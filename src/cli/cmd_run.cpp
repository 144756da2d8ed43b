#include "cli/commands.h"
#include "cli/run_session.h"

namespace rlmscope::cli {

Exit runCommand(const RunOptions& options) {
    auto [request, problems] = requestOf(options);
    return runSession(std::move(request), {options.json, options.quiet}, std::move(problems)).exit;
}

} // namespace rlmscope::cli
