#include "catalog/price_table.h"

#include "base/ids.h"
#include "base/resources.h"
#include "base/text.h"
#include "catalog/providers.h"
#include "catalog/table_json.h"

#include <algorithm>
#include <cassert>

namespace rlmscope {

std::string_view toString(CacheKind kind) {
    switch (kind) {
    case CacheKind::Unknown: return "";
    case CacheKind::None: return "none";
    case CacheKind::Automatic: return "automatic";
    case CacheKind::Marked: return "marked";
    }
    return "";
}

const PriceInterval* ModelEntry::priceOn(Date day) const {
    const PriceInterval* price = nullptr;
    for (const PriceInterval& interval : prices)
        if (!interval.from || *interval.from <= day) price = &interval;
    return price;
}

std::optional<std::string_view> withoutDate(std::string_view id) {
    const auto before = [id](std::size_t length) -> std::optional<std::string_view> {
        if (id.size() <= length + 1 || id[id.size() - length - 1] != '-') return {};
        std::string date(id.substr(id.size() - length));
        if (length == 8) date = date.substr(0, 4) + "-" + date.substr(4, 2) + "-" + date.substr(6);
        return Date::parse(date) ? std::optional(id.substr(0, id.size() - length - 1)) : std::nullopt;
    };
    if (const auto head = before(10)) return head;
    return before(8);
}

PriceTable::PriceTable(std::vector<ModelEntry> models) : m_models(std::move(models)) {
    std::stable_sort(m_models.begin(), m_models.end(), [](const ModelEntry& a, const ModelEntry& b) {
        return std::tie(a.provider, a.id) < std::tie(b.provider, b.id);
    });
    // Ids first: an alias never hides another model's own name.
    for (std::size_t i = 0; i < m_models.size(); ++i)
        m_index.try_emplace({m_models[i].provider, m_models[i].id}, i, ModelMatch::By::Id);
    for (std::size_t i = 0; i < m_models.size(); ++i)
        for (const std::string& alias : m_models[i].aliases)
            m_index.try_emplace({m_models[i].provider, alias}, i, ModelMatch::By::Alias);
}

Result<PriceTable> PriceTable::of(std::vector<ModelEntry> models) {
    std::map<Key, std::string> taken;
    for (const ModelEntry& model : models) {
        auto names = model.aliases;
        names.push_back(model.id);
        for (const std::string& name : names)
            if (const auto [at, fresh] = taken.try_emplace({model.provider, name}, model.id); !fresh)
                return makeError(ErrorKind::BadInput, "The name " + oneLine(name, 120) + " of " + oneLine(model.provider, 60) +
                                                          " is given to two models: " + oneLine(at->second, 120) + " and " +
                                                          oneLine(model.id, 120) + ".");
    }
    return PriceTable(std::move(models));
}

const PriceTable& PriceTable::builtIn() {
    static const PriceTable table = [] {
        const auto text = embeddedResource("prices/models.json");
        assert(text);
        auto read = readPriceTable(text.value_or("{}"), "The built-in price table");
        assert(read.ok()); // a test reads it
        return read.valueOr(PriceTable());
    }();
    return table;
}

std::optional<ModelMatch> PriceTable::find(std::string_view provider, std::string_view id) const {
    const auto direct = m_index.find(Key(provider, id));
    if (direct != m_index.end()) return ModelMatch{&m_models[direct->second.first], direct->second.second};
    const auto head = withoutDate(id);
    if (!head) return {};
    const auto dated = m_index.find(Key(provider, *head));
    if (dated == m_index.end() || !m_models[dated->second.first].dated) return {};
    return ModelMatch{&m_models[dated->second.first], ModelMatch::By::DatedId};
}

std::optional<ModelMatch> PriceTable::findSpec(std::string_view spec) const {
    for (const auto named : {spec, spec.substr(0, spec.find('?'))}) // with its settings, and without
        if (const auto whole = m_index.find(Key(SpecProvider, named)); whole != m_index.end())
            return ModelMatch{&m_models[whole->second.first], ModelMatch::By::Spec};
    const auto name = splitSpec(spec);
    return name ? find(name->provider->id, name->model) : std::nullopt;
}

PriceLookup PriceTable::priceOf(std::string_view spec, Date day) const {
    PriceLookup lookup;
    const auto match = findSpec(spec);
    const std::string shown = oneLine(spec, 160);
    if (!match) {
        lookup.unknown = "The price table does not know " + shown + ".";
        return lookup;
    }
    lookup.match = *match;
    lookup.price = match->model->priceOn(day);
    if (!lookup.price)
        lookup.unknown = match->model->prices.empty()
                             ? "The price table has no price of " + shown + "."
                             : "The price of " + shown + " is known from " + match->model->prices.front().from->text() +
                                   " on, not on " + day.text() + ".";
    return lookup;
}

namespace {

void overlay(ModelEntry& model, const ModelEntry& top) {
    if (!top.name.empty()) model.name = top.name;
    for (const std::string& alias : top.aliases)
        if (std::find(model.aliases.begin(), model.aliases.end(), alias) == model.aliases.end()) model.aliases.push_back(alias);
    model.dated = model.dated || top.dated;
    if (top.maxInput) model.maxInput = top.maxInput;
    if (top.maxOutput) model.maxOutput = top.maxOutput;
    const auto take = [](auto& mine, const auto& theirs) {
        if (theirs) mine = theirs;
    };
    take(model.capabilities.streaming, top.capabilities.streaming);
    take(model.capabilities.images, top.capabilities.images);
    take(model.capabilities.reasoning, top.capabilities.reasoning);
    take(model.capabilities.temperature, top.capabilities.temperature);
    if (top.capabilities.cache != CacheKind::Unknown) model.capabilities.cache = top.capabilities.cache;
    take(model.retired, top.retired);
    if (top.prices.empty()) return;
    const auto from = top.prices.front().from;
    std::erase_if(model.prices, [&](const PriceInterval& old) { return !from || (old.from && *old.from >= *from); });
    model.prices.insert(model.prices.end(), top.prices.begin(), top.prices.end());
}

} // namespace

PriceTable PriceTable::overlaid(const PriceTable& top) const {
    std::vector<ModelEntry> models = m_models;
    for (const ModelEntry& entry : top.m_models) {
        const auto own = m_index.find(Key(entry.provider, entry.id));
        if (own != m_index.end() && own->second.second == ModelMatch::By::Id) overlay(models[own->second.first], entry);
        else models.push_back(entry);
    }
    return PriceTable(std::move(models));
}

std::string PriceTable::hash() const {
    return BlobId::of(canonicalJson(*this)).text();
}

} // namespace rlmscope
