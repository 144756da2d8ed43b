#include "providers/transfer.h"

#include "base/text.h"

#include <cstdlib>

namespace rlmscope {
namespace {

constexpr std::size_t MostHeaderBytes = 256 * 1024;
/// Idle connections older than this are not used again. Local servers close theirs after five seconds; a request sent
/// into a closing connection would be lost, and whether it was billed unknowable.
constexpr long IdleSecondsPlain = 4, IdleSecondsTls = 60;

std::string lowerTrimmed(std::string_view text) {
    std::string out(trimmed(text));
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool oneLineOnly(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

/// scheme and host of an URL; nothing when it is not an http(s) URL.
std::optional<std::pair<std::string, std::string>> schemeAndHost(const std::string& url) {
    CURLU* parts = curl_url();
    if (!parts) return std::nullopt;
    std::optional<std::pair<std::string, std::string>> found;
    char *scheme = nullptr, *host = nullptr;
    if (curl_url_set(parts, CURLUPART_URL, url.c_str(), 0) == CURLUE_OK &&
        curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
        curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK)
        found = std::pair(std::string(scheme), std::string(host));
    curl_free(scheme);
    curl_free(host);
    curl_url_cleanup(parts);
    if (found && found->first != "http" && found->first != "https") return std::nullopt;
    return found;
}

HttpEndCause causeOf(CURLcode code, bool sent) {
    switch (code) {
    case CURLE_OK: return HttpEndCause::Done;
    case CURLE_COULDNT_CONNECT: return HttpEndCause::Refused;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return HttpEndCause::NoHost;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR: return HttpEndCause::Tls;
    case CURLE_OPERATION_TIMEDOUT: return sent ? HttpEndCause::Total : HttpEndCause::Connect;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL: return sent ? HttpEndCause::Cut : HttpEndCause::Invalid; // sent: not HTTP at all
    default: return HttpEndCause::Cut;
    }
}

} // namespace

bool isLoopbackHost(std::string_view host) {
    const std::string name = lowerTrimmed(host);
    if (name == "localhost" || name == "::1" || name == "[::1]") return true;
    if (name.size() > 10 && name.compare(name.size() - 10, 10, ".localhost") == 0) return true;
    if (name.compare(0, 4, "127.") != 0) return false;
    return name.find_first_not_of("0123456789.") == std::string::npos;
}

Transfer::~Transfer() {
    if (easy) curl_easy_cleanup(easy);
    curl_slist_free_all(headers);
}

bool Transfer::prepare() {
    const auto refuse = [this](std::string why) {
        verdict = HttpEndCause::Invalid;
        verdictDetail = std::move(why);
        return false;
    };
    const auto target = schemeAndHost(request.url);
    if (!target) return refuse("the address is not an http or https URL");
    const bool tls = target->first == "https";
    const bool secret = !request.bearer.empty() || !request.secretHeaders.empty();
    if (secret && !tls && !isLoopbackHost(target->second) && !request.allowPlainKey)
        return refuse("a key is not sent over plain http to another computer (" + target->second + "); use https");
    easy = curl_easy_init();
    if (!easy || !setHeaders()) return refuse("a header of the request is not valid");
    multi = tls ? 1 : 0;
    setOptions(target->second, tls);
    return true;
}

bool Transfer::setHeaders() {
    std::vector<std::string> lines = {"Expect:"}; // no waiting for "100 Continue" before a long prompt
    for (const auto& [name, value] : request.headers) lines.push_back(name + ": " + value);
    for (const auto& [name, value] : request.secretHeaders) lines.push_back(name + ": " + value);
    if (!request.bearer.empty()) lines.push_back("Authorization: Bearer " + request.bearer);
    for (const std::string& line : lines) {
        curl_slist* longer = oneLineOnly(line) ? curl_slist_append(headers, line.c_str()) : nullptr;
        if (!longer) return false;
        headers = longer;
    }
    return true;
}

void Transfer::setOptions(const std::string& host, bool tls) {
    curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, errorText);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, tls ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, tls ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, tls ? IdleSecondsTls : IdleSecondsPlain);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, 0x7fffffffL); // the four timeouts are our own
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    if (request.method == "GET") {
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    } else {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    }
    if (isLoopbackHost(host)) curl_easy_setopt(easy, CURLOPT_PROXY, "");
    for (const char* variable : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"})
        if (const char* file = std::getenv(variable); file && *file) {
            curl_easy_setopt(easy, CURLOPT_CAINFO, file);
            break;
        }
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::onBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &Transfer::onSend);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
}

