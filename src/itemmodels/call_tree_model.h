#pragma once
// The call tree as a flat list of visible rows, so that a table view stays quick at a million nodes (a QTreeView with
// everything open takes a second for each insertion). Fold arrow, rails and indentation are painted by a delegate from
// LevelRole and RailsRole. Siblings of a fan-out beyond GroupFrom become one group row.
//
// At an earlier moment (RunDocument::moment) rows of what had not started are missing and all others say what was. What is
// folded, and which siblings are a group, stays as it is in the whole run: moving in time moves as few rows as it can.
#include "itemmodels/row_list.h"
#include "itemmodels/run_document.h"
#include "trace/run_tree.h"

#include <QAbstractTableModel>
#include <QPointer>
#include <QString>
#include <QTimer>

#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace rlmscope {

class NodeSearch;

class CallTreeModel : public QAbstractTableModel {
    Q_OBJECT
public:
    /// Those after TimeColumn are shown when somebody wants them.
    enum Column {
        NameColumn, BarColumn, CostColumn, TokensColumn, TimeColumn,
        StartColumn, TokensInColumn, TokensOutColumn, CachedColumn, CallsColumn, AttemptsColumn, ModelColumn, StatusColumn,
        ColumnCount
    };
    enum RowKind { FrameRow, TurnRow, ModelRow, CellRow, SubCallRow, GroupRow };
    Q_ENUM(RowKind)
    enum Role {
        KindRole = Qt::UserRole + 1, ///< RowKind
        NodeRole,       ///< quint32 NodeIndex; of a group: its first member
        LevelRole,      ///< indentation, 0 = root frame
        RailsRole,      ///< number of enclosing frames, own frame included
        ExpandableRole, ///< bool
        ExpandedRole,   ///< bool
        NameRole,       ///< "Turn 3", "50 × llm_query", "gpt-5"
        HintRole,       ///< tx3 text after the name
        HintBadgeRole,  ///< bool: draw the hint as a badge
        StatusRole,     ///< int NodeStatus
        ShowsStatusRole, ///< bool: the running or held mark is drawn on this row
        BadgeRole,      ///< "1 retried", "2 failed"; empty = none
        BadgeErrorRole, ///< bool: the badge is an error, else a warning
        BadgeQuietRole, ///< bool: the badge is neither: from the record, cached
        StartRole, FirstTokenRole, EndRole, ///< qint64 ns on the run clock; -1 = not yet
        CostRole,       ///< qint64 pico-USD, inclusive
        CostUnknownRole, ///< bool
        TokensRole,     ///< qint64, inclusive
        DurationRole,   ///< qint64 ns, running nodes up to now; -1 = has not started
        SimulatedRole,  ///< bool
        CallsRole,      ///< int: model calls of the group, or in the subtree
        DepthRole,      ///< of the frame
        MatchRole,      ///< bool: answers the question that is asked of the tree; of a group: some of it does
        AsideRole,      ///< bool: stands here only because of what is below it
        BookmarkRole,   ///< bool
        NoteRole,       ///< QString; empty = none
        PausedRole,       ///< bool: has not ended and stands still: the run is paused
    };
    static constexpr int GroupFrom = 9; ///< this many siblings make a group

    explicit CallTreeModel(QObject* parent = nullptr);
    ~CallTreeModel() override;

    void setDocument(RunDocument* document);
    RunDocument* document() const { return m_document; }

    /// The answers of a search are marked, or (filtering) are all there is, with the nodes above them. The rows keep up with
    /// the search, the run and the moment. The search must be of the same document and outlive the model; null ends it.
    void setSearch(NodeSearch* search);
    void setFiltering(bool filtering);
    bool isFiltering() const;
    /// Rows come and go because of the search: a view should not take it for a choice of its user. rowsSynced() follows.
    bool isSyncing() const { return m_syncing; }
    /// The next answer after (before) a node in the order of the rows, around the end; NoNode = there is none.
    NodeIndex nextMatch(NodeIndex from, bool backwards) const;

