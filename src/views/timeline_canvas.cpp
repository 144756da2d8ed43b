// What the timeline shows and how it is painted; keys and mouse are in timeline_canvas_input.cpp.
#include "views/timeline_canvas.h"

#include "itemmodels/format.h"
#include "itemmodels/node_names.h"
#include "itemmodels/utf8.h"
#include "views/call_tree_delegates.h"
#include "views/paint.h"
#include "views/theme.h"
#include "views/ticker.h"
#include "views/timeline_accessible.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>
#include <utility>

namespace rlmscope {

TimelineCanvas::TimelineCanvas(Timeline* timeline, bool compact, QWidget* parent)
    : QAbstractScrollArea(parent), m_timeline(timeline), m_compact(compact), m_facts(timeline->sharedFacts()) {
    installTimelineAccessibility();
    setObjectName(compact ? QStringLiteral("timelineStrip") : QStringLiteral("timeline"));
    setAccessibleName(tr("Timeline"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->grabGesture(Qt::PinchGesture);
    setMinimumHeight(Theme::instance().px(60));
    connect(timeline, &Timeline::changed, this, &TimelineCanvas::onFacts);
    connect(timeline, &Timeline::nowChanged, this, &TimelineCanvas::onNow);
    connect(&Theme::instance(), &Theme::changed, this, &TimelineCanvas::relayout);
}

TimelineCanvas::~TimelineCanvas() = default;

int TimelineCanvas::axisHeight() const { return Theme::instance().px(m_compact ? 20 : 24); }
int TimelineCanvas::gutter() const { return Theme::instance().px(m_compact ? 96 : 132); }
int TimelineCanvas::contentHeight() const { return axisHeight() + m_rows.height; }

const insight::BarRows& TimelineCanvas::bars() const {
    if (isFlame(m_mode)) return *m_facts->flame;
    return *m_facts->lanes;
}

insight::SpansAt TimelineCanvas::shownRun() const {
    if (isFlame(m_mode)) return m_facts->run;
    insight::SpansAt run = m_facts->whole;
    run.count = std::min(run.count, m_timeline->shownNodes());
    run.now = m_timeline->now();
    return run;
}

void TimelineCanvas::setMode(TimelineMode mode) {
    if (mode == m_mode) return;
    m_mode = mode;
    m_timeline->wantFlame(mode == TimelineMode::FlameTime     ? std::optional(insight::FlameBy::Time)
                          : mode == TimelineMode::FlameCost   ? std::optional(insight::FlameBy::Cost)
                          : mode == TimelineMode::FlameTokens ? std::optional(insight::FlameBy::Tokens)
                                                              : std::nullopt);
    m_fitted = true;
    onFacts();
    verticalScrollBar()->setValue(0);
}

void TimelineCanvas::setShowsPath(bool shows) {
    m_showsPath = shows;
    viewport()->update();
}

void TimelineCanvas::onFacts() {
    m_facts = m_timeline->sharedFacts();
    if (m_document != m_timeline->document()) { // what was zoomed in on is of another run
        m_document = m_timeline->document();
        m_fitted = true;
        setRange(std::nullopt);
    }
    relayout();
    // What a screen reader had in hand belongs to other bars now.
    forgetTimelineAccessibility(this);
}

void TimelineCanvas::relayout() {
    m_rows = isFlame(m_mode) ? TimelineRows::ofFlame(*m_facts->flame) : TimelineRows::ofLanes(*m_facts->lanes, m_compact);
    placeScrollBar();
    if ((m_fitted && isOutgrown()) || (m_timeline->isReady() && m_from >= fullEnd())) fit();
    animate();
    viewport()->update();
    Q_EMIT contentChanged();
}

int TimelineCanvas::nowX() const { return static_cast<int>(std::lround(std::clamp(scale().x(static_cast<double>(m_timeline->now())), -1.0, viewport()->width() + 1.0))); }

// Between two events only the present moves, and what is open with it: a picture that has not moved by a pixel stays, and
// four pictures a second are enough; one, where nothing has come for a while.
bool TimelineCanvas::isBehind(int drawnNow, const QElapsedTimer& drawn) const {
    constexpr qint64 WaitMs = 240, QuietWaitMs = 990, QuietAfterMs = 2'000; // two ticks, eight
    const bool quiet = !m_sinceNews.isValid() || m_sinceNews.elapsed() > QuietAfterMs;
    return nowX() != drawnNow && (!drawn.isValid() || drawn.elapsed() >= (quiet ? QuietWaitMs : WaitMs));
}

void TimelineCanvas::animate() {
    Ticker::instance().setMoving(viewport(), m_timeline->isLive() && isVisible(), [this] { return isBehind(m_paintedNow, m_painted) ? QRegion(viewport()->rect()) : QRegion(); });
}

// A live run says so with each of its events, many times a second: there the clock of what moves is quick enough.
void TimelineCanvas::onNow() {
    const bool goesOn = std::exchange(m_wasLive, m_timeline->isLive()) && m_wasLive;
    m_sinceNews.start();
    animate();
    if (goesOn) return;
    if (m_fitted) fit();
    viewport()->update();
}

/// The axis of a live run grows, but not with each event.
bool TimelineCanvas::isOutgrown() const {
    const double end = fullEnd();
    return !m_timeline->isLive() || isFlame(m_mode) || m_from != 0 || end > m_to * 1.02 || m_to > end * 1.5;
}

void TimelineCanvas::placeScrollBar() {
    const int page = std::max(1, viewport()->height() - axisHeight());
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setSingleStep(Theme::instance().px(20));
    verticalScrollBar()->setRange(0, std::max(0, m_rows.height - page));
}

double TimelineCanvas::fullEnd() const {
    if (isFlame(m_mode)) return std::max<double>(1, static_cast<double>(m_facts->flame->total));
    const auto end = static_cast<double>(m_timeline->end());
    // Some air behind the end; a live run gets more, so that the axis does not change with every event.
    return std::max(1e6, m_timeline->isLive() ? end * 1.12 : end * 1.025);
}

TimelineScale TimelineCanvas::scale() const {
    return {m_from, m_to, static_cast<double>(gutter()), std::max(10.0, static_cast<double>(viewport()->width() - gutter() - Theme::instance().px(6)))};
}

void TimelineCanvas::setView(double from, double to, bool fitted) {
    m_fitted = fitted;
    if (from == m_from && to == m_to) return;
    m_from = from;
    m_to = to;
    viewport()->update();
    Q_EMIT scaleChanged();
}

void TimelineCanvas::fit() { setView(0, fullEnd(), true); }

void TimelineCanvas::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    placeScrollBar();
    Q_EMIT scaleChanged();
}

void TimelineCanvas::showEvent(QShowEvent* event) {
    QAbstractScrollArea::showEvent(event);
    m_timeline->setWatched(this, true);
    onNow();
}

void TimelineCanvas::hideEvent(QHideEvent* event) {
    QAbstractScrollArea::hideEvent(event);
    m_timeline->setWatched(this, false);
    Ticker::instance().setMoving(viewport(), false);
}

QRect TimelineCanvas::rectOf(std::uint32_t bar) const {
    const auto& all = bars();
    if (bar >= all.bars.size()) return {};
    const auto shown = m_rows.shownAs[all.rowOfBar(bar)];
    if (shown == UINT32_MAX) return {};
    const auto& row = m_rows.rows[shown];
    const auto s = scale();
    const auto clampX = [](double x) { return static_cast<int>(std::lround(std::clamp(x, -1e6, 1e6))); };
    const int x1 = clampX(s.x(static_cast<double>(all.bars[bar].from)));
    double end = static_cast<double>(all.bars[bar].to);
    if (!isFlame(m_mode)) end = std::min(end, static_cast<double>(m_timeline->now()));
    // A cell is several bars.
    const auto& list = all.rows[row.row];
    for (auto next = bar + 1; next < list.first + list.count && all.bars[next].node == all.bars[bar].node; ++next)
        end = std::max(end, std::min(static_cast<double>(all.bars[next].to), static_cast<double>(m_timeline->now())));
    return {x1, axisHeight() + row.y - verticalScrollBar()->value(), std::max(1, clampX(s.x(end)) - x1), row.height};
}

// ---- painting ---------------------------------------------------------------------------------------------------

std::int64_t TimelineCanvas::axisStep() const {
    const auto s = scale();
    const double pixels = Theme::instance().px(m_mode == TimelineMode::FlameCost ? 92 : 76);
    if (m_mode == TimelineMode::Lanes || m_mode == TimelineMode::FlameTime)
        return std::max<Nanos>(1, TimeAxis{static_cast<Nanos>(s.to - s.from), s.left, s.width}.step(pixels));
    return std::max<std::int64_t>(1, roundStep(s.perPixel() * pixels));
}

QString TimelineCanvas::axisText(std::int64_t at, std::int64_t step) const {
    if (m_mode == TimelineMode::FlameCost) return format::money(PicoUsd{at});
    if (m_mode == TimelineMode::FlameTokens) return format::tokens(at);
    if (step >= 1'000'000'000 || at == 0 || at < 1'000'000'000) return format::clockTime(at);
    int digits = 0;
    for (std::int64_t unit = 1'000'000'000; unit > step && digits < 9; unit /= 10) ++digits;
    return tr("%1 s").arg(format::locale().toString(static_cast<double>(at) / 1e9, 'f', digits));
}

void TimelineCanvas::paintBack(QPainter& p, const QRect& area) const {
    const auto s = scale();
    const auto step = axisStep();
    for (auto at = static_cast<std::int64_t>(s.from) / step * step; static_cast<double>(at) <= s.to; at += step)
        if (const double x = std::round(s.x(static_cast<double>(at))); x >= s.left)
            p.fillRect(QRectF(x, area.top(), 1, area.height()), themed(Token::Grid));
    if (isFlame(m_mode)) return;
    for (const int y : m_rows.separators)
        p.fillRect(QRectF(0, y - verticalScrollBar()->value(), area.width(), 1), themed(Token::Line));
    if (m_range) {
        QColor tint = themed(Token::Sel);
        if (Theme::instance().isHighContrast()) tint = themed(Token::Grid);
        tint.setAlphaF(0.75f);
        const double x1 = std::max(s.left, s.x(static_cast<double>(m_range->from))), x2 = s.x(static_cast<double>(m_range->to));
        if (x2 > s.left) p.fillRect(QRectF(x1, area.top(), x2 - x1, area.height()), tint);
    }
}

QImage TimelineCanvas::paintBars(std::vector<TimelinePainter::Word>* words) const {
    const double dpr = devicePixelRatioF();
    const QSize size(viewport()->width(), std::max(1, viewport()->height() - axisHeight()));
    QImage image((QSizeF(size) * dpr).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(dpr);
    image.fill(themed(Token::Base).rgb());
    {
        QPainter p(&image);
        paintBack(p, QRect(QPoint(), size));
    }
    TimelinePainter painter;
    TimelinePainter::Input input;
    input.bars = &bars();
    input.rows = &m_rows;
    input.run = shownRun();
    input.path = m_showsPath && !isFlame(m_mode) ? m_facts->path.get() : nullptr;
    input.scale = scale();
    input.top = verticalScrollBar()->value();
    input.flame = isFlame(m_mode);
    input.now = static_cast<double>(m_timeline->now());
    auto found = painter.paint(image, input);
    if (words) *words = std::move(found);
    return image;
}

QImage TimelineCanvas::render() { return paintBars(nullptr); }

void TimelineCanvas::paintEvent(QPaintEvent*) {
    QPainter p(viewport());
    if (m_fitted && m_timeline->isLive() && isOutgrown()) QMetaObject::invokeMethod(this, [this] { if (m_fitted) fit(); }, Qt::QueuedConnection);
    m_paintedNow = nowX();
    m_painted.start();
    std::vector<TimelinePainter::Word> words;
    p.drawImage(QPoint(0, axisHeight()), paintBars(&words));
    if (bars().rows.empty()) paintEmpty(p);
    p.save();
    p.setClipRect(QRect(0, axisHeight(), viewport()->width(), viewport()->height()));
    paintWords(p, words);
    paintGutter(p);
    paintOver(p);
    p.restore();
    paintAxis(p);
    if (hasFocus()) {
        p.setPen(QPen(themed(Token::Acc), 2));
        p.setBrush(Qt::NoBrush);
        p.drawRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1));
    }
}

void TimelineCanvas::paintEmpty(QPainter& p) const {
    QString sentence;
    if (!m_timeline->document()) sentence = tr("No run is open. New run, or open a trace.");
    else if (m_timeline->isBusy() && !m_timeline->isReady()) sentence = tr("Laying out %n node(s).", nullptr, static_cast<int>(m_timeline->shownNodes()));
    else if (m_mode == TimelineMode::FlameCost && m_timeline->isReady()) sentence = tr("Nothing has a known cost.");
    else if (m_mode == TimelineMode::FlameTokens && m_timeline->isReady()) sentence = tr("No call has reported tokens.");
    else sentence = tr("Waiting for the first turn of root.");
    paint::text(p, QRectF(Theme::instance().px(12), axisHeight() + 6, viewport()->width() - 24, 20), sentence, themed(FontRole::Base), themed(Token::Tx3));
}

void TimelineCanvas::paintWords(QPainter& p, const std::vector<TimelinePainter::Word>& words) const {
    const RunDocument* document = m_timeline->document();
    if (!document) return;
    const auto& tree = document->tree();
    for (const auto& word : words) {
        if (word.node >= tree.nodes().size()) continue;
        const auto kind = tree.node(word.node).kind;
        QString text;
        if (isFlame(m_mode)) text = kind == NodeKind::Frame ? nodeName(tree, word.node) + QLatin1Char(' ') + fromUtf8(tree.label(word.node)) : nodeName(tree, word.node);
        else text = kind == NodeKind::ModelCall ? format::shortModel(tree.model(word.node)) : fromUtf8(tree.label(word.node));
        if (text.isEmpty()) text = nodeName(tree, word.node);
        const Token token = word.onSolid ? Token::OnAcc : Token::Tx;
        paint::text(p, QRectF(word.room).translated(0, axisHeight()).adjusted(5, 0, -4, 0), text, themed(FontRole::Hint), themed(token));
    }
}

QString TimelineCanvas::labelOf(const TimelineLabel& label) const {
    const RunDocument* document = m_timeline->document();
    if (!document) return {};
    if (isFlame(m_mode)) {
        const auto& flame = *m_facts->flame;
        const auto n = static_cast<int>(flame.rows[label.band].count);
        const auto only = [&](NodeKind kind) { return flame.isOnly(label.band, kind); };
        if (only(NodeKind::Frame)) return tr("%Ln frame(s)", nullptr, n);
        if (only(NodeKind::Turn)) return tr("%Ln turn(s)", nullptr, n);
        if (only(NodeKind::SubCall)) return tr("%Ln sub-call(s)", nullptr, n);
        // What cells ask for: sub-calls, and child frames beside them.
        if (flame.kinds[label.band] == (1u << static_cast<unsigned>(NodeKind::Frame) | 1u << static_cast<unsigned>(NodeKind::SubCall))) return tr("%Ln call(s)", nullptr, n);
        return tr("calls, cells");
    }
    const auto& band = m_facts->lanes->bands[label.band];
    if (label.calls) return tr("sub-calls");
    if (band.frames == 0 || band.frame >= document->tree().nodes().size()) return tr("without a frame");
    if (band.frames > 1) return tr("depth %1, %Ln frame(s)", nullptr, static_cast<int>(band.frames)).arg(band.depth);
    const QString label0 = fromUtf8(document->tree().label(band.frame));
    if (document->tree().node(band.frame).parent == NoNode || label0.isEmpty()) return nodeName(document->tree(), band.frame);
    return tr("%1 · %2").arg(label.band).arg(label0); // child frames often ask the same
}

void TimelineCanvas::paintGutter(QPainter& p) const {
    const Theme& theme = Theme::instance();
    const double left = theme.px(m_compact ? 10 : 14), width = gutter() - left - theme.px(8);
    const int top = verticalScrollBar()->value() - axisHeight();
    const auto selected = bars().barOfNode(m_node);
    const std::uint32_t band = selected == insight::NoBar ? UINT32_MAX : bars().rows[bars().rowOfBar(selected)].band;
    const auto first = std::partition_point(m_rows.labels.begin(), m_rows.labels.end(),
                                            [&](const TimelineLabel& l) { return l.y + std::max(l.height, theme.px(30)) < top; });
    int free = -1000; // labels of thin rows would lie on each other
    for (auto label = first; label != m_rows.labels.end() && label->y - top < viewport()->height(); ++label) {
        const double y = label->y - top;
        const double line = theme.px(15);
        if (y < free) continue;
        const bool chosen = label->band == band && !label->calls;
        const bool frame = !label->calls;
        const FontRole role = !frame ? FontRole::Hint : chosen ? FontRole::SmallStrong : FontRole::Small;
        const double at = frame ? y + (label->height - line) / 2 : y - 1;
        paint::text(p, QRectF(left, at, width, line), labelOf(*label), themed(role), themed(frame ? Token::Tx : Token::Tx3));
        free = static_cast<int>(at + line - 3);
        if (label->calls && label->height >= theme.px(26)) {
            const auto lanes = m_facts->lanes->bands[label->band].callRows;
            paint::text(p, QRectF(left, at + line - 2, width, line), tr("%n at once", nullptr, static_cast<int>(lanes)), themed(FontRole::Hint), themed(Token::Tx3));
            free += static_cast<int>(line);
        }
        // "waited 10.4 s for a frame", where there is room for it before the frame.
        if (isFlame(m_mode) || !frame || m_compact || m_facts->lanes->bands[label->band].waited < m_timeline->end() / 200) continue;
        const auto& b = m_facts->lanes->bands[label->band];
        if (b.frame >= shownRun().count) continue;
        const double x = scale().x(static_cast<double>(m_facts->whole.spans[b.frame].start));
        const QString waited = tr("waited %1 for a frame").arg(format::duration(b.waited));
        const double needed = QFontMetricsF(themed(FontRole::Hint)).horizontalAdvance(waited) + 10;
        if (x - needed > gutter() && x < viewport()->width())
            paint::text(p, QRectF(x - needed, at, needed - 6, line), waited, themed(FontRole::Hint), themed(Token::Tx3), Qt::AlignRight);
    }
}

// Selection, range, now: over the bars.
void TimelineCanvas::paintOver(QPainter& p) const {
    const auto s = scale();
    p.setClipRect(QRectF(s.left - 3, axisHeight(), s.width + 6, viewport()->height()), Qt::IntersectClip);
    if (m_node != NoNode && m_timeline->document() && m_node < m_timeline->shownNodes()) {
        QRect r;
        if (const auto bar = bars().barOfNode(m_node); bar != insight::NoBar) {
            r = rectOf(bar);
        } else if (!isFlame(m_mode) && m_node < m_facts->whole.count && m_facts->whole.spans[m_node].kind == NodeKind::Turn) {
            // A turn is what it is made of.
            const auto& tree = m_timeline->document()->tree();
            const auto child = tree.node(m_node).firstChild;
            if (const auto inner = child == NoNode ? insight::NoBar : bars().barOfNode(child); inner != insight::NoBar) {
                r = rectOf(inner);
                const auto& turn = m_facts->whole.spans[m_node];
                const double end = turn.end < 0 ? static_cast<double>(m_timeline->now()) : std::min<double>(static_cast<double>(turn.end), static_cast<double>(m_timeline->now()));
                r.setLeft(static_cast<int>(s.x(static_cast<double>(turn.start))));
                r.setRight(static_cast<int>(std::min(s.x(end), 1e6)));
            }
        }
        if (!r.isNull()) {
            const double reach = r.height() >= 8 ? 1 : 0;
            p.setRenderHint(QPainter::Antialiasing);
            p.setBrush(Qt::NoBrush);
            p.setPen(QPen(themed(Token::Base), 1));
            if (r.height() >= 8) // thin rows have neighbours that should be seen
                p.drawRect(QRectF(r).adjusted(-reach - 2.5, -reach - 2.5, reach + 2.5, reach + 2.5));
            p.setPen(QPen(themed(Token::Acc), 2));
            p.drawRect(QRectF(r).adjusted(-reach - 1, -reach - 1, reach + 1, reach + 1));
            p.setRenderHint(QPainter::Antialiasing, false);
        }
    }
    if (isFlame(m_mode)) return;
    if (m_range)
        for (const Nanos edge : {m_range->from, m_range->to})
            p.fillRect(QRectF(std::round(s.x(static_cast<double>(edge))), axisHeight(), 1, viewport()->height()), themed(Token::Acc));
    const RunDocument* document = m_timeline->document();
    if (document && (m_timeline->isLive() || document->moment() != 0))
        p.fillRect(QRectF(std::round(s.x(static_cast<double>(m_timeline->now()))), axisHeight(), 1, viewport()->height()), themed(Token::Acc));
}

void TimelineCanvas::paintAxis(QPainter& p) const {
    const QRectF head(0, 0, viewport()->width(), axisHeight());
    p.fillRect(head, themed(m_compact ? Token::Base : Token::Alt));
    if (!m_compact) p.fillRect(QRectF(0, head.bottom() - 1, head.width(), 1), themed(Token::Line));
    const auto s = scale();
    const auto step = axisStep();
    for (auto at = static_cast<std::int64_t>(s.from) / step * step; static_cast<double>(at) <= s.to; at += step) {
        const double x = std::round(s.x(static_cast<double>(at)));
        const QString text = axisText(at, step);
        if (x < s.left - 1 || x + QFontMetricsF(themed(FontRole::MonoColumn)).horizontalAdvance(text) > s.left + s.width) continue;
        p.fillRect(QRectF(x, head.bottom() - 5, 1, 4), themed(Token::Line2));
        paint::text(p, QRectF(x + 4, 0, 110, head.height() - 1), text, themed(FontRole::MonoColumn), themed(Token::Tx3));
    }
}

} // namespace rlmscope
