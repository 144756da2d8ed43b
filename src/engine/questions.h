#pragma once
// What the run asks its user. While a question is open the gate is held, so nothing leaves from anywhere in the tree.
// Thread-safe.
#include "engine/gate.h"
#include "trace/budget_state.h"

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <vector>

namespace rlmscope {

class Questions {
public:
    struct Question {
        PendingDecision what; ///< its id is set by open()
        /// Whether this answer can be given; no side effects. Called under a lock of the questions.
        std::function<Status(Verdict, const RaisedLimits&)> allowed;
        /// Called once, before the gate opens. Must not block.
        std::function<void(Verdict, const RaisedLimits&)> decided;
    };

    explicit Questions(Gate& gate) : m_gate(gate) {}

    /// Holds the gate until the question is decided or withdrawn.
    std::int64_t open(Question question, const std::string& reason);
    /// Nobody needs the answer any more. False: it has been decided.
    bool withdraw(std::int64_t id);
    Status decide(std::int64_t id, Verdict verdict, const RaisedLimits& raised);
    /// The run ends: from now on there is nothing to decide.
    void shut();

    std::vector<PendingDecision> pending() const; ///< oldest first

private:
    Gate& m_gate;
    mutable std::mutex m_mutex;
    std::map<std::int64_t, Question> m_open; // guarded by m_mutex
    std::int64_t m_last = 0;                 // guarded by m_mutex
    bool m_shut = false;                     // guarded by m_mutex
};

} // namespace rlmscope
