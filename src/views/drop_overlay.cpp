#include "views/drop_overlay.h"

#include "views/icon.h"
#include "views/theme.h"

#include <QEvent>
#include <QPainter>
#include <QPen>

namespace rlmscope {

DropOverlay::DropOverlay(QWidget* over) : QWidget(over) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    over->installEventFilter(this);
    hide();
}

void DropOverlay::showPlan(const QString& iconName, const QString& title, const QString& detail, bool accepted) {
    m_icon = iconName;
    m_title = title;
    m_detail = detail;
    m_accepted = accepted;
    setAccessibleName(title);
    setAccessibleDescription(detail);
    setGeometry(parentWidget()->rect());
    raise();
    show();
    update();
}

bool DropOverlay::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize && isVisible()) setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

void DropOverlay::paintEvent(QPaintEvent*) {
    auto& theme = Theme::instance();
    QPainter p(this);
    auto veil = themed(Token::Win);
    veil.setAlphaF(theme.isHighContrast() ? 1.0F : 0.97F);
    p.fillRect(rect(), veil);
    const auto edge = themed(m_accepted ? Token::Acc : Token::Tx3);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(edge, 2, Qt::DashLine));
    const int inset = theme.px(16);
    p.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 4, 4);
    const int size = theme.px(32);
    const QRect middle(inset * 2, height() / 2 - theme.px(70), width() - inset * 4, theme.px(140));
    paintIcon(p, QRectF(middle.center().x() - size / 2.0, middle.top(), size, size), m_icon, edge);
    p.setPen(themed(Token::Tx));
    p.setFont(themed(FontRole::Title));
    const QFontMetrics title(p.font());
    p.drawText(QRect(middle.left(), middle.top() + size + theme.px(10), middle.width(), title.height()), Qt::AlignHCenter,
               title.elidedText(m_title, Qt::ElideMiddle, middle.width()));
    p.setPen(themed(Token::Tx2));
    p.setFont(themed(FontRole::Base));
    p.drawText(QRect(middle.left(), middle.top() + size + theme.px(16) + title.height(), middle.width(), theme.px(60)), Qt::AlignHCenter | Qt::TextWordWrap, m_detail);
}

} // namespace rlmscope