    /// Cost and tokens of each node alone instead of those with everything below it.
    void setShowsOwn(bool own);
    bool showsOwn() const { return m_showsOwn; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    NodeIndex nodeAt(int row) const; ///< of a group: its first member
    bool isGroup(int row) const;
    std::vector<NodeIndex> membersAt(int row) const; ///< of a group; else empty
    static QString columnTitle(int column);
    /// Row of a node if it is visible, else -1.
    int rowOf(NodeIndex node) const;
    /// Row of a node, or of the group it is in, or else of what is nearest above it; -1 = nothing of it is shown.
    int rowNear(NodeIndex node, bool ofGroup) const;
    /// Expands whatever hides it; returns its row.
    int reveal(NodeIndex node);
    int parentRow(int row) const; ///< -1 for roots
    void setExpanded(int row, bool expanded);
    void expandAllBelow(int row);
    void collapseAllBelow(int row);
    int shownNodes() const; ///< rows but for those of groups
    /// Time span to draw bars in: [0, now or end of run], whatever moment is shown.
    Nanos span() const;
    Nanos now() const; ///< the moment shown
    /// Rows come and go because another moment is shown: what is selected and where the view stands is to be kept.
    bool isMovingInTime() const { return m_moving; }
    /// Calls in flight over the group's span in `buckets` equal steps, each 0..1 of the maximum; for the bar column.
    std::vector<float> groupArea(int row, int buckets) const;

Q_SIGNALS:
    void spanChanged();
    void rowsSynced();
    void aboutToMoveInTime();
    void movedInTime(); ///< other rows may be shown

private:
    using Item = RowList::Item; ///< a node, or a group when its top bit is set
    struct Group;
    static constexpr Item GroupBit = 0x8000'0000U;
    static constexpr Item NoItem = RowList::NoItem;

    void rebuild();
    void onMoment();
    void onGrew();
    const RunTree& whole() const;
    /// Rows are those of the whole run, and are shown as far as they exist. What a filter shows comes and goes directly.
    bool isHidingRows() const { return m_past && !m_rowsFiltered && !m_syncing; }
    const RowList& list() const { return isHidingRows() ? m_allRows : m_rows; }
    bool exists(Item item) const; ///< at the moment shown
    NodeIndex startOf(Item item) const; ///< the node that it exists with
    NodeIndex shownEnd() const;         ///< nodes before this one exist at the moment shown
    std::vector<Item> existing(std::vector<Item> items) const;
    void showExisting();          ///< m_rows becomes what of m_allRows exists
    void replaceRows(const std::vector<Item>& rows);
    bool moveRows(NodeIndex wasEnd);
    void onNodesChanged(quint32 firstNew, const QVector<quint32>& changed);
    void addNode(NodeIndex node);
    void joinGroup(NodeIndex node);
    void foldIntoGroup(std::uint32_t groupIndex);
    bool isVisible(NodeIndex node) const;
    bool isOpen(Item item) const;
    Item itemOf(NodeIndex node) const;   ///< the node, or the group it is hidden in
    Item parentItem(Item item) const;    ///< NoItem for roots
    void appendVisible(Item item, std::vector<Item>& out) const;
    std::vector<Item> childItems(Item item) const;
    /// First row after the item and what is visible below it; `fresh` is a new child that has no row yet.
    int afterSubtree(Item item, Item fresh = NoItem) const;
    void insertItems(int row, const std::vector<Item>& items);
    void removeItems(int row, int count);
    int levelOf(Item item) const;
    void touch(Item item);
    void setOpenBelow(Item root, bool open); ///< while the root is folded: no rows move
    QString nodeColumn(NodeIndex node, int column) const; // call_tree_columns.cpp
    QString groupColumn(const Group& group, int column) const;
    QString distributionText(const Group& group) const;
    QString nameOf(NodeIndex node) const;
    QString hintOf(NodeIndex node) const;
    QString saidOf(NodeIndex node) const;
    int railsOf(NodeIndex node) const;
    bool hasOpenChild(NodeIndex node) const;
    struct Numbers {
        PicoUsd cost;
        Tokens tokens;
        Nanos duration;
        int calls;
        bool costUnknown;
        int open; ///< 1 = still running
        bool estimated = false; ///< cost and tokens
    };
    QVariant numbersText(int column, const Numbers& values) const;
    QVariant nodeData(NodeIndex node, int column, int role) const;
    QVariant groupData(const Group& group, int column, int role) const;

    // call_tree_filter.cpp
    void clearMatches();
    void takeMatches(const QVector<quint32>& added, const QVector<quint32>& removed);
    void setMatch(NodeIndex node, bool match);
    void countShown(NodeIndex node, int step);
    bool isShown(NodeIndex node) const { return node < m_match.size() && (m_match[node] || m_shownBelow[node] > 0); }
    bool isOpenWhenFiltered(Item item) const;
    std::vector<Item> filteredItems() const;
    void restWhileInThePast();
    void scheduleRows();
    void syncRows();
    void replaceRows();
    QVariant matchData(Item item, int role) const;
    NodeIndex shownChild(NodeIndex node, NodeIndex before, bool last) const;

    QPointer<RunDocument> m_document;
    RowList m_rows;
    RowList m_allRows; ///< of the whole run, while an earlier moment is shown
    NodeIndex m_rowsEnd = NoNode; ///< shownEnd() that m_rows was made for last
    bool m_past = false, m_moving = false, m_paused = false;
    std::vector<bool> m_open;                 ///< by node
    std::vector<Item> m_lastChild;            ///< by node: its last child item in row order
    std::vector<std::uint32_t> m_groupOf;     ///< by node: index into m_groups + 1, 0 = none
    std::vector<Group> m_groups;
    std::unordered_map<std::uint64_t, std::uint32_t> m_groupByKey; ///< (parent, batch or kind) -> group
    NodeIndex m_seen = 0; ///< nodes folded in so far
    Nanos m_span = 0;
    bool m_defaultOpen = true;

    QPointer<NodeSearch> m_search;
    bool m_filtering = false, m_syncing = false;
    bool m_rowsFiltered = false;               ///< the rows are those of a filter
    std::vector<bool> m_match;                 ///< by node: answers the question
    std::vector<std::uint32_t> m_shownBelow;   ///< by node: children that answer it, or have something below that does
    std::size_t m_shown = 0;                   ///< nodes that the filter shows
    bool m_filterOpen = true;                  ///< what the filter shows is unfolded
    std::unordered_set<Item> m_toggled;        ///< but for these, or only these
    QTimer m_sync;                             ///< rows of the filter are due
    bool m_showsOwn = false;
};

} // namespace rlmscope
