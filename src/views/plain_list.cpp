#include "views/plain_list.h"

#include "views/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyledItemDelegate>

namespace rlmscope {
namespace {

class InsetDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        auto item = option;
        initStyleOption(&item, index);
        const auto text = std::exchange(item.text, QString());
        auto* style = item.widget ? item.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
        const bool selected = item.state & QStyle::State_Selected;
        const bool active = item.state & QStyle::State_Active;
        painter->save();
        auto font = item.font;
        if (selected) font.setWeight(QFont::Medium);
        painter->setFont(font);
        painter->setPen(themed(selected && active ? Token::SelText : Token::Tx));
        const int inset = Theme::instance().px(12);
        const auto room = item.rect.adjusted(inset, 0, -inset / 2, 0);
        painter->drawText(room, Qt::AlignVCenter, QFontMetrics(font).elidedText(text, Qt::ElideRight, room.width()));
        painter->restore();
    }
};

} // namespace

PlainList::PlainList(QWidget* parent) : QListWidget(parent) {
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new InsetDelegate(this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

QListWidgetItem* PlainList::addText(const QString& text, const QString& id) {
    auto* item = new QListWidgetItem(text, this);
    item->setData(Qt::UserRole, id);
    item->setSizeHint({0, Theme::instance().px(28)});
    return item;
}

} // namespace rlmscope
