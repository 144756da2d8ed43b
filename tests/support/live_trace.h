#pragma once
// A run that is being written: each batch of a script goes into a real trace and then to a document, as in the window.
#include "itemmodels/run_document.h"
#include "support/event_script.h"
#include "trace/trace_writer.h"

namespace rlmscope::test {

class LiveTrace {
public:
    explicit LiveTrace(const std::filesystem::path& path, RunId run = RunId::random());
    RunId run() const { return m_run; }
    const std::filesystem::path& path() const { return m_path; }

    /// Into the file; true when every event got the number that the script gave it.
    bool write(EventScript& script, RunDocument* document = nullptr);
    bool finish();

private:
    std::filesystem::path m_path;
    RunId m_run;
    std::shared_ptr<TraceWriter> m_writer;
    std::shared_ptr<EventSink> m_sink;
};

} // namespace rlmscope::test
