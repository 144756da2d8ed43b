#include "itemmodels/call_tree_model.h"
#include "itemmodels/run_document.h"
#include "views/call_tree_view.h"
#include "views/ticker.h"

#include <QHeaderView>
#include <QScrollBar>

namespace rlmscope {

void CallTreeView::setCallTree(CallTreeModel* callTree) {
    if (auto* previous = qobject_cast<CallTreeModel*>(model()))
        previous->disconnect(this);
    setRows(callTree, callTree ? std::make_unique<ModelCallTreeRows>(callTree) : nullptr);
    if (!callTree)
        return;
    connect(callTree, &CallTreeModel::spanChanged, this, [this] {
        viewport()->update();
        horizontalHeader()->viewport()->update();
    });
    connect(callTree, &QAbstractItemModel::modelReset, this, &CallTreeView::animate);
    connect(callTree, &CallTreeModel::aboutToMoveInTime, this, &CallTreeView::aboutToMoveInTime);
    connect(callTree, &CallTreeModel::movedInTime, this, &CallTreeView::movedInTime);
    connect(callTree, &QAbstractItemModel::rowsInserted, this, &CallTreeView::animate);
}

CallTreeView::Place CallTreeView::placeOf(const QModelIndex& index) const {
    if (!index.isValid())
        return {};
    const QModelIndex name = index.siblingAtColumn(0);
    return {name.data(CallTreeModel::NodeRole).toUInt(), name.data(CallTreeModel::KindRole).toInt() == CallTreeModel::GroupRow};
}

// Rows come and go with the moment. What was chosen stays chosen, by the row that stands for it, and no row that stays moves
// on the screen.
void CallTreeView::aboutToMoveInTime() {
    m_moving = true;
    const QModelIndex top = indexAt(QPoint(2, 1));
    m_top = placeOf(top);
    m_topOffset = top.isValid() ? visualRect(top).top() : 0;
    setUpdatesEnabled(false);
}

void CallTreeView::movedInTime() {
    const auto* callTree = qobject_cast<CallTreeModel*>(model());
    if (!callTree)
        return;
    m_past = callTree->document() && callTree->document()->moment() != 0;
    if (m_kept.node != NoNode) {
        const int row = callTree->rowNear(m_kept.node, m_kept.group);
        const QModelIndex wanted = row < 0 ? QModelIndex() : callTree->index(row, CallTreeModel::NameColumn);
        if (wanted.row() != currentIndex().row())
            selectionModel()->setCurrentIndex(wanted, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    if (const int top = m_top.node == NoNode ? -1 : callTree->rowNear(m_top.node, m_top.group); top >= 0 && !(m_follows && m_playing)) {
        updateGeometries(); // the range of the scroll bar
        verticalScrollBar()->setValue(rowViewportPosition(top) + verticalOffset() - m_topOffset);
    }
    m_moving = false;
    setUpdatesEnabled(true);
    followIfWanted();
}

} // namespace rlmscope
