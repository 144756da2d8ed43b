// What a person, a prompt and the trace are told about a context.
#include "context/context.h"
#include "context/load_job.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

const char* shapeName(Context::Shape shape) {
    switch (shape) {
    case Context::Shape::Text: return "text";
    case Context::Shape::List: return "list";
    case Context::Shape::Dict: return "dict";
    case Context::Shape::Json: return "json";
    case Context::Shape::JsonLines: return "jsonl";
    }
    return "text";
}

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    return digits;
}

std::string counted(std::uint64_t n, const std::string& one, const std::string& many) {
    return grouped(n) + " " + (n == 1 ? one : many);
}

} // namespace

std::string LoadReport::summary() const {
    std::string text;
    const auto add = [&text](std::uint64_t n, const char* one, const char* many) {
        if (n == 0) return;
        if (!text.empty()) text += ", ";
        text += counted(n, one, many);
    };
    add(binary, "binary file skipped", "binary files skipped");
    add(ignored, "entry ignored by .gitignore", "entries ignored by .gitignore");
    add(hidden, "hidden entry left out", "hidden entries left out");
    add(links, "symbolic link not followed", "symbolic links not followed");
    add(special, "special file skipped", "special files skipped");
    add(unreadable, "entry could not be read", "entries could not be read");
    add(guessed, "encoding guessed", "encodings guessed");
    add(replaced, "invalid sequence replaced by U+FFFD", "invalid sequences replaced by U+FFFD");
    for (const auto& note : notes) text += (text.empty() ? "" : ", ") + note;
    return text;
}

std::uint64_t Context::pythonBytes() const {
    std::uint64_t bytes = 0;
    for (const auto& document : documents)
        bytes += document.stats.chars * static_cast<std::uint64_t>(document.stats.charWidth());
    return bytes;
}

std::string Context::memoryNote() const {
    constexpr std::uint64_t Worth = std::uint64_t{50} << 20;
    const std::uint64_t all = pythonBytes();
    if (all < Worth || all < totals.bytes + totals.bytes / 4) return {};
    const auto extra = [](const Document& d) {
        return static_cast<std::int64_t>(d.stats.chars * static_cast<std::uint64_t>(d.stats.charWidth())) -
               static_cast<std::int64_t>(d.stats.bytes);
    };
    const auto& worst = *std::max_element(documents.begin(), documents.end(),
                                          [&](const auto& a, const auto& b) { return extra(a) < extra(b); });
    const bool four = worst.stats.charWidth() == 4;
    return "in Python it takes " + formatBytes(all) + ", once for all frames: one " +
           (four ? "emoji or other rare character" : "character that is not Western") + " makes every character of " +
           (worst.path.empty() ? "its text" : worst.path) + (four ? " four bytes wide" : " two bytes wide");
}

ContextDescription describe(const Context& context) {
    ContextDescription d;
    d.name = context.name;
    d.shape = shapeName(context.shape);
    d.pythonType = context.pythonType;
    d.items = context.items;
    d.documents = context.documents.size();
    d.chars = context.totals.chars;
    d.bytes = context.totals.bytes;
    d.lines = context.totals.lines;
    d.estimatedTokens = context.estimatedTokens();
    const auto shown = std::min(context.documents.size(), ContextDescription::LengthsLimit);
    for (std::size_t i = 0; i < shown; ++i) {
        d.lengths.push_back(context.documents[i].stats.chars);
        if (context.shape == Context::Shape::Dict) d.paths.push_back(context.documents[i].path);
    }
    return d;
}

std::string ContextDescription::sentence() const {
    const auto total = counted(chars, "character", "characters");
    if (shape == "text") return "a str of " + total + " in " + counted(lines, "line", "lines");
    if (shape == "list") return "a list of " + counted(items, "str", "str") + ", " + total + " in total";
    if (shape == "dict")
        return "a dict of " + counted(items, "text", "texts") + " (path -> str), " + total + " in total";
    if (shape == "jsonl")
        return "a list of " + counted(items, "record", "records") + " parsed from JSON Lines, " + total +
               " as JSON text";
    const auto parsed = " parsed from JSON, " + total + " as JSON text";
    if (pythonType == "list") return "a list of " + counted(items, "value", "values") + parsed;
    if (pythonType == "dict") return "a dict of " + counted(items, "key", "keys") + parsed;
    return "one value of type " + pythonType + parsed;
}

nlohmann::json toJson(const ContextDescription& d) {
    nlohmann::json json{{"name", d.name},       {"shape", d.shape},
                        {"type", d.pythonType}, {"items", d.items},
                        {"documents", d.documents}, {"chars", d.chars},
                        {"bytes", d.bytes},     {"lines", d.lines},
                        {"estimated_tokens", d.estimatedTokens}, {"lengths", d.lengths}};
    if (!d.paths.empty()) json["paths"] = d.paths;
    return json;
}

} // namespace rlmscope
