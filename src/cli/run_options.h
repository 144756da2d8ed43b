#pragma once
// The options of `rlmscope-cli run` as they were typed, and the RunRequest they mean.
#include "runner/live_run.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rlmscope::cli {

struct RunOptions {
    std::vector<std::string> context;
    std::string question;
    std::string strategy = "rlm", protocol = "answer";
    std::string model = "sim", subModel;
    std::optional<int> depth, maxTurns;
    std::optional<std::int64_t> maxCalls, maxTokens, maxInputTokens, maxOutputTokens, maxFrames, approveCalls;
    std::optional<std::int64_t> childMaxCalls, childMaxTokens;
    std::optional<double> maxSeconds;
    std::optional<std::uint64_t> seed;
    std::string atLimit, approveUsd, childBudgetUsd;
    bool reuseReplies = false; ///< the cache of temperature-0 sub-calls
    bool budgetLine = false; ///< tells the model at each turn what is left
    std::string budgetUsd, price, keyEnv, trace;
    std::string tools, trustedTools, requireSandbox;
    std::vector<std::string> packages;
    bool yes = false; ///< allows the trusted tools of this run
    bool json = false, quiet = false;
};

struct Requested {
    RunRequest request;
    std::vector<RequestProblem> problems; ///< what cannot be said in a RunSpec: a price that is no number
};
Requested requestOf(const RunOptions& options);

} // namespace rlmscope::cli
