#include "library/library_row.h"

#include "base/text.h"

namespace rlmscope::library {

namespace {

RunState stateOf(const LibraryRow& row) {
    const auto& run = row.run;
    if (run.run.isNull() || run.status.empty()) return RunState::Damaged;
    if (run.status == "running") return RunState::Running;
    if (run.status == "failed") return RunState::Error;
    if (run.status == "cancelled") return RunState::Stopped;
    if (run.status == "limit") return RunState::Limit;
    // A log of another tool may simply not say how it ended.
    if (run.status == "interrupted") return run.importFormat.empty() ? RunState::Interrupted : RunState::Imported;
    if (!run.damage.empty()) return RunState::Damaged;
    if (run.warnings > 0) return RunState::Warnings;
    if (const auto* relation = row.relation(); relation && relation->type == "replay_of") return RunState::Replayed;
    if (!run.importFormat.empty()) return RunState::Imported;
    return run.simulated ? RunState::Simulated : RunState::Ok;
}

void derive(LibraryRow& row) {
    row.state = stateOf(row);
    const auto& run = row.run;
    std::string all;
    const auto add = [&all](std::string_view text) {
        if (text.empty()) return;
        all += text;
        all += '\n';
    };
    add(run.title), add(run.question), add(run.answer), add(run.error), add(run.source), add(run.strategy), add(row.fileName), add(row.fileError);
    for (const auto& model : run.models) add(model);
    for (const auto& tag : run.tags) add(tag);
    row.text = folded(all);
}

} // namespace

std::string_view toString(RunState state) {
    constexpr std::string_view Words[] = {"running", "ok", "warnings", "limit", "failed", "stopped", "interrupted", "damaged", "replayed", "imported", "simulated"};
    return Words[static_cast<int>(state)];
}

const std::string& LibraryRow::name() const { return !run.title.empty() ? run.title : !run.question.empty() ? run.question : fileName; }

const RunRelation* LibraryRow::relation() const {
    for (const auto& relation : run.relations)
        if (relation.type != "imported_from") return &relation;
    return nullptr;
}

Rows rowsOf(const FileDigest& file) {
    Rows rows;
    const auto make = [&](RunDigest digest) {
        auto row = std::make_shared<LibraryRow>();
        row->file = file.file;
        row->fileSize = file.stamp.size + file.stamp.logSize;
        row->runsInFile = file.runs.size();
        row->fileName = toValidUtf8(file.file.filename().string());
        row->fileError = file.error;
        row->run = std::move(digest);
        derive(*row);
        rows.push_back(std::move(row));
    };
    for (const auto& run : file.runs) make(run);
    if (file.runs.empty() && !file.error.empty()) {
        RunDigest none; // it still has a time: that of the file
        none.wall = file.stamp.modified;
        make(std::move(none));
    }
    return rows;
}

RowPointer withDigest(const LibraryRow& row, RunDigest digest) {
    auto changed = std::make_shared<LibraryRow>(row);
    changed->run = std::move(digest);
    derive(*changed);
    return changed;
}

std::string folded(std::string_view text) {
    std::string out(text);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto byte = static_cast<unsigned char>(out[i]);
        if (byte >= 'A' && byte <= 'Z') out[i] = static_cast<char>(byte + 32);
        else if (byte == 0xC3 && i + 1 < out.size()) { // U+00C0 to U+00DE, the multiplication sign aside
            const auto next = static_cast<unsigned char>(out[++i]);
            if (next >= 0x80 && next <= 0x9E && next != 0x97) out[i] = static_cast<char>(next + 32);
        }
    }
    return out;
}

} // namespace rlmscope::library
