#include "views/timeline_panel.h"

#include "itemmodels/format.h"
#include "itemmodels/node_names.h"
#include "views/paint.h"
#include "views/widgets.h"

#include <QGridLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace rlmscope {

using insight::PathKind;

namespace {

Token tokenOf(PathKind kind) {
    switch (kind) {
    case PathKind::RootModel:
    case PathKind::ChildModel: return Token::Model;
    case PathKind::RootCalls:
    case PathKind::ChildCalls: return Token::Sub;
    case PathKind::Python: return Token::Cell;
    case PathKind::Wait: return Token::WarnEdge;
    case PathKind::Gap: break;
    }
    return Token::Turn;
}

void focusFrame(QPainter& p, const QAbstractButton& button) {
    if (button.underMouse()) p.fillRect(button.rect(), themed(Token::Hover));
    if (!button.hasFocus()) return;
    p.setPen(QPen(themed(Token::Acc), 2));
    p.drawRect(QRectF(button.rect()).adjusted(1, 1, -1, -1));
}

constexpr int Inset = 12;

} // namespace

PathPartButton::PathPartButton(QWidget* parent) : QAbstractButton(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
}

void PathPartButton::setPart(PathKind kind, Nanos time, double share) {
    m_kind = kind;
    m_time = time;
    m_share = share;
    setToolTip(words::pathKindWhat(kind) + QLatin1Char('\n') + tr("Click to select the longest one."));
    setAccessibleName(tr("%1: %2, %3 of the run time").arg(words::pathKind(kind), format::duration(time), format::percent(share)));
    update();
}

QSize PathPartButton::sizeHint() const { return {220, Theme::instance().px(34)}; }

void PathPartButton::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::instance();
    QPainter p(this);
    focusFrame(p, *this);
    const double line = theme.px(22), mark = theme.px(10), inset = theme.px(Inset);
    const bool slight = m_kind == PathKind::Wait && m_share < 0.05; // amber is for what costs time
    const QColor colour = themed(slight ? Token::Turn : tokenOf(m_kind));
    p.fillRect(QRectF(inset, std::round((line - mark) / 2) + 1, mark, mark), colour);
    const double right = width() - inset, percent = theme.px(44), time = QFontMetricsF(themed(FontRole::Mono)).horizontalAdvance(format::duration(m_time)) + 8; // the name gets the rest
    paint::text(p, QRectF(inset + mark + 7, 1, right - percent - time - inset - mark - 7, line), words::pathKind(m_kind), themed(FontRole::Base), themed(Token::Tx));
    paint::text(p, QRectF(right - percent - time, 1, time, line), format::duration(m_time), themed(FontRole::Mono), themed(Token::Tx), Qt::AlignRight);
    paint::text(p, QRectF(right - percent, 1, percent, line), format::percent(m_share), themed(FontRole::Mono), themed(Token::Tx3), Qt::AlignRight);
    const QRectF bar(inset, line + theme.px(3), right - inset, theme.px(4));
    p.fillRect(bar, themed(Token::Grid));
    p.fillRect(QRectF(bar.left(), bar.top(), m_share > 0 ? std::max(1.0, std::round(bar.width() * m_share)) : 0, bar.height()), colour);
}

EstimateButton::EstimateButton(QWidget* parent) : QAbstractButton(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
}

void EstimateButton::setEstimate(const insight::Estimate& estimate, const RunDocument& document) {
    m_estimate = estimate;
    m_text = words::estimate(estimate);
    setToolTip(words::estimateWhy(document, estimate));
    setAccessibleName(tr("%1: %2 less, estimated").arg(m_text, format::duration(estimate.saved)));
    setAccessibleDescription(toolTip());
    update();
}

QSize EstimateButton::sizeHint() const { return {220, Theme::instance().px(27)}; }

void EstimateButton::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::instance();
    QPainter p(this);
    focusFrame(p, *this);
    const double inset = theme.px(Inset), right = width() - inset, time = theme.px(76);
    paint::text(p, QRectF(inset, 0, right - time - inset, height()), m_text, themed(FontRole::Base), themed(Token::Tx));
    paint::text(p, QRectF(right - time, 0, time, height()), QStringLiteral("≈ −") + format::duration(m_estimate.saved), themed(FontRole::Mono), themed(Token::Tx), Qt::AlignRight);
}

