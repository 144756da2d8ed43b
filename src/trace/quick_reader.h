#pragma once
// Inside this library only: reads the lines of common events without building a document of each value first. It knows the
// same fields by the same descriptions (event_fields.h) and gives up on whatever is not plain: the slow reader, which knows
// everything, then looks at the line again. What it accepts it reads exactly as that one does.
#include "trace/json_fields.h"

#include <array>
#include <charconv>
#include <memory>
#include <string>
#include <string_view>

namespace rlmscope::jsonio {

/// Goes through JSON text once. Anything that is not valid, or unusual, sets `failed`.
class QuickCursor {
public:
    explicit QuickCursor(std::string_view text) : m_at(text.data()), m_end(text.data() + text.size()) {}
    bool failed = false;

    bool atEnd() const { return m_at == m_end; }
    bool take(char c) {
        if (m_at == m_end || *m_at != c) return failed = true, false;
        return ++m_at, true;
    }
    bool next(char c) const { return m_at != m_end && *m_at == c; }
    /// The inside of a string, with its escapes; `plain` = it has none.
    std::string_view string(bool& plain);
    /// Any value, to be read later: its text.
    std::string_view value(int depth = 0);

private:
    void number();
    void word(std::string_view w) {
        if (static_cast<std::size_t>(m_end - m_at) < w.size() || std::string_view(m_at, w.size()) != w) failed = true;
        else m_at += w.size();
    }
    const char* m_at;
    const char* m_end;
};

/// The counterpart of Reader for one object.
class QuickReader {
public:
    static constexpr bool Writing = false;
    explicit QuickReader(std::string_view object);
    explicit QuickReader(QuickCursor& cursor) { read(cursor); } ///< goes past the object
    bool failed() const { return m_failed; }

    template<typename T>
    void operator()(const char* name, T& value, const std::type_identity_t<T>& absent = T{}) {
        (void)absent;
        if (const auto* found = find(name)) get(*found, value);
    }
    template<typename T>
    void always(const char* name, T& value) {
        (*this)(name, value);
    }
    void jsonText(const char* name, std::string& value) {
        if (const auto* found = find(name)) get(*found, value); // one that is stored elsewhere is no string
    }
    void fail(const std::string&, std::string_view) { m_failed = true; }

private:
    void read(QuickCursor& cursor);
    static constexpr std::size_t MostFields = 24;
    struct Field {
        std::string_view name, value;
    };
    const std::string_view* find(std::string_view name) const {
        if (m_failed) return nullptr;
        for (std::size_t i = m_count; i-- > 0;) // the last of those with one name counts
            if (m_fields[i].name == name) return &m_fields[i].value;
        return nullptr;
    }
    void get(std::string_view in, std::string& value);
    void get(std::string_view in, Text& value);
    void get(std::string_view in, Part& part);
    void get(std::string_view in, Message& message);
    void get(std::string_view in, CallKey& key);
    void get(std::string_view in, double& value);
    void get(std::string_view in, bool& value) {
        value = in == "true";
        if (!value && in != "false") m_failed = true;
    }
    template<std::integral T>
    void get(std::string_view in, T& value) {
        // As many digits as every number of 64 bits has; more, and those with a point, are for the slow reader.
        if (in.size() > 18) return void(m_failed = true);
        std::int64_t n = 0;
        const auto [end, ec] = std::from_chars(in.data(), in.data() + in.size(), n);
        if (ec != std::errc{} || end != in.data() + in.size() || !std::in_range<T>(n)) m_failed = true;
        else value = static_cast<T>(n);
    }
    void get(std::string_view in, PicoUsd& value) { get(in, value.value); }
    void get(std::string_view in, NodeId& value) { get(in, value.seq); }
    template<typename T>
    void get(std::string_view in, std::optional<T>& value) {
        if (in == "null") value.reset();
        else get(in, value.emplace());
    }
    template<typename T>
    void get(std::string_view in, std::vector<T>& values) {
        QuickCursor cursor(in);
        cursor.take('[');
        if (cursor.next(']')) return;
        do {
            const auto item = cursor.value();
            if (cursor.failed) return void(m_failed = true);
            get(item, values.emplace_back());
            if (m_failed) return;
            if (cursor.next(']')) return;
        } while (cursor.take(','));
        m_failed = true;
    }
    template<typename T>
        requires std::is_enum_v<T>
    void get(std::string_view in, T& value) {
        if (in.size() < 2 || in.front() != '"' || !enumFromName(in.substr(1, in.size() - 2), value)) m_failed = true;
    }
    template<typename T>
        requires(std::is_class_v<T> && requires(Reader& reader, T& t) { fields(reader, t); })
    void get(std::string_view in, T& value) {
        QuickReader inner(in);
        fields(inner, value);
        m_failed |= inner.failed();
    }

    std::array<Field, MostFields> m_fields;
    std::size_t m_count = 0;
    bool m_failed = false;
};

} // namespace rlmscope::jsonio
