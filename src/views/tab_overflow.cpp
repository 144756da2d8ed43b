#include "views/tab_overflow.h"

#include "views/icon.h"
#include "views/style.h"
#include "views/theme.h"

#include <QCoreApplication>
#include <QMenu>
#include <QResizeEvent>
#include <QScopedValueRollback>
#include <QTabBar>

namespace rlmscope {

TabOverflow::TabOverflow(QTabBar* bar, QWidget* parent) : QToolButton(parent), m_bar(bar) {
    setLook(this, "quiet");
    setIcon(rlmscope::icon(QStringLiteral("more")));
    setToolTip(tr("More tabs"));
    setAccessibleName(toolTip());
    setFocusPolicy(Qt::TabFocus);
    connect(this, &QToolButton::clicked, this, &TabOverflow::showMenu);
    connect(bar, &QTabBar::currentChanged, this, &TabOverflow::refresh, Qt::QueuedConnection);
    // The bar scrolls the current tab into sight by itself; its own arrows would take the room of a tab each.
    bar->setProperty("overflow", true); // for the style
    bar->setUsesScrollButtons(true);
    for (auto* arrow : bar->findChildren<QToolButton*>()) arrow->setMaximumSize(0, 0);
    bar->installEventFilter(this);
    hide();
}

QSize TabOverflow::sizeHint() const {
    const int side = Theme::instance().px(26);
    return {side, side};
}

bool TabOverflow::eventFilter(QObject* watched, QEvent* event) {
    if (m_scrolling) return QToolButton::eventFilter(watched, event);
    // After the bar has laid out its tabs.
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show || event->type() == QEvent::LayoutRequest || event->type() == QEvent::StyleChange)
        QMetaObject::invokeMethod(this, &TabOverflow::refresh, Qt::QueuedConnection);
    else if (event->type() == QEvent::Paint) QMetaObject::invokeMethod(this, &TabOverflow::hideCutTabs, Qt::QueuedConnection); // it may have scrolled
    return QToolButton::eventFilter(watched, event);
}

bool TabOverflow::isInSight(int tab) const { return m_bar->rect().adjusted(-1, 0, 1, 0).contains(m_bar->tabRect(tab)); }

void TabOverflow::refresh() {
    int all = 0;
    for (int tab = 0; tab < m_bar->count(); ++tab)
        if (m_bar->isTabVisible(tab)) all += m_bar->tabRect(tab).width();
    // With its own room counted in: else it would come and go.
    const int room = m_bar->width() + (isVisibleTo(parentWidget()) ? width() : 0);
    setVisible(all > room);
    showCurrent();
    hideCutTabs();
}

/// The bar does not scroll to a tab that was not there when it was chosen; when it is resized it does.
void TabOverflow::showCurrent() {
    const int current = m_bar->currentIndex();
    if (current < 0 || isInSight(current)) return;
    const QScopedValueRollback scrolling(m_scrolling, true);
    QResizeEvent same(m_bar->size(), m_bar->size());
    QCoreApplication::sendEvent(m_bar, &same);
}

void TabOverflow::hideCutTabs() {
    QRect whole;
    bool cut = false;
    for (int tab = 0; tab < m_bar->count(); ++tab) {
        if (!m_bar->isTabVisible(tab)) continue;
        if (isInSight(tab)) whole |= m_bar->tabRect(tab);
        else cut = true;
    }
    // Where not even one fits, a piece of one is better than nothing.
    const QRegion mask = cut && !whole.isEmpty() ? QRegion(whole) : QRegion();
    if (mask != m_bar->mask()) m_bar->setMask(mask);
}

void TabOverflow::showMenu() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int tab = 0; tab < m_bar->count(); ++tab) {
        if (!m_bar->isTabVisible(tab) || isInSight(tab)) continue;
        menu->addAction(m_bar->tabText(tab), this, [bar = m_bar, tab] { bar->setCurrentIndex(tab); });
    }
    menu->popup(mapToGlobal(QPoint(0, height())));
}

} // namespace rlmscope
