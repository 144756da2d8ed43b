#include "catalog/cost.h"

namespace rlmscope {
namespace {

const TokenRates& ratesFor(const PriceInterval& price, Tokens input, Tokens& above) {
    const TokenRates* rates = &price.rates;
    for (const RateTier& tier : price.tiers) {
        if (input <= tier.above) break;
        rates = &tier.rates;
        above = tier.above;
    }
    return *rates;
}

/// Adds tokens * rate; false when 64 bits do not hold it.
bool add(std::int64_t& sum, Tokens tokens, std::int64_t rate) {
    std::int64_t product = 0;
    return !__builtin_mul_overflow(tokens, rate, &product) && !__builtin_add_overflow(sum, product, &sum);
}

std::string nonsense(const BilledUsage& billed) {
    const Usage& u = billed.usage;
    if (u.freshInput < 0 || u.cacheRead < 0 || u.cacheWrite < 0 || u.output < 0 || u.reasoning < 0 || billed.cacheWriteHour < 0)
        return "a number of tokens is below 0";
    if (billed.cacheWriteHour > u.cacheWrite) return "more tokens are kept for an hour than are written";
    Tokens input = 0;
    if (__builtin_add_overflow(u.freshInput, u.cacheRead, &input) || __builtin_add_overflow(input, u.cacheWrite, &input))
        return "the numbers of tokens are too large";
    return {};
}

} // namespace

Cost costOf(const BilledUsage& billed, const PriceInterval& price, Service service) {
    Cost cost;
    cost.unknown = nonsense(billed);
    if (!cost.unknown.empty()) return cost;
    const Usage& u = billed.usage;
    const TokenRates& rates = ratesFor(price, u.input(), cost.tierAbove);
    if (billed.cacheWriteHour > 0 && !rates.cacheWriteHour) {
        cost.unknown = "the price of tokens that are kept for an hour is not known";
        return cost;
    }
    if (service == Service::Batch && !price.batchPercent) {
        cost.unknown = "the price of the batch interface is not known";
        return cost;
    }
    std::int64_t sum = 0;
    bool fits = add(sum, u.freshInput, rates.input) && add(sum, u.cacheRead, rates.cacheRead.value_or(rates.input)) &&
                add(sum, u.cacheWrite - billed.cacheWriteHour, rates.cacheWrite.value_or(rates.input)) &&
                add(sum, billed.cacheWriteHour, rates.cacheWriteHour.value_or(0)) && add(sum, u.output, rates.output);
    if (fits && service == Service::Batch) {
        fits = !__builtin_mul_overflow(sum, *price.batchPercent, &sum);
        sum /= 100; // exact: batchIsExact()
    }
    if (fits) cost.usd = PicoUsd{sum};
    else cost.unknown = "the amount is too large";
    return cost;
}

bool batchIsExact(const PriceInterval& price) {
    if (!price.batchPercent) return true;
    const auto exact = [&](const TokenRates& rates) {
        for (const auto rate : {rates.input, rates.output, rates.cacheRead.value_or(0), rates.cacheWrite.value_or(0),
                                rates.cacheWriteHour.value_or(0)})
            if (rate % 100 * *price.batchPercent % 100 != 0) return false;
        return true;
    };
    if (!exact(price.rates)) return false;
    for (const RateTier& tier : price.tiers)
        if (!exact(tier.rates)) return false;
    return true;
}

Price enginePrice(const PriceInterval& price) {
    const auto rates = [](const TokenRates& r, Tokens above) {
        return PriceTier{above, r.input, r.output, r.cacheRead.value_or(r.input), r.cacheWrite.value_or(r.input)};
    };
    const PriceTier base = rates(price.rates, 0);
    Price out;
    out.input = base.input;
    out.output = base.output;
    out.cacheRead = base.cacheRead;
    out.cacheWrite = base.cacheWrite;
    for (const RateTier& tier : price.tiers) out.tiers.push_back(rates(tier.rates, tier.above));
    return out;
}

} // namespace rlmscope
