#include "itemmodels/call_tree_model.h"
#include "itemmodels/run_document.h"
#include "views/call_tree_rows.h"

namespace rlmscope {

namespace {

BarPart partOf(const TreeNode& node) {
    BarPart part;
    part.kind = node.kind;
    part.start = node.start;
    part.firstToken = node.firstToken > 0 ? node.firstToken : -1;
    part.end = node.endSeq != 0 || node.status == NodeStatus::Interrupted ? node.end : -1;
    part.waits = node.kind == NodeKind::Cell && node.calls > 0;
    part.simulated = node.simulated;
    return part;
}

} // namespace

int ModelCallTreeRows::parentRow(int row) const { return m_model->parentRow(row); }
void ModelCallTreeRows::setExpanded(int row, bool expanded) { m_model->setExpanded(row, expanded); }

void ModelCallTreeRows::setExpandedBelow(int row, bool expanded) {
    if (expanded)
        m_model->expandAllBelow(row);
    else
        m_model->collapseAllBelow(row);
}

Nanos ModelCallTreeRows::span() const { return m_model->span(); }

Nanos ModelCallTreeRows::now() const { return m_model->now(); }

bool ModelCallTreeRows::hasNowLine() const { return isLive() || (m_model->document() && m_model->document()->moment() != 0); }

bool ModelCallTreeRows::isLive() const {
    return m_model->document() && m_model->document()->isLive();
}

bool ModelCallTreeRows::isLoading() const { return m_model->document() && m_model->document()->isLoading(); }

std::vector<BarPart> ModelCallTreeRows::parts(int row) const {
    std::vector<BarPart> parts;
    const RunDocument* document = m_model->document();
    if (!document || m_model->isGroup(row))
        return parts;
    const RunTree& tree = document->tree();
    const NodeIndex index = m_model->nodeAt(row);
    if (index == NoNode)
        return parts;
    const TreeNode& node = tree.node(index);
    if (node.kind != NodeKind::Turn) {
        parts.push_back(partOf(node));
        return parts;
    }
    // A turn is drawn as what it is made of. One model call and a few cells; bounded all the same.
    constexpr int MaxParts = 64;
    int n = 0;
    for (NodeIndex child = node.firstChild; child != NoNode && n < MaxParts; child = tree.node(child).nextSibling, ++n)
        parts.push_back(partOf(tree.node(child)));
    return parts;
}

std::vector<float> ModelCallTreeRows::groupArea(int row, int buckets) const {
    return m_model->groupArea(row, buckets);
}

} // namespace rlmscope
