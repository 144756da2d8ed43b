#include "exchange/import_note.h"

#include "base/json.h"
#include "base/text.h"
#include "exchange/json_tape.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

constexpr std::size_t MostRemarks = 200, LongestText = 400;

std::optional<ImportRemark::Kind> kindFrom(std::string_view word) {
    using Kind = ImportRemark::Kind;
    for (const auto kind : {Kind::Absent, Kind::Estimated, Kind::Inferred, Kind::Skipped, Kind::Damaged})
        if (word == toString(kind)) return kind;
    return {};
}

} // namespace

std::uint64_t ImportNote::causes(ImportRemark::Kind kind) const {
    return static_cast<std::uint64_t>(std::count_if(report.remarks.begin(), report.remarks.end(), [&](const auto& r) { return r.kind == kind; }));
}

bool ImportNote::operator==(const ImportNote& o) const { return format == o.format && file == o.file && report.remarks == o.report.remarks; }

std::string noteText(const ImportNote& note) {
    nlohmann::json json{{"format", note.format}, {"file", note.file}, {"remarks", nlohmann::json::array()}};
    for (const auto& remark : note.report.remarks)
        json["remarks"].push_back({{"kind", toString(remark.kind)}, {"text", remark.text}, {"count", remark.count}});
    return dumpJson(json);
}

std::optional<ImportNote> noteFrom(std::string_view json) {
    const auto tape = JsonTape::parse(json);
    if (!tape || !tape->root().isObject() || !tape->root()["remarks"].isArray()) return {};
    ImportNote note;
    note.format = oneLine(tape->root()["format"].string(), 40);
    note.file = oneLine(tape->root()["file"].string(), 300);
    for (const auto value : tape->root()["remarks"]) {
        if (note.report.remarks.size() >= MostRemarks) break;
        const auto kind = kindFrom(value["kind"].string());
        if (!kind) continue;
        note.report.remarks.push_back({*kind, oneLine(value["text"].string(), LongestText), static_cast<std::uint64_t>(std::max<std::int64_t>(1, value["count"].count().value_or(1)))});
    }
    return note;
}

std::string_view formatTitle(std::string_view format) {
    if (format == "rlm") return "rlm JSONL";
    if (format == "fast-rlm") return "fast-rlm JSONL";
    if (format == "tree-json") return "a JSON tree";
    if (format == "pi-session") return "a Pi session";
    return format;
}

} // namespace rlmscope
