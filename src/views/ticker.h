#pragma once
// The clock of what moves by itself: the running ring (8 steps a second) and the now-line; live_pace.h has that of numbers. It ticks
// only while somebody visible asked for it, so an idle window costs nothing.
#include <QObject>
#include <QRegion>
#include <QTimer>

#include <functional>

class QWidget;

namespace rlmscope {

class Ticker : public QObject {
    Q_OBJECT
public:
    static Ticker& instance();
    /// Repaints the widget at each tick while `moving` and the widget can be seen, or the `part` of it that is not what it
    /// was: a run that waits for its model costs next to nothing. Forgotten when it is destroyed.
    void setMoving(QWidget* widget, bool moving, std::function<QRegion()> part = {});

private:
    Ticker();
    void tick();

    struct Moving {
        QWidget* widget = nullptr;
        std::function<QRegion()> part;
    };
    QTimer m_timer;
    QList<Moving> m_moving;
};

} // namespace rlmscope
