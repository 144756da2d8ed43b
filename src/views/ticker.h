#pragma once
// The one clock of everything that moves: the running ring (8 steps a second), live numbers and the now-line. It ticks
// only while somebody visible asked for it, so an idle window costs nothing.
#include <QObject>
#include <QTimer>

class QWidget;

namespace rlmscope {

class Ticker : public QObject {
    Q_OBJECT
public:
    static Ticker& instance();
    /// Repaints the widget at each tick while `moving` and the widget can be seen. Forgotten when it is destroyed.
    void setMoving(QWidget* widget, bool moving);

private:
    Ticker();
    void tick();

    QTimer m_timer;
    QList<QWidget*> m_widgets;
};

} // namespace rlmscope
