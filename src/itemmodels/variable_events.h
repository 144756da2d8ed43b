#pragma once
// Which cells of a run left variables, and the events that hold them. Filled as the events of a run come; no texts.
#include "trace/run_tree.h"

#include <QVector>

#include <unordered_map>
#include <vector>

namespace rlmscope {

class VariableEvents {
public:
    /// An event that the tree has taken; any but VariablesChanged is ignored.
    void add(const RunTree& tree, const Event& event);
    void clear() { *this = {}; }
    /// The newest of a cell that is not after the moment (0 = whenever); 0 = none.
    Seq of(NodeId cell, Seq moment) const;
    /// Cells of a frame, in start order, whatever the moment.
    const QVector<NodeIndex>& cells(NodeIndex frame) const;

private:
    std::unordered_map<Seq, std::vector<Seq>> m_events; ///< by the first event of the cell, in order
    std::unordered_map<NodeIndex, QVector<NodeIndex>> m_cells; ///< by frame
};

} // namespace rlmscope
