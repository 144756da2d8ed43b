// looksLikePython(): a tokenizer of a dozen rules. The engine has no Python of its own, and asking a worker to parse
// would start one for every reply; what must not happen is that prose or a shell line is run as a cell.
#include "base/ascii.h"
#include "engine/fences.h"

#include <algorithm>
#include <array>
#include <vector>

namespace rlmscope {
namespace {

enum class Token { Name, Keyword, Number, String, Open, Close, Assign, Operator, Newline, Bad };

constexpr std::array<std::string_view, 38> Keywords = {
    "False",  "None",   "True",  "and",    "as",   "assert", "async", "await",    "break",  "class", "continue", "def",  "del",
    "elif",   "else",   "except", "finally", "for", "from",  "global", "if",      "import", "in",    "is",       "lambda", "nonlocal",
    "not",    "or",     "pass",  "raise",  "return", "try",  "while", "with",     "yield",  "match", "case",     "type"};

bool isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

class Scanner {
public:
    explicit Scanner(std::string_view code) : m_code(code) {}

    /// The tokens with their text; ends with a Bad one when it is not Python.
    std::vector<std::pair<Token, std::string_view>> scan() {
        while (m_at < m_code.size() && !m_bad) step();
        if (m_bad || !m_brackets.empty()) add(Token::Bad, 0);
        return std::move(m_tokens);
    }

private:
    void add(Token token, std::size_t length) {
        m_tokens.emplace_back(token, m_code.substr(m_at, length));
        m_at += length;
    }
    void step() {
        const char c = m_code[m_at];
        if (c == '\n') return newline();
        if (c == ' ' || c == '\t' || c == '\r' || c == '\f') return void(++m_at);
        if (c == '#') return void(m_at = std::min(m_code.find('\n', m_at), m_code.size()));
        if (c == '\\' && m_code.substr(m_at, 2) == "\\\n") return void(m_at += 2);
        if (c == '"' || c == '\'') return string();
        if (isNameStart(c)) return name();
        if (isDigit(c) || (c == '.' && m_at + 1 < m_code.size() && isDigit(m_code[m_at + 1]))) return number();
        symbol(c);
    }
    void newline() {
        if (m_brackets.empty()) add(Token::Newline, 1);
        else ++m_at;
    }
    void name() {
        std::size_t end = m_at;
        while (end < m_code.size() && (isNameStart(m_code[end]) || isDigit(m_code[end]))) ++end;
        const auto text = m_code.substr(m_at, end - m_at);
        const bool prefix = text.size() <= 2 && text.find_first_not_of("rRbBuUfF") == std::string_view::npos;
        if (prefix && end < m_code.size() && (m_code[end] == '"' || m_code[end] == '\'')) {
            m_at = end;
            return string();
        }
        const bool keyword = std::find(Keywords.begin(), Keywords.end(), text) != Keywords.end();
        add(keyword ? Token::Keyword : Token::Name, text.size());
    }
    void number() {
        std::size_t end = m_at;
        while (end < m_code.size() && (isDigit(m_code[end]) || isNameStart(m_code[end]) || m_code[end] == '.')) ++end;
        add(Token::Number, end - m_at);
    }
    void string() {
        const char quote = m_code[m_at];
        const std::string three(3, quote);
        const bool triple = m_code.substr(m_at, 3) == three;
        std::size_t at = m_at + (triple ? 3 : 1);
        for (; at < m_code.size(); ++at) {
            if (m_code[at] == '\\') ++at;
            else if (m_code[at] == '\n' && !triple) break;
            else if (triple ? m_code.substr(at, 3) == three : m_code[at] == quote)
                return add(Token::String, at - m_at + (triple ? 3 : 1));
        }
        m_bad = true;
    }
    void symbol(char c) {
        constexpr std::string_view opens = "([{", closes = ")]}";
        if (opens.find(c) != std::string_view::npos) {
            m_brackets.push_back(closes[opens.find(c)]);
            return add(Token::Open, 1);
        }
        if (closes.find(c) != std::string_view::npos) {
            m_bad = m_brackets.empty() || m_brackets.back() != c;
            if (!m_bad) m_brackets.pop_back();
            return add(Token::Close, 1);
        }
        if (c == ';') return add(Token::Newline, 1);
        if (c == '=' && m_code.substr(m_at, 2) != "==") return add(Token::Assign, 1);
        if (c == '!' && m_code.substr(m_at, 2) != "!=") m_bad = true;
        if (std::string_view("+-*/%@&|^~<>=!,:.").find(c) == std::string_view::npos) m_bad = true;
        std::size_t end = m_at + 1;
        while (end < m_code.size() && std::string_view("*/<>=").find(m_code[end]) != std::string_view::npos) ++end;
        const auto text = m_code.substr(m_at, end - m_at);
        const bool compares = text == "==" || text == "!=" || text == "<=" || text == ">=";
        add(text.size() > 1 && text.ends_with('=') && !compares ? Token::Assign : Token::Operator, text.size());
    }

    std::string_view m_code;
    std::size_t m_at = 0;
    std::string m_brackets; ///< the closing brackets that are due
    bool m_bad = false;
    std::vector<std::pair<Token, std::string_view>> m_tokens;
};

bool isOperand(Token token) {
    return token == Token::Name || token == Token::Number || token == Token::String;
}

} // namespace

bool looksLikePython(std::string_view code) {
    const auto tokens = Scanner(code).scan();
    bool does = false; // something happens: a call, an assignment, a statement
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto [token, text] = tokens[i];
        if (token == Token::Bad) return false;
        const bool first = i == 0 || tokens[i - 1].first == Token::Newline;
        const Token before = first ? Token::Newline : tokens[i - 1].first;
        if (token == Token::Assign) does = true;
        if (token == Token::Open && text == "(" && before == Token::Name) does = true;
        if (first && token == Token::Keyword && (text == "import" || text == "from" || text == "pass" || text == "assert"))
            does = true;
        if (isOperand(token) && (isOperand(before) || before == Token::Close) &&
            !(token == Token::String && before == Token::String))
            return false;
        if (first && token == Token::Operator && text != "@" && text != "*" && text != "-" && text != "+" && text != "~")
            return false;
    }
    return does;
}

} // namespace rlmscope
