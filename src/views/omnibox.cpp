#include "views/omnibox.h"

#include "itemmodels/omnibox_model.h"
#include "views/icon.h"
#include "views/paint.h"
#include "views/theme.h"
#include "views/widgets.h"

#include <QAction>
#include <QApplication>
#include <QFrame>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace rlmscope {

namespace {

constexpr int ShownRows = 14;

class RowDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {100, Theme::instance().px(28)}; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QPainter& p = *painter;
        p.save();
        const auto kind = static_cast<OmniboxModel::Row>(index.data(OmniboxModel::RowRole).toInt());
        const bool heading = kind == OmniboxModel::Row::Heading;
        const bool selected = (option.state & QStyle::State_Selected) && !heading;
        const bool contrast = Theme::instance().isHighContrast();
        if (selected) p.fillRect(option.rect, themed(Token::Sel));
        else if (heading) p.fillRect(option.rect, themed(Token::Alt));
        else if (option.state & QStyle::State_MouseOver) p.fillRect(option.rect, themed(Token::Hover));
        const Token main = selected ? Token::SelText : kind == OmniboxModel::Row::Problem ? Token::Err : Token::Tx;
        const Token quiet = selected ? (contrast ? Token::SelText : Token::Tx2) : Token::Tx3;
        QRectF room = QRectF(option.rect).adjusted(10, 0, -10, 0);
        const double size = Theme::instance().px(16);
        if (!heading) {
            const int node = index.data(OmniboxModel::NodeKindRole).toInt();
            QString name = index.data(OmniboxModel::IconRole).toString();
            Token colour = quiet;
            if (node >= 0) {
                const KindLook look = kindLook(static_cast<NodeKind>(node));
                name = look.icon;
                colour = selected && (contrast || static_cast<NodeKind>(node) == NodeKind::Turn) ? quiet : look.color;
            }
            if (!name.isEmpty()) paintIcon(p, QRectF(room.left(), std::round(room.center().y() - size / 2), size, size), name, themed(colour));
            room.setLeft(room.left() + size + 8);
        }
        if (const QString side = index.data(OmniboxModel::SideRole).toString(); !side.isEmpty()) {
            const QFont& font = themed(FontRole::Small);
            const double width = QFontMetricsF(font).horizontalAdvance(side) + 1;
            paint::text(p, QRectF(room.right() - width, room.top(), width, room.height()), side, font, themed(quiet), Qt::AlignRight);
            room.setRight(room.right() - width - 12);
        }
        // The name has what it needs, up to two thirds; where it lies has the rest.
        const QString title = index.data(OmniboxModel::TitleRole).toString(), detail = index.data(OmniboxModel::DetailRole).toString();
        const QFont& font = themed(heading ? FontRole::BaseStrong : FontRole::Base);
        QRectF left = room;
        if (!detail.isEmpty()) {
            const double detailWidth = std::min(QFontMetricsF(themed(FontRole::Small)).horizontalAdvance(detail) + 14, room.width() * 0.45);
            left.setRight(room.right() - detailWidth);
        }
        const int used = paint::text(p, left, title, font, themed(main));
        if (!detail.isEmpty())
            paint::text(p, QRectF(left.left() + used + 12, room.top(), room.right() - left.left() - used - 12, room.height()), detail, themed(FontRole::Small), themed(quiet));
        p.restore();
    }
};

} // namespace

/// The list below the field and the line that says how many there are. A child of the window, not a window: the field keeps the
/// focus, and nothing covers another program.
class OmniboxPopup : public QFrame {
public:
    explicit OmniboxPopup(OmniboxModel* model) : QFrame(nullptr) {
        setObjectName(QStringLiteral("omniboxAnswers"));
        setFocusPolicy(Qt::NoFocus);
        list = new QListView(this);
        list->setFrameShape(QFrame::NoFrame);
        list->setModel(model);
        list->setItemDelegate(new RowDelegate(list));
        list->setUniformItemSizes(true);
        list->setFocusPolicy(Qt::NoFocus);
        list->setMouseTracking(true);
        list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        list->setEditTriggers(QAbstractItemView::NoEditTriggers);
        list->setAccessibleName(OmniboxModel::tr("Answers"));
        summary = new ThemedLabel({}, FontRole::Small, Token::Tx2, this);
        summary->setElided(true);
        summary->setContentsMargins(10, 5, 10, 6);
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(1, 1, 1, 1);
        column->setSpacing(0);
        column->addWidget(list, 1);
        column->addWidget(summary);
        hide();
    }
    QListView* list;
    ThemedLabel* summary;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.fillRect(rect(), themed(Token::Base));
        p.setPen(themed(Token::Line2));
        p.drawRect(QRect(0, 0, width() - 1, height() - 1));
        if (summary->isVisible()) p.fillRect(QRect(1, summary->y(), width() - 2, 1), themed(Token::Line));
    }
};

