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
        const Format* format = nullptr;
        const auto identity = identify(*lines, &format, cancel);
        if (!identity) {
            fail(identity.error());
            return out;
        }
        out.format = format->name;
        lines->rewind();
        ImportSession session{*m_writer, *m_clock, m_known, cancel, progress, *lines, *identity, path.filename().string(), out};
        const auto status = format->read(session);
        if (lines->tooLong()) session.remark(Remark::Damaged, "Lines of 1 GB and more.", lines->tooLong());
        if (!status) fail(status.error());
        else if (lines->failed()) fail(*lines->failed());
        else if (out.runs.empty()) fail(makeError(ErrorKind::BadInput, "It holds no run."));
        if (!out.runs.empty()) out.trace = m_writer->path();
        return out;
    }

    Status finish() override { return m_writer->finish(); }

private:
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
