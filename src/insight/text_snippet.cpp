// What a hit of the library's index says.
#include "base/text.h"
#include "insight/fold_case.h"
#include "insight/text_index.h"
#include "insight/text_scan.h"
#include "trace/annotations.h"

namespace rlmscope {
namespace {

/// Where the first of the words stands; npos = nowhere.
std::size_t placeOf(std::string_view folded, std::string_view words) {
    std::size_t best = std::string_view::npos;
    for (std::size_t at = 0; at < words.size();) {
        const auto begin = words.find_first_not_of(" \"\t\n", at);
        if (begin == std::string_view::npos) break;
        const auto end = std::min(words.find_first_of(" \"\t\n", begin), words.size());
        best = std::min(best, folded.find(foldCase(words.substr(begin, end - begin))));
        at = end;
    }
    return best;
}

} // namespace

std::string snippetOf(std::string_view text, std::string_view words, std::size_t before, std::size_t after) {
    // Folding keeps the number of bytes of each character, so that places agree.
    const auto place = placeOf(foldCase(text), words);
    if (place == std::string_view::npos) return oneLine(text, before + after);
    const auto head = text.substr(0, place);
    auto left = tailCodePoints(head.substr(head.size() > before * 4 ? head.size() - before * 4 : 0), before);
    const bool cut = left.size() < head.size();
    // Begins with a whole word where there is one.
    if (const auto gap = left.find_first_of(" \t\n"); cut && gap != std::string_view::npos) left.remove_prefix(gap + 1);
    std::string line = oneLine(std::string(left) + std::string(text.substr(place, after * 4)), before + after);
    return cut ? "…" + line : line;
}

Result<std::string> hitText(TraceReader& reader, RunId run, const TextHit& hit, std::string_view words) {
    const auto event = reader.event(run, hit.seq);
    if (!event) return event.error();
    std::string fallback, found;
    if (hit.scope == TextScope::Note) {
        Annotations said;
        said.apply(*event);
        return snippetOf(said.note(event->node), words);
    }
    scanTextsOf(reader, *event, {TextIndex::LongestText}, [&](const ScannedText& text) {
        if (text.scope != hit.scope) return true;
        if (fallback.empty()) fallback = snippetOf(text.text, words);
        if (placeOf(foldCase(text.text), words) == std::string_view::npos) return true;
        found = snippetOf(text.text, words);
        return false;
    });
    return found.empty() ? fallback : found;
}

} // namespace rlmscope