TimelinePanel::TimelinePanel(Timeline* timeline, TimelineCanvas* canvas, QWidget* parent)
    : QScrollArea(parent)
    , m_timeline(timeline)
    , m_canvas(canvas)
    , m_pathTitle(new DockTitle(tr("Critical path"), this))
    , m_pathWhat(new ThemedLabel(tr("The chain of waits that set the run time. Shortening anything else changes nothing."), FontRole::Base, Token::Tx3, this))
    , m_total(new ThemedLabel({}, FontRole::Mono, Token::Tx, this))
    , m_totalRow(new QWidget(this))
    , m_fasterTitle(new DockTitle(tr("What would be faster"), this))
    , m_noEstimates(new ThemedLabel(this))
    , m_selectionTitle(new DockTitle(tr("Selection"), this))
    , m_icon(new IconLabel({}, Token::Tx, 16, this))
    , m_name(new ThemedLabel({}, FontRole::BaseStrong, Token::Tx, this)) {
    setAccessibleName(tr("Critical path, estimates and selection"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const Theme& theme = Theme::instance();
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 12);
    column->setSpacing(0);
    m_pathTitle->setHint(tr("in the lanes"));
    column->addWidget(m_pathTitle);
    m_pathWhat->setWordWrap(true);
    m_pathWhat->setContentsMargins(theme.px(Inset), 10, theme.px(Inset), 6);
    column->addWidget(m_pathWhat);
    for (std::size_t k = 0; k < insight::PathKinds; ++k) {
        auto* part = new PathPartButton(box);
        m_parts.append(part);
        column->addWidget(part);
        connect(part, &QAbstractButton::clicked, this, [this, part] { chooseLongest(part->kind()); });
    }
    auto* total = new QHBoxLayout(m_totalRow);
    total->setContentsMargins(theme.px(Inset), 6, theme.px(Inset + 44), 10);
    total->addWidget(new ThemedLabel(tr("Run time"), FontRole::BaseStrong, Token::Tx, m_totalRow));
    total->addStretch(1);
    total->addWidget(m_total);
    column->addWidget(m_totalRow);
    m_fasterTitle->setHint(tr("estimated"));
    column->addWidget(m_fasterTitle);
    m_noEstimates->setWordWrap(true);
    m_noEstimates->setToken(Token::Tx3);
    m_noEstimates->setContentsMargins(theme.px(Inset), 8, theme.px(Inset), 8);
    column->addWidget(m_noEstimates);
    for (int k = 0; k < MostEstimates; ++k) {
        auto* button = new EstimateButton(box);
        m_estimates.append(button);
        column->addWidget(button);
        connect(button, &QAbstractButton::clicked, this, [this, button] { Q_EMIT nodeChosen(button->node()); });
    }
    column->addWidget(m_selectionTitle);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(theme.px(Inset), 9, theme.px(Inset), 5);
    head->setSpacing(7);
    head->addWidget(m_icon);
    head->addWidget(m_name, 1);
    m_name->setElided(true);
    column->addLayout(head);
    auto* grid = new QGridLayout;
    grid->setContentsMargins(theme.px(Inset), 0, theme.px(Inset), 0);
    grid->setVerticalSpacing(5);
    for (int k = 0; k < MostFacts; ++k) {
        m_factNames.append(new ThemedLabel({}, FontRole::Base, Token::Tx3, box));
        m_factValues.append(new ThemedLabel({}, FontRole::Mono, Token::Tx, box));
        m_factValues.back()->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(m_factNames.back(), k, 0);
        grid->addWidget(m_factValues.back(), k, 1, Qt::AlignRight);
    }
    column->addLayout(grid);
    column->addStretch(1);
    box->setBackgroundRole(QPalette::Base);
    box->setAutoFillBackground(true);
    setWidget(box);
    connect(timeline, &Timeline::changed, this, &TimelinePanel::refresh);
    connect(canvas, &TimelineCanvas::rangeChanged, this, &TimelinePanel::refreshSelection);
    refresh();
}

void TimelinePanel::showEvent(QShowEvent* event) {
    QScrollArea::showEvent(event);
    refresh();
}

void TimelinePanel::refresh() {
    if (!isVisible() && m_timeline->isReady()) return;
    refreshPath();
    refreshEstimates();
    refreshSelection();
}

void TimelinePanel::refreshPath() {
    const auto& path = *m_timeline->facts().path;
    // Always in the same order, so that nothing moves while a run grows; what there is not is not shown.
    for (std::size_t k = 0; k < insight::PathKinds; ++k) {
        const double share = path.total > 0 ? static_cast<double>(path.totals[k]) / static_cast<double>(path.total) : 0;
        m_parts[static_cast<qsizetype>(k)]->setPart(static_cast<PathKind>(k), path.totals[k], share);
        m_parts[static_cast<qsizetype>(k)]->setVisible(path.totals[k] > 0);
    }
    m_totalRow->setVisible(path.total > 0);
    m_total->setText(format::duration(path.total));
}

void TimelinePanel::refreshEstimates() {
    const auto& estimates = *m_timeline->facts().estimates;
    const RunDocument* document = m_timeline->document();
    for (int k = 0; k < MostEstimates; ++k) {
        const bool there = document && k < static_cast<int>(estimates.size());
        if (there) m_estimates[k]->setEstimate(estimates[static_cast<std::size_t>(k)], *document);
        m_estimates[k]->setVisible(there);
    }
    m_noEstimates->setVisible(estimates.empty());
    m_noEstimates->setText(m_timeline->facts().path->total > 0 ? tr("Nothing on the critical path had to queue, and no cell made calls in a loop.") : tr("Known when the run has a critical path."));
}

void TimelinePanel::setFacts(const QVector<words::Fact>& facts) {
    for (int k = 0; k < MostFacts; ++k) {
        const bool there = k < facts.size();
        m_factNames[k]->setVisible(there);
        m_factValues[k]->setVisible(there);
        if (!there) continue;
        m_factNames[k]->setText(facts[k].first);
        m_factValues[k]->setText(facts[k].second);
    }
}

void TimelinePanel::refreshSelection() {
    const RunDocument* document = m_timeline->document();
    if (m_canvas->range() && document) {
        m_selectionTitle->setTitle(tr("Range"));
        m_selectionTitle->setHint(tr("Esc clears"));
        m_icon->hide();
        m_name->hide();
        const Nanos to = std::min(m_canvas->range()->to, m_timeline->now());
        setFacts(words::rangeFacts(insight::sumsOf(*m_timeline->facts().counters, m_canvas->range()->from, to), document->tree().totals().costUnknown));
        return;
    }
    m_selectionTitle->setTitle(tr("Selection"));
    m_selectionTitle->setHint({});
    const NodeIndex node = m_canvas->node();
    const bool there = document && node < document->tree().nodes().size();
    m_icon->setVisible(there);
    m_name->setVisible(true);
    m_name->setToken(there ? Token::Tx : Token::Tx3);
    m_name->setRole(there ? FontRole::BaseStrong : FontRole::Base);
    if (!there) {
        m_name->setText(tr("Click a bar, or drag over a range."));
        setFacts({});
        return;
    }
    const KindLook look = kindLook(document->tree().node(node).kind);
    m_icon->setIcon(look.icon, look.color);
    m_name->setText(nodeName(document->tree(), node));
    m_name->setToolTip(nodePath(document->tree(), node));
    setFacts(words::nodeFacts(*document, node));
}

void TimelinePanel::chooseLongest(PathKind kind) {
    const insight::PathStep* longest = nullptr;
    for (const auto& step : m_timeline->facts().path->steps)
        if (step.kind == kind && step.node != NoNode && (!longest || step.to - step.from > longest->to - longest->from)) longest = &step;
    if (longest) Q_EMIT nodeChosen(longest->node);
}

} // namespace rlmscope
