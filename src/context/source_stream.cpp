// A descriptor that is read to its end: stdin, a pipe. Waiting for it can be cancelled.
#include "context/read_text.h"
#include "context/source_stream.h"

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rlmscope {
namespace {

// Becomes readable when the token is cancelled.
class CancelEvent {
public:
    explicit CancelEvent(const CancelToken& token)
        : m_fd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , m_callback(token, [fd = m_fd] {
            const std::uint64_t one = 1;
            if (fd >= 0) (void)!write(fd, &one, sizeof one);
        }) {}
    ~CancelEvent() {
        m_callback.reset(); // before the descriptor goes
        if (m_fd >= 0) close(m_fd);
    }
    CancelEvent(const CancelEvent&) = delete;
    CancelEvent& operator=(const CancelEvent&) = delete;
    int fd() const { return m_fd; }

private:
    int m_fd;
    CancelToken::Callback m_callback;
};

Result<std::size_t> readSome(int fd, const CancelEvent& cancelled, char* to, std::size_t n, const std::string& name) {
    for (;;) {
        pollfd waits[2] = {{fd, POLLIN, 0}, {cancelled.fd(), POLLIN, 0}};
        if (poll(waits, 2, -1) < 0 && errno != EINTR)
            return makeError(ErrorKind::BadInput, "Cannot wait for " + name + ": " + std::strerror(errno) + ".");
        if (waits[1].revents != 0) return cancelledError();
        if (waits[0].revents == 0) continue;
        const auto got = read(fd, to, n);
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR && errno != EAGAIN)
            return makeError(ErrorKind::BadInput, "Cannot read " + name + ": " + std::strerror(errno) + ".");
    }
}

bool acceptsStream(const ContextSource& source) {
    return source.kind == ContextSource::Kind::Stream;
}

Result<std::vector<LoadItem>> planStream(LoadJob& job, const ContextSource& source, const std::string&) {
    LoadItem item;
    item.name = source.name;
    struct stat info {};
    if (fstat(source.fd, &info) != 0)
        return makeError(ErrorKind::BadInput, "Cannot read " + source.name + ": " + std::strerror(errno) + ".");
    if (S_ISDIR(info.st_mode))
        return makeError(ErrorKind::BadInput, "Cannot read " + source.name + ": it is a folder.",
                         "Name the folder as a path instead.");
    if (S_ISREG(info.st_mode)) {
        const auto position = lseek(source.fd, 0, SEEK_CUR);
        if (position >= 0 && position < info.st_size) item.bytes = static_cast<std::uint64_t>(info.st_size - position);
        job.expect(item.bytes);
    }
    item.read = [fd = source.fd, name = source.name, bytes = item.bytes](LoadJob& theJob) {
        return readStream(theJob, fd, name, bytes);
    };
    return std::vector{std::move(item)};
}

} // namespace

Result<std::optional<Document>> readStream(LoadJob& job, int fd, const std::string& name, std::uint64_t expectedBytes) {
    const CancelEvent cancelled(job.cancel);
    const ByteReader reader = [&](char* to, std::size_t n) { return readSome(fd, cancelled, to, n, name); };
    auto reading = readText(job, reader, name, expectedBytes);
    if (!reading.ok()) return reading.error();
    if (!reading->notText.empty())
        return makeError(ErrorKind::BadInput, "What comes from " + name + " is not text: " + reading->notText + ".");
    return std::optional(std::move(reading->document));
}

const SourceType StreamSource{"stream", acceptsStream, planStream};

} // namespace rlmscope
