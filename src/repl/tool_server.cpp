#include "repl/tool_server.h"

#include "base/resources.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

extern char** environ;

namespace rlmscope::repl {
namespace {

/// A duplicate above the numbers that the child's own descriptors get, so that no dup2 overwrites a source.
UniqueFd above(const UniqueFd& fd) { return UniqueFd(fcntl(fd.get(), F_DUPFD_CLOEXEC, 10)); }

std::vector<std::string> environmentWithout(const std::vector<std::string>& hidden) {
    std::vector<std::string> kept;
    for (char** entry = environ; *entry; ++entry) {
        const std::string_view text(*entry);
        const auto name = text.substr(0, text.find('='));
        if (std::find(hidden.begin(), hidden.end(), name) == hidden.end()) kept.emplace_back(text);
    }
    return kept;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (std::string& text : texts) list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

bool makePipe(UniqueFd& ours, UniqueFd& theirs) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    ours = UniqueFd(ends[0]);
    theirs = UniqueFd(ends[1]);
    return fcntl(ours.get(), F_SETFL, O_NONBLOCK) == 0;
}

} // namespace

Result<std::shared_ptr<ToolServer>> ToolServer::start(IoLoop& loop, const ToolServerSettings& settings, Events events) {
    std::shared_ptr<ToolServer> server(new ToolServer(loop, std::move(events)));
    if (const auto spawned = server->spawn(settings); !spawned) return spawned.error();
    if (!server->watchAll()) {
        server->end();
        return makeError(ErrorKind::Worker, "The process of the trusted tools cannot be watched: " + std::string(std::strerror(errno)));
    }
    return server;
}

ToolServer::~ToolServer() { end(); }

Status ToolServer::spawn(const ToolServerSettings& settings) {
    std::string python = settings.python;
    if (const char* named = std::getenv("RLMSCOPE_TOOLS_PYTHON"); python.empty() && named) python = named;
    if (python.empty()) python = "python3";
    const auto failed = [&](int error) {
        return makeError(ErrorKind::Worker, "The process of the trusted tools cannot be started with " + python + ": " + std::strerror(error) + ".",
                         "Install python3, or let RLMSCOPE_TOOLS_PYTHON name a Python program.");
    };
    int sockets[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) return failed(errno);
    m_control = UniqueFd(sockets[0]);
    const UniqueFd theirs(sockets[1]), null(open("/dev/null", O_RDONLY | O_CLOEXEC));
    UniqueFd out, err;
    if (fcntl(m_control.get(), F_SETFL, O_NONBLOCK) != 0 || !makePipe(m_out, out) || !makePipe(m_err, err)) return failed(errno);
    const UniqueFd sources[] = {above(null), above(out), above(err), above(theirs)};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (int i = 0; i < 4; ++i) posix_spawn_file_actions_adddup2(&actions, sources[i].get(), i);
    posix_spawn_file_actions_addclosefrom_np(&actions, 4);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0); // Ctrl-C at the terminal is the host's; a kill reaches what a tool started
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    auto environment = environmentWithout(settings.hidden);
    std::vector<std::string> arguments{python, "-u", "-c", std::string(embeddedResource("python/tool_server.py").value_or("")),
                                       std::to_string(getpid())};
    const int error = posix_spawnp(&m_pid, python.c_str(), &actions, &attributes, pointers(arguments).data(),
                                   pointers(environment).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        m_pid = -1;
        return failed(error);
    }
    m_pidfd = UniqueFd(static_cast<int>(syscall(SYS_pidfd_open, m_pid, 0)));
    if (!m_pidfd) {
        const int reason = errno;
        end();
        return failed(reason);
    }
    fcntl(m_pidfd.get(), F_SETFD, FD_CLOEXEC);
    return {};
}

bool ToolServer::watchAll() {
    const auto weak = weak_from_this();
    const auto handler = [weak](auto call) {
        return [weak, call](std::uint32_t) {
            if (const auto self = weak.lock(); self && self->m_pid > 0) call(*self);
        };
    };
    m_watches[0] = m_loop.watch(m_control.get(), EPOLLIN, [weak](std::uint32_t events) {
        const auto self = weak.lock();
        if (!self || self->m_pid <= 0) return;
        if (events & EPOLLOUT) self->write();
        if (self->m_pid > 0 && (events & ~std::uint32_t{EPOLLOUT})) self->readControl();
    });
    m_watches[1] = m_loop.watch(m_out.get(), EPOLLIN, handler([](ToolServer& s) { s.readOutput(s.m_out, s.m_outUtf8, s.m_outLines); }));
    m_watches[2] = m_loop.watch(m_err.get(), EPOLLIN, handler([](ToolServer& s) { s.readOutput(s.m_err, s.m_errUtf8, s.m_errLines); }));
    m_watches[3] = m_loop.watch(m_pidfd.get(), EPOLLIN, handler([](ToolServer& s) {
        s.readControl(); // answers that it gave before it ended
        if (s.m_pid > 0) s.over("");
    }));
    return m_watches[0] && m_watches[1] && m_watches[2] && m_watches[3];
}

