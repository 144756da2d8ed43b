// Answering a question about a text that is seen whole, in one go: what a direct call, a leaf of call-return, or an
// rlm_query at the depth limit does. The same readings as in the recursive plans, without the recursion.
#include "base/text.h"
#include "providers/simulated/lexicon.h"
#include "providers/simulated/sub.h"

#include <algorithm>
#include <map>

namespace rlmscope::sim {

namespace {

bool isItem(std::string_view line) {
    const auto row = trimmed(line);
    return !row.empty() && row[0] != '#' && !row.starts_with("---") && !row.starts_with("===");
}

/// Lines that look like the most of them do (dated or numbered); all but headings when there is no such shape.
Views items(std::string_view text) {
    Views all, numbered;
    for (const auto line : splitLines(text))
        if (isItem(line)) {
            all.push_back(trimmed(line));
            const auto c = all.back()[0] == '[' && all.back().size() > 1 ? all.back()[1] : all.back()[0];
            if (c >= '0' && c <= '9') numbered.push_back(all.back());
        }
    return numbered.size() * 10 >= all.size() * 6 ? numbered : all;
}

std::string countLabels(const Question& q, std::string_view text, Rot& rot) {
    std::map<std::string, int> counts;
    const auto rows = items(text);
    for (const auto row : rows) {
        auto body = row;
        for (const auto* bar : {" | ", "\t"})
            if (const auto at = row.rfind(bar); at != std::string_view::npos && row.size() - at > 16) body = row.substr(at + std::string_view(bar).size());
        auto label = bestLabel(body, q.labels);
        if (rot.hit() && q.labels.size() > 1) label = (label + 1 + rot.random.below(q.labels.size() - 1)) % q.labels.size();
        ++counts[q.labels[label]];
    }
    std::string table;
    for (const auto& label : q.labels) table += (table.empty() ? "" : ", ") + label + ": " + std::to_string(counts[label]);
    if (!q.target.empty() && q.order.empty()) return std::to_string(counts[q.target]) + " of " + std::to_string(rows.size()) + " items are about " + q.target + " (" + table + ")";
    if (q.order.empty()) return table;
    const auto less = [](const auto& a, const auto& b) { return a.second < b.second; };
    for (const auto& label : q.labels) counts[label] += 0;
    const auto it = q.order == "most" ? std::max_element(counts.begin(), counts.end(), less) : std::min_element(counts.begin(), counts.end(), less);
    return it->first + " (" + table + ")";
}

std::string countExact(const Question& q, std::string_view text) {
    std::int64_t times = 0, inLines = 0;
    for (const auto line : splitLines(text)) {
        std::int64_t here = 0;
        for (auto at = findIgnoringCase(line, q.target); at != std::string_view::npos; at = findIgnoringCase(line, q.target, at + q.target.size())) ++here;
        times += here;
        inLines += here > 0;
    }
    return q.unit == "times" ? std::to_string(times) : std::to_string(inLines) + " lines";
}

} // namespace

std::string answerWhole(const Question& q, std::string_view text, Rot& rot) {
    switch (q.family) {
    case Family::CountLabels: return countLabels(q, text, rot);
    case Family::CountExact: return countExact(q, text);
    case Family::Summary: return summarise(text, 5, q.text);
    case Family::CodeSearch: {
        SubPrompt prompt{q.text, q.text, std::string(text)};
        return judgeCode(prompt, rot);
    }
    case Family::CountDefinitions:
    case Family::Pairs:
    case Family::Aggregate:
    case Family::Find: break;
    }
    const auto found = findInPassages(q, {text}).front();
    if (rot.hit()) return "not here";
    if (found.sentence.empty() || found.coverage < 0.5) return "not here";
    return answerFromText(q, text);
}

} // namespace rlmscope::sim
