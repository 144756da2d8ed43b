#include "providers/transport.h"

#include "providers/transfer.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <set>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <unordered_map>

namespace rlmscope {
namespace {

/// How often timeouts are looked at while requests are in flight. They are seconds to minutes long.
constexpr auto Tick = std::chrono::milliseconds(50);

/// Multi handles: plain http, https that shares connections, https whose server cannot share them.
enum Lane : int { Plain = 0, Shared = 1, Single = 2, Lanes = 3 };
constexpr long SharedConnectionsPerHost = 10, StreamsPerConnection = 1000, IdleConnections = 128;

void prepareProcess() {
    static std::once_flag once;
    std::call_once(once, [] {
        curl_global_init(CURL_GLOBAL_DEFAULT);
        // A thousand sub-calls at once are a thousand sockets; the soft limit is often 1,024.
        rlimit limit{};
        if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
            limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 65'536);
            setrlimit(RLIMIT_NOFILE, &limit);
        }
    });
}

/// Of any address as it is typed into a request; originOf() wants one that a provider's table holds.
std::string originOfRequest(const std::string& url) {
    const std::size_t scheme = url.find("://");
    return scheme == std::string::npos ? url : url.substr(0, url.find_first_of("/?#", scheme + 3));
}

} // namespace

class Transport::Loop {
public:
    Loop();
    ~Loop();
    void add(HttpRequest request, CancelToken cancel, HttpListener listener);

private:
    struct LaneState {
        Loop* loop = nullptr;
        int index = 0;
        CURLM* multi = nullptr;
        std::optional<SteadyTime> due; ///< when libcurl wants to be called
    };

    void run();
    void wake() const;
    void takeCommands();
    void begin(std::unique_ptr<Transfer> transfer);
    void finish(std::uint64_t id, CURLcode code);
    void readMessages(LaneState& lane);
    void checkTimeouts(SteadyTime now);
    int waitMilliseconds(SteadyTime now) const;
    void endAll();
    static int onSocket(CURL*, curl_socket_t fd, int what, void* lane, void* known);
    static int onTimer(CURLM*, long milliseconds, void* lane);

    int m_epoll = -1, m_wake = -1;
    std::array<LaneState, Lanes> m_lanes;
    std::unordered_map<std::uint64_t, std::unique_ptr<Transfer>> m_transfers; ///< network thread only
    std::set<std::string> m_singleOrigins; ///< https servers that speak HTTP/1.1; network thread only
    SteadyTime m_nextCheck;

    std::mutex m_mutex;
    std::vector<std::unique_ptr<Transfer>> m_added;  // guarded by m_mutex
    std::vector<std::uint64_t> m_cancelled;          // guarded by m_mutex
    bool m_stopping = false;                         // guarded by m_mutex
    std::uint64_t m_lastId = 0;                      // guarded by m_mutex
    std::thread m_thread;                            // guarded by m_mutex
};

Transport::Loop::Loop() {
    prepareProcess();
    m_epoll = epoll_create1(EPOLL_CLOEXEC);
    m_wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = ~0ull;
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wake, &event);
    for (int i = 0; i < Lanes; ++i) {
        LaneState& lane = m_lanes[static_cast<std::size_t>(i)];
        lane.loop = this;
        lane.index = i;
        lane.multi = curl_multi_init();
        curl_multi_setopt(lane.multi, CURLMOPT_SOCKETFUNCTION, &Loop::onSocket);
        curl_multi_setopt(lane.multi, CURLMOPT_SOCKETDATA, &lane);
        curl_multi_setopt(lane.multi, CURLMOPT_TIMERFUNCTION, &Loop::onTimer);
        curl_multi_setopt(lane.multi, CURLMOPT_TIMERDATA, &lane);
        curl_multi_setopt(lane.multi, CURLMOPT_MAXCONNECTS, IdleConnections);
        if (i != Shared) continue;
        curl_multi_setopt(lane.multi, CURLMOPT_MAX_HOST_CONNECTIONS, SharedConnectionsPerHost);
        curl_multi_setopt(lane.multi, CURLMOPT_MAX_CONCURRENT_STREAMS, StreamsPerConnection);
    }
}

