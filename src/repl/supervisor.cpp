#include "repl/supervisor.h"

#include "repl/process.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <vector>

namespace rlmscope::repl {
namespace {

constexpr std::uint64_t CopyFlags = CLONE_PARENT | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD;

/// The kernel's structures may be longer than those we were built with.
const seccomp_notif_sizes& sizes() {
    static const seccomp_notif_sizes found = [] {
        seccomp_notif_sizes s{};
        if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &s) != 0)
            s = {sizeof(seccomp_notif), sizeof(seccomp_notif_resp), sizeof(seccomp_data)};
        return s;
    }();
    return found;
}

} // namespace

Supervisor::~Supervisor() { m_loop.unwatch(m_watch, m_listener.get()); }

void Supervisor::watch() {
    m_watch = m_loop.watch(m_listener.get(), EPOLLIN, [weak = weak_from_this()](std::uint32_t events) {
        const auto self = weak.lock();
        if (!self) return;
        if (events & EPOLLIN) self->answer();
        else self->m_loop.unwatch(self->m_watch, self->m_listener.get()); // the last process of the frame has ended
    });
}

void Supervisor::expectCopy(pid_t pid) {
    const std::lock_guard lock(m_mutex);
    m_expected.insert(pid);
}

void Supervisor::expectNoCopy(pid_t pid) {
    const std::lock_guard lock(m_mutex);
    m_expected.erase(pid);
}

bool Supervisor::allowed(int call, std::uint64_t first, pid_t thread) {
    if (call == SYS_clone) {
        // The number of a thread is that of its process only for the main thread, and that is the one we asked.
        const std::lock_guard lock(m_mutex);
        return first == CopyFlags && m_expected.erase(thread) > 0;
    }
    // Signals: to itself, and to its own threads.
    const auto target = static_cast<pid_t>(first);
    if (target <= 0) return false;
    return processOf(call == SYS_tkill ? target : thread) == processOf(thread) && (call == SYS_tkill || target == processOf(thread));
}

void Supervisor::answer() {
    std::vector<char> question(std::max<std::size_t>(sizes().seccomp_notif, sizeof(seccomp_notif)));
    std::vector<char> word(std::max<std::size_t>(sizes().seccomp_notif_resp, sizeof(seccomp_notif_resp)));
    auto* asked = reinterpret_cast<seccomp_notif*>(question.data());
    auto* said = reinterpret_cast<seccomp_notif_resp*>(word.data());
    if (ioctl(m_listener.get(), SECCOMP_IOCTL_NOTIF_RECV, asked) != 0) return; // it was interrupted meanwhile
    said->id = asked->id;
    if (allowed(asked->data.nr, asked->data.args[0], static_cast<pid_t>(asked->pid)))
        said->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    else
        said->error = -EPERM;
    ioctl(m_listener.get(), SECCOMP_IOCTL_NOTIF_SEND, said);
}

} // namespace rlmscope::repl
