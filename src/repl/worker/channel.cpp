#include "repl/worker/channel.h"
#include "base/json.h"
#include "repl/worker/guard.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <random>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace rlmscope::repl {

namespace {

ssize_t sendPiece(int socket, std::string_view piece, int file) {
    iovec vec{const_cast<char*>(piece.data()), piece.size()};
    msghdr message{};
    message.msg_iov = &vec;
    message.msg_iovlen = 1;
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))]{};
    if (file >= 0) {
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        cmsghdr* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(header), &file, sizeof file);
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL);
}

} // namespace

Channel::Channel(int fd) {
    const int high = 210 + static_cast<int>(std::random_device{}() % 200);
    m_fd = fcntl(fd, F_DUPFD_CLOEXEC, high);
    m_wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    const int wake = fcntl(m_wake, F_DUPFD_CLOEXEC, high);
    close(m_wake);
    m_wake = wake;
    close(fd);
    struct stat info {};
    if (m_fd < 0 || fstat(m_fd, &info) != 0) _exit(ExitLostChannel);
    m_inode = info.st_ino;
}

/// A cell may have closed our descriptor, and a file of its own may have got the number.
bool Channel::stillOurs() const {
    struct stat info {};
    return fstat(m_fd, &info) == 0 && S_ISSOCK(info.st_mode) && info.st_ino == m_inode;
}

Channel::~Channel() {
    for (const int fd : {m_fd, m_wake})
        if (fd >= 0) close(fd);
    for (const int fd : m_files) close(fd);
}

/// As recv() without waiting; descriptors go to m_files.
ssize_t Channel::receive(char* bytes, std::size_t size) {
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * 253)];
    iovec vec{bytes, size};
    msghdr message{};
    message.msg_iov = &vec;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    const ssize_t n = recvmsg(m_fd, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (n <= 0) return n;
    for (cmsghdr* c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
        const std::size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof fd);
            m_files.push_back(fd);
        }
    }
    return n;
}

