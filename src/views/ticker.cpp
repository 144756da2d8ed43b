#include "views/ticker.h"

#include <QWidget>

#include <algorithm>

namespace rlmscope {

Ticker::Ticker() {
    m_timer.setInterval(125);
    connect(&m_timer, &QTimer::timeout, this, &Ticker::tick);
}

Ticker& Ticker::instance() {
    static Ticker ticker;
    return ticker;
}

void Ticker::setMoving(QWidget* widget, bool moving, std::function<QRegion()> part) {
    const auto is = [widget](const Moving& m) { return m.widget == widget; };
    const bool was = std::any_of(m_moving.cbegin(), m_moving.cend(), is);
    if (moving && !was) {
        m_moving.append({widget, std::move(part)});
        connect(widget, &QObject::destroyed, this, [this, is] { m_moving.removeIf(is); });
    } else if (!moving && was) {
        m_moving.removeIf(is);
        widget->disconnect(this);
        widget->update();
    }
    if (m_moving.isEmpty())
        m_timer.stop();
    else if (!m_timer.isActive())
        m_timer.start();
}

void Ticker::tick() {
    for (const Moving& moving : std::as_const(m_moving)) {
        if (!moving.widget->isVisible() || moving.widget->window()->isMinimized()) continue;
        if (!moving.part) moving.widget->update();
        else if (const QRegion part = moving.part(); !part.isEmpty()) moving.widget->update(part);
    }
}

} // namespace rlmscope
