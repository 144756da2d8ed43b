#include "views/facts_table.h"

#include "itemmodels/format.h"
#include "views/paint.h"
#include "views/theme.h"

#include <QHeaderView>
#include <QPainter>

#include <numeric>

namespace rlmscope {

QSize FactsDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {80, Theme::instance().px(23)}; }

QColor FactsDelegate::textColor(const QStyleOptionViewItem& option, Token token) {
    const bool selected = option.state & QStyle::State_Selected;
    if (selected && option.widget && option.widget->hasFocus() && (token == Token::Tx || Theme::instance().isHighContrast()))
        return themed(Token::SelText);
    return themed(selected && token == Token::Tx3 ? Token::Tx2 : token); // tx3 on a selection would be too faint
}

void FactsDelegate::paintText(QPainter& p, const QRectF& room, const QStyleOptionViewItem& option, const QModelIndex& index, Token token) {
    const QString text = index.data(Qt::DisplayRole).toString();
    const Qt::Alignment align = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    const bool number = align & Qt::AlignRight;
    const FontRole font = number ? FontRole::MonoColumn : FontRole::Base;
    const Token colour = text == format::unknown() ? Token::Tx3 : token;
    paint::text(p, room, text, themed(font), textColor(option, colour), align & Qt::AlignHorizontal_Mask);
}

void FactsDelegate::paintCell(QPainter& p, const QRectF& room, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    paintText(p, room, option, index, Token::Tx);
}

void FactsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
    painter->setClipRect(option.rect);
    const bool number = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>() & Qt::AlignRight; // may come nearer to its neighbour
    paintCell(*painter, QRectF(option.rect).adjusted(number ? 4 : 8, 0, -8, 0), option, index);
    painter->restore();
}

FactsTable::FactsTable(const QString& name, FactsDelegate* delegate, QWidget* parent) : QTableView(parent) {
    setAccessibleName(name);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    delegate->setParent(this);
    setItemDelegate(delegate);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setMinimumSectionSize(24);
    connect(&Theme::instance(), &Theme::changed, this, &FactsTable::applyTheme);
    applyTheme();
}

void FactsTable::applyTheme() {
    const Theme& theme = Theme::instance();
    verticalHeader()->setMinimumSectionSize(theme.px(20));
    verticalHeader()->setDefaultSectionSize(theme.px(23));
    horizontalHeader()->setFixedHeight(theme.px(24));
    layoutColumns();
}

void FactsTable::setEmptyText(const QString& text) {
    m_empty = text;
    viewport()->update();
}

void FactsTable::setColumnWidths(std::vector<int> widths) {
    m_widths = std::move(widths); // columns may have been shown or hidden, so equal widths are laid out again
    layoutColumns();
}

int FactsTable::wantedHeight() const {
    const int rows = model() ? model()->rowCount() : 0;
    return horizontalHeader()->height() + std::max(1, rows) * verticalHeader()->defaultSectionSize();
}

void FactsTable::layoutColumns() {
    if (!model() || model()->columnCount() != static_cast<int>(m_widths.size())) return;
    const Theme& theme = Theme::instance();
    const auto fixedWidth = [&](int column) {
        const QString title = model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        return std::max(theme.px(m_widths[static_cast<std::size_t>(column)]), title.isEmpty() ? 0 : paint::headerWidth(title));
    };
    int fixed = 0, open = 0;
    for (int column = 0; column < model()->columnCount(); ++column) {
        if (isColumnHidden(column)) continue;
        m_widths[static_cast<std::size_t>(column)] ? void(fixed += fixedWidth(column)) : void(++open);
    }
    const int rest = open ? std::max(theme.px(60), (viewport()->width() - fixed) / open) : 0;
    for (int column = 0; column < model()->columnCount(); ++column)
        if (!isColumnHidden(column)) setColumnWidth(column, m_widths[static_cast<std::size_t>(column)] ? fixedWidth(column) : rest);
}

void FactsTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    layoutColumns();
}

void FactsTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    if (current.row() != previous.row()) Q_EMIT currentRowChanged(current.row());
}

void FactsTable::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    if (model() && model()->rowCount() > 0) return;
    QPainter p(viewport());
    p.setFont(themed(FontRole::Base));
    p.setPen(themed(Token::Tx3));
    p.drawText(viewport()->rect().adjusted(12, 8, -12, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_empty);
}

} // namespace rlmscope
