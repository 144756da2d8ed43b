#include "views/run_bar.h"

#include "views/integrity_panel.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QPainter>

namespace rlmscope {

RunBar::RunBar(QWidget* parent)
    : QWidget(parent)
    , m_question(new ThemedLabel({}, FontRole::Title, Token::Tx, this))
    , m_statusIcon(new IconLabel({}, Token::Tx, 16, this))
    , m_status(new ThemedLabel({}, FontRole::SmallStrong, Token::Tx, this)) {
    setAccessibleName(tr("Run"));
    m_question->setElided(true);
    m_question->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto* facts = new QHBoxLayout;
    facts->setSpacing(16);
    auto* status = new QHBoxLayout;
    status->setSpacing(6);
    status->addWidget(m_statusIcon);
    status->addWidget(m_status);
    facts->addLayout(status);
    m_context = addFact(QStringLiteral("folder"), facts);
    m_context.text->setElided(true);
    m_strategy = addFact(QStringLiteral("frame"), facts);
    m_models = addFact(QStringLiteral("model"), facts);
    m_models.text->setElided(true);
    m_simulated = addFact(QStringLiteral("simulated"), facts);
    m_simulated.text->setText(tr("simulated, nothing is paid"));
    m_imported = new IntegrityLine(this);
    m_imported->hide();
    facts->addWidget(m_imported);
    connect(m_imported, &QToolButton::clicked, this, &RunBar::integrityRequested);
    facts->addStretch(1);

    auto* left = new QVBoxLayout;
    left->setSpacing(5);
    left->addStretch(1);
    left->addWidget(m_question);
    left->addLayout(facts);
    left->addStretch(1);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 0, 14, 1);
    row->setSpacing(20);
    row->addLayout(left, 1);
    m_money = new MoneyBar(this);
    m_money->setFixedHeight(6);
    m_reserved = new ThemedLabel({}, FontRole::Small, Token::Tx3, this);
    m_spent = addFigure(tr("Spent"), row, m_money);
    m_tokens = addFigure(tr("Tokens in + out"), row);
    m_calls = addFigure(tr("Calls"), row);
    m_elapsed = addFigure(tr("Elapsed"), row);
    setFixedHeight(Theme::instance().px(68));
}

RunBar::Fact RunBar::addFact(const QString& icon, QHBoxLayout* row) {
    Fact fact{new QWidget(this), new IconLabel(icon, Token::Tx2, 16, this), new ThemedLabel({}, FontRole::Small, Token::Tx2, this),
              new ThemedLabel({}, FontRole::Small, Token::Tx3, this)};
    auto* layout = new QHBoxLayout(fact.box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(5);
    layout->addWidget(fact.icon);
    layout->addWidget(fact.text);
    layout->addWidget(fact.note);
    row->addWidget(fact.box);
    return fact;
}

RunBar::Figure RunBar::addFigure(const QString& caption, QHBoxLayout* row, QWidget* below) {
    Figure figure{new ThemedLabel(caption, FontRole::Hint, Token::Tx3, this), new ThemedLabel({}, FontRole::KeyFigure, Token::Tx, this),
                  new ThemedLabel({}, FontRole::Small, Token::Tx3, this)};
    figure.value->setAccessibleName(caption);
    auto* column = new QVBoxLayout;
    column->setSpacing(2);
    column->addStretch(1);
    column->addWidget(figure.caption);
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(figure.value);
    line->addWidget(figure.note);
    if (below)
        line->addWidget(m_reserved);
    line->addStretch(1);
    column->addLayout(line);
    if (below) {
        column->addSpacing(1);
        column->addWidget(below);
        below->setMinimumWidth(Theme::instance().px(180));
    } else {
        column->addSpacing(3);
    }
    column->addStretch(1);
    row->addLayout(column);
    return figure;
}

void RunBar::setFacts(const Facts& f) {
    m_question->setText(f.question);
    m_question->setToolTip(f.question);
    if (f.statusIcon.isEmpty())
        m_statusIcon->setRunning(true);
    else
        m_statusIcon->setIcon(f.statusIcon, static_cast<Token>(f.statusToken));
    m_status->setText(f.statusWord);
    m_status->setToolTip(f.statusWord);
    m_status->setToken(static_cast<Token>(f.statusToken));
    const auto fact = [](const Fact& to, const QString& text, const QString& note = {}) {
        to.box->setVisible(!text.isEmpty());
        to.text->setText(text);
        to.text->setToolTip(text);
        to.note->setText(note);
        to.note->setVisible(!note.isEmpty());
    };
    fact(m_context, f.context, f.contextSize);
    fact(m_strategy, f.strategy);
    fact(m_models, f.models);
    m_simulated.box->setVisible(f.simulated);
    m_simulated.note->hide();
    m_imported->setText(f.imported);
    m_imported->setVisible(!f.imported.isEmpty());
    const auto figure = [](const Figure& to, const QString& value, const QString& note = {}) {
        to.value->setFigure(value);
        to.note->setFigure(note);
        to.note->setVisible(!note.isEmpty());
    };
    figure(m_spent, f.spent, f.ofLimit);
    m_spent.caption->setText(f.simulated ? f.limitUsd > 0 ? tr("Simulated of limit") : tr("Simulated") : f.limitUsd > 0 ? tr("Spent of limit") : tr("Spent"));
    m_spent.value->setAccessibleName(m_spent.caption->text());
    m_reserved->setFigure(f.reserved);
    m_reserved->setVisible(!f.reserved.isEmpty());
    figure(m_tokens, f.tokens, f.tokensNote);
    figure(m_calls, f.calls, f.callsNote);
    figure(m_elapsed, f.elapsed);
    m_money->setMoney(f.spentUsd, f.reservedUsd, f.limitUsd);
    m_money->setVisible(f.limitUsd > 0); // a part of nothing known is no bar
}

void RunBar::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), themed(Token::Base));
    p.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
}

} // namespace rlmscope
