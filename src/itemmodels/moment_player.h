#pragma once
// Moves the moment of a RunDocument: to an event, by steps, or on its own as time went in the run. For the scrubber and the
// actions of the window.
#include "itemmodels/run_document.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <vector>

namespace rlmscope {

class MomentPlayer : public QObject {
    Q_OBJECT
public:
    enum class Unit { Event, Turn, Cell };
    static constexpr double Speeds[] = {0.5, 1, 2, 5, 10, 20, 50, 100};

    explicit MomentPlayer(QObject* parent = nullptr);

    void setDocument(RunDocument* document);
    RunDocument* document() const { return m_document; }

    Seq position() const; ///< the newest event that is shown
    Seq last() const;     ///< of the run so far
    bool isNow() const;
    Nanos time() const;   ///< on the run clock, of what is shown
    bool goesOn() const;  ///< the run may still get events

    /// Moves at most once a frame, to the newest place asked for.
    void goTo(Seq moment);
    void toNow();
    /// To the start of the next or previous turn or cell of any frame, or by one event; stays at the ends.
    void step(Unit unit, int direction);

    bool isPlaying() const { return m_timer.isActive(); }
    void play(); ///< from the start when the end is shown
    void pause();
    double speed() const { return m_speed; }
    void setSpeed(double speed);
    /// Nothing happens for longer than a second of watching: then only a second of it is watched.
    bool shortensWaits() const { return m_shortens; }
    void setShortensWaits(bool shortens);
    Unit unit() const { return m_unit; } ///< of the buttons
    void setUnit(Unit unit);

    /// Starts of turns and cells, ends of what failed: sequence numbers in order.
    const std::vector<Seq>& turns();
    const std::vector<Seq>& cells();
    const std::vector<Seq>& errors() const;
    /// One line: "Turn 3 starts".
    QString whatHappens(Seq moment) const;
    Nanos timeOf(Seq moment) const;

Q_SIGNALS:
    void changed();  ///< where it is, and how long the run is
    void optionsChanged(); ///< playing, speed, unit, waits

private:
    void tick();
    void readMarks();

    QPointer<RunDocument> m_document;
    QTimer m_timer; ///< while it plays
    QTimer m_frame; ///< gathers goTo()
    QElapsedTimer m_sinceTick;
    Seq m_wanted = 0;
    double m_clock = 0; ///< nanoseconds on the run clock
    double m_speed = 1;
    bool m_shortens = true;
    Unit m_unit = Unit::Event;
    std::vector<Seq> m_turns, m_cells;
    NodeIndex m_marked = 0; ///< nodes looked at for marks
};

} // namespace rlmscope
