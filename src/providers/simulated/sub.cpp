#include "providers/simulated/sub.h"
#include "base/text.h"

#include <algorithm>

namespace rlmscope::sim {

namespace {

/// "[3] notes.md:12" begins passage 3; its text is what follows until the next one.
struct Passage {
    std::string number, place;
    std::string_view text;
};

std::vector<Passage> bracketPassages(std::string_view text) {
    std::vector<Passage> out;
    std::size_t at = text.starts_with("[") ? 0 : text.find("\n[");
    while (at != std::string_view::npos) {
        if (text[at] == '\n') ++at;
        const auto close = text.find(']', at);
        if (close == std::string_view::npos) break;
        const auto number = text.substr(at + 1, close - at - 1);
        auto next = text.find("\n[", close);
        if (isNumber(number)) {
            auto body = text.substr(close + 1, (next == std::string_view::npos ? text.size() : next) - close - 1);
            const auto eol = body.find('\n');
            out.push_back({std::string(number), std::string(trimmed(body.substr(0, eol))), eol == std::string_view::npos ? body : body.substr(eol + 1)});
        }
        at = next;
    }
    return out;
}

std::string answerFromPassages(const Question& question, const std::vector<Passage>& passages, Rot& rot) {
    std::vector<std::string_view> texts;
    for (const auto& p : passages) texts.push_back(p.text);
    auto found = findInPassages(question, texts);
    std::vector<std::size_t> order(found.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return found[a].score > found[b].score; });
    if (rot.hit() && order.size() > 1) std::swap(order[0], order[1]);
    const auto& best = found[order[0]];
    if (best.sentence.empty() || best.coverage < 0.5) return "not here";
    return oneLine(best.value.empty() ? best.sentence : best.value, 300) + " [" + passages[order[0]].number + "]";
}

std::size_t sentencesAsked(std::string_view instruction) {
    for (const auto& [word, n] : std::initializer_list<std::pair<const char*, std::size_t>>{
             {"one sentence", 1}, {"a sentence", 1}, {"1 sentence", 1}, {"two sentences", 2}, {"2 sentences", 2}, {"three sentences", 3}, {"3 sentences", 3},
             {"four sentences", 4}, {"five sentences", 5}, {"5 sentences", 5}, {"paragraph", 5}, {"briefly", 2}})
        if (contains(instruction, word)) return n;
    return 3;
}

} // namespace

SubPrompt readSubPrompt(std::string_view prompt) {
    SubPrompt out;
    auto body = prompt;
    std::size_t cut = std::string_view::npos, skip = 0;
    for (const auto* marker : {"\nText:\n", "\nThe text:\n", "\nPassages:\n", "\nContext:\n", "\nItems:\n", "\nRecords:\n", "\nCode:\n", "\nInput:\n", "\nThe input:\n", "\nDocument:\n"})
        if (const auto at = findIgnoringCase(body, marker); at != std::string_view::npos && at < cut) {
            cut = at;
            skip = std::string_view(marker).size();
        }
    if (cut == std::string_view::npos) {
        // Numbered items or passages begin the text; without them the first paragraph is the instruction.
        for (std::size_t at = 0; at < body.size();) {
            auto end = body.find('\n', at);
            if (end == std::string_view::npos) end = body.size();
            const auto row = body.substr(at, end - at);
            if (!numberedItems(row).empty() && at > 0) {
                cut = at;
                break;
            }
            at = end + 1;
        }
        if (cut == std::string_view::npos) {
            const auto last = trimmed(body).rfind("\n\n");
            cut = body.find("\n\n");
            const auto tail = last == std::string_view::npos ? std::string_view() : trimmed(trimmed(body).substr(last));
            if (tail.ends_with("?") && tail.size() < 600 && !trimmed(body.substr(0, cut)).ends_with("?")) {
                out.instruction = out.question = std::string(tail);
                out.text = std::string(trimmed(body.substr(0, trimmed(body).rfind("\n\n"))));
                return out;
            }
            if (cut == std::string_view::npos) cut = std::min(body.size(), body.find('\n'));
        }
    }
    cut = std::min(cut, body.size());
    out.instruction = std::string(trimmed(body.substr(0, cut)));
    out.text = std::string(trimmed(body.substr(std::min(cut + skip, body.size()))));
    out.question = out.instruction;
    for (const auto* marker : {"Question:", "Task:"})
        if (const auto at = out.instruction.find(marker); at != std::string::npos) {
            const auto rest = std::string_view(out.instruction).substr(at + std::string_view(marker).size());
            out.question = std::string(trimmed(rest.substr(0, rest.find("\n\n"))));
            break;
        }
    return out;
}

std::string subReply(std::string_view promptText, Rot& rot) {
    const auto prompt = readSubPrompt(promptText);
    const auto& how = prompt.instruction;
    if (prompt.text.empty() && trimmed(how).empty()) return "The prompt is empty, so there is nothing to answer.";
    const bool labels = (contains(how, "label") || contains(how, "classif") || contains(how, "category") || contains(how, "categories") || containsWord(how, "one of")) &&
                        !contains(how, "How many") && !listedLabels(how).empty();
    const bool bullets = contains(how, "classif") && how.find("\n- ") != std::string::npos;
    if (labels || bullets) return classifyItems(prompt, rot);
    if (contains(how, "implements what is asked") || contains(how, "Which of these places")) return judgeCode(prompt, rot);
    if (startsWith(how, "Extract") || contains(how, "as a JSON object with") || contains(how, "with the fields")) return extractItems(prompt, rot);
    if (const auto passages = bracketPassages(prompt.text); !passages.empty() && how.find("Question:") != std::string::npos)
        return answerFromPassages(readQuestion(prompt.question), passages, rot);
    if (contains(how, "summar")) return summarise(prompt.text, sentencesAsked(how), prompt.question);
    const auto answer = answerWhole(readQuestion(prompt.question), prompt.text, rot);
    if (answer == "not here" && !contains(how, "not here")) return "I cannot tell from this text.";
    return answer;
}

} // namespace rlmscope::sim
