#include "views/find_bar.h"

#include "views/style.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>

namespace rlmscope {

FindBar::FindBar(QWidget* parent)
    : QWidget(parent), m_text(new QLineEdit(this)), m_result(new ThemedLabel({}, FontRole::Small, Token::Tx3, this)), m_case(new QToolButton(this)), m_regex(new QToolButton(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 4, 4);
    row->setSpacing(4);
    m_text->setPlaceholderText(tr("Find"));
    m_text->setAccessibleName(tr("Find in the text"));
    m_text->setClearButtonEnabled(false);
    m_text->setMinimumWidth(Theme::instance().px(90));
    m_text->installEventFilter(this);
    const auto option = [&](QToolButton* button, const QString& sign, const QString& name) {
        setLook(button, "quiet");
        button->setText(sign);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setCheckable(true);
        button->setToolTip(name);
        button->setAccessibleName(name);
        connect(button, &QToolButton::toggled, this, &FindBar::queryChanged);
    };
    option(m_case, QStringLiteral("Aa"), tr("Match case"));
    option(m_regex, QStringLiteral(".*"), tr("Regular expression"));
    m_result->setMinimumWidth(Theme::instance().px(76));
    auto* previous = quietButton(QStringLiteral("chevron-up"), tr("Previous (Shift+F3)"), this);
    auto* next = quietButton(QStringLiteral("chevron-down"), tr("Next (F3)"), this);
    auto* close = quietButton(QStringLiteral("close"), tr("Close (Esc)"), this);
    row->addWidget(m_text, 1);
    row->addWidget(m_case);
    row->addWidget(m_regex);
    row->addWidget(m_result);
    row->addWidget(previous);
    row->addWidget(next);
    row->addWidget(close);
    connect(m_text, &QLineEdit::textChanged, this, &FindBar::queryChanged);
    connect(previous, &QToolButton::clicked, this, &FindBar::previousWanted);
    connect(next, &QToolButton::clicked, this, &FindBar::nextWanted);
    connect(close, &QToolButton::clicked, this, &FindBar::close);
    setFocusProxy(m_text);
    hide();
}

void FindBar::open(const QString& text) {
    show();
    if (!text.isEmpty()) m_text->setText(text);
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
    Q_EMIT queryChanged();
}

void FindBar::close() {
    if (isHidden()) return;
    hide();
    Q_EMIT closed();
}

QString FindBar::text() const { return m_text->text(); }
bool FindBar::matchesCase() const { return m_case->isChecked(); }
bool FindBar::isRegex() const { return m_regex->isChecked(); }

void FindBar::setResult(const QString& words, bool warn) {
    m_result->setText(words);
    m_result->setToolTip(words);
    m_result->setToken(warn ? Token::Warn : Token::Tx3);
}

bool FindBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_text && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter || key->key() == Qt::Key_F3) {
            (key->modifiers() & Qt::ShiftModifier) ? Q_EMIT previousWanted() : Q_EMIT nextWanted();
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            close();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FindBar::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), themed(Token::Win));
    p.fillRect(QRect(0, 0, width(), 1), themed(Token::Line));
}

} // namespace rlmscope
