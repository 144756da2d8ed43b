#include "providers/provider_error.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>
#include <curl/curl.h>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

using nlohmann::json;

constexpr std::size_t MessageCharacters = 600; // of a server's own words; enough for the longest real ones
constexpr Nanos LongestWait = 24 * 3600 * Second;

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool has(const std::string& text, std::string_view word) {
    return text.find(word) != std::string::npos;
}

/// A string, or a number as text; anything else is nothing.
std::string scalarText(const json& object, const char* name) {
    const auto it = object.find(name);
    if (it == object.end()) return {};
    if (it->is_string()) return it->get<std::string>();
    if (it->is_number()) return it->dump();
    return {};
}

int statusIn(const std::string& code) {
    int status = 0;
    const auto [end, problem] = std::from_chars(code.data(), code.data() + code.size(), status);
    const bool whole = problem == std::errc() && end == code.data() + code.size();
    return whole && status >= 400 && status <= 599 ? status : 0;
}

/// {"detail":"text"} or {"detail":[{"loc":["body","model"],"msg":"field required"}]}
std::string detailText(const json& detail) {
    if (detail.is_string()) return detail.get<std::string>();
    if (!detail.is_array()) return {};
    std::string text;
    for (const json& entry : detail) {
        if (!entry.is_object()) continue;
        std::string where;
        if (const auto loc = entry.find("loc"); loc != entry.end() && loc->is_array())
            for (const json& step : *loc)
                where += (where.empty() ? "" : ".") + (step.is_string() ? step.get<std::string>() : dumpJson(step));
        if (!text.empty()) text += "; ";
        text += (where.empty() ? "" : where + ": ") + scalarText(entry, "msg");
    }
    return text;
}

/// "22s", "1.5s" as nanoseconds.
std::optional<Nanos> durationFrom(const std::string& text) {
    double seconds = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (problem != std::errc() || end != text.data() + text.size() - 1 || *end != 's' || !std::isfinite(seconds)) return std::nullopt;
    return static_cast<Nanos>(std::clamp(seconds * 1e9, 0.0, static_cast<double>(LongestWait)));
}

/// What Google and Anthropic say beside the message: a reason, a time to wait, a quota that lasts for a day.
void readDetails(const json& object, ProviderError& error) {
    if (error.type.empty()) error.type = scalarText(object, "status");
    const auto details = object.find("details");
    if (details == object.end()) return;
    if (details->is_object()) {
        if (const std::string code = scalarText(*details, "error_code"); !code.empty()) error.code = code;
        return;
    }
    if (!details->is_array()) return;
    for (const json& detail : *details) {
        if (!detail.is_object()) continue;
        if (const std::string reason = scalarText(detail, "reason"); !reason.empty()) error.code = reason;
        if (const auto wait = durationFrom(scalarText(detail, "retryDelay"))) error.retryAfter = wait;
        const auto violations = detail.find("violations");
        if (violations == detail.end() || !violations->is_array()) continue;
        for (const json& violation : *violations)
            if (violation.is_object() && has(scalarText(violation, "quotaId"), "PerDay")) error.shouldRetry = false;
    }
}

ProviderError fromObject(const json& object) {
    ProviderError error;
    error.message = scalarText(object, "message");
    error.type = scalarText(object, "type");
    error.code = scalarText(object, "code");
    error.param = scalarText(object, "param");
    error.http = statusIn(error.code);
    readDetails(object, error);
    // A gateway wraps what the provider behind it said.
    if (const auto metadata = object.find("metadata"); metadata != object.end() && metadata->is_object()) {
        const std::string raw = scalarText(*metadata, "raw");
        if (!raw.empty()) error.message += " (" + oneLine(raw, 200) + ")";
    }
    return error;
}

/// What a person would read of a proxy's web page: its title, else its first heading.
std::string pageTitle(std::string_view body) {
    const std::string small = lower(body);
    for (const std::string_view tag : {"title", "h1"}) {
        const std::size_t open = small.find("<" + std::string(tag));
        if (open == std::string::npos) continue;
        const std::size_t begin = small.find('>', open);
        const std::size_t end = small.find("</" + std::string(tag), open);
        if (begin == std::string::npos || end == std::string::npos || end <= begin) continue;
        const std::string title = oneLine(toValidUtf8(body.substr(begin + 1, end - begin - 1)), 120);
        if (!title.empty()) return title;
    }
    return {};
}

