// Files that somebody gives to the window: traces are opened, logs of other tools imported into the library, anything else
// becomes the context of a new run. What a file is, its content says; what was not meant can be had from the notice.
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "base/folders.h"
#include "itemmodels/import_job.h"
#include "itemmodels/import_results_model.h"
#include "views/import_bar.h"
#include "views/import_results.h"
#include "views/rail.h"
#include "views/run_status_bar.h"
#include "views/widgets.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace rlmscope {
namespace {

constexpr int OpenedAtOnce = 4; // imported runs; of more there is a list

bool mightBeLogs(const QStringList& paths) {
    for (const auto& path : paths)
        if (QFileInfo(path).isDir() || path.endsWith(QLatin1String(".json")) || path.endsWith(QLatin1String(".jsonl"))) return true;
    return false;
}

} // namespace

void MainWindow::makeImport(QVBoxLayout* column) {
    m_import = new ImportJob(this);
    m_importModel = new ImportResultsModel(this);
    m_importPage = new ImportResultsPage(m_importModel);
    m_pages->addWidget(m_importPage);
    column->insertWidget(0, new ImportBar(m_import));
    connect(m_import, &ImportJob::imported, m_importModel, &ImportResultsModel::append);
    connect(m_import, &ImportJob::finished, this, &MainWindow::importDone);
    connect(m_import, &ImportJob::looked, this, [this](const GivenFiles& files) { take(files); });
    connect(m_importPage, &ImportResultsPage::openRequested, this, &MainWindow::openTrace);
    connect(m_importPage, &ImportResultsPage::closeRequested, this, [this] {
        if (m_current) showRun(m_current);
        else showHome();
    });
    m_importAction = action(QStringLiteral("import"), tr("&Import…"), Qt::CTRL | Qt::SHIFT | Qt::Key_O, tr("Import logs of other tools"));
    connect(m_importAction, &QAction::triggered, this, &MainWindow::importDialog);
}

void MainWindow::openFiles(const QStringList& paths) {
    m_dropped = false;
    if (!paths.isEmpty()) m_import->look(paths);
}

void MainWindow::importDialog() {
    const auto paths = QFileDialog::getOpenFileNames(this, tr("Import logs of other tools"), QString(), tr("Logs (*.jsonl *.json *.ndjson *.log);;All files (*)"));
    if (!paths.isEmpty()) importFiles(paths);
}

void MainWindow::importFiles(const QStringList& paths) {
    if (m_import->isRunning()) {
        m_notice->showNotice(NoticeBar::Tone::Warning, tr("An import is still going on"), tr("Give these files again when it is done, or cancel it."));
        return;
    }
    m_notice->hide();
    m_importModel->clear();
    m_importPage->setOnlyProblems(false);
    m_import->start(paths, QString::fromStdString(libraryFolder().string()));
    m_importPage->setImporting(m_import->isRunning());
}

void MainWindow::take(const GivenFiles& files) {
    for (const auto& trace : files.traces) openTrace(trace);
    const bool asContext = m_dropped && m_launcher && !files.other.isEmpty();
    // What was opened by name and is no log says why, like a log that is damaged.
    const auto wanted = asContext ? files.logsFrom : files.logsFrom + files.other;
    m_givenLogs = files.logsFrom;
    if (!wanted.isEmpty()) importFiles(wanted);
    if (!asContext) return;
    auto form = freshForm();
    form.paths = files.other;
    newRunFrom(form);
    if (!mightBeLogs(files.other) || !wanted.isEmpty()) return;
    m_notice->showNotice(NoticeBar::Tone::Info, tr("Taken as the context of a new run"));
    connect(m_notice->addAction(tr("Import as logs instead")), &QPushButton::clicked, this, [this, paths = files.other] { importFiles(paths); });
}

void MainWindow::showImport(bool onlyProblems) {
    m_notice->hide();
    m_importPage->setOnlyProblems(onlyProblems);
    m_rail->setCurrent(QStringLiteral("library"));
    m_pages->setCurrentWidget(m_importPage);
    m_status->setDocument(nullptr);
    updateActions();
}

void MainWindow::importDone(bool cancelled) {
    m_importPage->setImporting(false);
    const auto& files = m_importModel->files();
    const int taken = m_importModel->importedCount() + m_importModel->alreadyCount(), failed = m_importModel->failedCount();
    const auto given = std::exchange(m_givenLogs, {});
    if (cancelled) {
        m_notice->showNotice(NoticeBar::Tone::Info, tr("The import was cancelled"), taken > 0 ? tr("%n file(s) had been imported by then.", nullptr, taken) : QString());
        if (taken > 0) connect(m_notice->addAction(tr("Show")), &QPushButton::clicked, this, [this] { showImport(false); });
        return;
    }
    if (files.size() == 1 && files[0].error && files[0].runs.empty()) return report(*files[0].error);
    if (files.size() > OpenedAtOnce) {
        showImport(false);
    } else {
        for (auto file = files.rbegin(); file != files.rend(); ++file)
            if (!file->trace.empty()) openTrace(QString::fromStdString(file->trace.string()));
    }
    const auto name = files.isEmpty() ? QString() : QString::fromStdString(files[0].file.filename().string());
    if (files.size() == 1 && m_importModel->alreadyCount() == 1) {
        m_notice->showNotice(NoticeBar::Tone::Info, tr("%1 was imported before").arg(name), tr("This is that run. A log is the same when its bytes are."));
    } else if (files.size() <= OpenedAtOnce) {
        const auto title = files.size() == 1 ? tr("Imported %1").arg(name) : importSummary(*m_importModel);
        m_notice->showNotice(failed ? NoticeBar::Tone::Warning : NoticeBar::Tone::Info, title, files.size() == 1 ? integrityText(files[0].report) : QString());
    } else if (failed > 0) { // the page that is shown has the numbers
        m_notice->showNotice(NoticeBar::Tone::Warning, tr("%n file(s) not imported", nullptr, failed));
    } else if (!given.isEmpty() && m_launcher && m_dropped) {
        m_notice->showNotice(NoticeBar::Tone::Info, tr("Taken as logs to import"));
    }
    if (failed > 0) connect(m_notice->addAction(tr("Show why")), &QPushButton::clicked, this, [this] { showImport(true); });
    else if (files.size() > 1 && files.size() <= OpenedAtOnce) connect(m_notice->addAction(tr("Show the list")), &QPushButton::clicked, this, [this] { showImport(false); });
    if (!given.isEmpty() && m_launcher && m_dropped)
        connect(m_notice->addAction(tr("Use as context instead")), &QPushButton::clicked, this, [this, given] {
            m_notice->hide();
            auto form = freshForm();
            form.paths = given;
            newRunFrom(form);
        });
}

void MainWindow::openDropped(const QStringList& paths) {
    m_dropped = true;
    if (!paths.isEmpty()) m_import->look(paths);
}

} // namespace rlmscope
