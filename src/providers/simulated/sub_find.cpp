// Reading for one fact: sentences are scored by the question's words that they and their neighbours hold (rare words
// weigh more), then the value is cut out of the best sentence by the kind of answer that the question expects.
#include "base/text.h"
#include "providers/simulated/lexicon.h"
#include "providers/simulated/sub.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>
#include <set>

namespace rlmscope::sim {

namespace {

struct Sentence {
    std::string_view text;
    std::size_t passage = 0;
    std::set<std::string> stems;
};

std::set<std::string> stemsOf(std::string_view text) {
    std::set<std::string> out;
    for (const auto word : splitWords(text)) {
        out.insert(stem(word));
        if (word.find('-') == std::string_view::npos) continue;
        const auto parts = replaceAll(std::string(word), "-", " "); // named: the words are views of it
        for (const auto part : splitWords(parts)) out.insert(stem(part));
    }
    return out;
}

const std::string Months = "(?:January|February|March|April|May|June|July|August|September|October|November|December)";

/// All matches of a pattern, those that the question already names left out.
std::vector<std::string> matches(const std::string& text, const std::string& pattern, const std::string& question, int group = 0) {
    std::vector<std::string> out;
    const std::regex re(pattern);
    for (std::sregex_iterator it(text.begin(), text.end(), re), end; it != end; ++it) {
        auto value = std::string(trimmed((*it)[group].str()));
        if (!value.empty() && !contains(question, value)) out.push_back(value);
    }
    return out;
}

/// The match that stands nearest behind the question's words in the sentence.
std::string nearest(const std::string& sentence, const std::vector<std::string>& values, const Question& question) {
    std::string best;
    double top = -1e9;
    for (const auto& value : values) {
        const auto at = static_cast<double>(sentence.find(value));
        double score = 0;
        for (const auto& word : question.keywords)
            if (const auto k = findIgnoringCase(sentence, stem(word)); k != std::string_view::npos)
                score -= std::abs(at - static_cast<double>(k)) * (static_cast<double>(k) <= at ? 1.0 : 1.6);
        if (score > top) {
            top = score;
            best = value;
        }
    }
    return best;
}

std::string cutClause(std::string_view text) {
    auto end = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool dot = c == '.' && (i + 1 == text.size() || text[i + 1] == ' ');
        if (dot || c == ';' || c == '\n' || (c == ',' && i + 1 < text.size() && text[i + 1] == ' ') || (c == ' ' && text.substr(i).starts_with(" because ")) ||
            (c == ' ' && text.substr(i).starts_with(" since "))) {
            end = i;
            break;
        }
    }
    auto out = std::string(trimmed(text.substr(0, end)));
    while (!out.empty() && (out.front() == '"' || out.front() == '\'' || out.front() == '*')) out.erase(0, 1);
    while (!out.empty() && (out.back() == '"' || out.back() == '\'' || out.back() == '*')) out.pop_back();
    return out;
}

/// What stands behind "is", "was", "=", ":" after the last word of the question that the sentence holds.
std::string afterVerb(const std::string& sentence, const Question& question) {
    std::size_t from = 0;
    for (const auto& word : question.keywords)
        if (const auto at = findIgnoringCase(sentence, stem(word)); at != std::string_view::npos) from = std::max(from, at + stem(word).size());
    for (const auto* verb : {" is called ", " was called ", " is named ", " was named ", " changed to ", " set to ", " moved to ", " is now ", " will be ", " is: ", " is ", " was ", " are ", " were ", " = ", ": "})
        if (const auto at = sentence.find(verb, from > 0 ? from - 1 : 0); at != std::string::npos && at - std::min(at, from) < 48) {
            const auto value = cutClause(std::string_view(sentence).substr(at + std::string_view(verb).size()));
            if (!value.empty() && value.size() < 120) return value;
        }
    return {};
}

bool asksCode(const Question& q) {
    for (const auto* w : {"code", "passcode", "password", "number", "pin", "key", "combination", "serial", "reference", "identifier", "id", "frequency", "callsign"})
        if (containsWord(q.text, w)) return true;
    return false;
}

/// "How many sacks": a number right before that word, else the nearest number, in digits or in words.
std::string numberOf(const std::string& s, const Question& q) {
    auto values = matches(s, R"((?:[$€£] ?)?\d[\d,.]*\d(?: ?%)?|\d ?%?)", q.text);
    const auto inWords = matches(s, R"(\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)(?:-[a-z]+)?\b)", q.text);
    values.insert(values.end(), inWords.begin(), inWords.end());
    if (const auto at = findIgnoringCase(q.text, "how many "); at != std::string_view::npos) {
        const auto asked = splitWords(std::string_view(q.text).substr(at + 9));
        for (std::size_t distance = 0; distance < 3 && !asked.empty(); ++distance)
            for (const auto& value : values) {
                const auto behind = splitWords(std::string_view(s).substr(s.find(value) + value.size()));
                if (distance < behind.size() && stem(behind[distance]) == stem(asked.front())) return value;
            }
    }
    return values.empty() ? std::string() : nearest(s, values, q);
}

/// A value of the kind that the question asks for: a time, a number, a name, a code. Empty when there is none.
std::string typedValue(const std::string& s, const Question& q) {
    const auto& text = q.text;
    switch (q.answer) {
    case AnswerKind::Time:
        for (const auto& pattern : {"\\b\\d{1,2} " + Months + "(?: \\d{4})?\\b", "\\b" + Months + " \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?\\b", std::string(R"(\b\d{4}-\d\d-\d\d\b)"),
                                    std::string(R"(\b\d{1,2}[:.]\d\d(?: ?[ap]m)?\b)"), "\\b" + Months + " \\d{4}\\b",
                                    std::string(R"(\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)"), std::string(R"(\b1[5-9]\d\d\b|\b20\d\d\b)")})
            if (const auto v = matches(s, pattern, text); !v.empty()) return nearest(s, v, q);
        break;
    case AnswerKind::Number:
        return numberOf(s, q);
    case AnswerKind::Person:
        if (const auto v = matches(s, R"((?:Dr\.? |Captain |Mrs?\.? |Ms\.? )?[A-Z][a-zà-ÿ'-]+(?: (?:de |van |von |della )?[A-Z][a-zà-ÿ'-]+)+)", text); !v.empty()) return nearest(s, v, q);
        if (const auto v = matches(s, R"([a-z,] ([A-Z][a-z'-]+))", text, 1); !v.empty()) return nearest(s, v, q);
        break;
    case AnswerKind::Place:
        if (const auto v = matches(s, R"((?:\b(?:in|at|on|under|behind|inside|near|beside|beneath|above|between|below) )((?:the |a |an )?[^,.;()]{2,60}))", text, 1); !v.empty()) return nearest(s, v, q);
        break;
    case AnswerKind::Name:
    case AnswerKind::YesNo:
    case AnswerKind::Text: break;
    }
    if (asksCode(q)) {
        if (const auto v = matches(s, R"(\b[A-Za-z]*[-_]?\d[\w-]*(?:\.\d+)?\b)", text); !v.empty()) return nearest(s, v, q);
        if (const auto v = matches(s, R"re(["“]([^"”]{2,60})["”])re", text, 1); !v.empty()) return v.front();
    }
    return {};
}

bool wantsType(const Question& q) {
    return asksCode(q) || q.answer == AnswerKind::Time || q.answer == AnswerKind::Number || q.answer == AnswerKind::Person;
}

struct Weights {
    std::vector<std::pair<std::string, double>> words; ///< stem of a question word, weight
    double total = 0;
};

Weights weigh(const Question& question, const std::vector<Sentence>& sentences) {
    Weights out;
    for (const auto& word : question.keywords) {
        const auto s = stem(word);
        const auto n = std::count_if(sentences.begin(), sentences.end(), [&](const Sentence& x) { return x.stems.count(s) > 0; });
        const double w = std::log(2.0 + static_cast<double>(sentences.size()) / (1.0 + static_cast<double>(n))) * (isNumber(word) ? 1.5 : 1.0);
        out.words.emplace_back(s, w);
        out.total += w;
    }
    return out;
}

} // namespace

std::vector<Found> findInPassages(const Question& question, const std::vector<std::string_view>& passages) {
    std::vector<Sentence> sentences;
    for (std::size_t p = 0; p < passages.size(); ++p)
        for (const auto s : splitSentences(passages[p])) sentences.push_back({s, p, stemsOf(s)});
    const auto weights = weigh(question, sentences);
    std::vector<Found> out(passages.size());
    if (weights.total <= 0) return out;
    std::map<std::string, Strings> related;
    for (const auto& [word, w] : weights.words) related[word] = relatedWords(word);
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        const auto& s = sentences[i];
        if (s.text.size() < 3 || s.text.ends_with("?") || startsWith(s.text, "Question:")) continue;
        double own = 0, covered = 0;
        for (const auto& [word, w] : weights.words) {
            bool here = s.stems.count(word) > 0;
            double part = here ? 1.0 : 0.0;
            if (!here)
                for (const auto& other : related[word])
                    if (s.stems.count(stem(other))) part = 0.7;
            double near = 0;
            for (std::size_t d = 1; d <= 3 && part == 0 && near == 0; ++d) {
                if (i >= d && sentences[i - d].passage == s.passage && sentences[i - d].stems.count(word)) near = d == 1 ? 0.55 : 0.35;
                if (d == 1 && i + d < sentences.size() && sentences[i + d].passage == s.passage && sentences[i + d].stems.count(word)) near = std::max(near, 0.25);
            }
            own += w * part;
            covered += w * std::max(part, near);
        }
        const double coverage = covered / weights.total;
        std::string text(s.text), value = typedValue(text, question);
        // "The lock was changed. Its code is now 12." The value may stand one sentence further.
        if (value.empty() && wantsType(question) && i + 1 < sentences.size() && sentences[i + 1].passage == s.passage) {
            value = typedValue(std::string(sentences[i + 1].text), question);
            if (!value.empty()) text += " " + std::string(sentences[i + 1].text);
        }
        if (value.empty()) value = afterVerb(text, question);
        const double score = (0.5 * own / weights.total + 0.5 * coverage) * (value.empty() ? 0.75 : 1.0);
        auto& best = out[s.passage];
        if (own > 0 && score > best.score + 1e-9) best = {value, text, score, coverage};
    }
    return out;
}

std::string answerFromText(const Question& question, std::string_view text) {
    const auto found = findInPassages(question, {text}).front();
    if (found.sentence.empty() || found.coverage < 0.5) return "not here";
    if (question.answer == AnswerKind::YesNo) return "Yes: \"" + oneLine(found.sentence, 240) + "\"";
    if (found.value.empty()) return oneLine(found.sentence, 300);
    return found.value + " — \"" + oneLine(found.sentence, 300) + "\"";
}

} // namespace rlmscope::sim
