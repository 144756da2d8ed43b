#include "itemmodels/run_document.h"

#include "base/text.h"
#include "itemmodels/format.h"
#include "itemmodels/import_facts.h"
#include "itemmodels/money_words.h"
#include "itemmodels/run_annotations.h"
#include "itemmodels/run_control.h"
#include "itemmodels/tree_gate.h"
#include "itemmodels/utf8.h"

#include <QMetaObject>

#include <algorithm>
#include <limits>

namespace rlmscope {
namespace {

bool isInner(const Event& event) {
    return std::holds_alternative<CellOutput>(event.body) || std::holds_alternative<VariablesChanged>(event.body) ||
           std::holds_alternative<AttemptFailed>(event.body) ||
           (std::holds_alternative<LedgerEvent>(event.body) && event.node.seq != 0) || std::holds_alternative<Custom>(event.body);
}

} // namespace

// What the loading thread hands over.
struct RunDocument::Loaded {
    std::unique_ptr<RunTree> tree;
    std::unique_ptr<RunMoney> money = std::make_unique<RunMoney>();
    std::vector<RunMoney> moneyAt = std::vector<RunMoney>(1);
    std::unique_ptr<TraceReader> reader;
    std::vector<RunSummary> runs;
    std::unordered_map<Seq, std::vector<Seq>> inner;
    VariableEvents variables;
    Annotations annotations;
    std::optional<Error> error;
    std::optional<ImportNote> import;
    bool beingWritten = false, saidBeside = false;
    bool more = false; ///< events after the last one that was wanted

