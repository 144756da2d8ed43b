#include "engine/call_dispatcher.h"

#include "base/text.h"

#include <algorithm>

namespace rlmscope {

/// What is cancelled together. Holds its calls weakly; the calls hold it.
struct CallDispatcher::Group {
    std::vector<std::weak_ptr<Call>> calls; // set before the group is shared
    CancelToken::Callback cancelled;
};

struct CallDispatcher::Call : CallQueue::Item {
    NodeId node;
    CallRole role = CallRole::Sub;
    CallKey key;
    int depth = 0, turn = 0, outputCap = 0;
    MessageList messages;
    std::uint64_t bytes = 0;
    std::shared_ptr<LanguageModel> asked;
    std::optional<Price> price;
    bool ownAccount = false;
    std::shared_ptr<Group> group;
    std::function<void(const CallResult&)> done;

    enum class State { Queued, InFlight, Retrying, Held, Ended } state = State::Queued;
    bool cancelled = false, waited = false, rateSaid = false;
    int attempts = 0;
    int turnedAway = 0; ///< of these, by a rate limit
    Reservation reservation;
    CancelSource attempt; ///< of the attempt in flight
    EventLoop::Timer retry;
    std::optional<ReplyFound> known; ///< from m_options.replies
    std::optional<ReplyQuestion> question; ///< kept for Replies::made()

