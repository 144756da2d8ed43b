#pragma once
// The variables of the frame that is looked at: after which cell, what that cell changed, or what changed since another one;
// a filter. Follows the focus; stepping moves it.
#include "itemmodels/focus.h"
#include "itemmodels/variables_model.h"

#include <QSortFilterProxyModel>
#include <QTableView>
#include <QWidget>

class QLineEdit;
class QToolButton;

namespace rlmscope {

class DockTitle;
class ThemedLabel;

/// VariablesModel's rows: a dot marks what changed, a plus what is new, a minus what is gone.
class VariablesTable : public QTableView {
    Q_OBJECT
public:
    explicit VariablesTable(QWidget* parent = nullptr);
    void setEmptyText(const QString& text);
    QString emptyText() const { return m_empty; }

Q_SIGNALS:
    void opened(const QString& name); ///< Enter or double click
    void findWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString m_empty;
};

class VariablesPanel : public QWidget {
    Q_OBJECT
public:
    explicit VariablesPanel(QWidget* parent = nullptr);
    void setFocusHolder(FocusHolder* focus);
    /// Something of the run has changed; cheap when no cell has.
    void refresh();
    VariablesTable* table() const { return m_table; }
    const VariablesModel* model() const { return m_model; }
    NodeIndex cell() const { return m_cell; }
    VariableHistory& history() { return m_history; }
    void compareWith(NodeIndex cell); ///< NoNode ends it
    void step(int by);
    static QString cellName(const RunTree& tree, NodeIndex cell); ///< "Turn 3, Cell 1"

Q_SIGNALS:
    void valueWanted(const QString& name);

private:
    void fill();
    void showMenu();
    void selectName(const QString& name);
    bool hasCells() const;
    void showEmptyText();
    FocusHolder* m_focus = nullptr;
    VariableHistory m_history;
    VariablesModel* m_model;
    QSortFilterProxyModel* m_filtered;
    DockTitle* m_title;
    VariablesTable* m_table;
    QLineEdit* m_filter;
    QWidget* m_compareRow;
    ThemedLabel* m_compareText;
    QToolButton *m_previous, *m_next, *m_compare, *m_find;
    NodeIndex m_cell = NoNode, m_base = NoNode;
    Seq m_event = 0;      ///< what is shown
    QPointer<RunDocument> m_shown;
};

} // namespace rlmscope
