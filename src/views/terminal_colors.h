#pragma once
// Colours that a program asked for, as they can be read in the theme: the sixteen names are tokens, the others keep their
// hue and get the lightness that text on their ground needs.
#include "base/terminal_text.h"

#include <QColor>

namespace rlmscope {

struct TerminalLook {
    QColor text;
    QColor ground; ///< invalid = none
};
TerminalLook terminalLook(const TerminalStyle& style);

/// `color` made lighter or darker until text in it reads well on `ground`.
QColor readableOn(QColor color, const QColor& ground, double ratio = 4.5);

} // namespace rlmscope
