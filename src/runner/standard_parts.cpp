#include "runner/standard_parts.h"

#include "repl/worker_factory.h"

namespace rlmscope {

std::shared_ptr<ModelDirectory> standardModels(const ModelAccess& access) {
    return std::make_shared<StandardModels>(machineModels(access));
}

Result<std::shared_ptr<ReplFactory>> standardRepls() {
    auto factory = makeWorkerReplFactory();
    if (!factory) return factory.error();
    return std::shared_ptr<ReplFactory>(std::move(*factory));
}

} // namespace rlmscope
