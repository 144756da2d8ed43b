#include "views/variables_panel.h"

#include "itemmodels/format.h"
#include "itemmodels/run_document.h"
#include "views/icon.h"
#include "views/paint.h"
#include "views/widgets.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QToolButton>

namespace rlmscope {

namespace {

class VariableDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QPainter& p = *painter;
        p.save();
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, &p, option.widget);
        const auto change = static_cast<VariableChange>(index.siblingAtColumn(0).data(VariablesModel::ChangeRole).toInt());
        const bool changed = change != VariableChange::None, removed = change == VariableChange::Removed;
        const bool selected = option.state & QStyle::State_Selected;
        const bool strong = selected && option.widget->hasFocus();
        const Token text = strong ? Token::SelText : removed ? Token::Tx3 : Token::Tx;
        const Token soft = selected ? (strong && Theme::instance().isHighContrast() ? Token::SelText : Token::Tx2) : Token::Tx3;
        const QRectF r = QRectF(option.rect).adjusted(6, 0, -6, 0);
        const QString words = index.data(Qt::DisplayRole).toString();
        switch (index.column()) {
        case VariablesModel::NameColumn: {
            mark(p, QRectF(r.left(), r.top(), 12, r.height()), change, themed(strong ? Token::SelText : removed ? Token::Tx3 : Token::Acc));
            QFont font = themed(changed && !removed ? FontRole::MonoStrong : FontRole::Mono);
            font.setStrikeOut(removed);
            paint::text(p, r.adjusted(16, 0, 0, 0), words, font, themed(text));
            break;
        }
        case VariablesModel::TypeColumn: paint::text(p, r, words, themed(FontRole::MonoColumn), themed(soft)); break;
        case VariablesModel::SizeColumn:
            paint::text(p, r, words, themed(FontRole::MonoColumn), themed(text), Qt::AlignRight);
            break;
        default: value(p, r, index, words, themed(selected ? text : removed ? Token::Tx3 : Token::Tx2), themed(soft)); break;
        }
        p.restore();
    }

private:
    static void mark(QPainter& p, const QRectF& room, VariableChange change, const QColor& color) {
        const QPointF c(std::round(room.center().x()) + 0.5, std::round(room.center().y()) + 0.5);
        p.setPen(QPen(color, 1.5));
        switch (change) {
        case VariableChange::None: return;
        case VariableChange::Changed:
            p.setRenderHint(QPainter::Antialiasing);
            p.setPen(Qt::NoPen);
            p.setBrush(color);
            p.drawEllipse(QRectF(c.x() - 2, c.y() - 2, 4, 4));
            p.setRenderHint(QPainter::Antialiasing, false);
            return;
        case VariableChange::Added: p.drawLine(c - QPointF(0, 3), c + QPointF(0, 3)); [[fallthrough]];
        case VariableChange::Removed: p.drawLine(c - QPointF(3, 0), c + QPointF(3, 0)); return;
        }
    }
    /// The value now; of a changed one the value before in front of it, quieter.
    static void value(QPainter& p, QRectF r, const QModelIndex& index, const QString& words, const QColor& color, const QColor& soft) {
        const QString before = index.siblingAtColumn(0).data(VariablesModel::BeforeRole).toString();
        if (!before.isEmpty() && before != words) {
            const QRectF half(r.left(), r.top(), r.width() * 0.42, r.height());
            const int used = paint::text(p, half, before, themed(FontRole::MonoColumn), soft);
            r.setLeft(r.left() + used + 6);
            r.setLeft(r.left() + paint::text(p, r, QStringLiteral("→"), themed(FontRole::MonoColumn), soft) + 6);
        }
        paint::text(p, r, words, themed(FontRole::MonoColumn), color);
    }
};

} // namespace

// ---- table ----------------------------------------------------------------------------------------------------

VariablesTable::VariablesTable(QWidget* parent) : QTableView(parent) {
    setAccessibleName(tr("Variables"));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setItemDelegate(new VariableDelegate(this));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(Theme::instance().px(20)); // else the style's own minimum wins
    verticalHeader()->setDefaultSectionSize(Theme::instance().px(23));
    horizontalHeader()->hide();
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex& index) { Q_EMIT opened(index.data(VariablesModel::NameRole).toString()); });
}

void VariablesTable::setEmptyText(const QString& text) {
    if (text == m_empty) return;
    m_empty = text;
    viewport()->update();
}

void VariablesTable::keyPressEvent(QKeyEvent* event) {
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid())
        Q_EMIT opened(currentIndex().data(VariablesModel::NameRole).toString());
    else if (event->matches(QKeySequence::Find)) Q_EMIT findWanted();
    else QTableView::keyPressEvent(event);
}

void VariablesTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    if (!model() || model()->columnCount() < VariablesModel::ColumnCount)
        return;
    const Theme& theme = Theme::instance();
    const int width = viewport()->width();
    const int name = std::clamp(width * 27 / 100, theme.px(96), theme.px(220));
    setColumnWidth(VariablesModel::NameColumn, name);
    setColumnWidth(VariablesModel::TypeColumn, theme.px(72));
    setColumnWidth(VariablesModel::SizeColumn, theme.px(72));
    setColumnWidth(VariablesModel::PreviewColumn, std::max(60, width - name - theme.px(72 + 72)));
}

