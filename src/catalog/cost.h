#pragma once
// What a call costs: exact integers, pico-USD per token times tokens, never a floating-point number.
#include "base/units.h"
#include "catalog/price_table.h"

#include <optional>
#include <string>

namespace rlmscope {

/// No rate of any table is higher: 0.1 USD a token. Keeps products of real token counts inside 64 bits.
inline constexpr std::int64_t HighestRate = 100'000'000'000;

/// Usage of one call with what only some bills tell apart.
struct BilledUsage {
    Usage usage;
    Tokens cacheWriteHour = 0; ///< part of usage.cacheWrite that is kept for an hour
    bool operator==(const BilledUsage&) const = default;
};

enum class Service : std::uint8_t { Standard, Batch };

struct Cost {
    std::optional<PicoUsd> usd; ///< absent = unknown
    Tokens tierAbove = 0;       ///< of the tier that priced the call; 0 = the base rates
    std::string unknown;        ///< why, a sentence without a full stop; empty when there is a cost
    bool operator==(const Cost&) const = default;
};

/// The tier is chosen by usage.input() of this call and prices the whole of it. Unknown: counts that make no sense, tokens
/// kept for an hour without a rate for it, the batch interface without its discount, more than 64 bits hold.
Cost costOf(const BilledUsage& usage, const PriceInterval& price, Service service = Service::Standard);

/// Does the batch discount give whole pico-USD for each of the rates?
bool batchIsExact(const PriceInterval& price);

/// For the engine: the same rates and tiers; cache writes are those of five minutes, the only ones that we ask for.
Price enginePrice(const PriceInterval& price);

} // namespace rlmscope
