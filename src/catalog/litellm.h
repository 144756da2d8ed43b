#pragma once
// Reads a price table in the format of LiteLLM's model_prices_and_context_window.json: one object, a model per key,
// decimal USD per token. Numbers are taken from their decimal text, never through a floating-point number: 1.25e-07 USD
// is 125,000 pico-USD exactly. What cannot be taken over is left out and listed with the reason: a price that is half
// known would be a wrong price.
#include "base/result.h"
#include "catalog/price_table.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlmscope {

struct LitellmImport {
    struct Skipped {
        std::string key;
        std::string reason; ///< without a full stop; the same words for the same cause, so that they can be counted
        bool operator==(const Skipped&) const = default;
    };
    PriceTable table;            ///< each price begins on the day that was given
    std::size_t entries = 0;     ///< keys of the file: table.models().size() + skipped.size()
    std::vector<Skipped> skipped;
    std::optional<Date> lastUpdated; ///< what the file says of itself
};

/// `source` is the file's name for people and becomes the prices' source; `day` is when its prices were read from the
/// providers, or today. Errors (BadInput): not JSON, not such a table, nested deeper than any such table.
Result<LitellmImport> readLitellm(std::string_view json, const std::string& source, Date day);

struct PriceUpdate {
    PriceTable updates; ///< what to lay over the built-in table from now on, the earlier updates included
    std::size_t same = 0, changed = 0, added = 0;
    std::vector<LitellmImport::Skipped> skipped; ///< known models whose new price says too little
};

/// What an import changes: a model whose price is the same on that day stays as it is, with all that is known about it.
PriceUpdate updateFrom(const PriceTable& builtIn, const PriceTable& earlierUpdates, const LitellmImport& import, Date day);

} // namespace rlmscope
