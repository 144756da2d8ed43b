#pragma once
// The window: places, actions and which run is shown. No logic of its own: runs start through RunLauncher, are shown by
// RunPage, and are commanded through RunControl.
#include "app/settings.h"
#include "itemmodels/run_document.h"
#include "itemmodels/runs_model.h"
#include "views/widgets.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <thread>

class QAction;
class QStackedWidget;
class QToolBar;
class QVBoxLayout;

namespace rlmscope {

class HomePage;
class LibrarySearch;
class ImportJob;
class ImportResultsModel;
class ImportResultsPage;
class Library;
class LibraryPage;
class ModelsPage;
class NewRunDialog;
class Omnibox;
class OmniboxModel;
struct NodeLink;
class Rail;
class ReportJob;
class ReportPage;

class DropOverlay;
class FirstGuide;
class HelpWindow;
class OpeningBar;
struct GivenFiles;
class RunLauncher;
class RunPage;
class RunStatusBar;
class SessionKeeper;
class SettingsBinder;
class SettingsPage;
struct SessionState;
class Scrubber;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(std::unique_ptr<RunLauncher> launcher, QWidget* parent = nullptr);
    ~MainWindow() override;

    RunPage* runPage(); ///< made when it is first asked for: the window is there sooner
    HomePage* homePage() const { return m_home; }
    ModelsPage* modelsPage(); ///< null in the explorer-only build
    ReportPage* reportPage() const { return m_report; } ///< null without WebEngine
    NewRunDialog* newRunDialog(); ///< made when it is first asked for; null in the explorer-only build
    RunDocument* current() const { return m_current; }
    Omnibox* omnibox() const { return m_omnibox; }
    LibrarySearch* librarySearch() const { return m_librarySearch; }
    NoticeBar* notice() const { return m_notice; } ///< above every page
    ImportJob* importJob() const { return m_import; }
    ImportResultsPage* importPage() const { return m_importPage; }
    RunLauncher* launcher() const { return m_launcher.get(); }
    Library* library() const { return m_library; }
    LibraryPage* libraryPage() const { return m_libraryPage; }
    SettingsPage* settingsPage() const { return m_settingsPage; }
    FirstGuide* guide() const { return m_guide; }
    HelpWindow* help() const { return m_help; } ///< null until it was asked for
    SessionKeeper* session() const { return m_session; }

    /// Opens what was open and keeps it up to date from now on, in the file at `path`. `always`: also when the settings say no.
    void useSession(const QString& path, bool always = false);
    /// The event loop ends with this when the window is to be made anew, in another language or font.
    static constexpr int RebuildCode = 1001;

public Q_SLOTS:
    void showHome();
    void showLibrary();
    void showModels();
    void showReport();
    void showSettings();
    /// A page of the help; empty = the one about what has the keyboard.
    void showHelp(const QString& page);
    /// A page, or its data for a name that ends in .json.
    void exportReportTo(const QString& path);
    void openTrace(const QString& path);
    void openTraceDialog();
    /// rlmscope://run/...: in an open run, else in the library; `trace` when it is known where it lies.
    void openLink(const QString& link);
    void goToLink(const rlmscope::NodeLink& link, const QString& trace = {});
    /// Traces, logs of other tools, folders of them; whatever else says why not.
    void openFiles(const QStringList& paths);
    /// Logs into traces in the library; folders: what is called like a log in them.
    void importFiles(const QStringList& paths);
    void importDialog();
    /// The same of what was dropped: what is no log becomes the context of a new run.
    void openDropped(const QStringList& paths);
    /// A run of a file (32 hex digits; else its newest), at a node of it unless that is 0.
    void openRun(const QString& path, const QString& run, quint64 node);
    void newRun();
    void newRunFrom(const rlmscope::NewRunForm& form);
    void runExample(const QString& name);

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool event(QEvent* event) override;

private:
    void makeActions();
    void makeMenus();
    void makeToolBar();
    void makePages();
    void makeRunPage();
    void placeTreeActions();
    QAction* action(const QString& icon, const QString& text, const QKeySequence& key, const QString& tip);
    void add(RunDocument* document);
    void showRun(RunDocument* document);
    void closeRun(RunDocument* document);
    void saveAs();
    void makeReportPage();
    void makeImport(QVBoxLayout* column);
    void take(const GivenFiles& files);
    void importDone(bool cancelled);
    void showImport(bool onlyProblems);
    void makeLibrary();
    void showRecentRuns();
    void chooseLibraryFolders();
    void exportReport();
    void runAgain(RunDocument* document);
    void pauseOrResume();
    // main_window_navigation.cpp
    void makeNavigationActions();
    void makeNavigationMenus(QMenu* go);
    void makeOmnibox(QToolBar* bar);
    RunDocument* openTraceAt(const QString& path, RunId run);
    void goWhenReady(RunDocument* document, const NodeLink& link);
    void updateNavigation();
    void showKeysOf(QWidget* widget);
    bool eventFilter(QObject* watched, QEvent* event) override;
    void updateActions();
    void updateRecent();
    void watchForEnd(RunDocument* document);
    void watchQuestions(RunDocument* document);
    void watchReruns();
    void placeScrubber();
    void addReplayActions(QMenu* menu);
    bool isShown(const RunDocument* document) const;
    void noticeOf(RunDocument* document, NoticeBar::Tone tone, const QString& title, const QString& detail = {});
    void sayNearLimit(RunDocument* document, const QString& text);
    void dropNearLimit(const RunDocument* document);
    void report(const Error& error);
    void showAbout();
    void makeCare();
    void makeHelpMenu();
    QString helpTopic() const;
    SessionState sessionState() const;
    void restoreSession(const SessionState& state);
    RunDocument* reopen(const struct SessionRun& run, const std::function<void()>& done);
    void offerGuide(RunDocument* document);
    void showOpening();
    NewRunForm freshForm() const;
    bool startRun(const NewRunForm& form);
    int liveRuns() const;

