#include "views/call_tree_view.h"

#include "itemmodels/call_tree_model.h"
#include "views/call_tree_accessible.h"
#include "views/call_tree_delegates.h"
#include "views/dock_keys.h"
#include "views/theme.h"
#include "views/ticker.h"

#include <QAccessible>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace rlmscope {

CallTreeView::CallTreeView(QWidget* parent)
    : QTableView(parent)
    , m_header(new CallTreeHeader(this))
    , m_names(new CallNameDelegate(this))
    , m_bars(new CallBarDelegate(this)) {
    installCallTreeAccessibility();
    setObjectName(QStringLiteral("callTree"));
    setAccessibleName(tr("Call tree"));
    setHorizontalHeader(m_header);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed); // variable heights would cost a pass over all rows
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded); // with many columns
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setItemDelegateForColumn(CallTreeModel::NameColumn, m_names);
    setItemDelegateForColumn(CallTreeModel::BarColumn, m_bars);
    auto* numbers = new CallNumberDelegate(this);
    for (int column = CallTreeModel::CostColumn; column < CallTreeModel::ColumnCount; ++column)
        setItemDelegateForColumn(column, numbers);
    connect(&Theme::instance(), &Theme::changed, this, &CallTreeView::applyTheme);
    connect(m_header, &QHeaderView::sectionResized, this, [this](int section, int, int width) {
        if (!m_layingOut && m_header->isVisible() && QGuiApplication::mouseButtons() && section != CallTreeModel::BarColumn) m_widths[section] = width;
    });
    m_header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_header, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) { columnMenu(m_header->mapToGlobal(at)); });
    // The slider being dragged upwards is the third way to look back.
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        if (verticalScrollBar()->sliderPosition() < verticalScrollBar()->value())
            userMovedUp();
    });
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, &CallTreeView::followIfWanted);
    setDockKeys(this, tr("Tree"), {{tr("← →"), tr("fold")}, {tr("* /"), tr("unfold, fold all below"), false}, {tr("↑ ↓ Home End"), tr("move"), false},
                                   {tr("Enter"), tr("open in the inspector"), false}, {QStringLiteral("j k"), tr("rows")}, {QStringLiteral("n"), tr("note")},
                                   {tr("Ctrl+F"), tr("filter")}});
    applyTheme();
}

CallTreeView::~CallTreeView() {
    m_names->setRows(nullptr);
    m_bars->setRows(nullptr);
    m_header->setRows(nullptr);
}

void CallTreeView::setRows(QAbstractItemModel* model, std::unique_ptr<CallTreeRows> rows) {
    m_rows = std::move(rows);
    m_names->setRows(m_rows.get());
    m_bars->setRows(m_rows.get());
    m_header->setRows(m_rows.get());
    setModel(model);
    m_header->setStretchLastSection(false);
    if (model && model->columnCount() == CallTreeModel::ColumnCount) {
        m_header->setSectionResizeMode(QHeaderView::Interactive);
        m_header->setSectionResizeMode(CallTreeModel::BarColumn, QHeaderView::Stretch);
        for (int column = CallTreeModel::TimeColumn + 1; column < CallTreeModel::ColumnCount; ++column) setColumnHidden(column, true);
        layoutColumns();
    }
    animate();
}

void CallTreeView::animate() {
    Ticker::instance().setMoving(viewport(), m_rows && m_rows->isLive(), [this] { return turningRings(); });
}

// Between two events nothing moves but the rings of what is running.
QRegion CallTreeView::turningRings() const {
    QRegion rings;
    const int first = rowAt(0);
    if (first < 0 || !model()) return rings;
    const int last = rowAt(viewport()->height() - 1);
    for (int row = first; row <= (last < 0 ? model()->rowCount() - 1 : last); ++row) {
        const QModelIndex index = model()->index(row, CallTreeModel::NameColumn);
        if (static_cast<NodeStatus>(index.data(CallTreeModel::StatusRole).toInt()) != NodeStatus::Running || index.data(CallTreeModel::PausedRole).toBool() ||
            !index.data(CallTreeModel::ShowsStatusRole).toBool())
            continue;
        rings += CallNameDelegate::ringRect(visualRect(index));
    }
    return rings;
}

