#include "itemmodels/call_tree_model.h"
#include "itemmodels/run_document.h"
#include "views/call_tree_view.h"
#include "views/ticker.h"

#include <QHeaderView>

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
    connect(callTree, &QAbstractItemModel::modelReset, this, [this] {
        Ticker::instance().setMoving(viewport(), rows() && rows()->isLive());
    });
    connect(callTree, &QAbstractItemModel::rowsInserted, this, [this] {
        Ticker::instance().setMoving(viewport(), rows() && rows()->isLive());
    });
}

} // namespace rlmscope
