#pragma once
// A strategy drives one frame, in blocking style, on the frame's own thread. It should read like the algorithm in the
// paper. Adding one is adding one file to strategies/ and one row to its table.
#include "base/result.h"
#include "engine/prompts.h"
#include "engine/repl.h"
#include "trace/event.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

struct Context;

/// How a frame ended. Anything but an answer carries the error that ended it.
struct FrameResult {
    std::optional<FinalAnswer> answer;
    bool forced = false; ///< the forced last answer
    std::optional<Error> error;
};

/// A cell that was run, as the strategy sees it.
struct CellReport {
    CellOutcome outcome;
    std::string visible; ///< stdout, then stderr, cut to the visible limit with what was cut; what the model is shown
};

/// What a strategy may do with its frame. Every method blocks, passes the gate and the ledger, and writes the trace.
/// After stop() or a limit they return errors (Cancelled, Budget): a strategy just returns them.
class FrameScope {
public:
    virtual ~FrameScope() = default;

    virtual const RunSpec& spec() const = 0;
    virtual int depth() const = 0;
    virtual const std::string& question() const = 0;
    virtual const std::shared_ptr<const Context>& context() const = 0;
    /// Whether cells of this frame can start child frames, or sub-calls at all, under the run's paper depth.
    virtual bool canRecurse() const = 0;
    virtual bool canQuery() const = 0;
    /// A prompt by its name in resources/prompts: edited for this run or built in, its placeholders filled from the run
    /// and from `values` (which win).
    virtual std::string prompt(std::string_view name, const PromptValues& values = {}) const = 0;
    /// Tokens the frame's model can read; 0 = unknown.
    virtual Tokens window() const = 0;

    /// Starts the next turn; Budget error when the frame is out of turns.
    virtual Result<int> beginTurn() = 0;
    /// The limit that was hit last: "turns", "errors", "usd", "calls", "tokens", "seconds"; empty = none.
    virtual std::string_view limitHit() const = 0;
    virtual void endTurn() = 0;
    /// What is left of the budget, for the message that opens this turn; once a turn. Empty: the model is not told.
    virtual std::string budgetLine() = 0;
    /// The frame's own model call. `messages` is the complete list; the trace stores only what is new.
    virtual Result<ModelCallEnded> callModel(const std::vector<Message>& messages, CallRole role = CallRole::Frame) = 0;
    /// Runs a cell in the frame's REPL, which is started on first use.
    virtual Result<CellReport> runCell(const std::string& code) = 0;
    /// A child frame of the same strategy, for strategies that recurse without a REPL.
    virtual Result<FrameResult> runChild(const std::string& question, std::shared_ptr<const Context> context) = 0;
    virtual void note(std::string severity, std::string text) = 0;
};

class Strategy {
public:
    virtual ~Strategy() = default;
    virtual std::string_view name() const = 0; ///< "rlm"
    /// Whether it asks for a forced last answer when a limit is hit; then room for it is kept from the start.
    virtual bool forcesLastAnswer() const { return true; }
    /// Whether it runs cells: then a REPL that cannot be had (its tools are broken, its sandbox is too weak) ends a frame
    /// before its first model call.
    virtual bool runsCells() const { return true; }
    virtual FrameResult run(FrameScope& frame) = 0;
};

/// By name; null when there is none. strategyNames() in the order to show.
std::unique_ptr<Strategy> makeStrategy(std::string_view name);
std::vector<std::string_view> strategyNames();

} // namespace rlmscope
