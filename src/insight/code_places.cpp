#include "insight/code_places.h"

#include <algorithm>
#include <cstring>

namespace rlmscope::insight {
namespace {

struct Stretch {
    std::size_t document = 0;
    std::uint64_t begin = 0, end = 0;
};

std::vector<Stretch> stretchesOf(const CodeRead& read, const ContextText& context, std::uint64_t base, std::uint64_t size) {
    const auto& documents = context.documents();
    if (size > 0) return {{context.documentAt(base), base, base + size}};
    std::vector<Stretch> all;
    const auto count = static_cast<std::int64_t>(documents.size());
    if (read.key.empty() && read.document != -1) {
        const auto index = read.document < 0 ? count + read.document + 1 : read.document;
        if (index >= 0 && index < count) all.push_back({static_cast<std::size_t>(index), documents[static_cast<std::size_t>(index)].begin, documents[static_cast<std::size_t>(index)].end()});
        return all;
    }
    for (std::size_t i = 0; i < documents.size(); ++i)
        if (read.key.empty() || documents[i].path == read.key) all.push_back({i, documents[i].begin, documents[i].end()});
    return all;
}

/// As Python cuts: negative from the end, everything clipped.
std::int64_t clipped(std::int64_t index, std::int64_t length) { return std::clamp<std::int64_t>(index < 0 ? index + length : index, 0, length); }

CoverageRange charactersOf(const CodeRead& read, const ContextText& context, const Stretch& s) {
    const auto first = context.characterOf(s.document, s.begin).value_or(0);
    const auto length = static_cast<std::int64_t>(context.characterOf(s.document, s.end).value_or(first) - first);
    const auto from = clipped(read.from, length), to = read.to ? clipped(*read.to, length) : length;
    if (from >= to) return {};
    const auto at = [&](std::int64_t c) { return context.byteOfCharacter(s.document, first + static_cast<std::uint64_t>(c)).value_or(s.end); };
    return {at(from), at(to), false};
}

CoverageRange linesOf(const CodeRead& read, const ContextText& context, const Stretch& s) {
    if (s.begin == s.end) return {};
    const auto first = context.lineOf(s.begin).value_or(0);
    const auto length = static_cast<std::int64_t>(context.lineOf(s.end - 1).value_or(first) - first + 1);
    const auto from = clipped(read.from, length), to = read.to ? clipped(*read.to, length) : length;
    if (from >= to) return {};
    const auto at = [&](std::int64_t line) { return std::clamp(context.byteOf(first + static_cast<std::uint64_t>(line)).value_or(s.end), s.begin, s.end); };
    return {at(from), at(to), false};
}

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

void searchIn(std::string_view text, std::uint64_t base, const CodeRead& read, std::vector<CoverageRange>& out) {
    const std::string& word = read.text;
    if (word.empty()) return;
    std::string lower = word;
    std::transform(lower.begin(), lower.end(), lower.begin(), folded);
    const auto next = [&](std::size_t from) -> std::size_t {
        if (!read.ignoreCase) {
            const auto* hit = static_cast<const char*>(memmem(text.data() + from, text.size() - from, word.data(), word.size()));
            return hit ? static_cast<std::size_t>(hit - text.data()) : std::string_view::npos;
        }
        const auto hit = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), lower.begin(), lower.end(), [](char a, char b) { return folded(a) == b; });
        return hit == text.end() ? std::string_view::npos : static_cast<std::size_t>(hit - text.begin());
    };
    for (std::size_t at = 0; at < text.size() && out.size() < MostHits; at += word.size()) {
        at = next(at);
        if (at == std::string_view::npos) return;
        out.push_back({base + at, base + at + word.size(), false});
    }
}

} // namespace

std::vector<CoverageRange> placesOf(const CodeRead& read, const ContextText& context, std::uint64_t base, std::uint64_t size) {
    std::vector<CoverageRange> places;
    for (const auto& s : stretchesOf(read, context, base, size)) {
        CoverageRange range{s.begin, s.end, false};
        switch (read.kind) {
        case CodeRead::Kind::Characters: range = charactersOf(read, context, s); break;
        case CodeRead::Kind::Lines: range = linesOf(read, context, s); break;
        case CodeRead::Kind::Search: searchIn(context.bytes().substr(s.begin, s.end - s.begin), s.begin, read, places); continue;
        case CodeRead::Kind::Scan: break;
        }
        if (range.begin < range.end) places.push_back(range);
        if (places.size() >= MostHits) break;
    }
    return places;
}

} // namespace rlmscope::insight
