// Going places in the window: history, omnibox, links, bookmarks and notes, the sheet of shortcuts.
#include "app/main_window.h"

#include "base/folders.h"
#include "itemmodels/focus.h"
#include "itemmodels/focus_history.h"
#include "itemmodels/library_search.h"
#include "itemmodels/node_link.h"
#include "itemmodels/omnibox_model.h"
#include "trace/trace_reader.h"
#include "views/call_tree_view.h"
#include "views/command_list.h"
#include "views/dock_keys.h"
#include "views/filter_bar.h"
#include "views/icon.h"
#include "views/omnibox.h"
#include "views/run_page.h"
#include "views/run_status_bar.h"
#include "views/shortcut_sheet.h"
#include "views/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QMenu>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>

namespace rlmscope {

namespace {

/// The trace of the library that holds a run; empty = none, or not before `stop`. Opens traces, newest first.
std::filesystem::path traceOf(RunId run, const std::filesystem::path& folder) {
    std::vector<std::pair<std::filesystem::file_time_type, std::filesystem::path>> traces;
    std::error_code failed;
    // A trace that we named says which run began it.
    const auto part = "-" + run.text().substr(0, 8) + ".rlmscope";
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
        if (entry.path().extension() != ".rlmscope") continue;
        const bool named = entry.path().filename().string().ends_with(part);
        traces.emplace_back(named ? std::filesystem::file_time_type::max() : entry.last_write_time(failed), entry.path());
    }
    std::sort(traces.begin(), traces.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [time, path] : traces) {
        auto reader = TraceReader::open(path);
        if (!reader) continue;
        const auto runs = (*reader)->runs();
        if (runs && std::any_of(runs->begin(), runs->end(), [&](const RunSummary& r) { return r.id == run; })) return path;
    }
    return {};
}

void giveKeys(QAction* action, const QList<QKeySequence>& keys, Qt::ShortcutContext context) {
    action->setShortcuts(keys);
    action->setShortcutContext(context);
    action->setToolTip(action->toolTip() + QStringLiteral(" (%1)").arg(keys.first().toString(QKeySequence::NativeText)));
}

} // namespace

void MainWindow::makeNavigationActions() {
    m_back = action(QStringLiteral("arrow-left"), tr("&Back"), Qt::ALT | Qt::Key_Left, tr("Back to where you were"));
    m_forward = action(QStringLiteral("arrow-right"), tr("&Forward"), Qt::ALT | Qt::Key_Right, tr("Forward again"));
    m_goTo = action(QStringLiteral("find"), tr("Go to a &node…"), Qt::CTRL | Qt::Key_P, tr("Go to a node, a variable or a text"));
    m_commands = action({}, tr("Run a &command…"), Qt::CTRL | Qt::SHIFT | Qt::Key_P, tr("Every command of the window"));
    m_searchLibrary = action(QStringLiteral("library"), tr("Se&arch the library…"), Qt::CTRL | Qt::SHIFT | Qt::Key_F, tr("Search the texts of every run"));
    m_filter = action(QStringLiteral("filter"), tr("Fil&ter the tree…"), {}, tr("Filter or highlight rows of the call tree"));
    m_nextMatch = action({}, tr("Ne&xt match"), {}, tr("Next row that matches"));
    m_previousMatch = action({}, tr("Pre&vious match"), {}, tr("Previous row that matches"));
    m_bookmark = action(QStringLiteral("bookmark"), tr("Boo&kmark"), Qt::CTRL | Qt::Key_B, tr("Mark the node that has the focus"));
    m_note = action(QStringLiteral("note"), tr("Write a n&ote…"), {}, tr("About the node that has the focus"));
    m_copyLink = action(QStringLiteral("link"), tr("Cop&y link"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, tr("A link to the node that has the focus"));
    m_sheet = action({}, tr("&Keyboard shortcuts"), Qt::CTRL | Qt::Key_F1, tr("All shortcuts"));

    // Keys of the tree and of what stands around it live there: an editor that has the focus keeps its letters, and a find bar
    // elsewhere its own Ctrl+F.
    giveKeys(m_filter, {QKeySequence(Qt::CTRL | Qt::Key_F)}, Qt::WidgetWithChildrenShortcut);
    giveKeys(m_nextMatch, {QKeySequence(Qt::Key_F3)}, Qt::WidgetWithChildrenShortcut);
    giveKeys(m_previousMatch, {QKeySequence(Qt::SHIFT | Qt::Key_F3)}, Qt::WidgetWithChildrenShortcut);
    giveKeys(m_note, {QKeySequence(Qt::Key_N)}, Qt::WidgetShortcut);
    for (auto* made : {m_filter, m_nextMatch, m_previousMatch, m_note}) removeAction(made); // placeTreeActions() puts them there
    connect(m_sheet, &QAction::triggered, this, [this] {
        runPage(); // its keys are in the sheet
        ShortcutSheet sheet(this);
        sheet.exec();
    });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { showKeysOf(now); });
    qApp->installEventFilter(this); // back and forward of the mouse, wherever it is
}

