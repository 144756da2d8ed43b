// What the window says about the money of a run that its user does not look at.
#include "app/main_window.h"

#include "itemmodels/run_control.h"
#include "itemmodels/run_document.h"
#include "views/decision_bar.h"
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

// The page itself shows what a run asks; elsewhere a notice says that it waits, once for each question.
void MainWindow::watchQuestions(RunDocument* document) {
    connect(document, &RunDocument::budgetChanged, this, [this, document, told = std::int64_t{0}]() mutable {
        const auto& pending = document->control()->budget().pending;
        if (pending.empty() || pending.front().id <= told) return;
        told = pending.front().id;
        if (isShown(document)) {
            if (!isActiveWindow()) QApplication::alert(this);
            return;
        }
        noticeOf(document, NoticeBar::Tone::Paused, DecisionBar::headline(pending.front(), *document), document->title());
    });
}

} // namespace rlmscope
