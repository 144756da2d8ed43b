#include "itemmodels/coverage_models.h"

#include "itemmodels/format.h"
#include "itemmodels/node_names.h"

#include <algorithm>
#include <numeric>

namespace rlmscope {

using insight::ReadKind;

// ---- documents --------------------------------------------------------------------------------------------------

void CoverageFilesModel::setJob(CoverageJob* job) {
    m_job = job;
    connect(job, &CoverageJob::textChanged, this, [this] { refresh(true); });
    connect(job, &CoverageJob::profileChanged, this, [this] { refresh(false); });
    refresh(true);
}

void CoverageFilesModel::refresh(bool other) {
    const auto count = m_job->text() ? m_job->text()->documents().size() : 0;
    if (other || count != m_order.size()) {
        beginResetModel();
        m_order.resize(count);
        std::iota(m_order.begin(), m_order.end(), 0);
        endResetModel();
    }
    if (count == 0) return;
    if (m_sortColumn >= 0) sort(m_sortColumn, m_sortOrder);
    Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(count) - 1, ColumnCount - 1));
}

int CoverageFilesModel::rowOfDocument(int document) const {
    const auto found = std::find(m_order.begin(), m_order.end(), document);
    return found == m_order.end() ? -1 : static_cast<int>(found - m_order.begin());
}

int CoverageFilesModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_order.size()); }
int CoverageFilesModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant CoverageFilesModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || !m_job->text()) return {};
    const int document = m_order[static_cast<std::size_t>(index.row())];
    const auto d = static_cast<std::size_t>(document);
    const auto profile = m_job->profile();
    const QString missing = QString::fromStdString(m_job->text()->missing(d));
    if (role == DocumentRole) return document;
    if (role == Qt::TextAlignmentRole && (index.column() == LinesColumn || index.column() >= ReadColumn)) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) return missing.isEmpty() ? m_job->documentName(d) + QLatin1Char('\n') + format::bytes(m_job->text()->documents()[d].size) : missing;
    if (index.column() == NameColumn && role == Qt::DisplayRole) return m_job->documentName(d);
    if (index.column() == LinesColumn && role == Qt::DisplayRole) return format::count(static_cast<std::int64_t>(m_job->text()->linesOf(d)));
    if (!profile || profile->context().documents().size() <= d) return {};
    const auto& bytes = profile->bytesOf(d);
    const auto& lines = profile->linesOf(d);
    const auto share = [](std::uint64_t n, std::uint64_t all) { return all ? static_cast<double>(n) / static_cast<double>(all) : 0.0; };
    switch (role) {
    case OnceRole: return share(bytes.read, bytes.all);
    case TwiceRole: return share(bytes.twice, bytes.all);
    case Qt::AccessibleTextRole:
    case Qt::DisplayRole:
        if (!missing.isEmpty()) return index.column() == ReadColumn ? tr("missing") : QString();
        if (index.column() == ReadColumn) return lines.all ? format::percent(share(lines.read, lines.all)) : format::unknown();
        if (index.column() == NeverColumn) return format::count(static_cast<std::int64_t>(lines.never));
        return {};
    default: return {};
    }
}

QVariant CoverageFilesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return role == Qt::TextAlignmentRole && (section == LinesColumn || section >= ReadColumn) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    const QString names[] = {tr("Document"), tr("Lines"), tr("Read by a model"), tr("Read"), tr("Never read")};
    return section < ColumnCount ? names[section] : QVariant();
}

double CoverageFilesModel::sortKey(int document, int column) const {
    const auto d = static_cast<std::size_t>(document);
    const auto profile = m_job->profile();
    if (column == LinesColumn) return static_cast<double>(m_job->text()->linesOf(d));
    if (!profile) return 0;
    const auto& lines = profile->linesOf(d);
    if (column == NeverColumn) return static_cast<double>(lines.never);
    return lines.all ? static_cast<double>(lines.read) / static_cast<double>(lines.all) : -1;
}

