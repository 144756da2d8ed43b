#include "providers/openai_chat.h"

#include "base/text.h"
#include "providers/openai_stream.h"
#include "providers/provider_error.h"
#include "providers/redact.h"
#include "providers/server_traits.h"
#include "providers/sse.h"

#include <atomic>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

using nlohmann::json;

constexpr std::size_t MostErrorBytes = 64 * 1024; ///< of an error body; the rest says nothing more

std::string authority(const std::string& url) {
    const std::size_t scheme = url.find("://");
    const std::string rest = scheme == std::string::npos ? url : url.substr(scheme + 3);
    return rest.substr(0, rest.find_first_of("/?#"));
}

std::string withoutPort(const std::string& host) {
    const std::size_t colon = host.rfind(':');
    return colon == std::string::npos || host.find(']', colon) != std::string::npos ? host : host.substr(0, colon);
}

/// The fields that servers quarrel about, as last known to work.
struct Form {
    bool newCapField = false; ///< max_completion_tokens
    bool usageOption = true;
    bool stream = true;
};

Result<std::string> requestBody(const ModelRequest& request, const std::string& model, const Form& form) {
    json messages = json::array();
    for (const Message& message : request.messages) {
        std::string content;
        for (const Part& part : message.parts) {
            if (part.kind == PartKind::Reasoning) continue; // never sent back
            if (part.kind != PartKind::Text)
                return makeError(ErrorKind::Unsupported, "A message for " + model + " holds a part that is not text.",
                                 "Only text can be sent to this kind of server so far.");
            if (!part.text.loaded())
                return makeError(ErrorKind::Internal, "A message for " + model + " was not loaded before sending.");
            content += part.text.view();
        }
        messages.push_back({{"role", std::string(toString(message.role))}, {"content", std::move(content)}});
    }
    json body = {{"model", model}, {"messages", std::move(messages)}, {"stream", form.stream}};
    if (form.stream && form.usageOption) body["stream_options"] = {{"include_usage", true}};
    body[form.newCapField ? "max_completion_tokens" : "max_tokens"] = request.outputCap;
    return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

struct OpenAiChat::Shared {
    OpenAiChatOptions options;
    Transport* transport = nullptr;
    ModelPlace place;
    bool reportsCost = false;
    std::atomic<bool> newCapField{false}, usageOption{true}, stream{true}, answered{false};

    Form form() const { return {newCapField, usageOption, stream}; }
    /// Changes the form as a rejected request suggests; false when it does not.
    bool learn(const ProviderError& error, Form& form);
};

bool OpenAiChat::Shared::learn(const ProviderError& error, Form& form) {
    if (error.http != 400 && error.http != 422) return false;
    const std::string words = error.param + " " + error.code + " " + error.message;
    const auto names = [&words](std::string_view field) { return words.find(field) != std::string::npos; };
    if (form.stream && form.usageOption && names("stream_options")) {
        usageOption = form.usageOption = false;
        return true;
    }
    if (form.stream && (error.param == "stream" || (names("stream") && names("unsupported")))) {
        stream = form.stream = false;
        return true;
    }
    // "max_tokens" is rejected by name, often with the advice to use the other one.
    const bool rejected = form.newCapField ? names("max_completion_tokens") : names("max_tokens");
    const bool byName = error.param == (form.newCapField ? "max_completion_tokens" : "max_tokens") ||
                        names("nsupported") || names("nknown") || names("nrecognized") || names("not supported") ||
                        names("not permitted") || names("xtra inputs");
    if (!rejected || !byName) return false;
    newCapField = form.newCapField = !form.newCapField;
    return true;
}

/// One attempt, which is one request unless a field is rejected. Lives until its last request has ended; after begin()
/// only the network thread touches it.
class OpenAiChat::Attempt : public std::enable_shared_from_this<Attempt> {
public:
    Attempt(std::shared_ptr<Shared> shared, ModelRequest request, CancelToken cancel, AttemptListener listener)
        : m_shared(std::move(shared))
        , m_request(std::move(request))
        , m_cancel(std::move(cancel))
        , m_listener(std::move(listener))
        , m_form(m_shared->form())
        , m_redactText(m_shared->options.key)
        , m_redactReasoning(m_shared->options.key)
        , m_decoder([this](PartKind kind, std::string_view text) { delta(kind, text); }, m_shared->reportsCost)
        , m_sse([this](const SseEvent& event) { m_decoder.event(event.data); }) {}

    void begin() {
        HttpRequest http;
        const OpenAiChatOptions& options = m_shared->options;
        http.url = options.baseUrl + "/chat/completions";
        http.headers = {{"Content-Type", "application/json"},
                        {"Accept", m_form.stream ? "text/event-stream" : "application/json"},
                        {"User-Agent", "RLMScope/0.1"}};
        http.bearer = options.key;
        http.timeouts = options.timeouts;
        http.allowPlainKey = options.allowPlainKey;
        auto body = requestBody(m_request, options.model, m_form);
        if (body) http.body = std::move(*body);
        else m_problem = body.error(), http.url.clear(); // the transport refuses it, on its own thread
        HttpListener listener;
        const auto self = shared_from_this();
        listener.head = [self](int status, const HttpHeaders& headers) { self->head(status, headers); };
        listener.data = [self](std::string_view bytes) { return self->data(bytes); };
        listener.end = [self](HttpEnd end) { self->end(end); };
        m_shared->transport->start(std::move(http), m_cancel, std::move(listener));
    }

private:
    void head(int status, const HttpHeaders& headers) {
        m_shared->answered = true;
        m_status = status;
        m_headers = headers;
        const auto type = headers.find("content-type");
        m_events = status == 200 && type && type->find("text/event-stream") != std::string_view::npos;
        if (const auto id = headers.find("x-request-id")) m_requestId = std::string(*id);
    }

    bool data(std::string_view bytes) {
        if (m_ended) return false;
        if (!m_events) {
            const bool error = m_status != 200;
            if (error && m_body.size() + bytes.size() > MostErrorBytes) bytes = bytes.substr(0, MostErrorBytes - m_body.size());
            m_body += bytes;
            return !error || m_body.size() < MostErrorBytes;
        }
        if (!m_sse.push(bytes)) {
            fail(makeError(ErrorKind::Provider, place() + " sent a piece of its reply that is too big."), false);
            return false;
        }
        if (m_decoder.error()) failFrom(*m_decoder.error());
        else if (m_decoder.done()) succeed();
        return !m_ended;
    }

    void end(const HttpEnd& end) {
        if (m_ended) return;
        if (m_problem) return fail(*m_problem, false, false);
        if (end.cause == HttpEndCause::Cancelled) return fail(cancelledError(), false, end.sent);
        if (m_status != 0 && m_status != 200) return rejected(end);
        if (m_events) m_sse.finish();
        else if (m_status == 200 && end.cause == HttpEndCause::Done) wholeBody();
        if (m_decoder.error()) return failFrom(*m_decoder.error());
        if (m_decoder.finished()) return succeed();
        if (end.cause != HttpEndCause::Done) return broken(end);
        if (!m_events) return notAReply();
        fail(makeError(ErrorKind::Network, interrupted("ended its reply without saying that it was complete")), true);
    }

    /// A 200 without event-stream: a server that does not stream, or one that mislabels its stream.
    void wholeBody() {
        const std::string_view start = trimmed(m_body);
        if (start.substr(0, 5) == "data:" || start.substr(0, 6) == "event:" || start.substr(0, 1) == ":") {
            m_sse.push(m_body);
            m_sse.finish();
        } else {
            m_decoder.whole(m_body);
        }
    }

    void rejected(const HttpEnd& end) {
        const ProviderError error = readErrorBody(m_status, m_headers, m_body, Clock::system().wall());
        if (end.cause == HttpEndCause::Done && m_resends < 3 && !m_cancel.cancelled() && m_shared->learn(error, m_form)) {
            ++m_resends;
            m_status = 0;
            m_headers = {};
            m_body.clear();
            m_events = false;
            return begin();
        }
        failFrom(error);
    }

    void broken(const HttpEnd& end) {
        const std::string& model = m_shared->options.model;
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

    void notAReply() {
        ProviderError error = readErrorBody(0, m_headers, m_body, Clock::system().wall());
        if (m_body.empty()) error.message = "an empty reply";
        else if (!m_decoder.malformed()) error.message = "something that is not a chat completion: " + error.message;
        ModelFailure failure = failureFrom(m_shared->place, error);
        failure.error.hint = "Is this the address of a chat completions server? Most base URLs end in /v1.";
        failure.http = m_status;
        failure.retryable = m_body.empty();
        failure.usageKnown = false;
        finish(std::move(failure));
    }

    std::string place() const { return m_shared->place.text(); }
    std::string interrupted(const std::string& what) const {
        const std::size_t characters = codePoints(m_decoder.text());
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
        ModelReply reply = m_decoder.reply();
        if (!m_requestId.empty()) reply.requestId = m_requestId;
        const std::string& key = m_shared->options.key;
        if (!key.empty()) {
            for (Part& part : reply.parts) part.text = Text(redacted(std::string(part.text.view()), key));
            for (std::string* text : {&reply.raw, &reply.requestId, &reply.modelReported, &reply.finishRaw})
                *text = redacted(std::move(*text), key);
        }
        finish(std::move(reply));
    }

    void failFrom(const ProviderError& error) {
        ModelFailure failure = failureFrom(m_shared->place, error);
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
            const std::string& key = m_shared->options.key;
            failure->partial = redacted(m_decoder.text(), key);
            failure->error.message = redacted(std::move(failure->error.message), key);
            failure->error.hint = redacted(std::move(failure->error.hint), key);
        }
        const AttemptListener listener = std::move(m_listener);
        m_listener = {};
        if (listener.done) listener.done(std::move(outcome));
    }

    const std::shared_ptr<Shared> m_shared;
    const ModelRequest m_request;
    const CancelToken m_cancel;
    AttemptListener m_listener;
    Form m_form;
    StreamRedactor m_redactText, m_redactReasoning;
    ChatDecoder m_decoder;
    SseParser m_sse;
    std::optional<Error> m_problem;
    int m_status = 0, m_resends = 0;
    HttpHeaders m_headers;
    std::string m_body, m_requestId;
    bool m_events = false, m_ended = false;
};

OpenAiChat::OpenAiChat(OpenAiChatOptions options, Transport& transport) : m_shared(std::make_shared<Shared>()) {
    const std::string host = authority(options.baseUrl);
    const ServerTraits& traits = serverTraits(withoutPort(host));
    m_info.spec = options.spec;
    m_info.name = options.model;
    m_info.provider = traits.name.empty() ? host : std::string(traits.name);
    m_info.price = options.price;
    m_info.window = options.window;
    m_shared->transport = &transport;
    m_shared->place = ModelPlace{options.model, host, options.keyVariable, !options.key.empty()};
    m_shared->reportsCost = traits.reportsCost;
    m_shared->newCapField = traits.capField == "max_completion_tokens";
    m_shared->options = std::move(options);
}

OpenAiChat::~OpenAiChat() = default;

void OpenAiChat::start(ModelRequest request, CancelToken cancel, AttemptListener listener) {
    std::make_shared<Attempt>(m_shared, std::move(request), std::move(cancel), std::move(listener))->begin();
}

} // namespace rlmscope
