#pragma once
// The coverage map: a square for each line of the context (or for more, when there are many), filled by how many calls
// read it. Outline = never read; a dot = touched by code only; half filled = maybe read, the same text stands elsewhere
// too; a line below = the call that is looked at. Arrows move the selection, Shift extends it, G goes to the next gap,
// Shift+G to the one before, Enter opens the call.
#include "itemmodels/coverage_grid.h"
#include "itemmodels/coverage_job.h"

#include <QWidget>

namespace rlmscope {

class CoverageMap : public QWidget {
    Q_OBJECT
public:
    explicit CoverageMap(QWidget* parent = nullptr);

    void setJob(CoverageJob* job);
    void setUnit(CoverageGrid::Unit unit);
    void setDocument(int document); ///< -1: all as one strip
    int document() const { return m_document; }
    /// What is chosen, in bytes of the strip.
    void setSelection(CoverageJob::Stretch stretch);
    CoverageJob::Stretch selection() const { return m_selection; }
    /// Ranges of the call that is looked at; sorted.
    void setHighlight(std::vector<insight::CoverageRange> ranges);

    const CoverageGrid& grid() const;
    QRectF squareRect(int square) const;
    QString squareText(int square) const; ///< for tooltip and screen reader
    QString legendText() const;           ///< "one square is one line, one row is 100"

    QSize sizeHint() const override { return {640, 420}; }
    QSize minimumSizeHint() const override { return {240, 120}; }

public Q_SLOTS:
    void goToNextGap();
    void goToPreviousGap();

Q_SIGNALS:
    void selectionChanged(const rlmscope::CoverageJob::Stretch& stretch); ///< by the user
    void activated();
    void gridChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void invalidate();
    void lay() const;
    int squareAtPoint(const QPointF& at) const;
    void choose(int from, int to);
    void moveTo(int square, bool extend);
    void goToGap(const insight::Gap* gap);
    void paintSquares(QPainter& p) const;
    void paintHighlight(QPainter& p) const;
    void paintSelection(QPainter& p) const;
    void paintLabels(QPainter& p) const;
    double labelWidth() const;

    CoverageJob* m_job = nullptr;
    CoverageGrid::Unit m_unit = CoverageGrid::Unit::Lines;
    int m_document = -1;
    CoverageJob::Stretch m_selection;
    std::vector<insight::CoverageRange> m_highlight;
    int m_anchor = 0, m_current = 0; ///< squares
    mutable CoverageGrid m_grid;
    mutable QSizeF m_cell;
    mutable QPointF m_origin;
    mutable bool m_dirty = true, m_unfilled = true;
};

void installCoverageAccessibility();

} // namespace rlmscope
