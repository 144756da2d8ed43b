#include "views/icon.h"
#include "views/paint.h"
#include "views/style.h"
#include "views/style_paint.h"
#include "views/theme.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QPainter>
#include <QStyleOption>
#include <QTableView>
#include <QTreeView>

namespace rlmscope::paint_control {

namespace {

QColor disabledText() {
    QColor colour = themed(Token::Tx3);
    colour.setAlphaF(0.6f);
    return colour;
}

/// Around what is selected: where rows are, one outline goes around all cells of the row.
void outlineItem(QPainter& p, const QRect& cell, const QWidget* widget, Token token) {
    const QHeaderView* header = nullptr;
    const auto* view = qobject_cast<const QAbstractItemView*>(widget);
    if (view && view->selectionBehavior() == QAbstractItemView::SelectRows) {
        if (const auto* table = qobject_cast<const QTableView*>(view)) header = table->horizontalHeader();
        else if (const auto* tree = qobject_cast<const QTreeView*>(view)) header = tree->header();
    }
    QRect r = cell;
    if (header) r = QRect(-header->offset(), cell.top(), header->length(), cell.height());
    p.save();
    p.setClipRect(cell, Qt::IntersectClip);
    box(p, r, Qt::transparent, themed(token), 0);
    p.restore();
}

void hairlineBelow(QPainter& p, const QRect& r) {
    paint::hairline(p, QRect(r.left(), r.bottom(), r.width(), 1));
}

} // namespace

void tabShape(QPainter& p, const QStyleOptionTab& option) {
    const QRect r = option.rect;
    p.fillRect(r, themed(Token::Win));
    if (has(option, QStyle::State_Selected))
        p.fillRect(QRect(r.left() + 8, r.bottom() - 1, r.width() - 16, 2), themed(Token::Acc));
}

void tabLabel(QPainter& p, const QStyleOptionTab& option) {
    p.save();
    const bool selected = has(option, QStyle::State_Selected);
    const bool enabled = has(option, QStyle::State_Enabled);
    QFont font = themed(FontRole::Small);
    font.setWeight(selected ? QFont::DemiBold : QFont::Medium);
    p.setFont(font);
    const bool over = has(option, QStyle::State_MouseOver);
    p.setPen(!enabled ? disabledText() : selected || over ? themed(Token::Tx) : themed(Token::Tx2));
    QRect r = option.rect.adjusted(4, 0, -4, -1);
    if (!option.icon.isNull()) {
        option.icon.paint(&p, QRect(r.left() + 4, r.center().y() - 7, 16, 16));
        r.setLeft(r.left() + 22);
    }
    p.drawText(r, Qt::AlignCenter | Qt::TextShowMnemonic, option.text);
    if (has(option, QStyle::State_HasFocus))
        focusRing(p, option.rect.adjusted(3, 3, -3, -4), 3);
    p.restore();
}

void headerSection(QPainter& p, const QStyleOptionHeader& option) {
    p.fillRect(option.rect, themed(Token::Alt));
    if (option.orientation == Qt::Horizontal)
        hairlineBelow(p, option.rect);
}

void headerLabel(QPainter& p, const QStyleOptionHeader& option) {
    p.save();
    p.setFont(themed(FontRole::Small));
    p.setPen(themed(Token::Tx2));
    // The common style hands over a rectangle that is lower than the text; the section itself clips.
    const QRect r = option.rect;
    const QString text = p.fontMetrics().elidedText(option.text, Qt::ElideRight, r.width());
    p.drawText(r, static_cast<int>(option.textAlignment) | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip, text);
    if (option.sortIndicator != QStyleOptionHeader::None && !text.isEmpty()) { // beside the words, on the side where there is room
        const int width = p.fontMetrics().horizontalAdvance(text), size = 11;
        const bool right = option.textAlignment & Qt::AlignRight;
        const QRectF mark(right ? r.right() - width - size - 3 : r.left() + width + 4, option.rect.center().y() - size / 2, size, size);
        paintIcon(p, mark, option.sortIndicator == QStyleOptionHeader::SortDown ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down"), themed(Token::Tx2));
    }
    p.restore();
}

void menuBarItem(QPainter& p, const QStyleOptionMenuItem& option) {
    p.fillRect(option.rect, themed(Token::Win));
    const bool active = has(option, QStyle::State_Selected) && has(option, QStyle::State_Enabled);
    if (active)
        box(p, option.rect.adjusted(0, 2, 0, -2), themed(Token::Sel), QColor(), 4);
    p.setPen(active ? themed(Token::SelText)
                    : has(option, QStyle::State_Enabled) ? themed(Token::Tx) : disabledText());
    const int mnemonic = has(option, QStyle::State_KeyboardFocusChange) || active ? Qt::TextShowMnemonic : Qt::TextHideMnemonic;
    p.drawText(option.rect, Qt::AlignCenter | mnemonic | Qt::TextSingleLine, option.text);
}

void menuItem(QPainter& p, const QStyleOptionMenuItem& option) {
    const QRect r = option.rect;
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        const bool heading = !option.text.isEmpty(), first = r.top() < r.height(); // above the first there is nothing to be set off
        if (!heading || !first) p.fillRect(QRect(r.left() + 4, heading ? r.top() + 3 : r.center().y(), r.width() - 8, 1), themed(Token::Line));
        if (heading) {
            p.save();
            p.setFont(themed(FontRole::Hint));
            p.setPen(themed(Token::Tx2));
            p.drawText(r.adjusted(7, first ? 0 : 5, -7, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, option.text);
            p.restore();
        }
        return;
    }
    p.save();
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool active = has(option, QStyle::State_Selected) && enabled;
    if (active)
        box(p, r, themed(Token::Sel), QColor(), 3);
    const QColor text = !enabled ? disabledText() : themed(active ? Token::SelText : Token::Tx);
    const QRect iconRect(r.left() + 7, r.center().y() - 7, 16, 16);
    if (option.checkType != QStyleOptionMenuItem::NotCheckable && option.checked)
        paintIcon(p, iconRect, QStringLiteral("check"), text);
    else if (!option.icon.isNull())
        option.icon.paint(&p, iconRect, Qt::AlignCenter,
                          !enabled ? QIcon::Disabled : active ? QIcon::Selected : QIcon::Normal);
    const QRect textRect = r.adjusted(Theme::instance().px(30), 0, -Theme::instance().px(20), 0);
    const QStringList parts = option.text.split(QLatin1Char('\t'));
    p.setFont(option.font);
    p.setPen(text);
    p.drawText(textRect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextShowMnemonic | Qt::TextSingleLine, parts.front());
    if (parts.size() > 1) {
        p.setPen(!enabled ? disabledText() : themed(active ? Token::SelText : Token::Tx3));
        p.drawText(textRect, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, parts.at(1));
    }
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        paintIcon(p, QRectF(r.right() - 16, r.center().y() - 5, 12, 12), QStringLiteral("chevron-right"), text);
    p.restore();
}

void scrollBar(QPainter& p, const QStyleOptionSlider& option, const QRect& handle) {
    p.fillRect(option.rect, option.palette.color(QPalette::Base));
    if (option.maximum <= option.minimum)
        return;
    const bool held = has(option, QStyle::State_Sunken);
    const bool over = has(option, QStyle::State_MouseOver);
    const QRect r = option.orientation == Qt::Horizontal ? handle.adjusted(1, 3, -1, -2) : handle.adjusted(3, 1, -2, -1);
    box(p, r, themed(held || over ? Token::Tx3 : Token::Line2), QColor(), 3);
}

void dockTitle(QPainter& p, const QStyleOptionDockWidget& option) {
    p.save();
    p.fillRect(option.rect, themed(Token::Win));
    hairlineBelow(p, option.rect);
    p.setFont(themed(FontRole::SmallStrong));
    p.setPen(themed(Token::Tx));
    p.drawText(option.rect.adjusted(10, 0, -56, -1), Qt::AlignLeft | Qt::AlignVCenter,
               p.fontMetrics().elidedText(option.title, Qt::ElideRight, option.rect.width() - 66));
    p.restore();
}

void separator(QPainter& p, const QStyleOption& option, bool lineStandsUpright) {
    const QRect r = option.rect;
    p.fillRect(r, themed(Token::Base));
    p.fillRect(lineStandsUpright ? QRect(r.center().x(), r.top(), 1, r.height())
                                 : QRect(r.left(), r.center().y(), r.width(), 1),
               themed(has(option, QStyle::State_MouseOver) ? Token::Acc : Token::Line));
}

void progress(QPainter& p, const QStyleOptionProgressBar& option) {
    const QRect r(option.rect.left(), option.rect.center().y() - 2, option.rect.width(), 5);
    const bool outlined = Theme::instance().isHighContrast(); // there a filled track outshines what is done
    box(p, r, themed(outlined ? Token::Base : Token::Line), outlined ? themed(Token::Line) : QColor(), 2);
    const qint64 range = qint64(option.maximum) - option.minimum;
    if (range <= 0) {
        box(p, QRect(r.left(), r.top(), r.width() / 4, r.height()), themed(Token::Acc), QColor(), 2);
        return;
    }
    const int done = static_cast<int>((qint64(option.progress) - option.minimum) * r.width() / range);
    if (done > 0)
        box(p, QRect(r.left(), r.top(), done, r.height()), themed(Token::Acc), QColor(), 2);
}

void itemBackground(QPainter& p, const QStyleOption& option, const QWidget* widget) {
    const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(&option);
    const bool selected = has(option, QStyle::State_Selected);
    if (item && item->backgroundBrush.style() != Qt::NoBrush)
        p.fillRect(option.rect, item->backgroundBrush);
    if (selected) {
        const bool active = has(option, QStyle::State_Active) && (!widget || widget->hasFocus() || has(option, QStyle::State_HasFocus));
        p.fillRect(option.rect, themed(active ? Token::Sel : Token::SelInactive));
        if (!active && Theme::instance().isHighContrast())
            outlineItem(p, option.rect, widget, Token::Tx);
    } else if (has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled)) {
        if (Theme::instance().isHighContrast())
            outlineItem(p, option.rect, widget, Token::Line);
        else
            p.fillRect(option.rect, themed(Token::Hover));
    }
}

} // namespace rlmscope::paint_control