void CoverageFilesModel::sort(int column, Qt::SortOrder order) {
    m_sortColumn = column;
    m_sortOrder = order;
    if (!m_job || !m_job->text()) return;
    Q_EMIT layoutAboutToBeChanged();
    const auto before = m_order;
    if (column < 0) {
        std::iota(m_order.begin(), m_order.end(), 0);
    } else {
        std::vector<double> keys(m_order.size());
        if (column != NameColumn)
            for (const int d : m_order) keys[static_cast<std::size_t>(d)] = sortKey(d, column);
        const auto& documents = m_job->text()->documents();
        const auto less = [&](int a, int b) {
            const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
            return column == NameColumn ? documents[i].path < documents[j].path : keys[i] < keys[j];
        };
        std::stable_sort(m_order.begin(), m_order.end(), [&](int a, int b) { return order == Qt::AscendingOrder ? less(a, b) : less(b, a); });
    }
    std::vector<int> rowOf(m_order.size());
    for (std::size_t row = 0; row < m_order.size(); ++row) rowOf[static_cast<std::size_t>(m_order[row])] = static_cast<int>(row);
    for (const QModelIndex& old : persistentIndexList())
        changePersistentIndex(old, index(rowOf[static_cast<std::size_t>(before[static_cast<std::size_t>(old.row())])], old.column()));
    Q_EMIT layoutChanged();
}

std::vector<insight::CoverageRange> rangesOfNode(const insight::CoverageProfile& profile, const RunTree& tree, NodeIndex node) {
    const NodeId id = tree.node(node).id;
    const auto gather = [&](auto&& wanted) {
        std::vector<insight::CoverageRange> ranges;
        for (std::size_t i = 0; i < profile.readCount(); ++i) {
            const auto& read = profile.reads().reads[i];
            if (read.kind != ReadKind::Scanned && wanted(read)) ranges.insert(ranges.end(), profile.reads().begin(read), profile.reads().end(read));
        }
        return insight::tidied(std::move(ranges));
    };
    auto ranges = gather([&](const insight::CoverageRead& read) { return read.node == id; });
    if (!ranges.empty() || tree.node(node).parent == NoNode) return ranges;
    // Nodes are in start order: what lies below was started later, and its chain of parents leads here.
    return gather([&](const insight::CoverageRead& read) {
        if (read.node.seq < id.seq) return false;
        auto at = tree.find(read.node);
        while (at != NoNode && at > node) at = tree.node(at).parent;
        return at == node;
    });
}

// ---- who read a place -------------------------------------------------------------------------------------------

QString CoverageReadersModel::amountText(const Row& row, const insight::CoverageRead& read, std::uint64_t lines) const {
    if (read.kind == ReadKind::Scanned) return tr("≈ scans all of it");
    if (row.bytes == 0) return tr("maybe: repeated text");
    const auto all = m_stretch.end - m_stretch.begin;
    QString amount = lines > 1 ? (2 * row.bytes >= all && row.bytes + 2 * lines >= all ? tr("all %1 line(s)", nullptr, static_cast<int>(lines)).arg(format::count(static_cast<std::int64_t>(lines))) : QString()) : row.bytes + 2 >= all ? tr("the line") : QString();
    if (amount.isEmpty()) amount = lines > 1 ? tr("%1 of it").arg(format::percent(static_cast<double>(row.bytes) / static_cast<double>(all))) : format::bytes(row.bytes);
    switch (read.kind) {
    case ReadKind::Shown: return tr("shown: %1").arg(amount);
    case ReadKind::Handed: return tr("to its REPL: %1").arg(amount);
    case ReadKind::Touched: return tr("≈ by code");
    default: return amount;
    }
}

