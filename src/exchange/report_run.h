#pragma once
// A run folded for its report: the tree, and what the tree does not hold. Private to exchange.
#include "exchange/import_note.h"
#include "trace/run_tree.h"
#include "trace/trace_reader.h"

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace rlmscope::report {

struct Remark {
    std::string severity, text;
    Nanos time = 0; ///< on the run clock
};

struct Run {
    RunSummary summary;
    std::unique_ptr<RunTree> tree;
    bool live = false;             ///< a process is still writing it
    std::optional<Error> damage;   ///< the events could not be read to their end
    std::vector<Remark> remarks;   ///< the first MostRemarks of `remarkCount`
    std::size_t remarkCount = 0;
    std::vector<std::string> tags;
    std::vector<Score> scores;
    std::optional<ImportNote> import; ///< of a run of another tool
    struct Spent {
        Nanos time = 0;
        PicoUsd cost;
        Tokens tokens = 0;
    };
    std::vector<Spent> spent;      ///< as it came in, each settled attempt
    std::unordered_map<Seq, std::vector<AttemptFailed>> failedAttempts; ///< by model call
    std::unordered_map<Seq, std::vector<Seq>> openOutput;               ///< output events of cells without an end
    std::uint64_t notPaid = 0;     ///< calls answered from a record or cache
    PicoUsd saved;

    static constexpr std::size_t MostRemarks = 200;
    std::string status() const;
};

Run readRun(TraceReader& reader, const RunSummary& summary);

/// Of a call the depth at which it was charged, as in the window's totals: a sub-call of root is at depth 1, though it
/// stands in a frame of depth 0.
int depthOf(const RunTree& tree, const TreeNode& node);

} // namespace rlmscope::report
