#pragma once
// A folder of traces of every kind, written as an engine would.
#include "support/event_script.h"
#include "trace/trace_writer.h"

#include <filesystem>
#include <string>
#include <vector>

namespace rlmscope::test {

RunId runId(int n);

/// A clock that says what a test wants: runs have the starts that it sets.
class SetClock : public Clock {
public:
    Nanos at = 1'795'000'000'000'000'000;
    Nanos steady() const override { return at; }
    Nanos wall() const override { return at; }
};

struct MadeRun {
    RunId run;
    std::string question = "How many?", title, answer = "42", strategy = "rlm", model = "openai:gpt-5", status = "answered";
    int depth = 1, turns = 2, subCalls = 3;
    std::int64_t pico = 1'500'000'000; ///< of each call
    std::vector<RunRelation> relations;
    std::vector<std::string> tags;
    std::vector<Score> scores;
    std::string warning, imported, code = "lines = context.splitlines()\nchunks = pieces(lines, 100)\nreplies = llm_query_batched(chunks)";
    Nanos wall = 1'795'000'000'000'000'000, lasts = 20'000'000'000;
    bool simulated = false, ends = true, costUnknown = false;
    Nanos turnTime() const { return lasts / std::max(turns, 1); }
};

/// Appends the run to the trace, which is made when it is not there.
Status write(const std::filesystem::path& file, const MadeRun& made);

} // namespace rlmscope::test
