#include "engine/cell_host.h"

#include "base/json.h"
#include "context/context.h"
#include "engine/budget_words.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

Result<std::string> answerText(const FrameResult& result) {
    if (result.answer) return result.answer->text;
    return result.error ? *result.error : makeError(ErrorKind::Internal, "The child frame ended without an answer.");
}

} // namespace

bool OpenCalls::opened(std::size_t n) {
    const std::lock_guard lock(m_mutex);
    if (m_shut) return false;
    m_open += n;
    return true;
}

void OpenCalls::closed() {
    const std::lock_guard lock(m_mutex);
    if (--m_open == 0) m_none.notify_all();
}

void OpenCalls::shutAndWait() {
    std::unique_lock lock(m_mutex);
    m_shut = true;
    m_none.wait(lock, [this] { return m_open == 0; });
}

CellHost::CellHost(RunCore& run, CellPlace place, ChildFrames& children)
    : m_run(run)
    , m_place(std::move(place))
    , m_children(children)
    , m_cancel(m_place.cancel)
    , m_output(std::make_shared<CellOutputCollector>(run.sink, run.loop, m_place.node,
                                                     static_cast<std::size_t>(run.spec.limits.visibleOutput))) {}

CellObserver CellHost::observer() {
    CellObserver observer;
    observer.output = [self = shared_from_this()](OutputStream stream, std::string_view text, bool late) {
        self->m_output->add(stream, text, late);
    };
    observer.hostCall = [self = shared_from_this()](HostCall call, std::unique_ptr<HostReply> reply) {
        self->hostCall(std::move(call), std::move(reply));
    };
    return observer;
}

void CellHost::close() {
    m_cancel.cancel();
    m_open->shutAndWait();
    m_output->flush();
}

void CellHost::hostCall(HostCall call, std::unique_ptr<HostReply> reply) {
    const auto batch = std::make_shared<Batch>();
    batch->call = std::move(call);
    batch->reply = std::move(reply);
    const std::size_t items = batch->call.items.size();
    batch->keys = keysOf(batch->call);
    const auto failAll = [&](const Error& error) { refuse(*batch, error); };
    const bool budget = batch->call.kind == HostCallKind::Budget;
    const bool tool = batch->call.kind == HostCallKind::Tool;
    const bool asks = !tool && !budget;
    if (!asks && items != 1) return failAll(makeError(ErrorKind::Worker, "A tool is called with one list of arguments."));
    if (asks && !m_place.canQuery)
        return failAll(makeError(ErrorKind::Usage, "This run has paper depth 0: its cells cannot call a model."));
    if (asks) {
        auto model = modelFor(batch->call);
        if (!model) return failAll(model.error());
        batch->model = std::move(*model);
    }
    if (batch->call.batched) batch->number = ++m_run.batches;
    batch->cancel = CancelSource(m_cancel.token());
    batch->unwanted =
        CancelToken::Callback(batch->reply->cancelled(), [source = batch->cancel] { source.cancel(); });
    if (!m_open->opened(items))
        return failAll(makeError(ErrorKind::Cancelled, "The cell that asked has ended."));
    if (budget) return tellBudget(batch);
    if (tool) return callTool(batch);
    const bool child = batch->call.kind == HostCallKind::RlmQuery;
    if (child && m_place.canRecurse) recurse(batch);
    else query(batch, child);
}

Result<std::string> CellHost::modelFor(const HostCall& call) const {
    const std::string& sub = m_run.spec.modelAt(m_place.depth + 1);
    if (!call.model || *call.model == "sub") return sub;
    if (*call.model == "root") return m_run.spec.modelAt(0);
    if (m_run.models.contains(*call.model)) return *call.model;
    std::string known = "root, sub";
    for (const auto& [spec, unused] : m_run.models) known += ", " + spec;
    return makeError(ErrorKind::Usage, "model=\"" + *call.model + "\" is not a model of this run.", "Use one of: " + known + ".");
}

std::vector<CallKey> CellHost::keysOf(const HostCall& call) {
    std::vector<CallKey> keys(call.items.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        CellCall name = m_names.next(call, i);
        keys[i] = {m_place.framePath, m_place.turn, m_place.cell, std::move(name.kind), name.request, name.occurrence};
    }
    return keys;
}

/// Nothing else in the trace tells what a cell was answered that asked for something impossible.
void CellHost::refuse(const Batch& batch, const Error& error) {
    if (error.kind != ErrorKind::Cancelled) {
        nlohmann::json data{{"error", {{"kind", toString(error.kind)}, {"message", error.message}, {"hint", error.hint}}},
                            {"keys", nlohmann::json::array()}};
        for (CallKey key : batch.keys) {
            key.framePath.clear(); // the cell's
            data["keys"].push_back(key.text());
        }
        m_run.sink.append(m_place.node, {}, Custom{"call_refused", dumpJson(data)});
    }
    for (std::size_t i = 0; i < batch.keys.size(); ++i) batch.reply->answer(i, error);
}

