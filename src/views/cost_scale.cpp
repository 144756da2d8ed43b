#include "views/cost_scale.h"

#include "itemmodels/format.h"
#include "views/paint.h"
#include "views/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace rlmscope {
namespace {

constexpr double Gap = 14, BarHeight = 8, BarMargin = 6;

double lineHeight() { return Theme::instance().px(15); }

} // namespace

CostScale::CostScale(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("What this can cost"));
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QSize CostScale::sizeHint() const { return {200, static_cast<int>(2 * lineHeight() + BarHeight + 2 * BarMargin)}; }

void CostScale::setMarks(std::optional<PicoUsd> limit, std::optional<PicoUsd> once) {
    m_limit = limit ? std::max(0.0, limit->usd()) : 0;
    m_once = once ? once->usd() : 0;
    m_marks.clear();
    if (m_once > 0) m_marks.push_back({m_once, tr("read once"), format::moneyEstimate(*once), Token::Tx});
    if (m_limit > 0) m_marks.push_back({m_limit, tr("limit"), format::moneyLimit(*limit), Token::Err});
    std::sort(m_marks.begin(), m_marks.end(), [](const Mark& a, const Mark& b) { return a.usd < b.usd; });
    QStringList said;
    for (const auto& mark : m_marks) said << mark.name + QLatin1Char(' ') + mark.amount;
    setAccessibleDescription(said.join(format::comma()));
    setToolTip(said.join(QLatin1Char('\n')));
    update();
}

double CostScale::scale() const { return 1.15 * std::max(m_limit, m_once); }

std::vector<QRectF> CostScale::labelRects() const {
    const QFontMetricsF names(themed(FontRole::SmallStrong)), amounts(themed(FontRole::MonoColumn));
    std::vector<QRectF> rects;
    double free = 0; // from here on nothing is taken
    for (const auto& mark : m_marks) {
        const double wide = std::ceil(std::max(names.horizontalAdvance(mark.name), amounts.horizontalAdvance(mark.amount))) + 2;
        const double middle = width() * mark.usd / scale();
        const double left = std::max(free, std::min(middle - wide / 2, width() - wide));
        rects.emplace_back(left, 0, wide, height());
        free = left + wide + Gap;
    }
    for (std::size_t i = rects.size(); i-- > 0;) { // what was pushed out of the right side comes back in
        const double end = i + 1 < rects.size() ? rects[i + 1].left() - Gap : width();
        if (rects[i].right() > end) rects[i].moveRight(end);
    }
    return rects;
}

void CostScale::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const double line = lineHeight();
    paint::moneyBar(p, QRectF(0, line + BarMargin, width(), BarHeight), {0, 0, m_limit, m_once, scale()});
    const auto rects = labelRects();
    for (std::size_t i = 0; i < rects.size(); ++i) {
        const auto& mark = m_marks[i];
        const QRectF& r = rects[i];
        paint::text(p, QRectF(r.left(), 0, r.width(), line), mark.name, themed(FontRole::SmallStrong), themed(mark.token), Qt::AlignHCenter);
        paint::text(p, QRectF(r.left(), height() - line, r.width(), line), mark.amount, themed(FontRole::MonoColumn), themed(Token::Tx), Qt::AlignHCenter);
    }
}

} // namespace rlmscope
