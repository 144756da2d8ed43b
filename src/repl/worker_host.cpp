// Life of a worker: cells, calls, clock, interrupt, kill and end. worker_start.cpp has how it comes to be.
#include "repl/worker_host.h"
#include "base/clock.h"
#include "repl/worker_state.h"

#include <algorithm>
#include <cstdio>
#include <sys/epoll.h>

namespace rlmscope::repl {
namespace {

constexpr std::size_t MaxCalls = 20'000; // outstanding; more threads than any worker can have
constexpr Nanos RepeatInterrupt = Second / 4;

/// Collects the answers of one call and sends them together.
class WorkerReply : public HostReply {
public:
    WorkerReply(std::weak_ptr<WorkerHost> host, std::uint64_t call, std::size_t items, CancelToken token)
        : m_host(std::move(host))
        , m_call(call)
        , m_token(std::move(token))
        , m_left(items)
        , m_answers(items) {}

    ~WorkerReply() override {
        for (std::size_t i = 0; i < m_answers.size() && m_left > 0; ++i)
            if (!m_answers[i]) answer(i, makeError(ErrorKind::Internal, "the call was given up without an answer"));
    }

    void answer(std::size_t item, Result<std::string> result) override {
        std::vector<Result<std::string>> all;
        {
            const std::lock_guard lock(m_mutex);
            if (item >= m_answers.size() || m_answers[item]) return;
            m_answers[item].emplace(std::move(result));
            if (--m_left > 0) return;
            all.reserve(m_answers.size());
            for (auto& one : m_answers) all.push_back(std::move(*one));
        }
        if (const auto host = m_host.lock()) host->answer(m_call, all);
    }

    CancelToken cancelled() const override { return m_token; }

private:
    const std::weak_ptr<WorkerHost> m_host;
    const std::uint64_t m_call;
    const CancelToken m_token;
    std::mutex m_mutex;
    std::size_t m_left;
    std::vector<std::optional<Result<std::string>>> m_answers;
};

} // namespace

WorkerHost::WorkerHost(IoLoop& loop, Settings settings) : m_loop(loop), m_settings(std::move(settings)) {}

WorkerHost::~WorkerHost() = default;

// ---- end -------------------------------------------------------------------------------------------------------

void WorkerHost::shutdown() {
    Lock lock(m_mutex);
    if (m_state == State::Dead) return;
    giveUp(lock, "ended");
}

void WorkerHost::killFor(const std::string& cause) {
    if (m_killCause.empty()) m_killCause = cause;
    m_process.kill();
}

void WorkerHost::unwatch() {
    m_loop.unwatch(m_controlWatch, m_process.control.get());
    m_loop.unwatch(m_pidWatch, m_process.pidfd.get());
    m_loop.unwatch(m_out.watch, m_out.fd.get());
    m_loop.unwatch(m_err.watch, m_err.fd.get());
    m_controlWatch = m_pidWatch = m_out.watch = m_err.watch = 0;
}

/// The process has ended: everything that it said before counts, then it is collected.
void WorkerHost::onExit() {
    while (readControl()) {}
    m_process.kill(); // children of the cell; the zombie still holds the number of the group
    drain(OutputStream::Stdout);
    drain(OutputStream::Stderr);
    bool outOfMemory = false, killed = false;
    std::string ended;
    {
        const Lock lock(m_mutex);
        if (m_state == State::Dead) return;
        ended = m_process.reap(memoryText(m_settings.memory), outOfMemory);
        killed = !m_killCause.empty();
        if (killed) ended = "killed: " + m_killCause;
    }
    die(ended, killed || outOfMemory ? CellStatus::Killed : CellStatus::Died);
}

void WorkerHost::die(const std::string& cause, CellStatus status) {
    Lock lock(m_mutex);
    if (m_state == State::Dead) return;
    m_deathCause = cause;
    m_state = State::Dead;
    unwatch();
    m_process = {};
    m_out.fd.reset();
    m_err.fd.reset();
    const Calls calls = std::exchange(m_calls, {});
    const bool running = m_cell != nullptr;
    CellOutcome outcome;
    outcome.status = status;
    outcome.cause = m_deathCause;
    outcome.replAlive = false;
    m_changed.notify_all();
    lock.unlock();
    cancel(calls);
    if (running) finishCell(std::move(outcome));
}

bool WorkerHost::alive() {
    const Lock lock(m_mutex);
    return m_state != State::Dead;
}

std::uint64_t WorkerHost::memory() {
    pid_t pid = -1;
    {
        const Lock lock(m_mutex);
        pid = m_process.pid;
    }
    return pid > 0 ? memoryOf(pid) : 0;
}

// ---- cells -----------------------------------------------------------------------------------------------------

CellOutcome WorkerHost::run(const std::string& code, const CellLimits& limits, const CellObserver& observer,
                            const CancelToken& cancel) {
    Cell cell(observer);
    if (cancel.cancelled()) {
        cell.outcome.status = CellStatus::Interrupted;
        cell.outcome.cause = "interrupted: cancelled";
        return cell.outcome;
    }
    cell.keptLeft = m_settings.keptOutput;
    Lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_awaited == Awaited::Nothing; }); // a copy is being made
    setLimits(cell, limits);
    cell.id = m_nextCell++;
    cell.message = cellMessage(cell.id, static_cast<int>(cell.id), code);
    if (outputWaits() && m_state == State::Ready) {
        // Threads wrote since the last cell: that must not count as this cell's output.
        m_loop.post([self = shared_from_this(), &cell] {
            self->drain(OutputStream::Stdout);
            self->drain(OutputStream::Stderr);
            self->deliverLate(cell.observer);
            const Lock locked(self->m_mutex);
            self->startCell(cell);
        });
        m_changed.wait(lock, [&] { return cell.begun; });
    } else {
        startCell(cell);
    }
    lock.unlock();
    CancelToken::Callback callback(cancel, [this] { interrupt("cancelled"); });
    lock.lock();
    m_changed.wait(lock, [&] { return cell.done; });
    lock.unlock();
    callback.reset();
    return std::move(cell.outcome);
}

