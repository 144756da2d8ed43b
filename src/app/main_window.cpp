#include "app/main_window.h"

#include "app/run_launcher.h"
#include "app/session_keeper.h"
#include "itemmodels/format.h"
#include "itemmodels/run_control.h"
#include "itemmodels/run_document.h"
#include "trace/trace_reader.h"
#include "views/call_tree_view.h"
#include "views/first_guide.h"
#include "views/home_page.h"
#include "views/icon.h"
#include "views/models_page.h"
#include "views/opening_bar.h"
#include "views/rail.h"
#include "views/run_lists.h"
#include "views/run_page.h"
#include "views/run_status_bar.h"
#include "views/scrubber.h"
#include "views/widgets.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

namespace rlmscope {
namespace {

// A run longer than this is announced when it ends out of sight.
constexpr Nanos LongRun = 20'000'000'000;

const QString TraceSuffix = QStringLiteral(".rlmscope");

} // namespace

MainWindow::MainWindow(std::unique_ptr<RunLauncher> launcher, QWidget* parent)
    : QMainWindow(parent), m_launcher(std::move(launcher)), m_runs(new RunsModel(this)) {
    setWindowTitle(QStringLiteral("RLMScope"));
    setAcceptDrops(true);
    setMinimumSize(1100, 680);
    resize(1440, 900);
    makeActions();
    makePages();
    makeNavigationActions();
    makeMenus();
    makeToolBar();
    m_actionsTimer.setSingleShot(true);
    m_actionsTimer.setInterval(50);
    connect(&m_actionsTimer, &QTimer::timeout, this, &MainWindow::updateActions);
    restoreGeometry(m_settings.geometry());
    updateRecent();
    showHome();
}

MainWindow::~MainWindow() {
    delete m_models; // before the launcher, whose models it shows
    if (!m_runPage) delete m_scrubber; // it has no place then
}

void MainWindow::makePages() {
    m_home = new HomePage;
    m_scrubber = new Scrubber; // its keys are in the menu before it has a place on the run page
    m_notice = new NoticeBar;
    m_notice->setClosable(true);
    m_rail = new Rail;
    m_rail->addPlace(QStringLiteral("home"), QStringLiteral("home"), tr("Home"));
    m_rail->addPlace(QStringLiteral("run"), QStringLiteral("tree"), tr("Run"));
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_home);
    m_status = new RunStatusBar;
    makeLibrary();
    if (m_launcher) m_rail->addPlace(QStringLiteral("models"), QStringLiteral("models"), tr("Models"));
    makeReportPage();

    auto* right = new QWidget;
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_notice);
    makeCare();
    column->addWidget(m_guide);
    column->addWidget(m_opening);
    column->addWidget(m_pages, 1);
    makeImport(column);
    auto* body = new QWidget;
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addWidget(right, 1);
    setCentralWidget(body);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_status, 1);

    connect(m_rail, &Rail::placeRequested, this, [this](const QString& place) {
        if (place == QLatin1String("home")) showHome();
        else if (place == QLatin1String("models")) showModels();
        else if (place == QLatin1String("report")) showReport();
        else if (place == QLatin1String("settings")) showSettings();
        else if (place == QLatin1String("run")) showRun(m_current);
    });
    connect(m_home, &HomePage::newRunRequested, this, &MainWindow::newRun);
    connect(m_home, &HomePage::openRequested, this, &MainWindow::openTraceDialog);
    connect(m_home, &HomePage::openTraceRequested, this, [this](const QString& path, const QString& run) { openRun(path, run, 0); });
    connect(m_home, &HomePage::libraryRequested, this, &MainWindow::showLibrary);
    connect(m_home, &HomePage::runExampleRequested, this, &MainWindow::runExample);
    watchReruns();

    m_home->setCanRun(m_launcher != nullptr);
    if (m_launcher) {
        m_home->setExamples(m_launcher->examples());
        m_home->setModels(m_launcher->models());
        connect(m_home, &HomePage::modelsRequested, this, &MainWindow::showModels);
        connect(m_home, &HomePage::keyRequested, this, [this](const QString& provider) {
            showModels();
            m_models->showProvider(provider);
            m_models->pasteKey(provider);
        });
        m_launcher->models()->look();
    }
}

