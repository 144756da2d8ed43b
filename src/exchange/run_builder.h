#pragma once
// What the readers of foreign formats share: a source of records, a run that is written with the times of the log, and what
// is said about both. Internal to this folder.
#include "exchange/import.h"
#include "exchange/json_tape.h"
#include "exchange/log_files.h"
#include "trace/event_sink.h"
#include "trace/trace_writer.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <set>
#include <utility>
#include <vector>

namespace rlmscope::exchange {

using Value = JsonTape::Value;
using Remark = ImportRemark::Kind;

inline constexpr const char* NotRecorded = "(not recorded)"; ///< as a model's name
inline constexpr std::uint32_t None = UINT32_MAX;            ///< as an index: of nothing

/// Shows the trace writer the times of the log.
class ImportClock : public Clock {
public:
    void set(Nanos wall) { m_now = wall; }
    Nanos steady() const override { return m_now; }
    Nanos wall() const override { return m_now; }

private:
    std::atomic<Nanos> m_now{0};
};

/// "2026-01-02T03:04:05.123456", with Z or +hh:mm or nothing behind it, which is read as UTC.
std::optional<Nanos> timeOf(std::string_view iso, bool* zoned = nullptr);
/// Seconds, not negative, at most some decades.
std::optional<Nanos> secondsOf(Value number);
/// Milliseconds since 1970; 0 when it is none, or of a time after this century.
Nanos millisOf(Value number);

/// Sums of what a log says must not overflow: they stay at a time that is far away.
inline Nanos later(Nanos time, Nanos span) {
    constexpr Nanos FarAway = 4'000'000'000'000'000'000;
    return std::min(std::min(time, FarAway) + std::min(span, FarAway), FarAway);
}

/// One JSON record: the text must stay.
struct Record {
    std::string_view text;
    std::uint64_t line = 0, offset = 0; ///< number of the line; where the text begins in the file
};

/// The lines of a file, without blank ones. Lines of 1 GB and more are passed over and counted.
class Lines {
public:
    static constexpr std::size_t Longest = 1'000'000'000;
    static Result<Lines> open(const std::filesystem::path& path);
    Lines(Lines&& o) noexcept : m_file(std::exchange(o.m_file, nullptr)), m_size(o.m_size) {}
    ~Lines();
    /// Nothing at the end, or when reading fails (then failed() says so). The text holds until the next call.
    std::optional<Record> next();
    /// One record again.
    Result<std::string> at(std::uint64_t offset, std::uint64_t length);
    Result<std::string> all(); ///< the whole file; errors when it is longer than Longest
    void rewind();
    std::uint64_t read() const { return m_offset; }
    std::uint64_t size() const { return m_size; }
    std::uint64_t tooLong() const { return m_tooLong; }
    const std::optional<Error>& failed() const { return m_failed; }
    bool lastLineOpen() const { return m_lastLineOpen; } ///< the file does not end with a line end

private:
    explicit Lines(std::FILE* file, std::uint64_t size) : m_file(file), m_size(size) {}
    bool fill();
    std::FILE* m_file = nullptr;
    std::uint64_t m_size = 0, m_offset = 0, m_line = 0, m_tooLong = 0;
    std::string m_buffer;
    std::size_t m_begin = 0;
    bool m_atEnd = false, m_lastLineOpen = false;
    std::optional<Error> m_failed;
};

struct ImportSession {
    TraceWriter& writer;
    ImportClock& clock;
    std::set<RunId>& known; ///< runs that the trace has
    CancelToken cancel;
    TraceImporter::Progress progress;
    Lines& lines;
    LogIdentity identity;
    std::string name; ///< of the file, without its folder
    ImportedFile& out;
    IntegrityReport ofFile = {}; ///< what is said about the file, not about one of its runs

    void remark(Remark kind, std::string_view text, std::uint64_t count = 1) {
        out.report.add(kind, text, count);
        ofFile.add(kind, text, count);
    }
};

/// One run on its way into the trace. Times are wall clock; what lies before the run's start is moved to it.
class RunBuilder {
public:
    RunBuilder(ImportSession& session, std::uint64_t index);

    /// False: the trace has this run, skip it. `context`: path and text of its documents; it is stored whole, once, and
    /// prompts that are slices of it are kept as such.
    Result<bool> begin(Nanos wall, RunStarted started, std::vector<std::pair<std::string, std::string>> context = {});

    NodeId start(Nanos time, NodeId parent, EventBody body); ///< frames, turns, calls, cells
    void add(Nanos time, NodeId node, EventBody body);
    /// A model call with one attempt, whole.
    NodeId call(Nanos from, Nanos to, NodeId parent, ModelCallStarted started, ModelCallEnded ended);
    /// A cell's end with its output; what the model saw of it is taken to be its first 20,000 characters.
    void endCell(Nanos time, NodeId cell, CellEnded ended, std::string out, std::string err);
    /// Writes the report and, when the log says how it ended, the end. Without: the run reads as interrupted.
    void end(Nanos time, std::optional<RunEnded> ended);

    void remark(Remark kind, std::string_view text, std::uint64_t count = 1);
    Nanos began() const { return m_began; }
    const Status& status() const { return m_status; }

private:
    void weigh(std::size_t bytes);
    ImportSession& m_session;
    ImportedRun m_run;
    IntegrityReport m_report;
    std::shared_ptr<EventSink> m_sink;
    Nanos m_began = 0;
    std::size_t m_waiting = 0;
    bool m_closed = false;
    Status m_status;
};

/// Reads a file that begin() has recognised. Errors end the file; what was written stays.
using Reader = Status (*)(ImportSession&);
struct Format {
    const char* name;
    bool (*recognises)(Value firstRecord);
    Reader read;
};
const std::vector<Format>& formats();
/// Reads the file to its end.
Result<LogIdentity> identify(Lines& lines, const Format** format, const CancelToken& cancel);

bool isRlm(Value record);
Status readRlm(ImportSession& session);
bool isFastRlm(Value record);
Status readFastRlm(ImportSession& session);
bool isTreeJson(Value record);
Status readTreeJson(ImportSession& session);
bool isPiSession(Value record);
Status readPiSession(ImportSession& session);

/// The path of a child frame: the key that started it, or a hash of it when it is long. A path holds all paths above it: ten
/// thousand levels would fill a disk with them.
std::string childPath(const CallKey& key);

} // namespace rlmscope::exchange
