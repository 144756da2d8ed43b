#include "catalog/repricing.h"

#include <map>
#include <utility>

namespace rlmscope {

Repriced reprice(const std::vector<PricedCall>& calls, const PriceTable& table, const RepriceOptions& options) {
    Repriced out;
    out.costs.reserve(calls.size());
    std::map<std::pair<std::string, std::string>, std::int64_t> unknown;
    std::map<std::pair<std::string, Date>, PriceLookup> seen; // a run asks few models on few days
    for (const PricedCall& call : calls) {
        const std::string& spec = options.asModel ? *options.asModel : call.spec;
        if (spec != call.spec) out.estimated = true;
        const Date day = options.onDay.value_or(call.day);
        auto known = seen.find({spec, day});
        if (known == seen.end()) known = seen.emplace(std::pair(spec, day), table.priceOf(spec, day)).first;
        const PriceLookup& lookup = known->second;

        Cost cost;
        std::string reason;
        if (!lookup.price) reason = lookup.unknown;
        else if (!call.usageKnown) reason = "How many tokens it used is not known.";
        else cost = costOf(call.billed, *lookup.price, call.service);
        std::int64_t total = 0;
        if (cost.usd && __builtin_add_overflow(out.total.value, cost.usd->value, &total)) {
            cost.usd.reset();
            cost.unknown = "the amount is too large";
        }
        if (!cost.unknown.empty()) reason = "The cost is not known: " + cost.unknown + ".";
        out.costs.push_back(cost.usd);
        if (cost.usd) {
            out.total.value = total;
            out.known += 1;
        } else {
            unknown[{spec, reason}] += 1;
        }
    }
    for (auto& [key, count] : unknown) out.unknown.push_back({key.first, key.second, count});
    return out;
}

} // namespace rlmscope