void CallTreeView::applyTheme() {
    const Theme& theme = Theme::instance();
    verticalHeader()->setMinimumSectionSize(theme.px(20));
    verticalHeader()->setDefaultSectionSize(std::max(theme.px(23), fontMetrics().height() + 4));
    m_header->setFixedHeight(theme.px(24));
    layoutColumns();
    viewport()->update();
    m_header->viewport()->update();
}

void CallTreeView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    layoutColumns();
}

NodeIndex CallTreeView::currentNode() const {
    const QModelIndex index = currentIndex();
    return index.isValid() ? index.siblingAtColumn(0).data(CallTreeModel::NodeRole).toUInt() : NoNode;
}

void CallTreeView::selectRow(int row) {
    if (!model() || row < 0 || row >= model()->rowCount())
        return;
    setCurrentIndex(model()->index(row, CallTreeModel::NameColumn));
}

void CallTreeView::setEmptyText(const QString& text) {
    m_emptyText = text;
    viewport()->update();
}

void CallTreeView::setFollowsLive(bool follow) {
    if (follow == m_follows)
        return;
    m_follows = follow;
    Q_EMIT followsLiveChanged(follow);
    followIfWanted();
}

void CallTreeView::followIfWanted() {
    // What stands still is not followed: a panel that opens below the tree would push it down.
    const bool grows = m_playing || (m_rows && m_rows->isLive() && !m_past);
    if (!m_follows || m_following || m_moving || !grows)
        return;
    m_following = true;
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    m_following = false;
}

void CallTreeView::showCurrentAgain() {
    if (!m_follows || m_past || m_playing || !currentIndex().isValid())
        return;
    executeDelayedItemsLayout();
    updateGeometries(); // the range of the scroll bar
    scrollTo(currentIndex(), PositionAtTop);
}

void CallTreeView::userMovedUp() {
    if (!m_following)
        setFollowsLive(false);
}

void CallTreeView::fold(int row, bool expanded) {
    if (m_rows)
        m_rows->setExpanded(row, expanded);
}

bool CallTreeView::foldKey(int key) {
    const QModelIndex current = currentIndex().siblingAtColumn(CallTreeModel::NameColumn);
    if (!current.isValid() || !m_rows)
        return false;
    const int row = current.row();
    const bool expandable = current.data(CallTreeModel::ExpandableRole).toBool();
    const bool expanded = current.data(CallTreeModel::ExpandedRole).toBool();
    if (key == Qt::Key_Right) {
        if (expandable && !expanded)
            fold(row, true);
        else if (expandable && row + 1 < model()->rowCount())
            selectRow(row + 1);
        return true;
    }
    if (key == Qt::Key_Left) {
        if (expandable && expanded)
            fold(row, false);
        else if (const int parent = m_rows->parentRow(row); parent >= 0)
            selectRow(parent);
        return true;
    }
    m_rows->setExpandedBelow(row, key == Qt::Key_Asterisk);
    return true;
}

void CallTreeView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (foldKey(isRightToLeft() == (event->key() == Qt::Key_Left) ? Qt::Key_Right : Qt::Key_Left))
            return event->accept();
        break;
    case Qt::Key_Asterisk:
    case Qt::Key_Slash:
        if (foldKey(event->key()))
            return event->accept();
        break;
    case Qt::Key_Home:
        userMovedUp();
        selectRow(0);
        return event->accept();
    case Qt::Key_End:
        selectRow(model() ? model()->rowCount() - 1 : -1);
        return event->accept();
    case Qt::Key_Up:
    case Qt::Key_PageUp: userMovedUp(); break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (currentNode() != NoNode)
            Q_EMIT nodeActivated(currentNode());
        return event->accept();
    default: break;
    }
    QTableView::keyPressEvent(event);
}

void CallTreeView::mousePressEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid() && index.column() == CallTreeModel::NameColumn && event->button() == Qt::LeftButton
        && index.data(CallTreeModel::ExpandableRole).toBool()) {
        const QRect arrow = CallNameDelegate::arrowRect(visualRect(index), index.data(CallTreeModel::LevelRole).toInt());
        if (arrow.adjusted(-2, -4, 2, 4).contains(event->position().toPoint())) {
            fold(index.row(), !index.data(CallTreeModel::ExpandedRole).toBool());
            return event->accept();
        }
    }
    const bool sameRow = index.isValid() && index.row() == currentIndex().row();
    QTableView::mousePressEvent(event);
    // The row may only stand in for the one that was chosen, which has not started at this moment.
    if (sameRow && m_kept.node != NoNode && m_kept.node != currentNode()) {
        remember(currentIndex());
        Q_EMIT currentNodeChanged(currentNode());
    }
}