    /// May use what its account keeps for it. The last answer of a child without an account is a call like any other.
    bool usesKept() const { return role == CallRole::Final && ownAccount; }
    Ask ask() const { return {bytes, messages.size(), outputCap, price, usesKept(), account}; }
    bool forcedByRoot() const { return role == CallRole::Final && depth == 0; }
};

/// What the listener of one attempt shares with the model's thread.
struct CallDispatcher::Flight {
    std::atomic<Nanos> firstToken = 0;
};

namespace {

int rankOf(CallRole role) {
    switch (role) {
    case CallRole::Final: return 0;
    case CallRole::Frame: return 1;
    case CallRole::Sub: return 2;
    }
    return 2;
}

/// An attempt that is known to have used nothing costs nothing and is no call. Which ones that are is for the model to
/// say, because providers differ; what is not sure counts.
bool mayBeBilled(const ModelFailure& failure) {
    if (!failure.sent) return false;
    return !failure.usageKnown || failure.usage != Usage{} || !failure.partial.empty();
}

Error cancelledError() {
    return makeError(ErrorKind::Cancelled, "The model call was cancelled.");
}

Error refusedError(LimitKind limit, bool ofRun) {
    return makeError(ErrorKind::Budget,
                     (ofRun ? "The run's limit on " : "The limit of this child frame on ") + std::string(wordsFor(limit)) +
                         " does not allow this model call.",
                     "Finish with what is known, or run again with a higher limit.");
}

constexpr Nanos LongestTimer = 3'600'000'000'000;

/// A number in [0, 1) that depends on nothing but its text, so that a run waits the same way every time.
double unitOf(const std::string& text) {
    return static_cast<double>(BlobId::of(text).low >> 11) * 0x1p-53;
}

std::uint64_t bytesOf(const MessageList& messages) {
    std::uint64_t bytes = 0;
    for (const Message& message : messages)
        for (const Part& part : message.parts) bytes += part.text.size;
    return bytes;
}

} // namespace

Ask askOf(const CallRequest& request) {
    return {bytesOf(request.messages), request.messages.size(), request.started.outputCap, request.price, false, request.account};
}

CallDispatcher::CallDispatcher(EventLoop& loop, Gate& gate, Ledger& ledger, EventSink& sink, Options options, Hooks hooks)
    : m_loop(loop)
    , m_gate(gate)
    , m_ledger(ledger)
    , m_sink(sink)
    , m_options(options)
    , m_hooks(std::move(hooks)) {}

std::vector<NodeId> CallDispatcher::submit(std::vector<CallRequest> requests, const CancelToken& cancelToken) {
    const auto group = std::make_shared<Group>();
    std::vector<CallPtr> calls;
    std::vector<NodeId> nodes;
    calls.reserve(requests.size());
    for (CallRequest& request : requests) {
        const auto call = std::make_shared<Call>();
        const ModelCallStarted& started = request.started;
        call->place = {rankOf(started.role), ++m_nextAge};
        call->role = started.role;
        call->model = started.model;
        call->key = started.key;
        call->depth = started.depth;
        call->turn = request.turn;
        call->outputCap = started.outputCap;
        call->bytes = bytesOf(request.messages);
        call->messages = std::move(request.messages);
        call->asked = std::move(request.model);
        call->price = request.price;
        call->account = request.account ? std::move(request.account) : m_ledger.run();
        call->ownAccount = request.ownAccount || (call->role == CallRole::Final && call->depth == 0);
        call->group = group;
        call->done = std::move(request.done);
        call->node = NodeId{m_sink.append({}, request.parent, std::move(request.started))};
        nodes.push_back(call->node);
        group->calls.push_back(call);
        calls.push_back(call);
        if (m_options.replies) ask(call);
    }
    m_loop.post([this, calls = std::move(calls)] {
        for (const CallPtr& call : calls)
            if (call->known) answerKnown(call);
            else enqueue(call);
        pump();
    });
    // After the post, so that a token that is cancelled already cancels what has been queued.
    group->cancelled = CancelToken::Callback(cancelToken, [this, weak = std::weak_ptr(group)] {
        m_loop.post([this, weak] {
            const auto alive = weak.lock();
            if (!alive) return;
            for (const auto& member : alive->calls)
                if (const CallPtr call = member.lock()) cancel(call);
        });
    });
    return nodes;
}

void CallDispatcher::ask(const CallPtr& call) {
    ReplyQuestion question{call->key, call->role, call->model, call->asked->info().sameReplies, call->outputCap, call->messages};
    auto found = m_options.replies->find(question);
    if (!found) {
        call->known.emplace();
        call->known->ended.status = "failed";
        call->known->ended.finish = FinishReason::Error;
        call->known->ended.error = found.error();
    } else if (*found) {
        call->known = std::move(*found);
    } else {
        call->question = std::move(question);
    }
}

void CallDispatcher::answerKnown(const CallPtr& call) {
    if (call->state == Call::State::Ended) return;
    if (call->known->held) {
        call->state = Call::State::Held;
        m_held.insert(call);
        return;
    }
    const ReplyFound found = std::move(*call->known);
    if (found.limit)
        m_sink.append(call->node, {}, LedgerEvent{"refused", std::string(toString(*found.limit)), found.ended.error->message, {}});
    finish(call, found.ended, found.limit);
}

void CallDispatcher::refuseAll(LimitKind limit) {
    m_loop.post([this, limit] {
        m_refuseAll = limit;
        for (const auto& item : m_queue.takeAll()) enqueue(std::static_pointer_cast<Call>(item));
        pump();
    });
}

void CallDispatcher::endRun(LimitKind limit) {
    m_loop.post([this, limit] { drain(limit); });
}

void CallDispatcher::drain(LimitKind limit) {
    if (m_endRun) return;
    m_endRun = limit;
    if (m_inFlight == 0) m_hooks.drained(limit);
}

void CallDispatcher::wake() {
    m_loop.post([this] { pump(); });
}

void CallDispatcher::roomEverywhere() {
    m_loop.post([this] {
        m_queue.roomEverywhere();
        pump();
    });
}

void CallDispatcher::enqueue(const CallPtr& call) {
    if (call->state == Call::State::Ended) return;
    if (m_refuseAll && !call->forcedByRoot()) return refuse(call, *m_refuseAll);
    call->state = Call::State::Queued;
    m_queue.add(call);
}

void CallDispatcher::pump() {
    Nanos now = m_loop.now();
    while (m_inFlight < m_options.inFlight && !m_endRun) {
        const auto first = m_queue.first(now = m_loop.now());
        if (!first || m_gate.state() != RunState::Running || !advance(std::static_pointer_cast<Call>(first))) break;
    }
    setTimer(now);
}

bool CallDispatcher::advance(const CallPtr& call) {
    return m_queue.waitsBehind(call) || providerWaits(call) || admit(call);
}

bool CallDispatcher::providerWaits(const CallPtr& call) {
    const Readiness ready = call->asked->ready(estimateTokens(call->bytes) + call->outputCap);
    if (ready.wait <= 0) return false;
    m_queue.closeLane(call, m_loop.now() + std::min(ready.wait, LongestTimer), ready.reason);
    if (!std::exchange(call->rateSaid, true))
        m_sink.append(call->node, {}, LedgerEvent{"waited", "rate", "Waits for its provider" + (ready.reason.empty() ? "." : ": " + ready.reason + "."), {}});
    return true;
}

/// `looked`: when the queue was looked at last. A lane that has opened since must not be forgotten.
void CallDispatcher::setTimer(Nanos looked) {
    if (std::exchange(m_timerSet, false)) m_loop.cancel(m_timer);
    const Nanos next = m_queue.nextOpening(looked);
    if (next == Clock::Never) return;
    m_timerSet = true;
    m_timer = m_loop.after(next - m_loop.now(), [this] {
        m_timerSet = false;
        pump();
    });
}

bool CallDispatcher::admit(const CallPtr& call) {
    const Ask ask = call->ask();
    const Admission admission = m_ledger.reserve(ask);
    switch (admission.outcome) {
    case Admission::Outcome::Granted:
        if (send(call, admission.reservation)) return true;
        m_ledger.release(admission.reservation);
        if (ask.final) m_ledger.keepForFinal(ask);
        return false;
    case Admission::Outcome::Wait:
        if (!std::exchange(call->waited, true))
            m_sink.append(call->node, {}, LedgerEvent{"waited", std::string(toString(admission.limit)),
                                                      "Waits until requests in flight give back the room they reserved.", {}});
        m_queue.waitIn(call, admission.account);
        return true;
    case Admission::Outcome::Refused: return limitReached(call, admission, ask);
    }
    return false;
}

bool CallDispatcher::limitReached(const CallPtr& call, const Admission& admission, const Ask& ask) {
    const AtRefusal what = admission.ofRun ? m_hooks.refused(call->node, admission.limit, ask) : AtRefusal::Fails;
    if (what == AtRefusal::Waits) return true; // the gate is closed until there is an answer
    refuse(call, admission.limit, admission.ofRun);
    if (what == AtRefusal::EndsRun) drain(admission.limit);
    return what == AtRefusal::Fails;
}

bool CallDispatcher::send(const CallPtr& call, const Reservation& reservation) {
    ModelRequest request;
    request.messages = call->messages;
    request.outputCap = reservation.outputCap;
    request.role = call->role;
    request.depth = call->depth;
    request.turn = call->turn;
    request.attempt = call->attempts + 1;
    request.seed = m_options.seed;
    request.key = call->key;

    const auto flight = std::make_shared<Flight>();
    AttemptListener listener;
    listener.delta = [this, flight, node = call->node](PartKind kind, std::string_view text) {
        if (flight->firstToken == 0) flight->firstToken = m_sink.now();
        m_sink.live({node, kind, std::string(text)});
    };
    listener.done = [this, flight, call](AttemptOutcome outcome) {
        m_loop.post([this, call, outcome = std::move(outcome), first = flight->firstToken.load()]() mutable {
            attemptEnded(call, std::move(outcome), first);
        });
    };
    call->attempt = CancelSource();
    const GatePoint point{GatePoint::Kind::Request, call->node, call->depth, call->turn, call->role};
    const bool left = m_gate.send(point, [&] {
        const AttemptStarted started{request.attempt, request.outputCap, reservation.usd, reservation.price.has_value()};
        m_sink.append(call->node, {}, started);
        call->asked->start(std::move(request), call->attempt.token(), std::move(listener));
    });
    if (!left) return false;
    call->state = Call::State::InFlight;
    call->attempts += 1;
    call->reservation = reservation;
    call->waited = call->rateSaid = false;
    ++m_inFlight;
    m_queue.countInFlight(call, 1);
    m_queue.remove(call);
    return true;
}

CostSource CallDispatcher::costSource(const Call& call, const Settlement& settlement) const {
    if (!settlement.costKnown) return CostSource::Unknown;
    if (call.asked->info().simulated || (call.price && call.price->simulated)) return CostSource::Simulated;
    return settlement.reported ? CostSource::ProviderReported : CostSource::Computed;
}

void CallDispatcher::landed(const CallPtr& call) {
    --m_inFlight;
    m_queue.countInFlight(call, -1);
    m_queue.openLane(call);
}

void CallDispatcher::attemptEnded(const CallPtr& call, AttemptOutcome outcome, Nanos firstToken) {
    landed(call);
    if (auto* failure = std::get_if<ModelFailure>(&outcome)) {
        attemptFailed(call, std::move(*failure));
    } else {
        ModelReply& reply = std::get<ModelReply>(outcome);
        const auto usage = reply.usageKnown ? std::optional(reply.usage) : std::nullopt;
        std::optional<PicoUsd> cost = reply.reportedCost;
        if (const auto& price = call->reservation.price; !cost && price && usage && reply.surcharge.value > 0)
            cost = price->cost(*usage) + reply.surcharge;
        Settlement settlement = m_ledger.settle(call->reservation, usage, cost);
        settlement.reported = reply.reportedCost.has_value();
        ModelCallEnded ended;
        ended.status = "ok";
        ended.reply = std::move(reply.parts);
        ended.finish = reply.finish;
        ended.finishRaw = std::move(reply.finishRaw);
        ended.usage = settlement.usage;
        ended.usageKnown = reply.usageKnown;
        ended.cost = settlement.cost;
        ended.costSource = costSource(*call, settlement);
        ended.firstToken = firstToken;
        ended.modelReported = std::move(reply.modelReported);
        ended.requestId = std::move(reply.requestId);
        ended.raw = std::move(reply.raw);
        if (!reply.remark.empty()) m_sink.append(call->node, {}, Note{std::move(reply.remark), "warning"});
        report(call, settlement);
        if (!reply.remark.empty()) m_sink.append(call->node, {}, Note{std::move(reply.remark), "warning"});
        finish(call, std::move(ended));
    }
    m_queue.roomIn(call->account);
    m_gate.landed();
    if (m_endRun && m_inFlight == 0) m_hooks.drained(*m_endRun);
    pump();
}

void CallDispatcher::attemptFailed(const CallPtr& call, ModelFailure failure) {
    AttemptFailed event;
    if (mayBeBilled(failure)) {
        const auto usage = failure.usageKnown ? std::optional(failure.usage) : std::nullopt;
        const Settlement settlement = m_ledger.settle(call->reservation, usage);
        event.usage = settlement.usage;
        event.cost = settlement.cost;
        report(call, settlement);
    } else {
        m_ledger.release(call->reservation);
    }
    if (failure.error.kind == ErrorKind::RateLimit) call->turnedAway += 1;
    const auto wait = retryWait(*call, failure);
    event.number = call->attempts;
    event.error = failure.error;
    event.http = failure.http;
    event.retryable = failure.retryable;
    event.wait = wait.value_or(0);
    event.partial = std::move(failure.partial);
    event.usageKnown = failure.usageKnown;
    m_sink.append(call->node, {}, std::move(event));
    if (wait) {
        if (call->usesKept()) m_ledger.keepForFinal(call->ask());
        call->state = Call::State::Retrying;
        m_queue.countRetrying(call, 1);
        call->retry = m_loop.after(*wait, [this, call] {
            if (call->state == Call::State::Ended) return;
            m_queue.countRetrying(call, -1);
            enqueue(call);
            pump();
        });
        return;
    }
    ModelCallEnded ended;
    const bool cancelled = call->cancelled || failure.error.kind == ErrorKind::Cancelled;
    ended.status = cancelled ? "cancelled" : "failed";
    ended.finish = cancelled ? FinishReason::Interrupted : FinishReason::Error;
    ended.error = cancelled ? cancelledError() : std::move(failure.error);
    finish(call, std::move(ended));
}

std::optional<Nanos> CallDispatcher::retryWait(const Call& call, const ModelFailure& failure) const {
    if (call.cancelled || !failure.retryable) return {};
    // Being turned away says nothing about the call: the model's rate limits decide when somebody asks again, and whoever
    // finds out that it is too early must not run out of attempts before the limit is over.
    const int failed = call.attempts - call.turnedAway;
    if (failed >= m_options.attempts || call.turnedAway >= m_options.mostTurnedAway) return {};
    if (failure.retryAfter) {
        if (*failure.retryAfter > m_options.longestRetryAfter) return {};
        return std::max<Nanos>(1, *failure.retryAfter);
    }
    const Nanos base = std::min(m_options.longestWait, m_options.firstWait << std::min(call.attempts - 1, 10));
    // Between half and the whole of it, so that many calls that failed together do not come back together.
    const double unit = unitOf(std::to_string(m_options.seed) + "/" + call.key.text() + "/" + std::to_string(call.attempts));
    return std::max<Nanos>(1, base / 2 + static_cast<Nanos>(static_cast<double>(base) / 2 * unit));
}

void CallDispatcher::cancel(const CallPtr& call) {
    if (call->state == Call::State::Ended) return;
    call->cancelled = true;
    if (call->state == Call::State::InFlight) return call->attempt.cancel(); // the model reports back
    // A retry whose timer is firing right now finds the call ended.
    if (call->state == Call::State::Retrying) {
        m_loop.cancel(call->retry);
        m_queue.countRetrying(call, -1);
    }
    m_hooks.gone(call->node);
    ModelCallEnded ended;
    ended.status = "cancelled";
    ended.finish = FinishReason::Interrupted;
    ended.error = cancelledError();
    finish(call, std::move(ended));
    pump();
}

void CallDispatcher::refuse(const CallPtr& call, LimitKind limit, bool ofRun) {
    const Error error = refusedError(limit, ofRun);
    m_sink.append(call->node, {}, LedgerEvent{"refused", std::string(toString(limit)), error.message, {}});
    ModelCallEnded ended;
    ended.status = "refused";
    ended.error = error;
    finish(call, std::move(ended), limit);
}

void CallDispatcher::report(const CallPtr& call, const Settlement& settlement) {
    for (const auto& warning : settlement.warnings)
        m_sink.append(call->node, {}, LedgerEvent{"warning", std::string(toString(warning.limit)),
                                                  warning.ofRun ? "80 % of the limit is spent." : "80 % of the child frame's limit is spent.",
                                                  settlement.cost});
    if (!settlement.overrun) return;
    const std::string detail = "The call used more than was reserved for it; the limit on " +
                               std::string(toString(*settlement.overrun)) + " is no longer guaranteed.";
    m_sink.append(call->node, {}, LedgerEvent{"overrun", std::string(toString(*settlement.overrun)), detail, settlement.cost});
    m_hooks.overrun(*settlement.overrun, detail);
}

void CallDispatcher::finish(const CallPtr& call, ModelCallEnded ended, std::optional<LimitKind> limit) {
    call->state = Call::State::Ended;
    m_queue.remove(call);
    m_held.erase(call);
    call->group.reset();
    call->messages = {};
    CallResult result{call->node, ended, limit};
    if (ended.status != "ok" || ended.source != ReplySource::Model) { // known replies are durable where they are from
        m_sink.append(call->node, {}, std::move(ended));
        call->done(result);
        return;
    }
    // Nobody acts on a reply that a power loss could take back.
    auto durable = [this, call, result = std::move(result)](const Status& status) mutable {
        if (!status) {
            result.ended.status = "failed";
            result.ended.error = status.error();
            m_hooks.lost(status.error());
        } else if (call->question) {
            m_options.replies->made(*call->question, result.ended);
        }
        call->done(result);
    };
    m_sink.append(call->node, {}, std::move(ended), std::move(durable));
}

} // namespace rlmscope
