#include "repl/scratch.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>

namespace rlmscope::repl {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view Prefix = "rlmscope-repl-";

fs::path temporaryFolder() {
    std::error_code error;
    const auto path = fs::temp_directory_path(error);
    return error ? fs::path("/tmp") : path;
}

/// Folders that a killed program left behind.
void removeStale(const fs::path& base) {
    std::error_code error;
    for (fs::directory_iterator it(base, fs::directory_options::skip_permission_denied, error), end;
         !error && it != end; it.increment(error)) {
        const auto path = it->path();
        if (path.filename().string().compare(0, Prefix.size(), Prefix) != 0) continue;
        const UniqueFd lock(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        struct stat info {};
        if (!lock || fstat(lock.get(), &info) != 0 || info.st_uid != geteuid()) continue;
        // A folder without its lock may belong to a program that is just starting.
        if (time(nullptr) - info.st_mtime < 60) continue;
        if (flock(lock.get(), LOCK_EX | LOCK_NB) == 0) removeTree(path.string());
    }
}

} // namespace

Result<ScratchRoot> ScratchRoot::create() {
    const fs::path base = temporaryFolder();
    removeStale(base);
    std::string path = (base / (std::string(Prefix) + "XXXXXX")).string();
    if (!mkdtemp(path.data()))
        return makeError(ErrorKind::Io, "no folder for temporary files can be made in " + base.string() + ": " + std::strerror(errno),
                         "Free some space there, or set TMPDIR to another folder.");
    UniqueFd lock(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (lock) flock(lock.get(), LOCK_EX | LOCK_NB);
    return ScratchRoot(std::move(path), std::move(lock));
}

ScratchRoot::ScratchRoot(ScratchRoot&& other) noexcept
    : m_path(std::exchange(other.m_path, {}))
    , m_lock(std::move(other.m_lock))
    , m_next(other.m_next.load()) {}

ScratchRoot::~ScratchRoot() {
    if (!m_path.empty()) removeTree(m_path);
}

Result<std::string> ScratchRoot::makeFolder() {
    const std::string path = m_path + "/" + std::to_string(m_next++);
    if (auto made = makePrivateFolder(path); !made) return made.error();
    return path;
}

} // namespace rlmscope::repl
