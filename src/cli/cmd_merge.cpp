#include "cli/commands.h"
#include "cli/format.h"
#include "trace/trace_merge.h"

#include <cstdio>

namespace rlmscope::cli {

Exit mergeCommand(const MergeCommandOptions& options) {
    std::vector<MergeSource> sources;
    for (const auto& file : options.files) sources.push_back({file, {}});
    const auto merged = mergeTraces(sources, options.output);
    if (!merged) return badInput(merged.error());
    for (const auto& remark : merged->remarks) std::fprintf(stderr, "%s\n", remark.c_str());
    if (merged->missing > 0) std::fprintf(stderr, "%s texts that the runs name are in none of the files.\n", count(static_cast<std::int64_t>(merged->missing)).c_str());
    std::printf("%s: %s runs, %s events\n", options.output.c_str(), count(static_cast<std::int64_t>(merged->runs)).c_str(), count(static_cast<std::int64_t>(merged->events)).c_str());
    return Exit::Answered;
}

Exit splitCommand(const SplitCommandOptions& options) {
    const std::filesystem::path file = options.trace;
    std::filesystem::path folder = options.folder;
    if (folder.empty()) folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const auto made = splitTrace(file, folder);
    if (!made) return badInput(made.error());
    for (const auto& one : *made) std::printf("%s\n", one.c_str());
    return Exit::Answered;
}

} // namespace rlmscope::cli