void ToolServer::readControl() {
    char bytes[64 * 1024];
    const auto deliver = m_events.message; // a message may lead to end(), which lets go of it
    while (!m_closed) {
        const ssize_t n = read(m_control.get(), bytes, sizeof bytes);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            if (n < 0 && errno == EAGAIN) return;
            m_closed = true;
            break;
        }
        m_messages.push({bytes, static_cast<std::size_t>(n)});
        while (auto line = m_messages.next()) {
            auto message = parseToolMessage(*line);
            if (!message) return over("it sent " + message.error().message);
            deliver(std::move(*message));
            if (m_pid <= 0) return;
        }
        if (m_messages.overflown()) return over("it sent a line of more than " + std::to_string(LongestMessage) + " bytes");
    }
    // It is ending: how, its pidfd will say. One that lives on without its channel is of no use.
    m_loop.unwatch(std::exchange(m_watches[0], 0), m_control.get());
    m_loop.at(monotonicNow() + 1'000'000'000, [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self) return;
        self->m_livesOn = true;
        self->over("");
    });
}

void ToolServer::readOutput(UniqueFd& fd, Utf8Stream& utf8, LineReader& lines) {
    char bytes[16 * 1024];
    const auto output = m_events.output;
    for (int i = 0; i < 64; ++i) { // others have their turn
        const ssize_t n = fd ? read(fd.get(), bytes, sizeof bytes) : 0;
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return;
        if (n == 0) {
            if (!fd) return;
            m_loop.unwatch(m_watches[&fd == &m_out ? 1 : 2], fd.get());
            fd.reset();
            return;
        }
        lines.push(utf8.push({bytes, static_cast<std::size_t>(n)}));
        const auto tell = [&](std::string line) {
            if (&fd == &m_err && !trimmed(line).empty()) m_lastError = line;
            if (output) output(std::move(line));
        };
        while (auto line = lines.next()) tell(std::string(headCodePoints(*line, LongestOutputLine)));
        if (lines.overflown()) { // a line without end is told in pieces
            tell(lines.rest());
            lines = LineReader(LongestOutputLine);
        }
    }
}

void ToolServer::send(std::string line) {
    if (m_pid <= 0) return;
    const bool idle = m_toSend.size() == m_sent;
    if (idle) {
        m_toSend.clear();
        m_sent = 0;
    }
    if (m_sent > 1'000'000) {
        m_toSend.erase(0, m_sent);
        m_sent = 0;
    }
    m_toSend += line;
    m_toSend += '\n';
    if (idle) write();
}

void ToolServer::write() {
    while (m_sent < m_toSend.size()) {
        const ssize_t n = ::send(m_control.get(), m_toSend.data() + m_sent, m_toSend.size() - m_sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno != EAGAIN) return; // its death is told by the other end
        if (n < 0) break;
        m_sent += static_cast<std::size_t>(n);
    }
    if (m_watches[0]) m_loop.change(m_watches[0], m_control.get(), m_sent < m_toSend.size() ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

void ToolServer::over(std::string cause) {
    if (m_pid <= 0) return;
    const bool broke = !cause.empty();
    const auto keep = shared_from_this();
    const std::string how = reap();
    readOutput(m_out, m_outUtf8, m_outLines); // what it said last
    readOutput(m_err, m_errUtf8, m_errLines);
    for (auto* lines : {&m_outLines, &m_errLines})
        if (auto rest = lines->rest(); !rest.empty() && m_events.output) m_events.output(std::move(rest));
    if (!broke) cause = how + (m_lastError.empty() ? "" : "; it said: " + m_lastError);
    const auto ended = std::move(m_events.ended);
    end();
    if (ended) ended(std::move(cause));
}

/// Kills what is left and says how it ended.
std::string ToolServer::reap() {
    const pid_t pid = std::exchange(m_pid, -1);
    // The group goes while the zombie still keeps its number from being used again.
    ::kill(-pid, SIGKILL);
    ::kill(pid, SIGKILL);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    // Our own signal above: it was not ending after all. (A core dump may have taken longer than we waited.)
    if (m_livesOn && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return "it closed its channel";
    if (WIFSIGNALED(status)) return std::string("ended by signal: ") + strsignal(WTERMSIG(status));
    return "exited with code " + std::to_string(WEXITSTATUS(status));
}

void ToolServer::end() {
    m_events = {};
    if (m_pid > 0) reap();
    UniqueFd* const fds[] = {&m_control, &m_out, &m_err, &m_pidfd};
    for (int i = 0; i < 4; ++i) {
        if (m_watches[i] && *fds[i]) m_loop.unwatch(m_watches[i], fds[i]->get());
        m_watches[i] = 0;
        fds[i]->reset();
    }
}

} // namespace rlmscope::repl
