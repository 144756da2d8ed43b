#pragma once
// What a run asks its user at a terminal: whether a fan-out may leave, and what to do at a limit. Fed by the main loop, which
// goes on meanwhile, so that Ctrl-C works.
#include "runner/live_run.h"
#include "trace/budget_state.h"

#include <optional>
#include <string>

namespace rlmscope::cli {

class ProgressView;

/// What was typed, as an answer; nothing when it is none.
struct TypedAnswer {
    Verdict verdict = Verdict::Refuse;
    RaisedLimits raised;
};
std::optional<TypedAnswer> readAnswer(const PendingDecision& question, const std::string& line);
/// The question with what may be typed.
std::string questionText(const PendingDecision& question);

class BudgetQuestions {
public:
    /// Whether standard input and standard error are a terminal.
    static bool canAsk();

    /// Asks what is open, takes what has been typed; does not wait. True while a question is on the screen.
    bool attend(LiveRun& run, ProgressView& view);

private:
    void answer(LiveRun& run, const PendingDecision& question, const std::string& line);

    std::int64_t m_asked = 0; ///< id of the question on the screen; 0 = none
    std::string m_typed;
};

} // namespace rlmscope::cli
