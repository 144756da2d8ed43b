#pragma once
// The events of a run as a line with a thumb: drag it, click, or use the keys. Turns are ticks, what failed is vermilion; where
// there are more than pixels, how many decides how strong a tick is.
//   Left / Right   an event; with Shift a turn, with Ctrl a cell
//   Home / End     the first event; now
//   Space          play, pause
#include "itemmodels/moment_player.h"

#include <QWidget>

namespace rlmscope {

class ScrubberTrack : public QWidget {
    Q_OBJECT
public:
    explicit ScrubberTrack(MomentPlayer* player, QWidget* parent = nullptr);

    MomentPlayer* player() const { return m_player; }
    QString valueText() const; ///< "event 812 of 1,386, 14.2 s, Turn 3 starts"
    QSize sizeHint() const override { return {240, 36}; }
    QSize minimumSizeHint() const override { return {60, 24}; }

Q_SIGNALS:
    void playRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Column {
        std::uint16_t turns = 0, cells = 0, errors = 0;
    };
    double xOf(Seq moment) const;
    Seq momentAt(double x) const;
    void countColumns();
    void moved();

    MomentPlayer* m_player;
    std::vector<Column> m_columns; ///< by pixel
    Seq m_counted = 0;             ///< length of the run they were counted for
    QElapsedTimer m_sinceCount;
    bool m_dragging = false;
};

/// Makes ScrubberTrack a slider for QAccessible; harmless when called again.
void installScrubberAccessibility();

} // namespace rlmscope