bool looksLikePage(std::string_view body) {
    const std::string start = lower(trimmed(body.substr(0, 400)));
    return start.rfind("<!doctype html", 0) == 0 || start.rfind("<html", 0) == 0;
}

bool quotaExhausted(const ProviderError& error) {
    const std::string words = lower(error.code + " " + error.type);
    return error.http == 402 || has(words, "insufficient_quota") || has(words, "spend_limit") ||
           has(words, "billing") || has(words, "payment_required") ||
           (error.http == 400 && has(lower(error.message), "credit balance"));
}

bool promptTooLong(const ProviderError& error) {
    const std::string words = lower(error.code + " " + error.type);
    if (has(words, "context_length_exceeded") || has(words, "exceed_context_size") ||
        has(words, "request_too_large"))
        return true;
    if (error.http != 400 && error.http != 413 && error.http != 422) return false;
    const std::string message = lower(error.message);
    return error.http == 413 || has(message, "maximum context length") || has(message, "context window") ||
           has(message, "prompt is too long") || has(message, "context size") || has(message, "too many tokens") ||
           has(message, "context length") || has(message, "input token count");
}

std::string keyHint(const ModelPlace& place) {
    if (!place.keyGiven)
        return place.keyVariable.empty() ? "No key was sent: name the variable that holds it with --key-env."
                                         : "No key was sent: set " + place.keyVariable + ".";
    const std::string key = place.keyVariable.empty() ? "in use" : place.fromKeychain ? place.keyVariable + " in the system's keychain" : "in " + place.keyVariable;
    return "Check the key " + key + " and what it is allowed to do.";
}

ErrorKind kindOf(const ProviderError& error) {
    if (quotaExhausted(error)) return ErrorKind::Provider;
    if (error.http == 401 || error.http == 403) return ErrorKind::Auth;
    const std::string words = lower(error.code + " " + error.type);
    if (has(words, "api_key") || has(words, "authentication")) return ErrorKind::Auth;
    if (promptTooLong(error)) return ErrorKind::Context;
    if (error.http == 429 || has(words, "rate_limit") || has(words, "resource_exhausted")) return ErrorKind::RateLimit;
    return ErrorKind::Provider;
}

bool worthRetrying(const ProviderError& error, ErrorKind kind) {
    if (quotaExhausted(error) || kind == ErrorKind::Auth || kind == ErrorKind::Context) return false;
    if (error.shouldRetry) return *error.shouldRetry;
    if (kind == ErrorKind::RateLimit) return true;
    const std::string words = lower(error.code + " " + error.type);
    if (error.http == 0)
        return has(words, "overloaded") || has(words, "server_error") || has(words, "timeout") ||
               has(words, "unavailable") || has(words, "api_error") || has(words, "internal") || words == " ";
    return error.http == 408 || error.http == 409 || error.http == 429 || error.http >= 500;
}

/// Whether the status says that no work was done that anybody bills.
bool rejectedUnbilled(int http, ErrorBilling billing) {
    if (billing == ErrorBilling::Processed) return http == 401 || http == 403 || http == 404 || http == 429 || (http >= 300 && http < 400);
    if (http == 408 || http == 502 || http == 504 || (http >= 520 && http <= 527)) return false;
    if (http == 500 || http == 501) return billing == ErrorBilling::Free;
    return http >= 300;
}

std::string hintFor(const ModelPlace& place, const ProviderError& error, ErrorKind kind) {
    if (quotaExhausted(error)) return std::string(NoCreditHint);
    if (kind == ErrorKind::Auth) return keyHint(place);
    if (kind == ErrorKind::Context) return "Send less text in one call.";
    if (error.http == 404)
        return "Check the model's name and the address: most servers want a base URL that ends in /v1.";
    if (error.http >= 300 && error.http < 400)
        return "Redirects are not followed, so that a key never goes to another host: use the final address.";
    return {};
}

} // namespace

std::string ModelPlace::text() const {
    return host.empty() ? model : model + " at " + host;
}

