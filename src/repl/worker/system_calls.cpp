#include "repl/worker/system_calls.h"

#if RLMSCOPE_SECCOMP
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <fcntl.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <termios.h>
#include <unistd.h>
#endif

namespace rlmscope::repl {

#if RLMSCOPE_SECCOMP
namespace {

/// Harmless whatever their arguments are: they touch the process itself, or files that Landlock has let it open.
constexpr std::array Allowed{
    // files
    "read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "close", "close_range", "lseek",
    "fstat", "newfstatat", "stat", "lstat", "statx", "access", "faccessat", "faccessat2", "getcwd", "chdir", "fchdir",
    "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2", "readlink", "readlinkat",
    "symlink", "symlinkat", "link", "linkat", "ftruncate", "fallocate", "getdents", "getdents64", "statfs", "fstatfs",
    "umask", "fsync", "fdatasync", "flock", "fadvise64", "copy_file_range", "sendfile", "dup", "dup2", "dup3", "pipe",
    "pipe2", "poll", "ppoll", "select", "pselect6", "epoll_create1", "epoll_create", "epoll_ctl", "epoll_wait",
    "epoll_pwait", "epoll_pwait2", "eventfd2", "timerfd_create", "timerfd_settime", "timerfd_gettime", "getxattr",
    "lgetxattr", "fgetxattr", "listxattr", "llistxattr", "flistxattr",
    // memory
    "munmap", "mprotect", "mremap", "madvise", "brk", "msync", "mincore", "mlock", "munlock",
    // itself
    "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getgroups", "getresuid", "getresgid",
    "getpgrp", "getpgid", "getsid", "getrusage", "getrlimit", "times", "uname", "sysinfo", "getrandom", "getcpu",
    "sched_yield", "sched_getaffinity", "sched_getparam", "sched_getscheduler", "sched_get_priority_max",
    "sched_get_priority_min", "getpriority", "arch_prctl", "set_tid_address", "set_robust_list", "get_robust_list",
    "rseq", "membarrier", "exit", "exit_group", "restart_syscall", "wait4", "waitid", "capget",
    // signals to itself, time
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending", "rt_sigsuspend", "rt_sigtimedwait",
    "sigaltstack", "alarm", "getitimer", "setitimer", "pause", "clock_gettime", "clock_getres", "clock_nanosleep",
    "nanosleep", "gettimeofday", "time", "timer_create", "timer_settime", "timer_gettime", "timer_delete",
    // threads
    "futex", "futex_waitv",
    // the descriptors that it was given, and pairs of its own (event loops need one)
    "recvmsg", "recvfrom", "sendmsg", "sendto", "shutdown", "getsockname", "getpeername", "getsockopt",
};

/// Refused with a word that programs understand; for what is not listed at all it is ENOSYS.
constexpr std::array Refused{
    "socket", "connect", "bind", "listen", "accept", "accept4", "setsockopt", "execve", "execveat", "fork", "vfork",
    "ptrace", "setsid", "setpgid", "setuid", "setgid", "setresuid", "setresgid", "setgroups", "chroot", "mount",
    "umount2", "unshare", "setns", "truncate", "chown", "fchown", "lchown", "fchownat", "mknod", "mknodat",
    "setpriority", "sched_setaffinity", "sched_setscheduler", "process_vm_readv", "process_vm_writev", "pidfd_open",
    "pidfd_getfd", "pidfd_send_signal", "rt_sigqueueinfo", "rt_tgsigqueueinfo",
};

/// Answered with success and not done. Landlock does not guard modes and times, so they must not be changed at all; and
/// programs that copy files give up when they cannot set them.
constexpr std::array Ignored{"chmod", "fchmod", "fchmodat", "utime", "utimes", "utimensat", "futimesat"};

constexpr std::array NotSupported{"setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr"};

constexpr std::uint64_t Namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                     CLONE_NEWPID | CLONE_NEWNET;

class Filter {
public:
    Filter() : m_context(seccomp_init(SCMP_ACT_ERRNO(ENOSYS))) {}
    ~Filter() {
        if (m_context) seccomp_release(m_context);
    }
    Filter(const Filter&) = delete;
    Filter& operator=(const Filter&) = delete;

