#include "views/run_lists.h"

#include "itemmodels/format.h"
#include "itemmodels/run_family_model.h"
#include "itemmodels/runs_model.h"
#include "views/icon.h"
#include "views/library_look.h"
#include "views/inspector_parts.h"
#include "views/log_view.h"
#include "views/paint.h"
#include "views/style.h"
#include "views/ticker.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QToolButton>

namespace rlmscope {

namespace {

/// Where the two lines of a row are, and the sign of its state at the begin of the second.
struct RunLines {
    QRectF first, second, sign;

    RunLines(const QRect& row, const QModelIndex& index) {
        QRectF r = QRectF(row).adjusted(10, 3, -9, -3);
        const auto* family = qobject_cast<const RunFamilyModel*>(index.model());
        if (family && family->laneAt(index.row()))
            r.setLeft(row.left() + 4 + Theme::instance().px(paint::LaneWidth) * std::min(family->laneCount(), 4) + 4);
        first = QRectF(r.left(), r.top(), r.width(), r.height() / 2);
        second = QRectF(r.left(), r.center().y(), r.width(), r.height() / 2);
        const double size = Theme::instance().px(14);
        sign = QRectF(second.left(), std::round(second.center().y() - size / 2), size, size);
    }
};

class RunDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {200, Theme::instance().px(40)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QPainter& p = *painter;
        p.save();
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, &p, option.widget);
        const bool selected = option.state & QStyle::State_Selected;
        const bool strong = selected && option.widget->hasFocus();
        const Token name = strong ? Token::SelText : Token::Tx;
        const Token hint = !selected ? Token::Tx3 : strong && Theme::instance().isHighContrast() ? Token::SelText : Token::Tx2;
        const RunLines lines(option.rect, index);
        const auto* family = qobject_cast<const RunFamilyModel*>(index.model());
        const auto* lane = family ? family->laneAt(index.row()) : nullptr;
        const bool open = !family || index.data(RunFamilyModel::OpenRole).toBool();
        if (lane) {
            const bool inverted = strong && Theme::instance().isHighContrast();
            paint::lanes(p, QRectF(option.rect).adjusted(4, 0, 0, 0), *lane, true, index.data(RunFamilyModel::FilledRole).toBool(),
                         themed(inverted ? Token::SelText : Token::Line2), themed(inverted ? Token::SelText : Token::Frame),
                         themed(selected ? (strong ? Token::Sel : Token::SelInactive) : Token::Base));
        }
        const auto status = static_cast<NodeStatus>(index.data(RunsModel::StatusRole).toInt());
        const bool paused = index.data(RunsModel::PausedRole).toBool();
        const StatusLook look = paused ? pausedLook() : statusLook(status);
        if (status == NodeStatus::Running && !paused)
            paint::runningRing(p, lines.sign, themed(strong && Theme::instance().isHighContrast() ? Token::SelText : Token::Acc));
        else
            paintIcon(p, lines.sign, look.icon, themed(strong && Theme::instance().isHighContrast() ? Token::SelText : look.color));
        // Eight times a second only the ring turns: its texts are not laid out for it.
        if (static_cast<const RunsList*>(option.widget)->paintsOnly(lines.sign.toAlignedRect(), option.rect)) return p.restore();
        const PicoUsd cost{index.data(RunsModel::CostRole).toLongLong()};
        const QString money = index.data(RunsModel::CostUnknownRole).toBool()
                                  ? (cost.value == 0 ? QObject::tr("unknown") : QStringLiteral("\u2265 ") + format::money(cost))
                                  : format::money(cost);
        const int used = paint::text(p, lines.first, money, themed(FontRole::MonoColumn), themed(name), Qt::AlignRight);
        // What is not open is there to be opened: quieter than the runs at hand.
        paint::text(p, lines.first.adjusted(0, 0, -used - 8, 0), index.data(RunsModel::TitleRole).toString(),
                    themed(selected ? FontRole::BaseStrong : FontRole::Base), themed(open ? name : hint));
        paint::text(p, lines.second.adjusted(lines.sign.width() + 6, 0, 0, 0), index.data(RunsModel::DetailRole).toString(), themed(FontRole::Hint), themed(hint));
        p.restore();
    }
};

void paintEmpty(QWidget* viewport, const QString& text) {
    QPainter p(viewport);
    p.setFont(themed(FontRole::Base));
    p.setPen(themed(Token::Tx3));
    p.drawText(viewport->rect().adjusted(12, 10, -12, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, text);
}

} // namespace

