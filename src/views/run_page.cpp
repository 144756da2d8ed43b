#include "views/run_page.h"

#include "itemmodels/call_tree_model.h"
#include "itemmodels/focus.h"
#include "itemmodels/focus_history.h"
#include "itemmodels/format.h"
#include "itemmodels/import_facts.h"
#include "itemmodels/money_words.h"
#include "itemmodels/node_search.h"
#include "itemmodels/run_annotations.h"
#include "itemmodels/run_control.h"
#include "itemmodels/run_family_model.h"
#include "itemmodels/runs_model.h"
#include "itemmodels/timeline.h"
#include "views/call_tree_view.h"
#include "views/decision_bar.h"
#include "views/icon.h"
#include "views/inspector.h"
#include "views/integrity_panel.h"
#include "views/resume_bar.h"
#include "views/run_bar.h"
#include "views/run_drawer.h"
#include "views/run_facts.h"
#include "views/run_lists.h"
#include "views/tab_overflow.h"
#include "views/value_page.h"
#include "views/variables_panel.h"
#include "views/widgets.h"

#include <QDataStream>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QIODevice>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStringTokenizer>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace rlmscope {

namespace {

QWidget* tabRow(QTabBar* tabs, const QString& name, QWidget* parent) {
    auto* row = new QWidget(parent);
    row->setBackgroundRole(QPalette::Window);
    row->setAutoFillBackground(true);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(2, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tabs);
    layout->addWidget(new TabOverflow(tabs, row));
    layout->addStretch(1);
    tabs->setDocumentMode(true);
    tabs->setDrawBase(false);
    tabs->setExpanding(false);
    tabs->setAccessibleName(name);
    return row;
}

void showTab(QTabBar* tabs, const QString& id) {
    for (int i = 0; i < tabs->count(); ++i)
        if (tabs->tabData(i).toString() == id) tabs->setCurrentIndex(i);
}

} // namespace

