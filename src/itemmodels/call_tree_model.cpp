#include "itemmodels/call_tree_model.h"

#include "itemmodels/call_tree_group.h"
#include "itemmodels/run_annotations.h"
#include "itemmodels/run_document.h"

#include <algorithm>

namespace rlmscope {

void CallTreeModel::Group::count(const RunTree& tree) const {
    if (!dirty) return;
    total = 0;
    ok = failed = running = queued = cancelled = interrupted = retried = calls = 0;
    cost = {};
    tokens = 0;
    costUnknown = simulated = false;
    start = -1;
    end = 0;
    for (const auto index : members) {
        if (index >= tree.size()) break; // has not started
        ++total;
        const auto& n = tree.node(index);
        switch (n.status) {
        case NodeStatus::Ok: ++ok; break;
        case NodeStatus::Error: ++failed; break;
        case NodeStatus::Running: ++running; break;
        case NodeStatus::Queued: ++queued; break;
        case NodeStatus::Cancelled: ++cancelled; break;
        case NodeStatus::Interrupted: ++interrupted; break;
        }
        retried += n.attempts > 1;
        calls += static_cast<int>(n.calls);
        cost += n.totalCost;
        tokens += n.totalUsage.input() + n.totalUsage.output;
        costUnknown |= n.costUnknown;
        simulated |= n.simulated;
        if (start < 0 || n.start < start) start = n.start;
        end = std::max(end, n.end);
    }
    if (running + queued > 0) end = -1;
    dirty = false;
}

NodeStatus CallTreeModel::Group::status() const {
    if (running > 0) return NodeStatus::Running;
    if (queued > 0) return ok + failed > 0 ? NodeStatus::Running : NodeStatus::Queued;
    if (interrupted > 0) return NodeStatus::Interrupted;
    if (failed > 0) return NodeStatus::Error;
    if (cancelled > 0) return NodeStatus::Cancelled;
    return NodeStatus::Ok;
}

CallTreeModel::CallTreeModel(QObject* parent) : QAbstractTableModel(parent) {
    m_sync.setSingleShot(true);
    connect(&m_sync, &QTimer::timeout, this, &CallTreeModel::syncRows);
}
CallTreeModel::~CallTreeModel() = default;

void CallTreeModel::setDocument(RunDocument* document) {
    if (m_document == document) return;
    if (m_document) {
        m_document->disconnect(this);
        m_document->annotations()->disconnect(this);
    }
    m_document = document;
    if (document) {
        connect(document, &RunDocument::momentChanged, this, &CallTreeModel::restWhileInThePast);
        connect(document->annotations(), &RunAnnotations::changed, this, [this] {
            if (rowCount() > 0) Q_EMIT dataChanged(index(0, NameColumn), index(rowCount() - 1, NameColumn), {BookmarkRole, NoteRole});
        });
        connect(document, &RunDocument::reset, this, &CallTreeModel::rebuild);
        connect(document, &RunDocument::nodesChanged, this, &CallTreeModel::onNodesChanged);
        connect(document, &RunDocument::momentChanged, this, &CallTreeModel::onMoment);
        connect(document, &RunDocument::grew, this, &CallTreeModel::onGrew);
        connect(document, &RunDocument::runChanged, this, [this] {
            if (const auto now = span(); now != m_span) {
                m_span = now;
                Q_EMIT spanChanged();
            }
            if (m_document->isPaused() == m_paused) return;
            m_paused = !m_paused;
            if (rowCount() > 0) Q_EMIT dataChanged(index(0, NameColumn), index(rowCount() - 1, TimeColumn), {PausedRole});
        });
        connect(document, &QObject::destroyed, this, &CallTreeModel::rebuild);
    }
    rebuild();
}

void CallTreeModel::setShowsOwn(bool own) {
    if (own == m_showsOwn) return;
    m_showsOwn = own;
    Q_EMIT headerDataChanged(Qt::Horizontal, CostColumn, TokensColumn);
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, CostColumn), index(rowCount() - 1, CachedColumn));
}

// ---- structure -----------------------------------------------------------------------------------------------

const RunTree& CallTreeModel::whole() const { return m_document->whole(); }

