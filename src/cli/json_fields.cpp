#include "cli/json_fields.h"

#include "base/json.h"

#include <cstdlib>
#include <nlohmann/json.hpp>

namespace rlmscope::cli {

using nlohmann::ordered_json;

namespace {

ordered_json object(std::string_view status, std::string_view reason, const RunTree& tree, double seconds) {
    const auto& totals = tree.totals();
    ordered_json out;
    out["status"] = status;
    out["stop_reason"] = reason;
    out["answer"] = nullptr;
    out["usage"] = usageJson(totals.usage);
    out["cost_usd"] = costJson(totals.cost, totals.costUnknown);
    out["model_calls"] = totals.modelCalls;
    out["frames"] = totals.frames;
    out["turns"] = totals.turns;
    out["cells"] = totals.cells;
    out["seconds"] = seconds;
    out["trace"] = nullptr;
    return out;
}

std::string dumpedOrdered(const ordered_json& json) {
    return dumpJson(json);
}

} // namespace

nlohmann::json usageJson(const Usage& usage) {
    return {{"input_tokens", usage.input()}, {"output_tokens", usage.output}, {"cached_tokens", usage.cacheRead}};
}

nlohmann::json costJson(PicoUsd cost, bool unknown) {
    if (unknown) return nullptr;
    // The nearest double prints as the shortest text that reads back the same: the exact decimal, up to 15 digits.
    return std::strtod(cost.exact().c_str(), nullptr);
}

std::string outcomeJson(const RunEnded& ended, const RunTree& tree, double seconds, const std::filesystem::path& trace,
                        const std::function<void(nlohmann::ordered_json&)>& more) {
    auto out = object(ended.status, ended.stopReason, tree, seconds);
    if (!ended.answer.empty() || !ended.answerText.empty()) out["answer"] = std::string(ended.answerText.view());
    out["trace"] = trace.string();
    if (more) more(out);
    return dumpedOrdered(out);
}

std::string notStartedJson(const Error& error) {
    const bool cancelled = error.kind == ErrorKind::Cancelled;
    return dumpedOrdered(object(cancelled ? "cancelled" : "failed", cancelled ? "user" : toString(error.kind), RunTree(), 0));
}

std::string dumped(const nlohmann::json& json) {
    return dumpJson(json);
}

} // namespace rlmscope::cli
