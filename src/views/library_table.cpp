#include "views/library_table.h"

#include "itemmodels/library_model.h"
#include "views/dock_keys.h"
#include "views/library_delegate.h"
#include "views/library_look.h"
#include "views/theme.h"
#include "views/ticker.h"

#include <QContextMenuEvent>
#include <QDataStream>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace rlmscope {

namespace {

using Column = LibraryModel::Column;

/// At scale 1; name and answer share what is left.
int widthOf(int column) {
    switch (column) {
    case Column::GraphColumn: return 40;
    case Column::NumberColumn: return 44;
    case Column::StateColumn: return 90;
    case Column::NameColumn: return 240;
    case Column::StrategyColumn: return 112;
    case Column::ModelsColumn: return 126;
    case Column::AnswerColumn: return 170;
    case Column::ScoreColumn: return 80;
    case Column::QuestionColumn: return 220;
    case Column::FileColumn: return 220;
    case Column::TagsColumn: return 120;
    case Column::DepthColumn: case Column::FramesColumn: return 64;
    case Column::StartedColumn: return 72;
    case Column::CostColumn: return 90; // "≥ $0.3223" of a group
    default: return 80;
    }
}

/// Every state is written in full, in whatever language.
int stateWidth() {
    int widest = 0;
    for (int i = 0; i <= static_cast<int>(library::RunState::Simulated); ++i)
        widest = std::max(widest, QFontMetrics(themed(FontRole::Small)).horizontalAdvance(LibraryModel::stateWord(static_cast<library::RunState>(i))));
    return widest + Theme::instance().px(14 + 6 + 2 * 8 + 2);
}

constexpr int ColumnsVersion = 1;
constexpr int LeastName = 132, LeastAnswer = 90; // all columns fit the smallest window
constexpr double AnswerShare = 0.4; // of what name and answer have
constexpr int FirstOptional = Column::DepthColumn; // columns from here on are hidden until somebody wants them

} // namespace

LibraryTable::LibraryTable(LibraryModel* model, QWidget* parent) : QTableView(parent), m_model(model) {
    setAccessibleName(tr("Runs of the library"));
    setDockKeys(this, tr("Library"), {{tr("Space"), tr("select")}, {tr("Enter"), tr("open")}, {QStringLiteral("F2"), tr("rename")}, {QStringLiteral("T"), tr("tag")},
                                      {tr("Del"), tr("delete")}, {tr("Ctrl+D"), tr("compare")}, {tr("Ctrl+Z"), tr("undo"), false}, {tr("Ctrl+F"), tr("filter"), false}});
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setDragDropMode(DragOnly);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setItemDelegate(new LibraryDelegate(this));
    setModel(model);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    auto* header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setHighlightSections(false);
    header->setMinimumSectionSize(28);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QHeaderView::customContextMenuRequested, this, &LibraryTable::headerMenu);
    connect(header, &QHeaderView::sectionResized, this, &LibraryTable::onResized);
    setSortingEnabled(true);
    resetColumns();
    applyTheme();
    connect(&Theme::instance(), &Theme::changed, this, &LibraryTable::applyTheme);
    connect(this, &QTableView::doubleClicked, this, &LibraryTable::open);
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        m_kept = selectedRuns();
        m_keptCurrent = m_model->refAt(currentIndex().row());
    });
    connect(model, &QAbstractItemModel::modelReset, this, [this] { QMetaObject::invokeMethod(this, [this] {
        if (!m_kept.isEmpty()) select(m_kept);
        m_kept.clear();
    }, Qt::QueuedConnection); });
    connect(model, &LibraryModel::arranged, this, &LibraryTable::layoutColumns);
}

void LibraryTable::applyTheme() {
    const auto& theme = Theme::instance();
    verticalHeader()->setMinimumSectionSize(theme.px(20));
    verticalHeader()->setDefaultSectionSize(theme.px(30));
    horizontalHeader()->setFixedHeight(theme.px(24));
    sizeColumns();
}

/// As wide as its words are in this language and font, where nobody has chosen a width.
void LibraryTable::sizeColumns() {
    m_laying = true;
    for (int column = 0; column < LibraryModel::ColumnCount; ++column) {
        const QString title = m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        const int words = std::max(column == Column::StateColumn ? stateWidth() : 0, title.isEmpty() ? 0 : paint::headerWidth(title, true));
        setColumnWidth(column, m_chosen.value(column, std::max(Theme::instance().px(widthOf(column)), words)));
    }
    m_laying = false;
    layoutColumns();
}

