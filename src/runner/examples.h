#pragma once
// The examples that come with the program: small real contexts and questions, compiled in, run with the simulated model.
#include "base/result.h"
#include "trace/run_spec.h"

#include <filesystem>
#include <string>
#include <vector>

namespace rlmscope {

struct Example {
    std::string name;    ///< "demo"; folder below resources/examples
    std::string title, summary, lesson;
    std::string icon;    ///< name of an icon for the window, may be empty
    double minutes = 1;
    RunSpec spec;        ///< question, strategy, depth, models
    std::vector<std::string> context; ///< files and folders below the example's folder
    std::string expected; ///< texts that a right answer holds, one per line; for tests
};

/// All of them, the demo first. A broken example is an error that names it (a test reads them all).
Result<std::vector<Example>> examples();
Result<Example> findExample(const std::string& name); ///< error lists the names there are

/// Writes the files of an example below dataFolder()/examples/NAME unless they are there already, and returns the
/// paths of its context.
Result<std::vector<std::filesystem::path>> unpackExample(const Example& example);

} // namespace rlmscope
