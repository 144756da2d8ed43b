#include "views/coverage_paint.h"

#include "itemmodels/format.h"
#include "views/paint.h"
#include "views/theme.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <array>

namespace rlmscope {

using insight::StretchCoverage;

QBrush coverageBrush(int heat) {
    const int step = std::clamp(heat, 1, 4);
    if (!Theme::instance().isHighContrast()) return themed(static_cast<Token>(static_cast<int>(Token::Heat0) + step));
    static constexpr Qt::BrushStyle Dots[] = {Qt::Dense6Pattern, Qt::Dense5Pattern, Qt::Dense3Pattern, Qt::SolidPattern};
    return {themed(Token::Heat4), Dots[step - 1]};
}

void paintCoverageSquare(QPainter& p, const QRectF& rect, const StretchCoverage* coverage) {
    const bool outlined = rect.width() >= 3 && rect.height() >= 3;
    const int heat = coverage ? coverage->heat() : 0;
    if (heat > 0) {
        p.fillRect(rect, coverageBrush(heat == 1 ? 1 : 3));
        if (Theme::instance().isHighContrast() && outlined) {
            p.setPen(QPen(themed(Token::Line), 0));
            p.setBrush(Qt::NoBrush);
            p.drawRect(rect.adjusted(0, 0, -1, -1));
        }
        return;
    }
    if (!outlined) {
        p.fillRect(rect, themed(coverage ? Token::Heat0 : Token::Alt));
        return;
    }
    p.setPen(QPen(themed(coverage ? Token::Line2 : Token::Line), 0));
    p.setBrush(Qt::NoBrush);
    p.drawRect(rect.adjusted(0, 0, -1, -1));
    if (coverage && coverage->maybe()) { // half filled
        p.setPen(Qt::NoPen);
        p.setBrush(coverageBrush(2));
        p.drawPolygon(QPolygonF({rect.bottomLeft(), rect.bottomRight(), rect.topRight()}));
    } else if (coverage && coverage->byCode()) {
        p.save();
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(Qt::NoPen);
        p.setBrush(themed(Token::Cell));
        const double radius = std::clamp(std::min(rect.width(), rect.height()) / 3.2, 1.5, 3.0);
        p.drawEllipse(rect.center(), radius, radius);
        p.restore();
    }
}

QString coverageText(const StretchCoverage& c) {
    const auto tr = [](const char* text) { return CoverageLegend::tr(text); };
    QString text;
    switch (c.heat()) {
    case 0: text = c.maybe() ? tr("Maybe read: the same text stands elsewhere too") : tr("Never read by a model"); break;
    case 1: text = tr("Read once"); break;
    case 2: text = tr("Read twice"); break;
    case 3: text = tr("Read 3 to 5 times"); break;
    default: text = tr("Read 6 times or more");
    }
    if (c.read[0] > 0 && c.read[0] < c.bytes) text += QStringLiteral("; ") + tr("%1 of %2").arg(format::bytes(c.read[0]), format::bytes(c.bytes)) + QLatin1Char(' ') + tr("read at least once");
    if (c.byCode()) text += QStringLiteral("; ") + tr("touched by code (estimated)");
    return text;
}

namespace {

struct Item {
    StretchCoverage coverage;
    const char* words;
};
enum LegendItem { Never, Once, Twice, Maybe, Code, Chosen, ItemCount };
std::array<Item, ItemCount> items() {
    StretchCoverage never, once, twice, maybe, code;
    never.bytes = once.bytes = twice.bytes = maybe.bytes = code.bytes = 1;
    once.read = {1, 0, 0, 0};
    twice.read = {1, 1, 0, 0};
    maybe.ambiguous = 1;
    code.touched = 1;
    return {{{never, QT_TRANSLATE_NOOP("rlmscope::CoverageLegend", "never read")},
             {once, QT_TRANSLATE_NOOP("rlmscope::CoverageLegend", "once")},
             {twice, QT_TRANSLATE_NOOP("rlmscope::CoverageLegend", "twice or more")},
             {maybe, QT_TRANSLATE_NOOP("rlmscope::CoverageLegend", "maybe (repeated text)")},
             {code, QT_TRANSLATE_NOOP("rlmscope::CoverageLegend", "code only (estimated)")},
             {never, QT_TRANSLATE_NOOP("rlmscope::CoverageLegend", "chosen in the tree")}}};
}
constexpr int Square = 11, WordGap = 6, Between = 14, Edge = 1; // a frame on the edge would be cut at scales with fractions

} // namespace

CoverageLegend::CoverageLegend(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Legend of the map: outline never read, light once, dark twice or more, half filled maybe, dot touched by code only, underlined chosen in the tree"));
    connect(&Theme::instance(), &Theme::changed, this, [this] { updateGeometry(), update(); });
}

void CoverageLegend::setShowsMaybe(bool shows) {
    if (shows == m_maybe) return;
    m_maybe = shows;
    updateGeometry();
    update();
}

void CoverageLegend::setShowsChosen(bool shows) {
    if (shows == m_chosen) return;
    m_chosen = shows;
    update();
}

bool CoverageLegend::shows(int item) const { return item == Maybe ? m_maybe : item == Chosen ? m_chosen : true; }

QSize CoverageLegend::sizeHint() const {
    const QFontMetrics metrics(themed(FontRole::Small));
    int width = Edge, index = 0;
    for (const auto& item : items())
        if (const int which = index++; shows(which) || which == Chosen) // its room is kept: choosing a row moves nothing
            width += Square + WordGap + metrics.horizontalAdvance(tr(item.words)) + Between;
    return {width - Between + 2, metrics.height() + 4};
}

void CoverageLegend::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const QFontMetrics metrics(themed(FontRole::Small));
    double x = Edge;
    int index = 0;
    for (const auto& item : items()) {
        const int which = index++;
        if (!shows(which)) continue;
        if (which == Chosen && x + Square + WordGap + metrics.horizontalAdvance(tr(item.words)) > width()) continue; // the first to go where there is no room
        const QRectF square(x, std::round((height() - Square) / 2.0), Square, Square);
        paintCoverageSquare(p, square, &item.coverage);
        if (which == Chosen) p.fillRect(QRectF(square.left(), square.bottom() - 2, square.width(), 2), themed(Token::Tx)); // as the map marks it
        x += Square + WordGap;
        x += paint::text(p, QRectF(x, 0, width() - x, height()), tr(item.words), themed(FontRole::Small), themed(Token::Tx2)) + Between;
    }
}

} // namespace rlmscope
