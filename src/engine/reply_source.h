#pragma once
// Replies that need not be asked for: of the run that a run replays, resumes or forks, and of earlier runs at temperature 0.
// Asked before the gate and the ledger; what comes from here costs nothing and leaves no request.
#include "base/result.h"
#include "engine/message_list.h"
#include "trace/call_key.h"
#include "trace/event.h"

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
};

} // namespace rlmscope
