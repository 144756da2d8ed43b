#include "itemmodels/moment_player.h"

#include "itemmodels/node_names.h"

#include <algorithm>

namespace rlmscope {

namespace {
constexpr int FrameMs = 16, TickMs = 33;
constexpr double LongestWait = 1e9; // of watching
} // namespace

MomentPlayer::MomentPlayer(QObject* parent) : QObject(parent) {
    m_frame.setSingleShot(true);
    m_frame.setInterval(FrameMs);
    connect(&m_frame, &QTimer::timeout, this, [this] {
        if (m_document) m_document->setMoment(m_wanted);
    });
    m_timer.setInterval(TickMs);
    connect(&m_timer, &QTimer::timeout, this, &MomentPlayer::tick);
}

void MomentPlayer::setDocument(RunDocument* document) {
    if (document == m_document) return;
    pause();
    m_frame.stop();
    if (m_document) m_document->disconnect(this);
    m_document = document;
    const auto forget = [this] {
        m_turns.clear();
        m_cells.clear();
        m_marked = 0;
        pause();
        Q_EMIT changed();
    };
    forget();
    if (!document) return;
    connect(document, &RunDocument::reset, this, forget);
    connect(document, &RunDocument::grew, this, &MomentPlayer::changed);
    connect(document, &RunDocument::momentChanged, this, &MomentPlayer::changed);
    connect(document, &QObject::destroyed, this, [this] { setDocument(nullptr); });
}

Seq MomentPlayer::last() const { return m_document ? m_document->whole().lastSeq() : 0; }
Seq MomentPlayer::position() const { return m_document ? m_document->tree().lastSeq() : 0; }
bool MomentPlayer::isNow() const { return !m_document || m_document->moment() == 0; }
Nanos MomentPlayer::time() const { return m_document ? m_document->clock() : 0; }

bool MomentPlayer::goesOn() const {
    return m_document && m_document->whole().started() && !m_document->whole().ended() && !m_document->whole().interrupted();
}

void MomentPlayer::goTo(Seq moment) {
    m_wanted = std::clamp<Seq>(moment, 1, std::max<Seq>(1, last()));
    if (!m_frame.isActive()) m_frame.start();
}

void MomentPlayer::toNow() {
    pause();
    m_frame.stop();
    if (m_document) m_document->setMoment(0);
}

void MomentPlayer::step(Unit unit, int direction) {
    if (!m_document || last() == 0) return;
    pause();
    const Seq from = m_frame.isActive() ? m_wanted : position();
    Seq to = 0;
    if (unit == Unit::Event) {
        // Numbers may be missing where a trace is damaged: the next event is the one that there is.
        to = direction < 0 ? from - std::min<Seq>(from, 1) : m_document->whole().factAfter(from).seq;
    } else {
        const auto& marks = unit == Unit::Turn ? turns() : cells();
        const auto next = direction < 0 ? std::lower_bound(marks.begin(), marks.end(), from) : std::upper_bound(marks.begin(), marks.end(), from);
        if (direction < 0) to = next == marks.begin() ? 1 : *(next - 1);
        else to = next == marks.end() ? last() : *next;
    }
    goTo(to == 0 ? (direction < 0 ? 1 : last()) : to);
}

// ---- playing -------------------------------------------------------------------------------------------------

void MomentPlayer::play() {
    if (!m_document || isPlaying() || last() == 0) return;
    if (isNow()) {
        if (goesOn()) return; // what happens now is shown as it happens
        m_document->setMoment(1);
    }
    m_clock = static_cast<double>(m_document->tree().now());
    m_sinceTick.start();
    m_timer.start();
    Q_EMIT optionsChanged();
}

void MomentPlayer::pause() {
    if (!m_timer.isActive()) return;
    m_timer.stop();
    Q_EMIT optionsChanged();
}

void MomentPlayer::setSpeed(double speed) {
    if (speed == m_speed) return;
    m_speed = speed;
    Q_EMIT optionsChanged();
}

void MomentPlayer::setShortensWaits(bool shortens) {
    if (shortens == m_shortens) return;
    m_shortens = shortens;
    Q_EMIT optionsChanged();
}

void MomentPlayer::setUnit(Unit unit) {
    if (unit == m_unit) return;
    m_unit = unit;
    Q_EMIT optionsChanged();
}

void MomentPlayer::tick() {
    if (!m_document) return pause();
    const RunTree& whole = m_document->whole();
    // A window that was busy goes on where it stopped, not further.
    const auto passed = std::min<qint64>(m_sinceTick.nsecsElapsed(), 4'000'000LL * TickMs);
    m_sinceTick.restart();
    const Seq at = position();
    if (m_frame.isActive()) return; // somebody moves it by hand
    // Moved by hand, or by a step, since the last tick: go on from there.
    const auto shown = static_cast<double>(m_document->tree().now());
    const RunFact next = whole.factAfter(at);
    if (next.seq != 0 && (m_clock < shown || m_clock > static_cast<double>(std::max(next.time, m_document->tree().now())) + 1)) m_clock = shown;
    m_clock += static_cast<double>(passed) * m_speed;
    if (m_shortens && next.seq != 0 && static_cast<double>(next.time) - shown > LongestWait * m_speed)
        m_clock = std::max(m_clock, static_cast<double>(next.time) - LongestWait * m_speed);
    const Seq to = std::max(at, whole.seqAt(static_cast<Nanos>(std::min(m_clock, 9e18))));
    if (to >= whole.lastSeq()) return toNow();
    if (to != at) m_document->setMoment(to);
}

// ---- what there is -------------------------------------------------------------------------------------------

void MomentPlayer::readMarks() {
    if (!m_document) return;
    const auto nodes = m_document->whole().nodes();
    for (; m_marked < nodes.size(); ++m_marked) {
        const auto& n = nodes[m_marked];
        if (n.kind == NodeKind::Turn) m_turns.push_back(n.id.seq);
        else if (n.kind == NodeKind::Cell) m_cells.push_back(n.id.seq);
    }
}

const std::vector<Seq>& MomentPlayer::turns() { return readMarks(), m_turns; }
const std::vector<Seq>& MomentPlayer::cells() { return readMarks(), m_cells; }

const std::vector<Seq>& MomentPlayer::errors() const {
    static const std::vector<Seq> none;
    return m_document ? m_document->whole().errorEnds() : none;
}

Nanos MomentPlayer::timeOf(Seq moment) const { return m_document ? m_document->whole().factAt(moment).time : 0; }

QString MomentPlayer::whatHappens(Seq moment) const {
    if (!m_document) return {};
    const RunTree& tree = m_document->whole();
    const RunFact fact = tree.factAt(moment);
    const QString name = fact.node == NoNode ? QString() : nodeName(tree, fact.node);
    using Kind = RunFact::Kind;
    switch (fact.kind) {
    case Kind::Start: return tr("%1 starts").arg(name);
    case Kind::Sent: return tr("%1: the request leaves").arg(name);
    case Kind::Again: return tr("%1: another attempt leaves").arg(name);
    case Kind::Failed: return tr("%1: an attempt failed").arg(name);
    case Kind::CallEnded: return fact.error ? tr("%1 failed").arg(name) : tr("%1 has its reply").arg(name);
    case Kind::Ended: return fact.error ? tr("%1 failed").arg(name) : tr("%1 ends").arg(name);
    case Kind::Tool: return tr("%1: a tool came back").arg(name);
    case Kind::Interrupted:
    case Kind::Other: break;
    }
    if (tree.ended() && moment == tree.lastSeq()) return tr("The run ends");
    return fact.remark ? tr("A remark") : QString();
}

} // namespace rlmscope
