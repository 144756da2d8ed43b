// The timeline of the run page: a view of the whole run, and a strip in the drawer.
#include "itemmodels/call_tree_model.h"
#include "itemmodels/focus.h"
#include "itemmodels/timeline.h"
#include "views/call_tree_view.h"
#include "views/fan_out_strip.h"
#include "views/inspector.h"
#include "views/run_drawer.h"
#include "views/run_page.h"
#include "views/timeline_view.h"

#include <algorithm>

namespace rlmscope {

void RunPage::addTimeline() {
    m_timeline = new Timeline(this);
    m_timelineView = new TimelineView(m_timeline, m_focus, this);
    addView(QStringLiteral("timeline"), tr("Timeline"), m_timelineView);
    m_timelineStrip = new TimelineStrip(m_timeline, m_focus, this);
    m_drawer->addTab(QStringLiteral("timeline"), tr("Timeline"), m_timelineStrip, [strip = m_timelineStrip] { return strip->wantedHeight(); },
                     new TimelineLegend(this), true);
    m_inspector->addTab(QStringLiteral("calls"), tr("Sub-calls"), new FanOutStrip(m_focus, this));
    // The bars of the tree show the path when the timeline has worked it out.
    m_tree->setPathTest([this](int row) {
        const auto& path = *m_timeline->facts().path;
        if (!m_treeModel->isGroup(row)) return path.contains(m_treeModel->nodeAt(row));
        const auto members = m_treeModel->membersAt(row);
        return std::any_of(members.begin(), members.end(), [&](NodeIndex member) { return path.contains(member); });
    });
    connect(m_timeline, &Timeline::changed, m_tree->viewport(), [this] {
        if (m_tree->showsPath()) m_tree->viewport()->update();
    });
}

} // namespace rlmscope
