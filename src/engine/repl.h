#pragma once
// The REPL of one frame: a place where cells run, with the context bound to `context` and the injected functions
// calling back into the engine. Implemented by a worker process (repl/); by a fake in engine tests.
#include "base/cancel.h"
#include "base/clock.h"
#include "base/result.h"
#include "trace/event.h"
#include "trace/run_spec.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rlmscope {

struct Context; // context/context.h

enum class HostCallKind : std::uint8_t {
    LlmQuery,
    RlmQuery,
    Tool, ///< a trusted tool: runs in a process of its own, outside the sandbox
    Budget, ///< budget(): one item, nothing asked; the answer is an object of JSON
};

/// One call from a cell to the host; a batched call has several items and one answer per item.
struct HostCall {
    HostCallKind kind = HostCallKind::LlmQuery;
    bool batched = false;
    struct Item {
        std::string prompt;                     ///< UTF-8; lone surrogates were replaced
        std::shared_ptr<const Context> context; ///< rlm_query only; null when not given
        /// rlm_query without a context: the prompt as the child's context, when that is known without copying it again.
        std::shared_ptr<const Context> promptContext{};
    };
    std::vector<Item> items;          ///< of a Tool: one, its prompt is {"args": [...], "kwargs": {...}} as JSON
    std::optional<std::string> model; ///< the model= argument
    std::string tool;                 ///< Tool only: its name
};

/// Answers a host call, item by item, in any order, from any thread, each item exactly once. Destroying it with items
/// unanswered fails those with ErrorKind::Internal, so a cell never waits for ever.
class HostReply {
public:
    virtual ~HostReply() = default;
    virtual void answer(std::size_t item, Result<std::string> result) = 0;
    /// Cancelled when nobody waits any more (the cell was interrupted, the worker died).
    virtual CancelToken cancelled() const = 0;
};

/// What a cell does while it runs. Called from the REPL I/O thread, must not block.
struct CellObserver {
    std::function<void(OutputStream, std::string_view utf8, bool late)> output;
    std::function<void(HostCall, std::unique_ptr<HostReply>)> hostCall;
};

struct FinalAnswer {
    JsonText json;    ///< the answer as JSON (a string literal for text); values JSON cannot hold are their repr
    std::string text; ///< str() of it
    bool operator==(const FinalAnswer&) const = default;
};

enum class CellStatus : std::uint8_t {
    Ok,
    Raised,      ///< the model's code raised; bindings made before stay
    Interrupted, ///< KeyboardInterrupt ended it; the REPL lives
    Killed,      ///< we killed the worker (cause says why)
    Died,        ///< the worker ended by itself: os._exit, segfault, out of memory
};
std::string_view toString(CellStatus status);

struct Sandbox {
    SandboxLevel level = SandboxLevel::Limits;
    std::vector<std::string> missing; ///< for people: "no system call filter"
    /// "full", "partial: no system call filter, the user's files can be read", "limits: ...".
    std::string text() const;
};

struct CellOutcome {
    CellStatus status = CellStatus::Ok;
    std::string cause;     ///< for people, when not Ok: "ZeroDivisionError: division by zero", "killed: memory limit 2 GB"
    std::string exception; ///< type name, Raised only
    std::string traceback; ///< as Python prints it, Raised only; also part of stderr
    std::optional<FinalAnswer> final; ///< set when the cell finished the frame by its protocol
    std::vector<Variable> variables;  ///< all user variables after the cell; empty when the worker is gone
    std::uint64_t stdoutBytes = 0, stderrBytes = 0, droppedBytes = 0;
    double pythonSeconds = 0; ///< without time in host calls
    bool replAlive = true;
};

/// A cell that goes beyond one of them is interrupted, and the worker killed when it does not react. 0 = no limit.
struct CellLimits {
    double seconds = 300;     ///< Python seconds; waiting in host calls and at the gate does not count
    double cpuSeconds = 0;    ///< processor time of all threads together
    std::uint64_t output = 0; ///< bytes written, whether kept or not
};

struct ReplSpec {
    std::shared_ptr<const Context> context;
    FinalProtocol protocol = FinalProtocol::Answer;
    bool llmQuery = true;  ///< inject llm_query and llm_query_batched (paper depth >= 1)
    bool rlmQuery = true;  ///< inject rlm_query and rlm_query_batched
    std::uint64_t seed = 1; ///< of the run
    std::string framePath; ///< with the seed: random seed of this frame. The hash seed comes from the run's seed
    std::int64_t memory = 2'000'000'000;
    CellLimits allCells{0, 0, 0}; ///< of all its cells together
    std::uint64_t keptOutput = 50'000'000; ///< bytes of output kept per cell; the rest is drained and counted
    /// Several frames get this very context: what cannot be mapped is then decoded once for all of them.
    bool sharedContext = false;
    std::vector<std::string> packages; ///< extra folders of Python packages, read-only
    std::string toolsSource;           ///< Python; its functions are injected. Runs inside the sandbox
    std::vector<ToolInfo> trustedTools; ///< injected; a call of one is a HostCall of kind Tool
    SandboxLevel requiredSandbox = SandboxLevel::Limits; ///< a REPL that is protected by less does not start
};

