#pragma once
// What recorded calls cost by a table of today, another table or another model: a view, computed anew, never stored over
// what was recorded.
#include "catalog/cost.h"
#include "catalog/price_table.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rlmscope {

/// One billed call as a trace tells it.
struct PricedCall {
    std::string spec; ///< of the model that was asked
    Date day;         ///< when
    BilledUsage billed;
    bool usageKnown = true; ///< false: what was used is not known, so neither is the cost
    Service service = Service::Standard;
};

struct RepriceOptions {
    std::optional<std::string> asModel; ///< price all calls as this SPEC
    std::map<std::string, std::string> asModels = {}; ///< price the calls of one SPEC as another; wins over asModel
    std::optional<Date> onDay;          ///< prices of this day instead of the calls' own days

    /// The SPEC that prices a call of `spec`.
    const std::string& modelFor(const std::string& spec) const;
};

struct Repriced {
    struct Unknown {
        std::string spec;
        std::string reason; ///< a sentence
        std::int64_t calls = 0;
        bool operator==(const Unknown&) const = default;
    };
    std::vector<std::optional<PicoUsd>> costs; ///< one per call, in order; absent = unknown
    PicoUsd total;                             ///< of the known ones: at least this much
    std::int64_t known = 0;
    std::vector<Unknown> unknown; ///< each reason once, by SPEC and reason
    /// Another model counts its tokens in another way and would have answered otherwise: then the figures are estimates.
    bool estimated = false;
};

/// One call after another, for traces of any length: remembers prices, sums and the reasons why, not the calls.
class Repricer {
public:
    /// The table outlives it and does not change.
    Repricer(const PriceTable& table, RepriceOptions options) : m_table(&table), m_options(std::move(options)) {}

    /// Nothing: unknown, and `reason` says why when it is given. A sum that 64 bits do not hold is unknown, too.
    std::optional<PicoUsd> add(const PricedCall& call, std::string* reason = nullptr);
    /// The sums so far; `costs` is empty.
    Repriced sums() const;
    const RepriceOptions& options() const { return m_options; }

private:
    const PriceTable* m_table;
    RepriceOptions m_options;
    Repriced m_sums;
    std::map<std::pair<std::string, std::string>, std::int64_t> m_unknown; ///< by SPEC and reason
    std::map<std::pair<std::string, Date>, PriceLookup> m_seen;            ///< a run asks few models on few days
};

Repriced reprice(const std::vector<PricedCall>& calls, const PriceTable& table, const RepriceOptions& options = {});

} // namespace rlmscope
