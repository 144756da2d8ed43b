#pragma once
// What the aliases of a run meant when it ran: RunStarted::models, field "resolved".
#include "trace/event.h"

#include <map>
#include <string>

namespace rlmscope {

/// SPEC of the run -> SPEC that was meant, only for those that were aliases. A list that cannot be read says nothing.
std::map<std::string, std::string> resolvedModels(const RunStarted& started);

/// For people: "root (openai:gpt-5)", or the SPEC alone.
std::string modelText(const std::map<std::string, std::string>& resolved, const std::string& spec);

} // namespace rlmscope
