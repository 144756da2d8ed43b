#include "providers/http_model.h"

#include "base/text.h"
#include "providers/ndjson.h"
#include "providers/provider_table.h"
#include "providers/redact.h"
#include "providers/server_traits.h"
#include "providers/sse.h"

#include <atomic>

namespace rlmscope {
namespace {

constexpr std::size_t MostErrorBytes = 64 * 1024; ///< of an error body; the rest says nothing more
constexpr std::size_t MostAnswerBytes = 16 * 1024 * 1024; ///< to a format's question
constexpr Nanos AnswerPatience = 10'000'000'000;
constexpr int MostResends = 3;                    ///< of one attempt, because of rejected fields

bool holds(std::string_view text, std::string_view word) {
    return text.find(word) != std::string_view::npos;
}

} // namespace

std::string authorityOf(std::string_view url) {
    const std::size_t scheme = url.find("://");
    const std::string_view rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
    return std::string(rest.substr(0, rest.find_first_of("/?#")));
}

std::string withoutPort(std::string_view host) {
    const std::size_t colon = host.rfind(':');
    const bool none = colon == std::string_view::npos || host.find(']', colon) != std::string_view::npos;
    return std::string(none ? host : host.substr(0, colon));
}

std::string pathPart(const std::string& name) {
    static constexpr char Hex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : name) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '_' || c == '.' || c == '~';
        const auto byte = static_cast<unsigned char>(c);
        if (plain) out += c;
        else out += {'%', Hex[byte >> 4], Hex[byte & 15]};
    }
    return out;
}

Result<std::string> onlyText(const Message& message, const std::string& model) {
    std::string content;
    for (const Part& part : message.parts) {
        if (part.kind == PartKind::Reasoning || part.kind == PartKind::Opaque) continue;
        if (part.kind != PartKind::Text)
            return makeError(ErrorKind::Unsupported, "A message for " + model + " holds a part that is not text.",
                             "Only text can be sent to this kind of server so far.");
        if (!part.text.loaded())
            return makeError(ErrorKind::Internal, "A message for " + model + " was not loaded before sending.");
        content += part.text.view();
    }
    return content;
}

std::optional<unsigned> WireFormat::learn(const ProviderError&, unsigned) const {
    return std::nullopt;
}

std::string WireFormat::hint(const ProviderError&) const {
    return {};
}

struct HttpModel::Shared {
    ModelEndpoint endpoint;
    std::shared_ptr<const WireFormat> format;
    Transport* transport = nullptr;
    ModelPlace place;
    Secrets secrets;
    std::atomic<unsigned> form{0};
    std::atomic<bool> answered{false};
    std::atomic<bool> asked{false}; ///< the format's question

    void addAccess(HttpRequest& http) const {
        http.headers.emplace_back("User-Agent", "RLMScope/0.1");
        http.secretHeaders = endpoint.headers;
        const std::string_view header = format->keyHeader();
        if (header.empty()) http.bearer = endpoint.key;
        else if (!endpoint.key.empty()) http.secretHeaders.emplace_back(std::string(header), endpoint.key);
        http.timeouts = endpoint.timeouts;
        http.allowPlainKey = endpoint.allowPlainKey;
    }

    /// What a rejection has taught, without undoing what another attempt learned meanwhile.
    void remember(unsigned before, unsigned now) {
        form.fetch_or(now & ~before);
        form.fetch_and(~(before & ~now));
    }
};

/// One attempt, which is one request unless a field is rejected. Lives until its last request has ended; after begin()
/// only the network thread touches it.
class HttpModel::Attempt : public std::enable_shared_from_this<Attempt> {
public:
    Attempt(std::shared_ptr<Shared> shared, ModelRequest request, CancelToken cancel, AttemptListener listener)
        : m_shared(std::move(shared))
        , m_request(std::move(request))
        , m_cancel(std::move(cancel))
        , m_listener(std::move(listener))
        , m_form(m_shared->form)
        , m_redactText(m_shared->secrets)
        , m_redactReasoning(m_shared->secrets)
        , m_sse([this](const SseEvent& event) { m_decoder->event(event.data); })
        , m_lines([this](std::string_view line) { m_decoder->event(line); }) {}

