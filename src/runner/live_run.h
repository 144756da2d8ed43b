#pragma once
// A run that lives: RunRequest in, a LiveRun out. It loads the context, opens the trace, starts the engine, stores the
// context in the background and packs the trace at the end, all on a thread of its own. The command line and the window
// start runs only through here. Any number of runs may live at the same time.
#include "base/clock.h"
#include "base/result.h"
#include "context/context.h"
#include "engine/language_model.h"
#include "engine/ledger.h"
#include "engine/repl.h"
#include "engine/reply_source.h"
#include "engine/tool_host.h"
#include "trace/budget_state.h"
#include "trace/event.h"
#include "trace/event_sink.h"
#include "runner/python_parts.h"
#include "trace/run_spec.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rlmscope {

/// What reaching models needs besides the RunSpec, and what must never enter a trace.
struct ModelAccess {
    std::string keyEnv; ///< name of the environment variable with the key of the URL#MODEL servers; empty = no key
};

struct RunRequest {
    RunSpec spec;
    ContextRequest context;                       ///< what to load; not used when `loaded` is set
    std::shared_ptr<const Context> loaded;        ///< a context that is there already
    ModelAccess access;
    std::filesystem::path trace;                  ///< empty = a new file in the library; an existing trace gets one run more
    std::vector<RunRelation> relations;           ///< e.g. Run again with changes
    /// Of this machine; their descriptions replace what the spec says. A spec that was read from a trace and describes
    /// trusted tools or packages needs them named here again.
    std::optional<TrustedToolsFile> trustedTools;
    bool allowTrustedTools = false;               ///< the user has said so now; else it must have been approved before
    std::vector<std::string> packageFolders;      ///< from packageFolder()
    std::shared_ptr<Replies> replies;             ///< of the run that this one replays or resumes (runner/resume.h)
    std::shared_ptr<ToolHost> recordedTools;      ///< stands for trusted tools whose calls all have recorded results
    bool storeContext = true;                     ///< false: the trace names the context without holding it
    bool canAsk = false;                          ///< somebody watches budget().pending and calls decide()
    BudgetInherited inherited;                    ///< as RunParts::inherited
    bool snapshots = false;                       ///< as RunParts::snapshots: somebody wants to look back while it runs
    /// Null = the models of the providers and a worker process per frame. Tests hand in their own.
    std::shared_ptr<ModelDirectory> models;
    std::shared_ptr<ReplFactory> repls;
};

/// Everything that is wrong with a request and can be known without loading the context: the spec's own problems,
/// models that do not exist, a missing price under a USD limit, a trace that cannot be written, trusted tools that were
/// not allowed, a sandbox that is known to be too weak. All of it at once; empty = it may start. Quick (no network); with
/// a tools file a worker is started once to run it. Fields are named as in RunSpec::Problem, plus "trace" and "context".
struct RequestProblem {
    std::string field;
    Error error;
};
std::vector<RequestProblem> checkRequest(const RunRequest& request);
/// The request with what the spec says about the Python parts of this machine. checkRequest() and startRun() do it
/// themselves.
RunRequest completed(RunRequest request);

enum class LivePhase : std::uint8_t {
    Loading,   ///< reads the context; `loading` says how far
    Starting,  ///< opens the trace, starts the engine
    Running,
    Pausing,   ///< no new request leaves; those in flight finish
    Paused,
    Stopping,
    Finishing, ///< the run has ended (result() is there); the context is still being stored, the trace packed
    Ended,     ///< nothing more happens; the trace file is complete and closed
};
std::string_view toString(LivePhase phase);

struct LiveStatus {
    LivePhase phase = LivePhase::Loading;
    LoadProgress loading;
    std::optional<Error> error; ///< why it did not start, or why its trace is not complete
};

/// Called from threads of the run, in order, one at a time per kind. Must not block and must not destroy the LiveRun.
struct LiveListener {
    std::function<void(const LiveStatus&)> status;                 ///< the phase or the loading progress changed
    std::function<void(const std::vector<Event>&)> committed;      ///< events in the trace, as the writer commits them
    std::function<void(const LiveDelta&)> live;                    ///< pieces of replies while they arrive
    std::function<void(std::shared_ptr<const Context>)> loaded;    ///< once, before the first event
};

/// Thread-safe. Destroying it stops the run at once and waits for its threads.
class LiveRun {
public:
    virtual ~LiveRun() = default;

    virtual RunId id() const = 0;
    virtual const RunSpec& spec() const = 0;
    virtual const std::filesystem::path& trace() const = 0; ///< exists from phase Running on

    virtual LiveStatus status() const = 0;
    /// Set when the run has ended; absent when it never started (status().error says why).
    virtual std::optional<RunEnded> result() const = 0;
    /// As Run::repl(): the REPL of a frame, to be looked at. Null when it has none now.
    virtual std::shared_ptr<Repl> repl(NodeId frame) const = 0;
    virtual double seconds() const = 0; ///< run seconds, without loading and pauses
    virtual BudgetState budget() const = 0; ///< as Run::budget(); before and after the engine lives: what the spec says, no spend
    virtual Status decide(std::int64_t question, Verdict verdict, const RaisedLimits& raised = {}) = 0; ///< as Run::decide()

    virtual void pause() = 0;
    virtual void resume() = 0;
    virtual void stop() = 0;    ///< ends cleanly: what is in flight is cancelled, the trace is complete
    virtual void stopNow() = 0; ///< as stop(), and does not wait for the context to be stored or the trace to be packed

    /// Waits until the phase is at least `phase`; false when the time is up first. Negative = for ever.
    virtual bool waitFor(LivePhase phase, std::chrono::milliseconds time = std::chrono::milliseconds(-1)) = 0;
    void wait() { waitFor(LivePhase::Ended); }
};

/// Returns at once. Errors: checkRequest() found problems (the first one's kind, all their texts).
Result<std::shared_ptr<LiveRun>> startRun(RunRequest request, LiveListener listener = {});

} // namespace rlmscope
