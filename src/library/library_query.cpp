#include "library/library_query.h"

#include "base/clock.h"
#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <ctime>
#include <map>
#include <optional>

namespace rlmscope::library {
namespace {

std::tm localTime(Nanos wall) {
    const auto seconds = static_cast<std::time_t>(wall / Second);
    std::tm local{};
    localtime_r(&seconds, &local);
    return local;
}

/// Midnight at the beginning of a local day, `days` from it; months and years carry over as mktime says.
Nanos midnight(std::tm day, int days = 0) {
    std::tm start{};
    start.tm_year = day.tm_year, start.tm_mon = day.tm_mon, start.tm_mday = day.tm_mday + days;
    start.tm_isdst = -1;
    return static_cast<Nanos>(std::mktime(&start)) * Second;
}

struct Span {
    Nanos from = 0, to = 0;
};

std::optional<int> digits(std::string_view text, std::size_t length) {
    int value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.size() != length || failed != std::errc{} || end != text.data() + text.size() || value < 0) return {};
    return value;
}

/// today, yesterday, week (the last seven days), month, year, 2026, 2026-11, 2026-11-28.
std::optional<Span> spanOf(std::string_view word, Nanos now) {
    const auto today = localTime(now);
    const auto back = [&](int days) { return Span{midnight(today, 1 - days), midnight(today, 1)}; };
    if (word == "today") return back(1);
    if (word == "yesterday") return Span{midnight(today, -1), midnight(today)};
    if (word == "week") return back(7);
    if (word == "month") return back(30);
    if (word == "year") return back(365);
    const auto year = digits(word.substr(0, 4), 4);
    if (!year) return {};
    std::tm from{}, to{};
    from.tm_year = to.tm_year = *year - 1900;
    from.tm_mday = to.tm_mday = 1;
    if (word.size() == 4) {
        ++to.tm_year;
        return Span{midnight(from), midnight(to)};
    }
    const auto month = word[4] == '-' ? digits(word.substr(5, 2), 2) : std::nullopt;
    if (!month || *month < 1 || *month > 12) return {};
    from.tm_mon = to.tm_mon = *month - 1;
    if (word.size() == 7) {
        ++to.tm_mon;
        return Span{midnight(from), midnight(to)};
    }
    const auto day = word.size() == 10 && word[7] == '-' ? digits(word.substr(8, 2), 2) : std::nullopt;
    if (!day || *day < 1 || *day > 31) return {};
    from.tm_mday = to.tm_mday = *day;
    return Span{midnight(from), midnight(to, 1)};
}

/// "0.1", "50k", "1.5M", "2m" (with units of time): the number in the unit of the field.
std::optional<double> numberOf(std::string_view text, const std::map<std::string_view, double>& units) {
    if (!text.empty() && text.front() == '$') text.remove_prefix(1);
    double value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{}) return {};
    const auto unit = std::string_view(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (unit.empty()) return value;
    const auto known = units.find(unit);
    return known == units.end() ? std::nullopt : std::optional(value * known->second);
}

const std::map<std::string_view, double> Counts{{"k", 1e3}, {"m", 1e6}, {"g", 1e9}};
const std::map<std::string_view, double> Times{{"ms", 1e-3}, {"s", 1}, {"m", 60}, {"min", 60}, {"h", 3600}};
const std::map<std::string_view, double> None{};

struct NumberField {
    std::optional<double> (*value)(const LibraryRow&); ///< nothing: not known, no condition holds
    const std::map<std::string_view, double>* units;
};

template<auto Member>
std::optional<double> counted(const LibraryRow& row) { return static_cast<double>(row.run.*Member); }

const std::map<std::string_view, NumberField>& numberFields() {
    using Value = std::optional<double>;
    static const std::map<std::string_view, NumberField> fields{
        {"cost", {[](const LibraryRow& r) { return r.costKnown() ? Value(r.run.cost.usd()) : Value(); }, &None}},
        {"tokens", {[](const LibraryRow& r) { return Value(static_cast<double>(r.run.usage.input() + r.run.usage.output)); }, &Counts}},
        {"time", {[](const LibraryRow& r) { return Value(static_cast<double>(r.run.duration) / 1e9); }, &Times}},
        {"score", {[](const LibraryRow& r) { return r.score() ? Value(r.score()->value) : Value(); }, &None}},
        {"size", {[](const LibraryRow& r) { return Value(static_cast<double>(r.fileSize)); }, &Counts}},
        {"depth", {[](const LibraryRow& r) { return Value(r.run.depth); }, &None}},
        {"calls", {counted<&RunDigest::calls>, &Counts}},
        {"frames", {counted<&RunDigest::frames>, &Counts}},
        {"turns", {counted<&RunDigest::turns>, &Counts}},
        {"cells", {counted<&RunDigest::cells>, &Counts}},
        {"errors", {counted<&RunDigest::errors>, &Counts}},
        {"warnings", {counted<&RunDigest::warnings>, &Counts}},
        {"events", {counted<&RunDigest::events>, &Counts}},
    };
    return fields;
}

bool contains(const std::string& text, const std::string& word) { return memmem(text.data(), text.size(), word.data(), word.size()) != nullptr; }
bool has(const std::string& text, const std::string& word) { return contains(folded(text), word); }

bool isState(const LibraryRow& row, const std::string& word) {
    const auto state = toString(row.state);
    if (state.substr(0, word.size()) == word) return true;
    const auto& run = row.run;
    if (word == "hidden") return run.hidden;
    if (word == "simulated") return run.simulated;
    if (word == "imported") return !run.importFormat.empty();
    if (word == "ok" || word == "answered") return run.status == "answered";
    if (word == "failed" || word == "error") return run.status == "failed";
    if (word == "cancelled") return run.status == "cancelled";
    if (word == "scored") return !run.scores.empty();
    if (word == "tagged") return !run.tags.empty();
    const auto related = [&](const char* type) {
        return std::any_of(run.relations.begin(), run.relations.end(), [type](const RunRelation& r) { return r.type == type; });
    };
    if (word == "fork") return related("fork_of");
    if (word == "resume" || word == "resumed") return related("resume_of");
    if (word == "replay" || word == "replayed") return related("replay_of");
    if (word == "continued") return related("continues");
    return false;
}

bool isStateWord(const std::string& word) {
    static const std::vector<std::string> more{"hidden", "answered", "error", "cancelled", "scored", "tagged", "fork", "resume", "resumed", "replay", "continued"};
    if (word.empty()) return false;
    for (int i = 0; i <= static_cast<int>(RunState::Simulated); ++i)
        if (toString(static_cast<RunState>(i)).substr(0, word.size()) == word) return true;
    return std::find(more.begin(), more.end(), word) != more.end();
}

using Holds = std::function<bool(const LibraryRow&)>;

Holds textField(std::string_view field, const std::string& word) {
    if (field == "model") return [word](const LibraryRow& r) {
        return std::any_of(r.run.models.begin(), r.run.models.end(), [&](const auto& m) { return has(m, word); });
    };
    if (field == "tag") return [word](const LibraryRow& r) {
        return std::any_of(r.run.tags.begin(), r.run.tags.end(), [&](const auto& t) { return has(t, word); });
    };
    if (field == "strategy") return [word](const LibraryRow& r) { return has(r.run.strategy, word); };
    if (field == "name") return [word](const LibraryRow& r) { return has(r.name(), word); };
    if (field == "question") return [word](const LibraryRow& r) { return has(r.run.question, word); };
    if (field == "answer") return [word](const LibraryRow& r) { return has(r.run.answer, word); };
    if (field == "file") return [word](const LibraryRow& r) { return has(r.fileName, word); };
    if (field == "format") return [word](const LibraryRow& r) { return has(r.run.importFormat, word); };
    if (field == "run") return [word](const LibraryRow& r) { return r.run.run.text().compare(0, word.size(), word) == 0; };
    return {};
}

} // namespace

