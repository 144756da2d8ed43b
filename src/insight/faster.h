#pragma once
// What would have made a run shorter, estimated from what was measured: calls and frames keep the time they took, only when
// they begin changes. Only what lies on the critical path counts, and never more than until something else is waited for.
#include "insight/critical_path.h"

namespace rlmscope::insight {

struct Estimate {
    enum class Kind : std::uint8_t {
        MoreCalls,  ///< `to` calls in flight instead of `from`, in the fan-outs of the path that had to queue
        MoreFrames, ///< the same of child frames
        NoWaits,    ///< no call or frame on the path had to wait; at most so much, since something else is waited for then
        Together,   ///< `count` calls that a cell made one after another, as one batch of `to` at once
    };
    Kind kind = Kind::MoreCalls;
    NodeIndex node = NoNode;    ///< the cell; of several fan-outs the one that gains most
    std::uint32_t count = 0;    ///< fan-outs, or calls made one after another
    std::uint32_t from = 0, to = 0;
    Nanos saved = 0;
    bool operator==(const Estimate&) const = default;
};

/// The largest first, at most six, none below a hundredth of the run.
std::vector<Estimate> whatWouldBeFaster(const SpansAt& run, const Children& children, const CriticalPath& path, const std::stop_token& stop = {});

/// How long jobs of these lengths take when at most `places` run at once, each taken up in order as a place is free.
Nanos makespan(const std::vector<Nanos>& lengths, std::size_t places);

} // namespace rlmscope::insight
