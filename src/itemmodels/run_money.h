#pragma once
// What the events of a run say about its money beyond the sums of RunTree: the course of the spend, limits that were
// raised, what was inherited, and why calls that are open now have to wait. Fed with every event, live or recorded.
//
// Thread safety: none; one owner.
#include "insight/burn.h"
#include "trace/run_tree.h"

#include <map>
#include <string>
#include <unordered_map>

namespace rlmscope {

/// Why a call that has not ended is not on the wire.
struct CallWait {
    int attempt = 1;   ///< the one that it waits for, from 1
    Nanos until = 0;   ///< on the run clock; 0 = not known
    std::string limit; ///< as LedgerEvent::limit: "usd", "rate", ...; empty = for its turn after a failure
    std::string why;   ///< for people: "HTTP 429: slow down", "50 requests a minute"
    int http = 0;
};

class RunMoney {
public:
    /// `time` is the event's on the run clock (RunTree::now() after it).
    void apply(const Event& event, Nanos time);

    const insight::Burn& burn() const { return m_burn; }
    /// The limits of the specification, with what was raised since.
    RunLimits limits(const RunTree& tree) const;
    /// The state of a run that nobody can ask any more: what its events tell.
    BudgetState recorded(const RunTree& tree) const;
    const CallWait* waitOf(NodeId call) const;
    /// The newest of these that happened: "warning", "refused", "overrun", ... of a limit; null = none.
    const LedgerEvent* newest(const std::string& op) const;
    /// The gate is shut by a question to the user, not by the user.
    bool heldByQuestion() const { return m_held; }
    PicoUsd inherited() const { return m_inherited.amount; }

private:
    void ledger(const LedgerEvent& event, NodeId node);

    insight::Burn m_burn;
    std::unordered_map<Seq, CallWait> m_waits; ///< by call; open ones only
    std::map<std::string, LedgerEvent> m_newest;
    std::map<std::string, LedgerEvent> m_raised; ///< by limit
    LedgerEvent m_inherited;
    bool m_bestEffort = false, m_held = false;
};

/// The model said to ignore output caps (RunStarted::models): limits are then best effort.
bool ignoresCaps(const JsonText& models);

} // namespace rlmscope
