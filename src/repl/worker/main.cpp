// rlmscope-worker: an interpreter for frames. Started by the host with the control socket as descriptor 3; says nothing
// and does nothing without it. PROTOCOL.md describes the conversation, worker.h what one process does in it.
#include "repl/worker/guard.h"
#include "repl/worker/worker.h"

#include <clocale>
#include <cstdio>
#include <malloc.h>
#include <sys/stat.h>
#include <unistd.h>

int main() {
    using namespace rlmscope::repl;
    constexpr int ControlFd = 3;
    struct stat info {};
    if (fstat(ControlFd, &info) != 0 || !S_ISSOCK(info.st_mode)) {
        std::fputs("rlmscope-worker is started by rlmscope; it does nothing alone.\n", stderr);
        return 2;
    }
    protectProcess();
    keepStandardStreams();
    std::setlocale(LC_ALL, "C.UTF-8");
    mallopt(M_ARENA_MAX, 2); // Python allocates under one lock anyway; an arena reserves 64 MB
    Worker(ControlFd).work();
}
