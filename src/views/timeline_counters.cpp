#include "views/timeline_counters.h"

#include "itemmodels/format.h"
#include "views/paint.h"
#include "views/theme.h"
#include "views/ticker.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace rlmscope {

TimelineCounters::TimelineCounters(Timeline* timeline, TimelineCanvas* canvas, QWidget* parent)
    : QWidget(parent), m_timeline(timeline), m_canvas(canvas) {
    setMinimumHeight(Theme::instance().px(48));
    connect(canvas, &TimelineCanvas::scaleChanged, this, qOverload<>(&QWidget::update));
    connect(canvas, &TimelineCanvas::rangeChanged, this, qOverload<>(&QWidget::update));
    connect(timeline, &Timeline::nowChanged, this, &TimelineCounters::onNow);
    connect(timeline, &Timeline::changed, this, [this] {
        describe();
        update();
        Q_EMIT hintChanged();
    });
    describe();
}

// As the canvas above: a live run moves with the clock of what moves.
void TimelineCounters::onNow() {
    const bool goesOn = std::exchange(m_wasLive, m_timeline->isLive()) && m_wasLive;
    Ticker::instance().setMoving(this, m_wasLive, [this] { return m_canvas->isBehind(m_paintedNow, m_painted) ? news() : QRegion(); });
    if (!goesOn) update();
}

/// What changes while nothing but the present moves: the value now, and the curve from where it ended.
QRegion TimelineCounters::news() const {
    constexpr int Reach = 4; // of the pen, and of a column that was cut by the present
    const int now = m_canvas->nowX(), from = std::min(now, m_paintedNow) - Reach;
    if (m_paintedNow < 0 || isFlame(m_canvas->mode())) return rect();
    const int gutter = static_cast<int>(m_canvas->scale().left);
    return QRegion(0, 0, gutter - Reach, height()) + (QRegion(from, 0, std::max(now, m_paintedNow) + Reach - from, height()) & rect());
}

QSize TimelineCounters::sizeHint() const { return {400, Theme::instance().px(92)}; }

bool TimelineCounters::isLimited() const { return m_timeline->document() && m_timeline->document()->limits().usd.has_value(); }

void TimelineCounters::setSeries(Series series) {
    m_series = series;
    describe();
    update();
    Q_EMIT hintChanged();
}

QString TimelineCounters::title(Series series) const {
    const auto* document = m_timeline->document();
    switch (series) {
    case Budget: return isLimited() ? tr("Budget left") : document && document->tree().totals().simulated ? tr("Simulated") : tr("Spent");
    case SpendRate: return tr("Spend per second");
    case InFlight: return tr("In flight");
    case TokenSum: return tr("Tokens");
    case TokenRate: return tr("Tokens per second");
    case SeriesCount: break;
    }
    return {};
}

QString TimelineCounters::hint() const {
    if (!m_timeline->document()) return {};
    switch (m_series) {
    case Budget: return isLimited() ? tr("limit %1").arg(format::moneyLimit(*m_timeline->document()->limits().usd)) : tr("no limit");
    case SpendRate: return tr("when calls ended");
    case InFlight: return tr("queued above, cut when long");
    case TokenSum: return tr("in and out, when calls ended");
    case TokenRate: return tr("output, even over each call's stream");
    case SeriesCount: break;
    }
    return {};
}

QRectF TimelineCounters::plot() const {
    const auto s = m_canvas->scale();
    return {s.left, static_cast<double>(Theme::instance().px(6)), s.width, static_cast<double>(height() - Theme::instance().px(10))};
}

QString TimelineCounters::text(double value) const {
    switch (m_series) {
    case Budget:
    case SpendRate: return format::money(PicoUsd{static_cast<std::int64_t>(value)});
    case InFlight: return format::count(static_cast<std::int64_t>(value));
    default: return format::tokens(static_cast<Tokens>(std::llround(value)));
    }
}

