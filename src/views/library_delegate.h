#pragma once
// Paints the cells of the library table.
#include <QStyledItemDelegate>

namespace rlmscope {

class LibraryDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    struct Cell;
    void paintGroup(const Cell& cell) const;
    void paintState(const Cell& cell) const;
    void paintName(const Cell& cell) const;
    void paintScore(const Cell& cell) const;
    void paintGraph(const Cell& cell) const;
};

} // namespace rlmscope
