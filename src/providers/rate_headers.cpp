#include "providers/rate_headers.h"

#include "base/clock.h"
#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>
#include <string>

namespace rlmscope {
namespace {

constexpr double LongestReset = 24 * 3600 * Second;
constexpr std::int64_t LargestLimit = 1'000'000'000'000; // nobody allows more; keeps the arithmetic small

Nanos clamped(double nanos) {
    return static_cast<Nanos>(std::clamp(nanos, 0.0, LongestReset));
}

/// A number at the start of `text`, which is taken off.
std::optional<double> takeNumber(std::string_view& text) {
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (problem != std::errc() || !std::isfinite(value) || value < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

/// A unit of Go at the start of `text`, taken off, in nanoseconds; 0 when it is none.
double takeUnit(std::string_view& text) {
    struct Unit { std::string_view name; double nanos; };
    static constexpr Unit Units[] = {{"ns", 1}, {"us", 1e3}, {"µs", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"m", 6e10}, {"h", 3.6e12}, {"d", 8.64e13}};
    for (const Unit& unit : Units)
        if (text.substr(0, unit.name.size()) == unit.name) {
            text.remove_prefix(unit.name.size());
            return unit.nanos;
        }
    return 0;
}

std::optional<double> goDuration(std::string_view text) {
    double total = 0;
    if (text.empty()) return std::nullopt;
    while (!text.empty()) {
        const auto number = takeNumber(text);
        const double unit = number ? takeUnit(text) : 0;
        if (unit == 0) return std::nullopt;
        total += *number * unit;
    }
    return total;
}

/// So many digits at `at`; -1 when they are none.
int digits(std::string_view text, std::size_t at, std::size_t count) {
    if (text.size() < at + count) return -1;
    int value = 0;
    for (const char c : text.substr(at, count)) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// "2026-11-20T19:14:27Z", "2026-11-20T19:14:27.5+01:00" in nanoseconds since 1970.
std::optional<double> rfc3339(std::string_view text) {
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':')
        return std::nullopt;
    std::tm date{};
    const int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return std::nullopt;
    date.tm_year = year - 1900;
    date.tm_mon = month - 1;
    date.tm_mday = day;
    date.tm_hour = hour;
    date.tm_min = minute;
    date.tm_sec = second;
    double seconds = static_cast<double>(timegm(&date));
    std::string_view rest = text.substr(19);
    if (!rest.empty() && rest.front() == '.') {
        const auto fraction = takeNumber(rest);
        if (!fraction || *fraction >= 1) return std::nullopt;
        seconds += *fraction;
    }
    if (rest == "Z" || rest == "z") return seconds * Second;
    if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':') return std::nullopt;
    const int hours = digits(rest, 1, 2), minutes = digits(rest, 4, 2);
    if (hours < 0 || minutes < 0) return std::nullopt;
    return (seconds - (rest[0] == '-' ? -60.0 : 60.0) * (hours * 60 + minutes)) * Second;
}

std::optional<std::int64_t> countIn(const HttpHeaders& headers, const std::string& name) {
    const auto text = headers.find(name);
    if (!text) return std::nullopt;
    std::string_view rest = trimmed(*text);
    const auto value = takeNumber(rest);
    if (!value || !rest.empty()) return std::nullopt;
    return static_cast<std::int64_t>(std::min(*value, static_cast<double>(LargestLimit)));
}

std::optional<RateReading> reading(const HttpHeaders& headers, const std::string& before, const std::string& after, Nanos wallNow) {
    const auto limit = countIn(headers, before + "limit" + after), remaining = countIn(headers, before + "remaining" + after);
    const auto text = headers.find(before + "reset" + after);
    if (!limit || *limit <= 0 || !remaining || !text) return std::nullopt;
    const auto reset = resetFrom(*text, wallNow);
    if (!reset) return std::nullopt;
    return RateReading{*limit, std::min(*remaining, *limit), *reset};
}

} // namespace

bool RateReadings::any() const {
    return std::any_of(of.begin(), of.end(), [](const auto& each) { return each.has_value(); });
}

std::optional<Nanos> resetFrom(std::string_view value, Nanos wallNow) {
    const std::string_view text = trimmed(value);
    const double now = static_cast<double>(wallNow);
    if (const auto duration = goDuration(text)) return clamped(*duration);
    if (const auto date = rfc3339(text)) return clamped(*date - now);
    std::string_view rest = text;
    const auto number = takeNumber(rest);
    if (!number || !rest.empty()) return std::nullopt;
    if (*number > 1e11) return clamped(*number * 1e6 - now); // milliseconds since 1970
    if (*number > 1e8) return clamped(*number * Second - now);
    return clamped(*number * Second);
}

RateReadings readRateHeaders(const HttpHeaders& headers, Nanos wallNow) {
    RateReadings readings;
    const auto set = [&](RateOf kind, const std::string& before, const std::string& after) {
        auto& target = readings.of[static_cast<std::size_t>(kind)];
        if (!target) target = reading(headers, before, after, wallNow);
    };
    for (const char* after : {"-requests", "-requests-minute", "-req-minute", ""}) set(RateOf::Requests, "x-ratelimit-", after);
    for (const char* after : {"-tokens", "-tokens-minute"}) set(RateOf::AllTokens, "x-ratelimit-", after);
    set(RateOf::Requests, "anthropic-ratelimit-requests-", "");
    set(RateOf::InputTokens, "anthropic-ratelimit-input-tokens-", "");
    set(RateOf::OutputTokens, "anthropic-ratelimit-output-tokens-", "");
    return readings;
}

} // namespace rlmscope