NewRunDialog* MainWindow::newRunDialog() {
    if (m_dialog || !m_launcher) return m_dialog;
    m_dialog = new NewRunDialog(this);
    m_dialog->setModels(m_launcher->models());
    connect(m_dialog, &NewRunDialog::modelsRequested, this, [this] { // what was filled in is there again afterwards
        m_settings.setLastForm(m_dialog->form());
        m_dialog->reject();
        showModels();
    });
    m_dialog->setBuiltInPrompts(m_launcher->builtInPrompts());
    m_dialog->setSandbox({});
    connect(m_launcher.get(), &RunLauncher::sandboxKnown, m_dialog, &NewRunDialog::setSandbox);
    connect(m_dialog, &NewRunDialog::pythonChanged, m_launcher.get(), &RunLauncher::checkPython);
    connect(m_launcher.get(), &RunLauncher::pythonChecked, m_dialog, &NewRunDialog::setPythonReport);
    connect(m_dialog, &NewRunDialog::contextChanged, m_launcher.get(), &RunLauncher::preview);
    connect(m_launcher.get(), &RunLauncher::previewReady, m_dialog, &NewRunDialog::setPreview);
    connect(m_dialog, &NewRunDialog::runRequested, this, [this](const NewRunForm& form) {
        if (startRun(form)) m_dialog->accept();
    });
    connect(m_dialog, &QDialog::accepted, this, [this] { m_settings.setLastForm(m_dialog->form()); });
    return m_dialog;
}

// ---- places --------------------------------------------------------------------------------------------------

void MainWindow::showHome() {
    m_rail->setCurrent(QStringLiteral("home"));
    m_pages->setCurrentWidget(m_home);
    m_status->setDocument(nullptr);
    updateActions();
}

/// Made when it is asked for first: the window is there sooner.
ModelsPage* MainWindow::modelsPage() {
    if (m_models || !m_launcher) return m_models;
    m_models = new ModelsPage(m_launcher->models());
    m_pages->addWidget(m_models);
    connect(m_models, &ModelsPage::newRunRequested, this, [this](const QString& spec) {
        auto form = freshForm();
        form.spec.models = {spec.toStdString()};
        newRunFrom(form);
    });
    return m_models;
}

void MainWindow::showModels() {
    if (!modelsPage()) return;
    m_rail->setCurrent(QStringLiteral("models"));
    m_pages->setCurrentWidget(m_models);
    m_status->setDocument(nullptr);
    updateActions();
}

void MainWindow::showRun(RunDocument* document) {
    m_current = document;
    runPage()->setDocument(document);
    m_status->setDocument(document);
    m_rail->setCurrent(QStringLiteral("run"));
    m_pages->setCurrentWidget(m_runPage);
    updateActions();
}

void MainWindow::add(RunDocument* document) {
    m_runs->add(document);
    connect(document, &RunDocument::failed, this, &MainWindow::report);
    connect(document, &RunDocument::runChanged, this, [this] { m_actionsTimer.start(); });
    connect(document, &RunDocument::remark, this, [this, document](const QString& severity, const QString& text) {
        if (severity == QLatin1String("info")) return;
        noticeOf(document, severity == QLatin1String("error") ? NoticeBar::Tone::Error : NoticeBar::Tone::Warning, text,
                 isShown(document) ? QString() : document->title());
        sayNearLimit(document, text);
    });
    showRun(document);
}

// ---- runs ----------------------------------------------------------------------------------------------------

void MainWindow::openTraceDialog() {
    openFiles(QFileDialog::getOpenFileNames(this, tr("Open traces and logs"), QString(),
                                            tr("Traces and logs (*%1 *.jsonl *.json *.ndjson *.log);;All files (*)").arg(TraceSuffix)));
}

void MainWindow::openTrace(const QString& path) { openTraceAt(path, {}); }

RunDocument* MainWindow::openTraceAt(const QString& path, RunId run) {
    for (int row = 0; row < m_runs->rowCount(); ++row) {
        auto* document = m_runs->at(row);
        if (QFileInfo(document->path()) != QFileInfo(path) || (!run.isNull() && document->tree().run() != run)) continue;
        showRun(document);
        return document;
    }
    auto* document = new RunDocument(this);
    // A file that cannot be opened leaves nothing behind but the reason.
    connect(document, &RunDocument::failed, this, [this, document](const Error& error) {
        if (document->tree().started()) return;
        report(error);
        m_runs->remove(document);
        if (m_current == document) showRun(m_runs->at(0));
        document->deleteLater();
        if (!m_runs->rowCount()) showHome();
    });
    connect(document, &RunDocument::loaded, this, [this, document] {
        m_settings.addRecentTrace(QFileInfo(document->path()).absoluteFilePath(), document->title());
        updateRecent();
    });
    document->open(std::filesystem::path(path.toStdString()), run);
    add(document);
    return document;
}

bool MainWindow::startRun(const NewRunForm& form) {
    std::vector<RunSpec::Problem> problems;
    auto* document = m_launcher->start(form, &problems, this);
    if (!document) {
        if (m_dialog && m_dialog->isVisible()) m_dialog->setProblems(problems);
        else for (const auto& problem : problems) report(makeError(ErrorKind::Usage, problem.message));
        return false;
    }
    m_notice->hide();
    watchForEnd(document);
    watchQuestions(document);
    add(document);
    return true;
}

void MainWindow::newRun() {
    if (!m_launcher) return;
    newRunFrom(freshForm());
}

