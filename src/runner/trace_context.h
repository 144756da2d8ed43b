#pragma once
// The context of a recorded run, from the blobs of its trace alone: never from the paths that it names, which belong to
// whoever made it.
#include "base/result.h"
#include "context/context.h"
#include "trace/trace_reader.h"

#include <filesystem>

namespace rlmscope {

/// Errors: a text of it is not in the trace (which was cut off before it was stored).
Result<Context> contextOfTrace(TraceReader& reader, const ContextInfo& info);
/// Of a run. Errors: the trace cannot be read, or was cut off before its context was stored.
Result<Context> contextOfTrace(const std::filesystem::path& trace, const std::string& runId);

} // namespace rlmscope