RunPage::RunPage(RunsModel* runs, QWidget* parent)
    : QWidget(parent)
    , m_runs(runs)
    , m_treeModel(new CallTreeModel(this))
    , m_bar(new RunBar(this))
    , m_notice(new NoticeBar(this))
    , m_decisions(new DecisionBar(this))
    , m_resume(new ResumeBar(this))
    , m_tree(new CallTreeView(this))
    , m_answer(new AnswerPanel(this))
    , m_drawer(new RunDrawer(this))
    , m_inspector(new Inspector(this))
    , m_variables(new VariablesPanel(this))
    , m_value(new ValuePanel(this))
    , m_runsList(new RunsList(this))
    , m_focus(new FocusHolder(this))
    , m_history(new FocusHistory(m_focus, this))
    , m_search(new NodeSearch(this))
    , m_viewTabs(new QTabBar(this))
    , m_views(new QStackedWidget(this))
    , m_left(new QSplitter(Qt::Vertical, this))
    , m_sideTabs(new QTabBar(this))
    , m_side(new QStackedWidget(this))
    , m_columns(new QSplitter(Qt::Horizontal, this))
    , m_centre(new QSplitter(Qt::Vertical, this))
    , m_right(new QSplitter(Qt::Vertical, this)) {
    m_columns->addWidget(makeLeft(runs));
    m_columns->addWidget(makeCentre());
    m_columns->addWidget(makeRight());
    m_columns->setStretchFactor(1, 1);
    m_columns->setCollapsible(1, false);
    auto* layout = tightColumn(this);
    layout->addWidget(m_bar);
    layout->addWidget(m_columns, 1);
    addTimeline();
    makePlaces();
    resetLayout();
    m_live.setInterval(LivePace::Milliseconds);
    connect(&m_live, &QTimer::timeout, this, [this] {
        if (m_document && !m_pace.isDue(m_document->whole().lastSeq())) return;
        refreshFacts();
        m_drawer->refresh();
    });
    connect(m_bar, &RunBar::integrityRequested, this, [this] {
        if (const auto* note = m_document ? importNoteOf(*m_document) : nullptr) (new IntegrityPanel(*note, this))->open();
    });
    m_tree->setCallTree(m_treeModel);
    connect(m_tree, &CallTreeView::currentNodeChanged, m_focus, &FocusHolder::setNode);
    connect(m_focus, &FocusHolder::changed, this, &RunPage::onFocus);
    connect(m_tree, &CallTreeView::menuRequested, this, &RunPage::treeMenu);
    connect(m_tree, &CallTreeView::followsLiveChanged, this, &RunPage::followsLiveChanged);
    connect(m_inspector, &InspectorPanel::nodeRequested, m_focus, &FocusHolder::setNode);
    connect(m_resume, &ResumeBar::resumeRequested, this, [this](const RerunAnswer& answer) { Q_EMIT resumeRequested(m_document, answer); });
    connect(m_resume, &ResumeBar::runAgainRequested, this, [this] { Q_EMIT runAgainRequested(m_document); });
    connect(m_resume, &ResumeBar::replayRequested, this, [this](const RerunAnswer& answer) { Q_EMIT replayRequested(m_document, answer); });
    connect(m_tree->horizontalHeader(), &QHeaderView::sectionClicked, this, [this](int section) {
        if (section == CallTreeModel::CostColumn || section == CallTreeModel::TokensColumn) m_treeModel->setShowsOwn(!m_treeModel->showsOwn());
    });
    connect(m_decisions, &DecisionBar::nodeRequested, m_focus, &FocusHolder::setNode);
    connect(m_inspector, &Inspector::copied, this, &RunPage::statusMessage);
    connect(m_inspector, &Inspector::copyFailed, this, [this](const QString& problem) {
        m_notice->showNotice(NoticeBar::Tone::Error, tr("Nothing was copied"), problem);
    });
    connect(m_answer, &AnswerPanel::copyRequested, this, [this] {
        m_inspector->setNode(m_document && !m_document->tree().roots().empty() ? m_document->tree().roots().front() : NoNode);
        m_inspector->copyAnswer();
        m_inspector->setNode(currentNode());
    });
}

RunPage::~RunPage() = default;

QWidget* RunPage::makeLeft(RunsModel* runs) {
    auto* box = new QWidget(this);
    auto* layout = tightColumn(box);
    auto* title = new DockTitle(tr("Runs"), box);
    connect(title->addButton(QStringLiteral("plus"), tr("New run")), &QToolButton::clicked, this, &RunPage::newRunRequested);
    m_family = new RunFamilyModel(runs, this);
    m_runsList->setModel(m_family);
    connect(m_family, &QAbstractItemModel::modelReset, this, [this] {
        if (const int row = m_family->rowOf(m_document); row >= 0) m_runsList->setCurrentIndex(m_family->index(row, 0));
    });
    auto* upper = new QWidget(box);
    auto* upperColumn = tightColumn(upper);
    upperColumn->addWidget(title);
    upperColumn->addWidget(m_runsList, 1);
    auto* lower = new QWidget(box);
    auto* lowerColumn = tightColumn(lower);
    lowerColumn->addWidget(new Hairline(Qt::Horizontal, lower));
    lowerColumn->addWidget(tabRow(m_sideTabs, tr("Panels below the runs"), lower));
    lowerColumn->addWidget(new Hairline(Qt::Horizontal, lower));
    lowerColumn->addWidget(m_side, 1);
    lower->hide(); // until it has a panel
    m_left->addWidget(upper);
    m_left->addWidget(lower);
    m_left->setStretchFactor(0, 1);
    m_left->setChildrenCollapsible(false);
    layout->addWidget(m_left, 1);
    connect(m_sideTabs, &QTabBar::currentChanged, m_side, &QStackedWidget::setCurrentIndex);
    connect(m_runsList, &RunsList::runChosen, this, [this](int row) {
        if (auto* document = m_family->documentAt(row)) return void(Q_EMIT runChosen(document));
        const auto run = m_family->refAt(row);
        Q_EMIT relativeChosen(QString::fromStdString(run.file.string()), QString::fromStdString(run.run.text()));
    });
    connect(m_runsList, &RunsList::closeRequested, this, [this](int row) { Q_EMIT closeRequested(m_family->documentAt(row)); });
    connect(m_runsList, &RunsList::runAgainRequested, this, [this](int row) { Q_EMIT runAgainRequested(m_family->documentAt(row)); });
    return box;
}

