#include "views/call_tree_delegates.h"

#include "itemmodels/call_tree_model.h"
#include "itemmodels/format.h"
#include "views/call_tree_view.h"
#include "views/icon.h"
#include "views/paint.h"
#include "views/theme.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace rlmscope {

namespace {

constexpr int Indent = 16;

void background(QPainter& p, const QStyleOptionViewItem& option) {
    option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, &p, option.widget);
}

bool isSelected(const QStyleOptionViewItem& option) { return option.state & QStyle::State_Selected; }

/// Hints on a selected row need the stronger grey (contrast 4.0 otherwise).
Token hintToken(const QStyleOptionViewItem& option) {
    if (!isSelected(option))
        return Token::Tx3;
    const bool active = option.widget && option.widget->hasFocus();
    return Theme::instance().isHighContrast() && active ? Token::SelText : Token::Tx2;
}

Token nameToken(const QStyleOptionViewItem& option) {
    const bool active = option.widget && option.widget->hasFocus();
    return isSelected(option) && active ? Token::SelText : Token::Tx;
}

/// Far down, the left of the tree is cut, never the name: at most this many levels are indented.
int shownLevel(int level, int width) {
    return std::min(level, std::max(3, width * 2 / 5 / Indent));
}

constexpr int StateMargin = 6; // right of the state of a row

/// The state of a row at its right end; returns the width taken.
int paintState(QPainter& p, const QRectF& room, const QModelIndex& index, const QStyleOptionViewItem& option) {
    const auto status = static_cast<NodeStatus>(index.data(CallTreeModel::StatusRole).toInt());
    const double size = Theme::instance().px(16);
    double right = room.right() - StateMargin;
    const auto place = [&](double width) {
        right -= width;
        return QRectF(right, room.top(), width, room.height());
    };
    const bool marked = index.data(CallTreeModel::ShowsStatusRole).toBool();
    if (index.data(CallTreeModel::PausedRole).toBool() && marked) {
        const QRectF r = place(size);
        paintIcon(p, QRectF(r.left(), std::round(r.center().y() - size / 2), size, size), pausedLook().icon,
                  themed(isSelected(option) && Theme::instance().isHighContrast() ? nameToken(option) : pausedLook().color));
    } else if (status == NodeStatus::Running && marked) {
        const QRectF r = place(size);
        paint::runningRing(p, QRectF(r.left(), std::round(r.center().y() - size / 2), size, size), themed(Token::Acc));
    } else if (status == NodeStatus::Queued && marked) {
        const QRectF r = place(size);
        paintIcon(p, QRectF(r.left(), std::round(r.center().y() - size / 2), size, size), QStringLiteral("queued"),
                  themed(hintToken(option)));
    }
    const QString badge = index.data(CallTreeModel::BadgeRole).toString();
    if (!badge.isEmpty()) {
        const BadgeTone tone = index.data(CallTreeModel::BadgeQuietRole).toBool() ? BadgeTone::Neutral
                               : index.data(CallTreeModel::BadgeErrorRole).toBool() ? BadgeTone::Error : BadgeTone::Warning;
        right -= right < room.right() - StateMargin ? 6 : 0;
        paint::badge(p, place(paint::badgeWidth(badge, tone)), badge, tone, isSelected(option));
    } else if (status == NodeStatus::Error || status == NodeStatus::Interrupted || status == NodeStatus::Cancelled) {
        const StatusLook look = statusLook(status);
        const QFontMetricsF metrics(themed(FontRole::Small));
        const double width = metrics.horizontalAdvance(look.word);
        const QColor colour = themed(isSelected(option) && Theme::instance().isHighContrast() ? Token::SelText : look.color);
        paint::text(p, place(width + 1), look.word, themed(FontRole::Small), colour);
        const QRectF r = place(size + 4);
        const double small = Theme::instance().px(14);
        paintIcon(p, QRectF(r.left(), std::round(r.center().y() - small / 2), small, small), look.icon, colour);
    }
    return static_cast<int>(room.right() - right);
}

/// The user's bookmark and note, left of the state; returns the width taken.
int paintMarks(QPainter& p, const QRectF& room, const QModelIndex& index, const QStyleOptionViewItem& option) {
    const double size = Theme::instance().px(14);
    double right = room.right();
    const auto mark = [&](const QString& name) {
        right -= size;
        paintIcon(p, QRectF(right, std::round(room.center().y() - size / 2 + 0.5), size, size), name,
                  themed(isSelected(option) ? nameToken(option) : Token::Tx2));
        right -= 5;
    };
    if (!index.data(CallTreeModel::NoteRole).toString().isEmpty()) mark(QStringLiteral("note"));
    if (index.data(CallTreeModel::BookmarkRole).toBool()) mark(QStringLiteral("bookmark"));
    return static_cast<int>(room.right() - right);
}

