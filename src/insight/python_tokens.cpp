#include "insight/python_tokens.h"

#include "base/ascii.h"

#include <algorithm>
#include <charconv>

namespace rlmscope::insight {
namespace {

bool isNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool isNamePart(char c) { return isNameStart(c) || isDigit(c); }

class Tokenizer {
public:
    Tokenizer(std::string_view code, std::size_t most) : m_code(code), m_most(most) {}

    std::vector<PythonToken> run() {
        while (m_at < m_code.size() && m_tokens.size() < m_most) step();
        add(PythonToken::Kind::Line, m_code.size());
        return std::move(m_tokens);
    }

private:
    char at(std::size_t offset = 0) const { return m_at + offset < m_code.size() ? m_code[m_at + offset] : '\0'; }
    PythonToken& add(PythonToken::Kind kind, std::size_t end) {
        PythonToken token;
        token.kind = kind;
        token.source = m_code.substr(m_at, end - m_at);
        m_at = end;
        return m_tokens.emplace_back(std::move(token));
    }

    void step() {
        const char c = at();
        if (c == '\n') return newline();
        if (c == '\\' && (at(1) == '\n' || at(1) == '\r')) {
            m_at += at(1) == '\r' && at(2) == '\n' ? 3 : 2;
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
            ++m_at;
        } else if (c == '#') {
            m_at = std::min(m_code.find('\n', m_at), m_code.size());
        } else if (isNameStart(c)) {
            name();
        } else if (isDigit(c)) {
            number();
        } else if (c == '"' || c == '\'') {
            text(0, false, false);
        } else {
            sign();
        }
    }

    void newline() {
        std::size_t after = m_at + 1;
        while (after < m_code.size() && (m_code[after] == ' ' || m_code[after] == '\t')) ++after;
        if (m_brackets > 0) {
            m_at = after;
            return;
        }
        const auto indent = static_cast<std::uint32_t>(after - m_at - 1);
        add(PythonToken::Kind::Line, m_at + 1).indent = indent;
        m_at = after;
    }

    void name() {
        std::size_t end = m_at;
        while (end < m_code.size() && isNamePart(m_code[end])) ++end;
        const auto word = m_code.substr(m_at, end - m_at);
        if (word.size() <= 2 && end < m_code.size() && (m_code[end] == '"' || m_code[end] == '\'')) {
            bool prefix = true, raw = false, unknown = false;
            for (const char c : word) {
                const char l = static_cast<char>(c | 0x20);
                raw |= l == 'r';
                unknown |= l == 'f' || l == 'b';
                prefix &= l == 'r' || l == 'f' || l == 'b' || l == 'u';
            }
            if (prefix) return text(word.size(), raw, unknown);
        }
        add(PythonToken::Kind::Name, end);
    }

    void number() {
        std::size_t end = m_at;
        std::string digits;
        bool whole = true;
        while (end < m_code.size() && (isNamePart(m_code[end]) || m_code[end] == '.')) {
            if (isDigit(m_code[end])) digits += m_code[end];
            else if (m_code[end] != '_') whole = false;
            ++end;
        }
        auto& token = add(PythonToken::Kind::Number, end);
        std::int64_t value = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (whole && read.ec == std::errc()) token.value = value;
    }

    void text(std::size_t prefix, bool raw, bool unknown) {
        std::size_t p = m_at + prefix;
        const char quote = m_code[p];
        const bool triple = p + 2 < m_code.size() && m_code[p + 1] == quote && m_code[p + 2] == quote;
        p += triple ? 3 : 1;
        std::string meaning;
        while (p < m_code.size()) {
            const char c = m_code[p];
            if (c == '\\' && p + 1 < m_code.size()) {
                escape(p, raw, meaning);
                continue;
            }
            if (c == '\n' && !triple) break; // not closed
            if (c == quote && (!triple || m_code.substr(p, 3) == std::string(3, quote))) {
                p += triple ? 3 : 1;
                break;
            }
            meaning += c;
            ++p;
        }
        auto& token = add(PythonToken::Kind::Text, std::min(p, m_code.size()));
        token.text = std::move(meaning);
        token.value = unknown ? 1 : 0;
    }

    void escape(std::size_t& p, bool raw, std::string& meaning) const {
        const char c = m_code[p + 1];
        if (raw) {
            meaning += {'\\', c};
        } else {
            constexpr std::string_view From = "ntr\\'\"0", To("\n\t\r\\'\"\0", 7);
            if (const auto known = From.find(c); known != std::string_view::npos) meaning += To[known];
            else if (c != '\n') meaning += {'\\', c}; // \x41, \N{...}: rare; then the text is not found, which says nothing wrong
        }
        p += 2;
    }

    void sign() {
        static constexpr std::string_view Two[] = {"==", "!=", "<=", ">=", ":=", "**", "//", "+=", "-=", "->", "*=", "|="};
        const auto two = m_code.substr(m_at, 2);
        const bool isTwo = std::find(std::begin(Two), std::end(Two), two) != std::end(Two);
        const char c = at();
        if (c == '(' || c == '[' || c == '{') ++m_brackets;
        if ((c == ')' || c == ']' || c == '}') && m_brackets > 0) --m_brackets;
        add(PythonToken::Kind::Sign, m_at + (isTwo ? 2 : 1));
    }

    std::string_view m_code;
    std::size_t m_most;
    std::size_t m_at = 0;
    int m_brackets = 0;
    std::vector<PythonToken> m_tokens;
};

} // namespace

std::vector<PythonToken> pythonTokens(std::string_view code, std::size_t most) { return Tokenizer(code, most).run(); }

} // namespace rlmscope::insight
