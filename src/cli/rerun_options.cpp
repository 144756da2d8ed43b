#include "cli/rerun_options.h"

#include "cli/recorded_run.h"
#include "runner/python_parts.h"

#include <unistd.h>

namespace rlmscope::cli {

Status readParts(const RerunPartsOptions& options, RerunParts& parts) {
    if (!options.context.empty()) parts.context.emplace();
    for (const auto& path : options.context)
        parts.context->sources.push_back(path == "-" ? ContextSource::ofStream(STDIN_FILENO) : ContextSource::ofPath(path));
    for (const auto& folder : options.packages) {
        auto path = packageFolder(folder);
        if (!path) return path.error();
        parts.packageFolders.push_back(std::move(*path));
    }
    return {};
}

Result<std::optional<RunId>> chosenRun(const std::string& trace, const std::string& wanted) {
    auto reader = TraceReader::open(trace);
    if (!reader) return reader.error();
    const auto runs = chosenRuns(**reader, wanted);
    if (!runs) return runs.error();
    if (runs->empty()) return makeError(ErrorKind::BadInput, trace + " holds no run.");
    return wanted.empty() ? std::optional<RunId>() : std::optional(runs->front().id);
}

} // namespace rlmscope::cli
