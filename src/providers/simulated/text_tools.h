#pragma once
// Small plain-text helpers of the simulated model. ASCII letters fold case; other UTF-8 bytes count as letters and
// compare as they are. Everything is a pure function of its arguments.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rlmscope::sim {

using Strings = std::vector<std::string>;
using Views = std::vector<std::string_view>;

std::string lower(std::string_view text);
bool containsWord(std::string_view text, std::string_view word); ///< whole word, ignoring case
bool contains(std::string_view text, std::string_view part);     ///< ignoring case
bool startsWith(std::string_view text, std::string_view prefix); ///< ignoring case
std::size_t findIgnoringCase(std::string_view text, std::string_view part, std::size_t from = 0);
std::string replaceAll(std::string text, std::string_view from, std::string_view to);
std::string join(const Strings& parts, std::string_view between);

Views splitLines(std::string_view text);
/// Sentences and line ends; a full stop inside a number, a path or an abbreviation does not end one.
Views splitSentences(std::string_view text);
/// Runs of letters, digits, '_' and inner '-' or apostrophe, as they are written.
Views splitWords(std::string_view text);

// The views point into the text, so it must not be a temporary.
Views splitLines(std::string&&) = delete;
Views splitSentences(std::string&&) = delete;
Views splitWords(std::string&&) = delete;

bool isStopWord(std::string_view lowerWord);
/// A light stem: plural, -ing, -ed, -er, -ly, -tion families share it ("matching", "matcher", "matches" -> "match").
std::string stem(std::string_view word);
/// The beginning of a word that finds its family in a text and still reads well: "gate", "sluice", "combin".
std::string searchForm(std::string_view word);
bool isNumber(std::string_view word);
bool isCapitalised(std::string_view word);
/// camelCase, PascalCase with a second capital, snake_case, or with digits inside: a name from a program.
bool looksLikeIdentifier(std::string_view word);

std::string pyString(std::string_view text); ///< a Python literal in double quotes
std::string pyList(const Strings& items);
/// Replaces every @NAME@ by its value.
std::string fill(std::string_view pattern, const std::vector<std::pair<std::string, std::string>>& values);

/// SplitMix64: the same numbers everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next();
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; } ///< [0, 1)
    std::size_t below(std::size_t n) { return n ? static_cast<std::size_t>((next() >> 32) * n >> 32) : 0; }
    const char* pick(std::initializer_list<const char*> choices) { return choices.begin()[below(choices.size())]; }

private:
    std::uint64_t m_state;
};
std::uint64_t hashText(std::string_view text, std::uint64_t seed); ///< FNV-1a, mixed

} // namespace rlmscope::sim
