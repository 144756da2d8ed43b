#include "views/line_view.h"

#include "itemmodels/format.h"
#include "views/coverage_paint.h"
#include "views/find_bar.h"
#include "views/paint.h"
#include "views/terminal_colors.h"
#include "views/theme.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStyle>
#include <QTextLayout>
#include <QToolTip>

#include <cmath>

namespace rlmscope {
namespace {

constexpr std::size_t CachedRows = 200;

} // namespace

LineView::LineView(QWidget* parent) : QAbstractScrollArea(parent), m_rows(this), m_search(this), m_find(new FindBar(this)) {
    installLineViewAccessibility();
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::NoRole);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&m_rows, &TextRows::changed, this, &LineView::onRows);
    connect(&m_rows, &TextRows::reset, this, &LineView::onReset);
    connect(&m_search, &LineSearch::changed, this, &LineView::onSearch);
    connect(m_find, &FindBar::queryChanged, this, [this] { m_searchSoon.start(); });
    connect(m_find, &FindBar::nextWanted, this, &LineView::findNext);
    connect(m_find, &FindBar::previousWanted, this, &LineView::findPrevious);
    connect(m_find, &FindBar::closed, this, [this] {
        placeFind();
        startSearch();
        setFocus();
    });
    m_searchSoon.setSingleShot(true);
    m_searchSoon.setInterval(120);
    connect(&m_searchSoon, &QTimer::timeout, this, &LineView::startSearch);
    m_dragScroll.setInterval(40);
    connect(&m_dragScroll, &QTimer::timeout, this, [this] { dragTo(m_dragAt); });
    connect(&Theme::instance(), &Theme::changed, this, &LineView::applyTheme);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_settingBar) setFollows(value >= verticalScrollBar()->maximum());
    });
    applyTheme();
}

LineView::~LineView() = default;

void LineView::applyTheme() {
    const QFontMetricsF metrics(themed(FontRole::Mono));
    m_rowHeight = std::max(Theme::instance().px(18), static_cast<int>(std::ceil(metrics.height())));
    m_ascent = static_cast<int>(std::lround((m_rowHeight - metrics.height()) / 2 + metrics.ascent()));
    m_column = metrics.horizontalAdvance(QString(200, QLatin1Char('0'))) / 200;
    m_cache.clear();
    updateBars();
    fit();
    viewport()->update();
}

void LineView::setSource(LineSource* source) {
    if (m_rows.source()) disconnect(m_rows.source(), nullptr, this, nullptr);
    if (source) connect(source, &LineSource::failed, this, [this](const Error& error) { Q_EMIT problem(QString::fromStdString(error.text())); });
    m_rows.setSource(source);
}

void LineView::setLineNumbers(bool shown) {
    m_numbers = shown;
    updateBars();
    viewport()->update();
}

void LineView::setEmptyText(const QString& text) {
    m_empty = text;
    viewport()->update();
}

void LineView::setMarks(LineMarks* marks) {
    if (m_marks) m_marks->disconnect(this);
    m_marks = marks;
    if (marks) connect(marks, &LineMarks::changed, viewport(), qOverload<>(&QWidget::update));
    updateBars();
    viewport()->update();
}

void LineView::setBars(std::function<std::optional<Bar>(const TextRow&)> bars) {
    m_bars = std::move(bars);
    viewport()->update();
}

void LineView::setBoundary(std::optional<quint64> byte, const QString& words) {
    m_boundary = byte;
    m_boundaryWords = words;
    viewport()->update();
}

// ---- rows and scroll bars -------------------------------------------------------------------------------------

void LineView::onReset() {
    m_cache.clear();
    m_widest = 0;
    m_anchor = m_caret = 0;
    m_caretX = -1;
    m_match = -1;
    m_boundary.reset();
    const bool follows = m_follows;
    updateBars();
    {
        const QScopedValueRollback<bool> setting(m_settingBar, true);
        horizontalScrollBar()->setValue(0);
        verticalScrollBar()->setValue(follows ? verticalScrollBar()->maximum() : 0);
    }
    if (!m_find->isHidden()) m_searchSoon.start();
    fit();
    viewport()->update();
}

void LineView::onRows() {
    // The row at the end may have got more; rows before it never change.
    const quint64 rows = m_rows.rowCount();
    m_cache.remove_if([rows](const Shown& row) { return row.row + 2 >= rows || row.place.end == row.place.shown; });
    updateBars();
    fit();
    if (!m_find->isHidden() && !m_find->text().isEmpty() && !m_search.isRunning()) m_searchSoon.start();
    viewport()->update();
}

