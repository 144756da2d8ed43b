#pragma once
// How coverage looks and reads everywhere: the map, its legend, the strip, the margin of the text.
#include "insight/coverage_profile.h"
#include "views/tokens.h"

#include <QBrush>
#include <QRectF>
#include <QString>
#include <QWidget>

class QPainter;

namespace rlmscope {

/// What was read so often (1..4): a colour; in high contrast dots, the denser the more often.
QBrush coverageBrush(int heat);
/// Three classes: never (outline), once, twice or more. Null: not known yet.
void paintCoverageSquare(QPainter& p, const QRectF& rect, const insight::StretchCoverage* coverage);
/// "Read once", "Never read; touched by code (estimated)".
QString coverageText(const insight::StretchCoverage& coverage);

/// never read / once / twice or more / maybe / code only / chosen in the tree
class CoverageLegend : public QWidget {
    Q_OBJECT
public:
    explicit CoverageLegend(QWidget* parent = nullptr);
    void setShowsMaybe(bool shows);  ///< only where there is any
    void setShowsChosen(bool shows); ///< the mark of what the chosen row received
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {60, sizeHint().height()}; } ///< what does not fit is cut, never the window

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool shows(int item) const;
    bool m_maybe = false, m_chosen = false;
};

} // namespace rlmscope
