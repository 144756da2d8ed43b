#pragma once
// Icons are SVGs in icons/ drawn with currentColor; one engine tints them for state and theme, so a theme change
// needs no new QIcon. Kind icons carry the colour of their kind, every other icon that of the text.
#include "views/tokens.h"

#include <QIcon>
#include <QPixmap>
#include <QString>

class QPainter;
class QRectF;

namespace rlmscope {

/// An icon by its file name in icons/ without ".svg". Follows text colour, state and theme.
QIcon icon(const QString& name);
/// The same in the colour of a token in every state but disabled.
QIcon icon(const QString& name, Token token);

/// For delegates: paints an icon in one colour. Pixmaps are cached by name, size and colour.
void paintIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color);
QPixmap iconPixmap(const QString& name, const QSizeF& size, const QColor& color, qreal devicePixelRatio);

/// True when icons/NAME.svg was compiled in.
bool hasIcon(const QString& name);

} // namespace rlmscope