/// As refuse(), of a batch whose items count as open.
void CellHost::refuseOpened(const Batch& batch, const Error& error) {
    refuse(batch, error);
    for (std::size_t i = 0; i < batch.keys.size(); ++i) m_open->closed();
}

/// Calls that come one by one are not known together; only a batch can be estimated.
void CellHost::whenApproved(const BatchPtr& batch, FanOut fanOut, std::function<void()> go) {
    if (batch->keys.size() < 2) return go();
    fanOut.model = batch->model;
    m_run.sink.append(m_place.node, {}, fanOut.event("estimate"));
    std::optional<Error> refused;
    if (const auto then = decidedThen(*batch)) {
        if (then->ok()) return go();
        refused = then->error();
    } else {
        if (!needsApproval(fanOut, m_run.spec.limits)) return go();
        if (m_run.parts.canAsk) return askApproval(batch, fanOut, std::move(go));
        refused = nobodyToAsk(fanOut);
    }
    m_run.sink.append(m_place.node, {}, fanOut.event("denied"));
    recordDecision(*batch, refused);
    refuseOpened(*batch, *refused);
}

/// What a cell that is run again was allowed the first time, it is allowed again.
std::optional<Result<std::string>> CellHost::decidedThen(const Batch& batch) const {
    if (!m_run.parts.replies) return {};
    auto told = m_run.parts.replies->told(batch.keys[0], "fan_out");
    return told ? std::move(*told) : std::nullopt;
}

void CellHost::recordDecision(const Batch& batch, const std::optional<Error>& refused) {
    nlohmann::json record{{"key", batch.keys[0].text()}};
    if (refused) record["error"] = {{"kind", toString(refused->kind)}, {"message", refused->message}, {"hint", refused->hint}};
    else record["result"] = "approved";
    m_run.sink.append(m_place.node, {}, Custom{"fan_out", dumpJson(record)});
}

void CellHost::askApproval(const BatchPtr& batch, const FanOut& fanOut, std::function<void()> go) {
    Questions::Question question;
    PendingDecision& what = question.what;
    what.kind = PendingDecision::Kind::FanOut;
    what.node = m_place.node;
    what.calls = fanOut.calls;
    what.model = fanOut.model;
    what.frames = fanOut.frames;
    what.tokens = fanOut.tokens;
    what.estimate = fanOut.most;
    what.priceKnown = fanOut.priceKnown;
    what.text = fanOut.text();
    question.allowed = [](Verdict verdict, const RaisedLimits&) -> Status {
        if (verdict != Verdict::Finish) return {};
        return makeError(ErrorKind::Usage, "A fan-out is approved, refused, or ends the run.");
    };
    question.decided = [self = shared_from_this(), batch, fanOut, go = std::move(go)](Verdict verdict, const RaisedLimits&) {
        self->m_run.sink.append(self->m_place.node, {}, fanOut.event(verdict == Verdict::Go ? "approved" : "denied"));
        if (verdict == Verdict::Stop) self->m_run.halt("cancelled", "user"); // whoever resumes the run is asked again
        else self->recordDecision(*batch, verdict == Verdict::Go ? std::nullopt : std::optional(refusedByUser(fanOut)));
        if (verdict == Verdict::Go) return go();
        self->refuseOpened(*batch, refusedByUser(fanOut));
    };
    m_run.sink.append(m_place.node, {}, fanOut.event("asked"));
    const auto id = m_run.questions.open(std::move(question), "approval");
    // The cell does not wait for it any more, or the run ends.
    batch->withdrawn = CancelToken::Callback(batch->cancel.token(), [self = shared_from_this(), weak = std::weak_ptr(batch), id] {
        const BatchPtr alive = weak.lock();
        if (!alive || !self->m_run.questions.withdraw(id)) return;
        self->refuseOpened(*alive, makeError(ErrorKind::Cancelled, "The call was cancelled before it was approved."));
    });
}

void CellHost::query(const BatchPtr& batch, bool depthLimited) {
    const auto requests = std::make_shared<std::vector<CallRequest>>(requestsOf(batch, depthLimited));
    FanOut fanOut;
    for (const CallRequest& request : *requests) fanOut.add(askOf(request));
    whenApproved(batch, fanOut, [self = shared_from_this(), batch, requests] {
        self->m_run.dispatcher.submit(std::move(*requests), batch->cancel.token());
    });
}

