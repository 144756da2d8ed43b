#include "providers/json_fields.h"

#include "base/json.h"
#include "base/text.h"

namespace rlmscope::fields {

using nlohmann::json;

const json* member(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto it = object.find(name);
    return it == object.end() || it->is_null() ? nullptr : &*it;
}

std::string text(const json& object, const char* name) {
    const json* value = member(object, name);
    return value && value->is_string() ? value->get<std::string>() : std::string();
}

std::optional<Tokens> count(const json* object, const char* name) {
    const json* value = object ? member(*object, name) : nullptr;
    if (!value || !value->is_number()) return std::nullopt;
    const auto number = value->get<double>();
    if (!(number >= 0 && number < 1e15)) return std::nullopt;
    return static_cast<Tokens>(number);
}

json parsed(std::string_view body) {
    if (isValidUtf8(body)) return parseJson(body);
    return parseJson(toValidUtf8(body));
}

} // namespace rlmscope::fields
