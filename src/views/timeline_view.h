#pragma once
// The timeline as a view of the run page: modes, canvas, counters and the panel beside them; and a small one for the drawer.
#include "views/timeline_canvas.h"

#include <QWidget>

class QAbstractButton;
class QButtonGroup;
class QSplitter;
class QTabBar;

namespace rlmscope {

class FocusHolder;
class ThemedLabel;
class TimelineCounters;
class TimelinePanel;

class TimelineView : public QWidget {
    Q_OBJECT
public:
    /// Follows the focus and moves it.
    TimelineView(Timeline* timeline, FocusHolder* focus, QWidget* parent = nullptr);
    TimelineCanvas* canvas() const { return m_canvas; }
    TimelineCounters* counters() const { return m_counters; }
    TimelinePanel* panel() const { return m_panel; }
    void setMode(TimelineMode mode);
    void setCounter(int series); ///< TimelineCounters::Series

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeCounters();
    void refreshTitle();

    Timeline* m_timeline;
    FocusHolder* m_focus;
    TimelineCanvas* m_canvas;
    TimelineCounters* m_counters;
    TimelinePanel* m_panel;
    ThemedLabel* m_title;
    ThemedLabel* m_hint;
    ThemedLabel* m_counterHint;
    QTabBar* m_counterTabs;
    QButtonGroup* m_modes;
    QAbstractButton* m_path;
};

/// Lanes and the budget over the same axis, for the drawer.
class TimelineStrip : public QWidget {
    Q_OBJECT
public:
    TimelineStrip(Timeline* timeline, FocusHolder* focus, QWidget* parent = nullptr);
    TimelineCanvas* canvas() const { return m_canvas; }
    int wantedHeight() const;

private:
    TimelineCanvas* m_canvas;
    TimelineCounters* m_counters;
};

/// "■ model call ■ cell ■ sub-call"
class TimelineLegend : public QWidget {
    Q_OBJECT
public:
    explicit TimelineLegend(QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; } ///< left out where tabs need the room

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace rlmscope
