#pragma once
// The place "Run": runs on the left, the call tree and the answer in the middle, inspector and variables on the right,
// the run bar and notices above. A window places it and connects its signals; nothing here knows how runs are started.
#include "itemmodels/run_document.h"
#include "views/live_pace.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QMenu;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QVBoxLayout;

namespace rlmscope {

class AnswerPanel;
class CallTreeModel;
class CallTreeView;
class DecisionBar;
class FilterBar;
class FocusHistory;
class FocusHolder;
class Inspector;
class NodeSearch;
class NotebookPanel;
class NotePage;
class NoticeBar;
class ResumeBar;
struct RerunAnswer;
struct RerunOffer;
class RunBar;
class RunDrawer;
class RunsList;
class RunFamilyModel;
class RunsModel;
class Timeline;
class TimelineStrip;
class TimelineView;
class ValuePanel;
class ValueSource;
class VariablesPanel;

class RunPage : public QWidget {
    Q_OBJECT
public:
    explicit RunPage(RunsModel* runs, QWidget* parent = nullptr);
    ~RunPage() override;

    void setDocument(RunDocument* document);
    RunDocument* document() const { return m_document; }
    CallTreeView* tree() const { return m_tree; }
    Inspector* inspector() const { return m_inspector; }
    NoticeBar* notice() const { return m_notice; }
    AnswerPanel* answerPanel() const { return m_answer; }
    ResumeBar* resumeBar() const { return m_resume; }
    DecisionBar* decisions() const { return m_decisions; }
    RunDrawer* drawer() const { return m_drawer; }
    VariablesPanel* variables() const { return m_variables; }
    ValuePanel* valuePage() const { return m_value; }
    void setValueSource(ValueSource* source); ///< not owned; null = only what the trace keeps
    RunsList* runsList() const { return m_runsList; }
    RunFamilyModel* family() const { return m_family; }
    TimelineView* timeline() const { return m_timelineView; }
    TimelineStrip* timelineStrip() const { return m_timelineStrip; }
    /// What can be done with the run that is shown; answers rerunOfferWanted().
    void showRerunOffer(const RerunOffer& offer);
    /// For the status bar: "Turn 3 · Cell 1", "19 of 117 rows shown".
    QString focusText() const;
    QString shownText() const;
    NodeIndex currentNode() const;
    FocusHolder* focus() const { return m_focus; }

    /// Views of the whole run, side by side with the inspector: the call tree is the first one. `id` names it for
    /// showView() and in what is remembered. A view that is not shown should not work.
    void addView(const QString& id, const QString& title, QWidget* view);
    void showView(const QString& id);
    QString currentView() const;
    /// Below the list of runs, as tabs.
    void addSidePanel(const QString& id, const QString& title, QWidget* panel);
    void showSidePanel(const QString& id);
    /// Between the views and the lower edge, for what belongs to every view.
    void setScrubber(QWidget* scrubber);

    // run_page_search.cpp
    FocusHistory* history() const { return m_history; }
    FilterBar* filterBar() const { return m_filterBar; }
    NotebookPanel* notebook() const { return m_notebook; }
    /// Asks the tree: only what matches, or all rows with the matches marked. An empty question ends it.
    void askTree(const QString& question, bool filter);
    void focusFilter();
    void nextMatch(bool backwards);
    void stepRow(int by);
    void foldBelow(bool unfold);
    void toggleBookmark();
    void writeNote();
    QString linkToFocus() const; ///< empty = no node has the focus
    /// Goes to a node of the run that is shown, at a moment; a step of its own in the history.
    void goTo(NodeId node, Seq moment = 0, const QString& value = {});

    QByteArray saveLayout() const;
    bool restoreLayout(const QByteArray& state);
    void resetLayout();

Q_SIGNALS:
    void runChosen(rlmscope::RunDocument* document);
    void relativeChosen(const QString& path, const QString& run); ///< of the list: one that is not open
    void closeRequested(rlmscope::RunDocument* document);
    void runAgainRequested(rlmscope::RunDocument* document);
    /// The run is not going on: somebody should say what can be done with it.
    void rerunOfferWanted(rlmscope::RunDocument* document);
    void resumeRequested(rlmscope::RunDocument* document, const rlmscope::RerunAnswer& answer);
    void replayRequested(rlmscope::RunDocument* document, const rlmscope::RerunAnswer& answer);
    void newRunRequested();
    void focusChanged();
    void rowsChanged(); ///< shownText() may say something else
    void statusMessage(const QString& text);
    void followsLiveChanged(bool follows);
    void viewChanged(const QString& id);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeLeft(RunsModel* runs);
    QWidget* makeCentre();
    QWidget* makeRight();
    void addTimeline();
    void onFocus();
    void showUsefulTabs();
    void refreshFacts();
    void sizeCentre();
    void showBelow();
    void wantOffer();
    void onReset();
    void onMoment();
    void refreshPauseNotice();
    void treeMenu(quint32 node, const QPoint& at);
    QWidget* makeTreeView();
    void makePlaces();
    void showSearchDocument();
    void showEmptyTree();
    void placeMenu(QMenu& menu);
    void sayNotSaved(const Error& error);

    QPointer<RunDocument> m_document;
    RunsModel* m_runs;
    RunFamilyModel* m_family;
    CallTreeModel* m_treeModel;
    RunBar* m_bar;
    NoticeBar* m_notice;
    DecisionBar* m_decisions;
    ResumeBar* m_resume;
    CallTreeView* m_tree;
    AnswerPanel* m_answer;
    bool m_roomForAnswer = false;
    NodeIndex m_chosen = NoNode; ///< of this document, the newest: a reset of the tree takes it out of the focus
    RunDrawer* m_drawer;
    Inspector* m_inspector;
    VariablesPanel* m_variables;
    ValuePanel* m_value;
    RunsList* m_runsList;
    FocusHolder* m_focus;
    Timeline* m_timeline = nullptr;
    TimelineView* m_timelineView = nullptr;
    TimelineStrip* m_timelineStrip = nullptr;
    FocusHistory* m_history;
    NodeSearch* m_search;
    FilterBar* m_filterBar = nullptr;
    NotebookPanel* m_notebook = nullptr;
    NotePage* m_notes = nullptr;
    QTabBar* m_viewTabs;
    QWidget* m_viewTabsRow = nullptr;
    QStackedWidget* m_views;
    QVBoxLayout* m_centreColumn = nullptr;
    QSplitter* m_left;
    QTabBar* m_sideTabs;
    QStackedWidget* m_side;
    QSplitter* m_columns;
    QSplitter* m_centre;
    QSplitter* m_right;
    QTimer m_live;      ///< live numbers
    LivePace m_pace;
    bool m_centreDirty = true; ///< the parts of the centre want other heights
    bool m_laidOut = false;   ///< sizes were restored, or set for the first window size
    bool m_pauseShown = false;
    bool m_offerWanted = false; ///< asked for, of this document in this state
};

} // namespace rlmscope
