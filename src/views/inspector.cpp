#include "views/inspector.h"

#include "itemmodels/format.h"
#include "itemmodels/node_names.h"
#include "itemmodels/node_output.h"
#include "itemmodels/text_rows.h"

#include <QClipboard>
#include <QGuiApplication>

namespace rlmscope {

namespace {

InspectorPage::Numbers numbersOf(const RunTree& tree, const TreeNode& n) {
    InspectorPage::Numbers numbers;
    const Usage& usage = n.totalUsage;
    const PicoUsd cost = n.totalCost;
    if (n.calls > 0 && n.status != NodeStatus::Queued) {
        if (n.costUnknown)
            numbers.cost = cost.value == 0 ? Inspector::tr("cost unknown") : QStringLiteral("\u2265 ") + format::money(cost);
        else
            numbers.cost = format::money(cost);
        numbers.tokensIn = format::count(usage.input());
        numbers.tokensOut = format::count(usage.output);
        if (usage.cacheRead > 0)
            numbers.cached = format::count(usage.cacheRead);
        if (n.usageEstimated)
            numbers.note = Inspector::tr("The provider reported no usage: the numbers are what was reserved, an upper bound.");
    }
    const bool open = n.status == NodeStatus::Running || n.status == NodeStatus::Queued;
    if (n.status != NodeStatus::Queued)
        numbers.duration = format::duration((open ? tree.now() : n.end) - (n.sent ? n.sent : n.start));
    return numbers;
}

/// The node of this kind that belongs to `node`: itself, or a child of its turn (the last one, which is the newest).
NodeIndex related(const RunTree& tree, NodeIndex node, NodeKind kind) {
    const NodeKind own = tree.node(node).kind;
    if (own == kind || (kind == NodeKind::ModelCall && own == NodeKind::SubCall))
        return node;
    if (own == NodeKind::SubCall || own == NodeKind::Frame)
        return NoNode;
    const NodeIndex turn = own == NodeKind::Turn ? node : tree.node(node).parent;
    NodeIndex found = NoNode;
    for (NodeIndex child = turn == NoNode ? NoNode : tree.node(turn).firstChild; child != NoNode; child = tree.node(child).nextSibling)
        if (tree.node(child).kind == kind)
            found = child;
    return found;
}

} // namespace

Inspector::Inspector(QWidget* parent) : InspectorPanel(parent) {
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(120);
    connect(&m_refresh, &QTimer::timeout, this, [this] { refresh(true); });
    connect(this, &InspectorPanel::copyCodeRequested, this, &Inspector::copyCode);
    connect(this, &InspectorPanel::copyPromptRequested, this, &Inspector::copyPrompt);
    connect(this, &InspectorPanel::copyReplyRequested, this, &Inspector::copyReply);
    connect(this, &InspectorPanel::copyAnswerRequested, this, &Inspector::copyAnswer);
    connect(this, &InspectorPanel::copyOutputRequested, this, &Inspector::copyOutput);
    connect(this, &InspectorPanel::copyTextRequested, this, [this](const QString& what, const QString& text) { put(what, text, {}); });
    connect(this, &InspectorPanel::copiedFromView, this, [this](quint64 bytes) { Q_EMIT copied(tr("%1 copied, %2").arg(tr("Selection"), format::bytes(bytes))); });
    connect(this, &InspectorPanel::problemInView, this, &Inspector::copyFailed);
}

void Inspector::setDocument(RunDocument* document) {
    if (document == m_document)
        return;
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    setNode(NoNode);
    if (!document)
        return;
    connect(document, &RunDocument::reset, this, [this] { setNode(NoNode); });
    connect(document, &RunDocument::nodesChanged, this, &Inspector::onNodesChanged);
    connect(document, &RunDocument::momentChanged, this, [this] {
        // The moment may move at every frame; texts are read from the trace a few times a second.
        if (m_node != NoNode && !showNotYet() && !m_refresh.isActive()) m_refresh.start();
    });
    connect(document, &RunDocument::runChanged, this, [this] {
        const NodeStatus status = page().node.status;
        const bool open = status == NodeStatus::Running || status == NodeStatus::Queued;
        if (m_node != NoNode && open && page().paused != m_document->isPaused() && !m_refresh.isActive()) m_refresh.start();
    });
    connect(document, &RunDocument::replyGrew, this, [this](quint32 call, const QString& text, bool reasoning) {
        if (call == m_call)
            appendReply(text, reasoning);
    });
}

void Inspector::onNodesChanged(quint32 firstNew, const QVector<quint32>& changed) {
    if (m_node == NoNode || !m_document)
        return;
    // A turn that gets its cell, or a node that changed: read again, soon.
    bool mine = std::any_of(changed.begin(), changed.end(), [this](quint32 n) { return concerns(n); });
    const auto& nodes = m_document->tree().nodes();
    for (std::size_t i = firstNew; !mine && i < nodes.size(); ++i)
        mine = nodes[i].parent == m_node || (m_call != NoNode && nodes[i].parent == nodes[m_call].parent && nodes[i].kind == NodeKind::Cell);
    if (mine && !m_refresh.isActive())
        m_refresh.start();
}

/// A node that had not started at the moment shown stays chosen; the inspector says when it will be there.
bool Inspector::showNotYet() {
    if (m_node < m_document->tree().size() || m_node >= m_document->whole().size()) return false;
    m_refresh.stop();
    m_cell = m_call = NoNode;
    output()->setCell(m_document, NoNode);
    const auto start = static_cast<std::int64_t>(m_document->whole().node(m_node).id.seq);
    clear(tr("%1 had not started at the moment shown. It starts at event %2.").arg(nodeName(m_document->whole(), m_node), format::count(start)));
    return true;
}

void Inspector::setNode(NodeIndex node) {
    m_refresh.stop();
    if (!m_document || node == NoNode || node >= m_document->whole().size()) {
        m_node = m_cell = m_call = NoNode;
        output()->setCell(m_document, NoNode);
        clear(tr("Choose a row of the call tree to see its code, messages and output."));
        return;
    }
    const bool same = node == m_node;
    m_node = node;
    if (showNotYet()) return;
    refresh(same);
}

void Inspector::refresh(bool sameNode) {
    if (!m_document || m_node == NoNode || m_node >= m_document->tree().nodes().size())
        return;
    const RunTree& tree = m_document->tree();
    const NodeIndex cell = related(tree, m_node, NodeKind::Cell);
    const NodeIndex call = related(tree, m_node, NodeKind::ModelCall);
    InspectorPage page;
    page.node = m_document->details(m_node);
    page.cell = cell == m_node ? page.node : cell == NoNode ? NodeDetails{} : m_document->details(cell);
    if (call != NoNode) page.call = callDetails(*m_document, call, &this->page().call);
    for (const NodeIndex step : page.node.path)
        page.path.append({step, tree.node(step).kind, nodeName(tree, step)});
    page.numbers = numbersOf(tree, tree.node(m_node));
    page.simulated = tree.node(m_node).simulated;
    page.paused = m_document->isPaused() && (page.node.status == NodeStatus::Running || page.node.status == NodeStatus::Queued);
    const bool sameParts = sameNode && cell == m_cell && call == m_call;
    m_cell = cell;
    m_call = call;
    output()->setCell(m_document, cell);
    setPage(page, sameParts);
}

void Inspector::put(const QString& what, const QString& text, const QString& problem) {
    if (!problem.isEmpty()) {
        Q_EMIT copyFailed(problem);
        return;
    }
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT copied(tr("%1 copied, %2").arg(what, format::bytes(static_cast<quint64>(text.toUtf8().size()))));
}

void Inspector::copyCode() {
    QString problem;
    if (m_document && m_cell != NoNode) {
        const QString text = m_document->codeOf(m_cell, &problem);
        put(tr("Code"), text, problem);
    }
}

void Inspector::copyPrompt() {
    QString problem;
    if (m_document && m_call != NoNode) {
        const QString text = m_document->promptOf(m_call, &problem);
        put(tr("Prompt"), text, problem);
    } else if (m_document && m_node != NoNode) {
        put(tr("Question"), page().node.question.text, page().node.question.error);
    }
}

void Inspector::copyReply() {
    QString problem;
    if (m_document && m_call != NoNode) {
        const QString text = m_document->replyOf(m_call, &problem);
        put(tr("Reply"), text, problem);
    }
}

void Inspector::copyAnswer() {
    if (m_document && m_node != NoNode)
        put(tr("Answer"), page().node.answer.text, page().node.answer.error);
}

void Inspector::copyOutput() {
    if (!m_document || m_cell == NoNode) return;
    const auto* source = output()->source(NodeOutput::Both);
    TextRows rows;
    rows.setSource(output()->source(NodeOutput::Both));
    QString problem;
    const QString text = rows.text(0, source->byteSize(), &problem);
    put(tr("Output"), text, problem);
}

} // namespace rlmscope
