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

class QAction;
class QStackedWidget;

namespace rlmscope {

class HomePage;
class ModelsPage;
class NewRunDialog;
class Rail;
class ReportJob;
class ReportPage;

class DropOverlay;
class FirstGuide;
class HelpWindow;
class RunLauncher;
class RunPage;
class RunStatusBar;
class SessionKeeper;
class SettingsBinder;
class SettingsPage;
struct SessionState;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(std::unique_ptr<RunLauncher> launcher, QWidget* parent = nullptr);
    ~MainWindow() override;

    RunPage* runPage() const { return m_runPage; }
    HomePage* homePage() const { return m_home; }
    ModelsPage* modelsPage() const { return m_models; } ///< null in the explorer-only build
    ReportPage* reportPage() const { return m_report; } ///< null without WebEngine
    NewRunDialog* newRunDialog() const { return m_dialog; }
    RunDocument* current() const { return m_current; }
    NoticeBar* notice() const { return m_notice; } ///< above every page
    RunLauncher* launcher() const { return m_launcher.get(); }
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
    void showModels();
    void showReport();
    void showSettings();
    /// A page of the help; empty = the one about what has the keyboard.
    void showHelp(const QString& page);
    /// A page, or its data for a name that ends in .json.
    void exportReportTo(const QString& path);
    void openTrace(const QString& path);
    void openTraceDialog();
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
    void makeDialog();
    QAction* action(const QString& icon, const QString& text, const QKeySequence& key, const QString& tip);
    void add(RunDocument* document);
    void showRun(RunDocument* document);
    void closeRun(RunDocument* document);
    void saveAs();
    void makeReportPage();
    void exportReport();
    void runAgain(RunDocument* document);
    void pauseOrResume();
    void updateActions();
    void updateRecent();
    void watchForEnd(RunDocument* document);
    void watchQuestions(RunDocument* document);
    void watchReruns();
    bool isShown(const RunDocument* document) const;
    void noticeOf(RunDocument* document, NoticeBar::Tone tone, const QString& title, const QString& detail = {});
    void report(const Error& error);
    void showAbout();
    void showShortcuts();
    void makeCare();
    void makeHelpMenu();
    QString helpTopic() const;
    SessionState sessionState() const;
    void restoreSession(const SessionState& state);
    RunDocument* reopen(const struct SessionRun& run, const std::function<void()>& done);
    void offerGuide(RunDocument* document);
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
    RunPage* m_runPage;
    ReportPage* m_report = nullptr;
    ReportJob* m_reportJob;
    NoticeBar* m_notice;
    Rail* m_rail;
    RunStatusBar* m_status;
    NewRunDialog* m_dialog = nullptr;
    QAction *m_newRun, *m_open, *m_saveAs, *m_close, *m_quit;
    QAction *m_pause, *m_stop, *m_again, *m_follow, *m_goHome, *m_goRun, *m_goModels, *m_goReport, *m_exportReport;
    QMenu* m_recentMenu = nullptr;
    SettingsPage* m_settingsPage;
    SettingsBinder* m_binder;
    SessionKeeper* m_session = nullptr;
    FirstGuide* m_guide;
    HelpWindow* m_help = nullptr;
    DropOverlay* m_dropOverlay;
    QAction *m_goSettings, *m_helpContents, *m_whatIsThis;
    QVector<QPair<QAction*, ThemeChoice>> m_themeChoices;
    QTimer m_actionsTimer; ///< gathers many runChanged() into one update
};

} // namespace rlmscope
