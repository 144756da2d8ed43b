#include "views/ticker.h"

#include <QWidget>

namespace rlmscope {

Ticker::Ticker() {
    m_timer.setInterval(125);
    connect(&m_timer, &QTimer::timeout, this, &Ticker::tick);
}

Ticker& Ticker::instance() {
    static Ticker ticker;
    return ticker;
}

void Ticker::setMoving(QWidget* widget, bool moving) {
    const bool was = m_widgets.contains(widget);
    if (moving && !was) {
        m_widgets.append(widget);
        connect(widget, &QObject::destroyed, this, [this, widget] { m_widgets.removeAll(widget); });
    } else if (!moving && was) {
        m_widgets.removeAll(widget);
        widget->disconnect(this);
        widget->update();
    }
    if (m_widgets.isEmpty())
        m_timer.stop();
    else if (!m_timer.isActive())
        m_timer.start();
}

void Ticker::tick() {
    for (QWidget* widget : std::as_const(m_widgets))
        if (widget->isVisible() && !widget->window()->isMinimized())
            widget->update();
    if (m_widgets.isEmpty())
        m_timer.stop();
}

} // namespace rlmscope