void LineView::updateBars() {
    const QScopedValueRollback<bool> setting(m_settingBar, true);
    QScrollBar* bar = verticalScrollBar();
    const int visible = visibleRows();
    const auto rows = static_cast<qint64>(std::min<quint64>(m_rows.rowCount(), INT_MAX / 2));
    bar->setPageStep(std::max(1, visible));
    bar->setSingleStep(1);
    bar->setRange(0, static_cast<int>(std::max<qint64>(0, rows - visible)));
    if (m_follows) bar->setValue(bar->maximum());
    QScrollBar* across = horizontalScrollBar();
    const int room = viewport()->width() - gutter() - 2 * Pad;
    across->setSingleStep(static_cast<int>(m_column * 4));
    across->setPageStep(std::max(1, room));
    across->setRange(0, std::max(0, static_cast<int>(std::ceil(m_widest)) - room));
}

void LineView::setFollows(bool follows) {
    if (follows == m_follows) return;
    m_follows = follows;
    if (follows) updateBars();
    Q_EMIT followsChanged(follows);
}

void LineView::setFitsRows(int least, int most) {
    m_least = least;
    m_most = most;
    setSizePolicy(QSizePolicy::Expanding, most > 0 ? QSizePolicy::Fixed : QSizePolicy::Expanding);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    fit();
}

void LineView::fit() {
    if (m_most <= 0) return;
    const int rows = static_cast<int>(std::clamp<quint64>(m_rows.rowCount(), static_cast<quint64>(m_least), static_cast<quint64>(m_most)));
    const bool across = horizontalScrollBar()->maximum() > 0;
    const int height = rows * m_rowHeight + Pad + (across ? horizontalScrollBar()->sizeHint().height() : 0) + (m_find->isHidden() ? 0 : m_find->sizeHint().height());
    if (height != minimumHeight() || height != maximumHeight()) setFixedHeight(height);
}

QSize LineView::sizeHint() const { return {400, m_most > 0 ? minimumHeight() : 160}; }
QSize LineView::minimumSizeHint() const { return {80, m_most > 0 ? minimumHeight() : 2 * m_rowHeight}; }

quint64 LineView::firstVisibleRow() const { return static_cast<quint64>(verticalScrollBar()->value()); }
int LineView::visibleRows() const { return std::max(1, (viewport()->height() - Pad / 2) / m_rowHeight); }

void LineView::scrollContentsBy(int, int) { viewport()->update(); }

void LineView::resizeEvent(QResizeEvent*) {
    placeFind();
    updateBars();
}

int LineView::numberWidth() const {
    if (!m_numbers) return 0;
    const auto digits = std::max<qsizetype>(3, format::count(static_cast<std::int64_t>(m_rows.lineCount())).size()); // with separators
    return static_cast<int>(std::ceil(m_column * static_cast<double>(digits))) + 12;
}

int LineView::gutter() const { return numberWidth() + (m_marks ? Theme::instance().px(14) : 0); }

LineView::Shown* LineView::shown(quint64 row) {
    for (auto it = m_cache.begin(); it != m_cache.end(); ++it) {
        if (it->row != row) continue;
        m_cache.splice(m_cache.begin(), m_cache, it);
        return &m_cache.front();
    }
    const auto place = m_rows.row(row);
    if (!place) return nullptr;
    const auto bytes = m_rows.bytesOf(*place);
    if (!bytes) return nullptr;
    Shown made;
    made.row = row;
    made.place = *place;
    made.content = terminalRow(*bytes, place->style);
    made.text = QString::fromUtf16(made.content.text.data(), static_cast<qsizetype>(made.content.text.size()));
    if (!made.content.plain) {
        made.layout = std::make_shared<QTextLayout>(made.text, themed(FontRole::Mono));
        QTextOption option;
        option.setTextDirection(Qt::LeftToRight);
        option.setWrapMode(QTextOption::NoWrap);
        made.layout->setTextOption(option);
        made.layout->beginLayout();
        made.layout->createLine().setLineWidth(1e7);
        made.layout->endLayout();
    }
    const double width = made.layout ? made.layout->lineAt(0).naturalTextWidth() : m_column * static_cast<double>(made.text.size());
    if (width > m_widest) {
        m_widest = width;
        QMetaObject::invokeMethod(this, [this] { updateBars(); fit(); }, Qt::QueuedConnection);
    }
    m_cache.push_front(std::move(made));
    if (m_cache.size() > CachedRows) m_cache.pop_back();
    return &m_cache.front();
}