    void begin() {
        if (!m_shared->asked) {
            if (auto question = m_shared->format->question()) return ask(std::move(*question));
            m_shared->asked = true;
        }
        request();
    }

private:
    /// Whatever comes back, the attempt goes on.
    void ask(HttpRequest http) {
        http.headers.emplace_back("Content-Type", "application/json");
        m_shared->addAccess(http);
        http.mostBytes = MostAnswerBytes;
        http.timeouts.firstByte = http.timeouts.betweenBytes = http.timeouts.total = AnswerPatience;
        const auto self = shared_from_this();
        const auto good = std::make_shared<bool>(false);
        HttpListener listener;
        listener.head = [good](int status, const HttpHeaders&) { *good = status == 200; };
        listener.data = [self](std::string_view bytes) {
            self->m_body += bytes;
            return true;
        };
        listener.end = [self, good](const HttpEnd& end) {
            if (*good && end.cause == HttpEndCause::Done) self->m_shared->format->answer(self->m_body);
            if (end.cause == HttpEndCause::Done) self->m_shared->asked = true;
            self->m_body.clear();
            self->request();
        };
        m_shared->transport->start(std::move(http), m_cancel, std::move(listener));
    }

    /// The request itself; again after a field was rejected.
    void request() {
        HttpRequest http;
        auto call = m_shared->format->call(m_request, m_form, [this](PartKind kind, std::string_view text) { delta(kind, text); });
        if (call) {
            http = std::move(call->http);
            m_decoder = std::move(call->decoder);
        } else {
            m_problem = call.error(); // without an address the transport refuses the request, on its own thread
        }
        http.headers.emplace_back("Content-Type", "application/json");
        m_shared->addAccess(http);
        m_ticket = m_shared->endpoint.limits->left(estimateTokens(m_request.bytes()) + m_request.outputCap);
        HttpListener listener;
        const auto self = shared_from_this();
        listener.head = [self](int status, const HttpHeaders& headers) { self->head(status, headers); };
        listener.data = [self](std::string_view bytes) { return self->data(bytes); };
        listener.end = [self](HttpEnd end) { self->end(end); };
        m_shared->transport->start(std::move(http), m_cancel, std::move(listener));
    }

    void head(int status, const HttpHeaders& headers) {
        m_shared->answered = true;
        m_status = status;
        m_headers = headers;
        m_shared->endpoint.limits->head(m_ticket, status, readRateHeaders(headers, Clock::system().wall()));
        const std::string_view type = headers.find("content-type").value_or("");
        if (m_shared->format->framing() == WireFormat::Framing::Lines) m_stream = status == 200 && !holds(type, "html");
        else m_stream = status == 200 && holds(type, "text/event-stream");
        for (const char* name : {"x-request-id", "request-id"})
            if (const auto id = headers.find(name)) m_requestId = std::string(*id);
    }

    bool push(std::string_view bytes) {
        return m_shared->format->framing() == WireFormat::Framing::Lines ? m_lines.push(bytes) : m_sse.push(bytes);
    }
    void finishStream() {
        if (m_shared->format->framing() == WireFormat::Framing::Lines) m_lines.finish();
        else m_sse.finish();
    }

    bool data(std::string_view bytes) {
        if (m_ended) return false;
        if (!m_stream) {
            const bool error = m_status != 200;
            if (error && m_body.size() + bytes.size() > MostErrorBytes) bytes = bytes.substr(0, MostErrorBytes - m_body.size());
            m_body += bytes;
            return !error || m_body.size() < MostErrorBytes;
        }
        if (m_body.size() < 400) m_body += bytes.substr(0, 400); // to say what it was when it was no stream
        if (!push(bytes)) {
            fail(makeError(ErrorKind::Provider, place() + " sent a piece of its reply that is too big."), false);
            return false;
        }
        if (m_decoder->error()) failFrom(*m_decoder->error());
        else if (m_decoder->done()) succeed();
        return !m_ended;
    }