QWidget* RunPage::makeCentre() {
    auto* box = new QWidget(this);
    auto* layout = tightColumn(box);
    layout->addWidget(m_notice);
    layout->addWidget(m_decisions);
    layout->addWidget(m_resume);
    auto* views = new QWidget(box);
    auto* viewsColumn = tightColumn(views);
    m_viewTabsRow = tabRow(m_viewTabs, tr("Views of the run"), views);
    viewsColumn->addWidget(m_viewTabsRow);
    m_viewTabsRow->hide(); // until there is a choice
    viewsColumn->addWidget(m_views, 1);
    addView(QStringLiteral("tree"), tr("Call tree"), makeTreeView());
    connect(m_viewTabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_views->setCurrentIndex(tab);
        showBelow();
        Q_EMIT viewChanged(currentView());
    });
    m_centre->addWidget(views);
    m_centre->addWidget(m_answer);
    m_centre->addWidget(m_drawer);
    m_centre->setStretchFactor(0, 1);
    m_centre->setStretchFactor(1, 0);
    m_centre->setStretchFactor(2, 0);
    m_centre->setChildrenCollapsible(false);
    connect(m_drawer, &RunDrawer::heightWanted, this, [this] {
        m_centreDirty = true;
        sizeCentre();
    });
    m_answer->hide();
    layout->addWidget(m_centre, 1);
    m_centreColumn = layout;
    return box;
}

void RunPage::addView(const QString& id, const QString& title, QWidget* view) {
    m_views->addWidget(view);
    m_viewTabs->setTabData(m_viewTabs->addTab(title), id);
    m_viewTabsRow->setVisible(m_viewTabs->count() > 1);
    m_viewTabs->updateGeometry(); // a bar that is not visible does not say that it has grown
}

void RunPage::showView(const QString& id) { showTab(m_viewTabs, id); }
QString RunPage::currentView() const { return m_viewTabs->tabData(m_viewTabs->currentIndex()).toString(); }

void RunPage::addSidePanel(const QString& id, const QString& title, QWidget* panel) {
    m_side->addWidget(panel);
    m_sideTabs->setTabData(m_sideTabs->addTab(title), id);
    m_left->widget(1)->show();
}

void RunPage::showSidePanel(const QString& id) { showTab(m_sideTabs, id); }

void RunPage::setScrubber(QWidget* scrubber) { m_centreColumn->addWidget(scrubber); }

QWidget* RunPage::makeRight() {
    auto* lower = new QWidget(this);
    auto* layout = tightColumn(lower);
    layout->addWidget(new Hairline(Qt::Horizontal, lower));
    layout->addWidget(m_variables, 1);
    m_variables->setFocusHolder(m_focus);
    m_value->setFocusHolder(m_focus);
    m_inspector->addTab(QStringLiteral("value"), tr("Value"), m_value);
    connect(m_variables, &VariablesPanel::valueWanted, this, [this](const QString& name) {
        m_focus->setValue(name);
        m_inspector->showTab(QStringLiteral("value"));
    });
    m_right->addWidget(m_inspector);
    m_right->addWidget(lower);
    m_right->setStretchFactor(0, 1);
    m_right->setCollapsible(0, false);
    return m_right;
}

void RunPage::resetLayout() {
    m_tree->resetColumns();
    const bool wide = width() > 1600;
    m_columns->setSizes({wide ? 272 : 232, std::max(500, width() - (wide ? 832 : 668)), wide ? 560 : 436});
    m_right->setSizes({std::max(300, height() - 260), 190});
    m_left->setSizes({std::max(200, height() - 330), 260});
    m_centreDirty = true;
    sizeCentre();
}

