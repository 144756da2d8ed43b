#include "engine/frame_repl.h"

#include <algorithm>

namespace rlmscope {

CellLimits cellLimitsOf(const RunSpec& spec, const std::optional<RecordedCellEnd>& again) {
    constexpr double LongestRepeat = 10;
    CellLimits limits{spec.limits.cellSeconds, spec.limits.cellCpuSeconds.value_or(0), static_cast<std::uint64_t>(spec.limits.cellOutput)};
    if (!again) return limits;
    if (again->cancelled) limits.seconds = std::min(limits.seconds > 0 ? limits.seconds : 300, 2 * again->pythonSeconds + 2);
    else if (again->interrupted) limits.seconds = std::clamp(again->pythonSeconds, 0.01, LongestRepeat);
    else if (limits.seconds > 0) limits.seconds = std::max(limits.seconds, 10 * again->pythonSeconds);
    return limits;
}

ReplSpec replSpecOf(const RunSpec& spec, std::string framePath, std::shared_ptr<const Context> context) {
    ReplSpec repl;
    repl.context = std::move(context);
    repl.protocol = spec.protocol;
    repl.llmQuery = repl.rlmQuery = canQuery(spec);
    repl.seed = spec.seed;
    repl.framePath = std::move(framePath);
    repl.memory = spec.limits.workerMemory;
    repl.allCells = {spec.limits.frameCellSeconds.value_or(0), spec.limits.frameCpuSeconds.value_or(0),
                     static_cast<std::uint64_t>(spec.limits.frameOutput.value_or(0))};
    repl.toolsSource = spec.tools.source;
    repl.trustedTools = spec.trustedTools;
    repl.requiredSandbox = spec.requiredSandbox;
    return repl;
}

} // namespace rlmscope