void CallTreeView::mouseDoubleClickEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->position().toPoint()).siblingAtColumn(CallTreeModel::NameColumn);
    if (!index.isValid() || event->button() != Qt::LeftButton)
        return;
    if (index.data(CallTreeModel::ExpandableRole).toBool())
        fold(index.row(), !index.data(CallTreeModel::ExpandedRole).toBool());
    else
        Q_EMIT nodeActivated(index.data(CallTreeModel::NodeRole).toUInt());
}

void CallTreeView::wheelEvent(QWheelEvent* event) {
    if (event->angleDelta().y() > 0)
        userMovedUp();
    QTableView::wheelEvent(event);
}

void CallTreeView::contextMenuEvent(QContextMenuEvent* event) {
    if (currentNode() != NoNode)
        Q_EMIT menuRequested(currentNode(), event->globalPos());
}

void CallTreeView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    // Not QTableView's: it tells screen readers about cells, ours have rows.
    QAbstractItemView::currentChanged(current, previous);
    if (m_moving || (current.row() == previous.row() && previous.isValid()))
        return;
    remember(current);
    if (QAccessible::isActive() && current.isValid()) {
        QAccessibleEvent event(this, QAccessible::Focus);
        event.setChild(current.row());
        QAccessible::updateAccessibility(&event);
    }
    const auto* tree = qobject_cast<CallTreeModel*>(model());
    if (current.isValid() && !(tree && tree->isSyncing()))
        Q_EMIT currentNodeChanged(current.siblingAtColumn(0).data(CallTreeModel::NodeRole).toUInt());
}

QString CallTreeView::toolTipOf(const QModelIndex& index) const {
    QString text = index.data(Qt::ToolTipRole).toString();
    if (index.column() == CallTreeModel::CostColumn && !text.isEmpty() && index.data(CallTreeModel::SimulatedRole).toBool())
        text += QLatin1Char('\n') + tr("Simulated model: a made-up price, nothing was paid.");
    if (index.column() == CallTreeModel::NameColumn)
        if (const QString note = index.data(CallTreeModel::NoteRole).toString(); !note.isEmpty())
            text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + tr("Note: %1").arg(note);
    return text;
}

bool CallTreeView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QModelIndex index = indexAt(help->pos());
        QToolTip::showText(help->globalPos(), index.isValid() ? toolTipOf(index).toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>")) : QString(), viewport());
        return true;
    }
    return QTableView::viewportEvent(event);
}

bool CallTreeView::paintsOnly(const QRect& part, const QRect& cell) const { return m_painted.intersected(cell).subtracted(part).isEmpty(); }

void CallTreeView::paintEvent(QPaintEvent* event) {
    m_painted = event->region();
    QTableView::paintEvent(event);
    QPainter p(viewport());
    if (!model() || model()->rowCount() == 0) {
        p.setFont(themed(FontRole::Base));
        p.setPen(themed(Token::Tx3));
        p.drawText(viewport()->rect().adjusted(12, 10, -12, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                   !m_emptyText.isEmpty()          ? m_emptyText
                   : m_rows && m_rows->isLive()    ? tr("Waiting for the first turn of root.")
                   : m_rows && m_rows->isLoading() ? tr("Opening the trace…")
                                                   : tr("No run is open. New run, or open a trace."));
    } else if (m_rows && m_rows->hasNowLine()) {
        // The now-line goes on below the last row.
        const QRect last = visualRect(model()->index(model()->rowCount() - 1, CallTreeModel::BarColumn));
        if (last.bottom() < viewport()->height()) {
            const TimeAxis axis = timeAxis(m_rows->span(), last);
            p.fillRect(QRectF(std::round(axis.x(m_rows->now())), last.bottom(), 1, viewport()->height() - last.bottom()),
                       themed(Token::Acc));
        }
    }
    if (!m_rows || !m_rows->isLive())
        Ticker::instance().setMoving(viewport(), false);
}

} // namespace rlmscope
