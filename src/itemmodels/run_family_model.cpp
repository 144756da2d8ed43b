#include "itemmodels/run_family_model.h"

#include "itemmodels/format.h"
#include "itemmodels/library_model.h"
#include "itemmodels/run_document.h"
#include "itemmodels/runs_model.h"

#include <algorithm>

namespace rlmscope {

namespace {

constexpr int MostRelatives = 200;

/// As an open run says it: the same runs stand in the list before and after they are opened.
QString wordOf(library::RunState state) {
    const bool answered = state == library::RunState::Ok || state == library::RunState::Warnings;
    return answered ? RunDocument::tr("Answered").toLower() : LibraryModel::stateWord(state);
}

NodeStatus statusOf(const library::RunDigest& run) {
    if (run.status == "running") return NodeStatus::Running;
    if (run.status == "answered") return NodeStatus::Ok;
    if (run.status == "cancelled") return NodeStatus::Cancelled;
    if (run.status == "interrupted") return NodeStatus::Interrupted;
    return NodeStatus::Error;
}

const std::vector<RunRelation>* relationsOf(const RunDocument* document) {
    return document && document->whole().started() ? &document->whole().started()->relations : nullptr;
}

} // namespace

RunFamilyModel::RunFamilyModel(RunsModel* runs, QObject* parent) : QAbstractListModel(parent), m_runs(runs) {
    connect(runs, &QAbstractItemModel::rowsInserted, this, &RunFamilyModel::rebuild);
    connect(runs, &QAbstractItemModel::rowsRemoved, this, &RunFamilyModel::rebuild);
    connect(runs, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex& first, const QModelIndex& last) {
        for (int row = first.row(); row <= last.row(); ++row) {
            auto* document = m_runs->at(row);
            const int at = rowOf(document);
            // A run that was being opened has its start and its relatives only now.
            if (at < 0 || m_items[at].run != document->whole().run() || m_items[at].wall != document->whole().wallStart()) return rebuild();
            Q_EMIT dataChanged(index(at), index(at));
        }
    });
    rebuild();
}

void RunFamilyModel::setLibrary(LibraryModel* library) {
    m_library = library;
    connect(library, &LibraryModel::arranged, this, &RunFamilyModel::rebuild);
    rebuild();
}

QVector<RunFamilyModel::Item> RunFamilyModel::items() const {
    QVector<Item> items;
    std::map<RunRef, int> known; // open ones
    for (int row = 0; row < m_runs->rowCount(); ++row) {
        Item item;
        item.document = m_runs->at(row);
        item.run = item.document->whole().run();
        item.wall = item.document->whole().wallStart();
        known.emplace(RunRef{std::filesystem::path(item.document->path().toStdString()), item.run}, static_cast<int>(items.size()));
        items << item;
    }
    if (m_library && !items.isEmpty()) {
        std::vector<RunRef> open;
        for (const auto& [ref, at] : known) open.push_back(ref);
        for (const auto& relative : m_library->familiesOf(open, MostRelatives)) {
            const RunRef ref{relative.row->file, relative.row->run.run};
            if (const auto at = known.find(ref); at != known.end()) {
                items[at->second].row = relative.row;
                items[at->second].number = relative.number;
            } else if (!relative.row->run.hidden) {
                Item item;
                item.row = relative.row;
                item.run = ref.run;
                item.wall = relative.row->run.wall;
                item.number = relative.number;
                items << item;
            }
        }
    }
    std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
        if ((a.wall == 0) != (b.wall == 0)) return a.wall == 0; // being opened: at the top
        return a.wall > b.wall;
    });
    return items;
}

