#include "views/scrubber_track.h"

#include "itemmodels/format.h"
#include "views/theme.h"

#include <QAccessibleWidget>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>

namespace rlmscope {

namespace {

constexpr double Margin = 8; // half a thumb, and its focus frame
constexpr int RecountMs = 400; // of a run that grows: its marks all move a little

class TrackAccessible : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    explicit TrackAccessible(ScrubberTrack* track) : QAccessibleWidget(track, QAccessible::Slider) {}
    ScrubberTrack* track() const { return static_cast<ScrubberTrack*>(widget()); }
    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ValueInterface ? static_cast<QAccessibleValueInterface*>(this) : QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text kind) const override {
        return kind == QAccessible::Value ? track()->valueText() : QAccessibleWidget::text(kind);
    }
    QVariant currentValue() const override { return static_cast<qlonglong>(track()->player()->position()); }
    void setCurrentValue(const QVariant& value) override { track()->player()->goTo(static_cast<Seq>(std::max<qlonglong>(1, value.toLongLong()))); }
    QVariant maximumValue() const override { return static_cast<qlonglong>(track()->player()->last()); }
    QVariant minimumValue() const override { return 1; }
    QVariant minimumStepSize() const override { return 1; }
};

} // namespace

void installScrubberAccessibility() {
    static bool installed = false;
    if (std::exchange(installed, true))
        return;
    QAccessible::installFactory([](const QString& name, QObject* object) -> QAccessibleInterface* {
        auto* track = name == QLatin1String("rlmscope::ScrubberTrack") ? qobject_cast<ScrubberTrack*>(object) : nullptr;
        return track ? new TrackAccessible(track) : nullptr;
    });
}

ScrubberTrack::ScrubberTrack(MomentPlayer* player, QWidget* parent) : QWidget(parent), m_player(player) {
    installScrubberAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Moment of the run"));
    setAccessibleDescription(tr("Left and Right go by an event, with Shift by a turn, with Ctrl by a cell. End goes back to now."));
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(player, &MomentPlayer::changed, this, &ScrubberTrack::moved);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ScrubberTrack::moved() {
    if (!isVisible())
        return;
    update();
    if (QAccessible::isActive() && hasFocus()) {
        QAccessibleValueChangeEvent event(this, static_cast<qlonglong>(m_player->position()));
        QAccessible::updateAccessibility(&event);
    }
}

QString ScrubberTrack::valueText() const {
    if (m_player->last() == 0)
        return tr("no events yet");
    const QString what = m_player->whatHappens(m_player->position());
    const QString text = tr("event %1, %2").arg(format::nOfM(static_cast<std::int64_t>(m_player->position()), static_cast<std::int64_t>(m_player->last())),
                                                format::duration(m_player->time()));
    return what.isEmpty() ? text : text + format::comma() + what;
}

double ScrubberTrack::xOf(Seq moment) const {
    const auto last = m_player->last();
    if (last <= 1)
        return Margin;
    const double share = static_cast<double>(std::min(moment, last) - std::min<Seq>(moment, 1)) / static_cast<double>(last - 1);
    return Margin + share * std::max(1.0, width() - 2 * Margin);
}

Seq ScrubberTrack::momentAt(double x) const {
    const auto last = m_player->last();
    const double share = std::clamp((x - Margin) / std::max(1.0, width() - 2 * Margin), 0.0, 1.0);
    return last == 0 ? 0 : 1 + static_cast<Seq>(std::llround(share * static_cast<double>(last - 1)));
}

void ScrubberTrack::countColumns() {
    const auto columns = static_cast<std::size_t>(std::max(1, width()));
    const bool fresh = m_columns.size() == columns && m_counted == m_player->last();
    if (fresh || (m_columns.size() == columns && m_counted != 0 && m_counted < m_player->last() && m_sinceCount.isValid() && m_sinceCount.elapsed() < RecountMs))
        return;
    m_columns.assign(columns, {});
    m_counted = m_player->last();
    m_sinceCount.start();
    const auto count = [&](const std::vector<Seq>& marks, std::uint16_t Column::*which) {
        for (const auto seq : marks) {
            auto& n = m_columns[static_cast<std::size_t>(std::clamp(xOf(seq), 0.0, static_cast<double>(columns - 1)))].*which;
            if (n < UINT16_MAX)
                ++n;
        }
    };
    count(m_player->turns(), &Column::turns);
    count(m_player->cells(), &Column::cells);
    count(m_player->errors(), &Column::errors);
}

void ScrubberTrack::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const bool empty = m_player->last() == 0;
    const double middle = std::round(height() / 2.0);
    const double left = Margin, right = std::max(left, width() - Margin);
    const double x = empty ? left : m_player->isNow() ? right : std::round(xOf(m_player->position()));
    countColumns();
    // Ticks stand on the line, so that the line stays one line. Two strengths are enough to see where much happens.
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const auto& column = m_columns[i];
        const auto at = static_cast<double>(i);
        if (column.cells || column.turns) {
            const double h = column.turns ? 7 : 4;
            QColor color = themed(column.turns ? Token::Tx3 : Token::Line2);
            if (column.turns == 1 && !Theme::instance().isHighContrast())
                color.setAlphaF(0.6F);
            p.fillRect(QRectF(at, middle - h, 1, 2 * h), color);
        }
    }
    p.fillRect(QRectF(left, middle - 1, right - left, 2), themed(Token::Line2));
    if (!empty)
        p.fillRect(QRectF(left, middle - 2, x - left, 4), themed(Token::Acc));
    for (std::size_t i = 0; i < m_columns.size(); ++i) // over the line: an error must be seen
        if (m_columns[i].errors)
            p.fillRect(QRectF(static_cast<double>(i), middle - 8, 1, 16), themed(Token::ErrEdge));
    if (empty)
        return;
    p.setRenderHint(QPainter::Antialiasing);
    if (hasFocus()) {
        p.setPen(QPen(themed(Token::Acc), 2));
        p.setBrush(Qt::NoBrush);
        p.drawRoundedRect(QRectF(rect()).adjusted(1, 4, -1, -4), 4, 4);
    }
    p.setPen(QPen(themed(Token::Acc), 3));
    p.setBrush(themed(Token::Base));
    p.drawEllipse(QPointF(x, middle), 5, 5);
}

