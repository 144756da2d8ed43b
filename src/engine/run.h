#pragma once
// A live run: frames on their own threads over models, REPLs, ledger, gate and sink that are handed in.
// Everything outside the engine's control comes in through RunParts, so tests own all of it.
#include "base/cancel.h"
#include "base/clock.h"
#include "base/result.h"
#include "engine/language_model.h"
#include "engine/ledger.h"
#include "engine/repl.h"
#include "engine/tool_host.h"
#include "engine/reply_source.h"
#include "trace/budget_state.h"
#include "trace/event_sink.h"
#include "trace/run_spec.h"

#include <functional>
#include <memory>
#include <string>

namespace rlmscope {

struct RunParts {
    std::shared_ptr<const Context> context;
    ContextInfo contextInfo;               ///< for run_started
    std::vector<RunRelation> relations;
    std::string program = "rlmscope";
    std::shared_ptr<ModelDirectory> models;
    std::shared_ptr<ReplFactory> repls;
    std::shared_ptr<EventSink> sink;
    std::shared_ptr<ToolHost> tools;         ///< of the trusted tools; null = none
    std::vector<std::string> packageFolders; ///< on this machine, in the order of RunSpec::packages
    /// Park a copy of every REPL after each of its cells, as far as memory allows: for Run::repl().
    bool snapshots = false;
    bool canAsk = false;       ///< somebody answers budget().pending. Else AtLimit::Ask is Finish, and what needs approval is refused
    BudgetInherited inherited; ///< by the run that this one resumes; counts toward its limits
    std::shared_ptr<Replies> replies; ///< asked before every model call; null = none
    const Clock* clock = &Clock::system();
};

enum class RunState : std::uint8_t { Running, Pausing, Paused, Stopping, Ended };

/// Thread-safe. Destroying it stops at once and waits.
class Run {
public:
    /// Writes run_started and starts the root frame's thread. The descriptions of trusted tools come from parts.tools.
    /// Errors: invalid spec (all problems), unknown model, unknown price under a USD limit, trusted tools or packages of
    /// the spec that the parts do not have.
    static Result<std::unique_ptr<Run>> start(const RunSpec& spec, RunParts parts);
    virtual ~Run() = default;

    /// No new request leaves from anywhere in the tree after this returns; those in flight finish.
    virtual void pause() = 0;
    virtual void resume() = 0;
    /// Ends cleanly: nothing new starts, what is in flight is cancelled, the trace is complete.
    virtual void stop() = 0;

    virtual RunState state() const = 0;
    /// Blocks until the run has ended and its last event is durable.
    /// status "answered": stopReason is "answer", or the limit that forced a last answer ("turns", "errors", "usd",
    /// "calls", "tokens", "seconds"; "overrun" when the last call used more than a budget foresaw). "limit": no answer; the same words, or "overrun". "failed": "model_error",
    /// "context", "worker", "trace", "error". "cancelled": "user".
    virtual RunEnded wait() = 0;
    /// Called once, from an engine thread (or at once when the run has ended), after the last event is durable. It must
    /// not destroy the run.
    virtual void onEnded(std::function<void(const RunEnded&)> callback) = 0;
    /// The REPL that a frame has now, to be looked at while the run goes on: only what the Repl allows any thread. Null when
    /// the frame has none. Give it back soon: the worker lives as long.
    virtual std::shared_ptr<Repl> repl(NodeId frame) const = 0;
    virtual double seconds() const = 0; ///< run seconds, without pauses
    /// Spend, limits, requests and open questions, now.
    virtual BudgetState budget() const = 0;
    /// Answers a question of budget().pending. Limit and Go: `raised` has more room for the limit in the way. Errors (Usage): no
    /// such question (somebody else has answered it, or the run has ended), a verdict that does not fit, too little room.
    virtual Status decide(std::int64_t question, Verdict verdict, const RaisedLimits& raised = {}) = 0;
};

} // namespace rlmscope