    Settings m_settings;
    std::unique_ptr<RunLauncher> m_launcher;
    RunsModel* m_runs;
    QPointer<RunDocument> m_current;
    QStackedWidget* m_pages;
    HomePage* m_home;
    ModelsPage* m_models = nullptr;
    RunPage* m_runPage = nullptr; ///< null until runPage()
    ReportPage* m_report = nullptr;
    Library* m_library = nullptr;
    LibraryPage* m_libraryPage = nullptr;
    ReportJob* m_reportJob;
    ImportJob* m_import = nullptr;
    ImportResultsModel* m_importModel = nullptr;
    ImportResultsPage* m_importPage = nullptr;
    bool m_dropped = false;    ///< what is looked at was dropped, not opened by name
    QStringList m_givenLogs;   ///< of the import that goes on, as they were dropped
    NoticeBar* m_notice;
    std::pair<const RunDocument*, QString> m_nearLimit; ///< what m_notice says about it
    Rail* m_rail;
    RunStatusBar* m_status;
    Scrubber* m_scrubber = nullptr;
    NewRunDialog* m_dialog = nullptr;
    QAction *m_newRun, *m_open, *m_saveAs, *m_close, *m_quit;
    QAction *m_pause, *m_stop, *m_again, *m_follow, *m_goHome, *m_goRun, *m_goLibrary, *m_goModels, *m_goReport, *m_exportReport;
    QAction *m_back, *m_forward, *m_goTo, *m_commands, *m_searchLibrary, *m_filter, *m_nextMatch, *m_previousMatch, *m_bookmark, *m_note, *m_copyLink, *m_sheet;
    Omnibox* m_omnibox = nullptr;
    OmniboxModel* m_omniboxModel = nullptr;
    LibrarySearch* m_librarySearch = nullptr;
    std::jthread m_linkSearch; ///< looks which trace of the library holds a run
    QAction* m_importAction = nullptr;
    QMenu* m_recentMenu = nullptr;
    SettingsPage* m_settingsPage;
    SettingsBinder* m_binder;
    SessionKeeper* m_session = nullptr;
    FirstGuide* m_guide;
    OpeningBar* m_opening;
    HelpWindow* m_help = nullptr;
    DropOverlay* m_dropOverlay;
    QAction *m_goSettings, *m_helpContents, *m_whatIsThis;
    QVector<QPair<QAction*, ThemeChoice>> m_themeChoices;
    QTimer m_actionsTimer; ///< gathers many runChanged() into one update
};

} // namespace rlmscope
