#include "views/call_page.h"

#include "base/text.h"
#include "itemmodels/format.h"
#include "itemmodels/text_pieces.h"
#include "itemmodels/utf8.h"
#include "trace/trace_reader.h"
#include "views/bill_table.h"
#include "views/fold_box.h"
#include "views/inspector_parts.h"
#include "views/line_view.h"
#include "views/log_view.h"
#include "views/token_gauge.h"
#include "views/widgets.h"

#include <QScrollBar>
#include <QVBoxLayout>

#include <utility>

namespace rlmscope {
namespace {

/// Larger texts get a view of their own that reads them in parts; smaller ones are prose that wraps.
constexpr std::uint64_t MostWrapped = 48'000;

QString firstWords(const std::vector<Part>& parts) {
    for (const Part& part : parts)
        if (part.kind == PartKind::Text && !part.text.empty()) return fromUtf8(part.text.firstWords());
    return {};
}

QString sizeNote(const CallMessage& message) {
    const auto bytes = message.bytes();
    QStringList parts;
    if (bytes > 0) parts << CallPage::tr("%1, ≈ %2 tokens").arg(format::bytes(bytes), format::tokens(message.estimate()));
    int images = 0, opaque = 0;
    for (const Part& part : message.parts) {
        images += part.kind == PartKind::Image;
        opaque += part.kind == PartKind::Opaque;
    }
    if (images > 0) parts << CallPage::tr("%n image(s)", nullptr, images);
    if (opaque > 0) parts << CallPage::tr("%n part(s) of the provider", nullptr, opaque);
    return parts.isEmpty() ? CallPage::tr("empty") : parts.join(format::comma());
}

void clear(QLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
}

QWidget* stack(QWidget* parent) {
    auto* box = new QWidget(parent);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    return box;
}

} // namespace

CallPage::CallPage(QWidget* parent) : QScrollArea(parent), m_content(new QWidget(this)), m_layout(new QVBoxLayout(m_content)) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_content->setBackgroundRole(QPalette::Base);
    m_content->setAutoFillBackground(true);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    setWidget(m_content);
    setAccessibleName(tr("Messages"));
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int end) {
        if (std::exchange(m_follows, false)) verticalScrollBar()->setValue(end);
    });
}

void CallPage::add(QWidget* widget) { m_layout->addWidget(widget); }

void CallPage::setCall(const CallDetails& call, bool same) {
    const bool further = same && call.node == m_call.node && call.node != NoNode && call.ended == m_call.ended && call.messages.size() == m_call.messages.size();
    m_call = call;
    if (further && m_gauge) { // only the end of a call changes while it runs
        m_gauge->setCall(m_call);
        if (!m_call.ended) showLive();
        showBill();
        return;
    }
    const int place = same ? verticalScrollBar()->value() : 0;
    rebuild();
    if (place > 0) {
        m_content->layout()->activate();
        verticalScrollBar()->setValue(place);
    } else if (!same) {
        verticalScrollBar()->setValue(0);
    }
}

void CallPage::rebuild() {
    clear(m_layout);
    m_follows = false;
    m_gauge = nullptr;
    m_replyHead = nullptr;
    m_liveReply = m_liveReasoning = nullptr;
    m_facts = nullptr;
    m_bill = nullptr;
    if (m_call.node == NoNode) {
        add(new EmptyState(tr("No model call belongs to this row."), {}, m_content));
        m_layout->addStretch(1);
        return;
    }
    addSent();
    addReply();
    m_layout->addStretch(1);
}

// ---- sent -----------------------------------------------------------------------------------------------------

void CallPage::addSent() {
    auto* head = new TextHead(tr("Sent"), tr("Copy the prompt"), m_content);
    const QString change = CallWords::change(m_call);
    head->setNote(change.isEmpty() ? tr("%n message(s), exactly as sent", nullptr, static_cast<int>(m_call.messages.size())) : change);
    connect(head, &TextHead::copyRequested, this, &CallPage::copyPromptRequested);
    add(head);
    m_gauge = new TokenGauge(m_content);
    m_gauge->setCall(m_call);
    add(m_gauge);
    if (!m_call.problem.isEmpty()) {
        auto* label = new ThemedLabel(m_call.problem, FontRole::Small, Token::Err, m_content);
        label->setWordWrap(true);
        label->setContentsMargins(10, 4, 10, 6);
        add(label);
    }
    const auto kept = m_call.messages.begin() + m_call.kept;
    if (m_call.kept > 0) {
        std::vector<CallMessage> before(m_call.messages.begin(), kept);
        quint64 bytes = 0;
        for (const auto& message : before) bytes += message.bytes();
        add(groupBox(tr("%n message(s) as before", nullptr, m_call.kept), tr("≈ %1 tokens").arg(format::tokens(estimateTokens(static_cast<std::uint64_t>(bytes)))), std::move(before), m_content));
    }
    if (!m_call.removed.empty()) {
        quint64 bytes = 0;
        for (const auto& message : m_call.removed) bytes += message.bytes();
        add(groupBox(tr("%n message(s) no longer sent", nullptr, static_cast<int>(m_call.removed.size())),
                     tr("≈ %1 tokens of the previous call").arg(format::tokens(estimateTokens(static_cast<std::uint64_t>(bytes)))), m_call.removed, m_content));
    }
    for (auto message = kept; message != m_call.messages.end(); ++message)
        // A system prompt is long and the same for every call of its kind: it starts folded.
        add(messageBox(*message, message->role != Role::System, 0, m_content));
}

