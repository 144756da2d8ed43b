// The same tests as somebody else: as an ordinary user when started as root, and where user namespaces are not allowed.
#include "repl/hostile.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rlmscope::test {
namespace {

constexpr int Skipped = 77; // SKIP_RETURN_CODE of ctest
constexpr unsigned Nobody = 65534;

[[noreturn]] void skip(const std::string& why) {
    std::fprintf(stderr, "SKIP: %s: %s\n", why.c_str(), strerror(errno));
    _exit(Skipped);
}

void writeFile(const char* path, const std::string& text) {
    std::ofstream file(path);
    file << text << std::flush;
    if (!file) skip(std::string("cannot write ") + path);
}

void becomeNobody(const std::string& folder) {
    if (chown(folder.c_str(), Nobody, Nobody) != 0 || setgroups(0, nullptr) != 0 || setresgid(Nobody, Nobody, Nobody) != 0 ||
        setresuid(Nobody, Nobody, Nobody) != 0)
        skip("cannot become an ordinary user");
    prctl(PR_SET_DUMPABLE, 1); // else /proc/self belongs to root
    ::setenv("HOME", folder.c_str(), 1);
    ::setenv("TMPDIR", folder.c_str(), 1);
    ::setenv("XDG_RUNTIME_DIR", folder.c_str(), 1);
}

/// A user namespace of which no other can be made: what a system without them looks like to a program.
void forbidUserNamespaces() {
    const auto uid = geteuid(), gid = getegid();
    if (unshare(CLONE_NEWUSER) != 0) skip("user namespaces cannot be forbidden for a test");
    writeFile("/proc/self/setgroups", "deny");
    writeFile("/proc/self/uid_map", std::to_string(uid) + " " + std::to_string(uid) + " 1");
    writeFile("/proc/self/gid_map", std::to_string(gid) + " " + std::to_string(gid) + " 1");
    writeFile("/proc/sys/user/max_user_namespaces", "0"); // of this namespace only
}

[[noreturn]] void runAs(const std::string& whom, const std::string& folder, char** argv) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (geteuid() == 0) becomeNobody(folder);
    if (whom == "no-userns") forbidUserNamespaces();
    prctl(PR_SET_PDEATHSIG, SIGKILL); // a change of user forgets it
    ::unsetenv("RLMSCOPE_TEST_AS");
    if (whom == "no-userns") ::setenv("RLMSCOPE_TEST_NO_USERNS", "1", 1);
    const std::string self = std::filesystem::read_symlink("/proc/self/exe");
    if (const char* worker = std::getenv("RLMSCOPE_WORKER"); worker && access(worker, X_OK) != 0)
        skip(std::string("an ordinary user cannot run ") + worker);
    execv(self.c_str(), argv);
    skip("an ordinary user cannot run " + self);
}

} // namespace

int hostileMain(int argc, char** argv, const std::function<int()>& test) {
    (void)argc;
    const char* whom = std::getenv("RLMSCOPE_TEST_AS");
    if (!whom || !*whom) return test();
    if (geteuid() != 0 && std::string_view(whom) == "nobody") {
        std::fprintf(stderr, "SKIP: started as an ordinary user, the tests without RLMSCOPE_TEST_AS are the same\n");
        return Skipped;
    }
    std::string folder = "/tmp/rlmscope-test-XXXXXX"; // TMPDIR may be closed to others
    if (!mkdtemp(folder.data())) skip("no folder");
    const pid_t pid = fork();
    if (pid == 0) runAs(whom, folder, argv);
    int status = 0;
    waitpid(pid, &status, 0);
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace rlmscope::test
