#pragma once
// Made-up rows that answer CallTreeModel's roles: enough to look at the call tree and to test its view without a run.
#include "itemmodels/call_tree_model.h"
#include "itemmodels/format.h"
#include "views/call_tree_rows.h"

#include <QAbstractTableModel>

#include <vector>

namespace rlmscope::sample {

struct Row {
    int kind = CallTreeModel::TurnRow;
    int level = 0;
    QString name, hint;
    bool badge = false;
    bool expandable = false, expanded = false;
    NodeStatus status = NodeStatus::Ok;
    QString warning;
    double start = 0, first = -1, end = -1, cell = -1; ///< seconds; cell = when a turn's cell begins
    double usd = 0;
    qint64 tokens = 0;
    bool marked = false, error = false;
};

class TreeModel : public QAbstractTableModel {
public:
    std::vector<Row> rows;
    double now = 48.3;

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(rows.size()); }
    int columnCount(const QModelIndex& = {}) const override { return CallTreeModel::ColumnCount; }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (orientation != Qt::Horizontal)
            return {};
        if (role == Qt::TextAlignmentRole)
            return int(section < CallTreeModel::CostColumn ? Qt::AlignLeft : Qt::AlignRight) | int(Qt::AlignVCenter);
        static const char* names[] = {"Call tree", "", "Cost", "Tokens", "Time"};
        return role == Qt::DisplayRole && section < 5 ? QString::fromLatin1(names[section]) : QVariant();
    }
    QVariant data(const QModelIndex& index, int role) const override {
        const Row& r = rows.at(static_cast<std::size_t>(index.row()));
        const auto ns = [](double s) { return s < 0 ? qint64(-1) : qint64(s * 1e9); };
        switch (role) {
        case Qt::DisplayRole:
            if (index.column() > CallTreeModel::TimeColumn)
                return format::unknown();
            if (index.column() == CallTreeModel::CostColumn)
                return r.usd > 0 ? format::money(PicoUsd{qint64(r.usd * 1e12)}) : format::unknown();
            if (index.column() == CallTreeModel::TokensColumn)
                return r.tokens > 0 ? format::tokens(r.tokens) : format::unknown();
            if (index.column() == CallTreeModel::TimeColumn)
                return r.start < 0 ? format::unknown() : format::duration(ns((r.end < 0 ? now : r.end) - r.start));
            return r.name;
        case CallTreeModel::NameRole: return r.name;
        case CallTreeModel::KindRole: return r.kind;
        case CallTreeModel::NodeRole: return quint32(index.row());
        case CallTreeModel::LevelRole: return r.level;
        case CallTreeModel::HintRole: return r.hint;
        case CallTreeModel::HintBadgeRole: return r.badge;
        case CallTreeModel::ExpandableRole: return r.expandable;
        case CallTreeModel::ExpandedRole: return r.expanded;
        case CallTreeModel::StatusRole: return int(r.status);
        case CallTreeModel::ShowsStatusRole: return r.marked;
        case CallTreeModel::BadgeRole: return r.warning;
        case CallTreeModel::BadgeErrorRole: return r.error;
        case CallTreeModel::StartRole: return ns(r.start);
        case CallTreeModel::FirstTokenRole: return ns(r.first);
        case CallTreeModel::EndRole: return ns(r.end);
        case CallTreeModel::CostRole: return qint64(r.usd * 1e12);
        case CallTreeModel::CostUnknownRole: return false;
        case CallTreeModel::TokensRole: return r.tokens;
        case CallTreeModel::CallsRole: return r.tokens > 0 ? 1 : 0;
        case CallTreeModel::DurationRole: return ns(r.start < 0 ? -1 : (r.end < 0 ? now : r.end) - r.start);
        case CallTreeModel::SimulatedRole: return true;
        case CallTreeModel::DepthRole: return 0;
        default: return {};
        }
    }
};

class TreeRows : public CallTreeRows {
public:
    explicit TreeRows(TreeModel* model) : m_model(model) {}
    int parentRow(int row) const override {
        for (int r = row - 1; r >= 0; --r)
            if (at(r).level < at(row).level)
                return r;
        return -1;
    }
    void setExpanded(int row, bool expanded) override {
        m_model->rows.at(static_cast<std::size_t>(row)).expanded = expanded;
        Q_EMIT m_model->dataChanged(m_model->index(row, 0), m_model->index(row, 0));
    }
    void setExpandedBelow(int row, bool expanded) override { setExpanded(row, expanded); }
    Nanos span() const override { return Nanos(m_model->now * 1e9); }
    bool isLive() const override { return live; }
    std::vector<BarPart> parts(int row) const override {
        const Row& r = at(row);
        const auto ns = [](double s) { return s < 0 ? Nanos(-1) : Nanos(s * 1e9); };
        if (r.kind == CallTreeModel::TurnRow) {
            std::vector<BarPart> parts{{NodeKind::ModelCall, ns(r.start), ns(r.start), ns(r.cell < 0 ? r.end : r.cell), false, false}};
            if (r.cell >= 0)
                parts.push_back({NodeKind::Cell, ns(r.cell), -1, ns(r.end), true, false});
            return parts;
        }
        static const NodeKind kinds[] = {NodeKind::Frame, NodeKind::Turn, NodeKind::ModelCall, NodeKind::Cell, NodeKind::SubCall, NodeKind::SubCall};
        return {{kinds[r.kind], ns(r.start), ns(r.first), ns(r.end), true, false}};
    }
    std::vector<float> groupArea(int, int buckets) const override {
        std::vector<float> area;
        for (int i = 0; i < buckets; ++i)
            area.push_back(i < buckets * 7 / 10 ? 1.F : 1.F - float(i - buckets * 7 / 10) / float(buckets * 3 / 10 + 1));
        return area;
    }
    bool live = true;

private:
    const Row& at(int row) const { return m_model->rows.at(static_cast<std::size_t>(row)); }
    TreeModel* m_model;
};

