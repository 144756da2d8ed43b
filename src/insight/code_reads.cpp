#include "insight/code_reads.h"

#include "base/text.h"
#include "insight/python_tokens.h"

#include <algorithm>
#include <utility>

namespace rlmscope::insight {
namespace {

using Meaning = CodeReader::Meaning;
using Kind = Meaning::Kind;
using Token = PythonToken;
using Names = std::unordered_map<std::string, Meaning>;

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> words) { return std::find(words.begin(), words.end(), word) != words.end(); }

/// The alternatives of an expression that is nothing but words: "error|fail\." ; nothing when it is more.
std::vector<std::string> literals(std::string_view pattern) {
    std::vector<std::string> all(1);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '|') {
            all.emplace_back();
        } else if (c == '\\') {
            if (i + 1 == pattern.size()) return {};
            const char next = pattern[++i];
            if (next == 'b') continue; // the edge of a word
            if ((next >= '0' && next <= '9') || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z')) return {};
            all.back() += next;
        } else if (std::string_view(".^$*+?{}[]()").find(c) != std::string_view::npos) {
            return {};
        } else {
            all.back() += c;
        }
    }
    if (std::any_of(all.begin(), all.end(), [](const auto& text) { return text.empty(); })) return {};
    return all;
}

class Scanner {
public:
    Scanner(std::string_view code, Names& names) : m_tokens(pythonTokens(code)), m_names(names) {}