/// Behind the name of a row that answers a question: a fill, and a line below it, so that it can be told without colour. The
/// chosen row has its own fill.
void paintMatch(QPainter& p, const QRectF& room, const QString& name, const QFont& font, const QStyleOptionViewItem& option) {
    const double width = std::min(QFontMetricsF(font).horizontalAdvance(name) + 6, room.width() + 3);
    const QRectF box(room.left() - 3, room.top() + 3, width, room.height() - 6);
    if (!Theme::instance().isHighContrast() && !isSelected(option)) p.fillRect(box, themed(Token::Sel));
    p.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 2), themed(isSelected(option) ? nameToken(option) : Token::Acc));
}

} // namespace

QRect CallNameDelegate::arrowRect(const QRect& cell, int level) {
    const int size = 16;
    const int x = cell.left() + 2 + Indent * shownLevel(level, cell.width());
    return {x, cell.center().y() - size / 2 + 1, size, size};
}

QRect CallNameDelegate::ringRect(const QRect& cell) {
    const int size = Theme::instance().px(16);
    return {cell.right() - StateMargin - size - 1, cell.top(), size + 2, cell.height()};
}

QSize CallNameDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {280, Theme::instance().px(23)};
}

void CallNameDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QPainter& p = *painter;
    const QRect cell = option.rect;
    p.save();
    p.setClipRect(cell);
    background(p, option);
    // Eight times a second only the ring turns: the texts are not laid out for it.
    if (const auto* view = qobject_cast<const CallTreeView*>(option.widget); view && view->paintsOnly(ringRect(cell), cell)) {
        paintState(p, QRectF(cell.topLeft(), QPointF(cell.right(), cell.bottom() + 1)), index, option);
        return p.restore();
    }
    const int level = index.data(CallTreeModel::LevelRole).toInt();
    const int hidden = level - shownLevel(level, cell.width());
    if (m_rows) {
        QColor rail = themed(Token::Frame);
        bool outermost = true;
        for (const int railLevel : m_rows->railLevels(index.row(), *index.model())) {
            if (railLevel >= hidden)
                p.fillRect(QRect(cell.left() + 9 + Indent * (railLevel - hidden), cell.top(), 2, cell.height()), rail);
            if (std::exchange(outermost, false))
                rail.setAlphaF(0.55f);
        }
    }
    const QRect arrow = arrowRect(cell, level);
    if (index.data(CallTreeModel::ExpandableRole).toBool())
        paintIcon(p, QRectF(arrow).adjusted(2, 2, -2, -2),
                  index.data(CallTreeModel::ExpandedRole).toBool() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"),
                  themed(hintToken(option)));

    const auto kind = static_cast<CallTreeModel::RowKind>(index.data(CallTreeModel::KindRole).toInt());
    const KindLook& look = kindLook(kind);
    const double iconSize = Theme::instance().px(16);
    const double iconX = arrow.right() + 3;
    Token iconToken = look.color;
    if (isSelected(option) && (kind == CallTreeModel::TurnRow || Theme::instance().isHighContrast()))
        iconToken = hintToken(option);
    paintIcon(p, QRectF(iconX, std::round(cell.center().y() - iconSize / 2 + 0.5), iconSize, iconSize), look.icon, themed(iconToken));

    const FontRole role = kind == CallTreeModel::FrameRow ? FontRole::BaseStrong
                          : kind == CallTreeModel::TurnRow ? FontRole::BaseMedium : FontRole::Base;
    QRectF room(iconX + iconSize + 6, cell.top(), 0, cell.height());
    room.setRight(cell.right());
    room.setRight(room.right() - paintState(p, room, index, option) - 4);
    room.setRight(room.right() - paintMarks(p, room, index, option));
    const QString name = index.data(CallTreeModel::NameRole).toString();
    if (index.data(CallTreeModel::MatchRole).toBool()) paintMatch(p, room, name, themed(role), option);
    const Token nameColour = index.data(CallTreeModel::AsideRole).toBool() && !isSelected(option) ? Token::Tx3 : nameToken(option);
    QString hint = index.data(CallTreeModel::HintRole).toString();
    QRectF nameRoom = room;
    if (kind == CallTreeModel::GroupRow) { // how many are done is what a fan-out is watched for: the name gives way to it
        const QFontMetricsF metrics(themed(FontRole::Base));
        if (QFontMetricsF(themed(role)).horizontalAdvance(name) + 7 + metrics.horizontalAdvance(hint) > room.width()) hint = hint.section(format::comma(), 0, 0);
        nameRoom.setWidth(std::max(0.0, room.width() - metrics.horizontalAdvance(hint) - 8));
    }
    const int used = paint::text(p, nameRoom, name, themed(role), themed(nameColour));
    room.setLeft(room.left() + used + 7);
    if (!hint.isEmpty()) {
        if (index.data(CallTreeModel::HintBadgeRole).toBool() && paint::badgeWidth(hint, BadgeTone::Neutral) <= room.width())
            paint::badge(p, room, hint, BadgeTone::Neutral, isSelected(option));
        else
            paint::text(p, room, hint, themed(FontRole::Base), themed(hintToken(option)));
    }
    p.restore();
}

