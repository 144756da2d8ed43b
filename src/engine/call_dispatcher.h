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
// Among the calls that may leave, frames' own leave before sub-calls (a frame that waits holds everything below it), forced
// last answers before both; within a kind the oldest first. What waits for the ledger is not overtaken by calls of the same
// account, and what waits for a provider holds up only calls of the same model (call_queue.h).
#include "base/cancel.h"
#include "engine/call_queue.h"
#include "engine/event_loop.h"
#include "engine/gate.h"
#include "engine/language_model.h"
#include "engine/limit_desk.h"
#include "engine/reply_source.h"
#include "trace/event_sink.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <set>
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
    AccountPtr account;       ///< who pays; null = the run
    bool ownAccount = false;  ///< role Final: of the frame that the account belongs to
    /// Called once, from any engine thread; must not block. A good reply is durable by then.
    std::function<void(const CallResult&)> done;
};

/// What the ledger is asked for a call.
Ask askOf(const CallRequest& request);

class CallDispatcher {
public:
    struct Options {
        int inFlight = 16;
        std::uint64_t seed = 1;
        int attempts = 5;
        int mostTurnedAway = 20; ///< attempts that a rate limit turned away, which do not count as those
        Nanos firstWait = 500'000'000, longestWait = 8'000'000'000; ///< before a retry, without Retry-After
        std::shared_ptr<Replies> replies = {}; ///< null = every call is made
        Nanos longestRetryAfter = 300'000'000'000; ///< a provider that asks for more is taken as a failure
    };
    struct Hooks {
        std::function<void(LimitKind, std::string detail)> overrun; ///< the budget is no longer guaranteed
        std::function<void(Error)> lost; ///< a reply could not be made durable
        std::function<AtRefusal(NodeId call, LimitKind, const Ask&)> refused;
        std::function<void(NodeId call)> gone; ///< a call that waits for an answer to a question was cancelled
        std::function<void(LimitKind)> drained; ///< after EndsRun or endRun(): nothing is in flight any more
    };
    CallDispatcher(EventLoop& loop, Gate& gate, Ledger& ledger, EventSink& sink, Options options, Hooks hooks);

    /// Starts calls that belong together (one call, or one batch); cancelling the token cancels those not ended.
    /// Writes their model_call_started events before it returns.
    std::vector<NodeId> submit(std::vector<CallRequest> requests, const CancelToken& cancel);

    /// From now on only the root's forced last answer is admitted; the rest is refused because of this limit.
    void refuseAll(LimitKind limit);
    /// From now on nothing leaves; calls Hooks::drained when nothing is in flight any more.
    void endRun(LimitKind limit);
    void wake(); ///< look at the queue again (the gate has opened)
    /// Limits were raised: whoever waits is tried again.
    void roomEverywhere();
    std::vector<LaneState> lanes() const { return m_queue.lanes(m_loop.now()); } ///< thread-safe

private:
    struct Call;
    struct Group;
    struct Flight;
    using CallPtr = std::shared_ptr<Call>;
    // All of these run on the loop.
    void ask(const CallPtr& call); ///< submit(): whether its reply is known already
    void answerKnown(const CallPtr& call);
    void enqueue(const CallPtr& call);
    void pump();
    bool advance(const CallPtr& call); ///< the first of the queue; false: nothing can leave now
    bool providerWaits(const CallPtr& call);
    bool admit(const CallPtr& call);
    bool limitReached(const CallPtr& call, const Admission& admission, const Ask& ask);
    bool send(const CallPtr& call, const Reservation& reservation);
    void drain(LimitKind limit);
    void setTimer(Nanos looked);
    void landed(const CallPtr& call);
    void attemptEnded(const CallPtr& call, AttemptOutcome outcome, Nanos firstToken);
    void attemptFailed(const CallPtr& call, ModelFailure failure);
    std::optional<Nanos> retryWait(const Call& call, const ModelFailure& failure) const;
    void cancel(const CallPtr& call);
    void refuse(const CallPtr& call, LimitKind limit, bool ofRun = true);
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
    CallQueue m_queue;                        // loop only, but for lanes()
    std::set<CallPtr> m_held;                 // loop only: get no answer, and wait until they are cancelled
    int m_inFlight = 0;                       // loop only
    std::optional<LimitKind> m_refuseAll;     // loop only
    std::optional<LimitKind> m_endRun;        // loop only
    EventLoop::Timer m_timer;                 // loop only: of the next lane that opens
    bool m_timerSet = false;                  // loop only
};

} // namespace rlmscope
