#pragma once
// Money, tokens and calls over the time of a run, as steps that can be asked for any moment or range: log n each, whatever
// the number of calls.
#include "insight/spans.h"

#include <cstdint>
#include <stop_token>
#include <utility>
#include <vector>

namespace rlmscope::insight {

/// A value that changes at moments.
class StepSeries {
public:
    /// Changes at moments, in any order; those of one moment become one.
    void build(std::vector<std::pair<Nanos, std::int64_t>> changes);
    std::int64_t at(Nanos time) const; ///< with what changed at `time`; 0 before the first
    /// The largest value it had in [from, to].
    std::int64_t most(Nanos from, Nanos to) const;
    std::int64_t grown(Nanos from, Nanos to) const { return at(to) - at(from); } ///< changes in (from, to]
    std::size_t size() const { return m_times.size(); }

private:
    static constexpr std::size_t Block = 256;
    std::vector<Nanos> m_times;
    std::vector<std::int64_t> m_values;
    std::vector<std::int64_t> m_blockMost;
};

struct Counters {
    StepSeries spent;     ///< pico-USD, counted when a call ended; of open calls, at the end of what is known
    StepSeries tokensIn, tokensOut; ///< counted when a call ended
    StepSeries ended, failed;       ///< calls
    StepSeries inFlight;  ///< calls that had left and not come back
    StepSeries queued;    ///< calls that had been asked for and not left
    StepSeries rate;      ///< output tokens per 1,000 seconds; each call's, even over the time from its first token to its end
};

/// Empty when it was told to stop.
Counters countersOf(const SpansAt& run, const std::stop_token& stop = {});

/// What happened in a part of the run.
struct RangeSums {
    Nanos from = 0, to = 0;
    std::int64_t calls = 0, failed = 0; ///< ended in it
    std::int64_t cost = 0;
    std::int64_t tokensIn = 0, tokensOut = 0;
    std::int64_t inFlightMost = 0, queuedMost = 0;
};
RangeSums sumsOf(const Counters& counters, Nanos from, Nanos to);

} // namespace rlmscope::insight
