#include "views/coverage_map.h"

#include "itemmodels/format.h"
#include "views/coverage_paint.h"
#include "views/paint.h"
#include "views/theme.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace rlmscope {

namespace {

constexpr int MostColumns = 100, NarrowColumns = 50;
constexpr double LeastCell = 4.5, LeastRow = 6, MostCell = 30, MostRow = 20, Tall = 1.75; // a square is that much taller than wide, at most

/// Short and exact, for round numbers: "200 kB".
QString byteLabel(std::uint64_t n) {
    if (n >= 1'000'000'000 && n % 10'000'000 == 0) return format::locale().toString(static_cast<double>(n) / 1e9) + QStringLiteral(" GB");
    if (n >= 1'000'000 && n % 10'000 == 0) return format::locale().toString(static_cast<double>(n) / 1e6) + QStringLiteral(" MB");
    if (n >= 1000 && n % 10 == 0) return format::locale().toString(static_cast<double>(n) / 1e3) + QStringLiteral(" kB");
    return format::count(static_cast<std::int64_t>(n)) + QStringLiteral(" B");
}

class MapAccessible : public QAccessibleWidget {
public:
    explicit MapAccessible(CoverageMap* map) : QAccessibleWidget(map, QAccessible::Chart, CoverageMap::tr("Coverage map")) {}
    QString text(QAccessible::Text t) const override {
        auto* map = static_cast<CoverageMap*>(widget());
        if (t == QAccessible::Value) return map->squareText(map->grid().squareAt(map->selection().begin));
        if (t == QAccessible::Description) return map->legendText() + QLatin1Char(' ') + CoverageMap::tr("Arrows move, G goes to the next gap, Enter opens the call.");
        return QAccessibleWidget::text(t);
    }
};

QAccessibleInterface* accessible(const QString&, QObject* object) {
    auto* map = qobject_cast<CoverageMap*>(object);
    return map ? new MapAccessible(map) : nullptr;
}

} // namespace

void installCoverageAccessibility() {
    static const bool once = (QAccessible::installFactory(accessible), true);
    Q_UNUSED(once)
}

CoverageMap::CoverageMap(QWidget* parent) : QWidget(parent) {
    installCoverageAccessibility();
    setAccessibleName(tr("Coverage map"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
}

void CoverageMap::setJob(CoverageJob* job) {
    m_job = job;
    connect(job, &CoverageJob::textChanged, this, [this] {
        m_selection = {};
        m_highlight.clear();
        m_document = -1;
        invalidate();
    });
    connect(job, &CoverageJob::profileChanged, this, [this] {
        m_dirty |= m_grid.edges.empty();
        m_unfilled = true;
        Q_EMIT gridChanged();
        update();
    });
}

void CoverageMap::invalidate() {
    m_dirty = true;
    Q_EMIT gridChanged();
    update();
}

void CoverageMap::setUnit(CoverageGrid::Unit unit) {
    if (unit == m_unit) return;
    m_unit = unit;
    invalidate();
}

void CoverageMap::setDocument(int document) {
    if (document == m_document) return;
    m_document = document;
    invalidate();
}

void CoverageMap::setSelection(CoverageJob::Stretch stretch) {
    if (stretch == m_selection) return;
    m_selection = stretch;
    if (const int square = grid().squareAt(stretch.begin); square >= 0) {
        m_anchor = square;
        m_current = std::max(square, grid().squareAt(stretch.end > stretch.begin ? stretch.end - 1 : stretch.begin));
    }
    update();
    QAccessibleValueChangeEvent changed(this, squareText(m_current));
    QAccessible::updateAccessibility(&changed);
}

void CoverageMap::setHighlight(std::vector<insight::CoverageRange> ranges) {
    m_highlight = std::move(ranges);
    update();
}

// ---- where squares are ------------------------------------------------------------------------------------------

double CoverageMap::labelWidth() const {
    const auto text = m_job ? m_job->text() : nullptr;
    const auto longest = text ? format::count(static_cast<std::int64_t>(text->lines())).size() : 0; // ten million lines are eight digits
    return QFontMetricsF(themed(FontRole::MonoColumn)).horizontalAdvance(QStringLiteral("0")) * static_cast<double>(std::max<qsizetype>(7, longest)) + 8;
}

void CoverageMap::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    invalidate();
}

const CoverageGrid& CoverageMap::grid() const {
    lay();
    return m_grid;
}

void CoverageMap::lay() const {
    const auto text = m_job ? m_job->text() : nullptr;
    if (m_dirty) {
        m_dirty = false;
        m_unfilled = true;
        const double scale = Theme::instance().fontScale();
        const double room = width() - labelWidth() - 14, height = this->height() - 8;
        const int columns = room / MostColumns >= LeastCell ? MostColumns : NarrowColumns;
        m_grid = text ? CoverageGrid::lay(*text, m_unit, m_document, columns, std::max(1, static_cast<int>(height / LeastRow))) : CoverageGrid();
        const double cell = std::clamp(room / m_grid.columns, 2.0, MostCell * scale);
        const int rows = std::max(1, m_grid.rows());
        const double row = std::clamp(std::floor(height / rows), 3.0, std::clamp(Tall * cell, 3.0, MostRow * scale));
        m_cell = {cell, row};
        m_origin = {labelWidth(), 4};
    }
    if (m_unfilled && m_job && m_job->profile() && !m_grid.edges.empty()) {
        m_unfilled = false;
        m_grid.fill(*m_job->profile());
    }
}

QRectF CoverageMap::squareRect(int square) const {
    const auto& g = grid();
    const int column = square % g.columns;
    const double left = std::round(m_origin.x() + column * m_cell.width()), right = std::round(m_origin.x() + (column + 1) * m_cell.width()); // whole pixels: gaps stay even
    return {left, m_origin.y() + (square / g.columns) * m_cell.height(), right - left, m_cell.height()};
}

int CoverageMap::squareAtPoint(const QPointF& at) const {
    const auto& g = grid();
    const int column = static_cast<int>(std::floor((at.x() - m_origin.x()) / m_cell.width()));
    const int row = static_cast<int>(std::floor((at.y() - m_origin.y()) / m_cell.height()));
    const int square = row * g.columns + column;
    return column < 0 || column >= g.columns || row < 0 || square >= g.count() ? -1 : square;
}

// ---- painting ---------------------------------------------------------------------------------------------------

void CoverageMap::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), themed(Token::Base));
    if (grid().count() == 0) return;
    paintLabels(p);
    paintSquares(p);
    paintHighlight(p);
    paintSelection(p);
}