Omnibox::Omnibox(OmniboxModel* model, QWidget* parent) : QLineEdit(parent), m_model(model), m_popup(new OmniboxPopup(model)) {
    setObjectName(QStringLiteral("omnibox"));
    setPlaceholderText(tr("Go to a node, variable or text"));
    setAccessibleName(tr("Go to a node, a variable or a text; > runs a command, ? asks a question"));
    addAction(icon(QStringLiteral("find")), LeadingPosition);
    setMaxLength(4'000);
    connect(this, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_moved = false;
        m_model->setText(text);
        showAnswers();
    });
    connect(m_model, &OmniboxModel::modelReset, this, &Omnibox::showAnswers);
    connect(m_model, &OmniboxModel::summaryChanged, this, &Omnibox::showAnswers);
    connect(m_model, &OmniboxModel::textWanted, this, [this](const QString& text) {
        setText(text);
        m_moved = false;
        m_model->setText(text);
    });
    connect(m_popup->list, &QListView::clicked, this, [this](const QModelIndex& index) { choose(index.row()); });
}

QListView* Omnibox::list() const { return m_popup->list; }
bool Omnibox::isOpen() const { return m_popup->isVisible(); }
QSize Omnibox::sizeHint() const { return {Theme::instance().px(540), QLineEdit::sizeHint().height()}; }

void Omnibox::open(const QString& text) {
    if (!hasFocus()) m_before = QApplication::focusWidget();
    setFocus(Qt::ShortcutFocusReason);
    setText(text);
    m_moved = false;
    m_model->setText(text);
    showAnswers();
}

void Omnibox::focusInEvent(QFocusEvent* event) {
    QLineEdit::focusInEvent(event);
    Q_EMIT opened();
    if (event->reason() == Qt::MouseFocusReason) {
        m_model->setText(text());
        showAnswers();
    }
    update();
}

void Omnibox::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (!m_choosing && event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason) close(false);
    update();
}

bool Omnibox::event(QEvent* event) {
    // Tab completes while there is something to complete.
    if (event->type() == QEvent::KeyPress && isOpen()) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const int row = m_popup->list->currentIndex().row();
        const auto kind = static_cast<OmniboxModel::Row>(m_popup->list->currentIndex().data(OmniboxModel::RowRole).toInt());
        if (key->key() == Qt::Key_Tab && row >= 0) {
            int completion = row;
            if (kind != OmniboxModel::Row::Completion && kind != OmniboxModel::Row::Mode)
                for (completion = 0; completion < m_model->rowCount(); ++completion)
                    if (m_model->index(completion).data(OmniboxModel::RowRole).toInt() == static_cast<int>(OmniboxModel::Row::Completion)) break;
            if (completion < m_model->rowCount()) m_model->activate(completion);
            return true;
        }
    }
    return QLineEdit::event(event);
}

bool Omnibox::eventFilter(QObject* watched, QEvent* event) {
    if (watched == window() && event->type() == QEvent::Resize && isOpen()) showAnswers();
    return QLineEdit::eventFilter(watched, event);
}

void Omnibox::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Down: return isOpen() ? step(1) : showAnswers();
    case Qt::Key_Up: return step(-1);
    case Qt::Key_PageDown: return step(ShownRows - 1);
    case Qt::Key_PageUp: return step(1 - ShownRows);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isOpen()) choose(m_popup->list->currentIndex().row());
        return event->accept();
    case Qt::Key_Escape: return close(true);
    default: QLineEdit::keyPressEvent(event);
    }
}

