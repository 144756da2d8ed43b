#pragma once
// Runs as points: what they reached against what they cost. The chosen ones are filled; a dashed line joins those that
// nobody beats for their cost. A point is clicked to choose its run. Says its points to screen readers.
#include <QPointF>
#include <QString>
#include <QVector>
#include <QWidget>

namespace rlmscope {

struct ScatterPoint {
    double x = 0, y = 0;
    QString label; ///< "#13"
    bool chosen = false;
};

class RunScatter : public QWidget {
    Q_OBJECT
public:
    enum class Axis { Score, Money, Time };
    explicit RunScatter(QWidget* parent = nullptr);
    /// `highIsGood`: of y. Points beyond the first 500 are not drawn.
    void setPoints(const QVector<ScatterPoint>& points, Axis x, Axis y, bool highIsGood);
    int best() const { return static_cast<int>(m_front.size()); } ///< points that nobody beats
    QSize sizeHint() const override { return {380, 220}; }

Q_SIGNALS:
    void pointClicked(int point);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    QRectF plot() const;
    QPointF at(const ScatterPoint& point) const;
    int nearest(const QPointF& position) const;
    static QString tickText(Axis axis, double value, double step);

    QVector<ScatterPoint> m_points;
    QVector<int> m_front; ///< ascending in x
    Axis m_x = Axis::Money, m_y = Axis::Score;
    double m_maxX = 1, m_minY = 0, m_maxY = 1, m_stepX = 1, m_stepY = 0.25;
};

} // namespace rlmscope
