#include "support/live_trace.h"

namespace rlmscope::test {

LiveTrace::LiveTrace(const std::filesystem::path& path, RunId run) : m_path(path), m_run(run) {
    auto writer = TraceWriter::open(path);
    if (!writer) qFatal("%s", writer.error().text().c_str());
    m_writer = *writer;
    auto sink = m_writer->beginRun(run);
    if (!sink) qFatal("%s", sink.error().text().c_str());
    m_sink = *sink;
}

bool LiveTrace::write(EventScript& script, RunDocument* document) {
    const auto events = script.take();
    bool same = true;
    for (const Event& event : events) // the writer's own first event is the segment's
        if (!std::holds_alternative<SegmentStarted>(event.body))
            same = m_sink->append(startsNode(event.body) ? NodeId{} : event.node, event.parent, event.body) == event.seq && same;
    same = m_sink->flush().ok() && same;
    if (document) document->append(events);
    return same;
}

bool LiveTrace::finish() {
    m_sink.reset();
    return m_writer->finish().ok();
}

} // namespace rlmscope::test
