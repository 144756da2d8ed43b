// How a worker comes to be: as a program, or as a copy of another one; and what it is made into.
#include "repl/worker_host.h"
#include "repl/worker_state.h"

#include <csignal>
#include <cstdio>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rlmscope::repl {
// ---- waiting ---------------------------------------------------------------------------------------------------

/// m_awaited is set, and what is waited for was asked.
Status WorkerHost::await(Lock& lock, Awaited what, double seconds) {
    const auto done = [&] { return m_awaited != what || m_state == State::Dead; };
    if (!m_changed.wait_for(lock, std::chrono::duration<double>(seconds), done)) giveUp(lock, "did not answer for " + secondsText(seconds));
    m_awaited = Awaited::Nothing;
    m_changed.notify_all();
    if (m_state == State::Dead) return deathError();
    return {};
}

Error WorkerHost::deathError() const {
    std::string said;
    for (const auto& [stream, text] : m_late) said += text;
    said = oneLine(said, 300);
    return makeError(ErrorKind::Worker, "the Python worker did not start: " + m_deathCause + (said.empty() ? "" : " (" + said + ")"),
                     "`rlmscope-cli doctor` checks the installation.");
}

Status WorkerHost::request(Awaited what, std::string bytes, std::vector<int> files, double seconds,
                           const CancelToken& cancel) {
    const CancelToken::Callback callback(cancel, [this] {
        const Lock lock(m_mutex);
        if (m_state != State::Dead) killFor("cancelled");
    });
    Lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_awaited == Awaited::Nothing; });
    if (m_state == State::Dead) return deathError();
    m_awaited = what;
    m_files.insert(m_files.end(), files.begin(), files.end()); // others may not have left yet
    send(std::move(bytes));
    const Status done = await(lock, what, seconds);
    if (!done && cancel.cancelled()) return makeError(ErrorKind::Cancelled, "starting the Python worker was cancelled");
    return done;
}

Status WorkerHost::load(const StartMessage& message, double seconds, const CancelToken& cancel) {
    return request(Awaited::Loaded, message.bytes, message.files, seconds, cancel);
}

Status WorkerHost::begin(const StartMessage& message, double seconds, const CancelToken& cancel) {
    return request(Awaited::Ready, message.bytes, message.files, seconds, cancel);
}

Result<ValuePage> WorkerHost::read(const ValueRequest& wanted, bool plain, const CancelToken& cancel) {
    const double seconds = wanted.seconds > 0 ? wanted.seconds : 5;
    const std::string bytes = readMessage(wanted, plain);
    if (const Status done = request(Awaited::Value, bytes, {}, seconds, cancel); !done) {
        if (done.error().kind == ErrorKind::Cancelled) return done.error();
        return makeError(ErrorKind::Code, "the expression was given up: " + m_deathCause);
    }
    const Lock lock(m_mutex);
    return std::move(m_value);
}

// ---- a program -------------------------------------------------------------------------------------------------

void WorkerHost::startProgram(const std::string& init) {
    // In the I/O thread: the process dies with the thread that started it, and that one lives as long as we do.
    m_loop.post([self = shared_from_this(), init] { self->launch(init); });
}

Status WorkerHost::greeted(double seconds, const CancelToken& cancel) {
    const CancelToken::Callback callback(cancel, [this] {
        const Lock lock(m_mutex);
        m_changed.notify_all();
    });
    Lock lock(m_mutex);
    const auto known = [&] { return m_state != State::Starting; };
    const bool inTime = m_changed.wait_for(lock, std::chrono::duration<double>(seconds), [&] { return known() || cancel.cancelled(); });
    if (!known() && cancel.cancelled()) return makeError(ErrorKind::Cancelled, "starting the Python worker was cancelled");
    if (!inTime) giveUp(lock, "did not answer for " + secondsText(seconds));
    return m_state == State::Dead ? Status(deathError()) : Status();
}

/// Kills it and waits for its end.
void WorkerHost::giveUp(Lock& lock, const std::string& cause) {
    killFor(cause);
    if (m_process.pid <= 0) m_loop.post([self = shared_from_this(), cause] { self->dieUnknown(cause); });
    m_changed.wait(lock, [this] { return m_state == State::Dead; });
}

/// Nobody that could be killed has said hello; it ends when its socket closes. But a program may have been launched, or a
/// copy greeted, since this was posted: that one was killed then, and onExit() collects it.
void WorkerHost::dieUnknown(const std::string& cause) {
    {
        const Lock lock(m_mutex);
        if (m_process.pid > 0) return;
    }
    die("killed: " + cause, CellStatus::Killed);
}

void WorkerHost::launch(const std::string& init) {
    auto spawned = spawnWorker(m_settings.program, m_settings.scratch);
    if (!spawned) return die(spawned.error().message, CellStatus::Died);
    const Lock lock(m_mutex);
    m_process = *std::move(spawned);
    m_out.fd = std::move(m_process.out);
    m_err.fd = std::move(m_process.err);
    watchProcess();
    send(init);
    if (!m_killCause.empty()) m_process.kill(); // cancelled before there was anything to kill
}