CoverageReadersModel::Row CoverageReadersModel::rowOf(const insight::CoverageProfile& profile, const insight::CoverageProfile::Reader& reader) const {
    const auto& read = profile.reads().reads[reader.read];
    const RunTree& tree = m_job->document()->whole();
    Row row;
    row.node = tree.find(read.node);
    row.kind = read.kind;
    row.bytes = reader.bytes;
    row.ambiguous = reader.ambiguousBytes;
    if (row.node == NoNode) return row;
    const TreeNode& node = tree.node(row.node);
    row.name = nodeName(tree, row.node);
    if (node.kind == NodeKind::SubCall && node.batch > 0) row.name += QLatin1Char(' ') + format::count(node.number + 1);
    if (node.parent != NoNode) { // without the root, which says nothing
        row.path = nodePath(tree, node.parent);
        const QString root = nodeName(tree, tree.roots().front()) + QStringLiteral(" › ");
        if (row.path.startsWith(root)) row.path.remove(0, root.size());
    }
    if (node.calls > 0 && !node.costUnknown) row.cost = format::money(node.totalCost), row.exactCost = format::moneyExact(node.totalCost);
    else if (node.calls > 0) row.cost = format::unknown();
    if (read.where) row.tip = QString::fromStdString(profile.reads().places[read.where]);
    const auto first = m_job->text()->lineOf(m_stretch.begin), last = m_job->text()->lineOf(m_stretch.end - 1);
    row.amount = amountText(row, read, first && last ? *last - *first + 1 : 0);
    return row;
}

void CoverageReadersModel::setStretch(CoverageJob::Stretch stretch) {
    m_stretch = stretch;
    std::vector<Row> rows;
    m_models = m_all = 0;
    const auto profile = m_job ? m_job->profile() : nullptr;
    if (profile && m_job->document() && !stretch.isNull()) {
        for (const bool models : {true, false})
            for (const auto& reader : profile->readersOf(stretch.begin, stretch.end)) {
                if (insight::byModel(profile->reads().reads[reader.read].kind) != models) continue;
                // A few characters at the edge of a line that agree by chance are no reading.
                if (reader.bytes + reader.ambiguousBytes < std::min<std::uint64_t>(insight::PassageIndex::ShortestText, (stretch.end - stretch.begin) / 2)) continue;
                // However often a cell goes through all of it, that is one thing to say of it.
                const auto& read = profile->reads().reads[reader.read];
                if (read.kind == ReadKind::Scanned && !rows.empty() && rows.back().kind == ReadKind::Scanned && rows.back().node == m_job->document()->whole().find(read.node)) continue;
                ++m_all;
                m_models += models && reader.bytes > 0;
                if (rows.size() >= MostRows) continue;
                Row row = rowOf(*profile, reader);
                if (row.node != NoNode) rows.push_back(std::move(row));
            }
    }
    if (rows == m_rows) return; // a live run that goes on elsewhere: nothing moves
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int CoverageReadersModel::rowOf(NodeIndex node) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [node](const Row& row) { return row.node == node; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int CoverageReadersModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
int CoverageReadersModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant CoverageReadersModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case NodeRole: return row.node;
    case PathRole: return row.path;
    case KindRole: return static_cast<int>(m_job->document() && row.node < m_job->document()->whole().nodes().size() ? m_job->document()->whole().node(row.node).kind : NodeKind::Cell);
    case ByModelRole: return insight::byModel(row.kind);
    case Qt::TextAlignmentRole: return index.column() == NameColumn ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (index.column() == CostColumn) return row.exactCost;
        return row.tip.isEmpty() ? row.path : row.path + QLatin1Char('\n') + row.tip;
    case Qt::AccessibleTextRole: return index.column() == NameColumn ? row.name + format::comma() + row.path : data(index, Qt::DisplayRole);
    case Qt::DisplayRole: return index.column() == NameColumn ? row.name : index.column() == AmountColumn ? row.amount : row.cost;
    default: return {};
    }
}

QVariant CoverageReadersModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    const QString names[] = {tr("Call"), tr("Received"), tr("Cost")};
    return section < ColumnCount ? names[section] : QVariant();
}

} // namespace rlmscope
