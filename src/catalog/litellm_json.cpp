#include "catalog/litellm_json.h"

#include <nlohmann/json.hpp>

namespace rlmscope::litellm {
namespace {

/// Builds a Value from the events of nlohmann's parser; only there a floating-point number comes with its own text.
class Builder {
public:
    using Json = nlohmann::json;

    bool null() { return put({}); }
    bool boolean(bool value) { return put({Value::Bool, value ? "true" : "false", {}, {}}); }
    bool number_integer(Json::number_integer_t value) { return put({Value::Number, std::to_string(value), {}, {}}); }
    bool number_unsigned(Json::number_unsigned_t value) { return put({Value::Number, std::to_string(value), {}, {}}); }
    bool number_float(Json::number_float_t, const std::string& text) { return put({Value::Number, text, {}, {}}); }
    bool string(std::string& text) { return put({Value::String, std::move(text), {}, {}}); }
    bool binary(Json::binary_t&) { return false; }
    bool start_object(std::size_t) { return open(Value::Object); }
    bool start_array(std::size_t) { return open(Value::Array); }
    bool key(std::string& name) { m_keys.back() = std::move(name); return true; }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool parse_error(std::size_t at, const std::string&, const Json::exception&) {
        m_errorAt = at;
        return false;
    }

    Value take() { return std::move(m_root); }
    std::size_t errorAt() const { return m_errorAt; }
    bool tooDeep() const { return m_tooDeep; }

private:
    // Containers under construction are owned by m_open and move into their parent when they close.
    bool open(Value::Kind kind) {
        m_tooDeep = m_open.size() >= Deepest;
        if (m_tooDeep) return false;
        m_open.push_back({kind, {}, {}, {}});
        m_keys.emplace_back();
        return true;
    }
    bool close() {
        Value done = std::move(m_open.back());
        m_open.pop_back();
        m_keys.pop_back();
        return put(std::move(done));
    }
    bool put(Value value) {
        if (m_open.empty()) m_root = std::move(value);
        else if (m_open.back().kind == Value::Array) m_open.back().elements.push_back(std::move(value));
        else m_open.back().members.push_back({std::move(m_keys.back()), std::move(value)});
        return true;
    }

    Value m_root;
    std::vector<Value> m_open;
    std::vector<std::string> m_keys;
    std::size_t m_errorAt = 0;
    bool m_tooDeep = false;
};

} // namespace

const Value* Value::member(std::string_view name) const {
    for (const auto& [key, value] : members)
        if (key == name) return &value;
    return nullptr;
}

std::string Value::textOf(std::string_view name) const {
    const Value* value = member(name);
    return value && value->kind == String ? value->text : std::string();
}

std::optional<bool> Value::flagOf(std::string_view name) const {
    const Value* value = member(name);
    return value && value->kind == Bool ? std::optional(value->text == "true") : std::nullopt;
}

Result<Value> parse(std::string_view json, const std::string& source) {
    Builder builder;
    if (nlohmann::json::sax_parse(json.begin(), json.end(), &builder)) return builder.take();
    if (builder.tooDeep()) return makeError(ErrorKind::BadInput, source + " is nested deeper than a price table can be.");
    return makeError(ErrorKind::BadInput, source + " is not JSON: something is wrong at byte " + std::to_string(builder.errorAt()) + ".");
}

} // namespace rlmscope::litellm
