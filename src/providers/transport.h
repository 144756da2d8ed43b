#pragma once
// HTTP over libcurl: every request of the process on one network thread (epoll and curl's socket interface), streamed,
// cancellable, bounded. It knows nothing about models.
//
// Plain http speaks HTTP/1.1 with as many connections as requests (libcurl 7.88 breaks on reused h2c connections);
// https asks for HTTP/2 and shares at most ten connections per host, unless the host turns out to speak HTTP/1.1.
// Redirects are never followed: a key must not travel to a host it was not meant for. Proxies come from the usual
// environment variables, but never for this computer itself; certificates from CURL_CA_BUNDLE or SSL_CERT_FILE when set.
#include "base/cancel.h"
#include "base/clock.h"
#include "base/result.h"
#include "providers/http_message.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rlmscope {

/// 0 = no limit.
struct HttpTimeouts {
    Nanos connect = 20'000'000'000;        ///< until the request can be sent: name, connection, TLS
    Nanos firstByte = 600'000'000'000;     ///< then until the first byte of the response; a server may load a model
    Nanos betweenBytes = 300'000'000'000;  ///< then silence; reasoning models think for minutes
    Nanos total = 3'600'000'000'000;
};

struct HttpRequest {
    std::string method = "POST"; ///< "GET" or "POST"
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string bearer; ///< key, sent as "Authorization: Bearer ..."; refused over plain http to another computer
    /// Headers that carry or may carry a key, guarded like `bearer`.
    std::vector<std::pair<std::string, std::string>> secretHeaders;
    std::string body;
    HttpTimeouts timeouts;
    std::uint64_t mostBytes = 256ull * 1024 * 1024; ///< of the response body
    bool allowPlainKey = false; ///< send keys over plain http to any host
};

enum class HttpEndCause : std::uint8_t {
    Done,       ///< the whole response arrived
    Refused,    ///< nothing listens there
    NoHost,     ///< the name does not resolve
    Tls,        ///< certificate or handshake
    Cut,        ///< the connection broke: before the first byte when status is 0, else in the middle
    Connect, FirstByte, Silence, Total, ///< one of the four timeouts
    TooBig,
    Cancelled,
    Invalid,    ///< the request itself cannot be sent (URL, key over plain http)
};

struct HttpEnd {
    HttpEndCause cause = HttpEndCause::Done;
    std::string detail; ///< for people, never with a header of the request; empty when Done
    int status = 0;     ///< 0 = no response
    bool sent = false;  ///< the request may have left this computer
    std::uint64_t bytes = 0; ///< of the body
};

/// Called on the network thread, in order; must not block. end() exactly once, last.
struct HttpListener {
    std::function<void(int status, const HttpHeaders&)> head;
    /// False = this was all that is needed: the rest of the response is read and dropped for at most a second, so that
    /// the connection can be used again, and end() still comes.
    std::function<bool(std::string_view)> data;
    std::function<void(HttpEnd)> end;
};

/// Thread-safe. Requests in flight when it is destroyed end as Cancelled.
class Transport {
public:
    Transport();
    ~Transport();
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;

    /// Returns at once; never calls the listener from inside.
    void start(HttpRequest request, CancelToken cancel, HttpListener listener);

    /// The one of the process.
    static Transport& shared();

private:
    class Loop;
    std::unique_ptr<Loop> m_loop;
};

/// Whether a host name means this computer: localhost, 127.x.x.x, ::1.
bool isLoopbackHost(std::string_view host);

} // namespace rlmscope
