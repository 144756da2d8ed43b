#pragma once
// The cassette: the recorded calls of a run as known replies (engine/reply_source.h). Replay, resume and, later, fork are
// the same thing: the run is executed again by the ordinary engine, as a new run, with a cassette in front of the models.
// Cells really run again; every call finds its record by call key and by what it asks.
//
// Replay: nothing but the record answers. A call without a record is a divergence and fails with it; where the record ends
// in the middle, calls get no answer, and when nothing can move any more the run is ended as it ended then.
//
// Resume: good replies are given again. Failures and refusals only where the frame went on after them (they are part of
// what it is now); else the call is made. What does not fit its record is made too, and said.
#include "engine/reply_source.h"
#include "runner/run_tape.h"

#include <memory>
#include <string>
#include <vector>

namespace rlmscope {

/// Where two executions differ.
struct RunDivergence {
    static constexpr std::size_t MostKept = 100;       ///< of one run; the others are only counted
    static constexpr std::size_t HeadCodePoints = 200; ///< of `before` and `now`

    std::string place; ///< call key or cell: "/t2.c1", "/t2.c1.llm_query.<hash>.0"; empty = the run
    std::string kind;  ///< "call", "messages", "missing", "code", "output", "status", "reply", "answer", "frame", "waits", "damage"
    std::string what;  ///< for people
    std::string before, now; ///< heads of the texts that differ
};

enum class CassetteMode : std::uint8_t { Replay, Resume };

class Cassette : public Replies {
public:
    /// `tapes`: newest first, all of the file that `reader` reads. The reader is closed when the run ends.
    static std::shared_ptr<Cassette> make(CassetteMode mode, std::shared_ptr<TraceReader> reader, std::vector<RunTape> tapes);

    struct Report {
        std::uint64_t used = 0; ///< recorded replies given out
        PicoUsd saved;          ///< what they had cost
        std::uint64_t made = 0; ///< calls that were made
        std::vector<RunDivergence> divergences; ///< the first ones
        std::uint64_t divergencesTotal = 0;
    };
    virtual Report report() const = 0;
};

} // namespace rlmscope