void MainWindow::placeTreeActions() {
    auto* tree = m_runPage->tree();
    for (auto* made : {m_filter, m_nextMatch, m_previousMatch}) tree->parentWidget()->addAction(made);
    tree->addAction(m_note);
    const auto row = [&](const QString& text, const QList<QKeySequence>& keys, auto act) {
        auto* made = new QAction(text, this);
        made->setProperty("group", tr("Tree"));
        giveKeys(made, keys, Qt::WidgetShortcut);
        connect(made, &QAction::triggered, this, act);
        tree->addAction(made);
    };
    row(tr("Next row"), {QKeySequence(Qt::Key_J)}, [this] { m_runPage->stepRow(1); });
    row(tr("Previous row"), {QKeySequence(Qt::Key_K)}, [this] { m_runPage->stepRow(-1); });
    row(tr("Unfold everything below the row"), {QKeySequence(Qt::Key_BracketLeft)}, [this] { m_runPage->foldBelow(true); });
    row(tr("Fold everything below the row"), {QKeySequence(Qt::Key_BracketRight)}, [this] { m_runPage->foldBelow(false); });
    row(tr("Clear the filter"), {QKeySequence(Qt::Key_Escape)}, [this] { m_runPage->askTree({}, m_runPage->filterBar()->filters()); });
    // "?" means a letter wherever something is typed.
    row(tr("Show all shortcuts"), {QKeySequence(Qt::Key_Question), QKeySequence(Qt::SHIFT | Qt::Key_Question)}, [this] { m_sheet->trigger(); });

    auto* history = m_runPage->history();
    connect(m_back, &QAction::triggered, history, &FocusHistory::back);
    connect(m_forward, &QAction::triggered, history, &FocusHistory::forward);
    connect(history, &FocusHistory::changed, this, &MainWindow::updateNavigation);
    connect(history, &FocusHistory::documentWanted, this, &MainWindow::showRun);
    connect(m_filter, &QAction::triggered, m_runPage, &RunPage::focusFilter);
    connect(m_nextMatch, &QAction::triggered, this, [this] { m_runPage->nextMatch(false); });
    connect(m_previousMatch, &QAction::triggered, this, [this] { m_runPage->nextMatch(true); });
    connect(m_bookmark, &QAction::triggered, m_runPage, &RunPage::toggleBookmark);
    connect(m_note, &QAction::triggered, m_runPage, &RunPage::writeNote);
    connect(m_copyLink, &QAction::triggered, this, [this] {
        const QString link = m_runPage->linkToFocus();
        if (link.isEmpty()) return m_status->showMessage(tr("No node has the focus."));
        QApplication::clipboard()->setText(link);
        m_status->showMessage(tr("Link copied"));
    });
    connect(m_omniboxModel, &OmniboxModel::filterChosen, m_runPage, &RunPage::askTree);
}

void MainWindow::makeNavigationMenus(QMenu* go) {
    go->addSeparator();
    go->addActions({m_back, m_forward});
    go->addSeparator();
    go->addActions({m_goTo, m_commands, m_searchLibrary});
    go->addSeparator();
    go->addActions({m_filter, m_nextMatch, m_previousMatch});
    go->addSeparator();
    go->addActions({m_bookmark, m_note, m_copyLink});
}

