#include "insight/node_query.h"

#include "base/ascii.h"
#include "insight/fold_case.h"
#include "insight/query_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace rlmscope {

using query::Field;

namespace {

constexpr int DeepestNesting = 32;
constexpr std::size_t MostTerms = 100, LongestQuestion = 10'000;

bool isFieldLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// "1.5k", "$0.01", "2s", "3 %" is none. The unit decides which fields it may stand for.
std::optional<double> numberOf(std::string_view text, Field field) {
    const bool money = field == Field::Cost || field == Field::OwnCost;
    const bool time = field == Field::Time || field == Field::Start;
    if (money && !text.empty() && text.front() == '$') text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
    const auto unit = text.substr(static_cast<std::size_t>(end - text.data()));
    struct Unit {
        std::string_view name;
        double factor;
    };
    static constexpr Unit Times[] = {{"", 1e9}, {"s", 1e9}, {"ms", 1e6}, {"us", 1e3}, {"ns", 1}, {"m", 6e10}, {"min", 6e10}, {"h", 3.6e12}};
    static constexpr Unit Counts[] = {{"", 1}, {"k", 1e3}, {"m", 1e6}, {"g", 1e9}, {"b", 1e9}};
    static constexpr Unit Moneys[] = {{"", 1e12}, {"c", 1e10}, {"ct", 1e10}};
    const auto pick = [&](const auto& units) -> std::optional<double> {
        for (const auto& [name, factor] : units)
            if (foldCase(unit) == name) return value * factor;
        return std::nullopt;
    };
    return time ? pick(Times) : money ? pick(Moneys) : pick(Counts);
}

} // namespace

class QueryParser {
public:
    explicit QueryParser(std::string_view text) : m_text(text) {}

    std::variant<NodeQuery, QueryProblem> parse() {
        if (m_text.size() > LongestQuestion) return QueryProblem{"The question is longer than 10,000 characters.", 0, m_text.size()};
        skipSpace();
        if (m_at < m_text.size() && !either()) return m_problem;
        if (m_at < m_text.size()) return QueryProblem{"There is no \"(\" before this \")\".", m_at, 1};
        return std::move(m_query);
    }

private:
    using Op = NodeQuery::Step::Op;

    bool fail(std::string message, std::size_t at, std::size_t length) {
        m_problem = {std::move(message), at, std::max<std::size_t>(length, 1)};
        return false;
    }
    void skipSpace() {
        while (m_at < m_text.size() && isSpace(m_text[m_at])) ++m_at;
    }
    bool atEnd() const { return m_at >= m_text.size() || m_text[m_at] == ')'; }
    /// "or" as a word of its own.
    bool isWord(std::string_view word) const {
        const auto end = m_at + word.size();
        if (foldCase(m_text.substr(m_at, word.size())) != word) return false;
        return end >= m_text.size() || isSpace(m_text[end]) || m_text[end] == '(' || m_text[end] == ')';
    }
    bool takeWord(std::string_view word) {
        if (!isWord(word)) return false;
        m_at += word.size();
        skipSpace();
        return true;
    }
    std::uint32_t here() const { return static_cast<std::uint32_t>(m_query.m_steps.size()); }
    std::size_t emit(Op op, std::uint32_t value = 0) {
        m_query.m_steps.push_back({op, value});
        return m_query.m_steps.size() - 1;
    }

