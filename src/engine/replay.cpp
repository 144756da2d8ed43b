#include "engine/replay.h"

#include "base/clock.h"
#include "base/text.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <set>
#include <thread>

namespace rlmscope {
namespace {

constexpr std::size_t MaxDivergences = 100; // of one restore
constexpr std::size_t HeadCodePoints = 200; // of what differs
constexpr double LongestRepeat = 10;        // seconds that an interrupted cell is run again
constexpr std::chrono::seconds LongestHold(10);

/// Passes the answers of some items of a call on to it.
class ItemsReply final : public HostReply {
public:
    ItemsReply(std::shared_ptr<HostReply> call, std::vector<std::size_t> items)
        : m_call(std::move(call)), m_items(std::move(items)), m_answered(m_items.size()) {}
    ~ItemsReply() override {
        for (std::size_t i = 0; i < m_items.size(); ++i)
            answer(i, makeError(ErrorKind::Internal, "the call was given up without an answer"));
    }
    void answer(std::size_t item, Result<std::string> result) override {
        if (item >= m_items.size() || m_answered[item].exchange(true)) return;
        m_call->answer(m_items[item], std::move(result));
    }
    CancelToken cancelled() const override { return m_call->cancelled(); }

private:
    const std::shared_ptr<HostReply> m_call;
    const std::vector<std::size_t> m_items;
    std::vector<std::atomic<bool>> m_answered;
};

/// Answers the calls of one cell from its record.
class AnswerBook : public std::enable_shared_from_this<AnswerBook> {
public:
    /// `differing`: variables that differ already; what is in it is not told again.
    AnswerBook(const JournalCell& cell, std::optional<CellCall> live, const CellObserver& observer, ReplPoint number,
               std::set<std::string>& differing)
        : m_cell(cell), m_live(std::move(live)), m_observer(observer), m_number(number), m_differing(differing) {
        for (const auto& [name, call] : cell.calls) m_unanswered += call.answer ? 0 : 1;
    }

    CellObserver observer();
    /// Interrupts the cell where it was interrupted the first time: when nothing is left but calls without an answer.
    void watch(const CancelSource& cancel);
    /// After the cell: fails what still waits, and says what differed.
    std::vector<Divergence> finish(const CellOutcome& outcome);

    bool passesOn() const { return m_live && m_observer.hostCall; }
    bool holds() const { return m_unanswered > 0 && !passesOn(); }

private:
    void hostCall(HostCall call, std::unique_ptr<HostReply> reply);
    void passOn(const HostCall& call, const std::vector<std::size_t>& items, const std::shared_ptr<HostReply>& reply);
    void diverged(std::string what, std::string before = {}, std::string now = {});
    void compareCalls();
    void compareOutput(std::string_view stream, const OutputDigest& before, const OutputDigest& now, bool dropped);
    void compareVariables(const std::vector<Variable>& variables);

    const JournalCell& m_cell;
    const std::optional<CellCall> m_live;
    const CellObserver& m_observer;
    const ReplPoint m_number;
    std::set<std::string>& m_differing;
    std::size_t m_unanswered = 0;
    CellCallNames m_names;

