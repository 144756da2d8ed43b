#include "catalog/litellm.h"

#include "base/text.h"
#include "catalog/cost.h"
#include "catalog/litellm_json.h"
#include "catalog/providers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <variant>

namespace rlmscope {
namespace {

using litellm::Value;

/// Why an entry is left out; empty = it is not.
using Reason = std::string;

/// The kinds of rates, the longer name before the one that it begins with.
enum Kind { Input, Output, Read, WriteHour, Write, Kinds };
constexpr std::array<std::string_view, Kinds> KindNames{
    "input_cost_per_token", "output_cost_per_token", "cache_read_input_token_cost",
    "cache_creation_input_token_cost_above_1hr", "cache_creation_input_token_cost"};
using Rates = std::array<std::optional<std::int64_t>, Kinds>;

/// USD per token -> pico-USD per token.
std::optional<std::int64_t> rateOf(const Value& value) {
    if (value.kind != Value::Number && value.kind != Value::String) return {};
    const auto amount = PicoUsd::parse(value.text);
    return amount && amount->value >= 0 && amount->value <= HighestRate ? std::optional(amount->value) : std::nullopt;
}

/// A number of tokens: "200000", "32000.0". Nothing for words and for fractions.
std::optional<Tokens> tokensOf(const Value* value) {
    if (!value || value->kind != Value::Number) return {};
    constexpr std::int64_t One = 1'000'000'000'000;
    const auto scaled = PicoUsd::parse(value->text); // an exact decimal with twelve places
    if (!scaled || scaled->value < 0 || scaled->value % One != 0) return {};
    return scaled->value / One;
}

/// "_above_200k_tokens" -> 200,000.
std::optional<Tokens> tierOf(std::string_view rest) {
    constexpr std::string_view Head = "_above_", Tail = "k_tokens";
    if (rest.size() <= Head.size() + Tail.size() || rest.substr(0, Head.size()) != Head ||
        rest.substr(rest.size() - Tail.size()) != Tail)
        return {};
    const auto digits = rest.substr(Head.size(), rest.size() - Head.size() - Tail.size());
    Tokens thousands = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), thousands);
    if (ec != std::errc{} || end != digits.data() + digits.size() || thousands < 1 || thousands > 1'000'000) return {};
    return thousands * 1'000;
}

class Entry {
public:
    Entry(const Value& value, const std::string& source, Date day) : m_value(value) {
        m_price.from = day;
        m_price.source.page = source;
        m_price.source.date = day;
    }

    std::variant<ModelEntry, Reason> read(const std::string& key) {
        Reason reason = check();
        if (reason.empty()) reason = m_value.member("tiered_pricing") ? readTieredPricing() : readFlatPricing();
        if (reason.empty()) reason = checkAmounts();
        if (!reason.empty()) return reason;
        readBatch();
        return model(key);
    }

private:
    Reason check() const {
        if (m_value.kind != Value::Object) return "it is not an object";
        const std::string mode = m_value.textOf("mode");
        if (mode != "chat" && mode != "responses" && mode != "completion")
            return mode.empty() ? "it does not say what kind of model it is" : "it is no model for text (" + oneLine(mode, 40) + ")";
        if (m_value.textOf("litellm_provider").empty()) return "it names no provider";
        for (const char* name : {"input_cost_per_request", "input_cost_per_query", "input_cost_per_character", "input_cost_per_second",
                                 "output_cost_per_character", "output_cost_per_second"})
            if (const Value* extra = m_value.member(name); extra && rateOf(*extra).value_or(1) != 0)
                return "it is charged by more than tokens";
        return {};
    }

    Reason readFlatPricing() {
        std::map<Tokens, Rates> tiers; // 0 = the base rates
        for (const auto& [name, value] : m_value.members) {
            const auto kind = std::find_if(KindNames.begin(), KindNames.end(), [&name = name](std::string_view head) {
                return name.compare(0, head.size(), head) == 0;
            });
            if (kind == KindNames.end()) continue;
            const std::string_view rest = std::string_view(name).substr(kind->size());
            const auto tier = rest.empty() ? std::optional<Tokens>(0) : tierOf(rest);
            if (!tier || value.kind == Value::Null) continue; // _batches, _flex, _priority and the like
            const auto rate = rateOf(value);
            if (!rate) return "a price is not a whole number of pico-USD";
            tiers[*tier][static_cast<std::size_t>(kind - KindNames.begin())] = rate;
        }
        const Rates base = tiers[0];
        if (!base[Input] || !base[Output]) return "it has no price for input and output";
        for (const auto& [above, rates] : tiers)
            if (Reason reason = addTier(above, rates); !reason.empty()) return reason;
        return {};
    }

