#pragma once
// A recorded run as a tape: what was asked, by call key, and what came back. The cassette plays it, the comparison of two
// runs reads two of them. Texts stay in the trace until they are needed.
//
// A trace is untrusted: nothing here follows a path or an address in it.
#include "base/ids.h"
#include "engine/message_list.h"
#include "trace/budget_state.h"
#include "trace/trace_reader.h"

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace rlmscope {

/// Names the messages of a request: role and content of each, in order.
BlobId messagesId(const std::vector<BlobId>& messages);
BlobId messageId(const Message& message);
BlobId messagesId(const MessageList& messages);

struct TapeFrame {
    static constexpr std::size_t None = SIZE_MAX;
    NodeId node;
    std::string path;
    std::size_t parent = None; ///< frame
    int parentTurn = 0;
    int depth = 0;
    std::string status; ///< empty: it has no end
    Text question, answer;
    int lastTurn = 0; ///< the last one whose own call got a good reply; that of a forced last answer does not count
};

struct TapeCall {
    NodeId node;
    CallKey key;
    CallRole role = CallRole::Frame;
    std::string model;
    std::size_t frame = TapeFrame::None;
    BlobId messages;
    std::uint64_t bytes = 0; ///< of them
    std::size_t messageCount = 0;
    Text prompt; ///< its last message, for people
    bool ended = false;
    ModelCallEnded end;
    std::optional<LimitKind> limit; ///< status "refused"
    bool onTheWire = false;         ///< its newest attempt left and never came back
    AttemptStarted attempt;         ///< the newest
};

struct TapeCell {
    NodeId node;
    std::size_t frame = TapeFrame::None;
    int turn = 0, number = 0;
    Text code;
    CellEnded end; ///< status empty: it has no end
    std::size_t calls = 0; ///< asked from it
};

/// A call of a trusted tool, of budget(), or the line about the budget of a turn.
struct TapeValue {
    std::string what; ///< arguments; "budget_line"
    Result<std::string> answer = std::string();
    bool used = false;
};

/// What was spent, as a ledger counts it. In flight at the end of the record counts at its reservation.
struct TapeSpend {
    PicoUsd usd;
    bool unknown = false; ///< something had no known price
    std::int64_t calls = 0;
    Tokens input = 0, output = 0;
    PicoUsd inFlightUsd;
    std::int64_t inFlightCalls = 0;
    Tokens inFlightInput = 0, inFlightOutput = 0;
    Nanos active = 0; ///< run clock without pauses
};

struct RunTape {
    RunId run;
    RunStarted started;
    std::optional<RunEnded> ended;
    bool contextStored = false;
    bool secondsUsedUp = false;
    std::vector<TapeFrame> frames;
    std::vector<TapeCall> calls;
    std::vector<TapeCell> cells;
    std::map<std::string, std::size_t> frameByPath, callByKey, cellByPlace; ///< the newest of each
    std::map<std::string, TapeValue> values;                                ///< by key
    TapeSpend spend;
    std::optional<Error> damage; ///< part of the trace could not be read

    const TapeCall* call(const CallKey& key) const;
    const TapeFrame* frame(const std::string& path) const;
    const TapeCell* cell(const std::string& framePath, int turn, int number) const;
    /// Whether the frame went on after this turn, so that what happened in it is history: it had a later turn, or it ended
    /// and the frame above went on.
    bool settled(std::size_t frame, int turn) const;
    bool over() const { return ended && ended->status != "cancelled"; }
};

std::string cellPlace(const std::string& framePath, int turn, int number);

/// Errors: no such run, no beginning. A damaged part is in RunTape::damage.
Result<RunTape> readTape(TraceReader& reader, RunId run);

} // namespace rlmscope
