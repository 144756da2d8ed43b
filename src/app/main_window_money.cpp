// What the window says about the money of a run that its user does not look at.
#include "app/main_window.h"

#include "app/run_launcher.h"
#include "itemmodels/money_words.h"
#include "itemmodels/run_control.h"
#include "itemmodels/run_document.h"
#include "views/decision_bar.h"
#include "views/resume_bar.h"
#include "views/run_page.h"
#include "views/widgets.h"

#include <QApplication>
#include <QPushButton>
#include <QStackedWidget>

namespace rlmscope {

bool MainWindow::isShown(const RunDocument* document) const {
    return document == m_current && m_pages->currentWidget() == m_runPage;
}

/// A notice about a run that is not the one on the page, with the way to it.
void MainWindow::noticeOf(RunDocument* document, NoticeBar::Tone tone, const QString& title, const QString& detail) {
    if (!isActiveWindow()) QApplication::alert(this);
    m_notice->showNotice(tone, title, detail);
    if (isShown(document)) return;
    connect(m_notice->addAction(tr("Show")), &QPushButton::clicked, this, [this, shown = QPointer<RunDocument>(document)] {
        m_notice->hide();
        if (shown) showRun(shown);
    });
}

/// A notice that a limit is near stands until the run asks about it or has ended.
void MainWindow::sayNearLimit(RunDocument* document, const QString& text) {
    const LedgerEvent* warning = document->money().newest("warning");
    if (!warning || words::remark(*warning, document->limits()) != text) return;
    m_nearLimit = {document, text};
}

void MainWindow::dropNearLimit(const RunDocument* document) {
    if (m_nearLimit.first != document) return;
    if (m_notice->accessibleName() == m_nearLimit.second) m_notice->hide(); // nothing else has been said since
    m_nearLimit = {};
}

// The page itself shows what a run asks; elsewhere a notice says that it waits, once for each question.
void MainWindow::watchQuestions(RunDocument* document) {
    connect(document, &RunDocument::budgetChanged, this, [this, document, told = std::int64_t{0}]() mutable {
        const auto& pending = document->control()->budget().pending;
        if (pending.empty() || pending.front().id <= told) return;
        told = pending.front().id;
        dropNearLimit(document); // it asks now
        if (isShown(document)) {
            if (!isActiveWindow()) QApplication::alert(this);
            return;
        }
        noticeOf(document, NoticeBar::Tone::Paused, DecisionBar::headline(pending.front(), *document), document->title());
    });
}

/// Going on with recorded runs and replaying them: the page offers, the launcher does, the window shows what it makes.
void MainWindow::watchReruns() {
    if (!m_launcher) return;
    connect(m_launcher.get(), &RunLauncher::rerunOffered, this, [this](RunDocument* document, const RerunOffer& offer) {
        if (m_runPage && document == m_runPage->document() && !document->isLive()) m_runPage->showRerunOffer(offer);
    });
    connect(m_launcher.get(), &RunLauncher::rerunFailed, this, [this](RunDocument* of, const Error& error) {
        if (m_runPage && of == m_runPage->document() && m_runPage->resumeBar()->isVisible()) return m_runPage->resumeBar()->showProblem(QString::fromStdString(error.text()));
        report(error);
    });
    connect(m_launcher.get(), &RunLauncher::rerunStarted, this, [this](RunDocument*, RunDocument* made) {
        m_notice->hide(); // what it said was about the run before
        watchForEnd(made);
        watchQuestions(made);
        add(made);
    });
    connect(m_launcher.get(), &RunLauncher::replayCompared, this, [this](RunDocument* made, bool identical, const QString& text) {
        noticeOf(made, identical ? NoticeBar::Tone::Info : NoticeBar::Tone::Warning, identical ? tr("The replay is identical") : tr("The replay differs"), text);
    });
}

} // namespace rlmscope
