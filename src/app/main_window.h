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

class RunLauncher;
class RunPage;
class RunStatusBar;

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

public Q_SLOTS:
    void showHome();
    void showModels();
    void showReport();
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
    void dropEvent(QDropEvent* event) override;

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
    QTimer m_actionsTimer; ///< gathers many runChanged() into one update
};

} // namespace rlmscope