// ---- runs -----------------------------------------------------------------------------------------------------

RunsList::RunsList(QWidget* parent) : QListView(parent) {
    setAccessibleName(tr("Runs"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new RunDelegate(this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(this, &QListView::clicked, this, [this](const QModelIndex& index) { Q_EMIT runChosen(index.row()); });
    connect(this, &QListView::activated, this, [this](const QModelIndex& index) { Q_EMIT runChosen(index.row()); });
    connect(&Theme::instance(), &Theme::changed, this, [this] { doItemsLayout(); });
}

void RunsList::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Delete && currentIndex().isValid()) {
        if (currentIndex().data(RunFamilyModel::OpenRole).toBool())
            Q_EMIT closeRequested(currentIndex().row());
        return;
    }
    QListView::keyPressEvent(event);
}

void RunsList::contextMenuEvent(QContextMenuEvent* event) {
    const QModelIndex index = event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    if (const auto* family = qobject_cast<const RunFamilyModel*>(model()); family && !family->documentAt(index.row()))
        return;
    QMenu menu(this);
    const QAction* again = menu.addAction(icon(QStringLiteral("again")), tr("Run again with changes…"));
    menu.addSeparator();
    const QAction* close = menu.addAction(tr("Close"));
    const QAction* chosen = menu.exec(event->globalPos());
    if (chosen == again)
        Q_EMIT runAgainRequested(index.row());
    else if (chosen == close)
        Q_EMIT closeRequested(index.row());
}

void RunsList::paintEvent(QPaintEvent* event) {
    m_painted = event->region();
    QListView::paintEvent(event);
    const int n = model() ? model()->rowCount() : 0;
    if (n == 0)
        paintEmpty(viewport(), tr("No runs yet. New run, or open a trace."));
    Ticker::instance().setMoving(viewport(), !turningRings().isEmpty(), [this] { return turningRings(); });
}

QRegion RunsList::turningRings() const {
    QRegion rings;
    for (int row = 0, n = model() ? model()->rowCount() : 0; row < n; ++row) {
        const QModelIndex index = model()->index(row, 0);
        if (index.data(RunsModel::StatusRole).toInt() == static_cast<int>(NodeStatus::Running) && !index.data(RunsModel::PausedRole).toBool())
            rings += RunLines(visualRect(index), index).sign.toAlignedRect();
    }
    return rings;
}

bool RunsList::paintsOnly(const QRect& part, const QRect& row) const { return m_painted.intersected(row).subtracted(part).isEmpty(); }

// ---- answer ---------------------------------------------------------------------------------------------------

AnswerPanel::AnswerPanel(QWidget* parent)
    : QWidget(parent)
    , m_head(new TextHead(tr("Answer"), tr("Copy the answer"), this))
    , m_text(new LogView(this))
    , m_stack(new QStackedWidget(this))
    , m_toggle(quietButton(QStringLiteral("report"), tr("Show the answer rendered"), m_head)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_stack, 1);
    m_text->setProse(true, true);
    m_text->setAccessibleName(tr("Answer"));
    m_stack->addWidget(m_text);
    m_stack->setMinimumHeight(Theme::instance().px(30)); // an answer of one line takes no more
    m_toggle->setCheckable(true);
    m_toggle->hide();
    m_head->layout()->addWidget(m_toggle);
    connect(m_toggle, &QToolButton::toggled, this, &AnswerPanel::showRendered);
    connect(m_head, &TextHead::copyRequested, this, &AnswerPanel::copyRequested);
}

void AnswerPanel::setRendering(std::function<std::pair<QWidget*, Renderer>(QWidget*)> make) {
    m_make = std::move(make);
    m_toggle->setVisible(static_cast<bool>(m_make));
}

void AnswerPanel::setAnswer(const QString& answer) {
    if (answer == m_answer)
        return;
    m_answer = answer;
    m_text->setLog(answer);
    m_head->setNote(answer.isEmpty() ? tr("none yet at this moment") : QString()); // the panel keeps its place while the moment moves
    if (m_toggle->isChecked() && m_render)
        m_render(m_answer);
}

void AnswerPanel::showRendered(bool rendered) {
    if (rendered && !m_render && m_make) {
        auto [widget, render] = m_make(m_stack);
        m_stack->addWidget(widget);
        m_render = std::move(render);
    }
    if (rendered && m_render)
        m_render(m_answer);
    m_stack->setCurrentIndex(rendered && m_stack->count() > 1 ? 1 : 0);
}

} // namespace rlmscope
