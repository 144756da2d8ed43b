// Keys, mouse and gestures of the timeline.
#include "itemmodels/timeline_words.h"
#include "views/theme.h"
#include "views/timeline_accessible.h"
#include "views/timeline_canvas.h"

#include <QAccessible>
#include <QApplication>
#include <QCursor>
#include <QGestureEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace rlmscope {

namespace {

constexpr int Near = 3;           // pixels beside a bar that still mean it
constexpr double KeyZoom = 0.7, KeyPan = 0.15;

bool isOurs(int key) {
    switch (key) {
    case Qt::Key_W: case Qt::Key_S: case Qt::Key_A: case Qt::Key_D: case Qt::Key_F: case Qt::Key_R:
    case Qt::Key_Period: case Qt::Key_Comma: case Qt::Key_Home: return true;
    default: return false;
    }
}

} // namespace

void TimelineCanvas::zoom(double factor, double x) {
    const auto s = scale();
    const double least = isFlame(m_mode) ? std::max(1.0, fullEnd() / 1e7) : 1e3;
    const double length = std::clamp((s.to - s.from) * factor, least, std::max(least, fullEnd() * 1.5));
    const double at = s.at(x), share = std::clamp((x - s.left) / s.width, 0.0, 1.0);
    const double from = std::max(-length * 0.02, at - share * length);
    setView(from, from + length, false);
}

void TimelineCanvas::pan(double pixels) {
    const auto s = scale();
    const double length = s.to - s.from;
    const double from = std::clamp(s.from + pixels * s.perPixel(), std::min(0.0, -length * 0.5), std::max(0.0, fullEnd() - length * 0.5));
    setView(from, from + length, false);
}

double TimelineCanvas::zoomCentre() const {
    const QPoint mouse = viewport()->mapFromGlobal(QCursor::pos());
    if (viewport()->rect().contains(mouse) && mouse.x() > gutter() && viewport()->underMouse()) return mouse.x();
    const auto s = scale();
    if (const auto bar = bars().barOfNode(m_node); bar != insight::NoBar) {
        const QRect r = rectOf(bar);
        if (r.center().x() > s.left && r.center().x() < s.left + s.width) return r.center().x();
    }
    return s.left + s.width / 2;
}

void TimelineCanvas::setNode(NodeIndex node) {
    if (node == m_node) return;
    m_node = node;
    m_shownTimes = 0;
    if (const auto bar = bars().barOfNode(node); bar != insight::NoBar) ensureVisible(bar);
    viewport()->update();
}

void TimelineCanvas::choose(NodeIndex node) {
    if (node == NoNode) return;
    const bool same = node == m_node;
    setNode(node);
    if (!same && QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::Focus);
        QAccessible::updateAccessibility(&event);
    }
    Q_EMIT nodeChosen(node);
}

/// Only as far as needed, and only when it cannot be seen.
void TimelineCanvas::ensureVisible(std::uint32_t bar) {
    const QRect r = rectOf(bar);
    if (r.isNull()) return;
    const int top = r.top() - axisHeight(), page = viewport()->height() - axisHeight();
    const int margin = std::min(Theme::instance().px(24), page / 4);
    if (top < 0) verticalScrollBar()->setValue(verticalScrollBar()->value() + top - margin);
    else if (r.bottom() > viewport()->height()) verticalScrollBar()->setValue(verticalScrollBar()->value() + r.bottom() - viewport()->height() + margin);
    const auto s = scale();
    const double right = s.left + s.width;
    if (r.right() < s.left) pan(r.left() - s.left - s.width * 0.2);
    else if (r.left() > right) pan(r.left() - right + s.width * 0.2);
}

void TimelineCanvas::showSelection() {
    const auto bar = bars().barOfNode(m_node);
    if (bar == insight::NoBar || m_shownTimes >= 2) {
        m_shownTimes = 0;
        return fit();
    }
    ensureVisible(bar);
    const QRect r = rectOf(bar);
    const auto s = scale();
    if (m_shownTimes++ == 0 && std::abs(r.center().x() - (s.left + s.width / 2)) > 2) return pan(r.center().x() - (s.left + s.width / 2));
    m_shownTimes = 2;
    const double from = s.at(r.left()), to = s.at(r.right() + 1), length = std::max((to - from) * 1.2, isFlame(m_mode) ? 1.0 : 1e3);
    setView((from + to - length) / 2, (from + to + length) / 2, false);
}

