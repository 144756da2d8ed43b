#pragma once
// An HTTP/1.1 server for tests: real sockets on 127.0.0.1, one epoll thread, thousands of connections. A handler decides
// for each request, byte by byte and millisecond by millisecond, what goes back and how the connection ends.
#include "providers/http_message.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope::test {

struct HttpCall {
    std::uint64_t number = 0; ///< in order of arrival, from 1
    std::string method, path;
    HttpHeaders headers;
    std::string body;
};

enum class PlanEnd {
    KeepOpen, ///< the next request may come on the same connection
    Close,    ///< orderly
    Reset,    ///< RST, as when a server is killed
    Stall,    ///< nothing more is said; the connection stays open
};

struct HttpPlan {
    struct Step {
        int delayMs = 0; ///< before these bytes
        std::string bytes;
    };
    std::vector<Step> steps;
    PlanEnd end = PlanEnd::KeepOpen;
    /// Called once on the server's thread: whether every byte was taken by the kernel before the connection ended.
    std::function<void(bool complete)> sent;
};

class HttpServer {
public:
    using Handler = std::function<HttpPlan(const HttpCall&)>; ///< runs on the server's thread
    /// Listens at once; port 0 picks a free one. Aborts the test program when it cannot.
    explicit HttpServer(Handler handler, int port = 0);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    int port() const;
    std::string url() const; ///< "http://127.0.0.1:12345"

    /// Keeps every call from now on (bodies too). Thread-safe like everything below.
    void record(bool on);
    std::vector<HttpCall> recorded() const;
    std::uint64_t calls() const;
    int connections() const;     ///< open now
    int peakConnections() const;

private:
    class Loop;
    std::unique_ptr<Loop> m_loop;
};

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// A whole response with Content-Length.
std::string httpResponse(int status, std::string_view body, std::string_view type = "application/json",
                         const HeaderList& headers = {});
/// The head of a response whose body comes in chunks; then chunk() pieces and lastChunk().
std::string chunkedHead(int status, std::string_view type = "text/event-stream", const HeaderList& headers = {});
std::string chunk(std::string_view bytes);
std::string lastChunk();

/// A plan that answers with one text at once.
HttpPlan answerWith(std::string response);

} // namespace rlmscope::test
