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

enum class HostCallKind : std::uint8_t { LlmQuery, RlmQuery };

/// One call from a cell to the host; a batched call has several items and one answer per item.
struct HostCall {
    HostCallKind kind = HostCallKind::LlmQuery;
    bool batched = false;
    struct Item {
        std::string prompt;                     ///< UTF-8; lone surrogates were replaced
        std::shared_ptr<const Context> context; ///< rlm_query only; null when not given
    };
    std::vector<Item> items;
    std::optional<std::string> model; ///< the model= argument
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

struct ReplSpec {
    std::shared_ptr<const Context> context;
    FinalProtocol protocol = FinalProtocol::Answer;
    bool llmQuery = true;  ///< inject llm_query and llm_query_batched (paper depth >= 1)
    bool rlmQuery = true;  ///< inject rlm_query and rlm_query_batched
    std::uint64_t seed = 1; ///< of the run
    std::string framePath; ///< with the seed: hash seed and random seed of this frame
    std::int64_t memory = 2'000'000'000;
    std::uint64_t keptOutput = 50'000'000; ///< bytes of output kept per cell; the rest is drained and counted
};

struct CellLimits {
    double seconds = 300; ///< Python seconds; waiting in host calls and at the gate does not count
};

/// Blocking; used by one thread (its frame's). interrupt() and kill() may come from any thread.
class Repl {
public:
    virtual ~Repl() = default; ///< ends the worker

    /// Runs one cell to its end. Never fails as such: a dead worker is an outcome. After replAlive == false every
    /// further run() reports Died at once.
    /// Cancelling interrupts the cell, and kills the worker when it does not react within a second.
    virtual CellOutcome run(const std::string& code, const CellLimits& limits, const CellObserver& observer,
                            CancelToken cancel) = 0;
    /// What this REPL is protected by: "limits", later "full" or "partial: ...".
    virtual std::string sandbox() const = 0;
    // Later: snapshot points and restore(point). A point is the number of cells run so far.
};

class ReplFactory {
public:
    virtual ~ReplFactory() = default;
    /// Blocking, thread-safe. Errors: the worker program is missing, Python does not start, context too large for memory.
    virtual Result<std::unique_ptr<Repl>> start(const ReplSpec& spec, CancelToken cancel) = 0;
};

} // namespace rlmscope
