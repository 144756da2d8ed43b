#include "itemmodels/variable_events.h"

#include <algorithm>

namespace rlmscope {

void VariableEvents::add(const RunTree& tree, const Event& event) {
    if (!std::holds_alternative<VariablesChanged>(event.body)) return;
    auto& events = m_events[event.node.seq];
    events.push_back(event.seq);
    if (events.size() > 1) return;
    const NodeIndex cell = tree.find(event.node);
    if (cell == NoNode || tree.node(cell).kind != NodeKind::Cell) return;
    const NodeIndex frame = tree.frameOf(cell);
    if (frame == NoNode) return;
    auto& cells = m_cells[frame];
    cells.insert(std::upper_bound(cells.cbegin(), cells.cend(), cell), cell); // at the end, but for strange traces
}

Seq VariableEvents::of(NodeId cell, Seq moment) const {
    const auto found = m_events.find(cell.seq);
    if (found == m_events.end()) return 0;
    const auto& events = found->second;
    const auto after = moment ? std::upper_bound(events.begin(), events.end(), moment) : events.end();
    return after == events.begin() ? 0 : *(after - 1);
}

const QVector<NodeIndex>& VariableEvents::cells(NodeIndex frame) const {
    static const QVector<NodeIndex> none;
    const auto found = m_cells.find(frame);
    return found == m_cells.end() ? none : found->second;
}

} // namespace rlmscope
