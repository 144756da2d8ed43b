#pragma once
// What there is to know about one node: its code and output, the messages as sent, the reply, the raw events.
// Shows plain values (InspectorPage); Inspector feeds it from a RunDocument.
#include "itemmodels/call_details.h"
#include "itemmodels/run_document.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;
class QScrollArea;
class QTabBar;
class QStackedWidget;
class QSplitter;

namespace rlmscope {

class CodeView;
class EmptyState;
class IconLabel;
class NodeOutput;
class OutputPage;
class TextHead;
class ThemedLabel;
class CallPage;
class FramePage;
class CellPage;

/// Everything the inspector shows. `cell` and `call` are the node itself or what belongs to it (the turn's model call
/// and cell); no node = there is none.
struct InspectorPage {
    struct Crumb {
        NodeIndex node = NoNode;
        NodeKind kind = NodeKind::Frame;
        QString name;
    };
    struct Numbers {
        QString cost, tokensIn, tokensOut, cached, duration, note;
    };
    QVector<Crumb> path;
    NodeDetails node, cell;
    CallDetails call;
    Numbers numbers; ///< of the node
    bool simulated = false;
    bool paused = false; ///< the node has not ended, and the run is paused
};

class InspectorPanel : public QWidget {
    Q_OBJECT
public:
    enum Tab { CellTab, MessagesTab, OutputTab, RawTab, OtherTab };
    explicit InspectorPanel(QWidget* parent = nullptr);

    /// `keepTab`: the same node again, refreshed; scroll positions stay.
    void setPage(const InspectorPage& page, bool sameNode);
    /// Another tab, before Raw; it follows the focus by itself and stays usable when no node is chosen.
    void addTab(const QString& id, const QString& title, QWidget* page);
    /// A tab that has nothing to say about what is chosen is hidden until it is shown by showTab().
    void setTabUseful(const QString& id, bool useful);
    void showTab(const QString& id); ///< "cell", "messages", "output", "raw", or that of addTab()
    QString currentTabId() const;
    void clear(const QString& sentence);
    void appendReply(const QString& text, bool reasoning);
    Tab currentTab() const;
    void setCurrentTab(Tab tab);
    const InspectorPage& page() const { return m_page; }

Q_SIGNALS:
    void nodeRequested(quint32 node); ///< a breadcrumb was clicked
    void copyCodeRequested();
    void copyPromptRequested();
    void copyReplyRequested();
    void copyOutputRequested();
    void copyAnswerRequested();
    void copyTextRequested(const QString& what, const QString& text);
    void copiedFromView(quint64 bytes);
    void problemInView(const QString& text);

protected:
    NodeOutput* output() const { return m_output; }

private:
    void showHead();
    void showCell();
    void showRaw();

    InspectorPage m_page;
    QTabBar* m_tabs;
    QStackedWidget* m_stack;
    QWidget* m_head;
    QHBoxLayout* m_crumbs;
    IconLabel* m_statusIcon;
    ThemedLabel* m_status;
    ThemedLabel* m_time;
    NodeOutput* m_output;
    OutputPage* m_outputPage;
    QStackedWidget* m_first; ///< cell page, frame page or nothing
    CellPage* m_cell;
    FramePage* m_frame;
    EmptyState* m_noCell;
    CallPage* m_messages;
    TextHead* m_rawHead;
    CodeView* m_raw;
    EmptyState* m_nothing;
    QWidget* m_body;
};

} // namespace rlmscope
