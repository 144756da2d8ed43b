#include "views/call_tree_accessible.h"

#include "itemmodels/call_tree_model.h"
#include "itemmodels/format.h"
#include "views/call_tree_delegates.h"
#include "views/call_tree_view.h"
#include "views/paint.h"

#include <QAccessibleWidget>
#include <QHash>

namespace rlmscope {

namespace {

class TreeRow;

class TreeAccessible : public QAccessibleWidget {
public:
    explicit TreeAccessible(CallTreeView* view) : QAccessibleWidget(view, QAccessible::Tree) {}
    ~TreeAccessible() override {
        for (const QAccessible::Id id : std::as_const(m_ids))
            QAccessible::deleteAccessibleInterface(id);
    }
    CallTreeView* view() const { return static_cast<CallTreeView*>(widget()); }
    int childCount() const override { return view()->model() ? view()->model()->rowCount() : 0; }
    QAccessibleInterface* child(int row) const override;
    int indexOfChild(const QAccessibleInterface* child) const override;
    QAccessibleInterface* childAt(int x, int y) const override {
        const QModelIndex index = view()->indexAt(view()->viewport()->mapFromGlobal(QPoint(x, y)));
        return index.isValid() ? child(index.row()) : nullptr;
    }
    QAccessibleInterface* focusChild() const override {
        return view()->currentIndex().isValid() ? child(view()->currentIndex().row()) : nullptr;
    }

private:
    mutable QHash<int, QAccessible::Id> m_ids; ///< made as they are asked for
};

/// A row by number; it speaks about whatever the row shows when it is asked.
class TreeRow : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    TreeRow(const TreeAccessible* tree, int row) : m_tree(tree), m_row(row) {}
    int row() const { return m_row; }

    bool isValid() const override { return m_row < m_tree->childCount(); }
    QObject* object() const override { return nullptr; }
    QAccessible::Role role() const override { return QAccessible::TreeItem; }
    QAccessibleInterface* parent() const override { return const_cast<TreeAccessible*>(m_tree); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    void setText(QAccessible::Text, const QString&) override {}

    QRect rect() const override {
        CallTreeView* view = m_tree->view();
        QRect r = view->visualRect(index());
        r.setWidth(view->viewport()->width());
        return {view->viewport()->mapToGlobal(r.topLeft()), r.size()};
    }

    QString text(QAccessible::Text what) const override {
        const QModelIndex i = index();
        const int level = i.data(CallTreeModel::LevelRole).toInt() + 1;
        if (what == QAccessible::Description)
            return CallTreeView::tr("level %1, frame depth %2").arg(level).arg(i.data(CallTreeModel::DepthRole).toInt()) + positionText();
        if (what != QAccessible::Name)
            return {};
        QStringList parts{i.data(CallTreeModel::NameRole).toString(), i.data(CallTreeModel::HintRole).toString(),
                          i.data(CallTreeModel::PausedRole).toBool() ? pausedLook().word : statusLook(static_cast<NodeStatus>(i.data(CallTreeModel::StatusRole).toInt())).word,
                          i.data(CallTreeModel::BadgeRole).toString()};
        const auto number = [&](int column, const QString& pattern) {
            parts << pattern.arg(CallNumberDelegate::textOf(i.siblingAtColumn(column)));
        };
        number(CallTreeModel::CostColumn, CallTreeView::tr("cost %1"));
        number(CallTreeModel::TokensColumn, CallTreeView::tr("%1 tokens"));
        number(CallTreeModel::TimeColumn, CallTreeView::tr("time %1"));
        for (int column = CallTreeModel::TimeColumn + 1; column < CallTreeModel::ColumnCount; ++column)
            if (m_tree->view()->isColumnShown(column)) number(column, CallTreeModel::columnTitle(column) + QStringLiteral(" %1"));
        parts.removeAll(QString());
        return parts.join(format::comma());
    }

    QAccessible::State state() const override {
        QAccessible::State s;
        const QModelIndex i = index();
        s.selectable = s.focusable = true;
        s.selected = m_tree->view()->selectionModel() && m_tree->view()->selectionModel()->isRowSelected(m_row);
        s.focused = m_tree->view()->currentIndex().row() == m_row && m_tree->view()->hasFocus();
        s.expandable = i.data(CallTreeModel::ExpandableRole).toBool();
        s.expanded = s.expandable && i.data(CallTreeModel::ExpandedRole).toBool();
        s.collapsed = s.expandable && !s.expanded;
        s.offscreen = !m_tree->view()->viewport()->rect().intersects(m_tree->view()->visualRect(i));
        return s;
    }

    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    QStringList actionNames() const override { return {toggleAction()}; }
    void doAction(const QString& name) override {
        if (name == toggleAction() && m_tree->view()->rows())
            const_cast<CallTreeRows*>(m_tree->view()->rows())
                ->setExpanded(m_row, !index().data(CallTreeModel::ExpandedRole).toBool());
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    /// ", 3 of 7": among its siblings, when they can be counted at once.
    QString positionText() const {
        constexpr int Farthest = 500;
        const int level = levelAt(m_row), last = m_tree->childCount() - 1;
        int position = 1, count = 1, steps = 0;
        for (int row = m_row - 1; row >= 0 && levelAt(row) >= level; --row) {
            if (++steps > Farthest) return {};
            position += levelAt(row) == level;
        }
        for (int row = m_row + 1; row <= last && levelAt(row) >= level; ++row) {
            if (++steps > Farthest) return {};
            count += levelAt(row) == level;
        }
        return CallTreeView::tr(", %1 of %2").arg(position).arg(count + position - 1);
    }
    int levelAt(int row) const { return m_tree->view()->model()->index(row, CallTreeModel::NameColumn).data(CallTreeModel::LevelRole).toInt(); }
    QModelIndex index() const { return m_tree->view()->model()->index(m_row, CallTreeModel::NameColumn); }

    const TreeAccessible* m_tree;
    int m_row;
};

QAccessibleInterface* TreeAccessible::child(int row) const {
    if (row < 0 || row >= childCount())
        return nullptr;
    const auto found = m_ids.constFind(row);
    if (found != m_ids.constEnd())
        return QAccessible::accessibleInterface(*found);
    auto* item = new TreeRow(this, row);
    m_ids.insert(row, QAccessible::registerAccessibleInterface(item));
    return item;
}

int TreeAccessible::indexOfChild(const QAccessibleInterface* child) const {
    const auto* item = dynamic_cast<const TreeRow*>(child);
    return item ? item->row() : -1;
}

QAccessibleInterface* treeFactory(const QString&, QObject* object) {
    auto* view = qobject_cast<CallTreeView*>(object);
    return view ? new TreeAccessible(view) : nullptr;
}

} // namespace

void installCallTreeAccessibility() {
    static const bool done = [] {
        QAccessible::installFactory(treeFactory);
        return true;
    }();
    Q_UNUSED(done)
}

} // namespace rlmscope
