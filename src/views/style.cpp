#include "views/style.h"

#include "views/icon.h"
#include "views/paint.h"
#include "views/style_paint.h"
#include "views/theme.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTableView>
#include <QToolBar>
#include <QToolButton>

namespace rlmscope {

namespace {

const char LookProperty[] = "look";

int px(double size) { return Theme::instance().px(size); }

template<typename T>
const T* as(const QStyleOption* option) {
    return qstyleoption_cast<const T*>(option);
}

} // namespace

QString lookOf(const QWidget* widget) {
    return widget ? widget->property(LookProperty).toString() : QString();
}

void setLook(QWidget* widget, const char* look) {
    widget->setProperty(LookProperty, QString::fromLatin1(look));
    if (auto* frame = qobject_cast<QFrame*>(widget))
        frame->setFrameStyle(frame->frameStyle());
    widget->updateGeometry();
    widget->update();
}

void setFieldError(QWidget* field, const QString& problem) {
    field->setProperty("invalid", !problem.isEmpty());
    field->setToolTip(problem);
    field->setAccessibleDescription(problem);
    field->update();
}

Style::Style() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_DefaultFrameWidth: {
        const QString look = lookOf(widget);
        if (look == QLatin1String("field"))
            return 3;
        if (look == QLatin1String("card") || look == QLatin1String("drop") || look == QLatin1String("segments"))
            return 1;
        // Popups and fields keep their border; views touch their neighbours.
        return qobject_cast<const QMenu*>(widget) || qobject_cast<const QLineEdit*>(widget) ? 1 : 0;
    }
    case PM_TabBarScrollButtonWidth: // a bar paints no tab where its arrows would be
        if (widget && widget->property("overflow").toBool()) return 0;
        break;
    case PM_ComboBoxFrameWidth: return 1;
    case PM_SpinBoxFrameWidth: return 1;
    case PM_ButtonMargin: return px(12);
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical: return 0;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
    case PM_ToolBarIconSize:
    case PM_TabBarIconSize: return px(16);
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return px(15);
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing: return 7;
    case PM_ToolBarItemSpacing: return 2;
    case PM_ToolBarItemMargin: return 0;
    case PM_ToolBarFrameWidth: return 5;
    case PM_ToolBarSeparatorExtent: return 15;
    case PM_MenuBarPanelWidth: return 0;
    case PM_MenuBarHMargin: return 6;
    case PM_MenuBarVMargin: return 0;
    case PM_MenuBarItemSpacing: return 0;
    case PM_MenuPanelWidth: return 1;
    case PM_MenuHMargin: return 4;
    case PM_MenuVMargin: return 4;
    case PM_SplitterWidth: return 1; // Qt widens the grab area of a 1 px handle to 5 px by itself
    case PM_DockWidgetSeparatorExtent: return 5;
    case PM_DockWidgetTitleMargin: return px(6);
    case PM_DockWidgetTitleBarButtonMargin: return 2;
    case PM_DockWidgetFrameWidth: return 0;
    case PM_ScrollBarExtent: return 11;
    case PM_ScrollBarSliderMin: return 28;
    case PM_ScrollView_ScrollBarSpacing: return 0;
    case PM_ScrollView_ScrollBarOverlap: return 0;
    case PM_TabBarTabHSpace: return px(24);
    case PM_TabBarTabVSpace: return px(10);
    case PM_TabBarBaseOverlap:
    case PM_TabBarBaseHeight: return 0;
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical: return 0;
    case PM_HeaderMargin: return 8; // the inset of cells too, so that titles stand over what they name
    case PM_ToolTipLabelFrameWidth: return 6;
    case PM_FocusFrameHMargin: return qobject_cast<const QTableView*>(widget) ? 7 : 2; // plus one: the inset of titles
    case PM_FocusFrameVMargin: return 2;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin: return 12;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing: return 8;
    default: break;
    }
    return QProxyStyle::pixelMetric(metric, option, widget);
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* data) const {
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_DockWidget_ButtonsHaveFrame:
    case SH_ComboBox_Popup:
    case SH_Widget_Animate:
    case SH_Menu_SloppySubMenus:
    case SH_UnderlineShortcut: return hint == SH_Menu_SloppySubMenus ? 1 : 0;
    case SH_Widget_Animation_Duration: return 0; // nothing slides or fades
    case SH_TabBar_Alignment: return Qt::AlignLeft;
    case SH_FormLayoutLabelAlignment: return Qt::AlignLeft | Qt::AlignVCenter;
    case SH_Header_ArrowAlignment: return Qt::AlignRight | Qt::AlignVCenter;
    case SH_ScrollBar_Transient: return 0;
    case SH_ItemView_ShowDecorationSelected: return 1;
    case SH_ItemView_ActivateItemOnSingleClick: return 0;
    case SH_ToolTipLabel_Opacity: return 255;
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const {
    const QString look = lookOf(widget);
    switch (type) {
    case CT_PushButton: {
        const auto* button = as<QStyleOptionButton>(option);
        const bool small = look == QLatin1String("small");
        QSize s = size;
        if (button) {
            const bool both = !button->icon.isNull() && !button->text.isEmpty();
            s.setWidth(button->fontMetrics.horizontalAdvance(button->text)
                       + (button->icon.isNull() ? 0 : px(16) + (both ? 8 : 0)));
        }
        if (look == QLatin1String("link") || look == QLatin1String("crumb"))
            return {s.width() + 4, px(22)};
        s.rwidth() += look == QLatin1String("segment") ? px(22) : px(small ? 20 : 24);
        if (button && button->features & QStyleOptionButton::HasMenu) s.rwidth() += px(18);
        s.setHeight(std::max(size.height(), px(small ? 24 : look == QLatin1String("big") ? 34 : 28)));
        if (button && small)
            s.setHeight(px(24));
        return s;
    }
    case CT_LineEdit: return {size.width() + 16, std::max(size.height() + 4, px(28))};
    case CT_ComboBox: return {size.width() + 36, std::max(size.height(), px(28))};
    case CT_SpinBox: return {size.width() + 16, std::max(size.height(), px(28))};
    case CT_MenuBarItem: return {size.width() + 16, px(26)};
    case CT_MenuItem: {
        const auto* item = as<QStyleOptionMenuItem>(option);
        if (item && item->menuItemType == QStyleOptionMenuItem::Separator)
            return item->text.isEmpty() ? QSize(10, 9) : QSize(size.width() + px(20), px(26)); // a heading
        const bool hasShortcut = item && item->text.contains(QLatin1Char('\t'));
        return {size.width() + px(28) + px(24) + (hasShortcut ? px(24) : 0), px(26)};
    }
    case CT_TabBarTab: return {size.width(), px(28)};
    case CT_HeaderSection: return {size.width(), px(24)};
    case CT_ToolButton: {
        if (look == QLatin1String("rail"))
            return {px(56), px(46)};
        const auto* button = as<QStyleOptionToolButton>(option);
        const bool iconOnly = button && (button->toolButtonStyle == Qt::ToolButtonIconOnly || button->text.isEmpty());
        if (look == QLatin1String("quiet"))
            return iconOnly ? QSize(px(24), px(24)) : QSize(size.width() + 12, px(24));
        return {size.width() + (iconOnly ? 10 : 18), px(28)};
    }
    case CT_CheckBox:
    case CT_RadioButton: {
        const auto* button = as<QStyleOptionButton>(option);
        if (button && button->text.isEmpty() && button->icon.isNull()) return {px(15), px(22)}; // the mark alone
        QSize s = QProxyStyle::sizeFromContents(type, option, size, widget);
        return {s.width() + 4, std::max(s.height(), px(22))};
    }
    default: return QProxyStyle::sizeFromContents(type, option, size, widget);
    }
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    switch (element) {
    case SE_LineEditContents: {
        const auto* frame = as<QStyleOptionFrame>(option);
        return frame && frame->lineWidth > 0 ? option->rect.adjusted(7, 1, -7, -1) : option->rect.adjusted(0, 0, 0, 0);
    }
    case SE_TabBarTabText:
        return option->rect.adjusted(px(10), 0, -px(10), 0);
    case SE_PushButtonFocusRect: return option->rect;
    case SE_HeaderLabel:
        if (const auto* header = as<QStyleOptionHeader>(option)) { // sorting moves no heading off its numbers
            QStyleOptionHeader plain = *header;
            plain.sortIndicator = QStyleOptionHeader::None;
            return QProxyStyle::subElementRect(element, &plain, widget);
        }
        return QProxyStyle::subElementRect(element, option, widget);
    default: return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl sub,
                            const QWidget* widget) const {
    const QRect r = option->rect;
    if (control == CC_ComboBox) {
        switch (sub) {
        case SC_ComboBoxFrame: return r;
        case SC_ComboBoxArrow: return visualRect(option->direction, r, {r.right() - px(26), r.top(), px(26), r.height()});
        case SC_ComboBoxEditField: return visualRect(option->direction, r, r.adjusted(8, 1, -px(26), -1));
        default: break;
        }
    } else if (control == CC_SpinBox) {
        const auto* spin = as<QStyleOptionSpinBox>(option);
        const int buttons = spin && spin->buttonSymbols != QAbstractSpinBox::NoButtons ? px(18) : 0;
        switch (sub) {
        case SC_SpinBoxFrame: return r;
        case SC_SpinBoxEditField: return visualRect(option->direction, r, r.adjusted(7, 1, -7 - buttons, -1));
        case SC_SpinBoxUp:
            return buttons ? visualRect(option->direction, r, {r.right() - buttons, r.top() + 1, buttons, r.height() / 2 - 1}) : QRect();
        case SC_SpinBoxDown:
            return buttons ? visualRect(option->direction, r, {r.right() - buttons, r.center().y(), buttons, r.height() / 2}) : QRect();
        default: break;
        }
    } else if (control == CC_ScrollBar) {
        const auto* bar = as<QStyleOptionSlider>(option);
        if (!bar)
            return {};
        const bool flat = bar->orientation == Qt::Horizontal;
        const int length = flat ? r.width() : r.height();
        const qint64 range = qint64(bar->maximum) - bar->minimum;
        const int handle = range <= 0 ? length
                                      : std::clamp(int(qint64(bar->pageStep) * length / (range + bar->pageStep)),
                                                   std::min(28, length), length);
        const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - handle,
                                                  bar->upsideDown);
        const auto part = [&](int from, int size) {
            return flat ? QRect(r.left() + from, r.top(), size, r.height())
                        : QRect(r.left(), r.top() + from, r.width(), size);
        };
        switch (sub) {
        case SC_ScrollBarGroove: return r;
        case SC_ScrollBarSlider: return part(start, handle);
        case SC_ScrollBarSubPage: return part(0, start);
        case SC_ScrollBarAddPage: return part(start + handle, length - start - handle);
        default: return {};
        }
    }
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

QIcon Style::standardIcon(StandardPixmap which, const QStyleOption* option, const QWidget* widget) const {
    switch (which) {
    case SP_TitleBarCloseButton:
    case SP_DockWidgetCloseButton:
    case SP_LineEditClearButton: return icon(QStringLiteral("close"), Token::Tx3);
    case SP_ToolBarHorizontalExtensionButton: return icon(QStringLiteral("more"));
    case SP_MessageBoxWarning: return icon(QStringLiteral("warning"), Token::Warn);
    case SP_MessageBoxCritical: return icon(QStringLiteral("error"), Token::Err);
    case SP_MessageBoxInformation:
    case SP_MessageBoxQuestion: return icon(QStringLiteral("hint"), Token::Acc);
    case SP_DirIcon:
    case SP_DirOpenIcon:
    case SP_DirClosedIcon: return icon(QStringLiteral("folder"));
    case SP_FileIcon: return icon(QStringLiteral("file"));
    default: return QProxyStyle::standardIcon(which, option, widget);
    }
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    QPainter& p = *painter;
    switch (element) {
    case PE_PanelButtonCommand:
        if (const auto* button = as<QStyleOptionButton>(option))
            return paint_control::pushButton(p, *button, widget);
        break;
    case PE_PanelLineEdit: {
        const auto* frame = as<QStyleOptionFrame>(option);
        if (frame && frame->lineWidth > 0)
            paint_control::field(p, *option, widget);
        return;
    }
    case PE_FrameLineEdit: return;
    case PE_IndicatorTabTearLeft:
    case PE_IndicatorTabTearRight: return; // no tab is cut (TabOverflow); it would lie over a whole one
    case PE_Frame: return paint_control::frame(p, *option, widget);
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: return paint_control::checkMark(p, *option, false);
    case PE_IndicatorRadioButton: return paint_control::checkMark(p, *option, true);
    case PE_FrameFocusRect:
        if (option->state & State_KeyboardFocusChange || !qobject_cast<const QAbstractItemView*>(widget))
            paint_control::focusRing(p, option->rect, qobject_cast<const QAbstractItemView*>(widget) ? 0 : 4);
        return;
    case PE_PanelItemViewItem:
    case PE_PanelItemViewRow: return paint_control::itemBackground(p, *option, widget);
    case PE_FrameMenu:
    case PE_PanelMenu:
        return paint_control::box(p, option->rect, themed(Token::Base), themed(Token::Line2), 0);
    case PE_PanelTipLabel: p.fillRect(option->rect, themed(Token::Tx)); return;
    case PE_FrameTabBarBase:
        p.fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), themed(Token::Line));
        return;
    case PE_FrameTabWidget:
    case PE_FrameStatusBarItem:
    case PE_FrameDockWidget:
    case PE_PanelToolBar: return;
    case PE_PanelStatusBar:
        p.fillRect(option->rect, themed(Token::Win));
        p.fillRect(QRect(option->rect.left(), option->rect.top(), option->rect.width(), 1), themed(Token::Line));
        return;
    case PE_IndicatorDockWidgetResizeHandle:
        return paint_control::separator(p, *option, !(option->state & State_Horizontal));
    case PE_IndicatorToolBarSeparator: {
        const QRect r = option->rect;
        p.fillRect(QRect(r.center().x(), r.center().y() - 10, 1, 20), themed(Token::Line2));
        return;
    }
    case PE_PanelScrollAreaCorner: p.fillRect(option->rect, option->palette.color(QPalette::Base)); return; // as the bars that meet there
    case PE_IndicatorArrowDown:
        return paintIcon(p, QRectF(option->rect.center().x() - 5, option->rect.center().y() - 5, 12, 12),
                         QStringLiteral("chevron-down"), themed(Token::Tx2));
    case PE_IndicatorArrowRight:
        return paintIcon(p, QRectF(option->rect.center().x() - 5, option->rect.center().y() - 5, 12, 12),
                         QStringLiteral("chevron-right"), themed(Token::Tx2));
    default: break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
    QPainter& p = *painter;
    switch (element) {
    case CE_PushButtonBevel:
        return drawPrimitive(PE_PanelButtonCommand, option, painter, widget);
    case CE_PushButtonLabel:
        if (const auto* o = as<QStyleOptionButton>(option))
            return paint_control::pushButtonLabel(p, *o, widget);
        break;
    case CE_PushButton: {
        drawControl(CE_PushButtonBevel, option, painter, widget);
        return drawControl(CE_PushButtonLabel, option, painter, widget);
    }
    case CE_ComboBoxLabel:
        if (const auto* o = as<QStyleOptionComboBox>(option))
            return paint_control::comboBoxLabel(
                p, *o, subControlRect(CC_ComboBox, o, SC_ComboBoxEditField, widget));
        break;
    case CE_TabBarTabShape:
        if (const auto* o = as<QStyleOptionTab>(option))
            return paint_control::tabShape(p, *o);
        break;
    case CE_TabBarTabLabel:
        if (const auto* o = as<QStyleOptionTab>(option))
            return paint_control::tabLabel(p, *o);
        break;
    case CE_Header: // the common style would ask itself for the place of the label, and leave room for its own arrow
        if (const auto* o = as<QStyleOptionHeader>(option)) {
            p.save();
            p.setClipRect(o->rect, Qt::IntersectClip);
            drawControl(CE_HeaderSection, o, painter, widget);
            QStyleOptionHeader label = *o;
            label.rect = subElementRect(SE_HeaderLabel, o, widget);
            drawControl(CE_HeaderLabel, &label, painter, widget);
            p.restore();
            return;
        }
        break;
    case CE_HeaderSection:
        if (const auto* o = as<QStyleOptionHeader>(option))
            return paint_control::headerSection(p, *o);
        break;
    case CE_HeaderLabel:
        if (const auto* o = as<QStyleOptionHeader>(option))
            return paint_control::headerLabel(p, *o);
        break;
    case CE_HeaderEmptyArea:
        p.fillRect(option->rect, themed(Token::Alt));
        paint::hairline(p, QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1));
        return;
    case CE_MenuBarItem:
        if (const auto* o = as<QStyleOptionMenuItem>(option))
            return paint_control::menuBarItem(p, *o);
        break;
    case CE_MenuBarEmptyArea: p.fillRect(option->rect, themed(Token::Win)); return;
    case CE_MenuItem:
        if (const auto* o = as<QStyleOptionMenuItem>(option))
            return paint_control::menuItem(p, *o);
        break;
    case CE_DockWidgetTitle:
        if (const auto* o = as<QStyleOptionDockWidget>(option))
            return paint_control::dockTitle(p, *o);
        break;
    case CE_Splitter: p.fillRect(option->rect, themed(Token::Line)); return;
    case CE_ToolBar:
        p.fillRect(option->rect, themed(Token::Win));
        return;
    case CE_ProgressBar:
        if (const auto* o = as<QStyleOptionProgressBar>(option))
            return paint_control::progress(p, *o);
        break;
    case CE_ShapedFrame:
        if (const QString look = lookOf(widget); !look.isEmpty())
            return paint_control::frame(p, *option, widget);
        if (const auto* o = as<QStyleOptionFrame>(option);
            o && (o->frameShape == QFrame::HLine || o->frameShape == QFrame::VLine)) {
            const QRect r = o->rect;
            paint::hairline(p, o->frameShape == QFrame::HLine ? QRect(r.left(), r.center().y(), r.width(), 1)
                                                              : QRect(r.center().x(), r.top(), 1, r.height()));
            return;
        }
        break;
    default: break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const {
    QPainter& p = *painter;
    switch (control) {
    case CC_ComboBox:
        if (const auto* o = as<QStyleOptionComboBox>(option))
            return paint_control::comboBox(p, *o, widget);
        break;
    case CC_SpinBox:
        if (const auto* o = as<QStyleOptionSpinBox>(option))
            return paint_control::spinBox(p, *o, subControlRect(CC_SpinBox, o, SC_SpinBoxUp, widget),
                                          subControlRect(CC_SpinBox, o, SC_SpinBoxDown, widget), widget);
        break;
    case CC_ScrollBar:
        if (const auto* o = as<QStyleOptionSlider>(option))
            return paint_control::scrollBar(p, *o, subControlRect(CC_ScrollBar, o, SC_ScrollBarSlider, widget));
        break;
    case CC_ToolButton:
        if (const auto* o = as<QStyleOptionToolButton>(option))
            return paint_control::toolButton(p, *o, widget);
        break;
    default: break;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void Style::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QPushButton*>(widget) || qobject_cast<QToolButton*>(widget)
        || qobject_cast<QComboBox*>(widget) || qobject_cast<QLineEdit*>(widget))
        widget->setAttribute(Qt::WA_Hover);
    // The width of a frame is read when it is made, before a form sets its "look".
    if (auto* frame = qobject_cast<QFrame*>(widget); frame && !lookOf(widget).isEmpty())
        frame->setFrameStyle(frame->frameStyle());
    const QString look = lookOf(widget);
    if (look == QLatin1String("small") || look == QLatin1String("quiet"))
        widget->setFont(themed(FontRole::Small));
    else if (look == QLatin1String("rail"))
        widget->setFont(themed(FontRole::Rail));
}

} // namespace rlmscope