void TimelineCanvas::step(int direction) {
    const auto& all = bars();
    auto bar = all.barOfNode(m_node);
    if (bar == insight::NoBar) {
        if (!all.bars.empty()) choose(all.bars.front().node);
        return;
    }
    const auto& row = all.rows[all.rowOfBar(bar)];
    const auto count = shownRun().count;
    while (true) {
        if (direction < 0 && bar == row.first) return;
        bar = direction < 0 ? bar - 1 : bar + 1;
        if (bar >= row.first + row.count) return;
        if (all.bars[bar].node != m_node && all.bars[bar].node < count) return choose(all.bars[bar].node);
    }
}

void TimelineCanvas::stepRow(int direction) {
    const auto& all = bars();
    const auto bar = all.barOfNode(m_node);
    if (bar == insight::NoBar) return step(1);
    const auto middle = all.bars[bar].from + (std::min<std::int64_t>(all.bars[bar].to, isFlame(m_mode) ? all.bars[bar].to : m_timeline->now()) - all.bars[bar].from) / 2;
    auto shown = static_cast<std::ptrdiff_t>(m_rows.shownAs[all.rowOfBar(bar)]) + direction;
    for (; shown >= 0 && shown < static_cast<std::ptrdiff_t>(m_rows.rows.size()); shown += direction) {
        const auto& row = all.rows[m_rows.rows[static_cast<std::size_t>(shown)].row];
        if (row.count == 0) continue;
        const auto next = std::min(all.firstAfter(row, middle - 1), row.first + row.count - 1);
        if (all.bars[next].node == m_node) continue;
        return choose(all.bars[next].node);
    }
}

void TimelineCanvas::setRange(std::optional<TimelineRange> range) {
    if (range == m_range) return;
    m_range = range;
    viewport()->update();
    Q_EMIT rangeChanged();
}

void TimelineCanvas::selectionToRange() {
    if (m_node >= m_facts->whole.count || isFlame(m_mode)) return;
    const auto run = shownRun();
    if (m_node < run.count) setRange(TimelineRange{run[m_node].start, run.endOf(m_node)});
}

std::uint32_t TimelineCanvas::barAt(const QPoint& point) const {
    const auto s = scale();
    if (point.y() < axisHeight() || point.x() < s.left) return insight::NoBar;
    const int y = point.y() - axisHeight() + verticalScrollBar()->value();
    const auto index = m_rows.firstAt(y);
    if (index >= m_rows.rows.size() || m_rows.rows[index].y > y) return insight::NoBar;
    const auto& all = bars();
    const auto& row = all.rows[m_rows.rows[index].row];
    const double left = s.at(point.x() - Near), right = s.at(point.x() + Near), at = s.at(point.x());
    std::uint32_t best = insight::NoBar;
    double bestMiss = 0;
    const auto count = shownRun().count;
    int looked = 0; // of what lies within a few pixels the first ones are enough
    for (auto i = all.firstAfter(row, static_cast<std::int64_t>(left) - 1); i < row.first + row.count && looked < 64; ++i, ++looked) {
        const auto& bar = all.bars[i];
        if (static_cast<double>(bar.from) > right) break;
        if (bar.node >= count) continue;
        const double miss = std::max({0.0, static_cast<double>(bar.from) - at, at - static_cast<double>(bar.to)});
        if (best == insight::NoBar || miss < bestMiss) {
            best = i;
            bestMiss = miss;
        }
    }
    if (best != insight::NoBar && !isFlame(m_mode) && at > static_cast<double>(m_timeline->now()) + s.perPixel() * Near) return insight::NoBar;
    return best;
}

NodeIndex TimelineCanvas::labelNodeAt(const QPoint& point) const {
    if (point.x() >= gutter() || point.y() < axisHeight() || isFlame(m_mode)) return NoNode;
    const int y = point.y() - axisHeight() + verticalScrollBar()->value();
    for (const auto& label : m_rows.labels)
        if (!label.calls && y >= label.y - 4 && y < label.y + label.height + 4) return m_facts->lanes->bands[label.band].frame;
    return NoNode;
}

void TimelineCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) return QAbstractScrollArea::mousePressEvent(event);
    const bool pans = event->button() == Qt::MiddleButton || event->modifiers() & Qt::ShiftModifier || isFlame(m_mode);
    m_press = {event->position().toPoint(), pans, false, true, m_from, m_to};
    event->accept();
}

void TimelineCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (!m_press.active) return;
    const QPoint at = event->position().toPoint();
    if (!m_press.moved && (at - m_press.at).manhattanLength() < QApplication::startDragDistance()) return;
    m_press.moved = true;
    const auto s = scale();
    if (m_press.pans) {
        const double shift = (m_press.at.x() - at.x()) * (m_press.to - m_press.from) / s.width;
        setView(m_press.from + shift, m_press.to + shift, false);
        return;
    }
    const auto time = [&](int x) { return static_cast<Nanos>(std::clamp(s.at(std::max<double>(x, s.left)), 0.0, static_cast<double>(m_timeline->end()))); };
    const Nanos a = time(m_press.at.x()), b = time(at.x());
    setRange(TimelineRange{std::min(a, b), std::max(a, b)});
}

void TimelineCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (!std::exchange(m_press.active, false) || m_press.moved || event->button() != Qt::LeftButton) return;
    const QPoint at = event->position().toPoint();
    if (const NodeIndex frame = labelNodeAt(at); frame != NoNode) return choose(frame);
    if (const auto bar = barAt(at); bar != insight::NoBar) return choose(bars().bars[bar].node);
    if (at.x() > gutter()) setRange({});
}

void TimelineCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    const auto bar = barAt(event->position().toPoint());
    if (bar == insight::NoBar || event->button() != Qt::LeftButton) return;
    choose(bars().bars[bar].node);
    m_shownTimes = 1;
    showSelection();
}

void TimelineCanvas::wheelEvent(QWheelEvent* event) {
    const QPoint delta = event->angleDelta();
    if (event->modifiers() & Qt::ControlModifier) {
        zoom(std::pow(0.8, delta.y() / 120.0), event->position().x());
    } else if (event->modifiers() & Qt::ShiftModifier || delta.x() != 0) {
        pan(-(delta.x() ? delta.x() : delta.y()) / 120.0 * scale().width * 0.1);
    } else if (verticalScrollBar()->maximum() > 0) {
        QAbstractScrollArea::wheelEvent(event);
        viewport()->update();
        return;
    }
    event->accept();
}

void TimelineCanvas::keyPressEvent(QKeyEvent* event) {
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return QAbstractScrollArea::keyPressEvent(event);
    const double width = scale().width;
    switch (event->key()) {
    case Qt::Key_W: zoom(KeyZoom, zoomCentre()); break;
    case Qt::Key_S: zoom(1 / KeyZoom, zoomCentre()); break;
    case Qt::Key_A: pan(-width * KeyPan); break;
    case Qt::Key_D: pan(width * KeyPan); break;
    case Qt::Key_F: showSelection(); break;
    case Qt::Key_Home: fit(); break;
    case Qt::Key_R: selectionToRange(); break;
    case Qt::Key_Period:
    case Qt::Key_Right: step(1); break;
    case Qt::Key_Comma:
    case Qt::Key_Left: step(-1); break;
    case Qt::Key_Up: stepRow(-1); break;
    case Qt::Key_Down: stepRow(1); break;
    case Qt::Key_Escape:
        if (!m_range) return QAbstractScrollArea::keyPressEvent(event);
        setRange({});
        break;
    default: return QAbstractScrollArea::keyPressEvent(event);
    }
    event->accept();
}

bool TimelineCanvas::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) { // letters are ours while the timeline has the keyboard
        auto* key = static_cast<QKeyEvent*>(event);
        if (isOurs(key->key()) && !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

bool TimelineCanvas::viewportEvent(QEvent* event) {
    switch (event->type()) {
    case QEvent::ToolTip: {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto bar = barAt(help->pos());
        const NodeIndex node = bar != insight::NoBar ? bars().bars[bar].node : labelNodeAt(help->pos());
        QToolTip::showText(help->globalPos(), node != NoNode && m_timeline->document() ? words::nodeToolTip(*m_timeline->document(), node) : QString(), viewport());
        return true;
    }
    case QEvent::NativeGesture: {
        auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() != Qt::ZoomNativeGesture) break;
        zoom(1 / (1 + std::clamp(gesture->value(), -0.5, 2.0)), gesture->position().x());
        return true;
    }
    case QEvent::Gesture:
        if (auto* pinch = static_cast<QPinchGesture*>(static_cast<QGestureEvent*>(event)->gesture(Qt::PinchGesture))) {
            if (pinch->scaleFactor() > 0) zoom(1 / pinch->scaleFactor(), viewport()->mapFromGlobal(pinch->hotSpot().toPoint()).x());
            return true;
        }
        break;
    default: break;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace rlmscope
