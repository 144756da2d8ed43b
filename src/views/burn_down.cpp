#include "views/burn_down.h"

#include "itemmodels/format.h"
#include "itemmodels/money_words.h"
#include "views/call_tree_delegates.h"
#include "views/paint.h"
#include "views/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace rlmscope {

namespace {

std::int64_t amountOf(const insight::Burned& b, LimitKind kind) {
    switch (kind) {
    case LimitKind::Usd: return b.usd.value;
    case LimitKind::Calls: return b.calls;
    case LimitKind::Token: return b.input + b.output;
    case LimitKind::InputToken: return b.input;
    case LimitKind::OutputToken: return b.output;
    case LimitKind::Frames: return b.frames;
    default: return 0;
    }
}

constexpr double WarnAt = 0.8;

} // namespace

BurnCurve burnCurve(const insight::Burn& burn, const LimitState& state, Nanos age, std::int64_t inherited) {
    BurnCurve curve;
    curve.state = state;
    if (state.kind == LimitKind::Seconds) {
        curve.spent = {{0, 0}, {age, age / 1'000'000}};
        return curve;
    }
    const auto& points = burn.points();
    curve.spent.reserve(static_cast<qsizetype>(points.size()) + 2);
    curve.spent.append({0, inherited});
    for (std::size_t k = 0; k < points.size(); ++k) {
        // The last point is what is spent now, whatever its step.
        const Nanos time = k + 1 == points.size() ? age : std::min<Nanos>(age, burn.step() * static_cast<Nanos>(k + 1));
        curve.spent.append({time, inherited + amountOf(points[k], state.kind)});
    }
    return curve;
}

BurnDown::BurnDown(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Budget over time"));
    setMinimumWidth(120);
}

QSize BurnDown::sizeHint() const { return {Theme::instance().px(320), Theme::instance().px(110)}; }
QSize BurnDown::minimumSizeHint() const { return {Theme::instance().px(160), Theme::instance().px(70)}; }

void BurnDown::setCurve(const BurnCurve& curve) {
    m_curve = curve;
    const LimitState& s = curve.state;
    QString text = s.limit > 0 ? tr("%1: %2 of %3 left").arg(words::limitName(s.kind),
                                     words::amount(s.kind, std::max<std::int64_t>(0, s.limit - s.spent)), words::limit(s.kind, s.limit))
                               : tr("%1: %2 spent, no limit").arg(words::limitName(s.kind), words::amount(s.kind, s.spent));
    if (!curve.spent.isEmpty() && curve.spent.back().first > 0)
        text += tr(" after %1").arg(format::duration(curve.spent.back().first));
    if (curve.simulated) text += tr(", simulated");
    setAccessibleDescription(text);
    setToolTip(text);
    update();
}

QRectF BurnDown::plotRect() const {
    const Theme& theme = Theme::instance();
    const double needed = theme.px(18) + QFontMetricsF(themed(FontRole::Small)).horizontalAdvance(caption());
    return QRectF(rect()).adjusted(std::clamp<double>(needed, theme.px(96), std::max(theme.px(96), width() / 2)), theme.px(28), -theme.px(10), -theme.px(9));
}

QString BurnDown::caption() const {
    const LimitState& s = m_curve.state;
    return s.limit > 0 ? tr("%1 left").arg(words::limitName(s.kind)) : tr("%1 spent").arg(words::limitName(s.kind));
}

double BurnDown::top() const {
    const LimitState& s = m_curve.state;
    if (s.limit > 0) return static_cast<double>(s.limit);
    return std::max(1.0, static_cast<double>(s.spent + s.reserved) * 1.2);
}

Nanos BurnDown::horizon() const {
    const Nanos now = m_curve.spent.isEmpty() ? 0 : m_curve.spent.back().first;
    if (!m_curve.live) return std::max<Nanos>(1, now + now / 16);
    return std::max<Nanos>(1'000'000'000, now + now / 5);
}

double BurnDown::x(Nanos time) const {
    const QRectF r = plotRect();
    return r.left() + r.width() * static_cast<double>(time) / static_cast<double>(horizon());
}

double BurnDown::y(double amount) const {
    const QRectF r = plotRect();
    return r.bottom() - r.height() * std::clamp(amount / top(), 0.0, 1.0);
}

double BurnDown::shown(std::int64_t spent) const {
    return m_curve.state.limit > 0 ? static_cast<double>(m_curve.state.limit - spent) : static_cast<double>(spent);
}

void BurnDown::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), themed(Token::Base));
    paintAxes(p);
    if (!m_curve.spent.isEmpty()) {
        paintCurve(p);
        paintNow(p);
    }
    paintWords(p);
}

