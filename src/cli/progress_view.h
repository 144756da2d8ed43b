#pragma once
// What a run shows on standard error while it lives: on a terminal a tree that redraws in place, elsewhere one line per
// thing that happened. Fed by the main loop; not thread-safe.
#include "cli/terminal.h"
#include "runner/live_run.h"
#include "trace/run_tree.h"

#include <memory>
#include <vector>

namespace rlmscope::cli {

class ProgressView {
public:
    virtual ~ProgressView() = default;
    virtual void loading(const LiveStatus& status) = 0;
    /// `events` have just been folded into `tree`.
    virtual void update(const RunTree& tree, const LiveStatus& status, const std::vector<Event>& events) = 0;
    /// A line that stays, above whatever is redrawn.
    virtual void say(const std::string& line) = 0;
    /// The run is over: leaves the final tree on the screen.
    virtual void finish(const RunTree& tree) = 0;
};

std::unique_ptr<ProgressView> makeQuietView();
std::unique_ptr<ProgressView> makeLineView(const Terminal& terminal);
std::unique_ptr<ProgressView> makeLiveView(const Terminal& terminal);

/// "running  12.4 s  $0.0041 (simulated)  12.3k tokens in, 1.2k out  3 in flight, 4 queued"
std::string statusLine(const RunTree& tree, std::string_view state, Nanos now);

} // namespace rlmscope::cli
