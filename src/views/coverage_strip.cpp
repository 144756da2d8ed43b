#include "views/coverage_strip.h"

#include "itemmodels/format.h"
#include "views/coverage_paint.h"
#include "views/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace rlmscope {

namespace {
constexpr std::size_t MostTicks = 200; // more documents than that are a texture, not ticks
}

CoverageStrip::CoverageStrip(CoverageJob* job, QWidget* parent) : QWidget(parent), m_job(job) {
    setAccessibleName(tr("Coverage of all documents as one strip"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const auto changed = [this] {
        m_columns.clear();
        describe();
        update();
    };
    connect(job, &CoverageJob::profileChanged, this, changed);
    connect(job, &CoverageJob::textChanged, this, changed);
    connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
}

QSize CoverageStrip::sizeHint() const { return {200, Theme::instance().px(18)}; }
std::uint64_t CoverageStrip::size() const { return m_job->text() ? m_job->text()->size() : 0; }
QRectF CoverageStrip::barRect() const { return QRectF(10, 5, std::max(1, width() - 20), height() - 10); }

std::uint64_t CoverageStrip::byteAt(double x) const {
    const QRectF bar = barRect();
    const double share = std::clamp((x - bar.left()) / bar.width(), 0.0, 1.0);
    return size() == 0 ? 0 : std::min(size() - 1, static_cast<std::uint64_t>(share * static_cast<double>(size())));
}
double CoverageStrip::xOf(std::uint64_t byte) const {
    const QRectF bar = barRect();
    return size() == 0 ? bar.left() : bar.left() + bar.width() * static_cast<double>(byte) / static_cast<double>(size());
}

void CoverageStrip::describe() {
    const auto profile = m_job->profile();
    if (!profile || profile->bytes().all == 0) return setAccessibleDescription({});
    setAccessibleDescription(tr("%1 was read by a model").arg(format::percent(static_cast<double>(profile->bytes().read) / static_cast<double>(profile->bytes().all))));
}

void CoverageStrip::setPlace(CoverageJob::Stretch stretch) {
    m_place = stretch;
    update();
}

void CoverageStrip::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_columns.clear();
}

void CoverageStrip::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), themed(Token::Base));
    const QRectF bar = barRect();
    if (const auto profile = m_job->profile(); profile && size() > 0 && profile->context().size() == size()) {
        const auto columns = static_cast<std::size_t>(bar.width());
        if (m_columns.size() != columns) {
            std::vector<std::uint64_t> edges;
            for (std::size_t i = 0; i <= columns; ++i) edges.push_back(static_cast<std::uint64_t>(static_cast<double>(size()) * static_cast<double>(i) / static_cast<double>(columns)));
            m_columns = profile->ofSquares(edges);
        }
        for (std::size_t i = 0; i < columns; ++i) {
            const int heat = m_columns[i].heat();
            if (heat > 0) p.fillRect(QRectF(bar.left() + static_cast<double>(i), bar.top(), 1, bar.height()), coverageBrush(heat == 1 ? 1 : 3));
            else if (m_columns[i].byCode()) p.fillRect(QRectF(bar.left() + static_cast<double>(i), bar.center().y() - 1, 1, 2), themed(Token::Cell));
        }
    }
    p.setPen(QPen(themed(Token::Line2), 0));
    p.drawRect(bar.adjusted(0, 0, -1, -1));
    if (const auto text = m_job->text(); text && text->documents().size() <= MostTicks)
        for (const auto& d : text->documents())
            if (d.begin > 0 && d.size > 0) p.fillRect(QRectF(std::round(xOf(d.begin)), bar.top() - 3, 1, bar.height() + 6), themed(Token::Line2));
    if (!m_place.isNull()) {
        const double from = std::floor(xOf(m_place.begin)), to = std::max(from + 3, std::ceil(xOf(m_place.end)));
        p.setPen(QPen(hasFocus() ? themed(Token::Acc) : themed(Token::Tx), 1.5));
        p.drawRect(QRectF(from - 1, bar.top() - 2, to - from + 1, bar.height() + 3));
    } else if (hasFocus()) {
        p.setPen(QPen(themed(Token::Acc), 2));
        p.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void CoverageStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && size() > 0) Q_EMIT placeWanted(byteAt(event->position().x()));
}
void CoverageStrip::mouseMoveEvent(QMouseEvent* event) {
    if ((event->buttons() & Qt::LeftButton) && size() > 0) Q_EMIT placeWanted(byteAt(event->position().x()));
}

void CoverageStrip::keyPressEvent(QKeyEvent* event) {
    const auto step = std::max<std::uint64_t>(1, size() / 100), at = m_place.begin;
    if (size() == 0) return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Left: Q_EMIT placeWanted(at > step ? at - step : 0); return;
    case Qt::Key_Right: Q_EMIT placeWanted(std::min(size() - 1, at + step)); return;
    case Qt::Key_Home: Q_EMIT placeWanted(0); return;
    case Qt::Key_End: Q_EMIT placeWanted(size() - 1); return;
    default: QWidget::keyPressEvent(event);
    }
}

bool CoverageStrip::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && size() > 0) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto byte = byteAt(help->pos().x());
        QString text = m_job->placeText({byte, byte + 1});
        if (const auto profile = m_job->profile()) text += QLatin1Char('\n') + coverageText(profile->of(byte, byte + 1));
        QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

void CoverageStrip::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}
void CoverageStrip::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

} // namespace rlmscope
