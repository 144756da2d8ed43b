#pragma once
// What need not be asked for again: the replies, tool results and host values of the run that a run replays, resumes or
// forks (the cassette), and replies of earlier runs at temperature 0 (the cache). Asked before the gate and the ledger; what
// comes from here costs nothing and sends nothing.
#include "base/result.h"
#include "engine/message_list.h"
#include "trace/budget_state.h"
#include "trace/call_key.h"
#include "trace/event.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace rlmscope {

/// A call that is about to be made.
struct ReplyQuestion {
    CallKey key;
    CallRole role = CallRole::Sub;
    std::string model;    ///< SPEC
    std::string identity; ///< ModelInfo::sameReplies
    int outputCap = 0;
    MessageList messages;
};

struct ReplyFound {
    ModelCallEnded ended; ///< source and recordedCost are set, cost is 0; status may be "failed" or "refused" too
    std::optional<LimitKind> limit; ///< status "refused": by which limit
    /// It never got an answer when it was recorded, and gets none now: it waits until it is cancelled. `ended` is not used.
    bool held = false;
};

/// How the recorded run told a frame about itself in the messages of one turn: limits may have been raised since, and a
/// recorded prompt must come out the same.
struct RecordedTurn {
    RunLimits limits;
    Tokens subWindow = 0; ///< of the model below this frame
};

/// A cell that is run again.
struct RecordedCellEnd {
    bool interrupted = false; ///< by a limit of its seconds: it is run as long as then, and interrupted again
    bool cancelled = false;   ///< with its run: it need not run much longer than then
    double pythonSeconds = 0;
};

/// Thread-safe; answers at once. What it gives out it may count as used.
class Replies {
public:
    virtual ~Replies() = default;
    /// Nothing: the call is made. An error: it must not be made (a replay that has diverged), and fails with it.
    virtual Result<std::optional<ReplyFound>> find(const ReplyQuestion& question) = 0;
    /// A call was made and has ended well; durable.
    virtual void made(const ReplyQuestion& question, const ModelCallEnded& ended) {
        static_cast<void>(question);
        static_cast<void>(ended);
    }

    /// What the host answered then: the result of a trusted tool (key of kind "tool", `what` its arguments), of budget() (kind
    /// "budget"), the line about the budget that a turn began with (key of the frame's own call, `what` "budget_line"), or what the user said
    /// to a batch (key of its first call, `what` "fan_out").
    /// Nothing: it is worked out now. The outer error: it must not be; the inner one is what was answered.
    virtual Result<std::optional<Result<std::string>>> told(const CallKey& key, const std::string& what) {
        static_cast<void>(key);
        static_cast<void>(what);
        return std::optional<Result<std::string>>();
    }
    /// Null: this turn of the frame was not recorded.
    virtual std::optional<RecordedTurn> turn(const std::string& framePath, int turn) const {
        static_cast<void>(framePath);
        static_cast<void>(turn);
        return {};
    }
    /// A frame that the record shows from beginning to end keeps the number of turns that it had.
    virtual std::optional<int> turnLimit(const std::string& framePath) const {
        static_cast<void>(framePath);
        return {};
    }
    /// Nothing: a new cell. `code` is what runs now.
    virtual std::optional<RecordedCellEnd> cell(const std::string& framePath, int turn, int cell, const std::string& code) const {
        static_cast<void>(framePath);
        static_cast<void>(turn);
        static_cast<void>(cell);
        static_cast<void>(code);
        return {};
    }

    /// What it may do to the run, from any thread: end it as the record ended, or say something in its trace.
    struct RunHandle {
        std::function<void()> secondsUsedUp;
        std::function<void()> stop;
        std::function<void(std::string severity, std::string text)> note;
    };
    /// When the run starts; with empty functions when it ends: after that has returned none is called.
    virtual void attach(RunHandle run) { static_cast<void>(run); }
};

} // namespace rlmscope
