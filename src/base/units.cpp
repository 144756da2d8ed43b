#include "base/units.h"

#include <algorithm>
#include <charconv>

namespace rlmscope {

std::string PicoUsd::exact() const {
    const bool negative = value < 0;
    const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    std::string fraction = std::to_string(magnitude % 1'000'000'000'000ULL);
    fraction.insert(0, 12 - fraction.size(), '0');
    while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
    std::string text = (negative ? "-" : "") + std::to_string(magnitude / 1'000'000'000'000ULL);
    return fraction.empty() ? text : text + "." + fraction;
}

std::optional<PicoUsd> PicoUsd::parse(std::string_view text) {
    bool negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    int exponent = 0;
    if (const auto e = text.find_first_of("eE"); e != std::string_view::npos) {
        auto digits = text.substr(e + 1);
        if (!digits.empty() && digits.front() == '+') {
            digits.remove_prefix(1);
            if (!digits.empty() && digits.front() == '-') return {};
        }
        const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
        if (ec != std::errc{} || end != digits.data() + digits.size() || exponent < -60 || exponent > 60) return {};
        text = text.substr(0, e);
    }
    std::string digits;
    int scale = 12 + exponent; // digits * 10^scale pico-USD
    bool point = false, any = false;
    for (const char c : text) {
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            any = true;
            digits += c;
            if (point) --scale;
        } else {
            return {};
        }
    }
    if (!any) return {};
    while (scale < 0 && !digits.empty() && digits.back() == '0') {
        digits.pop_back();
        ++scale;
    }
    std::int64_t result = 0; // counted downwards: the lowest number has no positive twin
    for (const char c : digits)
        if (__builtin_mul_overflow(result, 10, &result) || __builtin_sub_overflow(result, c - '0', &result)) return {};
    if (result != 0) {
        if (scale < 0) return {};
        for (; scale > 0; --scale)
            if (__builtin_mul_overflow(result, 10, &result)) return {};
    }
    if (!negative && __builtin_sub_overflow(std::int64_t{0}, result, &result)) return {};
    return PicoUsd{result};
}

Usage& Usage::operator+=(const Usage& o) {
    freshInput += o.freshInput;
    cacheRead += o.cacheRead;
    cacheWrite += o.cacheWrite;
    output += o.output;
    reasoning += o.reasoning;
    return *this;
}

Price Price::perMillion(PicoUsd inputUsd, PicoUsd outputUsd) {
    Price p;
    p.input = p.cacheRead = p.cacheWrite = inputUsd.value / 1'000'000;
    p.output = outputUsd.value / 1'000'000;
    return p;
}

PicoUsd Price::cost(const Usage& u) const {
    PriceTier rates{0, input, output, cacheRead, cacheWrite};
    for (const PriceTier& tier : tiers)
        if (u.input() > tier.above) rates = tier;
    return {u.freshInput * rates.input + u.cacheRead * rates.cacheRead + u.cacheWrite * rates.cacheWrite +
            u.output * rates.output};
}

std::int64_t Price::dearestInput(Tokens longestInput) const {
    std::int64_t rate = std::max({input, cacheRead, cacheWrite});
    for (const PriceTier& tier : tiers)
        if (longestInput > tier.above) rate = std::max({rate, tier.input, tier.cacheRead, tier.cacheWrite});
    return rate;
}

std::int64_t Price::dearestOutput(Tokens longestInput) const {
    std::int64_t rate = output;
    for (const PriceTier& tier : tiers)
        if (longestInput > tier.above) rate = std::max(rate, tier.output);
    return rate;
}

} // namespace rlmscope
