#include "views/fold_box.h"

#include "views/icon.h"
#include "views/style.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QToolButton>

namespace rlmscope {

FoldBox::FoldBox(const QString& name, std::function<QWidget*(QWidget*)> make, QWidget* parent)
    : QWidget(parent), m_make(std::move(make)), m_fold(new QToolButton(this)), m_label(new ThemedLabel({}, FontRole::Small, Token::Tx3, this)), m_head(new QWidget(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_head->setFixedHeight(Theme::instance().px(26));
    m_head->setBackgroundRole(QPalette::AlternateBase);
    m_head->setAutoFillBackground(true);
    auto* row = new QHBoxLayout(m_head);
    row->setContentsMargins(4, 0, 8, 0);
    row->setSpacing(6);
    setLook(m_fold, "quiet");
    m_fold->setText(name);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setIconSize(QSize(10, 10));
    m_fold->setFont(themed(FontRole::SmallStrong));
    m_label->setElided(true);
    row->addWidget(m_fold);
    row->addWidget(m_label, 1);
    column->addWidget(new Hairline(Qt::Horizontal, this));
    column->addWidget(m_head);
    connect(m_fold, &QToolButton::clicked, this, [this] { setOpen(!m_open); });
    connect(&Theme::instance(), &Theme::changed, this, [this] { m_fold->setFont(themed(FontRole::SmallStrong)); });
    m_open = true;
    setOpen(false);
}

void FoldBox::setIndent(int level) {
    m_head->layout()->setContentsMargins(4 + 12 * level, 0, 8, 0);
}

void FoldBox::setOpen(bool open) {
    if (open == m_open) return;
    m_open = open;
    if (open && !m_body && m_make) {
        m_body = m_make(this);
        if (m_body) layout()->addWidget(m_body);
    }
    if (m_body) m_body->setVisible(open);
    m_fold->setIcon(icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), Token::Tx3));
    m_fold->setAccessibleName(open ? tr("Fold: %1").arg(m_fold->text()) : tr("Unfold: %1").arg(m_fold->text()));
    showNote();
}

void FoldBox::setNote(const QString& note) {
    m_note = note;
    showNote();
}

void FoldBox::setTeaser(const QString& teaser) {
    m_teaser = teaser;
    showNote();
}

void FoldBox::showNote() {
    m_label->setText(m_open || m_teaser.isEmpty() ? m_note : m_note + QStringLiteral(" · ") + m_teaser);
    m_label->setToolTip(m_note);
}

} // namespace rlmscope