// ---- time -----------------------------------------------------------------------------------------------------

Nanos TimeAxis::step(double pixels) const {
    const double least = static_cast<double>(span) * pixels / std::max(1.0, width);
    for (double unit = 1e3; unit < 1e18; unit *= 10)
        for (const double factor : {1.0, 2.0, 5.0})
            if (unit * factor >= least && unit * factor < 6e10)
                return static_cast<Nanos>(unit * factor);
            else if (unit * factor >= 6e10)
                for (const double minutes : {1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 720.0, 1440.0})
                    if (minutes * 6e10 >= least)
                        return static_cast<Nanos>(minutes * 6e10);
    return span;
}

TimeAxis timeAxis(Nanos span, const QRect& cell) {
    // Some air to the right, so that the now-line of a live run does not stick to the next column.
    return {std::max<Nanos>(1, span + span / 8), static_cast<double>(cell.left()), static_cast<double>(cell.width() - 8)};
}

namespace {

void frameBar(QPainter& p, const QRectF& bar, bool open, const QColor& colour) {
    const double y = std::round(bar.center().y());
    p.fillRect(QRectF(bar.left(), y - 1, bar.width(), 2), colour);
    p.fillRect(QRectF(bar.left(), y - 4, 2, 8), colour);
    if (!open && bar.width() > 3)
        p.fillRect(QRectF(bar.right() - 2, y - 4, 2, 8), colour);
}

void outlined(QPainter& p, const QRectF& bar, const QColor& fill, const QColor& edge) {
    p.fillRect(bar, edge);
    if (bar.width() > 2)
        p.fillRect(bar.adjusted(1, 1, -1, -1), fill);
}

void part(QPainter& p, const BarPart& piece, const TimeAxis& axis, Nanos now, const QRect& cell) {
    if (piece.start < 0)
        return;
    const bool open = piece.end < 0;
    const double x1 = std::round(axis.x(piece.start));
    const double x2 = std::max(x1 + 1, std::round(axis.x(open ? std::max(now, piece.start) : piece.end)));
    const double y = cell.center().y() - 3;
    const QRectF bar(x1, y, x2 - x1, 8);
    const KindLook look = kindLook(piece.kind);
    const QColor solid = themed(look.color);
    switch (piece.kind) {
    case NodeKind::Frame: frameBar(p, bar, open, solid); break;
    case NodeKind::Turn: break; // drawn as its parts
    case NodeKind::ModelCall: {
        // Tint until the first token, solid while it streams.
        const double first = piece.firstToken >= 0 ? std::clamp(std::round(axis.x(piece.firstToken)), x1, x2) : open ? x2 : x1;
        if (first > x1)
            outlined(p, QRectF(x1, y, first - x1, 8), themed(look.tint), solid);
        p.fillRect(QRectF(first, y, x2 - first, 8), solid);
        break;
    }
    case NodeKind::Cell:
        if (piece.waits)
            outlined(p, bar, themed(look.tint), solid);
        else
            p.fillRect(bar, solid);
        break;
    case NodeKind::SubCall: p.fillRect(bar, solid); break;
    }
}

void groupArea(QPainter& p, const CallTreeRows& rows, const QModelIndex& index, const TimeAxis& axis, const QRect& cell) {
    const auto start = index.data(CallTreeModel::StartRole).toLongLong();
    auto end = index.data(CallTreeModel::EndRole).toLongLong();
    if (start < 0)
        return;
    if (end < 0)
        end = rows.now();
    const double x1 = std::round(axis.x(start));
    const double x2 = std::max(x1 + 1, std::round(axis.x(end)));
    const int buckets = static_cast<int>(std::clamp(x2 - x1, 1.0, 2000.0));
    const std::vector<float> area = rows.groupArea(index.row(), buckets);
    const double height = cell.height() - 8;
    const double base = cell.bottom() - 3;
    for (std::size_t i = 0; i < area.size(); ++i) {
        const double left = x1 + (x2 - x1) * static_cast<double>(i) / static_cast<double>(area.size());
        const double right = x1 + (x2 - x1) * static_cast<double>(i + 1) / static_cast<double>(area.size());
        const double h = area[i] > 0 ? std::max(1.0, std::round(area[i] * height)) : 0;
        p.fillRect(QRectF(left, base - h, std::max(1.0, right - left), h), themed(Token::Sub));
    }
}

} // namespace

