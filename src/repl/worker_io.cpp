// What comes from a worker and goes to it: frames on the socket, bytes from the pipes.
#include "base/clock.h"
#include "repl/worker_host.h"
#include "repl/worker_state.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace rlmscope::repl {
namespace {

constexpr std::size_t Chunk = 64u << 10;
constexpr int ChunksAtOnce = 16; // then other workers have their turn
constexpr std::size_t LateCap = 1u << 20;

std::size_t waitingBytes(int fd) {
    int n = 0;
    return fd >= 0 && ioctl(fd, FIONREAD, &n) == 0 && n > 0 ? static_cast<std::size_t>(n) : 0;
}

} // namespace

// ---- to the worker ---------------------------------------------------------------------------------------------

void WorkerHost::send(std::string bytes) {
    if (m_state == State::Dead || !m_process.control) return;
    if (m_outboxUsed == m_outbox.size()) {
        m_outbox = std::move(bytes);
        m_outboxUsed = 0;
    } else {
        m_outbox += bytes;
    }
    flush();
}

void WorkerHost::flush() {
    while (m_outboxUsed < m_outbox.size()) {
        iovec vec{m_outbox.data() + m_outboxUsed, m_outbox.size() - m_outboxUsed};
        msghdr message{};
        message.msg_iov = &vec;
        message.msg_iovlen = 1;
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * 253)> control{};
        if (!m_files.empty()) {
            const std::size_t size = sizeof(int) * m_files.size();
            message.msg_control = control.data();
            message.msg_controllen = CMSG_SPACE(size);
            cmsghdr* header = CMSG_FIRSTHDR(&message);
            header->cmsg_level = SOL_SOCKET;
            header->cmsg_type = SCM_RIGHTS;
            header->cmsg_len = CMSG_LEN(size);
            std::memcpy(CMSG_DATA(header), m_files.data(), size);
        }
        const ssize_t n = sendmsg(m_process.control.get(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
        if (n < 0) { // it is ending; onExit() follows
            m_outboxUsed = m_outbox.size();
            break;
        }
        m_files.clear();
        m_ownFiles.clear();
        m_outboxUsed += static_cast<std::size_t>(n);
    }
    const bool more = m_outboxUsed < m_outbox.size();
    if (!more) {
        if (m_outbox.capacity() > (1u << 20)) std::string().swap(m_outbox);
        else m_outbox.clear();
        m_outboxUsed = 0;
    }
    if (more != m_writeWatched && m_controlWatch != 0) {
        m_writeWatched = more;
        m_loop.change(m_controlWatch, m_process.control.get(), more ? EPOLLIN | EPOLLOUT : EPOLLIN);
    }
}

// ---- from the worker -------------------------------------------------------------------------------------------

void WorkerHost::onControl(std::uint32_t events) {
    if (events & EPOLLOUT) {
        const Lock lock(m_mutex);
        flush();
    }
    if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
    for (int i = 0; i < ChunksAtOnce; ++i)
        if (!readControl()) return;
}

/// As recv(), and takes what came beside the bytes: who sent them, and one descriptor.
ssize_t WorkerHost::receive(char* bytes, std::size_t size) {
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred)) + CMSG_SPACE(sizeof(int) * 253)> control;
    iovec vec{bytes, size};
    msghdr message{};
    message.msg_iov = &vec;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t n = recvmsg(m_process.control.get(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (n <= 0) return n;
    for (cmsghdr* c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
        if (c->cmsg_level != SOL_SOCKET) continue;
        if (c->cmsg_type == SCM_CREDENTIALS) {
            ucred who{};
            std::memcpy(&who, CMSG_DATA(c), sizeof who);
            m_peer = who.pid;
        } else if (c->cmsg_type == SCM_RIGHTS) {
            const std::size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
            for (std::size_t i = 0; i < count; ++i) {
                int fd = -1;
                std::memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof fd);
                UniqueFd one(fd); // what nobody waits for is closed
                if (m_state == State::Idle && !m_received) m_received = std::move(one);
            }
        }
    }
    return n;
}

bool WorkerHost::readControl() {
    if (m_broken || !m_process.control) return false;
    static thread_local std::array<char, Chunk> bytes;
    const ssize_t n = receive(bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) return true;
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return false;
    if (n <= 0) {
        m_broken = true;
        if (m_process.pid <= 0) {
            die("ended before it said a word", CellStatus::Died);
            return false;
        }
        const Lock lock(m_mutex);
        m_loop.unwatch(std::exchange(m_controlWatch, 0), m_process.control.get());
        // Usually the process is ending and its exit status says more. If it lives on, it is of no use.
        m_loop.at(monotonicNow() + Second / 2, [weak = weak_from_this()] {
            if (const auto self = weak.lock()) {
                const Lock locked(self->m_mutex);
                if (self->m_state != State::Dead) self->killFor("closed its control channel");
            }
        });
        return false;
    }
    m_reader.push({bytes.data(), static_cast<std::size_t>(n)});
    Frame frame;
    while (!m_broken) {
        const auto state = m_reader.next(frame);
        if (state == FrameReader::State::NeedMore) break;
        if (state == FrameReader::State::Broken) protocolError(m_reader.error());
        else handle(frame);
    }
    return static_cast<std::size_t>(n) == bytes.size();
}

void WorkerHost::protocolError(const std::string& what) {
    m_broken = true;
    const Lock lock(m_mutex);
    m_loop.unwatch(std::exchange(m_controlWatch, 0), m_process.control.get());
    killFor("broke the worker protocol (" + what + ")");
}

