#include "insight/passage_search.h"

#include "base/ascii.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace rlmscope::insight {
namespace {

constexpr std::size_t ShortestLine = 12; // a whole line that is shorter may be there by chance
constexpr std::size_t LongestNeighbour = 4096; // longer lines are found by themselves
constexpr std::size_t MostBlankLines = 8;

bool isWord(char c) {
    const auto u = static_cast<unsigned char>(c);
    return u >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Equal bytes from the beginning on.
std::size_t agreeing(const char* a, const char* b, std::size_t most) {
    std::size_t n = 0;
    while (n + 8 <= most) {
        std::uint64_t x, y;
        std::memcpy(&x, a + n, 8);
        std::memcpy(&y, b + n, 8);
        if (x != y) return n + static_cast<std::size_t>(std::countr_zero(x ^ y)) / 8;
        n += 8;
    }
    while (n < most && a[n] == b[n]) ++n;
    return n;
}
std::size_t agreeingBefore(const char* a, const char* b, std::size_t most) {
    std::size_t n = 0;
    while (n + 8 <= most) {
        std::uint64_t x, y;
        std::memcpy(&x, a - n - 8, 8);
        std::memcpy(&y, b - n - 8, 8);
        if (x != y) return n + static_cast<std::size_t>(std::countl_zero(x ^ y)) / 8;
        n += 8;
    }
    while (n < most && a[-1 - static_cast<std::ptrdiff_t>(n)] == b[-1 - static_cast<std::ptrdiff_t>(n)]) ++n;
    return n;
}

} // namespace

const ContextText::Document& PassageMatcher::documentOf(std::uint64_t place) const {
    const auto& last = m_context.documents()[m_document];
    if (place < last.begin || place >= last.end()) m_document = m_context.documentAt(place);
    return m_context.documents()[m_document];
}

Match PassageMatcher::extend(std::size_t at, std::uint64_t place, std::size_t from, std::size_t to) const {
    const auto& document = documentOf(place);
    const char* const data = m_context.bytes().data();
    const auto before = agreeingBefore(m_text.data() + at, data + place, std::min<std::size_t>(at - from, place - document.begin));
    const auto after = agreeing(m_text.data() + at, data + place, std::min<std::size_t>(to - at, document.end() - place));
    return {at - before, place - before, before + after, false};
}

bool PassageMatcher::counts(const Match& match) const {
    const char* const data = m_context.bytes().data();
    if (match.length >= PassageIndex::ShortestBytes) return true;
    const auto& document = documentOf(match.place);
    auto begin = match.place, end = match.place + match.length;
    while (begin < end && isSpace(data[begin])) ++begin;
    while (end > begin && isSpace(data[end - 1])) --end;
    if (end - begin < ShortestLine) return false;
    const Line line = contextLine(document, begin);
    return line.begin >= match.place && line.end <= match.place + match.length;
}

PassageMatcher::Line PassageMatcher::contextLine(const ContextText::Document& document, std::uint64_t at) const {
    const char* const data = m_context.bytes().data();
    const std::uint64_t lowest = std::max(document.begin, at > LongestNeighbour ? at - LongestNeighbour : 0);
    const auto* before = static_cast<const char*>(memrchr(data + lowest, '\n', at - lowest));
    Line line;
    line.before = before ? static_cast<std::uint64_t>(before - data) + 1 : lowest;
    const std::uint64_t highest = std::min(document.end(), at + LongestNeighbour);
    const auto* after = static_cast<const char*>(std::memchr(data + at, '\n', highest - at));
    line.next = after ? static_cast<std::uint64_t>(after - data) + 1 : highest;
    line.begin = line.before, line.end = line.next;
    while (line.begin < line.end && isSpace(data[line.begin])) ++line.begin;
    while (line.end > line.begin && isSpace(data[line.end - 1])) --line.end;
    return line;
}

/// Where a line of the context stands in [begin, end) of the text: all of it, behind something that ends, or anywhere when it
/// is long enough. npos: nowhere.
std::size_t PassageMatcher::inside(std::size_t begin, std::size_t end, std::string_view line) const {
    const auto part = m_text.substr(begin, end - begin);
    if (part.size() < line.size()) return std::string_view::npos;
    const auto last = part.size() - line.size();
    if (part.substr(last) == line && (last == 0 || !isWord(part[last - 1]) || !isWord(line[0]))) return begin + last;
    const auto at = part.find(line);
    if (at == std::string_view::npos) return at;
    // A short one with more than quotes and commas around it may be there by chance.
    const auto after = part.substr(at + line.size());
    if (line.size() < ShortestLine && (std::any_of(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(at), isWord) || std::any_of(after.begin(), after.end(), isWord)))
        return std::string_view::npos;
    return begin + at;
}

// A match that ends with its line: does the next line of the text hold the next line of the context?
bool PassageMatcher::forward(const Match& from, std::size_t limit, std::vector<Match>& out) const {
    const char* const data = m_context.bytes().data();
    const auto& document = documentOf(from.place);
    std::uint64_t place = from.place + from.length;
    std::size_t at = from.at + from.length;
    const auto first = out.size();
    // A few characters of the next line that agree by chance ("2100" of the context, "2099: 2100" here) are no part of it.
    if (const auto* end = static_cast<const char*>(memrchr(data + from.place, '\n', from.length))) {
        const auto beyond = static_cast<std::size_t>(data + place - end - 1);
        if (beyond < ShortestLine) place -= beyond, at -= beyond;
    }
    // To the end of the line, in the context only blanks.
    if (place > from.place && data[place - 1] != '\n') {
        while (place < document.end() && isSpace(data[place]) && data[place] != '\n') ++place;
        if (place < document.end() && data[place] != '\n') return false;
        const auto end = m_text.substr(0, limit).find('\n', at);
        if (end == std::string_view::npos) return false;
        at = end + 1, ++place;
    }
    while (place < document.end() && at < limit) {
        const Line line = contextLine(document, place);
        if (line.next - line.before >= LongestNeighbour) break;
        place = line.next;
        if (line.begin == line.end) continue; // blank: neither side needs it
        std::size_t end = 0;
        for (std::size_t blank = 0; blank < MostBlankLines; ++blank) {
            end = std::min(m_text.substr(0, limit).find('\n', at), limit);
            if (end >= limit || std::any_of(m_text.begin() + static_cast<std::ptrdiff_t>(at), m_text.begin() + static_cast<std::ptrdiff_t>(end), [](char c) { return !isSpace(c); })) break;
            at = end + 1;
        }
        std::size_t textEnd = end;
        while (textEnd > at && isSpace(m_text[textEnd - 1])) --textEnd;
        if (textEnd <= at || textEnd - at > 2 * LongestNeighbour) break;
        const auto found = inside(at, textEnd, m_context.bytes().substr(line.begin, line.end - line.begin));
        if (found == std::string_view::npos) break;
        out.push_back({found, line.begin, static_cast<std::size_t>(line.end - line.begin), false});
        at = end + 1;
    }
    return out.size() > first;
}

bool PassageMatcher::backward(const Match& from, std::size_t limit, std::vector<Match>& out) const {
    const char* const data = m_context.bytes().data();
    const auto& document = documentOf(from.place);
    std::uint64_t place = from.place;
    std::size_t at = from.at;
    const auto first = out.size();
    while (place > document.begin && isSpace(data[place - 1]) && data[place - 1] != '\n') --place;
    if (place > document.begin && data[place - 1] != '\n') { // it begins within its line: with its end, by chance?
        const auto* end = static_cast<const char*>(std::memchr(data + from.place, '\n', std::min(from.length, ShortestLine)));
        if (!end) return false;
        place = static_cast<std::uint64_t>(end - data) + 1;
        at = from.at + static_cast<std::size_t>(place - from.place);
    }
    const auto lineStart = [&](std::size_t p) {
        const auto before = p == 0 ? std::string_view::npos : m_text.rfind('\n', p - 1);
        return before == std::string_view::npos || before < limit ? limit : before + 1;
    };
    at = lineStart(at);
    while (place > document.begin && at > limit) {
        const Line line = contextLine(document, place - 1);
        if (line.next - line.before >= LongestNeighbour) break;
        place = line.before;
        if (line.begin == line.end) continue;
        std::size_t end = at - 1, begin = lineStart(end);
        for (std::size_t blank = 0; blank < MostBlankLines && begin > limit; ++blank) {
            if (std::any_of(m_text.begin() + static_cast<std::ptrdiff_t>(begin), m_text.begin() + static_cast<std::ptrdiff_t>(end), [](char c) { return !isSpace(c); })) break;
            end = begin - 1, begin = lineStart(end);
        }
        std::size_t textEnd = end;
        while (textEnd > begin && isSpace(m_text[textEnd - 1])) --textEnd;
        if (textEnd <= begin || textEnd - begin > 2 * LongestNeighbour) break;
        const auto found = inside(begin, textEnd, m_context.bytes().substr(line.begin, line.end - line.begin));
        if (found == std::string_view::npos) break;
        out.push_back({found, line.begin, static_cast<std::size_t>(line.end - line.begin), false});
        at = begin;
    }
    return out.size() > first;
}

void PassageMatcher::addNeighbours(std::vector<Match>& found) const {
    std::vector<Match> all;
    for (std::size_t i = 0; i < found.size(); ++i) {
        // Between the last one that is known (maybe a neighbour) and this one, then between this one and the next.
        const std::size_t from = all.empty() ? 0 : all.back().at + all.back().length;
        std::vector<Match> before;
        backward(found[i], from, before);
        all.insert(all.end(), before.rbegin(), before.rend());
        all.push_back(found[i]);
        forward(found[i], i + 1 < found.size() ? found[i + 1].at : m_text.size(), all);
    }
    found = std::move(all);
}

Passage PassageMatcher::passage(const Match& match) const {
    const char* const data = m_context.bytes().data();
    Passage passage{match.place, match.place + match.length, match.at, match.ambiguous};
    const auto end = documentOf(match.place).end();
    while (passage.begin < passage.end && isContinuation(data[passage.begin])) ++passage.begin, ++passage.at;
    if (passage.end < end && isContinuation(data[passage.end])) {
        do --passage.end;
        while (passage.end > passage.begin && isContinuation(data[passage.end]));
    }
    return passage;
}

} // namespace rlmscope::insight
