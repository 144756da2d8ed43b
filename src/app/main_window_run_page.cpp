// The run page, made when a run is shown first: an empty window is there a fifth sooner without it.
#include "app/main_window.h"

#include "app/run_launcher.h"
#include "app/session_keeper.h"
#include "itemmodels/run_family_model.h"
#include "views/call_tree_view.h"
#include "views/coverage_parts.h"
#include "views/library_page.h"
#include "views/run_lists.h"
#include "views/run_page.h"
#include "views/run_status_bar.h"
#ifdef RLMSCOPE_WITH_WEB
#include "views/web/rendered_text.h"
#endif

#include <QAction>
#include <QStackedWidget>

namespace rlmscope {

RunPage* MainWindow::runPage() {
    if (!m_runPage) makeRunPage();
    return m_runPage;
}

void MainWindow::makeRunPage() {
    m_runPage = new RunPage(m_runs);
    addCoverage(m_runPage);
    placeScrubber();
    m_pages->addWidget(m_runPage);
    m_status->setPage(m_runPage);
    m_runPage->family()->setLibrary(m_libraryPage->model());
    connect(m_runPage, &RunPage::relativeChosen, this, [this](const QString& path, const QString& run) { openRun(path, run, 0); });
    connect(m_runPage, &RunPage::runChosen, this, &MainWindow::showRun);
    connect(m_runPage, &RunPage::newRunRequested, this, &MainWindow::newRun);
    connect(m_runPage, &RunPage::closeRequested, this, &MainWindow::closeRun);
    connect(m_runPage, &RunPage::runAgainRequested, this, &MainWindow::runAgain);
    connect(m_runPage, &RunPage::focusChanged, this, &MainWindow::updateNavigation);
    const auto touch = [this] {
        if (m_session) m_session->touch();
    };
    connect(m_runPage, &RunPage::focusChanged, this, touch);
    connect(m_runPage, &RunPage::viewChanged, this, touch);
    m_runPage->tree()->setFollowsLive(m_follow->isChecked());
    connect(m_runPage, &RunPage::followsLiveChanged, m_follow, &QAction::setChecked);
    if (m_launcher) {
        m_runPage->setValueSource(m_launcher->values());
        connect(m_runPage, &RunPage::rerunOfferWanted, m_launcher.get(), &RunLauncher::offerRerun);
        connect(m_runPage, &RunPage::resumeRequested, this, [this](RunDocument* document, const RerunAnswer& answer) {
            m_launcher->resume(document, answer, this);
        });
        connect(m_runPage, &RunPage::replayRequested, this, [this](RunDocument* document, const RerunAnswer& answer) {
            m_launcher->replay(document, answer, this);
        });
    }
#ifdef RLMSCOPE_WITH_WEB
    m_runPage->answerPanel()->setRendering(&makeRenderedText);
#endif
    placeTreeActions();
    m_runPage->restoreLayout(m_settings.layout());
}

} // namespace rlmscope
