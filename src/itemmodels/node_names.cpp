#include "itemmodels/node_names.h"

#include "itemmodels/format.h"

#include <QCoreApplication>
#include <QStringList>

namespace rlmscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("rlmscope::nodeName", text); }

} // namespace

QString nodeName(const RunTree& tree, NodeIndex index) {
    const TreeNode& n = tree.node(index);
    switch (n.kind) {
    case NodeKind::Frame: return n.parent == NoNode ? tr("root") : tr("rlm_query");
    case NodeKind::Turn: return tr("Turn %1").arg(n.number);
    case NodeKind::Cell: return tr("Cell %1").arg(n.number);
    case NodeKind::ModelCall: return format::shortModel(tree.model(index));
    case NodeKind::SubCall: break;
    }
    return tr("llm_query");
}

QString nodePath(const RunTree& tree, NodeIndex node) {
    QStringList steps;
    for (NodeIndex up = node; up != NoNode; up = tree.node(up).parent) {
        if (steps.size() < 3 || tree.node(up).parent == NoNode) steps.prepend(nodeName(tree, up));
        else if (steps.front() != QStringLiteral("…")) steps.prepend(QStringLiteral("…"));
    }
    return steps.join(QStringLiteral(" › "));
}

} // namespace rlmscope