Transport::Loop::~Loop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    wake();
    if (m_thread.joinable()) m_thread.join();
    m_transfers.clear();
    for (LaneState& lane : m_lanes) curl_multi_cleanup(lane.multi);
    close(m_wake);
    close(m_epoll);
}

void Transport::Loop::wake() const {
    const std::uint64_t one = 1;
    // A full counter means that a wake is already due.
    [[maybe_unused]] const auto written = write(m_wake, &one, sizeof one);
}

void Transport::Loop::add(HttpRequest request, CancelToken cancel, HttpListener listener) {
    auto transfer = std::make_unique<Transfer>();
    transfer->request = std::move(request);
    transfer->cancel = std::move(cancel);
    transfer->listener = std::move(listener);
    transfer->started = std::chrono::steady_clock::now();
    {
        const std::lock_guard lock(m_mutex);
        transfer->id = ++m_lastId;
        m_added.push_back(std::move(transfer));
        if (!m_thread.joinable()) m_thread = std::thread([this] { run(); });
    }
    wake();
}

void Transport::Loop::run() {
    std::array<epoll_event, 256> events;
    for (;;) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_stopping) break;
        }
        const int ready = epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()),
                                     waitMilliseconds(std::chrono::steady_clock::now()));
        int running = 0;
        for (int i = 0; i < ready; ++i) {
            const epoll_event& event = events[static_cast<std::size_t>(i)];
            if (event.data.u64 == ~0ull) {
                std::uint64_t count = 0;
                [[maybe_unused]] const auto got = read(m_wake, &count, sizeof count);
                continue;
            }
            int mask = 0;
            if (event.events & EPOLLIN) mask |= CURL_CSELECT_IN;
            if (event.events & EPOLLOUT) mask |= CURL_CSELECT_OUT;
            if (event.events & (EPOLLERR | EPOLLHUP)) mask |= CURL_CSELECT_IN | CURL_CSELECT_OUT;
            LaneState& lane = m_lanes[static_cast<std::size_t>(event.data.u64 >> 32)];
            curl_multi_socket_action(lane.multi, static_cast<curl_socket_t>(event.data.u64 & 0xffffffffu), mask, &running);
        }
        takeCommands();
        const SteadyTime now = std::chrono::steady_clock::now();
        for (LaneState& lane : m_lanes) {
            if (lane.due && *lane.due <= now) {
                lane.due.reset();
                curl_multi_socket_action(lane.multi, CURL_SOCKET_TIMEOUT, 0, &running);
            }
            readMessages(lane);
        }
        checkTimeouts(now);
    }
    endAll();
}

int Transport::Loop::waitMilliseconds(SteadyTime now) const {
    std::optional<SteadyTime> due;
    const auto earlier = [&due](SteadyTime time) { due = due ? std::min(*due, time) : time; };
    for (const LaneState& lane : m_lanes)
        if (lane.due) earlier(*lane.due);
    if (!m_transfers.empty()) earlier(std::max(m_nextCheck, now));
    if (!due) return -1; // idle: nothing wakes the thread
    if (*due <= now) return 0;
    return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(*due - now).count());
}

void Transport::Loop::takeCommands() {
    std::vector<std::unique_ptr<Transfer>> added;
    std::vector<std::uint64_t> cancelled;
    {
        const std::lock_guard lock(m_mutex);
        added.swap(m_added);
        cancelled.swap(m_cancelled);
    }
    for (auto& transfer : added) begin(std::move(transfer));
    for (const std::uint64_t id : cancelled) {
        const auto it = m_transfers.find(id);
        if (it == m_transfers.end()) continue; // it ended meanwhile
        it->second->verdict = HttpEndCause::Cancelled;
        it->second->verdictDetail = "cancelled";
        finish(id, CURLE_OK);
    }
}

