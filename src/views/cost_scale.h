#pragma once
// What a run can cost, before it starts: the money bar with its marks named above and their amounts below.
#include "views/tokens.h"

#include <QRectF>
#include <QWidget>

#include "base/units.h" // below Qt's: moc 6.4 stumbles over <compare> when it comes first

#include <optional>
#include <vector>

namespace rlmscope {

class CostScale : public QWidget {
    Q_OBJECT
public:
    explicit CostScale(QWidget* parent = nullptr);

    /// The limit, and what reading the context once is estimated to cost; absent = none, not known.
    void setMarks(std::optional<PicoUsd> limit, std::optional<PicoUsd> once);
    /// Where the words of the marks stand, the cheapest first; they never touch.
    std::vector<QRectF> labelRects() const;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Mark {
        double usd;
        QString name, amount;
        Token token;
    };
    std::vector<Mark> m_marks;
    double m_limit = 0, m_once = 0; ///< USD; 0 = no mark
    double scale() const;
};

} // namespace rlmscope