bool CallTreeModel::isOpen(Item item) const {
    if (isFiltering()) return isOpenWhenFiltered(item);
    return item & GroupBit ? m_groups[item & ~GroupBit].open : m_open[item];
}

CallTreeModel::Item CallTreeModel::itemOf(NodeIndex node) const {
    const auto group = m_groupOf[node];
    if (group && m_groups[group - 1].grouped) return GroupBit | (group - 1);
    return node;
}

CallTreeModel::Item CallTreeModel::parentItem(Item item) const {
    if (item & GroupBit) return m_groups[item & ~GroupBit].parent;
    if (const auto group = itemOf(item); group & GroupBit) return group;
    return whole().node(item).parent;
}

// A node is visible when everything above it is open.
bool CallTreeModel::isVisible(NodeIndex node) const {
    for (Item item = parentItem(node); item != NoNode; item = parentItem(item))
        if (!isOpen(item)) return false;
    return true;
}

std::vector<CallTreeModel::Item> CallTreeModel::childItems(Item item) const {
    if (item & GroupBit) return m_groups[item & ~GroupBit].members;
    std::vector<Item> items;
    const auto& tree = whole();
    for (auto child = tree.node(item).firstChild; child != NoNode; child = tree.node(child).nextSibling) {
        if (child >= m_seen) break;
        const auto shown = itemOf(child);
        if (!(shown & GroupBit) || m_groups[shown & ~GroupBit].members.front() == child) items.push_back(shown);
    }
    return items;
}

void CallTreeModel::appendVisible(Item root, std::vector<Item>& out) const {
    // An explicit stack: depth 10,000 is just a number.
    std::vector<Item> stack{root};
    while (!stack.empty()) {
        const auto item = stack.back();
        stack.pop_back();
        out.push_back(item);
        if (!isOpen(item)) continue;
        const auto children = childItems(item);
        stack.insert(stack.end(), children.rbegin(), children.rend());
    }
}

int CallTreeModel::levelOf(Item item) const {
    int level = 0;
    for (Item up = parentItem(item); up != NoNode; up = parentItem(up)) ++level;
    return level;
}

int CallTreeModel::afterSubtree(Item item, Item fresh) const {
    // The last visible row below: follow the last child while it is open.
    while (isOpen(item)) {
        Item last = NoItem;
        if (item & GroupBit) {
            const auto& members = m_groups[item & ~GroupBit].members;
            last = members.back();
            if (last == fresh) last = members.size() > 1 ? members[members.size() - 2] : NoItem;
        } else {
            last = m_lastChild[item];
        }
        if (last == NoItem || list().rowOf(last) < 0) break;
        item = last;
    }
    return list().rowOf(item) + 1;
}

void CallTreeModel::insertItems(int row, const std::vector<Item>& items) {
    if (items.empty()) return;
    if (isHidingRows()) return m_allRows.insert(row, items); // showExisting() tells
    beginInsertRows({}, row, row + static_cast<int>(items.size()) - 1);
    m_rows.insert(row, items);
    endInsertRows();
}

void CallTreeModel::removeItems(int row, int count) {
    if (count == 0) return;
    if (isHidingRows()) return m_allRows.erase(row, count);
    beginRemoveRows({}, row, row + count - 1);
    m_rows.erase(row, count);
    endRemoveRows();
}

void CallTreeModel::rebuild() {
    beginResetModel();
    m_rows.clear();
    m_allRows.clear();
    m_open.clear();
    m_lastChild.clear();
    m_groupOf.clear();
    m_groups.clear();
    m_groupByKey.clear();
    clearMatches();
    m_rowsFiltered = isFiltering();
    m_seen = 0;
    m_past = m_document && m_document->moment() != 0;
    if (m_document) {
        const auto& tree = whole();
        const auto n = static_cast<NodeIndex>(tree.nodes().size());
        // A long recorded tree opens folded below its turns; a short one, and a live one, open.
        m_defaultOpen = n <= 2000;
        m_open.assign(n, m_defaultOpen);
        m_groupOf.assign(n, 0);
        m_lastChild.assign(n, NoItem);
        m_seen = n;
        for (NodeIndex i = 0; i < n; ++i) {
            if (!m_defaultOpen && tree.node(i).kind == NodeKind::Frame && tree.node(i).parent == NoNode) m_open[i] = true;
            joinGroup(i);
        }
        for (NodeIndex i = 0; i < n; ++i) {
            const auto item = itemOf(i);
            const bool stands = !(item & GroupBit) || m_groups[item & ~GroupBit].members.front() == i;
            if (const auto parent = tree.node(i).parent; parent != NoNode && stands) m_lastChild[parent] = item;
        }
        std::vector<Item> visible;
        if (!isFiltering())
            for (const auto root : tree.roots()) appendVisible(root, visible);
        m_allRows.assign(m_past ? visible : std::vector<Item>());
        m_rows.assign(existing(std::move(visible)));
        m_defaultOpen = true; // whatever comes now comes live
    }
    m_span = span();
    endResetModel();
    Q_EMIT spanChanged();
}