void VariablesTable::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    if (model() && model()->rowCount() > 0) return;
    QPainter p(viewport());
    p.setFont(themed(FontRole::Base));
    p.setPen(themed(Token::Tx3));
    p.drawText(viewport()->rect().adjusted(12, 10, -12, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_empty);
}

// ---- panel ----------------------------------------------------------------------------------------------------

VariablesPanel::VariablesPanel(QWidget* parent)
    : QWidget(parent)
    , m_model(new VariablesModel(this))
    , m_filtered(new QSortFilterProxyModel(this))
    , m_title(new DockTitle(tr("Variables"), this))
    , m_table(new VariablesTable(this))
    , m_filter(new QLineEdit(this))
    , m_compareRow(new QWidget(this))
    , m_compareText(new ThemedLabel({}, FontRole::Small, Token::Tx2, m_compareRow)) {
    m_previous = m_title->addButton(QStringLiteral("prev"), tr("The cell before"));
    m_next = m_title->addButton(QStringLiteral("next"), tr("The cell after"));
    m_compare = m_title->addButton(QStringLiteral("compare"), tr("Compare with another cell"));
    m_find = m_title->addButton(QStringLiteral("filter"), tr("Filter the variables"));
    m_find->setCheckable(true);
    m_filtered->setSourceModel(m_model);
    m_filtered->setFilterKeyColumn(-1);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(m_filtered);
    m_filter->setPlaceholderText(tr("Name, type or value"));
    m_filter->setAccessibleName(tr("Filter the variables"));
    m_filter->setClearButtonEnabled(true);
    auto* filterRow = new QWidget(this);
    auto* filterLayout = new QHBoxLayout(filterRow);
    filterLayout->setContentsMargins(8, 4, 8, 4);
    filterLayout->addWidget(m_filter);
    filterRow->hide();
    auto* compareLayout = new QHBoxLayout(m_compareRow);
    compareLayout->setContentsMargins(10, 0, 4, 0);
    m_compareText->setElided(true);
    compareLayout->addWidget(m_compareText, 1);
    auto* end = quietButton(QStringLiteral("close"), tr("End the comparison"), m_compareRow);
    compareLayout->addWidget(end);
    m_compareRow->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(filterRow);
    column->addWidget(m_compareRow);
    column->addWidget(m_table, 1);
    connect(m_previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(1); });
    connect(m_compare, &QToolButton::clicked, this, &VariablesPanel::showMenu);
    connect(end, &QToolButton::clicked, this, [this] { compareWith(NoNode); });
    connect(m_find, &QToolButton::toggled, this, [this, filterRow](bool on) {
        filterRow->setVisible(on);
        if (on) m_filter->setFocus();
        else m_filter->clear();
    });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filtered->setFilterFixedString(text);
        showEmptyText();
    });
    connect(m_table, &VariablesTable::findWanted, this, [this] {
        m_find->setChecked(true);
        m_filter->setFocus();
    });
    connect(m_table, &VariablesTable::opened, this, &VariablesPanel::valueWanted);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        // Only what a person chooses: rows that come and go choose nothing.
        if (m_focus && m_table->hasFocus() && now.isValid()) m_focus->setValue(now.data(VariablesModel::NameRole).toString());
    });
}

QString VariablesPanel::cellName(const RunTree& tree, NodeIndex cell) {
    if (cell == NoNode || cell >= tree.nodes().size()) return {};
    const TreeNode& n = tree.node(cell);
    return tr("Turn %1, Cell %2").arg(n.parent == NoNode ? 0 : tree.node(n.parent).number).arg(n.number);
}

void VariablesPanel::setFocusHolder(FocusHolder* focus) {
    m_focus = focus;
    connect(focus, &FocusHolder::changed, this, [this](const Focus& now, const Focus& before) {
        if (now.document != before.document) {
            m_base = NoNode;
            if (before.document) before.document->disconnect(this);
            if (now.document) connect(now.document, &RunDocument::momentChanged, this, &VariablesPanel::refresh);
        }
        refresh();
        if (now.value != before.value && !now.value.isEmpty()) selectName(now.value);
    });
    refresh();
}

void VariablesPanel::refresh() {
    RunDocument* document = m_focus ? m_focus->document() : nullptr;
    const NodeIndex node = m_focus ? m_focus->node() : NoNode;
    const NodeIndex cell = document && node != NoNode ? document->variablesCell(node) : NoNode;
    const Seq event = cell == NoNode ? 0 : document->variablesEvent(cell);
    // Events come many times a second, variables change once a cell: the trace is read only then.
    if (document == m_shown && cell == m_cell && event == m_event && (cell != NoNode || m_model->rowCount() == 0)) {
        m_history.setFrame(document, node);
        const int at = m_history.indexOf(m_cell);
        m_previous->setEnabled(at > 0);
        m_next->setEnabled(at >= 0 && at + 1 < m_history.cells().size());
        showEmptyText(); // the frame may be another one, or have run its first cell
        return;
    }
    m_shown = document;
    m_cell = cell;
    m_event = event;
    m_history.setFrame(document, node);
    if (m_base != NoNode && m_history.indexOf(m_base) < 0) m_base = NoNode;
    fill();
}

