#pragma once
// What all frames of a run share. One per run; outlives its frames.
#include "engine/call_dispatcher.h"
#include "engine/event_loop.h"
#include "engine/gate.h"
#include "engine/ledger.h"
#include "engine/limit_desk.h"
#include "engine/questions.h"
#include "engine/run.h"
#include "engine/thread_group.h"
#include "engine/tool_calls.h"

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace rlmscope {

/// The REPLs that live now, for whoever wants to look into them. Thread-safe.
class LiveRepls {
public:
    void set(NodeId frame, std::shared_ptr<Repl> repl) { ///< null: it has ended
        const std::lock_guard lock(m_mutex);
        if (repl) m_repls[frame] = std::move(repl);
        else m_repls.erase(frame);
    }
    std::shared_ptr<Repl> of(NodeId frame) const {
        const std::lock_guard lock(m_mutex);
        const auto found = m_repls.find(frame);
        return found == m_repls.end() ? nullptr : found->second;
    }

private:
    mutable std::mutex m_mutex;
    std::map<NodeId, std::shared_ptr<Repl>> m_repls; // guarded by m_mutex
};

class RunCore {
public:
    struct ResolvedModel {
        std::shared_ptr<LanguageModel> model;
        std::optional<Price> price;
        /// What may be asked of it: the run's cap, or the most that the model can write.
        int capped(int cap) const {
            const int most = model->info().maxOutput;
            return most > 0 && most < cap ? most : cap;
        }
    };
    using Models = std::map<std::string, ResolvedModel>; ///< by SPEC

    RunCore(RunSpec spec, RunParts parts, Models models, bool forcesLastAnswer);

    const RunSpec spec;
    const RunParts parts;
    const Models models;
    EventSink& sink;
    const CancelSource stopped;                  ///< everything ends
    const CancelSource work{stopped.token()};    ///< everything but the forced last answer ends
    Ledger ledger;
    Gate gate;
    Questions questions;
    LimitDesk desk;
    CallDispatcher dispatcher;
    ToolCalls tools;
    ThreadGroup threads;
    std::atomic<std::int64_t> batches = 0;       ///< number of the last batched call
    LiveRepls repls;

    /// Ends the run for a reason that is not its root's result; the first reason counts. Thread-safe.
    void halt(std::string status, std::string reason, std::optional<Error> error = {});
    std::optional<RunEnded> haltReason() const;
    /// What holds for many frames is said by the first.
    bool firstToSay(const std::string& notice) {
        const std::lock_guard lock(m_mutex);
        return m_said.insert(notice).second;
    }
    /// The limit on seconds was reached: only the forced last answer may still be asked for.
    bool expired() const { return m_expired; }
    void expire();       ///< the seconds are used up; thread-safe
    void watchSeconds(); ///< sets the timer; called at the start and when the gate opens
    double seconds() const { return static_cast<double>(gate.active()) / 1e9; }
    BudgetState budget() const;
    std::vector<LimitState> timeAndFrames() const; ///< those of budget().limits that are not the ledger's
    std::int64_t milliseconds() const { return used() / 1'000'000; } ///< of run seconds, with those of the run that this resumes
    bool forcesLastAnswer() const { return m_forces; } ///< the root's strategy does, and the run's limits let it

private:
    void secondsPassed(); // loop only
    Nanos used() const { return gate.active() + m_usedBefore; }
    Nanos softEnd() const;

    const bool m_forces;
    const Nanos m_usedBefore;         ///< run seconds of the run that this one resumes
    std::atomic<Nanos> m_end;         ///< in active time; Never = no limit
    std::atomic<bool> m_expired = false;
    std::atomic<bool> m_warned = false;
    mutable std::mutex m_mutex;
    std::optional<RunEnded> m_halt;   // guarded by m_mutex
    std::set<std::string> m_said;     // guarded by m_mutex

public:
    EventLoop loop; ///< last, so that its thread ends before anything that its tasks use
};

} // namespace rlmscope
