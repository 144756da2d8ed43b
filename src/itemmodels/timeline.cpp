#include "itemmodels/timeline.h"

#include <QMetaObject>

#include <algorithm>

namespace rlmscope {

namespace {

constexpr int LeastPause = 200;         // ms between two rounds of a live run
constexpr NodeIndex GatherStep = 4096;  // nodes between two looks at the clock
constexpr qint64 GatherNs = 5'000'000;  // of the GUI thread at a time

std::shared_ptr<const TimelineFacts> work(const TimelineFacts& before, const insight::SpansAt& whole, const insight::SpansAt& run, bool all,
                                          std::optional<insight::FlameBy> flameBy, const std::stop_token& stop) {
    auto facts = std::make_shared<TimelineFacts>(before);
    if (all) {
        facts->whole = whole;
        facts->lanes = std::make_shared<insight::Lanes>(insight::layOutLanes(whole, stop));
        facts->counters = std::make_shared<insight::Counters>(insight::countersOf(whole, stop));
    }
    facts->run = run;
    const insight::Children children(run);
    auto path = std::make_shared<insight::CriticalPath>(insight::criticalPath(run, children, stop));
    if (stop.stop_requested()) return facts;
    facts->estimates = std::make_shared<std::vector<insight::Estimate>>(insight::whatWouldBeFaster(run, children, *path, stop));
    facts->path = std::move(path);
    facts->flameBy = flameBy;
    facts->flame = flameBy ? std::make_shared<insight::Flame>(insight::flameOf(run, *flameBy, stop)) : std::make_shared<insight::Flame>();
    return facts;
}

} // namespace

Timeline::Timeline(QObject* parent) : QObject(parent) {
    m_gathering.setInterval(0);
    connect(&m_gathering, &QTimer::timeout, this, &Timeline::gather);
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &Timeline::start);
}

Timeline::~Timeline() { stop(); }

void Timeline::stop() {
    ++m_turn;
    m_running = false;
    m_pause.stop();
    m_gathering.stop();
    if (m_worker.joinable()) {
        m_worker.request_stop();
        m_worker.join(); // it looks at the token often
    }
}

void Timeline::setDocument(RunDocument* document) {
    if (document == m_document) return;
    if (m_document) m_document->disconnect(this);
    m_document = document;
    if (document) {
        connect(document, &RunDocument::reset, this, &Timeline::onReset);
        connect(document, &RunDocument::nodesChanged, this, &Timeline::onNodes);
        connect(document, &RunDocument::momentChanged, this, &Timeline::onMoment);
        connect(document, &RunDocument::runChanged, this, &Timeline::nowChanged);
        connect(document, &QObject::destroyed, this, &Timeline::onReset);
    }
    onReset();
}

void Timeline::setWatched(QObject* viewer, bool watched) {
    if (watched == m_viewers.contains(viewer)) return;
    if (watched) {
        m_viewers.append(viewer);
        connect(viewer, &QObject::destroyed, this, [this, viewer] { m_viewers.removeAll(viewer); });
        if (m_stale) onReset();
        else if (m_needed != 0) need(0);
    } else {
        m_viewers.removeAll(viewer);
        viewer->disconnect(this);
    }
}

void Timeline::wantFlame(std::optional<insight::FlameBy> by) {
    if (by == m_flameBy) return;
    m_flameBy = by;
    if (by && m_facts->flameBy != by) need(MomentPart);
}

void Timeline::onReset() {
    stop();
    m_spans.clear();
    m_openNodes.clear();
    m_facts = std::make_shared<TimelineFacts>();
    m_ready = false;
    m_needed = 0;
    m_stale = !isWatched();
    Q_EMIT changed();
    if (m_document && !m_stale && !m_document->whole().nodes().empty()) m_gathering.start();
}

void Timeline::onNodes(quint32, const QVector<quint32>& changed) {
    if (!isWatched()) {
        m_stale = true; // all of it is taken up again when somebody looks
        return;
    }
    if (m_stale) return;
    const auto& tree = m_document->whole();
    for (const auto node : changed)
        if (node < m_spans.size()) m_spans.set(node, insight::spanOf(tree, node));
    need(WholePart);
    if (!m_gathering.isActive()) gather();
}

