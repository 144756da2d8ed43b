#include "repl/worker/sandbox.h"

#include "repl/worker/system_calls.h"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace rlmscope::repl {
namespace {

// ---- Landlock (linux/landlock.h of Debian 12 knows version 2; the numbers are part of the kernel's ABI) -------------

constexpr long CreateRuleset = 444, AddRule = 445, RestrictSelf = 446; // the same on every architecture
constexpr std::uint64_t FsExecute = 1u << 0, FsWriteFile = 1u << 1, FsReadFile = 1u << 2, FsReadDir = 1u << 3,
                        FsMakeChar = 1u << 6, FsMakeSock = 1u << 9, FsMakeFifo = 1u << 10, FsMakeBlock = 1u << 11,
                        FsAllOf1 = (1u << 13) - 1, FsRefer = 1u << 13, FsTruncate = 1u << 14, FsIoctlDev = 1u << 15;
constexpr std::uint64_t NetBindTcp = 1, NetConnectTcp = 2, ScopeAbstractSocket = 1, ScopeSignal = 2;

struct Ruleset {
    std::uint64_t files, net, scoped;
};
struct __attribute__((packed)) PathRule {
    std::uint64_t allowed;
    std::int32_t folder;
};

int landlockVersion() {
    const long version = syscall(CreateRuleset, nullptr, 0, 1 /* LANDLOCK_CREATE_RULESET_VERSION */);
    return version > 0 ? static_cast<int>(version) : 0;
}

std::uint64_t fileRights(int version) {
    return FsAllOf1 | (version >= 2 ? FsRefer : 0) | (version >= 3 ? FsTruncate : 0) | (version >= 5 ? FsIoctlDev : 0);
}

/// A path that is not there needs no rule.
bool allowPath(int ruleset, const std::string& path, std::uint64_t rights) {
    const int fd = open(path.c_str(), O_PATH | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    struct stat info {};
    if (fstat(fd, &info) == 0 && !S_ISDIR(info.st_mode)) rights &= FsExecute | FsWriteFile | FsReadFile | FsTruncate;
    const PathRule rule{rights, fd};
    const bool done = syscall(AddRule, ruleset, 1 /* LANDLOCK_RULE_PATH_BENEATH */, &rule, 0) == 0;
    close(fd);
    return done;
}

// ---- namespaces, capabilities, seccomp --------------------------------------------------------------------------

bool writeFile(const char* path, const std::string& text) {
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return false;
    const bool done = write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    close(fd);
    return done;
}

/// Of its own: network (without any interface), shared memory, host name. The same user inside as outside.
bool enterNamespaces() {
    const unsigned uid = geteuid(), gid = getegid();
    constexpr int Spaces = CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;
    if (unshare(CLONE_NEWUSER | Spaces) != 0) return unshare(Spaces) == 0; // root in a container may do without
    writeFile("/proc/self/setgroups", "deny");
    char line[64];
    std::snprintf(line, sizeof line, "%u %u 1", uid, uid);
    const bool user = writeFile("/proc/self/uid_map", line);
    std::snprintf(line, sizeof line, "%u %u 1", gid, gid);
    return writeFile("/proc/self/gid_map", line) && user;
}

void dropCapabilities() {
    for (int cap = 0; cap <= 63; ++cap) prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct none[2]{};
    syscall(SYS_capset, &header, none);
}

int installFilter(const std::vector<char>& bytes, unsigned flags) {
    if (bytes.empty()) return -1;
    sock_fprog program{static_cast<unsigned short>(bytes.size() / sizeof(sock_filter)),
                       reinterpret_cast<sock_filter*>(const_cast<char*>(bytes.data()))};
    return static_cast<int>(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program));
}

} // namespace

void Sandbox::prepare(const Without& without) {
    m_namespaces = !without.has("namespaces") && enterNamespaces();
    m_landlock = without.has("landlock") ? 0 : landlockVersion();
    if (without.has("seccomp")) return;
    if (!without.has("notify")) m_supervised = compileFilter(true);
    m_alone = compileFilter(false);
}

bool Sandbox::restrictFiles(const std::string& scratch) const {
    if (m_landlock == 0) return false;
    const std::uint64_t all = fileRights(m_landlock);
    const Ruleset attributes{all, m_landlock >= 4 ? NetBindTcp | NetConnectTcp : 0,
                             m_landlock >= 6 ? ScopeAbstractSocket | ScopeSignal : 0};
    const std::size_t size = m_landlock >= 6 ? 24 : m_landlock >= 4 ? 16 : 8;
    const int ruleset = static_cast<int>(syscall(CreateRuleset, &attributes, size, 0));
    if (ruleset < 0) return false;
    bool done = true;
    for (const auto& path : m_readable) done &= allowPath(ruleset, path, FsReadFile | FsReadDir);
    for (const char* device : {"/dev/zero", "/dev/urandom", "/dev/random"}) done &= allowPath(ruleset, device, FsReadFile);
    done &= allowPath(ruleset, "/dev/null", FsReadFile | FsWriteFile);
    // No programs, devices, sockets or pipes are made in the scratch folder; everything else may be.
    constexpr std::uint64_t Never = FsExecute | FsMakeChar | FsMakeBlock | FsMakeSock | FsMakeFifo | FsIoctlDev;
    done &= allowPath(ruleset, scratch, all & ~Never);
    done = done && syscall(RestrictSelf, ruleset, 0) == 0;
    close(ruleset);
    return done;
}

SandboxReport Sandbox::apply(const std::string& scratch) const {
    SandboxReport report;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    dropCapabilities();
    const bool files = restrictFiles(scratch);
    constexpr unsigned NewListener = 1u << 3, WaitKillable = 1u << 5;
    // With WaitKillable an interrupt of the worker does not restart a question that the host is answering.
    report.listener = installFilter(m_supervised, NewListener | WaitKillable);
    if (report.listener < 0) report.listener = installFilter(m_supervised, NewListener);
    report.supervised = report.listener >= 0;
    const bool calls = report.filtered = report.supervised || installFilter(m_alone, 0) == 0;
    // The host reads the memory use of a worker; nobody inside may read another one's memory.
    prctl(PR_SET_DUMPABLE, files && calls ? 1 : 0, 0, 0, 0);

    if (!files) report.missing.emplace_back("no file rules (Landlock): the user's files can be read and changed");
    else if (m_landlock < 3 && !calls) report.missing.emplace_back("files outside can be cut (Landlock is older than 6.2)");
    if (!calls) report.missing.emplace_back("no system call filter (seccomp): network and programs can be used");
    if (!m_namespaces) report.missing.emplace_back("no namespaces of its own");
    if (calls && !report.supervised) report.missing.emplace_back("no snapshots (the kernel cannot ask the host)");
    report.level = files && calls ? "full" : files || calls ? "partial" : "limits";
    return report;
}

} // namespace rlmscope::repl
