#include "providers/simulated/question.h"
#include "base/text.h"

#include <algorithm>
#include <array>

namespace rlmscope::sim {

namespace {

bool any(std::string_view text, std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(), [&](const char* w) { return contains(text, w); });
}
bool anyWord(std::string_view text, std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(), [&](const char* w) { return containsWord(text, w); });
}

/// "billing, delivery or other" -> its parts; empty when it is not a list of short phrases.
Strings splitList(std::string_view text) {
    auto plain = replaceAll(replaceAll(std::string(text), " or ", ", "), " and ", ", ");
    Strings items;
    for (std::size_t at = 0; at <= plain.size();) {
        auto end = plain.find(',', at);
        if (end == std::string::npos) end = plain.size();
        auto item = std::string(trimmed(std::string_view(plain).substr(at, end - at)));
        at = end + 1;
        if (startsWith(item, "or ")) item.erase(0, 3);
        if (startsWith(item, "and ")) item.erase(0, 4);
        while (!item.empty() && (item.front() == '"' || item.front() == '\'' || item.front() == '`')) item.erase(0, 1);
        while (!item.empty() && (item.back() == '"' || item.back() == '\'' || item.back() == '`')) item.pop_back();
        if (item.empty()) continue;
        if (splitWords(item).size() > 4 || item.size() > 40) return {};
        items.push_back(lower(item));
    }
    return items.size() >= 2 ? items : Strings{};
}

Strings quotedPhrases(std::string_view text) {
    Strings out;
    for (const char quote : {'`', '"', '\''})
        for (auto at = text.find(quote); at != std::string_view::npos;) {
            const auto end = text.find(quote, at + 1);
            if (end == std::string_view::npos) break;
            const bool apostrophe = quote == '\'' && at > 0 && text[at - 1] != ' ' && text[at - 1] != '(';
            if (!apostrophe && end - at > 1 && end - at < 80) out.emplace_back(text.substr(at + 1, end - at - 1));
            at = text.find(quote, apostrophe ? at + 1 : end + 1);
        }
    return out;
}

/// A word such as json/decoder.py or Makefile.am: has an extension of letters, or a slash.
std::string namedPath(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        while (i < text.size() && (text[i] == ' ' || text[i] == '\n' || text[i] == '"' || text[i] == '`' || text[i] == '\'')) ++i;
        auto end = i;
        while (end < text.size() && text[end] != ' ' && text[end] != '\n' && text[end] != '"' && text[end] != '`' && text[end] != '\'') ++end;
        auto word = text.substr(i, end - i);
        while (!word.empty() && std::string_view("?,.;:!()").find(word.back()) != std::string_view::npos) word.remove_suffix(1);
        i = end + 1;
        const auto dot = word.rfind('.');
        const bool extension = dot != std::string_view::npos && dot > 0 && dot + 1 < word.size() && word.size() - dot <= 6 &&
                               std::all_of(word.begin() + static_cast<std::ptrdiff_t>(dot) + 1, word.end(),
                                           [](char c) { return std::isalnum(static_cast<unsigned char>(c)); }) &&
                               !isNumber(word.substr(dot + 1));
        if (word.size() > 2 && (extension || (word.find('/') != std::string_view::npos && word.find("//") == std::string_view::npos &&
                                              word.find('(') == std::string_view::npos && word.back() != '/')))
            return std::string(word);
    }
    return {};
}

AnswerKind answerKind(std::string_view q) {
    if (startsWith(q, "how many") || startsWith(q, "how much")) return AnswerKind::Number;
    if (anyWord(q, {"when", "what day", "what date", "which day", "which date", "what time", "what year", "which year"})) return AnswerKind::Time;
    if (any(q, {"how many", "how much", "how long", "how old", "how far", "what number", "how high", "how deep", "how often"})) return AnswerKind::Number;
    if (anyWord(q, {"who", "whom", "whose"}) || any(q, {"which person"})) return AnswerKind::Person;
    if (containsWord(q, "where") || any(q, {"which town", "which city", "which place", "what place"})) return AnswerKind::Place;
    for (const auto* start : {"is ", "are ", "was ", "were ", "did ", "does ", "do ", "has ", "have ", "can "})
        if (startsWith(q, start)) return AnswerKind::YesNo;
    if (any(q, {"what is the name", "what was the name", "called"})) return AnswerKind::Name;
    return AnswerKind::Text;
}

std::string wordsAfter(std::string_view text, std::initializer_list<const char*> markers, std::size_t limit) {
    for (const auto* marker : markers) {
        const auto at = findIgnoringCase(text, marker);
        if (at == std::string_view::npos) continue;
        Strings picked;
        auto rest = text.substr(at + std::string_view(marker).size());
        rest = rest.substr(0, rest.find_first_of("?.,;:("));
        for (const auto word : splitWords(rest)) {
            const auto w = lower(word);
            if (w == "the" || w == "a" || w == "an" || w == "word" || w == "string" || w == "term") continue;
            if (w == "in" || w == "at" || w == "and" || w == "or" || w == "least") break;
            picked.push_back(std::string(word));
            if (picked.size() == limit) break;
        }
        if (!picked.empty()) return join(picked, " ");
    }
    return {};
}

