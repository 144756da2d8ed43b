#include "support/memory_sink.h"

namespace rlmscope {

MemorySink::MemorySink(const Clock& clock, bool withSegment) : m_clock(clock), m_start(clock.steady()) {
    if (withSegment) append({}, {}, SegmentStarted{clock.wall(), 0});
}

MemorySink::~MemorySink() = default;

Seq MemorySink::append(NodeId node, NodeId parent, EventBody body, Durable durable) {
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

void MemorySink::live(LiveDelta delta) {
    const std::lock_guard lock(m_mutex);
    m_deltas.push_back(std::move(delta));
}

Status MemorySink::flush() {
    const std::lock_guard lock(m_mutex);
    return m_failure ? Status(*m_failure) : Status();
}

std::vector<Event> MemorySink::events() const {
    const std::lock_guard lock(m_mutex);
    return m_events;
}

std::size_t MemorySink::size() const {
    const std::lock_guard lock(m_mutex);
    return m_events.size();
}

std::vector<LiveDelta> MemorySink::deltas() const {
    const std::lock_guard lock(m_mutex);
    return m_deltas;
}

template<typename T>
std::vector<T> MemorySink::all() const {
    std::vector<T> found;
    for (const auto& event : events())
        if (const auto* body = std::get_if<T>(&event.body)) found.push_back(*body);
    return found;
}

void MemorySink::failWith(Error error) {
    const std::lock_guard lock(m_mutex);
    m_failure = std::move(error);
}

// One for each kind of EventBody; a test that asks for a new kind fails to link until it stands here.
template std::vector<RunStarted> MemorySink::all() const;
template std::vector<SegmentStarted> MemorySink::all() const;
template std::vector<ContextStored> MemorySink::all() const;
template std::vector<RunEnded> MemorySink::all() const;
template std::vector<FrameStarted> MemorySink::all() const;
template std::vector<FrameEnded> MemorySink::all() const;
template std::vector<TurnStarted> MemorySink::all() const;
template std::vector<TurnEnded> MemorySink::all() const;
template std::vector<ModelCallStarted> MemorySink::all() const;
template std::vector<AttemptStarted> MemorySink::all() const;
template std::vector<AttemptFailed> MemorySink::all() const;
template std::vector<ModelCallEnded> MemorySink::all() const;
template std::vector<CellStarted> MemorySink::all() const;
template std::vector<CellOutput> MemorySink::all() const;
template std::vector<CellEnded> MemorySink::all() const;
template std::vector<VariablesChanged> MemorySink::all() const;
template std::vector<LedgerEvent> MemorySink::all() const;
template std::vector<GateChanged> MemorySink::all() const;
template std::vector<Note> MemorySink::all() const;
template std::vector<Tag> MemorySink::all() const;
template std::vector<Score> MemorySink::all() const;
template std::vector<ErrorEvent> MemorySink::all() const;
template std::vector<Custom> MemorySink::all() const;

} // namespace rlmscope
