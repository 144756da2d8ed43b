#include "views/rail.h"

#include "views/icon.h"
#include "views/paint.h"
#include "views/style.h"
#include "views/theme.h"

#include <QButtonGroup>
#include <QKeyEvent>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace rlmscope {

Rail::Rail(QWidget* parent) : QWidget(parent), m_buttons(new QButtonGroup(this)), m_top(new QVBoxLayout), m_bottom(new QVBoxLayout) {
    setAccessibleName(tr("Places"));
    m_buttons->setExclusive(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 1, 4);
    layout->setSpacing(0);
    m_top->setSpacing(2);
    m_bottom->setSpacing(2);
    layout->addLayout(m_top);
    layout->addStretch(1);
    layout->addLayout(m_bottom);
    setFixedWidth(Theme::instance().px(56) + 1);
}

QSize Rail::sizeHint() const { return {width(), 300}; }

void Rail::addPlace(const QString& id, const QString& iconName, const QString& name, bool bottom) {
    auto* button = new QToolButton(this);
    setLook(button, "rail");
    button->setObjectName(id);
    button->setText(name);
    button->setAccessibleName(name);
    button->setIcon(icon(iconName));
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_buttons->addButton(button);
    (bottom ? m_bottom : m_top)->addWidget(button);
    // 56 px are enough for English; "Einstellungen" needs more, and room between it and the mark of the selected place.
    auto font = themed(FontRole::Rail);
    font.setWeight(QFont::DemiBold);
    setFixedWidth(std::max(width(), QFontMetrics(font).horizontalAdvance(name) + Theme::instance().px(16) + 1));
    connect(button, &QToolButton::clicked, this, [this, id] { Q_EMIT placeRequested(id); });
}

void Rail::setCurrent(const QString& id) {
    for (QAbstractButton* button : m_buttons->buttons())
        if (button->objectName() == id)
            button->setChecked(true);
}

QString Rail::current() const {
    return m_buttons->checkedButton() ? m_buttons->checkedButton()->objectName() : QString();
}

void Rail::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up) {
        focusNextPrevChild(event->key() == Qt::Key_Down);
        return;
    }
    QWidget::keyPressEvent(event);
}

void Rail::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), themed(Token::Win));
    paint::hairline(p, QRect(width() - 1, 0, 1, height()));
}

} // namespace rlmscope
