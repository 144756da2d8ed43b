#include "itemmodels/run_money.h"

#include "base/json.h"
#include "base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rlmscope {

bool ignoresCaps(const JsonText& models) {
    const auto json = parseJson(models);
    if (!json.is_array()) return false;
    return std::any_of(json.begin(), json.end(), [](const nlohmann::json& model) {
        if (!model.is_object()) return false;
        const auto found = model.find("ignores_caps");
        return found != model.end() && found->is_boolean() && found->get<bool>();
    });
}

void RunMoney::apply(const Event& event, Nanos time) {
    m_burn.apply(event);
    const Seq call = event.node.seq;
    if (const auto* started = std::get_if<RunStarted>(&event.body)) {
        m_bestEffort = ignoresCaps(started->models);
    } else if (std::holds_alternative<SegmentStarted>(event.body)) {
        m_waits.clear();
    } else if (const auto* gate = std::get_if<GateChanged>(&event.body)) {
        m_held = (gate->state == "pausing" || gate->state == "paused") && !gate->reason.empty();
    } else if (std::holds_alternative<AttemptStarted>(event.body)) {
        m_waits.erase(call);
    } else if (const auto* failed = std::get_if<AttemptFailed>(&event.body)) {
        if (failed->wait > 0)
            m_waits[call] = {failed->number + 1, time + failed->wait, {}, oneLine(toValidUtf8(failed->error.message), 120), failed->http};
    } else if (std::holds_alternative<ModelCallEnded>(event.body)) {
        m_waits.erase(call);
    } else if (const auto* entry = std::get_if<LedgerEvent>(&event.body)) {
        ledger(*entry, event.node);
    }
}

void RunMoney::ledger(const LedgerEvent& entry, NodeId node) {
    m_newest[entry.op] = entry;
    if (entry.op == "raised") {
        m_raised[entry.limit] = entry;
    } else if (entry.op == "inherited") {
        m_inherited = entry;
    } else if (entry.op == "waited" && node.seq != 0) {
        CallWait& wait = m_waits[node.seq];
        wait.limit = entry.limit;
        // What the provider said about a failure says more than that the next attempt stands in line.
        if (wait.why.empty() || entry.limit == "rate") wait.why = oneLine(toValidUtf8(entry.detail), 120);
    }
}

RunLimits RunMoney::limits(const RunTree& tree) const {
    RunLimits limits = tree.started() ? tree.started()->spec.limits : RunLimits{};
    for (const auto& [name, entry] : m_raised) {
        if (name == toString(LimitKind::Usd)) limits.usd = entry.amount;
        else if (name == toString(LimitKind::Calls)) limits.calls = entry.calls;
        else if (name == toString(LimitKind::Token)) limits.tokens = entry.tokens;
        else if (name == toString(LimitKind::InputToken)) limits.inputTokens = entry.tokens;
        else if (name == toString(LimitKind::OutputToken)) limits.outputTokens = entry.tokens;
        else if (name == toString(LimitKind::Frames)) limits.frames = entry.calls;
        else if (name == toString(LimitKind::Turns)) limits.turns = static_cast<int>(std::clamp<std::int64_t>(entry.calls, 1, INT32_MAX));
        else if (name == toString(LimitKind::Seconds)) limits.seconds = static_cast<double>(entry.calls) / 1e3;
    }
    return limits;
}

BudgetState RunMoney::recorded(const RunTree& tree) const {
    BudgetState state;
    state.inheritedUsd = m_inherited.amount;
    state.limits = insight::limitsOf(limits(tree), m_burn);
    for (LimitState& limit : state.limits) {
        if (limit.kind == LimitKind::Usd) limit.spent += m_inherited.amount.value;
        else if (limit.kind == LimitKind::Calls) limit.spent += m_inherited.calls;
        else if (limit.kind == LimitKind::Token) limit.spent += m_inherited.tokens;
    }
    const insight::Burned& now = m_burn.now();
    state.spentUsd = now.usd + m_inherited.amount;
    state.reservedUsd = tree.totals().reserved;
    state.spentTokens = now.input + now.output + m_inherited.tokens;
    state.spentCalls = now.calls + m_inherited.calls;
    state.guaranteed = newest("overrun") == nullptr;
    state.bestEffort = m_bestEffort;
    return state;
}

const CallWait* RunMoney::waitOf(NodeId call) const {
    const auto found = m_waits.find(call.seq);
    return found == m_waits.end() ? nullptr : &found->second;
}

const LedgerEvent* RunMoney::newest(const std::string& op) const {
    const auto found = m_newest.find(op);
    return found == m_newest.end() ? nullptr : &found->second;
}

} // namespace rlmscope
