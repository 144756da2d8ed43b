#pragma once
// The painters of the call tree's columns. They read roles only and keep no state per row.
#include "views/call_tree_rows.h"

#include <QHeaderView>
#include <QStyledItemDelegate>

#include <functional>

namespace rlmscope {

/// Rails, fold arrow, kind icon, name, hint, state.
class CallNameDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void setRows(const CallTreeRows* rows) { m_rows = rows; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// Where the fold arrow of a cell is, in its coordinates.
    static QRect arrowRect(const QRect& cell, int level);
    /// Where the ring of a running row turns.
    static QRect ringRect(const QRect& cell);

private:
    const CallTreeRows* m_rows = nullptr;
};

/// Bars on the time axis that the header shows.
class CallBarDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void setRows(const CallTreeRows* rows) { m_rows = rows; }
    /// Rows on the critical path are underlined; null = none is.
    void setPathTest(const std::function<bool(int row)>& test) { m_onPath = test; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const CallTreeRows* m_rows = nullptr;
    std::function<bool(int)> m_onPath;
};

/// Cost, tokens, time: monospaced, right-aligned; exact values in the tool tip.
class CallNumberDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// What a cell of a number column says.
    static QString textOf(const QModelIndex& index);
};

/// Ordinary section titles, and a time axis over the bar column.
class CallTreeHeader : public QHeaderView {
    Q_OBJECT
public:
    explicit CallTreeHeader(QWidget* parent);
    void setRows(const CallTreeRows* rows) { m_rows = rows; }

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;

private:
    const CallTreeRows* m_rows = nullptr;
};

/// The time axis shared by header and bars: run time <-> x within a cell.
struct TimeAxis {
    Nanos span = 1;
    double left = 0, width = 1;
    double x(Nanos time) const { return left + width * (static_cast<double>(time) / static_cast<double>(span)); }
    /// A step of 1, 2 or 5 x 10^n (or whole minutes) that leaves at least `pixels` between two ticks.
    Nanos step(double pixels) const;
};
TimeAxis timeAxis(Nanos span, const QRect& cell);

} // namespace rlmscope