    Reason addTier(Tokens above, const Rates& given) {
        Rates rates = given;
        if (above > 0) {
            // Kept as below the tier when the file says nothing: that is how its own program computes.
            if (!rates[Output]) rates[Output] = m_price.rates.output;
            if (!rates[Input]) return "a price for long input says too little";
            if ((m_price.rates.cacheRead && !rates[Read]) || (m_price.rates.cacheWrite && !rates[Write]))
                return "a price for long input says too little";
        }
        // 0 for a cache means the same as nothing: nobody gives input away that it charges for otherwise.
        for (const Kind kind : {Read, Write, WriteHour})
            if (rates[kind] == 0 && *rates[Input] > 0) rates[kind].reset();
        const TokenRates made{*rates[Input], *rates[Output], rates[Read], rates[Write], rates[WriteHour]};
        if (above == 0) m_price.rates = made;
        else m_price.tiers.push_back({above, made});
        return {};
    }

    /// "tiered_pricing": [{"range": [0, 32000], ...}, ...], each tier beginning where the one before ends.
    Reason readTieredPricing() {
        const Value& list = *m_value.member("tiered_pricing");
        if (list.kind != Value::Array || list.elements.empty()) return "its tiers cannot be read";
        Tokens end = 0;
        for (const Value& tier : list.elements) {
            const Value* range = tier.member("range");
            if (!range || range->elements.size() != 2) return "its tiers cannot be read";
            const auto low = tokensOf(&range->elements[0]), high = tokensOf(&range->elements[1]);
            if (!low || !high || *low != end || *high <= *low) return "its tiers cannot be read";
            end = *high;
            Rates rates;
            for (std::size_t kind = 0; kind < Kinds; ++kind)
                if (const Value* value = tier.member(KindNames[kind]); value && value->kind != Value::Null) {
                    rates[kind] = rateOf(*value);
                    if (!rates[kind]) return "a price is not a whole number of pico-USD";
                }
            if (!rates[Input] || !rates[Output]) return "it has no price for input and output";
            if (Reason reason = addTier(*low, rates); !reason.empty()) return reason;
        }
        return {};
    }

    Reason checkAmounts() const {
        // Unknown and free look the same there, and unknown must never become 0.
        if (m_price.rates.input == 0 && m_price.rates.output == 0) return "it says 0 for both, free or not known";
        if (const Value* reasoning = m_value.member("output_cost_per_reasoning_token"))
            if (reasoning->kind != Value::Null && rateOf(*reasoning) != std::optional(m_price.rates.output))
                return "it charges reasoning apart";
        return {};
    }

    void readBatch() {
        const Value* in = m_value.member("input_cost_per_token_batches");
        const Value* out = m_value.member("output_cost_per_token_batches");
        if (!in || !out || m_price.rates.input == 0) return;
        const auto input = rateOf(*in), output = rateOf(*out);
        if (!input || !output) return;
        const std::int64_t percent = *input * 100 / m_price.rates.input;
        if (percent < 1 || percent > 100 || *input * 100 != percent * m_price.rates.input ||
            *output * 100 != percent * m_price.rates.output)
            return; // not one discount for both: not known
        m_price.batchPercent = static_cast<int>(percent);
        if (!batchIsExact(m_price)) m_price.batchPercent.reset();
    }

    ModelEntry model(const std::string& key) {
        ModelEntry model;
        const std::string named = m_value.textOf("litellm_provider");
        const CatalogProvider* provider = providerById(named);
        model.provider = provider ? provider->id : named;
        model.id = key.compare(0, named.size() + 1, named + "/") == 0 ? key.substr(named.size() + 1) : key;
        model.maxInput = tokensOf(m_value.member("max_input_tokens")).value_or(0);
        const auto most = tokensOf(m_value.member("max_output_tokens"));
        model.maxOutput = most ? *most : tokensOf(m_value.member("max_tokens")).value_or(0);
        constexpr Tokens TooMany = 1'000'000'000; // nonsense is not known
        if (model.maxInput > TooMany) model.maxInput = 0;
        if (model.maxOutput > TooMany) model.maxOutput = 0;
        model.capabilities.images = m_value.flagOf("supports_vision");
        model.capabilities.reasoning = m_value.flagOf("supports_reasoning");
        model.capabilities.temperature = m_value.flagOf("supports_sampling_params");
        if (model.provider == "anthropic" && m_value.flagOf("supports_prompt_caching").value_or(false) && m_price.rates.cacheWrite)
            model.capabilities.cache = CacheKind::Marked;
        if (const auto day = Date::parse(m_value.textOf("deprecation_date"))) model.retired = day;
        model.prices.push_back(std::move(m_price));
        return model;
    }

