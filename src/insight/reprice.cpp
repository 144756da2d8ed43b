#include "insight/reprice.h"

#include "trace/resolved_models.h"

#include <algorithm>
#include <cstdint>

namespace rlmscope::insight {
namespace {

void addTo(PicoUsd& sum, PicoUsd more) {
    if (__builtin_add_overflow(sum.value, more.value, &sum.value)) sum.value = more.value > 0 ? INT64_MAX : INT64_MIN;
}

} // namespace

Repricing::Repricing(const PriceTable& table, RepriceOptions options, bool keepOthers)
    : m_repricer(table, std::move(options))
    , m_keepOthers(keepOthers) {}

void Repricing::apply(const Event& event) {
    if (event.seq <= m_lastSeq) return;
    m_lastSeq = event.seq;
    if (const auto* started = std::get_if<RunStarted>(&event.body)) {
        m_resolved = resolvedModels(*started);
    } else if (const auto* segment = std::get_if<SegmentStarted>(&event.body)) {
        m_wall = segment->wall;
        m_open.clear(); // the process that asked is gone
    } else if (const auto* call = std::get_if<ModelCallStarted>(&event.body)) {
        const int depth = std::clamp(call->depth, 0, int(UINT16_MAX)); // as RunTree
        const auto [it, fresh] = m_index.try_emplace({call->model, depth}, static_cast<std::uint32_t>(m_rows.size()));
        if (fresh) {
            RepriceRow row;
            row.model = call->model;
            const auto& options = m_repricer.options();
            const bool named = !m_keepOthers || options.asModel || options.asModels.count(call->model);
            row.as = named ? options.modelFor(meant(call->model)) : call->model;
            row.depth = depth;
            m_rows.push_back(std::move(row));
        }
        m_open[event.seq] = {it->second, false};
    } else if (const auto* attempt = std::get_if<AttemptStarted>(&event.body)) {
        if (const auto open = m_open.find(event.node.seq); open != m_open.end()) open->second.priceKnown = attempt->priceKnown;
    } else if (const auto* failed = std::get_if<AttemptFailed>(&event.body)) {
        const auto open = m_open.find(event.node.seq);
        const bool billed = failed->usageKnown ? failed->usage != Usage{} || failed->cost.value != 0
                                               : failed->cost.value != 0 || !failed->partial.empty();
        if (open != m_open.end() && billed)
            bill(open->second, event, failed->usage, failed->usageKnown, failed->cost, open->second.priceKnown || failed->cost.value != 0);
    } else if (const auto* ended = std::get_if<ModelCallEnded>(&event.body)) {
        const auto open = m_open.find(event.node.seq);
        if (open == m_open.end()) return;
        const bool billed = ended->status == "ok" || ended->usage != Usage{} || ended->cost.value != 0;
        if (ended->source == ReplySource::Model && billed)
            bill(open->second, event, ended->usage, ended->usageKnown, ended->cost, ended->costSource != CostSource::Unknown || ended->cost.value != 0);
        m_open.erase(open);
    }
}

// An alias costs what the model cost that it stood for; it may be named itself in asModels.
const std::string& Repricing::meant(const std::string& spec) const {
    if (m_repricer.options().asModels.count(spec)) return spec;
    const auto at = m_resolved.find(spec);
    return at == m_resolved.end() ? spec : at->second;
}

void Repricing::bill(const OpenCall& call, const Event& event, const Usage& usage, bool usageKnown, PicoUsd recorded, bool recordedKnown) {
    RepriceRow& row = m_rows[call.row];
    addTo(row.recorded, recorded);
    const auto& options = m_repricer.options();
    if (m_keepOthers && !options.asModel && !options.asModels.count(row.model)) {
        if (recordedKnown) {
            addTo(row.repriced, recorded);
            ++row.priced;
            ++row.kept;
        } else {
            ++row.unknown;
            ++m_unknownKept[row.model];
        }
        return;
    }
    PricedCall priced;
    priced.spec = meant(row.model);
    Nanos wall = 0;
    priced.day = Date::ofWall(__builtin_add_overflow(m_wall, std::max<Nanos>(event.time, 0), &wall) ? m_wall : wall);
    priced.billed.usage = usage;
    priced.usageKnown = usageKnown;
    if (const auto cost = m_repricer.add(priced)) {
        addTo(row.repriced, *cost);
        ++row.priced;
    } else {
        ++row.unknown;
    }
}

RepriceResult Repricing::result() const {
    RepriceResult out;
    auto sums = m_repricer.sums();
    out.unknown = std::move(sums.unknown);
    for (const auto& [spec, calls] : m_unknownKept) out.unknown.push_back({spec, "What it cost was not known when it was recorded.", calls});
    out.estimated = sums.estimated;
    for (const auto& [key, index] : m_index) {
        const RepriceRow& row = m_rows[index];
        out.rows.push_back(row);
        addTo(out.total.recorded, row.recorded);
        addTo(out.total.repriced, row.repriced);
        out.total.priced += row.priced;
        out.total.unknown += row.unknown;
        out.total.kept += row.kept;
    }
    return out;
}

} // namespace rlmscope::insight
