#include "providers/simulated/root_view.h"
#include "base/ascii.h"
#include "base/text.h"

#include <algorithm>

namespace rlmscope::sim {

namespace {

std::string codeOf(std::string_view reply) {
    const auto open = reply.find("```repl\n");
    if (open == std::string_view::npos) return {};
    const auto start = open + 8;
    return std::string(reply.substr(start, reply.find("\n```", start) - start));
}

std::string stepOf(std::string_view reply) {
    const auto code = codeOf(reply);
    if (!code.starts_with("# ")) return {};
    return code.substr(2, std::min(code.find_first_of(": ,.\n", 2), code.size()) - 2);
}

/// The question and the sentence about the context, from the first user message.
void readTask(RootView& view, const std::string& task) {
    std::string question = task;
    const auto context = task.rfind("`context` is ");
    if (context != std::string::npos) {
        auto sentence = std::string_view(task).substr(context + 13);
        const auto end = sentence.find("\n\n");
        view.contextSentence = std::string(trimmed(sentence.substr(0, end)));
    }
    if (const auto at = task.find("Question:"); at != std::string::npos) {
        const auto end = context != std::string::npos && context > at ? context : task.size();
        question = std::string(trimmed(std::string_view(task).substr(at + 9, end - at - 9)));
    }
    view.question = readQuestion(question);
}

} // namespace

bool RootView::isDict() const { return contains(contextSentence.substr(0, 40), "dict"); }
bool RootView::isList() const { return contains(contextSentence.substr(0, 40), "list"); }

const PastTurn* RootView::done(std::string_view step) const {
    const auto it = std::find_if(past.rbegin(), past.rend(), [&](const PastTurn& t) { return t.step == step && !t.raised; });
    return it == past.rend() ? nullptr : &*it;
}

int RootView::tries(std::string_view step) const {
    return static_cast<int>(std::count_if(past.begin(), past.end(), [&](const PastTurn& t) { return t.step == step; }));
}

RootView readRootView(const ModelRequest& request, SimulatedStyle style) {
    RootView view;
    view.seed = hashText(request.key.framePath, request.seed);
    std::string system, task;
    for (const auto& message : request.messages) {
        const auto text = message.plainText();
        if (message.role == Role::System) system += text + "\n";
        else if (message.role == Role::Assistant) view.past.push_back({stepOf(text), text, {}, false, false});
        else if (view.past.empty()) task += text + "\n\n";
        else view.past.back().output += text + "\n";
        if (message.role == Role::User)
            if (const auto at = text.rfind("Turn "); at != std::string::npos) {
                const auto n = numberAfter(std::string_view(text).substr(at), "Turn ");
                const auto of = numberAfter(std::string_view(text).substr(at), " of ");
                if (n > 0 && of > 0) {
                    view.turn = static_cast<int>(n);
                    view.maxTurns = static_cast<int>(of);
                }
            }
    }
    for (auto& turn : view.past) {
        turn.raised = contains(turn.output, "Traceback (most recent call last)");
        turn.truncated = contains(turn.output, "characters cut") || contains(turn.output, "truncated") || contains(turn.output, " more characters");
    }
    readTask(view, task);
    view.canQuery = system.find("llm_query(") != std::string::npos;
    view.canRecurse = system.find("rlm_query(") != std::string::npos;
    view.protocol = system.find("answer[\"ready\"]") != std::string::npos ? FinalProtocol::Answer
                  : system.find("FINAL_VAR(") != std::string::npos       ? FinalProtocol::Final
                  : system.find("SUBMIT(") != std::string::npos          ? FinalProtocol::Submit
                                                                         : FinalProtocol::Answer;
    view.style = style != SimulatedStyle::Auto ? style
               : static_cast<SimulatedStyle>(1 + Random(hashText("style", request.seed)).below(3));
    return view;
}

std::int64_t numberAfter(std::string_view text, std::string_view label) {
    const auto at = text.find(label);
    if (at == std::string_view::npos) return -1;
    auto i = at + label.size();
    while (i < text.size() && (text[i] == ' ' || text[i] == ':')) ++i;
    std::int64_t n = -1;
    for (; i < text.size() && (isDigit(text[i]) || (text[i] == ',' && i + 1 < text.size() && isDigit(text[i + 1]))); ++i)
        if (isDigit(text[i])) n = (n < 0 ? 0 : n) * 10 + (text[i] - '0');
    return n;
}

std::int64_t numberBefore(std::string_view text, std::string_view label) {
    auto at = text.find(label);
    if (at == std::string_view::npos) return -1;
    while (at > 0 && text[at - 1] == ' ') --at;
    auto start = at;
    while (start > 0 && (isDigit(text[start - 1]) || text[start - 1] == ',')) --start;
    std::int64_t n = -1;
    for (auto i = start; i < at; ++i)
        if (isDigit(text[i])) n = (n < 0 ? 0 : n) * 10 + (text[i] - '0');
    return n;
}

} // namespace rlmscope::sim
