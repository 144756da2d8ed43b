#pragma once
// The commands of rlmscope-cli, one file each. Each returns the exit code.
#include "cli/exit_code.h"
#include "cli/run_options.h"

#include <string>

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

struct DoctorOptions {
    bool json = false;
};
Exit doctorCommand(const DoctorOptions& options);

} // namespace rlmscope::cli
