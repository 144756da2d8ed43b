#include "views/decision_bar.h"

#include "itemmodels/format.h"
#include "itemmodels/money_words.h"
#include "itemmodels/node_names.h"
#include "itemmodels/run_control.h"
#include "itemmodels/run_document.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

namespace rlmscope {

namespace {

/// The limit that a question is about, with what is spent of it.
LimitState stateOf(const PendingDecision& question, const BudgetState& budget) {
    for (const LimitState& state : budget.limits)
        if (state.kind == question.limit) return state;
    return {question.limit, question.limitNow, question.limitNow, 0, 0}; // turns: each frame has its own count
}

QString unitOf(LimitKind kind) {
    switch (kind) {
    case LimitKind::Usd: return DecisionBar::tr("USD");
    case LimitKind::Calls: return DecisionBar::tr("calls");
    case LimitKind::Frames: return DecisionBar::tr("frames");
    case LimitKind::Turns: return DecisionBar::tr("turns of each frame");
    case LimitKind::Seconds: return DecisionBar::tr("seconds");
    default: return DecisionBar::tr("tokens");
    }
}

/// What the headline and the sum do not say.
QString detailOf(const PendingDecision& q) {
    if (q.kind == PendingDecision::Kind::Limit)
        return q.limit == LimitKind::Turns ? DecisionBar::tr("A higher limit holds for every frame of the run.") : QString();
    const QString each = format::tokens(q.calls ? (q.tokens + q.calls - 1) / q.calls : 0);
    const QString model = format::shortModel(q.model);
    return q.frames ? DecisionBar::tr("Child frames of %1, up to %2 tokens each in their first call; what they do then is not known.").arg(model, each)
                    : DecisionBar::tr("Sub-calls to %1, up to %2 tokens each.").arg(model, each);
}

} // namespace

DecisionBar::DecisionBar(QWidget* parent)
    : QWidget(parent)
    , m_title(new ThemedLabel({}, FontRole::BaseStrong, Token::Tx, this))
    , m_more(new ThemedLabel({}, FontRole::Small, Token::Tx2, this))
    , m_detail(new ThemedLabel({}, FontRole::Small, Token::Tx2, this))
    , m_sum(new ThemedLabel({}, FontRole::Mono, Token::Tx, this))
    , m_problem(new ThemedLabel({}, FontRole::Small, Token::Err, this))
    , m_node(new QPushButton(this))
    , m_money(new MoneyBar(this))
    , m_sumRow(new QWidget(this)) {
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new IconLabel(QStringLiteral("paused"), Token::Warn, 16, this));
    head->addWidget(m_title, 1);
    head->addWidget(m_more);
    m_title->setElided(true);
    setLook(m_node, "link");
    auto* who = new QHBoxLayout;
    who->setContentsMargins(24, 0, 0, 0);
    who->setSpacing(8);
    who->addWidget(m_node);
    who->addWidget(m_detail, 1);
    m_detail->setWordWrap(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* sum = new QVBoxLayout(m_sumRow);
    sum->setContentsMargins(24, 2, 0, 2);
    sum->setSpacing(4);
    sum->addWidget(m_sum);
    sum->addWidget(m_money);
    m_sum->setWordWrap(true); // what it is all about is never cut
    m_money->setFixedHeight(17);
    m_problem->setWordWrap(true);
    m_problem->setContentsMargins(24, 0, 0, 0);
    m_problem->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 9, 12, 10);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addLayout(who);
    layout->addWidget(m_sumRow);
    layout->addWidget(m_problem);
    connect(m_node, &QPushButton::clicked, this, [this] {
        const NodeIndex node = m_document ? m_document->tree().find(m_question.node) : NoNode;
        if (node != NoNode) Q_EMIT nodeRequested(node);
    });
    hide();
}

void DecisionBar::setDocument(RunDocument* document) {
    if (m_document) {
        m_document->disconnect(this);
        if (m_document->control()) m_document->control()->disconnect(this);
    }
    m_document = document;
    m_question = {};
    hide();
    if (!document) return;
    connect(document, &RunDocument::budgetChanged, this, &DecisionBar::refresh);
    connect(document, &RunDocument::runChanged, this, &DecisionBar::refresh);
    if (RunControl* control = document->control())
        connect(control, &RunControl::decisionFailed, this,
                [this](qint64 question, const Error& error) { onFailed(question, QString::fromStdString(error.text())); });
    refresh();
}

