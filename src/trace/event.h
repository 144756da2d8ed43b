#pragma once
// Events: the facts of which a trace is made. Append-only; every view is derived from them, nothing derived is stored.
// Each event belongs to a run and is about a node; a node is named by the sequence number of the event that started it.
// FORMAT.md describes how they are written.
#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/units.h"
#include "trace/call_key.h"
#include "trace/messages.h"
#include "trace/run_spec.h"

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rlmscope {

/// JSON carried through unchanged; kept as text so that this header stays light. Empty = absent.
using JsonText = std::string;

/// How a run is related to another run.
struct RunRelation {
    std::string type; ///< "fork_of", "resume_of", "replay_of", "continues", "imported_from"
    RunId run;
    NodeId node;
};

/// One document of the context, as the trace knows it. `text` names a blob that may still be on its way
/// (context_stored tells when it is there).
struct ContextDocument {
    std::string path; ///< empty for a single text
    Text text;
    std::uint64_t characters = 0;
};
struct ContextInfo {
    std::string shape; ///< "text", "list", "dict", "json"
    std::string source; ///< what the user gave, for people: "support-2023-q1 (folder)"
    std::vector<ContextDocument> documents;
    std::uint64_t bytes = 0, characters = 0, lines = 0;
    std::uint64_t skipped = 0; ///< files left out (binary, unreadable), see the note events
    bool operator==(const ContextInfo& o) const { return shape == o.shape && bytes == o.bytes && documents.size() == o.documents.size(); }
};

// ---- the run -------------------------------------------------------------------------------------------------

struct RunStarted {
    RunSpec spec;
    ContextInfo context;
    std::vector<RunRelation> relations;
    std::string program; ///< "rlmscope 0.1.0"
    JsonText models;     ///< array: what each SPEC resolved to: {"spec","name","window","price",...,"simulated"}
};
/// Always the first event of a process life of the run; its clock base.
struct SegmentStarted {
    Nanos wall = 0;
    std::int64_t process = 0;
};
struct ContextStored {}; ///< every blob named in RunStarted::context is now in the file
/// status: "answered", "limit", "failed", "cancelled". stopReason: machine word, e.g. "answer", "forced", "usd",
/// "calls", "tokens", "seconds", "turns", "model_error", "worker", "user".
struct RunEnded {
    std::string status;
    std::string stopReason;
    JsonText answer;   ///< the answer as JSON; empty = none
    Text answerText;
    std::optional<Error> error;
};

// ---- frames, turns, calls, cells -----------------------------------------------------------------------------

struct FrameStarted {
    std::string strategy;
    std::string model;
    int depth = 0; ///< 0 = root
    CallKey key;   ///< of the call that started it; empty kind for the root
    std::string path; ///< frame path, "" for the root
    Text question;
    ContextInfo context; ///< shape and sizes; documents only when they differ from the run's
    std::int64_t batch = 0; ///< same number for all calls of one batched call, 0 = not in a batch
    int batchIndex = 0, batchSize = 0;
    std::string sandbox; ///< not written today: a REPL starts on first use, its level is in the custom event "repl_started"
};
struct FrameEnded {
    std::string status; ///< "answered", "forced", "limit", "failed", "cancelled"
    JsonText answer;
    Text answerText;
    std::optional<Error> error;
};
struct TurnStarted {
    int number = 0; ///< from 1
};
struct TurnEnded {};

enum class CallRole : std::uint8_t { Frame, Sub, Final }; ///< Final = the forced last answer
std::string_view toString(CallRole role);

/// messages = the first `kept` messages of call `previous` (of the same frame) followed by `added`.
struct ModelCallStarted {
    CallRole role = CallRole::Frame;
    std::string model; ///< SPEC
    int depth = 0;
    CallKey key;
    NodeId previous;
    int kept = 0;
    std::vector<Message> added;
    int outputCap = 0; ///< asked for; the attempt says what was sent
    std::int64_t batch = 0;
    int batchIndex = 0, batchSize = 0;
    bool depthLimited = false; ///< an rlm_query that became an llm_query at the depth limit
};
/// One request on the wire. Started when it leaves (before that the call is queued).
struct AttemptStarted {
    int number = 0; ///< from 1
    int outputCap = 0;
    PicoUsd reserved;
    bool priceKnown = false;
};
struct AttemptFailed {
    int number = 0;
    Error error;
    int http = 0;
    bool retryable = false;
    Nanos wait = 0; ///< until the next attempt; 0 = there is none
    Text partial;   ///< what had arrived
    Usage usage;    ///< when reported; else zeros
    bool usageKnown = false;
    PicoUsd cost;   ///< settled for this attempt
};
enum class FinishReason : std::uint8_t { Stop, Length, Tool, Filter, Refusal, ContextExceeded, Error, Interrupted, Unknown };
std::string_view toString(FinishReason reason);
enum class CostSource : std::uint8_t { Unknown, Computed, ProviderReported, Simulated };
std::string_view toString(CostSource source);

/// Where a reply is from.
enum class ReplySource : std::uint8_t {
    Model,
    Recorded, ///< the run that this one replays, resumes or forks
    Cache,    ///< an earlier run asked the same, at temperature 0
};
std::string_view toString(ReplySource source); ///< "model", "recorded", "cache"

struct ModelCallEnded {
    std::string status; ///< "ok", "failed", "refused" (by the ledger), "cancelled"
    std::vector<Part> reply;
    FinishReason finish = FinishReason::Unknown;
    std::string finishRaw;
    Usage usage; ///< of the successful attempt
    bool usageKnown = false;
    PicoUsd cost; ///< of the successful attempt; failed attempts carry their own
    CostSource costSource = CostSource::Unknown;
    Nanos firstToken = 0; ///< time of the first content, on the event clock; 0 = none
    std::string modelReported;
    std::string requestId;
    JsonText raw; ///< provider fields that were not normalised (never a header with a key)
    std::optional<Error> error;
    ReplySource source = ReplySource::Model;
    PicoUsd recordedCost; ///< source Recorded or Cache: what the reply cost when it was made; `cost` is 0 then
};

struct CellStarted {
    int number = 0; ///< from 1 within the turn
    Text code;
    bool replayed = false;
    std::uint32_t lines = 0; ///< of the code; filled when read from a trace, counted from the code otherwise
};
enum class OutputStream : std::uint8_t { Stdout, Stderr };
std::string_view toString(OutputStream stream);
struct CellOutput {
    OutputStream stream = OutputStream::Stdout;
    Text text;
    bool late = false; ///< written by a thread after its cell had ended
};
struct CellEnded {
    std::string status; ///< "ok", "raised", "interrupted", "killed", "died", "cancelled"
    std::string cause;  ///< for people: "killed: memory limit 2 GB"
    std::string exception; ///< type name
    Text traceback;
    Text visible; ///< what the model is shown of this cell
    bool truncated = false; ///< visible is less than all
    std::uint64_t stdoutBytes = 0, stderrBytes = 0; ///< everything the cell wrote
    std::uint64_t droppedBytes = 0; ///< written but not kept (past the cap)
    double pythonSeconds = 0; ///< without waiting in host calls and at the gate
};
struct Variable {
    std::string name, type;
    std::int64_t size = -1; ///< len(), or -1
    std::string preview;    ///< at most ~200 characters
    bool changed = false;   ///< by this cell
    std::string shape;      ///< of arrays and tables: "100 x 5"; else empty
    int cell = 0;           ///< the cell of this REPL that wrote it last, from 1; 0 = not known
    bool operator==(const Variable&) const = default;
};
struct VariablesChanged {
    std::vector<Variable> variables; ///< all of the frame, after the cell
};

// ---- money, control, remarks ---------------------------------------------------------------------------------

/// op: "waited" (a reservation had to wait; limit "rate": for the provider), "refused", "overrun", "warning" (80 % of a
/// limit), "reserve_final", "estimate" (a fan-out, before it starts: calls, tokens and amount at most), "asked", "approved",
/// "denied", "raised" (a limit, by the user), "inherited" (spent by the run that this one resumes).
/// Reservations and settlements themselves are in AttemptStarted, AttemptFailed and ModelCallEnded.
struct LedgerEvent {
    std::string op;
    std::string limit; ///< as toString(LimitKind), or "rate"
    std::string detail; ///< for people
    PicoUsd amount;
    std::int64_t calls = 0;
    Tokens tokens = 0;
    bool priceUnknown = false; ///< the amount is not all: a model's price is not known
};
struct GateChanged {
    std::string state; ///< "pausing", "paused", "running", "stopping"
    int inFlight = 0;
    std::string reason = {}; ///< why it pauses when nobody has asked for it: "approval", "limit"
};
struct Note {
    std::string text;
    std::string severity; ///< "info", "warning", "error"
};
struct Tag {
    std::string name;
    bool removed = false;
};
struct Score {
    std::string name;
    double value = 0;
};
struct ErrorEvent {
    Error error;
};
/// Anything else; also what an unknown kind of a newer version becomes when read.
struct Custom {
    std::string kind;
    JsonText data;
};

using EventBody = std::variant<RunStarted, SegmentStarted, ContextStored, RunEnded, FrameStarted, FrameEnded, TurnStarted,
                               TurnEnded, ModelCallStarted, AttemptStarted, AttemptFailed, ModelCallEnded, CellStarted,
                               CellOutput, CellEnded, VariablesChanged, LedgerEvent, GateChanged, Note, Tag, Score,
                               ErrorEvent, Custom>;

/// Name of a body's kind as written in the file: "model_call_started".
std::string_view kindName(const EventBody& body);
/// The same by position in EventBody; Custom is "custom".
std::string_view kindNameAt(std::size_t index);
/// Whether the event starts a node (frame, turn, model call, cell).
bool startsNode(const EventBody& body);

struct Event {
    Seq seq = 0;
    NodeId node;   ///< what it is about; for an event that starts a node, its own seq. 0 = the run
    NodeId parent; ///< of the node, set on events that start one
    std::uint32_t segment = 1;
    Nanos time = 0; ///< steady nanoseconds since the start of the segment
    EventBody body;
};

/// The body as JSON and back. Long texts become references; `texts` receives them on the way out (in order of
/// appearance, only those that were not stored before) and may be null when they need not be kept.
/// Never throws for bad UTF-8: strings are repaired, texts that are not UTF-8 become references whatever their size.
nlohmann::json bodyToJson(const EventBody& body, std::vector<Text>* texts);
/// Fetches the bytes of a stored text.
using TextLoader = std::function<Result<std::string>(const Text&)>;
/// A known kind with damaged fields is an error; an unknown kind becomes Custom. Texts stay references. `load` fetches
/// what events hold as plain strings but the file keeps as blobs because it is long (JsonText, long document lists);
/// without it such an event is an error.
Result<EventBody> bodyFromJson(std::string_view kind, const nlohmann::json& json, const TextLoader& load = {});
/// Texts up to this size are written into the event itself.
inline constexpr std::size_t InlineTextBytes = 200;

} // namespace rlmscope