/// The cell's own limits, or what is left for all cells together when that is less.
void WorkerHost::setLimits(Cell& cell, const CellLimits& limits) const {
    const auto least = [](double own, double all, double used, bool& ofFrame) {
        const double left = all > 0 ? std::max(all - used, 1e-3) : 0;
        ofFrame = left > 0 && (own <= 0 || left < own);
        return ofFrame ? left : own;
    };
    const auto nanos = [](double seconds) { return static_cast<Nanos>(std::clamp(seconds, 0.0, 1e9) * 1e9); };
    const CellLimits& all = m_settings.allCells;
    cell.limit = nanos(least(limits.seconds, all.seconds, m_used.seconds, cell.frameLimit));
    cell.cpuLimit = nanos(least(limits.cpuSeconds, all.cpuSeconds, m_used.cpuSeconds, cell.frameCpuLimit));
    cell.outputLimit = limits.output;
    const std::uint64_t left = all.output > m_used.output ? all.output - m_used.output : 1;
    cell.frameOutputLimit = all.output > 0 && (limits.output == 0 || left < limits.output);
    if (cell.frameOutputLimit) cell.outputLimit = left;
}

void WorkerHost::startCell(Cell& cell) {
    cell.begun = true;
    m_changed.notify_all();
    if (m_state != State::Ready) {
        cell.outcome.status = CellStatus::Died;
        cell.outcome.cause = m_deathCause;
        cell.outcome.replAlive = false;
        cell.done = true;
        return;
    }
    m_cell = &cell;
    cell.mark = monotonicNow();
    cell.waiting = !m_calls.empty();
    if (cell.waiting) cell.cpuMark = m_process.cpu();
    if (cell.cpuLimit > 0 || m_settings.allCells.cpuSeconds > 0) cell.cpuStart = m_process.cpu();
    send(std::move(cell.message));
    if (cell.limit > 0) arm(cell.mark + cell.limit);
    if (cell.cpuLimit > 0) arm(cell.mark + cell.cpuLimit);
}

