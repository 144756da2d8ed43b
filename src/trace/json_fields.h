#pragma once
// Inside this library only: one description of a struct's fields serves for writing and for reading, so that the two
// cannot drift apart. A struct S is described by a function
//     template<typename V> void fields(V& visit, MaybeConst<V, S>& s) { visit("name", s.name); ... }
// Writing leaves out what has its default value; reading leaves the default where a field is absent, and reports the
// first field of a wrong type by its path.
#include "base/text.h"
#include "base/units.h"
#include "trace/event.h"

#include <cmath>
#include <concepts>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace rlmscope::jsonio {

using Json = nlohmann::json;

template<typename V, typename T>
using MaybeConst = std::conditional_t<V::Writing, const T, T>;

/// nlohmann throws when it dumps invalid UTF-8: every string that goes in passes here.
inline std::string clean(std::string_view text) {
    return isValidUtf8(text) ? std::string(text) : toValidUtf8(text);
}

/// The value that toString() gives this name. Values are numbered from 0 without holes.
template<typename T>
bool enumFromName(std::string_view name, T& value) {
    for (int i = 0; i < 32; ++i) {
        if (toString(static_cast<T>(i)) != name) continue;
        value = static_cast<T>(i);
        return true;
    }
    return false;
}

/// Parses untrusted text: nothing when it is not JSON or nested deeper than any of ours (nlohmann recurses when it
/// dumps).
std::optional<Json> parseUntrusted(std::string_view text);
inline constexpr int DeepestJson = 64;

std::uint32_t countLines(std::string_view text);

class Writer;
class Reader;

template<typename T>
concept Described = requires(Writer& w, const T& t) { fields(w, t); };

class Writer {
public:
    static constexpr bool Writing = true;
    Writer(Json& out, std::vector<Text>* texts) : m_out(out), m_texts(texts) { m_out = Json::object(); }

    template<typename T>
    void operator()(const char* name, const T& value, const std::type_identity_t<T>& absent = T{}) {
        if constexpr (Described<T>) {
            Json inner;
            put(inner, value);
            if (!inner.empty()) m_out[name] = std::move(inner);
        } else if (!isDefault(value, absent)) {
            put(m_out[name], value);
        }
    }
    template<typename T>
    void always(const char* name, const T& value) {
        put(m_out[name], value);
    }
    /// JSON carried as text: a string, or a reference when long.
    void jsonText(const char* name, const std::string& value) {
        if (value.empty()) return;
        if (value.size() <= LongJson) m_out[name] = clean(value);
        else reference(m_out[name], Text(clean(value)), false);
    }
    std::vector<Text>* texts() const { return m_texts; }

    void put(Json& out, const Text& text) {
        if (text.loaded() && text.size <= InlineTextBytes && isValidUtf8(text.view())) out = std::string(text.view());
        else reference(out, text, true);
    }
    void reference(Json& out, const Text& text, bool withHead) {
        Text named = text;
        if (named.bytes) named.id = BlobId::of(named.view());
        out = Json::object();
        if (!named.id.isNull()) out["b"] = named.id.text();
        out["n"] = named.size;
        if (withHead && (named.bytes || named.head)) out["h"] = clean(named.firstWords());
        if (named.bytes && m_texts) m_texts->push_back(std::move(named));
    }
    void put(Json& out, const std::string& value) { out = clean(value); }
    void put(Json& out, const Json& value) { out = value; }
    void put(Json& out, bool value) { out = value; }
    template<std::integral T>
    void put(Json& out, T value) {
        out = value;
    }
    void put(Json& out, double value) {
        if (std::isfinite(value)) out = value;
        else out = std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    void put(Json& out, PicoUsd value) { out = value.value; }
    void put(Json& out, NodeId value) { out = value.seq; }
    void put(Json& out, const RunId& value) { out = value.text(); }
    template<typename T>
    void put(Json& out, const std::optional<T>& value) {
        if (value) put(out, *value);
        else out = nullptr;
    }
    template<typename T>
    void put(Json& out, const std::vector<T>& values) {
        out = Json::array();
        for (const auto& value : values) put(out.emplace_back(), value);
    }
    template<typename T>
    void put(Json& out, const std::map<std::string, T>& values) {
        out = Json::object();
        for (const auto& [name, value] : values) put(out[clean(name)], value);
    }
    template<typename T>
        requires std::is_enum_v<T>
    void put(Json& out, T value) {
        out = std::string(toString(value));
    }
    template<Described T>
    void put(Json& out, const T& value) {
        Writer inner(out, m_texts);
        fields(inner, value);
    }
    void put(Json& out, const Message& message);
    void put(Json& out, const Part& part);
    void put(Json& out, const CallKey& key);

    static constexpr std::size_t LongJson = 4096;

private:
    template<typename T>
    static bool isDefault(const T& value, const T& absent) {
        if constexpr (requires { value.empty(); }) return value.empty();
        else if constexpr (std::equality_comparable<T>) return value == absent;
        else return false;
    }
    Json& m_out;
    std::vector<Text>* m_texts;
};

class Reader {
public:
    static constexpr bool Writing = false;
    Reader(const Json& in, const TextLoader* load, std::string path = {})
        : m_in(in), m_load(load), m_path(std::move(path)) {
        if (!in.is_object()) fail("", "an object");
    }