    /// Up to an event.
    static std::shared_ptr<Loaded> load(const std::filesystem::path& path, RunId run, Seq last, const std::stop_token& stop);
};

std::shared_ptr<RunDocument::Loaded> RunDocument::Loaded::load(const std::filesystem::path& path, RunId run, Seq last,
                                                               const std::stop_token& stop) {
    auto loaded = std::make_shared<Loaded>();
    const auto fail = [&](Error error) {
        loaded->error = std::move(error);
        return loaded;
    };
    auto reader = TraceReader::open(path);
    if (!reader) return fail(reader.error());
    loaded->reader = std::move(*reader);
    auto runs = loaded->reader->runs();
    if (!runs) return fail(runs.error());
    if (runs->empty())
        return fail(makeError(ErrorKind::Corrupt, path.filename().string() + " holds no run.",
                              "It was probably cut off before its first event was written."));
    loaded->runs = *runs;
    if (run.isNull())
        run = std::max_element(runs->begin(), runs->end(),
                               [](const auto& a, const auto& b) { return a.wallStart < b.wallStart; })->id;
    loaded->beingWritten = loaded->reader->beingWritten();
    loaded->tree = std::make_unique<RunTree>(run);
    const auto status = loaded->reader->forEachEvent(run, 1, [&](const Event& event) {
        if ((loaded->more = event.seq > last)) return false;
        loaded->tree->apply(event);
        loaded->money->apply(event, loaded->tree->now());
        loaded->annotations.apply(event);
        if (loaded->tree->checkpoints() > loaded->moneyAt.size()) loaded->moneyAt.push_back(*loaded->money);
        if (isInner(event)) loaded->inner[event.node.seq].push_back(event.seq);
        loaded->variables.add(*loaded->tree, event);
        if (const auto* custom = std::get_if<Custom>(&event.body); custom && custom->kind == "import" && !event.node)
            loaded->import = noteFrom(custom->data);
        return !stop.stop_requested();
    });
    for (const auto& said : annotationsBeside(run)) loaded->saidBeside |= loaded->annotations.apply(said.node, said.body);
    if (!status) loaded->error = status.error(); // what could be read is shown all the same
    if (!loaded->more && !loaded->tree->ended() && !loaded->beingWritten) loaded->tree->markInterrupted();
    loaded->tree->takeChanged();
    if (!loaded->more && !loaded->beingWritten) loaded->tree->shrink();
    return loaded;
}

RunDocument::RunDocument(QObject* parent)
    : QObject(parent)
    , m_gate(std::make_shared<TreeGate>())
    , m_annotations(new RunAnnotations(this))
    , m_tree(std::make_unique<RunTree>())
    , m_money(std::make_unique<RunMoney>()) {
    m_gate->setTree(m_tree.get());
    m_follow.setInterval(200);
    connect(&m_follow, &QTimer::timeout, this, &RunDocument::follow);
}

RunDocument::~RunDocument() {
    stopLoading();
    const TreeGate::Change change(*m_gate);
    m_gate->setTree(nullptr);
}

void RunDocument::stopLoading() {
    if (m_loader.joinable()) {
        m_loader.request_stop();
        m_loader.join();
    }
}

void RunDocument::open(const std::filesystem::path& path, RunId run) {
    stopLoading();
    m_path = path;
    m_loading = true;
    m_loader = std::jthread([this, path, run](const std::stop_token& stop) {
        for (const Seq last : {FirstPart, std::numeric_limits<Seq>::max()}) {
            auto loaded = Loaded::load(path, run, last, stop);
            if (stop.stop_requested()) return;
            const bool more = loaded->more;
            QMetaObject::invokeMethod(this, [this, loaded = std::move(loaded), more] { adopt(loaded, more); }, Qt::QueuedConnection);
            if (!more) return;
        }
    });
}

void RunDocument::adopt(std::shared_ptr<Loaded> loaded, bool more) {
    const Seq moment = m_moment; // of the first part, when it was looked at
    m_loading = more;
    if (!loaded->tree) {
        Q_EMIT failed(*loaded->error);
        return;
    }
    showNow();
    {
        const TreeGate::Change change(*m_gate);
        m_tree = std::move(loaded->tree);
        m_gate->setTree(m_tree.get());
    }
    m_annotations->begin(m_path, m_tree->run(), std::move(loaded->annotations));
    if (loaded->saidBeside) m_annotations->settle();
    m_money = std::move(loaded->money);
    m_moneyAt = std::move(loaded->moneyAt);
    m_reader = std::move(loaded->reader);
    m_inner = std::move(loaded->inner);
    m_variables = std::move(loaded->variables);
    ImportFacts::attach(this, std::move(loaded->import));
    m_runs = QVector<RunSummary>(loaded->runs.begin(), loaded->runs.end());
    if (!more && loaded->beingWritten && !m_tree->ended()) m_follow.start();
    Q_EMIT reset();
    Q_EMIT runChanged();
    if (more) return;
    if (moment) setMoment(moment);
    Q_EMIT this->loaded();
    if (loaded->error) Q_EMIT failed(*loaded->error);
}

// Another process writes this file: fold what it has committed since.
void RunDocument::follow() {
    auto* source = reader();
    if (!source) return;
    const bool writing = source->beingWritten(); // asked first: what it wrote before it ended is read below
    std::vector<Event> events;
    (void)source->forEachEvent(m_tree->run(), m_tree->lastSeq() + 1, [&](const Event& event) {
        events.push_back(event);
        return events.size() < 5000;
    });
    if (!events.empty()) append(events);
    if (m_tree->ended()) {
        m_follow.stop();
    } else if (!writing && events.empty()) {
        m_follow.stop();
        {
            const TreeGate::Change change(*m_gate);
            m_tree->markInterrupted();
            m_tree->takeChanged();
        }
        showNow();
        Q_EMIT reset();
        Q_EMIT runChanged();
    }
}

void RunDocument::beginLive(const std::filesystem::path& path, RunId run) {
    stopLoading();
    m_path = path;
    m_live = true;
    m_loading = false;
    m_reader.reset();
    m_inner.clear();
    m_variables.clear();
    showNow();
    {
        const TreeGate::Change change(*m_gate);
        m_tree = std::make_unique<RunTree>(run);
        m_gate->setTree(m_tree.get());
    }
    m_annotations->begin(path, run);
    m_money = std::make_unique<RunMoney>();
    m_moneyAt.assign(1, {});
    Q_EMIT reset();
}

void RunDocument::remember(const Event& event) {
    if (isInner(event)) m_inner[event.node.seq].push_back(event.seq);
    m_variables.add(*m_tree, event);
    if (const auto* output = std::get_if<CellOutput>(&event.body)) {
        if (const auto cell = m_tree->find(event.node); cell != NoNode && output->text.loaded() && m_moment == 0)
            Q_EMIT outputGrew(cell, fromUtf8(output->text.view()), output->stream == OutputStream::Stderr);
    } else if (std::holds_alternative<ModelCallEnded>(event.body)) {
        if (const auto call = m_tree->find(event.node); call != NoNode) {
            m_liveReplies.remove(call);
            m_liveReasoning.remove(call);
        }
    }
    remarkOf(event);
}

void RunDocument::remarkOf(const Event& event) {
    if (const auto* note = std::get_if<Note>(&event.body))
        Q_EMIT remark(fromUtf8(note->severity), fromUtf8(note->text));
    else if (const auto* error = std::get_if<ErrorEvent>(&event.body))
        Q_EMIT remark(QStringLiteral("error"), fromUtf8(error->error.text()));
    else if (const auto* ledger = std::get_if<LedgerEvent>(&event.body)) {
        if (const QString text = words::remark(*ledger, limits()); !text.isEmpty()) Q_EMIT remark(QStringLiteral("warning"), text);
    }
}

void RunDocument::append(const std::vector<Event>& events) {
    const auto firstNew = static_cast<NodeIndex>(m_tree->nodes().size());
    {
        const TreeGate::Change change(*m_gate);
        for (const auto& event : events) {
            m_tree->apply(event);
            m_money->apply(event, m_tree->now());
            if (m_tree->checkpoints() > m_moneyAt.size()) m_moneyAt.push_back(*m_money);
        }
    }
    for (const auto& event : events) {
        m_annotations->apply(event);
        remember(event);
    }
    m_sinceEvent.start();
    if (finishing()) m_reader.reset();
    announce(firstNew);
}

void RunDocument::announce(NodeIndex firstNew) {
    QVector<quint32> changed;
    for (const auto node : m_tree->takeChanged())
        if (node < firstNew) changed.push_back(node);
    if (m_moment) m_past->moveTo(*m_tree, m_moment); // the same as before, beside a tree that has grown
    else Q_EMIT nodesChanged(firstNew, changed);
    Q_EMIT grew();
    Q_EMIT runChanged();
}

void RunDocument::appendLive(const std::vector<LiveDelta>& deltas) {
    for (const auto& delta : deltas) {
        const auto call = m_tree->find(delta.node);
        if (call == NoNode || m_tree->node(call).endSeq) continue;
        const auto text = fromUtf8(delta.text);
        const bool reasoning = delta.kind == PartKind::Reasoning;
        (reasoning ? m_liveReasoning : m_liveReplies)[call] += text;
        if (m_moment == 0) Q_EMIT replyGrew(call, text, reasoning);
    }
}

// ---- the moment ----------------------------------------------------------------------------------------------

void RunDocument::setMoment(Seq moment) {
    const bool goesOn = m_live || m_follow.isActive();
    moment = std::min(moment, m_tree->lastSeq());
    if (moment == m_tree->lastSeq() && !goesOn) moment = 0;
    if (moment == m_moment) return;
    if (moment == 0) showNow();
    else m_moment = moment;
    if (m_moment) showMoment();
    Q_EMIT momentChanged();
    Q_EMIT runChanged();
}

void RunDocument::showNow() {
    m_moment = 0;
    m_past.reset();
    m_pastMoney.reset();
}

void RunDocument::showMoment() {
    if (!m_past) m_past = std::make_unique<RunTree>(m_tree->run());
    m_past->moveTo(*m_tree, m_moment);
    const auto from = m_tree->checkpointBefore(m_moment);
    m_pastMoney = std::make_unique<RunMoney>(from < m_moneyAt.size() ? m_moneyAt[from] : RunMoney());
    m_tree->replay(from, m_moment, [this](const Event& event, Nanos now) { m_pastMoney->apply(event, now); });
}

void RunDocument::endLive() {
    m_live = false;
    m_reader.reset(); // the file was packed: look at it afresh
    if (!m_tree->ended()) {
        const TreeGate::Change change(*m_gate);
        m_tree->markInterrupted();
    }
    m_annotations->settle();
    QTimer::singleShot(1500, m_annotations, &RunAnnotations::settle); // should its writer have held the file a moment longer
    if (m_moment == m_tree->lastSeq()) { // that is now
        showNow();
        Q_EMIT momentChanged();
    }
    announce(static_cast<NodeIndex>(m_tree->nodes().size()));
}

void RunDocument::setControl(RunControl* control) {
    if (m_control == control) return;
    delete m_control;
    m_control = control;
    if (control) {
        control->setParent(this);
        connect(control, &RunControl::stateChanged, this, &RunDocument::runChanged);
        connect(control, &RunControl::loadingChanged, this, &RunDocument::runChanged);
        connect(control, &RunControl::budgetChanged, this, &RunDocument::budgetChanged);
    }
    Q_EMIT runChanged();
}

BudgetState RunDocument::budget() const {
    const bool asked = m_control && m_live && m_moment == 0 && m_control->state() != RunControl::State::Ended;
    const BudgetState told = money().recorded(tree());
    if (!asked) return told;
    // What has come by events is newer than what was asked, and what the other views show.
    BudgetState state = m_control->budget();
    state.spentUsd = told.spentUsd;
    state.reservedUsd = told.reservedUsd;
    for (LimitState& limit : state.limits) {
        const auto same = std::find_if(told.limits.begin(), told.limits.end(), [&](const LimitState& l) { return l.kind == limit.kind; });
        if (same == told.limits.end()) continue;
        if (limit.kind != LimitKind::Seconds) limit.spent = same->spent;
        if (limit.kind == LimitKind::Usd) limit.reserved = told.reservedUsd.value;
        else if (limit.kind == LimitKind::Calls) limit.reserved = m_tree->totals().inFlight;
    }
    return state;
}

Nanos RunDocument::clock() const {
    if (m_moment) return m_past->now();
    const bool moves = m_live && m_sinceEvent.isValid() && !m_tree->ended() && m_tree->gateState() != "paused";
    return m_tree->now() + (moves ? m_sinceEvent.nsecsElapsed() : 0);
}

// ---- the run in words ----------------------------------------------------------------------------------------

QString RunDocument::path() const {
    return fromUtf8(m_path.string());
}

QString RunDocument::question() const {
    return m_tree->started() ? fromUtf8(m_tree->started()->spec.question) : QString();
}

QString RunDocument::title() const {
    const auto* started = m_tree->started();
    if (!started) return fromUtf8(m_path.stem().string());
    const auto& spec = started->spec;
    return fromUtf8(oneLine(spec.title.empty() ? spec.question : spec.title, 200));
}

QString RunDocument::answer() const {
    const auto* ended = tree().ended();
    if (!ended || ended->answerText.empty()) return {};
    QString error;
    return const_cast<RunDocument*>(this)->fullText(ended->answerText, &error);
}

NodeStatus RunDocument::status() const {
    if (const auto* ended = tree().ended()) {
        if (ended->status == "answered") return NodeStatus::Ok;
        return ended->status == "cancelled" ? NodeStatus::Cancelled : NodeStatus::Error;
    }
    if (tree().interrupted()) return NodeStatus::Interrupted;
    return tree().started() ? NodeStatus::Running : NodeStatus::Queued;
}

bool RunDocument::isPaused() const {
    if (tree().ended() || tree().interrupted()) return false;
    return m_control && m_moment == 0 ? m_control->state() == RunControl::State::Paused : tree().gateState() == "paused";
}

QString RunDocument::statusText() const {
    if (const auto* ended = tree().ended()) {
        const auto& reason = ended->stopReason;
        if (ended->status == "answered") {
            const QString limit = words::limitText(reason, limits());
            if (!limit.isEmpty()) return reason == "turns" ? tr("Answered after %1").arg(limit) : tr("Answered at the limit of %1").arg(limit);
            return reason == "forced" ? tr("Answered, forced") : tr("Answered");
        }
        if (ended->status == "cancelled") return tr("Stopped");
        if (ended->status == "limit") {
            const QString limit = words::limitText(reason, limits());
            if (reason == "turns") return tr("Stopped after %1").arg(limit);
            return limit.isEmpty() ? tr("Stopped by a limit") : tr("Stopped by the limit of %1").arg(limit);
        }
        return tr("Failed");
    }
    if (tree().interrupted()) return tr("Interrupted");
    if (m_moment) {
        const auto& gate = tree().gateState();
        if (gate == "paused") return tr("Paused");
        if (gate == "pausing") return tr("Pausing (%1 in flight)").arg(tree().totals().inFlight);
        if (gate == "stopping") return tr("Stopping");
        return tree().started() ? tr("Running") : tr("Starting");
    }
    if (m_control) {
        switch (m_control->state()) {
        case RunControl::State::Loading: return tr("Reading the context");
        case RunControl::State::Pausing: return tr("Pausing (%1 in flight)").arg(tree().totals().inFlight);
        case RunControl::State::Paused: return tr("Paused");
        case RunControl::State::Stopping: return tr("Stopping");
        default: break;
        }
    }
    if (m_loading) return tr("Opening");
    return tree().started() ? tr("Running") : tr("Starting");
}

} // namespace rlmscope