void Transport::Loop::begin(std::unique_ptr<Transfer> transfer) {
    const std::uint64_t id = transfer->id;
    Transfer& t = *transfer;
    m_transfers.emplace(id, std::move(transfer));
    if (m_transfers.size() == 1) m_nextCheck = t.started + Tick;
    if (t.cancel.cancelled()) {
        t.verdict = HttpEndCause::Cancelled;
        t.verdictDetail = "cancelled";
        return finish(id, CURLE_OK);
    }
    if (!t.prepare()) return finish(id, CURLE_OK);
    if (t.multi == Shared && m_singleOrigins.count(originOfRequest(t.request.url)) != 0) t.multi = Single;
    const CURLMcode code = curl_multi_add_handle(m_lanes[static_cast<std::size_t>(t.multi)].multi, t.easy);
    if (code != CURLM_OK) {
        t.verdict = HttpEndCause::Invalid;
        t.verdictDetail = curl_multi_strerror(code);
        return finish(id, CURLE_OK);
    }
    t.onCancel = CancelToken::Callback(t.cancel, [this, id] {
        {
            const std::lock_guard lock(m_mutex);
            m_cancelled.push_back(id);
        }
        wake();
    });
}

void Transport::Loop::finish(std::uint64_t id, CURLcode code) {
    const auto it = m_transfers.find(id);
    if (it == m_transfers.end()) return;
    const std::unique_ptr<Transfer> transfer = std::move(it->second);
    m_transfers.erase(it);
    transfer->onCancel.reset();
    if (transfer->easy) {
        long version = 0;
        curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_VERSION, &version);
        if (transfer->multi == Shared && version == CURL_HTTP_VERSION_1_1)
            m_singleOrigins.insert(originOfRequest(transfer->request.url));
        curl_multi_remove_handle(m_lanes[static_cast<std::size_t>(transfer->multi)].multi, transfer->easy);
    }
    if (code == CURLE_OK && !transfer->verdict) transfer->tellHead();
    if (transfer->listener.end) transfer->listener.end(transfer->end(code));
}

void Transport::Loop::readMessages(LaneState& lane) {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(lane.multi, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        Transfer* transfer = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        finish(transfer->id, message->data.result);
    }
}

void Transport::Loop::checkTimeouts(SteadyTime now) {
    if (m_transfers.empty() || now < m_nextCheck) return;
    m_nextCheck = now + Tick;
    std::vector<std::uint64_t> late;
    for (const auto& [id, transfer] : m_transfers)
        if (const auto cause = transfer->overdue(now)) {
            transfer->verdict = cause;
            late.push_back(id);
        }
    for (const std::uint64_t id : late) finish(id, CURLE_OK);
}

void Transport::Loop::endAll() {
    takeCommands();
    while (!m_transfers.empty()) {
        Transfer& transfer = *m_transfers.begin()->second;
        transfer.verdict = HttpEndCause::Cancelled;
        transfer.verdictDetail = "the program is ending";
        finish(transfer.id, CURLE_OK);
        takeCommands(); // a listener may have asked for one more
    }
}

int Transport::Loop::onSocket(CURL*, curl_socket_t fd, int what, void* data, void* known) {
    auto& lane = *static_cast<LaneState*>(data);
    const int epoll = lane.loop->m_epoll;
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(epoll, EPOLL_CTL_DEL, fd, nullptr); // may be closed already, which removed it
        return 0;
    }
    epoll_event event{};
    if (what & CURL_POLL_IN) event.events |= EPOLLIN;
    if (what & CURL_POLL_OUT) event.events |= EPOLLOUT;
    event.data.u64 = static_cast<std::uint64_t>(lane.index) << 32 | static_cast<std::uint32_t>(fd);
    const int first = known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    if (epoll_ctl(epoll, first, fd, &event) != 0)
        epoll_ctl(epoll, errno == EEXIST ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event);
    curl_multi_assign(lane.multi, fd, &lane);
    return 0;
}

int Transport::Loop::onTimer(CURLM*, long milliseconds, void* data) {
    auto& lane = *static_cast<LaneState*>(data);
    if (milliseconds < 0) lane.due.reset();
    else lane.due = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    return 0;
}

Transport::Transport() : m_loop(std::make_unique<Loop>()) {}
Transport::~Transport() = default;

void Transport::start(HttpRequest request, CancelToken cancel, HttpListener listener) {
    m_loop->add(std::move(request), std::move(cancel), std::move(listener));
}

Transport& Transport::shared() {
    static Transport transport;
    return transport;
}

} // namespace rlmscope
