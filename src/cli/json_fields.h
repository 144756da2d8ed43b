#pragma once
// What `run --json` prints. The fields are a contract with scripts: add, never rename.
#include "base/result.h"
#include "trace/event.h"
#include "trace/run_tree.h"

#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace rlmscope::cli {

nlohmann::json usageJson(const Usage& usage);
/// A decimal number of USD; null when unknown.
nlohmann::json costJson(PicoUsd cost, bool unknown);

/// `more` adds fields of its own.
std::string outcomeJson(const RunEnded& ended, const RunTree& tree, double seconds, const std::filesystem::path& trace,
                        const std::function<void(nlohmann::ordered_json&)>& more = {});
/// The same fields for a run that did not start: status "failed", stop_reason the kind of the error.
std::string notStartedJson(const Error& error);

/// One line of JSON; invalid UTF-8 (a path) becomes U+FFFD.
std::string dumped(const nlohmann::json& json);

} // namespace rlmscope::cli