int Transfer::onSend(void* self, char*, char*, int, int) {
    auto& transfer = *static_cast<Transfer*>(self);
    // libcurl quietly sends a request again when a reused connection dies before the first byte. The server may have
    // seen it, though, and every request that can be billed must be an attempt that is seen: so that is a failure here,
    // and whoever asked decides about the retry.
    if (++transfer.sends > 1) return CURL_PREREQFUNC_ABORT;
    transfer.sentAt = transfer.lastByte = std::chrono::steady_clock::now();
    return CURL_PREREQFUNC_OK;
}

std::size_t Transfer::onHeader(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view line(bytes, size * count);
    transfer.lastByte = std::chrono::steady_clock::now();
    transfer.headerBytes += line.size();
    if (transfer.headerBytes > MostHeaderBytes) {
        transfer.verdict = HttpEndCause::TooBig;
        transfer.verdictDetail = "the response has more than 256 KB of headers";
        return 0;
    }
    if (line.substr(0, 5) == "HTTP/") { // a new header block: after "100 Continue", for example
        transfer.responseHeaders.fields.clear();
        transfer.headWhole = false;
        return line.size();
    }
    if (trimmed(line).empty()) transfer.headWhole = true;
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos)
        transfer.responseHeaders.fields.emplace_back(lowerTrimmed(line.substr(0, colon)),
                                                     toValidUtf8(trimmed(line.substr(colon + 1))));
    return line.size();
}

void Transfer::tellHead() {
    if (headTold) return;
    long code = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
    status = static_cast<int>(code);
    if (status == 0) return;
    headTold = true;
    if (listener.head) listener.head(status, responseHeaders);
}

std::size_t Transfer::onBody(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view piece(bytes, size * count);
    transfer.tellHead();
    transfer.lastByte = std::chrono::steady_clock::now();
    transfer.bytes += piece.size();
    if (transfer.bytes > transfer.request.mostBytes) {
        transfer.verdict = HttpEndCause::TooBig;
        transfer.verdictDetail = "the response is longer than " + std::to_string(transfer.request.mostBytes) + " bytes";
        return 0;
    }
    if (!transfer.enough && transfer.listener.data && !transfer.listener.data(piece)) {
        transfer.enough = true;
        transfer.drainUntil = transfer.lastByte + std::chrono::seconds(1);
    }
    return piece.size();
}

std::optional<HttpEndCause> Transfer::overdue(SteadyTime now) const {
    const auto past = [now](SteadyTime since, Nanos limit) {
        return limit > 0 && now - since > std::chrono::nanoseconds(limit);
    };
    if (enough) return now > drainUntil ? std::optional(HttpEndCause::Done) : std::nullopt;
    if (past(started, request.timeouts.total)) return HttpEndCause::Total;
    if (sends == 0) return past(started, request.timeouts.connect) ? std::optional(HttpEndCause::Connect) : std::nullopt;
    if (headerBytes == 0)
        return past(sentAt, request.timeouts.firstByte) ? std::optional(HttpEndCause::FirstByte) : std::nullopt;
    return past(lastByte, request.timeouts.betweenBytes) ? std::optional(HttpEndCause::Silence) : std::nullopt;
}

HttpEnd Transfer::end(CURLcode code) const {
    HttpEnd result;
    result.status = status;
    result.sent = sends > 0;
    result.bytes = bytes;
    result.cause = verdict ? *verdict : causeOf(code, sends > 0);
    if (enough && result.cause != HttpEndCause::Cancelled) result.cause = HttpEndCause::Done;
    if (result.cause == HttpEndCause::Done && headWhole) return result;
    result.detail = verdictDetail;
    if (result.cause == HttpEndCause::Done) { // libcurl takes a head that ends in the middle for a response
        result.cause = HttpEndCause::Cut;
        result.detail = "the connection was closed in the middle of the response's head";
    }
    if (result.detail.empty() && sends > 1) result.detail = "the connection was closed before the response began";
    if (result.detail.empty() && code != CURLE_OK) result.detail = errorText[0] ? errorText : curl_easy_strerror(code);
    return result;
}

} // namespace rlmscope
