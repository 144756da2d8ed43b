// Which columns the call tree shows, and how wide.
#include "itemmodels/call_tree_model.h"
#include "views/call_tree_delegates.h"
#include "views/call_tree_view.h"
#include "views/paint.h"
#include "views/theme.h"

#include <QDataStream>
#include <QIODevice>
#include <QMenu>

#include <algorithm>

namespace rlmscope {

namespace {

constexpr int ColumnsVersion = 1;

} // namespace

int CallTreeView::defaultWidth(int column) const {
    const auto atScaleOne = [column] {
        switch (column) {
        case CallTreeModel::CostColumn: return 84;
        case CallTreeModel::TokensColumn: return 64;
        case CallTreeModel::TimeColumn: return 76;
        case CallTreeModel::ModelColumn: return 110;
        case CallTreeModel::StatusColumn: return 84;
        case CallTreeModel::AttemptsColumn: return 74;
        default: return 66;
        }
    };
    const QString title = model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    return std::max(Theme::instance().px(atScaleOne()), paint::headerWidth(title));
}

void CallTreeView::layoutColumns() {
    if (!model() || m_header->count() != CallTreeModel::ColumnCount) return;
    m_layingOut = true;
    int numbers = 0;
    for (int column = CallTreeModel::CostColumn; column < CallTreeModel::ColumnCount; ++column) {
        if (isColumnHidden(column)) continue;
        const int width = m_widths.value(column, defaultWidth(column));
        m_header->resizeSection(column, width);
        numbers += width;
    }
    const int rest = viewport()->width() - numbers;
    const int name = isColumnHidden(CallTreeModel::BarColumn) ? rest : std::max(Theme::instance().px(180), rest * 62 / 100);
    m_header->resizeSection(CallTreeModel::NameColumn, m_widths.value(CallTreeModel::NameColumn, std::max(Theme::instance().px(180), name)));
    m_layingOut = false;
}

bool CallTreeView::isColumnShown(int column) const { return !isColumnHidden(column); }

void CallTreeView::setColumnShown(int column, bool shown) {
    if (column <= CallTreeModel::NameColumn || column >= CallTreeModel::ColumnCount) return;
    setColumnHidden(column, !shown);
    layoutColumns();
}

void CallTreeView::resetColumns() {
    m_widths.clear();
    setShowsPath(false);
    for (int column = CallTreeModel::BarColumn; column < CallTreeModel::ColumnCount; ++column)
        setColumnHidden(column, column > CallTreeModel::TimeColumn);
    layoutColumns();
}

QByteArray CallTreeView::saveColumns() const {
    QList<int> shown;
    for (int column = CallTreeModel::BarColumn; column < CallTreeModel::ColumnCount; ++column)
        if (isColumnShown(column)) shown.append(column);
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << ColumnsVersion << shown << m_widths << m_showsPath;
    return bytes;
}

bool CallTreeView::restoreColumns(const QByteArray& state) {
    QDataStream in(state);
    int version = 0;
    QList<int> shown;
    QHash<int, int> widths;
    bool path = false;
    in >> version >> shown >> widths >> path;
    if (version != ColumnsVersion || in.status() != QDataStream::Ok) return false;
    for (int column = CallTreeModel::BarColumn; column < CallTreeModel::ColumnCount; ++column)
        setColumnHidden(column, !shown.contains(column));
    m_widths.clear();
    for (auto it = widths.cbegin(); it != widths.cend(); ++it)
        if (it.key() >= 0 && it.key() < CallTreeModel::ColumnCount) m_widths.insert(it.key(), std::clamp(it.value(), 24, 2000));
    setShowsPath(path);
    layoutColumns();
    return true;
}

void CallTreeView::setPathTest(const std::function<bool(int)>& test) {
    m_onPath = test;
    m_bars->setPathTest(m_showsPath ? m_onPath : nullptr);
    viewport()->update();
}

void CallTreeView::setShowsPath(bool shows) {
    m_showsPath = shows;
    setPathTest(m_onPath);
}

void CallTreeView::columnMenu(const QPoint& at) {
    QMenu menu(this);
    menu.setAccessibleName(tr("Columns of the call tree"));
    for (int column = CallTreeModel::BarColumn; column < CallTreeModel::ColumnCount; ++column) {
        const QString title = column == CallTreeModel::TokensInColumn ? tr("Tokens in") : column == CallTreeModel::TokensOutColumn ? tr("Tokens out")
                              : column == CallTreeModel::CachedColumn ? tr("Tokens from the cache") : CallTreeModel::columnTitle(column);
        QAction* action = menu.addAction(title, this, [this, column](bool on) { setColumnShown(column, on); });
        action->setCheckable(true);
        action->setChecked(isColumnShown(column));
    }
    menu.addSeparator();
    if (m_onPath) {
        QAction* path = menu.addAction(tr("Critical path under the bars"), this, &CallTreeView::setShowsPath);
        path->setCheckable(true);
        path->setChecked(m_showsPath);
    }
    if (auto* callTree = qobject_cast<CallTreeModel*>(model())) {
        QAction* own = menu.addAction(tr("Cost and tokens of each row alone"), callTree, &CallTreeModel::setShowsOwn);
        own->setCheckable(true);
        own->setChecked(callTree->showsOwn());
    }
    menu.addSeparator();
    menu.addAction(tr("Reset the columns"), this, &CallTreeView::resetColumns);
    menu.exec(at);
}

} // namespace rlmscope