    const Value& m_value;
    PriceInterval m_price;
};

/// Does what the import says agree with what is known, where it says anything?
bool agrees(const PriceInterval& known, const PriceInterval& imported) {
    const auto rates = [](const TokenRates& a, const TokenRates& b) {
        const auto same = [](const auto& mine, const auto& theirs) { return !theirs || mine == theirs; };
        return a.input == b.input && a.output == b.output && same(a.cacheRead, b.cacheRead) && same(a.cacheWrite, b.cacheWrite) &&
               same(a.cacheWriteHour, b.cacheWriteHour);
    };
    if (!rates(known.rates, imported.rates) || known.tiers.size() != imported.tiers.size()) return false;
    for (std::size_t i = 0; i < known.tiers.size(); ++i)
        if (known.tiers[i].above != imported.tiers[i].above || !rates(known.tiers[i].rates, imported.tiers[i].rates)) return false;
    return !imported.batchPercent || known.batchPercent == imported.batchPercent;
}

} // namespace

Result<LitellmImport> readLitellm(std::string_view json, const std::string& source, Date day) {
    auto document = litellm::parse(json, source);
    if (!document) return document.error();
    if (document->kind != Value::Object)
        return makeError(ErrorKind::BadInput, source + " is not a price table of LiteLLM: it is not an object with a model per key.");
    LitellmImport import;
    std::vector<ModelEntry> models;
    std::set<std::pair<std::string, std::string>> taken;
    for (const auto& [key, value] : document->members) {
        import.entries += 1;
        if (key == "last_updated" && value.kind == Value::String) import.lastUpdated = Date::parse(value.text.substr(0, 10));
        if (key.empty() || key == "sample_spec" || key == "fallback_generalizations" || key == "last_updated") {
            import.skipped.push_back({key, "it is a note of the file, not a model"});
            continue;
        }
        auto read = Entry(value, source, day).read(key);
        if (auto* reason = std::get_if<Reason>(&read)) {
            import.skipped.push_back({key, std::move(*reason)});
            continue;
        }
        auto& model = std::get<ModelEntry>(read);
        if (model.id.empty() || !taken.insert({model.provider, model.id}).second)
            import.skipped.push_back({key, "another key gives the same model"});
        else models.push_back(std::move(model));
    }
    if (models.empty())
        return makeError(ErrorKind::BadInput, source + " is not a price table of LiteLLM: none of its " +
                                                  std::to_string(import.entries) + " entries is a model with a price.");
    auto table = PriceTable::of(std::move(models));
    if (!table) return table.error();
    import.table = std::move(*table);
    return import;
}

PriceUpdate updateFrom(const PriceTable& builtIn, const PriceTable& earlierUpdates, const LitellmImport& import, Date day) {
    PriceUpdate update;
    const PriceTable known = builtIn.overlaid(earlierUpdates);
    std::vector<ModelEntry> changes;
    for (const ModelEntry& model : import.table.models()) {
        const auto match = known.find(model.provider, model.id);
        const bool itself = match && match->by != ModelMatch::By::DatedId; // a date may be a price of its own
        const PriceInterval* price = match ? match->model->priceOn(day) : nullptr;
        if (price && agrees(*price, model.prices.front())) {
            update.same += 1;
            continue;
        }
        // A copy that lies about for months must not undo what is known from a later reading.
        if (price && price->source.date && *price->source.date > day) {
            update.skipped.push_back({model.id, "the table has a price that was read later"});
            continue;
        }
        if (match && match->model->capabilities.cache == CacheKind::Marked && !model.prices.front().rates.cacheWrite) {
            update.skipped.push_back({model.id, "it has no price for writing the cache"});
            continue;
        }
        ++(itself ? update.changed : update.added);
        changes.push_back(model);
        if (itself) { // an alias of the file is the model's own name here
            changes.back().id = match->model->id;
            changes.back().aliases.clear();
            for (const PriceInterval& later : match->model->prices)
                if (later.from && *later.from > day) changes.back().prices.push_back(later);
        }
    }
    // Two names of the file may be one model here; the first one stands.
    std::set<std::pair<std::string, std::string>> taken;
    std::erase_if(changes, [&](const ModelEntry& model) { return !taken.insert({model.provider, model.id}).second; });
    auto table = PriceTable::of(std::move(changes));
    update.updates = table ? earlierUpdates.overlaid(*table) : earlierUpdates;
    return update;
}

} // namespace rlmscope
