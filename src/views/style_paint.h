#pragma once
// How the proxy style draws its controls, one function per control; style.cpp only dispatches.
#include <QStyleOption>

class QPainter;
class QColor;
class QProxyStyle;
class QRect;
class QWidget;

namespace rlmscope::paint_control {

inline bool has(const QStyleOption& option, QStyle::StateFlag flag) { return option.state & flag; }

void box(QPainter& p, const QRect& rect, const QColor& fill, const QColor& border, double radius, double width = 1);
void field(QPainter& p, const QStyleOption& option, const QWidget* widget);
void frame(QPainter& p, const QStyleOption& option, const QWidget* widget);
void pushButton(QPainter& p, const QStyleOptionButton& option, const QWidget* widget);
void pushButtonLabel(QPainter& p, const QStyleOptionButton& option, const QWidget* widget);
void toolButton(QPainter& p, const QStyleOptionToolButton& option, const QWidget* widget);
void checkMark(QPainter& p, const QStyleOption& option, bool round);
void focusRing(QPainter& p, const QRect& rect, double radius);
void comboBox(QPainter& p, const QStyleOptionComboBox& option, const QWidget* widget);
void comboBoxLabel(QPainter& p, const QStyleOptionComboBox& option, const QRect& edit);
void spinBox(QPainter& p, const QStyleOptionSpinBox& option, const QRect& up, const QRect& down,
             const QWidget* widget);
void tabShape(QPainter& p, const QStyleOptionTab& option);
void tabLabel(QPainter& p, const QStyleOptionTab& option);
void headerSection(QPainter& p, const QStyleOptionHeader& option);
void headerLabel(QPainter& p, const QStyleOptionHeader& option);
void menuItem(QPainter& p, const QStyleOptionMenuItem& option);
void menuBarItem(QPainter& p, const QStyleOptionMenuItem& option);
void scrollBar(QPainter& p, const QStyleOptionSlider& option, const QRect& handle);
void dockTitle(QPainter& p, const QStyleOptionDockWidget& option);
void separator(QPainter& p, const QStyleOption& option, bool lineStandsUpright);
void progress(QPainter& p, const QStyleOptionProgressBar& option);
void itemBackground(QPainter& p, const QStyleOption& option, const QWidget* widget);

} // namespace rlmscope::paint_control
