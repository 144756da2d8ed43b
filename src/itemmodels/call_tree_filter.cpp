// The call tree under a question: which rows a filter leaves, and which rows answer.
#include "itemmodels/call_tree_group.h"
#include "itemmodels/call_tree_model.h"
#include "itemmodels/format.h"
#include "itemmodels/node_search.h"
#include "itemmodels/run_annotations.h"
#include "itemmodels/run_document.h"

#include <algorithm>

namespace rlmscope {

namespace {

constexpr std::size_t UnfoldedRows = 20'000; // more are shown folded: nobody reads them all
constexpr int SyncEvery = 80;                // ms, while answers pour in

} // namespace

void CallTreeModel::setSearch(NodeSearch* search) {
    if (search == m_search) return;
    if (m_search) m_search->disconnect(this);
    m_search = search;
    clearMatches();
    if (search) {
        connect(search, &NodeSearch::restarted, this, [this] {
            clearMatches();
            scheduleRows(); // what was found before stays until something new is
        });
        connect(search, &NodeSearch::found, this, &CallTreeModel::takeMatches);
        connect(search, &NodeSearch::stateChanged, this, [this] {
            if (m_search && !m_search->isLooking() && m_sync.isActive()) syncRows();
        });
        takeMatches(QVector<quint32>(search->matches().begin(), search->matches().end()), {});
    }
    scheduleRows();
}

// At an earlier moment the filter rests: which rows there are is a matter of time then, and answers are marked only.
bool CallTreeModel::isFiltering() const {
    return m_filtering && m_search && m_search->isActive() && !(m_document && m_document->moment() != 0);
}

/// Connected before anything else looks at the moment: the rows must be those of the tree when time moves.
void CallTreeModel::restWhileInThePast() {
    if (isFiltering()) scheduleRows();
    else if (m_rowsFiltered) syncRows();
}

void CallTreeModel::setFiltering(bool filtering) {
    if (filtering == m_filtering) return;
    m_filtering = filtering;
    m_toggled.clear();
    syncRows();
}

void CallTreeModel::clearMatches() {
    const auto n = m_document ? whole().size() : 0; // whatever moment is shown
    m_match.assign(n, false);
    m_shownBelow.assign(n, 0);
    for (auto& group : m_groups) group.matches = 0;
    m_shown = 0;
    m_toggled.clear();
}

void CallTreeModel::takeMatches(const QVector<quint32>& added, const QVector<quint32>& removed) {
    if (!m_document) return;
    const auto n = std::max(m_match.size(), whole().size());
    m_match.resize(n);
    m_shownBelow.resize(n);
    for (const auto node : removed) setMatch(node, false);
    for (const auto node : added) setMatch(node, true);
    scheduleRows();
}

void CallTreeModel::setMatch(NodeIndex node, bool match) {
    if (node >= m_match.size() || m_match[node] == match) return;
    const bool was = isShown(node);
    m_match[node] = match;
    if (node < m_groupOf.size() && m_groupOf[node]) m_groups[m_groupOf[node] - 1].matches += match ? 1U : UINT32_MAX;
    if (isShown(node) != was) countShown(node, match ? 1 : -1);
}

/// A node came to be shown, or is not shown any more: so may those above it.
void CallTreeModel::countShown(NodeIndex node, int step) {
    const auto nodes = whole().nodes();
    m_shown += static_cast<std::size_t>(step);
    for (auto up = node < nodes.size() ? nodes[node].parent : NoNode; up != NoNode; up = nodes[up].parent) {
        const bool was = isShown(up);
        m_shownBelow[up] += static_cast<std::uint32_t>(step);
        if (isShown(up) == was) return;
        m_shown += static_cast<std::size_t>(step);
    }
}

bool CallTreeModel::isOpenWhenFiltered(Item item) const {
    const bool root = !(item & GroupBit) && whole().node(item).parent == NoNode;
    return (m_filterOpen || root) != (m_toggled.count(item) != 0);
}

/// What the filter shows, in row order. Costs what it shows, and one pass over two arrays.
std::vector<CallTreeModel::Item> CallTreeModel::filteredItems() const {
    const auto& nodes = m_document->tree().nodes();
    const auto n = static_cast<NodeIndex>(std::min({nodes.size(), m_match.size(), static_cast<std::size_t>(m_seen)}));
    // Children that are shown, by parent; in start order, as siblings are.
    std::vector<std::uint32_t> first(n + 1, 0);
    std::vector<NodeIndex> children, roots;
    std::uint32_t sum = 0;
    for (NodeIndex i = 0; i < n; ++i) {
        first[i] = sum;
        sum += m_shownBelow[i];
    }
    children.resize(sum, NoNode);
    std::vector<std::uint32_t> filled(first.begin(), first.end() - 1);
    for (NodeIndex i = 0; i < n; ++i) {
        if (!isShown(i)) continue;
        if (nodes[i].parent == NoNode) roots.push_back(i);
        else if (auto& at = filled[nodes[i].parent]; at < children.size()) children[at++] = i;
    }
    std::vector<Item> items;
    std::vector<Item> stack(roots.rbegin(), roots.rend());
    const auto push = [&](auto begin, auto end) { // reversed: the first comes off first
        const auto from = static_cast<std::ptrdiff_t>(stack.size());
        std::uint32_t group = 0;
        for (auto it = begin; it != end; ++it) {
            const auto child = *it;
            if (child == NoNode) continue;
            const auto of = m_groupOf[child];
            if (!of || !m_groups[of - 1].grouped) stack.push_back(child);
            else if (of != group && std::find(stack.begin() + from, stack.end(), GroupBit | (of - 1)) == stack.end()) stack.push_back(GroupBit | (of - 1));
            group = of;
        }
        std::reverse(stack.begin() + from, stack.end());
    };
    while (!stack.empty()) {
        const auto item = stack.back();
        stack.pop_back();
        items.push_back(item);
        if (!isOpen(item)) continue;
        if (item & GroupBit) {
            const auto& members = m_groups[item & ~GroupBit].members;
            for (auto it = members.rbegin(); it != members.rend(); ++it)
                if (isShown(*it)) stack.push_back(*it);
        } else {
            push(children.begin() + first[item], children.begin() + filled[item]);
        }
    }
    return items;
}

void CallTreeModel::scheduleRows() {
    if (!m_sync.isActive()) m_sync.start(isFiltering() && m_rows.size() > 0 ? SyncEvery : 0);
}

/// Rows come and go one block at a time, so that what stays keeps its selection and its place.
void CallTreeModel::syncRows() {
    m_sync.stop();
    if (!m_document) return;
    m_syncing = true;
    replaceRows();
    m_syncing = false;
    Q_EMIT rowsSynced();
}

void CallTreeModel::replaceRows() {
    const bool filters = isFiltering();
    if (!filters && !m_rowsFiltered) { // marks only
        if (m_rows.size() > 0) Q_EMIT dataChanged(index(0, NameColumn), index(m_rows.size() - 1, NameColumn));
        return;
    }
    m_rowsFiltered = filters;
    if (filters) {
        const bool open = m_shown <= UnfoldedRows;
        if (open != m_filterOpen) m_toggled.clear();
        m_filterOpen = open;
    }
    std::vector<Item> wanted;
    if (filters) wanted = filteredItems();
    else
        for (const auto root : whole().roots())
            if (root < m_seen) appendVisible(root, wanted);
    if (m_past) {
        m_allRows.assign(filters ? std::vector<Item>() : wanted);
        std::erase_if(wanted, [this](Item item) { return !exists(item); });
    }

    std::unordered_set<Item> stays;
    std::size_t same = 0;
    while (same < wanted.size() && same < static_cast<std::size_t>(m_rows.size()) && m_rows.at(static_cast<int>(same)) == wanted[same]) ++same;
    if (same == wanted.size() && same == static_cast<std::size_t>(m_rows.size())) return;
    stays.reserve(wanted.size() - same);
    for (std::size_t i = same; i < wanted.size(); ++i) stays.insert(wanted[i]);
    // What goes, from the end up, so that row numbers above stay as they are.
    for (int row = m_rows.size(); row > static_cast<int>(same);) {
        const int end = row;
        while (row > static_cast<int>(same) && stays.count(m_rows.at(row - 1)) == 0) --row;
        if (end > row) removeItems(row, end - row);
        else --row;
    }
    // What stays must stand in the wanted order; a fan-out that has become a group may have moved.
    std::size_t at = same;
    for (int row = static_cast<int>(same); row < m_rows.size(); ++row) {
        while (at < wanted.size() && wanted[at] != m_rows.at(row)) ++at;
        if (at++ >= wanted.size()) {
            beginResetModel();
            m_rows.assign(wanted);
            endResetModel();
            return;
        }
    }
    for (std::size_t i = same; i < wanted.size();) {
        const auto begin = i;
        const int row = static_cast<int>(i);
        const Item next = row < m_rows.size() ? m_rows.at(row) : NoItem;
        while (i < wanted.size() && wanted[i] != next) ++i;
        insertItems(row, {wanted.begin() + static_cast<std::ptrdiff_t>(begin), wanted.begin() + static_cast<std::ptrdiff_t>(i)});
        while (i < wanted.size() && i < static_cast<std::size_t>(m_rows.size()) && m_rows.at(static_cast<int>(i)) == wanted[i]) ++i;
    }
    if (m_rows.size() > 0) Q_EMIT dataChanged(index(0, NameColumn), index(m_rows.size() - 1, NameColumn));
}

QVariant CallTreeModel::matchData(Item item, int role) const {
    const bool group = item & GroupBit;
    const bool searched = m_search && m_search->isActive();
    const auto& said = m_document->annotations()->all();
    switch (role) {
    case BookmarkRole:
        return !group && said.isBookmarked(m_document->tree().node(item).id);
    case NoteRole: {
        if (group) return QString();
        const auto& note = said.note(m_document->tree().node(item).id);
        return QString::fromUtf8(note.data(), static_cast<qsizetype>(note.size()));
    }
    case MatchRole:
        if (!searched) return false;
        return group ? m_groups[item & ~GroupBit].matches > 0 : item < m_match.size() && m_match[item];
    case AsideRole:
        return isFiltering() && !(group ? m_groups[item & ~GroupBit].matches > 0 : item < m_match.size() && m_match[item]);
    case ExpandableRole:
        if (isFiltering() && !group) return item < m_shownBelow.size() && m_shownBelow[item] > 0;
        return {};
    case HintRole:
        if (!searched || !group || m_groups[item & ~GroupBit].matches == 0) return {};
        return tr("%1 of %2 match").arg(format::count(m_groups[item & ~GroupBit].matches), format::count(static_cast<std::int64_t>(m_groups[item & ~GroupBit].members.size())));
    default: return {};
    }
}

/// The first child that is shown after `before` (NoNode: of all), or the last one before it.
NodeIndex CallTreeModel::shownChild(NodeIndex node, NodeIndex other, bool last) const {
    const auto& tree = m_document->tree();
    const auto n = tree.nodes().size();
    NodeIndex found = NoNode;
    if (node == NoNode) {
        for (const auto root : tree.roots()) {
            if (last && root == other) break;
            if (!isShown(root) || (!last && other != NoNode && root <= other)) continue;
            found = root;
            if (!last) break;
        }
        return found;
    }
    for (auto child = !last && other != NoNode ? tree.node(other).nextSibling : tree.node(node).firstChild; child != NoNode && child < n;
         child = tree.node(child).nextSibling) {
        if (last && child == other) break;
        if (!isShown(child)) continue;
        found = child;
        if (!last) break;
    }
    return found;
}

NodeIndex CallTreeModel::nextMatch(NodeIndex from, bool backwards) const {
    if (!m_document || m_shown == 0) return NoNode;
    const auto& tree = m_document->tree();
    const auto n = tree.nodes().size();
    const auto parentOf = [&](NodeIndex node) { return tree.node(node).parent; };
    const auto deepest = [&](NodeIndex node) { // the last row below
        for (auto child = shownChild(node, NoNode, true); child != NoNode; child = shownChild(node, NoNode, true)) node = child;
        return node;
    };
    NodeIndex at = from < n ? from : NoNode;
    for (int around = 0; around < 2;) {
        if (!backwards) {
            NodeIndex next = at == NoNode ? shownChild(NoNode, NoNode, false) : shownChild(at, NoNode, false);
            for (auto up = at; next == NoNode && up != NoNode; up = parentOf(up)) next = shownChild(parentOf(up), up, false);
            at = next;
        } else {
            const auto before = at == NoNode ? shownChild(NoNode, NoNode, true) : shownChild(parentOf(at), at, true);
            at = before != NoNode ? deepest(before) : at == NoNode ? NoNode : parentOf(at);
        }
        if (at == NoNode) ++around; // past the end: once more from the other one
        else if (at < m_match.size() && m_match[at]) return at;
    }
    return NoNode;
}

} // namespace rlmscope