    void end(const HttpEnd& end) {
        if (m_ended) return;
        if (m_problem) return fail(*m_problem, false, false);
        if (end.cause == HttpEndCause::Cancelled) return fail(cancelledError(), false, end.sent);
        if (m_status != 0 && m_status != 200) return rejected(end);
        if (m_stream) finishStream();
        else if (m_status == 200 && end.cause == HttpEndCause::Done) wholeBody();
        if (m_decoder->error()) return failFrom(*m_decoder->error());
        const bool orderly = end.cause == HttpEndCause::Done;
        if (m_decoder->finished() && (orderly || !m_decoder->endsWithConnection())) return succeed();
        if (!orderly) return broken(end);
        if (!m_stream || (m_decoder->malformed() && m_decoder->text().empty())) return notAReply();
        fail(makeError(ErrorKind::Network, interrupted("ended its reply without saying that it was complete")), true);
    }

    /// A 200 without the type of a stream: a server that does not stream, or one that mislabels its stream.
    void wholeBody() {
        const std::string_view start = trimmed(m_body);
        if (start.substr(0, 5) == "data:" || start.substr(0, 6) == "event:" || start.substr(0, 1) == ":") {
            m_sse.push(m_body);
            m_sse.finish();
        } else {
            m_decoder->whole(m_body);
        }
    }

    void rejected(const HttpEnd& end) {
        // Before it is shortened: half a key at a cut would not be recognised any more.
        const ProviderError error = readErrorBody(m_status, m_headers, m_shared->secrets.clean(m_body), Clock::system().wall());
        if (end.cause == HttpEndCause::Done && m_resends < MostResends && !m_cancel.cancelled())
            if (const auto form = m_shared->format->learn(error, m_form)) {
                m_shared->remember(m_form, *form);
                m_form = *form;
                ++m_resends;
                m_shared->endpoint.limits->ended(m_ticket);
                m_status = 0;
                m_headers = {};
                m_body.clear();
                m_stream = false;
                return request();
            }
        failFrom(error);
    }

    void broken(const HttpEnd& end);
    void notAReply();

    std::string place() const { return m_shared->place.text(); }
    std::string interrupted(const std::string& what) const {
        const std::size_t characters = m_decoder ? codePoints(m_decoder->text()) : 0;
        return place() + " " + what + (characters == 0 ? std::string(" before any text")
                                                       : " after " + std::to_string(characters) + " characters") + ".";
    }
    Error cancelledError() const { return makeError(ErrorKind::Cancelled, "The call to " + place() + " was cancelled."); }

    void delta(PartKind kind, std::string_view text) {
        if (!m_listener.delta) return;
        const std::string safe = (kind == PartKind::Reasoning ? m_redactReasoning : m_redactText).push(text);
        if (!safe.empty()) m_listener.delta(kind, safe);
    }

    void succeed() {
        ModelReply reply = m_decoder->reply();
        if (!m_requestId.empty()) reply.requestId = m_requestId;
        if (const auto objection = m_decoder->objection()) {
            ModelFailure failure;
            failure.error = *objection;
            failure.http = m_status;
            failure.usage = reply.usage;
            failure.usageKnown = reply.usageKnown;
            return finish(std::move(failure));
        }
        const Secrets& secrets = m_shared->secrets;
        if (!secrets.all().empty()) {
            for (Part& part : reply.parts) part.text = Text(secrets.clean(std::string(part.text.view())));
            for (std::string* text : {&reply.raw, &reply.requestId, &reply.modelReported, &reply.finishRaw})
                *text = secrets.clean(std::move(*text));
        }
        finish(std::move(reply));
    }

