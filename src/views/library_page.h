#pragma once
// The library: every run there is. Filter, table, and below it the chosen runs compared. What happens to runs goes through
// Library; opening one is asked of the window.
#include "itemmodels/library.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QComboBox;
class QLineEdit;
class QMenu;
class QPushButton;
class QSplitter;

namespace rlmscope {

class LibraryCompare;
class LibraryModel;
class LibraryTable;
class NoticeBar;
class ThemedLabel;

class LibraryPage : public QWidget {
    Q_OBJECT
public:
    explicit LibraryPage(Library* library, QWidget* parent = nullptr);

    LibraryModel* model() const { return m_model; }
    LibraryTable* table() const { return m_table; }
    LibraryCompare* compare() const { return m_compare; }
    NoticeBar* notice() const { return m_notice; }
    QLineEdit* filterField() const { return m_filter; }
    /// What of the library is chosen and shown, for the status bar.
    QString summary() const;

    QByteArray saveLayout() const;
    void restoreLayout(const QByteArray& state);

public Q_SLOTS:
    void deleteSelected();
    void restoreSelected();
    void tagSelected();
    void toggleCompare();
    void askToPurge();
    void mergeSelected();
    void splitSelected();

Q_SIGNALS:
    void openRequested(const QString& path, const QString& run, quint64 node); ///< run: hex; node 0: the run
    void reportRequested(const QString& path, const QString& run);
    void openFileRequested();
    void newRunRequested();
    void addFolderRequested();
    void summaryChanged();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeHeader();
    void makeActions();
    void makeMenu();
    void makeWaysOn();
    QAction* action(const QString& icon, const QString& text, const QKeySequence& key, void (LibraryPage::*what)());
    void refresh();
    void selectionChanged();
    void showNotice(const QString& title, const QString& detail, bool isError);
    void contextMenu(const QPoint& at);
    void fillTagMenu(QMenu* menu);
    void open(const RunRef& run, quint64 node = 0);
    QVector<RunRef> hiddenRuns() const;
    bool anyHidden(const QVector<RunRef>& runs) const;

    Library* m_library;
    LibraryModel* m_model;
    LibraryTable* m_table;
    LibraryCompare* m_compare;
    NoticeBar* m_notice;
    ThemedLabel *m_facts, *m_shown;
    QLineEdit* m_filter;
    QComboBox* m_group;
    QPushButton *m_compareButton, *m_more;
    QWidget* m_waysOn;
    QSplitter* m_split;
    QMenu* m_menu;
    QAction *m_rename, *m_tag, *m_delete, *m_restore, *m_undo, *m_redo, *m_showHidden, *m_purge, *m_merge, *m_splitFile;
    QTimer m_filterTimer, m_compareTimer;
    bool m_compareWanted = true;
};

} // namespace rlmscope