QString LineView::textOfRow(quint64 row) {
    const Shown* found = shown(row);
    return found ? found->text : QString();
}

std::pair<quint64, quint64> LineView::bytesOfRow(quint64 row) const {
    const auto place = m_rows.row(row);
    return place ? std::pair<quint64, quint64>(place->start.offset, place->next) : std::pair<quint64, quint64>();
}

int LineView::unitOfByte(quint64 row, quint64 byte) {
    const Shown* found = shown(row);
    return found ? unitOf(*found, byte) : 0;
}

quint64 LineView::byteOfUnit(quint64 row, int unit) {
    const Shown* found = shown(row);
    return found ? found->place.shown + found->content.at[std::min(static_cast<std::size_t>(unit), found->content.at.size() - 1)] : 0;
}

double LineView::xOf(const Shown& row, int unit) const {
    return row.layout ? row.layout->lineAt(0).cursorToX(unit) : m_column * unit;
}

int LineView::unitAt(const Shown& row, double x) const {
    if (row.layout) return row.layout->lineAt(0).xToCursor(x);
    return static_cast<int>(std::clamp<double>(std::lround(x / m_column), 0, static_cast<double>(row.text.size())));
}

/// The first unit that comes from the byte or a later one.
int LineView::unitOf(const Shown& row, quint64 byte) {
    const auto& at = row.content.at;
    const quint64 offset = byte < row.place.shown ? 0 : byte - row.place.shown;
    return static_cast<int>(std::lower_bound(at.begin(), at.end() - 1, offset) - at.begin());
}

// ---- painting -------------------------------------------------------------------------------------------------

void LineView::paintEvent(QPaintEvent*) {
    QPainter p(viewport());
    p.fillRect(viewport()->rect(), themed(Token::Code));
    const quint64 first = firstVisibleRow(), count = m_rows.rowCount();
    if (count == 0) {
        p.setFont(themed(FontRole::Base));
        p.setPen(themed(Token::Tx3));
        p.drawText(viewport()->rect().adjusted(12, 8, -12, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_rows.isFinding() ? tr("Reading…") : m_empty);
    }
    double top = Pad / 2;
    std::optional<std::pair<quint64, double>> boundary; // its row; painted last, over the others
    for (quint64 row = first; row < count && top < viewport()->height(); ++row, top += m_rowHeight) {
        if (Shown* found = shown(row)) {
            paintRow(p, *found, top);
            if (m_boundary && *m_boundary >= found->place.start.offset && *m_boundary < found->place.next) boundary = {row, top};
        } else {
            p.setFont(themed(FontRole::Small));
            p.setPen(themed(Token::Tx3));
            p.drawText(QRectF(gutter() + Pad, top, 300, m_rowHeight), Qt::AlignVCenter, tr("Reading…"));
        }
    }
    if (boundary)
        if (const Shown* found = shown(boundary->first)) paintBoundary(p, *found, boundary->second);
    if (hasFocus()) {
        p.setPen(QPen(themed(Token::Acc), 2));
        p.drawRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1));
    }
}

void LineView::paintRow(QPainter& p, Shown& row, double top) {
    const double left = gutter() + Pad - horizontalScrollBar()->value();
    p.save();
    p.setClipRect(QRectF(gutter(), top, viewport()->width() - gutter(), m_rowHeight));
    if (m_marks)
        for (const auto& range : m_marks->rangesIn(row.place.start.offset, row.place.next))
            paintStretch(p, row, top, range.begin, range.end, themed(Token::TintSub), themed(Token::Frame));
    if (hasSelection()) paintStretch(p, row, top, selectionBegin(), selectionEnd(), themed(hasFocus() ? Token::Sel : Token::SelInactive), {});
    if (!m_find->isHidden()) {
        const auto& matches = m_search.matches();
        auto match = std::lower_bound(matches.begin(), matches.end(), row.place.shown, [](const LineSearch::Match& m, quint64 at) { return m.end <= at; });
        for (; match != matches.end() && match->begin < row.place.next; ++match) {
            const bool current = match - matches.begin() == m_match;
            const QColor fill = Theme::instance().isHighContrast() ? QColor() : themed(Token::WarnFill);
            paintStretch(p, row, top, match->begin, match->end, fill, current || !fill.isValid() ? themed(Token::WarnEdge) : QColor());
        }
    }
    paintText(p, row, left, top);
    if (hasFocus() && m_caret >= row.place.start.offset && (m_caret < row.place.next || (m_caret == row.place.next && row.row + 1 == m_rows.rowCount()))) {
        const double x = left + xOf(row, unitOf(row, m_caret));
        p.fillRect(QRectF(std::round(x), top + 2, 1, m_rowHeight - 4), themed(Token::Acc));
    }
    p.restore();
    paintGutter(p, row, top);
}

