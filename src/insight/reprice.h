#pragma once
// What a recorded run would have cost with another price table, on another day or with other models. A view: nothing that
// was recorded is changed. Each attempt is priced by itself, in the tier of its own input, in exact integers; what is not
// known stays unknown and is counted.
#include "catalog/repricing.h"
#include "trace/event.h"
#include "trace/spend_row.h"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rlmscope::insight {

struct RepriceRow {
    std::string model; ///< SPEC as recorded
    std::string as;    ///< SPEC that prices it
    int depth = 0;     ///< as SpendRow
    PicoUsd recorded;  ///< what was recorded for these attempts
    PicoUsd repriced;  ///< of those that could be priced: at least this much when `unknown`
    std::uint64_t priced = 0, unknown = 0; ///< attempts
    std::uint64_t kept = 0; ///< part of `priced`: taken over as recorded
    bool operator==(const RepriceRow&) const = default;
};

struct RepriceResult {
    std::vector<RepriceRow> rows; ///< by model and depth
    RepriceRow total;             ///< model, as and depth mean nothing
    std::vector<Repriced::Unknown> unknown;
    /// Another model counts tokens in its own way, caches in its own way and would have answered otherwise.
    bool estimated = false;
};

/// Fed with the events of a run from its first on. Replies from a record or the cache cost nothing then and now.
class Repricing {
public:
    /// keepOthers: calls of models that options.asModels does not name cost what was recorded. The table outlives it.
    Repricing(const PriceTable& table, RepriceOptions options, bool keepOthers = false);

    void apply(const Event& event);
    RepriceResult result() const;

private:
    struct OpenCall {
        std::uint32_t row = 0;
        bool priceKnown = false;
    };
    void bill(const OpenCall& call, const Event& event, const Usage& usage, bool usageKnown, PicoUsd recorded, bool recordedKnown);

    const std::string& meant(const std::string& spec) const;

    Repricer m_repricer;
    std::map<std::string, std::string> m_resolved; ///< aliases of the run
    bool m_keepOthers;
    std::vector<RepriceRow> m_rows;
    std::map<std::pair<std::string, int>, std::uint32_t> m_index;
    std::map<std::string, std::int64_t> m_unknownKept; ///< by SPEC
    std::unordered_map<Seq, OpenCall> m_open;
    Nanos m_wall = 0;
    Seq m_lastSeq = 0;
};

} // namespace rlmscope::insight
