#include "views/strategy_sketch.h"

#include "views/theme.h"

#include <QPainter>

namespace rlmscope {

StrategySketch::StrategySketch(QWidget* parent) : QWidget(parent) {
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StrategySketch::setStrategy(const QString& name, int depth) {
    m_name = name;
    m_depth = depth;
    update();
}

void StrategySketch::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const double mid = width() / 2.0;
    const auto box = [&](double x, double y, double w) {
        p.setPen(QPen(themed(Token::Frame), 1.5));
        p.setBrush(themed(Token::Base));
        p.drawRoundedRect(QRectF(x - w / 2, y, w, 12), 2, 2);
    };
    const auto subs = [&](double x, double y, int n) {
        for (int i = 0; i < n; ++i) p.fillRect(QRectF(x - n * 3.5 + i * 7, y, 5, 7), themed(Token::Sub));
    };
    const auto line = [&](double x1, double y1, double x2, double y2) {
        p.setPen(QPen(themed(Token::Line2), 1));
        p.drawLine(QPointF(x1, y1), QPointF(x2, y2));
    };
    const double top = (height() - 50) / 2.0;
    if (m_name == QLatin1String("direct")) {
        box(mid, top + 19, 80);
        return;
    }
    if (m_name == QLatin1String("call-return")) { // a stack of contexts, the newest in front
        for (int i = 3; i-- > 0;) box(mid - 12 + i * 12, top + 2 + i * 15, 64);
        return;
    }
    if (m_depth == 0) {
        box(mid, top + 19, 40);
    } else if (m_depth == 1) {
        line(mid, top + 20, mid, top + 36);
        box(mid, top + 8, 36);
        subs(mid, top + 36, 8);
    } else {
        const double xs[] = {mid - 44, mid, mid + 44};
        line(mid, top + 10, mid, top + 20);
        line(xs[0], top + 17, xs[2], top + 17);
        for (const double x : xs) line(x, top + 17, x, top + 40);
        box(mid, top, 34);
        for (const double x : xs) {
            box(x, top + 22, 34);
            if (m_depth == 2) subs(x, top + 41, 4);
            else box(x, top + 38, 20);
        }
    }
}

} // namespace rlmscope
