#pragma once
// Money and tokens as exact integers. A price is pico-USD per token, so a cost is one integer product:
// 1 USD = 10^12 pico-USD; int64 holds 9.2 million USD. Never a floating-point sum of money.
#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

struct PicoUsd {
    std::int64_t value = 0;
    auto operator<=>(const PicoUsd&) const = default;
    PicoUsd& operator+=(PicoUsd o) { value += o.value; return *this; }
    PicoUsd& operator-=(PicoUsd o) { value -= o.value; return *this; }
    friend PicoUsd operator+(PicoUsd a, PicoUsd b) { return {a.value + b.value}; }
    friend PicoUsd operator-(PicoUsd a, PicoUsd b) { return {a.value - b.value}; }

    double usd() const { return static_cast<double>(value) / 1e12; }
    /// Exact decimal text without trailing zeros: "0.0041", "0".
    std::string exact() const;
    /// Reads a decimal such as "0.50" or "1e-7" exactly; nothing when it is not a number or finer than 10^-12.
    static std::optional<PicoUsd> parse(std::string_view text);
};

using Tokens = std::int64_t;

/// Usage of one model call, normalised (research: providers, "Normalised usage").
/// input() = fresh + cacheRead + cacheWrite. Output includes reasoning.
struct Usage {
    Tokens freshInput = 0;
    Tokens cacheRead = 0;
    Tokens cacheWrite = 0;
    Tokens output = 0;
    Tokens reasoning = 0; ///< part of output
    bool operator==(const Usage&) const = default;
    Tokens input() const { return freshInput + cacheRead + cacheWrite; }
    Usage& operator+=(const Usage& o);
};

/// Above this many input tokens of one call (Usage::input()), these rates price the whole call.
struct PriceTier {
    Tokens above = 0;
    std::int64_t input = 0;
    std::int64_t output = 0;
    std::int64_t cacheRead = 0;
    std::int64_t cacheWrite = 0;
    bool operator==(const PriceTier&) const = default;
};

/// Price of a model, pico-USD per token. Absent = unknown, never 0.
struct Price {
    std::int64_t input = 0;
    std::int64_t output = 0;
    std::int64_t cacheRead = 0;
    std::int64_t cacheWrite = 0;
    bool simulated = false; ///< made up, shown as such
    std::vector<PriceTier> tiers = {}; ///< ascending; the rates above hold below the first one
    bool operator==(const Price&) const = default;

    /// USD per million tokens, cache prices equal to the input price. 1 USD per million = 10^6 pico-USD per token.
    static Price perMillion(PicoUsd inputUsd, PicoUsd outputUsd);
    PicoUsd cost(const Usage& usage) const;
    /// The dearest rate that an input or output token of a call can get whose input is at most so long.
    std::int64_t dearestInput(Tokens longestInput = std::numeric_limits<Tokens>::max()) const;
    std::int64_t dearestOutput(Tokens longestInput = std::numeric_limits<Tokens>::max()) const;
};

} // namespace rlmscope
