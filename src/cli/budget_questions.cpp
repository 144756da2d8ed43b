#include "cli/budget_questions.h"

#include "base/text.h"
#include "cli/progress_view.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <poll.h>
#include <unistd.h>

namespace rlmscope::cli {

namespace {

template<typename T>
std::optional<T> numberIn(std::string_view text) {
    T value{};
    const auto end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || at != end) return {};
    return value;
}

/// False: it is no value of this limit.
bool setLimit(RaisedLimits& raised, LimitKind kind, std::string_view text) {
    const auto whole = numberIn<std::int64_t>(text);
    switch (kind) {
    case LimitKind::Usd: return (raised.usd = PicoUsd::parse(text)).has_value();
    case LimitKind::Seconds: return (raised.seconds = numberIn<double>(text)).has_value() && std::isfinite(*raised.seconds);
    case LimitKind::Calls: return (raised.calls = whole).has_value();
    case LimitKind::Token: return (raised.tokens = whole).has_value();
    case LimitKind::InputToken: return (raised.inputTokens = whole).has_value();
    case LimitKind::OutputToken: return (raised.outputTokens = whole).has_value();
    case LimitKind::Frames: return (raised.frames = whole).has_value();
    case LimitKind::Turns: return (raised.turns = numberIn<int>(text)).has_value();
    case LimitKind::Errors:
    case LimitKind::Overrun: return false;
    }
    return false;
}

std::string_view unitOf(LimitKind kind) {
    switch (kind) {
    case LimitKind::Usd: return "USD";
    case LimitKind::Token:
    case LimitKind::InputToken:
    case LimitKind::OutputToken: return "tokens";
    default: return toString(kind);
    }
}

} // namespace

std::optional<TypedAnswer> readAnswer(const PendingDecision& question, const std::string& line) {
    const std::string_view typed = trimmed(line);
    TypedAnswer answer;
    const bool fanOut = question.kind == PendingDecision::Kind::FanOut;
    if (typed == "s" || typed == "stop") answer.verdict = Verdict::Stop;
    else if (fanOut && (typed == "y" || typed == "Y" || typed == "yes")) answer.verdict = Verdict::Go;
    else if (fanOut && (typed == "n" || typed == "N" || typed == "no")) answer.verdict = Verdict::Refuse;
    else if (!fanOut && (typed == "f" || typed == "finish")) answer.verdict = Verdict::Finish;
    else if (!fanOut && setLimit(answer.raised, question.limit, typed)) answer.verdict = Verdict::Go;
    else return {};
    return answer;
}

std::string questionText(const PendingDecision& question) {
    if (question.kind == PendingDecision::Kind::FanOut)
        return "The run wants to make " + question.text + "\nMay it? y = yes, n = these calls fail, s = stop the run:";
    return question.text + "\nA higher limit (" + std::string(unitOf(question.limit)) +
           ") to go on, f = finish with the best answer, s = stop the run:";
}

bool BudgetQuestions::canAsk() {
    return ::isatty(STDIN_FILENO) && ::isatty(STDERR_FILENO);
}

bool BudgetQuestions::attend(LiveRun& run, ProgressView& view) {
    const auto pending = run.budget().pending;
    if (pending.empty()) {
        m_asked = 0;
        return false;
    }
    const PendingDecision& question = pending.front();
    if (m_asked != question.id) {
        m_asked = question.id;
        m_typed.clear();
        view.say(questionText(question));
    }
    pollfd input{STDIN_FILENO, POLLIN, 0};
    while (m_asked != 0 && ::poll(&input, 1, 0) > 0) {
        char c = 0;
        if (::read(STDIN_FILENO, &c, 1) != 1) answer(run, question, question.kind == PendingDecision::Kind::FanOut ? "n" : "f");
        else if (c == '\n') answer(run, question, std::exchange(m_typed, {}));
        else m_typed += c;
    }
    return true;
}

void BudgetQuestions::answer(LiveRun& run, const PendingDecision& question, const std::string& line) {
    const auto typed = readAnswer(question, line);
    std::string wrong;
    if (!typed) wrong = "That is no answer to this question.";
    else if (const auto decided = run.decide(question.id, typed->verdict, typed->raised); !decided) wrong = decided.error().text();
    m_asked = 0; // asked again when it is still open
    if (!wrong.empty()) std::fprintf(stderr, "%s\n", wrong.c_str());
}

} // namespace rlmscope::cli
