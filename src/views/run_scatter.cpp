#include "views/run_scatter.h"

#include "itemmodels/format.h"
#include "views/paint.h"
#include "views/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace rlmscope {

namespace {

constexpr int MostPoints = 500;

/// 1, 2, 2.5 or 5 times a power of ten: about `count` of them make up the range.
double roundStep(double range, int count) {
    if (!(range > 0)) return 1;
    const double raw = range / count, power = std::pow(10, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
        if (factor * power >= raw * 0.999) return factor * power;
    return 10 * power;
}

} // namespace

RunScatter::RunScatter(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setMinimumSize(200, 120);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RunScatter::setPoints(const QVector<ScatterPoint>& points, Axis x, Axis y, bool highIsGood) {
    m_points = points.mid(0, MostPoints);
    m_x = x, m_y = y;
    double maxX = 0, minY = 0, maxY = 0;
    QStringList said;
    for (const auto& point : m_points) {
        maxX = std::max(maxX, point.x);
        minY = std::min(minY, point.y);
        maxY = std::max(maxY, point.y);
        said << QStringLiteral("%1: %2, %3").arg(point.label, tickText(m_x, point.x, 0), tickText(m_y, point.y, 0));
    }
    setAccessibleDescription(said.join(QStringLiteral("; ")));
    if (y == Axis::Score && minY >= 0 && maxY <= 1) maxY = 1;
    m_stepX = roundStep(maxX * 1.08, 5);
    m_maxX = maxX > 0 ? std::ceil(maxX * 1.02 / m_stepX) * m_stepX : 1;
    m_stepY = y == Axis::Score && maxY == 1 && minY == 0 ? 0.25 : roundStep(maxY - minY, 4);
    m_maxY = maxY > minY ? std::ceil(maxY * 0.999 / m_stepY) * m_stepY : minY + 1;
    m_minY = std::floor(minY / m_stepY) * m_stepY;
    QVector<int> order(m_points.size());
    std::iota(order.begin(), order.end(), 0);
    const auto better = [&](double a, double b) { return highIsGood ? a > b : a < b; };
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        return m_points[a].x != m_points[b].x ? m_points[a].x < m_points[b].x : better(m_points[a].y, m_points[b].y);
    });
    m_front.clear();
    for (const int i : order)
        if (m_front.isEmpty() || better(m_points[i].y, m_points[m_front.back()].y)) m_front << i;
    update();
}

QString RunScatter::tickText(Axis axis, double value, double step) {
    switch (axis) {
    case Axis::Score: return format::locale().toString(value, 'f', 2);
    case Axis::Money: return value == 0 ? QStringLiteral("$0") : QLatin1Char('$') + format::locale().toString(value, 'f', step > 0 && step < 0.01 ? 4 : step > 0 ? 2 : 4);
    case Axis::Time: return value == 0 ? QStringLiteral("0 s") : format::duration(static_cast<Nanos>(value * 1e9));
    }
    return {};
}

QRectF RunScatter::plot() const {
    const auto& theme = Theme::instance();
    return QRectF(rect()).adjusted(theme.px(52), theme.px(16), -theme.px(34), -theme.px(30));
}

QPointF RunScatter::at(const ScatterPoint& point) const {
    const auto area = plot();
    return {area.left() + area.width() * point.x / m_maxX, area.bottom() - area.height() * (point.y - m_minY) / (m_maxY - m_minY)};
}

int RunScatter::nearest(const QPointF& position) const {
    int found = -1;
    double best = 14 * 14;
    for (int i = 0; i < m_points.size(); ++i) {
        const auto way = at(m_points[i]) - position;
        if (const double distance = QPointF::dotProduct(way, way); distance < best) best = distance, found = i;
    }
    return found;
}

void RunScatter::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), themed(Token::Base));
    const auto area = plot();
    const auto& theme = Theme::instance();
    for (double y = m_minY; y <= m_maxY + m_stepY / 2; y += m_stepY) {
        const double line = area.bottom() - area.height() * (y - m_minY) / (m_maxY - m_minY);
        paint::hairline(p, area.left(), line, area.right(), line, themed(Token::Grid));
        paint::text(p, {0, line - 10, area.left() - 8, 20}, tickText(m_y, std::abs(y) < m_stepY / 1000 ? 0 : y, m_stepY), themed(FontRole::MonoColumn), themed(Token::Tx3), Qt::AlignRight);
    }
    double free = -1e9; // the words on the x axis do not touch
    for (double x = 0; x <= m_maxX + m_stepX / 2; x += m_stepX) {
        const double place = area.left() + area.width() * x / m_maxX;
        const auto text = tickText(m_x, x, m_stepX);
        const double half = QFontMetricsF(themed(FontRole::MonoColumn)).horizontalAdvance(text) / 2 + 2;
        if (place - half < free) continue;
        free = place + half + theme.px(8);
        paint::text(p, {place - half, area.bottom() + 6, 2 * half, 18}, text, themed(FontRole::MonoColumn), themed(Token::Tx3), Qt::AlignHCenter);
    }
    p.setRenderHint(QPainter::Antialiasing);
    if (m_front.size() > 1) {
        QPolygonF line;
        for (const int i : m_front) line << at(m_points[i]);
        p.setPen(QPen(themed(Token::Tx3), 1, Qt::DashLine));
        p.drawPolyline(line);
    }
    const double radius = theme.px(5);
    QVector<QRectF> taken; // labels that are there
    for (const auto& point : m_points) taken << QRectF(at(point) - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius));
    for (const bool chosen : {false, true})
        for (const auto& point : m_points) {
            if (point.chosen != chosen) continue;
            const auto centre = at(point);
            p.setPen(QPen(themed(Token::Frame), 1.5));
            p.setBrush(themed(chosen ? Token::Frame : Token::Base));
            p.drawEllipse(centre, radius, radius);
            // Right below, right above, left: wherever there is room.
            const double width = QFontMetricsF(themed(FontRole::Hint)).horizontalAdvance(point.label) + 2, height = theme.px(14);
            for (const auto& offset : {QPointF(radius + 3, 1), QPointF(radius + 3, -height - 1), QPointF(-radius - 3 - width, -height / 2), QPointF(-width / 2, radius + 2)}) {
                const QRectF label(centre + offset, QSizeF(width, height));
                if (!QRectF(rect()).contains(label) || std::any_of(taken.begin(), taken.end(), [&](const QRectF& r) { return r.intersects(label); })) continue;
                taken << label;
                paint::text(p, label, point.label, themed(FontRole::Hint), themed(chosen ? Token::Tx : Token::Tx2));
                break;
            }
        }
}

void RunScatter::mouseMoveEvent(QMouseEvent* event) {
    const int point = nearest(event->position());
    setCursor(point >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setToolTip(point < 0 ? QString() : QStringLiteral("%1: %2, %3").arg(m_points[point].label, tickText(m_x, m_points[point].x, 0), tickText(m_y, m_points[point].y, 0)));
}

void RunScatter::mouseReleaseEvent(QMouseEvent* event) {
    if (const int point = nearest(event->position()); point >= 0 && event->button() == Qt::LeftButton) Q_EMIT pointClicked(point);
}

} // namespace rlmscope
