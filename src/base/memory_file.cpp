#include "base/memory_file.h"

#include <cerrno>
#include <cstdlib>
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
    return fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0;
}

} // namespace rlmscope
