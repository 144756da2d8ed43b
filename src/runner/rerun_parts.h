#pragma once
// What a recorded run is made of when it runs again: stand-ins that reach nothing, and models that keep keys away from
// addresses that a trace names.
#include "engine/language_model.h"
#include "engine/tool_host.h"
#include "runner/live_run.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace rlmscope {

/// Models as the record describes them (RunStarted::models). They answer nothing: a replay asks none.
std::shared_ptr<ModelDirectory> recordedModels(const RunStarted& started);
/// Trusted tools as the record describes them; none can be called.
std::shared_ptr<ToolHost> recordedTools(std::vector<ToolInfo> tools);

/// This machine's models for SPECs of a trace. An address (URL#MODEL) that is not in `named` gets no key, neither that of
/// `access` nor one that is stored for its host: whoever wrote the trace chose it.
std::shared_ptr<ModelDirectory> traceModels(const ModelAccess& access, std::set<std::string> named);

} // namespace rlmscope