std::optional<Nanos> retryAfter(const HttpHeaders& headers, Nanos wallNow) {
    const auto number = [](std::string_view text) -> std::optional<double> {
        double value = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
        return value;
    };
    const auto clamped = [](double nanos) {
        return static_cast<Nanos>(std::clamp(nanos, 0.0, static_cast<double>(LongestWait)));
    };
    if (const auto text = headers.find("retry-after-ms"))
        if (const auto milliseconds = number(trimmed(*text))) return clamped(*milliseconds * 1e6);
    const auto text = headers.find("retry-after");
    if (!text) return std::nullopt;
    if (const auto seconds = number(trimmed(*text))) return clamped(*seconds * 1e9);
    const std::time_t date = curl_getdate(std::string(trimmed(*text)).c_str(), nullptr);
    if (date < 0) return std::nullopt;
    return clamped(static_cast<double>(date) * 1e9 - static_cast<double>(wallNow));
}

std::optional<ProviderError> readErrorObject(const json& value) {
    if (value.is_array() && !value.empty()) return readErrorObject(value.front());
    if (!value.is_object()) return std::nullopt;
    if (const auto it = value.find("error"); it != value.end() && !it->is_null()) {
        if (it->is_object()) return fromObject(*it);
        ProviderError error;
        error.message = it->is_string() ? it->get<std::string>() : it->dump();
        error.code = scalarText(value, "code");
        error.http = statusIn(error.code);
        return error;
    }
    if (scalarText(value, "object") == "error") return fromObject(value);
    return std::nullopt;
}

ProviderError readErrorBody(int http, const HttpHeaders& headers, std::string_view body, Nanos wallNow) {
    ProviderError error;
    const json value = parseJson(toValidUtf8(body));
    if (const auto object = value.is_discarded() ? std::nullopt : readErrorObject(value)) {
        error = *object;
    } else if (value.is_object()) {
        error.message = scalarText(value, "message");
        if (error.message.empty() && value.contains("detail")) error.message = detailText(value["detail"]);
        if (error.message.empty()) error.message = oneLine(dumpJson(value), 300);
    } else if (looksLikePage(body)) {
        const std::string title = pageTitle(body);
        error.message = "a web page" + (title.empty() ? std::string() : " titled \"" + title + "\"") +
                        " instead of a reply; something between here and the server may have answered";
    } else {
        error.message = oneLine(toValidUtf8(body), 300);
    }
    error.http = http; // the status line wins over a code in the body
    if (const auto wait = retryAfter(headers, wallNow)) error.retryAfter = wait;
    if (const auto word = headers.find("x-should-retry")) {
        if (*word == "true") error.shouldRetry = true;
        if (*word == "false") error.shouldRetry = false;
    }
    if (http >= 300 && http < 400)
        if (const auto target = headers.find("location")) {
            // Only the host: a signed address may carry a secret in its path or query.
            const std::size_t scheme = target->find("://");
            const std::string_view rest = scheme == std::string_view::npos ? std::string_view() : target->substr(scheme + 3);
            error.message = "a redirect" + (rest.empty() ? std::string()
                                                         : " to " + std::string(rest.substr(0, rest.find_first_of("/?#"))));
        }
    return error;
}

bool tooBusy(const ProviderError& error) {
    if (error.http == 429 || error.http == 529 || error.http == 503) return !quotaExhausted(error);
    const std::string words = lower(error.code + " " + error.type);
    return !quotaExhausted(error) && error.http == 0 && (has(words, "overloaded") || has(words, "rate_limit") || has(words, "resource_exhausted"));
}

ModelFailure failureFrom(const ModelPlace& place, const ProviderError& error, ErrorBilling billing) {
    const ErrorKind kind = kindOf(error);
    std::string message = place.text();
    if (error.http > 0) message += " answered " + std::to_string(error.http);
    else message += " sent an error";
    const std::string words = oneLine(toValidUtf8(error.message), MessageCharacters);
    if (!words.empty()) message += ": " + words;
    else if (!error.type.empty() || !error.code.empty())
        message += ": " + oneLine(toValidUtf8(error.type.empty() ? error.code : error.type), 100);
    else message += " without a reason";
    if (message.back() != '.' && message.back() != '!' && message.back() != '?') message += ".";

    ModelFailure failure;
    failure.error = makeError(kind, std::move(message), hintFor(place, error, kind));
    failure.http = error.http;
    failure.retryable = worthRetrying(error, kind);
    failure.retryAfter = error.retryAfter;
    failure.usageKnown = rejectedUnbilled(error.http, billing);
    return failure;
}

} // namespace rlmscope
