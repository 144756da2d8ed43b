#include "views/scrubber.h"

#include "itemmodels/format.h"
#include "itemmodels/moment_player.h"
#include "views/icon.h"
#include "views/paint.h"
#include "views/scrubber_track.h"
#include "views/style.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QAction>
#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace rlmscope {

namespace {

using Unit = MomentPlayer::Unit;

QString speedText(double speed) { return format::locale().toString(speed, 'g', 4) + QStringLiteral("×"); }

QString unitText(Unit unit) {
    switch (unit) {
    case Unit::Event: return Scrubber::tr("event");
    case Unit::Turn: return Scrubber::tr("turn");
    case Unit::Cell: break;
    }
    return Scrubber::tr("cell");
}

} // namespace

Scrubber::Scrubber(QWidget* parent)
    : QWidget(parent)
    , m_player(new MomentPlayer(this))
    , m_track(new ScrubberTrack(m_player, this))
    , m_first(button(QStringLiteral("first"), tr("To the first event")))
    , m_back(button(QStringLiteral("prev"), tr("Step back")))
    , m_play(button(QStringLiteral("run"), tr("Play")))
    , m_on(button(QStringLiteral("next"), tr("Step forward")))
    , m_last(button(QStringLiteral("last"), tr("To the last event")))
    , m_options(new QToolButton(this))
    , m_position(new ThemedLabel({}, FontRole::Mono, Token::Tx2, this))
    , m_past(new ThemedLabel({}, FontRole::SmallStrong, Token::Warn, this))
    , m_live(new QPushButton(this))
    , m_menu(new QMenu(this)) {
    setAccessibleName(tr("Replay"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 1, 6, 0);
    row->setSpacing(0);
    for (QToolButton* each : {m_first, m_back, m_play, m_on, m_last})
        row->addWidget(each);
    row->addSpacing(8);
    row->addWidget(m_track, 1);
    row->addSpacing(8);
    row->addWidget(m_past);
    row->addWidget(m_position);
    row->addSpacing(10);
    row->addWidget(m_options);
    row->addSpacing(2);
    row->addWidget(m_live);
    setLook(m_live, "link");
    m_position->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_past->setContentsMargins(0, 0, 8, 0);
    connect(m_first, &QToolButton::clicked, this, [this] { m_player->goTo(1); });
    connect(m_back, &QToolButton::clicked, this, [this] { m_player->step(m_player->unit(), -1); });
    connect(m_play, &QToolButton::clicked, this, &Scrubber::playOrPause);
    connect(m_on, &QToolButton::clicked, this, [this] { m_player->step(m_player->unit(), 1); });
    connect(m_last, &QToolButton::clicked, m_player, &MomentPlayer::toNow);
    connect(m_live, &QPushButton::clicked, m_player, &MomentPlayer::toNow);
    connect(m_track, &ScrubberTrack::playRequested, this, &Scrubber::playOrPause);
    connect(m_player, &MomentPlayer::changed, this, &Scrubber::refresh);
    connect(m_player, &MomentPlayer::optionsChanged, this, &Scrubber::refreshOptions);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        sizeText();
        update();
    });
    makeOptions();
    makeActions();
    refreshOptions();
    refresh();
}

QToolButton* Scrubber::button(const QString& iconName, const QString& name) {
    auto* made = new QToolButton(this);
    setLook(made, "quiet");
    made->setIcon(icon(iconName));
    made->setToolTip(name);
    made->setAccessibleName(name);
    made->setFocusPolicy(Qt::TabFocus); // a click must not take the keyboard from the view
    made->setAutoRepeat(false);
    return made;
}

void Scrubber::makeOptions() {
    setLook(m_options, "quiet");
    m_options->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_options->setPopupMode(QToolButton::InstantPopup);
    m_options->setFocusPolicy(Qt::TabFocus);
    m_options->setMenu(m_menu);
    m_options->setToolTip(tr("Speed, and what a step is"));
    m_menu->addSection(tr("Speed"));
    auto* speeds = new QActionGroup(this);
    for (const double speed : MomentPlayer::Speeds) {
        QAction* choice = m_menu->addAction(speedText(speed), this, [this, speed] { m_player->setSpeed(speed); });
        choice->setCheckable(true);
        choice->setData(speed);
        speeds->addAction(choice);
        m_speeds << choice;
    }
    m_waits = m_menu->addAction(tr("Shorten waits of over a second"), m_player, &MomentPlayer::setShortensWaits);
    m_waits->setCheckable(true);
    m_menu->addSection(tr("A step is"));
    auto* units = new QActionGroup(this);
    for (const Unit unit : {Unit::Event, Unit::Turn, Unit::Cell}) {
        const QString names[] = {tr("An event"), tr("A turn"), tr("A cell")};
        QAction* choice = m_menu->addAction(names[static_cast<int>(unit)], this, [this, unit] { m_player->setUnit(unit); });
        choice->setCheckable(true);
        choice->setData(static_cast<int>(unit));
        units->addAction(choice);
        m_units << choice;
    }
}

