#pragma once
// The table of all runs: rows of 30 px, columns that can be chosen, moved and sorted, the fork graph at the left.
//   Space select   Enter open   F2 rename   Del delete   Ctrl+D compare   T tag   left, right: fold a group
#include "itemmodels/library.h"

#include <QHash>
#include <QTableView>

namespace rlmscope {

class LibraryModel;

class LibraryTable : public QTableView {
    Q_OBJECT
public:
    explicit LibraryTable(LibraryModel* model, QWidget* parent = nullptr);

    QVector<RunRef> selectedRuns() const; ///< in the order of the table; runs only
    int selectedRows() const;
    void select(const QVector<RunRef>& runs); ///< those that are shown; the first becomes the current one
    void renameCurrent();
    /// Said where the rows would be.
    void setEmptyText(const QString& text);

    QByteArray saveColumns() const;
    void restoreColumns(const QByteArray& state);
    void resetColumns();

Q_SIGNALS:
    void openRequested(const rlmscope::RunRef& run);
    void deleteRequested();
    void compareRequested();
    void tagRequested();
    void menuRequested(const QPoint& global);
    void selectionSettled(); ///< the selection has changed

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyboardSearch(const QString& search) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

private:
    void applyTheme();
    void sizeColumns();
    void layoutColumns();
    void onResized(int column, int before, int now);
    void shareAs(int name, int answer); ///< of the room that both have
    void headerMenu(const QPoint& at);
    void open(const QModelIndex& index);
    bool isWanted(int column) const;

    LibraryModel* m_model;
    QString m_empty;
    QVector<RunRef> m_kept; ///< selected before a reset
    RunRef m_keptCurrent;
    bool m_laying = false;
    double m_answerShare = 0;
    QHash<int, int> m_chosen; ///< widths that the user gave columns
};

} // namespace rlmscope