void MainWindow::newRunFrom(const NewRunForm& form) {
    auto* dialog = newRunDialog();
    dialog->setProblems({});
    dialog->setForm(form);
    m_launcher->lookAtSandbox();
    dialog->open();
}

void MainWindow::runExample(const QString& name) {
    if (!m_launcher) return;
    auto form = m_launcher->exampleForm(name);
    if (!form) return report(form.error());
    if (startRun(*form)) offerGuide(m_current);
}

void MainWindow::runAgain(RunDocument* document) {
    if (!m_launcher || !document || !document->tree().started()) return;
    auto form = m_launcher->formOf(document);
    if (!form) { // a recorded run: its settings and its context come from the trace alone
        form.emplace();
        form->contextTrace = document->path();
        form->contextRun = QString::fromStdString(document->tree().run().text());
        form->spec = document->tree().started()->spec;
    }
    newRunFrom(*form);
}

void MainWindow::pauseOrResume() {
    auto* control = m_current ? m_current->control() : nullptr;
    if (!control) return;
    const auto state = control->state();
    if (state == RunControl::State::Paused || state == RunControl::State::Pausing) control->resume();
    else control->pause();
}

void MainWindow::closeRun(RunDocument* document) {
    if (!document) return;
    m_runs->remove(document);
    if (m_current == document) {
        showRun(m_runs->at(0));
        if (!m_current) showHome();
    }
    document->deleteLater();
}

void MainWindow::saveAs() {
    if (!m_current) return;
    auto target = QFileDialog::getSaveFileName(this, tr("Save a copy of the trace"), QFileInfo(m_current->path()).fileName(),
                                               tr("RLMScope traces (*%1)").arg(TraceSuffix));
    if (target.isEmpty()) return;
    if (!target.endsWith(TraceSuffix)) target += TraceSuffix;
    if (QFileInfo(target) == QFileInfo(m_current->path())) return; // it is saved there already
    const std::filesystem::path path(target.toStdString());
    auto reader = TraceReader::open(std::filesystem::path(m_current->path().toStdString()));
    if (!reader) return report(reader.error());
    std::error_code ignored; // the file dialog has asked whether to overwrite
    std::filesystem::remove(path, ignored);
    if (const auto saved = (*reader)->saveCopy(path); !saved) return report(saved.error());
    m_notice->showNotice(NoticeBar::Tone::Info, tr("Saved a copy as %1.").arg(QFileInfo(target).fileName()));
}

int MainWindow::liveRuns() const {
    int n = 0;
    for (int row = 0; row < m_runs->rowCount(); ++row) n += m_runs->at(row)->isLive();
    return n;
}

// A long run that ends while nobody looks says so.
void MainWindow::watchForEnd(RunDocument* document) {
    connect(document, &RunDocument::runChanged, this, [this, document, told = false]() mutable {
        if (told || !document->tree().ended()) return;
        told = true;
        dropNearLimit(document);
        m_settings.addRecentTrace(document->path(), document->title());
        updateRecent();
        // The page itself says what has stopped a run, and offers to go on.
        const std::string& status = document->tree().ended()->status;
        if ((status == "limit" || status == "failed") && isShown(document)) {
            if (!isActiveWindow()) QApplication::alert(this);
            return;
        }
        if (const auto& error = document->tree().ended()->error; error && m_current == document) return report(*error);
        if (document->tree().now() < LongRun || (isActiveWindow() && isShown(document))) return;
        if (isShown(document)) return QApplication::alert(this);
        noticeOf(document, NoticeBar::Tone::Info, tr("%1 after %2: %3").arg(document->statusText(),
                 format::duration(document->tree().now()), document->title()));
    });
}

void MainWindow::report(const Error& error) {
    m_notice->showNotice(NoticeBar::Tone::Error, QString::fromStdString(error.message), QString::fromStdString(error.hint));
}

// ---- window --------------------------------------------------------------------------------------------------

void MainWindow::closeEvent(QCloseEvent* event) {
    if (const int live = liveRuns(); live > 0) {
        QMessageBox box(QMessageBox::Question, tr("Close RLMScope"), tr("%n run(s) still going.", nullptr, live),
                        QMessageBox::Cancel, this);
        box.setInformativeText(tr("Stopping keeps their traces complete up to now."));
        auto* stop = box.addButton(tr("Stop and close"), QMessageBox::AcceptRole);
        box.setDefaultButton(QMessageBox::Cancel);
        box.exec();
        if (box.clickedButton() != stop) return event->ignore();
    }
    m_settings.setGeometry(saveGeometry());
    if (m_runPage) m_settings.setLayout(m_runPage->saveLayout());
    m_settings.setFollowLive(m_follow->isChecked());
    if (m_session) m_session->close();
    event->accept();
}

} // namespace rlmscope