void Timeline::onMoment() {
    Q_EMIT nowChanged();
    if (!isWatched() || m_stale || !m_document) return;
    // While the moment stood still a live run may have gone on unannounced: what was open is looked at again.
    const auto& tree = m_document->whole();
    bool grew = tree.nodes().size() > m_spans.size();
    std::erase_if(m_openNodes, [&](NodeIndex node) {
        const auto span = insight::spanOf(tree, node);
        if (span.end < 0) return false;
        m_spans.set(node, span);
        grew = true;
        return true;
    });
    need(grew ? WholePart : MomentPart);
    if (grew && !m_gathering.isActive()) gather();
}

// A million records in one go would be a stumble: a few milliseconds at a time.
void Timeline::gather() {
    if (!m_document) return m_gathering.stop();
    const auto& tree = m_document->whole();
    const auto n = static_cast<NodeIndex>(tree.nodes().size());
    QElapsedTimer clock;
    clock.start();
    while (m_spans.size() < n) {
        const auto until = std::min(n, m_spans.size() + GatherStep);
        for (auto i = m_spans.size(); i < until; ++i) {
            const auto span = insight::spanOf(tree, i);
            if (span.end < 0) m_openNodes.push_back(i);
            m_spans.append(span);
        }
        if (clock.nsecsElapsed() > GatherNs) break;
    }
    if (m_spans.size() < n) {
        if (!m_gathering.isActive()) m_gathering.start();
        return;
    }
    m_gathering.stop();
    need(WholePart);
}

void Timeline::need(int parts) {
    m_needed |= parts;
    if (m_needed == 0 || m_running || !isWatched() || m_gathering.isActive() || m_pause.isActive()) return;
    // A round a frame is enough for a moment that is being dragged; a live run waits longer, and longer when it is big.
    const qint64 took = m_took.isValid() ? m_took.elapsed() : LeastPause;
    const bool live = m_document && m_document->isLive() && (m_needed & WholePart);
    m_pause.start(live && m_ready ? static_cast<int>(std::max<qint64>(LeastPause - took, 0)) : 0);
}

void Timeline::start() {
    if (!m_document || m_spans.size() == 0) return;
    const bool all = (m_needed & WholePart) != 0;
    m_needed = 0;
    m_running = true;
    const insight::SpansAt whole{m_spans, m_spans.size(), m_document->whole().now()};
    const insight::SpansAt run{m_spans, std::min(shownNodes(), m_spans.size()), std::min(m_document->tree().now(), whole.now)};
    if (m_worker.joinable()) m_worker.join(); // it has reported already
    m_worker = std::jthread([this, turn = m_turn, before = m_facts, whole, run, all, flameBy = m_flameBy](const std::stop_token& token) {
        auto facts = work(*before, whole, run, all, flameBy, token);
        if (token.stop_requested()) return;
        QMetaObject::invokeMethod(this, [this, turn, facts = std::move(facts)] { finish(turn, facts); }, Qt::QueuedConnection);
    });
    m_took.start();
}

void Timeline::finish(int turn, std::shared_ptr<const TimelineFacts> facts) {
    if (turn != m_turn) return;
    m_running = false;
    m_facts = std::move(facts);
    m_ready = true;
    const qint64 took = m_took.elapsed();
    Q_EMIT changed();
    if (m_needed == 0) {
        m_took.start();
        return;
    }
    // At most a third of one core.
    m_pause.start(m_document && m_document->isLive() ? static_cast<int>(std::max<qint64>(LeastPause, 2 * took)) : 0);
}

Nanos Timeline::now() const {
    if (!m_document) return 0;
    return isLive() ? m_document->clock() : m_document->tree().now();
}

NodeIndex Timeline::shownNodes() const { return m_document ? static_cast<NodeIndex>(m_document->tree().nodes().size()) : 0; }

bool Timeline::isLive() const { return m_document && m_document->isLive() && m_document->moment() == 0; }

Nanos Timeline::end() const {
    if (!m_document) return 0;
    return std::max(m_document->whole().now(), isLive() ? m_document->clock() : 0);
}

} // namespace rlmscope
