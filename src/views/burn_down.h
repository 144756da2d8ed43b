#pragma once
// What is left of a limit over the run's own time, or what is spent when there is none: a painted chart with the four
// marks of money (spent, reserved hatched, limit a line, estimate dashed). Says its figures to screen readers.
#include "insight/burn.h"

#include <QString>
#include <QWidget>

namespace rlmscope {

/// What there is to draw. Amounts are in the units of LimitState, times are active run time.
struct BurnCurve {
    QVector<std::pair<Nanos, std::int64_t>> spent; ///< ascending; the last one is now
    LimitState state;                              ///< limit 0 = none: the curve rises
    double perSecond = 0;                          ///< estimated pace; 0 = not known
    bool live = false, simulated = false, unknown = false;
};
/// The course of one limit; `state` says what of it is spent, reserved and kept now.
BurnCurve burnCurve(const insight::Burn& burn, const LimitState& state, Nanos age, std::int64_t inherited = 0);

class BurnDown : public QWidget {
    Q_OBJECT
public:
    explicit BurnDown(QWidget* parent = nullptr);
    void setCurve(const BurnCurve& curve);
    const BurnCurve& curve() const { return m_curve; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QRectF plotRect() const;
    QString caption() const;
    double top() const;      ///< amount at the upper edge
    Nanos horizon() const;   ///< time at the right edge
    double x(Nanos time) const;
    double y(double amount) const;
    double shown(std::int64_t spent) const; ///< left, or spent
    void paintAxes(QPainter& p) const;
    void paintCurve(QPainter& p) const;
    void paintNow(QPainter& p) const;
    void paintWords(QPainter& p) const;

    BurnCurve m_curve;
};

} // namespace rlmscope