void WorkerHost::handleDone(DoneMessage message) {
    drain(OutputStream::Stdout);
    drain(OutputStream::Stderr);
    CellOutcome outcome;
    Calls abandoned;
    {
        Lock lock(m_mutex);
        if (!m_cell || m_cell->id != message.cell) {
            lock.unlock();
            return protocolError("it ended a cell that does not run");
        }
        if (m_cell->interruptAt && (message.interrupted || message.status == "interrupted")) {
            outcome.status = CellStatus::Interrupted;
            outcome.cause = "interrupted: " + m_cell->interruptCause;
            abandoned = std::exchange(m_calls, {}); // threads of the cell may still wait for them
        } else if (message.status != "ok") {
            outcome.status = CellStatus::Raised;
            outcome.cause = message.message;
            outcome.exception = message.exception;
        }
    }
    for (const auto& [id, call] : abandoned) {
        const auto error = makeError(ErrorKind::Cancelled, "the cell was interrupted");
        const auto bytes = answerMessage(id, std::vector<Result<std::string>>(call->items, error));
        const Lock lock(m_mutex);
        send(bytes);
    }
    cancel(abandoned);
    if (!message.imported.empty() && m_settings.imported) m_settings.imported(message.imported);
    outcome.traceback = std::move(message.traceback);
    outcome.final = std::move(message.final);
    outcome.variables = std::move(message.variables);
    finishCell(std::move(outcome));
}

void WorkerHost::finishCell(CellOutcome outcome) {
    for (const auto stream : {OutputStream::Stdout, OutputStream::Stderr}) {
        const std::string rest = pipe(stream).decoder.finish();
        if (!rest.empty() && m_cell->observer.output) m_cell->observer.output(stream, rest, false);
    }
    const Lock lock(m_mutex);
    runClock();
    outcome.pythonSeconds = static_cast<double>(m_cell->python) / 1e9;
    m_used.seconds += outcome.pythonSeconds;
    if (m_cell->cpuStart > 0) m_used.cpuSeconds += static_cast<double>(std::max<Nanos>(m_process.cpu() - m_cell->cpuStart, 0)) / 1e9;
    m_used.output += m_cell->outcome.stdoutBytes + m_cell->outcome.stderrBytes;
    outcome.stdoutBytes = m_cell->outcome.stdoutBytes;
    outcome.stderrBytes = m_cell->outcome.stderrBytes;
    outcome.droppedBytes = m_cell->outcome.droppedBytes;
    if (outcome.replAlive) ++m_cellsRun;
    m_cell->outcome = std::move(outcome);
    m_cell->done = true;
    m_cell = nullptr;
    m_changed.notify_all();
}

// ---- clock, interrupt, kill ------------------------------------------------------------------------------------

/// While a call is outstanding only processor time counts: threads that wait for the host (or for each other) use none,
/// and a thread that works meanwhile does. A worker cannot lie about it.
void WorkerHost::runClock() {
    const Nanos now = monotonicNow(), wall = now - m_cell->mark;
    if (m_cell->waiting) {
        const Nanos cpu = m_process.cpu();
        m_cell->python += std::clamp<Nanos>(cpu - m_cell->cpuMark, 0, wall);
        m_cell->cpuMark = cpu;
    } else {
        m_cell->python += wall;
    }
    m_cell->mark = now;
    const bool waiting = !m_calls.empty();
    if (waiting && !m_cell->waiting) m_cell->cpuMark = m_process.cpu();
    m_cell->waiting = waiting;
}

void WorkerHost::arm(Nanos when) {
    if (m_timerAt != 0 && m_timerAt <= when) return; // it will look again then
    m_timerAt = when;
    m_loop.at(when, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->onTimer();
    });
}

void WorkerHost::onTimer() {
    const Lock lock(m_mutex);
    m_timerAt = 0;
    if (!m_cell || m_state == State::Dead) return;
    const Nanos now = monotonicNow();
    if (m_cell->interruptAt) {
        const Nanos killAt = m_cell->interruptAt + static_cast<Nanos>(m_settings.killAfter * 1e9);
        if (now >= killAt) return killFor(m_cell->interruptCause);
        // The first one may have come before the worker had begun the cell.
        m_process.interrupt();
        return arm(std::min(now + RepeatInterrupt, killAt));
    }
    runClock();
    if (m_cell->limit > 0) {
        // Python time never runs faster than the wall clock, so looking again after what is left is early enough.
        const Nanos left = m_cell->limit - m_cell->python;
        if (left <= 0)
            return interruptCell(m_cell->frameLimit ? "the frame's cells ran longer than " + secondsText(m_settings.allCells.seconds) + " together"
                                                    : "cell ran longer than " + secondsText(static_cast<double>(m_cell->limit) / 1e9));
        arm(now + left);
    }
    if (m_cell->cpuLimit <= 0) return;
    const Nanos left = m_cell->cpuLimit - (m_process.cpu() - m_cell->cpuStart);
    // Threads that compute at the same time use it up faster than the wall clock runs.
    if (left > 0) return arm(now + std::max<Nanos>(left / 4, 5'000'000));
    interruptCell(m_cell->frameCpuLimit ? "the frame's cells used more than " + secondsText(m_settings.allCells.cpuSeconds) + " of processor time together"
                                        : "cell used more than " + secondsText(static_cast<double>(m_cell->cpuLimit) / 1e9) + " of processor time");
}

