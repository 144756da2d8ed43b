#pragma once
// What the head of a response says about rate limits, in the spellings of the providers.
#include "base/clock.h"
#include "providers/http_message.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rlmscope {

enum class RateOf : std::uint8_t { Requests, AllTokens, InputTokens, OutputTokens };
constexpr std::size_t RateKinds = 4;

/// One limit: how much there is, how much of it is left, and when all of it will be there again.
struct RateReading {
    std::int64_t limit = 0;
    std::int64_t remaining = 0;
    Nanos reset = 0; ///< from now; 0 = it is full
};

struct RateReadings {
    std::array<std::optional<RateReading>, RateKinds> of; ///< by RateOf
    bool any() const;
};

/// x-ratelimit-{limit,remaining,reset}-{requests,tokens} (OpenAI and most others, some with "-minute" at the end or with
/// nothing behind the first words) and anthropic-ratelimit-{requests,input-tokens,output-tokens}-{limit,remaining,reset}.
/// A limit is read only when all three are there and make sense: Azure says -1 or 0 for "none". Never fails.
RateReadings readRateHeaders(const HttpHeaders& headers, Nanos wallNow);

/// When a limit is full again, from now: a duration of Go ("6m0s", "88ms", "1m26.4s"), a date of RFC 3339, or a number:
/// seconds, or a time since 1970 in seconds or milliseconds. At most a day, never negative; nothing when it is none.
std::optional<Nanos> resetFrom(std::string_view text, Nanos wallNow);

} // namespace rlmscope
