#pragma once
// Marks that several views share, so that money, badges, kinds and states look the same everywhere.
#include "itemmodels/call_tree_model.h"
#include "views/tokens.h"

#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace rlmscope {

/// Colour = kind, plus a shape of its own: never told apart by fill alone.
struct KindLook {
    QString icon;
    Token color;
    Token tint; ///< the waiting part of its bar
};
const KindLook& kindLook(CallTreeModel::RowKind kind);
KindLook kindLook(NodeKind kind);

/// Status = icon + word.
struct StatusLook {
    QString icon;
    QString word;
    Token color;
};
StatusLook statusLook(NodeStatus status);
StatusLook pausedLook(); ///< what has not ended and stands still

enum class BadgeTone { Neutral, Warning, Error };

namespace paint {

/// Width that badge() will take, icon included.
int badgeWidth(const QString& text, BadgeTone tone);
/// A 17 px high badge centred on rect's height at its left edge. Returns its width.
int badge(QPainter& p, const QRectF& rect, const QString& text, BadgeTone tone, bool onSelection = false);

/// The running ring: eight steps a second from one shared clock, still when motion is reduced.
void runningRing(QPainter& p, const QRectF& rect, const QColor& color);

/// The whole of a bar, before what is reached is drawn on it: a fill, and an outline where fills do not show.
void track(QPainter& p, const QRectF& rect, Token fill = Token::Heat0);

/// 45 degree hatch, 2 px on 2 px off.
void hatch(QPainter& p, const QRectF& rect, const QColor& color);

struct Money {
    double spent = 0, reserved = 0; ///< USD
    double limit = 0;               ///< 0 = none
    double estimate = 0;            ///< 0 = none
    double scale = 0;               ///< USD of the whole bar; 0 = chosen from the others
};
/// spent solid, reserved hatched, limit a vermilion line, estimate dashed. The same four marks everywhere.
void moneyBar(QPainter& p, const QRectF& rect, const Money& money);

/// One line, elided right. Returns the width used.
int text(QPainter& p, const QRectF& rect, const QString& text, const QFont& font, const QColor& color,
         Qt::Alignment align = Qt::AlignLeft);

/// What a column needs for all of its title, and for the mark of the order where rows can be sorted by it.
int headerWidth(const QString& title, bool sorts = false);

/// A hairline exactly one device pixel wide.
void hairline(QPainter& p, double x1, double y1, double x2, double y2, const QColor& color);
/// The same along the middle of a place that is 1 px thick: at a scale of 1.5 a filled one is now one device pixel, now two.
void hairline(QPainter& p, const QRect& place);

} // namespace paint
} // namespace rlmscope
