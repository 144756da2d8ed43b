#include "views/widgets.h"

#include "itemmodels/format.h"
#include "views/icon.h"
#include "views/paint.h"
#include "views/style.h"
#include "views/ticker.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>
#include <QToolButton>
#include <QVBoxLayout>

namespace rlmscope {

// ---- labels ---------------------------------------------------------------------------------------------------

ThemedLabel::ThemedLabel(const QString& text, FontRole role, Token token, QWidget* parent)
    : QLabel(text, parent), m_role(role), m_token(token) {
    setForegroundRole(QPalette::WindowText); // on a Base background it would be Text, which has no token
    setTextFormat(Qt::PlainText); // texts of models and files come here: never markup
    connect(&Theme::instance(), &Theme::changed, this, &ThemedLabel::applyTheme);
    applyTheme();
}

void ThemedLabel::applyTheme() {
    setFont(themed(m_role));
    QPalette p = palette();
    p.setColor(QPalette::WindowText, themed(m_token));
    p.setColor(QPalette::Text, themed(m_token)); // on a ground of the base colour
    p.setColor(QPalette::Link, themed(Token::Acc));
    setPalette(p);
    if (m_isFigure) fitFigure(text());
}

void ThemedLabel::setRole(FontRole role) {
    if (role == m_role) return;
    m_role = role;
    applyTheme();
}

void ThemedLabel::setToken(Token token) {
    if (token == m_token) return;
    m_token = token;
    applyTheme();
}

void ThemedLabel::setElided(bool elided) {
    m_elided = elided;
    updateGeometry();
}

void ThemedLabel::setFigure(const QString& figure) {
    m_isFigure = true;
    if (figure == text()) return;
    fitFigure(figure);
    setText(figure);
}

// Qt does not lay out anew for a label of fixed size.
void ThemedLabel::fitFigure(const QString& figure) {
    const int needed = fontMetrics().horizontalAdvance(figure) + 1, slack = fontMetrics().averageCharWidth() * 3 / 2;
    const bool fits = minimumWidth() == maximumWidth() && needed <= width() && width() - needed <= slack;
    if (!fits || minimumHeight() != fontMetrics().height()) setFixedSize(needed, fontMetrics().height());
}

QSize ThemedLabel::minimumSizeHint() const {
    return m_elided ? QSize(24, QLabel::minimumSizeHint().height()) : QLabel::minimumSizeHint();
}

void ThemedLabel::paintEvent(QPaintEvent* event) {
    if (!m_elided || wordWrap()) {
        QLabel::paintEvent(event);
        return;
    }
    if (fontMetrics().horizontalAdvance(text()) > contentsRect().width() && contentsRect().width() < fontMetrics().averageCharWidth() * 6) return; // two letters say nothing
    QPainter p(this);
    paint::text(p, contentsRect(), text(), font(), palette().color(QPalette::WindowText), alignment() & Qt::AlignHorizontal_Mask);
}

IconLabel::IconLabel(const QString& name, Token token, int size, QWidget* parent)
    : QWidget(parent), m_name(name), m_token(token), m_size(size) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconLabel::setIcon(const QString& name, Token token) {
    setRunning(false);
    m_name = name;
    m_token = token;
    update();
}

void IconLabel::setRunning(bool running) {
    m_running = running;
    Ticker::instance().setMoving(this, running);
    update();
}

QSize IconLabel::sizeHint() const {
    const int side = Theme::instance().px(m_size);
    return {side, side};
}

void IconLabel::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const double side = Theme::instance().px(m_size);
    const QRectF r((width() - side) / 2, (height() - side) / 2, side, side);
    if (m_running)
        paint::runningRing(p, r, themed(Token::Acc));
    else if (!m_name.isEmpty())
        paintIcon(p, r, m_name, themed(m_token));
}

Hairline::Hairline(Qt::Orientation orientation, QWidget* parent) : QWidget(parent) {
    if (orientation == Qt::Horizontal)
        setFixedHeight(1);
    else
        setFixedWidth(1);
}

void Hairline::paintEvent(QPaintEvent*) {
    QPainter p(this);
    paint::hairline(p, rect());
}

QToolButton* quietButton(const QString& iconName, const QString& name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    setLook(button, "quiet");
    button->setIcon(icon(iconName, Token::Tx2));
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

// ---- dock title -----------------------------------------------------------------------------------------------

DockTitle::DockTitle(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(new ThemedLabel(title, FontRole::SmallStrong, Token::Tx, this))
    , m_hint(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_layout(new QHBoxLayout(this)) {
    m_layout->setContentsMargins(10, 0, 6, 1);
    m_layout->setSpacing(2);
    m_layout->addWidget(m_title);
    m_layout->addStretch(1);
    m_layout->addWidget(m_hint);
    m_hint->setContentsMargins(0, 0, 4, 0);
    setFixedHeight(Theme::instance().px(28));
}

void DockTitle::setTitle(const QString& title) { m_title->setText(title); }
void DockTitle::setHint(const QString& hint) { m_hint->setText(hint); }

QToolButton* DockTitle::addButton(const QString& iconName, const QString& name) {
    QToolButton* button = quietButton(iconName, name, this);
    m_layout->addWidget(button);
    return button;
}

void DockTitle::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), themed(Token::Win));
    p.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
}

