// A folder: every text file below it, without recursion of ours.
#include "context/file_names.h"
#include "context/gitignore.h"
#include "context/read_text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope {
namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    Descriptor(Descriptor&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() {
        if (m_fd >= 0) close(m_fd);
    }
    int get() const { return m_fd; }
    bool valid() const { return m_fd >= 0; }

private:
    int m_fd;
};

using Rules = std::shared_ptr<const IgnoreRules>;

// A small file as a whole; nothing when it is not there or not a regular file. Rules of more than 1 MB are nobody's.
std::optional<std::string> readSmallFile(int folder, const std::string& path) {
    const Descriptor fd(openat(folder, path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    struct stat info {};
    if (!fd.valid() || fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode)) return {};
    std::string text(std::size_t{1} << 20, '\0');
    const auto n = readDescriptor(fd.get(), text.data(), text.size(), path);
    if (!n.ok()) return {};
    text.resize(*n);
    return text;
}

std::string trimmedLine(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

// .git/info/exclude; in a linked worktree or submodule .git is a file that says where the repository is.
std::optional<std::string> excludeFile(const std::string& top) {
    std::string git = top + "/.git";
    if (const auto link = readSmallFile(AT_FDCWD, git); link && link->rfind("gitdir: ", 0) == 0) {
        const auto target = trimmedLine(link->substr(8));
        git = target.rfind('/', 0) == 0 ? target : top + "/" + target;
        if (const auto common = readSmallFile(AT_FDCWD, git + "/commondir"))
            git = common->rfind('/', 0) == 0 ? trimmedLine(*common) : git + "/" + trimmedLine(*common);
    }
    return readSmallFile(AT_FDCWD, git + "/info/exclude");
}

bool isRepository(const std::string& folder) {
    struct stat info {};
    return lstat((folder + "/.git").c_str(), &info) == 0;
}

struct PendingFolder {
    std::string path;   // below the source folder; "" or ends in '/'
    std::string inRepo; // the same below the top of its repository
    Rules rules;        // of the folders above
};

// Reads one file that the walk found. What cannot be read is reported: the rest of the folder is still worth having.
Result<std::optional<Document>> readEntry(LoadJob& job, int root, const std::string& path, const std::string& name,
                                          std::uint64_t bytes) {
    const int links = job.request.followSymlinks ? 0 : O_NOFOLLOW;
    const Descriptor fd(openat(root, path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | links));
    struct stat info {};
    if (!fd.valid() || fstat(fd.get(), &info) != 0) {
        job.addUnreadable(name, std::strerror(errno));
        job.dismiss(bytes);
        return std::optional<Document>();
    }
    if (!S_ISREG(info.st_mode)) { // it was a file when the folder was listed
        job.addSpecial(name, "no longer a file");
        job.dismiss(bytes);
        return std::optional<Document>();
    }
    std::optional<Error> failed;
    const ByteReader reader = [&](char* to, std::size_t n) {
        auto got = readDescriptor(fd.get(), to, n, name);
        if (!got.ok()) failed = got.error();
        return got;
    };
    auto reading = readText(job, reader, name, static_cast<std::uint64_t>(info.st_size));
    if (failed) {
        job.addUnreadable(name, failed->message);
        return std::optional<Document>();
    }
    if (!reading.ok()) return reading.error();
    if (!reading->notText.empty()) {
        job.addBinary(name, reading->notText);
        return std::optional<Document>();
    }
    return std::optional(std::move(reading->document));
}

class Walk {
public:
    Walk(LoadJob& job, const std::string& root, std::string prefix)
        : m_job(job)
        , m_root(absolutePath(root))
        , m_prefix(std::move(prefix))
        , m_rootFd(std::make_shared<Descriptor>(open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))) {}

    Result<std::vector<LoadItem>> run();

private:
    PendingFolder start() const;
    Status list(PendingFolder folder);
    void visit(const PendingFolder& folder, const std::string& name);
    void addFile(const std::string& path, std::uint64_t bytes);
    std::string shown(const std::string& path) const { return m_prefix + escapedName(path); }

    LoadJob& m_job;
    std::string m_root;
    std::string m_prefix;
    std::shared_ptr<Descriptor> m_rootFd; // shared with the items, which open their files below it
    std::vector<PendingFolder> m_pending;
    std::set<std::pair<dev_t, ino_t>> m_entered; // only when links are followed
    std::vector<LoadItem> m_items;
};

Result<std::vector<LoadItem>> Walk::run() {
    if (!m_rootFd->valid())
        return makeError(ErrorKind::BadInput, "Cannot read the folder " + escapedName(m_root) + ": " +
                                                  std::strerror(errno) + ".");
    m_pending.push_back(start());
    while (!m_pending.empty()) {
        auto folder = std::move(m_pending.back());
        m_pending.pop_back();
        if (const auto status = list(std::move(folder)); !status.ok()) return status.error();
    }
    return std::move(m_items);
}

// The rules that stand above the folder: from the top of its repository down, its own not included.
PendingFolder Walk::start() const {
    if (!m_job.request.gitignore) return {};
    std::string top = m_root;
    while (!isRepository(top) && top != "/") top = parentOf(top);
    if (!isRepository(top)) return {};
    PendingFolder folder;
    if (const auto exclude = excludeFile(top)) folder.rules = std::make_shared<IgnoreRules>(*exclude, "", nullptr);
    if (m_root == top) return folder;
    const std::string below = m_root.substr(top == "/" ? 1 : top.size() + 1) + "/";
    for (std::size_t at = 0; at < below.size(); at = below.find('/', at) + 1) {
        const auto base = below.substr(0, at);
        if (const auto text = readSmallFile(AT_FDCWD, top + "/" + base + ".gitignore"))
            folder.rules = std::make_shared<IgnoreRules>(*text, base, folder.rules);
    }
    folder.inRepo = below;
    return folder;
}

Status Walk::list(PendingFolder folder) {
    if (m_job.cancel.cancelled()) return cancelledError();
    const auto refuse = [&] {
        m_job.addUnreadable(shown(folder.path), std::strerror(errno));
        return Status();
    };
    const std::string path = folder.path.empty() ? "." : folder.path;
    const int links = m_job.request.followSymlinks ? 0 : O_NOFOLLOW;
    const int fd = openat(m_rootFd->get(), path.substr(0, path.size() - (path.back() == '/')).c_str(),
                          O_RDONLY | O_DIRECTORY | O_CLOEXEC | links);
    if (fd < 0) return refuse();
    if (m_job.request.followSymlinks) {
        struct stat info {};
        if (fstat(fd, &info) != 0 || !m_entered.emplace(info.st_dev, info.st_ino).second) {
            close(fd);
            return {};
        }
    }
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(fdopendir(fd), closedir);
    if (!directory) {
        close(fd);
        return refuse();
    }
    std::vector<std::string> names;
    for (errno = 0; const dirent* entry = readdir(directory.get()); errno = 0) names.emplace_back(entry->d_name);
    if (errno != 0) m_job.addUnreadable(shown(folder.path), std::strerror(errno));
    std::sort(names.begin(), names.end());
    if (m_job.request.gitignore) {
        if (!folder.path.empty() && std::binary_search(names.begin(), names.end(), ".git")) {
            // A repository inside: only its own rules count from here on.
            folder.inRepo.clear();
            folder.rules.reset();
            if (const auto exclude = excludeFile(m_root + "/" + folder.path.substr(0, folder.path.size() - 1)))
                folder.rules = std::make_shared<IgnoreRules>(*exclude, "", nullptr);
        }
        if (std::binary_search(names.begin(), names.end(), ".gitignore"))
            if (const auto text = readSmallFile(m_rootFd->get(), folder.path + ".gitignore"))
                folder.rules = std::make_shared<IgnoreRules>(*text, folder.inRepo, folder.rules);
    }
    for (const auto& name : names) visit(folder, name);
    if (m_items.size() > m_job.request.maxDocuments)
        return makeError(ErrorKind::BadInput, "The folder " + escapedName(m_root) + " has more than " +
                                                  std::to_string(m_job.request.maxDocuments) + " files.",
                         "Load a part of it.");
    return {};
}

void Walk::visit(const PendingFolder& folder, const std::string& name) {
    if (name == "." || name == ".." || name == ".git" || name == ".hg" || name == ".svn") return;
    auto& report = m_job.report;
    if (name.front() == '.' && !m_job.request.hidden) {
        ++report.hidden;
        return;
    }
    const std::string path = folder.path + name;
    struct stat info {};
    int status = fstatat(m_rootFd->get(), path.c_str(), &info, AT_SYMLINK_NOFOLLOW);
    const bool isLink = status == 0 && S_ISLNK(info.st_mode);
    if (folder.rules && folder.rules->ignored(folder.inRepo + name, status == 0 && S_ISDIR(info.st_mode))) {
        ++report.ignored;
        return;
    }
    if (isLink && !m_job.request.followSymlinks) {
        ++report.links;
        return;
    }
    if (isLink) status = fstatat(m_rootFd->get(), path.c_str(), &info, 0);
    if (status != 0) {
        m_job.addUnreadable(shown(path), isLink ? "broken link" : std::strerror(errno));
        return;
    }
    if (S_ISDIR(info.st_mode)) m_pending.push_back({path + "/", folder.inRepo + name + "/", folder.rules});
    else if (S_ISREG(info.st_mode)) addFile(path, static_cast<std::uint64_t>(info.st_size));
    else m_job.addSpecial(shown(path), S_ISFIFO(info.st_mode)   ? "named pipe"
                                       : S_ISSOCK(info.st_mode) ? "socket"
                                                                : "device");
}

void Walk::addFile(const std::string& path, std::uint64_t bytes) {
    m_job.expect(bytes);
    LoadItem item{shown(path), bytes, true, {}};
    item.read = [root = m_rootFd, path, name = item.name, bytes](LoadJob& job) {
        return readEntry(job, root->get(), path, name, bytes);
    };
    m_items.push_back(std::move(item));
}

bool acceptsFolder(const ContextSource& source) {
    struct stat info {};
    return source.kind == ContextSource::Kind::Path && stat(source.path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

Result<std::vector<LoadItem>> planFolder(LoadJob& job, const ContextSource& source, const std::string& prefix) {
    return Walk(job, source.path, prefix).run();
}

} // namespace

const SourceType FolderSource{"folder", acceptsFolder, planFolder};

} // namespace rlmscope