/// The drawer and the answer get what they need, the tree the rest; only when something else is shown, never while the
/// user looks at the same.
void RunPage::sizeCentre() {
    if (!m_centreDirty || m_centre->height() < 100) return;
    m_centreDirty = false;
    int answer = 0;
    if (m_answer->isVisibleTo(m_centre)) {
        const QString text = m_answer->answer();
        const int perLine = std::max(20, (m_centre->width() - 24) / std::max(1, fontMetrics().averageCharWidth()));
        qsizetype lines = 0;
        for (const QStringView paragraph : QStringTokenizer(text, QLatin1Char('\n')))
            if ((lines += 1 + paragraph.size() / perLine) > 12) break;
        answer = static_cast<int>(std::clamp<qsizetype>(lines, 1, 12)) * 18 + 42;
    }
    const int drawer = m_drawer->isVisibleTo(m_centre) ? std::min(m_drawer->wantedHeight(), m_centre->height() * 45 / 100) : 0;
    m_centre->setSizes({std::max(160, m_centre->height() - answer - drawer), answer, drawer});
}

void RunPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!std::exchange(m_laidOut, true))
        resetLayout(); // only now is the size known
}

QByteArray RunPage::saveLayout() const {
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << 3 << m_columns->saveState() << m_right->saveState() << m_treeModel->showsOwn() << m_drawer->isFolded() << m_left->saveState() << currentView()
        << m_tree->saveColumns() << m_drawer->currentTabId();
    return bytes;
}

bool RunPage::restoreLayout(const QByteArray& state) {
    QDataStream in(state);
    int version = 0;
    QByteArray columns, right;
    in >> version >> columns >> right;
    bool own = false, folded = false;
    if (version >= 2) in >> own >> folded;
    QByteArray left;
    QString view;
    if (version >= 3) in >> left >> view;
    QByteArray treeColumns;
    QString drawerTab;
    if (!in.atEnd()) in >> treeColumns >> drawerTab;
    if (!treeColumns.isEmpty()) m_tree->restoreColumns(treeColumns);
    if (!drawerTab.isEmpty()) m_drawer->showTab(drawerTab);
    if (!left.isEmpty()) m_left->restoreState(left);
    showView(view);
    m_treeModel->setShowsOwn(own);
    m_drawer->setFolded(folded);
    m_laidOut = version >= 1 && version <= 3 && in.status() == QDataStream::Ok && m_columns->restoreState(columns) && m_right->restoreState(right);
    return m_laidOut;
}

void RunPage::setDocument(RunDocument* document) {
    if (document == m_document)
        return;
    if (m_document) {
        m_document->disconnect(this);
        if (m_document->control())
            m_document->control()->disconnect(this);
    }
    m_live.stop(); // that of another run, which did not end
    m_document = document;
    m_chosen = NoNode;
    m_notice->hide();
    m_pauseShown = false;
    m_decisions->setDocument(document);
    m_resume->hide();
    m_offerWanted = false;
    m_treeModel->setDocument(document);
    m_inspector->setDocument(document);
    showSearchDocument();
    m_focus->setDocument(document);
    m_timeline->setDocument(document);
    onReset();
    if (document) {
        connect(document, &RunDocument::reset, this, &RunPage::onReset);
        connect(document, &RunDocument::runChanged, this, &RunPage::refreshFacts);
        connect(document, &RunDocument::momentChanged, this, &RunPage::onMoment);
        connect(document, &RunDocument::nodesChanged, this, [this] {
            if (currentNode() == NoNode && m_treeModel->rowCount() > 0)
                m_tree->selectRow(0);
            m_variables->refresh();
        });
        connect(document, &QObject::destroyed, this, [this] { setDocument(nullptr); });
        if (const int row = m_family->rowOf(document); row >= 0)
            m_runsList->setCurrentIndex(m_family->index(row, 0));
    }
}