EmptyState::EmptyState(const QString& sentence, const QString& action, QWidget* parent)
    : QWidget(parent), m_sentence(new ThemedLabel(sentence, FontRole::Base, Token::Tx3, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(8);
    m_sentence->setWordWrap(true);
    layout->addWidget(m_sentence);
    if (!action.isEmpty()) {
        m_action = new QPushButton(action, this);
        setLook(m_action, "small");
        connect(m_action, &QPushButton::clicked, this, &EmptyState::actionRequested);
        layout->addWidget(m_action, 0, Qt::AlignLeft);
    }
    layout->addStretch(1);
}

void EmptyState::setSentence(const QString& sentence) { m_sentence->setText(sentence); }

// ---- money ----------------------------------------------------------------------------------------------------

MoneyBar::MoneyBar(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Spend"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void MoneyBar::setMoney(double spent, double reserved, double limit, double estimate, double scale) {
    m_spent = spent;
    m_reserved = reserved;
    m_limit = limit;
    m_estimate = estimate;
    m_scale = scale;
    const auto usd = [](double x) { return format::money(PicoUsd{static_cast<std::int64_t>(x * 1e12)}); };
    QString text = tr("%1 spent, %2 reserved").arg(usd(spent), usd(reserved));
    if (limit > 0)
        text += tr(", limit %1").arg(usd(limit));
    setAccessibleDescription(text);
    setToolTip(text);
    update();
}

void MoneyBar::paintEvent(QPaintEvent*) {
    QPainter p(this);
    // A bar with room above and below lets the limit line stand out of it.
    const int inset = height() > 12 ? 4 : 0;
    paint::moneyBar(p, QRectF(rect()).adjusted(0, inset, 0, -inset), {m_spent, m_reserved, m_limit, m_estimate, m_scale});
}

// ---- notices --------------------------------------------------------------------------------------------------

NoticeBar::NoticeBar(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel({}, Token::Tx, 16, this))
    , m_title(new ThemedLabel({}, FontRole::BaseStrong, Token::Tx, this))
    , m_detail(new ThemedLabel({}, FontRole::Small, Token::Tx2, this))
    , m_money(new MoneyBar(this))
    , m_sum(new ThemedLabel({}, FontRole::Mono, Token::Tx, this))
    , m_moneyRow(new QWidget(this))
    , m_actionRow(new QWidget(this))
    , m_close(quietButton(QStringLiteral("close"), tr("Close the notice"), this)) {
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_icon, 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(3);
    texts->addWidget(m_title);
    texts->addWidget(m_detail);
    texts->addStretch(1); // a single line stands beside the icon, not beside the middle of the taller button
    m_title->setWordWrap(true);
    m_detail->setWordWrap(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    head->addLayout(texts, 1);
    head->addWidget(m_close, 0, Qt::AlignTop);
    auto* money = new QHBoxLayout(m_moneyRow);
    money->setContentsMargins(24, 2, 0, 2);
    money->setSpacing(16);
    m_money->setFixedSize(270, 17);
    money->addWidget(m_money);
    money->addWidget(m_sum, 1);
    auto* actions = new QHBoxLayout(m_actionRow);
    actions->setContentsMargins(24, 2, 0, 0);
    actions->setSpacing(6);
    actions->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 9, 8, 10);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_moneyRow);
    layout->addWidget(m_actionRow);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    setMoney(0, 0, 0, {});
    hide();
}

void NoticeBar::showNotice(Tone tone, const QString& title, const QString& detail) {
    m_tone = tone;
    const struct { const char* icon; Token token; } looks[] = {
        {"hint", Token::Acc}, {"warning", Token::Warn}, {"error", Token::Err}, {"paused", Token::Warn}};
    const auto& look = looks[static_cast<int>(tone)];
    m_icon->setIcon(QLatin1String(look.icon), look.token);
    m_title->setText(title);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(detail);
    const auto old = m_actionRow->findChildren<QPushButton*>(Qt::FindDirectChildrenOnly);
    for (QPushButton* button : old) {
        button->hide(); // it goes later, and must not stand beside the new ones until then
        button->deleteLater();
    }
    m_actionRow->hide();
    setMoney(0, 0, 0, {});
    m_close->show();
    show();
    update();
}

QPushButton* NoticeBar::addAction(const QString& text, bool primary) {
    auto* button = new QPushButton(text, m_actionRow);
    if (primary)
        setLook(button, "primary");
    auto* layout = static_cast<QHBoxLayout*>(m_actionRow->layout());
    layout->insertWidget(layout->count() - 1, button);
    m_actionRow->show();
    return button;
}

void NoticeBar::setClosable(bool closable) { m_close->setVisible(closable); }

void NoticeBar::setMoney(double spent, double worst, double limit, const QString& sum) {
    m_moneyRow->setVisible(!sum.isEmpty());
    m_money->setMoney(spent, worst, limit, 0, std::max(limit, spent + worst) * 1.1);
    m_sum->setText(sum);
}

void NoticeBar::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const bool error = m_tone == Tone::Error;
    const bool info = m_tone == Tone::Info;
    p.fillRect(rect(), themed(info ? Token::Alt : error ? Token::ErrFill : Token::WarnFill));
    p.fillRect(QRect(0, height() - 1, width(), 1), themed(info ? Token::Line : error ? Token::ErrEdge : Token::WarnEdge));
}

QVBoxLayout* tightColumn(QWidget* widget) {
    auto* layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    return layout;
}

} // namespace rlmscope
