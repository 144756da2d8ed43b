#include "itemmodels/format.h"
#include "views/icon.h"
#include "views/inspector_parts.h"
#include "views/log_view.h"
#include "views/paint.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QScrollBar>
#include <QToolButton>

namespace rlmscope {

/// One message: a strip that folds, and its text, made only when it is open.
class MessageBox : public QWidget {
public:
    MessageBox(const QString& role, const ShownText& text, bool open, QWidget* parent)
        : QWidget(parent), m_text(text), m_fold(new QToolButton(this)), m_note(new ThemedLabel({}, FontRole::Small, Token::Tx3, this)) {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        auto* head = new QWidget(this);
        head->setFixedHeight(Theme::instance().px(26));
        head->setBackgroundRole(QPalette::AlternateBase);
        head->setAutoFillBackground(true);
        m_head = new QHBoxLayout(head);
        m_head->setContentsMargins(4, 0, 6, 0);
        m_head->setSpacing(6);
        setLook(m_fold, "quiet");
        m_fold->setText(role);
        m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        m_fold->setIconSize(QSize(10, 10));
        m_fold->setAccessibleName(FramePage::tr("Fold the %1 message").arg(role));
        QFont font = themed(FontRole::SmallStrong);
        m_fold->setFont(font);
        m_note->setElided(true);
        m_head->addWidget(m_fold);
        m_head->addWidget(m_note, 1);
        layout->addWidget(new Hairline(Qt::Horizontal, this));
        layout->addWidget(head);
        connect(m_fold, &QToolButton::clicked, this, [this] { setOpen(!m_open); });
        setOpen(open);
        showNote();
    }

    QHBoxLayout* head() const { return m_head; }
    const ShownText& shown() const { return m_text; }

    void setText(const ShownText& text) {
        if (text == m_text)
            return;
        m_text = text;
        if (m_view)
            m_view->setLog(text.text, text.complete ? 0 : text.bytes);
        showNote();
    }
    void append(const QString& text) {
        m_text.text += text;
        m_text.bytes += static_cast<quint64>(text.toUtf8().size());
        if (m_view)
            m_view->appendLog(text);
        showNote();
    }

private:
    void setOpen(bool open) {
        m_open = open;
        if (open && !m_view) {
            m_view = new LogView(this);
            m_view->setProse(true);
            m_view->setAccessibleName(FramePage::tr("Text of the %1 message").arg(m_fold->text()));
            m_view->setFitsText(1, 18);
            m_view->setLog(m_text.text, m_text.complete ? 0 : m_text.bytes);
            layout()->addWidget(m_view);
        }
        if (m_view)
            m_view->setVisible(open);
        m_fold->setIcon(icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), Token::Tx3));
        showNote();
    }
    void showNote() {
        QString note = !m_text.error.isEmpty() ? m_text.error
                       : m_text.complete ? format::bytes(m_text.bytes)
                                         : FramePage::tr("showing the first %1 of %2").arg(format::bytes(static_cast<quint64>(m_text.text.toUtf8().size())), format::bytes(m_text.bytes));
        if (!m_open)
            note += QStringLiteral(" · ") + m_text.text.left(200).simplified();
        m_note->setText(note);
    }

    ShownText m_text;
    QToolButton* m_fold;
    ThemedLabel* m_note;
    QHBoxLayout* m_head = nullptr;
    LogView* m_view = nullptr;
    bool m_open = false;
};

MessageStack::MessageStack(QWidget* parent) : QScrollArea(parent), m_content(new QWidget(this)), m_layout(new QVBoxLayout(m_content)) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_content->setBackgroundRole(QPalette::Base);
    m_content->setAutoFillBackground(true);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addStretch(1);
    setWidget(m_content);
    setAccessibleName(tr("Messages"));
}

MessageBox* MessageStack::addBox(const QString& role, const ShownText& text, bool open) {
    auto* box = new MessageBox(role, text, open, m_content);
    m_layout->insertWidget(m_layout->count() - 1, box);
    m_boxes.append(box);
    return box;
}

