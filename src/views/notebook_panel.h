#pragma once
// The notebook beside the runs: where the user went and what they kept. Enter goes there, F2 writes, * keeps with a star, Delete
// removes, Alt with the arrows moves.
#include "itemmodels/notebook_model.h"

#include <QListView>
#include <QWidget>

class QToolButton;

namespace rlmscope {

class NotebookPanel : public QWidget {
    Q_OBJECT
public:
    explicit NotebookPanel(NotebookModel* model, QWidget* parent = nullptr);
    QListView* list() const { return m_list; }

Q_SIGNALS:
    void entryChosen(const rlmscope::NotebookEntry& entry);
    void marksRequested(); ///< show the rows that have a bookmark or a note

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void menu(const QPoint& at);
    int current() const { return m_list->currentIndex().row(); }
    void star(int row);

    NotebookModel* m_model;
    QListView* m_list;
};

} // namespace rlmscope
