#include "providers/simulated/call_return.h"
#include "base/text.h"
#include "providers/simulated/root_view.h"

#include <algorithm>

namespace rlmscope::sim {

namespace {

struct Task {
    std::string question;
    std::string_view text;
};

/// "Question: ...\n\nThe text:\n\n..." with either word; otherwise as a sub-model reads a prompt.
Task readTask(const std::string& message, SubPrompt& store) {
    for (const auto* head : {"Task:", "Question:"}) {
        const auto at = message.find(head);
        const auto text = message.find("\nThe text:\n");
        if (at == std::string::npos || text == std::string::npos || text < at) continue;
        const auto start = at + std::string_view(head).size();
        return {std::string(trimmed(std::string_view(message).substr(start, text - start))), trimmed(std::string_view(message).substr(text + 11))};
    }
    store = readSubPrompt(message);
    return {store.question, store.text};
}

Strings tagged(std::string_view text, std::string_view tag) {
    Strings out;
    const auto open = "<" + std::string(tag) + ">", close = "</" + std::string(tag) + ">";
    for (auto at = text.find(open); at != std::string_view::npos; at = text.find(open, at + 1)) {
        const auto end = text.find(close, at);
        if (end == std::string_view::npos) break;
        out.emplace_back(trimmed(text.substr(at + open.size(), end - at - open.size())));
    }
    return out;
}

/// What the parts say, together: counts are added, searches take the first that found something.
std::string combine(const Question& q, const Strings& results) {
    if (q.family == Family::CountLabels) {
        std::string out;
        std::vector<std::pair<std::int64_t, std::string>> sums;
        for (const auto& label : q.labels) {
            std::int64_t sum = 0;
            for (const auto& r : results) sum += std::max<std::int64_t>(0, numberAfter(r, label + ":"));
            out += (out.empty() ? "" : ", ") + label + ": " + std::to_string(sum);
            sums.emplace_back(sum, label);
        }
        return out;
    }
    if (q.family == Family::CountExact) {
        std::int64_t sum = 0;
        for (const auto& r : results) sum += std::atoll(r.c_str());
        return std::to_string(sum);
    }
    Strings said;
    for (const auto& r : results)
        if (!startsWith(r, "none") && !startsWith(r, "not here") && std::find(said.begin(), said.end(), r) == said.end()) said.push_back(r);
    if (said.empty()) return "none";
    return q.family == Family::Summary ? join(said, " ") : said.front();
}

std::string wrapped(std::string_view thought, std::string_view tag, std::string_view body) {
    return std::string(thought) + "\n<" + std::string(tag) + ">" + std::string(body) + "</" + std::string(tag) + ">";
}

/// Two pieces, cut at the line border nearest to the middle.
std::pair<std::string_view, std::string_view> halves(std::string_view text) {
    auto cut = text.rfind('\n', text.size() / 2);
    if (cut == std::string_view::npos || cut == 0) cut = text.find('\n', text.size() / 2);
    if (cut == std::string_view::npos) return {text, {}};
    return {text.substr(0, cut), text.substr(cut + 1)};
}

constexpr std::size_t LeafBytes = 6000; ///< a task with less text is answered at once

} // namespace

std::string directReply(const ModelRequest& request, Rot& rot) {
    std::string message;
    for (const auto& m : request.messages)
        if (m.role == Role::User) message += m.plainText() + "\n";
    SubPrompt store;
    const auto task = readTask(message, store);
    const auto answer = answerWhole(readQuestion(task.question), task.text, rot);
    return answer == "not here" ? "The text does not say." : answer;
}

std::string callReturnReply(const ModelRequest& request, Rot& rot) {
    std::string message, progress, system;
    for (const auto& m : request.messages) {
        if (m.role == Role::System) system += m.plainText();
        else if (m.role == Role::User && message.empty()) message = m.plainText();
        else progress += m.plainText() + "\n";
    }
    SubPrompt store;
    const auto task = readTask(message, store);
    const auto question = readQuestion(task.question);
    const auto results = tagged(progress, "result");
    const bool mayCall = !contains(system, "0 more level(s)");
    if (task.text.size() <= LeafBytes || !mayCall || question.family == Family::Pairs) {
        const auto answer = answerWhole(question, task.text, rot);
        return wrapped("This is short enough to answer directly.", "return", answer == "not here" ? "none" : answer);
    }
    const auto [first, second] = halves(task.text);
    if (results.size() < 2 && !second.empty()) {
        const auto part = results.empty() ? first : second;
        return wrapped(results.empty() ? "The text is long, so I divide it at a line border and ask about the first half."
                                       : "The first half is done. Now the second.",
                       "call", "Task: " + task.question + "\n\nThe text:\n\n" + std::string(part));
    }
    return wrapped("Both halves are answered; together they say:", "return", combine(question, results));
}

} // namespace rlmscope::sim
