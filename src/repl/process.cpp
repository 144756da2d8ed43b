#include "repl/process.h"
#include "repl/worker/exit_codes.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace rlmscope::repl {
namespace {

std::string systemError() { return std::strerror(errno); }

/// A duplicate above the numbers that the child's own descriptors get, so that no dup2 overwrites a source.
UniqueFd above(int fd) { return UniqueFd(fcntl(fd, F_DUPFD_CLOEXEC, 10)); }

class SpawnSetup {
public:
    SpawnSetup() {
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
    }
    ~SpawnSetup() {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
    SpawnSetup(const SpawnSetup&) = delete;
    SpawnSetup& operator=(const SpawnSetup&) = delete;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
};

void prepare(SpawnSetup& setup, int null, int out, int err, int control, const std::string& scratch) {
    posix_spawn_file_actions_adddup2(&setup.actions, null, 0);
    posix_spawn_file_actions_adddup2(&setup.actions, out, 1);
    posix_spawn_file_actions_adddup2(&setup.actions, err, 2);
    posix_spawn_file_actions_adddup2(&setup.actions, control, 3);
    posix_spawn_file_actions_addclosefrom_np(&setup.actions, 4);
    posix_spawn_file_actions_addchdir_np(&setup.actions, scratch.c_str());
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&setup.attributes, &none);
    posix_spawnattr_setsigdefault(&setup.attributes, &all);
    posix_spawnattr_setpgroup(&setup.attributes, 0);
    posix_spawnattr_setflags(&setup.attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

/// The number behind a label at the begin of a line of a file in /proc; 0 when there is none.
std::uint64_t numberIn(const std::string& path, const char* label) {
    std::FILE* file = std::fopen(path.c_str(), "re");
    if (!file) return 0;
    char line[256];
    unsigned long long number = 0;
    const std::size_t length = std::strlen(label);
    while (std::fgets(line, sizeof line, file))
        if (std::strncmp(line, label, length) == 0 && std::sscanf(line + length, "%llu", &number) == 1) break;
    std::fclose(file);
    return number;
}

std::string signalCause(int signal) {
    switch (signal) {
    case SIGSEGV: return "segmentation fault";
    case SIGABRT: return "aborted (SIGABRT)";
    case SIGBUS: return "bus error";
    case SIGFPE: return "arithmetic error (SIGFPE)";
    case SIGILL: return "illegal instruction";
    case SIGSYS: return "killed: a system call that is not of this machine";
    case SIGXCPU: return "killed: processor time limit";
    case SIGKILL: return "killed from outside (the system may have run out of memory)";
    default: return std::string("ended by signal ") + strsignal(signal);
    }
}

} // namespace

void Process::interrupt() const {
    if (pid > 0) ::kill(pid, SIGINT);
}

void Process::kill() const {
    if (pid <= 0) return;
    if (leadsGroup) ::kill(-pid, SIGKILL);
    ::kill(pid, SIGKILL);
}

int Process::threads() const { return static_cast<int>(numberIn("/proc/" + std::to_string(pid) + "/status", "Threads:")); }

Nanos Process::cpu() const {
    clockid_t clock{};
    timespec time{};
    if (pid <= 0 || clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
    return time.tv_sec * Nanos{1'000'000'000} + time.tv_nsec;
}

std::string Process::reap(const std::string& memoryText, bool& outOfMemory) {
    outOfMemory = false;
    if (pid <= 0) return "not running";
    if (leadsGroup) ::kill(-pid, SIGKILL);
    int status = 0;
    pid_t done = -1;
    while ((done = waitpid(pid, &status, 0)) < 0 && errno == EINTR) {}
    pid = -1;
    if (done < 0) return "lost: " + systemError();
    if (WIFSIGNALED(status)) return signalCause(WTERMSIG(status));
    const int code = WEXITSTATUS(status);
    if (code == ExitNoMemory) {
        outOfMemory = true;
        return "killed: memory limit " + memoryText;
    }
    if (code == ExitLostChannel) return "closed its control channel";
    return "exited with code " + std::to_string(code) + " (os._exit)";
}

Result<Ends> Ends::make() {
    const auto failed = [](const char* what) {
        return makeError(ErrorKind::Worker, std::string("the Python worker cannot be started: ") + what + ": " + systemError(),
                         "Close other programs, or raise the limit of open files (ulimit -n).");
    };
    std::array<int, 2> sockets{}, out{}, err{};
    Ends ends;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) return failed("socketpair");
    ends.control = UniqueFd(sockets[0]);
    ends.theirControl = UniqueFd(sockets[1]);
    if (pipe2(out.data(), O_CLOEXEC) != 0) return failed("pipe");
    ends.out = UniqueFd(out[0]);
    ends.theirOut = UniqueFd(out[1]);
    if (pipe2(err.data(), O_CLOEXEC) != 0) return failed("pipe");
    ends.err = UniqueFd(err[0]);
    ends.theirErr = UniqueFd(err[1]);
    // Only our ends: the flag belongs to the pipe end, and Python expects blocking ones.
    for (const UniqueFd* fd : {&ends.control, &ends.out, &ends.err})
        fcntl(fd->get(), F_SETFL, fcntl(fd->get(), F_GETFL) | O_NONBLOCK);
    return ends;
}

Result<Process> spawnWorker(const std::string& program, const std::string& scratch) {
    const auto failed = [&](const char* what) {
        return makeError(ErrorKind::Worker, std::string("the Python worker cannot be started: ") + what + ": " + systemError(),
                         "Close other programs, or raise the limit of open files (ulimit -n).");
    };
    auto ends = Ends::make();
    if (!ends) return ends.error();
    const UniqueFd null(open("/dev/null", O_RDONLY | O_CLOEXEC));
    const UniqueFd n = above(null.get()), o = above(ends->theirOut.get()), e = above(ends->theirErr.get()),
                   c = above(ends->theirControl.get());
    if (!n || !o || !e || !c) return failed("descriptors");
    SpawnSetup setup;
    prepare(setup, n.get(), o.get(), e.get(), c.get(), scratch);
    const std::string home = "HOME=" + scratch, tmp = "TMPDIR=" + scratch;
    const std::array<const char*, 8> environment{home.c_str(), tmp.c_str(), "TZ=UTC", "LC_ALL=C.UTF-8",
                                                 "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "PATH=/usr/bin:/bin",
                                                 nullptr};
    const std::array<const char*, 2> arguments{program.c_str(), nullptr};
    Process process;
    errno = posix_spawn(&process.pid, program.c_str(), &setup.actions, &setup.attributes,
                        const_cast<char* const*>(arguments.data()), const_cast<char* const*>(environment.data()));
    if (errno != 0) {
        process.pid = -1;
        return failed(program.c_str());
    }
    process.pidfd = openPid(process.pid);
    if (!process.pidfd) {
        const auto error = failed("pidfd_open");
        process.kill();
        bool ignored = false;
        process.reap({}, ignored);
        return error;
    }
    process.control = std::move(ends->control);
    process.out = std::move(ends->out);
    process.err = std::move(ends->err);
    return process;
}

UniqueFd openPid(pid_t pid) {
    // Not the function of the C library: its header in Debian 12 forgets extern "C".
    UniqueFd fd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    if (fd) fcntl(fd.get(), F_SETFD, FD_CLOEXEC);
    return fd;
}

pid_t parentOf(pid_t pid) {
    const auto parent = numberIn("/proc/" + std::to_string(pid) + "/status", "PPid:");
    return parent > 0 ? static_cast<pid_t>(parent) : -1;
}

pid_t processOf(pid_t thread) {
    const auto process = numberIn("/proc/" + std::to_string(thread) + "/status", "Tgid:");
    return process > 0 ? static_cast<pid_t>(process) : -1;
}

std::uint64_t memoryOf(pid_t pid) {
    const std::string folder = "/proc/" + std::to_string(pid);
    std::uint64_t kilobytes = numberIn(folder + "/smaps_rollup", "Pss:");
    if (kilobytes == 0) kilobytes = numberIn(folder + "/status", "RssAnon:"); // not ours to look at: more than it is
    return (kilobytes + numberIn(folder + "/status", "VmPTE:")) << 10;
}

MachineMemory machineMemory() {
    return {numberIn("/proc/meminfo", "MemAvailable:") << 10, numberIn("/proc/meminfo", "MemTotal:") << 10};
}

Result<std::string> findWorker() {
    namespace fs = std::filesystem;
    std::error_code error;
    const auto usable = [](const fs::path& path) { return access(path.c_str(), X_OK) == 0; };
    if (const char* named = std::getenv("RLMSCOPE_WORKER"); named && *named) {
        if (usable(named)) return fs::absolute(named, error).string();
        return makeError(ErrorKind::Worker, std::string("the worker program named by RLMSCOPE_WORKER cannot be run: ") + named,
                         "Unset the variable or let it name rlmscope-worker.");
    }
    const fs::path here = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (const auto& path : {here / "rlmscope-worker", here / "../libexec/rlmscope/rlmscope-worker"})
        if (usable(path)) return fs::weakly_canonical(path, error).string();
    return makeError(ErrorKind::Worker, "the program rlmscope-worker was not found beside " + here.string(),
                     "Install RLMScope completely, or let RLMSCOPE_WORKER name the program.");
}

} // namespace rlmscope::repl
