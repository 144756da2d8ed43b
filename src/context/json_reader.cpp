#include "context/json_reader.h"

#include "base/text.h"
#include "context/load_job.h"
#include "context/text_builder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace rlmscope {
namespace {

using Json = nlohmann::json;

// Receives the events of one JSON value. Keeps the strings of the top level while all its members are strings.
class Collector {
public:
    enum class Top { None, Scalar, String, Array, Object };

    Collector(bool keepMembers, TextArena& arena, const CancelToken& cancel)
        : m_keepMembers(keepMembers)
        , m_arena(arena)
        , m_cancel(cancel) {}

    bool null() { return scalar("NoneType"); }
    bool boolean(bool) { return scalar("bool"); }
    bool number_integer(Json::number_integer_t) { return scalar("int"); }
    bool number_unsigned(Json::number_unsigned_t) { return scalar("int"); }
    bool number_float(Json::number_float_t, const std::string& text) {
        return scalar(text.find_first_of(".eE") == std::string::npos ? "int" : "float");
    }
    bool binary(Json::binary_t&) { return false; } // JSON text has none
    bool string(std::string& value) {
        if (m_depth == 0) {
            top = Top::String;
            pythonType = "str";
            topString = m_arena.add(value);
        } else if (m_depth == 1) {
            ++members;
            if (m_keepMembers && uniform) texts.push_back(m_arena.add(value));
        }
        return goOn();
    }
    bool key(std::string& value) {
        if (m_depth == 1 && m_keepMembers && uniform) keys.push_back(value);
        return goOn();
    }
    bool start_object(std::size_t) { return open(Top::Object, "dict"); }
    bool start_array(std::size_t) { return open(Top::Array, "list"); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) {
        errorPosition = position;
        errorText = error.what();
        return false;
    }

    Top top = Top::None;
    std::string pythonType;
    std::uint64_t members = 0;
    bool uniform = true; // all members of the top level are strings
    SharedText topString;
    std::vector<SharedText> texts;
    std::vector<std::string> keys;
    bool tooDeep = false;
    bool wasCancelled = false;
    std::size_t errorPosition = 0;
    std::string errorText;

private:
    bool scalar(const char* type) {
        if (m_depth == 0) {
            top = Top::Scalar;
            pythonType = type;
        } else if (m_depth == 1) {
            notAString();
        }
        return goOn();
    }
    bool open(Top kind, const char* type) {
        if (m_depth == 0) {
            top = kind;
            pythonType = type;
        } else if (m_depth == 1) {
            notAString();
        }
        if (++m_depth > JsonDepthLimit) {
            tooDeep = true;
            return false;
        }
        return goOn();
    }
    bool close() {
        --m_depth;
        return goOn();
    }
    void notAString() {
        ++members;
        if (!uniform) return;
        uniform = false;
        std::vector<SharedText>().swap(texts);
        std::vector<std::string>().swap(keys);
    }
    bool goOn() {
        if (++m_events % 4096 != 0 || !m_cancel.cancelled()) return true;
        wasCancelled = true;
        return false;
    }