void WorkerHost::handle(const Frame& frame) {
    auto parsed = parseWorkerMessage(frame);
    if (!parsed) return protocolError(parsed.error().message);
    WorkerMessage& message = *parsed;
    if (auto* zygote = std::get_if<ZygoteMessage>(&message)) {
        const Lock lock(m_mutex);
        if (m_state != State::Starting) return;
        m_forks = zygote->forks;
        m_state = State::Idle;
        m_changed.notify_all();
    } else if (std::get_if<HelloMessage>(&message)) {
        if (m_state == State::Starting && m_process.pid <= 0) handleHello();
        else answered(Awaited::Loaded); // a lie
    } else if (std::get_if<LoadedMessage>(&message)) {
        answered(Awaited::Loaded);
    } else if (auto* sandbox = std::get_if<SandboxMessage>(&message)) {
        if (m_state == State::Idle) handleSandbox(std::move(*sandbox));
        else answered(Awaited::Ready); // a lie
    } else if (auto* ready = std::get_if<ReadyMessage>(&message)) {
        if (m_state == State::Idle) {
            const Lock lock(m_mutex);
            m_tools = std::move(ready->tools);
            if (!ready->copied.empty()) m_notices.push_back("the context was copied: " + ready->copied);
        }
        answered(Awaited::Ready);
    } else if (auto* forked = std::get_if<ForkedMessage>(&message)) {
        {
            const Lock lock(m_mutex);
            m_refusal = forked->error;
        }
        answered(Awaited::Forked);
    } else if (auto* value = std::get_if<ValueMessage>(&message)) {
        {
            const Lock lock(m_mutex);
            m_value = std::move(value->page);
        }
        answered(Awaited::Value);
    } else if (auto* failed = std::get_if<FailedMessage>(&message)) {
        const Lock lock(m_mutex);
        if (m_state != State::Ready) killFor(failed->message);
    } else if (auto* call = std::get_if<CallMessage>(&message)) {
        handleCall(std::move(*call));
    } else if (auto* bigCall = std::get_if<BigCallMessage>(&message)) {
        handleBigCall(std::move(*bigCall));
    } else if (const auto* file = std::get_if<FileMessage>(&message)) {
        handleFile(*file);
    } else if (auto* abandon = std::get_if<AbandonMessage>(&message)) {
        Calls one;
        {
            const Lock lock(m_mutex);
            if (m_cell) runClock();
            if (auto node = m_calls.extract(abandon->call)) one.insert(std::move(node));
            if (m_cell) runClock();
            m_textFiles.giveBack(abandon->call); // or it was a file
            grantFiles();
        }
        cancel(one);
    } else if (auto* done = std::get_if<DoneMessage>(&message)) {
        handleDone(std::move(*done));
    }
}

// ---- output ----------------------------------------------------------------------------------------------------

void WorkerHost::onPipe(OutputStream stream) {
    for (int i = 0; i < ChunksAtOnce; ++i)
        if (readPipe(stream, Chunk) < Chunk) return;
}

void WorkerHost::drain(OutputStream stream) {
    // No more than is there now: a thread that prints for ever must not keep us here.
    std::size_t left = waitingBytes(pipe(stream).fd.get());
    while (left > 0) {
        const std::size_t n = readPipe(stream, std::min(left, Chunk));
        if (n == 0) return;
        left -= n;
    }
}

std::size_t WorkerHost::readPipe(OutputStream stream, std::size_t most) {
    static thread_local std::array<char, Chunk> bytes;
    Pipe& from = pipe(stream);
    Lock lock(m_mutex); // held over the read: what a cell's end or begin separates must not mix
    if (!from.fd) return 0;
    const ssize_t n = ::read(from.fd.get(), bytes.data(), std::min(most, bytes.size()));
    if (n <= 0) {
        // All writers are gone: nothing will come, and a closed pipe would wake us for ever.
        if (n == 0) m_loop.unwatch(std::exchange(from.watch, 0), from.fd.get());
        return 0;
    }
    std::string_view got{bytes.data(), static_cast<std::size_t>(n)};
    if (!m_cell) {
        const std::string text = from.decoder.push(got.substr(0, LateCap - std::min(LateCap, m_lateBytes)));
        m_lateBytes += got.size();
        if (!text.empty()) m_late.emplace_back(stream, text);
        return got.size();
    }
    Cell& cell = *m_cell;
    (stream == OutputStream::Stdout ? cell.outcome.stdoutBytes : cell.outcome.stderrBytes) += got.size();
    const auto kept = got.substr(0, cell.keptLeft);
    cell.keptLeft -= kept.size();
    cell.outcome.droppedBytes += got.size() - kept.size();
    countOutput();
    lock.unlock(); // only this thread ends a cell, so it stays
    if (kept.empty()) return got.size();
    const std::string text = from.decoder.push(kept);
    if (!text.empty() && cell.observer.output) cell.observer.output(stream, text, false);
    return got.size();
}

bool WorkerHost::outputWaits() const {
    return !m_late.empty() || waitingBytes(m_out.fd.get()) > 0 || waitingBytes(m_err.fd.get()) > 0;
}

void WorkerHost::deliverLate(const CellObserver& observer) {
    std::vector<std::pair<OutputStream, std::string>> late;
    {
        const Lock lock(m_mutex);
        late = std::exchange(m_late, {});
        m_lateBytes = 0;
        for (const auto stream : {OutputStream::Stdout, OutputStream::Stderr})
            if (auto rest = pipe(stream).decoder.finish(); !rest.empty()) late.emplace_back(stream, std::move(rest));
    }
    if (!observer.output) return;
    for (const auto& [stream, text] : late) observer.output(stream, text, true);
}

} // namespace rlmscope::repl
