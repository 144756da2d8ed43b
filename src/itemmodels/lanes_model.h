#pragma once
// The requests of a live run, one row per model: how many wait, are in flight, will be tried again, and why they wait.
#include "trace/budget_state.h"

#include <QAbstractTableModel>

namespace rlmscope {

class LanesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { ModelColumn, BarColumn, InFlightColumn, QueuedColumn, RetryingColumn, WhyColumn, ColumnCount };
    enum Role { InFlightRole = Qt::UserRole + 1, QueuedRole, RetryingRole, MostRole }; ///< MostRole: the largest sum of a row

    using QAbstractTableModel::QAbstractTableModel;
    void setLanes(const std::vector<LaneState>& lanes);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<LaneState> m_lanes;
};

} // namespace rlmscope