void RunPage::onReset() {
    m_centreDirty = true;
    m_drawer->setDocument(m_document);
    // What was chosen in the beginning of a big trace stays when the rest is there.
    const NodeIndex chosen = m_chosen;
    m_focus->setNode(NoNode);
    if (chosen != NoNode && m_document && chosen < m_document->tree().size()) {
        m_tree->selectRow(m_treeModel->reveal(chosen));
        m_focus->setNode(chosen); // the tree says nothing when it was there already
    } else if (m_treeModel->rowCount() > 0) {
        m_tree->selectRow(0);
    }
    refreshFacts();
    m_variables->refresh();
}

void RunPage::onMoment() {
    if (m_document->isLive()) m_drawer->refresh(); // else with the facts
    // What was chosen while it was not there is a row again.
    const NodeIndex node = currentNode();
    if (node < m_document->tree().size() && node != m_tree->currentNode()) m_tree->selectRow(m_treeModel->reveal(node));
}

void RunPage::refreshFacts() {
    if (!m_document) {
        m_bar->setFacts({});
        m_roomForAnswer = false;
        showBelow();
        m_drawer->setDocument(nullptr);
        m_live.stop();
        return;
    }
    m_bar->setFacts(runFacts(*m_document));
    refreshPauseNotice();
    const QString answer = m_document->answer();
    m_answer->setAnswer(answer);
    // Nothing changes its place while the moment moves: where there will be an answer there is room for it.
    m_roomForAnswer = !answer.isEmpty() || (m_document->moment() != 0 && m_roomForAnswer);
    showBelow();
    if (!m_document->isLive()) m_drawer->refresh();
    wantOffer();
    sizeCentre();
    if (m_document->isLive() && !m_live.isActive()) {
        m_live.start();
    } else if (!m_document->isLive() && m_live.isActive()) {
        m_live.stop();
        m_tree->showCurrentAgain();
    }
}

/// The answer goes with the tree; the maps need its room. The drawer's timeline below the timeline itself says nothing new.
void RunPage::showBelow() {
    const QString view = currentView();
    const bool answer = m_roomForAnswer && view == QLatin1String("tree"), drawer = view != QLatin1String("timeline");
    if (m_answer->isVisibleTo(m_centre) == answer && m_drawer->isVisibleTo(m_centre) == drawer) return;
    m_answer->setVisible(answer);
    m_drawer->setVisible(drawer);
    m_centreDirty = true;
    sizeCentre();
}

/// A run that ended before it was done is offered to go on.
void RunPage::wantOffer() {
    if (m_offerWanted || m_document->isLive() || m_document->isLoading()) return;
    const RunEnded* ended = m_document->whole().ended();
    const bool early = ended ? ended->status != "answered" || !words::limitText(ended->stopReason, m_document->limits()).isEmpty() : m_document->whole().interrupted();
    if (!early) return;
    m_offerWanted = true;
    Q_EMIT rerunOfferWanted(m_document);
}

void RunPage::showRerunOffer(const RerunOffer& offer) { m_resume->showOffer(offer); }

/// While a run is paused the page says so, and the ways on; the banner pushes the tree down, never covers it.
void RunPage::refreshPauseNotice() {
    RunControl* control = m_document ? m_document->control() : nullptr;
    // A question keeps the gate shut as well; its own bar says so.
    const bool paused = control && control->state() == RunControl::State::Paused && !m_decisions->isAsking() && !m_document->money().heldByQuestion();
    if (paused == m_pauseShown)
        return;
    m_pauseShown = paused;
    if (!paused) {
        m_notice->hide();
        return;
    }
    const RunTotals& totals = m_document->whole().totals();
    m_notice->showNotice(NoticeBar::Tone::Paused, tr("Paused: nothing is being sent"),
                         totals.queued > 0 ? tr("%n call(s) wait at the gate.", nullptr, static_cast<int>(totals.queued)) : QString());
    m_notice->setClosable(false);
    connect(m_notice->addAction(tr("Continue"), true), &QAbstractButton::clicked, control, &RunControl::resume);
    connect(m_notice->addAction(tr("Stop and keep the trace")), &QAbstractButton::clicked, control, &RunControl::stop);
}

