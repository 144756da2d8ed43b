#include "engine/frame_repl.h"

namespace rlmscope {

ReplSpec replSpecOf(const RunSpec& spec, std::string framePath, std::shared_ptr<const Context> context) {
    ReplSpec repl;
    repl.context = std::move(context);
    repl.protocol = spec.protocol;
    repl.llmQuery = repl.rlmQuery = canQuery(spec);
    repl.seed = spec.seed;
    repl.framePath = std::move(framePath);
    repl.memory = spec.limits.workerMemory;
    repl.toolsSource = spec.tools.source;
    repl.trustedTools = spec.trustedTools;
    repl.requiredSandbox = spec.requiredSandbox;
    return repl;
}

} // namespace rlmscope
