#include "views/library_delegate.h"

#include "itemmodels/format.h"
#include "itemmodels/library_model.h"
#include "views/icon.h"
#include "views/library_look.h"
#include "views/theme.h"

#include <QLineEdit>
#include <QPainter>
#include <QTableView>

#include <cmath>

namespace rlmscope {

namespace {

constexpr int CellInset = 8;

const LibraryModel* modelOf(const QModelIndex& index) { return qobject_cast<const LibraryModel*>(index.model()); }

} // namespace

// One cell while it is painted.
struct LibraryDelegate::Cell {
    QPainter& p;
    const QStyleOptionViewItem& option;
    const QModelIndex& index;
    const LibraryModel& model;
    const LibraryModel::Line& line;
    QRectF room;
    bool selected, strong;

    bool inverted() const { return strong && Theme::instance().isHighContrast(); }
    bool hidden() const { return line.row && line.row->run.hidden; }
    Token token(Token wanted) const {
        if (inverted()) return Token::SelText;
        if (strong && wanted == Token::Tx) return Token::SelText;
        return selected && wanted == Token::Tx3 ? Token::Tx2 : wanted;
    }
    QColor color(Token wanted) const { return themed(token(hidden() && wanted == Token::Tx ? Token::Tx3 : wanted)); }
    QString text() const { return index.data(Qt::DisplayRole).toString(); }
};

QSize LibraryDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {80, Theme::instance().px(30)}; }

void LibraryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* model = modelOf(index);
    const auto* line = model ? model->line(index.row()) : nullptr;
    if (!line) return;
    painter->save();
    option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
    painter->setClipRect(option.rect);
    const bool selected = option.state & QStyle::State_Selected;
    const Cell cell{*painter, option, index, *model, *line, QRectF(option.rect).adjusted(CellInset, 0, -CellInset, 0), selected, selected && option.widget->hasFocus()};
    if (!line->row) paintGroup(cell);
    else if (index.column() == LibraryModel::GraphColumn) paintGraph(cell);
    else if (index.column() == LibraryModel::StateColumn) paintState(cell);
    else if (index.column() == LibraryModel::NameColumn) paintName(cell);
    else if (index.column() == LibraryModel::ScoreColumn) paintScore(cell);
    else {
        const auto text = cell.text();
        const bool number = LibraryModel::isNumber(index.column());
        const bool quiet = text == format::unknown() || index.column() == LibraryModel::NumberColumn || index.column() == LibraryModel::StartedColumn ||
                           index.column() == LibraryModel::StrategyColumn || index.column() == LibraryModel::ModelsColumn ||
                           (index.column() == LibraryModel::CostColumn && !line->row->costKnown());
        const Token token = !line->row->fileError.empty() && index.column() == LibraryModel::AnswerColumn ? Token::Err
                            : text == format::unknown()                                                    ? Token::Tx3
                            : quiet                                                                        ? Token::Tx2
                                                                                                           : Token::Tx;
        paint::text(*painter, cell.room, text, themed(number ? FontRole::MonoColumn : FontRole::Small), cell.color(token), number ? Qt::AlignRight : Qt::AlignLeft);
    }
    if (!selected) paint::hairline(*painter, option.rect.left(), option.rect.bottom(), option.rect.right() + 1, option.rect.bottom(), themed(Token::Grid));
    painter->restore();
}

