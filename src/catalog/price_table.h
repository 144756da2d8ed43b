#pragma once
// What is known about models: windows, capabilities, and prices as intervals of time with tiers by input size.
// Values and look-ups; reading and writing are table_json.h, arithmetic is cost.h. A price that nobody has said is
// unknown: every look-up can say so, and why. It is never 0.
#include "base/result.h"
#include "base/units.h"
#include "catalog/date.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rlmscope {

/// Pico-USD per token. A cached kind without a rate costs what input costs: its provider names no other price.
struct TokenRates {
    std::int64_t input = 0;
    std::int64_t output = 0; ///< includes reasoning
    std::optional<std::int64_t> cacheRead, cacheWrite;
    std::optional<std::int64_t> cacheWriteHour; ///< kept for an hour; absent = unknown
    bool operator==(const TokenRates&) const = default;
};

/// Above this many input tokens of one call (fresh and cached), these rates price the whole call.
struct RateTier {
    Tokens above = 0;
    TokenRates rates;
    bool operator==(const RateTier&) const = default;
};

struct PriceSource {
    std::string page;
    std::optional<Date> date; ///< when it was read there
    std::string note;
    bool operator==(const PriceSource&) const = default;
};

/// Holds from a day until the next interval of the model begins.
struct PriceInterval {
    std::optional<Date> from; ///< absent = since ever; only in the first interval
    TokenRates rates;
    std::vector<RateTier> tiers; ///< ascending
    std::optional<int> batchPercent; ///< what the provider's batch interface charges
    PriceSource source;
    bool operator==(const PriceInterval&) const = default;
    /// Same amounts, whatever the dates and sources say.
    bool samePrice(const PriceInterval& o) const { return rates == o.rates && tiers == o.tiers && batchPercent == o.batchPercent; }
};

enum class CacheKind : std::uint8_t { Unknown, None, Automatic, Marked };
std::string_view toString(CacheKind kind); ///< "", "none", "automatic", "marked"

/// Absent = unknown.
struct Capabilities {
    std::optional<bool> streaming, images, reasoning;
    std::optional<bool> temperature; ///< a request may set it
    CacheKind cache = CacheKind::Unknown;
    bool operator==(const Capabilities&) const = default;
};

struct ModelEntry {
    std::string provider; ///< id of a provider (providers.h), or "spec": then `id` is a whole SPEC
    std::string id;
    std::string name; ///< for people; may be empty
    std::vector<std::string> aliases;
    bool dated = false; ///< the id with a date behind it is the same model
    Tokens maxInput = 0, maxOutput = 0; ///< 0 = unknown
    Capabilities capabilities;
    std::optional<Date> retired; ///< from this day on the provider does not offer it
    std::vector<PriceInterval> prices; ///< oldest first; empty = unknown
    bool operator==(const ModelEntry&) const = default;

    /// The price on a day; null = unknown then.
    const PriceInterval* priceOn(Date day) const;
};

/// Provider and id of an entry that prices a SPEC as a whole, whatever server is behind it.
inline constexpr std::string_view SpecProvider = "spec";

struct ModelMatch {
    enum class By : std::uint8_t { Spec, Id, Alias, DatedId };
    const ModelEntry* model = nullptr;
    By by = By::Id;
};

struct PriceLookup {
    ModelMatch match;                     ///< model is null when the table does not know it
    const PriceInterval* price = nullptr; ///< null = unknown
    std::string unknown;                  ///< why, a sentence; empty when there is a price
};

/// A value; look-ups are safe from any thread while nobody changes it. Pointers live as long as the table.
class PriceTable {
public:
    PriceTable() = default;
    /// An entry whose name (or alias) is taken already is an error.
    static Result<PriceTable> of(std::vector<ModelEntry> models);

    /// The table that is compiled in (resources/prices/models.json).
    static const PriceTable& builtIn();

    const std::vector<ModelEntry>& models() const { return m_models; } ///< sorted by provider and id
    bool empty() const { return m_models.empty(); }

    /// By id, else alias, else an id with a date behind it.
    std::optional<ModelMatch> find(std::string_view provider, std::string_view id) const;
    /// An entry for the SPEC itself wins; else "openai:gpt-5" or an address of a known host ("https://host/v1#gpt-5").
    std::optional<ModelMatch> findSpec(std::string_view spec) const;
    PriceLookup priceOf(std::string_view spec, Date day) const;

    /// This table with another one on top. Of a model that both know, `top` wins from the day on that its first price
    /// begins; older prices stay. What `top` does not say about a model stays, too.
    PriceTable overlaid(const PriceTable& top) const;

    /// Name of exactly these contents: 32 hex digits, XXH3-128 of the canonical form (table_json.h).
    std::string hash() const;

private:
    using Key = std::pair<std::string, std::string>;
    explicit PriceTable(std::vector<ModelEntry> models);
    std::vector<ModelEntry> m_models;
    std::map<Key, std::pair<std::size_t, ModelMatch::By>, std::less<>> m_index;
};

/// "gpt-5" of "gpt-5-2025-08-07" and "gpt-5-20250807"; nothing when there is no date behind it.
std::optional<std::string_view> withoutDate(std::string_view id);

} // namespace rlmscope
