#include "views/icon.h"
#include "views/style.h"
#include "views/style_paint.h"
#include "views/theme.h"

#include <QFrame>
#include <QPainter>
#include <QStyleOption>
#include <QWidget>

namespace rlmscope::paint_control {

namespace {

QColor faded(Token token) {
    QColor colour = themed(token);
    colour.setAlphaF(0.6f);
    return colour;
}

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto channel = [share](int x, int y) { return static_cast<int>(x + (y - x) * share + 0.5); };
    return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

bool isInvalid(const QWidget* widget) { return widget && widget->property("invalid").toBool(); }

/// Icon and text as one group, centred or from the left.
void content(QPainter& p, const QRect& rect, const QIcon& icon, const QString& text, const QColor& colour,
             QIcon::Mode mode, QIcon::State state, bool centred, int iconPx, int mnemonic = Qt::TextShowMnemonic) {
    const int gap = icon.isNull() || text.isEmpty() ? 0 : 8;
    const int iconWidth = icon.isNull() ? 0 : iconPx;
    const int textWidth = text.isEmpty() ? 0 : p.fontMetrics().size(mnemonic, text).width();
    int x = centred ? rect.left() + std::max(0, (rect.width() - iconWidth - gap - textWidth) / 2) : rect.left();
    if (!icon.isNull())
        icon.paint(&p, QRect(x, rect.top() + (rect.height() - iconPx) / 2, iconPx, iconPx), Qt::AlignCenter, mode, state);
    x += iconWidth + gap;
    p.setPen(colour);
    p.drawText(QRect(x, rect.top(), rect.right() - x + 1, rect.height()),
               Qt::AlignLeft | Qt::AlignVCenter | mnemonic | Qt::TextSingleLine, text);
}

} // namespace

void box(QPainter& p, const QRect& rect, const QColor& fill, const QColor& border, double radius, double width) {
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.setBrush(fill);
    p.setPen(border.isValid() ? QPen(border, width) : QPen(Qt::NoPen));
    const double inset = border.isValid() ? width / 2 : 0;
    p.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius);
    p.restore();
}

void focusRing(QPainter& p, const QRect& rect, double radius) {
    box(p, rect, Qt::transparent, themed(Token::Acc), radius, 2);
}

void field(QPainter& p, const QStyleOption& option, const QWidget* widget) {
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool focused = has(option, QStyle::State_HasFocus);
    const Token border = isInvalid(widget) ? Token::ErrEdge : focused ? Token::Acc : Token::Line2;
    box(p, option.rect, themed(enabled ? Token::Base : Token::Win), themed(border), 4,
        focused || isInvalid(widget) ? 2 : 1);
}

void frame(QPainter& p, const QStyleOption& option, const QWidget* widget) {
    const QString look = lookOf(widget);
    if (look == QLatin1String("field")) {
        QStyleOption o(option);
        o.state.setFlag(QStyle::State_HasFocus, widget->hasFocus());
        field(p, o, widget);
    } else if (look == QLatin1String("segments")) {
        box(p, option.rect, themed(Token::Base), themed(Token::Line2), 3);
    } else if (look == QLatin1String("card")) {
        box(p, option.rect, themed(Token::Base), themed(Token::Line), 4);
    } else if (look == QLatin1String("drop")) {
        p.save();
        p.setRenderHint(QPainter::Antialiasing);
        const bool over = widget->property("over").toBool();
        QPen pen(themed(over ? Token::Acc : isInvalid(widget) ? Token::ErrEdge : Token::Line2), over ? 2 : 1);
        pen.setDashPattern({4, 3});
        p.setPen(pen);
        p.setBrush(themed(over ? Token::Hover : Token::Base));
        p.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        p.restore();
    }
}