QString DecisionBar::headline(const PendingDecision& q, const RunDocument& document) {
    if (q.kind == PendingDecision::Kind::Limit)
        return q.limit == LimitKind::Turns ? tr("A frame has used up its %1").arg(words::limit(q.limit, q.limitNow))
                                           : tr("The limit of %1 leaves no room for the next call").arg(words::limit(q.limit, q.limitNow));
    const QString cost = q.priceKnown ? tr("at most %1").arg(format::money(q.estimate)) : tr("at a price that is not known");
    const QString text = tr("%n call(s) wait for your approval, %1", nullptr, static_cast<int>(q.calls)).arg(cost);
    return document.tree().totals().simulated ? text + tr(" (simulated)") : text;
}

void DecisionBar::refresh() {
    RunControl* control = m_document && m_document->isLive() ? m_document->control() : nullptr;
    const auto* pending = control && control->state() != RunControl::State::Ended ? &control->budget().pending : nullptr;
    if (!pending || pending->empty()) {
        m_question = {};
        hide();
        return;
    }
    m_waiting = pending->size() - 1;
    m_more->setText(m_waiting ? tr("nothing is being sent · %n more question(s)", nullptr, static_cast<int>(m_waiting)) : tr("nothing is being sent"));
    if (pending->front().id != m_question.id) show(pending->front());
    else showSum(m_question);
}

void DecisionBar::show(const PendingDecision& q) {
    m_question = q;
    m_title->setText(headline(q, *m_document));
    m_detail->setText(detailOf(q));
    m_detail->setVisible(!m_detail->text().isEmpty());
    m_problem->hide();
    const NodeIndex node = m_document->tree().find(q.node);
    m_node->setVisible(node != NoNode);
    if (node != NoNode) {
        m_node->setText(nodePath(m_document->tree(), node));
        m_node->setAccessibleName(tr("Show who asks: %1").arg(m_node->text()));
    }
    showSum(q);
    showAnswers(q);
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_detail->text() + QLatin1Char(' ') + m_sum->text());
    QWidget::show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void DecisionBar::showSum(const PendingDecision& q) {
    const BudgetState budget = m_document->budget();
    const RunLimits limits = m_document->limits();
    if (q.kind == PendingDecision::Kind::FanOut) {
        m_sum->setText(tr("%1 spent + %2 worst case = %3%4").arg(format::money(budget.spentUsd), format::money(q.estimate), format::money(budget.spentUsd + q.estimate),
                       limits.usd ? tr(" of %1").arg(format::moneyLimit(*limits.usd)) : QString()));
        const double limit = limits.usd ? limits.usd->usd() : 0;
        m_money->setMoney(budget.spentUsd.usd(), q.estimate.usd(), limit, 0, std::max(limit, (budget.spentUsd + q.estimate).usd()) * 1.1);
        m_sumRow->setVisible(q.priceKnown);
        m_money->show();
        return;
    }
    const LimitState state = stateOf(q, budget);
    const std::int64_t next = q.limit == LimitKind::Usd ? q.estimate.value : 0, all = state.spent + state.reserved + state.kept + next;
    QStringList parts{tr("%1 spent").arg(words::amount(q.limit, state.spent))};
    if (state.reserved) parts << tr("%1 in flight").arg(words::amount(q.limit, state.reserved));
    if (state.kept) parts << tr("%1 kept for the answer").arg(words::amount(q.limit, state.kept));
    if (next) parts << tr("%1 next call").arg(words::amount(q.limit, next));
    QString sum = parts.join(QStringLiteral(" + "));
    if (parts.size() > 1) sum += QStringLiteral(" = ") + words::amount(q.limit, all);
    m_sum->setText(sum + tr(" of %1").arg(words::limit(q.limit, state.limit)));
    m_money->setVisible(q.limit == LimitKind::Usd);
    if (q.limit == LimitKind::Usd)
        m_money->setMoney(PicoUsd{state.spent}.usd(), PicoUsd{all - state.spent}.usd(), PicoUsd{state.limit}.usd(), 0, PicoUsd{std::max(state.limit, all)}.usd() * 1.1);
    m_sumRow->setVisible(q.limit != LimitKind::Turns);
}

