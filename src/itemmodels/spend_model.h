#pragma once
// Where the money and the tokens of a run went, as a table: all of it, then by model, by depth and by kind of call. The
// sections add up to the first row. A run without anything to say in a column (no reply from a cache, no failure) has
// that column empty; isUseful() tells.
#include "insight/spend.h"

#include <QAbstractTableModel>
#include <QString>

namespace rlmscope {

class SpendModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, CallsColumn, InputColumn, CachedColumn, OutputColumn, ReasoningColumn, CostColumn, ShareColumn, SavedColumn, FailedColumn, ColumnCount };
    enum RowKind { AllRow, SectionRow, ModelRow, DepthRow, RoleRow };
    enum Role {
        KindRole = Qt::UserRole + 1, ///< RowKind
        CostRole,      ///< qint64 pico-USD
        ShareRole,     ///< double 0..1 of the money; of the tokens when nothing costs anything
        SimulatedRole, ///< bool
        SubCallsRole,  ///< bool: RoleRow of sub-calls
    };

    using QAbstractTableModel::QAbstractTableModel;
    void setSpend(const insight::Spend& spend);
    bool isUseful(int column) const;
    /// What the table adds up to, in sentences: the cached share, what was saved, what failures cost. One a line.
    QString remarks() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Row {
        RowKind kind = AllRow;
        QString name, whole; ///< shown, and the tool tip
        SpendSums sums;
        CallRole role = CallRole::Frame;
        bool operator==(const Row&) const = default;
    };
    static std::vector<Row> rowsOf(const insight::Spend& spend);
    QString text(const Row& row, int column) const;
    QString toolTip(const Row& row, int column) const;
    double share(const Row& row) const;

    std::vector<Row> m_rows;
};

} // namespace rlmscope