void MessageStack::clearBoxes() {
    while (m_layout->count() > 1) {
        QLayoutItem* item = m_layout->takeAt(0);
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    m_boxes.clear();
    m_reply = m_reasoning = nullptr;
    m_usage = nullptr;
}

namespace {

QString roleName(const QString& role) {
    if (role == QLatin1String("system"))
        return MessageStack::tr("System");
    if (role == QLatin1String("user"))
        return MessageStack::tr("User");
    if (role == QLatin1String("assistant"))
        return MessageStack::tr("Assistant");
    return role;
}

QString usageText(const InspectorPage& page) {
    const NodeDetails& d = page.call;
    const InspectorPage::Numbers& n = page.callNumbers;
    QStringList parts;
    if (!n.tokensIn.isEmpty())
        parts << MessageStack::tr("%1 tokens in").arg(n.tokensIn);
    if (!n.cached.isEmpty())
        parts << MessageStack::tr("%1 of them cached").arg(n.cached);
    if (!n.tokensOut.isEmpty())
        parts << MessageStack::tr("%1 out").arg(n.tokensOut);
    if (!n.cost.isEmpty())
        parts << n.cost;
    if (!n.duration.isEmpty())
        parts << n.duration;
    QStringList lines{parts.join(QStringLiteral(" · "))};
    parts.clear();
    if (!d.model.isEmpty())
        parts << d.model + (page.simulated ? MessageStack::tr(" (simulated)") : QString());
    if (!d.finishReason.isEmpty())
        parts << MessageStack::tr("finish reason: %1").arg(d.finishReason);
    if (d.outputCap > 0)
        parts << MessageStack::tr("output cap %1").arg(format::count(d.outputCap));
    if (!d.requestId.isEmpty())
        parts << MessageStack::tr("request %1").arg(d.requestId);
    lines << parts.join(QStringLiteral(" · "));
    for (const NodeDetails::Attempt& attempt : d.attempts)
        if (!attempt.error.isEmpty())
            lines << MessageStack::tr("Attempt %1 failed: %2%3").arg(attempt.number).arg(attempt.error,
                         attempt.wait > 0 ? MessageStack::tr("; waited %1").arg(format::duration(attempt.wait)) : QString())
                     + (attempt.cost.value > 0 ? MessageStack::tr("; cost %1").arg(format::money(attempt.cost)) : MessageStack::tr("; cost nothing"));
    for (const QString& wait : d.waits) lines << MessageStack::tr("Waited: %1").arg(wait);
    if (d.source != ReplySource::Model)
        lines << (d.source == ReplySource::Cache ? MessageStack::tr("From the cache of earlier runs: %1 saved") : MessageStack::tr("From the record: %1 saved")).arg(format::money(d.recordedCost));
    if (!d.cause.isEmpty())
        lines << d.cause;
    if (!n.note.isEmpty())
        lines << n.note;
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

} // namespace

void MessageStack::setCall(const InspectorPage& page, bool sameNode) {
    const NodeDetails& d = page.call;
    if (sameNode && m_reply && m_boxes.size() == d.messages.size() + (m_reasoning ? 2 : 1)) {
        // Refresh in place: only the end of a call changes while it runs.
        if (m_reply->shown().text.size() <= d.reply.text.size())
            m_reply->setText(d.reply);
        m_usage->setText(usageText(page));
        return;
    }
    clearBoxes();
    if (d.index == NoNode) {
        m_layout->insertWidget(0, new EmptyState(tr("No model call belongs to this row."), {}, m_content));
        return;
    }
    int known = 0;
    for (const ShownMessage& message : d.messages)
        known += message.fresh ? 0 : 1;
    const auto total = d.messages.size();
    auto* head = new TextHead(tr("Sent"), tr("Copy the prompt"), m_content);
    head->setNote(known > 0 ? tr("%1 messages, %2 unchanged since the previous call").arg(format::count(total), format::count(known))
                            : tr("%n message(s), exactly as sent", nullptr, static_cast<int>(total)));
    connect(head, &TextHead::copyRequested, this, &MessageStack::copyPromptRequested);
    m_layout->insertWidget(0, head);
    for (const ShownMessage& message : d.messages)
        // A system prompt is long and the same for every call: it starts folded, like what was sent before.
        addBox(roleName(message.role), message.text, message.fresh && message.role != QLatin1String("system"));
    auto* replyHead = new TextHead(tr("Reply"), tr("Copy the reply"), m_content);
    connect(replyHead, &TextHead::copyRequested, this, &MessageStack::copyReplyRequested);
    replyHead->setNote(d.status == NodeStatus::Running ? tr("streaming in") : d.status == NodeStatus::Queued ? tr("not sent yet") : QString());
    m_layout->insertWidget(m_layout->count() - 1, replyHead);
    if (!d.reasoning.text.isEmpty())
        m_reasoning = addBox(tr("Reasoning"), d.reasoning, false);
    m_reply = addBox(tr("Assistant"), d.reply, true);
    m_usage = new ThemedLabel(usageText(page), FontRole::Small, Token::Tx2, m_content);
    m_usage->setWordWrap(true);
    m_usage->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_usage->setContentsMargins(10, 8, 10, 10);
    m_layout->insertWidget(m_layout->count() - 1, m_usage);
    if (!sameNode)
        verticalScrollBar()->setValue(0);
}

void MessageStack::appendReply(const QString& text, bool reasoning) {
    if (reasoning) {
        if (m_reasoning)
            m_reasoning->append(text);
    } else if (m_reply) {
        m_reply->append(text);
    }
}

} // namespace rlmscope
