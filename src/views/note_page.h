#pragma once
// What the user says about the node that has the focus: a note, a bookmark, tags. A tab of the inspector.
#include "trace/run_tree.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QCheckBox;
class QLineEdit;
class QPlainTextEdit;

namespace rlmscope {

class RunDocument;
class ThemedLabel;

class NotePage : public QWidget {
    Q_OBJECT
public:
    explicit NotePage(QWidget* parent = nullptr);
    ~NotePage() override;
    void setFocusNode(RunDocument* document, NodeIndex node);
    void edit(); ///< puts the caret into the note

Q_SIGNALS:
    void done(); ///< Escape or Ctrl+Enter: back to where the user was

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void save();

    QPointer<RunDocument> m_document;
    NodeIndex m_node = NoNode;
    NodeId m_id;
    ThemedLabel* m_where;
    QCheckBox* m_bookmark;
    QPlainTextEdit* m_text;
    QLineEdit* m_tags;
    QTimer m_save;
    bool m_filling = false, m_dirty = false;
};

} // namespace rlmscope