void Omnibox::step(int by) {
    const int n = m_model->rowCount();
    if (n == 0) return;
    int row = m_popup->list->currentIndex().row();
    const int direction = by > 0 ? 1 : -1;
    row = by == 1 || by == -1 ? (row + by + n) % n : std::clamp(row + by, 0, n - 1);
    for (int tried = 0; tried < n && !m_model->isSelectable(row); ++tried) row = (row + direction + n) % n;
    if (!m_model->isSelectable(row)) return;
    m_moved = true;
    m_row = row;
    m_popup->list->setCurrentIndex(m_model->index(row));
}

void Omnibox::choose(int row) {
    if (!m_model->isSelectable(row)) return;
    const auto kind = static_cast<OmniboxModel::Row>(m_model->index(row).data(OmniboxModel::RowRole).toInt());
    const bool goesOn = kind == OmniboxModel::Row::Completion || kind == OmniboxModel::Row::Library || kind == OmniboxModel::Row::Mode;
    // Commands act on what had the focus before: it has it again when they run.
    if (goesOn) return m_model->activate(row);
    m_choosing = true;
    m_popup->hide();
    if (m_before && m_before->isVisible()) m_before->setFocus(Qt::OtherFocusReason);
    else clearFocus();
    m_model->activate(row);
    m_choosing = false;
    clear();
    m_model->clear();
}

void Omnibox::close(bool giveBackFocus) {
    m_popup->hide();
    if (giveBackFocus) {
        if (m_before && m_before->isVisible()) m_before->setFocus(Qt::OtherFocusReason);
        else clearFocus();
    }
    clear();
    m_model->clear();
}

void Omnibox::showAnswers() {
    if (!hasFocus() || !isVisible()) return;
    if (m_popup->parentWidget() != window()) {
        m_popup->setParent(window());
        window()->installEventFilter(this);
    }
    const int rows = std::min(m_model->rowCount(), ShownRows);
    m_popup->summary->setText(m_model->summary());
    m_popup->summary->setVisible(!m_model->summary().isEmpty());
    if (rows == 0 && m_model->summary().isEmpty()) return m_popup->hide();
    const int rowHeight = Theme::instance().px(28);
    const int width = std::max(this->width(), std::min(Theme::instance().px(640), window()->width() - 16));
    const QPoint below = mapTo(window(), QPoint(0, this->height() + 3));
    const int left = std::max(8, std::min(below.x() + this->width(), window()->width()) - width); // ends where the field ends
    const int height = rows * rowHeight + 2 + (m_popup->summary->isVisibleTo(m_popup) ? m_popup->summary->sizeHint().height() : 0);
    m_popup->setGeometry(left, below.y(), width, std::min(height, window()->height() - below.y() - 8));
    m_popup->list->setVisible(rows > 0);
    m_popup->show();
    m_popup->raise();
    int row = m_moved ? std::min(m_row, m_model->rowCount() - 1) : -1; // rows are made anew while workers find more
    if (m_model->isSelectable(row)) {
        m_popup->list->setCurrentIndex(m_model->index(row));
    } else {
        for (row = 0; row < m_model->rowCount() && !m_model->isSelectable(row); ++row) {}
        m_popup->list->setCurrentIndex(m_model->index(row < m_model->rowCount() ? row : -1));
    }
}

void Omnibox::resizeEvent(QResizeEvent* event) {
    QLineEdit::resizeEvent(event);
    if (isOpen()) showAnswers();
}

/// What can be typed, at the right, while nothing is.
void Omnibox::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    if (!text().isEmpty()) return;
    QPainter p(this);
    double right = width() - 8;
    const int words = Theme::instance().px(40) + fontMetrics().horizontalAdvance(placeholderText()); // with the picture before them
    for (const QString& chip : {QKeySequence(Qt::CTRL | Qt::Key_P).toString(QKeySequence::NativeText), tr("? query"), tr("> command")}) {
        const QFont& font = themed(FontRole::Hint);
        const double w = QFontMetricsF(font).horizontalAdvance(chip) + 10, h = Theme::instance().px(17);
        if (right - w < words) break;
        const QRectF box(std::round(right - w) + 0.5, std::round((height() - h) / 2) + 0.5, w - 1, h - 1);
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(themed(Token::Line2));
        p.setBrush(Qt::NoBrush);
        p.drawRoundedRect(box, 3, 3);
        paint::text(p, box, chip, font, themed(Token::Tx3), Qt::AlignHCenter);
        right -= w + 6;
    }
}

} // namespace rlmscope
