// The timeline of the run page: a view of the whole run, and a strip in the drawer.
#include "itemmodels/focus.h"
#include "itemmodels/timeline.h"
#include "views/run_drawer.h"
#include "views/run_page.h"
#include "views/timeline_view.h"

namespace rlmscope {

void RunPage::addTimeline() {
    m_timeline = new Timeline(this);
    m_timelineView = new TimelineView(m_timeline, m_focus, this);
    addView(QStringLiteral("timeline"), tr("Timeline"), m_timelineView);
    m_timelineStrip = new TimelineStrip(m_timeline, m_focus, this);
    m_drawer->addTab(QStringLiteral("timeline"), tr("Timeline"), m_timelineStrip, [strip = m_timelineStrip] { return strip->wantedHeight(); },
                     new TimelineLegend(this), true);
}

} // namespace rlmscope