std::vector<CallRequest> CellHost::requestsOf(const BatchPtr& batch, bool depthLimited) {
    const auto& resolved = m_run.models.at(batch->model);
    const std::size_t items = batch->call.items.size();
    std::vector<CallRequest> requests;
    requests.reserve(items);
    for (std::size_t i = 0; i < items; ++i) {
        const HostCall::Item& item = batch->call.items[i];
        std::string prompt = item.prompt;
        if (item.context) prompt += "\n\n" + contextText(*item.context);
        CallRequest request;
        request.parent = m_place.node;
        request.started.role = CallRole::Sub;
        request.started.model = batch->model;
        request.started.depth = m_place.depth + 1;
        request.started.key = batch->keys[i];
        request.started.added = {Message::text(Role::User, std::move(prompt))};
        request.started.outputCap = resolved.capped(m_run.spec.limits.subCallOutputCap);
        request.started.batch = batch->number;
        request.started.batchIndex = static_cast<int>(i);
        request.started.batchSize = batch->number ? static_cast<int>(items) : 0;
        request.started.depthLimited = depthLimited;
        request.messages = MessageList(request.started.added);
        request.model = resolved.model;
        request.price = resolved.price;
        request.account = m_place.account;
        request.done = [batch, i, open = m_open](const CallResult& result) {
            batch->reply->answer(i, replyText(result.ended));
            open->closed();
        };
        requests.push_back(std::move(request));
    }
    return requests;
}

/// Recorded before the cell gets it, so that the cell can be run again as it was.
void CellHost::tellBudget(const BatchPtr& batch) {
    const CallKey& key = batch->keys[0];
    using Known = std::optional<Result<std::string>>;
    const Result<Known> known = m_run.parts.replies ? m_run.parts.replies->told(key, {}) : Result<Known>(Known());
    Result<std::string> answer = std::string();
    if (!known) answer = known.error();
    else if (known->has_value()) answer = **known;
    else answer = budgetJson({m_run, m_place.account, m_place.turn, m_place.turns});
    nlohmann::json record{{"key", key.text()}};
    if (answer) record["result"] = *answer;
    else record["error"] = {{"kind", toString(answer.error().kind)}, {"message", answer.error().message}, {"hint", answer.error().hint}};
    if (known && known->has_value()) record["recorded"] = true;
    m_run.sink.append(m_place.node, {}, Custom{"budget", dumpJson(record)},
                      [batch, open = m_open, answer = std::move(answer)](const Status& durable) mutable {
                          batch->reply->answer(0, durable ? std::move(answer) : Result<std::string>(durable.error()));
                          open->closed();
                      });
}

void CellHost::callTool(const BatchPtr& batch) {
    ToolCalls::Request request;
    request.cell = m_place.node;
    request.key = batch->keys[0];
    request.depth = m_place.depth;
    request.turn = m_place.turn;
    request.name = batch->call.tool;
    request.arguments = batch->call.items[0].prompt;
    request.cancel = batch->cancel.token();
    request.done = [batch, open = m_open](Result<std::string> result) {
        batch->reply->answer(0, std::move(result));
        open->closed();
    };
    m_run.tools.submit(std::move(request));
}

void CellHost::recurse(const BatchPtr& batch) {
    const auto& resolved = m_run.models.at(batch->model);
    const auto frame = promptText(m_run.spec, "rlm").size() + promptText(m_run.spec, "functions-rlm").size();
    FanOut fanOut;
    fanOut.frames = true;
    for (const HostCall::Item& item : batch->call.items) {
        // Without a context of its own the prompt is one, and is not sent.
        const auto question = item.context ? item.prompt.size() : promptText(m_run.spec, "child-question").size();
        fanOut.add({frame + question, 2, resolved.capped(m_run.spec.limits.frameOutputCap), resolved.price, false, m_place.account});
    }
    whenApproved(batch, fanOut, [self = shared_from_this(), batch] { self->startChildren(batch); });
}

void CellHost::startChildren(const BatchPtr& batch) {
    const std::size_t items = batch->call.items.size();
    for (std::size_t i = 0; i < items; ++i) {
        const HostCall::Item& item = batch->call.items[i];
        FrameStart start;
        start.parent = m_place.node;
        start.model = batch->model;
        start.depth = m_place.depth + 1;
        start.key = batch->keys[i];
        start.ownContext = true;
        if (item.context) {
            start.question = item.prompt;
            start.context = item.context;
        } else { // as in the reference: the prompt is what the child works on
            start.question = promptText(m_run.spec, "child-question");
            start.context = item.promptContext ? item.promptContext
                                               : std::make_shared<const Context>(Context::ofText(item.prompt, "prompt"));
        }
        start.batch = batch->number;
        start.batchIndex = static_cast<int>(i);
        start.batchSize = batch->number ? static_cast<int>(items) : 0;
        start.account = m_place.account;
        start.cancel = batch->cancel.token();
        m_children.start(std::move(start), [batch, i, open = m_open](const FrameResult& result) {
            batch->reply->answer(i, answerText(result));
            open->closed();
        });
    }
}

} // namespace rlmscope