void RunFamilyModel::rebuild() {
    auto next = items();
    const bool same = next == m_items;
    if (!same) beginResetModel();
    m_items = std::move(next);
    relate();
    if (!same) endResetModel();
    else if (!m_items.isEmpty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void RunFamilyModel::relate() {
    std::vector<int> parents(static_cast<std::size_t>(m_items.size()), -1);
    m_related = false;
    for (int i = 0; i < m_items.size(); ++i) {
        auto& item = m_items[i];
        item.relation.clear();
        const auto* relations = relationsOf(item.document);
        if (!relations && item.row) relations = &item.row->run.relations;
        if (!relations) continue;
        for (const auto& relation : *relations) {
            if (relation.type == "imported_from" || !item.relation.isEmpty()) continue;
            int parent = -1;
            for (int k = i + 1; k < m_items.size() && parent < 0; ++k)
                if (m_items[k].run == relation.run) parent = k;
            parents[static_cast<std::size_t>(i)] = parent;
            m_related |= parent >= 0;
            item.relation = LibraryModel::relationWords(relation.type, parent >= 0 ? m_items[parent].number : 0,
                                                        parent >= 0 && m_items[parent].number == 0 ? QString::fromStdString(relation.run.text().substr(0, 6)) : QString());
        }
    }
    m_lanes = library::laneGraph(parents);
}

RunDocument* RunFamilyModel::documentAt(int row) const { return m_items.value(row).document; }

RunRef RunFamilyModel::refAt(int row) const {
    const auto item = m_items.value(row);
    if (item.document) return {std::filesystem::path(item.document->path().toStdString()), item.run};
    return item.row ? RunRef{item.row->file, item.run} : RunRef{};
}

int RunFamilyModel::rowOf(const RunDocument* document) const {
    for (int row = 0; row < m_items.size(); ++row)
        if (m_items[row].document == document) return row;
    return -1;
}

const library::LaneRow* RunFamilyModel::laneAt(int row) const {
    return m_related && row >= 0 && row < static_cast<int>(m_lanes.rows.size()) ? &m_lanes.rows[static_cast<std::size_t>(row)] : nullptr;
}

int RunFamilyModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_items.size()); }

QVariant RunFamilyModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_items.size()) return {};
    const auto& item = m_items[index.row()];
    if (role == OpenRole) return item.document != nullptr;
    if (role == FilledRole) {
        if (item.row) return !item.row->run.simulated && item.row->run.importFormat.empty() && item.row->state != library::RunState::Replayed && item.row->state != library::RunState::Interrupted;
        return !item.document->whole().totals().simulated && item.document->status() != NodeStatus::Interrupted;
    }
    const auto own = item.document ? m_runs->index(m_runs->indexOf(item.document)).data(role) : relativeData(item, role);
    if (item.relation.isEmpty()) return own;
    if (role == RunsModel::DetailRole) return own.toString() + QStringLiteral(" · ") + item.relation;
    if (role == Qt::AccessibleTextRole || role == Qt::ToolTipRole) return own.toString() + (role == Qt::ToolTipRole ? QStringLiteral("\n") : format::comma()) + item.relation;
    return own;
}

QVariant RunFamilyModel::relativeData(const Item& item, int role) const {
    const auto& row = *item.row;
    const auto& run = row.run;
    switch (role) {
    case Qt::DisplayRole:
    case RunsModel::TitleRole: return QString::fromStdString(row.name());
    case Qt::ToolTipRole: return QString::fromStdString(row.file.string());
    case RunsModel::DetailRole: {
        auto detail = wordOf(row.state);
        if (run.duration > 0) detail += QStringLiteral(" · ") + format::duration(run.duration);
        return detail;
    }
    case Qt::AccessibleTextRole: return tr("%1, %2, not open").arg(QString::fromStdString(row.name()), wordOf(row.state));
    case RunsModel::StatusRole: return static_cast<int>(statusOf(run));
    case RunsModel::CostRole: return static_cast<qint64>(run.cost.value);
    case RunsModel::CostUnknownRole: return run.costUnknown;
    case RunsModel::SimulatedRole: return run.simulated;
    case RunsModel::LiveRole: return false;
    default: return {};
    }
}

} // namespace rlmscope