    bool either() {
        if (!all()) return false;
        std::vector<std::size_t> skips;
        while (!atEnd()) {
            const auto at = m_at;
            const bool bar = m_text[m_at] == '|';
            if (bar) {
                while (m_at < m_text.size() && m_text[m_at] == '|') ++m_at;
                skipSpace();
            } else if (!takeWord("or")) {
                break;
            }
            if (atEnd()) return fail("There is nothing after \"or\".", at, 2);
            skips.push_back(emit(Op::SkipIfTrue));
            if (!all()) return false;
        }
        for (const auto skip : skips) m_query.m_steps[skip].value = here();
        return true;
    }
    bool all() {
        if (isWord("or") || m_text[m_at] == '|') return fail("There is nothing before \"or\".", m_at, 2);
        if (!single()) return false;
        std::vector<std::size_t> skips;
        while (!atEnd() && m_text[m_at] != '|' && !isWord("or")) {
            const auto at = m_at;
            if (takeWord("and") && atEnd()) return fail("There is nothing after \"and\".", at, 3);
            skips.push_back(emit(Op::SkipIfFalse));
            if (!single()) return false;
        }
        for (const auto skip : skips) m_query.m_steps[skip].value = here();
        return true;
    }
    bool single() {
        const auto at = m_at;
        const bool dash = m_text[m_at] == '-' && m_at + 1 < m_text.size() && !isSpace(m_text[m_at + 1]);
        if (dash) ++m_at;
        if (dash || takeWord("not")) {
            if (atEnd()) return fail("There is nothing after \"not\".", at, m_at - at);
            if (++m_depth > DeepestNesting) return fail("This is nested too deep.", at, 1);
            if (!single()) return false;
            --m_depth;
            emit(Op::Not);
            return true;
        }
        if (m_text[m_at] == '(') {
            ++m_at;
            skipSpace();
            if (m_at < m_text.size() && m_text[m_at] == ')') return fail("There is nothing between these parentheses.", at, m_at + 1 - at);
            if (m_at >= m_text.size()) return fail("This \"(\" has no \")\".", at, 1);
            if (++m_depth > DeepestNesting) return fail("This is nested too deep.", at, 1);
            if (!either()) return false;
            --m_depth;
            if (m_at >= m_text.size()) return fail("This \"(\" has no \")\".", at, 1);
            ++m_at;
            skipSpace();
            return true;
        }
        return term();
    }