FoldBox* CallPage::groupBox(const QString& name, const QString& note, std::vector<CallMessage> messages, QWidget* parent) {
    auto* box = new FoldBox(name, [this, messages = std::move(messages)](QWidget* inside) {
        QWidget* body = stack(inside);
        constexpr std::size_t Most = 500; // a person does not read more; the raw events have them all
        for (std::size_t i = 0; i < std::min(Most, messages.size()); ++i) body->layout()->addWidget(messageBox(messages[i], false, 1, body));
        if (messages.size() > Most) {
            auto* more = new ThemedLabel(tr("Showing the first %1.").arg(format::nOfM(Most, static_cast<std::int64_t>(messages.size()))), FontRole::Small, Token::Tx3, body);
            more->setContentsMargins(28, 4, 10, 6);
            body->layout()->addWidget(more);
        }
        return body;
    }, parent);
    box->setNote(note);
    return box;
}

FoldBox* CallPage::messageBox(const CallMessage& message, bool open, int indent, QWidget* parent) {
    auto* box = new FoldBox(CallWords::role(message.role), [this, parts = message.parts](QWidget* inside) { return partsBody(parts, inside); }, parent);
    box->setIndent(indent);
    box->setNote(sizeNote(message));
    box->setTeaser(firstWords(message.parts));
    if (open) box->setOpen(true);
    return box;
}

QWidget* CallPage::partsBody(const std::vector<Part>& parts, QWidget* parent) {
    QWidget* body = stack(parent);
    for (const Part& part : parts) {
        if (part.kind == PartKind::Text) {
            body->layout()->addWidget(textBody(part.text, tr("Text of the message"), body));
        } else if (part.kind == PartKind::Reasoning) {
            auto* box = new FoldBox(tr("Reasoning"), [this, text = part.text](QWidget* inside) { return textBody(text, tr("Reasoning"), inside); }, body);
            box->setIndent(1);
            box->setNote(format::bytes(part.text.size));
            body->layout()->addWidget(box);
        } else {
            auto* label = new ThemedLabel(CallWords::part(part), FontRole::Small, Token::Tx2, body);
            label->setContentsMargins(12, 6, 10, 6);
            label->setWordWrap(true);
            body->layout()->addWidget(label);
        }
    }
    return body;
}

QWidget* CallPage::textBody(const Text& text, const QString& name, QWidget* parent) {
    if (text.size > MostWrapped) {
        auto* view = new LineView(parent);
        auto* source = new TextPieces(view);
        source->setPieces(m_call.trace, {{text, false}}, true);
        view->setLineNumbers(true);
        view->setFitsRows(3, 24);
        view->setAccessibleName(name);
        connect(view, &LineView::problem, this, &CallPage::problem);
        view->setSource(source);
        return view;
    }
    QString shown = fromUtf8(text.view());
    if (!text.loaded()) {
        auto reader = TraceReader::open(m_call.trace);
        auto bytes = reader ? (*reader)->load(text, MostWrapped) : Result<std::string>(reader.error());
        if (!bytes) {
            auto* label = new ThemedLabel(QString::fromStdString(bytes.error().text()), FontRole::Small, Token::Err, parent);
            label->setContentsMargins(12, 6, 10, 6);
            label->setWordWrap(true);
            return label;
        }
        shown = fromUtf8(toValidUtf8(*bytes));
    }
    auto* view = new LogView(parent);
    view->setProse(true);
    view->setAccessibleName(name);
    view->setFitsText(1);
    view->setLog(shown);
    return view;
}

// ---- reply ----------------------------------------------------------------------------------------------------