    void failFrom(ProviderError error) {
        for (std::string* text : {&error.message, &error.type, &error.code}) *text = m_shared->secrets.clean(std::move(*text));
        m_turnedAway = tooBusy(error);
        ModelFailure failure = failureFrom(m_shared->place, error, m_shared->format->errorBilling());
        if (std::string better = m_shared->format->hint(error); !better.empty()) failure.error.hint = std::move(better);
        if (m_status == 200) { // inside a stream: work was done, whatever code the error carries
            failure.http = m_status;
            failure.usageKnown = false;
        }
        finish(std::move(failure));
    }

    void fail(Error error, bool retryable, bool sent = true) {
        ModelFailure failure;
        failure.error = std::move(error);
        failure.http = m_status;
        failure.retryable = retryable;
        failure.sent = sent;
        finish(std::move(failure));
    }

    void finish(AttemptOutcome outcome) {
        m_ended = true;
        for (const PartKind kind : {PartKind::Reasoning, PartKind::Text}) {
            const std::string held = (kind == PartKind::Reasoning ? m_redactReasoning : m_redactText).finish();
            if (!held.empty() && m_listener.delta) m_listener.delta(kind, held);
        }
        if (auto* failure = std::get_if<ModelFailure>(&outcome)) {
            const Secrets& secrets = m_shared->secrets;
            if (m_decoder) failure->partial = secrets.clean(m_decoder->text());
            failure->error.message = secrets.clean(std::move(failure->error.message));
            failure->error.hint = secrets.clean(std::move(failure->error.hint));
        }
        tellLimits(outcome);
        const AttemptListener listener = std::move(m_listener);
        m_listener = {};
        if (listener.done) listener.done(std::move(outcome));
    }

    void tellLimits(const AttemptOutcome& outcome) const {
        RateLimiter& limits = *m_shared->endpoint.limits;
        if (const auto* reply = std::get_if<ModelReply>(&outcome))
            return limits.ended(m_ticket, reply->usageKnown ? std::optional(reply->usage) : std::nullopt);
        const ModelFailure& failure = std::get<ModelFailure>(outcome);
        if (m_turnedAway && failure.retryable) limits.turnedAway(m_ticket, failure.retryAfter);
        else limits.ended(m_ticket);
    }

    const std::shared_ptr<Shared> m_shared;
    const ModelRequest m_request;
    const CancelToken m_cancel;
    AttemptListener m_listener;
    unsigned m_form;
    StreamRedactor m_redactText, m_redactReasoning;
    std::unique_ptr<ReplyDecoder> m_decoder; ///< null only when the request could not be made
    SseParser m_sse;
    NdjsonParser m_lines;
    std::optional<Error> m_problem;
    int m_status = 0, m_resends = 0;
    HttpHeaders m_headers;
    std::string m_body, m_requestId;
    bool m_stream = false, m_ended = false, m_turnedAway = false;
    RateLimiter::Ticket m_ticket = 0;
};

void HttpModel::Attempt::broken(const HttpEnd& end) {
    const std::string& model = m_shared->endpoint.model;
    const std::string& host = m_shared->place.host;
    const bool before = m_shared->answered;
    const std::string why = end.detail.empty() ? "." : " (" + end.detail + ").";
    switch (end.cause) {
    case HttpEndCause::Refused:
        return fail(makeError(ErrorKind::Network, "Cannot connect to " + host + " for " + model + why,
                              "Is the model server running, and is the address right?"), before, false);
    case HttpEndCause::NoHost:
        return fail(makeError(ErrorKind::Network, "The host of " + host + " cannot be found" + why,
                              "Check the address and the network connection."), before, false);
    case HttpEndCause::Tls:
        return fail(makeError(ErrorKind::Network, "No secure connection to " + host + why,
                              "If the server has its own certificate, name it in SSL_CERT_FILE."), false, end.sent);
    case HttpEndCause::Connect:
        return fail(makeError(ErrorKind::Network, "Connecting to " + host + " for " + model + " took too long.",
                              "Check the address and the network connection."), before, false);
    case HttpEndCause::FirstByte:
        return fail(makeError(ErrorKind::Network, place() + " did not begin to answer in time."), true);
    case HttpEndCause::Silence:
        return fail(makeError(ErrorKind::Network, interrupted("fell silent")), true);
    case HttpEndCause::Total:
        return fail(makeError(ErrorKind::Network, interrupted("did not finish within the time for one call")), false);
    case HttpEndCause::TooBig:
        return fail(makeError(ErrorKind::Provider, place() + " sent too much" + why), false);
    case HttpEndCause::Invalid:
        return fail(makeError(ErrorKind::Usage, "The request to " + host + " cannot be sent" + why), false, false);
    default:
        return fail(makeError(ErrorKind::Network, interrupted("broke the connection") + why.substr(0, why.size() - 1)), true);
    }
}

