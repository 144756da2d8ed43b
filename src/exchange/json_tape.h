#pragma once
// A JSON text as a flat list of where its values begin and end. Made in one pass without recursion, so that a million
// nested brackets are just a long list, and whatever a reader skips is never decoded or copied. For logs whose records
// repeat a whole context in every line.
//
// Accepts what Python's json writes: NaN and Infinity are numbers. Strings that are not UTF-8, and halves of surrogate
// pairs, become U+FFFD when they are decoded.
#include "base/result.h"
#include "base/units.h"

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

class JsonTapeParser;

class JsonTape {
public:
    enum class Type : std::uint8_t { Object, Array, String, Number, True, False, Null };

    struct Token {
        std::uint32_t begin = 0, end = 0; ///< of the raw text
        std::uint32_t next = 0;           ///< index behind this value and everything in it
        Type type = Type::Null;
    };

    /// A value of the tape, or nothing: every question to nothing has an empty answer. Lives as long as tape and text.
    class Value {
    public:
        Value() = default;
        Value(const JsonTape* tape, std::uint32_t index) : m_tape(tape), m_index(index) {}

        explicit operator bool() const { return m_tape != nullptr; }
        Type type() const { return m_tape ? m_tape->m_tokens[m_index].type : Type::Null; }
        bool isObject() const { return is(Type::Object); }
        bool isArray() const { return is(Type::Array); }
        bool isString() const { return is(Type::String); }
        bool isNumber() const { return is(Type::Number); }
        bool isNull() const { return !m_tape || is(Type::Null); } ///< absent counts
        bool isTrue() const { return is(Type::True); }

        std::string_view raw() const; ///< as it stands in the text, quotes included
        std::string string() const;   ///< decoded; empty when it is no string
        /// A string decoded, anything else as it stands; empty when it is nothing or null.
        std::string text() const { return isString() ? string() : isNull() ? std::string() : std::string(raw()); }
        std::optional<double> number() const; ///< finite only
        /// A whole number of at least 0; a fraction is cut, what is too large is the largest.
        std::optional<std::int64_t> count() const;
        /// Exact when it has at most twelve decimals, else rounded; nothing below 0 and beyond 64 bits.
        std::optional<PicoUsd> usd() const;

        Value operator[](std::string_view key) const; ///< of an object: the last member of that name, as Python reads it
        /// Elements of an array, or members of an object: each a key and its value.
        class Iterator;
        Iterator begin() const;
        Iterator end() const;
        std::size_t size() const; ///< elements or members; walks over them
        Value first() const;      ///< of them; nothing when there is none

    private:
        bool is(Type type) const { return m_tape && m_tape->m_tokens[m_index].type == type; }
        const JsonTape* m_tape = nullptr;
        std::uint32_t m_index = 0;
    };

    /// The text must outlive the tape and be shorter than 4 GB. Errors (BadInput) say the byte.
    static Result<JsonTape> parse(std::string_view text);

    Value root() const { return {this, 0}; }
    std::size_t memory() const { return m_tokens.capacity() * sizeof(Token); }

    static constexpr std::size_t MaxTokens = 30'000'000;

private:
    friend class JsonTapeParser;
    std::string_view m_text;
    std::vector<Token> m_tokens; ///< members of an object: key, value, key, value
};

class JsonTape::Value::Iterator {
public:
    using difference_type = std::ptrdiff_t;
    Iterator() = default; ///< at an end
    Iterator(const JsonTape* tape, std::uint32_t at, bool members) : m_tape(tape), m_at(at), m_members(members) {}
    Value operator*() const { return {m_tape, m_members ? m_at + 1 : m_at}; }
    std::string key() const { return m_members ? Value(m_tape, m_at).string() : std::string(); }
    Iterator& operator++() {
        m_at = m_tape->m_tokens[m_members ? m_at + 1 : m_at].next;
        return *this;
    }
    bool operator==(const Iterator& o) const { return m_at == o.m_at; }

private:
    friend class Value;
    const JsonTape* m_tape = nullptr;
    std::uint32_t m_at = 0;
    bool m_members = false;
};

} // namespace rlmscope
