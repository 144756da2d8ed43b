// Menus, tool bar and shortcuts of the window.
#include "app/main_window.h"
#include "app/run_launcher.h"
#include "app/session_keeper.h"
#include "app/settings_binder.h"
#include "itemmodels/format.h"
#include "itemmodels/library.h"
#include "itemmodels/run_control.h"
#include "itemmodels/run_document.h"
#include "views/call_tree_view.h"
#include "views/first_guide.h"
#include "views/icon.h"
#include "views/run_page.h"
#include "views/theme.h"

#include <QActionGroup>
#include <QApplication>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QStackedWidget>
#include <QToolBar>

namespace rlmscope {

namespace {

constexpr int LongestTitle = 60; ///< of an entry in the menu of recent traces

} // namespace

QAction* MainWindow::action(const QString& iconName, const QString& text, const QKeySequence& key, const QString& tip) {
    auto* made = new QAction(iconName.isEmpty() ? QIcon() : icon(iconName), text, this);
    made->setShortcut(key);
    QString shown = tip.isEmpty() ? QString(text).remove(QLatin1Char('&')).remove(QStringLiteral("…")) : tip;
    if (!key.isEmpty()) shown += QStringLiteral(" (%1)").arg(key.toString(QKeySequence::NativeText));
    made->setToolTip(shown);
    addAction(made);
    return made;
}

void MainWindow::makeActions() {
    m_newRun = action(QStringLiteral("plus"), tr("&New run…"), QKeySequence::New, tr("New run"));
    m_open = action(QStringLiteral("folder"), tr("&Open a trace…"), QKeySequence::Open, {});
    m_saveAs = action(QStringLiteral("save"), tr("Save &as…"), QKeySequence::SaveAs, tr("Save a copy of the trace"));
    m_close = action(QStringLiteral("close"), tr("&Close run"), QKeySequence::Close, {});
    m_quit = action({}, tr("&Quit"), QKeySequence::Quit, {});
    m_pause = action(QStringLiteral("pause"), tr("Pause"), Qt::Key_F6, tr("No new request leaves until you continue"));
    m_stop = action(QStringLiteral("stop"), tr("Stop"), Qt::SHIFT | Qt::Key_F5, tr("End the run; its trace is kept"));
    m_again = action(QStringLiteral("run"), tr("Run again with changes…"), Qt::Key_F5, tr("Run again with changes"));
    m_again->setIconText(tr("Run again"));
    m_follow = action(QStringLiteral("follow"), tr("Follow live"), Qt::CTRL | Qt::Key_L, tr("Scroll with what happens"));
    m_follow->setCheckable(true);
    m_follow->setChecked(m_settings.followLive());
    m_goHome = action(QStringLiteral("home"), tr("&Home"), Qt::ALT | Qt::Key_1, {});
    m_goRun = action(QStringLiteral("tree"), tr("&Run"), Qt::ALT | Qt::Key_2, {});
    m_goLibrary = action(QStringLiteral("library"), tr("&Library"), Qt::ALT | Qt::Key_3, tr("All runs: filter, compare, tag, delete"));
    m_goModels = action(QStringLiteral("models"), tr("&Models"), Qt::ALT | Qt::Key_4, tr("Providers, keys, prices and roles"));

    m_goReport = action(QStringLiteral("report"), tr("Re&port"), Qt::ALT | Qt::Key_5, tr("What the run did, as one page"));
    m_exportReport = action(QStringLiteral("export"), tr("&Export report…"), Qt::CTRL | Qt::Key_E, tr("Write the report as one file for any browser"));

    m_goSettings = action(QStringLiteral("settings"), tr("&Settings"), Qt::CTRL | Qt::Key_Comma, tr("Appearance, budgets, sandbox, storage, session"));
    m_helpContents = action({}, tr("&Help"), QKeySequence(Qt::Key_F1), tr("Help"));
    m_whatIsThis = action({}, tr("&What is this?"), QKeySequence(Qt::SHIFT | Qt::Key_F1), tr("Help about the view that has the keyboard"));

    connect(m_newRun, &QAction::triggered, this, &MainWindow::newRun);
    connect(m_goReport, &QAction::triggered, this, &MainWindow::showReport);
    connect(m_exportReport, &QAction::triggered, this, &MainWindow::exportReport);
    connect(m_open, &QAction::triggered, this, &MainWindow::openTraceDialog);
    connect(m_saveAs, &QAction::triggered, this, &MainWindow::saveAs);
    connect(m_close, &QAction::triggered, this, [this] { closeRun(m_current); });
    connect(m_quit, &QAction::triggered, this, &QWidget::close);
    connect(m_pause, &QAction::triggered, this, &MainWindow::pauseOrResume);
    connect(m_stop, &QAction::triggered, this, [this] {
        if (m_current && m_current->control()) m_current->control()->stop();
    });
    connect(m_again, &QAction::triggered, this, [this] { runAgain(m_current); });
    connect(m_follow, &QAction::toggled, this, [this](bool on) {
        if (m_runPage) m_runPage->tree()->setFollowsLive(on);
    });
    connect(m_goHome, &QAction::triggered, this, &MainWindow::showHome);
    connect(m_goRun, &QAction::triggered, this, [this] { showRun(m_current); });
    connect(m_goModels, &QAction::triggered, this, &MainWindow::showModels);
    m_goModels->setEnabled(m_launcher != nullptr);
}

void MainWindow::makeMenus() {
    auto* file = menuBar()->addMenu(tr("&File"));
    file->addAction(m_newRun);
    file->addAction(m_open);
    m_recentMenu = file->addMenu(tr("Open &recent"));
    file->addAction(m_importAction);
    file->addSeparator();
    file->addAction(m_saveAs);
    file->addAction(m_exportReport);
    file->addAction(m_close);
    file->addSeparator();
    file->addAction(m_quit);

    auto* run = menuBar()->addMenu(tr("&Run"));
    run->addActions({m_again, m_pause, m_stop});

    auto* view = menuBar()->addMenu(tr("&View"));
    view->addAction(m_follow);
    view->addSeparator();
    view->addAction(tr("Reset &layout"), this, [this] { runPage()->resetLayout(); });
    view->addSeparator();
    auto* themes = view->addMenu(tr("&Appearance"));
    auto* group = new QActionGroup(this);
    const QString names[] = {tr("Like the desktop"), tr("Light"), tr("Dark"), tr("High contrast")};
    for (int i = 0; i < 4; ++i) {
        auto* choice = themes->addAction(names[i]);
        choice->setCheckable(true);
        choice->setChecked(static_cast<int>(Theme::instance().choice()) == i);
        group->addAction(choice);
        m_themeChoices.push_back({choice, static_cast<ThemeChoice>(i)});
        connect(choice, &QAction::triggered, this, [this, i] {
            m_settings.setTheme(static_cast<ThemeChoice>(i));
            Theme::instance().setChoice(static_cast<ThemeChoice>(i));
            m_binder->showValue(QStringLiteral("appearance/theme"));
        });
    }

    auto* go = menuBar()->addMenu(tr("&Go"));
    go->addAction(m_goHome);
    go->addAction(m_goRun);
    go->addAction(m_goLibrary);
    go->addAction(m_goModels);
    go->addAction(m_goReport);
    go->addSeparator();
    go->addAction(m_goSettings);
    makeNavigationMenus(go);
    addReplayActions(go);

    makeHelpMenu();
}

void MainWindow::makeToolBar() {
    auto* bar = addToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("tools"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize({16, 16});
    m_newRun->setIconText(tr("New run"));
    m_open->setIconText(tr("Open"));
    if (m_launcher) {
        bar->addAction(m_newRun);
        bar->addAction(m_open);
        bar->addSeparator();
        bar->addActions({m_again, m_pause, m_stop});
        bar->addSeparator();
    } else {
        bar->addAction(m_open);
        bar->addSeparator();
    }
    bar->addAction(m_follow);
    makeOmnibox(bar);
}

void MainWindow::updateActions() {
    auto* document = m_pages->currentWidget() == static_cast<QWidget*>(m_runPage) ? m_current.data() : nullptr;
    auto* control = document ? document->control() : nullptr;
    const auto state = control ? control->state() : RunControl::State::Ended;
    const bool paused = state == RunControl::State::Paused || state == RunControl::State::Pausing;
    const bool running = state == RunControl::State::Running;
    m_newRun->setEnabled(m_launcher != nullptr);
    m_pause->setEnabled(paused || running);
    m_pause->setText(paused ? tr("Continue") : tr("Pause"));
    m_pause->setIcon(icon(paused ? QStringLiteral("run") : QStringLiteral("pause")));
    m_stop->setEnabled(control && state != RunControl::State::Ended && state != RunControl::State::Stopping);
    m_again->setEnabled(m_launcher && document && document->tree().started());
    m_saveAs->setEnabled(document && document->tree().started());
    m_close->setEnabled(document);
    m_follow->setEnabled(document && document->isLive());
    m_goRun->setEnabled(m_runs->rowCount() > 0);
    m_goReport->setEnabled(m_report && m_runs->rowCount() > 0);
    m_exportReport->setEnabled(m_current && m_current->tree().started());
    showOpening();
    m_binder->setLiveRuns(liveRuns());
    if (m_session) m_session->touch();
    if (m_guide->isRunning()) m_guide->setVisible(m_guide->document() && isShown(m_guide->document()));
    updateNavigation();
    setWindowTitle(document ? document->title() + QStringLiteral(" – RLMScope") : QStringLiteral("RLMScope"));
}

void MainWindow::updateRecent() {
    const auto traces = m_settings.recentTraces();
    QVector<RecentItem> items;
    m_recentMenu->clear();
    for (const auto& [path, title] : traces) {
        const QFileInfo info(path);
        const QString when = format::dayAndClock(info.lastModified());
        if (items.size() < 6) items.push_back({path, title, when + QStringLiteral(" · ") + format::bytes(static_cast<std::uint64_t>(info.size()))});
        // Runs of one example have one title: their times tell them apart. A title may be a question of many words.
        QString name = title.simplified();
        if (name.size() > LongestTitle) name = name.left(LongestTitle - 1) + QChar(0x2026);
        auto* entry = m_recentMenu->addAction(QString(name).replace(QLatin1Char('&'), QLatin1String("&&")) + QLatin1Char('\t') + when, this, [this, path = path] { openTrace(path); });
        entry->setToolTip(path);
        entry->setProperty("commandText", name + QStringLiteral(" · ") + when);
    }
    m_recentMenu->setEnabled(!traces.isEmpty());
    if (m_library->rows()->empty()) m_home->setRecent(items); // else the newest runs of the library are there
}

} // namespace rlmscope