void HttpModel::Attempt::notAReply() {
    const WireFormat::Expectation expected = m_shared->format->expects();
    ProviderError error = readErrorBody(0, m_headers, m_shared->secrets.clean(m_body), Clock::system().wall());
    if (m_body.empty()) error.message = "an empty reply";
    else if (!m_decoder->malformed()) error.message = "something that is not " + std::string(expected.reply) + ": " + error.message;
    ModelFailure failure = failureFrom(m_shared->place, error);
    failure.error.hint = std::string(expected.hint);
    failure.http = m_status;
    failure.retryable = m_body.empty();
    failure.usageKnown = false;
    finish(std::move(failure));
}

HttpModel::HttpModel(ModelEndpoint endpoint, std::shared_ptr<const WireFormat> format, unsigned form, Transport& transport)
    : m_shared(std::make_shared<Shared>()) {
    const std::string host = authorityOf(endpoint.baseUrl);
    const std::string known(serverTraits(withoutPort(host)).name);
    m_info.spec = endpoint.spec;
    m_info.name = endpoint.model;
    m_info.provider = !endpoint.provider.empty() ? endpoint.provider : !known.empty() ? known : host;
    m_info.price = endpoint.price;
    m_info.priceTable = endpoint.priceTable;
    m_info.window = endpoint.window;
    m_info.maxOutput = endpoint.maxOutput;
    if (const ModelSettings& s = endpoint.settings; s.temperature == 0.0)
        m_info.sameReplies = endpoint.baseUrl + "#" + endpoint.model + "?effort=" + s.effort + "&thinking=" + std::to_string(s.thinking) +
                             "&context=" + std::to_string(s.contextTokens);
    std::vector<std::string> secrets{endpoint.key};
    for (const auto& [name, value] : endpoint.headers) secrets.push_back(value);
    m_shared->secrets = Secrets(secrets);
    m_shared->place = ModelPlace{endpoint.model, host, endpoint.keyVariable, !endpoint.key.empty(), endpoint.keyFromKeychain};
    m_shared->format = std::move(format);
    m_shared->form = form;
    m_shared->transport = &transport;
    if (!endpoint.limits)
        endpoint.limits = sharedRateLimiter(originOf(endpoint.baseUrl), endpoint.key, endpoint.model, !isLoopbackHost(withoutPort(host)));
    m_shared->endpoint = std::move(endpoint);
}

HttpModel::~HttpModel() = default;

Readiness HttpModel::ready(Tokens tokens) {
    return m_shared->endpoint.limits->ready(tokens);
}

HttpRequest HttpModel::listRequest() const {
    HttpRequest http;
    http.method = "GET";
    const std::string_view path = m_shared->format->listPath();
    if (path.empty()) return http;
    http.url = m_shared->endpoint.baseUrl + std::string(path);
    http.headers = {{"Accept", "application/json"}};
    for (auto& header : m_shared->format->listHeaders()) http.headers.push_back(std::move(header));
    m_shared->addAccess(http);
    return http;
}

const ModelPlace& HttpModel::place() const { return m_shared->place; }
const Secrets& HttpModel::secrets() const { return m_shared->secrets; }
Transport& HttpModel::transport() const { return *m_shared->transport; }

void HttpModel::start(ModelRequest request, CancelToken cancel, AttemptListener listener) {
    std::make_shared<Attempt>(m_shared, std::move(request), std::move(cancel), std::move(listener))->begin();
}

} // namespace rlmscope
