#pragma once
// The call tree: a table over flattened rows that behaves like a tree for the keyboard and for screen readers.
//   Left / Right   fold or go to the parent; unfold or go to the first child
//   * and /        unfold, fold everything below
//   Home / End     first, last row;  letters: type-ahead;  Enter: activated()
// Nothing scrolls by itself unless follow live is on, and scrolling up switches it off.
#include "views/call_tree_rows.h"

#include <QHash>
#include <QTableView>

#include <functional>
#include <memory>

namespace rlmscope {

class CallBarDelegate;
class CallNameDelegate;
class CallTreeHeader;

class CallTreeView : public QTableView {
    Q_OBJECT
public:
    explicit CallTreeView(QWidget* parent = nullptr);
    ~CallTreeView() override;

    /// The rows of a run. The model must outlive the view or be replaced first.
    void setCallTree(CallTreeModel* model);
    /// The same with any model that answers CallTreeModel's roles, and what knows its shape.
    void setRows(QAbstractItemModel* model, std::unique_ptr<CallTreeRows> rows);
    const CallTreeRows* rows() const { return m_rows.get(); }

    bool followsLive() const { return m_follows; }
    void setFollowsLive(bool follow);
    /// The run that was followed has ended: back to the row that was chosen all the while.
    void showCurrentAgain();
    /// While the moment shown moves by itself, "follow live" follows it; when it is moved by hand nothing scrolls.
    void setPlaying(bool playing) { m_playing = playing; }
    NodeIndex currentNode() const;
    // Columns to choose, their widths and marks (call_tree_columns_menu.cpp).
    bool isColumnShown(int column) const;
    void setColumnShown(int column, bool shown);
    void resetColumns();
    QByteArray saveColumns() const;
    bool restoreColumns(const QByteArray& state);
    /// Tells whether the critical path goes through a row; drawn when showsPath().
    void setPathTest(const std::function<bool(int row)>& test);
    void setShowsPath(bool shows);
    bool showsPath() const { return m_showsPath; }
    /// Selects a row and makes it visible without moving more than needed.
    void selectRow(int row);
    /// Shown while there are no rows; empty = what fits a run that has not begun.
    void setEmptyText(const QString& text);
    /// While it paints: nothing of the cell is wanted but this part.
    bool paintsOnly(const QRect& part, const QRect& cell) const;

Q_SIGNALS:
    void followsLiveChanged(bool follows);
    void currentNodeChanged(quint32 node);
    void nodeActivated(quint32 node);
    void menuRequested(quint32 node, const QPoint& globalPosition);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    bool viewportEvent(QEvent* event) override;

private:
    /// A row by what it is of, to be found again when rows have come and gone.
    struct Place {
        NodeIndex node = NoNode;
        bool group = false;
    };
    Place placeOf(const QModelIndex& index) const;
    void remember(const QModelIndex& current) { m_kept = placeOf(current); }
    void aboutToMoveInTime();
    void movedInTime();
    bool foldKey(int key);
    void fold(int row, bool expanded);
    void followIfWanted();
    void userMovedUp();
    void applyTheme();
    void animate();
    QRegion turningRings() const;
    void layoutColumns();
    void columnMenu(const QPoint& at);
    int defaultWidth(int column) const;
    QString toolTipOf(const QModelIndex& index) const;

    CallTreeHeader* m_header;
    CallNameDelegate* m_names;
    CallBarDelegate* m_bars;
    std::unique_ptr<CallTreeRows> m_rows;
    bool m_follows = false;
    bool m_following = false; ///< scrolling on our own account right now
    QString m_emptyText;
    QRegion m_painted; ///< what is being painted
    bool m_playing = false, m_past = false, m_moving = false;
    Place m_kept;           ///< the row that was chosen; it may not be there at the moment shown
    Place m_top;            ///< while rows come and go
    int m_topOffset = 0;
    QHash<int, int> m_widths; ///< those that the user has set
    std::function<bool(int)> m_onPath;
    bool m_showsPath = false;
    bool m_layingOut = false;
};

} // namespace rlmscope
