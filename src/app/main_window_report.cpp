// The report of the window's run: its page, and writing it to a file.
#include "app/language.h"
#include "app/main_window.h"
#include "itemmodels/report_job.h"
#include "views/rail.h"
#include "views/run_status_bar.h"
#include "views/widgets.h"
#ifdef RLMSCOPE_WITH_WEB
#include "views/web/report_page.h"
#endif

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>
#include <QStackedWidget>

namespace rlmscope {

void MainWindow::makeReportPage() {
    m_reportJob = new ReportJob(this);
    connect(m_reportJob, &ReportJob::failed, this, &MainWindow::report);
#ifdef RLMSCOPE_WITH_WEB
    m_report = new ReportPage(installedLanguage());
    m_rail->addPlace(QStringLiteral("report"), QStringLiteral("report"), tr("Report"));
    m_pages->addWidget(m_report);
    connect(m_report, &ReportPage::exportRequested, this, &MainWindow::exportReport);
    connect(m_report, &ReportPage::printed, this, [this](const QString& path, bool ok) {
        if (ok) m_notice->showNotice(NoticeBar::Tone::Info, tr("Printed the report to %1.").arg(QFileInfo(path).fileName()));
        else m_notice->showNotice(NoticeBar::Tone::Error, tr("The report could not be printed to %1.").arg(path));
    });
#endif
}

void MainWindow::showReport() {
#ifdef RLMSCOPE_WITH_WEB
    m_rail->setCurrent(QStringLiteral("report"));
    m_pages->setCurrentWidget(m_report);
    m_status->setDocument(m_current);
    m_report->showRun(m_current);
    updateActions();
#endif
}

void MainWindow::exportReport() {
    if (!m_current) return;
    const auto page = tr("Page for any browser (*.html)");
    const auto dataOnly = tr("Data (*.json)");
    auto filter = page;
    auto target = QFileDialog::getSaveFileName(this, tr("Export report"), QFileInfo(m_current->path()).completeBaseName() + QStringLiteral(".html"),
                                               page + QStringLiteral(";;") + dataOnly, &filter);
    if (target.isEmpty()) return;
    if (QFileInfo(target).suffix().isEmpty()) target += filter == dataOnly ? QStringLiteral(".json") : QStringLiteral(".html");
    exportReportTo(target);
}

void MainWindow::exportReportTo(const QString& path) {
    if (!m_current) return;
    m_reportJob->disconnect(this);
    connect(m_reportJob, &ReportJob::failed, this, &MainWindow::report);
    connect(m_reportJob, &ReportJob::ready, this, [this, path](const QByteArray& text) {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
            return report(makeError(ErrorKind::Io, tr("%1 cannot be written: %2.").arg(path, file.errorString()).toStdString()));
        m_notice->showNotice(NoticeBar::Tone::Info, tr("Exported the report as %1.").arg(QFileInfo(path).fileName()));
    });
    const bool asData = path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive);
    ReportOptions options;
    options.language = installedLanguage().toStdString();
    m_reportJob->start(m_current->path(), m_current->tree().run(), asData ? ReportJob::Format::Data : ReportJob::Format::Page, options);
}

} // namespace rlmscope
