#pragma once
// Parts of the inspector: the strip above a text, the page of a cell, of a frame, and the stack of messages.
#include "itemmodels/run_document.h"
#include "views/inspector_panel.h"

#include <QScrollArea>
#include <QWidget>

class QPushButton;
class QSplitter;
class QToolButton;
class QVBoxLayout;

namespace rlmscope {

class CodeView;
class LogView;
class ThemedLabel;
class NoticeBar;

/// "stdout  2 lines · 148 B · the model saw all of it            Copy"
class TextHead : public QWidget {
    Q_OBJECT
public:
    explicit TextHead(const QString& name, const QString& copyName = {}, QWidget* parent = nullptr);
    void setName(const QString& name);
    void setNote(const QString& note);

Q_SIGNALS:
    void copyRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ThemedLabel* m_name;
    ThemedLabel* m_note;
};

class CellPage : public QWidget {
    Q_OBJECT
public:
    explicit CellPage(QWidget* parent = nullptr);
    void setCell(const InspectorPage& page, bool sameNode);
    void appendOutput(const QString& text, bool isError);

Q_SIGNALS:
    void copyCodeRequested();
    void copyOutputRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showOutputNote();
    void showToolCalls();
    void splitByContent();
    NodeDetails m_details;
    CodeView* m_code;
    TextHead* m_codeHead;
    TextHead* m_outHead;
    LogView* m_out;
    ThemedLabel* m_cause;
    QWidget* m_toolRow;
    ThemedLabel* m_toolCalls;
    QSplitter* m_split = nullptr;
    bool m_userSplit = false;
    QString m_shownCode;
};

class FramePage : public QScrollArea {
    Q_OBJECT
public:
    explicit FramePage(QWidget* parent = nullptr);
    void setFrame(const InspectorPage& page);

Q_SIGNALS:
    void copyAnswerRequested();
    void copyPromptRequested();

private:
    LogView* m_question;
    LogView* m_answer;
    TextHead* m_questionHead;
    TextHead* m_answerHead;
    void showSandbox(const NodeDetails& d);
    ThemedLabel* m_facts;
    QWidget* m_sandboxRow;
    IconLabel* m_sandboxIcon;
    ThemedLabel* m_sandbox;
    ThemedLabel* m_noAnswer;
};

/// Messages exactly as sent, what the previous call already had folded away, and the reply below them.
class MessageStack : public QScrollArea {
    Q_OBJECT
public:
    explicit MessageStack(QWidget* parent = nullptr);
    void setCall(const InspectorPage& page, bool sameNode);
    void appendReply(const QString& text, bool reasoning);

Q_SIGNALS:
    void copyPromptRequested();
    void copyReplyRequested();

private:
    class MessageBox* addBox(const QString& role, const ShownText& text, bool open);
    void clearBoxes();

    QWidget* m_content;
    QVBoxLayout* m_layout;
    QVector<class MessageBox*> m_boxes;
    class MessageBox* m_reply = nullptr;
    class MessageBox* m_reasoning = nullptr;
    ThemedLabel* m_usage = nullptr;
};

} // namespace rlmscope
