#include "catalog/repricing.h"

namespace rlmscope {

const std::string& RepriceOptions::modelFor(const std::string& spec) const {
    if (const auto found = asModels.find(spec); found != asModels.end()) return found->second;
    return asModel ? *asModel : spec;
}

std::optional<PicoUsd> Repricer::add(const PricedCall& call, std::string* why) {
    const std::string& spec = m_options.modelFor(call.spec);
    if (spec != call.spec) m_sums.estimated = true;
    const Date day = m_options.onDay.value_or(call.day);
    auto known = m_seen.find({spec, day});
    if (known == m_seen.end()) known = m_seen.emplace(std::pair(spec, day), m_table->priceOf(spec, day)).first;
    const PriceLookup& lookup = known->second;

    Cost cost;
    std::string reason;
    if (!lookup.price) reason = lookup.unknown;
    else if (!call.usageKnown) reason = "How many tokens it used is not known.";
    else cost = costOf(call.billed, *lookup.price, call.service);
    std::int64_t total = 0;
    if (cost.usd && __builtin_add_overflow(m_sums.total.value, cost.usd->value, &total)) {
        cost.usd.reset();
        cost.unknown = "the amount is too large";
    }
    if (!cost.unknown.empty()) reason = "The cost is not known: " + cost.unknown + ".";
    if (cost.usd) {
        m_sums.total.value = total;
        m_sums.known += 1;
    } else {
        m_unknown[{spec, reason}] += 1;
        if (why) *why = reason;
    }
    return cost.usd;
}

Repriced Repricer::sums() const {
    Repriced out = m_sums;
    for (const auto& [key, count] : m_unknown) out.unknown.push_back({key.first, key.second, count});
    return out;
}

Repriced reprice(const std::vector<PricedCall>& calls, const PriceTable& table, const RepriceOptions& options) {
    Repricer repricer(table, options);
    std::vector<std::optional<PicoUsd>> costs;
    costs.reserve(calls.size());
    for (const PricedCall& call : calls) costs.push_back(repricer.add(call));
    Repriced out = repricer.sums();
    out.costs = std::move(costs);
    return out;
}

} // namespace rlmscope
