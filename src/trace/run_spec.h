#pragma once
// The configuration of a run: everything a run depends on besides its context and the keys of the machine.
// It is a value: built by the command line or the New run dialog, validated once, stored in the trace, read back.
// It names models, never keys and never the names of environment variables that hold keys: a trace may come from a
// stranger.
#include "base/result.h"
#include "base/units.h"
#include "trace/run_tools.h"

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace rlmscope {

enum class FinalProtocol : std::uint8_t {
    Answer, ///< answer["content"] = ..., answer["ready"] = True (the reference implementation since 2026-05)
    Final,  ///< FINAL(value) / FINAL_VAR("name"), called in a cell
    Submit, ///< SUBMIT(value) or SUBMIT(field=...)
};
std::string_view toString(FinalProtocol protocol);
std::optional<FinalProtocol> finalProtocolFromString(std::string_view text);

/// What happens when a limit of the whole run refuses a call.
enum class AtLimit : std::uint8_t {
    Finish, ///< the root is asked for its best answer from what is known; room for it is kept from the start
    Stop,   ///< the run ends without a last answer
    Ask,    ///< the run pauses until its user raises the limit, or chooses one of the others
};
std::string_view toString(AtLimit choice); ///< "finish", "stop", "ask"
std::optional<AtLimit> atLimitFromString(std::string_view text);

/// What one child frame and everything below it may spend.
struct SubtreeLimits {
    std::optional<PicoUsd> usd;
    std::optional<std::int64_t> calls;
    std::optional<Tokens> tokens;
    bool operator==(const SubtreeLimits&) const = default;
};

struct RunLimits {
    int turns = 30;                       ///< per frame
    std::optional<std::int64_t> calls;    ///< model calls (attempts that may be billed) of the whole run
    std::optional<Tokens> tokens;         ///< input + output of the whole run
    std::optional<Tokens> inputTokens, outputTokens; ///< of the whole run
    std::optional<PicoUsd> usd;           ///< spend of the whole run
    std::optional<std::int64_t> frames;   ///< frames of the whole run, the root included
    SubtreeLimits child;                  ///< of each child frame with all below it
    AtLimit atLimit = AtLimit::Finish;
    std::optional<std::int64_t> approveCalls; ///< a fan-out of so many calls or more waits for the user's approval
    std::optional<PicoUsd> approveUsd;        ///< a fan-out that is estimated to cost so much or more does
    std::optional<double> seconds;        ///< run seconds, without pauses
    int frameOutputCap = 16'384;          ///< tokens a frame's own call may write
    int subCallOutputCap = 4'096;         ///< tokens a sub-call may write
    int visibleOutput = 20'000;           ///< characters of a cell's output that the model sees
    int inFlight = 16;                    ///< requests on the wire
    int liveChildren = 4;                 ///< child frames that run at once, per frame
    int consecutiveErrors = 10;           ///< cells in a row that raised, per frame; 0 = no limit
    double cellSeconds = 300;             ///< Python seconds of one cell
    std::optional<double> cellCpuSeconds; ///< processor seconds of one cell, all threads together
    std::int64_t cellOutput = 1'000'000'000; ///< bytes that one cell may write
    std::optional<double> frameCellSeconds;  ///< Python seconds of all cells of a frame together
    std::optional<double> frameCpuSeconds;   ///< processor seconds of all cells of a frame together
    std::optional<std::int64_t> frameOutput; ///< bytes that all cells of a frame together may write
    std::int64_t workerMemory = 2'000'000'000; ///< bytes of data a worker may allocate
    bool operator==(const RunLimits&) const = default;
};

struct RunSpec {
    std::string question;
    std::string strategy = "rlm"; ///< "direct", "rlm", "call-return"
    int depth = 1;                ///< paper depth, 0 to 3 (rlm); recursion limit of call-return
    FinalProtocol protocol = FinalProtocol::Answer;
    /// Model SPECs by depth: [0] is the root's; a frame or sub-call at depth d uses entry d, the last entry repeats.
    std::vector<std::string> models = {"sim"};
    /// Prices given by the user, by SPEC. They win over the catalogue.
    std::map<std::string, Price> prices;
    /// System prompts edited for this run, by resource name ("rlm", "direct", ...). Absent = the built-in one.
    std::map<std::string, std::string> prompts;
    /// Functions for the model's code. `trustedTools` run in a process of their own outside the sandbox, from a file that
    /// never enters a trace: these are descriptions, and a run with any needs that file from its user.
    ToolsFile tools;
    std::vector<ToolInfo> trustedTools;
    /// Names of extra folders of Python packages. The folders themselves belong to a machine (RunParts::packageFolders).
    std::vector<std::string> packages;
    SandboxLevel requiredSandbox = SandboxLevel::Limits; ///< a REPL that is protected by less does not start
    RunLimits limits;
    bool budgetLine = false; ///< the model is told at each turn what is left of the limits
    /// A sub-call that an earlier run has made word for word, of a model at temperature 0, gets the reply of then.
    bool reuseReplies = false;
    std::uint64_t seed = 1;
    std::string title; ///< shown instead of the question when not empty

    bool operator==(const RunSpec&) const = default;
    const std::string& modelAt(int depth) const;

    struct Problem {
        std::string field; ///< JSON name of the field: "depth", "limits.usd"
        std::string message;
        bool operator==(const Problem&) const = default;
    };
    /// Every problem at once; empty = valid.
    std::vector<Problem> validate() const;
};

nlohmann::json toJson(const RunSpec& spec);
/// Unknown fields are ignored (a newer version wrote them); a field of the wrong type is an error that names it.
Result<RunSpec> runSpecFromJson(const nlohmann::json& json);

} // namespace rlmscope
