#pragma once
// An EventSink that keeps its events in a vector: for tests of whatever writes events.
#include "trace/event_sink.h"

#include <mutex>
#include <vector>

namespace rlmscope {

/// Thread-safe. Durable callbacks run at once, in the appending thread, after the event is visible in events().
class MemorySink final : public EventSink {
public:
    /// `withSegment` begins like a trace writer does: with a segment_started event.
    explicit MemorySink(const Clock& clock = Clock::system(), bool withSegment = true);
    ~MemorySink() override;

    Seq append(NodeId node, NodeId parent, EventBody body, Durable durable = {}) override;
    void live(LiveDelta delta) override;
    Status flush() override;
    Nanos now() const override { return m_clock.steady() - m_start; }

    std::vector<Event> events() const;
    std::size_t size() const;
    std::vector<LiveDelta> deltas() const;
    /// The bodies of one kind, in order.
    template<typename T>
    std::vector<T> all() const; // compiled in memory_sink.cpp for every kind
    /// From now on every durable callback and flush() gets this error, as if the disk were full.
    void failWith(Error error);

private:
    const Clock& m_clock;
    const Nanos m_start;
    mutable std::mutex m_mutex;
    std::vector<Event> m_events;
    std::vector<LiveDelta> m_deltas;
    std::optional<Error> m_failure;
};

} // namespace rlmscope
