#pragma once
// The judge of a sandbox: its filter puts calls that make a process or send a signal to us (seccomp user notification),
// and the caller waits for our word. One for a frame and all copies of its worker, which share the filter.
// Source: seccomp_unotify(2). The arguments that we judge are numbers in registers, which nobody can change meanwhile.
#include "repl/io_loop.h"
#include "repl/unique_fd.h"

#include <memory>
#include <mutex>
#include <set>
#include <sys/types.h>

namespace rlmscope::repl {

class Supervisor : public std::enable_shared_from_this<Supervisor> {
public:
    Supervisor(IoLoop& loop, UniqueFd listener) : m_loop(loop), m_listener(std::move(listener)) {}
    ~Supervisor();
    void watch(); ///< once

    /// The next copy that this process makes is one that we asked for; all others are refused.
    void expectCopy(pid_t pid);
    void expectNoCopy(pid_t pid);

private:
    void answer(); // I/O thread
    bool allowed(int call, std::uint64_t first, pid_t thread);

    IoLoop& m_loop;
    const UniqueFd m_listener;
    IoLoop::WatchId m_watch = 0;
    std::mutex m_mutex;
    std::set<pid_t> m_expected; // guarded by m_mutex
};

} // namespace rlmscope::repl