void pushButton(QPainter& p, const QStyleOptionButton& option, const QWidget* widget) {
    const QString look = lookOf(widget);
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool down = has(option, QStyle::State_Sunken);
    const bool over = enabled && has(option, QStyle::State_MouseOver);
    const bool on = has(option, QStyle::State_On);
    const bool focused = has(option, QStyle::State_HasFocus);
    QColor fill = themed(down ? Token::Sel : over ? Token::Hover : Token::Base);
    QColor border = themed(Token::Line2);
    if (look == QLatin1String("link") || look == QLatin1String("crumb")) {
        if (focused)
            focusRing(p, option.rect, 3);
        return;
    }
    if (!enabled) {
        fill = themed(Token::Win);
        border = themed(Token::Line);
    } else if (look == QLatin1String("primary") || on) {
        fill = themed(Token::Acc);
        if (over || down)
            fill = mixed(fill, themed(Token::Tx), down ? 0.2 : 0.1);
        border = fill;
    }
    const bool segment = look == QLatin1String("segment");
    if (segment) { // the row of segments draws the frame around them
        if (on || over || down)
            p.fillRect(option.rect, fill);
        if (widget && widget->x() > 4 && !on)
            p.fillRect(QRect(option.rect.left(), option.rect.top(), 1, option.rect.height()), themed(Token::Line2));
    } else {
        box(p, option.rect, fill, border, 4);
    }
    if (focused) {
        // On an accent fill the ring would vanish: it is drawn just inside, in the text colour of the fill.
        if (fill == themed(Token::Acc))
            box(p, option.rect.adjusted(2, 2, -2, -2), Qt::transparent, themed(Token::OnAcc), 3, 1.5);
        else
            focusRing(p, option.rect, segment ? 0 : 4);
    }
}

void pushButtonLabel(QPainter& p, const QStyleOptionButton& option, const QWidget* widget) {
    const QString look = lookOf(widget);
    const bool enabled = has(option, QStyle::State_Enabled);
    QColor colour = themed(Token::Tx);
    p.save();
    if (!enabled)
        colour = faded(Token::Tx3);
    else if (look == QLatin1String("primary") || has(option, QStyle::State_On))
        colour = themed(Token::OnAcc);
    else if (look == QLatin1String("link"))
        colour = themed(Token::Acc);
    else if (look == QLatin1String("crumb"))
        colour = themed(has(option, QStyle::State_MouseOver) ? Token::Tx : Token::Tx2);
    QFont font = widget ? widget->font() : p.font();
    if (look == QLatin1String("primary"))
        font.setWeight(QFont::DemiBold);
    p.setFont(font);
    const bool menu = option.features & QStyleOptionButton::HasMenu;
    const QRect r = menu ? option.rect.adjusted(0, 0, -14, 0) : option.rect;
    content(p, r, option.icon, option.text, colour, enabled ? QIcon::Normal : QIcon::Disabled,
            has(option, QStyle::State_On) ? QIcon::On : QIcon::Off, look != QLatin1String("link") && look != QLatin1String("crumb"),
            Theme::instance().px(16));
    if (menu)
        paintIcon(p, QRectF(option.rect.right() - 20, option.rect.center().y() - 5, 12, 12),
                  QStringLiteral("chevron-down"), colour);
    p.restore();
}

namespace {

void railButton(QPainter& p, const QStyleOptionToolButton& option) {
    const bool on = has(option, QStyle::State_On);
    const bool over = has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled);
    const QColor colour = themed(on ? Token::Acc : over ? Token::Tx : Token::Tx2);
    const QRect r = option.rect;
    if (on)
        p.fillRect(QRect(r.left(), r.top() + 5, 3, r.height() - 10), themed(Token::Acc));
    const int size = Theme::instance().px(20);
    option.icon.paint(&p, QRect(r.left() + (r.width() - size) / 2, r.top() + 5, size, size), Qt::AlignCenter,
                      has(option, QStyle::State_Enabled) ? QIcon::Normal : QIcon::Disabled, on ? QIcon::On : QIcon::Off);
    QFont font = themed(FontRole::Rail);
    if (on)
        font.setWeight(QFont::DemiBold);
    p.setFont(font);
    p.setPen(colour);
    p.drawText(QRect(r.left(), r.top() + size + 6, r.width(), r.height() - size - 8), Qt::AlignHCenter | Qt::AlignVCenter,
               option.text);
    if (has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange))
        focusRing(p, r.adjusted(4, 1, -4, -1), 4);
}

} // namespace