// Fan-outs: members of one batch, or sub-calls and children that one cell started one after another.
void CallTreeModel::joinGroup(NodeIndex node) {
    const auto& n = whole().node(node);
    if (n.parent == NoNode || (n.kind != NodeKind::SubCall && n.kind != NodeKind::Frame)) return;
    const std::uint64_t kind = n.kind == NodeKind::Frame ? 1 : 0;
    const auto key = std::uint64_t{n.parent} << 32 | std::uint64_t{n.batch} << 1 | kind;
    auto [found, fresh] = m_groupByKey.try_emplace(key, static_cast<std::uint32_t>(m_groups.size()));
    if (fresh) {
        Group group;
        group.parent = n.parent;
        group.kind = n.kind;
        m_groups.push_back(std::move(group));
    }
    auto& group = m_groups[found->second];
    group.members.push_back(node);
    group.grouped = group.members.size() >= GroupFrom;
    group.dirty = true;
    m_groupOf[node] = found->second + 1;
}

void CallTreeModel::addNode(NodeIndex node) {
    const auto parent = whole().node(node).parent;
    m_open.push_back(m_defaultOpen);
    m_lastChild.push_back(NoItem);
    m_groupOf.push_back(0);
    m_seen = node + 1;
    joinGroup(node);

    const auto groupIndex = m_groupOf[node];
    if (isFiltering()) { // the rows come from what the search finds
        if (parent == NoNode || (groupIndex && m_groups[groupIndex - 1].members.size() > GroupFrom)) return;
        const bool folds = groupIndex && m_groups[groupIndex - 1].grouped;
        m_lastChild[parent] = folds ? childItems(parent).back() : node;
        if (folds) scheduleRows();
        return;
    }
    if (groupIndex && m_groups[groupIndex - 1].grouped) {
        if (m_groups[groupIndex - 1].members.size() == GroupFrom) foldIntoGroup(groupIndex - 1);
        else if (const Item item = GroupBit | (groupIndex - 1); isOpen(item) && list().rowOf(item) >= 0)
            insertItems(afterSubtree(item, node), {node});
        return;
    }
    if (parent == NoNode) {
        insertItems(list().size(), {node});
        return;
    }
    if (isVisible(node) && list().rowOf(parent) >= 0) insertItems(afterSubtree(parent), {node});
    m_lastChild[parent] = node;
}

// The siblings that had a row each become one row, where the first of them stood. Their rows stand together as a rule and go
// at once: a view pays for each removal.
void CallTreeModel::foldIntoGroup(std::uint32_t groupIndex) {
    auto& group = m_groups[groupIndex];
    const int first = list().rowOf(group.members.front());
    if (first >= 0) {
        group.grouped = false; // while their rows still stand
        int from = -1, to = -1; // rows that are to go
        for (std::size_t i = group.members.size() - 1; i-- > 0;) {
            const int row = list().rowOf(group.members[i]);
            if (row < 0) continue;
            const int end = afterSubtree(group.members[i]);
            if (from >= 0 && end != from) {
                removeItems(from, to - from);
                from = -1;
            }
            if (from < 0) to = end;
            from = row;
        }
        if (from >= 0) removeItems(from, to - from);
        group.grouped = true;
        insertItems(first, {GroupBit | groupIndex});
    }
    m_lastChild[group.parent] = childItems(group.parent).back();
}

