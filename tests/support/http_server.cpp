#include "support/http_server.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <unordered_map>

namespace rlmscope::test {
namespace {
using SteadyTime = std::chrono::steady_clock::time_point;

[[noreturn]] void die(const char* what) {
    std::perror(what);
    std::abort();
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

struct Connection {
    int fd = -1;
    std::string in;      ///< read, not yet a whole request
    std::string out;     ///< to be written
    std::size_t written = 0;
    bool busy = false;   ///< a plan is being carried out
    HttpPlan plan;
    std::size_t step = 0;
    bool waiting = false; ///< for the timer of the next step
};

std::string_view reason(int status) {
    switch (status) {
    case 200: return "OK";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "Status";
    }
}
} // namespace

class HttpServer::Loop {
public:
    Loop(Handler handler, int port);
    ~Loop();

    int port = 0;
    mutable std::mutex mutex;
    bool recording = false;          // guarded by mutex
    std::vector<HttpCall> recorded;  // guarded by mutex
    std::uint64_t calls = 0;         // guarded by mutex
    int open = 0, peak = 0;          // guarded by mutex

private:
    void run();
    void accept();
    void readFrom(std::uint64_t id);
    bool takeRequest(std::uint64_t id);
    void carryOut(std::uint64_t id);
    bool flush(Connection& connection, std::uint64_t id);
    void endPlan(std::uint64_t id);
    void close(std::uint64_t id, bool reset);
    int waitMilliseconds() const;
    void watch(const Connection& connection, std::uint64_t id, int operation) const;

    Handler m_handler;
    int m_listen = -1, m_epoll = -1, m_stop = -1;
    std::uint64_t m_lastId = 1;
    std::unordered_map<std::uint64_t, Connection> m_connections;
    std::multimap<SteadyTime, std::uint64_t> m_timers;
    std::thread m_thread;
};

HttpServer::Loop::Loop(Handler handler, int wanted) : m_handler(std::move(handler)) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 65'536);
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    m_listen = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(m_listen, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(wanted));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(m_listen, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) die("bind");
    if (listen(m_listen, 4096) != 0) die("listen");
    socklen_t size = sizeof address;
    getsockname(m_listen, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    m_epoll = epoll_create1(EPOLL_CLOEXEC);
    m_stop = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = 0;
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_listen, &event);
    event.data.u64 = 1;
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_stop, &event);
    m_thread = std::thread([this] { run(); });
}

HttpServer::Loop::~Loop() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(m_stop, &one, sizeof one);
    m_thread.join();
    for (auto& [id, connection] : m_connections) ::close(connection.fd);
    ::close(m_stop);
    ::close(m_epoll);
    ::close(m_listen);
}

int HttpServer::Loop::waitMilliseconds() const {
    if (m_timers.empty()) return -1;
    const auto left = m_timers.begin()->first - std::chrono::steady_clock::now();
    return left.count() <= 0 ? 0 : static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count());
}

void HttpServer::Loop::run() {
    std::array<epoll_event, 256> events;
    for (;;) {
        const int ready = epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), waitMilliseconds());
        for (int i = 0; i < ready; ++i) {
            const epoll_event& event = events[static_cast<std::size_t>(i)];
            const std::uint64_t id = event.data.u64;
            if (id == 1) return;
            if (id == 0) {
                accept();
                continue;
            }
            if (event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) readFrom(id);
            if ((event.events & EPOLLOUT) && m_connections.count(id) != 0) carryOut(id);
        }
        const SteadyTime now = std::chrono::steady_clock::now();
        while (!m_timers.empty() && m_timers.begin()->first <= now) {
            const std::uint64_t id = m_timers.begin()->second;
            m_timers.erase(m_timers.begin());
            const auto it = m_connections.find(id);
            if (it == m_connections.end()) continue;
            it->second.waiting = false;
            it->second.out += it->second.plan.steps[it->second.step++].bytes;
            carryOut(id);
        }
    }
}

void HttpServer::Loop::accept() {
    for (;;) {
        const int fd = accept4(m_listen, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) return;
        const int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const std::uint64_t id = ++m_lastId;
        Connection& connection = m_connections[id];
        connection.fd = fd;
        watch(connection, id, EPOLL_CTL_ADD);
        const std::lock_guard lock(mutex);
        peak = std::max(peak, ++open);
    }
}

void HttpServer::Loop::watch(const Connection& connection, std::uint64_t id, int operation) const {
    epoll_event event{};
    event.events = EPOLLIN;
    if (connection.written < connection.out.size()) event.events |= EPOLLOUT;
    event.data.u64 = id;
    epoll_ctl(m_epoll, operation, connection.fd, &event);
}

void HttpServer::Loop::readFrom(std::uint64_t id) {
    const auto it = m_connections.find(id);
    if (it == m_connections.end()) return;
    std::array<char, 65536> buffer;
    for (;;) {
        const ssize_t got = recv(it->second.fd, buffer.data(), buffer.size(), 0);
        if (got > 0) {
            it->second.in.append(buffer.data(), static_cast<std::size_t>(got));
            continue;
        }
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) break;
        return close(id, false);
    }
    while (takeRequest(id)) {}
}

