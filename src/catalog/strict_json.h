#pragma once
// Reads an object member by member, strictly; the first wrong one is remembered with its path.
#include "base/result.h"
#include "catalog/date.h"

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

/// Parses a whole document; the error says at which byte it stops being JSON.
Result<nlohmann::json> parseDocument(std::string_view text, const std::string& source);

/// Collects the first problem of a document.
class Problems {
public:
    explicit Problems(std::string source) : m_source(std::move(source)) {}
    void add(const std::string& path, const std::string& what);
    bool none() const { return !m_error; }
    const Error& error() const { return *m_error; }

private:
    std::string m_source;
    std::optional<Error> m_error;
};

class ObjectReader {
public:
    ObjectReader(const nlohmann::json& object, std::string path, Problems& problems);

    std::string text(const char* name, bool needed);
    std::optional<std::int64_t> whole(const char* name, std::int64_t least, std::int64_t most, bool needed = false);
    std::optional<bool> flag(const char* name);
    std::optional<Date> date(const char* name);
    std::vector<std::string> texts(const char* name);
    /// Calls f(element, path) for each element of a list.
    template<typename F>
    void each(const char* name, bool needed, F f) {
        const nlohmann::json* list = member(name, needed);
        if (!list) return;
        if (!list->is_array()) return wrong(name, "must be a list");
        std::size_t i = 0;
        for (const auto& element : *list) f(element, path(name) + "[" + std::to_string(i++) + "]");
    }
    /// Calls f(value, path) when the member is there.
    template<typename F>
    void object(const char* name, bool needed, F f) {
        if (const nlohmann::json* value = member(name, needed)) f(*value, path(name));
    }
    void wrong(const std::string& name, const std::string& what) { m_problems.add(path(name), what); }
    /// Complains about members that nobody asked for.
    void finish();
    std::string path(const std::string& name) const { return m_path.empty() ? name : m_path + "." + name; }

private:
    const nlohmann::json* member(const char* name, bool needed);
    const nlohmann::json& m_object;
    std::string m_path;
    Problems& m_problems;
    std::set<std::string, std::less<>> m_asked;
};

} // namespace rlmscope