void ScrubberTrack::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_player->last() == 0)
        return;
    m_dragging = true;
    mouseMoveEvent(event);
}

void ScrubberTrack::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragging)
        m_player->goTo(momentAt(event->position().x()));
}

void ScrubberTrack::mouseReleaseEvent(QMouseEvent* event) {
    // Let go at the right end: now, and what comes.
    if (std::exchange(m_dragging, false) && event->position().x() >= width() - Margin)
        m_player->toNow();
}

void ScrubberTrack::wheelEvent(QWheelEvent* event) {
    if (event->angleDelta().y() != 0)
        m_player->step(m_player->unit(), event->angleDelta().y() > 0 ? -1 : 1);
    event->accept();
}

void ScrubberTrack::keyPressEvent(QKeyEvent* event) {
    using Unit = MomentPlayer::Unit;
    const auto unit = event->modifiers() & Qt::ShiftModifier ? Unit::Turn : event->modifiers() & Qt::ControlModifier ? Unit::Cell : Unit::Event;
    const int forward = isRightToLeft() ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Left: m_player->step(unit, -forward); break;
    case Qt::Key_Right: m_player->step(unit, forward); break;
    case Qt::Key_PageUp: m_player->step(Unit::Turn, -1); break;
    case Qt::Key_PageDown: m_player->step(Unit::Turn, 1); break;
    case Qt::Key_Home: m_player->goTo(1); break;
    case Qt::Key_End: m_player->toNow(); break;
    case Qt::Key_Space: Q_EMIT playRequested(); break;
    default: QWidget::keyPressEvent(event); return;
    }
    event->accept();
}

void ScrubberTrack::resizeEvent(QResizeEvent*) {
    m_columns.clear();
}

bool ScrubberTrack::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const Seq moment = momentAt(help->pos().x());
        if (moment != 0) {
            QStringList lines{tr("Event %1 of %2, %3").arg(format::count(static_cast<std::int64_t>(moment)), format::count(static_cast<std::int64_t>(m_player->last())),
                                                           format::duration(m_player->timeOf(moment)))};
            if (const QString what = m_player->whatHappens(moment); !what.isEmpty())
                lines << what;
            QToolTip::showText(help->globalPos(), lines.join(QLatin1Char('\n')), this);
        }
        return true;
    }
    return QWidget::event(event);
}

} // namespace rlmscope