    bool m_keepMembers;
    TextArena& m_arena;
    const CancelToken& m_cancel;
    int m_depth = 0;
    std::uint64_t m_events = 0;
};

// "…: syntax error while parsing value - unexpected end of input; expected ..." to what a person needs.
std::string reasonOf(std::string_view what) {
    if (const auto at = what.find("] "); at != std::string_view::npos) what.remove_prefix(at + 2);
    if (what.substr(0, 11) == "parse error")
        if (const auto at = what.find(": "); at != std::string_view::npos) what.remove_prefix(at + 2);
    if (what.substr(0, 26) == "syntax error while parsing")
        if (const auto at = what.find(" - "); at != std::string_view::npos) what.remove_prefix(at + 3);
    return oneLine(what, 160);
}

// Empty when the value was read whole.
std::optional<Error> failure(const Collector& collector, std::string_view text, std::size_t firstLine,
                             const std::string& name) {
    if (collector.wasCancelled) return cancelledError();
    if (collector.tooDeep)
        return makeError(ErrorKind::BadInput,
                         name + " (line " + std::to_string(firstLine) + " or below) is nested more than " +
                             std::to_string(JsonDepthLimit) + " levels deep.",
                         "Load it as plain text, under another name than .json.");
    const auto at = std::min(collector.errorPosition == 0 ? 0 : collector.errorPosition - 1, text.size());
    const auto before = text.substr(0, at);
    const auto line = firstLine + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const auto lineStart = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return makeError(ErrorKind::BadInput,
                     name + " is not valid JSON at line " + std::to_string(line) + ", column " +
                         std::to_string(codePoints(before.substr(lineStart)) + 1) + ": " +
                         reasonOf(collector.errorText) + ".",
                     "Correct it, or load it as plain text under another name than .json.");
}

Document documentOf(std::string path, SharedText text) {
    Document document;
    document.path = std::move(path);
    document.stats = textStats(text);
    document.sourceBytes = text.size();
    document.text = std::move(text);
    document.encoding = "UTF-8";
    return document;
}

// As Python does it: a repeated key keeps its first place and its last value.
void takeDict(JsonReading& reading, Collector& collector) {
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < collector.keys.size(); ++i) {
        const auto [place, added] = places.emplace(collector.keys[i], reading.documents.size());
        auto document = documentOf(std::move(collector.keys[i]), std::move(collector.texts[i]));
        if (added) {
            reading.documents.push_back(std::move(document));
            continue;
        }
        if (reading.notes.size() < LoadReport::ListLimit)
            reading.notes.push_back("the key \"" + oneLine(document.path, 60) + "\" appears more than once; " +
                                    "its last value counts");
        reading.documents[place->second] = std::move(document);
    }
}

void takeList(JsonReading& reading, std::vector<SharedText>& texts) {
    reading.documents.reserve(texts.size());
    for (auto& text : texts) reading.documents.push_back(documentOf({}, std::move(text)));
}

} // namespace

Result<JsonReading> readJson(std::string_view text, const std::string& name, const CancelToken& cancel) {
    TextArena arena;
    Collector collector(true, arena, cancel);
    if (!Json::sax_parse(text.data(), text.data() + text.size(), &collector))
        return *failure(collector, text, 1, name);
    JsonReading reading;
    reading.pythonType = collector.pythonType;
    switch (collector.top) {
    case Collector::Top::String:
        reading.shape = Context::Shape::Text;
        reading.documents.push_back(documentOf(name, collector.topString));
        return reading;
    case Collector::Top::Array:
        reading.items = collector.members;
        if (!collector.uniform || collector.members == 0) return reading;
        reading.shape = Context::Shape::List;
        takeList(reading, collector.texts);
        return reading;
    case Collector::Top::Object:
        reading.items = collector.members;
        if (!collector.uniform || collector.members == 0) return reading;
        reading.shape = Context::Shape::Dict;
        takeDict(reading, collector);
        reading.items = reading.documents.size();
        return reading;
    case Collector::Top::Scalar:
    case Collector::Top::None: break;
    }
    return reading;
}

Result<JsonReading> readJsonLines(std::string_view text, const std::string& name, const CancelToken& cancel) {
    JsonReading reading;
    reading.shape = Context::Shape::JsonLines;
    reading.pythonType = "list";
    reading.items = 0;
    TextArena arena;
    std::vector<SharedText> texts;
    bool uniform = true;
    for (std::size_t number = 1; !text.empty(); ++number) {
        if (number % 1024 == 0 && cancel.cancelled()) return cancelledError();
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (trimmed(line).empty()) continue;
        Collector collector(false, arena, cancel);
        if (!Json::sax_parse(line.data(), line.data() + line.size(), &collector))
            return *failure(collector, line, number, name);
        ++reading.items;
        if (collector.top != Collector::Top::String && uniform) {
            uniform = false;
            std::vector<SharedText>().swap(texts);
        }
        if (uniform) texts.push_back(std::move(collector.topString));
    }
    if (uniform && reading.items > 0) {
        reading.shape = Context::Shape::List;
        takeList(reading, texts);
    }
    return reading;
}

} // namespace rlmscope