void CallTreeModel::touch(Item item) {
    const int row = m_rows.rowOf(item);
    if (row >= 0) Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void CallTreeModel::onNodesChanged(quint32 firstNew, const QVector<quint32>& changed) {
    if (!m_document) return;
    Q_UNUSED(firstNew);
    const auto n = static_cast<NodeIndex>(m_document->tree().nodes().size());
    const auto wasSeen = m_seen;
    while (m_seen < n) addNode(m_seen);

    if (const auto now = span(); now != m_span) {
        m_span = now;
        Q_EMIT spanChanged();
    }
    // A change that touches much is announced once, for all rows.
    if (changed.size() > 64 && changed.size() > m_rows.size() / 2) {
        for (const auto node : changed)
            if (node < m_seen && m_groupOf[node]) m_groups[m_groupOf[node] - 1].dirty = true;
        if (m_rows.size() > 0) Q_EMIT dataChanged(index(0, 0), index(m_rows.size() - 1, ColumnCount - 1));
        return;
    }
    std::vector<Item> items;
    items.reserve(static_cast<std::size_t>(changed.size()));
    for (const auto node : changed) {
        if (node >= m_seen) continue;
        if (const auto group = m_groupOf[node]) {
            m_groups[group - 1].dirty = true;
            if (m_groups[group - 1].grouped) items.push_back(GroupBit | (group - 1));
        }
        items.push_back(node);
    }
    for (auto node = wasSeen; node < m_seen; ++node) // a new member changes its group, a new child its parent's arrow
        if (const auto up = parentItem(node); up != NoNode) items.push_back(up);
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    for (const auto item : items) touch(item);
}

// ---- folding -------------------------------------------------------------------------------------------------

NodeIndex CallTreeModel::nodeAt(int row) const {
    if (row < 0 || row >= m_rows.size()) return NoNode;
    const auto item = m_rows.at(row);
    return item & GroupBit ? m_groups[item & ~GroupBit].members.front() : item;
}

bool CallTreeModel::isGroup(int row) const {
    return row >= 0 && row < m_rows.size() && (m_rows.at(row) & GroupBit);
}

int CallTreeModel::shownNodes() const { return m_rows.size() - m_rows.flagged(); }

int CallTreeModel::rowOf(NodeIndex node) const {
    return m_rows.rowOf(node);
}

int CallTreeModel::rowNear(NodeIndex node, bool ofGroup) const {
    if (!m_document || node >= m_seen) return -1;
    for (Item item = ofGroup ? itemOf(node) : node; item != NoItem; item = parentItem(item))
        if (const int row = m_rows.rowOf(item); row >= 0) return row;
    return -1;
}

int CallTreeModel::parentRow(int row) const {
    if (row < 0 || row >= m_rows.size()) return -1;
    const auto up = parentItem(m_rows.at(row));
    return up == NoNode ? -1 : m_rows.rowOf(up);
}

int CallTreeModel::reveal(NodeIndex node) {
    if (!m_document || node >= m_seen || !exists(node)) return -1;
    if (isFiltering()) {
        if (m_sync.isActive()) syncRows();
        if (!isShown(node)) return -1;
    }
    std::vector<Item> closed;
    for (Item item = parentItem(node); item != NoNode; item = parentItem(item))
        if (!isOpen(item)) closed.push_back(item);
    for (auto it = closed.rbegin(); it != closed.rend(); ++it)
        if (const int row = m_rows.rowOf(*it); row >= 0) setExpanded(row, true);
    return m_rows.rowOf(node);
}

void CallTreeModel::setExpanded(int row, bool expanded) {
    if (row < 0 || row >= m_rows.size()) return;
    const auto item = m_rows.at(row);
    if (isOpen(item) == expanded) return;
    if (isFiltering()) {
        if (!m_toggled.insert(item).second) m_toggled.erase(item);
        syncRows();
        return touch(item);
    }
    const auto set = [&](bool open) {
        if (item & GroupBit) m_groups[item & ~GroupBit].open = open;
        else m_open[item] = open;
    };
    const int at = m_past ? m_allRows.rowOf(item) : row;
    if (expanded) {
        set(true);
        std::vector<Item> visible;
        appendVisible(item, visible);
        visible.erase(visible.begin());
        insertItems(at + 1, visible);
    } else {
        const int end = afterSubtree(item);
        set(false);
        removeItems(at + 1, end - at - 1);
    }
    if (m_past) showExisting();
    touch(item);
}

void CallTreeModel::setOpenBelow(Item root, bool open) {
    std::vector<Item> stack = childItems(root);
    while (!stack.empty()) {
        const auto item = stack.back();
        stack.pop_back();
        if (item & GroupBit) m_groups[item & ~GroupBit].open = open;
        else m_open[item] = open;
        const auto children = childItems(item);
        stack.insert(stack.end(), children.begin(), children.end());
    }
}

void CallTreeModel::expandAllBelow(int row) {
    if (row < 0 || row >= m_rows.size()) return;
    if (isFiltering()) return setExpanded(row, true); // all that the filter shows below it
    setExpanded(row, false); // its rows go once and come back once
    setOpenBelow(m_rows.at(row), true);
    setExpanded(row, true);
}

void CallTreeModel::collapseAllBelow(int row) {
    if (row < 0 || row >= m_rows.size()) return;
    setExpanded(row, false);
    if (!isFiltering()) setOpenBelow(m_rows.at(row), false);
}

// ---- data ----------------------------------------------------------------------------------------------------

int CallTreeModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_rows.size();
}

int CallTreeModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

Nanos CallTreeModel::span() const {
    return m_document ? std::max<Nanos>(whole().now(), 0) : 0;
}

Nanos CallTreeModel::now() const {
    return m_document ? std::max<Nanos>(m_document->tree().now(), 0) : 0;
}

QVariant CallTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section >= CostColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole && (section == CostColumn || section == TokensColumn))
        return m_showsOwn ? tr("Of each row alone. Click for the sums with everything below it.")
                          : tr("With everything below each row. Click for each row alone.");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case CostColumn: return m_showsOwn ? tr("Own cost") : columnTitle(section);
    case TokensColumn: return m_showsOwn ? tr("Own tok.") : columnTitle(section);
    default: return columnTitle(section);
    }
}

QVariant CallTreeModel::data(const QModelIndex& index, int role) const {
    if (!m_document || !index.isValid() || index.row() >= m_rows.size()) return {};
    const auto item = m_rows.at(index.row());
    switch (role) { // the same for nodes and groups
    case LevelRole: return levelOf(item);
    case ExpandedRole: return isOpen(item);
    default: break;
    }
    if (const auto told = matchData(item, role); told.isValid()) return told;
    if (item & GroupBit) {
        const auto& group = m_groups[item & ~GroupBit];
        group.count(m_document->tree());
        return groupData(group, index.column(), role);
    }
    return nodeData(item, index.column(), role);
}

std::vector<float> CallTreeModel::groupArea(int row, int buckets) const {
    std::vector<float> area(static_cast<std::size_t>(std::max(buckets, 1)), 0.F);
    if (!isGroup(row)) return area;
    const auto& group = m_groups[m_rows.at(row) & ~GroupBit];
    const auto& tree = m_document->tree();
    group.count(tree);
    const Nanos end = group.end < 0 ? tree.now() : group.end;
    const auto length = static_cast<double>(std::max<Nanos>(end - group.start, 1));
    const auto bucketOf = [&](Nanos t) {
        const auto x = static_cast<double>(t - group.start) / length * buckets;
        return static_cast<std::size_t>(std::clamp(x, 0.0, buckets - 1.0));
    };
    std::vector<int> steps(area.size() + 1, 0); // +1 where a call leaves, -1 after it came back
    for (const auto index : group.members) {
        if (index >= tree.size()) break;
        const auto& n = tree.node(index);
        const Nanos from = n.kind == NodeKind::SubCall ? n.sent : n.start;
        if (n.status == NodeStatus::Queued || (n.kind == NodeKind::SubCall && n.sent == 0)) continue;
        ++steps[bucketOf(from)];
        --steps[bucketOf(n.endSeq ? n.end : tree.now()) + 1];
    }
    int level = 0, top = 1;
    for (std::size_t i = 0; i < area.size(); ++i) {
        level += steps[i];
        top = std::max(top, level);
        area[i] = static_cast<float>(level);
    }
    for (auto& value : area) value /= static_cast<float>(top);
    return area;
}

} // namespace rlmscope