/// What the series says of one pixel's time. The two rates are means over the pixel, at least over a second.
double TimelineCounters::valueIn(Nanos from, Nanos to, double* second) const {
    const auto& c = *m_timeline->facts().counters;
    switch (m_series) {
    case Budget: {
        const auto spent = c.spent.at(to);
        if (!isLimited()) return static_cast<double>(spent);
        const auto* document = m_timeline->document();
        return static_cast<double>(document->limits().usd->value - document->money().inherited().value - spent);
    }
    case SpendRate: {
        const Nanos length = std::max<Nanos>(to - from, 1'000'000'000);
        return static_cast<double>(c.spent.grown(to - length, to)) * 1e9 / static_cast<double>(length);
    }
    case InFlight:
        if (second) *second = static_cast<double>(c.queued.most(from, to));
        return static_cast<double>(c.inFlight.most(from, to));
    case TokenSum:
        if (second) *second = static_cast<double>(c.tokensOut.at(to));
        return static_cast<double>(c.tokensIn.at(to) + c.tokensOut.at(to));
    case TokenRate: return static_cast<double>(c.rate.most(from, to)) / 1000.0;
    case SeriesCount: break;
    }
    return 0;
}

double TimelineCounters::top(const std::vector<Column>& columns) const {
    if (m_series == Budget && isLimited()) return std::max<double>(1, static_cast<double>(m_timeline->document()->limits().usd->value));
    double most = 0;
    double both = 0;
    for (const auto& column : columns) {
        most = std::max(most, column.value);
        both = std::max(both, column.value + column.second);
    }
    // A long queue would press what is on its way flat: it is cut, and the tool tip says how long it is.
    if (m_series == InFlight) most = std::min(both, most * 2.5);
    return std::max(m_series == InFlight ? 1.0 : 1e-9, most * 1.1);
}

void TimelineCounters::paintEvent(QPaintEvent* event) {
    if (news().subtracted(event->region()).isEmpty()) { // else it is another part, and the curve is still behind
        m_paintedNow = m_canvas->nowX();
        m_painted.start();
    }
    const Theme& theme = Theme::instance();
    QPainter p(this);
    p.fillRect(rect(), themed(Token::Base));
    const auto s = m_canvas->scale();
    const QRectF r = plot();
    if (m_canvas->range() && !isFlame(m_canvas->mode())) {
        QColor tint = themed(theme.isHighContrast() ? Token::Grid : Token::Sel);
        tint.setAlphaF(0.75f);
        const double x1 = std::max(s.left, s.x(static_cast<double>(m_canvas->range()->from))), x2 = s.x(static_cast<double>(m_canvas->range()->to));
        if (x2 > s.left) p.fillRect(QRectF(x1, 0, x2 - x1, height()), tint);
    }
    const Nanos now = m_timeline->now();
    const bool flame = isFlame(m_canvas->mode());
    std::vector<Column> columns;
    const double last = flame ? r.right() : std::min(r.right(), s.x(static_cast<double>(now)));
    // Under a flame, which has no time axis, the counters keep the whole run.
    const TimelineScale time = flame ? TimelineScale{0, std::max<double>(1, static_cast<double>(m_timeline->end())), s.left, s.width} : s;
    for (double x = std::ceil(s.left); x <= last; ++x) {
        const auto at = [&](double px) { return static_cast<Nanos>(std::max(0.0, time.at(px))); };
        Column column;
        column.value = valueIn(at(x - 0.5), std::min(now, at(x + 0.5)), &column.second);
        columns.push_back(column);
    }
    const double most = top(columns);
    const auto y = [&](double value) { return r.bottom() - r.height() * std::clamp(value / most, 0.0, 1.0); };
    const bool steps = m_series != TokenRate && m_series != SpendRate;
    double from = r.right(); // of the curve that is drawn: what is left of it stays
    for (const QRect& part : event->region())
        if (part.right() >= s.left) from = std::min(from, std::max<double>(s.left, part.left()));
    double dropped = 0; // of the last curve, its length in pixels: dots go on where they were
    const auto curve = [&](auto value) {
        QPolygonF line;
        dropped = 0;
        const auto add = [&](const QPointF& point) {
            if (line.size() == 1 && point.x() < from - 2) {
                dropped += std::hypot(point.x() - line[0].x(), point.y() - line[0].y());
                line[0] = point;
            } else {
                line << point;
            }
        };
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const QPointF point(std::ceil(s.left) + static_cast<double>(i), y(value(columns[i])));
            if (steps && !line.isEmpty() && line.back().y() != point.y()) add(QPointF(point.x(), line.back().y()));
            add(point);
        }
        return line;
    };
    const auto area = [&](const QPolygonF& line, Token token, float alpha) {
        if (line.size() < 2 || theme.isHighContrast()) return; // lines alone
        QPolygonF shape = line;
        shape << QPointF(line.back().x(), r.bottom()) << QPointF(line.front().x(), r.bottom());
        QColor fill = themed(token);
        fill.setAlphaF(alpha);
        QPainterPath path;
        path.addPolygon(shape);
        p.fillPath(path, fill);
    };
    if (m_series == InFlight) { // what waits stands on what is on its way
        const QPolygonF both = curve([](const Column& c) { return c.value + c.second; });
        area(both, Token::TintSub, 0.8f);
        QPen dots(themed(Token::Sub), 1, Qt::DotLine);
        dots.setDashOffset(dropped);
        p.setPen(dots);
        p.drawPolyline(both);
    }
    const QPolygonF line = curve([](const Column& c) { return c.value; });
    const Token token = m_series == InFlight ? Token::Sub : m_series == TokenSum || m_series == TokenRate ? Token::Model : Token::Frame;
    area(line, m_series == InFlight ? Token::Sub : token == Token::Model ? Token::TintModel : Token::TintFrame, m_series == InFlight ? 0.55f : 0.7f);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(themed(token), 1.5));
    p.drawPolyline(line);
    p.setRenderHint(QPainter::Antialiasing, false);
    const bool limit = m_series == Budget && isLimited();
    p.fillRect(QRectF(s.left, r.bottom(), s.width, limit ? 2 : 1), themed(limit ? Token::ErrEdge : Token::Line2));
    if (!flame && m_timeline->document() && (m_timeline->isLive() || m_timeline->document()->moment() != 0))
        p.fillRect(QRectF(std::round(s.x(static_cast<double>(now))), 0, 1, height()), themed(Token::Acc));
    // Name and scale on the left; the value now at the end of the line.
    const double left = theme.px(m_canvas->axisHeight() < theme.px(22) ? 10 : 14), width = s.left - left - theme.px(8), row = theme.px(16);
    paint::text(p, QRectF(left, r.top() - 3, width, row), title(m_series), themed(FontRole::Hint), themed(Token::Tx2));
    if (!columns.empty()) {
        const bool unknown = (m_series == Budget || m_series == SpendRate) && m_timeline->document() && m_timeline->document()->tree().totals().costUnknown;
        const double newest = m_canvas->isFitted() || flame ? valueIn(now, now, nullptr) : columns.back().value;
        QString value = m_series == Budget && newest < 0 ? QStringLiteral("−") + text(-newest) : text(newest);
        if (unknown) value = (isLimited() && m_series == Budget ? QStringLiteral("≤ ") : QStringLiteral("≥ ")) + value;
        paint::text(p, QRectF(left, r.top() + row - 3, width, row), value, themed(FontRole::MonoStrong), themed(Token::Tx));
    }
    if (height() > theme.px(70))
        paint::text(p, QRectF(left, r.bottom() - row + 2, width, row), tr("to %1").arg(text(most)), themed(FontRole::Hint), themed(Token::Tx3));
}

void TimelineCounters::describe() {
    const Nanos now = m_timeline->now();
    setAccessibleName(title(m_series));
    setAccessibleDescription(m_timeline->document() ? tr("%1 at %2").arg(text(valueIn(now, now, nullptr)), format::duration(now)) : QString());
}

bool TimelineCounters::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto s = m_canvas->scale();
        if (help->pos().x() < s.left || isFlame(m_canvas->mode()) || !m_timeline->document()) {
            QToolTip::hideText();
            return true;
        }
        const auto at = static_cast<Nanos>(std::clamp(s.at(help->pos().x()), 0.0, static_cast<double>(m_timeline->now())));
        double second = 0;
        QString tip = tr("%1 at %2: %3").arg(title(m_series), format::duration(at), text(valueIn(at, at, &second)));
        if (m_series == InFlight) tip += QLatin1Char('\n') + tr("%1 queued").arg(format::count(static_cast<std::int64_t>(second)));
        if (m_series == TokenSum) tip += QLatin1Char('\n') + tr("%1 of them out").arg(format::tokens(static_cast<Tokens>(second)));
        QToolTip::showText(help->globalPos(), tip, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace rlmscope
