#include "views/token_gauge.h"

#include "itemmodels/format.h"
#include "views/paint.h"
#include "views/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace rlmscope {

TokenGauge::TokenGauge(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QSize TokenGauge::sizeHint() const { return {200, Theme::instance().px(46)}; }

void TokenGauge::setCall(const CallDetails& call) {
    m_parts.clear();
    m_estimated = !call.usageKnown;
    m_window = call.window;
    const Tokens input = call.input();
    if (call.usageKnown) {
        m_parts = {{call.usage.cacheRead, 0}, {call.usage.cacheWrite, 1}, {call.usage.freshInput, 2}, {call.usage.output, 3}};
        if (call.outputCap > call.usage.output) m_parts.push_back({call.outputCap - call.usage.output, 4});
    } else {
        m_parts = {{input, 2}, {call.outputCap, 4}};
    }
    Tokens sum = 0;
    for (const Part& part : m_parts) sum += part.tokens;
    m_scale = std::max<Tokens>({1, m_window, sum});
    const QString in = (m_estimated ? QStringLiteral("≈ ") : QString()) + format::tokens(input);
    m_words = m_window > 0 ? tr("%1 tokens in, %2 of the window of %3").arg(in, format::percent(static_cast<double>(input) / static_cast<double>(m_window)), format::tokens(m_window))
                           : tr("%1 tokens in; the trace does not say how large the window is").arg(in);
    QStringList legend;
    if (m_estimated) legend << tr("estimated from the bytes, nothing counted yet");
    if (call.usageKnown && call.usage.cacheRead > 0) legend << tr("%1 cached").arg(format::tokens(call.usage.cacheRead));
    if (call.usageKnown && call.usage.cacheWrite > 0) legend << tr("%1 written to the cache").arg(format::tokens(call.usage.cacheWrite));
    if (call.usageKnown) legend << tr("%1 fresh").arg(format::tokens(call.usage.freshInput)) << tr("%1 out").arg(format::tokens(call.usage.output));
    if (call.outputCap > 0) legend << tr("output cap %1").arg(format::count(call.outputCap));
    m_legend = legend.join(QStringLiteral(" · "));
    setAccessibleName(tr("Tokens of the request"));
    setAccessibleDescription(m_words + QStringLiteral(". ") + m_legend);
    setToolTip(tr("%1 tokens in").arg(format::count(input)) + (m_window ? tr(" of %1").arg(format::count(m_window)) : QString()) + QLatin1Char('\n') + m_legend);
    update();
}

void TokenGauge::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const Theme& theme = Theme::instance();
    const QRectF r = QRectF(rect()).adjusted(10, 0, -10, 0);
    const double line = theme.px(16);
    paint::text(p, QRectF(r.left(), theme.px(2), r.width(), line), m_words, themed(FontRole::Small), themed(Token::Tx));
    const QRectF bar(r.left(), theme.px(21), r.width(), theme.px(7));
    paint::track(p, bar, Token::Grid);
    double x = bar.left();
    for (const Part& part : m_parts) {
        if (part.tokens <= 0) continue;
        const double width = std::max(1.0, bar.width() * static_cast<double>(part.tokens) / static_cast<double>(m_scale));
        const QRectF piece(x, bar.top(), std::min(width, bar.right() - x), bar.height());
        switch (part.look) {
        case 0: p.fillRect(piece, themed(Token::TintModel)); break;
        case 1: p.fillRect(piece, themed(Token::TintSub)); break;
        case 2:
            if (m_estimated) {
                p.setPen(QPen(themed(Token::Model), 1, Qt::DashLine));
                p.setBrush(Qt::NoBrush);
                p.drawRect(piece.adjusted(0.5, 0.5, -0.5, -0.5));
            } else {
                p.fillRect(piece, themed(Token::Model));
            }
            break;
        case 3: p.fillRect(piece, themed(Token::Frame)); break;
        default: paint::hatch(p, piece, themed(Token::Sub)); break;
        }
        if (part.look < 2 && theme.isHighContrast()) {
            p.setPen(QPen(themed(Token::Model), 1));
            p.setBrush(Qt::NoBrush);
            p.drawRect(piece.adjusted(0.5, 0.5, -0.5, -0.5));
        }
        x += width;
    }
    if (m_window > 0 && m_window <= m_scale) { // where the window ends
        const double at = bar.left() + bar.width() * static_cast<double>(m_window) / static_cast<double>(m_scale);
        p.fillRect(QRectF(std::floor(at) - 1, bar.top() - 2, 1, bar.height() + 4), themed(Token::Tx3));
    }
    paint::text(p, QRectF(r.left(), theme.px(30), r.width(), line), m_legend, themed(FontRole::Hint), themed(Token::Tx3));
}

} // namespace rlmscope
