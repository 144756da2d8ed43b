#include "exchange/json_tape.h"

#include "base/ascii.h"
#include "base/text.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace rlmscope {
namespace {

int hexDigit(char c) {
    if (isDigit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

void appendUtf8(std::string& out, std::uint32_t c) {
    if (c >= 0xD800 && c <= 0xDFFF) c = 0xFFFD;
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (c < 0x80) return put(c);
    if (c < 0x800) {
        put(0xC0 | c >> 6);
    } else {
        if (c < 0x10000) {
            put(0xE0 | c >> 12);
        } else {
            put(0xF0 | c >> 18);
            put(0x80 | (c >> 12 & 0x3F));
        }
        put(0x80 | (c >> 6 & 0x3F));
    }
    put(0x80 | (c & 0x3F));
}

/// Four hex digits at `at`, or -1.
std::int32_t hex4(std::string_view s, std::size_t at) {
    if (at + 4 > s.size()) return -1;
    std::int32_t value = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        const int digit = hexDigit(s[i]);
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

std::string decoded(std::string_view inside) {
    if (inside.find('\\') == std::string_view::npos) return isValidUtf8(inside) ? std::string(inside) : toValidUtf8(inside);
    std::string out;
    out.reserve(inside.size());
    for (std::size_t i = 0; i < inside.size(); ++i) {
        if (inside[i] != '\\') {
            out += inside[i];
            continue;
        }
        ++i; // the parser has seen that something follows
        switch (inside[i]) {
        case 'b': out += '\b'; break;
        case 'f': out += '\f'; break;
        case 'n': out += '\n'; break;
        case 'r': out += '\r'; break;
        case 't': out += '\t'; break;
        case 'u': {
            auto c = static_cast<std::uint32_t>(hex4(inside, i + 1));
            i += 4;
            if (c >= 0xD800 && c <= 0xDBFF && i + 2 < inside.size() && inside[i + 1] == '\\' && inside[i + 2] == 'u') {
                const auto low = hex4(inside, i + 3);
                if (low >= 0xDC00 && low <= 0xDFFF) {
                    c = 0x10000 + ((c - 0xD800) << 10) + static_cast<std::uint32_t>(low - 0xDC00);
                    i += 6;
                }
            }
            appendUtf8(out, c);
            break;
        }
        default: out += inside[i]; // " \ /
        }
    }
    return isValidUtf8(out) ? out : toValidUtf8(out);
}

} // namespace

class JsonTapeParser {
public:
    explicit JsonTapeParser(std::string_view text) { m_tape.m_text = text; }
    Result<JsonTape> run();

private:
    using Type = JsonTape::Type;
    Error wrong(const std::string& what) const {
        return makeError(ErrorKind::BadInput, "It is not JSON: " + what + " at byte " + std::to_string(m_at + 1) + ".");
    }
    std::string_view text() const { return m_tape.m_text; }
    void skipSpace() {
        while (m_at < text().size() && isSpace(text()[m_at])) ++m_at;
    }
    std::optional<Error> value();
    std::optional<Error> key();
    std::optional<Error> string();
    bool number();
    bool word(std::string_view word) {
        if (text().substr(m_at, word.size()) != word) return false;
        m_at += word.size();
        return true;
    }
    std::uint32_t push(Type type) {
        m_tape.m_tokens.push_back({static_cast<std::uint32_t>(m_at), 0, 0, type});
        return static_cast<std::uint32_t>(m_tape.m_tokens.size() - 1);
    }
    void close(std::uint32_t index) {
        auto& token = m_tape.m_tokens[index];
        token.end = static_cast<std::uint32_t>(m_at);
        token.next = static_cast<std::uint32_t>(m_tape.m_tokens.size());
    }

    JsonTape m_tape;
    std::size_t m_at = 0;
    std::vector<std::uint32_t> m_open; ///< containers around what is read
};

std::optional<Error> JsonTapeParser::string() {
    const auto index = push(Type::String);
    const auto all = text();
    for (++m_at;; ++m_at) {
        if (m_at >= all.size()) return wrong("the text ends inside of a string");
        const char c = all[m_at];
        if (c == '"') break;
        if (static_cast<unsigned char>(c) < 0x20) return wrong("a control character in a string");
        if (c != '\\') continue;
        if (++m_at >= all.size()) return wrong("the text ends inside of a string");
        if (all[m_at] == 'u') {
            if (hex4(all, m_at + 1) < 0) return wrong("an unfinished \\u");
            m_at += 4;
        } else if (std::string_view("\"\\/bfnrt").find(all[m_at]) == std::string_view::npos) {
            return wrong("an unknown escape");
        }
    }
    ++m_at;
    close(index);
    return {};
}

bool JsonTapeParser::number() {
    const auto all = text();
    const auto index = push(Type::Number);
    const auto digits = [&] {
        const auto first = m_at;
        while (m_at < all.size() && isDigit(all[m_at])) ++m_at;
        return m_at > first;
    };
    if (m_at < all.size() && all[m_at] == '-') ++m_at;
    if (!word("NaN") && !word("Infinity")) {
        if (!digits()) return false;
        if (m_at < all.size() && all[m_at] == '.') {
            ++m_at;
            if (!digits()) return false;
        }
        if (m_at < all.size() && (all[m_at] == 'e' || all[m_at] == 'E')) {
            ++m_at;
            if (m_at < all.size() && (all[m_at] == '+' || all[m_at] == '-')) ++m_at;
            if (!digits()) return false;
        }
    }
    close(index);
    return true;
}

std::optional<Error> JsonTapeParser::key() {
    skipSpace();
    if (m_at >= text().size()) return wrong("the text ends inside of an object");
    if (text()[m_at] != '"') return wrong("a name is missing");
    if (auto error = string()) return error;
    skipSpace();
    if (!word(":")) return wrong(m_at >= text().size() ? "the text ends inside of an object" : "a colon is missing");
    return {};
}

/// A scalar whole; of a container the beginning.
std::optional<Error> JsonTapeParser::value() {
    skipSpace();
    if (m_at >= text().size()) return wrong("the text ends where a value is due");
    if (m_tape.m_tokens.size() >= JsonTape::MaxTokens) return wrong("more values than one record can have");
    const char c = text()[m_at];
    if (c == '{' || c == '[') {
        const auto index = push(c == '{' ? Type::Object : Type::Array);
        ++m_at;
        skipSpace();
        const bool empty = m_at < text().size() && text()[m_at] == (c == '{' ? '}' : ']');
        if (empty) {
            ++m_at;
            close(index);
            return {};
        }
        m_open.push_back(index);
        return c == '{' ? key() : std::nullopt;
    }
    if (c == '"') return string();
    for (const auto& [name, type] : {std::pair(std::string_view("true"), Type::True), {"false", Type::False}, {"null", Type::Null}}) {
        if (text().substr(m_at, name.size()) != name) continue;
        const auto index = push(type);
        m_at += name.size();
        close(index);
        return {};
    }
    if (!number()) return wrong("something that is no value");
    return {};
}

Result<JsonTape> JsonTapeParser::run() {
    if (text().size() >= UINT32_MAX) return makeError(ErrorKind::BadInput, "A record of 4 GB or more cannot be read.");
    bool due = true; // a value is due here
    for (;;) {
        const auto depth = m_open.size();
        if (due) {
            if (auto error = value()) return *error;
            if (m_open.size() > depth) continue; // its first value is due
        }
        if (m_open.empty()) break;
        skipSpace();
        if (m_at >= text().size()) return wrong("the text ends before its last bracket");
        const bool object = m_tape.m_tokens[m_open.back()].type == Type::Object;
        const char c = text()[m_at];
        if (c == (object ? '}' : ']')) {
            ++m_at;
            close(m_open.back());
            m_open.pop_back();
            due = false;
        } else if (c == ',') {
            ++m_at;
            if (object)
                if (auto error = key()) return *error;
            due = true;
        } else {
            return wrong("a comma or a bracket is missing");
        }
    }
    skipSpace();
    if (m_at != text().size()) return wrong("something behind the value");
    return std::move(m_tape);
}

Result<JsonTape> JsonTape::parse(std::string_view text) { return JsonTapeParser(text).run(); }

std::string_view JsonTape::Value::raw() const {
    if (!m_tape) return {};
    const auto& token = m_tape->m_tokens[m_index];
    return m_tape->m_text.substr(token.begin, token.end - token.begin);
}

std::string JsonTape::Value::string() const {
    if (!isString()) return {};
    const auto quoted = raw();
    return decoded(quoted.substr(1, quoted.size() - 2));
}

std::optional<double> JsonTape::Value::number() const {
    if (!isNumber()) return {};
    double value = 0;
    const auto text = raw();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
    return value;
}

std::optional<std::int64_t> JsonTape::Value::count() const {
    if (!isNumber()) return {};
    std::int64_t value = 0;
    const auto text = raw();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return value < 0 ? std::optional<std::int64_t>() : value;
    const auto real = number();
    if (!real || *real < 0) return {};
    return *real >= 9.2e18 ? INT64_MAX : static_cast<std::int64_t>(*real);
}

std::optional<PicoUsd> JsonTape::Value::usd() const {
    if (!isNumber()) return {};
    if (const auto exact = PicoUsd::parse(raw())) return exact->value < 0 ? std::optional<PicoUsd>() : exact;
    const auto real = number();
    if (!real || *real < 0 || *real >= 9'000'000) return {};
    return PicoUsd{std::llround(*real * 1e12)};
}

JsonTape::Value JsonTape::Value::operator[](std::string_view key) const {
    Value found;
    if (!isObject()) return found;
    for (auto it = begin(); it != end(); ++it) {
        // Most names have no escapes: compare before decoding.
        const Value name(m_tape, it.m_at);
        const auto quoted = name.raw().substr(1, name.raw().size() - 2);
        if (quoted == key || (quoted.find('\\') != std::string_view::npos && name.string() == key)) found = *it;
    }
    return found;
}

JsonTape::Value::Iterator JsonTape::Value::begin() const {
    if (!isObject() && !isArray()) return {nullptr, 0, false};
    return {m_tape, m_index + 1, isObject()};
}

JsonTape::Value::Iterator JsonTape::Value::end() const {
    if (!isObject() && !isArray()) return {nullptr, 0, false};
    return {m_tape, m_tape->m_tokens[m_index].next, isObject()};
}

JsonTape::Value JsonTape::Value::first() const { return begin() == end() ? Value() : *begin(); }

std::size_t JsonTape::Value::size() const {
    std::size_t n = 0;
    for (auto it = begin(); it != end(); ++it) ++n;
    return n;
}

} // namespace rlmscope
