#pragma once
// What recorded calls cost by a table of today, another table or another model: a view, computed anew, never stored over
// what was recorded.
#include "catalog/cost.h"
#include "catalog/price_table.h"

#include <cstdint>
#include <optional>
#include <string>
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
    std::optional<Date> onDay;          ///< prices of this day instead of the calls' own days
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

Repriced reprice(const std::vector<PricedCall>& calls, const PriceTable& table, const RepriceOptions& options = {});

} // namespace rlmscope
