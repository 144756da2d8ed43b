#include "views/recursion_sketch.h"

#include "views/theme.h"

#include <QPainter>

namespace rlmscope {

RecursionSketch::RecursionSketch(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Illustration: a context of ten million tokens, the part that a model holds at once, and a root "
                         "that starts child frames which query sub-models"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RecursionSketch::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const double w = std::min(width(), 600);
    const double left = (width() - w) / 2;

    // The context: a hundred slices, some of them read; the window over one of them.
    constexpr int Slices = 92;
    const double step = w / Slices;
    for (int i = 0; i < Slices; ++i) {
        const bool read = i % 5 == 0;
        p.fillRect(QRectF(left + i * step, 4, step - 1, 24), read ? themed(Token::Heat2) : themed(Token::Heat1));
    }
    const double seen = left + 45 * step;
    p.fillRect(QRectF(seen, 4, step - 1, 24), themed(Token::Heat4));
    p.setPen(QPen(themed(Token::Tx), 1.5));
    p.setBrush(Qt::NoBrush);
    p.drawRoundedRect(QRectF(seen - 2.5, 0.75, step + 4, 30.5), 2, 2);

    p.setFont(themed(FontRole::Hint));
    p.setPen(themed(Token::Tx3));
    p.drawText(QRectF(left, 36, w / 2, 18), Qt::AlignLeft | Qt::AlignVCenter, tr("the whole context: 10,000,000 tokens"));
    p.drawText(QRectF(seen + 18, 36, w / 2, 18), Qt::AlignLeft | Qt::AlignVCenter, tr("what the model holds at once: 100,000"));
    p.setPen(QPen(themed(Token::Tx3), 1));
    p.drawPolyline(QPolygonF{{seen + 3, 34}, {seen + 3, 45}, {seen + 14, 45}});

    // Root, three children, and the sub-calls of each.
    const double rootY = 72, childY = 128, subY = 168;
    const double mid = left + w * 0.46;
    const QString below = QStringLiteral("llm_query");
    const double words = QFontMetricsF(themed(FontRole::Hint)).horizontalAdvance(below) + 2;
    const double xs[] = {left + w * 0.16, mid, left + std::min(w * 0.76, w - 66 - words)};
    p.setPen(QPen(themed(Token::Line2), 1.5));
    p.drawLine(QPointF(mid, rootY + 26), QPointF(mid, childY));
    p.drawLine(QPointF(xs[0], rootY + 42), QPointF(xs[2], rootY + 42));
    for (const double x : xs) p.drawLine(QPointF(x, rootY + 42), QPointF(x, subY));
    const auto box = [&](double x, double y, double width, const QString& text) {
        const QRectF r(x - width / 2, y, width, 26);
        p.setPen(QPen(themed(Token::Frame), 1.5));
        p.setBrush(themed(Token::Base));
        p.drawRoundedRect(r, 4, 4);
        p.setPen(themed(Token::Tx));
        p.drawText(r, Qt::AlignCenter, text);
    };
    box(mid, rootY, 150, tr("root writes code"));
    for (const double x : xs) {
        box(x, childY, 120, QStringLiteral("rlm_query"));
        for (int i = 0; i < 10; ++i) p.fillRect(QRectF(x - 59 + i * 12, subY, 9, 9), themed(Token::Sub));
    }
    p.setPen(themed(Token::Tx3));
    p.drawText(QRectF(xs[2] + 66, subY - 5, words, 18), Qt::AlignLeft | Qt::AlignVCenter, below);
}

} // namespace rlmscope