void LibraryDelegate::paintGroup(const Cell& cell) const {
    if (!cell.selected) cell.p.fillRect(cell.option.rect, themed(Token::Alt));
    const auto* group = cell.model.groupOf(cell.index.row());
    if (!group) return;
    const int column = cell.index.column();
    if (column == LibraryModel::GraphColumn) {
        const double size = Theme::instance().px(12);
        const QRectF mark(cell.option.rect.left() + 6, std::round(cell.room.center().y() - size / 2), size, size);
        paintIcon(cell.p, mark, group->isFolded ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"), cell.color(Token::Tx2));
        return;
    }
    const bool number = LibraryModel::isNumber(column);
    const bool name = column == LibraryModel::NameColumn;
    paint::text(cell.p, cell.room, cell.text(), themed(name ? FontRole::BaseStrong : number ? FontRole::MonoColumn : FontRole::Small),
                cell.color(name ? Token::Tx : Token::Tx2), number ? Qt::AlignRight : Qt::AlignLeft);
}

void LibraryDelegate::paintGraph(const Cell& cell) const {
    const auto& row = *cell.line.row;
    const QColor background = themed(cell.inverted() ? Token::Sel : cell.strong ? Token::Sel : cell.selected ? Token::SelInactive : Token::Base);
    const QColor disc = themed(cell.inverted() ? Token::SelText : row.run.hidden ? Token::Tx3 : Token::Frame);
    library::LaneRow lane = cell.line.lane;
    if (!cell.line.hasLane) lane.lane = 0;
    paint::lanes(cell.p, QRectF(cell.option.rect).adjusted(6, 0, 0, 1), lane, cell.line.hasLane, hasFilledDisc(row), themed(cell.inverted() ? Token::SelText : Token::Line2), disc, background);
}

void LibraryDelegate::paintState(const Cell& cell) const {
    const auto& row = *cell.line.row;
    const double size = Theme::instance().px(14);
    const QRectF mark(cell.room.left(), std::round(cell.room.center().y() - size / 2), size, size);
    auto look = stateLook(row.state);
    if (row.run.hidden) look = {QStringLiteral("close"), {}, Token::Tx3};
    if (row.state == library::RunState::Running && !row.run.hidden) paint::runningRing(cell.p, mark, cell.color(Token::Acc));
    else paintIcon(cell.p, mark, look.icon, cell.color(look.color));
    const bool loud = look.color == Token::Warn || look.color == Token::Err || look.color == Token::Acc;
    paint::text(cell.p, cell.room.adjusted(size + 6, 0, CellInset, 0), cell.text(), themed(FontRole::Small), cell.color(loud ? look.color : Token::Tx2));
}

void LibraryDelegate::paintName(const Cell& cell) const {
    double used = paint::text(cell.p, cell.room, cell.text(), themed(cell.selected ? FontRole::BaseMedium : FontRole::Base), cell.color(Token::Tx));
    for (const auto& tag : cell.line.row->run.tags) {
        const auto text = QString::fromStdString(tag);
        const QRectF room = cell.room.adjusted(used + 8, 0, 0, 0);
        if (room.width() < paint::badgeWidth(text, BadgeTone::Neutral)) break;
        used += 8 + paint::badge(cell.p, room, text, BadgeTone::Neutral, cell.inverted());
    }
    const auto relation = cell.index.data(LibraryModel::RelationRole).toString();
    const QRectF room = cell.room.adjusted(used + 10, 0, 0, 0);
    if (!relation.isEmpty() && room.width() > Theme::instance().px(48)) paint::text(cell.p, room, relation, themed(FontRole::Hint), cell.color(Token::Tx3));
}

void LibraryDelegate::paintScore(const Cell& cell) const {
    const int used = paint::text(cell.p, cell.room, cell.text(), themed(FontRole::MonoColumn),
                                 cell.color(cell.text() == format::unknown() ? Token::Tx3 : Token::Tx), Qt::AlignRight);
    const auto fraction = cell.index.data(LibraryModel::FractionRole);
    const double width = Theme::instance().px(26), height = Theme::instance().px(4);
    if (!fraction.isValid() || cell.room.width() < used + 6 + width) return;
    const QRectF bar(cell.room.right() - used - 6 - width, std::round(cell.room.center().y() - height / 2), width, height);
    if (cell.inverted()) { // no fill shows on that selection
        cell.p.setPen(QPen(themed(Token::SelText), 0));
        cell.p.setBrush(Qt::NoBrush);
        cell.p.drawRect(bar.adjusted(0, 0, -1, -1));
    } else {
        paint::track(cell.p, bar, Token::Grid);
    }
    cell.p.fillRect(QRectF(bar.left(), bar.top(), std::round(bar.width() * fraction.toDouble()), bar.height()), cell.color(Token::Turn));
}

QWidget* LibraryDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const {
    auto* editor = new QLineEdit(parent);
    editor->setAccessibleName(tr("Name of the run"));
    editor->setMaxLength(200);
    return editor;
}

void LibraryDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const {
    editor->setGeometry(option.rect.adjusted(0, 1, 0, -1));
}

} // namespace rlmscope
