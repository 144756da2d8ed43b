#pragma once
// Where two runs begin to differ: the first turn whose code, output, reply or prompt is another one, frames matched by call
// path. For people who compare two runs side by side; a complete comparison is `rlmscope-cli replay`.
#include "library/run_digest.h"

#include <functional>
#include <optional>

namespace rlmscope::library {

struct DiffLine {
    enum class Kind : std::uint8_t { Same, Removed, Added };
    Kind kind = Kind::Same;
    std::string text;
};

struct RunDifference {
    bool differs = false;
    std::string framePath; ///< "" = the root
    int turn = 0, cell = 0, line = 0; ///< from 1; 0 = does not apply
    enum class What : std::uint8_t { None, Question, Prompt, Reply, Code, Output, Missing, Answer };
    What what = What::None;
    std::vector<DiffLine> lines; ///< around the first difference, a few of each
    NodeId first, second;        ///< the nodes that differ, one of them may be absent
    std::int64_t compared = 0;   ///< turns, cells and calls that are equal before it
};

struct RunPlace {
    std::filesystem::path file;
    RunId run;
};

/// Reads both. `stop` is asked now and then; a stopped one is an error of the kind Cancelled.
Result<RunDifference> firstDifference(const RunPlace& first, const RunPlace& second, const std::function<bool()>& stop = {});

} // namespace rlmscope::library
