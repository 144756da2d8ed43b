#include "views/opening_bar.h"

#include "itemmodels/format.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>

namespace rlmscope {

OpeningBar::OpeningBar(QWidget* parent) : QWidget(parent), m_text(new ThemedLabel({}, FontRole::Base, Token::Tx, this)), m_bar(new QProgressBar(this)) {
    setAccessibleName(tr("Opening a trace"));
    m_text->setElided(true);
    m_bar->setRange(0, 0); // how long it takes depends on what is in it
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(Theme::instance().px(180));
    m_bar->setAccessibleName(tr("Opening a trace"));
    auto* cancel = new QPushButton(tr("Cancel"), this);
    setLook(cancel, "small");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 6, 12, 7);
    row->setSpacing(12);
    row->addWidget(m_text, 1);
    row->addWidget(m_bar);
    row->addWidget(cancel);
    m_delay.setSingleShot(true);
    m_delay.setInterval(300);
    connect(&m_delay, &QTimer::timeout, this, &QWidget::show);
    connect(cancel, &QPushButton::clicked, this, [this] {
        end();
        Q_EMIT cancelled();
    });
    hide();
}

void OpeningBar::begin(const QString& name, quint64 bytes) {
    m_text->setText(tr("Opening %1, %2…").arg(name, format::bytes(bytes)));
    m_delay.start();
}

void OpeningBar::end() {
    m_delay.stop();
    hide();
}

void OpeningBar::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), themed(Token::Base));
    p.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
}

} // namespace rlmscope
