#include "base/text_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope {

namespace fs = std::filesystem;

namespace {

class Fd {
public:
    explicit Fd(int fd) : m_fd(fd) {}
    ~Fd() { if (m_fd >= 0) ::close(m_fd); }
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    int get() const { return m_fd; }
    int release() { return std::exchange(m_fd, -1); }

private:
    int m_fd;
};

Error failed(const fs::path& path, const char* what, int code) {
    return makeError(ErrorKind::Io, path.string() + " " + what + ": " + std::strerror(code) + ".");
}

Status writeAll(int fd, std::string_view text, const fs::path& path) {
    while (!text.empty()) {
        const ssize_t n = ::write(fd, text.data(), text.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed(path, "cannot be written", errno);
        text.remove_prefix(static_cast<std::size_t>(n));
    }
    if (::fsync(fd) != 0) return failed(path, "cannot be written", errno);
    return {};
}

Status makeFolder(const fs::path& folder) {
    std::error_code code;
    if (!folder.empty()) fs::create_directories(folder, code);
    if (code) return makeError(ErrorKind::Io, folder.string() + " cannot be made: " + code.message() + ".");
    return {};
}

} // namespace

Result<std::optional<std::string>> readTextFile(const fs::path& path, std::size_t largest) {
    const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0) {
        if (errno == ENOENT || errno == ENOTDIR) return std::optional<std::string>();
        return failed(path, "cannot be read", errno);
    }
    struct stat info {};
    if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode))
        return makeError(ErrorKind::BadInput, path.string() + " is not a file.");
    std::string text;
    char buffer[65536];
    for (;;) {
        const ssize_t n = ::read(file.get(), buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed(path, "cannot be read", errno);
        if (n == 0) break;
        text.append(buffer, static_cast<std::size_t>(n));
        if (text.size() > largest)
            return makeError(ErrorKind::BadInput, path.string() + " is too large: more than " + std::to_string(largest) + " bytes.");
    }
    return std::optional(std::move(text));
}

Status replaceTextFile(const fs::path& path, std::string_view text) {
    std::error_code code;
    fs::path target = path;
    if (fs::is_symlink(path, code))
        if (const fs::path there = fs::weakly_canonical(path, code); !code) target = there;
    if (Status made = makeFolder(target.parent_path()); !made) return made;
    std::string beside = target.string() + ".XXXXXX";
    Fd file(::mkostemp(beside.data(), O_CLOEXEC)); // 0600
    if (file.get() < 0) return failed(beside, "cannot be made", errno);
    Status written = writeAll(file.get(), text, beside);
    if (written && ::close(file.release()) != 0) written = failed(beside, "cannot be written", errno);
    if (written && ::rename(beside.c_str(), target.c_str()) != 0) written = failed(target, "cannot be replaced", errno);
    if (!written) {
        ::unlink(beside.c_str());
        return written;
    }
    // The rename itself survives a power cut once the folder is on the disk.
    if (const Fd folder(::open(target.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)); folder.get() >= 0) ::fsync(folder.get());
    return {};
}

Status withFileLock(const fs::path& path, const std::function<Status()>& change) {
    if (Status made = makeFolder(path.parent_path()); !made) return made;
    const fs::path name = path.string() + ".lock";
    const Fd lock(::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (lock.get() < 0) return failed(name, "cannot be made", errno);
    while (::flock(lock.get(), LOCK_EX) != 0)
        if (errno != EINTR) return failed(name, "cannot be locked", errno);
    return change();
}

fs::path configFolder() {
    // XDG says: a relative path in this variable is invalid and ignored.
    if (const char* config = std::getenv("XDG_CONFIG_HOME"); config && *config == '/') return fs::path(config) / "rlmscope";
    if (const char* home = std::getenv("HOME"); home && *home == '/') return fs::path(home) / ".config" / "rlmscope";
    return {};
}

} // namespace rlmscope
