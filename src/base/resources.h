#pragma once
// Files of resources/ that are compiled into the programs, by their path below resources/ ("prompts/rlm.md").
#include <optional>
#include <string_view>
#include <vector>

namespace rlmscope {

std::optional<std::string_view> embeddedResource(std::string_view path);
std::vector<std::string_view> embeddedResources(std::string_view prefix); ///< paths, sorted

} // namespace rlmscope