bool HttpServer::Loop::takeRequest(std::uint64_t id) {
    const auto it = m_connections.find(id);
    if (it == m_connections.end() || it->second.busy) return false;
    Connection& connection = it->second;
    const std::size_t headEnd = connection.in.find("\r\n\r\n");
    if (headEnd == std::string::npos) return false;
    HttpCall call;
    std::size_t length = 0, at = 0;
    while (at < headEnd) {
        const std::size_t end = std::min(connection.in.find("\r\n", at), headEnd);
        const std::string line = connection.in.substr(at, end - at);
        if (at == 0) {
            const std::size_t first = line.find(' '), second = line.rfind(' ');
            call.method = line.substr(0, first);
            call.path = first == std::string::npos || second <= first ? "" : line.substr(first + 1, second - first - 1);
        } else if (const std::size_t colon = line.find(':'); colon != std::string::npos) {
            std::string value = line.substr(colon + 1);
            value.erase(0, value.find_first_not_of(' '));
            call.headers.fields.emplace_back(lower(line.substr(0, colon)), std::move(value));
        }
        at = end + 2;
    }
    if (const auto text = call.headers.find("content-length")) length = std::strtoull(std::string(*text).c_str(), nullptr, 10);
    if (connection.in.size() < headEnd + 4 + length) return false;
    call.body = connection.in.substr(headEnd + 4, length);
    connection.in.erase(0, headEnd + 4 + length);
    {
        const std::lock_guard lock(mutex);
        call.number = ++calls;
        if (recording) recorded.push_back(call);
    }
    connection.busy = true;
    connection.plan = m_handler(call);
    connection.step = 0;
    carryOut(id);
    const auto still = m_connections.find(id);
    return still != m_connections.end() && !still->second.busy;
}

void HttpServer::Loop::carryOut(std::uint64_t id) {
    Connection& connection = m_connections.at(id);
    for (;;) {
        if (!flush(connection, id)) return;
        if (connection.waiting || !connection.busy) return;
        if (connection.step == connection.plan.steps.size()) return endPlan(id);
        const HttpPlan::Step& next = connection.plan.steps[connection.step];
        if (next.delayMs > 0) {
            connection.waiting = true;
            m_timers.emplace(std::chrono::steady_clock::now() + std::chrono::milliseconds(next.delayMs), id);
            return;
        }
        connection.out += next.bytes;
        ++connection.step;
    }
}

/// False when the connection is closed or the kernel takes no more for now.
bool HttpServer::Loop::flush(Connection& connection, std::uint64_t id) {
    while (connection.written < connection.out.size()) {
        const ssize_t sent = send(connection.fd, connection.out.data() + connection.written,
                                  connection.out.size() - connection.written, MSG_NOSIGNAL);
        if (sent > 0) {
            connection.written += static_cast<std::size_t>(sent);
            continue;
        }
        if (errno == EAGAIN || errno == EINTR) {
            watch(connection, id, EPOLL_CTL_MOD);
            return false;
        }
        close(id, false);
        return false;
    }
    if (!connection.out.empty()) {
        connection.out.clear();
        connection.written = 0;
        watch(connection, id, EPOLL_CTL_MOD);
    }
    return true;
}

void HttpServer::Loop::endPlan(std::uint64_t id) {
    Connection& connection = m_connections.at(id);
    const auto sent = std::move(connection.plan.sent);
    connection.plan.sent = nullptr;
    const PlanEnd end = connection.plan.end;
    if (end == PlanEnd::Stall) {
        connection.waiting = true; // for a timer that never comes
        connection.plan.sent = sent;
        return;
    }
    connection.busy = false;
    if (sent) sent(true);
    if (end != PlanEnd::KeepOpen) close(id, end == PlanEnd::Reset);
}

void HttpServer::Loop::close(std::uint64_t id, bool reset) {
    const auto it = m_connections.find(id);
    if (it == m_connections.end()) return;
    if (it->second.busy && it->second.plan.sent) it->second.plan.sent(false);
    if (reset) {
        const linger now{1, 0};
        setsockopt(it->second.fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    ::close(it->second.fd);
    m_connections.erase(it);
    const std::lock_guard lock(mutex);
    --open;
}

HttpServer::HttpServer(Handler handler, int port) : m_loop(std::make_unique<Loop>(std::move(handler), port)) {}
HttpServer::~HttpServer() = default;

int HttpServer::port() const {
    return m_loop->port;
}
std::string HttpServer::url() const {
    return "http://127.0.0.1:" + std::to_string(m_loop->port);
}
void HttpServer::record(bool on) {
    const std::lock_guard lock(m_loop->mutex);
    m_loop->recording = on;
}
std::vector<HttpCall> HttpServer::recorded() const {
    const std::lock_guard lock(m_loop->mutex);
    return m_loop->recorded;
}
std::uint64_t HttpServer::calls() const {
    const std::lock_guard lock(m_loop->mutex);
    return m_loop->calls;
}
int HttpServer::connections() const {
    const std::lock_guard lock(m_loop->mutex);
    return m_loop->open;
}
int HttpServer::peakConnections() const {
    const std::lock_guard lock(m_loop->mutex);
    return m_loop->peak;
}

namespace {
std::string head(int status, std::string_view type, const HeaderList& headers) {
    std::string text = "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason(status)) + "\r\n";
    if (!type.empty()) text += "Content-Type: " + std::string(type) + "\r\n";
    for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
    return text;
}
} // namespace

std::string httpResponse(int status, std::string_view body, std::string_view type, const HeaderList& headers) {
    return head(status, type, headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::string chunkedHead(int status, std::string_view type, const HeaderList& headers) {
    return head(status, type, headers) + "Transfer-Encoding: chunked\r\n\r\n";
}

std::string chunk(std::string_view bytes) {
    if (bytes.empty()) return {};
    char size[32];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return size + std::string(bytes) + "\r\n";
}

std::string lastChunk() {
    return "0\r\n\r\n";
}

HttpPlan answerWith(std::string response) {
    HttpPlan plan;
    plan.steps.push_back({0, std::move(response)});
    return plan;
}

} // namespace rlmscope::test
