#pragma once
// Where the money and the tokens of a run went: by model, by depth, by role. Cheap enough to ask after every batch of a
// live run: RunTree keeps the sums, so this costs the number of models and depths, not of calls.
#include "trace/run_tree.h"

#include <optional>
#include <string>
#include <vector>

namespace rlmscope::insight {

/// Sums that more than 64 bits would hold stay at the largest number, as RunTree's do.
void add(SpendSums& sum, const SpendSums& more);

/// Input tokens that a provider's cache served, of all input tokens; nothing when there were none.
std::optional<double> cachedShare(const Usage& usage);

/// What a figure must be shown with. Nothing of it is ever guessed: it is counted from the events.
inline bool isUnknown(const SpendSums& s) { return s.unknown > 0; }        ///< the cost is at least so much
inline bool isEstimated(const SpendSums& s) { return s.estimated > 0; }    ///< estimatedCost of it is what was reserved
inline bool isSimulated(const SpendSums& s) { return s.simulated > 0; }    ///< at a made-up price

struct Spend {
    template<typename Key>
    struct Group {
        Key key;
        SpendSums sums;
        bool operator==(const Group&) const = default;
    };
    SpendSums total;                       ///< equal to RunTotals
    std::vector<Group<std::string>> models; ///< by SPEC, the dearest first, then the one with most tokens
    std::vector<Group<int>> depths;         ///< ascending
    std::vector<Group<CallRole>> roles;     ///< those that occur: frame, sub, final
    std::vector<SpendRow> rows;             ///< by model (as above), depth and role
};

Spend spendOf(const RunTree& tree);
/// The same of rows that somebody else has kept; those of several runs may be strung together.
Spend spendOf(const std::vector<SpendRow>& rows);

} // namespace rlmscope::insight
