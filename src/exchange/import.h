#pragma once
// Reads the logs of other tools into a trace. One file a format (rlm_jsonl.cpp, ...); what a format is, is seen from the
// first record, not from the file's name. Each import carries an integrity report: what the log does not say, what was
// estimated or inferred instead, what was skipped. The report is returned and stored in the trace (custom event "import").
//
// A run gets its id from the bytes it comes from: the same file imported twice is one run. Nothing is ever executed, no
// path named in a log is opened. Memory is bounded by the longest record of a file, not by the file.
#include "base/cancel.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/units.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

struct ImportRemark {
    enum class Kind : std::uint8_t {
        Absent,    ///< the log does not say it, and neither does the trace
        Estimated, ///< a figure that was made from others
        Inferred,  ///< not said, but it follows, or nearly so
        Skipped,   ///< said, but not taken over
        Damaged,   ///< could not be read
    };
    Kind kind = Kind::Absent;
    std::string text;        ///< a sentence; the same words for the same cause
    std::uint64_t count = 1; ///< how often
    bool operator==(const ImportRemark&) const = default;
};
std::string_view toString(ImportRemark::Kind kind); ///< "absent", ...

struct IntegrityReport {
    std::vector<ImportRemark> remarks; ///< each cause once
    void add(ImportRemark::Kind kind, std::string_view text, std::uint64_t count = 1);
    void add(const IntegrityReport& more);
};

struct ImportedRun {
    RunId id;
    bool already = false; ///< the trace had it: nothing was written, the figures below are empty
    std::uint64_t frames = 0, turns = 0, cells = 0, modelCalls = 0, subCalls = 0; ///< modelCalls: all; subCalls: those from cells
    std::string question; ///< empty = not known
    std::string answer;
    bool answered = false, ended = false;
    Usage usage;
    PicoUsd cost;
    bool costUnknown = false; ///< cost is of a part
};

struct ImportedFile {
    std::filesystem::path file;
    std::filesystem::path trace; ///< where its runs are; empty: nowhere
    std::string format; ///< "rlm", "fast-rlm", "tree-json", "pi-session"; empty = none was recognised
    std::vector<ImportedRun> runs;
    IntegrityReport report;
    std::optional<Error> error; ///< why nothing, or not all, of it is in the trace
};

class TraceImporter {
public:
    /// Creates the trace or adds to it. Errors as TraceWriter::open.
    static Result<std::unique_ptr<TraceImporter>> open(const std::filesystem::path& trace);
    virtual ~TraceImporter() = default;

    /// One file after another; a damaged one does not keep the next from being imported. `progress` gets bytes read and
    /// bytes in all. Blocks; cancelling ends it soon, with what was read so far in the trace as an interrupted run.
    using Progress = std::function<void(std::uint64_t, std::uint64_t)>;
    virtual ImportedFile add(const std::filesystem::path& file, const CancelToken& cancel = {}, const Progress& progress = {}) = 0;

    /// Packs the trace. Call it at the end.
    virtual Status finish() = 0;
};

} // namespace rlmscope
