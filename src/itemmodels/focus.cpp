#include "itemmodels/focus.h"

#include "itemmodels/run_document.h"

namespace rlmscope {

void FocusHolder::set(const Focus& focus) {
    if (focus == m_focus) return;
    const Focus before = std::exchange(m_focus, focus);
    Q_EMIT changed(m_focus, before);
}

void FocusHolder::setDocument(RunDocument* document) {
    if (document == m_focus.document) return;
    set({document, NoNode, {}, {}});
}

void FocusHolder::setNode(NodeIndex node) {
    // A view that follows selects its row and says so: that is no choice of a node, what of it is chosen stays.
    if (node != m_focus.node) set({m_focus.document, node, {}, {}});
}

void FocusHolder::setValue(const QString& name) {
    Focus next = m_focus;
    next.value = name;
    set(next);
}

void FocusHolder::setPlace(const ContextPlace& place) {
    Focus next = m_focus;
    next.place = place;
    set(next);
}

} // namespace rlmscope
