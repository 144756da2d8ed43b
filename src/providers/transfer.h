#pragma once
// Inside the transport: one request on its way. Only the network thread touches it.
#include "providers/transport.h"

#include <chrono>
#include <curl/curl.h>
#include <optional>

namespace rlmscope {

using SteadyTime = std::chrono::steady_clock::time_point;

struct Transfer {
    HttpRequest request;
    CancelToken cancel;
    HttpListener listener;
    std::uint64_t id = 0;

    CURL* easy = nullptr;
    curl_slist* headers = nullptr;
    char errorText[CURL_ERROR_SIZE] = {};
    CancelToken::Callback onCancel;
    int multi = 0; ///< index of the multi handle it runs on

    HttpHeaders responseHeaders;
    std::size_t headerBytes = 0;
    int status = 0;
    bool headTold = false, headWhole = false, enough = false;
    int sends = 0; ///< how often the request was put on a connection
    std::uint64_t bytes = 0;
    SteadyTime started, sentAt, lastByte, drainUntil;
    std::optional<HttpEndCause> verdict; ///< why we ended it ourselves
    std::string verdictDetail;

    Transfer() = default;
    ~Transfer();
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    /// Prepares the easy handle; false with a verdict when the request cannot be sent.
    bool prepare();
    /// Tells the listener about status and headers, once there are any.
    void tellHead();
    /// The timeout that has run out, if any.
    std::optional<HttpEndCause> overdue(SteadyTime now) const;
    /// What to report, after libcurl has said how it ended or after our own verdict.
    HttpEnd end(CURLcode code) const;

private:
    void setOptions(const std::string& host, bool tls);
    bool setHeaders();
    static std::size_t onHeader(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t onBody(char* bytes, std::size_t size, std::size_t count, void* self);
    static int onSend(void* self, char*, char*, int, int);
};

} // namespace rlmscope
