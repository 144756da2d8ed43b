#pragma once
// The messages of the worker protocol as values. PROTOCOL.md describes them. Everything that a worker sends is checked
// here: what comes out is well-formed UTF-8 and JSON of bounded depth, or an error that ends the worker.
#include "engine/repl.h"
#include "repl/context_image.h"
#include "repl/frames.h"

#include <variant>

namespace rlmscope::repl {

// ---- from the worker -----------------------------------------------------------------------------------------

struct ReadyMessage {
    std::string python, sandbox;
    std::string copied; ///< why texts that were to be mapped had to be copied; empty when none was
    std::vector<ToolInfo> tools; ///< of ReplSpec::toolsSource
};
struct FailedMessage {
    std::string message;
};
struct CallMessage {
    std::uint64_t call = 0;
    HostCall request;
};
struct AbandonMessage {
    std::uint64_t call = 0;
};
struct DoneMessage {
    std::uint64_t cell = 0;
    std::string status; ///< "ok", "raised", "interrupted"
    bool interrupted = false; ///< a SIGINT reached the cell, whether or not it ended it
    std::string exception, message, traceback;
    std::optional<FinalAnswer> final;
    std::vector<Variable> variables;
    std::vector<std::string> imported; ///< big modules that the cell was the first to import: "numpy"
};
/// A page of a value, or why there is none: kind Code when the expression raised.
struct ValueMessage {
    Result<ValuePage> page = ValuePage(); ///< its point is not set
};
using WorkerMessage =
    std::variant<ReadyMessage, FailedMessage, CallMessage, AbandonMessage, DoneMessage, ValueMessage>;

Result<WorkerMessage> parseWorkerMessage(const Frame& frame);

// ---- to the worker -------------------------------------------------------------------------------------------

struct StartMessage {
    std::string bytes;      ///< the whole frame
    std::vector<int> files; ///< memory files that go with its first byte; owned by `image`
    std::shared_ptr<const ContextImage> image; ///< keep it as long as more workers may want the same context
};
/// `map`: false makes the worker copy what it could map; for tests.
Result<StartMessage> startMessage(const ReplSpec& spec, const std::string& scratch, std::shared_ptr<const ContextImage> image,
                                  bool map = true);
std::string cellMessage(std::uint64_t cell, int number, const std::string& code);
/// `plain`: the worker is no copy, so only a variable is looked at and none of its code runs.
std::string readMessage(const ValueRequest& request, bool plain);
std::string answerMessage(std::uint64_t call, const std::vector<Result<std::string>>& answers);

// ---- both ----------------------------------------------------------------------------------------------------

/// "2 GB", "512 MB".
std::string memoryText(std::int64_t bytes);
/// Valid JSON whose arrays and objects are nested at most this deep.
bool isShallowJson(std::string_view json, int depth);

} // namespace rlmscope::repl
