#include "base/json.h"
#include "trace/event_fields.h"

#include <algorithm>

namespace rlmscope {
namespace jsonio {

std::uint32_t countLines(std::string_view text) {
    const auto breaks = std::count(text.begin(), text.end(), '\n');
    return static_cast<std::uint32_t>(breaks) + (!text.empty() && text.back() != '\n' ? 1U : 0U);
}

std::optional<Json> parseUntrusted(std::string_view text) {
    int depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\') ++i;
            else if (c == '"') inString = false;
        } else if (c == '"') inString = true;
        else if ((c == '[' || c == '{') && ++depth > DeepestJson) return {};
        else if (c == ']' || c == '}') --depth;
    }
    auto json = parseJson(text);
    if (json.is_discarded()) return {};
    return json;
}

void Reader::get(const Json& in, Text& value, const std::string& name) {
    if (const auto* text = in.get_ptr<const std::string*>()) {
        value = Text(*text);
        return;
    }
    Reader inner(in, m_load, m_path + name + ".");
    std::string id, head;
    inner("n", value.size);
    inner("b", id);
    inner("h", head);
    if (!id.empty()) {
        if (const auto parsed = BlobId::parse(id)) value.id = *parsed;
        else inner.fail("b", "the name of a blob");
    }
    if (!head.empty()) value.head = std::make_shared<const std::string>(std::move(head));
    take(inner);
}

// A part that is plain text is written as the text itself: most parts are.
void Writer::put(Json& out, const Part& part) {
    if (part.kind == PartKind::Text) return put(out, part.text);
    Writer inner(out, m_texts);
    inner.always("kind", part.kind);
    const bool words = part.kind == PartKind::Reasoning;
    if (words) inner("text", part.text);
    else if (!part.text.empty()) reference(out["text"], part.text, false);
    inner("mime", part.mime);
}

void Reader::get(const Json& in, Part& part, const std::string& name) {
    if (!in.is_object() || !in.contains("kind")) return get(in, part.text, name);
    Reader inner(in, m_load, m_path + name + ".");
    inner("kind", part.kind);
    inner("text", part.text);
    inner("mime", part.mime);
    take(inner);
}

void Writer::put(Json& out, const Message& message) {
    Writer inner(out, m_texts);
    inner.always("role", message.role);
    inner("parts", message.parts);
}

void Reader::get(const Json& in, Message& message, const std::string& name) {
    Reader inner(in, m_load, m_path + name + ".");
    inner("role", message.role);
    inner("parts", message.parts);
    take(inner);
}

void Writer::put(Json& out, const CallKey& key) {
    const auto text = key.text();
    const auto back = CallKey::parse(text);
    if (back && *back == key && isValidUtf8(text)) {
        out = text;
        return;
    }
    Writer inner(out, m_texts); // a key that its text cannot carry
    inner("path", key.framePath);
    inner("turn", key.turn);
    inner("cell", key.cell);
    inner("kind", key.kind);
    if (!key.request.isNull()) inner.always("request", key.request.text());
    inner("k", key.occurrence);
}

void Reader::get(const Json& in, CallKey& key, const std::string& name) {
    if (const auto* text = in.get_ptr<const std::string*>()) {
        if (const auto parsed = CallKey::parse(*text)) key = *parsed;
        else fail(name, "a call key");
        return;
    }
    Reader inner(in, m_load, m_path + name + ".");
    std::string request;
    inner("path", key.framePath);
    inner("turn", key.turn);
    inner("cell", key.cell);
    inner("kind", key.kind);
    inner("request", request);
    inner("k", key.occurrence);
    if (!request.empty()) {
        if (const auto id = BlobId::parse(request)) key.request = *id;
        else inner.fail("request", "a hash");
    }
    take(inner);
}

namespace {

bool isWrapped(const Json& json) {
    return json.size() == 1 && json.contains("data");
}

// An event kind of a newer version is a JSON object that must come out as it went in; other custom data may be any text.
Json customToJson(const Custom& custom, std::vector<Text>* texts) {
    if (custom.data.size() <= Writer::LongJson && isValidUtf8(custom.data))
        if (auto json = parseUntrusted(custom.data); json && json->is_object() && !isWrapped(*json) && dumpJson(*json) == custom.data)
            return std::move(*json);
    Json json;
    Writer writer(json, texts);
    writer.jsonText("data", custom.data);
    return json;
}

Result<EventBody> customFromJson(std::string_view kind, const Json& json, const TextLoader& load) {
    Custom custom;
    custom.kind = kind;
    if (json.is_object() && isWrapped(json) && (json["data"].is_string() || json["data"].is_object())) {
        Reader reader(json, &load);
        reader.jsonText("data", custom.data);
        if (!reader.ok()) return *reader.error();
    } else if (!json.is_object() || !json.empty()) {
        custom.data = dumpJson(json);
    }
    return EventBody(std::move(custom));
}

template<typename T>
Result<EventBody> read(const Json& json, const TextLoader& load) {
    EventBody body{std::in_place_type<T>};
    Reader reader(json, &load);
    fields(reader, std::get<T>(body));
    if (!reader.ok()) return *reader.error();
    return body;
}

using ReadFunction = Result<EventBody> (*)(const Json&, const TextLoader&);

template<std::size_t... I>
ReadFunction readerOf(std::string_view kind, std::index_sequence<I...>) {
    ReadFunction found = nullptr;
    // kindName of an empty body is the name of its alternative; Custom, the last, has no reader of its own.
    ((found == nullptr && kindNameAt(I) == kind ? void(found = &read<std::variant_alternative_t<I, EventBody>>) : void()), ...);
    return found;
}

} // namespace
} // namespace jsonio

nlohmann::json bodyToJson(const EventBody& body, std::vector<Text>* texts) {
    return std::visit(
        [texts]<typename T>(const T& event) {
            if constexpr (std::is_same_v<T, Custom>) {
                return jsonio::customToJson(event, texts);
            } else {
                jsonio::Json json;
                jsonio::Writer writer(json, texts);
                fields(writer, event);
                return json;
            }
        },
        body);
}

Result<EventBody> bodyFromJson(std::string_view kind, const nlohmann::json& json, const TextLoader& load) {
    constexpr auto Known = std::make_index_sequence<std::variant_size_v<EventBody> - 1>();
    const auto read = jsonio::readerOf(kind, Known);
    return read ? read(json, load) : jsonio::customFromJson(kind, json, load);
}

} // namespace rlmscope