void LineView::paintStretch(QPainter& p, const Shown& row, double top, quint64 begin, quint64 end, const QColor& fill, const QColor& edge) {
    if (end <= row.place.shown || begin >= row.place.next) return;
    const double left = gutter() + Pad - horizontalScrollBar()->value();
    const double from = xOf(row, unitOf(row, begin));
    // A selected line end shows a little beyond the text.
    double to = end > row.place.end ? xOf(row, static_cast<int>(row.text.size())) + (row.place.next > row.place.end ? m_column / 2 : 0) : xOf(row, unitOf(row, end));
    if (to <= from) to = from + 2;
    const QRectF rect(left + from, top, to - from, m_rowHeight);
    if (fill.isValid()) p.fillRect(rect, fill);
    if (!edge.isValid()) return;
    p.setPen(QPen(edge, 1));
    p.setBrush(Qt::NoBrush);
    p.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
}

void LineView::paintText(QPainter& p, Shown& row, double left, double top) {
    const double from = horizontalScrollBar()->value() - Pad, to = from + viewport()->width();
    // High contrast paints the selection in a colour that needs its own text colour.
    const bool swap = Theme::instance().isHighContrast() && hasSelection() && hasFocus();
    const int selFrom = swap ? unitOf(row, selectionBegin()) : 0, selTo = swap && selectionEnd() > row.place.shown && selectionBegin() < row.place.next ? unitOf(row, selectionEnd()) : 0;
    QFont font = themed(FontRole::Mono);
    if (row.layout) {
        QList<QTextLayout::FormatRange> formats;
        for (const auto& span : row.content.spans) {
            QTextLayout::FormatRange range;
            range.start = static_cast<int>(span.begin);
            range.length = static_cast<int>(span.end - span.begin);
            const TerminalLook look = terminalLook(span.style);
            range.format.setForeground(span.mark ? themed(row.text.at(range.start) == QLatin1Char('[') ? Token::Warn : Token::Tx3) : look.text);
            if (look.ground.isValid()) range.format.setBackground(look.ground);
            if (span.style.bold) range.format.setFontWeight(QFont::Bold);
            range.format.setFontItalic(span.style.italic);
            range.format.setFontUnderline(span.style.underline);
            range.format.setFontStrikeOut(span.style.struck);
            formats << range;
        }
        if (selTo > selFrom) {
            QTextLayout::FormatRange range;
            range.start = selFrom;
            range.length = selTo - selFrom;
            range.format.setForeground(themed(Token::SelText));
            formats << range;
        }
        const QTextLine line = row.layout->lineAt(0);
        row.layout->draw(&p, QPointF(left, top + m_ascent - line.ascent()), formats, QRectF(gutter(), top, viewport()->width(), m_rowHeight));
        return;
    }
    for (const auto& span : row.content.spans) {
        const int begin = std::max(static_cast<int>(span.begin), static_cast<int>(from / m_column) - 1);
        const int end = std::min(static_cast<int>(span.end), static_cast<int>(to / m_column) + 2);
        if (begin >= end) continue;
        const TerminalLook look = terminalLook(span.style);
        font.setWeight(span.style.bold ? QFont::Bold : QFont::Normal);
        font.setItalic(span.style.italic);
        font.setUnderline(span.style.underline);
        font.setStrikeOut(span.style.struck);
        p.setFont(font);
        if (look.ground.isValid()) p.fillRect(QRectF(left + begin * m_column, top, (end - begin) * m_column, m_rowHeight), look.ground);
        const auto draw = [&](int a, int b, const QColor& color) {
            if (a >= b) return;
            p.setPen(color);
            p.drawText(QPointF(left + a * m_column, top + m_ascent), row.text.mid(a, b - a));
        };
        if (selTo > selFrom) {
            draw(begin, std::min(end, selFrom), look.text);
            draw(std::max(begin, selFrom), std::min(end, selTo), themed(Token::SelText));
            draw(std::max(begin, selTo), end, look.text);
        } else {
            draw(begin, end, look.text);
        }
    }
}