void CoverageMap::paintLabels(QPainter& p) const {
    const double height = QFontMetricsF(themed(FontRole::MonoColumn)).height();
    const int every = std::max(1, static_cast<int>(std::ceil(height * 1.8 / m_cell.height())));
    static constexpr int Steps[] = {1, 2, 5, 10, 20, 50, 100};
    const int step = *std::find_if(std::begin(Steps), std::end(Steps) - 1, [every](int s) { return s >= every; });
    for (int row = 0; row < m_grid.rows(); row += step) {
        const QRectF room(0, m_origin.y() + row * m_cell.height() + m_cell.height() / 2 - height / 2, labelWidth() - 8, height);
        const auto n = m_grid.number(row * m_grid.columns);
        paint::text(p, room, m_unit == CoverageGrid::Unit::Lines ? format::count(static_cast<std::int64_t>(n)) : byteLabel(n), themed(FontRole::MonoColumn), themed(Token::Tx3), Qt::AlignRight);
    }
}

void CoverageMap::paintSquares(QPainter& p) const {
    const double gap = m_cell.width() >= 4 ? 1 : 0;
    for (int i = 0; i < m_grid.count(); ++i) {
        const QRectF r = squareRect(i).adjusted(0, 0, -gap, -(m_cell.height() >= 4 ? 1 : 0));
        paintCoverageSquare(p, r, m_grid.squares.empty() ? nullptr : &m_grid.squares[static_cast<std::size_t>(i)]);
    }
}

void CoverageMap::paintHighlight(QPainter& p) const {
    for (const auto& range : m_highlight) {
        const auto begin = std::max(range.begin, m_grid.begin), end = std::min(range.end, m_grid.end);
        if (begin >= end) continue;
        const int last = m_grid.squareAt(end - 1);
        for (int i = m_grid.squareAt(begin); i <= last; ++i) {
            const QRectF r = squareRect(i);
            p.fillRect(QRectF(r.left(), r.bottom() - 2, r.width(), 2), themed(Token::Tx));
        }
    }
}

void CoverageMap::paintSelection(QPainter& p) const {
    const auto begin = std::max(m_selection.begin, m_grid.begin), end = std::min(m_selection.end, m_grid.end);
    if (begin >= end) return;
    const int first = m_grid.squareAt(begin), last = m_grid.squareAt(end - 1);
    // Row by row, grown together: a part of a row, whole rows, a part of a row.
    QPainterPath path;
    for (int row = first / m_grid.columns; row <= last / m_grid.columns; ++row) {
        const int from = std::max(first, row * m_grid.columns), to = std::min(last, row * m_grid.columns + m_grid.columns - 1);
        QPainterPath part;
        part.addRect(squareRect(from).united(squareRect(to)).adjusted(-1.5, -1, 0.5, 0.5));
        path = path.united(part);
    }
    p.setRenderHint(QPainter::Antialiasing, true);
    p.setPen(QPen(hasFocus() ? themed(Token::Acc) : themed(Token::Tx), hasFocus() ? 2 : 1.5));
    p.setBrush(Qt::NoBrush);
    p.drawPath(path.simplified());
    p.setRenderHint(QPainter::Antialiasing, false);
}

// ---- words ------------------------------------------------------------------------------------------------------

