#include "catalog/table_json.h"

#include "catalog/cost.h"
#include "catalog/strict_json.h"

namespace rlmscope {
namespace {

using Json = nlohmann::json;

constexpr std::string_view Unit = "pico-USD per token";
constexpr int Format = 1;
constexpr std::int64_t MostTokens = 1'000'000'000;

TokenRates readRates(ObjectReader& reader) {
    TokenRates rates;
    rates.input = reader.whole("input", 0, HighestRate, true).value_or(0);
    rates.output = reader.whole("output", 0, HighestRate, true).value_or(0);
    rates.cacheRead = reader.whole("cache_read", 0, HighestRate);
    rates.cacheWrite = reader.whole("cache_write", 0, HighestRate);
    rates.cacheWriteHour = reader.whole("cache_write_hour", 0, HighestRate);
    return rates;
}

PriceInterval readInterval(const Json& json, const std::string& path, Problems& problems) {
    PriceInterval price;
    ObjectReader reader(json, path, problems);
    price.from = reader.date("from");
    price.rates = readRates(reader);
    reader.each("tiers", false, [&](const Json& element, const std::string& at) {
        ObjectReader tier(element, at, problems);
        RateTier read;
        read.above = tier.whole("above", 1, MostTokens, true).value_or(1);
        read.rates = readRates(tier);
        tier.finish();
        if (!price.tiers.empty() && price.tiers.back().above >= read.above) tier.wrong("above", "must be larger than in the tier before");
        // A discount that ends somewhere would be said; one that is left out would be charged in full without a word.
        if (price.rates.cacheRead && !read.rates.cacheRead) tier.wrong("cache_read", "is missing: below this tier there is one");
        if (price.rates.cacheWrite && !read.rates.cacheWrite) tier.wrong("cache_write", "is missing: below this tier there is one");
        price.tiers.push_back(std::move(read));
    });
    if (const auto percent = reader.whole("batch_percent", 1, 100)) price.batchPercent = static_cast<int>(*percent);
    reader.object("source", false, [&](const Json& value, const std::string& at) {
        ObjectReader source(value, at, problems);
        price.source.page = source.text("page", true);
        price.source.date = source.date("date");
        price.source.note = source.text("note", false);
        source.finish();
    });
    reader.finish();
    if (!batchIsExact(price)) problems.add(path + ".batch_percent", "does not lead to whole pico-USD");
    return price;
}

Capabilities readCapabilities(const Json& json, const std::string& path, Problems& problems) {
    Capabilities all;
    ObjectReader reader(json, path, problems);
    all.streaming = reader.flag("streaming");
    all.images = reader.flag("images");
    all.reasoning = reader.flag("reasoning");
    all.temperature = reader.flag("temperature");
    const std::string cache = reader.text("cache", false);
    if (cache == "none") all.cache = CacheKind::None;
    else if (cache == "automatic") all.cache = CacheKind::Automatic;
    else if (cache == "marked") all.cache = CacheKind::Marked;
    else if (!cache.empty()) reader.wrong("cache", "must be none, automatic or marked");
    reader.finish();
    return all;
}

ModelEntry readModel(const Json& json, const std::string& path, Problems& problems) {
    ModelEntry model;
    ObjectReader reader(json, path, problems);
    model.provider = reader.text("provider", true);
    model.id = reader.text("id", true);
    model.name = reader.text("name", false);
    model.aliases = reader.texts("aliases");
    model.dated = reader.flag("dated").value_or(false);
    model.maxInput = reader.whole("max_input", 0, MostTokens).value_or(0);
    model.maxOutput = reader.whole("max_output", 0, MostTokens).value_or(0);
    reader.object("capabilities", false,
                  [&](const Json& value, const std::string& at) { model.capabilities = readCapabilities(value, at, problems); });
    model.retired = reader.date("retired");
    reader.each("prices", false, [&](const Json& value, const std::string& at) {
        PriceInterval price = readInterval(value, at, problems);
        if (!model.prices.empty() && (!price.from || (model.prices.back().from && *model.prices.back().from >= *price.from)))
            problems.add(at + ".from", "must be a later day than in the price before");
        // Where the prefix has to be marked, writing it has a price of its own; without it a cost would be too low.
        if (model.capabilities.cache == CacheKind::Marked && !price.rates.cacheWrite)
            problems.add(at + ".cache_write", "is missing, and the model's cache has to be marked");
        model.prices.push_back(std::move(price));
    });
    reader.finish();
    return model;
}

Result<PriceTable> readModels(ObjectReader& document, const char* name, bool needed, Problems& problems) {
    std::vector<ModelEntry> models;
    document.each(name, needed, [&](const Json& value, const std::string& at) { models.push_back(readModel(value, at, problems)); });
    if (!problems.none()) return problems.error();
    auto table = PriceTable::of(std::move(models));
    if (!table) document.wrong(name, "cannot be used. " + table.error().message.substr(0, table.error().message.size() - 1));
    if (!problems.none()) return problems.error();
    return table;
}

void readHead(ObjectReader& document, bool unit) {
    if (const auto format = document.whole("format", 1, 1'000, true); format && *format != Format)
        document.wrong("format", "is " + std::to_string(*format) + ", and this version reads " + std::to_string(Format));
    if (unit && document.text("unit", true) != Unit) document.wrong("unit", "must be \"" + std::string(Unit) + "\"");
    (void)document.date("as_of");
}

Json ratesJson(const TokenRates& rates) {
    Json json{{"input", rates.input}, {"output", rates.output}};
    if (rates.cacheRead) json["cache_read"] = *rates.cacheRead;
    if (rates.cacheWrite) json["cache_write"] = *rates.cacheWrite;
    if (rates.cacheWriteHour) json["cache_write_hour"] = *rates.cacheWriteHour;
    return json;
}

Json intervalJson(const PriceInterval& price) {
    Json json = ratesJson(price.rates);
    if (price.from) json["from"] = price.from->text();
    for (const RateTier& tier : price.tiers) {
        Json each = ratesJson(tier.rates);
        each["above"] = tier.above;
        json["tiers"].push_back(std::move(each));
    }
    if (price.batchPercent) json["batch_percent"] = *price.batchPercent;
    if (price.source.page.empty()) return json;
    json["source"]["page"] = price.source.page;
    if (price.source.date) json["source"]["date"] = price.source.date->text();
    if (!price.source.note.empty()) json["source"]["note"] = price.source.note;
    return json;
}

Json modelJson(const ModelEntry& model) {
    Json json{{"provider", model.provider}, {"id", model.id}};
    if (!model.name.empty()) json["name"] = model.name;
    if (!model.aliases.empty()) json["aliases"] = model.aliases;
    if (model.dated) json["dated"] = true;
    if (model.maxInput) json["max_input"] = model.maxInput;
    if (model.maxOutput) json["max_output"] = model.maxOutput;
    const auto flag = [&](const char* name, const std::optional<bool>& value) {
        if (value) json["capabilities"][name] = *value;
    };
    flag("streaming", model.capabilities.streaming);
    flag("images", model.capabilities.images);
    flag("reasoning", model.capabilities.reasoning);
    flag("temperature", model.capabilities.temperature);
    if (model.capabilities.cache != CacheKind::Unknown) json["capabilities"]["cache"] = toString(model.capabilities.cache);
    if (model.retired) json["retired"] = model.retired->text();
    for (const PriceInterval& price : model.prices) json["prices"].push_back(intervalJson(price));
    return json;
}

Json modelsJson(const PriceTable& table) {
    Json list = Json::array();
    for (const ModelEntry& model : table.models()) list.push_back(modelJson(model));
    return list;
}

} // namespace

Result<PriceTable> readPriceTable(std::string_view text, const std::string& source) {
    auto json = parseDocument(text, source);
    if (!json) return json.error();
    Problems problems(source);
    ObjectReader document(*json, "", problems);
    readHead(document, true);
    auto table = readModels(document, "models", true, problems);
    document.finish();
    if (!problems.none()) return problems.error();
    return table;
}

std::string canonicalJson(const PriceTable& table) {
    return Json{{"format", Format}, {"unit", Unit}, {"models", modelsJson(table)}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<UserTables> readUserTables(std::string_view text, const std::string& source) {
    auto json = parseDocument(text, source);
    if (!json) return json.error();
    Problems problems(source);
    ObjectReader document(*json, "", problems);
    readHead(document, true);
    auto updates = readModels(document, "updates", false, problems);
    if (!updates) return updates.error();
    auto overrides = readModels(document, "overrides", false, problems);
    if (!overrides) return overrides.error();
    document.finish();
    if (!problems.none()) return problems.error();
    return UserTables{std::move(*updates), std::move(*overrides)};
}

std::string writeUserTables(const UserTables& tables) {
    nlohmann::ordered_json json{{"format", Format}, {"unit", Unit}};
    json["overrides"] = modelsJson(tables.overrides);
    json["updates"] = modelsJson(tables.updates);
    return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Result<std::vector<CatalogProvider>> readProviders(std::string_view text, const std::string& source) {
    auto json = parseDocument(text, source);
    if (!json) return json.error();
    Problems problems(source);
    ObjectReader document(*json, "", problems);
    readHead(document, false);
    std::vector<CatalogProvider> providers;
    document.each("providers", true, [&](const Json& value, const std::string& at) {
        ObjectReader reader(value, at, problems);
        CatalogProvider provider;
        provider.id = reader.text("id", true);
        provider.name = reader.text("name", true);
        provider.aliases = reader.texts("aliases");
        provider.hosts = reader.texts("hosts");
        reader.finish();
        providers.push_back(std::move(provider));
    });
    document.finish();
    if (!problems.none()) return problems.error();
    return providers;
}

} // namespace rlmscope
