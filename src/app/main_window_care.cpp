// What makes the window kind: settings, the session, help, the guide of the first run, files dragged onto it.
#include "app/main_window.h"

#include "app/drop_plan.h"
#include "app/language.h"
#include "app/preferences.h"
#include "app/run_launcher.h"
#include "app/session_keeper.h"
#include "app/settings_binder.h"
#include "app/versions.h"
#include "itemmodels/focus.h"
#include "itemmodels/format.h"
#include "views/call_tree_view.h"
#include "views/drop_overlay.h"
#include "views/first_guide.h"
#include "views/help_window.h"
#include "views/inspector.h"
#include "views/opening_bar.h"
#include "views/rail.h"
#include "views/run_drawer.h"
#include "views/run_page.h"
#include "views/run_status_bar.h"
#include "views/settings_page.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>

namespace rlmscope {

void MainWindow::makeCare() {
    m_settingsPage = new SettingsPage;
    m_binder = new SettingsBinder(m_settingsPage, m_launcher.get(), this);
    m_rail->addPlace(QStringLiteral("settings"), QStringLiteral("settings"), tr("Settings"), true);
    m_pages->addWidget(m_settingsPage);
    m_guide = new FirstGuide;
    m_opening = new OpeningBar;
    connect(m_opening, &OpeningBar::cancelled, this, [this] { closeRun(m_current); });
    m_dropOverlay = new DropOverlay(this);
    connect(m_goSettings, &QAction::triggered, this, &MainWindow::showSettings);
    connect(m_helpContents, &QAction::triggered, this, [this] { showHelp(QStringLiteral("first-steps")); });
    connect(m_whatIsThis, &QAction::triggered, this, [this] { showHelp({}); });
    connect(m_binder, &SettingsBinder::modelsRequested, this, &MainWindow::showModels);
    connect(m_binder, &SettingsBinder::followLiveChanged, m_follow, &QAction::setChecked);
    connect(m_binder, &SettingsBinder::failed, this, [this](const QString& what, const QString& why) {
        m_notice->showNotice(NoticeBar::Tone::Error, what, why);
    });
    connect(m_binder, &SettingsBinder::sessionForgotten, this, [this] {
        if (m_session) m_session->forget();
        m_notice->showNotice(NoticeBar::Tone::Info, tr("What was open is forgotten."));
    });
    connect(m_binder, &SettingsBinder::guideRequested, this, [this] {
        Preferences().set(QStringLiteral("guide/seen"), false);
        if (!m_current || !m_current->tree().ended())
            return m_notice->showNotice(NoticeBar::Tone::Info, tr("The guide is shown after the next example run."), tr("Start one on the Home page."));
        showRun(m_current);
        m_guide->start(m_current);
    });
    connect(m_binder, &SettingsBinder::rebuildRequested, this, [this] {
        if (liveRuns() > 0)
            return m_notice->showNotice(NoticeBar::Tone::Info, tr("Language and fonts change at the next start."), tr("A run is going on, and the window is not made anew under it."));
        if (!m_session) return; // nobody to make it anew
        if (m_runPage) m_settings.setLayout(m_runPage->saveLayout());
        m_session->close();
        QApplication::exit(RebuildCode);
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        for (const auto& [choice, theme] : m_themeChoices) choice->setChecked(Theme::instance().choice() == theme);
    });
    connect(m_guide, &FirstGuide::nodeRequested, this, [this](quint32 node) {
        if (!isShown(m_guide->document())) return;
        m_runPage->showView(QStringLiteral("tree"));
        m_runPage->focus()->setNode(node);
        m_runPage->tree()->scrollTo(m_runPage->tree()->currentIndex()); // also when it was in focus and out of sight
    });
    connect(m_guide, &FirstGuide::ended, this, [this] {
        Preferences().set(QStringLiteral("guide/seen"), true);
        if (m_runPage) m_runPage->tree()->setFocus();
    });
}

void MainWindow::showSettings() {
    m_rail->setCurrent(QStringLiteral("settings"));
    m_binder->fill();
    m_pages->setCurrentWidget(m_settingsPage);
    m_status->setDocument(nullptr);
    m_binder->refreshFacts();
    m_settingsPage->search()->setFocus();
    updateActions();
}

/// The last run's settings, and what the Settings page says about every new run.
NewRunForm MainWindow::freshForm() const {
    auto form = m_settings.lastForm();
    SettingsBinder::applyToNewRun(form);
    return form;
}

/// The run on the page is being read: said when it takes long, and it can be left.
void MainWindow::showOpening() {
    const bool loading = m_current && m_current->isLoading() && isShown(m_current);
    if (!loading) return m_opening->end();
    const QFileInfo file(m_current->path());
    m_opening->begin(file.fileName(), static_cast<quint64>(file.size()));
    connect(m_current, &RunDocument::loaded, m_opening, &OpeningBar::end, Qt::SingleShotConnection);
    connect(m_current, &RunDocument::failed, m_opening, &OpeningBar::end, Qt::SingleShotConnection);
}

// ---- the first run ---------------------------------------------------------------------------------------------

void MainWindow::offerGuide(RunDocument* document) {
    if (!document || Preferences().on("guide/seen")) return;
    connect(document, &RunDocument::runChanged, m_guide, [this, document, offered = false]() mutable {
        if (offered || !document->tree().ended() || document->isLive() || Preferences().on("guide/seen")) return;
        offered = true;
        if (document->tree().ended()->status == "answered" && isShown(document)) m_guide->start(document);
    });
}

// ---- help ------------------------------------------------------------------------------------------------------

void MainWindow::makeHelpMenu() {
    auto* help = menuBar()->addMenu(tr("&Help"));
    help->addAction(m_helpContents);
    help->addAction(m_whatIsThis);
    help->addSeparator();
    help->addAction(m_sheet);
    help->addAction(tr("&About RLMScope"), this, &MainWindow::showAbout);
}

QString MainWindow::helpTopic() const {
    const auto place = m_rail->current();
    if (place == QLatin1String("models") || place == QLatin1String("library")) return place;
    if (place == QLatin1String("settings")) return QStringLiteral("privacy");
    if (place == QLatin1String("compare")) return QStringLiteral("library");
    if (place != QLatin1String("run") || !m_runPage) return QStringLiteral("first-steps");
    const auto* focus = QApplication::focusWidget();
    if (focus && m_runPage->inspector()->isAncestorOf(focus)) return QStringLiteral("inspector");
    if (focus && m_runPage->drawer()->isAncestorOf(focus)) return QStringLiteral("budgets");
    const auto view = m_runPage->currentView();
    return helpPages().contains(view) ? view : QStringLiteral("call-tree");
}

void MainWindow::showHelp(const QString& page) {
    const auto wanted = page.isEmpty() ? helpTopic() : page;
    if (!m_help) {
        m_help = new HelpWindow(installedLanguage(), this);
        m_help->setAttribute(Qt::WA_QuitOnClose, false);
    }
    m_help->showPage(wanted);
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
}

void MainWindow::showAbout() {
    AboutDialog dialog(QApplication::applicationVersion(), buildFacts(), linkedParts(), bundledNotices(), this);
    dialog.exec();
}

// ---- session ---------------------------------------------------------------------------------------------------

SessionState MainWindow::sessionState() const {
    SessionState state;
    state.place = m_rail->current();
    state.geometry = saveGeometry();
    state.layout = m_runPage ? m_runPage->saveLayout() : m_settings.layout();
    for (int row = 0; row < m_runs->rowCount() && state.runs.size() < SessionFile::MaxRuns; ++row) {
        const auto* document = m_runs->at(row);
        if (document->path().isEmpty()) continue;
        SessionRun run{QFileInfo(document->path()).absoluteFilePath(), QString::fromStdString(document->tree().run().text()), 0, {}, document->moment()};
        if (document == m_current && m_runPage) {
            state.current = static_cast<int>(state.runs.size());
            const auto& focus = m_runPage->focus()->focus();
            if (focus.node != NoNode && focus.node < document->tree().nodes().size()) run.node = document->tree().node(focus.node).id.seq;
            run.value = focus.value;
        }
        state.runs.push_back(run);
    }
    return state;
}

void MainWindow::useSession(const QString& path, bool always) {
    m_session = new SessionKeeper(path, [this] { return sessionState(); }, this);
    if (!m_session->file().isMine()) return;
    connect(m_runs, &QAbstractItemModel::rowsInserted, m_session, &SessionKeeper::touch);
    connect(m_runs, &QAbstractItemModel::rowsRemoved, m_session, &SessionKeeper::touch);
    m_session->touch();
    if (!always && !Preferences().on("session/restore")) return;
    const auto start = m_session->file().begin();
    if (!start.problem.isEmpty()) return m_notice->showNotice(NoticeBar::Tone::Warning, start.problem, tr("Recent runs are on the Home page."));
    if (start.givenUp)
        return m_notice->showNotice(NoticeBar::Tone::Warning, tr("What was open last time was left closed."),
                                    tr("RLMScope ended twice while it opened it. Recent runs are on the Home page; open them one by one."));
    if (!start.found) return;
    restoreSession(start.state);
    if (start.crashed && !start.state.runs.isEmpty())
        m_notice->showNotice(NoticeBar::Tone::Info, tr("What was open is open again."), tr("RLMScope did not close by itself last time. Runs that were going on are kept up to that moment and can go on."));
}

/// One run of a session; `done` is called once, when it is open or cannot be.
RunDocument* MainWindow::reopen(const SessionRun& run, const std::function<void()>& done) {
    auto* document = new RunDocument(this);
    connect(document, &RunDocument::failed, this, [this, document, done](const Error& error) {
        if (document->tree().started()) return;
        report(error);
        m_runs->remove(document);
        if (m_current == document) showRun(m_runs->at(0));
        document->deleteLater();
        done();
    });
    connect(document, &RunDocument::loaded, this, done, Qt::SingleShotConnection);
    document->open(std::filesystem::path(run.path.toStdString()), RunId::parse(run.run.toStdString()).value_or(RunId()));
    add(document);
    return document;
}

void MainWindow::restoreSession(const SessionState& state) {
    if (!state.geometry.isEmpty()) restoreGeometry(state.geometry);
    if (!state.layout.isEmpty()) {
        m_settings.setLayout(state.layout); // for the run page, which may not be made yet
        if (m_runPage) m_runPage->restoreLayout(state.layout);
    }
    m_session->setRestoring(true);
    auto open = std::make_shared<int>(0);
    // Opened, shown once, and still alive a moment later: only then is this attempt over.
    const auto settle = [this] {
        QTimer::singleShot(1500, this, [this] {
            if (m_session->isRestoring()) m_session->setRestoring(false);
        });
    };
    const auto done = [open, settle] {
        if (--*open == 0) settle();
    };
    QStringList gone;
    RunDocument* current = nullptr;
    for (int i = static_cast<int>(state.runs.size()) - 1; i >= 0; --i) {
        if (!QFileInfo::exists(state.runs[i].path)) gone << QFileInfo(state.runs[i].path).fileName();
        else ++*open;
    }
    const bool none = *open == 0;
    for (int i = static_cast<int>(state.runs.size()) - 1; i >= 0; --i) {
        const auto& run = state.runs[i];
        if (!QFileInfo::exists(run.path)) continue;
        auto* document = reopen(run, done);
        if (i != state.current) continue;
        current = document;
        connect(document, &RunDocument::loaded, this, [this, document, run] {
            if (run.moment) document->setMoment(run.moment);
            if (document != m_current || !run.node) return;
            if (const auto node = document->tree().find(NodeId{run.node}); node != NoNode) m_runPage->focus()->setNode(node);
            if (!run.value.isEmpty()) m_runPage->focus()->setValue(run.value);
        }, Qt::SingleShotConnection);
    }
    if (current) showRun(current);
    if (state.place != QLatin1String("run") || m_runs->rowCount() == 0)
        Q_EMIT m_rail->placeRequested(state.place.isEmpty() || state.place == QLatin1String("run") ? QStringLiteral("home") : state.place);
    if (!gone.isEmpty())
        m_notice->showNotice(NoticeBar::Tone::Warning, tr("%n run(s) that were open are not there any more.", nullptr, static_cast<int>(gone.size())), gone.mid(0, 5).join(format::comma()));
    if (none) settle();
}

bool MainWindow::event(QEvent* event) {
    if (m_session && (event->type() == QEvent::Resize || event->type() == QEvent::Move || event->type() == QEvent::WindowStateChange)) m_session->touch();
    return QMainWindow::event(event);
}

// ---- files dragged onto the window -----------------------------------------------------------------------------

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!event->mimeData()->hasUrls()) return;
    const auto plan = planDrop(event->mimeData());
    const bool runs = !plan.context.isEmpty() && m_launcher;
    QString title, detail;
    if (!plan.traces.isEmpty()) title = tr("Open %n trace(s)", nullptr, static_cast<int>(plan.traces.size()));
    if (!plan.logs.isEmpty()) {
        const auto name = plan.logs.size() == 1 ? QFileInfo(plan.logs.first()).fileName() : tr("%n log(s)", nullptr, static_cast<int>(plan.logs.size()));
        if (title.isEmpty()) title = tr("Import %1").arg(name);
        else detail = tr("and import %1").arg(name);
        if (detail.isEmpty()) detail = m_launcher ? tr("What is no log of another tool becomes the context of a new run.") : tr("Logs of other tools become traces in your library.");
    }
    if (runs) {
        const auto name = plan.context.size() == 1 ? QFileInfo(plan.context.first()).fileName() : tr("%n file(s) and folder(s)", nullptr, static_cast<int>(plan.context.size()));
        if (title.isEmpty()) title = tr("New run over %1").arg(name);
        else detail += (detail.isEmpty() ? QString() : QStringLiteral("\n")) + tr("and a new run over %1").arg(name);
    }
    if (runs && detail.isEmpty()) detail = tr("The dialog opens first: nothing is read by a model before you say so.");
    if (plan.missing) detail += (detail.isEmpty() ? QString() : QStringLiteral("\n")) + tr("%n of them are not on this computer and are left out.", nullptr, plan.missing);
    const bool accepted = !plan.traces.isEmpty() || !plan.logs.isEmpty() || runs;
    if (!accepted) title = m_launcher ? tr("Nothing here can be opened") : tr("This build opens traces and logs only");
    m_dropOverlay->showPlan(!plan.traces.isEmpty() ? QStringLiteral("tree") : QStringLiteral("folder"), title, detail, accepted);
    if (accepted) event->acceptProposedAction();
    else event->accept(); // so that leaving is told
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent* event) {
    m_dropOverlay->hide();
    QMainWindow::dragLeaveEvent(event);
}

void MainWindow::dropEvent(QDropEvent* event) {
    m_dropOverlay->hide();
    const auto plan = planDrop(event->mimeData());
    openDropped(plan.traces + plan.logs + plan.context);
    event->acceptProposedAction();
}

} // namespace rlmscope
