#pragma once
// Tables over the coverage: the documents of the context with what of each was read, and the nodes that read a place.
#include "itemmodels/coverage_job.h"

#include <QAbstractTableModel>

namespace rlmscope {

/// One row per document. Sorted by position, or as the user likes.
class CoverageFilesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, LinesColumn, BarColumn, ReadColumn, NeverColumn, ColumnCount };
    enum Role { OnceRole = Qt::UserRole + 1, TwiceRole, DocumentRole, SortRole }; ///< shares of the bytes, 0..1

    using QAbstractTableModel::QAbstractTableModel;
    void setJob(CoverageJob* job);
    int rowOfDocument(int document) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void refresh(bool other);
    double sortKey(int document, int column) const;
    CoverageJob* m_job = nullptr;
    std::vector<int> m_order;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

/// What a node received or touched, scans of everything left out; of a turn or cell without reads of its own what lies below
/// it. Sorted, merged.
std::vector<insight::CoverageRange> rangesOfNode(const insight::CoverageProfile& profile, const RunTree& tree, NodeIndex node);

/// One row per node that received, was shown or touched a stretch of the context: models first, then code, in the order
/// of the run.
class CoverageReadersModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, AmountColumn, CostColumn, ColumnCount };
    enum Role { NodeRole = Qt::UserRole + 1, PathRole, KindRole, ByModelRole };
    static constexpr std::size_t MostRows = 5000;

    using QAbstractTableModel::QAbstractTableModel;
    void setJob(CoverageJob* job) { m_job = job; }
    void setStretch(CoverageJob::Stretch stretch);
    void refresh() { setStretch(m_stretch); }
    NodeIndex nodeAt(int row) const { return m_rows[static_cast<std::size_t>(row)].node; }
    int rowOf(NodeIndex node) const;
    int modelReaders() const { return m_models; } ///< nodes, of all
    int all() const { return m_all; }             ///< rows, those that are not listed included

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        NodeIndex node = NoNode;
        insight::ReadKind kind = insight::ReadKind::Sent;
        std::uint64_t bytes = 0, ambiguous = 0;
        QString name, path, amount, cost, exactCost, tip;
        bool operator==(const Row&) const = default;
    };
    Row rowOf(const insight::CoverageProfile& profile, const insight::CoverageProfile::Reader& reader) const;
    QString amountText(const Row& row, const insight::CoverageRead& read, std::uint64_t lines) const;
    CoverageJob* m_job = nullptr;
    CoverageJob::Stretch m_stretch;
    std::vector<Row> m_rows;
    int m_models = 0, m_all = 0;
};

} // namespace rlmscope
