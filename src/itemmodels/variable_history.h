#pragma once
// The variables of one frame over its cells: which cell wrote what, and what differs between two of them. Reads from the
// trace as it is asked, keeps the latest. GUI thread.
#include "trace/event.h"
#include "trace/run_tree.h"

#include <QPointer>
#include <QString>
#include <QVector>

#include <list>
#include <vector>

namespace rlmscope {

class RunDocument;

enum class VariableChange { None, Added, Changed, Removed };

/// A variable after a cell, against an earlier one.
struct VariableRow {
    Variable now;    ///< of a removed one: as it was
    Variable before; ///< of a changed one
    VariableChange change = VariableChange::None;
    bool operator==(const VariableRow&) const = default;
};

/// What is different, changed ones first, each part by name. Of a changed one the values themselves may look the same: only
/// their beginnings are in the trace.
std::vector<VariableRow> compareVariables(const std::vector<Variable>& before, const std::vector<Variable>& now);
/// After one cell: what it wrote itself counts as changed.
std::vector<VariableRow> variableRows(const std::vector<Variable>& now);

class VariableHistory {
public:
    /// The frame that a node belongs to. Nothing is read yet.
    void setFrame(RunDocument* document, NodeIndex node);
    /// Cells of the frame after which variables are known, at the moment shown, in order.
    const QVector<NodeIndex>& cells() const { return m_cells; }
    NodeIndex frame() const { return m_frame; }
    int indexOf(NodeIndex cell) const; ///< -1 = not one of them
    std::vector<Variable> after(NodeIndex cell);

    struct Step {
        NodeIndex cell = NoNode;
        Variable value; ///< of a removed one: its last
        VariableChange change = VariableChange::None;
    };
    /// Cells that made, wrote or removed it, in order.
    QVector<Step> of(const QString& name);

private:
    QPointer<RunDocument> m_document;
    NodeIndex m_frame = NoNode;
    QVector<NodeIndex> m_cells;
    std::list<std::pair<Seq, std::vector<Variable>>> m_read; ///< newest use first
};

} // namespace rlmscope
