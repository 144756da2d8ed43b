#include "views/fan_out_strip.h"

#include "itemmodels/focus.h"
#include "itemmodels/format.h"
#include "itemmodels/timeline_words.h"
#include "views/paint.h"
#include "views/widgets.h"

#include <QGridLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace rlmscope {

FanOutBars::FanOutBars(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Time of each sub-call"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize FanOutBars::sizeHint() const { return {300, Theme::instance().px(56)}; }

void FanOutBars::setBars(std::vector<Bar> bars, NodeIndex chosen) {
    m_bars = std::move(bars);
    m_longest = 1;
    m_chosen = -1;
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        m_longest = std::max(m_longest, m_bars[i].time);
        if (m_bars[i].node == chosen) m_chosen = static_cast<int>(i);
    }
    setAccessibleDescription(tr("%n bar(s); left and right choose one", nullptr, static_cast<int>(m_bars.size())));
    update();
}

double FanOutBars::barWidth() const {
    return m_bars.empty() ? 1 : std::min<double>(Theme::instance().px(14), static_cast<double>(width() - 4) / static_cast<double>(m_bars.size()));
}

QRectF FanOutBars::rectOf(int bar) const {
    if (bar < 0 || bar >= static_cast<int>(m_bars.size())) return {};
    const double w = barWidth(), room = height() - 6;
    const double h = std::max(2.0, std::round(room * static_cast<double>(m_bars[static_cast<std::size_t>(bar)].time) / static_cast<double>(m_longest)));
    return {2 + bar * w, 3 + room - h, std::max(1.0, w >= 4 ? w - 1 : w), h};
}

int FanOutBars::barAt(double x) const {
    if (m_bars.empty() || x < 2) return -1;
    const double w = barWidth();
    const auto n = static_cast<int>(m_bars.size());
    if (w >= 1) {
        const int bar = static_cast<int>((x - 2) / w);
        return bar < n ? bar : -1;
    }
    const double pixel = std::floor(x);
    const int first = std::max(0, static_cast<int>((pixel - 2) / w));
    if (first >= n) return -1;
    const int last = std::min(n, static_cast<int>((pixel - 1) / w) + 1);
    const auto slower = [](const Bar& a, const Bar& b) { return a.time < b.time; };
    return static_cast<int>(std::max_element(m_bars.begin() + first, m_bars.begin() + std::max(last, first + 1), slower) - m_bars.begin());
}

void FanOutBars::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(QRect(2, height() - 3, width() - 4, 1), themed(Token::Line));
    const auto colour = [](const Bar& bar) {
        return themed(bar.status == NodeStatus::Error ? Token::ErrEdge : bar.retried ? Token::WarnEdge
                      : bar.status == NodeStatus::Running || bar.status == NodeStatus::Queued ? Token::Acc : Token::Sub);
    };
    if (barWidth() >= 1) {
        for (int i = 0; i < static_cast<int>(m_bars.size()); ++i) p.fillRect(rectOf(i), colour(m_bars[static_cast<std::size_t>(i)]));
    } else { // one column a pixel: the slowest of it; one that failed is never hidden
        for (int x = 2; x < width() - 2; ++x) {
            const int i = barAt(x + 0.5);
            if (i < 0) break;
            QRectF r = rectOf(i);
            r.moveLeft(x);
            r.setWidth(1);
            p.fillRect(r, colour(m_bars[static_cast<std::size_t>(i)]));
        }
        for (int i = 0; i < static_cast<int>(m_bars.size()); ++i)
            if (m_bars[static_cast<std::size_t>(i)].status == NodeStatus::Error) p.fillRect(QRectF(std::floor(rectOf(i).left()), height() - 9, 2, 6), themed(Token::ErrEdge));
    }
    if (m_chosen >= 0) {
        const QRectF r = rectOf(m_chosen);
        const QRectF box(r.left() - 1, 2, std::max(3.0, r.width() + 1), height() - 5);
        p.setBrush(Qt::NoBrush);
        if (Theme::instance().isHighContrast()) { // white on light blue is not seen: the bar itself takes the colour of what is selected
            p.fillRect(r, themed(Token::Sel));
            p.setPen(QPen(themed(Token::Base), 1));
            p.drawRect(box.adjusted(-1.5, 0, 1.5, 0));
        }
        p.setPen(QPen(themed(Theme::instance().isHighContrast() ? Token::Sel : Token::Tx), 1.5));
        p.drawRect(box);
    }
    if (hasFocus()) {
        p.setPen(QPen(themed(Token::Acc), 2));
        p.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void FanOutBars::choose(int bar) {
    if (bar < 0 || bar >= static_cast<int>(m_bars.size())) return;
    m_chosen = bar;
    update();
    Q_EMIT nodeChosen(m_bars[static_cast<std::size_t>(bar)].node);
}

void FanOutBars::mousePressEvent(QMouseEvent* event) { choose(barAt(event->position().x())); }

void FanOutBars::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Right: return choose(std::min(m_chosen + 1, static_cast<int>(m_bars.size()) - 1));
    case Qt::Key_Left: return choose(std::max(m_chosen - 1, 0));
    case Qt::Key_Home: return choose(0);
    case Qt::Key_End: return choose(static_cast<int>(m_bars.size()) - 1);
    default: QWidget::keyPressEvent(event);
    }
}

