#include "itemmodels/focus_history.h"

#include "itemmodels/node_names.h"
#include "itemmodels/run_document.h"

#include <QTimer>

namespace rlmscope {

bool HistoryStep::sameAs(const HistoryStep& other) const {
    return document == other.document && node == other.node && value == other.value && place == other.place && moment == other.moment;
}

FocusHistory::FocusHistory(FocusHolder* focus, QObject* parent) : QObject(parent), m_focus(focus), m_stay(new QTimer(this)) {
    m_stay->setSingleShot(true);
    m_stay->setInterval(BrowsingMs);
    connect(m_stay, &QTimer::timeout, this, &FocusHistory::stayed);
    connect(focus, &FocusHolder::changed, this, &FocusHistory::onFocus);
}

HistoryStep FocusHistory::stepOf(const Focus& focus) const {
    HistoryStep step;
    step.document = focus.document;
    step.value = focus.value;
    step.place = focus.place;
    if (!focus.document) return step;
    step.moment = focus.document->moment();
    const auto& tree = focus.document->whole();
    if (focus.node < tree.nodes().size()) {
        step.node = tree.node(focus.node).id;
        step.name = nodeName(tree, focus.node);
    }
    return step;
}

void FocusHistory::onFocus(const Focus& now, const Focus& before) {
    if (now.document != before.document) {
        disconnect(m_moment);
        if (now.document) {
            m_moment = connect(now.document, &RunDocument::momentChanged, this, &FocusHistory::onMoment);
            connect(now.document, &QObject::destroyed, this, &FocusHistory::forget, Qt::UniqueConnection);
        }
    }
    if (m_going || !now.document || now.node == NoNode) return;
    record(stepOf(now));
}

void FocusHistory::onMoment() {
    if (!m_going && m_focus->node() != NoNode) record(stepOf(m_focus->focus()));
}

void FocusHistory::record(HistoryStep step) {
    const bool soon = m_sinceChange.isValid() && m_sinceChange.elapsed() < BrowsingMs;
    const bool jump = std::exchange(m_jump, false);
    m_sinceChange.start();
    m_stay->start();
    if (m_at >= 0 && m_steps[m_at].sameAs(step)) return;
    if (jump) stayed();
    const bool browsing = soon && !jump && m_at >= 0 && m_at + 1 == m_steps.size() && m_steps[m_at].document == step.document;
    if (browsing) {
        m_steps[m_at] = std::move(step);
        // Browsed back to where it began: nothing happened.
        if (m_at > 0 && m_steps[m_at - 1].sameAs(m_steps[m_at])) {
            m_steps.removeLast();
            --m_at;
        }
    } else {
        m_steps.resize(m_at + 1); // what was ahead is gone, as in a browser
        m_steps.push_back(std::move(step));
        if (m_steps.size() > Longest) m_steps.removeFirst();
        m_at = static_cast<int>(m_steps.size()) - 1;
    }
    Q_EMIT changed();
}

void FocusHistory::stayed() {
    m_stay->stop();
    if (m_at < 0 || m_steps[m_at].sameAs(m_told) || !m_steps[m_at].document) return;
    m_told = m_steps[m_at];
    Q_EMIT visited(m_told);
}

void FocusHistory::go(int at) {
    if (at < 0 || at >= m_steps.size() || at == m_at) return;
    stayed();
    m_at = at;
    const HistoryStep step = m_steps[at];
    if (!step.document) return;
    m_going = true;
    if (m_focus->document() != step.document) Q_EMIT documentWanted(step.document);
    step.document->setMoment(step.moment);
    m_focus->set({step.document, step.document->whole().find(step.node), step.value, step.place});
    m_going = false;
    m_sinceChange.invalidate(); // what comes next is a step of its own
    m_stay->start();
    Q_EMIT changed();
}

void FocusHistory::forget(QObject* document) {
    int at = m_at;
    for (int i = static_cast<int>(m_steps.size()) - 1; i >= 0; --i) {
        if (m_steps[i].document && static_cast<QObject*>(m_steps[i].document) != document) continue;
        m_steps.removeAt(i);
        if (i <= at) --at;
    }
    m_at = std::min(std::max(at, m_steps.isEmpty() ? -1 : 0), static_cast<int>(m_steps.size()) - 1);
    if (m_told.document == nullptr) m_told = {};
    Q_EMIT changed();
}

} // namespace rlmscope
