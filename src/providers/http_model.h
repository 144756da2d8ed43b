#pragma once
// A language model behind an HTTP server: what is the same for every API family. What differs is a WireFormat.
#include "engine/language_model.h"
#include "providers/model_settings.h"
#include "providers/rate_limiter.h"
#include "providers/provider_error.h"
#include "providers/redact.h"
#include "providers/reply_decoder.h"
#include "providers/transport.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rlmscope {

/// Where a model is, and what is needed to ask it.
struct ModelEndpoint {
    std::string spec;        ///< what info().spec says
    std::string baseUrl;     ///< "https://api.openai.com/v1", without a slash at the end
    std::string model;       ///< as the server calls it
    std::string provider;    ///< for people; empty = what is known about the host, else the host
    std::string dialect;     ///< row of server_traits.h by name; empty = by host
    std::string key;         ///< empty = none; never leaves this object but in the header that carries it
    std::string keyVariable; ///< where the key comes from or should come from, for messages
    bool keyFromKeychain = false;
    /// Sent with every request; treated like keys, because some are.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string apiVersion;  ///< Azure's; empty = OPENAI_API_VERSION, else the newest that is known
    std::optional<Price> price;
    std::string priceTable; ///< what ModelInfo::priceTable says
    Tokens window = 0;
    int maxOutput = 0;
    ModelSettings settings;
    HttpTimeouts timeouts;
    bool allowPlainKey = false; ///< keys may go over plain http to another computer
    std::shared_ptr<RateLimiter> limits; ///< null = the one of the process for this server, key and model
};

/// One request of an attempt and the reader of its reply.
struct WireCall {
    HttpRequest http; ///< without keys, timeouts and the headers of the endpoint
    std::unique_ptr<ReplyDecoder> decoder;
};

/// What one API family sends and reads. Thread-safe. `form` holds what was learned about the server, as bits of the
/// format's own: fields that some servers reject.
class WireFormat {
public:
    enum class Framing { Events, Lines };
    struct Expectation {
        std::string_view reply; ///< "a chat completion"
        std::string_view hint;  ///< when something else answers
    };

    virtual ~WireFormat() = default;
    virtual Framing framing() const { return Framing::Events; }
    virtual Result<WireCall> call(const ModelRequest& request, unsigned form, ReplyDecoder::Delta delta) const = 0;
    /// The form to try after a rejected request; nothing when the rejection is no matter of form.
    virtual std::optional<unsigned> learn(const ProviderError& error, unsigned form) const;
    virtual Expectation expects() const = 0;
    /// What to do about an error, when this family knows better; empty else.
    virtual std::string hint(const ProviderError& error) const;
    virtual ErrorBilling errorBilling() const { return ErrorBilling::Careful; }
    /// Asked once before the first attempt, when something has to be known about the model; nothing else waits for an
    /// answer that does not come, and a wrong one changes nothing.
    virtual std::optional<HttpRequest> question() const { return std::nullopt; }
    virtual void answer(std::string_view body) const { static_cast<void>(body); }
    /// The header that carries the key, when it is not "Authorization: Bearer".
    virtual std::string_view keyHeader() const { return {}; }
    /// Where the server lists its models, below the base address; empty = nowhere.
    virtual std::string_view listPath() const { return "/models"; }
    virtual std::vector<std::pair<std::string, std::string>> listHeaders() const { return {}; }
};

/// Single attempts, as language_model.h says. One thing happens inside an attempt because the server rejects the request
/// before any work that could be billed: a field that a 400 names is exchanged or left out, and that is remembered.
///
/// A reply is complete when its protocol says so, or with a finish reason; anything else is Interrupted: a failure that
/// keeps the partial text, of unknown usage. A connection that was refused is worth a retry only when the server has
/// answered before in this process: otherwise it is simply not running.
///
/// Keys are taken out of everything that comes back: text, raw fields, errors.
class HttpModel : public LanguageModel {
public:
    /// `transport` must outlive the model's attempts.
    HttpModel(ModelEndpoint endpoint, std::shared_ptr<const WireFormat> format, unsigned form, Transport& transport);
    ~HttpModel() override;

    const ModelInfo& info() const override { return m_info; }
    Readiness ready(Tokens tokens) override;
    void start(ModelRequest request, CancelToken cancel, AttemptListener listener) override;

    /// A GET of the server's list of models with the key and the headers of this model; without an address when this kind
    /// of server has none. model_list.h reads what comes back.
    HttpRequest listRequest() const;
    const ModelPlace& place() const;
    const Secrets& secrets() const; ///< to take out of what the server says
    Transport& transport() const;

private:
    class Attempt;
    struct Shared;
    ModelInfo m_info;
    std::shared_ptr<Shared> m_shared; ///< kept by attempts
};

/// "host:port" of an address.
std::string authorityOf(std::string_view url);
std::string withoutPort(std::string_view authority);

/// A name as one part of a path, escaped.
std::string pathPart(const std::string& name);

/// The text of a message for a server that takes only text: text parts joined, reasoning and other providers' parts left
/// out. Errors: an image, a part that was not loaded.
Result<std::string> onlyText(const Message& message, const std::string& model);

} // namespace rlmscope
