#pragma once
// All documents of the context as one thin bar: dark where much was read, a tick where a document begins, a mark where the
// text stands. A click or the arrow keys go there.
#include "itemmodels/coverage_job.h"

#include <QWidget>

namespace rlmscope {

class CoverageStrip : public QWidget {
    Q_OBJECT
public:
    explicit CoverageStrip(CoverageJob* job, QWidget* parent = nullptr);
    void setPlace(CoverageJob::Stretch stretch);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {60, sizeHint().height()}; }

Q_SIGNALS:
    void placeWanted(std::uint64_t byte); ///< of the strip

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    std::uint64_t size() const;
    QRectF barRect() const;
    std::uint64_t byteAt(double x) const;
    double xOf(std::uint64_t byte) const;
    void describe();
    CoverageJob* m_job;
    CoverageJob::Stretch m_place;
    std::vector<insight::StretchCoverage> m_columns; ///< by device column; made when painted
};

} // namespace rlmscope