void WorkerHost::interruptCell(const std::string& cause) {
    if (!m_cell || m_cell->interruptAt) return;
    m_cell->interruptAt = monotonicNow();
    m_cell->interruptCause = cause;
    m_process.interrupt();
    arm(m_cell->interruptAt + std::min(RepeatInterrupt, static_cast<Nanos>(m_settings.killAfter * 1e9)));
}

void WorkerHost::interrupt(const std::string& cause) {
    const Lock lock(m_mutex);
    interruptCell(cause);
}

/// After output of the cell was counted.
void WorkerHost::countOutput() {
    if (m_cell->outputLimit == 0 || m_cell->outcome.stdoutBytes + m_cell->outcome.stderrBytes <= m_cell->outputLimit) return;
    if (m_cell->frameOutputLimit)
        return interruptCell("the frame's cells wrote more than " + memoryText(static_cast<std::int64_t>(m_settings.allCells.output)) + " together");
    interruptCell("cell wrote more than " + memoryText(static_cast<std::int64_t>(m_cell->outputLimit)));
}

// ---- calls -----------------------------------------------------------------------------------------------------

bool WorkerHost::openCall(std::uint64_t id, const std::shared_ptr<Call>& call) {
    if (m_calls.contains(id) || m_calls.size() >= MaxCalls) return false;
    if (m_cell) runClock();
    m_calls.emplace(id, call);
    if (m_cell) runClock(); // now waiting
    return true;
}

void WorkerHost::handleCall(CallMessage message) {
    const auto call = std::make_shared<Call>();
    call->items = message.request.items.size();
    {
        Lock lock(m_mutex);
        if (!openCall(message.call, call)) {
            lock.unlock();
            return protocolError("it made the same call twice, or too many at once");
        }
    }
    handOn(message.call, call, std::move(message.request));
}

void WorkerHost::handOn(std::uint64_t id, const std::shared_ptr<Call>& call, HostCall request) {
    const CellObserver* observer = nullptr;
    std::string refused;
    {
        const Lock lock(m_mutex);
        // A worker that lies could call what was not injected: the depth limit is kept here.
        const auto& tools = m_settings.trustedTools;
        const bool allowed = request.kind == HostCallKind::LlmQuery   ? m_settings.llmQuery
                             : request.kind == HostCallKind::RlmQuery ? m_settings.rlmQuery
                             : request.kind == HostCallKind::Budget   ? true
                             : std::find(tools.begin(), tools.end(), request.tool) != tools.end();
        if (!allowed) refused = "this call is not available at this depth";
        else if (!m_cell) refused = "the cell that made this call has ended";
        else if (m_cell->interruptAt) refused = "the cell was interrupted";
        else if (!m_cell->observer.hostCall) refused = "calls are not answered here";
        else observer = &m_cell->observer;
    }
    auto reply = std::make_unique<WorkerReply>(weak_from_this(), id, call->items, call->cancelled.token());
    if (observer) return observer->hostCall(std::move(request), std::move(reply));
    for (std::size_t i = 0; i < call->items; ++i) reply->answer(i, makeError(ErrorKind::Cancelled, refused));
}

void WorkerHost::answer(std::uint64_t call, const std::vector<Result<std::string>>& answers) {
    std::string bytes = answerMessage(call, answers);
    const Lock lock(m_mutex);
    if (m_cell) runClock();
    if (m_calls.erase(call) == 0) return; // abandoned
    if (m_cell) runClock();
    send(std::move(bytes));
    grantFiles();
}

void WorkerHost::cancel(const Calls& calls) {
    for (const auto& [id, call] : calls) call->cancelled.cancel();
}

} // namespace rlmscope::repl