QString CoverageMap::legendText() const {
    const auto& g = grid();
    if (g.count() == 0) return {};
    const auto units = [&](std::uint64_t n) {
        return m_unit == CoverageGrid::Unit::Bytes ? format::bytes(n) : n == 1 ? tr("one line") : tr("%1 lines").arg(format::count(static_cast<std::int64_t>(n)));
    };
    return tr("one square is %1, one row is %2").arg(units(g.perSquare), m_unit == CoverageGrid::Unit::Bytes ? format::bytes(g.perSquare * static_cast<std::uint64_t>(g.columns))
                                                                             : format::count(static_cast<std::int64_t>(g.perSquare) * g.columns));
}

QString CoverageMap::squareText(int square) const {
    const auto& g = grid();
    if (square < 0 || square >= g.count() || !m_job) return {};
    const auto i = static_cast<std::size_t>(square);
    const QString where = m_job->placeText({g.edges[i], g.edges[i + 1]});
    return g.squares.empty() ? where : where + QLatin1Char('\n') + coverageText(g.squares[i]);
}

// ---- moving -----------------------------------------------------------------------------------------------------

void CoverageMap::choose(int from, int to) {
    const auto& g = grid();
    if (g.count() == 0) return;
    m_anchor = std::clamp(from, 0, g.count() - 1);
    m_current = std::clamp(to, 0, g.count() - 1);
    const auto [first, last] = std::minmax(m_anchor, m_current);
    const CoverageJob::Stretch stretch{g.edges[static_cast<std::size_t>(first)], g.edges[static_cast<std::size_t>(last) + 1]};
    if (stretch == m_selection) return;
    m_selection = stretch;
    update();
    QAccessibleValueChangeEvent changed(this, squareText(m_current));
    QAccessible::updateAccessibility(&changed);
    Q_EMIT selectionChanged(stretch);
}

void CoverageMap::moveTo(int square, bool extend) { choose(extend ? m_anchor : square, square); }

void CoverageMap::goToGap(const insight::Gap* gap) {
    if (!gap) return;
    const auto& g = grid();
    if (gap->begin < g.begin || gap->begin >= g.end) setDocument(-1); // it is in another document
    m_selection = {gap->begin, gap->end};
    m_anchor = grid().squareAt(gap->begin);
    m_current = std::max(m_anchor, grid().squareAt(std::min(gap->end, grid().end) - 1));
    update();
    Q_EMIT selectionChanged(m_selection);
}

void CoverageMap::goToNextGap() {
    if (const auto profile = m_job ? m_job->profile() : nullptr) goToGap(profile->nextGap(m_selection.isNull() ? 0 : m_selection.begin));
}
void CoverageMap::goToPreviousGap() {
    if (const auto profile = m_job ? m_job->profile() : nullptr) goToGap(profile->previousGap(m_selection.begin));
}

void CoverageMap::keyPressEvent(QKeyEvent* event) {
    const auto& g = grid();
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    const int page = g.columns * 10;
    const auto move = [&](int by) { moveTo(m_selection.isNull() ? 0 : std::clamp(m_current + by, 0, std::max(0, g.count() - 1)), shift); };
    switch (event->key()) {
    case Qt::Key_Left: return move(-1);
    case Qt::Key_Right: return move(1);
    case Qt::Key_Up: return m_current - g.columns >= 0 ? move(-g.columns) : void();
    case Qt::Key_Down: return m_current + g.columns < g.count() ? move(g.columns) : void();
    case Qt::Key_PageUp: return move(-page);
    case Qt::Key_PageDown: return move(page);
    case Qt::Key_Home: return moveTo(event->modifiers() & Qt::ControlModifier ? 0 : m_current / g.columns * g.columns, shift);
    case Qt::Key_End: return moveTo(event->modifiers() & Qt::ControlModifier ? g.count() - 1 : std::min(g.count() - 1, m_current / g.columns * g.columns + g.columns - 1), shift);
    case Qt::Key_G: return shift ? goToPreviousGap() : goToNextGap();
    case Qt::Key_Return:
    case Qt::Key_Enter: Q_EMIT activated(); return;
    default: QWidget::keyPressEvent(event);
    }
}

void CoverageMap::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    if (const int square = squareAtPoint(event->position()); event->button() == Qt::LeftButton && square >= 0)
        moveTo(square, event->modifiers() & Qt::ShiftModifier);
}

void CoverageMap::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton)) return;
    if (const int square = squareAtPoint(event->position()); square >= 0) moveTo(square, true);
}

void CoverageMap::mouseDoubleClickEvent(QMouseEvent* event) {
    if (squareAtPoint(event->position()) >= 0) Q_EMIT activated();
}

bool CoverageMap::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int square = squareAtPoint(help->pos());
        if (square < 0) QToolTip::hideText();
        else QToolTip::showText(help->globalPos(), squareText(square), this, squareRect(square).toAlignedRect());
        return true;
    }
    return QWidget::event(event);
}

void CoverageMap::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}
void CoverageMap::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

} // namespace rlmscope
