#pragma once
// The limits of a run as a table, one row each: what is spent, in flight, kept for the last answer, and left. A run
// without limits has two rows, its money and its tokens.
#include "trace/budget_state.h"

#include <QAbstractTableModel>

namespace rlmscope {

class BudgetModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, BarColumn, SpentColumn, ReservedColumn, KeptColumn, LeftColumn, ColumnCount };
    enum Role {
        LimitKindRole = Qt::UserRole + 1, ///< int LimitKind
        LimitRole,    ///< qint64 in the units of LimitState; 0 = none
        SpentRole, ReservedRole, KeptRole, ///< qint64
        NearRole,     ///< bool: 80 % or more is spent, reserved or kept
        ReachedRole,  ///< bool: no room is left
        OverRole,     ///< bool: more than the limit is spent
        SimulatedRole, ///< bool: money that nobody pays
        UnknownRole,  ///< bool: the spend is at least so much
    };
    /// Of the whole run; what makes a sum of money not quite a sum of money.
    struct Remarks {
        bool simulated = false, costUnknown = false;
        bool operator==(const Remarks&) const = default;
    };

    using QAbstractTableModel::QAbstractTableModel;
    void setState(const BudgetState& state, const Remarks& remarks);
    const std::vector<LimitState>& limits() const { return m_limits; }
    int rowOf(LimitKind kind) const; ///< -1 = no such row
    bool isLimited() const { return m_limited; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString cellText(const LimitState& row, int column) const;
    QString sentence(const LimitState& row) const;

    std::vector<LimitState> m_limits;
    Remarks m_remarks;
    bool m_limited = false;
};

} // namespace rlmscope
