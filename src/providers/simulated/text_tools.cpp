#include "providers/simulated/text_tools.h"
#include "base/ascii.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace rlmscope::sim {

namespace {

char fold(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80; }
bool wordByte(char c) { return letter(c) || c == '_'; }
bool upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr std::array StopWords{
    "a", "about", "above", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been", "before",
    "being", "below", "between", "both", "but", "by", "can", "code", "context", "could", "did", "do", "does", "doing",
    "done", "each", "ever", "every", "exactly", "file", "files", "find", "following", "for", "from", "get", "give",
    "given", "had", "has", "have", "he", "her", "here", "his", "how", "i", "if", "in", "input", "into", "is", "it", "its",
    "just", "list", "many", "may", "me", "more", "most", "much", "my", "name", "no", "not", "of", "off", "on", "one",
    "only", "or", "other", "our", "out", "over", "own", "please", "said", "say", "says", "she", "should", "show", "so",
    "some", "such", "tell", "text", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "through", "to", "too", "under", "up", "us", "use", "used", "uses", "using", "very", "was", "we", "were",
    "what", "when", "where", "which", "while", "who", "whom", "whose", "why", "will", "with", "would", "you", "your"};

} // namespace

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), fold);
    return out;
}

std::size_t findIgnoringCase(std::string_view text, std::string_view part, std::size_t from) {
    if (part.empty() || from >= text.size()) return std::string_view::npos;
    const auto it = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), part.begin(), part.end(),
                                [](char a, char b) { return fold(a) == fold(b); });
    return it == text.end() ? std::string_view::npos : static_cast<std::size_t>(it - text.begin());
}

bool contains(std::string_view text, std::string_view part) {
    return findIgnoringCase(text, part) != std::string_view::npos;
}

bool containsWord(std::string_view text, std::string_view word) {
    for (auto at = findIgnoringCase(text, word); at != std::string_view::npos; at = findIgnoringCase(text, word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !wordByte(text[at - 1])) && (end == text.size() || !wordByte(text[end]))) return true;
    }
    return false;
}

bool startsWith(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), text.begin(), [](char a, char b) { return fold(a) == fold(b); });
}

std::string replaceAll(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

std::string join(const Strings& parts, std::string_view between) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i) out += between;
        out += parts[i];
    }
    return out;
}

Views splitLines(std::string_view text) {
    Views out;
    for (std::size_t at = 0; at < text.size();) {
        auto end = text.find('\n', at);
        if (end == std::string_view::npos) end = text.size();
        auto line = text.substr(at, end - at);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        out.push_back(line);
        at = end + 1;
    }
    return out;
}

Views splitSentences(std::string_view text) {
    Views out;
    for (const auto line : splitLines(text)) {
        std::size_t start = 0;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const char c = line[i];
            if (c != '.' && c != '!' && c != '?' && c != ';') continue;
            const bool ends = i + 1 == line.size() || line[i + 1] == ' ';
            const bool abbreviation = c == '.' && i >= 1 && (i < 3 || line[i - 2] == ' ' || line[i - 2] == '.') && letter(line[i - 1]) &&
                                      !isDigit(line[i - 1]);
            const bool title = c == '.' && i >= 2 && i + 2 < line.size() &&
                               (line.substr(i - 2, 2) == "Dr" || line.substr(i - 2, 2) == "Mr" || line.substr(i - 2, 2) == "Ms" ||
                                line.substr(i - 2, 2) == "St" || line.substr(i - 2, 2) == "No");
            if (!ends || abbreviation || title) continue;
            if (const auto s = trimmed(line.substr(start, i + 1 - start)); !s.empty()) out.push_back(s);
            start = i + 1;
        }
        if (const auto s = trimmed(line.substr(std::min(start, line.size()))); !s.empty()) out.push_back(s);
    }
    return out;
}

Views splitWords(std::string_view text) {
    Views out;
    for (std::size_t i = 0; i < text.size();) {
        if (!wordByte(text[i])) {
            ++i;
            continue;
        }
        auto end = i + 1;
        while (end < text.size() && (wordByte(text[end]) || ((text[end] == '-' || text[end] == '\'') && end + 1 < text.size() &&
                                                             wordByte(text[end + 1]))))
            ++end;
        out.push_back(text.substr(i, end - i));
        i = end;
    }
    return out;
}

