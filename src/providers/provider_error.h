#pragma once
// What a model server says when it does not answer, in every shape that servers use, as one clear failure.
#include "base/clock.h"
#include "engine/language_model.h"
#include "providers/http_message.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace rlmscope {

/// Who is speaking, for messages to people.
struct ModelPlace {
    std::string model;       ///< "gpt-5"
    std::string host;        ///< "api.openai.com", "localhost:8080"
    std::string keyVariable; ///< environment variable the key comes from; empty = none was named
    bool keyGiven = false;   ///< whether a key was sent
    bool fromKeychain = false; ///< the key came from the system's keychain, where it is kept under the same name

    std::string text() const; ///< "gpt-5 at api.openai.com"
};

/// An error of a server, taken apart. Empty strings = not said.
struct ProviderError {
    int http = 0; ///< 0 = none (inside a stream that began with 200, and without a code of its own)
    std::string message, type, code, param;
    std::optional<Nanos> retryAfter;
    std::optional<bool> shouldRetry; ///< the server's own word (x-should-retry)
};

/// What is known about whether a request that ended in an error is billed.
enum class ErrorBilling : std::uint8_t {
    Careful,   ///< nothing is: a rejection (4xx, 503, 529) is free; after a 500 nobody knows
    Free,      ///< the provider says that failed requests cost nothing
    Processed, ///< the provider bills what it has processed, a rejected prompt (400) too: only 401, 403, 404, 429 are free
};

/// Reads an error body: {"error":{...}}, {"error":"text"}, a flat {"object":"error",...}, {"detail":...}, a
/// one-element array of those, a web page of a proxy, plain text, nothing. Never fails.
ProviderError readErrorBody(int http, const HttpHeaders& headers, std::string_view body, Nanos wallNow);

/// The same for a JSON value that arrived inside a stream; nothing when the value is not an error.
std::optional<ProviderError> readErrorObject(const nlohmann::json& value);

/// retry-after-ms, else Retry-After in seconds or as an HTTP date; at most a day, never negative.
std::optional<Nanos> retryAfter(const HttpHeaders& headers, Nanos wallNow);

/// Whether the server had too much to do or was asked too often, so that fewer requests would help.
bool tooBusy(const ProviderError& error);

/// The hint of a failure for which the account has to pay first.
inline constexpr std::string_view NoCreditHint = "The account has no credit left or has reached its spend limit.";

/// Kind, sentence, hint, and whether trying again makes sense: 408, 409, 429 and 5xx do, an exhausted quota, an unpaid
/// bill (402) and a spend limit never do. Whether it may have been billed goes by `billing`; after a gateway's time-out
/// (408, 502, 504, 52x) or an error inside a stream nobody can know, whatever the provider says about errors.
ModelFailure failureFrom(const ModelPlace& place, const ProviderError& error, ErrorBilling billing = ErrorBilling::Careful);

} // namespace rlmscope