std::string localDay(Nanos wall) {
    const auto local = localTime(wall);
    char text[16] = {};
    std::strftime(text, sizeof text, "%Y-%m-%d", &local);
    return text;
}

const std::vector<std::string>& LibraryQuery::fields() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all{"status", "is", "when", "model", "tag", "strategy", "name", "question", "answer", "file", "format", "run"};
        for (const auto& [name, field] : numberFields()) all.emplace_back(name);
        return all;
    }();
    return names;
}

// One term after another.
struct LibraryQuery::Parser {
    LibraryQuery& query;
    std::string_view rest;
    Nanos now;

    void problem(std::string sentence) {
        if (query.m_problem.empty()) query.m_problem = std::move(sentence);
    }
    /// Up to white space; quotes hold words together and may begin anywhere.
    std::string token(bool& quoted) {
        std::string out;
        quoted = !rest.empty() && rest.front() == '"';
        bool inside = false;
        std::size_t i = 0;
        for (; i < rest.size(); ++i) {
            const char c = rest[i];
            if (c == '"') inside = !inside;
            else if (!inside && (c == ' ' || c == '\t' || c == '\n')) break;
            else out += c;
        }
        rest.remove_prefix(i);
        return out;
    }
    void add(bool negated, Holds holds) { query.m_terms.push_back({negated, std::move(holds)}); }

