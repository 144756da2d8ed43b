// The run page as a place to find things in: the question asked of the tree, history, notebook, notes, links.
#include "itemmodels/call_tree_model.h"
#include "itemmodels/focus_history.h"
#include "itemmodels/node_link.h"
#include "itemmodels/node_search.h"
#include "itemmodels/notebook_model.h"
#include "itemmodels/run_annotations.h"
#include "views/call_tree_view.h"
#include "views/filter_bar.h"
#include "views/icon.h"
#include "views/inspector.h"
#include "views/note_page.h"
#include "views/notebook_panel.h"
#include "views/run_page.h"
#include "views/widgets.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QVBoxLayout>

namespace rlmscope {

QWidget* RunPage::makeTreeView() {
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_filterBar = new FilterBar(box);
    m_filterBar->setSearch(m_search);
    column->addWidget(m_filterBar);
    column->addWidget(m_tree, 1);
    m_treeModel->setSearch(m_search);
    connect(m_filterBar, &FilterBar::filtersChanged, m_treeModel, &CallTreeModel::setFiltering);
    connect(m_filterBar, &FilterBar::nextRequested, this, &RunPage::nextMatch);
    connect(m_filterBar, &FilterBar::cleared, m_tree, [this] { m_tree->setFocus(Qt::OtherFocusReason); });
    m_treeModel->setFiltering(m_filterBar->filters());
    // Rows that came or went leave the focus alone; the tree shows it again when its row is there.
    connect(m_treeModel, &CallTreeModel::rowsSynced, this, [this] {
        const int row = currentNode() == NoNode ? -1 : m_treeModel->rowOf(currentNode());
        if (row < 0) m_tree->setCurrentIndex({});
        else if (m_tree->currentIndex().row() != row) m_tree->selectRow(row);
        showEmptyTree();
    });
    connect(m_search, &NodeSearch::stateChanged, this, &RunPage::showEmptyTree);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) connect(m_treeModel, signal, this, &RunPage::rowsChanged);
    connect(m_treeModel, &QAbstractItemModel::modelReset, this, &RunPage::rowsChanged);
    return box;
}

void RunPage::makePlaces() {
    auto* model = new NotebookModel(this);
    m_notebook = new NotebookPanel(model, this);
    addSidePanel(QStringLiteral("notebook"), tr("Notebook"), m_notebook);
    connect(m_history, &FocusHistory::visited, model, &NotebookModel::visit);
    connect(m_notebook, &NotebookPanel::entryChosen, this, [this](const NotebookEntry& entry) {
        goTo(entry.node, entry.moment, QString::fromStdString(entry.value));
    });
    connect(m_notebook, &NotebookPanel::marksRequested, this, [this] { askTree(QStringLiteral("is:bookmarked or is:noted"), true); });
    m_notes = new NotePage(this);
    m_inspector->addTab(QStringLiteral("note"), tr("Note"), m_notes);
    connect(m_notes, &NotePage::done, this, [this] { m_tree->setFocus(Qt::OtherFocusReason); });
    connect(m_focus, &FocusHolder::changed, this, [this, model](const Focus& now) {
        m_notes->setFocusNode(now.document, now.node);
        model->setDocument(now.document);
    });
}

void RunPage::showSearchDocument() {
    m_search->setDocument(m_document);
    m_filterBar->setDocument(m_document);
    if (!m_document) return;
    connect(m_document->annotations(), &RunAnnotations::keptBeside, this, &RunPage::statusMessage, Qt::UniqueConnection);
    connect(m_document->annotations(), &RunAnnotations::failed, this, &RunPage::sayNotSaved, Qt::UniqueConnection);
}

void RunPage::sayNotSaved(const Error& error) {
    m_notice->showNotice(NoticeBar::Tone::Error, tr("Your note or bookmark was not saved"), QString::fromStdString(error.text()));
}

void RunPage::showEmptyTree() {
    QString text;
    if (m_search->isActive() && m_treeModel->isFiltering() && m_search->matches().empty())
        text = m_search->isLooking() ? tr("Looking for %1 …").arg(m_search->text().trimmed())
                                     : tr("Nothing matches %1. Clear filter (Esc).").arg(m_search->text().trimmed());
    m_tree->setEmptyText(text);
}

void RunPage::askTree(const QString& question, bool filter) {
    showView(QStringLiteral("tree"));
    m_filterBar->setFilters(filter);
    m_filterBar->setQuestion(question);
    m_filterBar->setVisible(!question.isEmpty());
    m_tree->setFocus(Qt::OtherFocusReason);
}

void RunPage::focusFilter() {
    showView(QStringLiteral("tree"));
    m_filterBar->focusQuestion();
}

void RunPage::nextMatch(bool backwards) {
    if (!m_search->isActive()) return focusFilter();
    const NodeIndex next = m_treeModel->nextMatch(currentNode(), backwards);
    if (next != NoNode) m_focus->setNode(next);
    else Q_EMIT statusMessage(tr("Nothing matches %1.").arg(m_search->text().trimmed()));
}

void RunPage::stepRow(int by) {
    const int row = m_tree->currentIndex().isValid() ? m_tree->currentIndex().row() + by : 0;
    m_tree->selectRow(std::clamp(row, 0, std::max(0, m_treeModel->rowCount() - 1)));
}

void RunPage::foldBelow(bool unfold) {
    const int row = m_tree->currentIndex().row();
    if (unfold) m_treeModel->expandAllBelow(row);
    else m_treeModel->collapseAllBelow(row);
}

void RunPage::toggleBookmark() {
    if (!m_document || currentNode() == NoNode) return;
    const NodeId id = m_document->whole().node(currentNode()).id;
    m_document->annotations()->setBookmarked(id, !m_document->annotations()->all().isBookmarked(id));
}

void RunPage::writeNote() {
    if (!m_document || currentNode() == NoNode) return;
    m_inspector->showTab(QStringLiteral("note"));
    m_notes->edit();
}

QString RunPage::linkToFocus() const {
    if (!m_document || currentNode() == NoNode) return {};
    NodeLink link;
    link.run = m_document->whole().run();
    link.event = m_document->whole().node(currentNode()).id.seq;
    link.moment = m_document->moment();
    link.value = m_focus->focus().value;
    return linkText(link);
}

void RunPage::goTo(NodeId node, Seq moment, const QString& value) {
    if (!m_document) return;
    const NodeIndex index = node ? m_document->whole().find(node) : m_document->whole().roots().empty() ? NoNode : m_document->whole().roots().front();
    if (index == NoNode) {
        Q_EMIT statusMessage(tr("This run has no node %1.").arg(node.seq));
        return;
    }
    m_history->beginJump();
    m_document->setMoment(moment);
    m_history->beginJump();
    m_focus->set({m_document, index, value, {}});
}

/// Above what the menu of a row has anyway.
void RunPage::placeMenu(QMenu& menu) {
    const bool marked = m_document->annotations()->all().isBookmarked(m_document->whole().node(currentNode()).id);
    menu.addAction(icon(QStringLiteral("note")), tr("Write a note…"), this, &RunPage::writeNote)->setShortcut(Qt::Key_N);
    menu.addAction(icon(QStringLiteral("bookmark")), marked ? tr("Take the bookmark away") : tr("Bookmark"), this, &RunPage::toggleBookmark)->setShortcut(Qt::CTRL | Qt::Key_B);
    menu.addAction(icon(QStringLiteral("link")), tr("Copy link"), this, [this] {
        QApplication::clipboard()->setText(linkToFocus());
        Q_EMIT statusMessage(tr("Link copied"));
    })->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    menu.addSeparator();
}

} // namespace rlmscope
