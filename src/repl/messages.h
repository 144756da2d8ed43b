#pragma once
// The messages of the worker protocol as values. PROTOCOL.md describes them. Everything that a worker sends is checked
// here: what comes out is well-formed UTF-8 and JSON of bounded depth, or an error that ends the worker.
#include "engine/repl.h"
#include "repl/context_image.h"
#include "repl/frames.h"

#include <variant>

namespace rlmscope::repl {

// ---- from the worker -----------------------------------------------------------------------------------------

struct ZygoteMessage {
    bool forks = false; ///< it can make copies of itself
};
struct LoadedMessage {};
struct HelloMessage {};
/// What the process is locked into. With it comes the descriptor of the supervisor when `supervised`.
struct SandboxMessage {
    Sandbox sandbox;
    bool filtered = false, supervised = false;
};
struct ReadyMessage {
    std::string python;
    std::string copied; ///< why texts that were to be mapped had to be copied; empty when none was
    std::vector<ToolInfo> tools; ///< of ReplSpec::toolsSource
};
/// A page of a value, or why there is none: kind Code when the expression raised.
struct ValueMessage {
    Result<ValuePage> page = ValuePage(); ///< its point is not set
};
struct ForkedMessage {
    std::string error; ///< empty: the copy exists and will say hello
};
struct FailedMessage {
    std::string message;
};
struct CallMessage {
    std::uint64_t call = 0;
    HostCall request;
};
/// A call some of whose texts are in a memory file: see completeCall().
struct BigCallMessage {
    std::uint64_t call = 0;
    std::uint64_t file = 0;
    std::size_t items = 0;
    HostCallKind kind = HostCallKind::LlmQuery;
    Frame frame;
};
/// It asks for a memory file to write into.
struct FileMessage {
    std::uint64_t call = 0; ///< the number that the answer has, and the file from then on
    std::uint64_t bytes = 0;
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
using WorkerMessage = std::variant<ZygoteMessage, LoadedMessage, HelloMessage, SandboxMessage, ReadyMessage, ForkedMessage, ValueMessage,
                                    FailedMessage, CallMessage, BigCallMessage, FileMessage, AbandonMessage, DoneMessage>;

Result<WorkerMessage> parseWorkerMessage(const Frame& frame);
/// Takes over the memory file of a call. Reads all its texts, which takes a while: not in the I/O thread. `bytes`: what the
/// file may hold. An error ends the worker, like those above.
Result<CallMessage> completeCall(const Frame& frame, UniqueFd file, std::uint64_t bytes);

// ---- to the worker -------------------------------------------------------------------------------------------

struct StartMessage {
    std::string bytes;      ///< the whole frame
    std::vector<int> files; ///< memory files that go with its first byte; owned by `image`
    std::shared_ptr<const ContextImage> image; ///< keep it as long as more workers may want the same context
};
/// The answer to FileMessage: goes with the file's descriptor, or with none and the reason why there is none.
std::string fileMessage(std::uint64_t call, const std::string& error = {});
/// What makes a program that was just started a zygote. `without`: layers of the sandbox that tests take away.
struct ZygoteProfile {
    std::uint32_t hashSeed = 1;
    std::vector<std::string> packages;
    std::vector<std::string> preload; ///< big modules that are imported beforehand
    auto operator<=>(const ZygoteProfile&) const = default;
};
ZygoteProfile profileOf(const ReplSpec& spec);
std::string initMessage(const ZygoteProfile& profile, const std::string& without);
/// Goes with three descriptors: control socket, stdout, stderr of the copy.
std::string forkMessage(const std::string& scratch);
/// The context alone, for a base.
Result<StartMessage> loadMessage(std::shared_ptr<const ContextImage> image, bool map);
/// `family`: the folder that the frame and its copies may write to, `scratch` the one in it where this one begins.
/// `image`: null when it is copied from a base, which has the context.
/// `map`: false makes the worker copy what it could map; for tests.
Result<StartMessage> startMessage(const ReplSpec& spec, const std::string& family, const std::string& scratch,
                                  std::shared_ptr<const ContextImage> image, bool map = true);
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