void toolButton(QPainter& p, const QStyleOptionToolButton& option, const QWidget* widget) {
    p.save();
    if (lookOf(widget) == QLatin1String("rail")) {
        railButton(p, option);
        p.restore();
        return;
    }
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool on = has(option, QStyle::State_On);
    if (enabled && (on || has(option, QStyle::State_Sunken)))
        box(p, option.rect, themed(Token::Sel), QColor(), 4);
    else if (enabled && has(option, QStyle::State_MouseOver))
        box(p, option.rect, themed(Theme::instance().isHighContrast() ? Token::Sel : Token::Line), QColor(), 4);
    const QColor colour = !enabled ? faded(Token::Tx3)
                          : on ? (Theme::instance().isHighContrast() ? themed(Token::SelText) : themed(Token::Acc))
                               : themed(Token::Tx);
    p.setFont(widget ? widget->font() : option.font);
    const bool menu = option.features & QStyleOptionToolButton::HasMenu;
    const bool withText = option.toolButtonStyle != Qt::ToolButtonIconOnly;
    const QRect r = menu ? option.rect.adjusted(0, 0, -12, 0) : option.rect;
    const QIcon icon = option.toolButtonStyle == Qt::ToolButtonTextOnly ? QIcon() : option.icon;
    content(p, r, icon, withText || icon.isNull() ? option.text : QString(), colour,
            enabled ? QIcon::Normal : QIcon::Disabled, on ? QIcon::On : QIcon::Off, true, option.iconSize.height());
    if (menu)
        paintIcon(p, QRectF(option.rect.right() - 15, option.rect.center().y() - 4, 10, 10),
                  QStringLiteral("chevron-down"), colour);
    if (has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange))
        focusRing(p, option.rect, 4);
    p.restore();
}

void checkMark(QPainter& p, const QStyleOption& option, bool round) {
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool on = has(option, QStyle::State_On);
    const bool partly = has(option, QStyle::State_NoChange);
    const QRect r = option.rect;
    const double radius = round ? r.width() / 2.0 : 3;
    const bool filled = (on || partly) && enabled;
    const QColor border = filled ? themed(Token::Acc)
                          : has(option, QStyle::State_MouseOver) && enabled ? themed(Token::Tx3) : themed(Token::Line2);
    box(p, r, themed(filled ? Token::Acc : enabled ? Token::Base : Token::Win), border, radius);
    const QColor mark = enabled ? themed(Token::OnAcc) : faded(Token::Tx3);
    if (round && on)
        box(p, r.adjusted(4, 4, -4, -4), mark, QColor(), radius);
    else if (on)
        paintIcon(p, QRectF(r).adjusted(1, 1, -1, -1), QStringLiteral("check"), mark);
    else if (partly)
        paintIcon(p, QRectF(r).adjusted(1, 1, -1, -1), QStringLiteral("minus"), mark);
}

void comboBox(QPainter& p, const QStyleOptionComboBox& option, const QWidget* widget) {
    QStyleOption o(option);
    if (widget && !option.editable)
        o.state.setFlag(QStyle::State_HasFocus, widget->hasFocus());
    field(p, o, widget);
    const QColor colour = has(option, QStyle::State_Enabled) ? themed(Token::Tx2) : faded(Token::Tx3);
    paintIcon(p, QRectF(option.rect.right() - 21, option.rect.center().y() - 5, 12, 12),
              QStringLiteral("chevron-down"), colour);
}

void comboBoxLabel(QPainter& p, const QStyleOptionComboBox& option, const QRect& edit) {
    if (option.editable)
        return;
    p.save();
    const QColor colour = has(option, QStyle::State_Enabled) ? themed(Token::Tx) : faded(Token::Tx3);
    const int iconSpace = option.currentIcon.isNull() ? 0 : option.iconSize.width() + 8;
    const QString text = p.fontMetrics().elidedText(option.currentText, Qt::ElideRight, edit.width() - iconSpace);
    content(p, edit.adjusted(2, 0, 0, 0), option.currentIcon, text, colour, QIcon::Normal, QIcon::Off, false,
            option.iconSize.height(), 0);
    p.restore();
}

void spinBox(QPainter& p, const QStyleOptionSpinBox& option, const QRect& up, const QRect& down,
             const QWidget* widget) {
    QStyleOption o(option);
    if (widget)
        o.state.setFlag(QStyle::State_HasFocus, widget->hasFocus());
    field(p, o, widget);
    const auto arrow = [&](const QRect& r, const QString& name, QAbstractSpinBox::StepEnabledFlag step) {
        if (r.isEmpty())
            return;
        const bool can = option.stepEnabled & step && has(option, QStyle::State_Enabled);
        paintIcon(p, QRectF(r.center().x() - 5, r.center().y() - 5, 10, 10), name,
                  can ? themed(Token::Tx2) : faded(Token::Tx3));
    };
    arrow(up, QStringLiteral("chevron-up"), QAbstractSpinBox::StepUpEnabled);
    arrow(down, QStringLiteral("chevron-down"), QAbstractSpinBox::StepDownEnabled);
}

} // namespace rlmscope::paint_control
