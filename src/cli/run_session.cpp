#include "cli/run_session.h"

#include "cli/budget_questions.h"
#include "cli/format.h"
#include "cli/interrupts.h"
#include "cli/json_fields.h"
#include "cli/progress_view.h"
#include "trace/resolved_models.h"
#include "trace/run_tree.h"

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <mutex>
#include <unistd.h>
#include <utility>
#include <vector>

namespace rlmscope::cli {

namespace {

void say(const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); }

bool print(const std::string& text) {
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    if (written && std::fflush(stdout) == 0) return true;
    say("rlmscope-cli: the answer could not be written to standard output.");
    return false;
}

/// What the run's threads leave for the main loop.
class Mailbox {
public:
    void add(const std::vector<Event>& events) {
        std::lock_guard lock(m_mutex);
        m_events.insert(m_events.end(), events.begin(), events.end());
    }
    std::vector<Event> take() {
        std::lock_guard lock(m_mutex);
        return std::exchange(m_events, {});
    }

private:
    std::mutex m_mutex;
    std::vector<Event> m_events; // guarded by m_mutex
};

class Session {
public:
    explicit Session(const SessionOptions& options) : m_options(options) {
        const auto terminal = Terminal::of(STDERR_FILENO);
        if (options.quiet) m_view = makeQuietView();
        else m_view = terminal.redraws ? makeLiveView(terminal) : makeLineView(terminal);
    }

    SessionOutcome run(RunRequest request) {
        LiveListener listener;
        listener.committed = [this](const std::vector<Event>& events) { m_mailbox.add(events); };
        listener.status = [this](const LiveStatus& status) {
            if (status.phase == LivePhase::Ended) m_interrupts.wake();
        };
        request.canAsk = BudgetQuestions::canAsk();
        auto started = startRun(std::move(request), std::move(listener));
        if (!started) return notStarted(started.error());
        m_run = std::move(*started);
        m_tree = std::make_unique<RunTree>(m_run->id());
        follow();
        return m_run->result() ? ended() : notStarted(m_run->status().error.value_or(
            makeError(ErrorKind::Cancelled, "Cancelled before the run had started.")));
    }

private:
    // The main loop: folds events, redraws, counts Ctrl-C.
    void follow() {
        int signals = 0;
        bool told = false;
        std::vector<Event> unseen; // while a question is on the screen
        while (true) {
            const auto status = m_run->status();
            const bool over = status.phase == LivePhase::Ended;
            auto events = m_mailbox.take();
            for (const auto& event : events) m_tree->apply(event);
            events.insert(events.begin(), std::make_move_iterator(unseen.begin()), std::make_move_iterator(unseen.end()));
            unseen.clear();
            if (m_tree->started() && !std::exchange(told, true)) m_view->say(heading());
            const bool asking = !over && (status.phase == LivePhase::Paused || status.phase == LivePhase::Pausing) &&
                                m_questions.attend(*m_run, *m_view);
            if (!told) m_view->loading(status);
            else if (asking) unseen = std::move(events); // what is typed stays where it is
            else if (!over || !events.empty()) m_view->update(*m_tree, status, events);
            if (over) return;
            const int seen = m_interrupts.wait(80);
            if (seen >= 1 && signals == 0) {
                m_view->say("Stopping: the trace is being completed. Press Ctrl-C again to leave at once.");
                m_run->stop();
            }
            if (seen >= 2) leaveAtOnce();
            signals = seen;
        }
    }

    // The trace holds everything up to now: the same as after kill -9, which it is made for.
    [[noreturn]] void leaveAtOnce() {
        m_view->say("Left at once; the trace holds everything up to now: " + m_run->trace().string());
        std::fflush(stderr);
        std::_Exit(static_cast<int>(Exit::Cancelled));
    }

    std::string heading() const {
        const auto& started = *m_tree->started();
        const auto& context = started.context;
        std::string models;
        const auto resolved = resolvedModels(started);
        for (const auto& model : started.spec.models) models += (models.empty() ? "" : ", then ") + modelText(resolved, model);
        return "Run " + m_run->id().text().substr(0, 8) + ": " + started.spec.strategy + ", depth " +
               std::to_string(started.spec.depth) + ", model " + models + "\nContext: " + context.source + ", " +
               count(context.documents.size()) + (context.documents.size() == 1 ? " document, " : " documents, ") +
               bytes(context.bytes) + ", about " + tokens(static_cast<Tokens>(context.bytes / 4)) + " tokens (estimated)";
    }

    SessionOutcome notStarted(const Error& error) {
        const auto exit = exitFor(error);
        m_view.reset();
        say("rlmscope-cli: " + error.message);
        if (!error.hint.empty()) say(error.hint);
        if (m_options.json && !print(notStartedJson(error) + "\n")) return {Exit::Internal, {}};
        return {exit, {}};
    }

    SessionOutcome ended() {
        const auto result = *m_run->result();
        m_view->finish(*m_tree);
        m_view.reset();
        if (result.error && exitFor(result) != Exit::Answered) say("rlmscope-cli: " + result.error->text());
        const auto error = m_run->status().error;
        if (error) say("rlmscope-cli: the trace is not complete: " + error->text());
        if (!m_options.quiet) say("Trace: " + m_run->trace().string());

        const std::string answer(result.answerText.view());
        std::string out = answer;
        if (!out.empty() && out.back() != '\n') out += '\n';
        if (m_options.json) out = outcomeJson(result, *m_tree, m_run->seconds(), m_run->trace(), m_options.more) + "\n";
        const bool printed = print(out);
        return {printed ? exitFor(result) : Exit::Internal, m_run->trace()};
    }

    const SessionOptions m_options;
    std::unique_ptr<ProgressView> m_view;
    BudgetQuestions m_questions;
    Interrupts m_interrupts; // these two outlive m_run, whose threads use them
    Mailbox m_mailbox;
    std::unique_ptr<RunTree> m_tree;
    std::shared_ptr<LiveRun> m_run;
};

SessionOutcome refused(const std::vector<RequestProblem>& problems, const SessionOptions& options) {
    for (const auto& problem : problems) {
        say("rlmscope-cli: " + problem.error.message);
        if (!problem.error.hint.empty()) say("  " + problem.error.hint);
    }
    const auto& first = problems.front().error;
    if (options.json && !print(notStartedJson(first) + "\n")) return {Exit::Internal, {}};
    return {exitFor(first), {}};
}

} // namespace

SessionOutcome runSession(RunRequest request, const SessionOptions& options, std::vector<RequestProblem> extra) {
    auto problems = std::move(extra);
    const auto more = checkRequest(request);
    problems.insert(problems.end(), more.begin(), more.end());
    if (!problems.empty()) return refused(problems, options);
    return Session(options).run(std::move(request));
}

} // namespace rlmscope::cli