    bool add(QueryTerm term, std::size_t at) {
        if (m_query.m_terms.size() >= MostTerms) return fail("More than 100 words cannot be combined.", at, m_at - at);
        emit(Op::Term, static_cast<std::uint32_t>(m_query.m_terms.size()));
        m_query.m_terms.push_back(std::move(term));
        skipSpace();
        return true;
    }
    /// A value: quoted, or up to the next space or parenthesis.
    bool value(std::string& out, bool& quoted) {
        quoted = m_at < m_text.size() && m_text[m_at] == '"';
        if (!quoted) {
            const auto begin = m_at;
            while (m_at < m_text.size() && !isSpace(m_text[m_at]) && m_text[m_at] != '(' && m_text[m_at] != ')' && m_text[m_at] != '|') ++m_at;
            out = m_text.substr(begin, m_at - begin);
            return true;
        }
        const auto begin = m_at++;
        for (; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '"') {
                ++m_at;
                return true;
            }
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size() && (m_text[m_at + 1] == '"' || m_text[m_at + 1] == '\\')) ++m_at;
            out += m_text[m_at];
        }
        return fail("This quotation mark is never closed.", begin, m_text.size() - begin);
    }
    bool term() {
        const auto at = m_at;
        auto end = m_at;
        while (end < m_text.size() && isFieldLetter(m_text[end])) ++end;
        const bool field = end > at && end < m_text.size() && std::string_view(":=<>!").find(m_text[end]) != std::string_view::npos &&
                           (m_text[end] != '!' || (end + 1 < m_text.size() && m_text[end + 1] == '='));
        if (!field) return words(at);
        const auto* name = query::fieldNamed(foldCase(m_text.substr(at, end - at)));
        if (!name) {
            std::vector<std::string_view> names;
            for (const auto& f : query::fields()) names.push_back(f.name);
            const auto near = query::nearest(foldCase(m_text.substr(at, end - at)), names);
            const std::string word(m_text.substr(at, end - at));
            return fail("There is no field \"" + word + "\"." + (near.empty() ? " To look for it as text, put it in quotation marks." : " Did you mean " + near + "?"), at, end - at);
        }
        m_at = end;
        std::string op;
        while (m_at < m_text.size() && op.size() < 2 && std::string_view(":=<>!").find(m_text[m_at]) != std::string_view::npos) {
            if (op.size() == 1 && (m_text[m_at] != '=' && !(op == ":" && (m_text[m_at] == '<' || m_text[m_at] == '>')))) break;
            op += m_text[m_at++];
        }
        if (op == ":<" || op == ":>") { // "depth:>1" is as good
            op.erase(0, 1);
            if (m_at < m_text.size() && m_text[m_at] == '=') op += m_text[m_at++];
        }
        if (op == "==") op = "=";
        const auto begin = m_at;
        std::string text;
        bool quoted = false;
        if (!value(text, quoted)) return false;
        if (text.empty() && !quoted) return fail("\"" + std::string(m_text.substr(at, begin - at)) + "\" has no value.", at, begin - at);
        return fieldTerm(*name, op, text, at, begin);
    }
    bool words(std::size_t at) {
        QueryTerm term;
        std::string text;
        bool quoted = false;
        if (!value(text, quoted)) return false;
        if (text.empty()) return quoted ? fail("There is nothing between these quotation marks.", at, m_at - at) : fail("This cannot be understood.", at, 1);
        term.text = foldCase(text);
        return add(std::move(term), at);
    }
    bool fieldTerm(const query::FieldName& name, const std::string& op, const std::string& text, std::size_t at, std::size_t begin) {
        QueryTerm term;
        term.field = name.field;
        term.scope = name.scope;
        term.negated = op == "!=";
        if (query::isNumber(name.field)) return number(name, op, text, std::move(term), at, begin);
        if (op != ":" && op != "=" && op != "!=")
            return fail("\"" + std::string(name.name) + "\" is no number: write " + std::string(name.name) + ":" + text + ".", at, m_at - at);
        if (const auto* values = query::valuesOf(name.field)) {
            // kind:cell,turn is either.
            for (std::size_t from = 0; from <= text.size();) {
                const auto comma = std::min(text.find(',', from), text.size());
                const auto word = foldCase(std::string_view(text).substr(from, comma - from));
                const auto* known = query::wordNamed(*values, word);
                if (!known) return badValue(name, *values, word, begin + from);
                term.bits |= known->bits;
                from = comma + 1;
            }
        } else if (name.field == Field::Under) {
            if (!under(text, term)) return fail("\"" + text + "\" names no place: write turn3, cell1, root, rlm_query, or the number of a node as #120.", begin, m_at - begin);
        } else {
            term.text = foldCase(text);
            if (term.text.empty()) return fail("\"" + std::string(name.name) + ":\" has no value.", at, m_at - at);
        }
        return add(std::move(term), at);
    }
    bool badValue(const query::FieldName& name, const std::vector<query::Word>& values, const std::string& word, std::size_t at) {
        std::vector<std::string_view> names;
        std::string list;
        for (const auto& v : values) {
            names.push_back(v.name);
            if (!v.hint.empty()) list += (list.empty() ? "" : ", ") + std::string(v.name);
        }
        const auto near = query::nearest(word, names);
        const std::string what = word.empty() ? "There is nothing after the comma." : "\"" + word + "\" is no " + std::string(name.name) + ".";
        return fail(what + (near.empty() ? " It can be " + list + "." : " Did you mean " + near + "?"), at, word.size());
    }
    bool number(const query::FieldName& name, const std::string& op, const std::string& text, QueryTerm term, std::size_t at, std::size_t begin) {
        constexpr double Most = std::numeric_limits<double>::infinity();
        const auto bad = [&](std::string_view part, std::size_t from) {
            const bool money = name.field == Field::Cost || name.field == Field::OwnCost;
            const bool time = name.field == Field::Time || name.field == Field::Start;
            return fail("\"" + std::string(part) + "\" is no " + (money ? "amount: write 0.01 or $0.01." : time ? "time: write 2s, 300ms or 1m." : "number: write 12 or 1.5k."),
                        begin + from, part.size());
        };
        if (const auto dots = text.find(".."); dots != std::string::npos && (op == ":" || op == "=")) {
            const auto low = numberOf(std::string_view(text).substr(0, dots), term.field);
            const auto high = numberOf(std::string_view(text).substr(dots + 2), term.field);
            if (!low && dots > 0) return bad(std::string_view(text).substr(0, dots), 0);
            if (!high && dots + 2 < text.size()) return bad(std::string_view(text).substr(dots + 2), dots + 2);
            term.low = low.value_or(-Most);
            term.high = high.value_or(Most);
            return add(std::move(term), at);
        }
        const auto value = numberOf(text, term.field);
        if (!value) return bad(text, 0);
        term.low = op == "<" || op == "<=" ? -Most : *value;
        term.high = op == ">" || op == ">=" ? Most : *value;
        term.openLow = op == ">";
        term.openHigh = op == "<";
        return add(std::move(term), at);
    }
    static bool under(const std::string& text, QueryTerm& term) {
        std::string word = foldCase(text);
        std::erase_if(word, isSpace);
        const auto digits = word.find_first_of("0123456789");
        const auto kind = word.substr(0, digits);
        std::int64_t number = -1;
        if (digits != std::string::npos) {
            const auto* last = word.data() + word.size();
            if (const auto [end, error] = std::from_chars(word.data() + digits, last, number); error != std::errc() || end != last) return false;
        }
        if (kind == "#" && number > 0) return term.seq = static_cast<Seq>(number), true;
        const auto* known = query::wordNamed(query::kinds(), kind);
        if (!known || number > INT32_MAX) return false;
        const bool numbered = kind == "turn" || kind == "cell";
        if (!numbered && number >= 0) return false;
        term.bits = known->bits;
        term.number = static_cast<std::int32_t>(number);
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
    NodeQuery m_query;
    QueryProblem m_problem;
};

