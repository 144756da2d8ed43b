#pragma once
// A quiet table of figures: no grid, rows of 23 px, numbers monospaced and right-aligned, one selection, keyboard as
// everywhere. Bars and icons are painted by what derives from FactsDelegate.
#include <QStyledItemDelegate>
#include <QTableView>

namespace rlmscope {

enum class Token;

class FactsDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    /// The inside of a cell, over the background of its state.
    virtual void paintCell(QPainter& painter, const QRectF& room, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    /// The colour of a text on this row's background: `quiet` for hints.
    static QColor textColor(const QStyleOptionViewItem& option, Token token);
    static void paintText(QPainter& painter, const QRectF& room, const QStyleOptionViewItem& option, const QModelIndex& index, Token token);
};

class FactsTable : public QTableView {
    Q_OBJECT
public:
    FactsTable(const QString& name, FactsDelegate* delegate, QWidget* parent = nullptr);
    void setEmptyText(const QString& text);
    /// Widths at scale 1 by column; 0 = takes what is left (shared by all of those).
    void setColumnWidths(std::vector<int> widths);
    /// Header and all rows.
    int wantedHeight() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

Q_SIGNALS:
    void currentRowChanged(int row);

private:
    void applyTheme();
    void layoutColumns();
    QString m_empty;
    std::vector<int> m_widths;
};

} // namespace rlmscope