inline void fill(TreeModel& model) {
    using M = CallTreeModel;
    const auto running = NodeStatus::Running;
    model.rows = {
        {M::FrameRow, 0, "root", "RLM depth 2 · gpt-5", false, true, true, running, {}, 0, -1, -1, -1, 0.1842, 266000, true},
        {M::TurnRow, 1, "Turn 1", "peek", true, true, false, NodeStatus::Ok, {}, 0, -1, 4.28, -1, 0.0075, 2600},
        {M::TurnRow, 1, "Turn 2", "grep", true, true, false, NodeStatus::Ok, {}, 4.3, -1, 8.93, -1, 0.0076, 3600},
        {M::TurnRow, 1, "Turn 3", "partition + map", true, true, true, NodeStatus::Ok, {}, 9, -1, 30.6, 15.4, 0.1298, 207800},
        {M::ModelRow, 2, "gpt-5", "Classify 100 lines per sub-call, then count the labels", false, false, false, NodeStatus::Ok, {}, 9, 10.5, 15.4, -1, 0.013, 5000},
        {M::CellRow, 2, "Cell 1", "15 lines", false, true, true, NodeStatus::Ok, {}, 15.4, -1, 30.6, -1, 0.1169, 202800},
        {M::GroupRow, 3, "50 × llm_query", "50 ok", false, true, false, NodeStatus::Ok, "1 retried", 15.4, -1, 30.6, -1, 0.1169, 202800},
        {M::TurnRow, 1, "Turn 4", "verify", true, true, true, running, {}, 30.6, -1, -1, 37.3, 0.0392, 51900},
        {M::ModelRow, 2, "gpt-5", "612 labels are unsure. Recurse on them in three parts", false, false, false, NodeStatus::Ok, {}, 30.6, 33, 37.3, -1, 0.0153, 6400},
        {M::CellRow, 2, "Cell 1", "12 lines", false, true, true, running, {}, 37.4, -1, -1, -1, 0.0239, 45400},
        {M::FrameRow, 3, "rlm_query", "unsure[0:204]", false, true, false, NodeStatus::Ok, {}, 37.4, -1, 47.8, -1, 0.014, 27800},
        {M::FrameRow, 3, "rlm_query", "unsure[204:408]", false, true, true, running, "1", 37.4, -1, -1, -1, 0.0099, 17600},
        {M::TurnRow, 4, "Turn 1", "peek", true, true, false, NodeStatus::Ok, {}, 37.4, -1, 40.4, -1, 0.0017, 3000},
        {M::TurnRow, 4, "Turn 2", "partition + map", true, true, true, running, {}, 40.4, -1, -1, 44.2, 0.0082, 14600},
        {M::ModelRow, 5, "gpt-5-mini", "Narrow to lines with both words, then ask", false, false, false, NodeStatus::Ok, {}, 40.4, 41.5, 44.2, -1, 0.0019, 4000},
        {M::CellRow, 5, "Cell 1", "11 lines", false, true, true, running, {}, 44.2, -1, -1, -1, 0.0064, 10600},
        {M::GroupRow, 6, "24 × llm_query", "5 of 24", false, true, false, running, {}, 44.2, -1, -1, -1, 0.0064, 10600, true},
        {M::FrameRow, 3, "rlm_query", "unsure[408:612]", false, true, true, running, {}, 47.8, -1, -1, -1, 0, 0},
        {M::TurnRow, 4, "Turn 1", {}, false, true, false, running, {}, 47.8, -1, -1, -1, 0, 0, true},
        {M::CellRow, 4, "Cell 1", "8 lines", false, false, false, NodeStatus::Error, {}, 47.8, -1, 48, -1, 0, 0},
        {M::SubCallRow, 4, "llm_query", "Which of these four lines names the user who", false, false, false, NodeStatus::Error, "429 twice", 47.8, -1, 48, -1, 0.0002, 300, false, true},
        {M::TurnRow, 1, "Turn 5", {}, false, false, false, NodeStatus::Interrupted, {}, 47, -1, 48, -1, 0.002, 300},
        {M::SubCallRow, 2, "llm_query", "Below are 4 support messages", false, false, false, NodeStatus::Queued, {}, -1, -1, -1, -1, 0, 0, true},
    };
}

} // namespace rlmscope::sample