    bool ok() const { return !m_error; }
    const std::optional<Error>& error() const { return m_error; }
    const TextLoader* loader() const { return m_load; }
    const std::string& path() const { return m_path; }

    template<typename T>
    void operator()(const char* name, T& value, const std::type_identity_t<T>& absent = T{}) {
        (void)absent; // the struct's own default
        if (const auto* found = find(name)) get(*found, value, name);
    }
    template<typename T>
    void always(const char* name, T& value) {
        (*this)(name, value);
    }
    void jsonText(const char* name, std::string& value) {
        const auto* found = find(name);
        if (!found) return;
        if (found->is_object()) value = loadReference(*found, name);
        else get(*found, value, name);
    }
    /// The bytes of a reference, fetched; empty and an error when that is not possible.
    std::string loadReference(const Json& in, const std::string& name) {
        Text text;
        get(in, text, name);
        if (m_error) return {};
        if (!m_load || !*m_load) {
            m_error = makeError(ErrorKind::Corrupt, "the field \"" + m_path + name + "\" is stored elsewhere");
            return {};
        }
        auto bytes = (*m_load)(text);
        if (bytes) return std::move(bytes).value();
        m_error = bytes.error();
        return {};
    }
    const Json* find(const char* name) const {
        if (m_error || !m_in.is_object()) return nullptr;
        const auto it = m_in.find(name);
        return it == m_in.end() ? nullptr : &*it;
    }
    void fail(const std::string& name, std::string_view wanted) {
        if (!m_error)
            m_error = makeError(ErrorKind::Corrupt,
                                "the field \"" + m_path + name + "\" is not " + std::string(wanted));
    }
    void take(const Reader& inner) {
        if (!m_error) m_error = inner.m_error;
    }

    void get(const Json& in, Text& value, const std::string& name);
    void get(const Json& in, std::string& value, const std::string& name) {
        if (const auto* text = in.get_ptr<const std::string*>()) value = *text;
        else fail(name, "a text");
    }
    void get(const Json& in, bool& value, const std::string& name) {
        if (in.is_boolean()) value = in.get<bool>();
        else fail(name, "true or false");
    }
    template<std::integral T>
    void get(const Json& in, T& value, const std::string& name) {
        if (in.is_number_unsigned()) {
            const auto n = in.get<std::uint64_t>();
            if (std::in_range<T>(n)) value = static_cast<T>(n);
            else fail(name, "a number in range");
        } else if (in.is_number_integer()) {
            const auto n = in.get<std::int64_t>();
            if (std::in_range<T>(n)) value = static_cast<T>(n);
            else fail(name, "a number in range");
        } else fail(name, "a whole number");
    }
    void get(const Json& in, double& value, const std::string& name) {
        if (in.is_number()) value = in.get<double>();
        else if (in == "nan") value = std::numeric_limits<double>::quiet_NaN();
        else if (in == "inf") value = std::numeric_limits<double>::infinity();
        else if (in == "-inf") value = -std::numeric_limits<double>::infinity();
        else fail(name, "a number");
    }
    void get(const Json& in, PicoUsd& value, const std::string& name) { get(in, value.value, name); }
    void get(const Json& in, NodeId& value, const std::string& name) { get(in, value.seq, name); }
    void get(const Json& in, RunId& value, const std::string& name) {
        const auto* text = in.get_ptr<const std::string*>();
        const auto id = text ? RunId::parse(*text) : std::nullopt;
        if (id) value = *id;
        else fail(name, "a run id");
    }
    template<typename T>
    void get(const Json& in, std::optional<T>& value, const std::string& name) {
        if (in.is_null()) value.reset();
        else get(in, value.emplace(), name);
    }
    template<typename T>
    void get(const Json& in, std::vector<T>& values, const std::string& name) {
        if (!in.is_array()) return fail(name, "a list");
        values.reserve(in.size());
        for (const auto& item : in) {
            if (m_error) return;
            get(item, values.emplace_back(), name + "[]");
        }
    }
    template<typename T>
    void get(const Json& in, std::map<std::string, T>& values, const std::string& name) {
        if (!in.is_object()) return fail(name, "an object");
        for (const auto& [key, item] : in.items()) {
            if (m_error) return;
            get(item, values[key], name + "." + key);
        }
    }
    template<Described T>
    void get(const Json& in, T& value, const std::string& name) {
        Reader inner(in, m_load, m_path + name + ".");
        fields(inner, value);
        take(inner);
    }
    void get(const Json& in, Message& message, const std::string& name);
    void get(const Json& in, Part& part, const std::string& name);
    void get(const Json& in, CallKey& key, const std::string& name);
    template<typename T>
        requires std::is_enum_v<T>
    void get(const Json& in, T& value, const std::string& name) {
        const auto* text = in.get_ptr<const std::string*>();
        if (!text || !enumFromName(*text, value)) fail(name, "a word this version knows");
    }

private:
    const Json& m_in;
    const TextLoader* m_load;
    std::string m_path;
    std::optional<Error> m_error;
};

} // namespace rlmscope::jsonio
