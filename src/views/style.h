#pragma once
// One proxy over Fusion that draws every standard control from the theme's tokens: flat, hairlines, no gradients.
// Variants are chosen by the dynamic property "look", which a .ui form can set as well:
//   QPushButton  "primary", "small", "big", "link", "crumb", "segment" (checkable, inside a "segments" frame)
//   QToolButton  "rail", "quiet" (icon only, no frame until hover)
//   QFrame and text edits  "field" (bordered like a line edit), "card" (base fill, hairline), "drop" (dashed), "segments"
//   any field    property "invalid" = true draws its border in the error colour
#include <QProxyStyle>

namespace rlmscope {

class Style : public QProxyStyle {
    Q_OBJECT

public:
    Style();

    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl sub,
                         const QWidget* widget) const override;
    QIcon standardIcon(StandardPixmap which, const QStyleOption* option, const QWidget* widget) const override;

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    void polish(QWidget* widget) override;
    using QProxyStyle::polish;
};

/// The "look" property of a widget, empty when it has none.
QString lookOf(const QWidget* widget);
void setLook(QWidget* widget, const char* look);
/// Marks a field wrong or right again and says why in its tool tip and accessible description.
void setFieldError(QWidget* field, const QString& problem);

} // namespace rlmscope