    std::vector<CodeRead> run() {
        bool begins = true; // of a statement
        while (m_at < m_tokens.size() && m_reads.size() < CodeReader::MostReads) {
            const Token& token = m_tokens[m_at];
            if (token.kind == Token::Kind::Line || token.is(";") || token.is(":")) {
                begins = true;
                ++m_at;
                continue;
            }
            step(std::exchange(begins, false));
        }
        return std::move(m_reads);
    }

private:
    const Token& peek(std::size_t ahead = 0) const { return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)]; }
    bool isAttribute() const { return m_at > 0 && m_tokens[m_at - 1].is("."); }

    void step(bool begins) {
        const Token& token = peek();
        if (begins && token.kind == Token::Kind::Name && peek(1).is("=")) return assignment();
        if (token.is("for")) return loop();
        if (token.is("def")) return function();
        if (token.is("re") && peek(1).is(".") && peek(3).is("(")) return expression();
        if (token.kind == Token::Kind::Text && (peek(1).is("in") || (peek(1).is("not") && peek(2).is("in")))) return membership();
        if (token.kind == Token::Kind::Name && !isAttribute() && m_names.count(std::string(token.source))) {
            const auto from = m_at;
            const Chain chain = readChain();
            use(chain, from);
            return;
        }
        ++m_at;
    }

    // ---- name[...].method(...) ----------------------------------------------------------------------------------

    struct Chain {
        Meaning meaning;
        bool looked = false;  ///< a read of it was told already
        bool indexed = false; ///< it ends with a document or slice: whoever uses it looks at it
        std::size_t first = 0;
    };

    Chain readChain() {
        Chain chain;
        chain.first = m_at;
        chain.meaning = m_names[std::string(peek().source)];
        ++m_at;
        while (chain.meaning.kind != Kind::None) {
            if (peek().is("[")) subscript(chain);
            else if (peek().is(".") && peek(1).kind == Token::Kind::Name && peek(2).is("(")) method(chain);
            else break;
        }
        return chain;
    }

    /// The index behind the bracket that closes the one at `open`; past the end when none does.
    std::size_t closing(std::size_t open) const {
        int depth = 0;
        for (std::size_t i = open; i < m_tokens.size(); ++i) {
            const Token& t = m_tokens[i];
            if (t.is("(") || t.is("[") || t.is("{")) ++depth;
            else if ((t.is(")") || t.is("]") || t.is("}")) && --depth == 0) return i + 1;
        }
        return m_tokens.size();
    }

    /// A whole number at `i`, maybe negative; moves past it.
    std::optional<std::int64_t> numberAt(std::size_t& i, std::size_t end) const {
        const bool negative = i < end && m_tokens[i].is("-");
        const std::size_t n = i + (negative ? 1 : 0);
        if (n >= end || m_tokens[n].kind != Token::Kind::Number || m_tokens[n].value < 0) return {};
        i = n + 1;
        return negative ? -m_tokens[n].value : m_tokens[n].value;
    }

    struct Bounds {
        bool known = false, slice = false;
        std::int64_t from = 0;
        std::optional<std::int64_t> to;
    };
    Bounds bounds(std::size_t begin, std::size_t end) const {
        Bounds b;
        std::size_t i = begin;
        const auto first = numberAt(i, end);
        b.from = first.value_or(0);
        if (i == end) {
            b.known = first.has_value();
            return b;
        }
        if (!m_tokens[i].is(":")) {
            b.slice = std::any_of(m_tokens.begin() + static_cast<std::ptrdiff_t>(begin), m_tokens.begin() + static_cast<std::ptrdiff_t>(end), [](const Token& t) { return t.is(":"); });
            return b;
        }
        b.slice = true;
        ++i;
        b.to = numberAt(i, end);
        b.known = i == end; // a step is something else
        return b;
    }

    void subscript(Chain& chain) {
        const auto open = m_at, after = closing(open), end = after - (after < m_tokens.size() || m_tokens.back().is("]") ? 1 : 0);
        Meaning& m = chain.meaning;
        const Bounds b = bounds(open + 1, std::max(open + 1, end));
        const bool text = end == open + 2 && m_tokens[open + 1].kind == Token::Kind::Text;
        m_at = after;
        if (m.kind == Kind::Documents) {
            if (text) m.key = m_tokens[open + 1].text;
            else if (b.known && !b.slice) m.document = b.from < 0 ? b.from - 1 : b.from;
            else return some(chain);
            if (b.slice && !text) return some(chain);
            m.kind = Kind::Document;
            chain.indexed = true;
            return;
        }
        if (!b.known || !m.exact || (m.from > 0 && (b.from < 0 || b.to.value_or(0) < 0))) return some(chain);
        const std::int64_t from = b.from, to = b.slice ? b.to.value_or(INT64_MAX) : from == -1 ? INT64_MAX : from + 1;
        CodeRead read = readOf(m, m.kind == Kind::Lines ? CodeRead::Kind::Lines : CodeRead::Kind::Characters, chain.first);
        read.from = shifted(m.from, from);
        if (to != INT64_MAX) read.to = shifted(m.from, to);
        else read.to = m.to;
        if (m.to && read.to && *m.to >= 0 && *read.to > *m.to) read.to = m.to;
        tell(std::move(read));
        chain.looked = true;
        if (m.kind == Kind::Lines && !b.slice) {
            m = {}; // one line: what is done with it is no news
        } else if (from < 0 || to < 0) {
            m.exact = false;
        } else {
            m.from = shifted(m.from, from);
            if (to != INT64_MAX) m.to = m.from + (to - from);
        }
    }
    static std::int64_t shifted(std::int64_t base, std::int64_t by) { return by < 0 || base > INT64_MAX - by ? by : base + by; }

    /// It looks at something in it, nobody knows what.
    void some(Chain& chain) {
        tell(readOf(chain.meaning, CodeRead::Kind::Scan, chain.first));
        chain.looked = true;
        chain.meaning.exact = false;
        if (chain.meaning.kind == Kind::Documents) chain.meaning.kind = Kind::Document;
    }

    void method(Chain& chain) {
        const auto name = peek(1).source;
        const auto open = m_at + 2, after = closing(open);
        const Token& argument = m_tokens[std::min(open + 1, m_tokens.size() - 1)];
        Meaning& m = chain.meaning;
        m_at = after;
        // A line end or a comma is everywhere: looking for one is going through all of it.
        const bool knownText = argument.kind == Token::Kind::Text && argument.value == 0;
        const bool knownWord = knownText && trimmed(argument.text).size() > 1;
        if (m.kind == Kind::Documents) {
            if (isOneOf(name, {"items", "values"})) return; // the loop tells
            if (name == "get" && knownText) {
                m.key = argument.text;
                m.kind = Kind::Document;
                chain.indexed = true;
                return;
            }
            m = {};
        } else if (m.kind == Kind::Document && (name == "splitlines" || (name == "split" && knownText && argument.text == "\n"))) {
            m.kind = m.from == 0 && !m.to && m.exact ? Kind::Lines : Kind::Document;
            m.exact &= m.kind == Kind::Lines;
        } else if (isOneOf(name, {"lower", "casefold", "upper"})) {
            m.lowered = true;
        } else if (name == "rstrip") {
        } else if (isOneOf(name, {"strip", "lstrip", "replace"})) {
            m.exact = false;
        } else {
            const bool searches = isOneOf(name, {"find", "rfind", "index", "rindex", "count", "split", "partition", "rpartition", "startswith", "endswith"});
            CodeRead read = readOf(m, searches && knownWord ? CodeRead::Kind::Search : CodeRead::Kind::Scan, chain.first);
            if (searches && knownWord) read.text = argument.text;
            tell(std::move(read));
            chain.looked = true;
            m = {};
        }
    }

    // ---- who uses it --------------------------------------------------------------------------------------------

    /// A chain that stands somewhere in an expression.
    void use(const Chain& chain, std::size_t from) {
        const Meaning& m = chain.meaning;
        if (m.kind == Kind::None || chain.looked) return;
        const Token* before = from > 0 ? &m_tokens[from - 1] : nullptr;
        if (before && before->is("in")) return tell(readOf(m, CodeRead::Kind::Scan, from)); // of a value that is not literal
        const bool argument = before && (before->is("(") || before->is(",") || before->is("="));
        if (argument && before->is("(") && from > 1 && isOneOf(m_tokens[from - 2].source, {"len", "type", "isinstance", "enumerate", "hasattr", "id", "sorted"})) return;
        if (chain.indexed) tell(readOf(m, CodeRead::Kind::Characters, from));
        else if (argument && !m.part && !before->is("=")) tell(readOf(m, CodeRead::Kind::Scan, from));
    }

    CodeRead readOf(const Meaning& m, CodeRead::Kind kind, std::size_t first) const {
        CodeRead read;
        read.kind = kind;
        read.document = m.kind == Kind::Documents ? -1 : m.document;
        read.key = m.key;
        read.from = m.exact ? m.from : 0;
        if (m.exact) read.to = m.to;
        read.ignoreCase = m.lowered;
        const char* const begin = m_tokens[std::min(first, m_tokens.size() - 1)].source.data();
        const auto& last = m_tokens[std::min(std::max(m_at, first + 1), m_tokens.size()) - 1].source;
        read.where = oneLine({begin, static_cast<std::size_t>(last.data() + last.size() - begin)}, 60);
        return read;
    }
    void tell(CodeRead read) {
        if (m_reads.size() < CodeReader::MostReads) m_reads.push_back(std::move(read));
    }

    // ---- statements ---------------------------------------------------------------------------------------------

    void assignment() {
        const std::string name(peek().source);
        m_at += 2;
        if (peek().kind == Token::Kind::Name && m_names.count(std::string(peek().source))) {
            const auto from = m_at;
            Chain chain = readChain();
            if (peek().kind == Token::Kind::Line || peek().is(";")) {
                m_names[name] = chain.meaning;
                return;
            }
            use(chain, from);
        }
        m_names.erase(name);
    }

    /// for x in ..., for i, x in enumerate(...), for k, x in context.items(): x is a part of what is gone through.
    void loop() {
        std::string target;
        std::size_t i = m_at + 1;
        for (; i < m_tokens.size() && !m_tokens[i].is("in") && m_tokens[i].kind != Token::Kind::Line; ++i)
            if (m_tokens[i].kind == Token::Kind::Name) {
                m_names.erase(target);
                target = m_tokens[i].source;
            }
        if (i >= m_tokens.size() || !m_tokens[i].is("in")) {
            ++m_at;
            return;
        }
        m_at = i + 1;
        m_names.erase(target);
        if (peek().is("enumerate") && peek(1).is("(")) m_at += 2;
        if (peek().kind != Token::Kind::Name || !m_names.count(std::string(peek().source))) return;
        const auto first = m_at;
        const bool keys = m_names[std::string(peek().source)].kind == Kind::Documents;
        Chain chain = readChain();
        if (chain.meaning.kind == Kind::None) return;
        if (!chain.looked) tell(readOf(chain.meaning, CodeRead::Kind::Scan, first));
        Meaning part = chain.meaning;
        part.exact = keys && chain.meaning.kind == Kind::Documents;
        part.kind = Kind::Document;
        part.part = true;
        m_names[target] = part;
    }

    /// def f(text, n=3): its names are no longer what they were outside.
    void function() {
        m_at += 2;
        const auto after = peek().is("(") ? closing(m_at) : m_at;
        for (; m_at < after; ++m_at)
            if (peek().kind == Token::Kind::Name) m_names.erase(std::string(peek().source));
    }

    /// "text" in ...
    void membership() {
        const Token text = peek();
        m_at += peek(1).is("not") ? 3 : 2;
        if (peek().kind != Token::Kind::Name || !m_names.count(std::string(peek().source))) return;
        const auto first = m_at;
        const Chain chain = readChain();
        if (chain.meaning.kind == Kind::None || chain.meaning.kind == Kind::Documents || text.value != 0 || trimmed(text.text).size() < 2) return use(chain, first);
        CodeRead read = readOf(chain.meaning, CodeRead::Kind::Search, first);
        read.text = text.text;
        tell(std::move(read));
    }

    /// re.findall("text", context, re.I)
    void expression() {
        const auto open = m_at + 3, after = closing(open);
        const Token& pattern = m_tokens[std::min(open + 1, m_tokens.size() - 1)];
        m_at = open + 1;
        if (pattern.kind != Token::Kind::Text || !m_tokens[std::min(open + 2, m_tokens.size() - 1)].is(",")) return;
        m_at = open + 3;
        if (peek().kind != Token::Kind::Name || !m_names.count(std::string(peek().source))) return;
        const auto first = m_at;
        const Chain chain = readChain();
        if (chain.meaning.kind == Kind::None) return;
        const auto words = pattern.value == 0 ? literals(pattern.text) : std::vector<std::string>();
        const bool ignoreCase = std::any_of(m_tokens.begin() + static_cast<std::ptrdiff_t>(std::min(m_at, after)), m_tokens.begin() + static_cast<std::ptrdiff_t>(after),
                                            [](const Token& t) { return t.is("I") || t.is("IGNORECASE"); });
        for (const auto& word : words) {
            CodeRead read = readOf(chain.meaning, CodeRead::Kind::Search, first);
            read.text = word;
            read.ignoreCase |= ignoreCase;
            tell(std::move(read));
        }
        if (words.empty()) tell(readOf(chain.meaning, CodeRead::Kind::Scan, first));
    }

    std::vector<Token> m_tokens;
    Names& m_names;
    std::size_t m_at = 0;
    std::vector<CodeRead> m_reads;
};

} // namespace

std::vector<CodeRead> CodeReader::read(std::string_view code) {
    Meaning context;
    context.kind = m_documents ? Kind::Documents : Kind::Document;
    m_names["context"] = context; // it is bound anew before every cell
    return Scanner(code.substr(0, LongestCode), m_names).run();
}

} // namespace rlmscope::insight
