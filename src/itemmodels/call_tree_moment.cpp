// The call tree at another moment: rows of what had not started go, the others stay where they are.
#include "itemmodels/call_tree_group.h"
#include "itemmodels/call_tree_model.h"
#include "itemmodels/run_document.h"

#include <algorithm>

namespace rlmscope {

NodeIndex CallTreeModel::startOf(Item item) const { return item & GroupBit ? m_groups[item & ~GroupBit].members.front() : item; }

NodeIndex CallTreeModel::shownEnd() const { return m_past ? static_cast<NodeIndex>(m_document->tree().size()) : NoNode; }

bool CallTreeModel::exists(Item item) const { return startOf(item) < shownEnd(); }

/// Of a million rows in one go: asked once, how many nodes there are at the moment.
std::vector<CallTreeModel::Item> CallTreeModel::existing(std::vector<Item> items) const {
    if (m_past) std::erase_if(items, [this, end = shownEnd()](Item item) { return startOf(item) >= end; });
    return items;
}

void CallTreeModel::onMoment() {
    if (!m_document) return;
    m_moving = true;
    Q_EMIT aboutToMoveInTime();
    const bool past = m_document->moment() != 0;
    if (past && !m_past) m_allRows = m_rows;
    for (auto& group : m_groups) group.dirty = true;
    if (m_rowsFiltered || isFiltering()) { // what a filter leaves of what exists
        m_past = past;
        syncRows();
        if (m_rows.size() > 0) Q_EMIT dataChanged(index(0, 0), index(m_rows.size() - 1, ColumnCount - 1));
        m_moving = false;
        Q_EMIT movedInTime();
        m_span = span();
        return Q_EMIT spanChanged();
    }
    if (!m_past) m_rowsEnd = NoNode;
    m_past = past;
    if (!moveRows(m_rowsEnd)) replaceRows(existing(m_allRows.items()));
    m_rowsEnd = shownEnd();
    if (!past) m_allRows.clear();
    if (m_rows.size() > 0) Q_EMIT dataChanged(index(0, 0), index(m_rows.size() - 1, ColumnCount - 1));
    m_moving = false;
    Q_EMIT movedInTime();
    m_span = span();
    Q_EMIT spanChanged();
}

/// New nodes of a live run while an earlier moment is shown: they are not rows, but siblings may have become a group.
void CallTreeModel::onGrew() {
    if (!m_document || !m_past) return;
    const auto n = static_cast<NodeIndex>(whole().nodes().size());
    if (m_seen < n) {
        const auto groups = m_groups.size();
        std::size_t grouped = 0, groupedNow = 0;
        for (const auto& group : m_groups) grouped += group.grouped;
        while (m_seen < n) addNode(m_seen);
        for (std::size_t i = 0; i < groups; ++i) groupedNow += m_groups[i].grouped;
        if (groupedNow != grouped && isHidingRows()) showExisting();
    }
    if (const auto now = span(); now != m_span) {
        m_span = now;
        Q_EMIT spanChanged();
    }
}

void CallTreeModel::showExisting() {
    replaceRows(existing(m_allRows.items()));
}

/// Rows that went and came, between what is the same above and below them.
void CallTreeModel::replaceRows(const std::vector<Item>& rows) {
    const auto old = m_rows.items();
    const auto most = std::min(old.size(), rows.size());
    std::size_t above = 0, below = 0;
    while (above < most && old[above] == rows[above]) ++above;
    while (below < most - above && old[old.size() - 1 - below] == rows[rows.size() - 1 - below]) ++below;
    const auto at = static_cast<int>(above);
    if (const auto gone = static_cast<int>(old.size() - above - below); gone > 0) {
        beginRemoveRows({}, at, at + gone - 1);
        m_rows.erase(at, gone);
        endRemoveRows();
    }
    if (const auto fresh = rows.size() - above - below; fresh > 0) {
        beginInsertRows({}, at, at + static_cast<int>(fresh) - 1);
        m_rows.insert(at, std::span(rows).subspan(above, fresh));
        endInsertRows();
    }
}

/// The same where the rows before are those of m_allRows that had started before the node `wasEnd`: as few moves as there are
/// places, found in one pass without copies of a million rows. False when these are too many to be worth it, or when the
/// rows before were others; nothing is done then.
bool CallTreeModel::moveRows(NodeIndex wasEnd) {
    struct Move {
        int at = 0, gone = 0;     ///< rows before
        std::vector<Item> fresh;
    };
    constexpr std::size_t MostMoves = 16;
    const auto isEnd = shownEnd();
    std::vector<Move> moves;
    int before = 0;
    bool joined = false, few = true; // joined: the row looked at last was moved too
    m_allRows.each([&](Item item) {
        const auto start = startOf(item);
        const bool was = start < wasEnd, is = start < isEnd;
        if (was == is) {
            joined = joined && !was;
        } else if (few) {
            if (!joined) moves.push_back({before, 0, {}});
            few = moves.size() <= MostMoves;
            joined = true;
            if (was) ++moves.back().gone;
            else moves.back().fresh.push_back(item);
        }
        before += was;
    });
    if (!few || before != m_rows.size()) return false;
    for (auto move = moves.rbegin(); move != moves.rend(); ++move) { // from below: what is above keeps its place
        if (move->gone > 0) {
            beginRemoveRows({}, move->at, move->at + move->gone - 1);
            m_rows.erase(move->at, move->gone);
            endRemoveRows();
        }
        if (const auto fresh = static_cast<int>(move->fresh.size()); fresh > 0) {
            beginInsertRows({}, move->at, move->at + fresh - 1);
            m_rows.insert(move->at, move->fresh);
            endInsertRows();
        }
    }
    return true;
}

} // namespace rlmscope
