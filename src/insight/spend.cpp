#include "insight/spend.h"

#include <algorithm>
#include <climits>
#include <cstdint>
#include <map>
#include <tuple>

namespace rlmscope::insight {
namespace {

void addTo(std::int64_t& sum, std::int64_t n) {
    if (__builtin_add_overflow(sum, n, &sum)) sum = n > 0 ? INT64_MAX : INT64_MIN;
}
void addTo(Usage& sum, const Usage& u) {
    addTo(sum.freshInput, u.freshInput);
    addTo(sum.cacheRead, u.cacheRead);
    addTo(sum.cacheWrite, u.cacheWrite);
    addTo(sum.output, u.output);
    addTo(sum.reasoning, u.reasoning);
}

/// Dearest first; money that is not known comes behind, by tokens.
auto weight(const SpendSums& s) {
    Tokens tokens = s.usage.freshInput;
    for (const auto more : {s.usage.cacheRead, s.usage.cacheWrite, s.usage.output}) addTo(tokens, more);
    return std::tuple(s.cost.value, tokens, s.calls);
}

template<typename Key>
std::vector<Spend::Group<Key>> groups(std::map<Key, SpendSums>&& sums) {
    std::vector<Spend::Group<Key>> out;
    out.reserve(sums.size());
    for (auto& [key, sum] : sums) out.push_back({key, sum});
    return out;
}

} // namespace

void add(SpendSums& sum, const SpendSums& more) {
    sum.calls += more.calls;
    sum.ended += more.ended;
    sum.attempts += more.attempts;
    sum.failedAttempts += more.failedAttempts;
    sum.interrupted += more.interrupted;
    addTo(sum.usage, more.usage);
    addTo(sum.cost.value, more.cost.value);
    addTo(sum.failedCost.value, more.failedCost.value);
    addTo(sum.estimatedCost.value, more.estimatedCost.value);
    sum.estimated += more.estimated;
    sum.unknown += more.unknown;
    sum.simulated += more.simulated;
    sum.recorded += more.recorded;
    sum.cached += more.cached;
    addTo(sum.savedUsage, more.savedUsage);
    addTo(sum.saved.value, more.saved.value);
}

std::optional<double> cachedShare(const Usage& usage) {
    const double input = static_cast<double>(usage.freshInput) + static_cast<double>(usage.cacheRead) + static_cast<double>(usage.cacheWrite);
    if (input <= 0 || usage.cacheRead < 0) return {};
    return static_cast<double>(usage.cacheRead) / input;
}

Spend spendOf(const RunTree& tree) { return spendOf(tree.spend()); }

Spend spendOf(const std::vector<SpendRow>& rows) {
    Spend spend;
    std::map<std::string, SpendSums> models;
    std::map<int, SpendSums> depths;
    std::map<CallRole, SpendSums> roles;
    std::map<std::tuple<std::string, int, CallRole>, SpendSums> together;
    for (const auto& row : rows) {
        add(spend.total, row);
        add(models[row.model], row);
        add(depths[row.depth], row);
        add(roles[row.role], row);
        add(together[{row.model, row.depth, row.role}], row);
    }
    spend.models = groups(std::move(models));
    std::stable_sort(spend.models.begin(), spend.models.end(),
                     [](const auto& a, const auto& b) { return weight(a.sums) > weight(b.sums); });
    spend.depths = groups(std::move(depths));
    spend.roles = groups(std::move(roles));
    for (const auto& model : spend.models) {
        for (auto it = together.lower_bound({model.key, INT_MIN, CallRole::Frame}); it != together.end() && std::get<0>(it->first) == model.key; ++it) {
            SpendRow row;
            static_cast<SpendSums&>(row) = it->second;
            std::tie(row.model, row.depth, row.role) = it->first;
            spend.rows.push_back(std::move(row));
        }
    }
    return spend;
}

} // namespace rlmscope::insight