void Scrubber::makeActions() {
    const auto add = [this](const char* iconName, const QString& text, const QKeySequence& key, auto&& run) {
        auto* made = new QAction(icon(QLatin1String(iconName)), text, this);
        made->setShortcut(key);
        connect(made, &QAction::triggered, this, run);
        m_actions << made;
    };
    add("run", tr("Replay, or pause the replay"), Qt::CTRL | Qt::Key_Space, [this] { playOrPause(); });
    add("prev", tr("Back by an event"), Qt::ALT | Qt::Key_Comma, [this] { m_player->step(Unit::Event, -1); });
    add("next", tr("On by an event"), Qt::ALT | Qt::Key_Period, [this] { m_player->step(Unit::Event, 1); });
    add("turn", tr("Back to the turn before"), Qt::ALT | Qt::Key_PageUp, [this] { m_player->step(Unit::Turn, -1); });
    add("turn", tr("On to the next turn"), Qt::ALT | Qt::Key_PageDown, [this] { m_player->step(Unit::Turn, 1); });
    add("cell", tr("Back to the cell before"), Qt::CTRL | Qt::ALT | Qt::Key_Comma, [this] { m_player->step(Unit::Cell, -1); });
    add("cell", tr("On to the next cell"), Qt::CTRL | Qt::ALT | Qt::Key_Period, [this] { m_player->step(Unit::Cell, 1); });
    add("first", tr("To the first event"), Qt::ALT | Qt::Key_Home, [this] { m_player->goTo(1); });
    add("follow", tr("Back to now"), Qt::ALT | Qt::Key_End, [this] { m_player->toNow(); });
}

void Scrubber::setDocument(RunDocument* document) {
    m_player->setDocument(document);
    refresh();
    refreshOptions();
}

void Scrubber::playOrPause() { m_player->isPlaying() ? m_player->pause() : m_player->play(); }

QString Scrubber::positionText() const {
    if (m_player->last() == 0)
        return tr("no events");
    return tr("event %1").arg(format::nOfM(static_cast<std::int64_t>(m_player->position()), static_cast<std::int64_t>(m_player->last())));
}

/// Wide enough for the longest number of this run, so that the track does not breathe while it plays.
void Scrubber::sizeText() {
    const auto last = static_cast<std::int64_t>(m_player->last());
    const QString longest = tr("event %1").arg(format::nOfM(last, last));
    m_position->setMinimumWidth(m_position->fontMetrics().horizontalAdvance(longest) + 4);
    const bool wide = width() >= 620;
    m_first->setVisible(wide);
    m_last->setVisible(wide);
}

void Scrubber::refresh() {
    const bool empty = m_player->last() == 0, now = m_player->isNow(), goesOn = m_player->goesOn();
    setEnabled(!empty);
    m_position->setText(positionText());
    m_position->setToken(now ? Token::Tx2 : Token::Tx);
    m_past->setText(now ? QString() : tr("Earlier, at %1").arg(format::duration(m_player->time())));
    m_past->setToolTip(goesOn ? tr("Every view shows this moment. The run goes on.") : tr("Every view shows this moment."));
    m_past->setVisible(!now && width() >= 560);
    m_live->setText(!now ? tr("Back to now") : goesOn ? tr("Live") : tr("End"));
    m_live->setIcon(icon(QStringLiteral("follow"), Token::Acc));
    m_live->setEnabled(!now);
    m_live->setToolTip(goesOn ? tr("Back to now, and on with what comes") : tr("Back to the end of the run"));
    m_live->setAccessibleName(m_live->toolTip());
    m_last->setEnabled(!now);
    m_on->setEnabled(!now);
    m_first->setEnabled(m_player->position() > 1);
    m_back->setEnabled(m_player->position() > 1);
    m_play->setEnabled(!(now && goesOn) || m_player->isPlaying());
    sizeText();
    update();
}

void Scrubber::refreshOptions() {
    const bool playing = m_player->isPlaying();
    m_play->setIcon(icon(playing ? QStringLiteral("pause") : QStringLiteral("run")));
    m_play->setToolTip(playing ? tr("Pause the replay") : tr("Play as it went"));
    m_play->setAccessibleName(m_play->toolTip());
    QString shown = speedText(m_player->speed());
    if (m_player->unit() != Unit::Event)
        shown += QStringLiteral(" · ") + unitText(m_player->unit());
    m_options->setText(shown);
    m_options->setAccessibleName(tr("Speed %1, a step is one %2%3").arg(speedText(m_player->speed()), unitText(m_player->unit()),
                                                                        m_player->shortensWaits() ? tr(", waits shortened") : QString()));
    m_back->setToolTip(tr("Back by one %1").arg(unitText(m_player->unit())));
    m_on->setToolTip(tr("On by one %1").arg(unitText(m_player->unit())));
    for (QAction* choice : std::as_const(m_speeds))
        choice->setChecked(choice->data().toDouble() == m_player->speed());
    for (QAction* choice : std::as_const(m_units))
        choice->setChecked(choice->data().toInt() == static_cast<int>(m_player->unit()));
    m_waits->setChecked(m_player->shortensWaits());
    if (std::exchange(m_wasPlaying, playing) != playing)
        Q_EMIT playingChanged(playing);
}

QSize Scrubber::sizeHint() const { return {600, std::max(Theme::instance().px(36), fontMetrics().height() + 14)}; }

void Scrubber::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    refresh();
}

void Scrubber::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const bool past = !m_player->isNow();
    p.fillRect(rect(), themed(past ? Token::WarnFill : Token::Win));
    p.fillRect(QRect(0, 0, width(), 1), themed(past ? Token::WarnEdge : Token::Line));
}

} // namespace rlmscope
