#include "exchange/import.h"

#include "base/text.h"
#include "exchange/run_builder.h"
#include "trace/trace_reader.h"

#include <algorithm>

namespace rlmscope {

using namespace exchange;

std::string_view toString(ImportRemark::Kind kind) {
    switch (kind) {
    case ImportRemark::Kind::Absent: return "absent";
    case ImportRemark::Kind::Estimated: return "estimated";
    case ImportRemark::Kind::Inferred: return "inferred";
    case ImportRemark::Kind::Skipped: return "skipped";
    case ImportRemark::Kind::Damaged: return "damaged";
    }
    return "";
}

void IntegrityReport::add(ImportRemark::Kind kind, std::string_view text, std::uint64_t count) {
    for (auto& remark : remarks)
        if (remark.kind == kind && remark.text == text) return void(remark.count += count);
    remarks.push_back({kind, std::string(text), count});
}

void IntegrityReport::add(const IntegrityReport& more) {
    for (const auto& remark : more.remarks) add(remark.kind, remark.text, remark.count);
}

namespace exchange {

const std::vector<Format>& formats() {
    static const std::vector<Format> all = {
        {"rlm", isRlm, readRlm},
        {"fast-rlm", isFastRlm, readFastRlm},
        {"tree-json", isTreeJson, readTreeJson},
        {"pi-session", isPiSession, readPiSession},
    };
    return all;
}

} // namespace exchange

namespace {

constexpr int RecordsLookedAt = 20; // before a file is given up

const Format* formatOf(Value record) {
    for (const auto& format : formats())
        if (format.recognises(record)) return &format;
    return nullptr;
}

std::string keysOf(Value record) {
    std::string keys;
    int n = 0;
    for (auto it = record.begin(); it != record.end() && n < 6; ++it, ++n) keys += (keys.empty() ? "" : ", ") + oneLine(it.key(), 30);
    return keys;
}

/// By its first readable records, else as one JSON value over many lines.
Result<const Format*> recognised(Lines& lines) {
    std::string reason, keys;
    int looked = 0;
    while (looked < RecordsLookedAt) {
        const auto record = lines.next();
        if (!record) break;
        ++looked;
        const auto tape = JsonTape::parse(record->text);
        if (!tape) {
            if (reason.empty()) reason = tape.error().message;
            continue;
        }
        if (const auto* format = formatOf(tape->root())) return format;
        if (keys.empty()) keys = keysOf(tape->root());
    }
    if (lines.failed()) return *lines.failed();
    if (looked == 0) return makeError(ErrorKind::BadInput, "It is empty.");
    if (keys.empty()) {
        const auto whole = lines.all();
        if (!whole) return whole.error();
        const auto tape = JsonTape::parse(*whole);
        if (!tape) return makeError(ErrorKind::BadInput, looked > 1 || reason.empty() ? "It is no log that can be imported: neither JSON nor lines of JSON. " + reason : reason);
        if (const auto* format = formatOf(tape->root())) return format;
        keys = keysOf(tape->root());
    }
    return makeError(ErrorKind::BadInput, "It is JSON, but of no format that is known here" + (keys.empty() ? "." : "; it begins with " + keys + "."));
}

class Importer : public TraceImporter {
public:
    Importer(std::unique_ptr<ImportClock> clock, std::shared_ptr<TraceWriter> writer, std::set<RunId> known)
        : m_clock(std::move(clock)), m_writer(std::move(writer)), m_known(std::move(known)) {}

    ImportedFile add(const std::filesystem::path& path, const CancelToken& cancel, const Progress& progress) override {
        ImportedFile out;
        out.file = path;
        auto lines = Lines::open(path);
        if (!lines) {
            out.error = lines.error();
            return out;
        }
        const auto fail = [&](const Error& error) {
            out.error = Error{error.kind, path.filename().string() + ": " + error.message, error.hint};
        };
        const auto format = recognised(*lines);
        if (!format) {
            fail(format.error());
            return out;
        }
        out.format = (*format)->name;
        const auto hash = hashOf(*lines, cancel);
        if (!hash) {
            fail(hash.error());
            return out;
        }
        lines->rewind();
        ImportSession session{*m_writer, *m_clock, m_known, cancel, progress, *lines, *hash, path.filename().string(), out};
        const auto status = (*format)->read(session);
        if (lines->tooLong()) session.remark(Remark::Damaged, "Lines of 1 GB and more.", lines->tooLong());
        if (!status) fail(status.error());
        else if (lines->failed()) fail(*lines->failed());
        else if (out.runs.empty()) fail(makeError(ErrorKind::BadInput, "It holds no run."));
        return out;
    }

    Status finish() override { return m_writer->finish(); }

private:
    /// The bytes of the lines are enough: what differs only in blank lines is the same log.
    static Result<BlobId> hashOf(Lines& lines, const CancelToken& cancel) {
        lines.rewind();
        BlobHasher hasher;
        while (const auto record = lines.next()) {
            hasher.add(record->text);
            hasher.add("\n");
            if (cancel.cancelled()) return makeError(ErrorKind::Cancelled, "The import was cancelled.");
        }
        if (lines.failed()) return *lines.failed();
        return hasher.id();
    }

    std::unique_ptr<ImportClock> m_clock; ///< outlives the writer, which asks it
    std::shared_ptr<TraceWriter> m_writer;
    std::set<RunId> m_known;
};

} // namespace

Result<std::unique_ptr<TraceImporter>> TraceImporter::open(const std::filesystem::path& trace) {
    auto clock = std::make_unique<ImportClock>();
    auto writer = TraceWriter::open(trace, *clock);
    if (!writer) return writer.error();
    auto reader = TraceReader::open(trace);
    if (!reader) return reader.error();
    const auto runs = (*reader)->runs();
    if (!runs) return runs.error();
    std::set<RunId> known;
    for (const auto& run : *runs) known.insert(run.id);
    return std::unique_ptr<TraceImporter>(std::make_unique<Importer>(std::move(clock), std::move(*writer), std::move(known)));
}

} // namespace rlmscope