bool isStopWord(std::string_view word) {
    return std::binary_search(StopWords.begin(), StopWords.end(), word,
                              [](std::string_view a, std::string_view b) { return a < b; });
}

std::string stem(std::string_view word) {
    auto w = lower(word);
    if (w.size() > 2 && w.ends_with("'s")) w.resize(w.size() - 2);
    const auto cut = [&](std::string_view suffix, std::size_t keep, std::string_view put = "") {
        if (w.size() < suffix.size() + keep || !w.ends_with(suffix)) return false;
        w.resize(w.size() - suffix.size());
        w += put;
        return true;
    };
    if (!cut("ies", 2, "y") && !(w.ends_with("sses") && cut("es", 3)) && !(w.ends_with("ches") && cut("es", 3)) &&
        !(w.ends_with("shes") && cut("es", 3)) && !w.ends_with("ss") && !w.ends_with("us"))
        cut("s", 3);
    if (cut("ation", 4) || cut("tion", 4, "t") || cut("ment", 4) || cut("ing", 3) || cut("ed", 3) || cut("er", 4) ||
        cut("ly", 4)) {
        if (w.size() > 3 && w.back() == w[w.size() - 2] && w.back() != 'l' && w.back() != 's') w.pop_back();
    }
    if (w.size() > 3 && w.back() == 'e') w.pop_back();
    return w;
}

std::string searchForm(std::string_view word) {
    const auto w = lower(word), s = stem(word);
    if (s.size() < 3) return w;
    return s.size() + 1 == w.size() && w.back() == 'e' && w.starts_with(s) ? w : s;
}

bool isNumber(std::string_view word) {
    return !word.empty() && std::any_of(word.begin(), word.end(), isDigit) &&
           std::all_of(word.begin(), word.end(), [](char c) { return isDigit(c) || c == '.' || c == ',' || c == '-'; });
}

bool isCapitalised(std::string_view word) { return !word.empty() && (upper(word[0]) || static_cast<unsigned char>(word[0]) >= 0xC3); }

bool looksLikeIdentifier(std::string_view word) {
    if (word.size() < 3) return false;
    bool inner = false, lowerSeen = false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (!wordByte(word[i])) return false;
        lowerSeen |= word[i] >= 'a' && word[i] <= 'z';
        if (i == 0) continue;
        inner |= word[i] == '_' || (upper(word[i]) && word[i - 1] >= 'a' && word[i - 1] <= 'z') ||
                 (i + 1 < word.size() && i >= 1 && upper(word[i]) && upper(word[i - 1]) && word[i + 1] >= 'a' && word[i + 1] <= 'z');
    }
    return inner && (lowerSeen || word.find('_') != std::string_view::npos);
}

std::string pyString(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) out += ' ';
            else out += c;
        }
    }
    return out + '"';
}

std::string pyList(const Strings& items) {
    Strings quoted;
    for (const auto& item : items) quoted.push_back(pyString(item));
    return "[" + join(quoted, ", ") + "]";
}

std::string fill(std::string_view pattern, const std::vector<std::pair<std::string, std::string>>& values) {
    std::string out;
    for (std::size_t i = 0; i < pattern.size();) {
        bool replaced = false;
        if (pattern[i] == '@')
            for (const auto& [name, value] : values)
                if (pattern.substr(i + 1).starts_with(name) && pattern.substr(i + 1 + name.size()).starts_with('@')) {
                    out += value;
                    i += name.size() + 2;
                    replaced = true;
                    break;
                }
        if (!replaced) out += pattern[i++];
    }
    return out;
}

std::uint64_t Random::next() {
    auto z = (m_state += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

std::uint64_t hashText(std::string_view text, std::uint64_t seed) {
    auto h = 0xCBF29CE484222325ULL ^ Random(seed).next();
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return Random(h).next();
}

} // namespace rlmscope::sim
