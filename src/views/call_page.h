#pragma once
// A model call: the messages exactly as sent, what the previous call already had folded away, the token gauge, the reply
// with its reasoning, and what it cost and why.
#include "itemmodels/call_details.h"

#include <QScrollArea>

class QVBoxLayout;

namespace rlmscope {

class FoldBox;
class LogView;
class TextHead;
class ThemedLabel;
class TokenGauge;
class BillTable;

class CallPage : public QScrollArea {
    Q_OBJECT
public:
    explicit CallPage(QWidget* parent = nullptr);
    /// `same`: the same call again, further on: what is open, selected and scrolled to stays.
    void setCall(const CallDetails& call, bool same);
    void appendReply(const QString& text, bool reasoning);
    const CallDetails& call() const { return m_call; }

Q_SIGNALS:
    void copyPromptRequested();
    void copyReplyRequested();
    void nodeRequested(quint32 node);
    void problem(const QString& text);

private:
    void rebuild();
    void addSent();
    void addReply();
    void add(QWidget* widget);
    FoldBox* messageBox(const CallMessage& message, bool open, int indent, QWidget* parent);
    FoldBox* groupBox(const QString& name, const QString& note, std::vector<CallMessage> messages, QWidget* parent);
    QWidget* partsBody(const std::vector<Part>& parts, QWidget* parent);
    QWidget* textBody(const Text& text, const QString& name, QWidget* parent);
    FoldBox* liveBox(const QString& name, const QString& text, bool open);
    void showLive();
    void showBill();

    CallDetails m_call;
    QWidget* m_content;
    QVBoxLayout* m_layout;
    TokenGauge* m_gauge = nullptr;
    TextHead* m_replyHead = nullptr;
    FoldBox *m_liveReply = nullptr, *m_liveReasoning = nullptr;
    ThemedLabel* m_facts = nullptr;
    BillTable* m_bill = nullptr;
    bool m_follows = false; ///< the end of a reply that grows
};

} // namespace rlmscope