void CallPage::addReply() {
    m_replyHead = new TextHead(tr("Reply"), tr("Copy the reply"), m_content);
    connect(m_replyHead, &TextHead::copyRequested, this, &CallPage::copyReplyRequested);
    add(m_replyHead);
    if (m_call.ended) {
        std::vector<Part> reasoning, rest;
        for (const Part& part : m_call.reply) (part.kind == PartKind::Reasoning ? reasoning : rest).push_back(part);
        if (!reasoning.empty()) {
            CallMessage all{Role::Assistant, reasoning};
            auto* box = new FoldBox(tr("Reasoning"), [this, reasoning](QWidget* inside) {
                QWidget* body = stack(inside);
                for (const Part& part : reasoning) body->layout()->addWidget(textBody(part.text, tr("Reasoning"), body));
                return body;
            }, m_content);
            box->setNote(sizeNote(all));
            box->setTeaser(fromUtf8(reasoning.front().text.firstWords()));
            add(box);
        }
        if (!rest.empty()) add(messageBox({Role::Assistant, rest}, true, 0, m_content));
    } else {
        m_liveReasoning = liveBox(tr("Reasoning"), m_call.liveReasoning, false);
        m_liveReply = liveBox(CallWords::role(Role::Assistant), m_call.liveReply, true);
        m_liveReasoning->setVisible(!m_call.liveReasoning.isEmpty());
        add(m_liveReasoning);
        add(m_liveReply);
    }
    m_facts = new ThemedLabel({}, FontRole::Small, Token::Tx2, m_content);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_facts->setContentsMargins(10, 8, 10, 6);
    add(m_facts);
    m_bill = new BillTable(m_content);
    add(m_bill);
    showBill();
}

FoldBox* CallPage::liveBox(const QString& name, const QString& text, bool open) {
    auto* box = new FoldBox(name, [name](QWidget* inside) {
        auto* view = new LogView(inside);
        view->setProse(true);
        view->setAccessibleName(name);
        view->setFitsText(1);
        return view;
    }, m_content);
    box->setOpen(open);
    if (auto* view = qobject_cast<LogView*>(box->body())) view->setLog(text);
    return box;
}

/// What came before the box was opened, or was missed, is caught up with.
void CallPage::showLive() {
    const auto show = [](FoldBox* box, const QString& text) {
        if (!box) return;
        box->setVisible(!text.isEmpty() || box->isOpen());
        if (auto* view = qobject_cast<LogView*>(box->body()); view && view->toPlainText().isEmpty() && !text.isEmpty()) view->setLog(text);
        box->setNote(format::bytes(static_cast<quint64>(text.toUtf8().size())));
    };
    show(m_liveReasoning, m_call.liveReasoning);
    show(m_liveReply, m_call.liveReply);
}

void CallPage::appendReply(const QString& text, bool reasoning) {
    (reasoning ? m_call.liveReasoning : m_call.liveReply) += text;
    FoldBox* box = reasoning ? m_liveReasoning : m_liveReply;
    if (!box) return;
    m_follows = verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 2; // stays at the end when it was there
    box->show();
    if (auto* view = qobject_cast<LogView*>(box->body())) {
        if (view->toPlainText().isEmpty()) view->setLog(reasoning ? m_call.liveReasoning : m_call.liveReply);
        else view->appendLog(text);
    }
    box->setNote(format::bytes(static_cast<quint64>((reasoning ? m_call.liveReasoning : m_call.liveReply).toUtf8().size())));
}

void CallPage::showBill() {
    m_replyHead->setNote(m_call.ended ? format::duration(m_call.duration) : m_call.queued ? tr("not sent yet") : tr("streaming in"));
    QStringList lines;
    if (!m_call.cause.isEmpty()) lines << m_call.cause;
    if (const QString finish = CallWords::finish(m_call); !finish.isEmpty()) lines << finish;
    QStringList facts;
    facts << (m_call.meant.isEmpty() ? m_call.model : tr("%1, which is %2").arg(m_call.model, m_call.meant)) + (m_call.simulated ? tr(" (simulated)") : QString());
    if (!m_call.reported.isEmpty() && m_call.reported != m_call.model) facts << tr("answered as %1").arg(m_call.reported);
    if (m_call.firstToken > 0) facts << tr("first token after %1").arg(format::duration(m_call.firstToken));
    if (!m_call.requestId.isEmpty()) facts << tr("request %1").arg(m_call.requestId);
    lines << facts.join(QStringLiteral(" · "));
    if (m_call.depthLimited) lines << tr("Asked for as rlm_query; at the depth limit it became a plain sub-call.");
    for (const auto& attempt : m_call.attempts)
        lines << tr("Attempt %1 failed: %2").arg(attempt.number).arg(attempt.error) + (attempt.wait > 0 ? tr("; waited %1").arg(format::duration(attempt.wait)) : QString()) +
                     (attempt.cost.value > 0 ? tr("; cost %1").arg(format::money(attempt.cost)) : tr("; cost nothing"));
    for (const QString& wait : m_call.waits) lines << tr("Waited: %1").arg(wait);
    m_facts->setText(lines.join(QLatin1Char('\n')));
    m_bill->setCall(m_call);
}

} // namespace rlmscope
