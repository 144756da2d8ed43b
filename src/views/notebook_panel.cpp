#include "views/notebook_panel.h"

#include "views/dock_keys.h"
#include "views/icon.h"
#include "views/paint.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace rlmscope {

namespace {

class EntryDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static int headingHeight(const QModelIndex& index) { return index.data(NotebookModel::HeadingRole).toString().isEmpty() ? 0 : Theme::instance().px(24); }
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        return {100, Theme::instance().px(42) + headingHeight(index)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QPainter& p = *painter;
        p.save();
        QRectF row = option.rect;
        if (const int height = headingHeight(index); height > 0) {
            const QRectF head(row.left(), row.top(), row.width(), height);
            p.fillRect(head, themed(Token::Alt));
            paint::text(p, head.adjusted(12, 0, -8, 0), index.data(NotebookModel::HeadingRole).toString(), themed(FontRole::Hint), themed(Token::Tx2));
            row.setTop(row.top() + height);
        }
        const bool selected = option.state & QStyle::State_Selected;
        const bool active = option.widget && option.widget->hasFocus();
        const bool contrast = Theme::instance().isHighContrast();
        if (selected) {
            if (contrast && !active) {
                p.setPen(themed(Token::Line));
                p.drawRect(row.adjusted(0.5, 0.5, -0.5, -0.5));
            } else {
                p.fillRect(row, themed(active ? Token::Sel : Token::SelInactive));
            }
        } else if (option.state & QStyle::State_MouseOver) {
            p.fillRect(row, themed(Token::Hover));
        }
        const Token main = selected && active ? Token::SelText : Token::Tx;
        const Token quiet = selected ? (contrast && active ? Token::SelText : Token::Tx2) : Token::Tx3;
        const double size = Theme::instance().px(16), half = row.height() / 2;
        const QString words = index.data(NotebookModel::TextRole).toString(), name = index.data(NotebookModel::NameRole).toString();
        QStringList where;
        if (const QString path = index.data(NotebookModel::PathRole).toString(); !words.isEmpty() || path != name) where << path; // the root says its name once
        if (const QString moment = index.data(NotebookModel::MomentTextRole).toString(); !moment.isEmpty()) where << moment;
        const QString when = index.data(NotebookModel::WhenRole).toString();
        const QFont& small = themed(FontRole::Small);
        const double whenWidth = QFontMetricsF(small).horizontalAdvance(when) + 1;
        // One line where there is nothing to say in the second but the time.
        const bool oneLine = where.isEmpty() && !index.data(NotebookModel::StarredRole).toBool();
        const QRectF upper(row.left() + 12, row.top() + 3, row.width() - 20, oneLine ? row.height() - 6 : half - 2);
        const QRectF lower = oneLine ? upper : QRectF(upper.left() + size + 7, row.top() + half, upper.width() - size - 7, half - 4);
        const int kind = index.data(NotebookModel::KindRole).toInt();
        const KindLook look = kindLook(static_cast<NodeKind>(std::max(kind, 0)));
        const bool plain = kind < 0 || (selected && contrast && active);
        paintIcon(p, QRectF(upper.left(), std::round(upper.center().y() - size / 2), size, size), kind < 0 ? QStringLiteral("note") : look.icon,
                  themed(plain ? quiet : look.color));
        QRectF room = upper.adjusted(size + 7, 0, oneLine ? -whenWidth - 8 : 0, 0);
        if (index.data(NotebookModel::StarredRole).toBool()) {
            const double star = Theme::instance().px(14);
            paintIcon(p, QRectF(room.right() - star, std::round(room.center().y() - star / 2), star, star), QStringLiteral("star-on"), themed(quiet));
            room.setRight(room.right() - star - 6);
        }
        paint::text(p, room, words.isEmpty() ? name : QString(words).replace(QLatin1Char('\n'), QLatin1Char(' ')),
                    themed(words.isEmpty() ? FontRole::Base : FontRole::BaseMedium), themed(main));
        paint::text(p, QRectF(lower.right() - whenWidth, lower.top(), whenWidth, lower.height()), when, small, themed(quiet), Qt::AlignRight);
        paint::text(p, lower.adjusted(0, 0, -whenWidth - 8, 0), where.join(QStringLiteral(" · ")), small, themed(quiet));
        p.restore();
    }
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const override {
        auto* field = new QLineEdit(parent);
        field->setPlaceholderText(NotebookPanel::tr("In your own words"));
        field->setAccessibleName(NotebookPanel::tr("Words of this entry"));
        field->setMaxLength(2'000);
        return field;
    }
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const QRect row = option.rect.adjusted(6, headingHeight(index) + 2, -6, 0);
        editor->setGeometry(row.left(), row.top(), row.width(), editor->sizeHint().height());
    }
    void setEditorData(QWidget* editor, const QModelIndex& index) const override {
        static_cast<QLineEdit*>(editor)->setText(index.data(NotebookModel::TextRole).toString());
    }
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override {
        model->setData(index, static_cast<QLineEdit*>(editor)->text(), NotebookModel::TextRole);
    }
};