void MainWindow::makeOmnibox(QToolBar* bar) {
    bar->addSeparator();
    bar->addActions({m_back, m_forward});
    for (auto* button : {bar->widgetForAction(m_back), bar->widgetForAction(m_forward)})
        if (auto* tool = qobject_cast<QToolButton*>(button)) tool->setToolButtonStyle(Qt::ToolButtonIconOnly);
    auto* gap = new QWidget(bar);
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(gap);
    m_librarySearch = new LibrarySearch(this);
    m_omniboxModel = new OmniboxModel(this);
    m_omniboxModel->setRuns(m_runs);
    m_omniboxModel->setLibrary(m_librarySearch);
    m_omniboxModel->setCommands([this] {
        runPage(); // has commands of its own
        return commandsOf(this);
    });
    m_omnibox = new Omnibox(m_omniboxModel, bar);
    m_omnibox->setMinimumWidth(260);
    m_omnibox->setMaximumWidth(Theme::instance().px(540));
    m_omnibox->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    bar->addWidget(m_omnibox);
    QTimer::singleShot(5'000, m_librarySearch, &LibrarySearch::update); // when the window has become calm
    connect(m_omnibox, &Omnibox::opened, this, [this] {
        const bool run = m_pages->currentWidget() == static_cast<QWidget*>(m_runPage);
        m_omniboxModel->setDocument(run ? m_current.data() : nullptr);
        m_omniboxModel->setFocusNode(run ? m_runPage->currentNode() : NoNode);
    });
    connect(m_goTo, &QAction::triggered, this, [this] { m_omnibox->open({}); });
    connect(m_commands, &QAction::triggered, this, [this] { m_omnibox->open(QStringLiteral(">")); });
    connect(m_searchLibrary, &QAction::triggered, this, [this] { m_omnibox->open(tr("library:") + QLatin1Char(' ')); });
    const auto goTo = [this](quint32 node, const QString& value) {
        if (m_current && node < m_current->whole().nodes().size()) m_runPage->goTo(m_current->whole().node(node).id, m_current->moment(), value);
    };
    connect(m_omniboxModel, &OmniboxModel::nodeChosen, this, [goTo](quint32 node) { goTo(node, {}); });
    connect(m_omniboxModel, &OmniboxModel::variableChosen, this, goTo);
    connect(m_omniboxModel, &OmniboxModel::runChosen, this, &MainWindow::showRun);
    connect(m_omniboxModel, &OmniboxModel::commandChosen, this, [](QAction* chosen) { chosen->trigger(); }, Qt::QueuedConnection); // the list has gone by then
    connect(m_omniboxModel, &OmniboxModel::linkChosen, this, &MainWindow::goToLink);
}

void MainWindow::updateNavigation() {
    const bool run = m_pages->currentWidget() == static_cast<QWidget*>(m_runPage) && m_current;
    const bool node = run && m_runPage->currentNode() != NoNode;
    m_back->setEnabled(m_runPage && m_runPage->history()->canGoBack());
    m_forward->setEnabled(m_runPage && m_runPage->history()->canGoForward());
    for (auto* made : {m_filter, m_nextMatch, m_previousMatch}) made->setEnabled(run);
    for (auto* made : {m_bookmark, m_note, m_copyLink}) made->setEnabled(node);
}

void MainWindow::showKeysOf(QWidget* widget) {
    if (!widget || widget->window() != this) return;
    m_status->setKeys(dockKeysLine(dockOf(widget)));
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::MouseButtonPress) return QMainWindow::eventFilter(watched, event);
    const auto button = static_cast<QMouseEvent*>(event)->button();
    auto* widget = qobject_cast<QWidget*>(watched);
    if ((button != Qt::BackButton && button != Qt::ForwardButton) || !widget || widget->window() != this) return QMainWindow::eventFilter(watched, event);
    (button == Qt::BackButton ? m_back : m_forward)->trigger();
    return true;
}

// ---- links ---------------------------------------------------------------------------------------------------

void MainWindow::openLink(const QString& text) {
    const auto link = linkFromText(text);
    if (!link) return report(makeError(ErrorKind::Usage, text.toStdString() + " is no link to a run.", "A link looks like rlmscope://run/3f2a...?event=120"));
    goToLink(*link);
}

void MainWindow::goToLink(const NodeLink& link, const QString& trace) {
    for (int row = 0; row < m_runs->rowCount(); ++row) {
        auto* document = m_runs->at(row);
        if (document->tree().run() != link.run) continue;
        showRun(document);
        return goWhenReady(document, link);
    }
    const auto open = [this, link](const std::filesystem::path& path) {
        auto* document = openTraceAt(QString::fromStdString(path.string()), link.run);
        if (document) goWhenReady(document, link);
    };
    if (!trace.isEmpty()) return open(std::filesystem::path(trace.toStdString()));
    m_status->showMessage(tr("Looking for the run in the library…"));
    m_linkSearch = std::jthread([this, run = link.run, open] { // the window waits for it when it closes
        const auto path = traceOf(run, libraryFolder());
        QMetaObject::invokeMethod(this, [this, path, open, run] {
            if (!path.empty()) return open(path);
            report(makeError(ErrorKind::BadInput, "Run " + run.text().substr(0, 8) + " is neither open nor in your library.",
                             "Open its trace; the link works then."));
        }, Qt::QueuedConnection);
    });
}

void MainWindow::goWhenReady(RunDocument* document, const NodeLink& link) {
    const auto go = [this, document, link] {
        if (m_current != document) showRun(document);
        m_runPage->goTo({link.event}, link.moment, link.value);
    };
    if (!document->isLoading()) return go();
    connect(document, &RunDocument::loaded, this, go, static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection)); // after the views have it
}

} // namespace rlmscope