void DecisionBar::showAnswers(const PendingDecision& q) {
    if (m_answers) {
        m_answers->hide();
        m_answers->deleteLater();
    }
    m_raise = nullptr;
    m_answers = new QWidget(this);
    auto* row = new QHBoxLayout(m_answers);
    row->setContentsMargins(24, 2, 0, 0);
    row->setSpacing(6);
    if (q.kind == PendingDecision::Kind::FanOut) {
        addAnswer(tr("Send %n call(s)", nullptr, static_cast<int>(q.calls)), Verdict::Go, tr("The calls leave; what they cost at most is reserved first"), true);
        addAnswer(tr("Refuse these calls"), Verdict::Refuse, tr("The calls fail; the cell is told and goes on"));
        addAnswer(tr("Stop the run"), Verdict::Stop, tr("The run ends without a last answer; the trace is kept and can be resumed"));
    } else {
        auto* label = new ThemedLabel(tr("Raise to"), FontRole::Base, Token::Tx, m_answers);
        row->addWidget(label);
        m_raise = new QLineEdit(m_answers);
        const LimitState state = stateOf(q, m_document->budget());
        m_raise->setText(words::editable(q.limit, words::suggestedLimit({q.limit, q.limitNow, state.spent, state.reserved, state.kept})));
        m_raise->setFixedWidth(Theme::instance().px(96));
        m_raise->setFont(themed(FontRole::Mono));
        m_raise->setAlignment(Qt::AlignRight);
        m_raise->setAccessibleName(tr("New limit in %1").arg(unitOf(q.limit)));
        label->setBuddy(m_raise);
        connect(m_raise, &QLineEdit::returnPressed, this, &DecisionBar::raise);
        connect(m_raise, &QLineEdit::textEdited, this, [this] {
            setFieldError(m_raise, {});
            m_problem->hide();
        });
        row->addWidget(m_raise);
        row->addWidget(new ThemedLabel(unitOf(q.limit), FontRole::Small, Token::Tx2, m_answers));
        auto* go = new QPushButton(tr("Raise and go on"), m_answers);
        setLook(go, "primary");
        go->setToolTip(tr("What waits is sent as soon as it fits the new limit"));
        connect(go, &QPushButton::clicked, this, &DecisionBar::raise);
        row->addWidget(go);
        addAnswer(tr("Finish with the best answer"), Verdict::Finish, tr("The root is asked for its best answer from what is known"));
        addAnswer(tr("Stop here"), Verdict::Stop, tr("The run ends without a last answer; the trace is kept and can be resumed"));
    }
    row->addStretch(1);
    static_cast<QVBoxLayout*>(layout())->addWidget(m_answers);
}

QPushButton* DecisionBar::addAnswer(const QString& text, Verdict verdict, const QString& explained, bool primary) {
    auto* button = new QPushButton(text, m_answers);
    if (primary) setLook(button, "primary");
    button->setToolTip(explained);
    button->setAccessibleDescription(explained);
    connect(button, &QPushButton::clicked, this, [this, verdict] { answer(verdict); });
    m_answers->layout()->addWidget(button);
    return button;
}

void DecisionBar::answer(Verdict verdict) {
    RunControl* control = m_document ? m_document->control() : nullptr;
    if (!control || !isAsking()) return;
    setBusy(true);
    control->decide(m_question.id, verdict, {});
}

void DecisionBar::raise() {
    RunControl* control = m_document ? m_document->control() : nullptr;
    if (!control || !isAsking() || !m_raise) return;
    const auto value = words::fromEditable(m_question.limit, m_raise->text());
    QString problem;
    if (!value) problem = tr("\"%1\" is not an amount in %2.").arg(m_raise->text(), unitOf(m_question.limit));
    else if (*value <= m_question.limitNow) problem = tr("The new limit must be higher than %1.").arg(words::limit(m_question.limit, m_question.limitNow));
    if (!problem.isEmpty()) {
        setFieldError(m_raise, problem);
        onFailed(m_question.id, problem);
        m_raise->setFocus();
        return;
    }
    setBusy(true);
    control->decide(m_question.id, Verdict::Go, words::raised(m_question.limit, *value));
}

void DecisionBar::setBusy(bool busy) {
    if (m_answers) m_answers->setEnabled(!busy);
    m_problem->hide();
}

void DecisionBar::onFailed(qint64 question, const QString& problem) {
    if (question != m_question.id) return;
    setBusy(false);
    m_problem->setText(problem);
    m_problem->show();
}

void DecisionBar::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), themed(Token::WarnFill));
    p.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::WarnEdge));
}

} // namespace rlmscope
