#include "engine/frame.h"

#include "base/json.h"
#include "context/context.h"
#include "engine/budget_words.h"
#include "engine/cell_host.h"
#include "engine/frame_repl.h"

#include <algorithm>
#include <cstdlib>
#include <future>
#include <nlohmann/json.hpp>

namespace rlmscope {
namespace {

Error stoppedError() {
    return makeError(ErrorKind::Cancelled, "The run was stopped.");
}

std::size_t commonPrefix(const MessageList& a, const std::vector<Message>& b) {
    // Messages that were only copied share their texts, which makes this a comparison of pointers.
    const auto same = [](const Part& x, const Part& y) {
        const bool shared = x.text.bytes == y.text.bytes && x.text.bytes && x.kind == y.kind && x.mime == y.mime;
        return shared || x == y;
    };
    std::size_t n = 0;
    for (; n < a.size() && n < b.size(); ++n) {
        const Message &x = a[n], &y = b[n];
        if (x.role != y.role || !std::equal(x.parts.begin(), x.parts.end(), y.parts.begin(), y.parts.end(), same)) break;
    }
    return n;
}

ContextInfo infoOf(const Context& context, bool withDocuments) {
    const ContextDescription about = describe(context);
    ContextInfo info;
    info.shape = about.shape;
    info.source = about.name;
    info.bytes = about.bytes;
    info.characters = about.chars;
    info.lines = about.lines;
    if (!withDocuments) return info;
    for (const Document& document : context.documents)
        info.documents.push_back({document.path, Text(document.text.string()), document.stats.chars});
    return info;
}

AccountPtr accountOf(RunCore& run, const FrameStart& start) {
    const SubtreeLimits& child = run.spec.limits.child;
    const LedgerLimits limits{child.usd, child.calls, child.tokens};
    if (start.depth == 0) return run.ledger.run();
    return limits.any() ? run.ledger.open(start.account, limits) : start.account;
}

} // namespace

Frame::Frame(RunCore& run, FrameStart start)
    : m_run(run)
    , m_start(std::move(start))
    , m_path(m_start.key.kind.empty() ? std::string() : m_start.key.childPath())
    , m_cancel(m_start.cancel)
    , m_cancelWithRun(run.work.token(), [source = m_cancel] { source.cancel(); })
    , m_strategy(makeStrategy(run.spec.strategy))
    , m_account(accountOf(run, m_start))
    , m_ownsAccount(m_account != m_start.account)
    , m_children(run, run.spec.limits.liveChildren) {
    // The call; its size is not known yet.
    if (depth() > 0 && m_ownsAccount && m_strategy->forcesLastAnswer()) {
        Ask one;
        one.account = m_account;
        m_run.ledger.keepForFinal(one);
    }
}

Frame::~Frame() = default;

bool Frame::canRecurse() const {
    // call-return counts calls below the root; rlm counts in paper depth, where 1 is a plain model call.
    const int below = m_run.spec.strategy == "call-return" ? m_run.spec.depth : m_run.spec.depth - 1;
    return m_start.depth < below;
}

FrameResult Frame::run() {
    FrameStarted started;
    started.strategy = m_run.spec.strategy;
    started.model = m_start.model;
    started.depth = m_start.depth;
    started.key = m_start.key;
    started.path = m_path;
    started.question = m_start.question;
    if (m_start.context) started.context = infoOf(*m_start.context, m_start.ownContext);
    started.batch = m_start.batch;
    started.batchIndex = m_start.batchIndex;
    started.batchSize = m_start.batchSize;
    m_node = NodeId{m_run.sink.append({}, m_start.parent, std::move(started))};

    FrameResult result;
    if (const auto ready = prepareRepl(); !ready) result.error = ready.error();
    else result = m_strategy->run(*this);
    if (result.answer) result.error.reset();
    else if (!result.error) result.error = makeError(ErrorKind::Internal, "The strategy ended without an answer.");

    m_cancel.cancel();
    keepRepl(nullptr);
    m_children.wait();
    endTurn();
    finish(result);
    return result;
}

void Frame::finish(const FrameResult& result) {
    FrameEnded ended;
    if (result.answer) {
        ended.status = result.forced ? "forced" : "answered";
        ended.answer = result.answer->json;
        ended.answerText = result.answer->text;
    } else {
        const ErrorKind kind = result.error->kind;
        ended.status = kind == ErrorKind::Cancelled ? "cancelled" : kind == ErrorKind::Budget ? "limit" : "failed";
        ended.error = result.error;
    }
    m_run.sink.append(m_node, {}, std::move(ended));
}

std::string_view Frame::limitHit() const {
    return m_limit ? toString(*m_limit) : std::string_view();
}

Tokens Frame::window() const {
    return model().model->info().window;
}

std::string Frame::prompt(std::string_view name, const PromptValues& values) const {
    RunLimits limits = m_run.spec.limits;
    Tokens subWindow = m_run.models.at(m_run.spec.modelAt(depth() + 1)).model->info().window;
    int turn = std::max(1, m_turn); // the one whose messages this is for
    for (const auto& [key, value] : values)
        if (key == "turn") turn = std::atoi(value.c_str());
    const bool last = name.starts_with("forced"); // asked for under the limits of today
    if (const auto recorded = m_run.parts.replies && !last ? m_run.parts.replies->turn(m_path, turn) : std::nullopt) {
        limits = recorded->limits;
        subWindow = recorded->subWindow;
    } else {
        limits.turns = turnLimit();
    }
    const int below = m_run.spec.strategy == "call-return" ? m_run.spec.depth : m_run.spec.depth - 1;
    PromptValues all = values;
    all.emplace_back("max_turns", std::to_string(limits.turns));
    all.emplace_back("turn", std::to_string(m_turn));
    all.emplace_back("visible_output", withThousands(static_cast<std::uint64_t>(limits.visibleOutput)));
    all.emplace_back("sub_window", subWindow > 0 ? withThousands(static_cast<std::uint64_t>(subWindow)) : "an unknown number of");
    all.emplace_back("in_flight", std::to_string(limits.inFlight));
    all.emplace_back("live_children", std::to_string(limits.liveChildren));
    all.emplace_back("depth_left", std::to_string(std::max(0, below - depth())));
    const auto part = [&](std::string_view file) { return fillPrompt(promptText(m_run.spec, file), all); };
    std::string functions = part(!canQuery() ? "functions-none" : canRecurse() ? "functions-rlm" : "functions-llm");
    const std::string budget(hasBudget(limits) ? promptText(m_run.spec, "budget") : std::string_view());
    for (const auto& section : {packagesSection(), toolsSection(), budget})
        if (!section.empty()) functions += "\n\n" + section;
    const std::string finishing = part("finish-" + std::string(toString(m_run.spec.protocol)));
    all.emplace_back("functions", functions);
    all.emplace_back("finish", finishing);
    return fillPrompt(promptText(m_run.spec, name), all);
}

int Frame::turnLimit() const {
    const auto recorded = m_run.parts.replies ? m_run.parts.replies->turnLimit(m_path) : std::nullopt;
    return recorded.value_or(m_run.desk.turns());
}

std::string Frame::toolsSection() const {
    std::vector<ToolInfo> tools = m_tools;
    tools.insert(tools.end(), m_run.spec.trustedTools.begin(), m_run.spec.trustedTools.end());
    if (tools.empty()) return {};
    return fillPrompt(promptText(m_run.spec, "tools"), {{"tools", describeTools(tools)}});
}

std::string Frame::packagesSection() const {
    constexpr std::size_t Most = 60;
    std::string names;
    for (const std::string& folder : m_run.parts.packageFolders)
        for (const std::string& name : importableNames(folder, Most)) names += (names.empty() ? "`" : ", `") + name + "`";
    if (names.empty()) return {};
    return fillPrompt(promptText(m_run.spec, "packages"), {{"packages", names}});
}

Result<int> Frame::beginTurn() {
    endTurn();
    if (m_cancel.token().cancelled() && !m_run.expired()) return stoppedError();
    const RunLimits& limits = m_run.spec.limits;
    std::optional<LimitKind> limit;
    int most = turnLimit();
    while (m_turn >= most && m_run.desk.moreTurns(m_node, most, m_cancel.token())) most = turnLimit();
    if (m_turn >= most) limit = LimitKind::Turns;
    else if (limits.consecutiveErrors > 0 && m_errorsInRow >= limits.consecutiveErrors) limit = LimitKind::Errors;
    if (limit) {
        m_limit = limit;
        const std::string detail = *limit == LimitKind::Turns
                                       ? "The frame's " + std::to_string(most) + " turns are used up."
                                       : std::to_string(m_errorsInRow) + " cells in a row raised.";
        m_run.sink.append(m_node, {}, LedgerEvent{"refused", std::string(toString(*limit)), detail, {}});
        return makeError(ErrorKind::Budget, detail);
    }
    ++m_turn;
    m_cell = 0;
    m_turnNode = NodeId{m_run.sink.append({}, m_node, TurnStarted{m_turn})};
    m_turnOpen = true;
    if (most >= 5 && m_turn == most - most / 5)
        m_run.sink.append(m_turnNode, {}, LedgerEvent{"warning", "turns", "80 % of the frame's " + std::to_string(most) + " turns are used up with this one.", {}});
    return m_turn;
}

std::string Frame::budgetLine() {
    if (!m_run.spec.budgetLine || !m_turnOpen) return {};
    const CallKey key{m_path, m_turn, 0, "frame", {}, 0};
    using Known = std::optional<Result<std::string>>;
    const Result<Known> known = m_run.parts.replies ? m_run.parts.replies->told(key, "budget_line") : Result<Known>(Known());
    const bool recorded = known && known->has_value() && (*known)->ok();
    std::string line = recorded ? (*known)->value() : rlmscope::budgetLine({m_run, m_account, m_turn, turnLimit()});
    if (line.empty()) return line;
    const nlohmann::json record{{"key", key.text()}, {"text", line}};
    m_run.sink.append(m_turnNode, {}, Custom{"budget_line", dumpJson(record)});
    return line;
}

void Frame::endTurn() {
    if (!std::exchange(m_turnOpen, false)) return;
    m_run.sink.append(m_turnNode, {}, TurnEnded{});
}

void Frame::keepRoomForFinal(std::size_t more) {
    if (!m_ownsAccount || !m_strategy->forcesLastAnswer() || (depth() == 0 && !m_run.forcesLastAnswer())) return;
    // 2,000 bytes for the message that asks for it.
    m_run.ledger.keepForFinal({m_historyBytes + more + 2'000, m_historyMessages + 2,
                               std::min(1'024, model().capped(m_run.spec.limits.frameOutputCap)), model().price, true, m_account});
    if (depth() > 0 || std::exchange(m_keptSaid, true) || !m_run.ledger.limits().any()) return;
    m_run.sink.append({}, {}, LedgerEvent{"reserve_final", "", "Room for a last answer of the root is kept, and grows with its history.",
                                          m_run.ledger.totals().keptUsd});
}

Error Frame::errorOf(const CallResult& result) {
    if (result.limit) m_limit = result.limit;
    const bool ranOut = result.ended.status == "cancelled" && m_run.expired() && !m_run.stopped.token().cancelled();
    if (!ranOut) return *result.ended.error;
    m_limit = LimitKind::Seconds;
    return makeError(ErrorKind::Budget, "The run's seconds are used up.");
}

Result<ModelCallEnded> Frame::callModel(const std::vector<Message>& messages, CallRole role) {
    if (role == CallRole::Final && depth() == 0 && !m_run.desk.wantsLastAnswer())
        return makeError(ErrorKind::Budget, "The run stops at its limits without a last answer.");
    CallRequest request;
    // What was sent before is shared with the calls that sent it.
    const std::size_t kept = commonPrefix(m_sent, messages);
    m_sent.truncate(kept);
    for (std::size_t i = kept; i < messages.size(); ++i) m_sent.push_back(messages[i]);
    request.messages = m_sent;
    // The forced last answer may come after the last turn has ended.
    request.parent = m_turnOpen ? m_turnNode : m_node;
    request.started.role = role;
    request.started.model = m_start.model;
    request.started.depth = depth();
    request.started.key = {m_path, m_turn, 0, role == CallRole::Final ? "final" : "frame", {}, 0};
    request.started.previous = kept > 0 ? m_sentNode : NodeId{};
    request.started.kept = static_cast<int>(kept);
    request.started.added.assign(messages.begin() + static_cast<std::ptrdiff_t>(kept), messages.end());
    request.started.outputCap = model().capped(m_run.spec.limits.frameOutputCap);
    request.model = model().model;
    request.price = model().price;
    request.turn = m_turn;
    request.account = m_account;
    request.ownAccount = m_ownsAccount;

    if (role != CallRole::Final) {
        m_historyMessages = messages.size();
        m_historyBytes = 0;
        for (const Message& message : messages)
            for (const Part& part : message.parts) m_historyBytes += part.text.size;
        keepRoomForFinal(0);
    }
    // Shared: the waiter may be gone before set_value() has returned.
    const auto promise = std::make_shared<std::promise<CallResult>>();
    auto future = promise->get_future();
    request.done = [promise](const CallResult& result) { promise->set_value(result); };
    const bool outlivesLimits = role == CallRole::Final && depth() == 0;
    std::vector<CallRequest> one;
    one.push_back(std::move(request));
    m_run.dispatcher.submit(std::move(one), outlivesLimits ? m_run.stopped.token() : m_cancel.token());
    CallResult result = future.get();
    m_sentNode = result.node;
    if (result.ended.error) return errorOf(result);
    for (const Part& part : result.ended.reply) m_historyBytes += part.text.size;
    // What the cells will print is not known yet; a part of it is kept free already, before they spend.
    keepRoomForFinal(static_cast<std::size_t>(m_run.spec.limits.visibleOutput) / 4);
    return std::move(result.ended);
}

/// A REPL is started on first use, but two things must be known before any money is spent: what the tools are, which the
/// prompt says, and that the sandbox is good enough.
Status Frame::prepareRepl() {
    const RunSpec& spec = m_run.spec;
    const bool early = !spec.tools.empty() || spec.requiredSandbox != SandboxLevel::Limits;
    return early && m_strategy->runsCells() ? startRepl() : Status();
}

Status Frame::startRepl() {
    if (m_repl) return {};
    if (m_replStarts > ReplRestarts)
        return makeError(ErrorKind::Worker, "The REPL of this frame died " + std::to_string(m_replStarts) + " times.",
                         "See the last cells for what ends it.");
    ReplSpec spec = replSpecOf(m_run.spec, m_path, m_start.context);
    spec.sharedContext = !m_start.ownContext;
    spec.packages = m_run.parts.packageFolders;
    auto repl = m_run.parts.repls->start(spec, m_cancel.token());
    if (!repl) return repl.error();
    keepRepl(std::move(*repl));
    ++m_replStarts;
    nlohmann::json about{{"sandbox", m_repl->sandbox().text()}};
    for (const ToolInfo& tool : m_tools = m_repl->tools()) about["tools"].push_back(tool.name);
    m_run.sink.append(m_node, {}, Custom{"repl_started", dumpJson(about)});
    for (std::string& notice : m_repl->notices())
        if (m_run.firstToSay(notice)) note("info", std::move(notice));
    return {};
}

void Frame::keepRepl(std::shared_ptr<Repl> repl) {
    m_run.repls.set(m_node, repl);
    m_repl = std::move(repl);
}

/// Without one the moment can still be rebuilt, only slower: a reason is said when it is new.
void Frame::takeSnapshot(NodeId cell) {
    if (!m_run.parts.snapshots || !m_repl) return;
    SnapshotReport report = m_repl->snapshot();
    if (std::exchange(m_notHeld, report.reason) == report.reason || report.held) return;
    const nlohmann::json point{{"point", report.point}, {"held", false}, {"reason", report.reason}};
    m_run.sink.append(cell, {}, Custom{"repl_point", dumpJson(point)});
}

Result<CellReport> Frame::runCell(const std::string& code) {
    const GatePoint before{GatePoint::Kind::CellStart, m_turnNode, depth(), m_turn, CallRole::Frame};
    const auto refused = [&](const Error& error) -> Error {
        if (error.kind != ErrorKind::Cancelled || !m_run.expired() || m_run.stopped.token().cancelled()) return error;
        m_limit = LimitKind::Seconds;
        return makeError(ErrorKind::Budget, "The run's seconds are used up.");
    };
    if (const auto open = m_run.gate.pass(before, m_cancel.token()); !open) return refused(open.error());
    if (const auto ready = startRepl(); !ready) return refused(ready.error());

    ++m_cell;
    const auto again = m_run.parts.replies ? m_run.parts.replies->cell(m_path, m_turn, m_cell, code) : std::nullopt;
    CellStarted started{m_cell, code};
    started.replayed = again.has_value();
    const NodeId node{m_run.sink.append({}, m_turnNode, std::move(started))};
    const auto host = std::make_shared<CellHost>(m_run,
                                                 CellPlace{node, m_path, m_start.model, depth(), m_turn, m_cell, turnLimit(),
                                                           canQuery(), canRecurse(), m_account, m_cancel.token()},
                                                 m_children);
    CellReport report;
    report.outcome = m_repl->run(code, cellLimitsOf(m_run.spec, again), host->observer(), m_cancel.token());
    host->close();
    auto visible = host->output().visible();
    report.visible = std::move(visible.text);
    if (!report.outcome.replAlive) replDied(report.outcome, report);
    endCell(node, report, visible.truncated);
    if (!report.outcome.final) takeSnapshot(node); // else the frame is over
    m_errorsInRow = report.outcome.status == CellStatus::Ok ? 0 : m_errorsInRow + 1;
    m_historyBytes += report.visible.size() + 200;
    m_historyMessages += 1;
    keepRoomForFinal(0);
    const GatePoint after{GatePoint::Kind::CellEnd, node, depth(), m_turn, CallRole::Frame};
    if (const auto open = m_run.gate.pass(after, m_run.stopped.token()); !open) return open.error();
    return report;
}

void Frame::replDied(const CellOutcome& outcome, CellReport& report) {
    keepRepl(nullptr);
    if (!report.visible.empty() && !report.visible.ends_with('\n')) report.visible += '\n';
    report.visible += "[The REPL died: " + (outcome.cause.empty() ? "no cause is known" : outcome.cause) +
                      ". All variables are lost; the next cell gets a fresh REPL.]";
}

void Frame::endCell(NodeId cell, CellReport& report, bool truncated) {
    const CellOutcome& outcome = report.outcome;
    const bool cancelled = outcome.status == CellStatus::Interrupted && m_cancel.token().cancelled();
    CellEnded ended;
    ended.status = cancelled ? "cancelled" : toString(outcome.status);
    ended.cause = outcome.cause;
    ended.exception = outcome.exception;
    ended.traceback = outcome.traceback;
    ended.visible = report.visible;
    ended.truncated = truncated;
    ended.stdoutBytes = outcome.stdoutBytes;
    ended.stderrBytes = outcome.stderrBytes;
    ended.droppedBytes = outcome.droppedBytes;
    ended.pythonSeconds = outcome.pythonSeconds;
    m_run.sink.append(cell, {}, std::move(ended));
    if (outcome.replAlive) m_run.sink.append(cell, {}, VariablesChanged{outcome.variables});
}

Result<FrameResult> Frame::runChild(const std::string& childQuestion, std::shared_ptr<const Context> childContext) {
    FrameStart start;
    start.parent = m_turnOpen ? m_turnNode : m_node;
    start.model = m_run.spec.modelAt(depth() + 1);
    start.depth = depth() + 1;
    start.key = {m_path, m_turn, 0, "call", BlobId::of(childQuestion), 0};
    start.question = childQuestion;
    start.context = std::move(childContext);
    start.ownContext = true;
    start.account = m_account;
    start.cancel = m_cancel.token();
    const auto promise = std::make_shared<std::promise<FrameResult>>();
    auto future = promise->get_future();
    m_children.start(std::move(start), [promise](FrameResult result) { promise->set_value(std::move(result)); });
    return future.get();
}

void Frame::note(std::string severity, std::string text) {
    m_run.sink.append(m_node, {}, Note{std::move(text), std::move(severity)});
}

} // namespace rlmscope
