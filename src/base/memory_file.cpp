#include "base/memory_file.h"

#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <sys/mman.h>

namespace rlmscope {

int makeMemoryFile(const char* name) {
    static const bool none = std::getenv("RLMSCOPE_TEST_NO_MEMORY_FILES") != nullptr;
    if (none) {
        errno = ENOSYS;
        return -1;
    }
    return memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

bool sealMemoryFile(int fd) {
    // The kernel also refuses while it has a page of the file in its own hands, to move it for instance; that passes. Who
    // maps the file to write into it goes on doing so.
    const auto seal = [fd] { return fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0; };
    bool sealed = seal();
    for (const long milliseconds : {2, 10, 40}) {
        if (sealed || errno != EBUSY) break;
        const timespec pause{0, milliseconds * 1'000'000};
        nanosleep(&pause, nullptr);
        sealed = seal();
    }
    return sealed;
}

} // namespace rlmscope