    void term() {
        bool negated = false, quoted = false;
        if (rest.size() > 1 && rest.front() == '-' && rest[1] != ' ') {
            negated = true;
            rest.remove_prefix(1);
        }
        const auto text = token(quoted);
        const auto at = quoted ? std::string::npos : text.find_first_of(":<>=");
        const auto name = folded(text.substr(0, at));
        if (at == std::string::npos || at == 0 || std::find(fields().begin(), fields().end(), name) == fields().end()) {
            if (!text.empty()) add(negated, [word = folded(text)](const LibraryRow& row) { return contains(row.text, word); });
            return;
        }
        std::string operation(1, text[at]);
        if (at + 1 < text.size() && text[at + 1] == '=') operation += '=';
        const auto value = folded(text.substr(at + operation.size()));
        if (value.empty()) return; // still being typed
        condition(negated, name, operation == ":" ? "=" : operation, value);
    }
    void condition(bool negated, const std::string& name, const std::string& operation, const std::string& value) {
        if (name == "status" || name == "is") {
            if (!isStateWord(value)) return problem("No run has the state \"" + value + "\".");
            query.m_hidden |= value == "hidden";
            return add(negated, [value](const LibraryRow& row) { return isState(row, value); });
        }
        if (name == "when") return date(negated, operation, value);
        if (auto holds = textField(name, value)) return add(negated, std::move(holds));
        const auto& field = numberFields().at(name);
        const auto number = numberOf(value, *field.units);
        if (!number) return problem("\"" + value + "\" is no number for " + name + ".");
        add(negated, [valueOf = field.value, n = *number, operation](const LibraryRow& row) {
            const auto have = valueOf(row);
            if (!have || row.run.run.isNull()) return false;
            if (operation == ">") return *have > n;
            if (operation == ">=") return *have >= n;
            if (operation == "<") return *have < n;
            if (operation == "<=") return *have <= n;
            return *have == n;
        });
    }
    void date(bool negated, const std::string& operation, const std::string& value) {
        const auto span = spanOf(value, now);
        if (!span) return problem("\"" + value + "\" is no date: today, yesterday, week, month, year or 2026-11-28.");
        add(negated, [from = span->from, to = span->to, operation](const LibraryRow& row) {
            const auto wall = row.run.wall;
            if (operation == ">") return wall >= to;
            if (operation == ">=") return wall >= from;
            if (operation == "<") return wall < from;
            if (operation == "<=") return wall < to;
            return wall >= from && wall < to;
        });
    }
};

LibraryQuery LibraryQuery::parse(std::string_view text, Nanos now) {
    LibraryQuery query;
    Parser parser{query, text, now};
    while (!(parser.rest = trimmed(parser.rest)).empty()) parser.term();
    return query;
}

bool LibraryQuery::matches(const LibraryRow& row) const {
    return std::all_of(m_terms.begin(), m_terms.end(), [&](const Term& term) { return term.holds(row) != term.negated; });
}

} // namespace rlmscope::library