void LineView::paintGutter(QPainter& p, const Shown& row, double top) {
    const int numbers = numberWidth();
    if (numbers > 0) {
        const bool goesOn = row.place.start.continued;
        paint::text(p, QRectF(0, top, numbers - 6, m_rowHeight), goesOn ? QStringLiteral("\u21b3") : format::count(static_cast<std::int64_t>(row.place.start.line) + 1),
                    themed(FontRole::MonoColumn), themed(Token::Tx3), Qt::AlignRight);
    }
    if (m_marks) {
        const LineMarks::Mark mark = m_marks->markOf(row.place.start.offset, row.place.next);
        const double size = Theme::instance().px(9);
        const QRectF square(numbers + 2, std::round(top + (m_rowHeight - size) / 2), size, size);
        if (mark.heat > 0) p.fillRect(square, coverageBrush(mark.heat));
        if (mark.heat == 0 || (mark.heat > 0 && Theme::instance().isHighContrast())) {
            p.setPen(themed(Token::Line2));
            p.setBrush(Qt::NoBrush);
            p.drawRect(square.adjusted(0.5, 0.5, -0.5, -0.5));
        }
        if (mark.byCode || mark.ambiguous) {
            p.setRenderHint(QPainter::Antialiasing);
            p.setPen(Qt::NoPen);
            p.setBrush(themed(mark.ambiguous ? Token::Warn : Token::Cell));
            p.drawEllipse(QRectF(square.center().x() - 2, square.center().y() - 2, 4, 4));
            p.setRenderHint(QPainter::Antialiasing, false);
        }
    }
    if (m_bars)
        if (const auto bar = m_bars(row.place)) p.fillRect(QRectF(gutter() + 1, top, 3, m_rowHeight), themed(bar->color));
    if (!row.place.start.continued && row.place.shown > row.place.start.offset) // written over: earlier states are not shown
        p.fillRect(QRectF(gutter() + 1, top + m_rowHeight - 3, 5, 1), themed(Token::Tx3));
}

void LineView::paintBoundary(QPainter& p, const Shown& row, double top) {
    const double left = gutter() + Pad - horizontalScrollBar()->value();
    const double x = std::round(left + xOf(row, unitOf(row, *m_boundary)));
    p.setPen(QPen(themed(Token::WarnEdge), 1));
    // Under what was seen of this row, up and over what was not.
    p.drawLine(QPointF(gutter(), top + m_rowHeight - 0.5), QPointF(x, top + m_rowHeight - 0.5));
    p.drawLine(QPointF(x, top + m_rowHeight - 0.5), QPointF(x, top + 0.5));
    p.drawLine(QPointF(x, top + 0.5), QPointF(viewport()->width(), top + 0.5));
    if (m_boundaryWords.isEmpty()) return;
    // On the row below, which was not seen: over the right part of it.
    const int width = QFontMetrics(themed(FontRole::Hint)).horizontalAdvance(m_boundaryWords) + 16;
    const double below = top + m_rowHeight + 1;
    const QRectF tag(viewport()->width() - width - 4, below + m_rowHeight > viewport()->height() ? top + 1 : below, width, m_rowHeight - 2);
    p.fillRect(tag, themed(Token::WarnFill));
    p.drawRect(tag.adjusted(0.5, 0.5, -0.5, -0.5));
    paint::text(p, tag.adjusted(6, 0, -6, 0), m_boundaryWords, themed(FontRole::Hint), themed(Token::Warn));
}

bool LineView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const QPoint at = static_cast<QHelpEvent*>(event)->pos();
        const quint64 index = firstVisibleRow() + static_cast<quint64>(std::max(0, at.y() - Pad / 2) / m_rowHeight);
        QString text;
        if (const auto row = index < m_rows.rowCount() ? m_rows.row(index) : std::nullopt) {
            if (m_marks && at.x() < gutter()) text = m_marks->markOf(row->start.offset, row->next).text;
            else if (row->shown > row->start.offset && at.x() < gutter() + Pad)
                text = tr("Written over: %1 of earlier states are not shown.").arg(format::bytes(row->shown - row->start.offset));
            else if (const auto bar = m_bars ? m_bars(*row) : std::nullopt; bar && at.x() < gutter() + Pad) text = bar->text;
        }
        text.isEmpty() ? QToolTip::hideText() : QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text, this);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace rlmscope
