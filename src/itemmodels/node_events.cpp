// The events of one node, for views that need more of them than details() says.
#include "itemmodels/run_document.h"

#include <algorithm>

namespace rlmscope {

std::vector<Seq> RunDocument::eventSeqs(NodeIndex node) const {
    if (node >= m_tree->nodes().size()) return {};
    const auto& n = m_tree->node(node);
    std::vector<Seq> seqs{n.id.seq};
    if (const auto inner = m_inner.find(n.id.seq); inner != m_inner.end())
        seqs.insert(seqs.end(), inner->second.begin(), inner->second.end());
    if (n.endSeq) seqs.push_back(n.endSeq);
    std::sort(seqs.begin(), seqs.end()); // late output comes after the end
    if (m_moment) seqs.erase(std::upper_bound(seqs.begin(), seqs.end(), m_moment), seqs.end());
    return seqs;
}

std::optional<Event> RunDocument::event(Seq seq) {
    if (m_moment && seq > m_moment) return {};
    return eventAt(seq);
}

Seq RunDocument::variablesEvent(NodeIndex cell) const {
    return cell < tree().size() ? m_variables.of(tree().node(cell).id, m_moment) : 0;
}

QVector<NodeIndex> RunDocument::variablesCells(NodeIndex frame) const {
    QVector<NodeIndex> cells = m_variables.cells(frame);
    // Cells end one after another: those that had not left any are the last ones.
    if (m_moment) {
        cells.erase(std::lower_bound(cells.cbegin(), cells.cend(), static_cast<NodeIndex>(tree().size())), cells.cend());
        while (!cells.isEmpty() && variablesEvent(cells.last()) == 0) cells.removeLast();
    }
    return cells;
}

} // namespace rlmscope
