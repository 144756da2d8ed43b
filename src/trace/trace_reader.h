#pragma once
// Reads a trace file that may come from a stranger, may be written by another process right now, and may have been cut
// short by a crash. Never writes: read-only, defensive mode, trusted_schema off, the schema must equal ours, queries
// bounded, inflation capped. A reader is used by one thread at a time; open as many as you like.
#include "trace/event.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace rlmscope {

struct RunSummary {
    RunId id;
    Nanos wallStart = 0;
    Seq lastSeq = 0;
    bool ended = false; ///< has a run_ended
};

class TraceReader {
public:
    /// Errors name the file: missing, not a trace, damaged, newer format, schema that is not ours.
    static Result<std::unique_ptr<TraceReader>> open(const std::filesystem::path& path);
    virtual ~TraceReader() = default;

    virtual const std::filesystem::path& path() const = 0;
    virtual Result<std::vector<RunSummary>> runs() = 0;
    /// True while a live writer process holds the file.
    virtual bool beingWritten() const = 0;

    /// Events with from <= seq in order, until the visitor returns false. Texts over the inline size are not loaded.
    /// Damaged events and pages are passed over; what is readable after them is visited too, and the status names the
    /// first and says how many more there were. The visitor may use the reader.
    virtual Status forEachEvent(RunId run, Seq from, const std::function<bool(const Event&)>& visit) = 0;
    virtual Result<Event> event(RunId run, Seq seq) = 0;

    /// The whole text; refuses more than maxBytes with an error that says the size.
    virtual Result<std::string> load(const Text& text, std::uint64_t maxBytes = 1ULL << 30) = 0;
    /// A part, clipped to the text; never splits what was asked for into less than available.
    virtual Result<std::string> loadSlice(const Text& text, std::uint64_t offset, std::uint64_t length) = 0;

    /// The complete messages of a model call as sent, prefix resolved through `previous`, texts loaded (past 256 MB in
    /// all they stay references).
    virtual Result<std::vector<Message>> messagesOf(RunId run, NodeId call) = 0;

    /// Copies the trace to a new file without its WAL (VACUUM INTO). The target must not exist.
    virtual Status saveCopy(const std::filesystem::path& target) = 0;
};

} // namespace rlmscope
