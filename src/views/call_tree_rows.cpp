#include "views/call_tree_rows.h"

#include "itemmodels/call_tree_model.h"

namespace rlmscope {

std::vector<int> CallTreeRows::railLevels(int row, const QAbstractItemModel& model) const {
    // A column shows some forty levels; deeper ones are off to the left, so a bounded walk is enough at any depth.
    constexpr int MaxWalk = 160;
    std::vector<int> levels;
    int walked = 0;
    for (int r = parentRow(row); r >= 0 && walked < MaxWalk; r = parentRow(r), ++walked) {
        const QModelIndex index = model.index(r, 0);
        if (index.data(CallTreeModel::KindRole).toInt() == CallTreeModel::FrameRow)
            levels.push_back(index.data(CallTreeModel::LevelRole).toInt());
    }
    std::reverse(levels.begin(), levels.end());
    return levels;
}

} // namespace rlmscope
