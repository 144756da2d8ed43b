#pragma once
// One variable: what it was after each cell, its beginning as the trace keeps it, and when the REPL is rebuilt all of it,
// by pages: text, items to go into, tables. Follows the focus.
#include "itemmodels/focus.h"
#include "views/value_models.h"

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace rlmscope {

class EmptyState;
class FactsTable;
class LineView;
class TextHead;
class TextPieces;
class ThemedLabel;

class ValuePanel : public QWidget {
    Q_OBJECT
public:
    explicit ValuePanel(QWidget* parent = nullptr);
    void setFocusHolder(FocusHolder* focus);
    void setValueSource(ValueSource* source);
    QString expression() const { return m_path.isEmpty() ? QString() : m_path.back(); }
    QPushButton* loadButton() const { return m_load; }
    QTableView* grid() const { return m_grid; }
    FactsTable* items() const { return m_items; }
    FactsTable* steps() const { return m_steps; }
    LineView* text() const { return m_text; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void showOffer();
    void load();
    void read(qint64 first);
    void showItems(const ValueItems& items);
    void goInto(int row);
    void goUp();
    void showWhere();
    QWidget* makeOffer();
    QWidget* makePager();

    FocusHolder* m_focus = nullptr;
    QPointer<ValueSource> m_source;
    VariableHistory m_history;
    ValueStepsModel* m_stepsModel;
    ValueGridModel* m_gridModel;
    ValueItemsModel* m_itemsModel;
    TextHead* m_head;
    TextHead* m_stepsHead;
    TextHead* m_valueHead;
    FactsTable* m_steps;
    EmptyState* m_nothing;
    QWidget* m_body;
    QWidget* m_offer;
    ThemedLabel* m_offerText;
    QPushButton* m_load;
    QWidget* m_pager;
    QToolButton *m_up, *m_back, *m_on;
    ThemedLabel* m_where;
    QLineEdit* m_search;
    QStackedWidget* m_stack;
    LineView* m_text;
    TextPieces* m_textSource;
    QTableView* m_grid;
    FactsTable* m_items;

    QPointer<RunDocument> m_document;
    NodeIndex m_cell = NoNode;
    Seq m_event = 0;
    QStringList m_path;   ///< the variable's name, then the expressions that lead into it
    QStringList m_labels; ///< of the same steps, for people
    ValueItems m_page;
    int m_ticket = 0;     ///< of the page that is awaited
    bool m_loading = false, m_consent = false;
    QString m_remark;     ///< how it was rebuilt
};

} // namespace rlmscope
