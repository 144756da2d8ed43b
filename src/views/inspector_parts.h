#pragma once
// Parts of the inspector: the strip above a text, the page of a cell, and of a frame.
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
class LineView;
class LogView;
class NodeOutput;
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
    explicit CellPage(NodeOutput* output, QWidget* parent = nullptr);
    void setCell(const InspectorPage& page, bool sameNode);
    LineView* outputView() const { return m_out; }

Q_SIGNALS:
    void copyCodeRequested();
    void copyOutputRequested();
    void problem(const QString& text);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void showOutput();
    void showToolCalls();
    void splitByContent();
    NodeDetails m_details;
    NodeOutput* m_output;
    CodeView* m_code;
    TextHead* m_codeHead;
    TextHead* m_outHead;
    LineView* m_out;
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

} // namespace rlmscope
