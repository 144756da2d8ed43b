// The library of the window: every run of the user's folders, and opening one of them.
#include "app/main_window.h"
#include "base/folders.h"
#include "itemmodels/format.h"
#include "itemmodels/library.h"
#include "itemmodels/library_model.h"
#include "itemmodels/node_link.h"
#include "itemmodels/run_family_model.h"
#include "views/home_page.h"
#include "views/library_page.h"
#include "views/rail.h"
#include "views/run_page.h"
#include "views/run_status_bar.h"

#include <QAction>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QSettings>
#include <QStackedWidget>

#include <algorithm>

namespace rlmscope {

namespace {

constexpr int RecentRuns = 6;
const QString FoldersKey = QStringLiteral("library/folders"), LayoutKey = QStringLiteral("library/layout");

library::LibraryFolders foldersOf(const QSettings& settings) {
    library::LibraryFolders folders{libraryFolder(), {}};
    for (const auto& folder : settings.value(FoldersKey).toStringList()) folders.others.emplace_back(folder.toStdString());
    return folders;
}

} // namespace

// Called while the pages are made; the folders are looked at once the window is there.
void MainWindow::makeLibrary() {
    m_library = new Library(this);
    m_libraryPage = new LibraryPage(m_library);
    m_rail->addPlace(QStringLiteral("library"), QStringLiteral("library"), tr("Library"));
    m_pages->addWidget(m_libraryPage);
    m_libraryPage->restoreLayout(QSettings().value(LayoutKey).toByteArray());
    connect(m_rail, &Rail::placeRequested, this, [this](const QString& place) {
        if (place == QLatin1String("library")) showLibrary();
    });
    connect(m_goLibrary, &QAction::triggered, this, &MainWindow::showLibrary);
    connect(m_libraryPage, &LibraryPage::openRequested, this, &MainWindow::openRun);
    connect(m_libraryPage, &LibraryPage::openFileRequested, this, &MainWindow::openTraceDialog);
    connect(m_libraryPage, &LibraryPage::newRunRequested, this, &MainWindow::newRun);
    connect(m_libraryPage, &LibraryPage::reportRequested, this, [this](const QString& path, const QString& run) {
        openRun(path, run, 0);
        showReport();
    });
    connect(m_libraryPage, &LibraryPage::addFolderRequested, this, &MainWindow::chooseLibraryFolders);
    connect(m_libraryPage, &LibraryPage::summaryChanged, this, [this] {
        if (m_pages->currentWidget() == m_libraryPage) m_status->setSummary(m_libraryPage->summary());
    });
    connect(m_pages, &QStackedWidget::currentChanged, this, [this] {
        const bool here = m_pages->currentWidget() == m_libraryPage;
        m_status->setSummary(here ? m_libraryPage->summary() : QString());
        if (!here) QSettings().setValue(LayoutKey, m_libraryPage->saveLayout());
    });
    connect(m_library, &Library::rowsChanged, this, &MainWindow::showRecentRuns);
    const auto tellOpen = [this] {
        std::vector<std::filesystem::path> open;
        for (int row = 0; row < m_runs->rowCount(); ++row) open.emplace_back(m_runs->at(row)->path().toStdString());
        m_library->setOpenFiles(open);
    };
    connect(m_runs, &QAbstractItemModel::rowsInserted, this, tellOpen);
    connect(m_runs, &QAbstractItemModel::rowsRemoved, this, tellOpen);
    QTimer::singleShot(0, this, [this] { m_library->open(foldersOf(QSettings()), cacheFolder() / "library.sqlite"); });
}

void MainWindow::showLibrary() {
    m_rail->setCurrent(QStringLiteral("library"));
    m_status->setDocument(nullptr);
    m_pages->setCurrentWidget(m_libraryPage);
    updateActions();
}

// Without a run the newest of the file, as for a file that was opened by name.
void MainWindow::openRun(const QString& path, const QString& run, quint64 node) {
    if (const auto id = RunId::parse(run.toStdString())) goToLink({*id, node, 0, {}}, path);
    else openTrace(path);
}

// The newest runs of the library on the first page.
void MainWindow::showRecentRuns() {
    auto rows = *m_library->rows();
    std::erase_if(rows, [](const library::RowPointer& row) { return row->run.run.isNull() || row->run.hidden; });
    const auto count = std::min<std::size_t>(rows.size(), RecentRuns);
    std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count), rows.end(),
                      [](const auto& a, const auto& b) { return a->run.wall > b->run.wall; });
    QVector<RecentItem> items;
    for (std::size_t i = 0; i < count; ++i) {
        const auto& row = *rows[i];
        const auto& run = row.run;
        const auto cost = run.costUnknown && run.cost.value == 0 ? tr("unknown") : (run.costUnknown ? QStringLiteral("≥ ") : QString()) + format::money(run.cost);
        const auto when = QDateTime::fromMSecsSinceEpoch(run.wall / 1'000'000);
        items.push_back({QString::fromStdString(row.file.string()), QString::fromStdString(row.name()),
                         QStringList{LibraryModel::stateWord(row.state), cost, format::dayAndClock(when)}.join(QStringLiteral(" · ")),
                         QString::fromStdString(run.run.text())});
    }
    if (!items.isEmpty()) m_home->setRecent(items);
    m_home->setAllRuns(static_cast<int>(rows.size()));
}

void MainWindow::chooseLibraryFolders() {
    QSettings settings;
    auto folders = settings.value(FoldersKey).toStringList();
    QMenu menu(this);
    menu.addAction(tr("Add a folder…"), this, [&] {
        const auto folder = QFileDialog::getExistingDirectory(this, tr("Show the traces of a folder in the library"));
        if (!folder.isEmpty() && !folders.contains(folder)) folders << folder;
    });
    if (!folders.isEmpty()) menu.addSeparator();
    for (const auto& folder : QStringList(folders))
        menu.addAction(tr("Leave out %1").arg(folder), this, [&folders, folder] { folders.removeOne(folder); });
    menu.exec(QCursor::pos());
    settings.setValue(FoldersKey, folders);
    m_library->setOtherFolders(foldersOf(settings).others);
}

} // namespace rlmscope
