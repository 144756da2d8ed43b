#pragma once
// The commands of rlmscope-cli, one file each. Each returns the exit code.
#include "cli/exit_code.h"
#include "cli/rerun_options.h"
#include "cli/run_options.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rlmscope::cli {

Exit runCommand(const RunOptions& options);

struct DemoOptions {
    std::string name; ///< empty = the first example
    bool list = false;
};
Exit demoCommand(const DemoOptions& options);

struct ShowOptions {
    std::string trace;
    std::string run; ///< id or the beginning of one; empty = all
    bool json = false, jsonLines = false;
};
Exit showCommand(const ShowOptions& options);

struct CostOptions {
    std::string trace;
    std::string run;             ///< id or the beginning of one; empty = all
    std::vector<std::string> as; ///< MODEL or SPEC=MODEL
    std::string prices;          ///< file; empty = the prices of this computer
    std::string on;              ///< day
    bool json = false;
};
Exit costCommand(const CostOptions& options);

struct ExportOptions {
    std::string trace;
    std::string format = "html"; ///< "html", "json"
    std::string out;             ///< empty = standard output
    std::string run;             ///< id or the beginning of one; empty = the newest
    bool contextText = false;
};
Exit exportCommand(const ExportOptions& options);

struct ImportOptions {
    std::vector<std::string> files;
    std::string out; ///< trace for all of them; empty = a new one in the library for each file
    bool json = false;
};
Exit importCommand(const ImportOptions& options);

struct MergeCommandOptions {
    std::vector<std::string> files;
    std::string output; ///< must not exist
};
Exit mergeCommand(const MergeCommandOptions& options);

struct SplitCommandOptions {
    std::string trace;
    std::string folder; ///< empty = that of the trace
};
Exit splitCommand(const SplitCommandOptions& options);

struct ProbeOptions {
    std::string trace;
    std::string run;        ///< id or the beginning of one; empty = the newest
    std::string frame;      ///< path, id, or empty = the root
    int cell = -1;          ///< of the frame, from 1; 0 = before the first; -1 = the last
    std::string expression; ///< empty: all variables
    std::int64_t first = 0, count = 100;
    std::string search;
    std::vector<std::string> packages;
    bool json = false, yes = false, allowWeakSandbox = false;
};
Exit probeCommand(const ProbeOptions& options);

struct ReplayCommandOptions {
    std::string trace;
    std::string run;    ///< id or the beginning of one; empty = the newest
    std::string output; ///< where the trace of the replay stays; empty = nowhere
    RerunPartsOptions parts;
    bool json = false, quiet = false, yes = false;
};
Exit replayCommand(const ReplayCommandOptions& options);

struct ResumeCommandOptions {
    std::string trace;
    std::string run; ///< id or the beginning of one; empty = the newest
    RerunPartsOptions parts;
    std::string model, subModel, price, keyEnv, trustedTools, budgetUsd;
    std::optional<int> maxTurns;
    std::optional<std::int64_t> maxCalls, maxTokens, maxInputTokens, maxOutputTokens, maxFrames;
    std::optional<double> maxSeconds;
    bool json = false, quiet = false, yes = false;
};
Exit resumeCommand(const ResumeCommandOptions& options);

struct DoctorOptions {
    bool json = false;
};
Exit doctorCommand(const DoctorOptions& options);

} // namespace rlmscope::cli
