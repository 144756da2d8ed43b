#pragma once
// What a frame is told about its budget: budget() in its REPL, and the line at the beginning of a turn.
#include "engine/ledger.h"
#include "trace/event.h"
#include "trace/run_spec.h"

#include <string>

namespace rlmscope {

class RunCore;

/// A frame, as far as its budget goes.
struct BudgetView {
    const RunCore& run;
    AccountPtr account; ///< null = the run's
    int turn = 0, turns = 0;
};

/// {"usd": {"spent": 0.01, "limit": 0.5, "left": 0.4}, "calls": ..., ...}: of the frame's account where that has a limit, else of
/// the run. `left` is what the tightest of all accounts above leaves, without what is kept or in flight; null without a limit.
JsonText budgetJson(const BudgetView& view);
/// "Budget left: 0.42 of 0.50 USD, 28 of 40 calls." Empty when nothing is limited.
std::string budgetLine(const BudgetView& view);

/// Whether a run has limits that a model should know of.
bool hasBudget(const RunLimits& limits);

} // namespace rlmscope