void BurnDown::paintAxes(QPainter& p) const {
    const QRectF r = plotRect();
    const Theme& theme = Theme::instance();
    const QRect head(static_cast<int>(r.left()), 0, static_cast<int>(r.width()), theme.px(24));
    p.fillRect(QRectF(0, 0, width(), head.height()), themed(Token::Alt));
    p.fillRect(QRectF(0, head.height() - 1, width(), 1), themed(Token::Line));
    TimeAxis axis{horizon(), r.left(), r.width()};
    const Nanos step = std::max<Nanos>(1, axis.step(theme.px(62)));
    for (Nanos t = 0; t <= axis.span; t += step) {
        const double at = std::round(axis.x(t));
        if (t > 0) p.fillRect(QRectF(at, head.bottom() + 1, 1, r.bottom() - head.bottom()), themed(Token::Grid));
        if (at + theme.px(30) < r.right())
            paint::text(p, QRectF(at, 0, 80, head.height() - 1), format::clockTime(t), themed(FontRole::MonoColumn), themed(Token::Tx3));
    }
    if (m_curve.state.limit > 0) {
        QPen pen(themed(Token::Tx3), 1, Qt::CustomDashLine);
        pen.setDashPattern({2, 3});
        p.setPen(pen);
        const double at = std::round(y((1 - WarnAt) * top())) + 0.5;
        p.drawLine(QPointF(r.left(), at), QPointF(r.right(), at));
        p.fillRect(QRectF(r.left(), r.bottom(), r.width(), 2), themed(Token::ErrEdge));
    } else {
        p.fillRect(QRectF(r.left(), r.bottom(), r.width(), 1), themed(Token::Line2));
    }
}

void BurnDown::paintCurve(QPainter& p) const {
    const QRectF r = plotRect();
    QPolygonF line;
    for (const auto& [time, spent] : m_curve.spent) {
        const QPointF point(x(time), y(shown(spent)));
        // Thousands of points become one a pixel column; what falls in between would not be seen.
        if (line.size() > 1 && point.x() - line.at(line.size() - 2).x() < 0.75) line.back() = point;
        else line << point;
    }
    QPolygonF area = line;
    area << QPointF(line.back().x(), r.bottom()) << QPointF(line.front().x(), r.bottom());
    p.setRenderHint(QPainter::Antialiasing);
    QPainterPath path;
    path.addPolygon(area);
    QColor fill = themed(Token::TintFrame);
    if (Theme::instance().isHighContrast()) fill = QColor(0, 0, 0, 0);
    fill.setAlphaF(fill.alphaF() * 0.7f);
    p.fillPath(path, fill);
    p.setPen(QPen(themed(Token::Frame), 1.5));
    p.setBrush(Qt::NoBrush);
    p.drawPolyline(line);
    p.setRenderHint(QPainter::Antialiasing, false);
}

void BurnDown::paintNow(QPainter& p) const {
    const QRectF r = plotRect();
    const LimitState& s = m_curve.state;
    const auto [now, spent] = m_curve.spent.back();
    const double at = std::round(x(now));
    if (s.kept > 0 && s.limit > 0) // the floor below which only the last answer may go
        p.fillRect(QRectF(r.left(), y(static_cast<double>(s.kept)), r.width(), 1), themed(Token::Line2));
    if (s.reserved > 0) {
        const double from = y(shown(spent)), to = y(shown(spent + s.reserved));
        const QRectF box(at, std::min(from, to), Theme::instance().px(7), std::max(2.0, std::abs(to - from)));
        paint::hatch(p, box, themed(Token::Sub));
        p.setPen(QPen(themed(Token::Sub), 1));
        p.setBrush(Qt::NoBrush);
        p.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (m_curve.perSecond > 0 && m_curve.live) {
        const double ahead = static_cast<double>(horizon() - now) / 1e9;
        const double later = shown(spent) + (s.limit > 0 ? -1 : 1) * m_curve.perSecond * ahead;
        QPen pen(themed(Token::Tx3), 1.5, Qt::CustomDashLine);
        pen.setDashPattern({3, 2});
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(pen);
        double toX = r.right(), toY = y(later);
        if (s.limit > 0 && later < 0) { // it ends on the limit, not beyond
            const double reached = shown(spent) / m_curve.perSecond;
            toX = x(now + static_cast<Nanos>(reached * 1e9));
            toY = r.bottom();
        }
        p.drawLine(QPointF(at, y(shown(spent))), QPointF(toX, toY));
        p.setRenderHint(QPainter::Antialiasing, false);
    }
    if (m_curve.live) p.fillRect(QRectF(at, r.top(), 1, r.height()), themed(Token::Acc));
}

void BurnDown::paintWords(QPainter& p) const {
    const Theme& theme = Theme::instance();
    const LimitState& s = m_curve.state;
    const double left = theme.px(10), line = theme.px(17), width = plotRect().left() - left - theme.px(6);
    double at = theme.px(30);
    const auto say = [&](const QString& text, FontRole font, Token token) {
        paint::text(p, QRectF(left, at, width, line), text, themed(font), themed(token));
        at += line;
    };
    const bool unknown = m_curve.unknown && s.limit > 0;
    say(caption(), FontRole::Small, Token::Tx2);
    const std::int64_t value = s.limit > 0 ? std::max<std::int64_t>(0, s.limit - s.spent) : s.spent;
    say(unknown ? tr("unknown") : (m_curve.unknown ? QStringLiteral("≥ ") : QString()) + words::amount(s.kind, value), FontRole::MonoStrong, Token::Tx);
    if (m_curve.simulated) say(tr("simulated"), FontRole::Hint, Token::Tx3);
    if (s.limit > 0 && s.spent > s.limit) say(tr("over the limit"), FontRole::Hint, Token::Err);
}

} // namespace rlmscope