void LibraryTable::resetColumns() {
    m_laying = true;
    auto* header = horizontalHeader();
    for (int column = 0; column < LibraryModel::ColumnCount; ++column) {
        header->moveSection(header->visualIndex(column), column);
        header->setSectionHidden(column, column >= FirstOptional);
    }
    sortByColumn(LibraryModel::NumberColumn, Qt::DescendingOrder);
    m_answerShare = AnswerShare;
    m_chosen.clear();
    sizeColumns();
}

QByteArray LibraryTable::saveColumns() const {
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << ColumnsVersion << horizontalHeader()->saveState() << m_chosen;
    return bytes;
}

void LibraryTable::restoreColumns(const QByteArray& state) {
    if (state.isEmpty()) return;
    QDataStream in(state);
    int version = 0;
    QByteArray order;
    QHash<int, int> chosen;
    in >> version >> order >> chosen;
    if (version != ColumnsVersion || in.status() != QDataStream::Ok) return resetColumns();
    m_laying = true;
    auto* header = horizontalHeader();
    const bool restored = header->restoreState(order) && header->count() == LibraryModel::ColumnCount;
    m_laying = false;
    if (!restored) return resetColumns();
    m_chosen.clear();
    for (auto it = chosen.cbegin(); it != chosen.cend(); ++it)
        if (it.key() >= 0 && it.key() < LibraryModel::ColumnCount) m_chosen.insert(it.key(), std::clamp(it.value(), 24, 2000));
    header->setSectionHidden(LibraryModel::NameColumn, false);
    header->setFixedHeight(Theme::instance().px(24));
    m_model->sort(header->sortIndicatorSection(), header->sortIndicatorOrder());
    if (isWanted(LibraryModel::AnswerColumn)) shareAs(columnWidth(LibraryModel::NameColumn), columnWidth(LibraryModel::AnswerColumn));
    sizeColumns();
}

void LibraryTable::shareAs(int name, int answer) { m_answerShare = std::clamp(static_cast<double>(answer) / std::max(1, name + answer), 0.05, 0.95); }

void LibraryTable::onResized(int column, int before, int now) {
    if (m_laying) return;
    const bool shared = column == LibraryModel::NameColumn || column == LibraryModel::AnswerColumn; // these have what the others leave
    if (!shared && before > 0 && now > 0) m_chosen.insert(column, now);
    if (column == LibraryModel::AnswerColumn && before > 0 && now > 0) shareAs(columnWidth(LibraryModel::NameColumn) + before - now, now);
    if (column == LibraryModel::NameColumn && isWanted(LibraryModel::AnswerColumn)) shareAs(now, columnWidth(LibraryModel::AnswerColumn) + before - now);
    layoutColumns();
}

bool LibraryTable::isWanted(int column) const { return !isColumnHidden(column); }

void LibraryTable::layoutColumns() {
    if (m_laying) return;
    m_laying = true;
    const int lanes = std::max(1, m_model->laneCount());
    setColumnWidth(LibraryModel::GraphColumn, Theme::instance().px(12 + paint::LaneWidth * lanes + 2));
    const auto& theme = Theme::instance();
    int rest = viewport()->width();
    for (int column = 0; column < LibraryModel::ColumnCount; ++column)
        if (column != LibraryModel::NameColumn && column != LibraryModel::AnswerColumn && isWanted(column)) rest -= columnWidth(column);
    if (isWanted(LibraryModel::AnswerColumn)) {
        const int answer = std::max(theme.px(LeastAnswer), std::min(static_cast<int>(rest * m_answerShare), rest - theme.px(LeastName)));
        setColumnWidth(LibraryModel::AnswerColumn, answer);
        rest -= answer;
    }
    setColumnWidth(LibraryModel::NameColumn, std::max(theme.px(LeastName), rest));
    m_laying = false;
}

void LibraryTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    layoutColumns();
}

