#pragma once
// The context of a recorded run, from the blobs of its trace alone: never from the paths that it names, which belong to
// whoever made it.
#include "base/result.h"
#include "context/context.h"

#include <filesystem>

namespace rlmscope {

/// Errors: the trace cannot be read, or was cut off before its context was stored.
Result<Context> contextOfTrace(const std::filesystem::path& trace, const std::string& runId);

} // namespace rlmscope