bool FanOutBars::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int i = barAt(help->pos().x());
        QToolTip::showText(help->globalPos(), i < 0 ? QString() : tr("%1 of %2: %3").arg(format::count(i + 1), format::count(static_cast<std::int64_t>(m_bars.size())), format::duration(m_bars[static_cast<std::size_t>(i)].time)), this);
        return true;
    }
    return QWidget::event(event);
}

FanOutStrip::FanOutStrip(FocusHolder* focus, QWidget* parent)
    : QWidget(parent)
    , m_focus(focus)
    , m_title(new ThemedLabel({}, FontRole::BaseStrong, Token::Tx, this))
    , m_average(new ThemedLabel({}, FontRole::Small, Token::Tx3, this))
    , m_bars(new FanOutBars(this))
    , m_figures(new QWidget(this))
    , m_states(new ThemedLabel({}, FontRole::Base, Token::Tx2, this))
    , m_costs(new ThemedLabel({}, FontRole::Base, Token::Tx2, this)) {
    setAccessibleName(tr("Sub-calls of the cell"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(8);
    column->addWidget(m_title);
    m_average->setWordWrap(true);
    column->addWidget(m_average);
    column->addWidget(m_bars);
    auto* grid = new QGridLayout(m_figures);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(1);
    const QString names[FigureCount] = {tr("In flight"), tr("Median"), tr("Slowest"), tr("Cost")};
    for (int k = 0; k < FigureCount; ++k) {
        grid->addWidget(new ThemedLabel(names[k], FontRole::Small, Token::Tx3, m_figures), 0, k);
        m_values[k] = new ThemedLabel({}, FontRole::Mono, Token::Tx, m_figures);
        grid->addWidget(m_values[k], 1, k);
        grid->setColumnStretch(k, 1);
    }
    column->addWidget(m_figures);
    for (auto* label : {m_states, m_costs}) {
        label->setWordWrap(true);
        column->addWidget(label);
    }
    column->addStretch(1);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(250); // a fan-out that runs changes many times a second
    connect(&m_refresh, &QTimer::timeout, this, &FanOutStrip::refresh);
    connect(focus, &FocusHolder::changed, this, &FanOutStrip::follow);
    connect(m_bars, &FanOutBars::nodeChosen, focus, &FocusHolder::setNode);
    follow();
}

void FanOutStrip::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void FanOutStrip::follow() {
    RunDocument* document = m_focus->document();
    if (document != m_document) {
        if (m_document) m_document->disconnect(this);
        m_document = document;
        if (document) {
            const auto soon = [this] {
                if (isVisible() && !m_refresh.isActive()) m_refresh.start();
            };
            connect(document, &RunDocument::nodesChanged, this, soon);
            connect(document, &RunDocument::momentChanged, this, soon);
            connect(document, &RunDocument::reset, this, soon);
        }
    }
    if (isVisible()) refresh();
}

std::vector<NodeIndex> FanOutStrip::membersOf(NodeIndex node) const {
    std::vector<NodeIndex> members;
    if (!m_document || node >= m_document->tree().nodes().size()) return members;
    const auto& tree = m_document->tree();
    // From a sub-call or a child frame: its siblings. From a turn: those of its last cell that has any.
    NodeIndex cell = node;
    if (tree.node(node).kind == NodeKind::SubCall || (tree.node(node).kind == NodeKind::Frame && tree.node(node).parent != NoNode)) cell = tree.node(node).parent;
    if (tree.node(node).kind == NodeKind::Turn)
        for (auto child = tree.node(node).firstChild; child != NoNode; child = tree.node(child).nextSibling)
            if (tree.node(child).kind == NodeKind::Cell && tree.node(child).firstChild != NoNode) cell = child;
    if (cell == NoNode || tree.node(cell).kind != NodeKind::Cell) return members;
    for (auto child = tree.node(cell).firstChild; child != NoNode; child = tree.node(child).nextSibling) members.push_back(child);
    return members;
}

void FanOutStrip::refresh() {
    if (!isVisible()) return;
    const auto members = membersOf(m_focus->node());
    const bool any = !members.empty();
    for (QWidget* part : {static_cast<QWidget*>(m_bars), m_figures, static_cast<QWidget*>(m_states), static_cast<QWidget*>(m_costs)}) part->setVisible(any);
    m_title->setVisible(any);
    if (!any) {
        m_distribution = {};
        m_average->setText(tr("No sub-call belongs to what is chosen. Choose a cell that made some, or one of them."));
        m_bars->setBars({}, NoNode);
        return;
    }
    const auto& tree = m_document->tree();
    const auto d = m_distribution = insight::distributionOf(tree, members);
    std::vector<FanOutBars::Bar> bars;
    bars.reserve(members.size());
    Usage usage;
    bool frames = true;
    for (const auto member : members) {
        const auto& n = tree.node(member);
        bars.push_back({member, insight::timeOf(tree, n), n.status, n.attempts > 1});
        usage += n.totalUsage;
        frames &= n.kind == NodeKind::Frame;
    }
    m_bars->setBars(std::move(bars), m_focus->node());
    const int count = static_cast<int>(members.size());
    m_title->setText(frames ? tr("%n child frame(s)", nullptr, count) : tr("%n sub-call(s)", nullptr, count));
    m_average->setText(tr("%1 tokens in, %2 out on average").arg(format::count(usage.input() / count), format::count(usage.output / count)));
    m_values[InFlight]->setText(tr("%1 max").arg(format::count(d.inFlightMost)));
    m_values[Median]->setText(d.timed ? format::duration(d.median) : format::unknown());
    m_values[Slowest]->setText(d.timed ? format::duration(d.longest) : format::unknown());
    m_values[Cost]->setText(d.costUnknown ? (d.cost.value ? QStringLiteral("≥ ") + format::money(d.cost) : tr("unknown")) : format::money(d.cost));
    QStringList states{tr("%1 ok").arg(format::count(d.ok))};
    if (d.failed) states << tr("%1 failed").arg(format::count(d.failed));
    if (d.retried) states << tr("%1 tried again").arg(format::count(d.retried));
    if (d.running) states << tr("%1 running").arg(format::count(d.running));
    if (d.queued) states << tr("%1 queued").arg(format::count(d.queued));
    if (d.stopped) states << tr("%1 stopped").arg(format::count(d.stopped));
    m_states->setText(states.join(format::comma()));
    m_costs->setVisible(d.priced > 0);
    const auto whole = [](QString number) { return number.replace(QLatin1Char(' '), QChar(QChar::Nbsp)); }; // with its unit on one line
    m_costs->setText(tr("Each cost %1 to %2, the median %3; each took %4 to %5.")
                         .arg(format::money(d.cheapest), format::money(d.dearest), format::money(d.medianCost), whole(format::duration(d.shortest)), whole(format::duration(d.longest))));
}

} // namespace rlmscope