void LibraryTable::headerMenu(const QPoint& at) {
    QMenu menu(this);
    menu.setTitle(tr("Columns"));
    for (int column = LibraryModel::NumberColumn; column < LibraryModel::ColumnCount; ++column) {
        auto* choice = menu.addAction(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        choice->setCheckable(true);
        choice->setChecked(isWanted(column));
        choice->setEnabled(column != LibraryModel::NameColumn);
        connect(choice, &QAction::toggled, this, [this, column](bool on) {
            setColumnHidden(column, !on);
            layoutColumns();
        });
    }
    menu.addSeparator();
    menu.addAction(tr("Reset columns"), this, &LibraryTable::resetColumns);
    menu.exec(horizontalHeader()->mapToGlobal(at));
}

// ---- selection -------------------------------------------------------------------------------------------------

QVector<RunRef> LibraryTable::selectedRuns() const {
    QVector<RunRef> runs;
    auto rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
    for (const auto& index : rows)
        if (const auto run = m_model->refAt(index.row()); !run.run.isNull()) runs << run;
    return runs;
}

int LibraryTable::selectedRows() const { return static_cast<int>(selectionModel()->selectedRows().size()); }

void LibraryTable::select(const QVector<RunRef>& runs) {
    QItemSelection selection;
    QModelIndex first;
    for (const auto& run : runs) {
        const int row = m_model->rowOf(run);
        if (row < 0) continue;
        selection.select(m_model->index(row, 0), m_model->index(row, LibraryModel::ColumnCount - 1));
        if (!first.isValid()) first = m_model->index(row, LibraryModel::NameColumn);
    }
    if (first.isValid()) selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
}

void LibraryTable::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    QTableView::selectionChanged(selected, deselected);
    Q_EMIT selectionSettled();
}

void LibraryTable::renameCurrent() {
    const auto name = currentIndex().siblingAtColumn(LibraryModel::NameColumn);
    if (!(name.flags() & Qt::ItemIsEditable)) return;
    scrollTo(name);
    edit(name);
}

void LibraryTable::open(const QModelIndex& index) {
    const auto* line = m_model->line(index.row());
    if (!line) return;
    if (line->row) Q_EMIT openRequested(m_model->refAt(index.row()));
}

// ---- input -----------------------------------------------------------------------------------------------------

void LibraryTable::keyPressEvent(QKeyEvent* event) {
    const auto current = currentIndex();
    const auto* group = current.isValid() ? m_model->groupOf(current.row()) : nullptr;
    const auto plain = event->modifiers() & ~Qt::KeypadModifier;
    switch (event->key()) {
    case Qt::Key_Space:
        if (group) m_model->setFolded(current.row(), !group->isFolded);
        else if (current.isValid()) selectionModel()->select(current, QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (group) m_model->setFolded(current.row(), !group->isFolded);
        else if (current.isValid()) open(current);
        return;
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (group) return m_model->setFolded(current.row(), event->key() == Qt::Key_Left);
        break;
    case Qt::Key_F2: return renameCurrent();
    case Qt::Key_Delete: Q_EMIT deleteRequested(); return;
    case Qt::Key_D:
        if (plain == Qt::ControlModifier) {
            Q_EMIT compareRequested();
            return;
        }
        break;
    case Qt::Key_T:
        if (plain == Qt::NoModifier) {
            Q_EMIT tagRequested();
            return;
        }
        break;
    default: break;
    }
    QTableView::keyPressEvent(event);
}

// Letters look in the names, whatever column is the current one.
void LibraryTable::keyboardSearch(const QString& search) {
    const int column = currentIndex().column();
    if (currentIndex().isValid() && column != LibraryModel::NameColumn)
        selectionModel()->setCurrentIndex(currentIndex().siblingAtColumn(LibraryModel::NameColumn), QItemSelectionModel::NoUpdate);
    QTableView::keyboardSearch(search);
}

void LibraryTable::mousePressEvent(QMouseEvent* event) {
    const auto index = indexAt(event->pos());
    if (const auto* group = index.isValid() ? m_model->groupOf(index.row()) : nullptr; group && event->button() == Qt::LeftButton) {
        m_model->setFolded(index.row(), !group->isFolded);
        return;
    }
    QTableView::mousePressEvent(event);
}

void LibraryTable::contextMenuEvent(QContextMenuEvent* event) {
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const auto rect = visualRect(currentIndex());
        Q_EMIT menuRequested(viewport()->mapToGlobal(currentIndex().isValid() ? rect.bottomLeft() : QPoint(20, 20)));
    } else {
        Q_EMIT menuRequested(event->globalPos());
    }
}

void LibraryTable::setEmptyText(const QString& text) {
    if (m_empty == text) return;
    m_empty = text;
    viewport()->update();
}

void LibraryTable::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    bool moving = false;
    const int first = rowAt(0), last = rowAt(viewport()->height() - 1);
    for (int row = std::max(first, 0); row <= (last < 0 ? m_model->rowCount() - 1 : last) && !moving; ++row) {
        const auto* line = m_model->line(row);
        moving = line && line->row && line->row->state == library::RunState::Running;
    }
    Ticker::instance().setMoving(viewport(), moving);
    if (m_model->rowCount() > 0 || m_empty.isEmpty()) return;
    QPainter p(viewport());
    p.setFont(themed(FontRole::Base));
    p.setPen(themed(Token::Tx3));
    p.drawText(viewport()->rect().adjusted(14, 12, -14, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_empty);
}

} // namespace rlmscope
