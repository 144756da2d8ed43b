#include "trace/run_spec.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace rlmscope {
namespace {

constexpr std::array<std::string_view, 3> Strategies = {"direct", "rlm", "call-return"};
constexpr int DeepestRlm = 3, DeepestStack = 10'000;
constexpr std::size_t LargestToolsFile = 1'000'000, LongestToolDoc = 20'000, MostTools = 200, MostPackages = 16;

struct Checker {
    std::vector<RunSpec::Problem>& problems;

    void require(bool good, std::string field, std::string message) {
        if (!good) problems.push_back({std::move(field), std::move(message)});
    }
    /// Whole numbers between two limits.
    void range(std::int64_t value, std::int64_t low, std::int64_t high, std::string field, std::string_view thing) {
        require(value >= low && value <= high, std::move(field),
                std::string(thing) + " must be between " + std::to_string(low) + " and " + std::to_string(high) +
                    ", not " + std::to_string(value) + ".");
    }
};

void checkChildLimits(Checker& check, const SubtreeLimits& child) {
    if (child.calls) check.range(*child.calls, 1, INT64_MAX, "limits.child.calls", "The number of model calls of a child frame");
    if (child.tokens) check.range(*child.tokens, 1, INT64_MAX, "limits.child.tokens", "The number of tokens of a child frame");
    if (child.usd)
        check.require(child.usd->value > 0, "limits.child.usd",
                      "The budget of a child frame must be more than 0 USD, not " + child.usd->exact() + ".");
}

void checkLimits(Checker& check, const RunLimits& limits) {
    check.range(limits.turns, 1, 1'000'000, "limits.turns", "The number of turns per frame");
    if (limits.calls) check.range(*limits.calls, 1, INT64_MAX, "limits.calls", "The number of model calls");
    if (limits.tokens) check.range(*limits.tokens, 1, INT64_MAX, "limits.tokens", "The number of tokens");
    if (limits.inputTokens) check.range(*limits.inputTokens, 1, INT64_MAX, "limits.input_tokens", "The number of input tokens");
    if (limits.outputTokens) check.range(*limits.outputTokens, 1, INT64_MAX, "limits.output_tokens", "The number of output tokens");
    if (limits.frames) check.range(*limits.frames, 1, INT64_MAX, "limits.frames", "The number of frames");
    if (limits.approveCalls) check.range(*limits.approveCalls, 1, INT64_MAX, "limits.approve_calls", "The size of a fan-out that needs approval");
    if (limits.approveUsd)
        check.require(limits.approveUsd->value >= 0, "limits.approve_usd",
                      "The cost of a fan-out that needs approval cannot be negative, as " + limits.approveUsd->exact() + " USD is.");
    checkChildLimits(check, limits.child);
    if (limits.usd)
        check.require(limits.usd->value > 0, "limits.usd",
                      "The budget must be more than 0 USD, not " + limits.usd->exact() + ".");
    if (limits.seconds)
        check.require(std::isfinite(*limits.seconds) && *limits.seconds > 0, "limits.seconds",
                      "The run time must be more than 0 seconds.");
    check.range(limits.frameOutputCap, 256, 10'000'000, "limits.frame_output_cap", "The output of a frame's own call");
    check.range(limits.subCallOutputCap, 256, 10'000'000, "limits.sub_call_output_cap", "The output of a sub-call");
    check.range(limits.visibleOutput, 100, 100'000'000, "limits.visible_output",
                "The visible part of a cell's output, in characters,");
    check.range(limits.inFlight, 1, 100'000, "limits.in_flight", "The number of requests at the same time");
    check.range(limits.liveChildren, 1, 10'000, "limits.live_children", "The number of child frames at the same time");
    check.range(limits.consecutiveErrors, 0, 1'000'000, "limits.consecutive_errors",
                "The number of failing cells in a row");
    check.require(std::isfinite(limits.cellSeconds) && limits.cellSeconds > 0, "limits.cell_seconds",
                  "The time of a cell must be more than 0 seconds.");
    const auto positive = [&](const std::optional<double>& seconds, const char* field, const char* what) {
        check.require(!seconds || (std::isfinite(*seconds) && *seconds > 0), field, std::string(what) + " must be more than 0 seconds.");
    };
    positive(limits.cellCpuSeconds, "limits.cell_cpu_seconds", "The processor time of a cell");
    positive(limits.frameCellSeconds, "limits.frame_cell_seconds", "The time of a frame's cells");
    positive(limits.frameCpuSeconds, "limits.frame_cpu_seconds", "The processor time of a frame's cells");
    check.range(limits.cellOutput, 1, std::int64_t{1} << 50, "limits.cell_output", "The output of a cell, in bytes,");
    if (limits.frameOutput)
        check.range(*limits.frameOutput, 1, std::int64_t{1} << 50, "limits.frame_output", "The output of a frame's cells, in bytes,");
    check.range(limits.workerMemory, 64'000'000, std::int64_t{1} << 50, "limits.worker_memory",
                "The memory of a worker, in bytes,");
}

void checkModels(Checker& check, const RunSpec& spec) {
    check.require(!spec.models.empty(), "models", "At least one model is needed.");
    for (std::size_t i = 0; i < spec.models.size(); ++i)
        check.require(!trimmed(spec.models[i]).empty(), "models[" + std::to_string(i) + "]",
                      "The model for depth " + std::to_string(i) + " is empty.");
    for (const auto& [name, price] : spec.prices)
        check.require(std::min({price.input, price.output, price.cacheRead, price.cacheWrite}) >= 0,
                      "prices[\"" + name + "\"]", "The price of " + name + " is negative.");
}

void checkTools(Checker& check, const RunSpec& spec) {
    const ToolsFile& file = spec.tools;
    if (!file.empty()) {
        check.require(!file.name.empty() && file.name.find('/') == std::string::npos, "tools",
                      "The tools file \"" + file.name + "\" needs a name without folders.");
        check.require(file.source.size() <= LargestToolsFile, "tools",
                      file.name + " has " + std::to_string(file.source.size()) + " bytes; a tools file has at most " +
                          std::to_string(LargestToolsFile) + ".");
        check.require(isValidUtf8(file.source) && file.source.find('\0') == std::string::npos, "tools",
                      file.name + " is not Python source in UTF-8.");
        check.require(!trimmed(file.source).empty(), "tools", file.name + " is empty.");
    }
    check.require(spec.trustedTools.size() <= MostTools, "trusted_tools",
                  "There are " + std::to_string(spec.trustedTools.size()) + " trusted tools; at most " +
                      std::to_string(MostTools) + " are possible.");
    std::set<std::string> seen;
    for (const ToolInfo& tool : spec.trustedTools) {
        if (auto problem = toolNameProblem(tool.name); !problem.empty())
            check.require(false, "trusted_tools", std::move(problem));
        check.require(seen.insert(tool.name).second, "trusted_tools", "Two trusted tools are named \"" + tool.name + "\".");
        check.require(tool.doc.size() <= LongestToolDoc && tool.signature.size() <= LongestToolDoc, "trusted_tools",
                      "The description of the trusted tool " + tool.name + " is longer than " +
                          std::to_string(LongestToolDoc) + " bytes.");
    }
    check.require(spec.packages.size() <= MostPackages, "packages",
                  "At most " + std::to_string(MostPackages) + " folders of packages are possible.");
    for (const std::string& name : spec.packages)
        check.require(!name.empty() && name.find('/') == std::string::npos, "packages",
                      "\"" + name + "\" is not the name of a folder of packages.");
    // Only rlm runs Python: in another strategy these settings would be silently without effect.
    const bool python = spec.strategy == "rlm";
    check.require(python || file.empty(), "tools", "The strategy " + spec.strategy + " runs no Python, so a tools file has no use.");
    check.require(python || spec.trustedTools.empty(), "trusted_tools",
                  "The strategy " + spec.strategy + " runs no Python, so trusted tools have no use.");
}

} // namespace

std::string_view toString(FinalProtocol protocol) {
    switch (protocol) {
    case FinalProtocol::Answer: return "answer";
    case FinalProtocol::Final: return "final";
    case FinalProtocol::Submit: return "submit";
    }
    return "answer";
}

std::optional<FinalProtocol> finalProtocolFromString(std::string_view text) {
    for (const auto protocol : {FinalProtocol::Answer, FinalProtocol::Final, FinalProtocol::Submit})
        if (text == toString(protocol)) return protocol;
    return {};
}

std::string_view toString(AtLimit choice) {
    switch (choice) {
    case AtLimit::Finish: return "finish";
    case AtLimit::Stop: return "stop";
    case AtLimit::Ask: return "ask";
    }
    return "";
}

std::optional<AtLimit> atLimitFromString(std::string_view text) {
    for (const auto choice : {AtLimit::Finish, AtLimit::Stop, AtLimit::Ask})
        if (text == toString(choice)) return choice;
    return {};
}

const std::string& RunSpec::modelAt(int atDepth) const {
    static const std::string None;
    if (models.empty()) return None;
    const auto index = static_cast<std::size_t>(std::max(atDepth, 0));
    return models[std::min(index, models.size() - 1)];
}

std::vector<RunSpec::Problem> RunSpec::validate() const {
    std::vector<Problem> problems;
    Checker check{problems};
    check.require(!trimmed(question).empty(), "question", "The question is empty.");
    const bool known = std::find(Strategies.begin(), Strategies.end(), strategy) != Strategies.end();
    check.require(known, "strategy",
                  "There is no strategy \"" + strategy + "\"; choose direct, rlm or call-return.");
    if (strategy == "rlm") check.range(depth, 0, DeepestRlm, "depth", "The depth of the rlm strategy");
    else if (strategy == "call-return")
        check.range(depth, 0, DeepestStack, "depth", "The recursion limit of the call-return strategy");
    else check.range(depth, 0, DeepestStack, "depth", "The depth");
    checkModels(check, *this);
    checkTools(check, *this);
    checkLimits(check, limits);
    return problems;
}

} // namespace rlmscope
