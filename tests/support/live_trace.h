#pragma once
// A run that is being written: each batch of a script goes into a real trace and then to a document, as in the window.
#include "itemmodels/run_document.h"
#include "support/event_script.h"
#include "trace/trace_writer.h"

namespace rlmscope::test {

class LiveTrace {
public:
    explicit LiveTrace(const std::filesystem::path& path, RunId run = RunId::random()) : m_path(path), m_run(run) {
        auto writer = TraceWriter::open(path);
        if (!writer) qFatal("%s", writer.error().text().c_str());
        m_writer = *writer;
        auto sink = m_writer->beginRun(run);
        if (!sink) qFatal("%s", sink.error().text().c_str());
        m_sink = *sink;
    }
    RunId run() const { return m_run; }
    const std::filesystem::path& path() const { return m_path; }

    /// Into the file; true when every event got the number that the script gave it.
    bool write(EventScript& script, RunDocument* document = nullptr) {
        const auto events = script.take();
        bool same = true;
        for (const Event& event : events) // the writer's own first event is the segment's
            if (!std::holds_alternative<SegmentStarted>(event.body))
                same = m_sink->append(startsNode(event.body) ? NodeId{} : event.node, event.parent, event.body) == event.seq && same;
        same = m_sink->flush().ok() && same;
        if (document) document->append(events);
        return same;
    }
    bool finish() {
        m_sink.reset();
        return m_writer->finish().ok();
    }

private:
    std::filesystem::path m_path;
    RunId m_run;
    std::shared_ptr<TraceWriter> m_writer;
    std::shared_ptr<EventSink> m_sink;
};

} // namespace rlmscope::test
