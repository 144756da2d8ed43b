#include "views/column_area.h"

#include <QEvent>
#include <QLayout>
#include <QScrollBar>

#include <algorithm>

namespace rlmscope {

ColumnArea::ColumnArea(QWidget* parent) : QScrollArea(parent) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

QSize ColumnArea::minimumSizeHint() const {
    const QSize usual = QScrollArea::minimumSizeHint();
    if (!widget()) return usual;
    return {std::max(usual.width(), widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width()), usual.height()};
}

bool ColumnArea::eventFilter(QObject* object, QEvent* event) {
    if (object == widget() && event->type() == QEvent::LayoutRequest) updateGeometry();
    return QScrollArea::eventFilter(object, event);
}

int ColumnBody::heightForWidth(int width) const {
    return layout() ? layout()->totalMinimumHeightForWidth(width) : QWidget::heightForWidth(width);
}

} // namespace rlmscope
