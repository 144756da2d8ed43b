#include "catalog/strict_json.h"

#include "base/text.h"

namespace rlmscope {

Result<nlohmann::json> parseDocument(std::string_view text, const std::string& source) {
    try {
        return nlohmann::json::parse(text.begin(), text.end());
    } catch (const nlohmann::json::parse_error& error) {
        return makeError(ErrorKind::BadInput, source + " is not JSON: something is wrong at byte " + std::to_string(error.byte) + ".");
    } catch (const nlohmann::json::exception&) { // a number that no type holds
        return makeError(ErrorKind::BadInput, source + " is not JSON that can be read: a number is out of range.");
    }
}

void Problems::add(const std::string& path, const std::string& what) {
    if (!m_error) m_error = makeError(ErrorKind::BadInput, m_source + ": " + oneLine(path.empty() ? "the document" : path, 200) + " " + what + ".");
}

ObjectReader::ObjectReader(const nlohmann::json& object, std::string path, Problems& problems)
    : m_object(object)
    , m_path(std::move(path))
    , m_problems(problems) {
    if (!object.is_object()) m_problems.add(m_path, "must be an object");
}

const nlohmann::json* ObjectReader::member(const char* name, bool needed) {
    m_asked.insert(name);
    if (!m_object.is_object()) return nullptr;
    const auto found = m_object.find(name);
    if (found != m_object.end()) return &*found;
    if (needed) wrong(name, "is missing");
    return nullptr;
}

std::string ObjectReader::text(const char* name, bool needed) {
    const nlohmann::json* value = member(name, needed);
    if (!value) return {};
    if (!value->is_string() || (needed && value->get_ref<const std::string&>().empty())) {
        wrong(name, "must be a text");
        return {};
    }
    return value->get<std::string>();
}

std::optional<std::int64_t> ObjectReader::whole(const char* name, std::int64_t least, std::int64_t most, bool needed) {
    const nlohmann::json* value = member(name, needed);
    if (!value) return {};
    const bool huge = value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(most);
    if (value->is_number_integer() && !huge)
        if (const auto number = value->get<std::int64_t>(); number >= least && number <= most) return number;
    wrong(name, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return {};
}

std::optional<bool> ObjectReader::flag(const char* name) {
    const nlohmann::json* value = member(name, false);
    if (!value) return {};
    if (value->is_boolean()) return value->get<bool>();
    wrong(name, "must be true or false");
    return {};
}

std::optional<Date> ObjectReader::date(const char* name) {
    const nlohmann::json* value = member(name, false);
    if (!value) return {};
    const auto date = value->is_string() ? Date::parse(value->get_ref<const std::string&>()) : std::nullopt;
    if (!date) wrong(name, "must be a day such as \"2026-07-30\"");
    return date;
}

std::vector<std::string> ObjectReader::texts(const char* name) {
    std::vector<std::string> all;
    each(name, false, [&](const nlohmann::json& value, const std::string& at) {
        if (value.is_string() && !value.get_ref<const std::string&>().empty()) all.push_back(value.get<std::string>());
        else m_problems.add(at, "must be a text");
    });
    return all;
}

void ObjectReader::finish() {
    if (!m_object.is_object()) return;
    for (const auto& [name, value] : m_object.items())
        if (!m_asked.contains(name)) return wrong(name, "is not a field that is known here");
}

} // namespace rlmscope