void VariablesPanel::fill() {
    const int at = m_history.indexOf(m_cell);
    m_previous->setEnabled(at > 0);
    m_next->setEnabled(at >= 0 && at + 1 < m_history.cells().size());
    m_compare->setEnabled(m_history.cells().size() > 1);
    const QString chosen = m_table->currentIndex().data(VariablesModel::NameRole).toString();
    showEmptyText();
    m_title->setHint(m_cell == NoNode ? QString() : tr("after %1").arg(cellName(m_shown->tree(), m_cell)));
    const bool compares = m_base != NoNode && m_base != m_cell && m_cell != NoNode;
    m_compareRow->setVisible(compares);
    if (compares) {
        auto rows = compareVariables(m_history.after(m_base), m_history.after(m_cell));
        int added = 0, changed = 0, removed = 0;
        for (const auto& row : rows) {
            added += row.change == VariableChange::Added;
            changed += row.change == VariableChange::Changed;
            removed += row.change == VariableChange::Removed;
        }
        m_compareText->setText(tr("Against %1: %2 added, %3 changed, %4 removed").arg(cellName(m_shown->tree(), m_base)).arg(added).arg(changed).arg(removed));
        m_model->setRows(std::move(rows));
    } else {
        m_model->setRows(m_cell == NoNode ? std::vector<VariableRow>() : variableRows(m_history.after(m_cell)));
    }
    if (!chosen.isEmpty()) selectName(chosen);
}

void VariablesPanel::showEmptyText() {
    m_table->setEmptyText(!m_filter->text().isEmpty() ? tr("Nothing matches “%1”.").arg(m_filter->text())
                          : m_cell != NoNode          ? tr("The cell left no variables.")
                          : !m_history.cells().empty() ? tr("No cell of this frame has run before this.")
                          : hasCells()                 ? tr("No variables are recorded of this frame.")
                                                       : tr("This frame has not run a cell."));
}

/// Whether the frame ran any cell, with variables recorded or not.
bool VariablesPanel::hasCells() const {
    const NodeIndex frame = m_history.frame();
    if (!m_shown || frame == NoNode || frame >= m_shown->tree().nodes().size()) return false;
    const RunTree& tree = m_shown->tree();
    for (NodeIndex turn = tree.node(frame).firstChild; turn != NoNode && turn < tree.nodes().size(); turn = tree.node(turn).nextSibling)
        for (NodeIndex node = tree.node(turn).firstChild; node != NoNode && node < tree.nodes().size(); node = tree.node(node).nextSibling)
            if (tree.node(node).kind == NodeKind::Cell) return true;
    return false;
}

void VariablesPanel::selectName(const QString& name) {
    const int row = m_model->rowOf(name);
    const QModelIndex index = row < 0 ? QModelIndex() : m_filtered->mapFromSource(m_model->index(row, 0));
    if (index.isValid() && index.row() != m_table->currentIndex().row()) m_table->setCurrentIndex(index);
}

void VariablesPanel::compareWith(NodeIndex cell) {
    m_base = cell;
    fill();
}

void VariablesPanel::step(int by) {
    const int at = m_history.indexOf(m_cell) + by;
    if (at < 0 || at >= m_history.cells().size() || !m_focus) return;
    Focus next = m_focus->focus();
    next.node = m_history.cells().at(at);
    next.place = {};
    m_focus->set(next);
}

void VariablesPanel::showMenu() {
    QMenu menu(this);
    const auto& cells = m_history.cells();
    const int here = m_history.indexOf(m_cell);
    const auto add = [&](const QString& text, NodeIndex cell) {
        QAction* action = menu.addAction(text, this, [this, cell] { compareWith(cell); });
        action->setCheckable(true);
        action->setChecked(cell == m_base);
    };
    add(tr("What the cell itself changed"), NoNode);
    menu.addSeparator();
    if (here > 0) add(tr("Against the cell before (%1)").arg(cellName(m_shown->tree(), cells.at(here - 1))), cells.at(here - 1));
    if (here > 1) add(tr("Against the first cell (%1)").arg(cellName(m_shown->tree(), cells.front())), cells.front());
    menu.addSeparator();
    constexpr qsizetype Most = 30;
    for (qsizetype i = std::max<qsizetype>(0, here - Most / 2); i < cells.size() && i < here + Most / 2; ++i)
        if (i != here) add(cellName(m_shown->tree(), cells.at(i)), cells.at(i));
    menu.exec(m_compare->mapToGlobal(QPoint(0, m_compare->height())));
}

} // namespace rlmscope
