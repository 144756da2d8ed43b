#include "views/timeline_view.h"

#include "itemmodels/focus.h"
#include "itemmodels/format.h"
#include "views/paint.h"
#include "views/tab_overflow.h"
#include "views/timeline_counters.h"
#include "views/timeline_panel.h"
#include "views/widgets.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QSplitter>
#include <QTabBar>
#include <QVBoxLayout>

namespace rlmscope {

namespace {

/// The focus moves the canvas and the canvas the focus.
void share(TimelineCanvas* canvas, FocusHolder* focus) {
    QObject::connect(canvas, &TimelineCanvas::nodeChosen, focus, &FocusHolder::setNode);
    QObject::connect(focus, &FocusHolder::changed, canvas, [canvas](const Focus& now) { canvas->setNode(now.node); });
    canvas->setNode(focus->node());
}

QVBoxLayout* tight(QWidget* widget) {
    auto* layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    return layout;
}

} // namespace

TimelineView::TimelineView(Timeline* timeline, FocusHolder* focus, QWidget* parent)
    : QWidget(parent)
    , m_timeline(timeline)
    , m_focus(focus)
    , m_canvas(new TimelineCanvas(timeline, false, this))
    , m_counters(new TimelineCounters(timeline, m_canvas, this))
    , m_panel(new TimelinePanel(timeline, m_canvas, this))
    , m_title(new ThemedLabel({}, FontRole::Title, Token::Tx, this))
    , m_hint(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_counterHint(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_counterTabs(new QTabBar(this))
    , m_modes(new QButtonGroup(this))
    , m_path(nullptr) {
    auto* left = new QSplitter(Qt::Vertical, this);
    left->addWidget(m_canvas);
    left->addWidget(makeCounters());
    left->setStretchFactor(0, 1);
    left->setChildrenCollapsible(false);
    auto* columns = new QSplitter(Qt::Horizontal, this);
    columns->addWidget(left);
    columns->addWidget(m_panel);
    columns->setStretchFactor(0, 1);
    columns->setSizes({700, Theme::instance().px(292)});
    m_panel->setMinimumWidth(Theme::instance().px(276));
    auto* column = tight(this);
    column->addWidget(makeHead());
    column->addWidget(new Hairline(Qt::Horizontal, this));
    column->addWidget(columns, 1);
    share(m_canvas, focus);
    connect(m_panel, &TimelinePanel::nodeChosen, focus, &FocusHolder::setNode);
    connect(focus, &FocusHolder::changed, m_panel, &TimelinePanel::refreshSelection); // after the canvas has taken it up
    connect(timeline, &Timeline::changed, this, &TimelineView::refreshTitle);
    connect(timeline, &Timeline::nowChanged, this, &TimelineView::refreshTitle);
    setFocusProxy(m_canvas);
    refreshTitle();
}

QWidget* TimelineView::makeHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(14, 7, 10, 7);
    row->setSpacing(8);
    row->addWidget(m_title);
    row->addWidget(m_hint, 1);
    m_title->setElided(true);
    m_hint->setElided(true);
    m_hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // gives way before the title does
    auto* frame = new QFrame(head);
    frame->setProperty("look", "segments");
    auto* segments = new QHBoxLayout(frame);
    segments->setContentsMargins(0, 0, 0, 0);
    segments->setSpacing(0);
    const QString names[] = {tr("Lanes"), tr("Flame by time"), tr("by cost"), tr("by tokens")};
    const QString spoken[] = {tr("Lanes"), tr("Flame by time"), tr("Flame by cost"), tr("Flame by tokens")};
    for (int mode = 0; mode < 4; ++mode) {
        auto* button = new QPushButton(names[mode], frame);
        button->setProperty("look", "segment");
        button->setCheckable(true);
        button->setAccessibleName(spoken[mode]);
        m_modes->addButton(button, mode);
        segments->addWidget(button);
    }
    m_modes->button(0)->setChecked(true);
    row->addWidget(frame);
    auto* path = new QCheckBox(tr("Critical path"), head);
    path->setChecked(true);
    path->setToolTip(tr("Draw the chain of waits that set the run time"));
    m_path = path;
    auto* fit = new QPushButton(tr("Fit"), head);
    fit->setProperty("look", "small");
    fit->setToolTip(tr("Show all of the run (Home)"));
    row->addWidget(path);
    row->addWidget(fit);
    connect(m_modes, &QButtonGroup::idClicked, this, [this](int mode) { setMode(static_cast<TimelineMode>(mode)); });
    connect(path, &QCheckBox::toggled, m_canvas, &TimelineCanvas::setShowsPath);
    connect(fit, &QPushButton::clicked, m_canvas, &TimelineCanvas::fit);
    return head;
}

QWidget* TimelineView::makeCounters() {
    auto* box = new QWidget(this);
    auto* head = new QWidget(box);
    head->setBackgroundRole(QPalette::Window);
    head->setAutoFillBackground(true);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(2, 0, 10, 0);
    row->setSpacing(0);
    row->addWidget(m_counterTabs);
    row->addWidget(new TabOverflow(m_counterTabs, head));
    row->addWidget(m_counterHint, 1);
    m_counterTabs->setDocumentMode(true);
    m_counterTabs->setDrawBase(false);
    m_counterTabs->setExpanding(false);
    m_counterHint->setElided(true);
    m_counterHint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_counterTabs->setAccessibleName(tr("Counters"));
    for (int series = 0; series < TimelineCounters::SeriesCount; ++series)
        m_counterTabs->addTab(m_counters->title(static_cast<TimelineCounters::Series>(series)));
    connect(m_counterTabs, &QTabBar::currentChanged, this, [this](int series) { m_counters->setSeries(static_cast<TimelineCounters::Series>(series)); });
    connect(m_counters, &TimelineCounters::hintChanged, this, [this] {
        m_counterHint->setText(m_counters->hint());
        m_counterTabs->setTabText(TimelineCounters::Budget, m_counters->title(TimelineCounters::Budget));
    });
    auto* column = tight(box);
    column->addWidget(new Hairline(Qt::Horizontal, box));
    column->addWidget(head);
    column->addWidget(new Hairline(Qt::Horizontal, box));
    column->addWidget(m_counters, 1);
    box->setMinimumHeight(Theme::instance().px(96));
    return box;
}

void TimelineView::setCounter(int series) { m_counterTabs->setCurrentIndex(series); }

void TimelineView::setMode(TimelineMode mode) {
    m_modes->button(static_cast<int>(mode))->setChecked(true);
    m_path->setEnabled(mode == TimelineMode::Lanes);
    m_canvas->setMode(mode);
    refreshTitle();
}

void TimelineView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refreshTitle();
}

void TimelineView::refreshTitle() {
    if (!isVisible()) return;
    const RunDocument* document = m_timeline->document();
    if (!document || m_timeline->now() <= 0) {
        m_title->setText(tr("Timeline"));
        m_hint->setText({});
        return;
    }
    const auto& facts = m_timeline->facts();
    switch (m_canvas->mode()) {
    case TimelineMode::Lanes:
        m_title->setText(tr("Where %1 went").arg(format::duration(m_timeline->now())));
        m_hint->setText({});
        break;
    case TimelineMode::FlameTime:
        m_title->setText(tr("Where %1 of work went").arg(format::duration(facts.flame->total)));
        m_hint->setText(tr("what ran at once is added up"));
        break;
    case TimelineMode::FlameCost:
        m_title->setText(tr("Where %1 went").arg(format::money(PicoUsd{facts.flame->total})));
        m_hint->setText(document->tree().totals().costUnknown ? tr("calls without a known price are not in it") : QString());
        break;
    case TimelineMode::FlameTokens:
        m_title->setText(tr("Where %1 tokens went").arg(format::tokens(facts.flame->total)));
        m_hint->setText(tr("in and out"));
        break;
    }
}

TimelineStrip::TimelineStrip(Timeline* timeline, FocusHolder* focus, QWidget* parent)
    : QWidget(parent), m_canvas(new TimelineCanvas(timeline, true, this)), m_counters(new TimelineCounters(timeline, m_canvas, this)) {
    auto* column = tight(this);
    column->addWidget(m_canvas, 1);
    column->addWidget(new Hairline(Qt::Horizontal, this));
    column->addWidget(m_counters);
    m_counters->setFixedHeight(Theme::instance().px(76));
    m_canvas->setShowsPath(false);
    share(m_canvas, focus);
    setFocusProxy(m_canvas);
}

int TimelineStrip::wantedHeight() const {
    const Theme& theme = Theme::instance();
    return std::clamp(m_canvas->contentHeight() + 2, theme.px(90), theme.px(190)) + theme.px(77);
}

TimelineLegend::TimelineLegend(QWidget* parent) : QWidget(parent) { setAccessibleName(tr("Colours: model call, cell, sub-call")); }

QSize TimelineLegend::sizeHint() const {
    const QFontMetrics metrics(themed(FontRole::Small));
    int width = 0;
    for (const QString& word : {tr("model call"), tr("cell"), tr("sub-call")}) width += metrics.horizontalAdvance(word) + Theme::instance().px(26);
    return {width, Theme::instance().px(20)};
}

void TimelineLegend::paintEvent(QPaintEvent*) {
    if (width() < sizeHint().width()) return; // half a legend explains nothing
    QPainter p(this);
    const Theme& theme = Theme::instance();
    const double mark = theme.px(9);
    double x = 0;
    const struct { QString word; Token edge, fill; } parts[] = {{tr("model call"), Token::Model, Token::Model}, {tr("cell"), Token::Cell, theme.isHighContrast() ? Token::Base : Token::TintCell}, {tr("sub-call"), Token::Sub, Token::Sub}};
    for (const auto& part : parts) {
        const QRectF box(x, std::round((height() - mark) / 2), mark, mark);
        p.fillRect(box, themed(part.edge));
        p.fillRect(box.adjusted(1, 1, -1, -1), themed(part.fill));
        x += mark + 4;
        x += paint::text(p, QRectF(x, 0, 200, height()), part.word, themed(FontRole::Small), themed(Token::Tx3)) + theme.px(13);
    }
}

} // namespace rlmscope
