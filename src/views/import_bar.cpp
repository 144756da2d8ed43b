#include "views/import_bar.h"

#include "itemmodels/format.h"
#include "itemmodels/import_job.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace rlmscope {
namespace {

/// "5 s", "2 m 10 s": whole seconds, more would be a promise.
QString leftText(double seconds) {
    const auto whole = static_cast<Nanos>(std::max(1.0, seconds));
    return whole < 60 ? format::count(whole) + QStringLiteral(" s") : format::duration(whole * 1'000'000'000);
}

} // namespace

ImportBar::ImportBar(ImportJob* job, QWidget* parent)
    : QWidget(parent)
    , m_job(job)
    , m_title(new ThemedLabel({}, FontRole::BaseStrong, Token::Tx, this))
    , m_detail(new ThemedLabel({}, FontRole::Small, Token::Tx2, this))
    , m_bar(new QProgressBar(this))
    , m_cancel(new QPushButton(tr("Cancel"), this)) {
    setAccessibleName(tr("Import"));
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(Theme::instance().px(220), Theme::instance().px(6));
    m_bar->setAccessibleName(tr("Imported so far"));
    m_title->setElided(true);
    m_detail->setElided(true);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_title);
    texts->addWidget(m_detail);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 7, 12, 8);
    row->setSpacing(12);
    row->addWidget(new IconLabel(QStringLiteral("import"), Token::Acc, 16, this));
    row->addLayout(texts, 1);
    row->addWidget(m_bar);
    row->addWidget(m_cancel);
    connect(m_cancel, &QPushButton::clicked, job, [this] {
        m_cancel->setEnabled(false);
        m_job->cancel();
    });
    connect(job, &ImportJob::progressed, this, &ImportBar::refresh);
    connect(job, &ImportJob::finished, this, &QWidget::hide);
    hide();
}

void ImportBar::refresh() {
    constexpr double Quick = 0.5; // what is done sooner needs no bar
    if (!m_job->isRunning() || m_job->seconds() < Quick) return;
    const auto& p = m_job->progress();
    const int files = static_cast<int>(p.files);
    const auto at = std::min(p.done + 1, p.files);
    m_title->setText(files == 1 ? tr("Importing %1").arg(QString::fromStdString(p.current)) : tr("Importing %1 of %n file(s)", nullptr, files).arg(format::count(static_cast<std::int64_t>(at))));
    QString detail = tr("%1 of %2").arg(format::bytes(p.read), format::bytes(p.bytes));
    if (const auto left = m_job->secondsLeft(); left >= 0) detail += QStringLiteral(" · ") + tr("about %1 left").arg(leftText(left));
    if (p.failed > 0) detail += QStringLiteral(" · ") + tr("%n not imported", nullptr, static_cast<int>(p.failed));
    m_detail->setText(detail);
    m_bar->setValue(p.bytes ? static_cast<int>(double(p.read) * 1000 / double(p.bytes)) : 0);
    m_cancel->setEnabled(true);
    show();
}

void ImportBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), themed(Token::Win));
    painter.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
}

} // namespace rlmscope
