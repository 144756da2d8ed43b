// Summaries: the sentences whose words the text uses most, spread over the text, in their own order.
#include "base/text.h"
#include "providers/simulated/sub.h"

#include <algorithm>
#include <map>
#include <set>

namespace rlmscope::sim {

std::string summarise(std::string_view text, std::size_t count, std::string_view focus) {
    struct Scored {
        std::string_view text;
        std::vector<std::string> stems;
        double score = 0;
        bool taken = false;
    };
    std::vector<Scored> sentences;
    std::map<std::string, int> uses;
    std::set<std::string> wanted;
    for (const auto word : splitWords(focus))
        if (!isStopWord(lower(word))) wanted.insert(stem(word));
    for (const auto s : splitSentences(text)) {
        const auto words = splitWords(s);
        if (words.size() < 5 || s.starts_with("#") || s.starts_with("|")) continue;
        Scored scored{s, {}, 0, false};
        for (const auto word : words)
            if (word.size() > 3 && !isStopWord(lower(word))) scored.stems.push_back(stem(word));
        for (const auto& w : scored.stems) ++uses[w];
        sentences.push_back(std::move(scored));
    }
    if (sentences.empty()) return oneLine(text, 200);
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        auto& s = sentences[i];
        for (const auto& w : std::set<std::string>(s.stems.begin(), s.stems.end())) s.score += std::min(uses[w], 6) + (wanted.count(w) ? 2 : 0);
        s.score /= 6.0 + static_cast<double>(s.stems.size());
        if (i == 0) s.score *= 1.35; // what a text begins with is often its point
        for (const auto* mark : {"decided", "agreed", "in short", "conclusion", "therefore", "most important", "as a result", "in the end", "recommend", "the main"})
            if (contains(s.text, mark)) s.score *= 1.5;
    }
    std::set<std::string> said;
    for (std::size_t n = 0; n < std::min(count, sentences.size()); ++n) {
        Scored* best = nullptr;
        double top = -1;
        for (auto& s : sentences) {
            if (s.taken) continue;
            const auto repeated = std::count_if(s.stems.begin(), s.stems.end(), [&](const auto& w) { return said.count(w) > 0; });
            const double score = s.score * (1.0 - 0.7 * static_cast<double>(repeated) / (1.0 + static_cast<double>(s.stems.size())));
            if (score > top) {
                top = score;
                best = &s;
            }
        }
        best->taken = true;
        said.insert(best->stems.begin(), best->stems.end());
    }
    std::string out;
    for (const auto& s : sentences)
        if (s.taken) out += (out.empty() ? "" : " ") + oneLine(s.text, 400);
    return out;
}

} // namespace rlmscope::sim
