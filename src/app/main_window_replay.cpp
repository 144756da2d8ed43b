// The scrubber in the window: its place on the run page and its actions in the Go menu.
#include "app/main_window.h"

#include "itemmodels/focus.h"
#include "views/call_tree_view.h"
#include "views/run_page.h"
#include "views/scrubber.h"

#include <QMenu>

namespace rlmscope {

void MainWindow::placeScrubber() {
    m_runPage->setScrubber(m_scrubber);
    connect(m_runPage->focus(), &FocusHolder::changed, m_scrubber, [this](const Focus& now) { m_scrubber->setDocument(now.document); });
    connect(m_scrubber, &Scrubber::playingChanged, m_runPage->tree(), &CallTreeView::setPlaying);
}

void MainWindow::addReplayActions(QMenu* menu) {
    menu->addSeparator();
    auto* replay = menu->addMenu(tr("Mom&ent"));
    replay->addActions(m_scrubber->momentActions());
    // The keys work wherever the focus is.
    for (QAction* each : m_scrubber->momentActions()) addAction(each);
}

} // namespace rlmscope
