// One file that the user named.
#include "context/file_names.h"
#include "context/read_text.h"
#include "context/source_stream.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope {
namespace {

Error cannotOpen(const std::string& path, int error) {
    const auto shown = escapedName(path);
    if (error == ENOENT || error == ENOTDIR)
        return makeError(ErrorKind::BadInput, shown + " does not exist.", "Check the path.");
    return makeError(ErrorKind::BadInput, "Cannot read " + shown + ": " + std::strerror(error) + ".",
                     error == EACCES ? "Ask its owner for permission to read it." : "");
}

Result<std::optional<Document>> readFile(LoadJob& job, const std::string& path, const std::string& name) {
    const auto shown = escapedName(path);
    // Not blocking: a named pipe without a writer would wait here for ever.
    const int opened = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (opened < 0) return cannotOpen(path, errno);
    const std::unique_ptr<const int, void (*)(const int*)> fd(&opened, [](const int* f) { close(*f); });
    struct stat info {};
    if (fstat(opened, &info) != 0) return cannotOpen(path, errno);
    if (S_ISFIFO(info.st_mode)) return readStream(job, opened, name, 0);
    if (!S_ISREG(info.st_mode))
        return makeError(ErrorKind::BadInput, shown + " is not a file: it is a device or a socket.");
    const ByteReader reader = [&](char* to, std::size_t n) { return readDescriptor(opened, to, n, shown); };
    auto reading = readText(job, reader, name, static_cast<std::uint64_t>(info.st_size));
    if (!reading.ok()) return reading.error();
    if (!reading->notText.empty())
        return makeError(ErrorKind::BadInput, shown + " is not a text file: " + reading->notText + ".",
                         "Convert it to text first.");
    return std::optional(std::move(reading->document));
}

bool acceptsFile(const ContextSource& source) {
    return source.kind == ContextSource::Kind::Path;
}

Result<std::vector<LoadItem>> planFile(LoadJob& job, const ContextSource& source, const std::string& prefix) {
    struct stat info {};
    if (stat(source.path.c_str(), &info) != 0) return cannotOpen(source.path, errno);
    LoadItem item;
    item.name = prefix + escapedName(baseName(absolutePath(source.path)));
    item.isFile = true;
    if (S_ISREG(info.st_mode)) item.bytes = static_cast<std::uint64_t>(info.st_size);
    job.expect(item.bytes);
    item.read = [path = source.path, name = item.name](LoadJob& theJob) { return readFile(theJob, path, name); };
    return std::vector{std::move(item)};
}

} // namespace

const SourceType FileSource{"file", acceptsFile, planFile};

} // namespace rlmscope
