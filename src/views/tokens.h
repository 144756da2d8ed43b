#pragma once
// The colour table of the window: every token in the three schemes. No other file holds a hex value.
// A test computes the contrast of each one from this table (text at least 4.5, icons and bars at least 3.0).
#include <QColor>

namespace rlmscope {

enum class Scheme { Light, Dark, HighContrast };

enum class Token {
    Win,        ///< menus, bars, dock titles
    Base,       ///< views
    Alt,        ///< headers inside views
    Code,       ///< code and stdout background
    Line,       ///< hairline
    Line2,      ///< border of a control
    Grid,       ///< chart grid
    Tx,         ///< text
    Tx2,        ///< secondary text
    Tx3,        ///< hints, units
    Acc,        ///< primary button, focus, now-line, running
    OnAcc,
    Sel,        ///< selection
    SelText,    ///< text on it
    SelInactive,
    Hover,
    // Kinds.
    Frame, Turn, Model, Cell, Sub, Tool,
    TintFrame, TintModel, TintCell, TintSub, TintTool, ///< the waiting part of a bar
    // Status: only for what needs a person.
    Warn, WarnFill, WarnEdge,
    Err, ErrFill, ErrEdge,
    Ok,
    Heat0, Heat1, Heat2, Heat3, Heat4,
    SynKeyword, SynString, SynNumber, SynComment,
    Count
};

/// The colour of a token in a scheme.
QColor tokenColor(Scheme scheme, Token token);

/// WCAG 2 contrast ratio of two opaque colours, 1 to 21.
double contrastRatio(const QColor& a, const QColor& b);

} // namespace rlmscope
