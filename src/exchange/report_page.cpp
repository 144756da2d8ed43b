#include "base/json.h"
#include "exchange/report.h"

#include "base/text.h"

#include <nlohmann/json.hpp>

// The page as the build made it (embedded by the assembler), or nothing.
extern "C" __attribute__((visibility("hidden"))) const char rlmscope_report_page[], rlmscope_report_page_end[];
extern "C" __attribute__((visibility("hidden"))) const char rlmscope_report_notices[], rlmscope_report_notices_end[];

namespace rlmscope {

namespace {

// Where the page takes what is of this report, in the order they stand in it (resources/web/page.html).
constexpr std::string_view TitleMark = "@@rlmscope-title@@", PlainMark = "@@rlmscope-plain@@", DataMark = "@@rlmscope-data@@";
constexpr std::size_t PlainBytes = 20'000;

std::string_view page() {
    return {rlmscope_report_page, static_cast<std::size_t>(rlmscope_report_page_end - rlmscope_report_page)};
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&quot;";
        else if (c == '\'') out += "&#39;";
        else if (c == '\0') out += "\xEF\xBF\xBD";
        else out += c;
    }
    return out;
}

// JSON inside a script element: nothing in it may look like markup to a browser. These characters stand in strings only.
std::string insideScript(std::string_view json) {
    std::string out;
    out.reserve(json.size() + json.size() / 16);
    for (const char c : json) {
        if (c == '<') out += "\\u003c";
        else if (c == '>') out += "\\u003e";
        else if (c == '&') out += "\\u0026";
        else out += c;
    }
    return out;
}

// What a browser without scripts shows: question and answer as plain text.
std::string plainOf(const nlohmann::json& report) {
    const auto textOf = [](const nlohmann::json& text) {
        auto out = text.value("text", std::string());
        if (out.size() > PlainBytes) out = toValidUtf8(std::string_view(out).substr(0, PlainBytes)) + " ...";
        return escaped(out);
    };
    const auto& run = report.at("run");
    std::string out = "<h1>" + textOf(run.at("question")) + "</h1>\n<p>Status: " + escaped(run.value("status", std::string())) + "</p>\n";
    if (const auto& answer = report.at("answer"); answer.is_object()) out += "<pre>" + textOf(answer.at("text")) + "</pre>\n";
    return out;
}

} // namespace

bool hasReportPage() { return !page().empty(); }

std::string_view reportNotices() {
    return {rlmscope_report_notices, static_cast<std::size_t>(rlmscope_report_notices_end - rlmscope_report_notices)};
}

Result<std::string> reportHtml(std::string_view json) {
    if (!hasReportPage())
        return makeError(ErrorKind::Unsupported, "This build of RLMScope has no report page: Node.js or npm was missing when it was built.",
                         "Install nodejs and npm, configure again and build; or export with --format json.");
    const auto report = parseJson(json);
    if (!report.is_object() || report.value("format", nlohmann::json()) != "rlmscope-report" || !report.contains("run") || !report.contains("answer"))
        return makeError(ErrorKind::BadInput, "This is not the JSON of a report.");
    const auto title = page().find(TitleMark);
    const auto plain = page().find(PlainMark, title);
    const auto data = page().find(DataMark, plain);
    if (title == std::string_view::npos || plain == std::string_view::npos || data == std::string_view::npos)
        return makeError(ErrorKind::Internal, "The report page of this build is broken: it has no place for the data.");
    try {
        const auto& question = report.at("run").at("question").at("text").get_ref<const std::string&>();
        std::string out;
        out.reserve(page().size() + json.size() + json.size() / 8);
        out += page().substr(0, title);
        out += escaped(oneLine(question, 120));
        out += page().substr(title + TitleMark.size(), plain - title - TitleMark.size());
        out += plainOf(report);
        out += page().substr(plain + PlainMark.size(), data - plain - PlainMark.size());
        out += insideScript(json);
        out += page().substr(data + DataMark.size());
        return out;
    } catch (const nlohmann::json::exception& error) {
        return makeError(ErrorKind::BadInput, std::string("This is not the JSON of a report: ") + error.what());
    }
}

} // namespace rlmscope
