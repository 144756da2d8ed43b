#pragma once
// What a run is made of when nobody hands in their own: the providers' models and a worker process per frame.
#include "base/result.h"
#include "runner/live_run.h"
#include "runner/machine_models.h"

#include <memory>

namespace rlmscope {

std::shared_ptr<ModelDirectory> standardModels(const ModelAccess& access);
Result<std::shared_ptr<ReplFactory>> standardRepls();

} // namespace rlmscope
