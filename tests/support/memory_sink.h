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
    explicit MemorySink(const Clock& clock = Clock::system(), bool withSegment = true)
        : m_clock(clock), m_start(clock.steady()) {
        if (withSegment) append({}, {}, SegmentStarted{clock.wall(), 0});
    }

    Seq append(NodeId node, NodeId parent, EventBody body, Durable durable = {}) override {
        Seq seq = 0;
        Status status;
        {
            const std::lock_guard lock(m_mutex);
            Event event;
            event.seq = seq = m_events.size() + 1;
            event.node = startsNode(body) ? NodeId{seq} : node;
            event.parent = parent;
            event.time = now();
            event.body = std::move(body);
            m_events.push_back(std::move(event));
            if (m_failure) status = *m_failure;
        }
        if (durable) durable(status);
        return seq;
    }
    void live(LiveDelta delta) override {
        const std::lock_guard lock(m_mutex);
        m_deltas.push_back(std::move(delta));
    }
    Status flush() override {
        const std::lock_guard lock(m_mutex);
        return m_failure ? Status(*m_failure) : Status();
    }
    Nanos now() const override { return m_clock.steady() - m_start; }

    std::vector<Event> events() const {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }
    std::size_t size() const {
        const std::lock_guard lock(m_mutex);
        return m_events.size();
    }
    std::vector<LiveDelta> deltas() const {
        const std::lock_guard lock(m_mutex);
        return m_deltas;
    }
    /// The bodies of one kind, in order.
    template<typename T>
    std::vector<T> all() const {
        std::vector<T> found;
        for (const auto& event : events())
            if (const auto* body = std::get_if<T>(&event.body)) found.push_back(*body);
        return found;
    }
    /// From now on every durable callback and flush() gets this error, as if the disk were full.
    void failWith(Error error) {
        const std::lock_guard lock(m_mutex);
        m_failure = std::move(error);
    }

private:
    const Clock& m_clock;
    const Nanos m_start;
    mutable std::mutex m_mutex;
    std::vector<Event> m_events;
    std::vector<LiveDelta> m_deltas;
    std::optional<Error> m_failure;
};

} // namespace rlmscope
