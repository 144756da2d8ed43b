#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "repl/worker/guard.h"
#include "repl/worker/channel.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <new>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope::repl {
namespace {

constexpr std::uint64_t Reserve = 192u << 20; // for reporting after a cell has used up its memory

volatile sig_atomic_t g_active = 0, g_interrupted = 0, g_signal = 0;
std::atomic<bool> g_forked{false};
void (*g_inChild)() = nullptr;
pthread_t g_guardedThread;
rlim_t g_softData = RLIM_INFINITY, g_hardData = RLIM_INFINITY;
int g_out = -1, g_err = -1;
struct stat g_outStat, g_errStat, g_nullStat;

// The system counts the descriptors of a user that are on their way through sockets, and refuses to send one more where
// the sender's limit of open files is below that. A cell can leave as many on their way as its limit and one message allow
// (253); who starts while it does so needs the room above.
constexpr rlim_t FilesOfCell = 512, FilesAtStart = 1024;

void limit(__rlimit_resource what, rlim_t soft, rlim_t hard) {
    struct rlimit now {};
    if (getrlimit(what, &now) != 0) return;
    const rlimit wanted{std::min(soft, now.rlim_max), std::min(hard, now.rlim_max)};
    setrlimit(what, &wanted);
}

void onInterrupt(int) {
    const int saved = errno;
    if (!pthread_equal(pthread_self(), g_guardedThread)) {
        pthread_kill(g_guardedThread, SIGINT); // only the main thread can act on it, and it must wake up
    } else if (g_active) {
        g_interrupted = 1;
        g_signal = 1;
        PyErr_SetInterruptEx(SIGINT);
    }
    errno = saved;
}

/// Our own C++ code ran out of memory: use the reserve once, then give up with a code that says so.
void onNoMemory() {
    struct rlimit now {};
    if (getrlimit(RLIMIT_DATA, &now) == 0 && now.rlim_cur < now.rlim_max) {
        now.rlim_cur = now.rlim_max;
        if (setrlimit(RLIMIT_DATA, &now) == 0) return;
    }
    _exit(ExitNoMemory);
}

int highDuplicate(int fd) {
    return fcntl(fd, F_DUPFD_CLOEXEC, 200 + static_cast<int>(getpid() % 37));
}

bool same(const struct stat& a, int fd) {
    struct stat b {};
    return fstat(fd, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

} // namespace

void protectProcess() {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit(RLIMIT_CORE, 0, 0);
    limit(RLIMIT_NOFILE, FilesAtStart, FilesAtStart);
    limit(RLIMIT_FSIZE, rlim_t{1} << 30, rlim_t{1} << 30);
    limit(RLIMIT_CPU, 24 * 3600, 24 * 3600 + 10);
    umask(077);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int sig : {SIGPIPE, SIGXFSZ}) std::signal(sig, SIG_IGN); // Python makes errors of them
    for (const int sig : {SIGTERM, SIGHUP, SIGCHLD, SIGQUIT}) std::signal(sig, SIG_DFL);
    g_guardedThread = pthread_self();
    std::set_new_handler(onNoMemory);
    installInterruptHandler();
}

void limitFiles() { limit(RLIMIT_NOFILE, FilesOfCell, FilesOfCell); }

void setMemoryLimit(std::int64_t bytes) {
    if (bytes <= 0) return;
    std::uint64_t used = 0;
    if (std::FILE* file = std::fopen("/proc/self/status", "re")) {
        char line[256];
        while (std::fgets(line, sizeof line, file)) {
            unsigned long long kilobytes = 0;
            if (std::sscanf(line, "VmData: %llu", &kilobytes) == 1) used = kilobytes << 10;
        }
        std::fclose(file);
    }
    g_softData = used + static_cast<std::uint64_t>(bytes);
    g_hardData = g_softData + Reserve;
    struct rlimit now {};
    if (getrlimit(RLIMIT_DATA, &now) == 0) {
        g_hardData = std::min(g_hardData, now.rlim_max);
        g_softData = std::min(g_softData, g_hardData);
    }
    limit(RLIMIT_DATA, g_hardData, g_hardData);
}

void cellBegins() {
    g_interrupted = 0;
    g_signal = 0;
    const rlimit tight{g_softData, g_hardData};
    setrlimit(RLIMIT_DATA, &tight);
    g_active = 1;
}

void cellEnds() {
    g_active = 0;
    const rlimit wide{g_hardData, g_hardData};
    setrlimit(RLIMIT_DATA, &wide);
}

void installInterruptHandler() {
    struct sigaction action {};
    action.sa_handler = onInterrupt;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr); // no SA_RESTART: it must end a waiting poll
    sigset_t interrupt;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    pthread_sigmask(SIG_UNBLOCK, &interrupt, nullptr);
}

bool cellWasInterrupted() { return g_interrupted != 0; }

bool takeSignal() {
    const bool pending = g_signal != 0;
    g_signal = 0;
    return pending;
}

bool signalPending() { return g_signal != 0; }

void keepStandardStreams() {
    if (g_out >= 0 && same(g_outStat, g_out)) close(g_out); // a copy of the process gets its own
    if (g_err >= 0 && same(g_errStat, g_err)) close(g_err);
    for (const int old : {g_out, g_err})
        if (old >= 0) close(old); // of the process that this one is a copy of
    g_out = highDuplicate(1);
    g_err = highDuplicate(2);
    fstat(g_out, &g_outStat);
    fstat(g_err, &g_errStat);
    fstat(0, &g_nullStat);
}

bool isOurDescriptor(int fd) { return fd == g_out || fd == g_err; }

void repairStandardStreams() {
    if (!same(g_nullStat, 0)) {
        const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
        if (null > 0) {
            dup2(null, 0);
            close(null);
        }
    }
    // A cell may have closed our duplicate and left the descriptor itself, so both directions.
    const auto repair = [](const struct stat& wanted, int& copy, int fd) {
        if (!same(wanted, copy)) {
            if (!same(wanted, fd)) _exit(ExitLostChannel);
            copy = highDuplicate(fd);
        } else if (!same(wanted, fd)) {
            dup2(copy, fd);
        }
    };
    repair(g_outStat, g_out, 1);
    repair(g_errStat, g_err, 2);
}

void writeStandard(int which, const char* bytes, unsigned long length) {
    const int fd = which == 1 ? g_out : g_err;
    if (!same(which == 1 ? g_outStat : g_errStat, fd)) return;
    while (length > 0) {
        const ssize_t n = write(fd, bytes, length);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return;
        bytes += n;
        length -= static_cast<unsigned long>(n);
    }
}

bool isForkedChild() { return g_forked.load(); }

void watchForks(void (*inChild)()) {
    g_inChild = inChild;
    pthread_atfork(nullptr, nullptr, [] {
        g_forked = true;
        g_inChild();
    });
}

} // namespace rlmscope::repl