namespace {

/// The critical path goes through this row: the line under its bar, as in the lanes.
void pathLine(QPainter& p, const CallTreeRows& rows, const QModelIndex& index, const TimeAxis& axis, const QRect& cell) {
    const auto start = index.data(CallTreeModel::StartRole).toLongLong();
    const auto end = index.data(CallTreeModel::EndRole).toLongLong();
    if (start < 0) return;
    const double x1 = std::round(axis.x(start)), x2 = std::round(axis.x(end < 0 ? rows.span() : end));
    p.fillRect(QRectF(x1, cell.bottom() - 4, std::max(1.0, x2 - x1), 3), themed(Token::Tx));
}

} // namespace

void CallBarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QPainter& p = *painter;
    p.save();
    p.setClipRect(option.rect);
    background(p, option);
    if (m_rows) {
        const TimeAxis axis = timeAxis(m_rows->span(), option.rect);
        p.fillRect(QRect(option.rect.left(), option.rect.top(), 1, option.rect.height()), themed(Token::Line));
        if (index.data(CallTreeModel::KindRole).toInt() == CallTreeModel::GroupRow)
            groupArea(p, *m_rows, index, axis, option.rect);
        else
            for (const BarPart& piece : m_rows->parts(index.row()))
                part(p, piece, axis, m_rows->now(), option.rect);
        if (m_onPath && m_onPath(index.row())) pathLine(p, *m_rows, index, axis, option.rect);
        if (m_rows->hasNowLine())
            p.fillRect(QRectF(std::round(axis.x(m_rows->now())), option.rect.top(), 1, option.rect.height()), themed(Token::Acc));
    }
    p.restore();
}

// ---- numbers --------------------------------------------------------------------------------------------------

QString CallNumberDelegate::textOf(const QModelIndex& index) {
    return index.data(Qt::DisplayRole).toString();
}

void CallNumberDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    background(*painter, option);
    const QString text = textOf(index);
    Token token = nameToken(option);
    if (text == format::unknown())
        token = hintToken(option);
    else if (index.column() == CallTreeModel::TimeColumn
             && index.data(CallTreeModel::StatusRole).toInt() == static_cast<int>(NodeStatus::Running)
             && !index.data(CallTreeModel::PausedRole).toBool() && token == Token::Tx)
        token = Token::Acc;
    paint::text(*painter, QRectF(option.rect).adjusted(4, 0, -8, 0), text, themed(FontRole::MonoColumn), themed(token), Qt::AlignRight);
}

CallTreeHeader::CallTreeHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setSectionsClickable(true); // cost and tokens change between all below and own
    setHighlightSections(false);
    setMinimumSectionSize(48);
    setAccessibleName(tr("Columns of the call tree"));
}

void CallTreeHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    if (section != CallTreeModel::BarColumn || !m_rows) {
        QHeaderView::paintSection(painter, rect, section);
        return;
    }
    QPainter& p = *painter;
    p.save();
    p.setClipRect(rect);
    p.fillRect(rect, themed(Token::Alt));
    const TimeAxis axis = timeAxis(m_rows->span(), rect);
    const Nanos step = std::max<Nanos>(1, axis.step(62));
    for (Nanos t = 0; t <= axis.span; t += step) {
        const double x = std::round(axis.x(t));
        const QString label = format::clockTime(t);
        const double width = std::ceil(QFontMetricsF(themed(FontRole::MonoColumn)).horizontalAdvance(label));
        if (x + 5 + width > rect.right()) // half a number is a wrong one
            break;
        p.fillRect(QRectF(x, rect.top(), 1, rect.height()), themed(Token::Line));
        paint::text(p, QRectF(x + 5, rect.top(), width + 1, rect.height()), label, themed(FontRole::MonoColumn), themed(Token::Tx3));
    }
    p.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), themed(Token::Line));
    p.restore();
}

} // namespace rlmscope