    template<typename... Compare>
    void rule(std::uint32_t action, const char* name, Compare... compare) {
        const int number = seccomp_syscall_resolve_name(name);
        if (number < 0 || !m_context) return; // not on this architecture
        if (seccomp_rule_add(m_context, action, number, sizeof...(compare), compare...) != 0) m_good = false;
    }
    template<typename Names>
    void rules(std::uint32_t action, const Names& names) {
        for (const char* name : names) rule(action, name);
    }
    std::vector<char> compile() {
        if (!m_context) return {};
        seccomp_attr_set(m_context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
        seccomp_attr_set(m_context, SCMP_FLTATR_CTL_OPTIMIZE, 2); // a tree instead of a chain of 200 comparisons
        const int file = memfd_create("filter", MFD_CLOEXEC);
        std::vector<char> bytes;
        if (file < 0 || !m_good || seccomp_export_bpf(m_context, file) != 0) {
            if (file >= 0) close(file);
            return bytes;
        }
        bytes.resize(static_cast<std::size_t>(lseek(file, 0, SEEK_END)));
        if (pread(file, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) bytes.clear();
        close(file);
        return bytes;
    }

private:
    scmp_filter_ctx m_context;
    bool m_good = true;
};

void addFileRules(Filter& filter) {
    // Landlock before version 3 lets a file that may only be read be cut by opening it.
    constexpr std::uint64_t Mask = O_ACCMODE | O_TRUNC;
    for (const std::uint64_t mode : {O_RDONLY, O_WRONLY, O_RDWR})
        for (const std::uint64_t cut : {0, O_TRUNC}) {
            if (mode == O_RDONLY && cut) continue;
            filter.rule(SCMP_ACT_ALLOW, "open", SCMP_A1(SCMP_CMP_MASKED_EQ, Mask, mode | cut));
            filter.rule(SCMP_ACT_ALLOW, "openat", SCMP_A2(SCMP_CMP_MASKED_EQ, Mask, mode | cut));
        }
    filter.rule(SCMP_ACT_ALLOW, "creat");
    // F_SETOWN, F_SETSIG, F_NOTIFY would send signals.
    for (const std::uint64_t command :
         {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK, F_SETLKW, F_OFD_GETLK,
          F_OFD_SETLK, F_OFD_SETLKW, 1032 /* F_GETPIPE_SZ */, 1034 /* F_GET_SEALS */})
        filter.rule(SCMP_ACT_ALLOW, "fcntl", SCMP_A1(SCMP_CMP_MASKED_EQ, 0xFFFFFFFFu, command));
    for (const std::uint64_t request : {FIONREAD, FIONBIO, FIOCLEX, FIONCLEX, TIOCGWINSZ, TCGETS})
        filter.rule(SCMP_ACT_ALLOW, "ioctl", SCMP_A1(SCMP_CMP_MASKED_EQ, 0xFFFFFFFFu, request));
    // Shared memory and growing stacks are in nobody's data limit, so there are none: a mapping is private, or of a file.
    constexpr std::uint64_t Kinds = MAP_SHARED | MAP_ANONYMOUS | MAP_GROWSDOWN;
    for (const std::uint64_t kind : {0, MAP_SHARED, MAP_ANONYMOUS})
        filter.rule(SCMP_ACT_ALLOW, "mmap", SCMP_A3(SCMP_CMP_MASKED_EQ, Kinds, kind));
    // Event loops need a pair. A datagram socket could send to any path, a stream is connected for ever.
    filter.rule(SCMP_ACT_ALLOW, "socketpair", SCMP_A0(SCMP_CMP_EQ, AF_UNIX), SCMP_A1(SCMP_CMP_MASKED_EQ, 0xF, SOCK_STREAM));
}

void addProcessRules(Filter& filter, bool supervised) {
    constexpr std::uint64_t Mask32 = 0xFFFFFFFFu;
    filter.rule(SCMP_ACT_ALLOW, "clone", SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM | Namespaces, CLONE_THREAD | CLONE_VM));
    const std::uint32_t judged = supervised ? SCMP_ACT_NOTIFY : SCMP_ACT_ERRNO(EPERM);
    filter.rule(judged, "clone", SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | Namespaces, 0));
    for (const char* name : {"kill", "tgkill", "tkill"}) filter.rule(judged, name);
    // Its own limits only. The soft data limit moves with each cell.
    filter.rule(SCMP_ACT_ALLOW, "prlimit64", SCMP_A0(SCMP_CMP_EQ, 0));
    filter.rule(SCMP_ACT_ALLOW, "setrlimit");
    filter.rule(SCMP_ACT_ALLOW, "prctl", SCMP_A0(SCMP_CMP_MASKED_EQ, Mask32, PR_SET_PDEATHSIG), SCMP_A1(SCMP_CMP_EQ, SIGKILL));
    for (const std::uint64_t option : {PR_GET_PDEATHSIG, PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_GET_NO_NEW_PRIVS,
                                       PR_GET_SECCOMP, PR_CAPBSET_READ, PR_GET_TIMERSLACK, PR_GET_THP_DISABLE,
                                       0x53564d41 /* PR_SET_VMA: names of mappings */})
        filter.rule(SCMP_ACT_ALLOW, "prctl", SCMP_A0(SCMP_CMP_MASKED_EQ, Mask32, option));
}

} // namespace

std::vector<char> compileFilter(bool supervised) {
    Filter filter;
    filter.rules(SCMP_ACT_ALLOW, Allowed);
    filter.rules(SCMP_ACT_ERRNO(EPERM), Refused);
    filter.rules(SCMP_ACT_ERRNO(0), Ignored);
    filter.rules(SCMP_ACT_ERRNO(EOPNOTSUPP), NotSupported);
    addFileRules(filter);
    addProcessRules(filter, supervised);
    return filter.compile();
}

#else

std::vector<char> compileFilter(bool) { return {}; }

#endif

} // namespace rlmscope::repl