/// A moment of a REPL: the number of cells it has run. 0 = only the context is there.
using ReplPoint = int;

struct SnapshotReport {
    ReplPoint point = 0;
    bool held = false;
    std::string reason; ///< why it is not held: "2 threads of a cell are alive"
    double seconds = 0; ///< that the REPL was busy with it
};

enum class RestoreMethod : std::uint8_t { Snapshot, Replay };
std::string_view toString(RestoreMethod method); ///< "snapshot", "replay"

/// A re-run cell that did not do what it did before.
struct Divergence {
    ReplPoint cell = 0; ///< from 1
    std::string what;   ///< for people: "printed other text", "asked something that was never asked before (llm_query)"
    std::string before, now; ///< heads of what differs; may be empty
};

class Repl;
struct Restored {
    std::unique_ptr<Repl> repl; ///< at the wanted point; the one that it came from goes on unharmed
    RestoreMethod method = RestoreMethod::Snapshot;
    std::string why;    ///< method Replay: why there was no snapshot ("not held: a file is open")
    double seconds = 0; ///< until it was ready
    std::vector<Divergence> divergences; ///< Replay only; empty = the same calls and the same output
};

/// Asks for a part of a value. Evaluated in a throw-away copy of the REPL, so nothing that it does stays.
struct ValueRequest {
    std::string expression;  ///< a variable's name, or any expression
    std::int64_t first = 0;  ///< item, character or row to begin with; negative = from the end
    std::int64_t count = 100;
    std::string search;      ///< not empty: only what contains it (text: positions; items and rows: those whose text does)
    double seconds = 5;      ///< of processor or waiting time, then it is given up
};

struct ValueItem {
    std::string key; ///< index, or preview of a dict's key
    std::string type, preview;
    std::int64_t size = -1;
};

struct ValuePage {
    enum class Form : std::uint8_t {
        Text,  ///< a str or bytes: `text` holds the characters
        Items, ///< list, tuple, dict, set, range...
        Table, ///< array of one or two dimensions, data frame, list of records with the same keys
        Other, ///< anything else: `text` is its repr
    };
    Form form = Form::Other;
    std::string type, shape; ///< shape: "3 x 4", empty when it has none
    std::int64_t size = -1;  ///< len(), rows of a table; -1 = none
    std::int64_t first = 0;  ///< of what is here, from 0
    std::string text;
    std::vector<ValueItem> items;
    std::vector<std::string> columns;           ///< Table; at most 200, `columnsTotal` says how many there are
    std::int64_t columnsTotal = 0;
    std::vector<std::vector<std::string>> rows; ///< Table: texts of the cells; the first is the row's label
    std::vector<std::int64_t> matches;          ///< search: positions, at most 1,000
    std::int64_t matchesTotal = -1;             ///< -1 = not searched
    std::string output;      ///< what the expression printed
    ReplPoint point = 0;     ///< the moment that was looked at
};

/// run() is called by one thread (its frame's) and blocks. interrupt() of a cell goes through its cancel token.
/// Everything else may be called from any thread, also while a cell runs.
class Repl {
public:
    virtual ~Repl() = default; ///< ends the worker and its snapshots

    /// Runs one cell to its end. Never fails as such: a dead worker is an outcome. After replAlive == false every
    /// further run() reports Died at once.
    /// Cancelling interrupts the cell, and kills the worker when it does not react within a second.
    virtual CellOutcome run(const std::string& code, const CellLimits& limits, const CellObserver& observer,
                            CancelToken cancel) = 0;
    virtual Sandbox sandbox() const = 0;
    /// Things that a person should know about this REPL, e.g. that the context had to be copied. For the trace.
    virtual std::vector<std::string> notices() const { return {}; }
    /// The functions that ReplSpec::toolsSource gave, as the worker found them. Trusted tools are not among them.
    virtual std::vector<ToolInfo> tools() const { return {}; }

    /// Cells run so far.
    virtual ReplPoint point() const = 0;
    /// Parks a copy of the REPL as it is now. Not held is a normal outcome: the moment can still be rebuilt.
    virtual SnapshotReport snapshot() = 0;
    /// The snapshots that are held now, oldest first. They are dropped, oldest first, when memory is short.
    virtual std::vector<ReplPoint> snapshots() const = 0;
    /// A new live REPL at that point: from its snapshot, or rebuilt by running the recorded cells again with the
    /// recorded answers; no call leaves. Errors: no such point; the worker does not start; cancelled.
    virtual Result<Restored> restore(ReplPoint point, CancelToken cancel) = 0;
    /// Reads a value as it is now (while a cell runs: as it was before it), or was at `point`.
    /// Errors: kind Code when the expression raises; no copy can be made (says why).
    virtual Result<ValuePage> read(const ValueRequest& request, std::optional<ReplPoint> point, CancelToken cancel) = 0;
};

class ReplFactory {
public:
    virtual ~ReplFactory() = default;
    /// Blocking, thread-safe. Errors: the worker program is missing, Python does not start, context too large for
    /// memory, the sandbox is weaker than required, the tools file is broken.
    virtual Result<std::unique_ptr<Repl>> start(const ReplSpec& spec, CancelToken cancel) = 0;
};

} // namespace rlmscope