bool Channel::send(nlohmann::json header, const std::vector<std::string_view>& parts, int file) {
    std::uint64_t total = 0;
    for (const auto part : parts) total += part.size();
    if (total + (1u << 20) > FrameCap || parts.size() > PartsCap) return false;
    std::string head = frameHead(std::move(header), parts);
    if (head.size() + total > FrameCap || head.size() > HeaderCap) return false;

    // Small texts are copied together, big ones are sent from where they are.
    std::vector<std::string> copies;
    std::vector<std::string_view> pieces;
    std::string gathered = std::move(head);
    for (const auto part : parts) {
        if (part.size() < (64u << 10)) {
            gathered.append(part);
            continue;
        }
        copies.push_back(std::move(gathered));
        gathered.clear();
        pieces.push_back({}); // stands for copies.back(), which may still move
        pieces.push_back(part);
    }
    copies.push_back(std::move(gathered));
    pieces.push_back({});
    std::size_t copy = 0;
    for (std::size_t i = 0; i < pieces.size(); i += 2) pieces[i] = copies[copy++];

    const std::lock_guard lock(m_write);
    int patience = 1000; // 5 s
    for (auto piece : pieces) {
        while (!piece.empty()) {
            if (!stillOurs()) _exit(ExitLostChannel);
            const ssize_t n = sendPiece(m_fd, piece, file);
            if (n < 0 && errno == EINTR) continue;
            if (n < 0 && errno == ETOOMANYREFS && patience-- > 0) { // other programs of this user have many on their way
                usleep(5'000);
                continue;
            }
            if (n <= 0) _exit(ExitLostChannel);
            file = -1;
            piece.remove_prefix(static_cast<std::size_t>(n));
        }
    }
    return true;
}

std::uint64_t Channel::newCall(bool asynchronous) {
    const std::lock_guard lock(m_mutex);
    m_slots[m_nextCall].asynchronous = asynchronous;
    return m_nextCall++;
}

/// m_mutex is held.
void Channel::deliver(Frame frame) {
    const auto header = parseJson(frame.header);
    if (!header.is_object()) _exit(ExitLostChannel);
    Message message{std::move(frame), {}};
    for (auto left = header.value("files", 0u); left > 0; --left) {
        if (m_files.empty()) _exit(ExitLostChannel);
        message.files.push_back(m_files.front());
        m_files.pop_front();
    }
    if (header.value("op", "") != "answer") {
        m_commands.push_back(std::move(message));
        return;
    }
    const auto slot = m_slots.find(header.value("call", std::uint64_t{0}));
    if (slot == m_slots.end()) { // abandoned
        for (const int fd : message.files) close(fd);
        return;
    }
    slot->second.answer = std::move(message);
    if (slot->second.asynchronous) {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto n = write(m_wake, &one, sizeof one);
    }
}

/// m_mutex is held.
void Channel::readSome() {
    static thread_local char bytes[64 << 10];
    while (true) {
        const ssize_t n = receive(bytes, sizeof bytes);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
        if (n == 0) _exit(0); // the host has ended us
        if (n < 0 || !stillOurs()) _exit(ExitLostChannel);
        m_reader.push({bytes, static_cast<std::size_t>(n)});
        if (static_cast<std::size_t>(n) < sizeof bytes) break;
    }
    Frame frame;
    FrameReader::State state;
    while ((state = m_reader.next(frame)) == FrameReader::State::Ready) deliver(std::move(frame));
    if (state == FrameReader::State::Broken) _exit(ExitLostChannel);
    m_changed.notify_all();
}

template<typename Done>
Channel::Wait Channel::wait(Done done, bool mainThread, bool interruptible) {
    std::unique_lock lock(m_mutex);
    while (!done()) {
        if (interruptible && mainThread && takeSignal()) return Wait::Signal;
        if (m_reading) {
            // Another thread reads for us; a signal does not end this wait, so look at it now and then.
            m_changed.wait_for(lock, std::chrono::milliseconds(interruptible ? 50 : 1000));
            continue;
        }
        m_reading = true;
        lock.unlock();
        pollfd poll{m_fd, POLLIN, 0};
        if (interruptible && mainThread) {
            // Blocked while we look, open while we wait: a signal in between is not lost.
            sigset_t interrupt, before;
            sigemptyset(&interrupt);
            sigaddset(&interrupt, SIGINT);
            pthread_sigmask(SIG_BLOCK, &interrupt, &before);
            if (!signalPending()) ppoll(&poll, 1, nullptr, &before);
            pthread_sigmask(SIG_SETMASK, &before, nullptr);
        } else {
            ::poll(&poll, 1, -1);
        }
        lock.lock();
        m_reading = false;
        if (poll.revents) readSome();
        m_changed.notify_all();
    }
    return Wait::Done;
}

Channel::Wait Channel::waitForCall(std::uint64_t call, bool mainThread) {
    return wait([this, call] { const auto s = m_slots.find(call); return s == m_slots.end() || s->second.answer; },
                mainThread, true);
}

Message Channel::waitForCommand() {
    wait([this] { return !m_commands.empty(); }, true, false);
    const std::lock_guard lock(m_mutex);
    Message message = std::move(m_commands.front());
    m_commands.pop_front();
    return message;
}

bool Channel::commandWaits(int milliseconds) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_commands.empty()) return true;
    }
    pollfd poll{m_fd, POLLIN, 0};
    return ::poll(&poll, 1, milliseconds) > 0;
}

bool Channel::ready(std::uint64_t call) {
    const std::lock_guard lock(m_mutex);
    const auto slot = m_slots.find(call);
    return slot != m_slots.end() && slot->second.answer.has_value();
}

Message Channel::takeAnswer(std::uint64_t call) {
    const std::lock_guard lock(m_mutex);
    const auto slot = m_slots.find(call);
    if (slot == m_slots.end() || !slot->second.answer) return {};
    Message message = std::move(*slot->second.answer);
    m_slots.erase(slot);
    return message;
}

void Channel::abandon(std::uint64_t call) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_slots.erase(call) == 0) return;
    }
    send({{"op", "abandon"}, {"call", call}}, {});
}

void Channel::pump() {
    const std::lock_guard lock(m_mutex);
    std::uint64_t count = 0;
    [[maybe_unused]] const auto n = read(m_wake, &count, sizeof count);
    readSome();
}

void Channel::closeInChild() {
    close(m_fd);
    m_fd = -1;
}

} // namespace rlmscope::repl
