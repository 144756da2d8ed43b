#include "trace/trace_lock.h"

#include "base/text.h"
#include "trace/schema.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope {
namespace {

struct flock wholeFile(short type) {
    struct flock lock {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    return lock;
}

std::string holderOf(int fd) {
    char text[200];
    const auto n = pread(fd, text, sizeof text, 0);
    const auto line = oneLine(std::string_view(text, static_cast<std::size_t>(n > 0 ? n : 0)), 80);
    return line.empty() ? "another process" : line;
}

std::string describeSelf() {
    std::string name = "a program";
    if (const int fd = open("/proc/self/comm", O_RDONLY | O_CLOEXEC); fd >= 0) {
        char text[64];
        if (const auto n = read(fd, text, sizeof text); n > 1) name.assign(text, static_cast<std::size_t>(n - 1));
        close(fd);
    }
    return "process " + std::to_string(getpid()) + " (" + name + ")";
}

} // namespace

// OFD locks: they belong to our open file, not to the process, so that SQLite's own locks and closing some other
// descriptor of the file cannot drop them, and a second writer in the same process is refused too.
Result<std::unique_ptr<TraceLock>> TraceLock::acquire(const std::filesystem::path& trace) {
    auto file = schema::withSuffix(trace, ".lock");
    for (int attempt = 0; attempt < 100; ++attempt) {
        const int fd = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd < 0)
            return makeError(ErrorKind::Io, schema::shown(trace) + " cannot be written: " + std::strerror(errno),
                             "Choose a folder that exists and that you may write to.");
        auto lock = wholeFile(F_WRLCK);
        if (fcntl(fd, F_OFD_SETLK, &lock) != 0) {
            const int reason = errno;
            const auto holder = holderOf(fd);
            close(fd);
            if (reason != EAGAIN && reason != EACCES)
                return makeError(ErrorKind::Io, schema::shown(trace) + " cannot be locked: " + std::strerror(reason));
            return makeError(ErrorKind::Io, schema::shown(trace) + " is being written by " + holder,
                             "Wait until it has ended, or write to another file.");
        }
        // The holder before us may have removed the file between our open and our lock.
        struct stat ours {}, there {};
        if (fstat(fd, &ours) != 0 || stat(file.c_str(), &there) != 0 || ours.st_ino != there.st_ino || ours.st_dev != there.st_dev) {
            close(fd);
            continue;
        }
        const auto self = describeSelf() + "\n";
        // Only people read it: a full disk may leave it empty.
        if (ftruncate(fd, 0) == 0) [[maybe_unused]] const auto n = pwrite(fd, self.data(), self.size(), 0);
        return std::unique_ptr<TraceLock>(new TraceLock(std::move(file), fd));
    }
    return makeError(ErrorKind::Io, schema::shown(trace) + " cannot be locked: its lock file keeps changing");
}

bool TraceLock::isHeld(const std::filesystem::path& trace) {
    const int fd = open(schema::withSuffix(trace, ".lock").c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return false;
    auto lock = wholeFile(F_RDLCK);
    const bool held = fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    close(fd);
    return held;
}

TraceLock::~TraceLock() {
    unlink(m_file.c_str());
    close(m_fd);
}

} // namespace rlmscope
