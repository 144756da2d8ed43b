#pragma once
// All model calls of a run: the queue, the gate, the ledger, retries, cancelling and the trace, the same for every model.
// A call is a small state machine on the run's event loop; thousands wait or fly without a thread each:
//
//   submit -> queued -> (gate, room on the wire, ledger) -> in flight -> ended -> durable -> done()
//                ^                                              |
//                +---------- waiting for a retry <--------------+
//
// A call whose reply is known already (reply_source.h) goes from submit to ended: no queue, no gate, no ledger.
//
// Frames' own calls leave before sub-calls (a frame that waits holds everything below it), the forced last answer before
// both; within a kind the oldest first. When the head of the queue waits for the ledger, nothing overtakes it.
#include "base/cancel.h"
#include "engine/event_loop.h"
#include "engine/gate.h"
#include "engine/language_model.h"
#include "engine/ledger.h"
#include "engine/reply_source.h"
#include "trace/event_sink.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace rlmscope {

struct CallResult {
    NodeId node;
    ModelCallEnded ended; ///< ended.error is set unless status is "ok"
    std::optional<LimitKind> limit; ///< status "refused": by which limit
};

struct CallRequest {
    NodeId parent;            ///< turn or cell
    ModelCallStarted started; ///< as the trace gets it; its role, key, depth and output cap are the request's
    MessageList messages; ///< complete
    std::shared_ptr<LanguageModel> model;
    std::optional<Price> price;
    int turn = 0; ///< role Frame and Final
    /// Called once, from any engine thread; must not block. A good reply is durable by then.
    std::function<void(const CallResult&)> done;
};

class CallDispatcher {
public:
    struct Options {
        int inFlight = 16;
        std::uint64_t seed = 1;
        int attempts = 5;
        Nanos firstWait = 500'000'000, longestWait = 8'000'000'000; ///< before a retry, without Retry-After
        std::shared_ptr<Replies> replies = {}; ///< null = every call is made
        Nanos longestRetryAfter = 300'000'000'000; ///< a provider that asks for more is taken as a failure
    };
    struct Hooks {
        std::function<void(LimitKind, std::string detail)> overrun; ///< the budget is no longer guaranteed
        std::function<void(Error)> lost; ///< a reply could not be made durable
    };
    CallDispatcher(EventLoop& loop, Gate& gate, Ledger& ledger, EventSink& sink, Options options, Hooks hooks);

    /// Starts calls that belong together (one call, or one batch); cancelling the token cancels those not ended.
    /// Writes their model_call_started events before it returns.
    std::vector<NodeId> submit(std::vector<CallRequest> requests, const CancelToken& cancel);

    /// From now on only the root's forced last answer is admitted; the rest is refused because of this limit.
    void refuseAll(LimitKind limit);
    void wake(); ///< look at the queue again (the gate has opened)

private:
    struct Call;
    struct Group;
    struct Flight;
    using CallPtr = std::shared_ptr<Call>;
    using Place = std::pair<int, std::uint64_t>; ///< rank, then age

    // All of these run on the loop.
    void ask(const CallPtr& call); ///< submit(): whether its reply is known already
    void answerKnown(const CallPtr& call);
    void enqueue(const CallPtr& call);
    void pump();
    bool admit(const CallPtr& call); ///< false: the head of the queue has to wait
    bool send(const CallPtr& call, const Reservation& reservation);
    void attemptEnded(const CallPtr& call, AttemptOutcome outcome, Nanos firstToken);
    void attemptFailed(const CallPtr& call, ModelFailure failure);
    std::optional<Nanos> retryWait(const Call& call, const ModelFailure& failure) const;
    void cancel(const CallPtr& call);
    void refuse(const CallPtr& call, LimitKind limit);
    void finish(const CallPtr& call, ModelCallEnded ended, std::optional<LimitKind> limit = {});
    void report(const CallPtr& call, const Settlement& settlement);
    CostSource costSource(const Call& call, const Settlement& settlement) const;

    EventLoop& m_loop;
    Gate& m_gate;
    Ledger& m_ledger;
    EventSink& m_sink;
    const Options m_options;
    const Hooks m_hooks;
    std::atomic<std::uint64_t> m_nextAge = 0;
    std::map<Place, CallPtr> m_queue;         // loop only
    int m_inFlight = 0;                       // loop only
    std::optional<LimitKind> m_refuseAll;     // loop only
};

} // namespace rlmscope