/// m_mutex is held.
void WorkerHost::watchProcess() {
    const auto weak = weak_from_this();
    const auto watch = [&](int fd, auto function) {
        return m_loop.watch(fd, EPOLLIN, [weak, function](std::uint32_t events) {
            if (const auto self = weak.lock()) function(*self, events);
        });
    };
    if (m_controlWatch == 0) {
        m_controlWatch = watch(m_process.control.get(), [](WorkerHost& w, std::uint32_t events) { w.onControl(events); });
        m_out.watch = watch(m_out.fd.get(), [](WorkerHost& w, std::uint32_t) { w.onPipe(OutputStream::Stdout); });
        m_err.watch = watch(m_err.fd.get(), [](WorkerHost& w, std::uint32_t) { w.onPipe(OutputStream::Stderr); });
    }
    if (m_process.pidfd) m_pidWatch = watch(m_process.pidfd.get(), [](WorkerHost& w, std::uint32_t) { w.onExit(); });
}

// ---- a copy ----------------------------------------------------------------------------------------------------

void WorkerHost::adopt(Ends& ends) {
    const Lock lock(m_mutex);
    m_process.control = std::move(ends.control);
    m_out.fd = std::move(ends.out);
    m_err.fd = std::move(ends.err);
    // The kernel then tells us who speaks: the number of the copy, which only it knows for sure.
    const int on = 1;
    setsockopt(m_process.control.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
    watchProcess();
}

/// A thread that Python has joined takes a moment longer to be gone.
int WorkerHost::threadsThatStay() const {
    int threads = m_process.threads();
    for (int i = 0; i < 20 && threads > 1; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        threads = m_process.threads();
    }
    return threads;
}

Result<std::shared_ptr<WorkerHost>> WorkerHost::fork(Settings settings, double seconds) {
    auto ends = Ends::make();
    if (!ends) return ends.error();
    const auto copy = std::make_shared<WorkerHost>(m_loop, std::move(settings));
    {
        Lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_awaited == Awaited::Nothing; });
        if (m_state == State::Dead) return makeError(ErrorKind::Unsupported, "the REPL has ended: " + m_deathCause);
        if (m_cell) return makeError(ErrorKind::Unsupported, "a cell is running");
        if (const int threads = threadsThatStay(); threads > 1)
            return makeError(ErrorKind::Unsupported, std::to_string(threads - 1) + (threads == 2 ? " thread" : " threads") +
                                                         " of a cell still live");
        copy->m_source = m_process.pid;
        copy->m_process.leadsGroup = m_process.leadsGroup;
        copy->m_supervisor = m_supervisor;
        copy->m_sandbox = m_sandbox;
        copy->m_notices = m_notices;
        copy->m_tools = m_tools;
        copy->m_used = m_used;
        copy->m_nextCell = m_nextCell;
        copy->m_cellsRun = m_cellsRun.load();
        copy->m_forks = m_forks.load();
        copy->m_awaited = Awaited::Loaded;
        m_awaited = Awaited::Forked;
    }
    copy->adopt(*ends);
    Lock lock(m_mutex);
    m_refusal.clear();
    const pid_t pid = m_process.pid;
    if (m_supervisor) m_supervisor->expectCopy(pid);
    m_files.insert(m_files.end(), {ends->theirControl.get(), ends->theirOut.get(), ends->theirErr.get()});
    send(forkMessage(copy->m_settings.scratch));
    const Status asked = await(lock, Awaited::Forked, seconds);
    const bool started = m_state == State::Ready;
    const std::string refusal = m_refusal;
    if (m_supervisor) m_supervisor->expectNoCopy(pid);
    lock.unlock();
    for (UniqueFd* theirs : {&ends->theirControl, &ends->theirOut, &ends->theirErr}) theirs->reset();
    if (!asked || !refusal.empty()) {
        copy->shutdown();
        return asked ? makeError(ErrorKind::Unsupported, refusal) : asked.error();
    }
    if (const Status greeted = copy->greeted(seconds, {}); !greeted) {
        // Somebody else took the place of the copy. Whoever it is, it is in the group.
        if (const pid_t group = started ? getpgid(pid) : -1; group > 1) ::kill(-group, SIGKILL);
        return greeted.error();
    }
    Lock theirs(copy->m_mutex);
    if (const Status loaded = copy->await(theirs, Awaited::Loaded, seconds); !loaded) return loaded.error();
    if (started && copy->m_state == State::Idle) copy->m_state = State::Ready;
    return copy;
}

/// It is the copy that we asked for: a child of ours that is not the one that was to make it.
void WorkerHost::handleHello() {
    const pid_t pid = m_peer;
    if (pid <= 0 || pid == m_source || parentOf(pid) != getpid()) return die("it is not the copy that was asked for", CellStatus::Killed);
    const Lock lock(m_mutex);
    m_process.pid = pid;
    m_process.pidfd = openPid(pid);
    const int off = 0;
    setsockopt(m_process.control.get(), SOL_SOCKET, SO_PASSCRED, &off, sizeof off);
    watchProcess();
    if (!m_killCause.empty()) m_process.kill();
    m_state = State::Idle;
    m_changed.notify_all();
}

void WorkerHost::handleSandbox(SandboxMessage message) {
    const Lock lock(m_mutex);
    m_sandbox = std::move(message.sandbox);
    m_process.leadsGroup = !message.filtered;
    if (!message.supervised || !m_received) return;
    m_supervisor = std::make_shared<Supervisor>(m_loop, std::move(m_received));
    m_supervisor->watch();
}

void WorkerHost::answered(Awaited what) {
    const Lock lock(m_mutex);
    if (m_awaited != what) {
        m_broken = true;
        m_loop.unwatch(std::exchange(m_controlWatch, 0), m_process.control.get());
        return killFor("broke the worker protocol (it said something that nobody asked for)");
    }
    if (what == Awaited::Ready) m_state = State::Ready;
    m_awaited = Awaited::Nothing;
    m_changed.notify_all();
}

} // namespace rlmscope::repl