NodeIndex RunPage::currentNode() const { return m_focus->node(); }

void RunPage::onFocus() {
    const NodeIndex node = currentNode();
    if (node != NoNode) m_chosen = node;
    // The tree follows whoever moved the focus; when it was the tree itself, its row is current already.
    if (node != NoNode && node != m_tree->currentNode()) {
        const int row = m_treeModel->reveal(node);
        if (row >= 0) m_tree->selectRow(row);
        else m_tree->setCurrentIndex({}); // the filter hides it
    }
    m_inspector->setNode(node);
    showUsefulTabs();
    Q_EMIT focusChanged();
}

/// Eight tabs do not fit beside the tree; three of them speak of what few nodes have.
void RunPage::showUsefulTabs() {
    const NodeIndex node = currentNode();
    const bool known = m_document && node != NoNode && node < m_document->tree().nodes().size();
    const NodeKind kind = known ? m_document->tree().node(node).kind : NodeKind::Frame;
    m_inspector->setTabUseful(QStringLiteral("value"), !m_focus->focus().value.isEmpty());
    m_inspector->setTabUseful(QStringLiteral("calls"), known && (kind == NodeKind::SubCall || ((kind == NodeKind::Cell || kind == NodeKind::Turn) && m_document->tree().node(node).children > 0)));
    m_inspector->setTabUseful(QStringLiteral("note"), known && !m_document->annotations()->all().note(m_document->tree().node(node).id).empty());
}

void RunPage::setValueSource(ValueSource* source) { m_value->setValueSource(source); }

QString RunPage::focusText() const {
    if (!m_document || currentNode() == NoNode)
        return {};
    QStringList steps;
    for (const InspectorPage::Crumb& crumb : m_inspector->page().path)
        steps << crumb.name;
    if (steps.size() > 4)
        steps = steps.mid(0, 1) + QStringList{QStringLiteral("…")} + steps.mid(steps.size() - 2);
    return steps.join(QStringLiteral(" / "));
}

QString RunPage::shownText() const {
    return m_document ? tr("%1 rows shown").arg(format::nOfM(m_treeModel->shownNodes(), static_cast<std::int64_t>(m_document->tree().nodes().size())))
                      : QString();
}

void RunPage::treeMenu(quint32 node, const QPoint& at) {
    const int row = m_treeModel->rowOf(node);
    QMenu menu(this);
    placeMenu(menu);
    menu.addAction(icon(QStringLiteral("copy")), tr("Copy the code"), m_inspector, &Inspector::copyCode);
    menu.addAction(tr("Copy the prompt"), m_inspector, &Inspector::copyPrompt);
    menu.addAction(tr("Copy the reply"), m_inspector, &Inspector::copyReply);
    menu.addSeparator();
    menu.addAction(tr("Unfold everything below"), this, [this, row] { m_treeModel->expandAllBelow(row); })->setShortcut(Qt::Key_Asterisk);
    menu.addAction(tr("Fold everything below"), this, [this, row] { m_treeModel->collapseAllBelow(row); })->setShortcut(Qt::Key_Slash);
    menu.addSeparator();
    menu.addAction(icon(QStringLiteral("again")), tr("Run again with changes…"), this, [this] { Q_EMIT runAgainRequested(m_document); });
    if (!m_document->isLive())
        menu.addAction(icon(QStringLiteral("replayed")), tr("Replay without asking any model…"), this, [this] { Q_EMIT rerunOfferWanted(m_document); });
    menu.addSeparator();
    QAction* own = menu.addAction(tr("Cost and tokens of each row alone"), this, [this](bool checked) { m_treeModel->setShowsOwn(checked); });
    own->setCheckable(true);
    own->setChecked(m_treeModel->showsOwn());
    menu.exec(at);
}

} // namespace rlmscope
