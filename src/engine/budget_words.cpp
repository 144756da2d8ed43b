#include "engine/budget_words.h"

#include "base/json.h"
#include "engine/prompts.h"
#include "engine/run_core.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

struct Row {
    std::int64_t spent = 0;
    std::optional<std::int64_t> limit, left;
};
using Rows = std::map<LimitKind, Row>;

constexpr std::array<std::pair<LimitKind, std::string_view>, 8> Names = {{{LimitKind::Usd, "usd"},
                                                                          {LimitKind::Calls, "calls"},
                                                                          {LimitKind::Token, "tokens"},
                                                                          {LimitKind::InputToken, "input_tokens"},
                                                                          {LimitKind::OutputToken, "output_tokens"},
                                                                          {LimitKind::Frames, "frames"},
                                                                          {LimitKind::Seconds, "seconds"},
                                                                          {LimitKind::Turns, "turns"}}};

Rows rowsOf(const BudgetView& view) {
    const Ledger& ledger = view.run.ledger;
    const Ledger::Totals totals = ledger.totals();
    Rows rows;
    rows[LimitKind::Usd].spent = totals.spentUsd.value;
    rows[LimitKind::Calls].spent = totals.spentCalls;
    rows[LimitKind::Token].spent = totals.spentTokens();
    rows[LimitKind::InputToken].spent = totals.spentInput;
    rows[LimitKind::OutputToken].spent = totals.spentOutput;
    const auto add = [&](const LimitState& state, bool nearest) {
        Row& row = rows[state.kind];
        const auto left = std::max<std::int64_t>(0, state.limit - state.spent - state.reserved - state.kept);
        row.left = std::min(left, row.left.value_or(left));
        if (!nearest && row.limit) return;
        row.spent = state.spent;
        row.limit = state.limit;
    };
    for (AccountPtr account = view.account ? view.account : ledger.run(); account; account = Ledger::above(account))
        for (const LimitState& state : ledger.states(account)) add(state, false); // the nearest comes first
    rows[LimitKind::Frames].spent = view.run.desk.framesStarted();
    rows[LimitKind::Seconds].spent = view.run.milliseconds();
    for (const LimitState& state : view.run.timeAndFrames()) add(state, true);
    rows[LimitKind::Turns] = {view.turn, view.turns, std::max(0, view.turns - view.turn)};
    return rows;
}

/// A float for what Python should calculate with; the exact figures are the trace's.
nlohmann::json number(LimitKind kind, std::int64_t value) {
    if (kind == LimitKind::Usd) return PicoUsd{value}.usd();
    if (kind == LimitKind::Seconds) return static_cast<double>(value) / 1e3;
    return value;
}

std::string figure(LimitKind kind, std::int64_t value) {
    if (kind == LimitKind::Usd) return dollars({value - value % 100'000'000}).substr(1); // its unit stands behind the limit
    return withThousands(static_cast<std::uint64_t>(kind == LimitKind::Seconds ? value / 1'000 : value));
}

} // namespace

JsonText budgetJson(const BudgetView& view) {
    nlohmann::ordered_json all;
    const Rows rows = rowsOf(view);
    for (const auto& [kind, name] : Names) {
        const Row& row = rows.at(kind);
        auto& one = all[std::string(name)];
        one["spent"] = number(kind, row.spent);
        one["limit"] = row.limit ? number(kind, *row.limit) : nlohmann::json();
        one["left"] = row.left ? number(kind, *row.left) : nlohmann::json();
    }
    return dumpJson(all);
}

std::string budgetLine(const BudgetView& view) {
    std::string line;
    const Rows rows = rowsOf(view);
    for (const auto& [kind, name] : Names) {
        const Row& row = rows.at(kind);
        if (!row.limit || kind == LimitKind::Turns) continue; // a turn says its number anyway
        line += (line.empty() ? "Budget left: " : ", ") + figure(kind, *row.left) + " of " + figure(kind, *row.limit) + " " + std::string(wordsFor(kind));
    }
    return line.empty() ? line : line + ".";
}

bool hasBudget(const RunLimits& limits) {
    return limits.usd || limits.calls || limits.tokens || limits.inputTokens || limits.outputTokens || limits.frames || limits.seconds ||
           limits.child != SubtreeLimits();
}

} // namespace rlmscope
