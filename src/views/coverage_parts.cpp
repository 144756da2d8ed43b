#include "views/coverage_parts.h"

#include "itemmodels/coverage_job.h"
#include "itemmodels/focus.h"
#include "views/context_panel.h"
#include "views/coverage_view.h"
#include "views/inspector.h"
#include "views/run_page.h"

namespace rlmscope {

CoverageParts addCoverage(RunPage* page) {
    CoverageParts parts;
    parts.job = new CoverageJob(page);
    parts.view = new CoverageView(parts.job, page->focus(), page);
    parts.context = new ContextPanel(parts.job, page->focus(), page);
    page->addView(QStringLiteral("coverage"), RunPage::tr("Coverage"), parts.view);
    page->inspector()->addTab(QStringLiteral("context"), RunPage::tr("Context"), parts.context);
    QObject::connect(page->focus(), &FocusHolder::changed, parts.job, [job = parts.job](const Focus& now) { job->setDocument(now.document); });
    QObject::connect(parts.view, &CoverageView::placeChosen, page->inspector(), [page] { page->inspector()->showTab(QStringLiteral("context")); });
    parts.job->setDocument(page->document());
    return parts;
}

} // namespace rlmscope
