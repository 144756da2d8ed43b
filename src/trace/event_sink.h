#pragma once
// Where a running engine puts its events. Implemented by the trace writer; by a vector in tests.
#include "trace/event.h"

#include <functional>

namespace rlmscope {

/// What streams past before it is a fact: pieces of a reply while it arrives. Never stored.
struct LiveDelta {
    NodeId node; ///< the model call
    PartKind kind = PartKind::Text;
    std::string text;
};

/// Thread-safe. One sink per run.
class EventSink {
public:
    virtual ~EventSink() = default;

    using Durable = std::function<void(const Status&)>;

    /// Appends an event and returns its sequence number at once. `node` is what the event is about; pass NodeId{} for
    /// an event that starts a node (the returned number names it) or that is about the whole run.
    /// With `durable`, the event is written through to the disk (fsync) soon, and durable is called once, from the
    /// writer's thread, when it survives a power loss, or with the error that prevents it. It must not block.
    /// Without, it survives kill -9 within a few milliseconds.
    virtual Seq append(NodeId node, NodeId parent, EventBody body, Durable durable = {}) = 0;

    virtual void live(LiveDelta) {}

    /// Blocks until everything appended so far is on disk, and listeners have seen it.
    virtual Status flush() = 0;

    /// Event time now, for values inside events (ModelCallEnded::firstToken).
    virtual Nanos now() const = 0;
};

} // namespace rlmscope