bool readExactCount(Question& q) {
    const std::string_view t = q.text;
    if (!any(t, {"how many", "how often", "number of", "count the", "count how"})) return false;
    for (const auto* unit : {"function", "method", "class", "struct", "macro", "test"})
        if (contains(t, unit) && (!q.path.empty() || any(t, {"define", "declare", "are there"}))) {
            q.family = Family::CountDefinitions;
            q.unit = unit;
            return true;
        }
    if (!any(t, {"mention", "contain", "include", "import", "occur", "appear", "how often", "the word", "the string"})) return false;
    q.target = !q.quoted.empty() ? q.quoted.front()
             : !q.identifiers.empty() ? q.identifiers.front()
             : wordsAfter(t, {"the word ", "the string ", "mentions ", "mention ", "containing ", "contains ", "contain ", "includes ", "include ",
                              "imports ", "import ", "does ", "do "}, 3);
    if (q.target.empty()) return false;
    q.unit = anyWord(t, {"files", "documents", "texts", "modules", "headers", "notes"}) ? "files"
           : anyWord(t, {"lines", "messages", "entries", "rows"})                        ? "lines"
                                                                                         : "times";
    q.family = Family::CountExact;
    return true;
}

bool readCodeSearch(Question& q) {
    const std::string_view t = q.text;
    const bool place = containsWord(t, "where") || any(t, {"which file", "which function", "what function", "which module", "which class",
                                                           "what file", "in which", "which header"});
    const bool code = any(t, {"defin", "implement", "declar", "in this code", "in the code", "function", "class ", "method", "source", "codebase",
                              "module", "macro"});
    if (!(place && (code || !q.identifiers.empty()))) return false;
    q.family = Family::CodeSearch;
    return true;
}

bool readLabelCount(Question& q) {
    const std::string_view t = q.text;
    const bool counting = any(t, {"how many", "count", "most common", "least common", "most frequent", "least frequent", "how often", "tally",
                                  "number of", "more common", "classify", "distribution"});
    if (!counting) return false;
    q.labels = listedLabels(t);
    if (any(t, {"most common", "most frequent", "most often"})) q.order = "most";
    if (any(t, {"least common", "least frequent", "least often", "rarest"})) q.order = "least";
    if (q.labels.empty()) {
        q.target = wordsAfter(t, {"complain about ", "complaints about ", "are about ", "is about ", "about ", "report a ", "report ",
                                  "ask for a ", "ask for ", "ask about ", "concern "}, 3);
        if (q.target.empty()) return false;
        q.target = lower(q.target);
        q.labels = {q.target, "other"};
    } else {
        // The label that is asked for stands outside the list ("How many are about billing? Labels: billing, ...").
        for (const auto& label : q.labels) {
            const auto first = findIgnoringCase(t, label);
            if (q.order.empty() && !any(t, {"each", "per category", "by category"}) &&
                findIgnoringCase(t, label, first + 1) != std::string_view::npos)
                q.target = label;
        }
    }
    q.family = Family::CountLabels;
    return true;
}

bool readAggregate(Question& q) {
    const std::string_view t = q.text;
    for (const auto word : splitWords(t)) {
        const auto w = lower(word);
        if (w == "highest" || w == "largest" || w == "biggest" || w == "maximum" || w == "greatest" || w == "longest" || w == "heaviest" || w == "oldest" ||
            w == "max" || w == "dearest" || w == "tallest")
            q.order = "max";
        if (w == "lowest" || w == "smallest" || w == "minimum" || w == "least" || w == "shortest" || w == "lightest" || w == "youngest" || w == "min" ||
            w == "cheapest")
            q.order = "min";
        if ((w == "total" || w == "sum" || w == "altogether") && q.order.empty()) q.order = "sum";
        if ((w == "average" || w == "mean") && q.order.empty()) q.order = "mean";
    }
    if (const auto at = findIgnoringCase(t, "top "); at != std::string_view::npos && (at == 0 || t[at - 1] == ' ')) {
        const auto rest = splitWords(t.substr(at + 4));
        if (!rest.empty() && isNumber(rest.front())) q.top = std::atoi(std::string(rest.front()).c_str());
        else if (!rest.empty()) q.top = lower(rest.front()) == "three" ? 3 : lower(rest.front()) == "five" ? 5 : lower(rest.front()) == "ten" ? 10 : 0;
        if (q.top > 0) q.order = "top";
    }
    if (q.order.empty()) return false;
    q.family = Family::Aggregate;
    return true;
}

} // namespace

Strings listedLabels(std::string_view text) {
    Strings best;
    const auto consider = [&](std::string_view segment) {
        segment = segment.substr(0, segment.find_first_of(".?;)\n"));
        auto items = splitList(segment);
        if (items.size() > best.size()) best = std::move(items);
    };
    for (auto at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) consider(text.substr(at + 1));
    for (const auto* marker : {"one of ", "labels are ", "categories are ", "among ", "labels ", "as either ", "as ", "("})
        for (auto at = findIgnoringCase(text, marker); at != std::string_view::npos; at = findIgnoringCase(text, marker, at + 1))
            consider(text.substr(at + std::string_view(marker).size()));
    return best;
}

Question readQuestion(std::string_view text) {
    Question q;
    q.text = std::string(trimmed(text));
    q.answer = answerKind(q.text);
    q.quoted = quotedPhrases(q.text);
    q.path = namedPath(q.text);
    for (const auto word : splitWords(q.text)) {
        if (looksLikeIdentifier(word) && std::find(q.identifiers.begin(), q.identifiers.end(), word) == q.identifiers.end())
            q.identifiers.emplace_back(word);
        auto w = lower(word);
        if (w.ends_with("'s")) w.resize(w.size() - 2);
        if ((w.size() > 2 || isNumber(w)) && !isStopWord(w) && std::find(q.keywords.begin(), q.keywords.end(), w) == q.keywords.end())
            q.keywords.push_back(w);
    }
    if (any(q.text, {"summar", "overview", "main points", "the gist"})) q.family = Family::Summary;
    else if (anyWord(q.text, {"pair", "pairs"}) || any(q.text, {"which two "})) q.family = Family::Pairs;
    else if (readExactCount(q) || readCodeSearch(q) || readLabelCount(q) || readAggregate(q)) {}
    return q;
}

} // namespace rlmscope::sim
