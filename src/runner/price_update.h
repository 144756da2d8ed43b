#pragma once
// New prices from a table in LiteLLM's format, in a file or at an https address: read, compared with what holds now, and
// only then kept (catalog/user_prices.h).
#include "base/cancel.h"
#include "base/result.h"
#include "catalog/litellm.h"
#include "catalog/table_json.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace rlmscope {

struct PriceChange {
    std::string provider, id;
    std::optional<TokenRates> before; ///< today, by the table in use; absent = it had no price
    TokenRates after;
};

struct PriceUpdatePlan {
    std::string source;  ///< for people
    std::size_t entries = 0; ///< of the file
    PriceUpdate update;
    std::vector<PriceChange> changes; ///< of what holds today, own overrides considered: changed ones first, then new ones
    UserTables after;    ///< what would be saved
};

/// Waits. No key is sent and redirects are not followed; a plain http address is refused unless it is on this computer: a
/// price decides how much a limit lets through. Errors: not there, not such a table, larger than 64 MB, the user's own
/// file is broken.
Result<PriceUpdatePlan> planPriceUpdate(const std::string& fileOrUrl, CancelToken cancel = {},
                                        std::function<void(std::uint64_t bytes)> progress = {});
Status applyPriceUpdate(const PriceUpdatePlan& plan);

} // namespace rlmscope