std::variant<NodeQuery, QueryProblem> NodeQuery::parse(std::string_view text) { return QueryParser(text).parse(); }

bool NodeQuery::readsTexts() const {
    return std::any_of(m_terms.begin(), m_terms.end(), [](const QueryTerm& term) {
        return term.field == Field::Text && term.scope != TextScope::Name && term.scope != TextScope::Note;
    });
}

// ---- completion ----------------------------------------------------------------------------------------------

std::vector<QueryCompletion> completeQuery(std::string_view text, const std::vector<std::string>& models) {
    std::vector<QueryCompletion> all;
    auto begin = text.size();
    while (begin > 0 && !isSpace(text[begin - 1]) && text[begin - 1] != '(' && text[begin - 1] != '|') --begin;
    if (begin < text.size() && text[begin] == '-') ++begin;
    const auto word = text.substr(begin);
    if (!word.empty() && word.front() == '"') return all;
    const auto op = word.find_first_of(":=<>!");
    if (op == std::string_view::npos) {
        const auto typed = foldCase(word);
        for (const auto& field : query::fields()) {
            if (field.hint.empty() || field.name.substr(0, typed.size()) != typed) continue;
            all.push_back({begin, std::string(field.name) + (query::isNumber(field.field) ? ">" : ":"), std::string(field.hint), true});
        }
        return all;
    }
    const auto* field = query::fieldNamed(foldCase(word.substr(0, op)));
    if (!field) return all;
    const auto from = std::max(op + 1, word.rfind(',') == std::string_view::npos ? 0 : word.rfind(',') + 1);
    const auto typed = foldCase(word.substr(from));
    if (const auto* values = query::valuesOf(field->field)) {
        for (const auto& value : *values)
            if (!value.hint.empty() && value.name.substr(0, typed.size()) == typed)
                all.push_back({begin + from, std::string(value.name), std::string(value.hint), false});
    } else if (field->field == Field::Model) {
        for (const auto& model : models)
            if (containsFolded(model, typed)) {
                const bool plain = model.find_first_of(" ()|\"") == std::string::npos;
                all.push_back({begin + from, plain ? model : "\"" + model + "\"", {}, false});
            }
    } else if (field->field == Field::Under && typed.empty()) {
        all = {{begin + from, "turn", "turn3: what lies in the third turn of a frame", true}, {begin + from, "cell", "cell1: what a cell called", true},
               {begin + from, "rlm_query", "what child frames did", false}};
    }
    return all;
}

const std::vector<QueryFieldHelp>& queryHelp() {
    static const std::vector<QueryFieldHelp> help{
        {"Paris", "a word anywhere: names, prompts, replies, code, output"}, {"\"two words\"", "words that stand together"},
        {"kind:cell  kind:llm", "frame, root, child, turn, llm, model, cell, sub"}, {"status:failed", "ok, failed, running, queued, stopped, interrupted"},
        {"cost>0.01  tokens>1k  time>2s", "with everything below the node, as the tree shows it; 1s..5s is a range"},
        {"depth>1  calls>10  lines>40", "numbers of a node"}, {"model:gpt", "part of a model's name"},
        {"under:turn3  under:#120", "what lies in a turn, a cell or a node"}, {"code:split  prompt:label  reply:yes", "a word in one kind of text; also output: note: name:"},
        {"is:bookmarked", "noted, tagged, forced, cached, recorded, replayed, simulated, estimated, open, batched, retried"},
        {"a b   a or b   -a   (a or b) c", "both, either, not, in parentheses"},
    };
    return help;
}

} // namespace rlmscope
