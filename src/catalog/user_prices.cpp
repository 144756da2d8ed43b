#include "catalog/user_prices.h"

#include "base/text.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t LargestFile = 64u << 20;

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

} // namespace

fs::path userPricesPath() {
    // XDG says: a relative path in this variable is invalid and ignored.
    if (const char* config = std::getenv("XDG_CONFIG_HOME"); config && *config == '/')
        return fs::path(config) / "rlmscope" / "prices.json";
    if (const char* home = std::getenv("HOME"); home && *home == '/') return fs::path(home) / ".config" / "rlmscope" / "prices.json";
    return {};
}

Result<UserTables> loadUserPrices(const fs::path& path) {
    if (path.empty()) return UserTables{};
    const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0) {
        if (errno == ENOENT || errno == ENOTDIR) return UserTables{};
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
        if (text.size() > LargestFile) return makeError(ErrorKind::BadInput, path.string() + " is too large for a price table.");
    }
    auto tables = readUserTables(text, path.string());
    if (tables) return tables;
    Error error = tables.error();
    if (error.hint.empty()) error.hint = "Correct the file, or move it away to use the built-in prices.";
    return error;
}

Status saveUserPrices(const fs::path& path, const UserTables& tables) {
    if (path.empty()) return makeError(ErrorKind::Io, "There is no configuration folder to write prices to.", "Set HOME or XDG_CONFIG_HOME.");
    // What we write we must be able to read: a table made by hand could hold what no file may.
    const std::string text = writeUserTables(tables);
    if (auto again = readUserTables(text, path.string()); !again) return again.error();
    std::error_code code;
    fs::create_directories(path.parent_path(), code);
    if (code) return makeError(ErrorKind::Io, path.parent_path().string() + " cannot be made: " + code.message() + ".");
    std::string beside = path.string() + ".XXXXXX";
    Fd file(::mkostemp(beside.data(), O_CLOEXEC));
    if (file.get() < 0) return failed(beside, "cannot be made", errno);
    Status written = writeAll(file.get(), text, beside);
    if (written && ::close(file.release()) != 0) written = failed(beside, "cannot be written", errno);
    if (written && ::rename(beside.c_str(), path.c_str()) != 0) written = failed(path, "cannot be replaced", errno);
    if (!written) {
        ::unlink(beside.c_str());
        return written;
    }
    // The rename itself survives a power cut once the folder is on the disk.
    if (const Fd folder(::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)); folder.get() >= 0) ::fsync(folder.get());
    return {};
}

Result<PriceTable> effectivePrices(const PriceTable& builtIn, const UserTables& user) {
    PriceTable table = builtIn.overlaid(user.updates).overlaid(user.overrides);
    for (const ModelEntry& model : table.models())
        for (const PriceInterval& price : model.prices)
            if (model.capabilities.cache == CacheKind::Marked && !price.rates.cacheWrite)
                return makeError(ErrorKind::BadInput, "Your price of " + oneLine(model.id, 120) + " has no cache_write, and the cache of this model has to be marked.",
                                 "Add cache_write to it: Anthropic charges 1.25 times the input price.");
    return table;
}

} // namespace rlmscope
