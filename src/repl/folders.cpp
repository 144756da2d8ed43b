// Folders that model code has filled: removed and copied without trusting anything in them. Everything is opened relative
// to a descriptor and without following links, so that nobody can lead us elsewhere by exchanging a folder for a link.
#include "repl/scratch.h"

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <vector>

namespace rlmscope::repl {
namespace {

constexpr int MaxDepth = 64; // descriptors that are open at a time
constexpr std::size_t MaxEntries = 10'000;
constexpr std::uint64_t MaxBytes = 64'000'000;

UniqueFd openFolder(int parent, const char* name) {
    constexpr int Flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    UniqueFd folder(openat(parent, name, Flags));
    if (folder || errno != EACCES) return folder;
    // Closed to us, but ours: open it. The descriptor names the folder itself, whatever the name leads to by now.
    const UniqueFd place(openat(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!place) return {};
    const std::string self = "/proc/self/fd/" + std::to_string(place.get());
    if (chmod(self.c_str(), 0700) != 0) return {};
    return UniqueFd(openat(parent, name, Flags));
}

/// Names in a folder, without . and ..; at most `most`.
std::vector<std::string> namesIn(int folder, std::size_t most) {
    std::vector<std::string> names;
    const int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* dir = copy >= 0 ? fdopendir(copy) : nullptr;
    if (!dir) {
        if (copy >= 0) close(copy);
        return names;
    }
    while (names.size() < most) {
        const dirent* entry = readdir(dir);
        if (!entry) break;
        const std::string name = entry->d_name;
        if (name != "." && name != "..") names.push_back(name);
    }
    closedir(dir);
    return names;
}

class Remover {
public:
    explicit Remover(int root) : m_root(root) {}

    /// False when something could not be removed.
    bool empty(int folder, int depth) {
        bool done = true;
        while (true) {
            const auto names = namesIn(folder, 1000);
            bool progress = false;
            for (const auto& name : names) progress |= remove(folder, name, depth);
            done = names.empty();
            if (done || !progress) return done;
        }
    }

private:
    bool remove(int folder, const std::string& name, int depth) {
        if (unlinkat(folder, name.c_str(), 0) == 0) return true;
        if (unlinkat(folder, name.c_str(), AT_REMOVEDIR) == 0) return true;
        // Too deep for our descriptors: it moves up, and its turn comes later.
        if (depth >= MaxDepth) {
            const std::string up = ".deep-" + std::to_string(m_moved++);
            return renameat(folder, name.c_str(), m_root, up.c_str()) == 0;
        }
        const UniqueFd inner = openFolder(folder, name.c_str());
        return inner && empty(inner.get(), depth + 1) && unlinkat(folder, name.c_str(), AT_REMOVEDIR) == 0;
    }

    const int m_root;
    unsigned m_moved = 0;
};

class Copier {
public:
    Status copy(int from, int to, int depth) {
        if (depth > MaxDepth) return tooMuch("nested too deeply");
        for (const auto& name : namesIn(from, MaxEntries + 1)) {
            if (++m_entries > MaxEntries) return tooMuch("more than 10,000");
            if (auto one = entry(from, to, name.c_str(), depth); !one) return one;
        }
        return {};
    }

private:
    static Error tooMuch(const std::string& what) {
        return makeError(ErrorKind::Unsupported, "the files in its scratch folder are " + what);
    }
    static Error failed() {
        return makeError(ErrorKind::Unsupported, std::string("its scratch folder cannot be copied: ") + std::strerror(errno));
    }

    Status entry(int from, int to, const char* name, int depth) {
        struct stat info {};
        if (fstatat(from, name, &info, AT_SYMLINK_NOFOLLOW) != 0) return errno == ENOENT ? Status() : failed();
        if (S_ISLNK(info.st_mode)) return link(from, to, name);
        if (S_ISREG(info.st_mode)) return file(from, to, name);
        if (!S_ISDIR(info.st_mode)) return {};
        const UniqueFd inner = openFolder(from, name);
        if (!inner || mkdirat(to, name, 0700) != 0) return failed();
        const UniqueFd target = openFolder(to, name);
        return target ? copy(inner.get(), target.get(), depth + 1) : failed();
    }

    static Status link(int from, int to, const char* name) {
        char target[PATH_MAX];
        const ssize_t n = readlinkat(from, name, target, sizeof target - 1);
        if (n < 0) return failed();
        target[n] = 0;
        return symlinkat(target, to, name) == 0 ? Status() : failed();
    }

    Status file(int from, int to, const char* name) {
        const UniqueFd in(openat(from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        struct stat info {};
        if (!in || fstat(in.get(), &info) != 0 || !S_ISREG(info.st_mode)) return failed();
        m_bytes += static_cast<std::uint64_t>(info.st_size);
        if (m_bytes > MaxBytes) return tooMuch("bigger than 64 MB");
        const UniqueFd out(openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (info.st_mode & 0700) | 0600));
        if (!out) return failed();
        for (auto left = static_cast<std::uint64_t>(info.st_size); left > 0;) {
            const ssize_t n = copy_file_range(in.get(), nullptr, out.get(), nullptr, left, 0);
            if (n < 0) return failed();
            if (n == 0) break; // it was cut meanwhile
            left -= static_cast<std::uint64_t>(n);
        }
        const timespec times[2] = {info.st_atim, info.st_mtim};
        futimens(out.get(), times);
        return {};
    }

    std::size_t m_entries = 0;
    std::uint64_t m_bytes = 0;
};

} // namespace

Status makePrivateFolder(const std::string& path) {
    if (mkdir(path.c_str(), 0700) == 0) return {};
    return makeError(ErrorKind::Io, "the folder " + path + " cannot be made: " + std::strerror(errno),
                     "Free some space there, or set TMPDIR to another folder.");
}

void removeTree(const std::string& path) {
    if (rmdir(path.c_str()) == 0) return; // most are empty
    if (const UniqueFd folder = openFolder(AT_FDCWD, path.c_str())) Remover(folder.get()).empty(folder.get(), 0);
    rmdir(path.c_str());
}

Status copyFiles(const std::string& from, const std::string& to) {
    const UniqueFd source = openFolder(AT_FDCWD, from.c_str()), target = openFolder(AT_FDCWD, to.c_str());
    if (!source || !target) return makeError(ErrorKind::Unsupported, "its scratch folder is gone");
    return Copier().copy(source.get(), target.get(), 0);
}

} // namespace rlmscope::repl
