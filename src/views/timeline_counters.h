#pragma once
// Money, tokens and calls over the time axis of a timeline.
#include "itemmodels/timeline.h"
#include "views/timeline_canvas.h"

#include <QElapsedTimer>
#include <QWidget>

namespace rlmscope {

class TimelineCounters : public QWidget {
    Q_OBJECT
public:
    enum Series { Budget, SpendRate, InFlight, TokenSum, TokenRate, SeriesCount };
    /// Shares the axis of the canvas, its range and its moment.
    TimelineCounters(Timeline* timeline, TimelineCanvas* canvas, QWidget* parent = nullptr);
    void setSeries(Series series);
    Series series() const { return m_series; }
    QString title(Series series) const;
    /// "limit $0.50"; empty = none.
    QString hint() const;
    bool isLimited() const;
    QSize sizeHint() const override;

Q_SIGNALS:
    void hintChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Column { ///< of one pixel
        double value = 0, second = 0;
    };
    double valueIn(Nanos from, Nanos to, double* second) const;
    QString text(double value) const;
    double top(const std::vector<Column>& columns) const;
    QRectF plot() const;
    QRegion news() const;
    void onNow();
    void describe();

    Timeline* m_timeline;
    TimelineCanvas* m_canvas;
    Series m_series = Budget;
    bool m_wasLive = false;
    int m_paintedNow = -1; ///< where the moment was drawn last
    QElapsedTimer m_painted;
};

} // namespace rlmscope