class EntryList : public QListView {
public:
    using QListView::QListView;

protected:
    void paintEvent(QPaintEvent* event) override {
        QListView::paintEvent(event);
        if (!model() || model()->rowCount() > 0) return;
        QPainter p(viewport());
        p.setFont(themed(FontRole::Base));
        p.setPen(themed(Token::Tx3));
        p.drawText(viewport()->rect().adjusted(12, 10, -12, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                   NotebookPanel::tr("Where you go is listed here. Write words to an entry (F2) to keep it with the trace."));
    }
};

} // namespace

NotebookPanel::NotebookPanel(NotebookModel* model, QWidget* parent) : QWidget(parent), m_model(model), m_list(new EntryList(this)) {
    m_list->setModel(model);
    m_list->setItemDelegate(new EntryDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setAccessibleName(tr("Notebook"));
    m_list->installEventFilter(this);
    setDockKeys(m_list, tr("Notebook"), {{tr("Enter"), tr("go there")}, {tr("F2"), tr("write")}, {QStringLiteral("*"), tr("star")},
                                         {tr("Del"), tr("remove")}, {tr("Alt+↑ ↓"), tr("move a kept entry"), false}});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_list, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(8, 3, 8, 3);
    auto* marks = new QPushButton(tr("Bookmarks and notes in the tree"), this);
    setLook(marks, "link");
    marks->setToolTip(tr("Filters the tree by is:bookmarked or is:noted"));
    foot->addWidget(marks);
    foot->addStretch(1);
    column->addWidget(new Hairline(Qt::Horizontal, this));
    column->addLayout(foot);
    connect(marks, &QPushButton::clicked, this, &NotebookPanel::marksRequested);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) { Q_EMIT entryChosen(m_model->at(index.row())); });
    connect(m_list, &QListView::customContextMenuRequested, this, &NotebookPanel::menu);
}

void NotebookPanel::star(int row) {
    if (row < 0) return;
    const auto index = m_model->index(row);
    m_model->setData(index, !index.data(NotebookModel::StarredRole).toBool(), NotebookModel::StarredRole);
}

bool NotebookPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_list || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const int row = current();
    if (row < 0) return false;
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter: Q_EMIT entryChosen(m_model->at(row)); return true;
    case Qt::Key_Delete: m_model->remove(row); return true;
    case Qt::Key_Asterisk: star(row); return true;
    case Qt::Key_Up:
    case Qt::Key_Down: {
        if (!(key->modifiers() & Qt::AltModifier)) return false;
        const int by = key->key() == Qt::Key_Up ? -1 : 1;
        if (m_model->canMove(row, by)) {
            m_model->move(row, by);
            m_list->setCurrentIndex(m_model->index(row + by));
        }
        return true;
    }
    default: return false;
    }
}

void NotebookPanel::menu(const QPoint& at) {
    const auto index = m_list->indexAt(at);
    QMenu menu(this);
    if (index.isValid()) {
        const int row = index.row();
        menu.addAction(tr("Go there"), this, [this, row] { Q_EMIT entryChosen(m_model->at(row)); });
        menu.addAction(icon(QStringLiteral("note")), tr("Write…"), this, [this, index] { m_list->edit(index); });
        const bool starred = index.data(NotebookModel::StarredRole).toBool();
        menu.addAction(icon(starred ? QStringLiteral("star") : QStringLiteral("star-on")), starred ? tr("Take the star away") : tr("Keep with a star"), this, [this, row] { star(row); });
        menu.addSeparator();
        menu.addAction(tr("Move up"), this, [this, row] { m_model->move(row, -1); })->setEnabled(m_model->canMove(row, -1));
        menu.addAction(tr("Move down"), this, [this, row] { m_model->move(row, 1); })->setEnabled(m_model->canMove(row, 1));
        menu.addAction(tr("Remove"), this, [this, row] { m_model->remove(row); });
        menu.addSeparator();
    }
    menu.addAction(tr("Forget where I went"), m_model, &NotebookModel::clearRecent);
    menu.exec(m_list->viewport()->mapToGlobal(at));
}

} // namespace rlmscope