    std::mutex m_mutex; // guards all below; not held while somebody else's code runs
    std::condition_variable m_changed;
    std::set<CellCall> m_asked;
    std::vector<std::pair<std::shared_ptr<HostReply>, std::size_t>> m_held;
    bool m_liveAsked = false, m_finished = false;
    OutputDigester m_out, m_err;
    std::vector<Divergence> m_divergences;
};

CellObserver AnswerBook::observer() {
    CellObserver observer;
    observer.output = [self = shared_from_this()](OutputStream stream, std::string_view text, bool late) {
        if (!late) {
            const std::lock_guard lock(self->m_mutex);
            (stream == OutputStream::Stdout ? self->m_out : self->m_err).add(text);
        }
        if (self->m_observer.output) self->m_observer.output(stream, text, late);
    };
    observer.hostCall = [self = shared_from_this()](HostCall call, std::unique_ptr<HostReply> reply) {
        self->hostCall(std::move(call), std::move(reply));
    };
    return observer;
}

void AnswerBook::hostCall(HostCall call, std::unique_ptr<HostReply> unique) {
    const std::shared_ptr<HostReply> reply = std::move(unique);
    std::vector<std::pair<std::size_t, Result<std::string>>> answers;
    std::vector<std::size_t> live;
    {
        std::unique_lock lock(m_mutex);
        for (std::size_t i = 0; i < call.items.size(); ++i) {
            const CellCall name = m_names.next(call, i);
            const auto found = m_cell.calls.find(name);
            m_asked.insert(name);
            if (passesOn() && name == m_live) {
                if (!std::exchange(m_liveAsked, true) && !m_cell.out.head.starts_with(m_out.digest().head))
                    diverged("printed other text before it asked what is answered anew", m_cell.out.head, m_out.digest().head);
                live.push_back(i);
            } else if (found != m_cell.calls.end() && found->second.answer) {
                answers.emplace_back(i, *found->second.answer);
            } else if (passesOn() && (m_liveAsked || found != m_cell.calls.end())) {
                live.push_back(i);
            } else if (found != m_cell.calls.end()) {
                m_held.emplace_back(reply, i);
            } else {
                diverged("asked something that it had not asked before (" + name.kind + ")", {}, call.items[i].prompt);
                answers.emplace_back(i, makeError(ErrorKind::Unsupported,
                                                  "this was not asked when the cell ran first, and running it again asks no model"));
            }
        }
    }
    m_changed.notify_all();
    for (auto& [item, answer] : answers) reply->answer(item, std::move(answer));
    if (!live.empty()) passOn(call, live, reply);
}

void AnswerBook::passOn(const HostCall& call, const std::vector<std::size_t>& items, const std::shared_ptr<HostReply>& reply) {
    HostCall part;
    part.kind = call.kind;
    part.batched = call.batched;
    part.model = call.model;
    part.tool = call.tool;
    for (const std::size_t i : items) part.items.push_back(call.items[i]);
    m_observer.hostCall(std::move(part), std::make_unique<ItemsReply>(reply, items));
}

void AnswerBook::watch(const CancelSource& cancel) {
    std::unique_lock lock(m_mutex);
    const bool wasInterrupted = m_cell.status == CellStatus::Interrupted;
    const auto allAsked = [&] {
        return wasInterrupted && !m_held.empty() &&
               std::all_of(m_cell.calls.begin(), m_cell.calls.end(), [&](const auto& c) { return m_asked.contains(c.first); });
    };
    m_changed.wait(lock, [&] { return m_finished || !m_held.empty(); });
    // Waiting costs a cell no seconds, so one that waits for what never comes would do it for ever.
    m_changed.wait_for(lock, LongestHold, [&] { return m_finished || allAsked(); });
    if (m_finished) return;
    if (!allAsked()) diverged("waited for an answer that it had not waited for, and was interrupted");
    lock.unlock();
    cancel.cancel();
}

std::vector<Divergence> AnswerBook::finish(const CellOutcome& outcome) {
    std::unique_lock lock(m_mutex);
    m_finished = true;
    m_changed.notify_all();
    const auto held = std::exchange(m_held, {});
    lock.unlock();
    for (const auto& [reply, item] : held) reply->answer(item, makeError(ErrorKind::Cancelled, "The cell has ended."));
    lock.lock();
    if (m_live) {
        if (!m_liveAsked) diverged("did not ask what is answered anew (" + m_live->kind + ")");
        return std::move(m_divergences);
    }
    compareCalls();
    if (outcome.status != m_cell.status || outcome.exception != m_cell.exception) {
        const auto text = [](CellStatus status, const std::string& cause) {
            return std::string(toString(status)) + (cause.empty() ? "" : " (" + cause + ")");
        };
        diverged("ended in another way", text(m_cell.status, m_cell.cause), text(outcome.status, outcome.cause));
    } else if (m_cell.status == CellStatus::Interrupted && m_unanswered == 0) {
        diverged("was interrupted in the middle of its code: how far it came cannot be repeated exactly");
        return std::move(m_divergences);
    }
    if (m_cell.finalKnown && outcome.final != m_cell.final)
        diverged("finished with another answer", m_cell.final ? m_cell.final->text : "", outcome.final ? outcome.final->text : "");
    const bool dropped = m_cell.droppedBytes > 0 || outcome.droppedBytes > 0;
    if (m_cell.outputKnown) {
        compareOutput("printed other text", m_cell.out, m_out.digest(), dropped);
        compareOutput("wrote other text to stderr", m_cell.err, m_err.digest(), dropped);
    }
    if (outcome.replAlive) compareVariables(outcome.variables);
    return std::move(m_divergences);
}

void AnswerBook::compareCalls() {
    std::size_t missing = 0;
    const JournalCall* first = nullptr;
    for (const auto& [name, call] : m_cell.calls) {
        if (m_asked.contains(name)) continue;
        if (missing++ == 0) first = &call;
    }
    if (missing > 0) diverged("did not ask " + std::to_string(missing) + " of the things that it had asked", first->asked);
}

void AnswerBook::compareOutput(std::string_view what, const OutputDigest& before, const OutputDigest& now, bool dropped) {
    // Of two streams that were cut together, how much of each was kept is chance.
    const std::size_t n = std::min(before.head.size(), now.head.size());
    if (dropped ? before.head.compare(0, n, now.head, 0, n) == 0 : before == now) return;
    std::size_t same = 0;
    while (same < n && before.head[same] == now.head[same]) ++same;
    // From the beginning of the line.
    const auto line = same == 0 ? std::string::npos : before.head.rfind('\n', same - 1);
    const std::size_t from = line == std::string::npos ? 0 : line + 1;
    diverged(std::string(what), before.head.substr(from), now.head.substr(std::min(from, now.head.size())));
}

void AnswerBook::compareVariables(const std::vector<Variable>& variables) {
    if (!m_cell.variables) return;
    const auto now = variableMarks(variables);
    std::vector<VariableMark> differ;
    const auto less = [](const VariableMark& a, const VariableMark& b) {
        return a.name != b.name ? a.name < b.name : a.value < b.value;
    };
    std::set_symmetric_difference(now.begin(), now.end(), m_cell.variables->begin(), m_cell.variables->end(),
                                  std::back_inserter(differ), less);
    std::set<std::string> names;
    for (const auto& mark : differ) names.insert(mark.name);
    std::string list, first;
    for (const auto& name : names) {
        if (m_differing.contains(name)) continue;
        list += (list.empty() ? "" : ", ") + name;
        if (first.empty()) first = name;
    }
    m_differing = std::move(names);
    if (list.empty()) return;
    const auto found = std::find_if(variables.begin(), variables.end(), [&](const Variable& v) { return v.name == first; });
    diverged("left other values in " + oneLine(list, HeadCodePoints), {}, found == variables.end() ? "" : first + " = " + found->preview);
}

void AnswerBook::diverged(std::string what, std::string before, std::string now) {
    if (m_divergences.size() >= MaxDivergences) return;
    const auto head = [](const std::string& text) { return std::string(headCodePoints(text, HeadCodePoints)); };
    m_divergences.push_back({m_number, std::move(what), head(before), head(now)});
}

/// Far beyond what the cell took, but never for ever.
CellLimits limitsOf(const JournalCell& cell, bool live) {
    const double generous = std::max(30.0, 10 * cell.pythonSeconds);
    if (live) return {cell.limits.seconds > 0 ? std::max(cell.limits.seconds, generous) : 0};
    const bool waited = std::any_of(cell.calls.begin(), cell.calls.end(), [](const auto& c) { return !c.second.answer; });
    if (cell.status == CellStatus::Interrupted && !waited) return {std::clamp(cell.pythonSeconds, 0.01, LongestRepeat)};
    return {generous};
}

Error deadError(ReplPoint cell, const std::string& when, const std::string& cause) {
    return makeError(ErrorKind::Worker, "Cell " + std::to_string(cell) + " ended the REPL" + when + " (" + cause +
                     "), so there is no state after it.", "Choose the cell before it.");
}

Rerun rerun(Repl& repl, const JournalCell& cell, const std::optional<CellCall>& live, const CellObserver& observer,
            const CancelToken& cancel, std::set<std::string>& differing) {
    const auto book = std::make_shared<AnswerBook>(cell, live, observer, repl.point() + 1, differing);
    const CancelSource stop(cancel);
    std::thread watcher;
    if (book->holds()) watcher = std::thread([&] { book->watch(stop); });
    Rerun result;
    result.outcome = repl.run(cell.code, limitsOf(cell, book->passesOn()), book->observer(), stop.token());
    result.divergences = book->finish(result.outcome);
    if (watcher.joinable()) watcher.join();
    return result;
}

} // namespace

Rerun rerunCell(Repl& repl, const JournalCell& cell, const std::optional<CellCall>& live, const CellObserver& observer,
                CancelToken cancel) {
    std::set<std::string> differing;
    return rerun(repl, cell, live, observer, cancel, differing);
}

Result<Restored> replay(ReplFactory& factory, const ReplJournal& journal, ReplPoint point, CancelToken cancel) {
    const Nanos start = Clock::system().steady();
    if (point < 0 || static_cast<std::size_t>(point) > journal.cells.size())
        return makeError(ErrorKind::Usage, "This REPL has run " + std::to_string(journal.cells.size()) +
                         " cells; there is no state after cell " + std::to_string(point) + ".");
    for (ReplPoint i = 1; i <= point; ++i) {
        const JournalCell& cell = *journal.cells[static_cast<std::size_t>(i - 1)];
        if (!cell.ended) return makeError(ErrorKind::BadInput, "Cell " + std::to_string(i) + " has no recorded end.",
                                          "Choose the cell before it.");
        if (!cell.replAlive) return deadError(i, "", cell.cause);
    }
    auto repl = factory.start(journal.spec, cancel);
    if (!repl) return repl.error();
    Restored restored;
    restored.repl = std::move(*repl);
    restored.method = RestoreMethod::Replay;
    std::set<std::string> differing;
    for (ReplPoint i = 1; i <= point; ++i) {
        Rerun again = rerun(*restored.repl, *journal.cells[static_cast<std::size_t>(i - 1)], {}, {}, cancel, differing);
        if (cancel.cancelled()) return makeError(ErrorKind::Cancelled, "Restoring the REPL was cancelled.");
        if (!again.outcome.replAlive) return deadError(i, " when it was run again", again.outcome.cause);
        for (Divergence& divergence : again.divergences)
            if (restored.divergences.size() < MaxDivergences) restored.divergences.push_back(std::move(divergence));
    }
    restored.seconds = static_cast<double>(Clock::system().steady() - start) / 1e9;
    return restored;
}

} // namespace rlmscope
