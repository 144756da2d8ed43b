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
    if (cell >= tree().size()) return 0;
    const auto found = m_variables.find(tree().node(cell).id.seq);
    if (found == m_variables.end()) return 0;
    const auto& events = found->second;
    const auto after = m_moment ? std::upper_bound(events.begin(), events.end(), m_moment) : events.end();
    return after == events.begin() ? 0 : *(after - 1);
}

} // namespace rlmscope
